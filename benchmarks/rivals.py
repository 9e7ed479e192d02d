"""Other ways to the same routes, for comparison: a generic item model in HiGHS and in CP-SAT, and two rules of thumb.

The generic model holds every column that can start and serves a need, unpriced; rows against circles are added when a
solution leans on itself, and the model is solved again, until the time is up.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from signpost.engine.problem import F64, Problem, restrict
from signpost.engine.solver.clauses import Clauses
from signpost.engine.solver.greedy import cheapest_chains, raised, without_needless
from signpost.engine.solver.highs import Effort, Rows, minimise
from signpost.engine.solver.loops import circles_in, forbid
from signpost.engine.solver.prices import chains
from signpost.engine.solver.program import Program, per_unit
from signpost.engine.solver.sets import serving
from signpost.engine.solver.solve import solver_of

Solve = Callable[[F64, Rows, F64, float], F64 | None]
"""Objective, rows, marks of integers, seconds -> the proven best point, or None."""


@dataclass(frozen=True)
class Outcome:
    """The cost if it was proven in time, and the seconds it took."""

    cost: int | None
    seconds: float


def generic(problem: Problem, solve: Solve, limit: float) -> Outcome:
    """The least cost by the item model on all columns that serve."""
    began = time.perf_counter()
    whole = solver_of(problem, Effort()).problem
    columns = np.flatnonzero(serving(whole))
    program = Program(whole, per_unit(whole.cost)[0])
    model = program.model(columns)
    objective = program.objective(model, columns)
    while (left := limit - (time.perf_counter() - began)) > 0:
        point = solve(objective, model.rows, model.whole, left)
        if point is None:
            break
        circles = circles_in(model, point)
        if not circles:
            return Outcome(_cost(model, point), time.perf_counter() - began)
        for circle in circles:
            forbid(model.rows, model, circle)
    return Outcome(None, time.perf_counter() - began)


def _cost(model: Clauses, point: F64) -> int:
    return int(model.problem.cost[point[: model.columns] > 0.5].sum())


def highs(objective: F64, rows: Rows, whole: F64, seconds: float) -> F64 | None:
    """HiGHS's own branch and cut."""
    result = minimise(objective, rows, whole, Effort(seconds=seconds))
    return result.values if result.proven else None


def cp_sat(objective: F64, rows: Rows, whole: F64, seconds: float) -> F64 | None:
    """CP-SAT, one worker, linear relaxation at level 2."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    variables = [model.new_bool_var("") for _ in whole]
    starts, index, value, low, high = rows.arrays()
    for row in range(len(low)):
        terms = range(starts[row], starts[row + 1])
        total = sum(int(value[k]) * variables[index[k]] for k in terms)
        if np.isfinite(low[row]):
            model.add(total >= int(np.ceil(low[row])))
        if np.isfinite(high[row]):
            model.add(total <= int(np.floor(high[row])))
    model.minimize(sum(int(c) * v for c, v in zip(objective, variables, strict=True) if c))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_time_in_seconds = seconds
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    return np.array([float(solver.value(v)) for v in variables])


def cheapest_chain(problem: Problem) -> int:
    """The cost by the rule: again and again the target whose cheapest chain is cheapest now."""
    whole = solver_of(problem, Effort()).problem
    return int(problem.cost[cheapest_chains(whole, whole.targets)].sum())


def gain_per_cost(problem: Problem) -> int:
    """The cost by the rule: again and again the column that gives most missing levels for its chain's price."""
    whole = solver_of(problem, Effort()).problem
    wanted = whole.held.copy()
    for target in whole.targets:
        for track, level in target.levels:
            wanted[track] = max(wanted[track], level)
    level, chosen = whole.held, list[int]()
    while (level < wanted).any():
        found = chains(replace(whole, held=level), whole.cost.astype(np.float64))
        above = np.maximum(whole.teach_entry, level[whole.teach_track])
        new = np.maximum(0, np.minimum(whole.teach_outcome, wanted[whole.teach_track]) - above)
        gain = np.bincount(whole.teach_column, weights=new, minlength=whole.size)
        best = int(np.argmax(np.where(np.isfinite(found.total), gain / found.total, 0.0)))
        chosen += [j for j in found.support([best]) if j not in chosen]
        level = raised(whole, whole.held, chosen)
    used = np.unique(np.array(chosen, dtype=np.int64))
    small = restrict(whole, used)
    return int(small.cost[without_needless(small, list(range(small.size)), small.targets)].sum())
