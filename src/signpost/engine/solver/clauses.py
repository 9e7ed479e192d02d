"""The tight item model of a problem: which variables stand for what, and the clauses between them.

A variable x for each column; z for each item that is needed but is no hard target; y for each target that may stay
open. An item holds only if something gives it (`z <= sum of x`), a level only with the level below it, a column
only with what it needs. What these clauses cannot say is that no column supports itself in a circle: `loops` adds
those rows when broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from signpost.engine.index import I32, I64
from signpost.engine.problem import F64, Mask, Problem, Target
from signpost.engine.solver.highs import Rows


@dataclass(frozen=True, eq=False)
class Items:
    """The items that matter: level `held + 1` up to the highest needed, track by track."""

    held: I32
    need: I32
    base: I64
    """By track: the item of its first level that is not held."""
    count: int

    def of(self, track: I32 | int, level: I32 | int) -> I64:
        """The items of (track, level) pairs; the levels must not be held."""
        return np.asarray(self.base[track] + level - self.held[track] - 1, dtype=np.int64)

    def below(self, track: int, level: int) -> range:
        """The items of a track from the first that is not held up to a level."""
        start = int(self.base[track])
        return range(start, start + max(0, level - int(self.held[track])))


def items_of(problem: Problem, targets: Iterable[Target]) -> Items:
    """The items that the targets and the columns need."""
    need = problem.held.copy()
    np.maximum.at(need, problem.need_track, problem.need_level)
    for target in targets:
        for track, level in target.levels:
            need[track] = max(need[track], level)
    lengths = (need - problem.held).astype(np.int64)
    ends = np.cumsum(lengths)
    return Items(problem.held, need, ends - lengths, int(ends[-1]) if len(ends) else 0)


@dataclass(frozen=True, eq=False)
class Clauses:
    """The model without its objective: `x` are the first variables, then `z`, `y`, and those of awards."""

    problem: Problem
    items: Items
    hard: Mask
    """By item: whether every route must reach it."""
    z: I64
    """By item: its variable, or -1 where it is hard."""
    y: dict[int, int]
    """Soft target (its position in `problem.targets`) -> its variable."""
    rows: Rows
    variables: int
    budget_row: int = -1
    """The position of the row of the budget; -1 where there is none."""
    minutes_row: int = -1

    @property
    def columns(self) -> int:
        """The number of columns: their variables are the first."""
        return self.problem.size

    @property
    def limited(self) -> bool:
        """Whether targets may stay open, or money or time is short."""
        return bool(self.y) or self.budget_row >= 0 or self.minutes_row >= 0

    @cached_property
    def weights(self) -> F64:
        """By variable: the weight of the target whose y it is."""
        weights = np.zeros(self.variables)
        for position, variable in self.y.items():
            weights[variable] = self.problem.targets[position].weight
        return weights

    @cached_property
    def item_pairs(self) -> tuple[I32, I32]:
        """By item: its track and its level."""
        items = self.items
        tracks = np.repeat(np.arange(len(items.need), dtype=np.int32), items.need - items.held)
        levels = np.arange(items.count) - items.base[tracks] + items.held[tracks] + 1
        return tracks, levels.astype(np.int32)

    @cached_property
    def whole(self) -> F64:
        """1 for each variable that must be an integer: all but z, which follow from the others."""
        whole = np.ones(self.variables)
        whole[self.z[self.z >= 0]] = 0.0
        return whole

    def wanted(self, values: F64) -> list[tuple[int, int]]:
        """The (track, level) pairs that a point claims to reach as targets."""
        found: list[tuple[int, int]] = []
        for position, target in enumerate(self.problem.targets):
            variable = self.y.get(position)
            if variable is None or values[variable] > 0.5:
                found += target.levels
        return found


def clauses(problem: Problem, *, soft: bool) -> Clauses:
    """The model of a problem; with `soft`, targets may stay open, else all are hard."""
    items = items_of(problem, problem.targets)
    hard = np.zeros(items.count, dtype=bool)
    if not soft:
        for target in problem.targets:
            for track, level in target.levels:
                hard[list(items.below(track, level))] = True
    z = np.where(hard, -1, problem.size + np.cumsum(~hard) - 1)
    free = problem.size + int((~hard).sum())
    y = {position: free + position for position in range(len(problem.targets))} if soft else {}
    item, column = _givers(problem, items)
    rows = Rows()
    _cover(rows, item, column, hard, z, items.count)
    _ladder(rows, items, z)
    _prerequisites(rows, problem, items, z)
    for position, variable in y.items():
        for track, level in problem.targets[position].levels:
            rows.add([int(z[items.of(track, level)]), variable], [1.0, -1.0], low=0.0)
    budget_row, minutes_row = _limits(rows, problem)
    variables = _award(rows, problem, free + len(y)) if problem.awards else free + len(y)
    return Clauses(problem, items, hard, z, y, rows, variables, budget_row, minutes_row)


def _givers(problem: Problem, items: Items) -> tuple[I64, I64]:
    """(item, column) pairs in order of item: who gives what is needed."""
    track = problem.teach_track
    low = np.maximum(problem.teach_entry, problem.held[track])
    lengths = np.maximum(0, np.minimum(problem.teach_outcome, items.need[track]) - low).astype(np.int64)
    rows = np.repeat(np.arange(len(track)), lengths)
    step = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    item = items.of(track[rows], low[rows] + 1) + step
    order = np.lexsort((problem.teach_column[rows], item))
    return item[order], problem.teach_column[rows][order].astype(np.int64)


def _cover(rows: Rows, item: I64, column: I64, hard: Mask, z: I64, count: int) -> None:
    """Each item: `sum of givers - z >= 0`, or `>= 1` where it is hard."""
    free = np.flatnonzero(~hard)
    owner = np.concatenate([item, free])
    index = np.concatenate([column, z[free]])
    value = np.concatenate([np.ones(len(item)), -np.ones(len(free))])
    order = np.argsort(owner, kind="stable")
    rows.block(index[order], value[order], np.bincount(owner, minlength=count), low=hard.astype(np.float64))


def _ladder(rows: Rows, items: Items, z: I64) -> None:
    """A level only with the level below it."""
    tracks = np.repeat(np.arange(len(items.need)), items.need - items.held)
    above = np.flatnonzero(np.arange(items.count) > items.base[tracks])
    above = above[(z[above] >= 0) & (z[above - 1] >= 0)]
    _pairs(rows, z[above - 1], z[above])


def _prerequisites(rows: Rows, problem: Problem, items: Items, z: I64) -> None:
    """A column only with the highest level it needs of each track."""
    open_ = np.flatnonzero(problem.need_level > problem.held[problem.need_track])
    variable = z[items.of(problem.need_track[open_], problem.need_level[open_])]
    soft = variable >= 0
    _pairs(rows, variable[soft], problem.need_column[open_][soft].astype(np.int64))


def _pairs(rows: Rows, greater: I64, less: I64) -> None:
    """Rows `greater - less >= 0`."""
    index = np.column_stack([greater, less]).reshape(-1)
    rows.block(index, np.tile([1.0, -1.0], len(greater)), np.full(len(greater), 2), low=0.0)


def _limits(rows: Rows, problem: Problem) -> tuple[int, int]:
    """Budget, time before the deadline, what must be used, one way of taking each resource; rows of the first two."""
    every, budget_row, minutes_row = np.arange(problem.size), -1, -1
    if problem.budget is not None:
        budget_row = rows.count
        rows.add(every, problem.price.astype(np.float64), high=problem.budget + 0.5)
    if problem.minutes_cap is not None:
        minutes_row = rows.count
        rows.add(every, problem.minutes.astype(np.float64), high=problem.minutes_cap + 0.5)
    for group in problem.required:
        rows.add(np.array(group), 1.0, low=1.0)
    if (problem.offering >= 0).any():
        for same in _same(problem.resource):
            rows.add(same, 1.0, high=1.0)
    _one_at_a_time(rows, problem)
    return budget_row, minutes_row


def _one_at_a_time(rows: Rows, problem: Problem) -> None:
    """Of the columns that run on a day and last over it, one: a row for each day on which some begin."""
    dated = np.flatnonzero(problem.calendar.start >= 0)
    calendar = problem.calendar
    begin = (calendar.start[dated].astype(np.int64) - calendar.as_at) * calendar.pace
    last = np.maximum(calendar.start, calendar.end)[dated].astype(np.int64)
    over = np.maximum(begin + 7 * problem.minutes[dated], (last + 1 - calendar.as_at) * calendar.pace)
    for moment in np.unique(begin):
        running = dated[(begin <= moment) & (moment < over)]
        if len(running) > 1:
            rows.add(running, 1.0, high=1.0)


def _same(resource: I32) -> Iterable[Sequence[int]]:
    """The columns of each resource that has several."""
    ids, counts = np.unique(resource, return_counts=True)
    for one in ids[counts > 1]:
        yield np.flatnonzero(resource == one).tolist()


def _award(rows: Rows, problem: Problem, first: int) -> int:
    """The award that the route ends in: a variable for each award that counts; returns the next free variable.

    An award counts if a column gives it, or if all its groups are filled by units that count, barred pairs apart.
    """
    awards = problem.awards
    assert awards is not None
    had = {award: first + n for n, award in enumerate(sorted({awards.wanted, *awards.groups}))}
    built = {award: first + len(had) + n for n, award in enumerate(sorted(a for a, g in awards.groups.items() if g))}
    for award, variable in had.items():
        giving = list(awards.given_by.get(award, ()))
        ways = [*giving, *([built[award]] if award in built else [])]
        rows.add([*ways, variable], [1.0] * len(ways) + [-1.0], low=0.0)
    for award, variable in built.items():
        for group in awards.groups[award]:
            units = [had[unit] for unit in group.units]
            credit = [float(awards.credit[unit]) for unit in group.units]
            rows.add([*units, variable], [1.0] * len(units) + [-float(group.at_least)], low=0.0)
            rows.add([*units, variable], [*credit, -float(group.credits)], low=0.0)
    for a, b in awards.barred:
        rows.add([had[a], had[b]], 1.0, high=1.0)
    rows.add([had[awards.wanted]], 1.0, low=1.0)
    return first + len(had) + len(built)
