"""Why each step stands in a route: what it gives first, and which requirement or later step needs that.

A level counts for the first step that gives it. It is needed by a target, or by a later step; all that a later step
is there for the earlier one is there for too, so the chain of reasons always ends in a requirement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from signpost.engine.catalogue import Catalogue
from signpost.engine.problem import Target
from signpost.model import NAMESPACE, Basis, Reason, Triple

Item = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Use:
    """A (track, level) that a requirement needs, itself or through a later column that needs it first."""

    track: int
    level: int
    requirement: str
    column: int = -1


def reasons(made: Catalogue, ordered: Sequence[int], closed: Iterable[Target]) -> list[tuple[Reason, ...]]:
    """For each column, in the order in which they are taken, the reasons for it."""
    given = _first_gifts(made, ordered)
    requirements = made.specification.requirements
    uses = [Use(t, v, requirements[target.requirement].id) for target in closed for t, v in target.levels]
    found: dict[int, tuple[Reason, ...]] = {}
    for column in reversed(ordered):
        own = [_reason(made, column, use, given[column]) for use in uses if _served(use, given[column])]
        found[column] = tuple(dict.fromkeys(own)) or (_obliged(made, column),)
        serves = dict.fromkeys(reason.requirement for reason in found[column])
        uses += [Use(track, level, one, column) for track, level in made.problem.needs[column] for one in serves]
    return [found[column] for column in ordered]


def _first_gifts(made: Catalogue, ordered: Sequence[int]) -> dict[int, dict[int, tuple[int, int]]]:
    """By column: track -> (level before, level after) where it raises a track."""
    level, found = made.problem.held.tolist(), {}
    for column in ordered:
        raised = {}
        for track, _, outcome in made.problem.gives[column]:
            if outcome > level[track]:
                raised[track] = (level[track], outcome)
                level[track] = outcome
        found[column] = raised
    return found


def _served(use: Use, gifts: dict[int, tuple[int, int]]) -> bool:
    return use.track in gifts and gifts[use.track][0] < use.level


def _reason(made: Catalogue, column: int, use: Use, gifts: dict[int, tuple[int, int]]) -> Reason:
    index, before = made.index, gifts[use.track][0]
    competence = made.competence(use.track)
    later = index.iri("resource", int(made.problem.resource[use.column])) if use.column >= 0 else ""
    rows = list(_rows(made, column, competence, before))
    return Reason(
        requirement=use.requirement,
        competence=index.iri("competence", competence),
        from_level=before,
        to_level=min(gifts[use.track][1], use.level),
        for_step=later,
        triples=tuple(_triples(made, column, use, competence, rows)),
        proposed=tuple(_proposed(made, use, rows)),
    )


def _rows(made: Catalogue, column: int, competence: int, before: int) -> Iterator[int]:
    """The teaching rows by which a column raises a competence."""
    index, resource = made.index, int(made.problem.resource[column])
    for row in range(int(index.teaches_rows[resource]), int(index.teaches_rows[resource + 1])):
        if index.teaches_competence[row] == competence and index.teaches_outcome[row] > before:
            yield row


def _triples(made: Catalogue, column: int, use: Use, competence: int, rows: Sequence[int]) -> Iterator[Triple]:
    """The requirement's competence and its framework, and the outcomes of the resource that are of that competence."""
    index, about = made.index, made.index.iri("competence", competence)
    if use.column < 0:
        yield Triple(use.requirement, NAMESPACE + "competence", about)
    framework = int(index.competence_framework[competence])
    if framework >= 0:
        yield Triple(about, NAMESPACE + "inFramework", index.iri("framework", framework))
    for row in rows:
        outcome = index.text(int(index.teaches_iri[row]))
        if outcome:
            yield Triple(index.iri("resource", int(made.problem.resource[column])), NAMESPACE + "teaches", outcome)
            yield Triple(outcome, NAMESPACE + "competence", about)


def _proposed(made: Catalogue, use: Use, rows: Sequence[int]) -> Iterator[Basis]:
    """The judgements of signpost's own that a reason rests on: the requirement's, and those of the outcomes."""
    for requirement in made.specification.requirements:
        if requirement.id == use.requirement and requirement.proposed and use.column < 0:
            yield requirement.proposed
    for row in rows:
        basis = made.index.text(int(made.index.teaches_basis[row]))
        if basis:
            yield Basis(basis, round(float(made.index.teaches_confidence[row]), 4))


def _obliged(made: Catalogue, column: int) -> Reason:
    """The reason for a step that is there because it must be used, or for the award."""
    index, constraints = made.index, made.specification.constraints
    resource, provider = int(made.problem.resource[column]), int(made.problem.provider[column])
    names = [index.iri("resource", resource), index.iri("organisation", provider) if provider >= 0 else ""]
    because = next((iri for iri in constraints.require if iri in names), constraints.award)
    return Reason(requirement=because, competence="", from_level=0, to_level=0)
