"""What must hold of routes whatever the catalogue: on small random problems, and on catalogues of 10,000 resources.

The second engine and the certificate are those of `landmarks`, which reads the whole catalogue and prunes nothing.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from brute import Case
from cases import index_for, specification_for
from drawn import crowded_case, drawn
from landmarks import certificate, plan_of

from benchmarks.catalogues import Family, catalogue, person
from signpost.engine.audit import audit
from signpost.engine.catalogue import catalogue as problem_of
from signpost.engine.index import Index
from signpost.engine.replay import faults
from signpost.engine.route import route
from signpost.engine.solver.highs import Effort
from signpost.engine.solver.solve import solver_of
from signpost.model import Constraints, LearningRoute, PersonSpecification, Proof

LARGE = 10_000
WHERE = Path(__file__).resolve().parents[2]


def answered(case: Case) -> LearningRoute:
    index, specification = index_for(case), specification_for(case)
    return route(index, specification, audit(index, specification), alternatives=1)


def answer(
    index: Index,
    specification: PersonSpecification,
    *,
    work_limit: int | None = None,
    seconds: float | None = None,
    clock: Callable[[], float] | None = None,
) -> LearningRoute:
    """The route without alternatives, replayed."""
    audited = audit(index, specification)
    found = route(
        index, specification, audited, alternatives=0, work_limit=work_limit, deadline_seconds=seconds, clock=clock
    )
    assert faults(index, specification, audited, found) == []
    return found


def worth(found: LearningRoute, case: Case) -> tuple[object, ...]:
    """Smaller is better, as far as routes of different problems can be compared."""
    providers = {step.provider for step in found.steps} - {""}
    return -found.weight, found.cost, found.finish or case.as_at, len(found.steps), len(providers)


# ------------------------------------------------------------------------------------------ two engines
@pytest.mark.parametrize(("gap", "seed"), [(5, 11), (5, 12), (5, 13), (20, 14), (20, 15), (60, 16)])
def test_a_second_engine_that_prunes_nothing_finds_the_same_cost(gap: int, seed: int) -> None:
    """And its landmarks are a certificate: each is checked, and weights of them add up to nearly the same cost."""
    index = catalogue(LARGE, seed)
    specification = person(index, gap, seed)
    found, plan = answer(index, specification), plan_of(index, specification)
    assert found.proof is Proof.UNIQUE
    assert len(found.closed) == len(plan.goals)
    cost, _ = plan.least_cost()
    assert found.cost == (cost + 30) // 60
    assert all(plan.out_of_reach_without(landmark) for landmark in plan.landmarks)
    _, bound = certificate(plan.cost, plan.landmarks)
    assert 0.97 * cost <= bound <= cost


@pytest.mark.parametrize("family", [Family(flat=True), Family(dense=True)], ids=["flat", "dense"])
def test_the_second_engine_agrees_on_hard_families(family: Family) -> None:
    proven = 0
    for seed in range(3):
        index = catalogue(300, seed, family)
        specification = person(index, 4, seed)
        found, plan = answer(index, specification), plan_of(index, specification)
        if plan.open_goals(np.arange(len(plan.cost))):
            continue
        cost, _ = plan.least_cost()
        assert found.cost_bound <= (cost + 30) // 60 <= found.cost
        if found.proof is Proof.UNIQUE:
            assert found.cost == (cost + 30) // 60
            proven += 1
    assert proven >= 1


@pytest.mark.parametrize("seed", [21, 22])
def test_the_number_of_columns_searched_first_does_not_matter(seed: int) -> None:
    index = catalogue(LARGE, seed)
    specification = person(index, 8, seed)
    problem = problem_of(index, specification, audit(index, specification)).problem
    few, some, many = (solver_of(problem, Effort(), first=first).best() for first in (1, 240, 3000))
    assert few.columns == some.columns == many.columns
    assert few.proof is some.proof is many.proof is Proof.UNIQUE


def test_a_budget_that_binds_is_proven_by_none_being_cheaper_for_more() -> None:
    """At 10,000: with just the optimum's price all is closed at the same cost; with a penny less it is not cheaper."""
    index = catalogue(LARGE, 31)
    specification = person(index, 8, 31)
    free = answer(index, specification)
    exact = answer(index, replace(specification, constraints=Constraints(budget=free.price)))
    tight = answer(index, replace(specification, constraints=Constraints(budget=free.price - 1)))
    assert [s.resource for s in exact.steps] == [s.resource for s in free.steps]
    assert tight.proof is Proof.UNIQUE
    assert (-tight.weight, tight.cost) > (-free.weight, free.cost)
    assert tight.price < free.price


