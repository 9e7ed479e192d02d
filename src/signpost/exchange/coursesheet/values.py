"""What stands in a cell of a course list -> a value of ours, with how it was read, or why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from signpost.exchange.schemaorg import values as site
from signpost.exchange.schemaorg.items import shown
from signpost.exchange.slugs import folded
from signpost.wellformed import is_iri

MOST_SEATS = 1_000_000


@dataclass(frozen=True, slots=True)
class Read:
    """A value, and in words how a text was understood, where that is not plainly what it says."""

    value: Any
    meant: str = ""
    is_doubtful: bool = False
    """Whether the writer may have meant something else, so that the reading is a warning."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text is no value, what was expected, and an example."""

    message: str
    expected: str
    example: str


Reader = Callable[[str], "Read | Fault"]


# ------------------------------------------------------------------------------------------------ numbers and times
_PLAIN_TIME = re.compile(r"[0-9]+ ?(?:min|mins|minutes)|[0-9.]+ ?(?:h|hr|hrs|hour|hours)", re.IGNORECASE)
_CLOCK = re.compile(r"(?:([0-9]{1,3}) days?, )?([0-9]{1,4}):([0-9]{2}):([0-9]{2})(?:\.0+)?")
"""What a spreadsheet has for a cell that is formatted as a time."""
_BARE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_MINUTES, _HOURS = ("minutes", "minute", "mins", "min", "m"), ("hours", "hour", "hrs", "hr", "h")


@lru_cache(1024)
def learning_time(said: str, unit: str = "") -> Read | Fault:
    """Minutes of learning; a bare number has the unit that the head of its column states.

    >>> learning_time("45 mins + 30 mins"), learning_time("90", "minutes").value, learning_time("1.5", "hours").value
    (Read(value=75, meant='75 minutes', is_doubtful=False), 90, 90)
    """
    text = site.unquoted(said)
    clock = _CLOCK.fullmatch(text)
    if clock:
        days, hours, minutes, _ = (int(part or 0) for part in clock.groups())
        text = f"{24 * days + hours} hours {minutes} minutes" if minutes else f"{24 * days + hours} hours"
    is_bare = _BARE.fullmatch(text) is not None
    known = "minutes" if unit in _MINUTES else "hours" if unit in _HOURS else ""
    found = site.learning_minutes(text, known if is_bare else "")
    if found is not None:
        return Read(found, "" if is_bare or (_PLAIN_TIME.fullmatch(text) and not clock) else f"{found} minutes")
    why = "gives no certain number of minutes: write the time that a learner needs in all"
    if is_bare:
        why = "has no unit: write minutes or hours behind it"
    elif re.search(r"\b(?:day|week|month|year|term)s?\b", text.lower()):
        why = "does not say how many hours that is: write hours"
    return Fault(f"'{shown(said)}' {why}.", "a time in minutes or hours, with its unit", "90 minutes")


@lru_cache(1024)
def price(said: str) -> Read | Fault:
    """An amount in pounds, or nothing to pay.

    >>> price("£1,200.00"), price("free").value, price("95").meant
    (Read(value='1200', meant='1200 pounds', is_doubtful=False), '0', '')
    """
    found = site.pounds(said, "GBP")
    if found is None:
        message = f"'{shown(said)}' is not one amount in pounds. Leave the cell empty where it is not known."
        return Fault(message, "one amount in pounds, or free; empty where it is not known", "95.50")
    is_plain = _BARE.fullmatch(said) is not None
    return Read(found, "" if is_plain else f"{found} pounds")


@lru_cache(1024)
def seats(said: str) -> Read | Fault:
    """The number of places left."""
    match = re.fullmatch(r"([0-9]{1,7})(?: (?:places?|seats?|spaces?)(?: left| available)?)?", folded(said))
    if folded(said) in ("full", "fully booked", "none", "sold out"):
        return Read(0, "no place left")
    if match and int(match[1]) <= MOST_SEATS:
        return Read(int(match[1]), "" if match[1] == said else f"{int(match[1])} places left")
    message = f"'{shown(said)}' is not a number of places left. Leave the cell empty where it is not known."
    return Fault(message, "a whole number; empty where not known", "12")


