"""Days, durations, modes, credits and addresses of a feed, as they are before they are read as values of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping

from signpost.exchange.durations import minutes
from signpost.exchange.schemaorg.items import shown
from signpost.exchange.schemaorg.names import MODE_OF
from signpost.exchange.schemaorg.values import bare, day
from signpost.exchange.slugs import folded
from signpost.exchange.xcri.elements import Element
from signpost.exchange.xcri.feed import Record
from signpost.exchange.xcri.names import ATTENDANCE, CREDITS, HOURS_OF_A_CREDIT, MODES, NOTHING

_INTERVAL = re.compile(
    r"P(?=[0-9T])(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?P<time>T[0-9.HMS]{2,20})?"
)
_BY_CAPTION = {bare(caption): code for code, caption in ATTENDANCE.items()}
_UNITS = ("year", "month", "week", "day")
_MADE_UP = "1900"
"""The year that systems put where they know no day."""
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}", re.IGNORECASE)
"""Of the United Kingdom."""


def interval(said: str) -> str:
    """A duration of ISO 8601 in whole years, months, weeks and days in words; empty where it is none, or has a time.

    >>> interval("P1Y6M"), interval("P3W"), interval("PT2H"), interval("P"), interval("12M")
    ('1 year 6 months', '3 weeks', '', '', '')
    """
    match = _INTERVAL.fullmatch(said.strip())
    if match is None or match["time"]:
        return ""
    amounts = [(int(number), unit) for number, unit in zip(match.groups()[:4], _UNITS, strict=True) if number]
    return " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in amounts)


def duration(record: Record, element: Element) -> None:
    """A duration: the time that the interval gives, else the text; a time by the calendar is kept as a note."""
    text, said = element.line_of_text(), element.attributes.get("interval", "").strip()
    place, spelled, stated = record.place(element), interval(said), minutes(said) if said.startswith("P") else None
    if stated is not None and minutes(text) not in (None, stated):
        message = f"'{shown(text)}' is not what its interval says, '{shown(said)}': the interval is read."
        record.feed.warn(message, place, path="learningMinutes")
    elif said and stated is None and not spelled:
        message = f"'{shown(said)}' is no interval of ISO 8601: the text is read."
        record.feed.misread(message, place, "", "learningMinutes")
    if spelled and minutes(text) is None:
        message = f"Read '{shown(said)}' as {spelled} by the calendar, which is no learning time: kept as a note."
        record.feed.advise(message, place, "", "learningMinutes")
        is_said = not text or folded(spelled) in folded(text)
        record.keep("Duration", element, (text or spelled) if is_said else f"{text} ({spelled})")
    else:
        record.add("timeRequired", element, text if stated is None else said)


def first_or_last(record: Record, element: Element, word: str, label: str) -> None:
    """The day on which a run starts or ends, by the machine's date first; what is no certain day is kept as a note."""
    text, machine = element.line_of_text(), element.attributes.get("dtf", "").strip()
    place = record.place(element)
    certain = [(given, found.day) for given in (machine, text) if (found := day(given))]
    if not certain and (text or machine):
        record.feed.misread(f"'{shown(text or machine)}' is no certain day: kept as a note.", place, "", word)
        record.keep(label, element, text or machine)
    elif certain and certain[0][1].startswith(_MADE_UP):
        message = f"'{shown(certain[0][0])}' stands where no day is known: left out."
        record.feed.misread(message, place, "", word)
    elif certain:
        if certain[-1][1] != certain[0][1]:
            message = f"'{shown(text)}' is not the day that 'dtf' gives, '{shown(machine)}': that of 'dtf' is read."
            record.feed.warn(message, place, path=word)
        record.add(word, element, certain[0][0])


def of_day(element: Element) -> str:
    """What an element says of a day: the machine's date where it is one, else its text."""
    found = day(element.attributes.get("dtf", ""))
    return found.day if found else element.line_of_text() or element.attributes.get("dtf", "")


def attendance(record: Record, element: Element) -> None:
    """The way of attendance by its code or its caption; other words beside a code are kept as a note."""
    text, code = element.line_of_text(), element.attributes.get("identifier", "").strip().upper()
    known = code if code in MODES else _BY_CAPTION.get(bare(text), "")
    if not known:
        record.add("courseMode", element, "" if folded(text) in NOTHING else text)
        return
    place, caption, mode = record.place(element), ATTENDANCE[known], MODES[known]
    record.feed.rule(f"Attendance mode {known}, '{caption}', is read as '{mode}'", place, "", "mode")
    record.add("courseMode", element, mode)
    if text and bare(text) != bare(caption):
        record.keep("Attendance mode", element, text)
        if MODE_OF.get(bare(text), mode) != mode:
            message = f"'{shown(text)}' is not what its code '{code}' says: the code is read."
            record.feed.warn(message, place, path="mode")


def caption(element: Element, captions: Mapping[str, str]) -> str:
    """The text of an element of a vocabulary, else the caption of its code; empty where that says nothing."""
    code = element.attributes.get("identifier", "").strip()
    found = element.line_of_text() or captions.get(code.upper(), code)
    return "" if folded(found) in NOTHING else found


def credit(element: Element) -> tuple[str, int]:
    """Credits in words, and the hours of learning that they stand for where their scheme says so; else 0."""
    parts = {child.name: child.line_of_text() for child in element.children}
    number, scheme, level = (parts.get(name, "") for name in ("value", "scheme", "level"))
    beside = ", ".join(part for part in (scheme, f"level {level}" if level else "") if part)
    known = re.split(r"[/#]", scheme.rstrip("/#"))[-1].lower() in CREDITS
    is_whole = number.isascii() and number.isdecimal() and 0 < len(number) < 6
    if not number:
        return beside, 0
    text = f"{number} credits ({beside})" if beside else f"{number} credits"
    return text, int(number) * HOURS_OF_A_CREDIT if known and is_whole else 0


def address(location: Element) -> tuple[list[str], str, str]:
    """The lines of an address, each once, its town, and its postcode where it is one of the United Kingdom."""
    parts: dict[str, list[str]] = {}
    for child in location.children:
        parts.setdefault(child.name, []).append(child.line_of_text())
    fixed = [text for name in ("street", "town", "postcode") for text in parts.get(name, ()) if text]
    known = {folded(piece) for text in fixed for piece in text.split(",")}
    more = (piece.strip() for text in parts.get("address", ()) for piece in text.split(","))
    lines = [piece for piece in more if piece and folded(piece) not in known]
    town, postcode = (next(iter(parts.get(name, ())), "") for name in ("town", "postcode"))
    return list(dict.fromkeys([*lines, *fixed])), town, postcode if _POSTCODE.fullmatch(postcode) else ""
