"""The engine against every subset of the steps, on thousands of small random problems, circular prerequisites included.

Each seed draws a problem and which constraints stand. The engine's answer must be the first of all valid sets in the
whole order: closed weight, cost, finish, steps, providers, IRIs; `route` replays every answer before it hands it out.
"""

from __future__ import annotations

from collections import Counter

import pytest
from brute import Best, Case, best, can_start, steps_of, take
from cases import index_for, specification_for
from drawn import TURNS, drawn, met_from_the_start

from signpost.engine.audit import audit
from signpost.engine.catalogue import catalogue
from signpost.engine.replay import faults
from signpost.engine.route import as_route, route
from signpost.engine.solver.highs import Effort
from signpost.engine.solver.solve import solver_of
from signpost.model import LearningRoute, Proof


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
        assert found.stopped == ("" if found.proof is Proof.UNIQUE else "work limit")
        stopped += bool(found.stopped)
    assert stopped >= 20
