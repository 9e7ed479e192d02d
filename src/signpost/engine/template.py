"""Role templates and occupations as requirements: what a post of that kind needs before anyone has made it theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from signpost.engine.index import KNOWLEDGE, LONG, MEDIUM, NOW, PERFORMANCE, Index
from signpost.model import Basis, Horizon, Requirement, Shows

HORIZONS = {NOW: Horizon.NOW, MEDIUM: Horizon.MEDIUM, LONG: Horizon.LONG}
ASKS = {KNOWLEDGE: Shows.KNOWLEDGE, PERFORMANCE: Shows.PERFORMANCE, KNOWLEDGE | PERFORMANCE: Shows.BOTH}

OCCUPATION_LEVEL = 3
"""The level proposed for a competence of an occupation, which the classification leaves open."""
ESSENTIAL, OPTIONAL = 5, 2
"""The importance proposed for an essential and for an optional competence of an occupation."""


def template(index: Index, role: str) -> tuple[Requirement, ...]:
    """The requirements of a role in its publisher's order; empty where the release does not hold the role."""
    row = index.find("role", role)
    if row < 0:
        return ()
    start, end = index.requirement_rows.data[row : row + 2]
    return tuple(_requirement(index, role, n) for n in range(start, end))


def occupation(index: Index, iri: str) -> tuple[Requirement, ...]:
    """The competences of an occupation as proposed requirements: essential ones first, each part in order of IRI."""
    row = index.find("occupation", iri)
    if row < 0:
        return ()
    start, end = index.occupation_rows.data[row : row + 2]
    lines = (_proposed(index, iri, n) for n in range(start, end))
    return tuple(sorted(lines, key=lambda line: (-line.importance, line.competence)))


def merged(templates: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """The lines of several roles with each competence once, where it first stands.

    The line with the higher level wins; it keeps the higher importance and the nearer horizon, and asks for all that
    any of them asks for.
    """
    lines: dict[str, Requirement] = {}
    for line in templates:
        known = lines.get(line.competence)
        lines[line.competence] = line if known is None else _stronger(known, line)
    return tuple(lines.values())


def _stronger(a: Requirement, b: Requirement) -> Requirement:
    order = tuple(Horizon)
    return replace(
        b if b.level > a.level else a,
        importance=max(a.importance, b.importance),
        horizon=min(a.horizon, b.horizon, key=order.index),
        asks=a.asks if a.asks is b.asks else Shows.BOTH,
    )


def _requirement(index: Index, role: str, row: int) -> Requirement:
    return Requirement(
        id=index.text(int(index.requirement_iri[row])),
        competence=index.iri("competence", int(index.requirement_competence[row])),
        level=int(index.requirement_level[row]),
        importance=int(index.requirement_importance[row]),
        family=index.text(int(index.requirement_family[row])),
        horizon=HORIZONS.get(int(index.requirement_horizon[row]), Horizon.NOW),
        asks=ASKS.get(int(index.requirement_asks[row]), Shows.BOTH),
        source=role,
        proposed=_basis(index, row),
    )


def _basis(index: Index, row: int) -> Basis | None:
    text = index.text(int(index.requirement_basis[row]))
    return Basis(text, round(float(index.requirement_confidence[row]), 2)) if text else None


def _proposed(index: Index, iri: str, row: int) -> Requirement:
    essential, stated = bool(index.occupation_essential[row]), int(index.occupation_level[row])
    competence = index.iri("competence", int(index.occupation_competence[row]))
    return Requirement(
        id=f"{iri}#{row - int(index.occupation_rows[index.find('occupation', iri)]) + 1}",
        competence=competence,
        level=stated or OCCUPATION_LEVEL,
        importance=ESSENTIAL if essential else OPTIONAL,
        source=iri,
        proposed=_MAPPED if stated else _OPEN,
    )


_OPEN = Basis("the classification names the competence and gives it no level", 0.3)
_MAPPED = Basis("the classification gives it a level of its own scale, counted as this one", 0.5)
