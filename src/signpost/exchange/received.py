"""What was received: a file's bytes, text or rows, refused in one sentence where it cannot be read at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from signpost.errors import UnreadableInput
from signpost.exchange import unpacked
from signpost.graph.parse import MOST_BYTES

LONGEST_CELL = 8 * 1024 * 1024
"""Characters; classifications list thousands of members in one cell."""
WORKBOOKS = (".xlsx", ".xls", ".ods")
"""How the names of workbooks end; of these XLSX alone is read, and the others are refused with what to do."""
MARKS = ",;\t"
"""What stands between the cells of a CSV file: spreadsheets write the others where the comma stands in numbers."""
_BEGINNING = 1 << 16


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its file and first line, for findings, and its cells by column."""

    file: str
    line: int
    cells: dict[str, str]

    def place(self, column: str = "") -> str:
        """`file:line` or `file:line:column`."""
        return f"{self.file}:{self.line}:{column}" if column else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Ragged:
    """A row with another number of cells than the head of its table."""

    file: str
    line: int
    cells: int
    expected: int


def contents(path: Path) -> bytes:
    """The bytes of a file; raises UnreadableInput where it is missing, a folder, empty, too large or not readable."""
    if not path.exists():
        raise UnreadableInput(str(path), "there is no such file", "Check the name and the folder.")
    if path.is_dir():
        raise UnreadableInput(str(path), "it is a folder, not a file", "Name the file, or a format that reads folders.")
    try:
        size = path.stat().st_size  # a larger file is refused before it is opened
        if size > MOST_BYTES:
            raise UnreadableInput(
                str(path),
                f"it has {size / 1e6:.0f} MB, more than the {MOST_BYTES / 1e6:.0f} MB that can be read at once",
                "Split it into several files.",
            )
        data = path.read_bytes()
    except OSError as fault:
        raise UnreadableInput(str(path), f"it cannot be opened ({fault.strerror})", "Check its permissions.") from fault
    if not data.strip():
        raise UnreadableInput(str(path), "it is empty", "Send a file with something in it.")
    return data


