"""A person specification in the words of the context, one node for each of its parts; its parts are its fragments."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from signpost.model import (
    THINGS,
    Attainment,
    Constraints,
    Evidence,
    Node,
    Objective,
    PersonSpecification,
    Policy,
    Requirement,
)


def specification_iri(person: str) -> str:
    """The IRI of the specification of a person, whose parts are fragments of it."""
    return f"{THINGS}specification/{person}"


def nodes(specification: PersonSpecification) -> tuple[Node, ...]:
    """The nodes of a specification: itself, then the lines it states, attainments, constraints, policy, objectives.

    Lines that it takes unchanged from a role template are only referred to. What the context has no word for is left
    out: the reasons of dropped lines, and of the policy all but its value of an hour, factors and disagreement.
    """
    iri = specification_iri(specification.person)
    stated = [line for line in specification.requirements if line.id.startswith(iri)]
    objectives = [(f"{iri}#objective-{n}", one) for n, one in enumerate(specification.objectives, 1)]
    parts: list[Node] = [_requirement(line) for line in stated]
    for attainment in specification.attainments:
        parts += _attainment(attainment)
    constraints = _constraints(f"{iri}#constraints", specification.constraints)
    parts += [constraints] if len(constraints) > 2 else []
    parts += [_policy(f"{iri}#policy", specification.policy)]
    parts += [_objective(name, one) for name, one in objectives]
    return (_specification(iri, specification, parts, [name for name, _ in objectives]), *parts)


def _specification(iri: str, specification: PersonSpecification, parts: list[Node], objectives: list[str]) -> Node:
    return _node(
        iri,
        "PersonSpecification",
        label={"en": specification.label} if specification.label else None,
        person=specification.person,
        post=specification.post,
        role=_several(specification.roles),
        asAt=specification.as_at.isoformat(),
        requirement=_several(line.id for line in specification.requirements),
        drops=_several(competence for competence, _ in specification.dropped),
        attainment=_several(attainment.id for attainment in specification.attainments),
        constraints=next((part["id"] for part in parts if part["type"] == "Constraints"), None),
        policy=f"{iri}#policy",
        objective=_several(objectives),
        illustrative=specification.illustrative or None,
    )


def _requirement(line: Requirement) -> Node:
    return _node(
        line.id,
        "Requirement",
        competence=line.competence,
        level=line.level,
        importance=line.importance,
        family=_slug(line.family),
        horizon=line.horizon.value,
        asks=line.asks.value,
        because=line.because,
        agreedBy=line.agreed_by,
    )


def _attainment(attainment: Attainment) -> Iterator[Node]:
    evidence = [(f"{attainment.id}-evidence-{n}", one) for n, one in enumerate(attainment.evidence, 1)]
    yield _node(
        attainment.id,
        "Attainment",
        competence=attainment.competence,
        level=attainment.level,
        since=attainment.since.isoformat() if attainment.since else None,
        until=attainment.until.isoformat() if attainment.until else None,
        shows=attainment.shows.value,
        judgedBy=_slug(attainment.judged_by),
        evidence=_several(name for name, _ in evidence),
    )
    yield from (_evidence(name, one) for name, one in evidence)


def _evidence(iri: str, evidence: Evidence) -> Node:
    return _node(
        iri,
        "Evidence",
        evidenceKind=_slug(evidence.kind),
        note={"en": evidence.note} if evidence.note else None,
        day=evidence.day.isoformat() if evidence.day else None,
        reference=evidence.reference,
    )


def _constraints(iri: str, constraints: Constraints) -> Node:
    hours = constraints.hours_per_week
    return _node(
        iri,
        "Constraints",
        budget=None if constraints.budget is None else _pounds(constraints.budget),
        hoursPerWeek=None if hours is None else f"{hours:g}",
        deadline=constraints.deadline.isoformat() if constraints.deadline else None,
        region=_several(constraints.regions),
        mode=_several(_slug(mode) for mode in constraints.modes),
        language=_several(constraints.languages),
        excludes=_several(constraints.exclude),
        mustUse=_several(constraints.require),
        award=constraints.award,
        access=_several(_slug(feature) for feature in constraints.access),
        unknownPrices=constraints.unknown_prices or None,
    )


def _policy(iri: str, policy: Policy) -> Node:
    return _node(
        iri,
        "Policy",
        label={"en": policy.id},
        valuePerHour=_pounds(policy.value_per_hour),
        horizonFactor=_several(f"{horizon.value} {factor}" for horizon, factor in policy.horizon_factors.items()),
        disagreement=policy.disagreement,
    )


def _objective(iri: str, objective: Objective) -> Node:
    return _node(
        iri,
        "Objective",
        competence=objective.competence,
        objectiveText=objective.objective,
        support=objective.support,
        applied=objective.applied,
    )


def _node(iri: str, kind: str, **words: Any) -> Node:
    """A node with the words that have a value."""
    return {"id": iri, "type": kind, **{word: value for word, value in words.items() if value not in (None, "", [])}}


def _several(values: Any) -> Any:
    """One value as itself, several as a sorted list."""
    found = sorted(set(values))
    return found[0] if len(found) == 1 else found


def _pounds(pence: int) -> str:
    return str(Decimal(pence) / 100)


def _slug(iri: str) -> str:
    """The short name of a concept of our vocabularies, an adopter's own as it is."""
    return iri.rsplit("/", 1)[-1] if "/signpost/vocabulary/" in iri else iri
