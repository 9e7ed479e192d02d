"""One cell as the value of a word, or a fault with what was expected."""

from __future__ import annotations

import re
from typing import Any

from signpost.exchange.gathered import Gathered
from signpost.exchange.scales import scale
from signpost.exchange.sheet.layout import Column, Holds
from signpost.exchange.sheet.tables import Line
from signpost.exchange.slugs import slug
from signpost.model import Finding
from signpost.wellformed import is_iri

_WHOLE = re.compile(r"([0-9]{1,9})(?:\.0+)?")


class Cells:
    """Reads cells by what their columns hold."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered

    def value(self, column: Column, line: Line) -> Any:
        """The value of a cell, or None where it is empty or faulty."""
        cell = line.cells.get(column.head)
        if cell is None:
            return None
        if column.holds is Holds.TEXT:
            texts = sorted(set(lines_of(cell))) if column.several else [cell]
            return {self.gathered.language: texts[0] if len(texts) == 1 else texts}
        if column.holds is Holds.PLAIN:
            return cell
        if column.several:
            found = {self._one(column, part, line) for part in lines_of(cell.replace(";", "\n"))} - {None}
            return found or None
        return self._one(column, cell, line)

    def _one(self, column: Column, said: str, line: Line) -> Any:
        found = _READ[column.holds](column, said)
        if found is None:
            example = column.choices[0] if column.choices else column.example
            self.gathered.findings.append(
                Finding(
                    f"'{said[:80]}' is not {_expected(column)}.",
                    place=line.at(column.head),
                    path=column.head,
                    expected=_expected(column),
                    example=example,
                )
            )
        return found


def lines_of(cell: str) -> list[str]:
    """The values of a cell that has one on each line."""
    return [line.strip() for line in cell.split("\n") if line.strip()]


def _expected(column: Column) -> str:
    if column.holds is Holds.LEVEL:
        return "a level from 1 to 5, or its word, such as Competent"
    if column.choices:
        words = f"one of: {', '.join(column.choices)}"
        return f"{words}; or an address" if column.word == "family" else words
    return str(column.holds.value)


def _number(column: Column, said: str) -> int | None:
    match = _WHOLE.fullmatch(said)
    found = str(int(match[1])) if match else ""
    return int(found) if found and (not column.choices or found in column.choices) else None


def _level(column: Column, said: str) -> int | None:
    match = _WHOLE.fullmatch(said)
    found = int(match[1]) if match else scale("level").get(" ".join(said.lower().split()), 0)
    return found if str(found) in column.choices else None


def _address(column: Column, said: str) -> str | None:
    return said if is_iri(said) else None


def _choice(column: Column, said: str) -> str | None:
    if column.word == "family" and is_iri(said):
        return said
    return slug(said) if slug(said) in column.choices else None


_READ = {
    Holds.NUMBER: _number,
    Holds.LEVEL: _level,
    Holds.ADDRESS: _address,
    Holds.CHOICE: _choice,
}
