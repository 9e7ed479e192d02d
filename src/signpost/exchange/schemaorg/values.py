"""Days, amounts and names as people write them -> values of ours; what is not certain is nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from signpost.exchange.durations import minutes
from signpost.exchange.languages import tag
from signpost.exchange.schemaorg import names

MOST_MINUTES = 1_000_000
MOST_POUNDS = 1_000_000
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?P<rest>[T ][0-9: .,+\-Za-z/_]{0,40})?")
_PROSE = re.compile(r"(?:[A-Za-z]{3,9},? )?([0-9]{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9})\.?,? ([0-9]{4})")
_NO_TIME = re.compile(r"[T ]?(?:00:00(?::00(?:\.0+)?)?)?(?:Z| ?\+00:?00)?")
_AMOUNT = re.compile(
    r"(?P<before>£|[A-Z]{3}|€|\$)? ?(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.(?P<part>[0-9]{1,9}))?"
    r" ?(?P<after>[A-Z]{3}|pounds?)?"
)
_POUNDS = ("£", "GBP", "pound", "pounds")
_NO_TAG = re.compile(r"<(?!/?[A-Za-z][^<>]{0,1000}>)")
_QUALIFICATION = re.compile(r"([0-9]{3})(?P<slash>/?)([0-9]{4})(?P=slash)([0-9X])")
_REGISTER = re.compile(r"ofqual|qualification number|\bqa?n\b", re.IGNORECASE)
_FREE = ("free", "free of charge", "no charge", "no cost")
_QUOTES = " \t\r\n\"'“”‘’„«»`´"
_UNITS = {"MIN": "minutes", "HUR": "hours", "minutes": "minutes", "hours": "hours"}


def bare(text: str) -> str:
    """A text in small letters and digits alone; of an address its end.

    >>> bare("“On-site”"), bare("https://schema.org/OnlineEventAttendanceMode")
    ('onsite', 'onlineeventattendancemode')
    """
    end = re.split(r"[/#:]", text.strip(_QUOTES).rstrip("/#:"))[-1]
    return re.sub(r"[^a-z0-9]+", "", end.lower())


def unquoted(text: str) -> str:
    """A text without the quotation marks and spaces around it."""
    return text.strip(_QUOTES)


def tame(text: str) -> str:
    """A text of which every tag is whole and short, and without comments: hostile ones take a parser minutes.

    >>> tame("1 < 2 <b>not</b><!-- seen --> <a <a")
    '1 &lt; 2 <b>not</b> &lt;a &lt;a'
    """
    kept, at = [], 0
    while (begins := text.find("<!--", at)) >= 0:
        kept.append(text[at:begins])
        ends = text.find("-->", begins + 4)
        at = ends + 3 if ends >= 0 else len(text)
    return _NO_TAG.sub("&lt;", "".join([*kept, text[at:]]))


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, and the time and zone that were stated beside it."""

    day: str
    time: str = ""


def day(said: str) -> Day | None:
    """The day of a date, a moment or a date in English words; None where it is not certain.

    >>> day("2026-03-20T00:00:00"), day("2026-03-20T09:30:00+01:00"), day("3 March 2026"), day("03/04/2026")
    (Day(day='2026-03-20', time=''), Day(day='2026-03-20', time='09:30:00+01:00'), Day(day='2026-03-03', time=''), None)
    """
    text = said.strip()
    iso, prose = _ISO.fullmatch(text), _PROSE.fullmatch(text)
    if iso:
        rest = iso["rest"] or ""
        found = _on(int(iso[1]), int(iso[2]), int(iso[3]))
        return Day(found, "" if _NO_TIME.fullmatch(rest) else rest.strip("T ")) if found else None
    if prose:
        number = next((n for n, name in enumerate(_MONTHS, 1) if prose[2].lower() in (name, name[:3])), 0)
        found = _on(int(prose[3]), number, int(prose[1]))
        return Day(found) if found else None
    return None


def _on(year: int, month: int, number: int) -> str:
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return ""


def pounds(said: str, currency: str = "") -> str | None:
    """An amount in pounds as the price of a thing; None where it is in another currency, or none is stated.

    >>> pounds("£1,200.00"), pounds("95.5", "GBP"), pounds("Free"), pounds("95"), pounds("120", "CHF")
    ('1200', '95.50', '0', None, None)
    """
    text = unquoted(said)
    if text.lower() in _FREE:
        return "0"
    match = _AMOUNT.fullmatch(text)
    if match is None:
        return None
    whole, part = int(match["number"].replace(",", "")), (match["part"] or "").rstrip("0")
    stated = {mark for mark in (currency.strip().upper(), match["before"], match["after"]) if mark}
    if len(part) > 2 or whole + bool(part) > MOST_POUNDS:
        return None
    if not whole and not part:
        return "0"
    if not stated or not stated.issubset(_POUNDS):
        return None
    return f"{whole}.{part:0<2}" if part else str(whole)


def learning_minutes(said: str, unit: str = "") -> int | None:
    """Whole minutes of learning that a shape takes; None where they are not certain."""
    text = unquoted(said)
    found = minutes(f"{text} {_UNITS[unit]}" if unit in _UNITS else text)
    return found if found is not None and found <= MOST_MINUTES else None


def ofqual(said: str, scheme: str = "") -> str:
    """The number of a qualification as Ofqual's register writes it; empty where a text is not certainly one.

    >>> ofqual("601/0000/x"), ofqual("6010000X", "Ofqual"), ofqual("60100001")
    ('601/0000/X', '601/0000/X', '')
    """
    match = _QUALIFICATION.fullmatch(said.strip().upper())
    if match is None or not (match["slash"] or _REGISTER.search(scheme)):
        return ""
    return f"{match[1]}/{match[3]}/{match[4]}"


def language(said: str) -> str:
    """The tag of a language given as a tag or by its English name, or the empty string."""
    text = unquoted(said)
    found = tag(text)
    known = re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", found)
    return names.LANGUAGES.get(text.lower(), "") or (found if known else "")
