"""Two editions side by side: known answers worked by hand."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from signpost.engine.editions import Entry, compare
from signpost.labelfile import fold
from signpost.model import Change, EditionThing
from signpost.search import nearest


def entry(name: str, label: str, *, code: str = "", **said: Any) -> Entry:
    return Entry(EditionThing(name, label, code), fold(label), frozenset({code} - {""}), **said)


def told(old: list[Entry], new: list[Entry]) -> list[tuple[str, str, str, bool]]:
    return [
        (one.change.value, "+".join(t.iri for t in one.old), "+".join(t.iri for t in one.new), one.certain)
        for one in compare(old, new, nearest)
    ]


def test_one_iri_is_one_thing_whatever_its_title() -> None:
    assert told([entry("a", "Plan work")], [entry("a", "Plan work")]) == [("kept", "a", "a", True)]
    assert told([entry("a", "Plan work")], [entry("a", "Drive")]) == [("retitled", "a", "a", True)]


def test_what_stands_elsewhere_has_moved() -> None:
    old = [entry("a", "Plan work", above=frozenset({"people"}))]
    new = [entry("a", "Plan work", above=frozenset({"money"}))]
    assert told(old, new) == [("moved", "a", "a", True)]


def test_one_identifier_is_certain_with_one_title_alone() -> None:
    old = [entry("a", "Plan work", code="a1"), entry("b", "Rights of people", code="b1")]
    new = [entry("c", "Plan Work", code="a1"), entry("d", "Safeguarding", code="b1")]
    assert told(old, new) == [("kept", "a", "c", True), ("replaced", "b", "d", False)]


def test_one_title_alone_is_not_certain() -> None:
    assert told([entry("a", "Plan work", code="a1")], [entry("b", "Plan work", code="z9")]) == [
        ("kept", "a", "b", False)
    ]


def test_a_reworded_title_is_told_with_how_alike_it_is() -> None:
    old = [entry("a", "Manage the budget of the service")]
    new = [entry("b", "Manage the budgets of the service"), entry("c", "Dance")]
    assert told(old, new) == [("retitled", "a", "b", False), ("added", "", "c", True)]
    (change, _) = compare(old, new, nearest)
    assert change.evidence == ("titles alike to 98%; nobody states a link",)


def test_replaced_by_is_certain_and_carries_nothing() -> None:
    (change,) = compare([entry("a", "Rights", replaced_by=frozenset({"b"}))], [entry("b", "Safeguarding")], nearest)
    assert (change.change, change.certain, change.carries) == (Change.REPLACED, True, False)


def test_one_identifier_and_one_title_carry_nothing() -> None:
    (change,) = compare([entry("a", "Plan", code="a1")], [entry("b", "Plan", code="a1")], nearest)
    assert (change.change, change.certain, change.carries) == (Change.KEPT, True, False)


def test_an_exact_match_carries_and_a_proposed_one_does_not() -> None:
    (stated,) = compare([entry("a", "Plan", same_as=frozenset({"b"}))], [entry("b", "Plan")], nearest)
    (proposed,) = compare([entry("a", "Plan", near=frozenset({"b"}))], [entry("b", "Plan")], nearest)
    assert (stated.carries, proposed.carries, proposed.certain) == (True, False, False)


def test_split_and_merged() -> None:
    old = [entry("a", "Plan and lead", replaced_by=frozenset({"p", "q"}))]
    assert told(old, [entry("p", "Plan"), entry("q", "Lead")]) == [("split", "a", "p+q", True)]
    old = [entry("a", "Plan", replaced_by=frozenset({"p"})), entry("b", "Lead", replaced_by=frozenset({"p"}))]
    assert told(old, [entry("p", "Plan and lead")]) == [("merged", "a+b", "p", True)]


def test_a_certain_tie_leaves_no_uncertain_one_beside_it() -> None:
    old = [entry("a", "Plan", replaced_by=frozenset({"p"}), near=frozenset({"q"}))]
    assert told(old, [entry("p", "Plan ahead"), entry("q", "Plan")]) == [
        ("replaced", "a", "p", True), ("added", "", "q", True),
    ]  # fmt: skip


def test_what_is_missing_is_certainly_withdrawn_only_where_that_is_said_or_the_addresses_are_kept() -> None:
    bees, weld, plan = entry("a", "Keep bees"), entry("b", "Weld pipes"), entry("p", "Plan")
    assert told([bees], [weld]) == [("withdrawn", "a", "", False), ("added", "", "b", True)]
    assert told([bees, plan], [weld, plan])[::2] == [("withdrawn", "a", "", True), ("added", "", "b", True)]
    assert told([entry("a", "Keep bees", withdrawn=True)], [weld])[0] == ("withdrawn", "a", "", True)


NAMES = st.sampled_from("abcdef")
TITLES = st.sampled_from(["plan work", "lead a team", "plan the work", "weld pipes"])
ENTRIES = st.builds(
    lambda name, title, code, to: entry(name, title, code=code, replaced_by=frozenset(to)),
    NAMES, TITLES, st.sampled_from(["", "a1", "b1"]), st.sets(NAMES, max_size=2),
)  # fmt: skip
EDITIONS = st.lists(ENTRIES, max_size=6, unique_by=lambda one: one.thing.iri)


@given(EDITIONS, EDITIONS)
def test_nothing_of_either_edition_is_passed_over(old: list[Entry], new: list[Entry]) -> None:
    changes = compare(old, new, nearest)
    before = [thing.iri for change in changes for thing in change.old]
    after = {thing.iri for change in changes for thing in change.new}
    assert sorted(before) == sorted(one.thing.iri for one in old)
    assert after == {one.thing.iri for one in new}


@given(EDITIONS)
def test_an_edition_beside_itself_has_not_changed(edition: list[Entry]) -> None:
    bare = [entry(one.thing.iri, one.thing.label, code=one.thing.code) for one in edition]
    assert [change.change for change in compare(bare, bare, nearest)] == [Change.KEPT] * len(edition)


def test_what_loses_its_uncertain_tie_is_looked_for_again() -> None:
    old = [entry("a", "Lead", replaced_by=frozenset({"p"})), entry("b", "Lead a team", code="c1")]
    new = [entry("p", "Lead people", code="c1"), entry("q", "Lead a team")]
    assert told(old, new) == [("replaced", "a", "p", True), ("kept", "b", "q", False)]


def test_other_words_under_one_title_are_told() -> None:
    assert told([entry("a", "Lead", text="old words")], [entry("a", "Lead", text="new words")]) == [
        ("reworded", "a", "a", True)
    ]
