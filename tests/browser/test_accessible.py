"""Every kind of page by axe-core (WCAG 2.2 A and AA) in the dark, on a narrow screen, and by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from screens import NARROW

PAGES = (
    "/", "/search?q=safeguarding", "/search?q=qqqqqq", "/roles", "/frameworks", "/signposts", "/signposts/case-study",
    "/data", "/data/changes", "/data/untaught", "/api", "/sparql", "/learn",
    "/learn/held?role=https://w3id.org/signpost/id/role/team-leader", "/desk",
    "/steward",
    "/compare?left=team-leader&right=registered-manager", "/lint", "/diff?old=lmc-2008&new=lmc-2012",
    "/impact?new=lmc-2012", "/things/role/registered-manager", "/things/standard/lmc-2012/scdlmcb1",
    "/things/framework/lmc-2012", "/things/organisation/skills-for-care", "/things/gateway/openlearn-courses",
    "/things/region/E12000008", "/tree?framework=lmc-2012", "/picture?iri=https://w3id.org/signpost/id/role/team-leader",
    "/report?iri=https://w3id.org/signpost/id/role/team-leader", "/nowhere",
)  # fmt: skip
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
Visit = Callable[..., Page]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_barrier_in_the_dark_and_fits_a_narrow_screen(visit: Visit, path: str) -> None:
    page = visit(path, color_scheme="dark", status=404 if path == "/nowhere" else 200)
    found = Axe().run(page, options=RULES)
    assert not [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]]
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # as the library takes it
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_content_is_one_step_of_the_keyboard_away(visit: Visit) -> None:
    page = visit("/things/role/registered-manager")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("path", ["/", "/search?q=safeguarding", "/learn", "/tree?framework=lmc-2012"])
def test_everything_that_can_be_used_can_be_reached_by_the_keyboard(visit: Visit, path: str) -> None:
    page = visit(path)
    wanted = page.evaluate(
        """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
        .filter(e => e.offsetParent && e.tabIndex >= 0).length"""
    )
    reached = set()
    for _ in range(min(wanted + 5, 200)):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    radios = page.evaluate("document.querySelectorAll('input[type=radio]').length")
    assert len(reached) >= min(wanted - radios, 200)