# ------------------------------------------------------------------------------------------------ days
_SLASHED = re.compile(r"([0-9]{1,2})([/. -])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?:[ T]00:00(?::00)?)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})")
_A_DAY = "a day as year-month-day, or as day/month/year"
_SERIAL = re.compile(r"[34][0-9]{4}")
"""How spreadsheets count the days of our time."""


@lru_cache(1024)
def day(said: str) -> Read | Fault:
    """A calendar day as ISO 8601; of numbers with strokes between them the day is the first.

    >>> day("12/01/2027"), day("2027-01-12").meant
    (Read(value='2027-01-12', meant='12 January 2027, with the day first', is_doubtful=False), '')
    """
    known = site.day(said)
    if known:
        return Read(known.day, f"{known.day}; the time is left out" if known.time else "")
    slashed, turned = _SLASHED.fullmatch(said.strip()), _YEAR_FIRST.fullmatch(said.strip())
    try:
        if slashed:
            year = int(slashed[4]) + (2000 if len(slashed[4]) == 2 else 0)
            found = date(year, int(slashed[3]), int(slashed[1]))
            return Read(found.isoformat(), f"{found.day} {found:%B %Y}, with the day first")
        if turned:
            found = date(*map(int, turned.groups()))
            return Read(found.isoformat(), f"{found.day} {found:%B %Y}")
    except ValueError:
        message = f"'{shown(said)}' is no day of the calendar: it was read as day, month and year."
        return Fault(message, _A_DAY, "2030-01-12")
    hint = " It looks like a spreadsheet's own count of days: format the cell as a date." * bool(
        _SERIAL.fullmatch(said)
    )
    hint = hint or f" Write {_A_DAY}."
    return Fault(f"'{shown(said)}' is not one certain day.{hint}", _A_DAY, "2030-01-12")


# ------------------------------------------------------------------------------------------------ registered numbers
_UKPRN = re.compile(r"(?:ukprn[ :#-]*)?(1[0-9]{7})", re.IGNORECASE)
_BEFORE_OFQUAL = re.compile(r"^(?:qan|qn|ofqual)[ :]*|[ .-]", re.IGNORECASE)


def ukprn(said: str) -> Read | Fault:
    """A number of the UK Register of Learning Providers: eight digits, of which the first is 1."""
    match = _UKPRN.fullmatch("".join(said.split()))
    if match:
        return Read(match[1], "" if match[1] == said else match[1])
    form = "eight digits, of which the first is 1"
    return Fault(f"'{shown(said)}' is not a UKPRN, which has {form}.", form, "10001234")


def ofqual(said: str) -> Read | Fault:
    """The number of a qualification in Ofqual's register.

    >>> ofqual("60332455")
    Read(value='603/3245/5', meant='603/3245/5', is_doubtful=False)
    """
    found = site.ofqual(_BEFORE_OFQUAL.sub("", said.strip()), "Ofqual")
    if found:
        return Read(found, "" if found == said else found)
    form = "three digits, four digits, and a digit or X"
    message = f"'{shown(said)}' is not the Ofqual number of a qualification, which has {form}."
    return Fault(message, form, "603/2681/5")


def link(said: str) -> Read | Fault:
    """A web address; `https://` is put before one that begins with www."""
    if re.match(r"https?://[^ /?#]+\.", said, re.IGNORECASE) and is_iri(said):
        return Read(said)
    longer = f"https://{said}"
    if re.match(r"www\.[^ /?#.]+\.", said, re.IGNORECASE) and is_iri(longer):
        return Read(longer, longer)
    message = f"'{shown(said)}' is not a web address that begins with https://."
    return Fault(message, "an address that begins with https://", "https://www.gov.uk/find-a-course")


def yes_no(said: str) -> Read | Fault:
    """Yes or no."""
    found = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
    value = found.get(folded(said).rstrip("."))
    if value is None:
        return Fault(f"'{shown(said)}' is neither yes nor no.", "yes or no", "yes")
    return Read(value)
