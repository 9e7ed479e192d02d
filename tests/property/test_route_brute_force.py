"""The engine against every subset of the steps, on thousands of small random problems, circular prerequisites included.

Each seed draws a problem and which constraints stand. The engine's answer must be the first of all valid sets in the
whole order: closed weight, cost, finish, steps, providers, IRIs; `route` replays every answer before it hands it out.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from brute import FACETS, Best, Case, best, can_start, steps_of, take
from cases import START, index_for, random_case, specification_for, with_award, with_dates
from indexes import Res, Teach

from signpost.engine.audit import audit
from signpost.engine.catalogue import catalogue
from signpost.engine.highs import Effort
from signpost.engine.replay import faults
from signpost.engine.route import as_route, route
from signpost.engine.solve import solver_of
from signpost.model import LearningRoute, Proof

REGIONS = {"london": "england", "north": "england", "england": "", "wales": ""}


def crowded_case(rng: random.Random, count: int) -> Case:
    """`count` resources over three or four competences that chain, circle and compete, with much to close."""
    names = ["a", "b", "c", "d"][: rng.randint(3, 4)]
    even = rng.random() < 0.5
    resources = [_competing(rng, f"r{n:02d}", names, even) for n in range(count)]
    wants = [
        (name, rng.choice([1, 2, 2, 3]), 3 if even else rng.choice([1, 2, 3, 3]), rng.choice([3, 3, 6, 9]))
        for name in names
        if rng.random() < 0.85
    ]
    held = {(name, facet): 1 for name in names if rng.random() < 0.3 for facet in FACETS[3 if even else 2]}
    return Case(resources, wants or [("a", 1, 3, 3)], held, value_per_hour=rng.choice([1500, 1500, 1111, 0]))


def _competing(rng: random.Random, name: str, competences: list[str], even: bool) -> Res:
    """Costs take few values, so that ties are common; many a resource needs what only another one gives."""
    taught = rng.sample(competences, rng.choice([1, 2, 2, 3]))
    teaches = []
    for competence in taught:
        entry = rng.choice([0, 0, 0, 0, 1, 2])
        shows = 3 if even or rng.random() < 0.5 else rng.randint(1, 2)
        teaches.append(Teach(competence, min(4, entry + rng.randint(1, 2)), entry, shows))
    others = [c for c in competences if c not in taught]
    needs = [(rng.choice(others), rng.randint(1, 2))] if others and rng.random() < 0.6 else []
    if rng.random() < 0.1:
        needs.append((taught[0], 1))
    return Res(
        name,
        teaches,
        needs,
        price=rng.choice([100, 200, 200, 300, 400, 701]),
        minutes=rng.choice([0, 60, 60, 90, 120]),
        provider=rng.choice(["", "p", "q", "s"]),
        work_based=rng.random() < 0.1,
    )


def _budgeted(rng: random.Random, case: Case) -> Case:
    unknown = [replace(r, price=-1) if rng.random() < 0.15 else r for r in case.resources]
    return replace(
        case,
        resources=unknown,
        budget=rng.choice([0, 200, 300, 500, 700, 900, 1500]),
        unknown_prices=rng.random() < 0.3,
    )


def _timed(rng: random.Random, case: Case) -> Case:
    untold = [replace(r, minutes=-1) if rng.random() < 0.1 else r for r in case.resources]
    deadline = START + timedelta(days=rng.randint(-1, 28))
    return replace(case, resources=untold, deadline=deadline, pace=rng.choice([60, 100, 180, 420]))


def _required(rng: random.Random, case: Case) -> Case:
    return replace(case, require=sorted({rng.choice(case.resources).name for _ in range(rng.randint(1, 2))}))


def _excluded(rng: random.Random, case: Case) -> Case:
    return replace(case, exclude=[rng.choice(case.resources).name, rng.choice(["p", "unheard-of", "unheard-of"])])


def _placed(rng: random.Random, case: Case) -> Case:
    resources = [
        replace(
            r,
            online=rng.random() < 0.6,
            regions=rng.sample(sorted(REGIONS), rng.randint(0, 2)),
            mode=rng.choice(["online", "in-person"]),
            language=rng.choice(["", "", "en", "cy"]),
            offerings=[
                replace(run, region=rng.choice(["", *sorted(REGIONS)]), mode=rng.choice(["", "in-person", "blended"]))
                for run in r.offerings
            ],
        )
        for r in case.resources
    ]
    case = replace(case, resources=resources, regions=[rng.choice(sorted(REGIONS))], within=REGIONS)
    modes = rng.choice([(), (), (), ("online", "blended"), ("in-person",)])
    return replace(case, modes=modes, languages=rng.choice([(), ("en",), ("en", "cy"), ("en", "cy"), ("cy",)]))


TURNS = {
    "plain": (),
    "budget": (_budgeted,),
    "deadline": (_timed,),
    "dates": (with_dates,),
    "dates, budget, deadline": (with_dates, _budgeted, _timed),
    "required": (_required,),
    "required, budget": (_required, _budgeted),
    "excluded": (_excluded,),
    "places": (with_dates, _placed),
    "award": (with_award,),
    "award, dates, deadline": (with_award, with_dates, _timed),
    "all": (with_dates, _placed, _budgeted, _timed, _excluded),
}


def drawn(kind: str, seed: int, count: int | None = None) -> Case:
    """The problem of a seed; the same for the same kind, seed and count."""
    rng = random.Random(f"{kind} {seed}")
    case = random_case(rng, most=8) if count is None and rng.random() < 0.25 else crowded_case(rng, count or 6)
    for turn in TURNS[kind]:
        case = turn(rng, case)
    return case


def key_of(found: LearningRoute, case: Case) -> tuple[object, ...]:
    """A route in the order of brute force, its cost in whole pence."""
    names = tuple(sorted((_name(s.resource, "/"), _name(s.offering, "-")) for s in found.steps))
    providers = {step.provider for step in found.steps} - {""}
    return -found.weight, found.cost, found.finish or case.as_at, len(found.steps), len(providers), names


def _name(iri: str, mark: str) -> str:
    return iri.rsplit(mark, 1)[1] if iri else ""


def expected(found: Best, met: int) -> tuple[object, ...]:
    """What brute force found, in the same form; it counts what is met from the start as closed."""
    return met - found.weight, (found.cost + 30) // 60, *found.key[2:]


def met_from_the_start(case: Case) -> int:
    return sum(
        weight
        for competence, level, facets, weight in case.wants
        if all(case.held.get((competence, facet), 0) >= level for facet in FACETS[facets])
    )


def check(case: Case, *, first: int | None = None) -> LearningRoute:
    """The engine's answer, equal to that of brute force; with `first`, so few columns are searched to begin with."""
    index, specification = index_for(case), specification_for(case)
    audited = audit(index, specification)
    if first is None:
        found = route(index, specification, audited, alternatives=0)
    else:
        made = catalogue(index, specification, audited)
        found = as_route(made, audited, solver_of(made.problem, Effort(), first=first).best())
    wanted = best(case)
    assert found.proof is Proof.UNIQUE
    assert not found.stopped
    if wanted is None:
        assert (found.steps, found.closed, found.weight) == ((), (), 0)
        return found
    assert key_of(found, case) == expected(wanted, met_from_the_start(case))
    assert (found.weight_bound, found.cost_bound) == (found.weight, found.cost)
    assert faults(index, specification, audited, found) == []
    return found


