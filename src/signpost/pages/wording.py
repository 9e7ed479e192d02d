"""How money, time, days and standards are said to a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signpost import Names


@dataclass(frozen=True, slots=True)
class Told:
    """What one answer has named so far: a standard is named in full once, and by its code from then on."""

    names: Names
    _named: set[str] = field(default_factory=set)

    def name(self, competence: str, *, framework: bool = False) -> str:
        """Code and title, with the edition where that is asked for; after the first time the code alone."""
        if competence in self._named:
            return self.names.short(competence)
        self._named.add(competence)
        edition = self.names.framework(competence) if framework else ""
        return self.names.called(competence) + (f", of {edition}," if edition else "")


def money(pence: int | None) -> str:
    """£1,234.50 for 123450; "price not known" for None."""
    return "price not known" if pence is None else f"£{pence // 100:,}.{pence % 100:02d}".removesuffix(".00")


def hours(minutes: int) -> str:
    """Learning time in hours and minutes, as people say it."""
    whole, rest = divmod(minutes, 60)
    return f"{rest} min" if not whole else f"{whole:,} h" + (f" {rest} min" if rest else "")


def day(value: date) -> str:
    """5 March 2026."""
    return f"{value.day} {value:%B %Y}"


def day_said(text: str) -> str:
    """An ISO 8601 day as people say it; any other text as it is."""
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def count(number: int, noun: str, many: str = "") -> str:
    """1 step, 2 steps; 2 duties, where `many` says so."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {many or f'{noun}s'}"


def listed(things: Sequence[str]) -> str:
    """13, 14 and 16."""
    return " and ".join(filter(None, (", ".join(things[:-1]), *things[-1:])))


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def age(days: int) -> str:
    """How long ago, in the unit that people would use."""
    for unit, size in (("year", 365), ("month", 30), ("week", 7)):
        if days >= size * (2 if unit == "year" else 1):
            return count(days // size, unit)
    return count(days, "day")
