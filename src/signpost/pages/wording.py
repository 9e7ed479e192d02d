"""How money, time, and days are said to a person."""

from __future__ import annotations

from datetime import date


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


def count(number: int, noun: str) -> str:
    """1 step, 2 steps."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def age(days: int) -> str:
    """How long ago, in the unit that people would use."""
    for unit, size in (("year", 365), ("month", 30), ("week", 7)):
        if days >= size * (2 if unit == "year" else 1):
            return count(days // size, unit)
    return count(days, "day")
