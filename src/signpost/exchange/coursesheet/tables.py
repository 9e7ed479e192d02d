"""The rows of a course list, from a workbook or a CSV file, under the heads that we know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from signpost.cells import meant
from signpost.errors import UnreadableInput
from signpost.exchange.coursesheet.decoded import BROKEN, decoded
from signpost.exchange.coursesheet.formulas import Told, formulas
from signpost.exchange.coursesheet.layout import COURSES, HEADS, MEANT, REFERENCE, TELLING, TITLE, head
from signpost.exchange.gathered import Gathered
from signpost.exchange.markup import is_marked, plain
from signpost.exchange.received import contents, first_row, grid_of, whole_sheets
from signpost.exchange.schemaorg.items import shown
from signpost.exchange.schemaorg.values import tame
from signpost.exchange.sheet.layout import EXAMPLE, LONGEST
from signpost.exchange.sheet.tables import fill_merged
from signpost.exchange.unpacked import sheet_names
from signpost.model import Finding
from signpost.wellformed import BAD_TEXT

MOST_ROWS = 50_000
MOST_COLUMNS = 500
MOST_SHOWN = 300
"""Characters of a cell in an excerpt."""
_TEXTS = (".csv", ".tsv", ".txt")
_WORKBOOK = ".xlsx"
_HELP = "help"
_PROSE = frozenset((TITLE, "description", "subsidy note"))
"""Columns that are filled from web pages."""
_BEGINNING = 1 << 16
_ALIKE = 0.8
"""How alike a head must be to one of ours to be suggested."""
_EXAMPLE_OF_HEAD = "reference, title, activity type, learning time, price, teaches, level"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number as a spreadsheet shows it, and its texts by the heads of ours; empty cells are left out."""

    place: str
    number: int
    cells: Mapping[str, str]
    faulty: frozenset[str] = frozenset()
    """The heads of cells that cannot be read, which was told."""

    def at(self, head: str) -> str:
        """The place of one of its cells."""
        return f"{self.place}:{head}"


