"""Cards and findings as pages: what a development lead and a training provider read."""

from __future__ import annotations

from signpost.emit import Heading, Item, Items, Table, Text
from signpost.model import Finding, Severity
from signpost.pages.listings import card_page, findings_page, hits_page, in_words
from signpost.search import Hit
from signpost.things.cards import Card, Fact, Link


def asked(code: str, level: str, importance: str, proposed: str = "") -> Link:
    said = {"level": level, "importance": importance, "family": "generic", "horizon": "now"}
    return Link(
        "requirement", f"urn:{code}", f"Title {code}", "", proposed, "competence", code, edition="e-1", said=said
    )


def taught(name: str) -> Link:
    said = {"from level": "0", "to level": "4", "shows": "knowledge only"}
    return Link("teaches", f"urn:{name}", name, kind="competence", code=name, edition="e-1", said=said)


def card(*links: Link, facts: tuple[Fact, ...] = ()) -> Card:
    return Card("urn:it", "role", "It", "", "", facts, links)


def table(one: Card) -> Table:
    return next(block for block in card_page(one).blocks if isinstance(block, Table) and block.named)


def test_what_a_role_requires_stands_by_importance_in_few_columns() -> None:
    found = table(card(asked("A", "3", "2"), asked("B", "4", "5", "why")))
    assert found.columns == ("Code", "Name", "Level", "Importance", "Family", "Edition")
    assert found.rows == (
        ("B", "Title B", "4 *", "5 now", "generic", "e-1"),
        ("A", "Title A", "3", "2 now", "generic", "e-1"),
    )
    assert found.spare == ("Edition",)


def test_learning_says_its_levels_in_one_column() -> None:
    found = table(card(taught("A")))
    assert (found.columns, found.rows) == (
        ("Code", "Name", "Level", "Shows", "Edition"),
        (("A", "A", "0 to 4", "knowledge only", "e-1"),),
    )


def test_headings_begin_with_a_capital_letter_and_count() -> None:
    blocks = card_page(card(asked("A", "3", "2"), taught("B"))).blocks
    assert [block.text for block in blocks if isinstance(block, Heading)] == ["Requires (1)", "Teaches (1)"]


def test_a_day_is_said_as_people_say_it() -> None:
    facts = card_page(card(facts=(Fact("review date", "2015-03-15"),))).blocks[1]
    assert isinstance(facts, Table)
    assert facts.rows == (("Review date", "15 March 2015"),)


def test_a_finding_says_what_then_how_grave_and_where() -> None:
    fault = Finding("It is no day.", Severity.REFUSED, "case.yaml:8:1", example="2026-03-31")
    (shown,) = findings_page("T", [fault]).blocks
    assert shown == Items((Item("It is no day. For example: 2026-03-31.", ("refused: case.yaml:8:1",)),))
    assert in_words(Finding("Plain.", Severity.ADVICE)) == "Plain."


def test_what_is_wrong_in_many_places_is_said_once() -> None:
    faults = [Finding("Alike.", Severity.WARNING, f"a.csv:{n}") for n in range(5)]
    (shown,) = findings_page("T", faults).blocks
    assert shown == Items((Item("Alike.", ("warning: a.csv:0; a.csv:1 and 3 more",)),))


HIT = Hit("urn:a", "role", "A", "", "", "A", 1.0)


def test_a_full_list_says_that_there_may_be_more() -> None:
    *_, last = hits_page("a", [HIT, HIT], 2).blocks
    assert last == Text("These are the best 2. A larger --limit shows more; a --kind shows less.", quiet=True)
    assert [type(block) for block in hits_page("a", [HIT], 2).blocks] == [Table]
