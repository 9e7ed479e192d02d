"""One resource of a source changes, and everything else that it says stays."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from college import COLLEGE, HOME, PRUNING, US, course, flat, offering, opened, orchard, outcome, provider

from signpost import words
from signpost.errors import RefusedSubmission
from signpost.gate import amending
from signpost.gate.publish import publish
from signpost.model import GRAPHS, Node, Publication, Severity, Source, Submission
from signpost.store.local import open_store
from signpost.store.release import Store
from signpost.terms import by_subject


@pytest.fixture
def store() -> Store:
    store = open_store("memory:")
    opened(store)
    publish(orchard(PRUNING), store)
    return store


def whole(*nodes: Node) -> Submission:
    return Submission(Source(COLLEGE), flat(*nodes))


def amendment(*nodes: Node, withdraws: Iterable[str] = ()) -> Submission:
    return Submission(Source(COLLEGE), flat(*nodes), amends=True, withdraws=tuple(HOME + name for name in withdraws))


def said(*nodes: Node) -> bytes:
    return words.to_ntriples(flat(*nodes))


def names(lines: bytes) -> set[str]:
    """What lines are about, by the last part of its IRI."""
    return {subject[1:-1].decode().removeprefix(HOME) for subject in by_subject(lines.splitlines())}


def kept(store: Store) -> set[str]:
    ours = names(store.current().backend.dump(GRAPHS + COLLEGE))
    return {name for name in ours if not name.startswith("https://w3id.org/signpost/")}


def refusals(submission: Submission, store: Store) -> list[str]:
    before = store.current().digest
    with pytest.raises(RefusedSubmission) as refused:
        publish(submission, store)
    assert store.current().digest == before
    return [fault.message for fault in refused.value.findings if fault.severity is Severity.REFUSED]


def same_as_whole(publication: Publication, *nodes: Node) -> None:
    """Holds a publication against that of everything anew."""
    store = open_store("memory:")
    opened(store)
    publish(orchard(PRUNING), store)
    anew = publish(whole(*nodes), store)
    assert (publication.digest, publication.nodes, publication.triples) == (anew.digest, anew.nodes, anew.triples)
    assert publication.release == anew.release


# ------------------------------------------------------------------------------------------------ what stays
def test_everything_else_stays() -> None:
    before = said(provider(), course("a"), course("b"))
    assert amending.staying(amendment(course("a", label="New")), before) == said(provider(), course("b"))
    assert amending.staying(amendment(course("c")), before) == before
    assert amending.staying(amendment(withdraws=["b"]), before) == said(provider(), course("a"))


def test_parts_go_with_their_whole() -> None:
    parts = {"offering": [offering(f"{HOME}a#o1"), offering(f"{HOME}a#o2")], "teaches": [outcome(f"{HOME}a#t")]}
    before = said(provider(), course("a", **parts), course("b", offering=[offering(f"{HOME}b#o1")]))
    for sent in (amendment(course("a", offering=[offering(f"{HOME}a#o2")])), amendment(withdraws=["a"])):
        assert names(amending.staying(sent, before)) == {"us", "b", "b#o1"}


def test_parts_of_parts_go_too() -> None:
    code = {"id": f"{HOME}code", "type": "Identifier", "identifierScheme": "ukprn", "identifierValue": "10000007"}
    run = {**offering(f"{HOME}a#o1"), "identifier": code["id"]}
    before = said(course("a", offering=[run]), code)
    assert names(before) == {"a", "a#o1", "code"}
    assert amending.staying(amendment(withdraws=["a"]), before) == b""


def test_a_part_to_which_something_points_that_stays_stays() -> None:
    shared = offering(f"{HOME}shared")
    before = said(course("a", offering=[shared]), course("b", offering=[shared]))
    assert names(amending.staying(amendment(withdraws=["a"]), before)) == {"b", "shared"}
    assert amending.staying(amendment(withdraws=["a", "b"]), before) == b""
    assert names(amending.staying(amendment(course("a"), course("b")), before)) == set()


def test_a_part_that_comes_anew_takes_the_place_of_what_it_was(store: Store) -> None:
    """A shared part has not its old day beside its new one, nor has a part that comes alone."""
    old, new = offering(f"{HOME}shared", "2027-03-01"), offering(f"{HOME}shared", "2027-04-01")
    publish(whole(provider(), course("a", offering=[old]), course("b", offering=[old])), store)
    expected = (provider(), course("a", offering=[new]), course("b", offering=[new]))
    publication = publish(amendment(course("a", offering=[new])), store)
    same_as_whole(publication, *expected)
    publish(amendment(old), store)
    assert publish(amendment(new), store).digest == publication.digest


def test_a_provider_that_is_pointed_to_is_no_part() -> None:
    before = said(provider(), course("a"))
    assert names(amending.staying(amendment(withdraws=["a"]), before)) == {"us"}


def test_what_another_name_begins_with_is_not_its_part() -> None:
    """`a` is neither `a2` nor the beginning of `a#o1` that `b` has."""
    before = said(course("a"), course("a2"), course("b", offering=[offering(f"{HOME}a#o1")]))
    assert names(amending.staying(amendment(withdraws=["a"]), before)) == {"a2", "b", "a#o1"}


def test_iris_with_a_fragment_are_wholes_too(store: Store) -> None:
    one, two = course("list#1", offering=[offering(f"{HOME}list#1-run")]), course("list#10")
    publish(whole(provider(), one, two), store)
    publication = publish(amendment(withdraws=["list#1"]), store)
    assert (publication.removed, publication.changed, publication.added) == (2, 0, 0)
    assert kept(store) == {"us", "list#10"}
    same_as_whole(publication, provider(), two)


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\n", "\r\n", '"', "\\", "<b> .", " . ", "é", "𝄞"])
def test_texts_with_lines_and_marks_of_their_own_stay(store: Store, mark: str) -> None:
    odd = course("a", description=f"One{mark}two")
    publish(whole(provider(), odd), store)
    same_as_whole(publish(amendment(course("b")), store), provider(), odd, course("b"))


# ------------------------------------------------------------------------------------------------ through the gate
def test_a_source_that_says_nothing_yet_is_amended_as_it_is_begun(store: Store) -> None:
    publication = publish(amendment(provider(), course("a")), store)
    same_as_whole(publication, provider(), course("a"))
    assert (publication.added, publication.changed, publication.removed) == (2, 0, 0)


def test_the_last_resource_can_be_withdrawn_and_another_come(store: Store) -> None:
    publish(whole(provider()), store)
    emptied = publish(amendment(withdraws=["us"]), store)
    assert (emptied.nodes, emptied.triples, emptied.removed) == (0, 0, 1)
    assert kept(store) == set()
    same_as_whole(publish(amendment(provider()), store), provider())


def test_an_amendment_says_what_it_adds_changes_and_removes(store: Store) -> None:
    old = course("a", offering=[offering(f"{HOME}a#o1"), offering(f"{HOME}a#o2")])
    publish(whole(provider(), old, course("b")), store)
    new = course("a", offering=[offering(f"{HOME}a#o2"), offering(f"{HOME}a#o3")])
    publication = publish(amendment(new), store)
    assert (publication.added, publication.changed, publication.removed) == (1, 1, 1)
    same_as_whole(publication, provider(), new, course("b"))


def test_the_same_again_changes_nothing(store: Store) -> None:
    taught = course("a", teaches=[outcome(f"{HOME}a#t")])
    first = publish(whole(provider(), taught), store)
    again = publish(amendment(taught), store)
    assert (again.release, again.digest) == (first.release, first.digest)
    assert (again.added, again.changed, again.removed) == (0, 0, 0)


def test_what_stays_may_not_be_left_without_its_provider(store: Store) -> None:
    publish(whole(provider(), course("a"), course("b")), store)
    would_be_gone = [f"{HOME}{name} points to {US}, which would be gone. Change that first." for name in "ab"]
    assert refusals(amendment(withdraws=["us"]), store) == would_be_gone
    assert refusals(amendment(withdraws=["us", "a"]), store) == would_be_gone[1:]
    publish(amendment(withdraws=["us", "a", "b"]), store)
    assert kept(store) == set()


def test_what_is_no_resource_of_the_source_cannot_be_withdrawn(store: Store) -> None:
    publish(whole(provider(), course("a", offering=[offering(f"{HOME}a#o1")])), store)
    for name in ("gone", "a#o1"):
        told = f"{HOME}{name} is no learning resource or provider of this source, so it cannot be withdrawn."
        assert told in refusals(amendment(withdraws=[name]), store)


def test_a_part_that_is_pointed_to_must_come_with_its_whole(store: Store) -> None:
    publish(whole(provider(), course("a", offering=[offering(f"{HOME}a#o1")])), store)
    told = refusals(amendment(course("a", offering=[f"{HOME}a#o1"])), store)
    assert told == [f"'offering' points to {HOME}a#o1, which nobody has described. Did you mean {HOME}a?"]


def test_only_resources_and_providers_are_amended_one_by_one(store: Store) -> None:
    framework = {"id": f"{HOME}f", "type": "Framework", "label": "Ours", "edition": "1", "rights": "Ours"}
    assert refusals(amendment(framework), store) == [
        "Only learning resources and providers, with their parts, can be amended one by one."
    ]


def test_others_are_told_of_what_they_point_to(store: Store) -> None:
    publish(whole(provider(), course("a")), store)
    theirs = {**course("theirs"), "id": "https://other.example/id/theirs"}
    publish(Submission(Source("other"), (theirs,)), store)
    told = publish(amendment(withdraws=["a", "us"]), store).findings
    assert [finding.message for finding in told if finding.severity is Severity.WARNING] == [
        f"{US} is no longer described, but other sources point to it."
    ]
