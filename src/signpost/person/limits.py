"""What a route must keep to, as a specification says it: budget, time, places, and what may or must be used."""

from __future__ import annotations

import re
from datetime import date

from signpost.model import Constraints
from signpost.person.marked import Faults, Field
from signpost.person.naming import Lookup
from signpost.person.sheet import Sheet, texts

WORDS = (
    "budget",
    "hoursPerWeek",
    "deadline",
    "region",
    "mode",
    "language",
    "excludes",
    "mustUse",
    "award",
    "access",
    "unknownPrices",
    "unknownTimes",
)

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def constraints(field: Field, names: Lookup, faults: Faults, day: date | None) -> Constraints:
    """The constraints of a field, for an audit on a day; each fault is noted."""
    sheet = Sheet(field, WORDS, faults)
    deadline = sheet.day("deadline")
    if deadline and day and deadline < day:
        sheet.fault("deadline", f"deadline {deadline} is before the day of the audit, {day}.")

    def named(word: str, *kinds: str) -> tuple[str, ...]:
        found = {names.resolve(field, word, faults, kinds) for field in sheet.many(word)}
        return tuple(sorted(found - {""}))

    if len(sheet.get("award").items) > 1:
        sheet.fault("award", "'award' must be one award: the one that the route is to end with.", "one award")
    return Constraints(
        budget=sheet.pence("budget", most=1_000_000_000),
        hours_per_week=sheet.number("hoursPerWeek", 0, 168),
        deadline=deadline,
        regions=named("region", "region"),
        modes=sheet.concepts("mode", "mode"),
        languages=_languages(sheet),
        exclude=named("excludes", "resource", "organisation"),
        require=named("mustUse", "resource"),
        award=next(iter(named("award", "award")), ""),
        access=sheet.concepts("access", "access"),
        unknown_prices=sheet.flag("unknownPrices"),
        unknown_times=sheet.flag("unknownTimes"),
    )


def _languages(sheet: Sheet) -> tuple[str, ...]:
    given = texts(sheet.many("language"))
    for field, tag in given:
        if not _LANGUAGE.fullmatch(tag):
            message = f"language '{tag}' is not a language tag; write en for English, cy for Welsh."
            sheet.faults.add(field, "language", message, "a language tag of BCP 47", "en")
    return tuple(sorted({tag.lower() for _, tag in given}))
