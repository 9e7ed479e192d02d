"""What a form of the journey says, as words with values, and what its one reader makes of them.

Every form carries the whole specification in a field of its own, so that nothing is kept between two pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from signpost_web import guard, looks
from signpost_web.views import learn_written
from werkzeug.exceptions import BadRequest

from signpost import learning
from signpost.errors import UnfitSpecification
from signpost.model import VOCABULARY, Finding, PersonSpecification

CARRIED = "specification"
HELD = "held:"
"""What leads the name of a field that says at which level a competence is held."""

ONE = ("budget", "hoursPerWeek", "deadline", "unknownPrices", "unknownTimes")
SEVERAL = ("region", "mode", "language", "access", "excludes", "mustUse", "award")
TOP = ("asAt", "post", "person")
"""The words of the page of limits: of the constraints with one value or with several, and of the whole."""

CALLED = {
    "budget": "Budget", "hoursPerWeek": "Hours a week", "asAt": "First day", "deadline": "Deadline",
    "unknownPrices": "Unknown prices", "unknownTimes": "Unknown lengths", "region": "Region",
    "mode": "Way of learning", "language": "Language", "access": "Access need", "post": "Post",
    "person": "Reference", "label": "Title", "level": "Level",
}  # fmt: skip
"""What the words are called in the forms, in the order of their fields."""

_READ = {
    "budget": learn_written.pounds, "hoursPerWeek": learn_written.hours, "asAt": learn_written.day,
    "deadline": learn_written.day,
}  # fmt: skip
"""How what people write becomes what a specification has."""

_CHANGES = {
    "budget": "budget", "hours_per_week": "hoursPerWeek", "deadline": "deadline", "unknown_prices": "unknownPrices",
    "unknown_times": "unknownTimes", "regions": "region", "modes": "mode", "languages": "language",
    "exclude": "excludes", "require": "mustUse", "award": "award", "access": "access",
}  # fmt: skip
"""The word for each constraint that a route can say to change."""
_ADDED = {"region", "mode", "language"}
"""What is put on a list when it is changed; of the others it is taken off."""
_FIELD = re.compile(r"/(?:constraints/)?(\w+)(?:/.*)?")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, and the field that it is at; empty where it is at none."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: the words, and the specification that they make, or the faults that keep them from it."""

    values: Mapping[str, Any]
    case: PersonSpecification | None
    faults: tuple[Fault, ...] = ()
    limited: bool = False
    """Whether the form was that of the limits."""


def sent() -> Sent:
    """What the form of this request says; raises BadRequest where it carries no specification."""
    values = _carried()
    if any(name.startswith(HELD) for name in request.form):
        values = _holding(values, _held())
    limited = "limits" in request.form
    if limited:
        values = _limiting(values)
    if change := request.form.get("change", ""):
        values = _changing(values, change)
    try:
        return Sent(values, learning.stated(guard.store(), values), limited=limited)
    except UnfitSpecification as unfit:
        faults = sorted((_fault(found, values) for found in unfit.findings), key=_place)
        return Sent(values, None, tuple(faults), limited)


def before() -> PersonSpecification | None:
    """The specification as it was carried, without what was sent beside it; None where that has faults itself."""
    try:
        return learning.stated(guard.store(), _carried())
    except UnfitSpecification:
        return None


def carried(case: PersonSpecification) -> str:
    """A specification as the field that carries it."""
    return json.dumps(learning.said(case), ensure_ascii=False, separators=(",", ":"))


def _carried() -> dict[str, Any]:
    try:
        values = json.loads(request.form.get(CARRIED, ""))
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict) or not _of_one_kind(values):
        raise BadRequest("The answers so far were lost on the way. Begin again, or come back with your file.")
    return values


def _of_one_kind(values: Mapping[str, Any]) -> bool:
    """Whether what is changed here has the shape that it is written in: lists of objects, and words with texts."""
    held = values.get("attainment", [])
    parts = [values.get(word) or {} for word in ("constraints", "policy")]
    return (
        isinstance(held, list)
        and all(isinstance(one, dict) and isinstance(one.get("competence", ""), str) for one in held)
        and all(isinstance(part, dict) for part in parts)
    )


# ------------------------------------------------------------------------------------------------ what is held
def _held() -> dict[str, str]:
    return {name.removeprefix(HELD): said for name, said in request.form.items() if name.startswith(HELD)}


def _holding(values: Mapping[str, Any], held: Mapping[str, str]) -> dict[str, Any]:
    """The words with the person's own view of some competences in the place of what it was."""
    given = values.get("attainment", ())
    kept = [one for one in given if isinstance(one, Mapping)] if isinstance(given, list | tuple) else []
    before = {str(one.get("competence")): str(one.get("level")) for one in kept if own_view(one)}
    changed = {competence for competence, level in held.items() if before.get(competence, "") != level}
    added = [_attainment(competence, held[competence], _since(values)) for competence in sorted(changed)
             if held[competence]]  # fmt: skip
    left = [one for one in kept if not (own_view(one) and one.get("competence") in changed)]
    return {**values, "attainment": [*left, *added]}


