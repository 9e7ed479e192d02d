"""What every way of searching a model has in common: the best sets so far, and the rows that hold for what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from signpost.engine.problem import F64
from signpost.engine.solver.highs import Effort, Rows
from signpost.engine.solver.program import HALF

NEAR = 1e-3
"""More than the rounding of a value, and less than the one by which values of whole points differ."""

Verdict = Callable[[F64], Rows | None]
"""Rows that a whole point breaks; None where it is sound."""


@dataclass(slots=True)
class Hunt:
    """The search for the least sound whole point below a value; `grow` is the way of it."""

    goal: F64
    rows: Rows
    whole: F64
    worth: F64
    """By variable: the more, the sooner it is branched on."""
    columns: int
    """The number of columns: their variables are the first."""
    effort: Effort
    below: float = np.inf
    patience: int | None = None
    """Nodes after which the search ends; None: it goes on to the end."""
    ties: int = 0
    """With the best set, so many others of the same value are looked for; where there are more, one more is found."""
    value: float = np.inf
    """That of the best sets."""
    best: list[tuple[int, ...]] = field(default_factory=list)
    """The columns of the best sound points, or of sets that were offered."""
    proven: bool = False

    def grow(self, broken: Verdict) -> float:
        """Search until all is proven or the effort ends; returns a whole number that no sound point goes below."""
        raise NotImplementedError

    def offer(self, value: float, columns: Sequence[int]) -> None:
        """A sound set; from now on only better ones are looked for, and others as good while these are wanted."""
        if value < self.below:
            if value < self.value:
                self.value, self.best = value, []
            self.best.append(tuple(columns))
            self.below = value + (len(self.best) <= self.ties)
            if self.ties:
                self.add(others_than([self.best[-1]]))

    def accept(self, point: F64) -> None:
        """The set of a sound whole point."""
        taken = np.round(point) * (self.whole > 0)
        self.offer(float(self.goal @ taken), np.flatnonzero(taken[: self.columns]).tolist())

    def add(self, rows: Rows) -> None:
        """Rows that hold for all that follows."""
        self.rows = self.rows.joined(rows)

    def done(self) -> float:
        """All is proven: the value of the best sets, infinite where there is none."""
        self.proven = True
        return self.value


def others_than(sets: Iterable[Sequence[int]]) -> Rows:
    """A row for each of some sets of columns that rules it out, with all that hold the whole of it."""
    rows = Rows()
    for columns in sets:
        rows.add(np.array(columns, dtype=np.int64), 1.0, high=len(columns) - HALF)
    return rows
