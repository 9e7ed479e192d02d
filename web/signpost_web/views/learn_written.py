"""How people in Britain write money, hours and days in a form, as the words of a specification have them.

What cannot be read stays as it is, so that the fault tells what was written.
"""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join(f"{short}[a-z]*" for short in _MONTHS)
_DAY = re.compile(
    rf"(?:[a-z]+day,?\s+)?(\d{{1,2}})(?:st|nd|rd|th)?[\s/.-]+(?:of\s+)?(\d{{1,2}}|{_MONTH})[\s/.,-]+(\d{{4}}|\d{{2}})",
    re.IGNORECASE,
)
_POUNDS = re.compile(r"\s*(?:pounds?|gbp)\s*\Z|(?<=[£\d])\s+(?=\d)", re.IGNORECASE)
_HOURS = re.compile(r"\s*(?:hours?|hrs?|h)(?:\s+(?:a|per)\s+week)?\s*\Z", re.IGNORECASE)


def day(text: str) -> str:
    """2027-03-31 for 31/3/2027, 31.03.27 or 31st March 2027: the day stands before the month."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        return text
    number, month, year = found[1], found[2].lower(), found[3]
    in_year = int(month) if month.isdecimal() else 1 + _MONTHS.index(month[:3])
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), in_year, int(number)).isoformat()
    except ValueError:
        return text


def pounds(text: str) -> str:
    """£1500 for £ 1 500, and 500 for 500 pounds."""
    return _POUNDS.sub("", text.strip())


def hours(text: str) -> str:
    """2.5 for 2.5 hours a week."""
    return _HOURS.sub("", text.strip())
