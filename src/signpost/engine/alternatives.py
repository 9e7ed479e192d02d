"""The next best routes: each differs from the ones before in at least one resource that teaches."""

from __future__ import annotations

from collections.abc import Iterator

from signpost.engine.problem import Problem
from signpost.engine.solve import Solution, Solver


def alternative_solutions(solver: Solver, best: Solution, count: int) -> Iterator[Solution]:
    """Up to `count` next best solutions, in the order of optimality; fewer where there are no more, or effort ends."""
    without = [_resources(solver.problem, best)] if best.columns else []
    while 0 < len(without) <= count:
        found = solver.best(tuple(without))
        if not found.columns or solver.effort.stopped:
            return
        without.append(_resources(solver.problem, found))
        yield found


def _resources(problem: Problem, solution: Solution) -> frozenset[int]:
    return frozenset(int(problem.resource[j]) for j in solution.columns)