def own_view(attainment: Mapping[str, Any]) -> bool:
    """Whether the person themselves judged it."""
    return attainment.get("judgedBy") in ("self", f"{VOCABULARY}judge/self")


def _since(values: Mapping[str, Any]) -> str:
    """Today, or the day of the audit where that is earlier."""
    return min(date.today().isoformat(), str(values.get("asAt", "")) or "9")


_GIVEN_HERE = "The person's own view, given in the browser."


def _by_then(values: Mapping[str, Any]) -> list[Any]:
    """What is held, with what was ticked here as true on the first day already, where that is put back."""
    first = str(values.get("asAt") or "9")
    return [
        _attainment(one["competence"], str(one.get("level", "")), first) if _ticked_after(one, first) else one
        for one in values.get("attainment", ())
    ]


def _ticked_after(attainment: Mapping[str, Any], day: str) -> bool:
    """Whether it was ticked in the browser, on a later day than one."""
    evidence = attainment.get("evidence")
    parts = evidence if isinstance(evidence, list) else [evidence]
    here = any(isinstance(part, Mapping) and _GIVEN_HERE in str(part.get("note")) for part in parts)
    return here and own_view(attainment) and str(attainment.get("since")) > day


def _attainment(competence: str, level: str, since: str) -> dict[str, Any]:
    evidence = {"evidenceKind": "reflective-log", "day": since, "note": _GIVEN_HERE}
    return {"competence": competence, "level": level, "since": since, "judgedBy": "self", "evidence": evidence}


# ------------------------------------------------------------------------------------------------ limits
def _limiting(values: Mapping[str, Any]) -> dict[str, Any]:
    """The words with the limits of the form in the place of those that were carried."""
    said = {word: _field_said(word) for word in ONE}
    lists = {word: [one for one in request.form.getlist(word) if one] for word in SEVERAL}
    top = {word: _field_said(word) or None for word in TOP}
    constraints = {word: value for word, value in {**said, **lists}.items() if value}
    now = {**values, **top, "constraints": constraints, "policy": _policy(values.get("policy"))}
    return {**now, "attainment": _by_then(now)}


def _field_said(word: str) -> str:
    text = request.form.get(word, "").strip()
    return _READ[word](text) if word in _READ else text


def _policy(policy: Any) -> Any:
    """The policy with the person's own view among the judgements that count, or without it."""
    words = policy if isinstance(policy, Mapping) else {}
    given = words.get("judges", ())
    judges = list(several(given))
    counts = "ownView" in request.form
    if counts is ("self" in judges or not judges):
        return policy
    every = judges or [concept.slug for concept in learning.concepts("judge")]
    changed = sorted({*every, "self"}) if counts else [judge for judge in every if judge != "self"]
    return {**words, "judges": changed}


def _changing(values: Mapping[str, Any], change: str) -> dict[str, Any]:
    """The words with one constraint as a route says that it could be; raises BadRequest where it is no constraint."""
    constraint, _, value = change.partition("=")
    word = _CHANGES.get(constraint)
    before = values.get("constraints", {})
    if word is None or not isinstance(before, Mapping):
        raise BadRequest("That is no limit that can be changed.")
    if word in ONE:
        return {**values, "constraints": {**before, word: value}}
    given = before.get(word, ())
    had = list(several(given))
    now = [*had, value] if word in _ADDED else [one for one in had if one != value]
    return {**values, "constraints": {**{w: v for w, v in before.items() if w != word}, **({word: now} if now else {})}}


# ------------------------------------------------------------------------------------------------ faults
def _fault(found: Finding, values: Mapping[str, Any]) -> Fault:
    """A finding at the field that it is about, in the words of the form."""
    called = CALLED.get(found.path, found.path)
    sentence = (
        re.sub(rf"'?\b{re.escape(found.path)}\b'?", called, found.message, count=1) if found.path else found.message
    )
    sentence = re.sub(r"; write '\w+: \.\.\.'", "", sentence)
    sentence = sentence.replace("write year-month-day", "write a day such as 31 March 2027")
    sentence = sentence.replace("is before the day of the audit,", "is before the first day,")
    sentence = re.sub(r"(?<!')\b\d{4}-\d{2}-\d{2}\b(?!')", lambda day: looks.day(day[0]), sentence)
    if found.path == "budget":  # its bounds are beyond what anybody would write
        sentence = f"{sentence.partition(';')[0]}; write a number of pounds, such as 450.00."
    return Fault(_field(found, values), looks.capital(sentence))


def _place(fault: Fault) -> int:
    """The place of a fault's field on the page."""
    return list(CALLED).index(fault.field) if fault.field in CALLED else -1


def _field(found: Finding, values: Mapping[str, Any]) -> str:
    place = found.place.split("/")
    if place[1:2] == ["attainment"] and len(place) > 2 and place[2].isdecimal():
        return f"{HELD}{values['attainment'][int(place[2])].get('competence', '')}"
    known = _FIELD.fullmatch(found.place)
    word = known[1] if known else ""
    return found.path if found.path in CALLED else word if word in CALLED else ""


def several(value: Any) -> Sequence[str]:
    """The values of a word that may have one or many."""
    given = value if isinstance(value, list | tuple) else () if value in (None, "") else (value,)
    return [str(one) for one in given]
