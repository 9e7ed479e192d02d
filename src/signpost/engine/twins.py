"""Resources that different bodies offer alike: they teach the same, need the same, and cost as much money and time.

Which of them is taken matters to nobody's plan, so a step names the others beside it, and an alternative route must
differ in more than that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np

from signpost.engine.catalogue import Catalogue
from signpost.engine.index import I64
from signpost.engine.problem import Problem

Twins = Mapping[int, tuple[int, ...]]
"""A self-paced column -> the columns of its group, itself included; columns without a twin are left out."""

NONE: Twins = MappingProxyType({})
"""No column has a twin."""

_PRIME = 1_000_003


def twins(made: Catalogue) -> Twins:
    """The groups of columns that differ in nothing but their body.

    What must be used, or can count towards the award that is wanted, has no twin: there it matters which it is.
    """
    problem, groups = made.problem, dict[tuple[object, ...], list[int]]()
    for column in _likely(made).tolist():
        taught, needed = sorted(problem.gives[column]), sorted(problem.needs[column])
        groups.setdefault((*_outside(made, column), *taught, None, *needed), []).append(column)
    found = [tuple(group) for group in groups.values() if len({int(problem.provider[j]) for j in group}) > 1]
    return {column: group for group in found for column in group}


def also_given(problem: Problem, groups: Twins, column: int) -> list[int]:
    """The twins of a column that other bodies give."""
    return [twin for twin in groups.get(column, ()) if problem.provider[twin] != problem.provider[column]]


def passed_over(problem: Problem, groups: Twins, taken: Iterable[int]) -> list[int]:
    """Of each group all but one column, and those of its body: the one that is taken, else the first."""
    kept = {groups[column]: column for column in taken if column in groups}
    kept = {group: group[0] for group in groups.values()} | kept
    return sorted(twin for column in kept.values() for twin in also_given(problem, groups, column))


def _outside(made: Catalogue, column: int) -> tuple[int, ...]:
    """What must be alike beside what is taught and needed."""
    index, problem, columns = made.index, made.problem, made.columns
    resource = int(problem.resource[column])
    own = (index.resource_mode, index.resource_language, index.resource_activity, index.resource_work_based)
    amounts = (problem.price, columns.price_known, problem.minutes, columns.minutes_known)
    return (*(int(values[column]) for values in amounts), *(int(values[resource]) for values in own))


def _likely(made: Catalogue) -> I64:
    """The columns that share price, minutes and a sum over their rows with another: few even of many."""
    problem = made.problem
    single = {column for group in problem.required for column in group}
    if problem.awards:
        single.update(column for by in problem.awards.given_by.values() for column in by)
    free = (problem.offering < 0) & (problem.provider >= 0) & (np.diff(problem.teach_rows) > 0)
    free[sorted(single)] = False
    columns = np.flatnonzero(free)
    marks = np.column_stack([problem.price, problem.minutes, _row_sums(problem)])[columns]
    _, group, size = np.unique(marks, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(columns[size[group.reshape(-1)] > 1], dtype=np.int64)


def _row_sums(problem: Problem) -> I64:
    """By column a number that is equal where all rows are."""
    taught = (problem.teach_track * 64 + problem.teach_entry * 8 + problem.teach_outcome) % _PRIME
    needed = (problem.need_track * 8 + problem.need_level) % _PRIME
    given = np.bincount(problem.teach_column, weights=taught.astype(np.float64) ** 2, minlength=problem.size)
    asked = np.bincount(problem.need_column, weights=needed.astype(np.float64), minlength=problem.size)
    return np.asarray(given + asked).astype(np.int64)
