"""What a manager goes through: a role, what is held, limits, the answer, and what is taken along."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect
from running import Server
from screens import NARROW, WIDE
from signpost_web import looks

import signpost
from signpost.model import Audit, LearningRoute, PersonSpecification, Proof

Visit = Callable[..., Page]
SHORT = {
    "Lead your team": "1 Aware",
    "Manage conflict in teams": "1 Aware",
    "Understand how to coach others": "0 None",
    "Promote the safeguarding of individuals": "1 Aware",
    "Work in partnership with carers to support individuals": "2 Guided",
}
"""What is held at too low a level; all else is held as it should be."""
DEADLINE = date.today() + timedelta(days=90)


# ------------------------------------------------------------------------------------------------ the steps
def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).click()


def begin(page: Page) -> None:
    page.get_by_role("link", name="I manage, or want to").click()
    page.get_by_label("Team leader or supervisor").check()
    press(page, "Go on to what you")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Generic competences")


def say_what_is_held(page: Page) -> None:
    for on in ("Go on to specialist competences", "Go on to partnership competences", "Go on to the limits"):
        for field in page.get_by_role("main").get_by_role("combobox").all():
            field.select_option(label="3 Competent")
        for name, level in SHORT.items():
            if (field := page.get_by_label(name, exact=True)).count():
                field.select_option(label=level)
        press(page, on)
    expect(page.get_by_role("heading", level=1)).to_have_text("What learning must keep to")


def say_the_limits(page: Page) -> None:
    page.get_by_label("Budget in pounds").fill("200")
    page.get_by_label("Hours a week for learning").fill("4")
    page.get_by_label("Deadline").fill(f"{DEADLINE.day}/{DEADLINE.month}/{DEADLINE.year}")
    page.get_by_label("Where can you travel to?").select_option(label="\u00a0\u00a0North West")


def answered(page: Page) -> Page:
    press(page, "See the answer")
    expect(page.get_by_role("heading", level=1)).to_have_text("What to learn next: Team leader or supervisor")
    return page


def look_further(page: Page, scripts: bool) -> Locator:
    """The part about other ways: it comes by itself with scripts, and by its button without."""
    if not scripts:
        press(page, "Look for other ways")
    ways = page.get_by_role("region", name="Other ways")
    expect(ways.get_by_role("heading", name="What to change to close more")).to_be_visible(timeout=30_000)
    return ways


def taken(page: Page, name: str) -> bytes:
    """The file behind one of the buttons."""
    with page.expect_download() as download:
        press(page, name)
    return Path(download.value.path()).read_bytes()


def steps(page: Page) -> list[str]:
    headings = page.get_by_role("region", name="The route").get_by_role("heading", level=3)
    return [text.partition(". ")[2] for text in headings.all_inner_texts()]


def closed(page: Page) -> int:
    said = re.search(r"(\d+) of \d+ open requirements", page.get_by_role("main").inner_text())
    assert said
    return int(said[1])


# ------------------------------------------------------------------------------------------------ the library
def known(content: bytes, folder: Path, site: Server) -> tuple[PersonSpecification, Audit, LearningRoute]:
    """What the library says of the file that a person takes along."""
    (folder / "mine.yaml").write_bytes(content)
    store = signpost.open(f"file:{site.store}")
    case = signpost.specification(folder / "mine.yaml", store)
    found = signpost.route(case, store, alternatives=0, changes=False, until=Proof.FINISH, spare=12)
    return case, signpost.audit(case, store), found


def is_shown(page: Page, audit: Audit, route: LearningRoute) -> None:
    """The numbers, the steps and the table of an answer are those of the library."""
    main = page.get_by_role("main")
    assert steps(page) == [step.label for step in route.steps]
    assert route.finish
    for said in (
        f"{len(route.closed)} of {len(audit.open)} open requirements",
        looks.money(route.cost),
        looks.hours(route.minutes),
        looks.day(route.finish),
    ):
        expect(main).to_contain_text(said)
    page.get_by_text("The same as a table", exact=True).click()
    tables = page.get_by_role("region", name="Where you stand").get_by_role("table")
    rows = [row.inner_text().split("\t") for row in tables.get_by_role("row").all()]
    told = [(row[1].split()[0], row[2]) for row in rows if row[0] != "Competence"]
    assert sorted(told) == sorted((str(line.requirement.level), str(line.held)) for line in audit.lines)


# ------------------------------------------------------------------------------------------------ the journey
@pytest.mark.parametrize("scripts", [True, False])
def test_a_manager_finds_what_to_learn_and_takes_it_along(
    visit: Visit, site: Server, tmp_path: Path, scripts: bool
) -> None:
    page = visit("/", scripts=scripts)
    begin(page)
    say_what_is_held(page)
    say_the_limits(page)
    answered(page)
    file = taken(page, "Your answers, to come back with")
    case, audit, route = known(file, tmp_path, site)
    assert (case.constraints.budget, case.constraints.hours_per_week, case.constraints.deadline) == (20000, 4, DEADLINE)
    assert [iri.rsplit("/", 1)[-1] for iri in case.constraints.regions] == ["E12000002"]
    assert (len(audit.open), len(case.attainments)) == (len(SHORT), len(case.requirements))
    is_shown(page, audit, route)
    the_files_say_the_same(page, route)
    a_limit_gives_way(page, scripts, route)
    the_file_leads_back(page, tmp_path / "mine.yaml", audit, route)


def the_files_say_the_same(page: Page, route: LearningRoute) -> None:
    form = taken(page, "(PDF)")
    assert (form[:5], form.rstrip()[-5:]) == (b"%PDF-", b"%%EOF")
    table = list(csv.DictReader(io.StringIO(taken(page, "(CSV)").decode())))
    assert [(row["label"], row["start"]) for row in table] == [(step.label, f"{step.start}") for step in route.steps]
    events = Calendar.from_ical(taken(page, "for your calendar")).walk("VEVENT")
    assert [event["dtstart"].dt for event in events] == [step.start for step in route.steps]


def a_limit_gives_way(page: Page, scripts: bool, route: LearningRoute) -> None:
    button = look_further(page, scripts).get_by_role("button", name="Move the deadline to").last
    later = button.inner_text().removeprefix("Move the deadline to ")
    button.click()
    expect(page.get_by_role("region", name="Other ways")).to_be_visible()
    assert closed(page) > len(route.closed)
    press(page, "Change the limits")
    assert looks.day(page.get_by_label("Deadline").input_value()) == later


def the_file_leads_back(page: Page, file: Path, audit: Audit, route: LearningRoute) -> None:
    page.get_by_role("link", name="What to learn next").click()
    page.get_by_label("The file with your answers").set_input_files(file)
    press(page, "Go on with this file")
    expect(page.get_by_role("main")).to_contain_text("It is about the role Team leader or supervisor")
    is_shown(answered(page), audit, route)


@pytest.mark.parametrize("scripts", [True, False])
def test_each_step_says_why_and_the_chain_behind_it_leads_to_the_role(visit: Visit, scripts: bool) -> None:
    page = visit("/things/role/team-leader", scripts=scripts)
    page.get_by_role("link", name="What should I learn for this role?").click()
    press(page, "Skip to the answer")
    first = page.get_by_role("region", name="The route").get_by_role("listitem").first
    expect(first).to_contain_text("It raises ")
    chain = first.get_by_role("listitem").filter(has_text="Team leader or supervisor").first
    expect(chain).to_be_hidden()
    first.get_by_text("Why, in full").click()
    expect(chain).to_be_visible()
    expect(chain).to_contain_text("from level 0 to")
    asked = chain.get_by_role("link").inner_text()
    chain.get_by_role("link").click()
    expect(page.get_by_role("region", name="Roles that need it")).to_contain_text("Team leader or supervisor")
    assert page.get_by_role("heading", level=1).inner_text() in asked


# ------------------------------------------------------------------------------------------------ what is wrong
@pytest.mark.parametrize(("scripts", "viewport"), [(True, NARROW), (False, WIDE)])
def test_a_limit_that_cannot_be_is_told_at_its_field(visit: Visit, scripts: bool, viewport: dict[str, int]) -> None:
    page = visit("/learn", scripts=scripts, viewport=viewport)
    page.get_by_label("Deputy manager").check()
    press(page, "Go on to what you")
    page.get_by_role("main").get_by_role("combobox").first.select_option(label="4 Leads others")
    for on in ("Go on to specialist competences", "Go on to partnership competences", "Go on to the limits"):
        press(page, on)
    wrong = {"Budget in pounds": "lots", "Hours a week for learning": "500", "Reference": "Jane"}
    for name, text in wrong.items():
        page.get_by_label(name, exact=True).fill(text)
    press(page, "See the answer")
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_count(len(wrong))
    for name, text in wrong.items():
        field = page.get_by_label(name, exact=True)
        expect(field).to_have_value(text)
        expect(field).to_have_accessible_description(re.compile("Error: "))
    summary.get_by_role("link", name="Hours a week").click()
    expect(page.get_by_label("Hours a week for learning")).to_be_in_viewport()
    for name, text in zip(wrong, ("150", "3", "person-01"), strict=True):
        page.get_by_label(name, exact=True).fill(text)
    press(page, "Back to what you")
    expect(page.get_by_role("listitem").filter(has_text="Generic")).to_contain_text("1 of ")


def test_on_a_narrow_screen_the_whole_journey_fits(visit: Visit) -> None:
    page = visit("/", viewport=NARROW)
    begin(page)
    fits(page)
    say_what_is_held(page)
    fits(page)
    say_the_limits(page)
    answered(page)
    fits(page)
    page.get_by_text("The same as a table", exact=True).click()
    fits(page)
    look_further(page, scripts=True)
    fits(page)


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


# ------------------------------------------------------------------------------------------------ on paper
def test_on_paper_an_answer_has_every_step_and_no_navigation(visit: Visit) -> None:
    page = visit("/things/role/team-leader")
    page.get_by_role("link", name="What should I learn for this role?").click()
    press(page, "Skip to the answer")
    last = page.get_by_role("region", name="The route").locator("h3").last
    expect(last).to_be_hidden()
    page.emulate_media(media="print")
    expect(last).to_be_visible()
    for role in ("navigation", "banner", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(0)


def test_form_two_is_a_page_to_print(visit: Visit) -> None:
    page = visit("/things/role/team-leader", scripts=False)
    page.get_by_role("link", name="What should I learn for this role?").click()
    press(page, "Skip to the answer")
    first = steps(page)[0]
    press(page, "to print")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Form 2")
    expect(page.locator("body")).to_contain_text(first)