# ------------------------------------------------------------------------------------------ more, cheaper, looser
def test_more_attainments_never_add_an_open_requirement() -> None:
    for seed in range(60):
        case = drawn("plain", seed)
        more = replace(case, held={**case.held, **_another(random.Random(seed), case)})
        before, after = answered(case), answered(more)
        still = {o.requirement for o in after.open}
        assert still <= {o.requirement for o in before.open}
        assert len(still) < len(before.open) or after.cost <= before.cost


def _another(rng: random.Random, case: Case) -> dict[tuple[str, str], int]:
    competence = rng.choice([c for c, *_ in case.wants])
    return {(competence, f): min(5, case.held.get((competence, f), 0) + 1) for f in "kp"}


def test_more_attainments_never_lower_what_a_budget_closes() -> None:
    for seed in range(60):
        case = drawn("budget", seed)
        more = replace(case, held={**case.held, **_another(random.Random(seed), case)})
        assert _open_weight(answered(more), more) <= _open_weight(answered(case), case)


def _open_weight(found: LearningRoute, case: Case) -> int:
    still = {o.requirement for o in found.open}
    return sum(weight for n, (*_, weight) in enumerate(case.wants) if any(r.endswith(f"/{n}") for r in still))


@pytest.mark.parametrize("kind", ["plain", "budget", "required"])
def test_a_cheaper_price_never_makes_the_optimum_dearer(kind: str) -> None:
    for seed in range(60):
        rng, case = random.Random(seed), drawn(kind, seed)
        chosen = rng.choice(case.resources)
        cheaper = [replace(r, price=r.price // 2) if r is chosen and r.price > 0 else r for r in case.resources]
        after, before = answered(replace(case, resources=cheaper)), answered(case)
        assert (-after.weight, after.cost) <= (-before.weight, before.cost)


LOOSER: dict[str, Callable[[Case], Case]] = {
    "budget": lambda c: replace(c, budget=None if c.budget is None else c.budget + 200),
    "deadline": lambda c: replace(c, deadline=None),
    "pace": lambda c: replace(c, pace=2 * c.pace),
    "regions": lambda c: replace(c, regions=()),
    "modes": lambda c: replace(c, modes=()),
    "languages": lambda c: replace(c, languages=()),
    "exclude": lambda c: replace(c, exclude=()),
    "require": lambda c: replace(c, require=()),
    "award": lambda c: replace(c, award=""),
    "unknown prices": lambda c: replace(c, unknown_prices=True),
    "unknown times": lambda c: replace(c, unknown_times=True),
}


@pytest.mark.parametrize(
    ("kind", "constraint"),
    [
        ("budget", "budget"),
        ("budget", "unknown prices"),
        ("unknown times", "unknown times"),
        ("deadline", "deadline"),
        ("deadline", "pace"),
        ("dates, budget, deadline", "budget"),
        ("dates, budget, deadline", "deadline"),
        ("places", "regions"),
        ("places", "modes"),
        ("places", "languages"),
        ("excluded", "exclude"),
        ("award", "award"),
    ],
)
def test_a_looser_constraint_never_makes_the_answer_worse(kind: str, constraint: str) -> None:
    """More hours a week are tried where no course has dates: there, an earlier step can crowd out a course day."""
    better = 0
    for seed in range(30):
        case = drawn(kind, seed)
        looser = LOOSER[constraint](case)
        before, after = worth(answered(case), case), worth(answered(looser), looser)
        assert after <= before
        better += after < before
    assert better >= 1


# ------------------------------------------------------------------------------------------ the same every time
@pytest.mark.parametrize("kind", ["plain", "dates, budget, deadline", "award", "places"])
def test_the_order_of_insertion_never_matters(kind: str) -> None:
    for seed in range(30):
        rng, case = random.Random(seed), drawn(kind, seed)
        resources = [replace(r, teaches=rng.sample(r.teaches, len(r.teaches))) for r in case.resources]
        permuted = replace(
            case,
            resources=rng.sample(resources, len(resources)),
            held=dict(rng.sample(list(case.held.items()), len(case.held))),
            prizes=rng.sample(case.prizes, len(case.prizes)),
        )
        before, after = answered(case), answered(permuted)
        assert _without_parts(after) == _without_parts(before)


def _without_parts(found: LearningRoute) -> str:
    """All of an answer but the numbers of parts, which tell the order in which a resource's outcomes were written."""
    return repr(replace(found, steps=tuple(replace(step, reasons=()) for step in found.steps), alternatives=()))


def test_the_order_of_requirements_decides_nothing_but_their_own() -> None:
    for seed in range(30):
        case = drawn("budget", seed)
        index, specification = index_for(case), specification_for(case)
        turned = replace(specification, requirements=specification.requirements[::-1])
        before, after = answer(index, specification), answer(index, turned)
        assert [s.resource for s in after.steps] == [s.resource for s in before.steps]
        assert sorted(after.closed) == sorted(before.closed)


def test_names_decide_nothing_but_ties() -> None:
    """Under other IRIs the answer is as good, whatever is chosen among equals."""
    for seed in range(30):
        rng, case = random.Random(seed), drawn("budget", seed)
        names = dict(
            zip(*(rng.sample([r.name for r in case.resources], len(case.resources)) for _ in "ab"), strict=True)
        )
        renamed = replace(case, resources=[replace(r, name=names[r.name]) for r in case.resources])
        assert worth(answered(renamed), renamed) == worth(answered(case), case)


SCRIPT = """
from benchmarks.catalogues import Family, catalogue, person
from signpost.engine.audit import audit
from signpost.engine.route import route
for family, limit in ((Family(), None), (Family(dense=True), 10)):
    index = catalogue(5000, 5, family)
    specification = person(index, 20, 5)
    print(route(index, specification, audit(index, specification), work_limit=limit))
"""


def test_answers_are_the_same_bytes_in_every_process() -> None:
    """Proven or stopped by a work limit, whatever the seed of Python's hashes."""
    outputs = set()
    for seed in ("0", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([str(WHERE), *sys.path])}
        ran = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, check=True, cwd=WHERE
        )
        outputs.add(ran.stdout)
    assert len(outputs) == 1
    assert b"work limit" in outputs.pop()


# ------------------------------------------------------------------------------------------ cut short
def hard_case() -> tuple[Index, PersonSpecification]:
    """A loop-dense catalogue in which no answer is proven within a few nodes."""
    index = catalogue(LARGE, 3, Family(dense=True))
    return index, person(index, 40, 3)


@pytest.mark.parametrize("limit", [1, 7, 30])
def test_a_work_limit_gives_the_same_answer_every_time_and_says_so(limit: int) -> None:
    index, specification = hard_case()
    first, again = (answer(index, specification, work_limit=limit) for _ in range(2))
    assert repr(first) == repr(again)
    assert first.stopped == "work limit"
    assert first.proof is not Proof.UNIQUE
    assert first.weight <= first.weight_bound
    assert first.cost_bound <= first.cost


@pytest.mark.parametrize("kind", ["plain", "budget", "dates, budget, deadline", "award"])
def test_no_bound_is_beyond_the_true_optimum(kind: str) -> None:
    """Answers cut short after few nodes, against the proven ones."""
    for seed in range(20):
        case = drawn(kind, seed, 7)
        index, specification = index_for(case), specification_for(case)
        best = answer(index, specification)
        for limit in (1, 2, 5):
            found = answer(index, specification, work_limit=limit)
            assert found.weight <= best.weight <= found.weight_bound
            if found.weight == best.weight and found.steps:
                assert found.cost_bound <= best.cost <= found.cost
            assert (found.stopped == "work limit") or found.proof is Proof.UNIQUE


@pytest.mark.parametrize("limit", [1, 10, 60])
def test_no_bound_is_beyond_the_optimum_of_a_large_catalogue(limit: int) -> None:
    index = catalogue(LARGE, 41)
    specification = person(index, 20, 41)
    best, found = answer(index, specification), answer(index, specification, work_limit=limit)
    assert best.proof is Proof.UNIQUE
    assert found.weight <= best.weight <= found.weight_bound
    assert found.weight < best.weight or found.cost_bound <= best.cost <= found.cost


def test_a_time_limit_is_kept_and_said() -> None:
    index, specification = hard_case()
    started = time.perf_counter()
    found = answer(index, specification, seconds=1.0, clock=time.perf_counter)
    assert time.perf_counter() - started < 4.0
    assert found.stopped == "time limit"
    assert found.proof is not Proof.UNIQUE
    assert found.weight <= found.weight_bound


def test_the_time_is_that_of_the_clock_given() -> None:
    """A clock on which a minute passes at each look: the limit is reached at once."""
    index, specification = hard_case()
    ticks = count()
    found = answer(index, specification, seconds=60.0, clock=lambda: 60.0 * next(ticks))
    assert found.stopped == "time limit"
    assert found.weight <= found.weight_bound


def test_a_time_limit_that_is_not_reached_leaves_no_mark() -> None:
    case = crowded_case(random.Random(1), 8)
    index, specification = index_for(case), specification_for(case)
    timed = answer(index, specification, seconds=3600.0, clock=time.perf_counter)
    assert repr(timed) == repr(answer(index, specification))
    assert timed.stopped == ""
