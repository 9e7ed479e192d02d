"""The next best routes: each differs from the ones before in at least one resource that teaches.

Pruning keeps every route within a margin of the best cost, so an alternative found within the margin is truly the next
one; where fewer than wanted lie within it, the margin is widened, and at last nothing is pruned by price.
"""

from __future__ import annotations

from collections.abc import Iterator

from signpost.engine.highs import Effort
from signpost.engine.problem import Problem
from signpost.engine.solve import Scope, Solution, solve

MARGINS = (0.03, 0.2)
"""Shares of the best cost to look within, one after another."""

FEW = 400
"""So few columns are not pruned by price at all."""


def alternative_solutions(problem: Problem, best: Solution, count: int, effort: Effort) -> Iterator[Solution]:
    """Up to `count` next best solutions, in the order of optimality; fewer where there are no more, or effort ends."""
    without = [_resources(problem, best)]
    margins = [int(best.cost * share) for share in MARGINS] if problem.size > FEW else []
    shares: list[int | None] = [*margins, None]
    while len(without) <= count and best.columns:
        found = solve(problem, effort, Scope(shares[0], tuple(without)))
        if effort.stopped:
            return
        within = found.weight == best.weight and (shares[0] is None or found.cost <= best.cost + shares[0])
        if shares[0] is not None and not (found.feasible and within):
            shares.pop(0)
        elif not found.columns:
            return
        else:
            without.append(_resources(problem, found))
            yield found


def _resources(problem: Problem, solution: Solution) -> frozenset[int]:
    return frozenset(int(problem.resource[j]) for j in solution.columns)
