"""Forms 1 and 2, blank and filled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from indexes import Comp, index_of, iri
from people import case, holds, need

from signpost.engine.audit import audit
from signpost.model import Audit, Basis, Cause, LearningRoute, Objective, OpenRequirement, Proof, Reason, Step
from signpost.person.forms import ELEMENTS, blank, filled, form_two

INDEX = index_of(competences=[Comp("a", label="Lead <b>teams</b> | always"), "b", "c"])
OPEN = OpenRequirement("urn:need:b", iri("competence", "b"), "b", Cause.NOTHING, "nothing in the catalogue teaches it")


def called(name: str) -> str:
    row = INDEX.find("competence", name)
    return INDEX.label("competence", row) if row >= 0 else name.rsplit("/", 1)[-1]


def step(name: str, finish: date, requirement: str, proposed: bool = False) -> Step:
    basis = (Basis("a judgement", 0.5),) if proposed else ()
    reason = Reason(requirement, iri("competence", "a"), 0, 2, proposed=basis)
    provider = iri("organisation", "college")
    return Step(
        iri("resource", name), name, provider, "", date(2026, 1, 5), finish, 0, 60, (reason,), supporter="mentor"
    )


STEPS = (step("shadowing", date(2026, 2, 1), "urn:need:a", True), step("course", date(2026, 3, 1), "urn:need:a"))
ROUTE = LearningRoute(STEPS, ("urn:need:a",), (OPEN,), 9, 9, 0, False, 120, 0, 0, date(2026, 3, 1), Proof.UNIQUE)


WRITTEN = Objective(iri("competence", "a"), "Chair the June review", "an hour with a mentor", "in supervision")


def audited() -> Audit:
    person = case([need("a", 3), need("b", 2), need("c", 1)], [holds("a", 1), holds("c", 1)])
    return audit(INDEX, replace(person, illustrative=True, label="A case"))


def test_the_blank_form_1_has_the_eleven_elements_and_room_to_write() -> None:
    text = blank(1, "md")
    assert len(ELEMENTS) == 11
    rows = [line for line in text.splitlines() if line.startswith("| ")][2:]
    assert len(rows) == 11
    assert all(row.endswith("| | | | |") for row in rows)


def test_the_blank_form_2_has_six_rows() -> None:
    rows = [line for line in blank(2, "md").splitlines() if line.startswith("| ")][2:]
    assert [row.split(".")[0] for row in rows] == [f"| {number}" for number in range(1, 7)]
    assert "____" in blank(2, "md")


def test_form_2_leads_from_competence_to_objective_activity_and_day() -> None:
    first, second = form_two(audited(), ROUTE, called).rows
    assert first.objectives == ("Proposed, not yet SMART: now level 1; reach level 3 by 1 March 2026.",)
    assert first.activities == ("shadowing, college (proposed)", "course, college")
    assert first.dates == ("1 February 2026", "1 March 2026")
    assert second.activities == ("Nothing found: nothing in the catalogue teaches it",)
    assert (second.objectives, second.dates) == ((), ())


def test_support_and_application_stay_blank_unless_the_specification_says_them() -> None:
    plain = form_two(audited(), ROUTE, called).rows[0]
    assert (plain.support, plain.applied) == ((), ())
    told = audited()
    told = replace(told, specification=replace(told.specification, objectives=(WRITTEN,)))
    row = form_two(told, ROUTE, called).rows[0]
    assert (row.objectives, row.support, row.applied) == (
        ("Chair the June review",),
        ("an hour with a mentor",),
        ("in supervision",),
    )


def test_form_2_says_that_it_is_illustrative_and_what_is_proposed() -> None:
    notes = " ".join(form_two(audited(), ROUTE, called).notes)
    assert "Illustrative attainments" in notes
    assert "signpost's own judgement" in notes
    assert "the person and the manager write an objective of their own" in notes
    said = replace(audited(), specification=replace(audited().specification, objectives=(WRITTEN,)))
    assert "not yet SMART" not in " ".join(form_two(said, ROUTE, called).notes)


class _Page(HTMLParser):
    """The tags, the attributes that could fetch something, and the cells of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [name for name, _ in attrs if name in ("src", "href", "srcset", "action", "data")]


@pytest.mark.parametrize("text", [blank(1, "html"), blank(2, "html"), filled(audited(), ROUTE, called, "html")])
def test_a_page_prints_without_fetching_or_running_anything(text: str) -> None:
    page = _Page(text)
    assert page.fetched == []
    assert "url(" not in text
    assert not {"script", "iframe", "link", "b"} & set(page.tags)
    assert "@page" in text


def test_labels_are_escaped_in_both_markups() -> None:
    assert "Lead &lt;b&gt;teams&lt;/b&gt; | always" in filled(audited(), ROUTE, called, "html")
    assert "Lead &lt;b&gt;teams&lt;/b&gt; \\| always" in filled(audited(), ROUTE, called, "md")


def test_equal_routes_give_equal_bytes() -> None:
    assert filled(audited(), ROUTE, called, "html") == filled(audited(), ROUTE, called, "html")


def test_name_and_day_stand_apart_and_each_cell_says_its_column() -> None:
    case_of_one = audited()
    text = filled(case_of_one, ROUTE, called, "html")
    said = case_of_one.specification
    assert f"<span>Name: {said.person}</span>\n<span>Date: {said.as_at.day} {said.as_at:%B %Y}</span>" in text
    rows = len(form_two(case_of_one, ROUTE, called).rows)
    assert text.count('data-column="By when completed or assessed"') == rows
    assert text.count("data-column=") == rows * 5
    assert blank(1, "html").count('data-column="Timescales"') == len(ELEMENTS)
