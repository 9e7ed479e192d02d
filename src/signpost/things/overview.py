"""Lists of everything of a kind, with what tells one from another: frameworks, roles, occupations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from signpost.engine.index import Index
from signpost.engine.names import slug_in_words
from signpost.graph.query import rows
from signpost.store.release import Release
from signpost.things.finding import search


@dataclass(frozen=True, slots=True)
class PublishedBy:
    """A row of `queries/published_by.rq`."""

    framework: str
    publisher: str
    label: str


@dataclass(frozen=True, slots=True)
class RoleTold:
    """A row of `queries/role_told.rq`."""

    role: str
    level: str
    order: int | None
    type: str


@dataclass(frozen=True, slots=True)
class ReplacedFramework:
    """A row of `queries/replaced_framework.rq`."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class FrameworkLine:
    """One framework of the list."""

    iri: str
    label: str
    edition: str
    status: str
    publisher: str
    publisher_iri: str
    competences: int
    replaces: tuple[str, ...] = ()
    """IRIs of the frameworks that it is stated to replace."""


@dataclass(frozen=True, slots=True)
class RoleLine:
    """One role of the list."""

    iri: str
    label: str
    levels: tuple[str, ...]
    """Its levels of management responsibility, the lowest first."""
    type: str
    """What kind of manager it is, in words."""
    requirements: int


@dataclass(frozen=True, slots=True)
class OccupationLine:
    """One occupation of the list."""

    iri: str
    label: str
    code: str
    also: str
    """Another name, by which it was found."""
    essential: int
    useful: int


@dataclass(frozen=True, slots=True)
class Occupations:
    """A part of the list of occupations."""

    lines: tuple[OccupationLine, ...]
    total: int
    complete: bool
    """Whether all were counted; else there are more than the total."""


def frameworks(release: Release) -> tuple[FrameworkLine, ...]:
    """Every framework, by name."""
    index, published = release.index, _published(release)
    held = Counter(index.competence_framework.tolist())
    replaced = rows(ReplacedFramework, release.backend)
    found = (
        FrameworkLine(
            iri=(iri := index.iri("framework", row)),
            label=index.label("framework", row),
            edition=index.text(int(index.framework_edition[row])),
            status=slug_in_words(index.text(int(index.framework_status[row]))),
            publisher=" and ".join(label or slug_in_words(publisher) for publisher, label in published.get(iri, ())),
            publisher_iri=published[iri][0][0] if len(published.get(iri, ())) == 1 else "",
            competences=held[row],
            replaces=tuple(sorted(one.old for one in replaced if one.new == iri)),
        )
        for row in range(len(index.framework_iri))
    )
    return tuple(sorted(found, key=lambda line: (line.label.casefold(), line.iri)))


def _published(release: Release) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in sorted(rows(PublishedBy, release.backend), key=lambda row: (row.framework, row.label, row.publisher)):
        found.setdefault(row.framework, []).append((row.publisher, row.label))
    return found


def roles(release: Release) -> tuple[RoleLine, ...]:
    """Every role, those of the lowest level of management first."""
    index, told = release.index, rows(RoleTold, release.backend)
    lines = [_role(index, row, [one for one in told if one.role == index.iri("role", row)])
             for row in range(len(index.role_iri))]  # fmt: skip
    heights = zip(index.role_lowest.tolist(), index.role_highest.tolist(), strict=True)
    order = {line.iri: (low or 9, high) for line, (low, high) in zip(lines, heights, strict=True)}
    return tuple(sorted(lines, key=lambda line: (order[line.iri], line.label.casefold(), line.iri)))


def _role(index: Index, row: int, told: Iterable[RoleTold]) -> RoleLine:
    said = list(told)
    levels = sorted({(one.order or 0, one.level) for one in said if one.level})
    start, end = index.requirement_rows[row : row + 2].tolist()
    return RoleLine(
        iri=index.iri("role", row),
        label=index.label("role", row),
        levels=tuple(level for _, level in levels),
        type=min((one.type for one in said if one.type), default=""),
        requirements=end - start,
    )


def occupations(release: Release, text: str = "", start: int = 0, most: int = 50) -> Occupations:
    """A part of the occupations whose name or code has a text, of all where there is none."""
    found = search(release, text, {"kind": ["occupation"]}, start, most)
    lines = []
    for hit in found.hits:
        row = release.index.find("occupation", hit.iri)
        first, last = release.index.occupation_rows[row : row + 2].tolist()
        essential = int(release.index.occupation_essential[first:last].sum())
        also = hit.matched if hit.matched and hit.matched not in (hit.label, hit.code) else ""
        lines.append(OccupationLine(hit.iri, hit.label, hit.code, also, essential, last - first - essential))
    return Occupations(tuple(lines), found.total, found.complete)
