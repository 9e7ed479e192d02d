"""A route as statements in signpost's own words: its steps, their days, and what each rests on."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from signpost.model import NAMESPACE, THINGS, LearningRoute, PersonSpecification, Step, Triple

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"


def turtle(specification: PersonSpecification, route: LearningRoute) -> bytes:
    """The route's steps in order, with resource, first and last day and requirements; and the reasons' statements."""
    name = f"{THINGS}route/{quote(specification.person, safe='')}-{specification.as_at}"
    triples = {Triple(name, _TYPE, f"{NAMESPACE}LearningRoute")} if route.steps else set[Triple]()
    for number, step in enumerate(route.steps, 1):
        triples.add(Triple(name, f"{NAMESPACE}step", f"{name}#step-{number}"))
        triples.update(_said(f"{name}#step-{number}", number, step))
    return "".join(sorted(f"<{t.subject}> <{t.predicate}> {_term(t.object)} .\n" for t in triples)).encode()


def _said(name: str, number: int, step: Step) -> Iterator[Triple]:
    yield Triple(name, _TYPE, f"{NAMESPACE}Step")
    yield Triple(name, f"{NAMESPACE}order", f'"{number}"^^<{_XSD}integer>')
    yield Triple(name, f"{NAMESPACE}resource", step.resource)
    yield Triple(name, f"{NAMESPACE}startDate", f'"{step.start}"^^<{_XSD}date>')
    yield Triple(name, f"{NAMESPACE}endDate", f'"{step.finish}"^^<{_XSD}date>')
    for reason in step.reasons:
        if reason.competence:
            yield Triple(name, f"{NAMESPACE}requirement", reason.requirement)
        yield from reason.triples


def _term(value: str) -> str:
    return value if value.startswith('"') else f"<{value}>"
