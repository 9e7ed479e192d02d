"""The lines of a job description: from a table with a column of duties, or from a text with one duty a line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO

from signpost.cells import meant
from signpost.errors import UnreadableInput
from signpost.exchange.received import Ragged, table, text
from signpost.model import DutyLine

_DUTY = ("duty", "duties", "phrase", "task")
_ROLE = ("role", "post", "job title")
_TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods")
_MARK = re.compile(r"^\s*(?:[-*•–—]\s+|\(?(?:\d{1,3}|[a-z])[.)]\s+)")
"""A bullet or a number before a line."""
_NO = frozenset(("", "no", "n", "0", "false"))


def lines_of(given: str | Path | Iterable[str] | IO[str]) -> tuple[DutyLine, ...]:
    """The duties of a file, of an opened text, or as they are given."""
    if isinstance(given, str | Path):
        return read(Path(given))
    if isinstance(given, io.TextIOBase):
        return parse(given.read(), "standard input")
    return _checked("what was given", (DutyLine(duty) for duty in given if duty.strip()))


def read(path: Path) -> tuple[DutyLine, ...]:
    """The duties of a file: a table with a column 'duty' (and perhaps 'role'), or a text with one duty a line.

    The rows of an answer of ours that was filled in are duties with what was chosen for them. Raises UnreadableInput.
    """
    if path.suffix.lower() in _TABLES:
        return _checked(str(path), _gathered(_rows(path), str(path)))
    return parse(text(path), path.name)


def parse(said: str, place: str) -> tuple[DutyLine, ...]:
    """The duties of a text: CSV where its first line names a column of duties, else one duty a line."""
    head = next(csv.reader(io.StringIO(said)), [])
    if _column(head, _DUTY) and (len(head) > 1 or head[0].strip().lower() in _DUTY[:2]):
        lines = csv.DictReader(io.StringIO(said), restval="")
        cells = ((f"{place}:{lines.line_num}", {k.strip(): v for k, v in row.items() if k}) for row in lines)
        return _checked(place, _gathered(cells, place))
    bare = ((n, " ".join(_MARK.sub("", line).split())) for n, line in enumerate(said.splitlines(), 1))
    return _checked(place, (DutyLine(line, place=f"{place}:{n}") for n, line in bare if line))


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    for row in table(path, (), short_rows=True):
        if isinstance(row, Ragged):
            reason = f"the row has {row.cells} cells, the head {row.expected}"
            raise UnreadableInput(f"{row.file}:{row.line}", reason, "Put quotes round a cell that has commas in it.")
        yield row.place(), row.cells


def _gathered(rows: Iterable[tuple[str, Mapping[str, str]]], place: str) -> Iterator[DutyLine]:
    """Each duty of each role once, with every candidate that is marked as chosen in any of its rows."""
    found: dict[tuple[str, str], DutyLine] = {}
    for line, cells in rows:
        duty_column, role_column = _column(cells, _DUTY), _column(cells, _ROLE)
        if not duty_column:
            raise UnreadableInput(place, "it has no column 'duty'", "Name the column of the duties 'duty'.")
        duty, role = (" ".join(meant(cells.get(column, "")).split()) for column in (duty_column, role_column))
        if duty:
            one = found.setdefault((role, duty), DutyLine(duty, role, line))
            if cells.get("chosen", "").strip().lower() not in _NO and cells.get("iri", "").strip():
                chosen = dict.fromkeys((*one.chosen, cells["iri"].strip()))
                found[role, duty] = replace(one, chosen=tuple(chosen))
    yield from found.values()


def _column(head: Iterable[str], names: Iterable[str]) -> str:
    called = {name.strip().lower(): name.strip() for name in head if name}
    return next((called[name] for name in names if name in called), "")


def _checked(place: str, lines: Iterable[DutyLine]) -> tuple[DutyLine, ...]:
    every = tuple(lines)
    if not every:
        raise UnreadableInput(place, "it has no duty", "Write one duty a line, or a table with a column 'duty'.")
    return every
