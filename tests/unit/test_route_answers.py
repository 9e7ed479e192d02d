"""What a route says beside its steps: true causes, changes that help, twins, and what was cut short by a limit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import pytest
from indexes import Comp, Group, Prize, Res, Run, Teach, concept, index_of, iri
from people import case, holds, need

from benchmarks import catalogues
from signpost.engine.audit import audit
from signpost.engine.first import first
from signpost.engine.index import EXACT, KNOWLEDGE, PERFORMANCE
from signpost.engine.names import Names
from signpost.engine.replay import faults
from signpost.engine.route import route
from signpost.model import (
    Attainment,
    Audit,
    Cause,
    Constraints,
    LearningRoute,
    OpenRequirement,
    PersonSpecification,
    Policy,
    Proof,
    Relaxation,
    Requirement,
)
from signpost.pages.audit import audit_page

POLICY = Policy(value_per_hour=1500, default_hours_per_week=3.0)


def asked(
    resources: Iterable[Res],
    needs: Iterable[Requirement],
    held: Iterable[Attainment] = (),
    *,
    prizes: Iterable[Prize] = (),
    competences: Iterable[Comp | str] = (),
    alternatives: int = 0,
    seconds: float | None = None,
    clock: Callable[[], float] | None = None,
    **constraints: object,
) -> tuple[Audit, LearningRoute]:
    """The audit and the route of a person, each route replayed; constraints by the names of `Constraints`."""
    index = index_of(competences=competences, resources=resources, awards=prizes, regions=["london", "wales"])
    limits = Constraints(**constraints)  # type: ignore[arg-type]  # named after its fields
    person = replace(case(needs, held, policy=POLICY), constraints=limits)
    audited = audit(index, person)
    found = route(index, person, audited, alternatives=alternatives, deadline_seconds=seconds, clock=clock)
    for one in (found, *found.alternatives):
        assert faults(index, person, audited, one) == []
    return audited, found


def answer(*given: Iterable[Res] | Iterable[Requirement] | Iterable[Attainment], **said: object) -> LearningRoute:
    return asked(*given, **said)[1]  # type: ignore[arg-type]  # as for `asked`


def ticking(step: float = 1.0) -> Callable[[], float]:
    """A clock that moves on by a step each time somebody looks at it, so that a time limit always ends alike."""
    moments = iter(range(1_000_000))
    return lambda: next(moments) * step


def names(found: LearningRoute) -> list[str]:
    return [step.resource.rsplit("/", 1)[1] for step in found.steps]


def still(found: LearningRoute) -> OpenRequirement:
    (one,) = found.open
    return one


# ------------------------------------------------------------------------------------------ causes
EITHER_LIMIT = [
    Res("x", [("a", 1)], price=900, minutes=60),
    Res("y", [("b", 1)], price=900, minutes=60),
    Res("z", [("c", 1)], price=100, minutes=9000),
]
THREE = [need("a", 1), need("b", 1), need("c", 1)]


def test_budget_and_deadline_are_told_apart() -> None:
    found = answer(EITHER_LIMIT, THREE, budget=1000, deadline=date(2026, 1, 18))
    assert [(one.label, one.cause) for one in found.open] == [("b", Cause.BUDGET), ("c", Cause.DEADLINE)]


def test_there_is_time_for_one_more_or_there_is_not() -> None:
    """Ten hours in all: 'a' takes 8 and closes the most; 'b' takes 4 and 'c' 1, and money is left for none."""
    found = answer(
        [
            Res("a1", [("a", 1)], price=1000, minutes=480),
            Res("b1", [("b", 1)], price=500, minutes=240),
            Res("c1", [("c", 1)], price=500, minutes=60),
        ],
        [replace(need(name, 1), importance=5 if name == "a" else 1) for name in "abc"],
        budget=1000,
        hours_per_week=10.0,
        deadline=date(2026, 1, 11),
    )
    assert names(found) == ["a1"]
    assert [one.cause for one in found.open] == [Cause.DEADLINE, Cause.BUDGET]


def test_causes_spend_no_more_time_than_there_is() -> None:
    """The time runs out ever sooner, until it ends after the route is found and before the causes are."""
    for looks in range(60, 0, -1):
        found = answer(
            EITHER_LIMIT,
            THREE,
            budget=1000,
            deadline=date(2026, 1, 18),
            seconds=float(looks),
            clock=ticking(),
        )
        if "causes" in found.extras_stopped:
            break
    assert (found.proof, found.stopped) == (Proof.UNIQUE, "")
    unsettled = [one for one in found.open if one.cause is Cause.LIMITS]
    assert unsettled
    assert all("which of the two" in one.explanation for one in unsettled)
    assert {one.cause for one in found.open} <= {Cause.LIMITS, Cause.BUDGET}, "what was settled before stays settled"
    assert found.extras_stopped == ("causes", "relaxations")


def test_what_a_stopped_search_has_not_settled_is_not_blamed_on_a_limit() -> None:
    """The weightiest course takes the whole budget, where two others would close more."""
    steps = [Res("a", [("a", 1)], price=1000), *(Res(name, [(name, 1)], price=400) for name in "bcd")]
    needs = [replace(need(name, 1), importance=5 if name == "a" else 4) for name in "abcd"]
    found = answer(steps, needs, budget=1000, seconds=0.5, clock=ticking())
    assert (found.stopped, names(found)) == ("time limit", ["a"])
    assert found.weight_bound > found.weight
    assert [one.cause for one in found.open] == [Cause.UNSETTLED] * 3
    assert [one.cause for one in answer(steps, needs, budget=1000).open] == [Cause.BUDGET] * 2


def test_where_no_single_lift_helps_all_that_are_needed_are_named() -> None:
    course = Res("x", [("a", 1)], provider="p", mode="in-person", online=False, regions=["wales"])
    limits = {"modes": (concept("mode", "online"),), "regions": (iri("region", "london"),)}
    one = still(answer([course], [need("a", 1)], languages=("en",), exclude=("urn:other",), **limits))
    assert one.cause is Cause.SEVERAL
    assert "the regions and the modes." in one.explanation
    assert "excluded" not in one.explanation
    assert "languages" not in one.explanation


def test_a_mode_that_is_not_stated_is_not_said_to_be_another() -> None:
    online = (concept("mode", "online"),)
    unstated = still(answer([Res("x", [("a", 1)], mode="")], [need("a", 1)], modes=online))
    assert (unstated.cause, "is not known" in unstated.explanation) == (Cause.MODE, True)
    other = still(answer([Res("x", [("a", 1)], mode="in-person")], [need("a", 1)], modes=online))
    assert (other.cause, "is not known" in other.explanation) == (Cause.MODE, False)


def test_what_must_be_used_and_cannot_be_is_named() -> None:
    steps = [Res("must", [("b", 1)], [("c", 1)], label="The course"), Res("x", [("a", 1)])]
    one = still(answer(steps, [need("a", 1)], require=(iri("resource", "must"),)))
    assert (one.cause, one.explanation.split(" must")[0]) == (Cause.OBLIGED, "The course")


def test_an_award_that_cannot_be_had_is_named() -> None:
    prize = Prize("whole", [Group(["m", "u"])], label="The diploma")
    steps = [Res("x", [("a", 1)]), Res("unit", [("b", 1)], award="m")]
    one = still(answer(steps, [need("a", 1)], prizes=[prize], award=iri("award", "whole")))
    assert (one.cause, "The diploma" in one.explanation) == (Cause.OBLIGED, True)


def test_performance_alone_is_not_called_a_missing_chain() -> None:
    one = still(answer([Res("x", [Teach("a", 2, shows=PERFORMANCE)])], [need("a", 2)]))
    assert (one.cause, "Only practice" in one.explanation) == (Cause.NOTHING, True)


# ------------------------------------------------------------------------------------------ where chains break off
def test_a_broken_chain_names_what_is_missing() -> None:
    steps = [Res("x", [("a", 3)], [("b", 2)]), Res("y", [("b", 1)])]
    one = still(answer(steps, [need("a", 3)], competences=[Comp("b", "Budgets", code="B1")]))
    assert (one.cause, one.missing) == (Cause.CHAIN, ((iri("competence", "b"), 2),))
    assert "asks for level 2 of B1 Budgets first" in one.explanation


def test_a_chain_is_followed_back_to_where_it_breaks_off() -> None:
    steps = [Res("x", [("a", 1)], [("b", 1)]), Res("y", [("b", 1)], [("c", 2)]), Res("z", [("d", 1)], [("a", 1)])]
    found = answer(steps, [need("a", 1), need("d", 1)])
    assert {one.missing for one in found.open} == {((iri("competence", "c"), 2),)}
    assert "in the end" in found.open[0].explanation


def test_a_chain_that_leads_round_in_a_circle_names_a_part_of_it() -> None:
    steps = [Res("x", [("a", 1)], [("b", 1)]), Res("y", [("b", 1)], [("a", 1)])]
    assert still(answer(steps, [need("a", 1)])).missing in [((iri("competence", name), 1),) for name in "ab"]


def test_a_course_that_starts_where_nothing_leads_says_so() -> None:
    one = still(answer([Res("x", [Teach("a", 3, 2)])], [need("a", 3)]))
    assert one.missing == ((iri("competence", "a"), 2),)


def assessments(found: LearningRoute) -> list[Relaxation]:
    return [one for one in found.relaxations if one.constraint == "assess"]


def test_an_assessment_is_offered_where_it_opens_learning() -> None:
    steps = [
        Res("x", [("a", 1), ("c", 1)], [("b", 2)]),
        Res("y", [("d", 1)], [("e", 1)]),
        Res("z", [("e", 2)], [("a", 1)]),
    ]
    found = answer(steps, [need(name, 1) for name in "acdb"])
    best, *others = assessments(found)
    assert (best.value, best.level, best.cost) == (iri("competence", "b"), 2, None)
    assert best.closes == tuple(iri("competence", name) for name in "acd")
    assert best.weight == 27
    assert [one.value for one in others] == [iri("competence", "a"), iri("competence", "e")]
    assert {one.closes for one in others} == {(iri("competence", "d"),)}


def test_no_assessment_is_offered_of_what_was_judged_or_opens_nothing() -> None:
    steps = [Res("x", [("a", 1)], [("b", 2)]), Res("y", [("c", 1)], [("b", 3), ("d", 1)])]
    assert assessments(answer(steps, [need("a", 1), need("c", 1)], [holds("b", 1)])) == []
    assert [one.level for one in assessments(answer(steps, [need("a", 1), need("c", 1)]))] == [2]


def test_an_assessment_that_expired_may_be_renewed() -> None:
    once = holds("b", 2, until=date(2025, 12, 31))
    found = answer([Res("x", [("a", 1)], [("b", 2)])], [need("a", 1)], [once])
    assert [one.value for one in assessments(found)] == [iri("competence", "b")]


def test_an_assessment_counts_nothing_that_it_would_meet_itself() -> None:
    assert assessments(answer([Res("x", [Teach("a", 3, 2)])], [need("a", 2)])) == []


def test_at_most_three_assessments_are_offered() -> None:
    steps = [Res(f"r{n}", [(f"a{n}", 1)], [(f"b{n}", 1)]) for n in range(5)]
    found = answer(steps, [need(f"a{n}", 1) for n in range(5)])
    assert [one.value for one in assessments(found)] == [iri("competence", f"b{n}") for n in range(3)]


# ------------------------------------------------------------------------------------------ changes
def test_a_change_that_closes_nothing_is_none() -> None:
    """Without what must be used there is a route, but only an empty one."""
    steps = [Res("must", [("b", 1)], [("c", 1)]), Res("x", [("a", 1)], price=900)]
    found = answer(steps, [need("a", 1)], require=(iri("resource", "must"),), budget=100)
    assert [one for one in found.relaxations if not one.closes] == []


def test_the_least_and_the_whole_change_of_a_budget() -> None:
    steps = [Res("x", [("a", 1)], price=1200), Res("y", [("b", 1)], price=5000)]
    found = answer(steps, [need("a", 1), need("b", 1)], budget=1000)
    assert [(one.constraint, one.value, len(one.closes)) for one in found.relaxations] == [
        ("budget", 1200, 1),
        ("budget", 6200, 2),
    ]


def test_one_change_where_the_least_closes_all() -> None:
    found = answer([Res("x", [("a", 1)], price=1200)], [need("a", 1)], budget=1000)
    assert [(one.constraint, one.value, one.cost) for one in found.relaxations] == [("budget", 1200, 1200 + 1500)]


@pytest.mark.parametrize("dated", [False, True])
def test_the_least_and_the_whole_change_of_a_deadline(dated: bool) -> None:
    run = [Run("o", date(2026, 3, 2), date(2026, 3, 2))] if dated else []
    steps = [Res("x", [("a", 1)], minutes=360), Res("y", [("b", 1)], minutes=360, offerings=run)]
    found = answer(steps, [need("a", 1), need("b", 1)], deadline=date(2026, 1, 11))
    days = [one.value for one in found.relaxations if one.constraint == "deadline"]
    assert days == [date(2026, 1, 18), date(2026, 3, 15) if dated else date(2026, 2, 1)]


def test_an_entry_that_is_added_is_named_by_its_iri() -> None:
    course = Res("x", [("a", 1)], mode="in-person", language="cy")
    found = answer([course], [need("a", 1)], modes=(concept("mode", "online"),))
    assert [(one.constraint, one.value) for one in found.relaxations] == [("modes", concept("mode", "in-person"))]
    found = answer([course], [need("a", 1)], languages=("en",))
    assert [(one.constraint, one.value) for one in found.relaxations] == [("languages", "cy")]


# ------------------------------------------------------------------------------------------ reasons and what is next
SHARED = [
    Res("shared", [("p", 1)]),
    Res("one", [("a", 1)], [("p", 1)]),
    Res("two", [("b", 1)], [("p", 1)]),
    Res("three", [("c", 1), ("d", 1)], [("b", 1)]),
    Res("alone", [("e", 1)]),
]


def test_a_prerequisite_serves_every_requirement_that_it_leads_to() -> None:
    found = answer(SHARED, [need(name, 1) for name in "abcd"])
    (shared,) = (step for step in found.steps if step.resource.endswith("/shared"))
    assert {reason.requirement for reason in shared.reasons} == {f"urn:need:{name}" for name in "abcd"}
    (two,) = (step for step in found.steps if step.resource.endswith("/two"))
    assert {reason.requirement for reason in two.reasons} == {f"urn:need:{name}" for name in "bcd"}


def test_next_is_the_step_that_serves_most_weight() -> None:
    """The other step that can begin now serves the weightiest requirement, but only that one."""
    heavy = replace(need("e", 1), importance=5)
    audited, found = asked(SHARED, [need("a", 1), need("b", 1), heavy])
    best = first(audited, found)
    assert best is not None
    assert best.step.resource == iri("resource", "shared")
    assert (best.closes, best.weight) == (("urn:need:a", "urn:need:b"), 18)


# ------------------------------------------------------------------------------------------ access
def test_a_step_says_which_access_nothing_is_said_of() -> None:
    captions = (concept("access", "captions"),)
    run = Run("o", date(2026, 2, 2), access=["captions"])
    plain = answer([Res("x", [("a", 1)])], [need("a", 1)], access=captions)
    stated = answer([Res("x", [("a", 1)], offerings=[run])], [need("a", 1)], access=captions)
    assert [plain.steps[0].unstated, stated.steps[0].unstated] == [captions, ()]


# ------------------------------------------------------------------------------------------ twins and alternatives
def twin(name: str, provider: str, **said: object) -> Res:
    return Res(name, [("a", 2), ("b", 1)], price=500, provider=provider, **said)  # type: ignore[arg-type]  # its fields


def test_the_same_from_other_bodies_stands_beside_the_step() -> None:
    steps = [twin("d1", "p"), twin("d2", "q"), twin("d3", "s"), Res("x", [("a", 2)], price=700)]
    found = answer(steps, [need("a", 2)], alternatives=3)
    assert names(found) == ["d1"]
    assert found.steps[0].also == (iri("resource", "d2"), iri("resource", "d3"))
    assert [names(other) for other in found.alternatives] == [["x"]]


@pytest.mark.parametrize(
    "unlike",
    [
        twin("d2", "p"),
        replace(twin("d2", "q"), price=501),
        replace(twin("d2", "q"), minutes=61),
        replace(twin("d2", "q"), mode="in-person"),
        replace(twin("d2", "q"), teaches=[("a", 2), ("b", 2)]),
        replace(twin("d2", "q"), requires=[("c", 1)]),
        replace(twin("d2", "q"), offerings=[Run("o", date(2026, 2, 2))]),
    ],
)
def test_what_differs_in_more_than_its_body_is_no_twin(unlike: Res) -> None:
    steps = [twin("d1", "p"), unlike, Res("before", [("c", 1)])]
    found = answer(steps, [need("a", 2)], alternatives=1)
    assert found.steps[0].also == ()
    assert len(found.alternatives) == 1


def test_what_must_be_used_has_no_twin() -> None:
    found = answer([twin("d1", "p"), twin("d2", "q")], [need("a", 2)], require=(iri("resource", "d2"),))
    assert [(step.resource, step.also) for step in found.steps] == [(iri("resource", "d2"), ())]


def test_knowledge_is_no_twin_of_performance() -> None:
    steps = [Res("k", [Teach("a", 1, shows=KNOWLEDGE)], provider="p"), Res("b", [("a", 1)], provider="q")]
    assert answer(steps, [need("a", 1)]).steps[0].also == ()


# ------------------------------------------------------------------------------------------ limits on the search
def test_a_route_that_is_proven_is_not_called_stopped() -> None:
    steps = [Res(name, [("a", 1)], price=price) for price, name in enumerate("xyzw")]
    said = set[tuple[str, tuple[str, ...]]]()
    for looks in range(1, 120):
        found = answer([*steps], [need("a", 1)], alternatives=3, seconds=float(looks), clock=ticking())
        assert (found.stopped == "") == (found.proof is Proof.UNIQUE)
        said.add((found.stopped, found.extras_stopped))
    assert ("", ("alternatives",)) in said
    assert ("", ()) in said


LIMITS = (
    Constraints(),
    Constraints(budget=30_000),
    Constraints(deadline=date(2025, 6, 1)),
    Constraints(budget=40_000, hours_per_week=5, deadline=date(2025, 6, 1)),
)


SEARCHES = [(size, dense, limits) for size in (300, 1000) for dense in (False, True) for limits in LIMITS]


@pytest.mark.parametrize(("size", "dense", "limits"), SEARCHES)
def test_a_search_may_be_stopped_at_any_moment(size: int, dense: bool, limits: Constraints) -> None:
    index = catalogues.catalogue(size, 1, catalogues.Family(dense=dense))
    person: PersonSpecification = catalogues.person(index, 4 if size < 1000 else 7, 1, limits)
    audited = audit(index, person)
    for seconds in (0.0, 0.5, 1.5, 2.5, 4.5, 8.5, 15.5, 30.5, 60.5):
        found = route(index, person, audited, deadline_seconds=seconds, clock=ticking())
        assert found.weight <= found.weight_bound
        assert 0 <= found.cost_bound <= found.cost
    for nodes in (0, 1, 2, 5):
        assert route(index, person, audited, work_limit=nodes).release == index.release


# ------------------------------------------------------------------------------------------ what an audit rests on
def test_a_level_that_came_by_an_alignment_names_the_statement_and_how_sure_it_is() -> None:
    index = index_of(competences=["a", "b"], alignments=[("a", EXACT, "b")])
    (sure,) = audit(index, case([need("a", 2)], [holds("b", 2)])).lines[0].holdings
    assert (sure.alignment, sure.confidence) == (iri("competence", "a") + "#exactMatch-b", 1.0)
    doubtful = replace(index, alignment_confidence=index.alignment_confidence * 0.6)
    (proposed,) = audit(doubtful, case([need("a", 2)], [holds("b", 2)])).lines[0].holdings
    assert (proposed.via, proposed.confidence) == ("exactMatch", 0.6)
    (own,) = audit(index, case([need("a", 2)], [holds("a", 2)])).lines[0].holdings
    assert (own.via, own.alignment, own.confidence) == ("", "", 1.0)


def test_a_page_says_that_a_level_rests_on_a_proposed_alignment() -> None:
    index = index_of(competences=["a", Comp("b", "Budgets", code="B1")], alignments=[("a", EXACT, "b")])
    doubtful = replace(index, alignment_confidence=index.alignment_confidence * 0.6)
    page = audit_page(audit(doubtful, case([need("a", 2)], [holds("b", 2)])), (), Names(doubtful))
    assert "(of B1, by exactMatch, proposed with confidence 0.6)" in str(page.blocks)
