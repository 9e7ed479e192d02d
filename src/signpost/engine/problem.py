"""The integer problem that a route is the answer to, free of IRIs, facets and filters.

A *column* is one way to take a learning resource: the resource itself, or one of its offerings. A *track* is one
competence in one facet; a *level* of a track is an *item*. A column gives the items `entry < level <= outcome` of
each track that it teaches and may start when every item that it needs is held. Costs are exact integers: the
generalised cost is `price in pence x 60 + minutes x value of an hour in pence`, so in sixtieths of a penny, and is
never rounded. Columns are numbered in (resource IRI, offering) order, so that column order is IRI order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from signpost.engine.index import I32, I64

Mask = NDArray[np.bool_]
F64 = NDArray[np.float64]
Value = TypeVar("Value")

TOP = 6
"""Levels are 0 to TOP - 1."""


@dataclass(frozen=True, slots=True)
class Target:
    """One open requirement: what closing it counts for, and the (track, level) pairs that must all be held."""

    requirement: int
    """Its position in the specification."""
    weight: int
    levels: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A rule of an award: enough units, and enough credits, from a list of awards."""

    at_least: int
    credits: int
    units: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Awards:
    """The award that a route must end in, and every award below it."""

    wanted: int
    groups: dict[int, tuple[Group, ...]]
    credit: dict[int, int]
    barred: tuple[tuple[int, int], ...]
    given_by: dict[int, tuple[int, ...]]
    """Award -> the columns that give it outright."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When columns run: pace in learning minutes a week, days as ordinals, -1 in `start` for self-paced."""

    as_at: int
    deadline: int | None
    pace: int
    start: I32
    end: I32


class PerColumn(Generic[Value]):
    """What is worked out for a column when it is first asked for: a catalogue has many that nobody asks about."""

    def __init__(self, make: Callable[[int], Value]) -> None:
        self._make = make
        self._known: dict[int, Value] = {}

    def __getitem__(self, column: int) -> Value:
        if column not in self._known:
            self._known[column] = self._make(column)
        return self._known[column]


@dataclass(frozen=True, eq=False)
class Problem:
    """Columns with their costs, what they give and need, what is held, what is wanted, and the limits."""

    cost: I64
    price: I64
    minutes: I64
    provider: I32
    resource: I32
    offering: I32
    teach_rows: I64
    teach_track: I32
    teach_entry: I32
    teach_outcome: I32
    need_rows: I64
    need_track: I32
    need_level: I32
    held: I32
    """By track."""
    targets: tuple[Target, ...]
    calendar: Calendar
    budget: int | None = None
    """Pence."""
    required: tuple[tuple[int, ...], ...] = ()
    """Groups of columns; a route takes at least one of each."""
    awards: Awards | None = None

    @property
    def size(self) -> int:
        """The number of columns."""
        return len(self.cost)

    @cached_property
    def teach_column(self) -> I32:
        """The column of each teaching row."""
        return np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.teach_rows))

    @cached_property
    def need_column(self) -> I32:
        """The column of each row of needs."""
        return np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.need_rows))

    @cached_property
    def dated(self) -> bool:
        """Whether any column runs on a date, so that the order of steps decides what fits."""
        return bool((self.calendar.start >= 0).any())

    @cached_property
    def minutes_cap(self) -> int | None:
        """The learning minutes that fit before the deadline, or None without one."""
        if self.calendar.deadline is None:
            return None
        return max(0, minutes_by(self.calendar, self.calendar.deadline))

    @cached_property
    def needs(self) -> PerColumn[tuple[tuple[int, int], ...]]:
        """By column: the (track, level) pairs it needs that are not held from the start."""
        return PerColumn(self._needs)

    @cached_property
    def gives(self) -> PerColumn[tuple[tuple[int, int, int], ...]]:
        """By column: the (track, entry, outcome) triples that it teaches."""
        return PerColumn(
            lambda column: tuple(zip(*self._slice("teach", column, "track", "entry", "outcome"), strict=True))
        )

    def _needs(self, column: int) -> tuple[tuple[int, int], ...]:
        pairs = zip(*self._slice("need", column, "track", "level"), strict=True)
        return tuple((track, level) for track, level in pairs if level > self.held[track])

    def _slice(self, kind: str, column: int, *parts: str) -> list[list[int]]:
        rows = getattr(self, f"{kind}_rows")
        return [getattr(self, f"{kind}_{part}")[rows[column] : rows[column + 1]].tolist() for part in parts]


def pence(cost: int) -> int:
    """A cost in sixtieths of a penny as pence, halves up."""
    return (cost + 30) // 60


def minutes_by(calendar: Calendar, day: int) -> int:
    """The most minutes of self-paced learning that are done by the end of a day; -1 where the day is past."""
    return max(-1, (day - calendar.as_at + 1) * calendar.pace // 7)


def levels_after(problem: Problem, columns: Sequence[int] | I64) -> I32:
    """The levels held once every column among these that can start has been taken, by track."""
    taken = restrict(problem, np.asarray(columns, dtype=np.int64))
    level = problem.held.copy()
    while True:
        blocked = level[taken.need_track] < taken.need_level
        waiting = np.bincount(taken.need_column, weights=blocked, minlength=taken.size) > 0
        rows = ~waiting[taken.teach_column]
        raised = level.copy()
        np.maximum.at(raised, taken.teach_track[rows], taken.teach_outcome[rows])
        if np.array_equal(raised, level):
            return level
        level = raised


def closed_by(problem: Problem, level: I32) -> tuple[Target, ...]:
    """The targets whose levels are all held."""
    return tuple(t for t in problem.targets if all(level[track] >= need for track, need in t.levels))


def restrict(problem: Problem, columns: I64) -> Problem:
    """The problem with only some of its columns, in increasing order; numbers of columns change, tracks stay."""
    teach, teach_rows = _gather(problem.teach_rows, columns)
    need, need_rows = _gather(problem.need_rows, columns)
    calendar = problem.calendar
    position = {int(j): n for n, j in enumerate(columns)} if problem.required or problem.awards else {}
    return replace(
        problem,
        **{name: getattr(problem, name)[columns] for name in ("cost", "price", "minutes", "provider")},
        resource=problem.resource[columns],
        offering=problem.offering[columns],
        teach_rows=teach_rows,
        need_rows=need_rows,
        **{f"teach_{part}": getattr(problem, f"teach_{part}")[teach] for part in ("track", "entry", "outcome")},
        **{f"need_{part}": getattr(problem, f"need_{part}")[need] for part in ("track", "level")},
        calendar=replace(calendar, start=calendar.start[columns], end=calendar.end[columns]),
        required=tuple(_renumbered(group, position) for group in problem.required),
        awards=_moved(problem.awards, position),
    )


def _renumbered(columns: Sequence[int], position: dict[int, int]) -> tuple[int, ...]:
    return tuple(position[j] for j in columns if j in position)


def _moved(awards: Awards | None, position: dict[int, int]) -> Awards | None:
    if awards is None:
        return None
    return replace(awards, given_by={a: _renumbered(columns, position) for a, columns in awards.given_by.items()})


def _gather(rows: I64, columns: I64) -> tuple[I64, I64]:
    """The positions of the rows that belong to some columns, and the offsets of what is left."""
    lengths = rows[columns + 1] - rows[columns]
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    positions = np.arange(offsets[-1], dtype=np.int64) + np.repeat(rows[columns] - offsets[:-1], lengths)
    return positions, offsets
