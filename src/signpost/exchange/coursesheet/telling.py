"""Cells read one by one: each value once, and each finding at its row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from signpost.exchange.coursesheet import choices, values
from signpost.exchange.coursesheet.layout import ACTIVITY, END, ENTRY, LEVEL, PRICE, SEATS, SHOWS, START, TIME
from signpost.exchange.coursesheet.tables import Line
from signpost.exchange.coursesheet.values import Fault, Read
from signpost.exchange.gathered import Gathered
from signpost.exchange.schemaorg.items import shown
from signpost.exchange.slugs import folded
from signpost.model import Finding

_READERS: Mapping[str, values.Reader] = {
    "ukprn": values.ukprn,
    "link": values.link,
    ACTIVITY: choices.activity,
    "mode": choices.mode,
    PRICE: values.price,
    "language": choices.language,
    "region": choices.region,
    START: values.day,
    END: values.day,
    SEATS: values.seats,
    "scheduled": values.yes_no,
    "access": choices.access,
    LEVEL: choices.levels,
    ENTRY: lambda said: choices.levels(said, 0, 4),
    SHOWS: choices.shows,
    "award number": values.ofqual,
    "last confirmed": values.day,
}
"""Head -> how its cells are read; those of the others are texts."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one cell says: its row, its text and its value."""

    line: Line
    text: str
    value: Any


class Telling:
    """Reads cells and says what was understood, what is wrong and what does not agree."""

    def __init__(self, gathered: Gathered, units: Mapping[str, str]) -> None:
        self.gathered, self.units = gathered, units

    def said(self, head: str, line: Line, iri: str) -> Said | None:
        """What a cell says; None where it is empty, or faulty, which is told."""
        text = line.cells.get(head, "")
        if not text:
            return None
        read = self._read(head, text)
        if isinstance(read, Fault):
            self.fault(read.message, line, head, read.expected, read.example, iri)
            return None
        if read.meant:
            tell = self.gathered.tell if read.is_doubtful else self.gathered.advise
            tell(f"Read '{shown(text)}' as {read.meant}.", line.at(head), iri, head)
        return Said(line, text, read.value)

    def _read(self, head: str, text: str) -> Read | Fault:
        if head == TIME:
            return values.learning_time(text, self.units.get(TIME, ""))
        reader = _READERS.get(head)
        return reader(text) if reader else Read(text)

    def fault(self, message: str, line: Line, head: str, expected: str, example: str = "", iri: str = "") -> None:
        """What keeps the list out."""
        self.gathered.findings.append(
            Finding(message, place=line.at(head), node=iri, path=head, expected=expected, example=example)
        )

    def one(self, head: str, found: Sequence[Said], iri: str) -> Said | None:
        """The one value that the rows of a course agree on; where they do not, each that differs is told."""
        for other in found[1:]:
            if _compared(other.value) != _compared(found[0].value):
                message = (
                    f"'{shown(other.text)}' here, and '{shown(found[0].text)}' in row {found[0].line.number} of the "
                    "same reference. Rows with one reference are one course: correct one of them, or give it a "
                    "reference of its own."
                )
                self.fault(message, other.line, head, f"the same {head} in each row of a course, or an empty cell",
                           found[0].text[:80], iri)  # fmt: skip
        return found[0] if found else None


def _compared(value: Any) -> Any:
    return folded(value) if isinstance(value, str) else value
