"""The door: what becomes of a submission, who decides, and what its history can bring back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from college import COLLEGE, HOME, PRUNING, US, Clock, course, document, opened, orchard, outcome, provider, received

from signpost.errors import NotAllowed, RefusedSubmission, SignpostError, UnknownName
from signpost.gate.publish import publish
from signpost.home import own
from signpost.ledger.tables import open_ledger
from signpost.model import GRAPHS, Publication, Received, Severity, Submission, SubmissionState
from signpost.publishing.door import MOST_OPEN, Door, entries
from signpost.publishing.received import read_here
from signpost.store.local import open_store

CHECKED, DRAFT, HELD, PUBLISHED, REFUSED, RETURNED = SubmissionState
BROKEN = Received(b"{ not", "courses.jsonld", COLLEGE)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(clock: Clock) -> Door:
    return opened(open_store("memory:"), clock)


def described(door: Door) -> set[str]:
    """The things that the graph of the college describes, by the last part of their IRIs."""
    graph = GRAPHS + COLLEGE
    if graph not in door.store.current().graphs:
        return set()
    subjects = {line[1 : line.index(b">")].decode() for line in door.store.current().backend.dump(graph).splitlines()}
    return {iri.removeprefix(HOME) for iri in subjects if iri.startswith(HOME)}


def numbers(door: Door) -> list[int]:
    return [record.number for record in door.history(COLLEGE)]


# ------------------------------------------------------------------------------------------------ providers
def test_what_passes_is_published_at_once(door: Door) -> None:
    record = door.submit(received(provider(), course("a")), "Site")
    assert (record.state, record.source, record.by, record.at) == (PUBLISHED, COLLEGE, "Site", "2026-03-01T09:30:00Z")
    assert record.publication == door.history(COLLEGE)[0]
    assert record.publication is not None
    assert (record.publication.number, record.publication.nodes, record.publication.added) == (1, 2, 2)
    assert record.publication.release == door.store.current().digest
    assert described(door) == {"us", "a"}
    assert door.submission(record.id) == record


def test_what_does_not_pass_is_refused_with_every_finding_and_leaves_no_history(door: Door) -> None:
    record = door.submit(received(course("a", learningMinutes="long"), course("b", provider=f"{HOME}gone")), "Site")
    faults = [finding for finding in record.findings if finding.severity is Severity.REFUSED]
    assert (record.state, record.publication) == (REFUSED, None)
    assert {finding.node.removeprefix(HOME) for finding in faults} == {"a", "b"}
    assert described(door) == set()
    with pytest.raises(UnknownName, match="no history of a source 'a-college'"):
        door.history(COLLEGE)


def test_a_dry_run_is_checked_and_not_kept(door: Door) -> None:
    record = door.submit(received(provider()), "Site", dry_run=True)
    assert (record.id, record.state) == ("", CHECKED)
    assert door.submit(BROKEN, "Site", dry_run=True).state is REFUSED
    assert (door.submissions(), described(door)) == ([], set())


def test_a_draft_may_be_anything_and_is_bound_when_it_is_published(door: Door) -> None:
    draft = door.submit(BROKEN, "Site", draft=True)
    assert draft.state is DRAFT
    assert "It cannot be read" in draft.findings[0].message
    still = door.publish(draft.id, "Site")
    assert (still.state, still.publication) == (DRAFT, None)
    assert door.renew(draft.id, received(provider(), course("a")), "Other site").by == "Other site"
    assert described(door) == set()
    assert door.publish(draft.id, "Site").state is PUBLISHED
    assert described(door) == {"us", "a"}
    with pytest.raises(NotAllowed, match="is published: only a draft or a returned one"):
        door.publish(draft.id, "Site")
    with pytest.raises(NotAllowed, match="has passed on"):
        door.renew(draft.id, BROKEN, "Site")


def test_a_source_has_only_so_many_that_are_not_published(door: Door) -> None:
    ids = [door.submit(BROKEN, "Site", draft=True).id for _ in range(MOST_OPEN)]
    for draft in (True, False):
        with pytest.raises(NotAllowed, match=f"{COLLEGE} has {MOST_OPEN} drafts and held submissions"):
            door.submit(received(provider()), "Site", draft=draft)
    assert door.submit(received(provider(), source="other"), "Site").state is PUBLISHED
    door.remove(ids[0])
    with pytest.raises(UnknownName):
        door.submission(ids[0])
    assert door.submit(BROKEN, "Site", draft=True).state is DRAFT


def test_a_provider_writes_its_own_graph_and_its_own_subjects_only(door: Door) -> None:
    door.submit(received(provider(), course("a")), "Site")
    record = door.submit(received(course("a"), source="thief"), "Thief")
    assert record.state is REFUSED
    told = [finding.message for finding in record.findings if finding.severity is Severity.REFUSED]
    assert told == [f"{HOME}a belongs to the source '{COLLEGE}'; another source may not describe it."]
    stolen = Received(b"", "withdrawal", "thief", amends=True, withdraws=(f"{HOME}a",))
    assert door.submit(stolen, "Thief").state is REFUSED
    with pytest.raises(SignpostError, match="vocabulary"):
        door.submit(received(provider(), source="vocabulary"), "Thief")
    with pytest.raises(SignpostError, match="cannot be the name of a source"):
        door.submit(received(provider(), source="../up"), "Thief")
    assert described(door) == {"us", "a"}


def test_one_resource_must_be_the_one_that_was_meant(door: Door) -> None:
    record = door.submit(received(provider(), course("a"), amends=True), "Site", about=f"{HOME}b")
    told = [finding.message for finding in record.findings if finding.severity is Severity.REFUSED]
    assert told == [f"It should describe {HOME}b, but it describes {HOME}a, {US}."]
    assert door.submit(received(provider(), course("a"), amends=True), "Site", about=f"{HOME}a").state is PUBLISHED


def test_a_resource_is_withdrawn_alone(door: Door) -> None:
    door.submit(received(provider(), course("a"), course("b")), "Site")
    record = door.withdraw(COLLEGE, f"{HOME}a", "Site")
    assert record.state is PUBLISHED
    assert record.publication is not None
    assert (record.publication.number, record.publication.removed, record.publication.nodes) == (2, 1, 2)
    assert described(door) == {"us", "b"}
    for _ in range(2):
        again = door.withdraw(COLLEGE, f"{HOME}a", "Site")
        assert again.state is REFUSED
        assert "so it cannot be withdrawn" in again.findings[0].message
    assert numbers(door) == [2, 1]


# ------------------------------------------------------------------------------------------------ history
def test_what_is_sent_again_is_confirmed_and_ages_from_then_on(door: Door, clock: Clock) -> None:
    door.submit(received(provider()), "Site")
    clock.later(days=40)
    again = door.submit(received(provider()), "Site")
    assert again.publication is not None
    assert (again.publication.number, again.publication.confirmed) == (1, "2026-04-10T09:30:00Z")
    clock.later(days=1)
    amended = door.submit(received(provider(), amends=True), "Site")
    assert amended.publication is not None
    assert (amended.publication.number, amended.publication.confirmed) == (1, "2026-04-11T09:30:00Z")
    assert (door.history(COLLEGE)[0].at, numbers(door)) == ("2026-03-01T09:30:00Z", [1])


def test_any_publication_can_be_brought_back(door: Door) -> None:
    for label in ("first", "second", "third"):
        door.submit(received(provider(label=label)), "Site")
    back = door.restore(COLLEGE, 1, "Steward")
    assert (back.changed, back.added, back.removed) == (1, 0, 0)
    records = door.history(COLLEGE)
    assert [(record.number, record.restores, record.by) for record in records] == [
        (4, 1, "Steward"),
        (3, 0, "Site"),
        (2, 0, "Site"),
        (1, 0, "Site"),
    ]
    assert records[0].digest == records[3].digest
    assert door.content(COLLEGE, 4) == door.content(COLLEGE, 1)
    assert b'"first"@en' in door.store.current().backend.dump(GRAPHS + COLLEGE)
    assert door.restore(COLLEGE, 2, "Steward", dry_run=True).digest == records[2].digest
    assert numbers(door) == [4, 3, 2, 1]
    with pytest.raises(UnknownName, match="no publication 5 of the source"):
        door.restore(COLLEGE, 5, "Steward")


def test_bringing_back_what_is_there_is_a_confirmation(door: Door, clock: Clock) -> None:
    door.submit(received(provider()), "Site")
    clock.later(hours=1)
    door.restore(COLLEGE, 1, "Steward")
    (record,) = door.history(COLLEGE)
    assert (record.by, record.restores, record.confirmed) == ("Site", 0, "2026-03-01T10:30:00Z")


def test_what_comes_back_passes_the_gate_as_it_is_today(door: Door) -> None:
    publish(orchard(PRUNING), door.store)
    taught = course("a", teaches=[outcome(f"{HOME}a#t")])
    assert door.submit(received(provider(), taught), "Site").state is PUBLISHED
    door.submit(received(provider()), "Site")
    publish(orchard(), door.store)
    before = door.store.current().digest
    with pytest.raises(RefusedSubmission) as refused:
        door.restore(COLLEGE, 1, "Steward")
    told = [finding.message for finding in refused.value.findings if finding.severity is Severity.REFUSED]
    assert told == [f"'competence' points to {PRUNING}, which nobody has described."]
    assert (door.store.current().digest, numbers(door)) == (before, [2, 1])


def test_a_source_that_was_withdrawn_can_come_back(door: Door, clock: Clock) -> None:
    door.submit(received(provider()), "Site")
    own.withdraw(COLLEGE, door.store, entries(door.ledger, "Steward", clock))
    last = door.history(COLLEGE)[0]
    assert (last.number, last.by, last.triples, last.removed) == (2, "Steward", 0, 1)
    with pytest.raises(NotAllowed, match="Publication 2 of a-college withdrew everything"):
        door.restore(COLLEGE, 2, "Steward")
    door.restore(COLLEGE, 1, "Steward")
    assert (described(door), numbers(door)) == ({"us"}, [3, 2, 1])


# ------------------------------------------------------------------------------------------------ stewards
def held(door: Door, *nodes: dict[str, object]) -> str:
    door.hold(COLLEGE, True)
    record = door.submit(received(*(nodes or (provider(), course("a")))), "Site")
    assert record.state is HELD
    return record.id


def test_what_a_source_sends_waits_where_a_steward_says_so(door: Door, clock: Clock) -> None:
    first = held(door)
    clock.later(minutes=1)
    second = held(door, provider())
    assert [record.id for record in door.queue()] == [first, second]
    assert described(door) == set()
    assert [door.is_held(source) for source in (COLLEGE, "other")] == [True, False]
    record = door.accept(first, "Steward")
    assert (record.state, record.decided_by, record.by) == (PUBLISHED, "Steward", "Site")
    assert record.publication is not None
    assert record.publication.by == "Steward"
    assert [each.id for each in door.queue()] == [second]
    door.hold(COLLEGE, False)
    assert door.submit(received(provider(), course("b")), "Site").state is PUBLISHED


def test_what_does_not_pass_is_refused_though_it_would_be_held(door: Door) -> None:
    door.hold(COLLEGE, True)
    assert door.submit(BROKEN, "Site").state is REFUSED
    assert door.queue() == []


def test_a_returned_submission_goes_through_the_queue_again(door: Door) -> None:
    id = held(door)
    back = door.send_back(id, "Prices, please.", "Steward")
    assert (back.state, back.comment, back.decided_by, door.queue()) == (RETURNED, "Prices, please.", "Steward", [])
    assert door.renew(id, received(provider(), course("a", price="10")), "Site").state is DRAFT
    assert door.publish(id, "Site").state is HELD
    assert door.accept(id, "Steward").state is PUBLISHED


def test_a_held_submission_that_is_renewed_stays_held_where_it_passes(door: Door) -> None:
    id = held(door)
    assert door.renew(id, received(provider()), "Site").state is HELD
    assert door.renew(id, BROKEN, "Site").state is DRAFT


def test_what_no_longer_passes_goes_back_to_its_provider(door: Door) -> None:
    publish(orchard(PRUNING), door.store)
    id = held(door, provider(), course("a", teaches=[outcome(f"{HOME}a#t")]))
    publish(orchard(), door.store)
    back = door.accept(id, "Steward")
    assert (back.state, back.decided_by) == (RETURNED, "Steward")
    assert any("which nobody has described" in finding.message for finding in back.findings)
    assert described(door) == set()


def test_only_what_is_held_can_be_decided_upon(door: Door) -> None:
    id = door.submit(BROKEN, "Site", draft=True).id
    acts: list[Callable[[], object]] = [lambda: door.accept(id, "x"), lambda: door.send_back(id, "no", "x")]
    for act in acts:
        with pytest.raises(NotAllowed, match="is draft: only one that is held"):
            act()
    with pytest.raises(UnknownName, match="no submission"):
        door.accept("nothing", "x")


# ------------------------------------------------------------------------------------------------ two at once
def while_it_is_read(door: Door, act: Callable[[Door], object]) -> Door:
    """The door to somebody who is slow: others act when they have looked at a submission already."""
    left = [act]

    def read(sent: Received) -> Submission:
        if left:
            left.pop()(door)
        return read_here(sent)

    return replace(door, read=read)


def test_of_two_stewards_who_accept_at_once_one_wins(door: Door) -> None:
    id = held(door)
    slow = while_it_is_read(door, lambda quick: quick.accept(id, "Quick"))
    with pytest.raises(NotAllowed, match="has passed on"):
        slow.accept(id, "Slow")
    assert door.submission(id).decided_by == "Quick"
    assert [(record.number, record.by) for record in door.history(COLLEGE)] == [(1, "Quick")]


def test_what_another_steward_has_just_sent_back_is_not_published(door: Door) -> None:
    id = held(door)
    slow = while_it_is_read(door, lambda quick: quick.send_back(id, "Prices, please.", "Quick"))
    with pytest.raises(NotAllowed, match="has passed on"):
        slow.accept(id, "Slow")
    assert door.submission(id).state is RETURNED
    assert described(door) == set()


def test_what_its_provider_has_just_changed_is_not_published_unseen(door: Door) -> None:
    id = held(door)
    newer = received(provider(), course("b"))
    slow = while_it_is_read(door, lambda quick: quick.renew(id, newer, "Site"))
    with pytest.raises(NotAllowed, match="has passed on"):
        slow.accept(id, "Slow")
    assert door.submission(id).state is HELD
    assert described(door) == set()
    door.accept(id, "Slow")
    assert described(door) == {"us", "b"}


def test_a_draft_that_was_removed_meanwhile_is_not_published(door: Door) -> None:
    id = door.submit(received(provider()), "Site", draft=True).id
    slow = while_it_is_read(door, lambda quick: quick.remove(id))
    with pytest.raises(NotAllowed, match="has passed on"):
        slow.publish(id, "Site")
    assert described(door) == set()


def test_an_old_draft_is_not_held_in_the_place_of_a_newer_one(door: Door) -> None:
    id = door.submit(received(provider()), "Site", draft=True).id
    door.hold(COLLEGE, True)
    slow = while_it_is_read(door, lambda quick: quick.renew(id, BROKEN, "Site"))
    with pytest.raises(NotAllowed, match="has passed on"):
        slow.publish(id, "Site")
    assert door.submission(id).state is DRAFT
    assert door.queue() == []


def test_each_knows_its_own_publication_though_others_follow_at_once(door: Door) -> None:
    records = [door.submit(received(provider(label=label)), label) for label in ("A", "B", "A")]
    told = [record.publication for record in records]
    assert [(each.number, each.by) for each in told if each] == [(1, "A"), (2, "B"), (3, "A")]


# ------------------------------------------------------------------------------------------------ tokens
def test_tokens_are_issued_rotated_and_revoked_through_the_door(door: Door, clock: Clock) -> None:
    made, text = door.issue("Site", [COLLEGE], days=10)
    assert door.token(text) == made
    second, newer = door.rotate(made.id, days=20)
    assert (door.token(text), door.token(newer)) == (None, second)
    assert door.revoke(second.id).revoked == "2026-03-01T09:30:00Z"
    assert door.token(newer) is None
    assert [token.id for token in door.tokens()] in ([made.id, second.id], [second.id, made.id])


def test_a_publication_without_an_entry_is_no_fault(door: Door) -> None:
    """What is published past the door is not in the history, and what comes after it is."""
    sent = read_here(received(provider(label="past the door")))
    assert isinstance(publish(sent, door.store), Publication)
    door.submit(received(provider(), content=document(provider())), "Site")
    assert numbers(door) == [1]
    assert open_ledger(door.store.ledger) is door.ledger
