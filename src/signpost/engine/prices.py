"""Upper bounds on what levels cost, each reached by a real chain of columns.

- `reach[t, l]`: the cheapest additive chain that reaches level l of track t from what is held (Bellman-Ford,
  vectorised).
- `climb[t, a, b]`: the cheapest way from level a of track t to level b: one column's amount plus its other needs at
  `reach`, closed over the levels between, and never above `reach[t, b]`.

Amounts stand in rows: row 0 is what is minimised, further rows are summed along the very chain that row 0 chose.
Sums of integers in doubles are exact below 2**53; a larger price counts as unknown, which can only keep more columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signpost.engine.problem import F64, TOP, Mask, Problem

EXACT = float(2**53)


@dataclass(frozen=True, slots=True)
class Prices:
    """The two tables, with a row for each amount, and the sums of each column with the chains to all that it needs."""

    reach: F64
    """Shape (amounts, tracks, levels); unreachable is infinite."""
    climb: F64
    """Shape (amounts, tracks, levels, levels): from the first level to the second."""
    totals: F64
    """Shape (amounts, columns); infinite where a column can never start."""


def prices(problem: Problem, amounts: F64) -> Prices:
    """Both tables for amounts of shape (rows, columns)."""
    reach, totals = _reach(problem, amounts)
    return Prices(reach, _climb(problem, reach, totals), totals)


def startable(problem: Problem) -> Mask:
    """The columns that can ever start."""
    _, totals = _reach(problem, problem.cost[None, :].astype(np.float64))
    return np.asarray(np.isfinite(totals[0]))


def _reach(problem: Problem, amounts: F64) -> tuple[F64, F64]:
    reach = np.full((len(amounts), len(problem.held), TOP), np.inf)
    reach[:, np.arange(TOP)[None, :] <= problem.held[:, None]] = 0.0
    cells = problem.teach_track.astype(np.int64) * TOP + problem.teach_outcome
    flat = reach.reshape(len(amounts), -1)
    while True:
        totals = amounts + _needed(problem, flat)
        if not _lower(flat, cells, totals[:, problem.teach_column]):
            return reach, totals
        for level in range(TOP - 2, 0, -1):
            _take(reach[:, :, level], reach[:, :, level + 1])


def _needed(problem: Problem, flat: F64) -> F64:
    """The sum of `reach` over what each column needs."""
    cells = problem.need_track.astype(np.int64) * TOP + problem.need_level
    sums = [np.bincount(problem.need_column, weights=row[cells], minlength=problem.size) for row in flat]
    found = np.array(sums, dtype=np.float64)
    found[:, found[0] > EXACT] = np.inf
    return found


def _lower(table: F64, cells: np.ndarray, values: F64) -> bool:
    """Put into each cell the values of the row that is lowest for it, if lower than before; whether any was."""
    best = table[0].copy()
    np.minimum.at(best, cells, values[0])
    if np.array_equal(best, table[0]):
        return False
    if len(table) > 1:
        winners = np.flatnonzero((values[0] == best[cells]) & (best[cells] < table[0][cells]))
        owner = np.full(table.shape[1], -1, dtype=np.int64)
        owner[cells[winners]] = winners
        changed = np.flatnonzero(owner >= 0)
        table[1:, changed] = values[1:, owner[changed]]
    table[0] = best
    return True


def _take(table: F64, other: F64) -> None:
    """Keep the lower of two tables, cell by cell, all amounts together."""
    if len(table) == 1:
        np.minimum(table, other, out=table)
        return
    better = other[0] < table[0]
    table[:, better] = other[:, better]


def _climb(problem: Problem, reach: F64, totals: F64) -> F64:
    tracks = len(problem.held)
    climb = np.full((len(reach), tracks, TOP, TOP), np.inf)
    climb[:, :, np.arange(TOP)[:, None] >= np.arange(TOP)[None, :]] = 0.0
    track, entry = problem.teach_track.astype(np.int64), problem.teach_entry
    usable = np.flatnonzero(np.isfinite(totals[0][problem.teach_column]))
    track, entry, outcome = track[usable], entry[usable], problem.teach_outcome[usable]
    values = totals[:, problem.teach_column[usable]] - reach[:, track, entry]
    _lower(climb.reshape(len(reach), -1), (track * TOP + entry) * TOP + outcome, values)
    for low in range(TOP - 1):
        for high in range(TOP - 2, low, -1):
            _take(climb[:, :, low, high], climb[:, :, low, high + 1])
    for span in range(1, TOP):
        for low in range(TOP - span):
            high = low + span
            if low:
                _take(climb[:, :, low, high], climb[:, :, low - 1, high])
            for middle in range(low + 1, high):
                _take(climb[:, :, low, high], climb[:, :, low, middle] + climb[:, :, middle, high])
            _take(climb[:, :, low, high], reach[:, :, high])
    held = np.minimum(problem.held, TOP - 1)
    return np.asarray(climb[:, np.arange(tracks)[:, None], np.maximum(np.arange(TOP)[None, :], held[:, None])])
