"""A person specification: the bytes of a YAML or JSON-LD file -> `model.PersonSpecification`, all faults told at once.

The words are those of `ontology/context.jsonld`. So that a manager can read the file, lists may have their plural
(`attainments`, `objectives`), and changes to the role templates stand under `requirements` as `add`, `change` and
`drop`, each with its reason. JSON-LD has `requirement` and `drops` instead, nested or as a `graph` of nodes. A policy
with an `id` of its own says all of itself; one without changes the shipped policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from signpost.engine.index import Index
from signpost.engine.succession import on_day
from signpost.engine.template import merged, template
from signpost.errors import UnfitSpecification, UnreadableInput
from signpost.exchange.person import specification_iri
from signpost.model import (
    LEVELS,
    Attainment,
    Basis,
    Constraints,
    Evidence,
    Finding,
    Horizon,
    Objective,
    PersonSpecification,
    Policy,
    Requirement,
    Shows,
)
from signpost.person.marked import Faults, Field, read_marked
from signpost.person.naming import Finder, Lookup
from signpost.person.policy import default_policy, policy_of, read_policy
from signpost.person.sheet import Sheet, embedded, plain, texts

WORDS = (
    "label",
    "person",
    "post",
    "role",
    "asAt",
    "illustrative",
    "requirements",
    "attainments",
    "constraints",
    "policy",
    "objectives",
    "requirement",
    "drops",
    "attainment",
    "objective",
    "note",
    "graph",
    "@graph",
)
REQUIREMENT = (
    "competence",
    "level",
    "importance",
    "family",
    "horizon",
    "asks",
    "because",
    "agreedBy",
    "provenance",
    "basis",
    "confidence",
)
DROPPED = ("competence", "because")
ATTAINMENT = ("competence", "level", "since", "until", "shows", "judgedBy", "evidence", "note")
EVIDENCE = ("evidenceKind", "note", "day", "reference")
CONSTRAINTS = (
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
OBJECTIVE = ("competence", "objectiveText", "support", "applied")

PARTS = ("requirement", "drops", "attainment", "evidence", "constraints", "objective", "policy")
"""Words whose values may be nodes of their own."""

_OPAQUE = re.compile(r"[A-Za-z0-9._-]*\d[A-Za-z0-9._-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every part of the reading needs: the release, its names, and the faults so far."""

    index: Index
    names: Lookup
    faults: Faults
    iri: str
    """The IRI of the specification, whose parts are its fragments."""
    roles_known: bool = True
    """Whether every role template was found; else nothing is said of what the templates ask for."""


def read(path: Path, index: Index, find: Finder | None = None, *, as_at: date | None = None) -> PersonSpecification:
    """The person specification of a file, its names resolved against a release.

    `find` (`search.Labels.find`) widens names to other labels and codes; `as_at` is the day to answer for, whatever day
    the file names.
    Raises UnreadableInput where the file is no YAML or JSON, UnfitSpecification with every Finding where it has faults.
    """
    faults = Faults()
    top = embedded(read_marked(path, faults), "PersonSpecification", PARTS)
    sheet = Sheet(top, WORDS, faults)
    person = _person(sheet)
    desk = _Desk(index, Lookup(index, find), faults, specification_iri(person))
    specification = _specification(desk, sheet, person, path, as_at)
    if faults.found:
        raise UnfitSpecification(str(path), sorted(faults.found, key=_position))
    return specification


def _specification(desk: _Desk, sheet: Sheet, person: str, path: Path, as_at: date | None) -> PersonSpecification:
    roles = [desk.names.resolve(field, "role", desk.faults, ("role",)) for field in sheet.many("role")]
    desk = replace(desk, roles_known=all(roles))
    day = as_at or sheet.day("asAt")
    if day is None and not sheet.has("asAt"):
        sheet.fault("asAt", "'asAt' is missing: write the day to audit on.", "year-month-day", "2026-03-31")
    requirements, dropped = _requirements(
        desk, sheet, merged(line for role in roles for line in template(desk.index, role))
    )
    if not requirements and not desk.faults.found:
        sheet.fault("role", "Nothing is required: name a role template, or add requirements.")
    scope = {line.competence for line in requirements}
    today, ended = on_day(desk.index, requirements, day) if day else (requirements, ())
    return PersonSpecification(
        person=person,
        post=sheet.text("post", required=True),
        roles=tuple(dict.fromkeys(role for role in roles if role)),
        as_at=day or date.min,
        requirements=today,
        attainments=tuple(_attainments(desk, sheet)),
        constraints=_constraints(desk, sheet.get("constraints"), day),
        policy=_policy(desk, sheet.get("policy"), path),
        objectives=tuple(_objectives(desk, sheet, scope)),
        dropped=(*dropped, *ended),
        label=sheet.text("label"),
        illustrative=sheet.flag("illustrative"),
    )


