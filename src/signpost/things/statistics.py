"""What there is in numbers, and what is missing: competences that nobody teaches."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from signpost.engine.coverage import Coverage, coverage
from signpost.engine.coverage import untaught as not_taught
from signpost.engine.index import Index
from signpost.engine.names import framework_of, slug_in_words
from signpost.errors import UnknownName
from signpost.store.release import Release


@dataclass(frozen=True, slots=True)
class FrameworkCounts:
    """How far learning covers one framework."""

    iri: str
    label: str
    competences: int
    needed: int
    """Competences that a role requires."""
    taught: int
    """Competences that a resource says it teaches."""
    untaught: int
    missing: int
    """Competences that a role requires and no resource teaches."""
    resources: int


@dataclass(frozen=True, slots=True)
class UntaughtLine:
    """A competence that no resource teaches."""

    iri: str
    label: str
    code: str
    framework: str
    status: str
    roles: int
    """Roles that require it."""


@dataclass(frozen=True, slots=True)
class Untaught:
    """A part of the competences that no resource teaches."""

    lines: tuple[UntaughtLine, ...]
    total: int
    framework: str
    """What the framework is called; empty where all are meant."""


def statistics(release: Release) -> tuple[FrameworkCounts, ...]:
    """How far learning covers each framework, by name; competences that stand in none come last."""
    lines = [_counts(release.index, one) for one in coverage(release.index)]
    return tuple(sorted(lines, key=lambda line: (not line.iri, line.label.casefold())))


def _counts(index: Index, one: Coverage) -> FrameworkCounts:
    known = one.framework >= 0
    return FrameworkCounts(
        iri=index.iri("framework", one.framework) if known else "",
        label=index.label("framework", one.framework) if known else "In no framework",
        competences=one.competences,
        needed=one.needed,
        taught=one.taught,
        untaught=one.competences - one.taught,
        missing=one.missing,
        resources=one.resources,
    )


def untaught(
    release: Release, framework: str = "", *, needed: bool = False, start: int = 0, most: int = 50
) -> Untaught:
    """A part of the competences that no resource teaches, those that most roles require first.

    `framework` is an IRI; with `needed` only what some role requires. Raises UnknownName where there is none such.
    """
    index = release.index
    row = index.find("framework", framework) if framework else None
    if row == -1:
        raise UnknownName("framework", framework)
    roles = _roles_by_competence(index)
    ids = sorted(not_taught(index, row, needed=needed), key=lambda competence: (-roles[competence], competence))
    return Untaught(
        lines=tuple(_line(index, competence, roles[competence]) for competence in ids[start : start + most]),
        total=len(ids),
        framework=index.label("framework", row) if row is not None else "",
    )


def _roles_by_competence(index: Index) -> Counter[int]:
    """How many roles require each competence."""
    counted: Counter[int] = Counter()
    for role in range(len(index.role_iri)):
        start, end = index.requirement_rows[role : role + 2].tolist()
        counted.update(set(index.requirement_competence[start:end].tolist()))
    return counted


def _line(index: Index, competence: int, roles: int) -> UntaughtLine:
    iri = index.iri("competence", competence)
    return UntaughtLine(
        iri=iri,
        label=index.label("competence", competence),
        code=index.text(int(index.competence_code[competence])),
        framework=framework_of(index, iri),
        status=slug_in_words(index.text(int(index.competence_status[competence]))),
        roles=roles,
    )
