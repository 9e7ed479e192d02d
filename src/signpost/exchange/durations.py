"""Learning time as people write it -> minutes.

Libraries for this read clock time: `1:30` as 90 seconds, a bare `30` as seconds, `2 days` as 48 hours. None of these is
what an advertiser of courses means, so that the little that is certain is read here, and everything else is nothing.
"""

from __future__ import annotations

import re
from fractions import Fraction

_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 1),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60),
}
_DAYS = ("day", "days")
_AMOUNT = re.compile(
    r"(?:(?P<word>half an?|an?)(?= )|(?P<number>[0-9]{1,6}(?:\.[0-9]{1,4})?)?(?P<half> ?½)?)"
    r"[ -]?(?:learning |taught |study )?(?P<unit>[a-z]+)(?: of (?:content|learning|study))?(?:, | ?\+ ?| & | and | |$)"
)
_WORDS = {"a": Fraction(1), "an": Fraction(1), "half a": Fraction(1, 2), "half an": Fraction(1, 2)}
_BRACKETS = re.compile(r"\([^()]*\)")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_REPEATED = re.compile(r"\b(?:per|each|every|times|twice|once|daily|weekly|fortnightly|monthly|for|x)\b|[×*]")
_ISO = re.compile(r"P(?:([0-9]{1,4})D)?(?:T(?:([0-9]{1,6}(?:\.[0-9]{1,4})?)H)?(?:([0-9]{1,6})M)?)?")


def minutes(said: str, day: int | None = None) -> int | None:
    """Whole minutes of a time in words or by ISO 8601; None where it is not certain.

    A sum says its result last; what stands in brackets is a part of the whole or a remark, as is what follows a comma
    and is no time. How long a day of learning is differs: days are read where the caller says how many minutes one has.

    >>> minutes("45 mins + 30 mins = 75 mins"), minutes("1.5 hours"), minutes("1h 30m"), minutes("PT2H")
    (75, 90, 90, 120)
    >>> minutes("40 learning hours (8 taught)"), minutes("4 modules"), minutes("2-3 hours")
    (2400, None, None)
    >>> minutes("2 days"), minutes("2 days", day=360)
    (None, 720)
    """
    iso = _ISO.fullmatch(said.strip())
    if iso:
        days, hours, rest = (Fraction(number or 0) for number in iso.groups())
        found = None if days and day is None else days * (day or 0) + hours * 60 + rest
    else:
        found = _of_words(said.lower(), day)
    return int(found + Fraction(1, 2)) or None if found else None


def _of_words(said: str, day: int | None) -> Fraction | None:
    if _REPEATED.search(said):
        return None
    text = " ".join(_THOUSANDS.sub("", _BRACKETS.sub(" ", said)).rpartition("=")[2].split()).replace(" ,", ",")
    total, at = Fraction(0), 0
    while at < len(text):
        match = _AMOUNT.match(text, at)
        found = _amount(match, day) if match else None
        if match is None or found is None:
            is_remark = at > 0 and text[:at].endswith(", ")
            return total if is_remark else None
        total, at = total + found, match.end()
    return total


def _amount(match: re.Match[str], day: int | None) -> Fraction | None:
    number, half, word, unit = match["number"], match["half"], match["word"], match["unit"]
    minute = day if unit in _DAYS else _UNITS.get(unit)
    if minute is None or not (number or half or word):
        return None
    return (_WORDS[word] if word else Fraction(number or 0) + (Fraction(1, 2) if half else 0)) * minute
