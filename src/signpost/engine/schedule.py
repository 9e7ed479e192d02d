"""Puts the columns of a route on the calendar.

Steps follow one after another from the as-at day, at so many learning minutes a week. Of the steps whose needs are
held, the next is the one with the smallest IRI among the self-paced ones that are done before the first dated one
must begin; where there is none such, it is that dated one, after waiting for its day. A dated step that cannot be
reached in time breaks the route. It is finished on its last day, or when its minutes are done at the pace,
whichever is later. Time is counted in whole units: a day is `pace` units and a learning minute is 7, so that
nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from signpost.engine.problem import Calendar, Problem
from signpost.model import PersonSpecification


@dataclass(frozen=True, slots=True)
class Slot:
    """A column with the ordinals of its first and last day."""

    column: int
    start: int
    finish: int


def weekly_minutes(specification: PersonSpecification) -> int:
    """The learning minutes a week that a specification, or else its policy, sets."""
    return max(1, round((specification.constraints.hours_per_week or specification.policy.default_hours_per_week) * 60))


def days_after(minutes: int, pace: int) -> int:
    """How many days after the first the last one is, for so many minutes at so many a week."""
    return max(0, 7 * minutes - 1) // pace


def timetable(problem: Problem, columns: Iterable[int]) -> tuple[Slot, ...] | None:
    """The slots of the columns in the order in which they are taken; None where dates or deadline cannot be kept."""
    calendar, level = problem.calendar, dict[int, int]()
    waiting, slots, now = sorted(columns), list[Slot](), 0
    while waiting:
        ready = [j for j in waiting if _ready(problem, level, j)]
        column = _next(problem, ready, now)
        if column is None:
            return None
        slot, now = _slot(calendar, column, int(problem.minutes[column]), now)
        slots.append(slot)
        waiting.remove(column)
        for track, _, outcome in problem.gives[column]:
            level[track] = max(level.get(track, int(problem.held[track])), outcome)
    late = calendar.deadline is not None and any(slot.finish > calendar.deadline for slot in slots)
    return None if late else tuple(slots)


def finish_of(problem: Problem, columns: Iterable[int]) -> int | None:
    """The ordinal of the last day; the as-at day for no steps, None where dates or deadline cannot be kept."""
    slots = timetable(problem, columns)
    if slots is None:
        return None
    return max((slot.finish for slot in slots), default=problem.calendar.as_at)


def _ready(problem: Problem, level: dict[int, int], column: int) -> bool:
    return all(level.get(track, 0) >= need for track, need in problem.needs[column])


def _next(problem: Problem, ready: Sequence[int], now: int) -> int | None:
    calendar = problem.calendar
    dated = min((j for j in ready if calendar.start[j] >= 0), key=lambda j: (calendar.start[j], j), default=None)
    alone = [j for j in ready if calendar.start[j] < 0]
    if dated is None:
        return min(alone, default=None)
    begins = (int(calendar.start[dated]) - calendar.as_at) * calendar.pace
    fitting = [j for j in alone if now + 7 * int(problem.minutes[j]) <= begins]
    if fitting:
        return min(fitting)
    return dated if now <= begins else None


def _slot(calendar: Calendar, column: int, minutes: int, now: int) -> tuple[Slot, int]:
    """The slot of a column that is taken next, and the moment at which it is over."""
    pace, day, end = calendar.pace, int(calendar.start[column]), int(calendar.end[column])
    begin = now if day < 0 else (day - calendar.as_at) * pace
    over = begin + 7 * minutes
    if day >= 0:
        over = max(over, (max(day, end) + 1 - calendar.as_at) * pace)
    last = max(0, over - 1) // pace
    return Slot(column, calendar.as_at + min(begin // pace, last), calendar.as_at + last), over
