"""A person specification in the words of the context, one node for each of its parts; its parts are its fragments.

Nothing is lost: `signpost.person.specification.read` makes an equal specification of these nodes as JSON-LD.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from signpost import words
from signpost.errors import UnreadableInput
from signpost.graph.parse import read_json
from signpost.model import (
    NAMESPACE,
    THINGS,
    Attainment,
    Basis,
    Constraints,
    Evidence,
    Node,
    Objective,
    PersonSpecification,
    Policy,
    Requirement,
)

_SPECIFICATION = NAMESPACE + "PersonSpecification"
MOST_BYTES = 1_000_000
"""The largest specification; one takes a few thousand."""


def is_specification(path: Path) -> bool:
    """Whether a JSON file is a specification, not a submission: by its type, a node of its graph, or its top words."""
    data = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
    try:
        top = read_json(data, path.name)
    except UnreadableInput:
        # Both readers tell where it is broken; its words say which of them it was meant for.
        return b'"PersonSpecification"' in data or b'"person"' in data
    if not isinstance(top, Mapping):
        return False
    graph = top.get("graph", top.get("@graph"))
    if graph is None or _kinds(top):
        return _SPECIFICATION in _kinds(top) or (not _kinds(top) and "person" in top)
    return any(_SPECIFICATION in _kinds(node) for node in (graph if isinstance(graph, list) else [graph]))


def _kinds(node: object) -> set[str]:
    """The classes of a JSON node, as IRIs."""
    given = node.get("type", node.get("@type", ())) if isinstance(node, Mapping) else ()
    kinds = map(str, given if isinstance(given, list | tuple) else (given,))
    return {words.classes().get(kind, words.full(kind)) for kind in kinds}


def specification_iri(person: str) -> str:
    """The IRI of the specification of a person, whose parts are fragments of it."""
    return f"{THINGS}specification/{person}"


def nodes(specification: PersonSpecification) -> tuple[Node, ...]:
    """The nodes of a specification: itself, then the lines it states, attainments, constraints, policy, objectives.

    Lines that it takes unchanged from a role template are only referred to. Lists stand in the specification's order.
    """
    iri = specification_iri(specification.person)
    stated = [line for line in specification.requirements if line.id.startswith(iri)]
    objectives = [(f"{iri}#objective-{n}", one) for n, one in enumerate(specification.objectives, 1)]
    drops = [_node(f"{iri}#drops-{n}", "DroppedRequirement", competence=competence, because=because)
             for n, (competence, because) in enumerate(specification.dropped, 1)]  # fmt: skip
    parts: list[Node] = [*(_requirement(line) for line in stated), *drops]
    for attainment in specification.attainments:
        parts += _attainment(attainment)
    constraints = _constraints(f"{iri}#constraints", specification.constraints)
    parts += [constraints] if len(constraints) > 2 else []
    parts += [_policy(f"{iri}#policy", specification.policy)]
    parts += [_objective(name, one) for name, one in objectives]
    return (_specification(iri, specification, parts), *parts)


def _specification(iri: str, specification: PersonSpecification, parts: list[Node]) -> Node:
    def of(kind: str) -> Any:
        return _several(part["id"] for part in parts if part["type"] == kind)

    return _node(
        iri,
        "PersonSpecification",
        label={"en": specification.label} if specification.label else None,
        person=specification.person,
        post=specification.post,
        role=_several(specification.roles),
        asAt=specification.as_at.isoformat(),
        requirement=_several(line.id for line in specification.requirements),
        drops=of("DroppedRequirement"),
        attainment=of("Attainment"),
        constraints=of("Constraints"),
        policy=of("Policy"),
        objective=of("Objective"),
        illustrative=specification.illustrative or None,
    )


def _requirement(line: Requirement) -> Node:
    return _node(
        line.id,
        "Requirement",
        competence=line.competence,
        level=line.level,
        importance=line.importance,
        family=words.short("family", line.family),
        horizon=line.horizon.value,
        asks=line.asks.value,
        because=line.because,
        agreedBy=line.agreed_by,
        **_proposal(line.proposed),
    )


def _proposal(basis: Basis | None) -> dict[str, str]:
    if basis is None:
        return {}
    return {"provenance": "editorial", "basis": basis.text, "confidence": _decimal(basis.confidence)}


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
        judgedBy=words.short("judgedBy", attainment.judged_by),
        evidence=_several(name for name, _ in evidence),
    )
    yield from (_evidence(name, one) for name, one in evidence)


def _evidence(iri: str, evidence: Evidence) -> Node:
    return _node(
        iri,
        "Evidence",
        evidenceKind=words.short("evidenceKind", evidence.kind),
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
        hoursPerWeek=None if hours is None else _decimal(hours),
        deadline=constraints.deadline.isoformat() if constraints.deadline else None,
        region=_several(constraints.regions),
        mode=_several(words.short("mode", mode) for mode in constraints.modes),
        language=_several(constraints.languages),
        excludes=_several(constraints.exclude),
        mustUse=_several(constraints.require),
        award=constraints.award,
        access=_several(words.short("access", feature) for feature in constraints.access),
        unknownPrices=constraints.unknown_prices or None,
        unknownTimes=constraints.unknown_times or None,
    )


def _policy(iri: str, policy: Policy) -> Node:
    return _node(
        iri,
        "Policy",
        label={"en": policy.id},
        valuePerHour=_pounds(policy.value_per_hour) if policy.value_source else None,
        valueSource=policy.value_source,
        valueDay=policy.value_day,
        horizonFactor=_several(f"{horizon.value} {factor}" for horizon, factor in policy.horizon_factors.items()),
        judges=_several(words.short("judges", judge) for judge in policy.judges),
        closeMatchCredit=policy.close_match_credit,
        broadMatchCredit=policy.broad_match_credit,
        narrowMatchCredit=policy.narrow_match_credit,
        disagreement=policy.disagreement,
        hoursPerWeek=_decimal(policy.default_hours_per_week),
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


def _node(iri: str, kind: str, **said: Any) -> Node:
    """A node with the words that have a value."""
    return {"id": iri, "type": kind, **{word: value for word, value in said.items() if value not in (None, "", [])}}


def _several(values: Iterable[str]) -> str | list[str]:
    """One value as itself, several as a list, each once."""
    found = list(dict.fromkeys(values))
    return found[0] if len(found) == 1 else found


def _pounds(pence: int) -> str:
    return str(Decimal(pence) / 100)


def _decimal(number: float) -> str:
    """A number that reads as the same one, without an exponent."""
    return f"{Decimal(repr(number)):f}"
