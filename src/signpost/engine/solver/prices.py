"""The cheapest chains: for every level what it costs to reach it, and by which column.

Prices are additive: a column costs its own amount and the prices of all that it needs, whether shared or not. They
bound from above what a level costs, and each is reached by a real chain of columns (vectorised Bellman-Ford).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from signpost.engine.index import I32
from signpost.engine.problem import F64, TOP, Mask, Problem


@dataclass(frozen=True, eq=False)
class Chains:
    """By track and level: the price to reach it (infinite: nothing does), and the column that gives it last."""

    problem: Problem
    price: F64
    giver: I32
    total: F64
    """By column: its amount and the prices of all that it needs; infinite where it can never start."""

    @property
    def startable(self) -> Mask:
        """The columns that can ever start."""
        return np.asarray(np.isfinite(self.total))

    def support(self, columns: Iterable[int]) -> list[int]:
        """The columns and, before each, the cheapest chains to all that it needs; those that can start only."""
        rows, tracks, levels = self.problem.need_rows, self.problem.need_track, self.problem.need_level
        done: dict[int, None] = {}

        def take(column: int) -> None:
            for at in range(rows[column], rows[column + 1]):
                if levels[at] > self.problem.held[tracks[at]]:
                    giver = int(self.giver[tracks[at], levels[at]])
                    if giver not in done:
                        take(giver)
            done[column] = None

        for column in columns:
            if column not in done and np.isfinite(self.total[column]):
                take(int(column))
        return list(done)

    def to(self, track: int, level: int) -> list[int]:
        """The cheapest chain to a level that can be reached, in order of taking; empty where it is held."""
        held = int(self.problem.held[track])
        return self.support(int(self.giver[track, v]) for v in range(held + 1, level + 1))


def chains(problem: Problem, amounts: F64) -> Chains:
    """The cheapest chains by an amount for each column; one is added to each, so that no circle is free."""
    price = np.full((len(problem.held), TOP), np.inf)
    price[np.arange(TOP)[None, :] <= problem.held[:, None]] = 0.0
    cells = problem.teach_track.astype(np.int64) * TOP + problem.teach_outcome
    needed = problem.need_track.astype(np.int64) * TOP + problem.need_level
    flat = price.reshape(-1)
    while True:
        needs = np.bincount(problem.need_column, weights=flat[needed], minlength=problem.size)
        total = amounts + 1.0 + needs
        before = flat.copy()
        np.minimum.at(flat, cells, total[problem.teach_column])
        for level in range(TOP - 2, 0, -1):
            np.minimum(price[:, level], price[:, level + 1], out=price[:, level])
        if np.array_equal(flat, before):
            return Chains(problem, price, _givers(problem, price, total), total)


def _givers(problem: Problem, price: F64, total: F64) -> I32:
    """By track and level, the first column whose total is the price; where none is, that of the level above."""
    giver = np.full(price.shape, -1, dtype=np.int32)
    best = np.flatnonzero(price[problem.teach_track, problem.teach_outcome] == total[problem.teach_column])[::-1]
    giver[problem.teach_track[best], problem.teach_outcome[best]] = problem.teach_column[best]
    for level in range(TOP - 2, 0, -1):
        above = price[:, level] == price[:, level + 1]
        giver[above & (giver[:, level] < 0), level] = giver[above & (giver[:, level] < 0), level + 1]
    return giver
