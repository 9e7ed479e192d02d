"""A lower bound for all columns at once, from linear programmes over few of them.

The linear relaxation of the item model is solved over a small set of columns; its duals price the items, and every
column outside is priced with them: those that cost less than what they give is worth join the set, with the cheapest
chains to what they need, and so on until there are none. Any duals of the right sign give a bound that holds for the
whole catalogue (weak duality), and for each column a reduced cost: no set that costs less than bound + reduced cost
holds that column. So once some set of cost C is known, only columns with `bound + reduced <= C` can be in one as cheap.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from signpost.engine.index import I64
from signpost.engine.problem import F64, TOP, Problem
from signpost.engine.solver.clauses import Clauses
from signpost.engine.solver.highs import minimise
from signpost.engine.solver.loops import Circle, enters, forbid
from signpost.engine.solver.prices import Chains
from signpost.engine.solver.program import Known, Program

GRAIN = 400
"""The most columns that join in one round."""

NEAR = 1e-3
"""More than the rounding of all sums of doubles here, and less than the one by which sums of whole numbers differ."""

CLEAR = 1e-6
"""What a reduced cost must be below nought for its column to join."""


@dataclass(frozen=True, eq=False)
class Sifted:
    """A bound for all sets of columns, and for each column how much dearer every set is that holds it."""

    bound: float
    reduced: F64
    """By column; infinite for those that can never start."""
    core: I64
    """The columns of the last linear programme."""

    @property
    def order(self) -> I64:
        """The columns that can start, from the least reduced cost."""
        return np.argsort(self.reduced, kind="stable")[: np.count_nonzero(np.isfinite(self.reduced))]

    def within(self, value: float) -> I64:
        """The columns that a set of no more than a value may hold."""
        return np.flatnonzero(np.isfinite(self.reduced) & (self.reduced <= value - self.bound + NEAR))


def sift(program: Program, chains: Chains, core: Iterable[int], known: Known) -> Sifted:
    """Bound and reduced costs for a programme, from a core of columns that already keeps its rows.

    Where the linear programme has no point over the core, nothing is known: the bound is minus infinity.
    """
    problem = program.problem
    cells, column = _gifts(problem)
    members = np.unique(np.fromiter(core, dtype=np.int64))
    shut = np.where(chains.startable, 0.0, np.inf)
    while True:
        model = program.model(members)
        objective = program.objective(model, members)
        entering = _circle_rows(model, known.circles)
        result = minimise(objective, model.rows, None, known.effort)
        if result.duals is None:
            return Sifted(-np.inf, shut, members)
        inside, bound = _inside(model, objective, result.duals)
        worth = _worth(problem, model, result.duals)
        reduced = program.amounts - np.bincount(column, weights=worth[cells], minlength=problem.size)
        reduced += _limits(problem, model, result.duals)
        for circle, row in entering:
            reduced -= max(0.0, result.duals[row]) * enters(problem, circle)
        reduced[members] = inside[: len(members)]
        reduced += shut
        cheap = np.setdiff1d(np.flatnonzero(reduced < -CLEAR), members)
        if not len(cheap):
            return Sifted(
                bound + float(np.minimum(reduced, 0.0).sum() - np.minimum(inside[: len(members)], 0.0).sum()),
                np.maximum(reduced, 0.0),
                members,
            )
        joining = cheap[np.argsort(reduced[cheap], kind="stable")[:GRAIN]]
        members = np.union1d(members, np.array(chains.support(joining.tolist()), dtype=np.int64))


def _gifts(problem: Problem) -> tuple[I64, I64]:
    """(cell, column) pairs: who gives which level of which track, as positions in a table of tracks and levels."""
    low = np.maximum(problem.teach_entry, problem.held[problem.teach_track]).astype(np.int64)
    lengths = np.maximum(0, problem.teach_outcome - low)
    rows = np.repeat(np.arange(len(low)), lengths)
    step = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return problem.teach_track[rows].astype(np.int64) * TOP + low[rows] + 1 + step, problem.teach_column[rows].astype(
        np.int64
    )


def _circle_rows(model: Clauses, circles: Iterable[Circle]) -> list[tuple[Circle, int]]:
    """Add the rows against known circles; each with the position of its row, once for each of its rows."""
    added = []
    for circle in circles:
        first = model.rows.count
        forbid(model.rows, model, circle)
        added += [(circle, row) for row in range(first, model.rows.count)]
    return added


def _inside(model: Clauses, objective: F64, duals: F64) -> tuple[F64, float]:
    """The reduced cost of each variable, and the bound: duals are first made to have the sign of their row."""
    starts, index, value, low, high = model.rows.arrays()
    sound = np.where(np.isfinite(low), np.maximum(duals, 0.0), 0.0) + np.where(
        np.isfinite(high), np.minimum(duals, 0.0), 0.0
    )
    spread = np.repeat(sound, np.diff(starts))
    reduced = objective - np.bincount(index, weights=value * spread, minlength=model.variables)
    edge = np.where(sound > 0, low, np.where(sound < 0, high, 0.0))
    return reduced, float(sound @ edge + np.minimum(reduced, 0.0).sum())


def _worth(problem: Problem, model: Clauses, duals: F64) -> F64:
    """By cell: the price of the item, 0 where the model has none for it."""
    worth = np.zeros(len(problem.held) * TOP)
    tracks, levels = model.item_pairs
    worth[tracks.astype(np.int64) * TOP + levels] = np.maximum(duals[: model.items.count], 0.0)
    return worth


def _limits(problem: Problem, model: Clauses, duals: F64) -> F64:
    """What each column uses up of the budget and of the time before the deadline."""
    used = np.zeros(problem.size)
    for row, amount in ((model.budget_row, problem.price), (model.minutes_row, problem.minutes)):
        if row >= 0:
            used -= min(0.0, float(duals[row])) * amount
    return used
