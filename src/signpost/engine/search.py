"""Least sums over sets of columns that keep a model's clauses, with the rows against circles found on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from signpost.engine.clauses import Clauses
from signpost.engine.greedy import without_needless
from signpost.engine.highs import Effort, Rows, minimise
from signpost.engine.loops import loop_rows
from signpost.engine.problem import F64, Problem, closed_by, levels_after
from signpost.engine.schedule import finish_of

SLACK = 1e-4
"""How far a bound in doubles may lie above a whole number that it stands for."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search knows: a set (None: it has none), and a whole number that the objective of no set goes below."""

    columns: tuple[int, ...] | None
    bound: float
    """Infinite where it is proven that there is no set."""
    proven: bool

    @property
    def impossible(self) -> bool:
        """Whether it is proven that there is no set."""
        return self.proven and self.columns is None


@dataclass(slots=True)
class Search:
    """A model, and the rows that searches in it have added; they hold for every later search."""

    model: Clauses
    effort: Effort
    learned: Rows = field(default_factory=Rows)
    extra: int = 0
    """Variables that every search adds after those of the model."""
    clashed: bool = False
    """Whether some set was ruled out because of its dates."""

    @property
    def problem(self) -> Problem:
        """The problem whose sets are searched."""
        return self.model.problem

    def widened(self, variables: int) -> Search:
        """The same search with more variables after those of the model."""
        return Search(self.model, self.effort, self.learned, self.extra + variables, self.clashed)

    def least(
        self,
        objective: F64,
        limits: Rows | None = None,
        *,
        variables: int = 0,
        latest: int | None = None,
        lean: bool = False,
        complete: Callable[[list[int]], list[int] | None] | None = None,
    ) -> Found:
        """The set with the least sum of whole numbers, among those that also keep `limits`.

        `objective` is over the first variables of the model; `variables` are added after its last. Sets that end after
        the day `latest` are left out, and, where dates matter, with `lean` those that hold a needless step. `complete`
        makes a sound set of a chosen one that leans on itself; once it costs no more than the bound, it is the answer.
        """
        count = self.model.variables + self.extra + variables
        goal = np.zeros(count)
        goal[: len(objective)] = objective
        whole = np.concatenate([self.model.whole, np.ones(self.extra + variables)])
        best: tuple[float, tuple[int, ...]] | None = None
        local = limits or Rows()
        while True:
            result = minimise(goal, self.model.rows.joined(self.learned).joined(local), whole, self.effort)
            bound = np.ceil(result.bound - SLACK) if np.isfinite(result.bound) else result.bound
            if result.values is None:
                return Found(best[1] if best else None, bound, result.proven)
            chosen = np.flatnonzero(result.values[: self.model.columns] > 0.5).tolist()
            circles = loop_rows(self.model, result.values)
            if circles is None and self._fits(chosen, latest, lean):
                return Found(tuple(chosen), bound, result.proven)
            if circles is None:
                self.clashed, local = True, local.joined(other_than(self.model, chosen))
            else:
                self.learned = self.learned.joined(circles)
                made = complete(chosen) if complete else None
                if made is not None:
                    best = min(filter(None, [best, (float(goal[made].sum()), tuple(made))]))
                    if best[0] <= bound:
                        return Found(best[1], bound, True)
            if self.effort.stopped:
                return Found(best[1] if best else None, bound, False)

    def _fits(self, chosen: list[int], latest: int | None, lean: bool) -> bool:
        """Whether the dates of a sound set can be kept; the rows say all else, so this matters only with dates."""
        if not self.problem.dated:
            return True
        finish = finish_of(self.problem, chosen)
        if finish is None or (latest is not None and finish > latest):
            return False
        if not lean:
            return True
        closed = closed_by(self.problem, levels_after(self.problem, chosen))
        return len(without_needless(self.problem, chosen, closed)) == len(chosen)


def other_than(model: Clauses, chosen: list[int]) -> Rows:
    """The row that rules out exactly one set of columns."""
    rows, sign = Rows(), np.ones(model.columns)
    sign[chosen] = -1.0
    rows.add(np.arange(model.columns), sign, low=1.0 - len(chosen))
    return rows