def text(path: Path) -> str:
    """The text of a file in UTF-8, without a byte order mark; raises UnreadableInput as `contents` does."""
    data = contents(path)
    if b"\0" in data:
        raise UnreadableInput(str(path), "it is binary, not text", "Send text in UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise UnreadableInput(f"{path}:{line}", "it is not in UTF-8", "Save it as UTF-8 and try again.") from fault


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook from its first cell on: rows of texts, and the corners of its merged cells."""

    rows: list[list[str]]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    """First and last row and column of each, counted from 0; the first cell alone has the text."""


def sheets(path: Path) -> dict[str, list[list[str]]]:
    """Every sheet of a workbook (XLSX) by its name: rows of texts, whole numbers without a point, days as ISO 8601.

    Rows and columns before the first that has something are left out. Raises UnreadableInput as `contents` does, and
    where it is not a workbook, or one that takes too much memory.
    """
    return {name: sheet.rows for name, sheet in _sheets(path, whole=False).items()}


def whole_sheets(path: Path) -> dict[str, Sheet]:
    """Every sheet of a workbook by its name, so that a cell's place in it is its place on the screen.

    Raises UnreadableInput as `sheets` does.
    """
    return _sheets(path, whole=True)


def _sheets(path: Path, *, whole: bool) -> dict[str, Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook

    data = contents(path)
    unpacked.check(data, str(path))
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = {name: workbook.get_sheet_by_name(name) for name in workbook.sheet_names}
        return {name: Sheet([list(map(_cell, row)) for row in sheet.to_python(skip_empty_area=not whole)],
                            tuple(sheet.merged_cell_ranges or ()) if whole else ())
                for name, sheet in found.items()}  # fmt: skip
    except (CalamineError, ValueError, OSError) as fault:
        reason = f"it is not a workbook that can be read ({fault})"
        raise UnreadableInput(str(path), reason, "Save it as XLSX and try again.") from fault


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return "" if value is None else str(value)


def table(
    path: Path, needed: tuple[str, ...], *, sheet: str = "", short_rows: bool = False, above: int = 0
) -> Iterator[Row | Ragged]:
    """The rows of a CSV or tab-separated file, or of a sheet of a workbook (its first if none is named), with a head.

    `above` is how many lines of a text stand above the head. Raises UnreadableInput as `rows` and `sheets` do, and
    where there is no such sheet.
    """
    if path.suffix.lower() not in WORKBOOKS:
        yield from rows(path, needed, short_rows=short_rows, above=above)
        return
    found = sheets(path)
    name = sheet or next(iter(found), "")
    if name not in found:
        raise UnreadableInput(str(path), f"it has no sheet '{sheet}'", f"Name one of: {', '.join(found)}.")
    columns = [cell.strip() for cell in found[name][0]] if found[name] else []
    place = f"{path.name}#{name}" if sheet else path.name
    _check_head(columns, needed, f"{path}#{name}:1")
    for line, cells in enumerate(found[name][1:], 2):
        if not _is_blank(cells):
            yield Row(place, line, dict(zip(columns, cells, strict=False)))


def _check_head(said: list[str], needed: tuple[str, ...], place: str) -> None:
    for column in needed:
        if column not in said:
            raise UnreadableInput(place, f"there is no column '{column}'", "Check that it is the right table.")


def _is_blank(cells: list[str]) -> bool:
    """Whether a row is one that spreadsheets leave below a table: no cells, or empty ones, however many."""
    return not any(map(str.strip, cells))


def rows(path: Path, needed: tuple[str, ...], *, short_rows: bool = False, above: int = 0) -> Iterator[Row | Ragged]:
    """The rows of a CSV or tab-separated file with a head, as they stand; blank ones are passed over.

    `short_rows` lets a row leave out empty cells at its end; `above` is how many lines stand above the head. Raises
    UnreadableInput as `text` does, and where a needed column is missing or the file is not CSV.
    """
    return _under_head(grid(path, above=above), path.name, f"{path}:{above + 1}", needed, short_rows=short_rows)


def rows_of(said: str, place: str) -> Iterator[Row | Ragged]:
    """The rows of a text that is in no file, as those of `rows`; they may leave out empty cells at their end."""
    return _under_head(_grid(said, place, MARKS), place, f"{place}:1", (), short_rows=True)


def grid_of(said: str, place: str) -> Iterator[tuple[int, list[str]]]:
    """Every row of a text that is in no file, as `grid` has those of one."""
    return _grid(said, place, MARKS)


def _under_head(
    lines: Iterator[tuple[int, list[str]]], name: str, place: str, needed: tuple[str, ...], *, short_rows: bool
) -> Iterator[Row | Ragged]:
    columns = [cell.strip() for cell in next(lines, (1, []))[1]]
    _check_head(columns, needed, place)
    for line, cells in lines:
        if _is_blank(cells):
            continue
        if len(cells) > len(columns) or (len(cells) < len(columns) and not short_rows):
            yield Ragged(name, line, len(cells), len(columns))
        else:
            yield Row(name, line, dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True)))


def head(path: Path) -> list[str]:
    """The first row of a CSV or tab-separated file as a reader looks at it to know its own; none where it is no CSV."""
    with path.open("rb") as file:
        return first_row(file.read(_BEGINNING).decode("utf-8-sig", "replace"), _marks(path))


def first_row(said: str, marks: str = MARKS) -> list[str]:
    """The first row of a text, as `head` has that of a file."""
    try:
        _, cells = next(_grid(said[:_BEGINNING], "", marks), (1, []))
    except UnreadableInput:
        return []
    return [cell.strip() for cell in cells]


def grid(path: Path, *, above: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Every row of a CSV or tab-separated file, its head too, with the number of its first line.

    `above` is how many lines are passed over first. Raises UnreadableInput as `text` does, and where it is not CSV.
    """
    return _grid(text(path), str(path), _marks(path), above)


def _marks(path: Path) -> str:
    return "\t" if path.suffix.lower() in (".txt", ".tsv") else MARKS


def _grid(said: str, place: str, marks: str, above: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text; what stands between its cells is the one of the marks that its first line has most of."""
    csv.field_size_limit(LONGEST_CELL)
    lines = io.StringIO(said, newline="")
    for _ in range(above):
        lines.readline()
    start = lines.tell()
    between = max(marks, key=lines.readline().count)
    lines.seek(start)
    reader = csv.reader(lines, delimiter=between, strict=True)
    line = above + 1
    try:
        for cells in reader:
            yield line, cells
            line = above + reader.line_num + 1
    except csv.Error as fault:
        reason = f"it is not a table of comma-separated values ({fault})"
        raise UnreadableInput(f"{place}:{above + reader.line_num}", reason, "Save it as CSV and try again.") from fault
