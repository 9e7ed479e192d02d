"""Where a resource would be signposted: answers worked out by hand, and the sentences that tell them.

An hour counts £15, so a minute 25 pence: a rival of £100 and 60 minutes costs £115 in all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from indexes import Need, Res, Role, Run, Teach, index_of, iri

from signpost.engine.index import EXACT, KNOWLEDGE
from signpost.engine.placement import placed
from signpost.model import Keeps, Obstacle, Place, Placed, Placement, Policy, Start
from signpost.pages.preview import sentence

TODAY = date(2026, 1, 5)
POLICY = Policy(value_per_hour=1500)
RIVAL = Res("rival", [("a", 2)], price=10000, minutes=60)
MANAGER = Role("manager", [("a", 2)])


def place(mine: Res, others: Sequence[Res] = (RIVAL,), roles: Sequence[Role] = (MANAGER,), **more: Any) -> Placed:
    policy, limit = more.pop("policy", POLICY), {"work_limit": 2000}
    limit |= {name: more.pop(name) for name in ("work_limit", "most", "enough") if name in more}
    index = index_of(resources=[mine, *others], roles=roles, **more)
    regions = [index.iri("region", row) for row in range(len(index.region_iri))]
    named = [iri("role", role.name) for role in roles]
    return placed(index, [iri("resource", mine.name)], named, regions, TODAY, policy, **limit)[0]


def nothing(found: Placed) -> Placement:
    """Where it stands for someone who holds nothing."""
    return next(one for one in found.placements if one.start is Start.NOTHING)


def below(found: Placed) -> Placement:
    return next(one for one in found.placements if one.start is Start.BELOW)


def keeps_out(found: Placed) -> list[Obstacle]:
    assert nothing(found).place is Place.OUT
    return list(nothing(found).keeps_out)


A, B = iri("competence", "a"), iri("competence", "b")


# ---------------------------------------------------------------------------------------------- in
def test_the_only_resource_is_a_step() -> None:
    found = place(Res("mine", [("a", 2)], price=99900), others=[])
    for one in found.placements:
        assert (one.place, one.step, one.steps, one.closes, one.keeps_out) == (Place.STEP, 1, 1, (A,), ())
    assert found.roles == (iri("role", "manager"),)


def test_the_cheaper_one_is_the_step() -> None:
    found = place(Res("mine", [("a", 2)], price=9999, minutes=60))
    assert [one.place for one in found.placements] == [Place.STEP, Place.STEP]


def test_what_others_ask_for_first_is_a_step_though_no_role_asks_for_it() -> None:
    found = place(Res("mine", [("b", 1)]), others=[Res("next", [("a", 2)], [("b", 1)])])
    assert (nothing(found).place, nothing(found).step, nothing(found).closes) == (Place.STEP, 1, (A,))


def test_what_differs_in_its_body_alone_is_named_beside_the_step() -> None:
    mine = Res("zz-mine", [("a", 2)], price=10000, minutes=60, provider="us")
    found = nothing(place(mine, others=[replace(RIVAL, provider="them")]))
    assert (found.place, found.signposted) == (Place.BESIDE, True)
    assert found.beaten_by == (iri("resource", "rival"),)


def test_of_two_that_cost_the_same_the_order_decides() -> None:
    assert nothing(place(Res("mine", [("a", 2)], price=10000, minutes=60))).place is Place.STEP
    late = place(Res("zz-mine", [("a", 2)], price=10000, minutes=60))
    assert keeps_out(late) == [Obstacle(Keeps.PRICE, 10000, 9999), Obstacle(Keeps.TIME, 60, 59)]


def test_a_role_that_asks_for_nothing_of_it_is_told_apart() -> None:
    found = place(Res("mine", [("z", 2)]))
    assert [one.place for one in found.placements] == [Place.UNASKED, Place.UNASKED]
    assert found.roles == ()


# ---------------------------------------------------------------------------------------------- money and time
def test_the_price_at_which_it_would_enter_is_one_penny_below_the_rivals() -> None:
    found = place(Res("mine", [("a", 2)], price=20000, minutes=60))
    assert keeps_out(found) == [Obstacle(Keeps.PRICE, 20000, 9999)]
    assert nothing(found).beaten_by == (iri("resource", "rival"),)
    assert nothing(place(Res("mine", [("a", 2)], price=9999, minutes=60))).place is Place.STEP


def test_the_learning_time_counts_in_the_price() -> None:
    """The rival costs 11500 pence; 459 minutes at 25 pence cost 11475, one more as much as the rival."""
    assert keeps_out(place(Res("mine", [("a", 2)], price=0, minutes=900))) == [Obstacle(Keeps.TIME, 900, 459)]


def test_where_neither_money_nor_time_alone_would_do_nothing_is_said_of_them() -> None:
    assert keeps_out(place(Res("mine", [("a", 2)], price=20000, minutes=900))) == []


def test_without_a_learning_time_it_is_in_no_route() -> None:
    found = place(Res("mine", [("a", 2)], price=4000, minutes=-1))
    assert keeps_out(found) == [Obstacle(Keeps.UNTIMED, None, 299)]


def test_where_an_hour_costs_nothing_no_time_is_told() -> None:
    found = place(Res("mine", [("a", 2)], price=20000, minutes=900), policy=Policy(value_per_hour=0))
    assert keeps_out(found) == [Obstacle(Keeps.PRICE, 20000, 9999)]


def test_all_offerings_count_at_the_price_that_is_told() -> None:
    runs = [Run("o1", date(2026, 2, 1), price=20000), Run("o2", date(2026, 3, 1), price=30000)]
    found = place(Res("mine", [("a", 2)], price=-1, minutes=60, offerings=runs))
    assert keeps_out(found) == [Obstacle(Keeps.PRICE, 20000, 9999)]
    assert not found.unpriced
    assert place(Res("mine", [("a", 2)], price=-1)).unpriced


# ---------------------------------------------------------------------------------------------- dates
@pytest.mark.parametrize(
    ("run", "keeps"),
    [(Run("o", date(2025, 12, 1)), Keeps.PAST), (Run("o", date(2026, 2, 1), seats=0), Keeps.FULL)],
)
def test_offerings_that_nobody_can_take(run: Run, keeps: Keeps) -> None:
    found = place(Res("mine", [("a", 2)], offerings=[run]))
    assert keeps_out(found) == [Obstacle(keeps)]
    assert found.closed is keeps


def test_what_anybody_can_take_is_not_closed() -> None:
    runs = [Run("o1", date(2025, 12, 1)), Run("o2", date(2026, 2, 1), seats=0), Run("o3", date(2026, 3, 1))]
    assert place(Res("mine", [("a", 2)], offerings=runs)).closed is None
    assert place(Res("mine", [("a", 2)], offerings=runs[:2])).closed is Keeps.FULL
    assert place(Res("mine", [("a", 2)], minutes=-1)).closed is Keeps.UNTIMED
    assert place(Res("mine", [("a", 2)], scheduled=True)).closed is Keeps.UNDATED


def test_what_runs_on_dates_that_nobody_knows() -> None:
    assert keeps_out(place(Res("mine", [("a", 2)], scheduled=True))) == [Obstacle(Keeps.UNDATED)]


# ---------------------------------------------------------------------------------------------- levels
def test_a_level_that_is_too_low() -> None:
    found = place(Res("mine", [("a", 1)]))
    assert keeps_out(found) == [Obstacle(Keeps.OUTCOME, 1, 2, A)]
    assert below(found).keeps_out == (Obstacle(Keeps.OUTCOME, 1, 2, A),)


def test_a_start_that_is_too_high_for_one_and_not_for_the_other() -> None:
    found = place(Res("mine", [Teach("a", 2, entry=1)]))
    assert keeps_out(found) == [Obstacle(Keeps.ENTRY, 1, 0, A)]
    assert below(found).place is Place.STEP


def test_a_start_that_is_not_held_is_lowered_to_what_is() -> None:
    rival, manager = Res("rival", [("a", 4)], price=10000), Role("manager", [("a", 3)])
    found = place(Res("mine", [Teach("a", 4, entry=3)]), [rival], [manager])
    assert below(found).keeps_out == (Obstacle(Keeps.ENTRY, 3, 2, A),)


def test_knowledge_alone_where_performance_is_asked_for_too() -> None:
    found = place(Res("mine", [Teach("a", 2, shows=KNOWLEDGE)]))
    assert keeps_out(found) == [Obstacle(Keeps.SHOWS, 1, 3, A)]
    asks = Role("manager", [Need("a", 2, asks=KNOWLEDGE)])
    assert nothing(place(Res("mine", [Teach("a", 2, shows=KNOWLEDGE)]), roles=[asks])).place is Place.STEP


def test_what_it_asks_for_first_and_nothing_leads_to() -> None:
    found = place(Res("mine", [("a", 2)], [("b", 2)]))
    assert keeps_out(found) == [Obstacle(Keeps.PREREQUISITE, 2, 0, B)]


def test_two_things_at_once_are_not_called_one() -> None:
    assert keeps_out(place(Res("mine", [Teach("a", 2, entry=1)], [("b", 2)]))) == []


def test_a_match_of_what_is_asked_for_is_not_counted_as_that() -> None:
    found = place(Res("mine", [("b", 2)]), alignments=[("b", EXACT, "a")])
    assert keeps_out(found) == [Obstacle(Keeps.ALIGNED, competence=B, instead=A)]
    assert nothing(found).beaten_by == (iri("resource", "rival"),)


def test_a_step_that_is_there_for_other_things_too_is_called_so() -> None:
    rival, manager = Res("rival", [("a", 2), ("b", 2)], price=10000), Role("manager", [("a", 2), ("b", 2)])
    found = nothing(place(Res("mine", [("a", 2)], price=100), [rival], [manager]))
    assert (found.place, found.anyway, found.keeps_out) == (Place.OUT, True, ())
    assert not nothing(place(Res("mine", [("a", 2)], price=20000))).anyway


def test_a_search_that_is_stopped_says_so() -> None:
    found = place(Res("mine", [("a", 2)], price=10000, minutes=60), work_limit=0)
    assert {one.place for one in found.placements} == {Place.UNSETTLED}


# ---------------------------------------------------------------------------------------------- budgets
OTHERS = [
    Role("a-far", [("b", 1)]),
    Role("m-near", [("a", 2)]),
    Role("n-near", [("a", 1)]),
    Role("z-other", [("z", 1)]),
]
LEADING = [RIVAL, Res("next", [("b", 1)], [("a", 2)])]


def roles_at(found: Placed, place: Place) -> list[str]:
    names = dict.fromkeys(one.role.rsplit("/", 1)[1] for one in found.placements if one.place is place)
    return list(names)


def test_of_many_roles_those_are_looked_at_first_that_ask_for_what_it_teaches() -> None:
    mine = Res("mine", [("a", 2)], price=100)
    found = place(mine, LEADING, OTHERS, most=2)
    assert roles_at(found, Place.STEP) == ["m-near", "n-near"]
    assert roles_at(found, Place.PASSED) == ["a-far"]
    assert roles_at(found, Place.UNASKED) == ["z-other"]
    assert found.roles == (iri("role", "m-near"), iri("role", "n-near"))
    assert roles_at(place(mine, LEADING, OTHERS, most=3), Place.PASSED) == []


def test_when_the_time_is_up_no_further_role_is_looked_at() -> None:
    asked: list[float] = []

    def enough(part: float) -> bool:
        asked.append(part)
        return len(asked) > 1

    mine = Res("mine", [("a", 2)], price=100, online=False, regions=["london"])
    found = place(mine, LEADING, OTHERS, enough=enough, regions=["london"])
    assert roles_at(found, Place.STEP) == ["m-near"]
    assert roles_at(found, Place.PASSED) == ["a-far", "n-near"]
    assert [(one.within, one.roles, one.looked) for one in found.regions] == [(True, (), 0)]
    assert asked == [0.7, 0.7, 1.0], "seven tenths of the time go to the roles, the rest to the regions"


def test_each_resource_has_its_own_part_of_the_time() -> None:
    asked: list[float] = []
    index = index_of(resources=[RIVAL, Res("mine", [("a", 2)])], roles=[MANAGER])
    names = [iri("resource", name) for name in ("mine", "rival")]
    placed(index, names, [iri("role", "manager")], [], TODAY, POLICY, enough=lambda part: bool(asked.append(part)))
    assert asked == [0.7, 1.7]


# ---------------------------------------------------------------------------------------------- places
def test_the_regions_of_a_resource_that_is_bound_to_a_place() -> None:
    mine = Res("mine", [("a", 2)], mode="in-person", online=False, regions=["london"], price=100)
    found = place(mine, regions={"london": "", "wales": ""})
    assert [(one.region, one.within, one.roles, one.looked) for one in found.regions] == [
        (iri("region", "london"), True, (iri("role", "manager"),), 1),
        (iri("region", "wales"), False, (), 0),
    ]
    assert place(Res("mine", [("a", 2)]), regions=["london"]).regions == ()


def test_a_region_without_the_rival_is_one_in_which_it_enters() -> None:
    mine = Res("mine", [("a", 2)], online=False, regions=["london", "wales"], price=20000)
    found = place(mine, [replace(RIVAL, online=False, regions=["london"])])
    assert [(one.region.rsplit("/", 1)[1], len(one.roles)) for one in found.regions] == [("london", 0), ("wales", 1)]
    unasked = place(replace(mine, teaches=[("z", 1)]), [])
    assert all(one.within and not one.roles for one in unasked.regions)


def test_another_language_is_told() -> None:
    assert place(Res("mine", [("a", 2)], language="cy")).language == "cy"
    assert place(Res("mine", [("a", 2)], language="en-GB")).language == ""


# ---------------------------------------------------------------------------------------------- in words
CALLED = {"x": "Course X", "y": "Course Y", "a": "CODE1", "b": "CODE2"}


@pytest.mark.parametrize(
    ("obstacle", "said"),
    [
        (Obstacle(Keeps.PRICE, 20000, 14000), "at £140 or less"),
        (Obstacle(Keeps.PRICE, 20000, 0), "free of charge"),
        (Obstacle(Keeps.TIME, 600, 90), "with 1 h 30 min of learning or less"),
        (Obstacle(Keeps.UNTIMED, None, 60), "if it stated a learning time, of 1 h or less"),
        (Obstacle(Keeps.UNDATED), "if it stated a date on which it runs"),
        (Obstacle(Keeps.PAST), "with an offering that has not begun yet"),
        (Obstacle(Keeps.FULL), "with an offering that has seats left"),
        (Obstacle(Keeps.OUTCOME, 2, 3, "a"), "if it led to level 3 of CODE1, not 2"),
        (Obstacle(Keeps.ENTRY, 2, 0, "a"), "if it started from level 0 of CODE1, not 2"),
        (Obstacle(Keeps.SHOWS, 1, 3, "a"), "if it showed both knowledge and performance of CODE1"),
        (Obstacle(Keeps.PREREQUISITE, 2, 0, "b"), "if it asked for no level of CODE2 first, not 2"),
        (Obstacle(Keeps.PREREQUISITE, 2, 1, "b"), "if it asked for no more than level 1 of CODE2 first, not 2"),
        (Obstacle(Keeps.ALIGNED, None, None, "b", "a"), "if it named CODE1, of which it teaches only a match"),
    ],
)
def test_each_obstacle_has_its_words(obstacle: Obstacle, said: str) -> None:
    out = Placement("m", "r", Start.NOTHING, Place.OUT, beaten_by=("x",), keeps_out=(obstacle,))
    assert sentence(out, CALLED) == f"Beaten by Course X: it would enter the best route {said}."


def test_several_ways_and_none_are_one_sentence() -> None:
    ways = (Obstacle(Keeps.PRICE, 200, 100), Obstacle(Keeps.TIME, 90, 60))
    out = Placement("m", "r", Start.NOTHING, Place.OUT, beaten_by=("x", "y"), keeps_out=ways)
    assert sentence(out, CALLED) == (
        "Beaten by Course X and Course Y: it would enter the best route at £1 or less, or with 1 h of learning or less."
    )
    alone = replace(out, keeps_out=(), beaten_by=("x",), anyway=True)
    assert sentence(alone, CALLED) == (
        "Beaten by Course X, there for other things too; no one change would bring it in."
    )
    assert sentence(replace(alone, beaten_by=()), CALLED) == "It gives nothing that is still missing."
    many = replace(out, place=Place.BESIDE, beaten_by=("x", "y", "a", "b", "x"))
    assert sentence(many, CALLED) == "Named beside Course X, Course Y, CODE1 and 2 more, as just as good."
    step = Placement("m", "r", Start.NOTHING, Place.STEP, 2, 5, ("a", "b"))
    assert sentence(step, CALLED) == "Step 2 of 5, for CODE1 and CODE2."
