"""The lines of a job description: from a table with a column of duties, or from a text with one duty a line."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO

from signpost.cells import meant
from signpost.errors import UnreadableInput
from signpost.exchange.received import WORKBOOKS, Ragged, Row, first_row, rows_of, sheets, table, text
from signpost.exchange.sheet.layout import EXAMPLE
from signpost.mapping.choices import Filled, Mark
from signpost.model import DutyLine

_DUTY = ("duty", "duties", "phrase", "task")
_ROLE = ("role", "post", "job title")
_TABLES = (".csv", ".tsv", *WORKBOOKS)
_MARK = re.compile(r"^\s*(?:[-*•–—]\s+|\(?(?:\d{1,3}|[a-z])[.)]\s+)")
"""A bullet or a number before a line."""


def lines_of(given: str | Path | Iterable[str] | IO[str]) -> tuple[Filled, ...]:
    """The duties of a file, of an opened text, or as they are given."""
    if isinstance(given, str | Path):
        return read(Path(given))
    if isinstance(given, io.TextIOBase):
        return parse(given.read(), "standard input")
    return _checked("what was given", (Filled(DutyLine(duty)) for duty in given if duty.strip()))


def read(path: Path) -> tuple[Filled, ...]:
    """The duties of a file: a table with a column 'duty' (and perhaps 'role'), or a text with one duty a line.

    Of a workbook the sheet that has such a column is read. The rows of an answer of ours that was filled in are duties
    with what is written beside each candidate. Raises UnreadableInput.
    """
    if path.suffix.lower() in _TABLES:
        rows = table(path, (), short_rows=True, sheet=_sheet(path))
        return _checked(str(path), _gathered(_whole(rows), str(path)))
    return parse(text(path), path.name)


def _sheet(path: Path) -> str:
    """The sheet of a workbook that has a column of duties, one in which can be chosen before others; else its first."""
    if path.suffix.lower() not in WORKBOOKS:
        return ""
    heads = {name: rows[0] for name, rows in sheets(path).items() if rows and _column(rows[0], _DUTY)}
    return next((name for name, head in heads.items() if _column(head, ("chosen",))), next(iter(heads), ""))


def parse(said: str, place: str) -> tuple[Filled, ...]:
    """The duties of a text: CSV where its first line names a column of duties, else one duty a line."""
    head = first_row(said)
    if _column(head, _DUTY) and (len(head) > 1 or head[0].lower() in _DUTY[:2]):
        return _checked(place, _gathered(_whole(rows_of(said, place)), place))
    bare = ((n, " ".join(_MARK.sub("", line).split())) for n, line in enumerate(said.splitlines(), 1))
    return _checked(place, (Filled(DutyLine(line, place=f"{place}:{n}")) for n, line in bare if line))


def _whole(rows: Iterable[Row | Ragged]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for row in rows:
        if isinstance(row, Ragged):
            reason = f"the row has {row.cells} cells, the head {row.expected}"
            raise UnreadableInput(f"{row.file}:{row.line}", reason, "Put quotes round a cell that has commas in it.")
        yield row.place(), row.cells


def _gathered(rows: Iterable[tuple[str, Mapping[str, str]]], place: str) -> Iterator[Filled]:
    """Each duty of each role once, with what is written beside every candidate of it."""
    found: dict[tuple[str, str], Filled] = {}
    for line, cells in rows:
        duty_column, role_column = _column(cells, _DUTY), _column(cells, _ROLE)
        if not duty_column:
            raise UnreadableInput(place, "it has no column 'duty'", "Name the column of the duties 'duty'.")
        if next(iter(cells.values())).strip() == EXAMPLE:
            continue
        duty, role = (" ".join(meant(cells.get(column, "")).split()) for column in (duty_column, role_column))
        marks = _marks(line, cells)
        if duty:
            one = found.setdefault((role, duty), Filled(DutyLine(duty, role, line)))
            found[role, duty] = replace(one, marks=(*one.marks, *marks))
        elif any(mark.chosen for mark in marks):
            raise UnreadableInput(line, "something is chosen where no duty is", "Write the duty in each of its rows.")
    yield from found.values()


def _marks(line: str, cells: Mapping[str, str]) -> tuple[Mark, ...]:
    """What is written in the column 'chosen' of a row, where there is one, and what the row says of its candidate."""
    if not _column(cells, ("chosen",)):
        return ()
    chosen, iri, score, why, rests_on = (
        meant(cells.get(_column(cells, (name,)), "").strip()) for name in ("chosen", "iri", "score", "why", "rests_on")
    )
    return (Mark(line, chosen, iri, _share(score), why, rests_on),)


def _share(said: str) -> float | None:
    """A score as it is written, or None for what is none."""
    try:
        score = float(said)
    except ValueError:
        return None
    return score if 0 <= score <= 1 else None


def _column(head: Iterable[str], names: Iterable[str]) -> str:
    called = {name.strip().lower(): name.strip() for name in head if name}
    return next((called[name] for name in names if name in called), "")


def _checked(place: str, lines: Iterable[Filled]) -> tuple[Filled, ...]:
    every = tuple(lines)
    if not every:
        raise UnreadableInput(place, "it has no duty", "Write one duty a line, or a table with a column 'duty'.")
    return every
