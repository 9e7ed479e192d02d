"""A plain table of roles, their levels, and the level at which each needs a competence, one need in a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from signpost.cells import meant
from signpost.errors import UnreadableInput
from signpost.exchange.gathered import Gathered
from signpost.exchange.matrix.layout import (
    COLUMNS,
    COMPETENCE,
    COMPETENCE_ADDRESS,
    IMPORTANCE,
    NEEDED,
    OF_ROLE,
    REQUIRED,
    ROLE,
    ROLE_ADDRESS,
    STATED,
)
from signpost.exchange.matrix.parts import SCALE, Matrix
from signpost.exchange.received import Row, head
from signpost.exchange.scales import scale
from signpost.model import Source, Submission
from signpost.wellformed import BAD_TEXT, is_iri

_WHOLE = re.compile(r"([0-9]{1,9})(?:\.0+)?")
_ADDRESSES = ("http://", "https://", "urn:")
_NOTHING = {"0", "none", "n/a", "not applicable", "not required", "-", "–"}
"""How people write that a role does not need a competence."""


def looks_like(path: Path) -> bool:
    """Whether the head of a CSV or tab-separated file has the columns of a matrix."""
    is_table = path.is_file() and path.suffix.lower() in (".csv", ".tsv")
    return is_table and {_head(cell) for cell in head(path)}.issuperset(NEEDED)


def _head(cell: str) -> str:
    return " ".join(cell.replace("_", " ").lower().split())


def read(path: Path, source: Source) -> Submission:
    """Roles with the level at which each needs each competence.

    A level is a number from 1 to 5 on signpost's scale, or a word of that scale or of the Digital and Data framework's.
    A row without a competence is a role that needs nothing, one without a role a competence that no role needs. Raises
    UnreadableInput where it is no table, lacks a column or has no rows.
    """
    gathered = Gathered("en")
    found = list(gathered.table(path, ()))
    heads = [_head(name) for name in (found[0].cells if found else {})]
    for name in NEEDED:
        if name not in heads:
            reason = f"there is no column '{name}'" if found else "it has no rows"
            raise UnreadableInput(f"{path}:1", reason, f"Needed are {', '.join(NEEDED)}.")
    for name in sorted(set(heads) - {*COLUMNS, ""}):
        gathered.tell(f"The column '{name[:60]}' is not one of ours, and is not read.", f"{path.name}:1:{name}")
    return from_rows(found, source, gathered, path.name)


def from_rows(rows: Iterable[Row], source: Source, gathered: Gathered, place: str) -> Submission:
    """What the rows of a matrix say."""
    matrix = Matrix(gathered, source.id)
    matrix.begin(source.label or source.id, "", source, place)
    for row in rows:
        _row(matrix, Row(row.file, row.line, dict(_cells(gathered, row))))
    matrix.settle()
    gathered.summarise(place)
    return gathered.submission(source)


def _cells(gathered: Gathered, row: Row) -> Iterator[tuple[str, str]]:
    for column, raw in row.cells.items():
        head = _head(column)
        if head in COLUMNS:
            clean = BAD_TEXT.sub("", raw).replace("\xa0", " ")
            if clean != raw:
                gathered.tell("Stray spaces or signs were taken out.", row.place(head))
            yield head, meant(clean.strip())


def _row(matrix: Matrix, row: Row) -> None:
    name, competence = row.cells[ROLE], row.cells[COMPETENCE]
    required = row.cells[REQUIRED]
    if not name and not competence:
        if any(row.cells.values()):
            matrix.gathered.tell("Row dropped: it names neither a role nor a competence.", row.place(ROLE))
        return
    role = _role(matrix, row) if name else None
    needed = _competence(matrix, row) if competence else ""
    if role is not None and needed:
        _needs(matrix, role, needed, row)
    elif required:
        missing = COMPETENCE if name else ROLE
        matrix.gathered.tell(f"The level is left out, for the cell '{missing}' is empty.", row.place(REQUIRED))


def _role(matrix: Matrix, row: Row) -> dict[str, Any]:
    return matrix.role(
        row.cells[ROLE], row.cells.get(OF_ROLE, ""), row.place(ROLE), _address(matrix, row, ROLE_ADDRESS)
    )


def _competence(matrix: Matrix, row: Row) -> str:
    """The address of what a row names; one that is named by its address alone is described elsewhere."""
    name = row.cells[COMPETENCE]
    if is_iri(name) and name.startswith(_ADDRESSES):
        return name
    address = _address(matrix, row, COMPETENCE_ADDRESS)
    node = matrix.competence(name, row.place(COMPETENCE), address)
    if address == node["id"]:
        matrix.gathered.gives_way.add(address)
    return str(node["id"])


def _address(matrix: Matrix, row: Row, column: str) -> str:
    given = row.cells.get(column, "")
    if given and not is_iri(given):
        matrix.gathered.tell(f"'{given}' is not a web address: one was made.", row.place(column))
        return ""
    return given


# ------------------------------------------------------------------------------------------------ what is needed
def _needs(matrix: Matrix, role: dict[str, Any], competence: str, row: Row) -> None:
    said, place = row.cells[REQUIRED], row.place(REQUIRED)
    if not said or said.casefold() in _NOTHING:
        fault = f"at '{said}' nothing is needed" if said else "it says no level"
        matrix.gathered.tell(f"Row dropped: {fault}.", place, role["id"])
        return
    level, word = _level(said)
    if not level:
        message = f"Row dropped: '{said}' is not a level that is known, such as 3 or Practitioner."
        matrix.gathered.tell(message, place, role["id"])
        return
    needed = matrix.require(role, competence, level, row.cells.get(STATED, "") or word, place)
    importance = row.cells.get(IMPORTANCE, "")
    if needed is not None and importance:
        _weigh(matrix, needed, importance, row.place(IMPORTANCE))


def _level(said: str) -> tuple[int, str]:
    """The level on signpost's scale, and the word by which another scale says it; 0 where it is not known."""
    whole = _WHOLE.fullmatch(said)
    if whole:
        return (int(whole[1]) if int(whole[1]) <= max(scale("level").values()) else 0), ""
    key = " ".join(said.lower().split())
    if key in scale("level"):
        return scale("level")[key], ""
    return scale(SCALE).get(key, 0), said


def _weigh(matrix: Matrix, needed: dict[str, Any], importance: str, place: str) -> None:
    whole = _WHOLE.fullmatch(importance)
    if whole and 1 <= int(whole[1]) <= 5:
        needed["importance"] = int(whole[1])
    else:
        message = f"The importance '{importance}' is no whole number from 1 to 5: it is left out."
        matrix.gathered.tell(message, place, needed["id"], "importance")
