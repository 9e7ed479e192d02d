"""Days as they stand in data -> ordinals of `datetime.date`; -1 is not known."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)
_STATED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def ordinal(text: str) -> int:
    """The day of a date, or of the date that a time begins with. Raises ValueError where it is none."""
    stated = _DAY.fullmatch(text)
    if stated is None:
        raise ValueError(f"'{text}' is not a day")
    return date.fromisoformat(stated[1]).toordinal()


def earliest(text: str) -> int:
    """The first day that a year, a month or a day can mean; -1 where the text is none of these."""
    return _bounds(text)[0]


def latest(text: str) -> int:
    """The last day that a year, a month or a day can mean; -1 where the text is none of these."""
    return _bounds(text)[1]


def _bounds(text: str) -> tuple[int, int]:
    stated = _STATED.fullmatch(text)
    if stated is None:
        return -1, -1
    year, month, day = (int(part) if part else 0 for part in stated.groups())
    try:
        last_month = month or 12
        last_day = day or monthrange(year, last_month)[1]
        return date(year, month or 1, day or 1).toordinal(), date(year, last_month, last_day).toordinal()
    except ValueError:
        return -1, -1
