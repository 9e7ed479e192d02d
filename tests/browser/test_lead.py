"""What a development lead goes through: from a word typed wrong to what a role needs, and what nobody teaches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect
from running import Server
from screens import NARROW, WIDE

import signpost
from signpost import browsing, learning
from signpost.model import THINGS

Visit = Callable[..., Page]
SAFEGUARDING = "Lead and manage practice that promotes the safeguarding of individuals"
LEADER, MANAGER = f"{THINGS}role/team-leader", f"{THINGS}role/registered-manager"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def main(page: Page) -> Locator:
    return page.get_by_role("main")


# ------------------------------------------------------------------------------------------------ what a role needs
@pytest.mark.parametrize("scripts", [True, False])
def test_a_word_typed_wrong_leads_to_what_two_roles_need(visit: Visit, site: Server, scripts: bool) -> None:
    page = visit("/", scripts=scripts)
    page.get_by_role("searchbox", name="Look for a standard").fill("safegarding practise")
    press(page, "Search")
    main(page).get_by_role("link", name=SAFEGUARDING).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SAFEGUARDING)
    expect(main(page)).to_contain_text("SCDLMCB1")
    roles = page.get_by_role("region", name="Roles that need it")
    expect(roles.get_by_role("row").filter(has_text="Registered manager")).to_contain_text("5 of 5")
    roles.get_by_role("link", name="Registered manager").click()
    the_role_says_what_it_needs(page, site)
    page.get_by_role("link", name="Compare with another role").click()
    expect(page.get_by_label("From")).to_have_value(MANAGER)
    page.get_by_label("To", exact=True).select_option(label="Team leader or supervisor")
    press(page, "Compare")
    the_roles_differ_as_the_library_says(page, site)


def the_role_says_what_it_needs(page: Page, site: Server) -> None:
    case = learning.begun(signpost.open(f"file:{site.store}"), MANAGER, date.today())
    for family in ("Generic", "Specialist", "Partnership"):
        needed = [one for one in case.requirements if one.family.endswith(f"/{family.lower()}")]
        section = page.get_by_role("region", name=f"{family} competences")
        expect(section.get_by_role("rowheader")).to_have_count(len(needed))


def the_roles_differ_as_the_library_says(page: Page, site: Server) -> None:
    lines = signpost.compare(MANAGER, LEADER, f"file:{site.store}").lines
    both = [line for line in lines if line.left and line.right]
    only = [sum(line.left is None for line in lines), sum(line.right is None for line in lines)]
    assert both
    for heading, number in (("Asked for by both", len(both)), ("Only Team leader or supervisor", only[0]),
                            ("Only Registered manager", only[1])):  # fmt: skip
        expect(page.get_by_role("table", name=heading).get_by_role("row")).to_have_count(number + 1)
    expect(page.get_by_role("table", name="Asked for by both")).to_contain_text("less")


def test_on_paper_a_role_has_no_navigation(visit: Visit) -> None:
    page = visit("/things/role/registered-manager")
    page.emulate_media(media="print")
    for part in (*page.get_by_role("navigation").all(), page.get_by_role("banner"), page.get_by_role("contentinfo")):
        expect(part).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("region", name="Generic competences")).to_be_visible()


# ------------------------------------------------------------------------------------------------ what is missing
@pytest.mark.parametrize("scripts", [True, False])
def test_frameworks_lead_to_their_trees_and_to_what_a_new_edition_changes(visit: Visit, scripts: bool) -> None:
    page = visit("/frameworks", scripts=scripts)
    page.get_by_role("link", name="Tree of Management and Leadership NOS (2012)").click()
    page.get_by_label("Search in this framework").fill("budgets")
    press(page, "Search in it")
    main(page).get_by_role("link", name="CFAM&LEA4 Manage budgets", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Manage budgets")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Frameworks").click()
    page.get_by_role("link", name="See what a new edition changes for roles, courses and awards").click()
    page.get_by_label("The new edition").select_option(label="Leadership and Management for Care Services NOS (2012)")
    press(page, "Show what it changes")
    awards = main(page).get_by_role("row").filter(has_text="Award")
    expect(awards).to_contain_text("13")
    expect(page.get_by_role("heading", name="Needs a decision (13 competences)")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_what_nobody_teaches_is_counted_and_leads_to_the_competence(visit: Visit, site: Server, scripts: bool) -> None:
    page = visit("/data", scripts=scripts)
    page.get_by_role("link", name="See what roles need and nobody teaches").click()
    counted = page.get_by_role("table", name="Competences that nobody teaches").get_by_role("rowheader")
    number = counted.count()
    expect(page.get_by_role("status")).to_have_text(f"{number} competences.")
    page.get_by_label("Only what a role needs").uncheck()
    press(page, "Show these")
    store = signpost.open(f"file:{site.store}")
    expect(page.get_by_role("status")).to_have_text(f"{browsing.untaught(store).total:,} competences.")
    page.go_back()
    counted.first.get_by_role("link").click()
    expect(page.get_by_role("region", name="Roles that need it")).to_be_visible()
    expect(page.get_by_role("region", name="Resources that teach it")).to_have_count(0)


@pytest.mark.parametrize("scripts", [True, False])
def test_signposts_of_a_kind_are_those_in_reach_of_a_region(visit: Visit, scripts: bool) -> None:
    page = visit("/", scripts=scripts)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Signposts").click()
    page.get_by_role("link", name="Network", exact=True).click()
    expect(main(page)).to_contain_text("Serves England.")
    page.get_by_role("combobox", name="Where you are").select_option(label="Scotland")
    press(page, "Show these")
    expect(page.get_by_role("combobox", name="Where you are").locator("option:checked")).to_have_text("Scotland")
    expect(main(page)).not_to_contain_text("Serves England.")
    for reach in ("National", "Regional", "Local"):
        expect(page.get_by_role("region", name=f"{reach}: ")).to_be_visible()


# ------------------------------------------------------------------------------------------------ the picture
def test_the_picture_is_made_larger_by_the_keyboard(visit: Visit) -> None:
    page = visit("/things/role/registered-manager")
    page.get_by_role("link", name="See its picture").click()
    drawing = main(page).get_by_role("group").first
    whole = drawing.get_attribute("viewBox")
    larger = page.get_by_role("button", name="Larger")
    larger.focus()
    page.keyboard.press("Enter")
    assert width(drawing) < float((whole or "").split()[2])
    near = drawing.get_attribute("viewBox")
    page.keyboard.press("ArrowRight")
    assert width(drawing) == float((near or "").split()[2])
    expect(drawing).not_to_have_attribute("viewBox", near or "")
    page.keyboard.press("0")
    expect(drawing).to_have_attribute("viewBox", whole or "")


def width(drawing: Locator) -> float:
    return float((drawing.get_attribute("viewBox") or "").split()[2])


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_without_scripts_the_picture_is_whole_and_the_table_says_the_same(
    visit: Visit, viewport: dict[str, int]
) -> None:
    page = visit(f"/picture?iri={MANAGER}", scripts=False, viewport=viewport)
    expect(page.get_by_role("button", name="Larger")).to_have_count(0)
    drawing = main(page).get_by_role("group").and_(page.locator(":visible"))
    drawn = {link.get_attribute("href") for link in drawing.get_by_role("link").all()}
    table = page.get_by_role("table", name="What is linked to what")
    told = {link.get_attribute("href") for link in table.get_by_role("link").all()}
    assert told <= drawn
    assert len(told) > 10
    with page.expect_download() as file:
        page.get_by_role("link", name="Keep the picture as a file").click()
    assert file.value.suggested_filename.endswith(".svg")


# ------------------------------------------------------------------------------------------------ seen again
@pytest.mark.parametrize("path", ["/roles", "/things/role/registered-manager", "/tree?framework=lmc-2012"])
def test_a_page_that_is_seen_again_looks_as_before(visit: Visit, path: str) -> None:
    page = visit(path)
    before = page.get_by_role("banner").evaluate("(e) => getComputedStyle(e).backgroundColor")
    page.goto("/data")
    page.goto(path)
    assert page.get_by_role("banner").evaluate("(e) => getComputedStyle(e).backgroundColor") == before
