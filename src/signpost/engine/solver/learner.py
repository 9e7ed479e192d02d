"""The only door to CP-SAT: clause learning, which proves routes under a budget or a deadline far sooner than a tree.

It comes with the extra `large`; where that is not installed, or effort is counted in nodes, the tree does the same
work. Both prove the same answer, since the order of optimality leaves only one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from signpost.engine.problem import F64
from signpost.engine.solver.hunt import NEAR, Hunt, Verdict

GLANCE = 0.01
"""The deterministic time of CP-SAT that a node of patience is worth."""


@cache
def present() -> bool:
    """Whether the extra is installed."""
    return find_spec("ortools") is not None


@dataclass(slots=True)
class Learner(Hunt):
    """The search by CP-SAT on one worker: the model is solved again after each point that breaks a rule."""

    def grow(self, broken: Verdict) -> float:
        """Search until all is proven or the effort ends; returns a whole number that no sound point goes below."""
        bound = -np.inf
        while not self.effort.stopped:
            point, bound, proven = self._solved()
            if point is None:
                return self.done() if proven else float(min(self.below, bound))
            rows = broken(point)
            if rows is not None:
                self.add(rows)
                continue
            self.accept(point)
            if proven and not self.ties:
                return self.done()
            if not proven:
                break
        return float(min(self.below, bound))

    def _solved(self) -> tuple[F64 | None, float, bool]:
        """The best point found, a bound, and whether that point is best or it is proven that there is none."""
        from ortools.sat.python import cp_model

        model = cp_model.CpModel()
        variables = [model.new_bool_var("") for _ in self.goal]
        _constrain(model, variables, self)
        solver = cp_model.CpSolver()
        for name, value in self._settings().items():
            setattr(solver.parameters, name, value)
        status = solver.solve(model)
        self.effort.spent_seconds += solver.wall_time
        if status == cp_model.INFEASIBLE:
            return None, np.inf, True
        bound = float(np.ceil(solver.best_objective_bound - NEAR))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, bound, False
        return np.array([float(solver.value(v)) for v in variables]), bound, status == cp_model.OPTIMAL

    def _settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = {
            "num_workers": 1,
            "random_seed": 0,
            "linearization_level": 2,
            "cut_level": 0,
            "symmetry_level": 0,
            "cp_model_probing_level": 0,
        }
        if self.effort.seconds is not None:
            settings["max_time_in_seconds"] = self.effort.seconds_left
        if self.patience is not None:
            settings["max_deterministic_time"] = GLANCE * self.patience
        return settings


def _constrain(model: Any, variables: list[Any], hunt: Hunt) -> None:
    """The rows and the objective: whole numbers all, so that half a unit of slack is cut off again."""
    from ortools.sat.python import cp_model

    starts, index, value, low, high = hunt.rows.arrays()
    lows = np.where(np.isfinite(low), np.ceil(low), -(2.0**53)).astype(np.int64).tolist()
    highs = np.where(np.isfinite(high), np.floor(high), 2.0**53).astype(np.int64).tolist()
    coefficients, index_list, ends = np.round(value).astype(np.int64).tolist(), index.tolist(), starts.tolist()
    for row, (least, most) in enumerate(zip(lows, highs, strict=True)):
        own = slice(ends[row], ends[row + 1])
        total = cp_model.LinearExpr.weighted_sum([variables[k] for k in index_list[own]], coefficients[own])
        model.add_linear_constraint(total, least, most)
    goal = np.round(hunt.goal).astype(np.int64).tolist()
    objective = cp_model.LinearExpr.weighted_sum(variables, goal)
    if np.isfinite(hunt.below):
        model.add(objective <= int(np.ceil(hunt.below)) - 1)
    model.minimize(objective)
