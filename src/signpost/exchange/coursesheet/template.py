"""The workbook to fill in with courses: help on each column, drop-downs, an example and a sheet of instructions."""

from __future__ import annotations

from dataclasses import replace

from signpost.exchange import regions
from signpost.exchange.coursesheet.choices import labels
from signpost.exchange.coursesheet.layout import ACTIVITY, COURSES, ENTRY, HELP, LEVEL, REFERENCE, SHOWS
from signpost.exchange.sheet import workbook
from signpost.exchange.sheet.layout import EXAMPLE, Table


def template() -> bytes:
    """The empty workbook, with an example row that is not read."""
    example = {column.head: column.example for column in COURSES.columns if column.example}
    table = _with_choices()
    return workbook.written({table.name: [example | {REFERENCE: EXAMPLE}]}, (table,), HELP)


def _with_choices() -> Table:
    levels = [f"{level} {label.lower()}" for level, label in labels("level").items()]
    choices = {
        ACTIVITY: tuple(labels("activity-type").values()),
        "mode": tuple(labels("mode").values()),
        "region": tuple(area.label for area in regions.areas(regions.WIDE)),
        "scheduled": ("yes", "no"),
        "access": tuple(labels("access").values()),
        LEVEL: tuple(levels[1:]),
        ENTRY: tuple(levels[:-1]),
        SHOWS: tuple(labels("shows")),
    }
    columns = (replace(column, choices=choices.get(column.head, ())) for column in COURSES.columns)
    return replace(COURSES, columns=tuple(columns))
