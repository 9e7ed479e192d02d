"""The tables of a workbook, of a folder of CSV files or of one CSV file, as rows of cells under the heads we know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from signpost.cells import meant
from signpost.errors import UnreadableInput
from signpost.exchange import received
from signpost.exchange.gathered import Gathered
from signpost.exchange.received import WORKBOOKS, Sheet, grid, whole_sheets
from signpost.exchange.sheet.layout import BY_NAME, COMPETENCES, DUTIES, EXAMPLE, REQUIREMENTS, TABLES, Table
from signpost.exchange.unpacked import sheet_names
from signpost.model import Finding
from signpost.wellformed import BAD_TEXT

_ALONE = (REQUIREMENTS, DUTIES, COMPETENCES)
"""The tables that one CSV file may be, the one with most needed heads first."""
_OF_SHEETS = (COMPETENCES.name.lower(), REQUIREMENTS.name.lower())
"""Sheets of which a workbook that is recognised has at least one."""
_TELLING = {"code", "kind", "broader", "definition", "level", "met by"}
"""Heads of which a CSV file that is recognised has at least one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: where it stands, and its texts by the heads of the table; empty cells are left out."""

    place: str
    cells: Mapping[str, str]

    def at(self, head: str) -> str:
        """The place of one of its cells."""
        return f"{self.place}:{head}"


Lines = Mapping[str, list[Line]]
"""Table -> its rows, without blank ones and examples."""

_Grid = list[tuple[int, list[str]]]
"""Rows with the number that a person sees beside them."""


def looks_like(path: Path) -> bool:
    """Whether a workbook has our sheets, a CSV file one of our heads, or a folder such files."""
    if path.is_dir():
        return any(_file_of(path, table) for table in (COMPETENCES, REQUIREMENTS))
    if path.suffix.lower() == ".xlsx":
        return not {name.lower() for name in sheet_names(path)}.isdisjoint(_OF_SHEETS)
    return path.suffix.lower() == ".csv" and path.is_file() and _alone(_heads(path), strict=True) is not None


def lines(path: Path, gathered: Gathered) -> Lines:
    """The rows of every table; what is wrong with heads and cells is told. Raises UnreadableInput."""
    grids: dict[str, tuple[str, _Grid]] = {}
    if path.is_dir():
        for table in TABLES:
            file = _file_of(path, table, strict=False)
            if file:
                grids[table.name] = (file.name, list(grid(file)))
    elif path.suffix.lower() in WORKBOOKS:
        grids = _workbook(path, gathered)
    else:
        rows = list(grid(path))
        heads = {_head(cell) for cell in rows[0][1]} if rows else set()
        found = BY_NAME.get(path.stem.lower()) or _alone(heads, strict=False)
        if found is None:
            kinds = "; ".join(f"{', '.join(table.needed)} for {table.name.lower()}" for table in _ALONE)
            raise UnreadableInput(f"{path}:1", "its head is that of no table we know", f"Needed are {kinds}.")
        grids[found.name] = (path.name, rows)
    if not grids:
        names = ", ".join(table.name for table in TABLES)
        raise UnreadableInput(str(path), "it has none of our tables", f"Name them {names}.")
    return {name: list(_lines(BY_NAME[name.lower()], *grid, gathered)) for name, grid in grids.items()}


# ------------------------------------------------------------------------------------------------ recognising
def _file_of(folder: Path, table: Table, *, strict: bool = True) -> Path | None:
    for path in sorted(folder.iterdir()):
        named = path.is_file() and path.suffix.lower() == ".csv" and path.stem.lower() == table.name.lower()
        if named and (not strict or set(table.needed) <= _heads(path)):
            return path
    return None


def _heads(path: Path) -> set[str]:
    return set(map(_head, received.head(path)))


def _alone(heads: set[str], *, strict: bool) -> Table | None:
    for table in _ALONE:
        if set(table.needed) <= heads and (not strict or (heads <= set(table.heads) and heads & _TELLING)):
            return table
    return None


# ------------------------------------------------------------------------------------------------ grids
def _workbook(path: Path, gathered: Gathered) -> dict[str, tuple[str, _Grid]]:
    grids = {}
    for name, sheet in whole_sheets(path).items():
        table = BY_NAME.get(name.strip().lower())
        place = f"{path.name}#{name}"
        if table is not None:
            fill_merged(sheet, place, gathered)
            grids[table.name] = (place, list(enumerate(sheet.rows, 1)))
        elif name.lower() != "help" and any(any(row) for row in sheet.rows):
            gathered.tell(f"The sheet '{name}' is not one of ours, and is not read.", place)
    return grids


def fill_merged(sheet: Sheet, place: str, gathered: Gathered) -> None:
    """Give each row the text of the merged cell that it lies in; over several columns the first alone has it.

    Raises UnreadableInput where merged cells lie over one another.
    """
    filled = sum(len(sheet.rows[top : bottom + 1]) for (top, _), (bottom, _) in sheet.merged)
    if filled > sum(map(len, sheet.rows)):  # each may be short to say and long to fill
        raise UnreadableInput(place, "its merged cells lie over one another", "Unmerge them and save it again.")
    for (top, left), (bottom, _) in sheet.merged:
        said = sheet.rows[top][left] if top < len(sheet.rows) and left < len(sheet.rows[top]) else ""
        if said:
            for row in sheet.rows[top + 1 : bottom + 1]:
                row[left] = said
            message = "Merged cells: each of their rows was read as if it had the text."
            gathered.tell(message, f"{place}:{top + 1}")


# ------------------------------------------------------------------------------------------------ rows
def _head(cell: str) -> str:
    return " ".join(cell.replace("_", " ").lower().split()).rstrip(" *")


def _lines(table: Table, place: str, every: _Grid, gathered: Gathered) -> Iterator[Line]:
    rows = [(number, cells) for number, cells in every if any(cell.strip() for cell in cells)]
    if not rows:
        return
    number, first = rows[0]
    heads = [_head(cell) for cell in first]
    if not _check_heads(table, heads, f"{place}:{number}", gathered):
        return
    for number, cells in rows[1:]:
        where = f"{place}:{number}"
        if cells[0].strip() == EXAMPLE:
            gathered.counts["example rows, which are not read"] += 1
            continue
        beyond = [cell for cell in cells[len(heads) :] if cell.strip()]
        if beyond:
            message = f"The row has more cells than the table has columns, from '{beyond[0][:40]}' on."
            gathered.findings.append(Finding(message, place=where, expected=f"{len(heads)} cells at most"))
        known = [(head, cell) for head, cell in zip(heads, cells, strict=False) if head in table.heads]
        said = {head: _clean(head, cell, where, gathered) for head, cell in known}
        if any(said.values()):
            yield Line(where, {head: cell for head, cell in said.items() if cell})


def _check_heads(table: Table, heads: list[str], place: str, gathered: Gathered) -> bool:
    """Tell of heads that are missing, unknown or given twice; whether the rows can be read."""
    missing = [head for head in table.needed if head not in heads]
    twice = sorted(head for head, times in Counter(heads).items() if head and times > 1)
    for head in [head for head in heads if head and head not in table.heads]:
        close = get_close_matches(head, table.heads, n=1)
        meant_head = f" Did you mean '{close[0]}'?" if close else ""
        gathered.tell(f"The column '{head[:60]}' is not one of ours, and is not read.{meant_head}", f"{place}:{head}")
    for head in missing:
        message = f"The table '{table.name}' has no column '{head}'."
        gathered.findings.append(Finding(message, place=place, expected=", ".join(table.heads)))
    for head in twice:
        message = f"The column '{head}' stands there twice."
        gathered.findings.append(Finding(message, place=f"{place}:{head}", expected="each column once"))
    return not missing and not twice


def _clean(head: str, cell: str, place: str, gathered: Gathered) -> str:
    clean = BAD_TEXT.sub("", cell)
    if clean != cell:
        gathered.tell("Control characters were removed.", f"{place}:{head}")
    return meant(clean.strip())