def _person(sheet: Sheet) -> str:
    person = sheet.text("person", required=True)
    if person and not _OPAQUE.fullmatch(person):
        message = f"person '{person}' looks like a name; write an identifier that only your organisation can resolve."
        sheet.fault("person", message, "letters, digits, dots and hyphens, with at least one digit", "person-01")
    return person


# ------------------------------------------------------------------------------------------------ requirements
def _requirements(
    desk: _Desk, sheet: Sheet, lines: tuple[Requirement, ...]
) -> tuple[tuple[Requirement, ...], tuple[tuple[str, str], ...]]:
    """The lines of the role templates as changed, without those dropped, then those added; and those dropped."""
    asked = {line.competence: line for line in lines}
    group = Sheet(sheet.get("requirements"), ("add", "change", "drop"), desk.faults)
    named: set[str] = set()
    drops = (*group.parts(DROPPED, "drop"), *sheet.parts(DROPPED, "drops"))
    dropped = dict(_dropped(desk, drops, asked, named))
    for line in group.parts(REQUIREMENT, "change"):
        _changed(desk, line, asked, named, scope=frozenset(asked), must="change")
    for line in group.parts(REQUIREMENT, "add"):
        _changed(desk, line, asked, named, scope=frozenset(), must="add")
    ours = {line.id for line in lines}
    for field in sheet.many("requirement"):
        if plain(field) not in ours and (desk.roles_known or field.words is not None):
            _changed(desk, Sheet(field, REQUIREMENT, desk.faults), asked, named, scope=frozenset(asked), must="")
    kept = [line for competence, line in asked.items() if competence not in dropped]
    return tuple(_numbered(desk.iri, kept)), tuple(dropped.items())


def _numbered(iri: str, lines: list[Requirement]) -> Iterator[Requirement]:
    """The lines, those that the specification itself states as numbered fragments of it."""
    stated = 0
    for line in lines:
        if line.id:
            yield line
        else:
            stated += 1
            yield replace(line, id=f"{iri}#requirement-{stated}")


def _dropped(
    desk: _Desk, drops: Iterable[Sheet], asked: Mapping[str, Requirement], named: set[str]
) -> Iterator[tuple[str, str]]:
    """The competences that are dropped, each with its reason."""
    for sheet in drops:
        competence = desk.names.resolve(sheet.get("competence"), "competence", desk.faults, ("competence",), asked)
        because = sheet.text("because", required=True)
        if competence and _once(sheet, competence, named) and _is_asked(desk, sheet, competence, asked, "dropped"):
            yield competence, because


def _changed(
    desk: _Desk, sheet: Sheet, asked: dict[str, Requirement], named: set[str], *, scope: frozenset[str], must: str
) -> None:
    """Put a line of the specification in the place of the role's line, or after all of them."""
    competence = desk.names.resolve(sheet.get("competence"), "competence", desk.faults, ("competence",), scope)
    known = asked.get(competence)
    line = _line(sheet, competence, known, adds=must == "add" or (not must and known is None))
    if not competence or not _once(sheet, competence, named):
        return
    if must == "add" and known is not None:
        sheet.fault("competence", "The role asks for this competence already; move the line to 'change'.")
    elif must != "change" or _is_asked(desk, sheet, competence, asked, "changed"):
        asked[competence] = line


def _line(sheet: Sheet, competence: str, known: Requirement | None, *, adds: bool) -> Requirement:
    level = sheet.whole("level", 1, max(LEVELS), required=adds)
    importance = sheet.whole("importance", 1, 5)
    family = sheet.concept("family", "family")
    horizon = sheet.slug("horizon", "horizon")
    asks = sheet.slug("asks", "shows")
    base = known or Requirement(id="", competence=competence, level=level or 1)
    return replace(
        base,
        id="",
        level=base.level if level is None else level,
        importance=base.importance if importance is None else importance,
        family=family or base.family,
        horizon=Horizon(horizon) if horizon else base.horizon,
        asks=Shows(asks) if asks else base.asks,
        because=sheet.text("because", required=True),
        agreed_by=sheet.text("agreedBy"),
        proposed=base.proposed if level is None else _proposed(sheet),
    )


def _proposed(sheet: Sheet) -> Basis | None:
    """Why the level of a line is only proposed, where the line says that editors proposed it."""
    confidence = sheet.share("confidence")
    if sheet.slug("provenance", "provenance") != "editorial":
        return None
    if not sheet.has("confidence"):
        sheet.fault("confidence", "What editors propose must say how sure they are: add 'confidence', from 0 to 1.")
    return Basis(sheet.text("basis", required=True), confidence or 0)


