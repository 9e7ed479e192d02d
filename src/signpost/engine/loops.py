"""Circular support: found in a chosen set of columns, and forbidden by a row that every sound set keeps.

A set U of items that lean only on each other is reached only if some column gives into U and needs nothing in U:
the first item of U to be reached was given by such a column. The row `some z of U <= sum of those columns` says so,
and is broken by every set of columns that leans on U in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from signpost.engine.clauses import Clauses
from signpost.engine.highs import Rows
from signpost.engine.index import I64
from signpost.engine.problem import F64, Problem

Pair = tuple[int, int]


def taken_in_order(problem: Problem, chosen: Iterable[int]) -> tuple[list[int], list[int], dict[int, int]]:
    """Of some columns: those that can start, in an order that works; those that cannot; and the levels then held."""
    level: dict[int, int] = {}
    held, waiting, done = problem.held, sorted(chosen), list[int]()
    while True:
        ready = [j for j in waiting if all(level.get(t, held[t]) >= v for t, v in problem.needs[j])]
        if not ready:
            return done, waiting, level
        for j in ready:
            for track, _, outcome in problem.gives[j]:
                level[track] = max(level.get(track, int(held[track])), outcome)
        done += ready
        waiting = [j for j in waiting if j not in set(ready)]


def loop_rows(model: Clauses, values: F64) -> Rows | None:
    """Rows that a point breaks because what it chose leans on itself; None where it does not."""
    problem = model.problem
    chosen = np.flatnonzero(values[: model.columns] > 0.5).tolist()
    _, blocked, level = taken_in_order(problem, chosen)
    wanted = [pair for j in blocked for pair in problem.needs[j]] + model.wanted(values)
    missing = _missing(model, wanted, level)
    if not missing:
        return None
    rows = Rows()
    for circle in _bottom(_leaning(model, blocked, missing)):
        _forbid(rows, model, sorted(circle))
    return rows


def _missing(model: Clauses, wanted: Iterable[Pair], level: dict[int, int]) -> dict[int, Pair]:
    """Item -> (track, level) of everything wanted that is not reached, lower levels included."""
    items, found = model.items, {}
    for track, top in wanted:
        for reached in range(level.get(track, int(items.held[track])) + 1, top + 1):
            found[int(items.of(track, reached))] = (track, reached)
    return found


def _leaning(model: Clauses, blocked: Sequence[int], missing: dict[int, Pair]) -> dict[int, set[int]]:
    """Item -> the missing items that its chosen givers wait for."""
    items = model.items
    waits = {
        j: {i for track, top in model.problem.needs[j] for i in items.below(track, top) if i in missing}
        for j in blocked
    }
    leaning: dict[int, set[int]] = {item: set() for item in missing}
    for j in blocked:
        for track, entry, outcome in model.problem.gives[j]:
            for item in items.below(track, min(outcome, int(items.need[track]))):
                if item in missing and missing[item][1] > entry:
                    leaning[item] |= waits[j]
    return leaning


def _bottom(leaning: dict[int, set[int]]) -> list[set[int]]:
    """The strongly connected sets that lean on nothing outside."""
    reach = {item: {item} | others for item, others in leaning.items()}
    changed = True
    while changed:
        changed = False
        for item, seen in reach.items():
            wider = seen.union(*(reach[other] for other in seen))
            if len(wider) > len(seen):
                reach[item], changed = wider, True
    found: dict[int, set[int]] = {}
    for seen in reach.values():
        if all(reach[other] == seen for other in seen):
            found[min(seen)] = seen
    return [found[first] for first in sorted(found)]


def _forbid(rows: Rows, model: Clauses, circle: Sequence[int]) -> None:
    entering = entering_columns(model, circle)
    if any(model.hard[item] for item in circle):
        rows.add(entering, 1.0, low=1.0)
        return
    for item in circle:
        index = [*entering.tolist(), int(model.z[item])]
        rows.add(index, [1.0] * len(entering) + [-1.0], low=0.0)


def entering_columns(model: Clauses, circle: Sequence[int]) -> I64:
    """The columns that give into a set of items and need nothing in it."""
    inside = np.zeros(model.items.count, dtype=bool)
    inside[list(circle)] = True
    gives = np.zeros(model.columns, dtype=bool)
    gives[model.giver_column[inside[model.giver_item]]] = True
    lowest = np.full(len(model.items.held), np.iinfo(np.int32).max, dtype=np.int64)
    tracks = np.repeat(np.arange(len(model.items.held)), model.items.need - model.items.held)
    levels = np.arange(model.items.count) - model.items.base[tracks] + model.items.held[tracks] + 1
    np.minimum.at(lowest, tracks[inside], levels[inside])
    problem = model.problem
    gives[problem.need_column[problem.need_level >= lowest[problem.need_track]]] = False
    return np.flatnonzero(gives)