@pytest.mark.parametrize("kind", sorted(TURNS))
def test_the_best_of_all_subsets(kind: str) -> None:
    sizes = Counter(len(check(drawn(kind, seed)).steps) for seed in range(130))
    assert sizes.total() - sizes[0] >= 8, "too few problems with anything to do"


@pytest.mark.parametrize("kind", sorted(TURNS))
def test_the_best_of_all_subsets_when_one_column_is_searched_first(kind: str) -> None:
    for seed in range(1000, 1060):
        check(drawn(kind, seed), first=1)


@pytest.mark.parametrize(("count", "seeds"), [(9, 30), (10, 20), (11, 12), (12, 8)])
def test_the_best_of_all_subsets_of_many(count: int, seeds: int) -> None:
    lengths = [len(check(drawn("plain", seed, count)).steps) for seed in range(seeds)]
    assert max(lengths) >= 4


def test_many_of_the_problems_hold_circles() -> None:
    """At least a third hold a step that no order of the steps can reach."""
    circular = sum(_holds_a_circle(drawn("plain", seed)) for seed in range(300))
    assert circular >= 100


def _holds_a_circle(case: Case) -> bool:
    state, waiting = dict(case.held), [name for name, _ in steps_of(case)]
    while ready := [name for name in waiting if can_start(case, state, name)]:
        for name in ready:
            take(case, state, name)
        waiting = [name for name in waiting if name not in ready]
    return bool(waiting)


@pytest.mark.parametrize("kind", ["plain", "budget", "dates", "award", "required"])
def test_the_alternatives_are_the_next_best_sets(kind: str) -> None:
    several = 0
    for seed in range(2000, 2050):
        case = drawn(kind, seed)
        index, specification = index_for(case), specification_for(case)
        found = route(index, specification, audit(index, specification))
        seen = [frozenset(_name(step.resource, "/") for step in found.steps)]
        for other in found.alternatives:
            wanted = best(case, without=seen)
            assert wanted is not None
            assert key_of(other, case) == expected(wanted, met_from_the_start(case))
            seen.append(frozenset(name for name, _ in wanted.steps))
        following = best(case, without=seen) if found.steps and len(found.alternatives) < 3 else None
        assert following is None or not following.steps
        several += len(found.alternatives) == 3
    assert several >= 1


def test_every_way_of_stopping_short_bounds_the_best() -> None:
    """Whatever the work limit, what it says cannot be surpassed is not surpassed."""
    stopped = 0
    for seed in range(150):
        case = drawn("budget" if seed % 2 else "plain", seed, 8)
        index, specification = index_for(case), specification_for(case)
        audited, wanted = audit(index, specification), best(case)
        assert wanted is not None
        found = route(index, specification, audited, alternatives=0, work_limit=1 + seed % 3)
        weight = wanted.weight - met_from_the_start(case)
        assert found.weight <= weight <= found.weight_bound
        if found.weight == weight:
            assert found.cost_bound <= (wanted.cost + 30) // 60 <= found.cost
        assert found.proof is Proof.UNIQUE or found.stopped == "work limit"
        stopped += bool(found.stopped)
    assert stopped >= 20
