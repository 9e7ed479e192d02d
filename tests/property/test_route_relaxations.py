"""The cheapest single change of each constraint, against trying them all by brute force on small blocked problems.

A limit (budget, hours a week, deadline) is loosened as little as lets any valid set close more. Of a list one entry
is added or lifted: the one whose best route is cheapest among those that close more.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations

import pytest
from brute import Best, Case, Step, best, judge, steps_of
from cases import index_for, specification_for, with_award, with_dates
from drawn import REGIONS, crowded_case, met_from_the_start
from indexes import iri

from signpost.engine.audit import audit
from signpost.engine.route import route
from signpost.model import LearningRoute, Proof, Relaxation

MODES = ("online", "in-person", "blended")
SPOKEN = ("en", "cy")
WEEK = 7 * 24 * 60


def blocked_case(kind: str, seed: int) -> Case:
    """A small problem with a constraint that is likely to stand in the way."""
    rng = random.Random(f"{kind} {seed}")
    case = crowded_case(rng, rng.randint(3, 6))
    if kind == "budget":
        unknown = [replace(r, price=-1) if rng.random() < 0.2 else r for r in case.resources]
        return replace(case, resources=unknown, budget=rng.choice([0, 100, 250, 400]))
    if kind == "deadline":
        return replace(case, deadline=case.as_at + timedelta(days=rng.randint(0, 4)), pace=rng.choice([60, 100, 180]))
    if kind == "dates":
        case = with_dates(rng, case)
        return replace(case, deadline=case.as_at + timedelta(days=rng.randint(0, 14)), pace=600)
    if kind == "times":
        untold = [replace(r, minutes=-1) if rng.random() < 0.5 else r for r in case.resources]
        return replace(case, resources=untold, budget=rng.choice([None, None, 400]))
    if kind == "lists":
        return _listed(rng, case)
    if kind == "required":
        names = rng.sample([r.name for r in case.resources], 2)
        return replace(case, require=names[:1], exclude=names[1:], budget=rng.choice([None, 300]))
    return with_award(rng, case)


def _listed(rng: random.Random, case: Case) -> Case:
    resources = [
        replace(
            r,
            online=rng.random() < 0.3,
            regions=[rng.choice(sorted(REGIONS))],
            mode=rng.choice(MODES),
            language=rng.choice(SPOKEN),
        )
        for r in case.resources
    ]
    return replace(
        case,
        resources=resources,
        within=REGIONS,
        regions=[rng.choice(["london", "wales"])],
        modes=rng.choice([(), MODES[:1], MODES[1:]]),
        languages=rng.choice([(), SPOKEN[:1]]),
        exclude=rng.choice([(), [rng.choice(resources).name]]),
    )


class Trials:
    """What changes of one constraint let more be closed, by brute force; cost is that of the best route then."""

    def __init__(self, case: Case) -> None:
        self.case = case
        found = best(case)
        self.beaten = met_from_the_start(case) if found is None else found.weight

    def helps(self, case: Case) -> Best | None:
        found = best(case)
        return found if found is not None and found.weight > self.beaten else None

    def heavier_sets(self, case: Case) -> Iterator[Sequence[Step]]:
        """Every valid set of steps that closes more."""
        steps = steps_of(case)
        for chosen in chain.from_iterable(combinations(steps, n) for n in range(len(steps) + 1)):
            found = judge(case, chosen)
            if found is not None and found.weight > self.beaten:
                yield chosen

    def least_budget(self) -> Case | None:
        lifted = replace(self.case, budget=None, unknown_prices=True)
        known = set(steps_of(self.case))
        sets = [s for s in self.heavier_sets(lifted) if self.case.budget is not None and set(s) <= known]
        pence = min((sum(max(0, self.case.by_name[name].price) for name, _ in chosen) for chosen in sets), default=None)
        return None if pence is None else replace(self.case, budget=pence)

    def first_deadline(self) -> Case | None:
        assert self.case.deadline is not None
        days = (self.case.deadline + timedelta(days=n) for n in range(1, 120))
        return next((c for day in days if self.helps(c := replace(self.case, deadline=day))), None)

    def least_pace(self) -> Case | None:
        """The minutes of each set that closes more in no matter what time say the pace that it needs."""
        assert self.case.deadline is not None
        days = (self.case.deadline - self.case.as_at).days + 1
        free = replace(self.case, deadline=None)
        known = set(steps_of(self.case))
        minutes = [
            sum(max(0, self.case.by_name[name].minutes) for name, _ in chosen)
            for chosen in self.heavier_sets(free)
            if set(chosen) <= known
        ]
        pace = max(self.case.pace + 1, -(-7 * min(minutes) // days)) if minutes else WEEK + 1
        return replace(self.case, pace=pace) if pace <= WEEK else None

    def cheapest(self, changed: Sequence[Case]) -> tuple[int, int] | None:
        """(cost, weight) of the cheapest best route among changes that close more."""
        found = [b for b in map(self.helps, changed) if b is not None]
        return min(((b.cost, -b.weight) for b in found), default=None)


def amount(told: Relaxation) -> int:
    """The pence, minutes a week, or ordinal of a day that a change sets."""
    if isinstance(told.value, date):
        return told.value.toordinal()
    return round(float(told.value) * 60) if told.constraint == "hours_per_week" else int(told.value)


def least(answer: LearningRoute) -> list[Relaxation]:
    """The changes of constraints; of two of one constraint the lesser stands first."""
    return [one for one in answer.relaxations if one.constraint != "assess"]


def answered(case: Case) -> LearningRoute:
    index, specification = index_for(case), specification_for(case)
    found = route(index, specification, audit(index, specification), alternatives=0)
    assert found.proof is Proof.UNIQUE
    return found


def check_limit(case: Case, told: Relaxation | None, wanted: Case | None, value: int) -> None:
    """A relaxed limit is the least that helps, with the weight and cost of the best route under it."""
    assert (told is None) == (wanted is None)
    if told is None or wanted is None:
        return
    found = best(wanted)
    assert found is not None
    assert amount(told) == value
    assert (told.weight, told.cost) == (found.weight - met_from_the_start(case), (found.cost + 30) // 60)


def check_list(case: Case, told: Relaxation | None, wanted: tuple[int, int] | None) -> None:
    """A changed list is one whose best route is the cheapest."""
    assert (told is None) == (wanted is None)
    if told is not None and wanted is not None:
        assert (told.cost, told.weight) == ((wanted[0] + 30) // 60, -wanted[1] - met_from_the_start(case))


def check_closes(case: Case, told: Relaxation) -> None:
    assert told.closes
    assert set(told.closes) <= {iri("competence", c) for c, *_ in case.wants}


def lists_of(case: Case) -> dict[str, list[Case]]:
    """Each constraint that is no limit, with every single change of it."""
    spoken = sorted({r.language or "en" for r in case.resources} - set(case.languages))
    found: dict[str, list[Case]] = {
        "exclude": [replace(case, exclude=[o for o in case.exclude if o != e]) for e in case.exclude],
        "require": [replace(case, require=[o for o in case.require if o != e]) for e in case.require],
    }
    if case.regions:
        found["regions"] = [replace(case, regions=[*case.regions, r]) for r in REGIONS if r not in case.regions]
    if case.modes:
        found["modes"] = [replace(case, modes=[*case.modes, m]) for m in MODES if m not in case.modes]
    if case.languages:
        found["languages"] = [replace(case, languages=[*case.languages, tag]) for tag in spoken]
    if case.award:
        found["award"] = [replace(case, award="")]
    if case.budget is not None and not case.unknown_prices:
        found["unknown_prices"] = [replace(case, unknown_prices=True)]
    if case.deadline is None and not case.unknown_times:
        found["unknown_times"] = [replace(case, unknown_times=True)]
    return found


def check(case: Case) -> list[str]:
    """Every relaxation told, and none other, is that of brute force; returns which constraints were relaxed."""
    told = {one.constraint: one for one in reversed(least(answered(case)))}
    trials = Trials(case)
    if case.budget is not None:
        wanted = trials.least_budget()
        check_limit(case, told.get("budget"), wanted, wanted.budget if wanted and wanted.budget is not None else 0)
    if case.deadline is not None:
        later = trials.first_deadline()
        check_limit(case, told.get("deadline"), later, later.deadline.toordinal() if later and later.deadline else 0)
        if not any(r.offerings for r in case.resources):
            faster = trials.least_pace()
            check_limit(case, told.get("hours_per_week"), faster, faster.pace if faster else 0)
    for constraint, changed in lists_of(case).items():
        check_list(case, told.get(constraint), trials.cheapest(changed))
    for one in told.values():
        check_closes(case, one)
    return list(told)


@pytest.mark.parametrize("kind", ["budget", "deadline", "dates", "times", "lists", "required", "award"])
def test_the_cheapest_single_change_of_each_constraint(kind: str) -> None:
    """At least 40 problems of each kind in which some constraint stands in the way: over 200 in all."""
    relaxed, seed = Counter[str](), 0
    blocked = 0
    while blocked < 40:
        words = check(blocked_case(kind, seed))
        relaxed.update(words)
        blocked, seed = blocked + bool(words), seed + 1
        assert seed < 400, f"only {blocked} blocked problems of this kind: {relaxed}"
    least_kinds = {"lists": 4, "deadline": 2, "dates": 1, "budget": 2, "times": 2, "required": 2, "award": 1}
    assert len(relaxed) >= least_kinds[kind]


def test_hours_a_week_help_where_courses_have_dates_too() -> None:
    """By the definition alone: as many hours as it says close more, and the words name them."""
    told = 0
    for seed in range(120):
        case = blocked_case("dates", seed)
        case = replace(case, pace=30)
        for one in answered(case).relaxations:
            if one.constraint == "hours_per_week":
                helped = Trials(case).helps(replace(case, pace=amount(one)))
                assert helped is not None
                assert one.weight == helped.weight - met_from_the_start(case)
                told += 1
    assert told >= 3