@dataclass(frozen=True, slots=True)
class Lines:
    """The rows of a list, without blank ones and examples, and the units that its heads state in brackets."""

    rows: tuple[Line, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some rows of a list as they stand there, by their numbers, under its heads by the names of ours."""

    heads: tuple[str, ...] = ()
    rows: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sheet:
    place: str
    rows: Sequence[Sequence[str]]
    formulas: Told


# ------------------------------------------------------------------------------------------------ recognising
def looks_like(path: Path) -> bool:
    """Whether the first row of a CSV file, or of a sheet of a workbook, has our heads; a sheet may be named so too."""
    if not path.is_file():
        return False
    if path.suffix.lower() == _WORKBOOK:
        names = {name.lower() for name in sheet_names(path)}
        return COURSES.name.lower() in names or (bool(names) and _in_workbook(path))
    if path.suffix.lower() not in _TEXTS:
        return False
    with path.open("rb") as file:
        said = decoded(file.read(_BEGINNING))
    return said is not None and _is_ours(first_row(said.text))


def _in_workbook(path: Path) -> bool:
    try:
        return any(_is_ours(_first(sheet.rows)) for sheet in whole_sheets(path).values())
    except UnreadableInput:
        return False


def _first(rows: Sequence[Sequence[str]]) -> Sequence[str]:
    return next((cells for cells in rows if any(map(str.strip, cells))), ())


def _is_ours(cells: Sequence[str]) -> bool:
    said = {head(cell)[0] for cell in cells}
    return {REFERENCE, TITLE} <= set(map(_known, said)) and not said.isdisjoint(TELLING)


def _known(said: str) -> str:
    """The head that is meant, or the empty string."""
    return said if said in HEADS else MEANT.get(said, "")


# ------------------------------------------------------------------------------------------------ reading
def lines(path: Path, gathered: Gathered) -> Lines:
    """The rows of a list; what is wrong with its heads and cells is told. Raises UnreadableInput."""
    sheet = _of_workbook(path, gathered) if path.suffix.lower() == _WORKBOOK else _of_text(path, gathered)
    if len(sheet.rows) > MOST_ROWS:
        reason = f"it has {len(sheet.rows):,} rows, more than the {MOST_ROWS:,} that can be read at once"
        raise UnreadableInput(str(path), reason, "Split it into several files, each for a source of its own.")
    at = next((n for n, cells in enumerate(sheet.rows) if any(map(str.strip, cells))), 0)
    heads = _heads(sheet.rows[at] if sheet.rows else (), f"{sheet.place}:{at + 1}", gathered)
    if heads is None:
        return Lines()
    below = enumerate(sheet.rows[at + 1 :], at + 2)
    found = (_line(n, cells, heads, sheet, gathered) for n, cells in below if any(map(str.strip, cells)))
    units = {known: unit for known, unit in heads if known and unit}
    return Lines(tuple(line for line in found if line is not None), units)


def excerpt(path: Path, numbers: Collection[int]) -> Excerpt:
    """The heads of a list, and those of some rows that it has; nothing of what is no table. Raises UnreadableInput."""
    if path.suffix.lower() not in (*_TEXTS, _WORKBOOK):
        return Excerpt()
    read = _of_workbook if path.suffix.lower() == _WORKBOOK else _of_text
    rows = read(path, Gathered("en")).rows
    top = next((cells for cells in rows if any(map(str.strip, cells))), ())
    heads = tuple(_known(head(cell)[0]) or cell.strip() for cell in top)
    found = {n: tuple(cell[:MOST_SHOWN] for cell in rows[n - 1]) for n in sorted(numbers) if 0 < n <= len(rows)}
    return Excerpt(tuple(name[:MOST_SHOWN] for name in heads), found)


def _of_workbook(path: Path, gathered: Gathered) -> _Sheet:
    sheets = whole_sheets(path)
    name = next((name for name in sheets if name.strip().lower() == COURSES.name.lower()), "")
    name = name or next((name for name, sheet in sheets.items() if _is_ours(_first(sheet.rows))), "")
    name = name or next(iter(sheets), "")
    place = f"{path.name}#{name}"
    if name not in sheets:
        raise UnreadableInput(str(path), "it has no sheet", f"Send one with a sheet '{COURSES.name}'.")
    fill_merged(sheets[name], place, gathered)
    for other, sheet in sheets.items():
        if other != name and other.strip().lower() != _HELP and any(any(row) for row in sheet.rows):
            gathered.tell(f"The sheet '{shown(other)}' is not one of ours, and is not read.", f"{path.name}#{other}")
    return _Sheet(place, sheets[name].rows, formulas(contents(path), name))


def _of_text(path: Path, gathered: Gathered) -> _Sheet:
    said = decoded(contents(path))
    if said is None:
        raise UnreadableInput(str(path), "it is binary, not text", "Save it as CSV in UTF-8, or as XLSX.")
    rows = [cells for _, cells in grid_of(said.text, str(path))]
    if said.encoding == "UTF-16":
        gathered.advise("Read as text in UTF-16.", path.name)
    elif said.encoding != "UTF-8":
        first = next((n for n, cells in enumerate(rows, 1) if not all(map(str.isascii, cells))), 1)
        gathered.tell(
            f"It is not in UTF-8, and was read as {said.encoding}, which spreadsheets write. Look at the letters with "
            "accents and the pound signs, the first of them in this row, or save it as 'CSV UTF-8'.",
            f"{path.name}:{first}",
        )
    return _Sheet(path.name, rows, {})


# ------------------------------------------------------------------------------------------------ heads
def _heads(cells: Sequence[str], place: str, gathered: Gathered) -> list[tuple[str, str]] | None:
    """The head of ours and the unit of each column; None, with findings, where the rows cannot be read."""
    if len(cells) > MOST_COLUMNS:
        reason = f"it has {len(cells):,} columns, more than the {MOST_COLUMNS} that can be read"
        raise UnreadableInput(place, reason, "Delete the columns that lie far from the table.")
    said = [head(cell) for cell in cells]
    exact = {name for name, _ in said if name in HEADS}
    # 'name' is the title where there is no 'title'; where there is one, it is a column of the provider's own.
    found = [(name if name in HEADS else "" if _known(name) in exact else _known(name), unit) for name, unit in said]
    if not any(known for known, _ in found):
        expected = f"columns with names such as {_EXAMPLE_OF_HEAD}"
        message = "The first row is not the head of a course list: no cell of it is the name of a column."
        gathered.findings.append(Finding(message, place=place, expected=expected, example=_EXAMPLE_OF_HEAD))
        return None
    pairs = [(name, known) for (name, _), (known, _) in zip(said, found, strict=True) if name]
    renamed = [f"'{shown(name)}' as '{known}'" for name, known in pairs if known not in ("", name)]
    if renamed:
        gathered.advise(f"Columns read by their other names: {', '.join(renamed)}.", place)
    for name in (name for name, known in pairs if not known):
        _unknown_head(name, place, gathered)
    return found if _complete([known for known, _ in found if known], place, gathered) else None


def _unknown_head(name: str, place: str, gathered: Gathered) -> None:
    other = _known(name)
    close = get_close_matches(name[:60], (*HEADS, *MEANT), n=1, cutoff=_ALIKE)
    hint = f" Did you mean '{_known(close[0])}'?" if close else ""
    hint = f" The column '{other}' is there already." if other else hint
    message = f"The column '{shown(name)}' is not one of ours, and is not read.{hint}"
    gathered.tell(message, f"{place}:{shown(name)}")


def _complete(known: Sequence[str], place: str, gathered: Gathered) -> bool:
    """Whether every needed column is there and none twice; what is not so is told."""
    missing = [name for name in COURSES.needed if name not in known]
    twice = [name for name, times in Counter(known).items() if times > 1]
    for name in missing:
        column = next(column for column in COURSES.columns if column.head == name)
        message = f"There is no column '{name}'."
        gathered.findings.append(
            Finding(message, place=place, path=name, expected=column.note, example=f"{name}: {column.example}")
        )
    for name in twice:
        message = f"The column '{name}' stands there twice."
        gathered.findings.append(Finding(message, place=f"{place}:{name}", path=name, expected="each column once"))
    return not missing and not twice


# ------------------------------------------------------------------------------------------------ cells
def _line(
    number: int, cells: Sequence[str], heads: Sequence[tuple[str, str]], sheet: _Sheet, gathered: Gathered
) -> Line | None:
    """One row; None where it only shows how it is done, or has nothing in a column of ours."""
    if any(cell.strip() == EXAMPLE for cell in cells):
        gathered.counts["example rows, which are not read"] += 1
        return None
    where = f"{sheet.place}:{number}"
    beyond = [cell for cell in cells[len(heads) :] if cell.strip()]
    if beyond:
        message = (
            f"The row has more cells than there are columns, from '{shown(beyond[0])}' on. Put a text with "
            "commas in it between quotation marks."
        )
        gathered.findings.append(Finding(message, place=where, expected=f"{len(heads)} cells at most"))
    said: dict[str, str] = {}
    faulty = set()
    for n, ((known, _), cell) in enumerate(zip(heads, cells, strict=False), 1):
        if known:
            text = _clean(cell, sheet.formulas.get((number, n)), known, where, gathered)
            if text:
                said[known] = text
            elif text is None:
                faulty.add(known)
    return Line(where, number, said, frozenset(faulty)) if said or faulty else None


def _clean(cell: str, formula: str | None, name: str, where: str, gathered: Gathered) -> str | None:
    """The text of a cell; None, with a finding, where it cannot be read."""
    at, fault = f"{where}:{name}", ""
    if formula is not None and not cell.strip():
        fault = f"The formula '{shown(formula)}' has no value" if formula else "The cell shows an error, not a value"
    elif formula is None and cell.startswith("="):
        fault = f"'{shown(cell)}' is a formula, not a value"
    elif len(cell) > LONGEST:
        fault = f"The cell has {len(cell):,} characters, more than the {LONGEST:,} of a spreadsheet"
    elif BROKEN.search(cell):
        fault = f"'{shown(cell)}' has bytes that are no letters in UTF-8"
    if fault:
        expected = "text in UTF-8" if BROKEN.search(cell) else "the value itself"
        gathered.findings.append(Finding(f"{fault}.", place=at, path=name, expected=expected))
        return None
    if formula:
        gathered.tell(f"The formula '{shown(formula)}' was read as the '{shown(cell)}' that it shows.", at, path=name)
    return _words(cell, name, at, gathered)


def _words(cell: str, name: str, at: str, gathered: Gathered) -> str:
    clean = BAD_TEXT.sub("", cell)
    if clean != cell:
        gathered.tell("Control characters were removed.", at, path=name)
    if name in _PROSE and is_marked(clean):
        gathered.advise("Its markup was taken out.", at, path=name)
        clean = BAD_TEXT.sub("", plain(tame(clean)))
    return meant(clean.strip())
