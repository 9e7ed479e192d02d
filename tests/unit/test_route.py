"""Routes whose answer is known by hand: what is chosen, in which order and why; what stays open and for which cause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from indexes import Comp, Door, Group, Prize, Res, Run, Teach, concept, index_of, iri
from people import case, holds, need

from signpost.engine.audit import audit
from signpost.engine.index import KNOWLEDGE, PERFORMANCE
from signpost.engine.replay import faults
from signpost.engine.route import route
from signpost.model import (
    NAMESPACE,
    Attainment,
    Basis,
    Cause,
    Constraints,
    Horizon,
    LearningRoute,
    Policy,
    Proof,
    Requirement,
    Triple,
)

POLICY = Policy(value_per_hour=1500, default_hours_per_week=3.0)
REGIONS = {"london": "england", "camden": "london", "north": "england", "wales": ""}


def found(
    resources: Iterable[Res],
    needs: Iterable[Requirement],
    held: Iterable[Attainment] = (),
    *,
    prizes: Iterable[Prize] = (),
    gateways: Iterable[Door] = (),
    competences: Iterable[Comp | str] = (),
    alternatives: int = 0,
    policy: Policy = POLICY,
    **constraints: object,
) -> LearningRoute:
    """The route for a person, replayed; constraints by the names of `Constraints`."""
    needs = tuple(needs)
    told = {iri("competence", c if isinstance(c, str) else c.name) for c in competences}
    known = [*competences, *({requirement.competence for requirement in needs} - told)]
    index = index_of(competences=known, resources=resources, awards=prizes, gateways=gateways, regions=REGIONS)
    person = replace(
        case(needs, held, policy=policy),
        constraints=Constraints(**constraints),  # type: ignore[arg-type]  # named after its fields
    )
    audited = audit(index, person)
    answer = route(index, person, audited, alternatives=alternatives)
    for one in (answer, *answer.alternatives):
        assert faults(index, person, audited, one) == []
    return answer


def names(answer: LearningRoute) -> list[str]:
    return [step.resource.rsplit("/", 1)[1] for step in answer.steps]


def causes(answer: LearningRoute) -> list[Cause]:
    return [still.cause for still in answer.open]


# ------------------------------------------------------------------------------------------ levels and prerequisites
def test_a_chain_is_taken_in_order() -> None:
    steps = [Res("z", [("a", 1)]), Res("y", [Teach("a", 2, 1)]), Res("x", [Teach("a", 3, 2)], price=500, minutes=90)]
    answer = found(steps, [need("a", 3)])
    assert names(answer) == ["z", "y", "x"]
    assert (answer.price, answer.minutes, answer.cost) == (500, 210, 500 + 5250)
    assert (answer.proof, answer.stopped, answer.open) == (Proof.UNIQUE, "", ())
    assert (answer.weight, answer.weight_bound, answer.cost_bound) == (9, 9, answer.cost)


def test_a_course_cannot_hold_itself_up() -> None:
    """It needs a at 2 and teaches a to 3: it gives level 3, not 2, and cannot start from nothing."""
    answer = found([Res("x", [("a", 3)], [("a", 2)])], [need("a", 2)])
    assert (answer.steps, causes(answer)) == ((), [Cause.CHAIN])


def test_a_course_that_starts_higher_does_not_replace_the_level_it_starts_from() -> None:
    steps = [Res("first", [("a", 2)], price=9000), Res("second", [("a", 3)], [("a", 2)], price=1)]
    assert names(found(steps, [need("a", 2)])) == ["first"]
    assert names(found(steps, [need("a", 3)])) == ["first", "second"]


def test_a_course_from_level_2_to_3_serves_someone_at_2() -> None:
    answer = found([Res("x", [Teach("a", 3, 2)])], [need("a", 3)], [holds("a", 2)])
    assert names(answer) == ["x"]
    assert [(r.from_level, r.to_level) for r in answer.steps[0].reasons] == [(2, 3)]


def test_two_courses_that_need_each_other_first_are_no_route() -> None:
    pair = [Res("x", [("a", 1)], [("b", 1)]), Res("y", [("b", 1)], [("a", 1)])]
    answer = found(pair, [need("a", 1), need("b", 1)])
    assert (answer.steps, answer.weight) == ((), 0)
    assert causes(answer) == [Cause.CHAIN, Cause.CHAIN]


def test_a_circle_can_be_entered_by_another_course() -> None:
    pair = [Res("x", [("a", 1)], [("b", 1)]), Res("y", [("b", 1), ("c", 1)], [("a", 1)])]
    answer = found([*pair, Res("door", [("a", 1)], price=700)], [need("c", 1)])
    assert names(answer) == ["door", "y"]


def test_work_raises_a_competence_by_one_level_at_most() -> None:
    shadowing = Res("shadowing", [("a", 3)], work_based=True)
    assert found([shadowing], [need("a", 3)]).steps == ()
    assert names(found([shadowing], [need("a", 3)], [holds("a", 2)])) == ["shadowing"]


def test_a_prerequisite_may_be_held_in_either_facet() -> None:
    steps = [Res("x", [("a", 1)], [("b", 1)])]
    assert names(found(steps, [need("a", 1)], [holds("b", 1, shows="knowledge")])) == ["x"]


# ------------------------------------------------------------------------------------------ what it shows
def test_knowledge_alone_leaves_a_performance_requirement_open() -> None:
    course = Res("e-learning", [Teach("a", 3, shows=KNOWLEDGE)])
    for asked in ("performance", "both"):
        answer = found([course], [need("a", 2, asked)])
        assert (answer.steps, causes(answer)) == ((), [Cause.KNOWLEDGE_ONLY])
    assert names(found([course], [need("a", 2, "knowledge")])) == ["e-learning"]


def test_knowledge_and_performance_from_two_courses_close_both() -> None:
    steps = [Res("k", [Teach("a", 2, shows=KNOWLEDGE)]), Res("p", [Teach("a", 2, shows=PERFORMANCE)])]
    answer = found(steps, [need("a", 2)])
    assert names(answer) == ["k", "p"]
    assert len(answer.closed) == 1


# ------------------------------------------------------------------------------------------ the order of optimality
def test_weight_comes_before_cost() -> None:
    low = replace(need("a", 1), importance=1, horizon=Horizon.LONG)
    high = replace(need("b", 1), importance=5)
    steps = [Res("cheap", [("a", 1)], price=100, minutes=0), Res("dear", [("b", 1)], price=900, minutes=0)]
    answer = found(steps, [low, high], budget=950)
    assert names(answer) == ["dear"]
    assert (answer.weight, answer.weight_bound) == (15, 15)


def test_the_learners_time_is_worth_money() -> None:
    steps = [Res("free", [("a", 1)], minutes=600), Res("paid", [("a", 1)], price=9000, minutes=60)]
    assert names(found(steps, [need("a", 1)])) == ["paid"]
    assert names(found(steps, [need("a", 1)], policy=Policy(value_per_hour=100))) == ["free"]


def test_a_penny_is_not_rounded_away() -> None:
    """Fifteen pounds an hour is 25 pence a minute; 1,501 pence an hour is a little more."""
    steps = [Res("a-long", [("a", 1)], price=99, minutes=61), Res("b-short", [("a", 1)], price=125, minutes=60)]
    assert names(found(steps, [need("a", 1)])) == ["a-long"]
    assert names(found(steps, [need("a", 1)], policy=Policy(value_per_hour=1561))) == ["b-short"]


def test_of_equal_cost_the_earlier_finish() -> None:
    steps = [Res("a-long", [("a", 1)], minutes=360), Res("b-short", [("a", 1)], price=7500, minutes=60)]
    answer = found(steps, [need("a", 1)])
    assert names(answer) == ["b-short"]
    assert answer.finish == date(2026, 1, 7)


def test_of_equal_finish_the_fewer_steps() -> None:
    steps = [Res("a", [("a", 1)]), Res("b", [("b", 1)]), Res("z", [("a", 1), ("b", 1)], minutes=120)]
    assert names(found(steps, [need("a", 1), need("b", 1)])) == ["z"]


def test_of_as_many_steps_the_fewer_providers() -> None:
    steps = [
        Res("a", [("a", 1)], provider="p"),
        Res("b", [("b", 1)], provider="q"),
        Res("c", [("b", 1)], provider="p"),
    ]
    assert names(found(steps, [need("a", 1), need("b", 1)])) == ["a", "c"]


def test_of_as_many_providers_the_first_iri() -> None:
    assert names(found([Res(name, [("a", 1)]) for name in "zyx"], [need("a", 1)])) == ["x"]


# ------------------------------------------------------------------------------------------ nothing to do
def test_an_empty_specification_is_answered() -> None:
    answer = found([Res("x", [("a", 1)])], [])
    assert (answer.steps, answer.weight, answer.cost, answer.finish) == ((), 0, 0, None)
    assert (answer.proof, answer.open, answer.alternatives, answer.relaxations) == (Proof.UNIQUE, (), (), ())


def test_where_all_is_met_there_are_no_steps() -> None:
    answer = found([Res("x", [("a", 3)])], [need("a", 2)], [holds("a", 2)], alternatives=3)
    assert (answer.steps, answer.closed, answer.open, answer.alternatives) == ((), (), (), ())
    assert answer.proof is Proof.UNIQUE


def test_the_same_competence_twice_counts_twice_and_is_taught_once() -> None:
    twice = [need("a", 1), replace(need("a", 2), id="urn:need:again", importance=5)]
    answer = found([Res("x", [("a", 2)])], twice)
    assert names(answer) == ["x"]
    assert (answer.closed, answer.weight) == (("urn:need:a", "urn:need:again"), 9 + 15)
    assert {reason.requirement for reason in answer.steps[0].reasons} == set(answer.closed)


def test_a_competence_that_the_release_does_not_hold_stays_open() -> None:
    stranger = replace(need("a", 1), competence="urn:unheard-of")
    index = index_of(resources=[Res("x", [("a", 1)])])
    person = case([stranger])
    answer = route(index, person, audit(index, person))
    assert (answer.steps, causes(answer)) == ((), [Cause.NOTHING])


def test_an_empty_catalogue_is_answered() -> None:
    answer = found([], [need("a", 1)])
    assert (answer.steps, causes(answer), answer.proof) == ((), [Cause.NOTHING], Proof.UNIQUE)


# ------------------------------------------------------------------------------------------ causes
def cause_of(resources: Iterable[Res], level: int = 1, **constraints: object) -> Cause:
    answer = found(resources, [need("a", level)], **constraints)  # type: ignore[arg-type]  # as for `found`
    assert answer.steps == ()
    assert answer.open[0].explanation
    return answer.open[0].cause


def test_nothing_teaches_it() -> None:
    assert cause_of([Res("x", [("a", 1)])], level=2) is Cause.NOTHING


def test_only_above_budget() -> None:
    assert cause_of([Res("x", [("a", 1)], price=1001)], budget=1000) is Cause.BUDGET


def test_only_in_other_regions() -> None:
    course = Res("x", [("a", 1)], online=False, regions=["wales"], mode="in-person")
    assert cause_of([course], regions=(iri("region", "london"),)) is Cause.REGION


def test_only_in_other_modes() -> None:
    assert cause_of([Res("x", [("a", 1)])], modes=(concept("mode", "in-person"),)) is Cause.MODE


def test_only_in_other_languages() -> None:
    assert cause_of([Res("x", [("a", 1)], language="cy")], languages=("en",)) is Cause.MODE


def test_only_without_the_access_needed() -> None:
    run = Run("o", date(2026, 2, 2), access=["captions"])
    wanted = (concept("access", "captions"), concept("access", "step-free"))
    assert cause_of([Res("x", [("a", 1)], offerings=[run])], access=wanted) is Cause.ACCESS
    assert names(found([Res("x", [("a", 1)], offerings=[run])], [need("a", 1)], access=wanted[:1])) == ["x"]


def test_no_prerequisite_chain() -> None:
    assert cause_of([Res("x", [("a", 1)], [("b", 1)])]) is Cause.CHAIN


def test_no_known_offering() -> None:
    assert cause_of([Res("x", [("a", 1)], scheduled=True)]) is Cause.OFFERING


def test_no_offering_before_the_deadline() -> None:
    course = Res("x", [("a", 1)], offerings=[Run("o", date(2026, 3, 1))])
    assert cause_of([course], deadline=date(2026, 2, 28)) is Cause.DEADLINE


def test_no_time_before_the_deadline() -> None:
    course = Res("x", [("a", 1)], minutes=181)
    assert cause_of([course], deadline=date(2026, 1, 11), hours_per_week=3.0) is Cause.DEADLINE
    assert names(found([replace(course, minutes=180)], [need("a", 1)], deadline=date(2026, 1, 11))) == ["x"]


def test_only_by_excluded_providers_or_resources() -> None:
    course = Res("x", [("a", 1)], provider="p")
    assert cause_of([course], exclude=(iri("organisation", "p"),)) is Cause.EXCLUDED
    assert cause_of([course], exclude=(iri("resource", "x"),)) is Cause.EXCLUDED


def test_only_at_unknown_prices() -> None:
    course = Res("x", [("a", 1)], price=-1)
    assert cause_of([course], budget=5000) is Cause.PRICE
    allowed = found([course], [need("a", 1)], budget=5000, unknown_prices=True)
    assert (names(allowed), allowed.price, allowed.price_incomplete) == (["x"], 0, True)
    assert allowed.steps[0].price is None


def test_only_by_learning_of_unknown_length() -> None:
    course = Res("x", [("a", 1)], price=700, minutes=-1)
    assert cause_of([course]) is Cause.TIME
    allowed = found([course], [need("a", 1)], unknown_times=True)
    assert (names(allowed), allowed.minutes, allowed.cost, allowed.minutes_incomplete) == (["x"], 0, 700, True)


def test_what_takes_a_known_time_is_not_passed_over_for_what_does_not_say() -> None:
    steps = [Res("a-untold", [("a", 1)], minutes=-1), Res("b-told", [("a", 1)], minutes=6000)]
    assert names(found(steps, [need("a", 1)])) == ["b-told"]
    assert names(found(steps, [need("a", 1)], unknown_times=True)) == ["a-untold"]


def test_under_a_deadline_an_unknown_length_is_never_allowed() -> None:
    course = Res("x", [("a", 1)], minutes=-1)
    last = date(2030, 1, 1)
    assert cause_of([course], deadline=last, unknown_times=True) is Cause.DEADLINE
    answer = found([course], [need("a", 1)], deadline=last)
    assert causes(answer) == [Cause.SEVERAL]
    assert "learning whose length is not known and the deadline" in answer.open[0].explanation
    assert answer.relaxations == ()


def test_the_replay_finds_an_unknown_length_that_is_not_allowed_or_not_said() -> None:
    index, person = index_of(resources=[Res("x", [("a", 1)], minutes=-1)]), case([need("a", 1)], policy=POLICY)
    allowed = replace(person, constraints=Constraints(unknown_times=True))
    audited = audit(index, allowed)
    answer = route(index, allowed, audited)
    assert faults(index, allowed, audited, answer) == []
    assert faults(index, person, audited, answer) == ["a learning time is not known"]
    hurried = replace(person, constraints=Constraints(unknown_times=True, deadline=date(2030, 1, 1)))
    assert faults(index, hurried, audited, answer) == ["a learning time is not known"]
    silent = replace(answer, minutes_incomplete=False)
    assert faults(index, allowed, audited, silent) == ["an unknown learning time is not said to be one"]


def test_to_allow_an_unknown_length_is_offered_as_a_change() -> None:
    answer = found([Res("x", [("a", 1)], minutes=-1, price=300)], [need("a", 1)])
    assert [(r.constraint, r.value, r.closes, r.cost) for r in answer.relaxations] == [
        ("unknown_times", True, (iri("competence", "a"),), 300)
    ]


def test_every_cause_has_a_test() -> None:
    text = Path(__file__).read_text("utf-8") + Path(__file__).with_name("test_route_answers.py").read_text("utf-8")
    assert [cause.name for cause in Cause if f"Cause.{cause.name}" not in text] == []


def test_an_open_requirement_names_gateways_about_it() -> None:
    doors = [Door("finder", [iri("competence", "a")]), Door("other", [iri("competence", "b")])]
    answer = found([], [need("a", 1)], gateways=doors, competences=["b"])
    assert answer.open[0].gateways == (iri("gateway", "finder"),)


# ------------------------------------------------------------------------------------------ places
@pytest.mark.parametrize(
    ("served", "mine", "reached"),
    [
        ("england", "london", True),
        ("england", "camden", True),
        ("london", "england", True),
        ("camden", "england", True),
        ("north", "london", False),
        ("wales", "england", False),
        ("england", "wales", False),
    ],
)
def test_a_resource_serves_an_area(served: str, mine: str, reached: bool) -> None:
    award = Res("x", [("a", 1)], online=False, regions=[served], mode="blended")
    answer = found([award], [need("a", 1)], regions=(iri("region", mine),))
    assert names(answer) == (["x"] if reached else [])


@pytest.mark.parametrize(
    ("place", "mine", "reached"),
    [
        ("camden", "london", True),
        ("camden", "england", True),
        ("london", "london", True),
        ("england", "london", False),
        ("london", "camden", False),
        ("north", "london", False),
    ],
)
def test_an_offering_is_held_at_a_place(place: str, mine: str, reached: bool) -> None:
    run = Run("o", date(2026, 2, 2), region=place)
    course = Res("x", [("a", 1)], online=False, regions=["england"], mode="in-person", offerings=[run])
    answer = found([course], [need("a", 1)], regions=(iri("region", mine),))
    assert names(answer) == (["x"] if reached else [])


def test_what_has_no_region_is_nowhere_unless_it_is_online_or_at_work() -> None:
    mine = (iri("region", "london"),)
    nowhere = Res("x", [("a", 1)], online=False, mode="in-person")
    assert found([nowhere], [need("a", 1)], regions=mine).steps == ()
    assert names(found([replace(nowhere, work_based=True)], [need("a", 1)], regions=mine)) == ["x"]
    assert names(found([replace(nowhere, online=True)], [need("a", 1)], regions=mine)) == ["x"]


# ------------------------------------------------------------------------------------------ days
def test_self_paced_steps_follow_one_another_at_the_hours_a_week() -> None:
    """Three hours a week are 180 minutes in seven days: 180 fill a week, 90 more half of the next."""
    answer = found([Res("x", [("a", 1)], minutes=180), Res("y", [("b", 1)], minutes=90)], [need("a", 1), need("b", 1)])
    assert [(s.start, s.finish) for s in answer.steps] == [
        (date(2026, 1, 5), date(2026, 1, 11)),
        (date(2026, 1, 12), date(2026, 1, 15)),
    ]
    assert answer.finish == date(2026, 1, 15)


def test_an_offering_starts_on_its_date_and_ends_on_its_last_day() -> None:
    run = Run("o1", date(2026, 2, 2), date(2026, 2, 27), price=5000)
    answer = found([Res("x", [("a", 1)], price=100, minutes=60, offerings=[run])], [need("a", 1)])
    step = answer.steps[0]
    assert (step.start, step.finish, step.price) == (date(2026, 2, 2), date(2026, 2, 27), 5000)
    assert step.offering == iri("resource", "x") + "#offering-o1"


def test_an_offering_that_has_begun_or_is_full_is_not_taken() -> None:
    runs = [
        Run("begun", date(2026, 1, 4)),
        Run("full", date(2026, 1, 20), seats=0),
        Run("open", date(2026, 3, 2), seats=1),
    ]
    answer = found([Res("x", [("a", 1)], offerings=runs)], [need("a", 1)])
    assert answer.steps[0].offering.endswith("#offering-open")


def test_of_two_offerings_of_one_price_the_earlier() -> None:
    runs = [Run("late", date(2026, 3, 2)), Run("soon", date(2026, 2, 2))]
    answer = found([Res("x", [("a", 1)], offerings=runs)], [need("a", 1)])
    assert answer.steps[0].start == date(2026, 2, 2)


def test_a_course_day_that_comes_too_soon_after_its_prerequisite_is_not_taken() -> None:
    """Six hours of preparation at three a week end on 18 January: the 18th is too soon, the 19th is not."""
    first = Res("first", [("b", 1)], minutes=360)
    runs = [Run("too-soon", date(2026, 1, 18), price=1), Run("in-time", date(2026, 1, 19), price=900)]
    answer = found([first, Res("x", [("a", 1)], [("b", 1)], offerings=runs)], [need("a", 1)])
    assert [s.offering.rsplit("-", 2)[-2:] for s in answer.steps[1:]] == [["in", "time"]]
    assert [s.start for s in answer.steps] == [date(2026, 1, 5), date(2026, 1, 19)]


def clashing(*more: Res) -> list[Res]:
    """What teaches `c` needs `a`, which is taught only on a later day, or by what needs `c` itself."""
    return [
        Res("later", [("a", 1)], price=100, offerings=[Run("o", date(2026, 1, 16))]),
        Res("sooner", [Teach("a", 2, entry=1), Teach("c", 1)], price=100, offerings=[Run("o", date(2026, 1, 9))]),
        Res("left", [("b", 2)], [("c", 1)], price=100),
        Res("right", [Teach("b", 2, entry=1), ("a", 1), ("c", 1)], price=100),
        *more,
    ]


def test_a_chain_whose_dates_clash_is_not_taken_in_the_place_of_a_circle() -> None:
    answer = found(clashing(), [need("c", 1)])
    assert (names(answer), answer.proof) == ([], Proof.UNIQUE)
    dearer = found(clashing(Res("other", [("c", 1)], price=99900)), [need("c", 1)])
    assert (names(dearer), dearer.proof) == (["other"], Proof.UNIQUE)


def test_the_deadline_is_its_last_day() -> None:
    course = Res("x", [("a", 1)], offerings=[Run("o", date(2026, 2, 2), date(2026, 2, 6))])
    assert names(found([course], [need("a", 1)], deadline=date(2026, 2, 6))) == ["x"]
    assert found([course], [need("a", 1)], deadline=date(2026, 2, 5)).steps == ()


@pytest.mark.parametrize("minutes", [0, 60])
@pytest.mark.parametrize("obliged", [(), (iri("resource", "x"),)])
def test_a_deadline_that_is_past_leaves_no_route(minutes: int, obliged: tuple[str, ...]) -> None:
    """A library caller can ask for it; the file reader refuses it."""
    course = Res("x", [("a", 1)], minutes=minutes)
    answer = found([course], [need("a", 1)], deadline=date(2026, 1, 4), require=obliged, alternatives=3)
    assert (answer.steps, answer.weight, answer.finish, answer.alternatives) == ((), 0, None, ())
    assert (answer.proof, answer.stopped) == (Proof.UNIQUE, "")
    assert causes(answer) == [Cause.OBLIGED if obliged else Cause.DEADLINE]
    days = [one.value for one in answer.relaxations if one.constraint == "deadline"]
    assert days == [date(2026, 1, 5) if minutes == 0 else date(2026, 1, 7)]


# ------------------------------------------------------------------------------------------ must be used, must end in
def test_what_must_be_used_is_in_the_route_with_what_it_needs() -> None:
    steps = [Res("must", [("b", 1)], [("c", 1)], price=500), Res("before", [("c", 1)]), Res("x", [("a", 1)])]
    answer = found(steps, [need("a", 1)], require=(iri("resource", "must"),))
    assert sorted(names(answer)) == ["before", "must", "x"]
    assert names(answer).index("before") < names(answer).index("must")


def test_what_must_be_used_and_cannot_be_leaves_no_route() -> None:
    answer = found(
        [Res("must", [("b", 1)], [("c", 1)]), Res("x", [("a", 1)])],
        [need("a", 1)],
        require=(iri("resource", "must"),),
    )
    assert (answer.steps, answer.weight, answer.stopped) == ((), 0, "")
    assert [(r.constraint, r.closes) for r in answer.relaxations] == [("require", (iri("competence", "a"),))]


@pytest.mark.parametrize(
    "must",
    [
        Res("must", [("a", 1)], [("c", 1)]),
        Res("must", [("b", 1)], [("c", 1)], offerings=[Run("o", date(2026, 2, 2))]),
        Res("must", [("a", 3)], [("a", 2)], minutes=0),
        Res("must", [], [("c", 1)]),
    ],
)
@pytest.mark.parametrize("limits", [{}, {"budget": 100, "deadline": date(2026, 3, 1)}])
def test_where_nothing_at_all_can_start_what_must_be_used_is_the_cause(must: Res, limits: dict[str, object]) -> None:
    obliged = (iri("resource", "must"),)
    answer = found([must], [need("a", 1)], require=obliged, alternatives=3, **limits)  # type: ignore[arg-type]  # as for `found`
    assert (answer.steps, answer.closed, answer.alternatives) == ((), (), ())
    assert (answer.proof, answer.stopped, answer.extras_stopped) == (Proof.UNIQUE, "", ())
    assert causes(answer) == [Cause.OBLIGED]


AWARD = [Prize("whole", [Group(["m"]), Group(["u", "v", "w"], at_least=2)])]


def units(prices: Sequence[int]) -> list[Res]:
    return [
        Res(f"unit-{award}", [(taught, 1)], award=award, price=price)
        for award, taught, price in zip("muvw", "aaaa", prices, strict=True)
    ]


def test_an_award_of_a_mandatory_unit_and_two_of_three() -> None:
    answer = found(units([100, 300, 200, 100]), [need("a", 1)], prizes=AWARD, award=iri("award", "whole"))
    assert sorted(names(answer)) == ["unit-m", "unit-v", "unit-w"]
    assert answer.price == 400


def test_an_award_without_its_mandatory_unit_is_no_award() -> None:
    answer = found(units([100, 1, 1, 1])[1:], [need("a", 1)], prizes=AWARD, award=iri("award", "whole"))
    assert answer.steps == ()
    assert [r.constraint for r in answer.relaxations] == ["award"]


def test_units_that_bar_each_other_do_not_both_count() -> None:
    prizes = [*AWARD, Prize("v", barred=["w"])]
    answer = found(units([100, 300, 200, 100]), [need("a", 1)], prizes=prizes, award=iri("award", "whole"))
    assert sorted(names(answer)) == ["unit-m", "unit-u", "unit-w"]


def test_credits_from_a_group() -> None:
    prizes = [Prize("whole", [Group(["u", "v", "w"], credits=8)])]
    prizes += [Prize("u", credit=8), Prize("v", credit=5), Prize("w", credit=3)]
    answer = found(units([1, 9000, 300, 300]), [need("a", 1)], prizes=prizes, award=iri("award", "whole"))
    assert sorted(names(answer)) == ["unit-v", "unit-w"]


# ------------------------------------------------------------------------------------------ alternatives
def test_alternatives_come_in_order_and_differ_in_a_resource() -> None:
    steps = [Res(name, [("a", 1)], price=price) for name, price in (("x", 100), ("y", 200), ("z", 300), ("w", 400))]
    answer = found([*steps, Res("b", [("b", 1)])], [need("a", 1), need("b", 1)], alternatives=2)
    assert names(answer) == ["b", "x"]
    assert [names(other) for other in answer.alternatives] == [["b", "y"], ["b", "z"]]
    assert [other.proof for other in answer.alternatives] == [Proof.UNIQUE] * 2


def test_another_date_of_the_same_course_is_no_alternative() -> None:
    runs = [Run("one", date(2026, 2, 2)), Run("two", date(2026, 3, 2))]
    answer = found([Res("x", [("a", 1)], offerings=runs)], [need("a", 1)], alternatives=3)
    assert len(answer.steps) == 1
    assert answer.alternatives == ()


def test_an_alternative_differs_in_a_resource_that_teaches() -> None:
    """Two assessments that teach nothing give the award; to change one for the other is no other way to learn."""
    tests = [Res("test-1", award="whole", price=10), Res("test-2", award="whole", price=20)]
    steps = [Res("x", [("a", 1)]), Res("y", [("a", 1)], price=50), *tests]
    answer = found(steps, [need("a", 1)], prizes=[Prize("whole")], award=iri("award", "whole"), alternatives=3)
    assert sorted(names(answer)) == ["test-1", "x"]
    assert [sorted(names(other)) for other in answer.alternatives] == [["test-1", "y"], ["test-1"]]


# ------------------------------------------------------------------------------------------ reasons
def test_a_reason_is_the_chain_from_requirement_to_outcome() -> None:
    asked = replace(need("a", 2), proposed=Basis("a level that we set", 0.5))
    course = Res("x", [Teach("a", 2, basis="the title says so", confidence=0.75)])
    step = found([course], [asked], competences=[Comp("a", framework="lmc-2012")]).steps[0]
    resource, competence, outcome = iri("resource", "x"), iri("competence", "a"), iri("resource", "x") + "#teaches-1"
    (reason,) = step.reasons
    assert reason.triples == (
        Triple(asked.id, NAMESPACE + "competence", competence),
        Triple(competence, NAMESPACE + "inFramework", iri("framework", "lmc-2012")),
        Triple(resource, NAMESPACE + "teaches", outcome),
        Triple(outcome, NAMESPACE + "competence", competence),
    )
    assert reason.proposed == (Basis("a level that we set", 0.5), Basis("the title says so", 0.75))


def test_a_step_that_serves_a_later_one_says_which() -> None:
    answer = found([Res("x", [("b", 1)]), Res("y", [("a", 1)], [("b", 1)])], [need("a", 1)])
    (reason,) = answer.steps[0].reasons
    assert (reason.requirement, reason.for_step) == ("urn:need:a", iri("resource", "y"))
    assert (reason.competence, reason.from_level, reason.to_level) == (iri("competence", "b"), 0, 1)


def test_every_step_has_a_reason_that_ends_in_a_requirement() -> None:
    steps = [Res("x", [("b", 2)], [("c", 1)]), Res("y", [("a", 1)], [("b", 2)]), Res("z", [("c", 1), ("d", 1)])]
    answer = found(steps, [need("a", 1), need("d", 1)])
    assert len(answer.steps) == 3
    assert all(r.requirement in answer.closed for step in answer.steps for r in step.reasons)


# ------------------------------------------------------------------------------------------ relaxations
def test_the_least_budget_that_closes_more() -> None:
    steps = [Res("x", [("a", 1)], price=1200), Res("y", [("b", 1)], price=5000), Res("z", [("a", 1)], price=1500)]
    answer = found(steps, [need("a", 1), need("b", 1)], budget=1000)
    least, everything = answer.relaxations
    assert (least.constraint, least.value) == ("budget", 1200)
    assert (least.closes, least.weight) == ((iri("competence", "a"),), 9)
    assert (everything.constraint, everything.value) == ("budget", 6200)


def test_the_first_day_and_the_fewest_hours_that_close_more() -> None:
    """Six hours: at three a week done on 18 January, or by the 11th at six a week."""
    answer = found([Res("x", [("a", 1)], minutes=360)], [need("a", 1)], deadline=date(2026, 1, 11))
    changes = {relaxed.constraint: relaxed.value for relaxed in answer.relaxations}
    assert sorted(changes) == ["deadline", "hours_per_week"]
    assert changes == {"hours_per_week": 6.0, "deadline": date(2026, 1, 18)}
