"""Least sums over sets of columns that keep a model's clauses, with the rows against circles found on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from signpost.engine.problem import F64, Problem, closed_by, levels_after
from signpost.engine.schedule import finish_of
from signpost.engine.solver.clauses import Clauses
from signpost.engine.solver.greedy import without_needless
from signpost.engine.solver.highs import Rows
from signpost.engine.solver.learner import Learner, present
from signpost.engine.solver.loops import circles_in, forbid
from signpost.engine.solver.program import Known
from signpost.engine.solver.tree import Tree

FAVOUR = 4.0
"""How much sooner than any column it is settled whether a target is closed: all else follows from that."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search knows: a set (None: it has none), and a whole number that the objective of no set goes below."""

    columns: tuple[int, ...] | None
    bound: float
    """Infinite where it is proven that there is no set."""
    proven: bool
    equals: tuple[tuple[int, ...], ...] = ()
    """The set and others as good, as far as they were looked for."""

    @property
    def impossible(self) -> bool:
        """Whether it is proven that there is no set."""
        return self.proven and self.columns is None


@dataclass(slots=True)
class Search:
    """A model on some columns, and what is known of circles; what a search learns holds for every later one."""

    model: Clauses
    known: Known
    extra: int = 0
    """Variables that every search adds after those of the model."""

    @property
    def problem(self) -> Problem:
        """The problem whose sets are searched."""
        return self.model.problem

    def widened(self, variables: int) -> Search:
        """The same search with more variables after those of the model."""
        return Search(self.model, self.known, self.extra + variables)

    def least(
        self,
        objective: F64,
        limits: Rows | None = None,
        *,
        variables: int = 0,
        below: float = np.inf,
        patience: int | None = None,
        latest: int | None = None,
        lean: bool = False,
        ties: int = 0,
        complete: Callable[[list[int]], list[int] | None] | None = None,
    ) -> Found:
        """The set with the least sum of whole numbers, among those that also keep `limits`, if it is less than `below`.

        `objective` is over the first variables of the model; `variables` are added after its last. With `patience`, the
        search ends after so many nodes. Sets that end after the day `latest` are left out, and, where dates matter,
        with `lean` those that hold a needless step. So many `ties` are looked for beside the best set, none of which
        holds all of another. `complete` makes a sound set, dates aside, of a chosen one that leans on itself.
        """
        count = self.model.variables + self.extra + variables
        goal, whole = np.zeros(count), np.ones(count)
        goal[: len(objective)] = objective
        whole[: self.model.variables] = self.model.whole
        rows = self.model.rows.joined(limits or Rows())
        for circle in self.known.circles:
            forbid(rows, self.model, circle)
        if not self.model.columns:
            return _nothing_taken(rows, below)
        worth = np.abs(goal)
        worth[list(self.model.y.values())] = FAVOUR * worth.max(initial=1.0)
        way = Learner if self.model.limited and present() and self.known.effort.nodes is None else Tree
        hunt = way(goal, rows, whole, worth, self.model.columns, self.known.effort, below, patience, ties)

        def broken(values: F64) -> Rows | None:
            chosen = self.chosen(values)
            circles = circles_in(self.model, values)
            if not circles:
                return None if self._fits(chosen, latest, lean) else other_than(self.model, chosen)
            self.known.circles += circles
            made = complete(chosen) if complete else None
            if made is not None and self._fits(made, latest, lean):
                hunt.offer(float(goal[made].sum()), made)
            against = Rows()
            for circle in circles:
                forbid(against, self.model, circle)
            return against

        value = hunt.grow(broken)
        return Found(hunt.best[0] if hunt.best else None, value, hunt.proven, tuple(hunt.best))

    def chosen(self, values: F64) -> list[int]:
        """The columns that a point takes."""
        return np.flatnonzero(values[: self.model.columns] > 0.5).tolist()

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


def _nothing_taken(rows: Rows, below: float) -> Found:
    """What there is to find where there are no columns: the empty set, if it keeps the rows."""
    *_, low, high = rows.arrays()
    if below > 0 and (low <= 0).all() and (high >= 0).all():
        return Found((), 0.0, True, ((),))
    return Found(None, np.inf, True)


def other_than(model: Clauses, chosen: list[int]) -> Rows:
    """The row that rules out exactly one set of columns."""
    rows, sign = Rows(), np.ones(model.columns)
    sign[chosen] = -1.0
    rows.add(np.arange(model.columns), sign, low=1.0 - len(chosen))
    return rows