def _once(sheet: Sheet, competence: str, named: set[str]) -> bool:
    if competence in named:
        sheet.fault("competence", "This competence is added, changed or dropped above already; keep one of the lines.")
        return False
    named.add(competence)
    return True


def _is_asked(desk: _Desk, sheet: Sheet, competence: str, asked: Mapping[str, Requirement], done: str) -> bool:
    if competence not in asked and desk.roles_known:
        sheet.fault("competence", f"No role template asks for this competence, so that it cannot be {done}.")
    return competence in asked


# ------------------------------------------------------------------------------------------------ what is held
def _attainments(desk: _Desk, sheet: Sheet) -> Iterator[Attainment]:
    for number, part in enumerate(sheet.parts(ATTAINMENT, "attainments", "attainment"), 1):
        yield _attainment(desk, part, f"{desk.iri}#attainment-{number}")


def _attainment(desk: _Desk, sheet: Sheet, iri: str) -> Attainment:
    since, until = sheet.day("since"), sheet.day("until")
    if since and until and until < since:
        sheet.fault("until", f"until {until} is before since {since}; is one of them mistyped?")
    evidence = tuple(_evidence(part) for part in sheet.parts(EVIDENCE, "evidence"))
    if not evidence:
        message = "An attainment needs evidence: what shows it, such as an observation or a certificate."
        sheet.fault("evidence", message, "one or more with 'evidenceKind'", "evidence: [{evidenceKind: observation}]")
    shows = sheet.slug("shows", "shows")
    return Attainment(
        id=iri,
        competence=desk.names.resolve(sheet.get("competence"), "competence", desk.faults, ("competence",)),
        level=sheet.whole("level", 0, max(LEVELS), required=True) or 0,
        judged_by=sheet.concept("judgedBy", "judge", required=True),
        evidence=evidence,
        since=since,
        until=until,
        shows=Shows(shows) if shows else Shows.BOTH,
    )


def _evidence(sheet: Sheet) -> Evidence:
    return Evidence(
        kind=sheet.concept("evidenceKind", "evidence-kind", required=True),
        note=sheet.text("note"),
        day=sheet.day("day"),
        reference=sheet.text("reference"),
    )


def _objectives(desk: _Desk, sheet: Sheet, scope: set[str]) -> Iterator[Objective]:
    for line in sheet.parts(OBJECTIVE, "objectives", "objective"):
        competence = desk.names.resolve(line.get("competence"), "competence", desk.faults, ("competence",), scope)
        if competence and competence not in scope and desk.roles_known:
            line.fault("competence", "The specification does not require this competence; add it, or leave this out.")
        yield Objective(competence, line.text("objectiveText"), line.text("support"), line.text("applied"))


# ------------------------------------------------------------------------------------------------ what a route keeps to
def _constraints(desk: _Desk, field: Field, day: date | None) -> Constraints:
    sheet, names = Sheet(field, CONSTRAINTS, desk.faults), desk.names
    deadline = sheet.day("deadline")
    if deadline and day and deadline < day:
        sheet.fault("deadline", f"deadline {deadline} is before the day of the audit, {day}.")

    def named(word: str, *kinds: str) -> tuple[str, ...]:
        found = {names.resolve(field, word, desk.faults, kinds) for field in sheet.many(word)}
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


def _policy(desk: _Desk, field: Field, path: Path) -> Policy:
    name = plain(field)
    if name is None and field.words is not None:
        base = Policy() if {"id", "@id"} & field.words.keys() else default_policy()
        return policy_of(field, replace(base, id="this specification"), desk.faults)
    if not name or name == "default":
        return default_policy()
    file = _below(path.parent, name)
    if file is None:
        message = (
            f"The policy '{name}' lies outside the folder of this file. Put it beside this file, and name it here."
        )
        desk.faults.add(field, "policy", message, "a file in this folder or below it", "our-policy.yaml")
        return default_policy()
    try:
        return read_policy(file)
    except UnfitSpecification as fault:
        desk.faults.found.extend(fault.findings)
    except UnreadableInput as fault:
        desk.faults.add(field, "policy", f"The policy '{name}' cannot be read: {fault.reason}. {fault.remedy}")
    return default_policy()


def _below(folder: Path, name: str) -> Path | None:
    """The file of a name in a folder or below it; None where it lies elsewhere, so that no other is opened."""
    try:
        file = (folder / name).resolve()
        return folder / name if file.is_relative_to(folder.resolve()) else None
    except (OSError, RuntimeError, ValueError):  # a link to itself, or a name that no file can have
        return None


def _position(finding: Finding) -> tuple[str, int, int]:
    file, _, rest = finding.place.rpartition(":")
    name, _, line = file.rpartition(":")
    return name, int(line or 0), int(rest or 0)
