"""What a source changes of its own: other values, and last year's offerings with new dates."""

from __future__ import annotations

import json
from datetime import date

import pytest
from college import COLLEGE, HOME, PRUNING, US, Clock, course, opened, orchard, outcome, provider, received

from signpost.errors import UnknownName
from signpost.gate.publish import publish
from signpost.gate.revising import Difference, Own, Revision, again, difference, own, revised, rolled_over
from signpost.model import Received, SubmissionRecord, SubmissionState
from signpost.publishing.door import Door
from signpost.store.local import open_store

RUN, LATER = f"{HOME}a-run", f"{HOME}a#offering-2026-09-07"


@pytest.fixture
def door() -> Door:
    """A college with two courses, one of which ran in March and runs in September."""
    found = opened(open_store("memory:"), Clock())
    publish(orchard(PRUNING), found.store)
    runs = [
        {"id": RUN, "type": "Offering", "startDate": "2026-03-02", "endDate": "2026-03-04", "price": "95.50",
         "place": "Hall"},
        {"id": LATER, "type": "Offering", "startDate": "2026-09-07", "seats": 3},
    ]  # fmt: skip
    one = course("a", offering=runs, teaches=[outcome(f"{HOME}a-teaches")], learningMinutes=90, price="120")
    assert found.submit(received(provider(), one, course("b")), "Site").state is SubmissionState.PUBLISHED
    return found


def said(door: Door) -> Own:
    return own(door.store.current().backend, COLLEGE)


def send(door: Door, made: Revision) -> SubmissionRecord:
    return door.submit(Received(made.content, "changes.jsonld", COLLEGE, "jsonld", amends=True), "Site")


def test_what_a_source_says_is_told_as_texts(door: Door) -> None:
    first, second = said(door).resources
    assert (first.label, first.iri, second.label) == ("Course a", f"{HOME}a", "Course b")
    assert first.said == {"price": "120", "learningMinutes": "1 hour 30 minutes", "mode": "online", "link": ""}
    assert [run.iri for run in first.offerings] == [RUN, LATER]
    assert first.offerings[0].said == {"startDate": "2026-03-02", "endDate": "2026-03-04", "price": "95.50",
                                       "seats": "", "place": "Hall"}  # fmt: skip
    assert own(door.store.current().backend, "nobody") == Own({}, ())


def test_what_says_the_same_changes_nothing(door: Door) -> None:
    every = {iri: dict(one.said) for res in said(door).resources for iri, one in
             [(res.iri, res), *((run.iri, run) for run in res.offerings)]}  # fmt: skip
    assert revised(said(door), every) == Revision(b"", (), {}, ())


def test_what_changes_is_sent_with_its_parts_and_the_rest_stays(door: Door) -> None:
    before = said(door)
    made = revised(before, {f"{HOME}a": {"price": "£1,250", "learningMinutes": "2 hours", "mode": "blended in-person"},
                            RUN: {"seats": "12", "place": ""}})  # fmt: skip
    assert made.resources == (f"{HOME}a",)
    assert {node["id"] for node in json.loads(made.content)["graph"]} == {f"{HOME}a", RUN, LATER, f"{HOME}a-teaches"}
    published = send(door, made).publication
    assert published is not None
    assert (published.added, published.changed, published.removed) == (0, 2, 0)
    after = said(door)
    assert after.resources[0].said == {"price": "1250", "learningMinutes": "2 hours", "mode": "blended in-person",
                                       "link": ""}  # fmt: skip
    assert after.resources[0].offerings[0].said == before.resources[0].offerings[0].said | {"seats": "12", "place": ""}
    assert after.resources[1] == before.resources[1]


def test_every_text_that_is_no_value_is_told_at_its_field(door: Door) -> None:
    made = revised(said(door), {f"{HOME}a": {"price": "dear", "learningMinutes": "a week"}, RUN: {"startDate": "soon"}})
    assert made.content == b""
    assert [(one.node, one.path) for one in made.faults] == [
        (f"{HOME}a", "price"), (f"{HOME}a", "learningMinutes"), (RUN, "startDate"),
    ]  # fmt: skip
    assert made.faults[0].message.startswith("'dear' is not one amount in pounds.")


