"""Circular support: found in a chosen set of columns, and forbidden by rows that every sound set keeps.

A set U of items that lean only on each other is reached only if some column gives into U and needs nothing in U:
the first item of U to be reached was given by such a column. The row `some z of U <= sum of those columns` says so,
and is broken by every set of columns that leans on U in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from signpost.engine.problem import F64, TOP, Mask, Problem
from signpost.engine.solver.clauses import Clauses
from signpost.engine.solver.highs import Rows

Pair = tuple[int, int]

Circle = tuple[Pair, ...]
"""(track, level) pairs that lean only on each other, in order."""


def taken_in_order(problem: Problem, chosen: Iterable[int]) -> tuple[list[int], list[int], dict[int, int]]:
    """Of some columns: those that can start, in an order that works; those that cannot; and the levels then held."""
    level: dict[int, int] = {}
    held, waiting, done = problem.held, sorted(chosen), list[int]()
    lacking: dict[int, Sequence[Pair]] = {j: problem.needs[j] for j in waiting}
    while True:
        for j in waiting:
            if lacking[j]:
                lacking[j] = [pair for pair in lacking[j] if level.get(pair[0], 0) < pair[1]]
        ready = [j for j in waiting if not lacking[j]]
        if not ready:
            return done, waiting, {t: max(v, int(held[t])) for t, v in level.items()}
        for j in ready:
            for track, _, outcome in problem.gives[j]:
                if level.get(track, 0) < outcome:
                    level[track] = outcome
        done += ready
        waiting = [j for j in waiting if lacking[j]]


def circles_in(model: Clauses, values: F64) -> list[Circle]:
    """The sets of items by which a point leans on itself; none where it is sound."""
    problem = model.problem
    chosen = np.flatnonzero(values[: model.columns] > 0.5).tolist()
    _, blocked, level = taken_in_order(problem, chosen)
    wanted = [pair for j in blocked for pair in problem.needs[j]] + model.wanted(values)
    missing = _missing(model, wanted, level)
    return [tuple(sorted(missing[item] for item in circle)) for circle in _bottom(_leaning(model, blocked, missing))]


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


def forbid(rows: Rows, model: Clauses, circle: Circle) -> None:
    """Add the row against a circle, for each of its items; none where not all of them matter to the model."""
    items = model.items
    if any(level > items.need[track] for track, level in circle):
        return
    entering = np.flatnonzero(enters(model.problem, circle))
    inside = [int(items.of(track, level)) for track, level in circle]
    if any(model.hard[item] for item in inside):
        rows.add(entering, 1.0, low=1.0)
        return
    for item in inside:
        index = [*entering.tolist(), int(model.z[item])]
        rows.add(index, [1.0] * len(entering) + [-1.0], low=0.0)


def enters(problem: Problem, circle: Circle) -> Mask:
    """The columns that give into a set of items and need nothing in it."""
    inside = np.zeros((len(problem.held), TOP), dtype=bool)
    for track, level in circle:
        inside[track, level] = True
    touched = np.asarray(inside.any(axis=1))
    lowest = np.where(touched, inside.argmax(axis=1), TOP)
    gives = np.zeros(problem.size, dtype=bool)
    for row in np.flatnonzero(touched[problem.teach_track]).tolist():
        track, entry, outcome = problem.teach_track[row], problem.teach_entry[row], problem.teach_outcome[row]
        if inside[track, entry + 1 : outcome + 1].any():
            gives[problem.teach_column[row]] = True
    gives[problem.need_column[problem.need_level >= lowest[problem.need_track]]] = False
    return gives
