"""The least that a best route costs, its ties left open: what it takes to weigh one route against another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signpost.engine.problem import Problem, closed_by, levels_after, restrict
from signpost.engine.solver.highs import Effort
from signpost.engine.solver.program import Program, per_unit
from signpost.engine.solver.sets import keeps_limits
from signpost.engine.solver.solve import solver_of
from signpost.model import Proof

_COSTED = (Proof.COST, Proof.FINISH, Proof.STEPS, Proof.PROVIDERS, Proof.UNIQUE)


@dataclass(frozen=True, slots=True)
class Optimum:
    """One of the sets of columns that close the most weight at the least cost."""

    columns: tuple[int, ...]
    weight: int
    cost: int

    @property
    def rank(self) -> tuple[int, int]:
        """The less, the better."""
        return -self.weight, self.cost


def optimum(problem: Problem, work_limit: int) -> Optimum | None:
    """A set that closes the most weight at the least cost; none where what must be used cannot be.

    The problem has neither budget nor deadline. Raises Unproven where the work limit ends the search first.
    """
    if not all(problem.required):
        return None
    effort = Effort(nodes=work_limit)
    solver = solver_of(problem, effort)
    if not (solver.problem.targets or problem.required):
        return Optimum((), 0, 0)
    program = Program(solver.problem, per_unit(problem.cost)[0])
    found = solver.least(program, "all", solver.anchors, alone=False)
    if found.columns is not None and found.proven and keeps_limits(problem, found.columns):
        return _of(problem, found.columns)
    whole = solver.best()  # dates that clash, or what must be used can never start
    if whole.proof not in _COSTED:
        raise Unproven
    return _of(problem, whole.columns) if whole.feasible else None


def without(problem: Problem, resource: int) -> Problem:
    """The problem of a catalogue that lacks a resource."""
    return restrict(problem, np.flatnonzero(problem.resource != resource))


class Unproven(Exception):
    """The search was stopped before the least cost was proven."""


def _of(problem: Problem, columns: tuple[int, ...]) -> Optimum:
    closed = closed_by(problem, levels_after(problem, columns))
    return Optimum(tuple(sorted(columns)), sum(t.weight for t in closed), int(problem.cost[list(columns)].sum()))
