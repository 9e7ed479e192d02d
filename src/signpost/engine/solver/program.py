"""What is asked of a problem: which targets, at what price, under which further rows; and its model on some columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import gcd

import numpy as np

from signpost.engine.index import I64
from signpost.engine.problem import F64, Problem, restrict
from signpost.engine.solver.clauses import Clauses, clauses
from signpost.engine.solver.highs import Effort
from signpost.engine.solver.loops import Circle

HALF = 0.5
"""Rows of whole numbers are given half a unit of slack, so that no tolerance of the solver decides."""


@dataclass(slots=True)
class Known:
    """What searches of one answer share: the effort left, and the circles that were found on the way."""

    effort: Effort
    circles: list[Circle] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Program:
    """Least sum of an amount over the columns, or the greatest weight of the targets."""

    problem: Problem
    amounts: F64
    """Whole numbers by column; all zero where the weight is sought."""
    soft: bool = False
    """Whether targets may stay open."""
    least: int | None = None
    """The weight that must be closed."""
    most: int | None = None
    """The weight that may be closed, where more has been ruled out."""
    without: tuple[frozenset[int], ...] = ()
    """Sets of resources; no set that holds all of one is looked for."""

    @property
    def heaviest(self) -> bool:
        """Whether the greatest weight is sought, as the least of its negative."""
        return self.soft and self.least is None

    @property
    def top(self) -> float:
        """What no set can be above."""
        return 0.0 if self.heaviest else float(self.amounts.sum())

    @property
    def weight_unit(self) -> int:
        """The greatest common divisor of the weights."""
        return max(1, gcd(*(target.weight for target in self.problem.targets)))

    def model(self, columns: I64) -> Clauses:
        """The model on some columns."""
        small = restrict(self.problem, columns)
        model = clauses(small, soft=self.soft)
        if self.least is not None or self.most is not None:
            targets = np.flatnonzero(model.weights)
            low = -np.inf if self.least is None else self.least - HALF
            high = np.inf if self.most is None else self.most + HALF
            model.rows.add(targets, model.weights[targets], low, high)
        for resources in self.without:
            taken = np.flatnonzero(np.isin(small.resource, sorted(resources)))
            model.rows.add(taken, 1.0, high=len(resources) - HALF)
        return model

    def objective(self, model: Clauses, columns: I64) -> F64:
        """What is to be least, by variable of a model on some columns."""
        objective = -model.weights / self.weight_unit if self.heaviest else np.zeros(model.variables)
        objective[: len(columns)] += self.amounts[columns]
        return objective


def per_unit(amounts: I64) -> tuple[F64, int]:
    """Amounts divided by their greatest common divisor, and that divisor; 1 where all are zero."""
    unit = max(1, int(np.gcd.reduce(amounts))) if len(amounts) else 1
    return np.asarray(amounts / unit, dtype=np.float64), unit
