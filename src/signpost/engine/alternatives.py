"""The next best routes: each differs from the ones before in at least one resource that teaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from signpost.engine.problem import Problem, restrict
from signpost.engine.solver.solve import Solution, Solver, solver_of


def alternative_solutions(solver: Solver, best: Solution, count: int, spare: Sequence[int] = ()) -> Iterator[Solution]:
    """Up to `count` next best solutions, in the order of optimality; fewer where there are no more, or effort ends.

    Each lacks at least one of the teaching resources of every one before it. The `spare` columns are passed over:
    those that differ from a column that is kept in nothing but the body that gives it.
    """
    problem, kept = solver.problem, np.arange(solver.problem.size)
    if spare:
        kept = np.setdiff1d(kept, np.array(spare, dtype=np.int64))
        solver = solver_of(restrict(problem, kept), solver.effort)
    without = [_teaching(problem, best.columns)]
    while all(without) and len(without) <= count:
        found = solver.best(tuple(without))
        if not found.columns or solver.effort.stopped:
            return
        found = replace(found, columns=tuple(kept[list(found.columns)].tolist()))
        without.append(_teaching(problem, found.columns))
        yield found


def _teaching(problem: Problem, columns: Sequence[int]) -> frozenset[int]:
    """The resources among some columns that teach anything."""
    return frozenset(int(problem.resource[j]) for j in columns if problem.gives[j])
