"""An adopter's settings: a file, or words within a specification -> `model.Policy`."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from signpost import files
from signpost.errors import UnfitSpecification
from signpost.model import LEVELS, Horizon, Policy
from signpost.person.marked import Faults, Field, read_marked
from signpost.person.sheet import Sheet, texts

WORDS = (
    "label",
    "valuePerHour",
    "valueSource",
    "valueDay",
    "horizonFactor",
    "judges",
    "closeMatchCredit",
    "broadMatchCredit",
    "narrowMatchCredit",
    "disagreement",
    "hoursPerWeek",
)

_CREDITS = {
    "closeMatchCredit": "close_match_credit",
    "broadMatchCredit": "broad_match_credit",
    "narrowMatchCredit": "narrow_match_credit",
}


@cache
def default_policy() -> Policy:
    """The shipped policy, `data/adopter/default.yaml`."""
    return read_policy(files.data() / "adopter" / "default.yaml")


def read_policy(path: Path) -> Policy:
    """The policy of a YAML or JSON file; what it leaves out is as in `model.Policy`, and its name is the file's.

    Raises UnreadableInput, and UnfitSpecification with every Finding.
    """
    faults = Faults()
    policy = policy_of(read_marked(path, faults), Policy(id=path.stem), faults)
    if faults.found:
        raise UnfitSpecification(str(path), faults.found)
    return policy


def policy_of(field: Field, base: Policy, faults: Faults) -> Policy:
    """A policy with the settings of a field in place of those of `base`."""
    sheet = Sheet(field, WORDS, faults)
    name = sheet.text("label") or base.id
    return replace(base, id=name, **_value(sheet, base), **_weights(sheet, base), **_credits(sheet))


def _value(sheet: Sheet, base: Policy) -> dict[str, Any]:
    pence = sheet.pence("valuePerHour", most=10_000)
    source, day = sheet.text("valueSource"), sheet.day("valueDay")
    if pence is None or (pence == base.value_per_hour and not source):
        return {}
    if not source or day is None:
        sheet.fault("valuePerHour", "A value per hour needs 'valueSource' (who says so) and 'valueDay' (since when).")
    return {"value_per_hour": pence, "value_source": source, "value_day": day.isoformat() if day else ""}


def _weights(sheet: Sheet, base: Policy) -> dict[str, Any]:
    factors = {**base.horizon_factors, **_factors(sheet)}
    found: dict[str, Any] = {"horizon_factors": {horizon: factors[horizon] for horizon in Horizon}}
    if sheet.has("judges"):
        found["judges"] = sheet.concepts("judges", "judge")
    disagreement, hours = sheet.whole("disagreement", 1, max(LEVELS)), sheet.number("hoursPerWeek", 0, 168)
    if disagreement is not None:
        found["disagreement"] = disagreement
    if hours is not None:
        found["default_hours_per_week"] = hours
    return found


def _factors(sheet: Sheet) -> dict[Horizon, int]:
    """The factors by horizon: words with values, or, as JSON-LD has them, texts such as `now 3`."""
    field = sheet.get("horizonFactor")
    pairs = [(given, text.split()) for given, text in texts(field.items)]
    if field.words is None and all(len(pair) == 2 for _, pair in pairs):
        field = Field(field.place, {pair[0]: Field(given.place, pair[1]) for given, pair in pairs} or None)
    factors = Sheet(field, tuple(Horizon), sheet.faults)
    given = {horizon: factors.whole(horizon.value, 0, 100) for horizon in Horizon}
    return {horizon: factor for horizon, factor in given.items() if factor is not None}


def _credits(sheet: Sheet) -> dict[str, Any]:
    given = [(word, name) for word, name in _CREDITS.items() if sheet.has(word)]
    return {
        name: None if sheet.text(word).lower() == "none" else sheet.whole(word, 0, max(LEVELS)) for word, name in given
    }
