"""Roles and occupations by their names: how they are mapped to standards, and how two of them compare."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from signpost.engine.audit import audit
from signpost.engine.compare import COMPARABLE, mover
from signpost.engine.compare import compare as side_by_side
from signpost.engine.lint import lint as mapping
from signpost.engine.names import things
from signpost.engine.route import route
from signpost.errors import UnknownName
from signpost.graph.query import rows
from signpost.model import GRAPHS, Compared, Comparison, MappingAudit
from signpost.person.policy import default_policy
from signpost.store.release import Release
from signpost.things.cards import resolve


@dataclass(frozen=True, slots=True)
class RoleOf:
    """A row of `queries/role_of.rq`."""

    role: str


def lint(release: Release, roles: Sequence[str], source: str, as_at: date) -> MappingAudit:
    """The mapping audit of the roles that are named, or of all, of one source alone where that is said.

    Raises UnknownName, AmbiguousName; the source is unknown where it describes nothing.
    """
    chosen = {resolve(release, name, ("role",)).iri for name in roles} or {
        iri for iri, _ in things(release.index, "role")
    }
    if source:
        chosen &= _of(release, source)
    return mapping(release.index, sorted(chosen), as_at)


def _of(release: Release, source: str) -> set[str]:
    """The roles that a source describes."""
    graphs = release.backend.graphs()
    if GRAPHS + source not in graphs:
        raise UnknownName("source", source, [graph.removeprefix(GRAPHS) for graph in sorted(graphs)])
    return {row.role for row in rows(RoleOf, release.backend, graph=GRAPHS + source)}


def compare(release: Release, left: str, right: str, as_at: date, time_limit: float | None) -> Comparison:
    """Two roles or occupations side by side, with the learning route from one to the other.

    Raises UnknownName with the nearest names, AmbiguousName.
    """
    index = release.index
    found = side_by_side(index, _meant(release, left), _meant(release, right), as_at)
    person = mover(index, found, default_policy())
    if person is None:
        return found
    audited, clock = audit(index, person), time.monotonic if time_limit is not None else None
    best = route(index, person, audited, alternatives=0, changes=False, deadline_seconds=time_limit, clock=clock)
    return replace(found, audit=audited, route=best)


def _meant(release: Release, name: str) -> Compared:
    hit = resolve(release, name, COMPARABLE)
    return Compared(hit.iri, hit.kind, release.index.label(hit.kind, release.index.find(hit.kind, hit.iri)))
