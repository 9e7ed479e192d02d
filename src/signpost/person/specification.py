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
    Evidence,
    Finding,
    Horizon,
    Objective,
    PersonSpecification,
    Policy,
    Requirement,
    Shows,
)
from signpost.person.limits import constraints
from signpost.person.marked import Faults, Field, marked, read_marked, valued
from signpost.person.naming import Finder, Lookup
from signpost.person.policy import default_policy, policy_of, read_policy
from signpost.person.sheet import Sheet, embedded, plain

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
OBJECTIVE = ("competence", "objectiveText", "support", "applied")

PARTS = ("requirement", "drops", "attainment", "evidence", "constraints", "objective", "policy")
"""Words whose values may be nodes of their own."""

_OPAQUE = re.compile(r"[A-Za-z0-9._-]*\d[A-Za-z0-9._-]*")
_MOST_SIGNS = 10_000
_SIGNS = re.compile(rb"[,:\n\r{\[]")
"""What begins or parts the values of YAML and JSON: by their number one knows how long reading takes."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every part of the reading needs: the release, its names, and the faults so far."""

    index: Index
    names: Lookup
    faults: Faults
    iri: str
    """The IRI of the specification, whose parts are its fragments."""
    folder: Path | None
    """Where the file lies, and others that it may name; None where it lies nowhere."""
    roles_known: bool = True
    """Whether every role template was found; else nothing is said of what the templates ask for."""


def read(path: Path, index: Index, find: Finder | None = None, *, as_at: date | None = None) -> PersonSpecification:
    """The person specification of a file, its names resolved against a release.

    `find` (`search.Labels.find`) widens names to other labels and codes; `as_at` is the day to answer for, whatever day
    the file names.
    Raises UnreadableInput where the file is no YAML or JSON, UnfitSpecification with every Finding where it has faults.
    """
    faults = Faults()
    return _read(read_marked(path, faults), faults, str(path), path.parent, Lookup(index, find), as_at)


def read_bytes(
    content: bytes, index: Index, find: Finder | None = None, *, name: str = "specification", as_at: date | None = None
) -> PersonSpecification:
    """The person specification that came as bytes and lies in no folder, so that it names no other file.

    `name` is what it is called in findings. Raises as `read`, and UnreadableInput where it holds very much.
    """
    faults = Faults()
    if len(_SIGNS.findall(content)) > _MOST_SIGNS:
        raise UnreadableInput(name, f"it has more than {_MOST_SIGNS:,} lines and values", "Is it for one person?")
    return _read(marked(content, Path(name), faults), faults, name, None, Lookup(index, find), as_at)


def read_values(values: Mapping[str, object], index: Index, find: Finder | None = None) -> PersonSpecification:
    """The person specification of words with values, such as a form sends; the place of a finding is a JSON pointer.

    Raises as `read_bytes`.
    """
    faults = Faults()
    return _read(valued(values), faults, "specification", None, Lookup(index, find), None)


def _read(
    top: Field, faults: Faults, place: str, folder: Path | None, names: Lookup, as_at: date | None
) -> PersonSpecification:
    sheet = Sheet(embedded(top, "PersonSpecification", PARTS), WORDS, faults)
    person = _person(sheet)
    desk = _Desk(names.index, names, faults, specification_iri(person), folder)
    specification = _specification(desk, sheet, person, as_at)
    if faults.found:
        raise UnfitSpecification(place, sorted(faults.found, key=_position))
    return specification


def _specification(desk: _Desk, sheet: Sheet, person: str, as_at: date | None) -> PersonSpecification:
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
        constraints=constraints(sheet.get("constraints"), desk.names, desk.faults, day),
        policy=_policy(desk, sheet.get("policy")),
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


# ------------------------------------------------------------------------------------------------ the policy
def _policy(desk: _Desk, field: Field) -> Policy:
    name = plain(field)
    if name is None and field.words is not None:
        base = Policy() if {"id", "@id"} & field.words.keys() else default_policy()
        return policy_of(field, replace(base, id="this specification"), desk.faults)
    if not name or name == "default":
        return default_policy()
    if desk.folder is None:
        desk.faults.add(field, "policy", "Write the settings of the policy here: what is sent names no other file.")
        return default_policy()
    file = _below(desk.folder, name)
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
    if finding.place.startswith("/"):  # a JSON pointer: they stay in the order of reading
        return "", 0, 0
    file, _, rest = finding.place.rpartition(":")
    name, _, line = file.rpartition(":")
    return name, int(line or 0), int(rest or 0)
