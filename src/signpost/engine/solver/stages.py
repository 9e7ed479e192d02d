"""Among sets of the same closed weight and least cost, the one that is first in the rest of the order.

Most often there is only one, which a single search proves. Else the finish date, the number of steps, the number of
providers and the IRI order are settled one after another, each held fast by a row while the next is searched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from signpost.engine.problem import F64, Problem, minutes_by
from signpost.engine.schedule import finish_of
from signpost.engine.solver.highs import Rows
from signpost.engine.solver.search import Found, Search
from signpost.model import Proof


@dataclass(slots=True)
class Ties:
    """The search among equals: the best set so far, the rows that hold earlier stages fast, and the last one proven."""

    search: Search
    columns: tuple[int, ...]
    cost: F64
    """By column, in whole numbers."""
    limits: Rows
    proof: Proof
    latest: int | None = None
    """The ordinal of the day that no set may end after, once it is settled for columns with dates."""

    @property
    def problem(self) -> Problem:
        """The problem whose sets are compared."""
        return self.search.problem

    def settle(self) -> None:
        """Run through the stages until one is not proven, or the set is proven to be the only one left."""
        effort = self.search.known.effort
        must = list(Proof).index(effort.until)
        if self._settled(lambda proof: list(Proof).index(proof) <= must) and effort.until is not Proof.UNIQUE:
            with effort.sparing():
                self._settled(lambda proof: list(Proof).index(proof) > must)

    def _settled(self, asked: Callable[[Proof], bool]) -> bool:
        """Run through some of the stages; whether there is more to settle after them."""
        stages = ((self._finish, Proof.FINISH), (self._steps, Proof.STEPS), (self._providers, Proof.PROVIDERS))
        for stage, proof in stages:
            if not asked(proof):
                continue
            if self._only():
                self.proof = Proof.UNIQUE
                return False
            if not stage():
                return False
            self.proof = proof
        if asked(Proof.UNIQUE) and self._iris():
            self.proof = Proof.UNIQUE
        return self.proof is not Proof.UNIQUE

    def _least(self, objective: F64, extra: Rows | None = None, variables: int = 0, below: float = np.inf) -> Found:
        limits = self.limits.joined(extra) if extra else self.limits
        return self.search.least(objective, limits, variables=variables, below=below, latest=self.latest, lean=True)

    def _take(self, found: Found) -> bool:
        if found.columns is not None:
            self.columns = found.columns
        return found.proven and found.columns is not None

    def _only(self) -> bool:
        """Whether no other set keeps the limits, so that the one at hand is first in every later stage."""
        if not self.columns:
            return True
        other = Rows()
        other.add(list(self.columns), 1.0, high=len(self.columns) - 1.0)
        cost = float(self.cost[list(self.columns)].sum())
        return self._least(self.cost, other, below=cost + 1.0).impossible

    def _finish(self) -> bool:
        return self._dated_finish() if self.problem.dated else self._paced_finish()

    def _paced_finish(self) -> bool:
        """Self-paced steps end with their minutes: the fewest give the day, and the day a limit of minutes."""
        if not self._take(self._least(self.problem.minutes.astype(np.float64))):
            return False
        day = finish_of(self.problem, self.columns)
        assert day is not None
        self.limits.add(
            np.arange(self.problem.size), self.problem.minutes, high=minutes_by(self.problem.calendar, day) + 0.5
        )
        return True

    def _dated_finish(self) -> bool:
        """Ask for an earlier day, with what it surely takes as rows, until no set is left that could have it."""
        while True:
            day = finish_of(self.problem, self.columns)
            assert day is not None
            self.latest = day - 1
            found = self._least(self.problem.minutes.astype(np.float64), self._before(day - 1))
            if not self._take(found):
                self.latest = day
                return found.impossible

    def _before(self, day: int) -> Rows:
        """Rows that every set kept which ends by a day."""
        calendar, rows = self.problem.calendar, Rows()
        rows.add(np.arange(self.problem.size), self.problem.minutes, high=minutes_by(calendar, day) + 0.5)
        rows.add(np.flatnonzero(np.maximum(calendar.start, calendar.end) > day), 1.0, high=0.0)
        return rows

    def _steps(self) -> bool:
        if not self._take(self._least(np.ones(self.problem.size))):
            return False
        self.limits.add(np.arange(self.problem.size), 1.0, low=len(self.columns), high=len(self.columns))
        return True

    def _providers(self) -> bool:
        """A variable for each provider, at least as great as each of its columns."""
        first = self.search.model.variables
        known = np.flatnonzero(self.problem.provider >= 0)
        ids, owner = np.unique(self.problem.provider[known], return_inverse=True)
        rows = Rows()
        index = np.column_stack([first + owner, known]).reshape(-1)
        rows.block(index, np.tile([1.0, -1.0], len(known)), np.full(len(known), 2), low=0.0)
        objective = np.zeros(first + len(ids))
        objective[first:] = 1.0
        if not self._take(self._least(objective, rows, len(ids))):
            return False
        rows.add(first + np.arange(len(ids)), 1.0, high=providers_of(self.problem, self.columns))
        self.limits, self.search = self.limits.joined(rows), self.search.widened(len(ids))
        return True

    def _iris(self) -> bool:
        """The set whose sorted columns come first: position by position, no smaller column is possible there."""
        held_fast, position = -1, 0
        while position < len(self.columns):
            own = sorted(self.columns)[position]
            found = self._with_one_between(held_fast, own)
            if found.impossible:
                self.limits.add([own], 1.0, low=1.0)
                self.limits.add(np.arange(held_fast + 1, own), 1.0, high=0.0)
                held_fast, position = own, position + 1
            elif not self._take(found):
                return False
        return True

    def _with_one_between(self, low: int, high: int) -> Found:
        if high - low < 2:
            return Found(None, np.inf, True)
        rows = Rows()
        rows.add(np.arange(low + 1, high), 1.0, low=1.0)
        ranks = np.zeros(self.problem.size)
        ranks[low + 1 : high] = np.arange(1, high - low)
        return self._least(ranks, rows)


def providers_of(problem: Problem, columns: Iterable[int]) -> int:
    """The number of different providers that columns name."""
    return len({int(problem.provider[j]) for j in columns} - {-1})