def test_what_is_wrong_stays_as_it_was_and_the_rest_is_looked_at_by_the_gate(door: Door) -> None:
    made = revised(said(door), {f"{HOME}a": {"price": "dear", "link": "javascript:x"}, f"{HOME}b": {"price": "dear"}})
    (changed,) = (node for node in json.loads(made.content)["graph"] if node["id"] == f"{HOME}a")
    assert (changed["price"], changed["link"]) == (120, "javascript:x")
    assert [one.path for one in send(door, made).findings if one.severity == "refused"] == ["link"]
    assert (made.resources, len(made.faults)) == ((f"{HOME}a",), 2)


def test_what_is_said_now_is_told_from_what_was_said_before(door: Door) -> None:
    before = said(door)
    assert before.digest == said(door).digest
    send(door, revised(before, {RUN: {"seats": "5"}}))
    assert said(door).digest not in ("", before.digest)


@pytest.mark.parametrize("iri", [f"{HOME}c", f"{HOME}us", PRUNING])
def test_what_is_none_of_its_own_cannot_be_changed(door: Door, iri: str) -> None:
    with pytest.raises(UnknownName):
        revised(said(door), {iri: {"price": "1"}})
    with pytest.raises(UnknownName):
        rolled_over(said(door), {iri: {"startDate": "2027-03-01"}})


def test_new_dates_take_the_place_of_old_ones_and_last_as_long(door: Door) -> None:
    made = rolled_over(said(door), {RUN: {"startDate": "01/03/2027", "endDate": "", "price": "99", "seats": ""}})
    new = f"{HOME}a#offering-2027-03-01"
    assert dict(made.made) == {new: RUN}
    assert send(door, made).state is SubmissionState.PUBLISHED
    first, second = said(door).resources[0].offerings
    assert (first.iri, second.iri) == (LATER, new)
    assert second.said == {"startDate": "2027-03-01", "endDate": "2027-03-03", "price": "99", "seats": "",
                           "place": "Hall"}  # fmt: skip
    assert said(door).resources[0].said["price"] == "120"


def test_two_runs_on_one_day_are_two(door: Door) -> None:
    made = rolled_over(said(door), {RUN: {"startDate": "2027-03-01"}, LATER: {"startDate": "2027-03-01"}})
    assert list(made.made) == [f"{HOME}a#offering-2027-03-01", f"{HOME}a#offering-2027-03-01-2"]


def test_an_end_before_the_start_is_told_by_the_gate(door: Door) -> None:
    made = rolled_over(said(door), {RUN: {"startDate": "2027-03-01", "endDate": "2027-02-01"}})
    record = send(door, made)
    assert record.state is SubmissionState.REFUSED
    assert any("must not end before it starts" in one.message and one.node in made.made for one in record.findings)


@pytest.mark.parametrize(
    ("day", "after", "weeks", "expected"),
    [
        (date(2026, 3, 2), date(2026, 11, 28), None, date(2027, 3, 1)),  # a Monday stays a Monday
        (date(2024, 2, 29), date(2024, 11, 1), None, date(2025, 2, 27)),  # a Thursday, of a leap day
        (date(2027, 9, 6), date(2027, 10, 1), None, date(2028, 9, 4)),  # over a leap day
        (date(2019, 1, 7), date(2026, 11, 28), None, date(2027, 1, 4)),  # several years ago
        (date(2026, 3, 2), date(2026, 11, 28), 26, date(2026, 8, 31)),
    ],
)
def test_a_run_comes_again_on_its_weekday(day: date, after: date, weeks: int | None, expected: date) -> None:
    found = again(day, after, weeks)
    assert found == expected
    assert found.weekday() == day.weekday()


def test_what_differs_is_told_by_whole_things(door: Door) -> None:
    send(door, revised(said(door), {RUN: {"seats": "12"}}))
    door.submit(received(course("c"), amends=True), "Site")
    door.withdraw(COLLEGE, f"{HOME}b", "Site")
    first, second, third, fourth = (door.content(COLLEGE, number) for number in (1, 2, 3, 4))
    assert difference(b"", first).added == ((f"{HOME}a", "Course a"), (f"{HOME}b", "Course b"), (US, "A college"))
    assert difference(first, second) == Difference((), ((f"{HOME}a", "Course a"),), ())
    assert difference(second, third) == Difference(((f"{HOME}c", "Course c"),), (), ())
    assert difference(third, fourth) == Difference((), (), ((f"{HOME}b", "Course b"),))
