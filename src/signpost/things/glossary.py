"""The words of our ontology: as people read them, and the files for machines as they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from signpost import files
from signpost.graph.parse import parse
from signpost.model import NAMESPACE
from signpost.terms import language, lexical

_OWL, _RDFS = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_CLASS = f"<{_OWL}Class>"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One word of the ontology."""

    iri: str
    name: str
    """The last part of its IRI."""
    is_class: bool
    label: str
    definition: str
    example: str
    within: str
    """The wider class or property of ours, by its name; empty where it has none."""


@cache
def glossary() -> tuple[Meaning, ...]:
    """The classes, then the properties of the ontology, each in the order of their names."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, word, value in parse(ontology(), "turtle", "signpost.ttl"):
        said[subject][word].append(value)
    found = [_meaning(subject[1:-1], told) for subject, told in said.items() if subject.startswith(f"<{NAMESPACE}")]
    return tuple(sorted(found, key=lambda one: (not one.is_class, one.name.lower())))


@cache
def ontology() -> bytes:
    """The ontology in Turtle."""
    return (files.ontology() / "signpost.ttl").read_bytes()


@cache
def context() -> bytes:
    """The context of our JSON-LD."""
    return (files.ontology() / "context.jsonld").read_bytes()


def _meaning(iri: str, told: Mapping[str, list[str]]) -> Meaning:
    wider = [lexical(value) for word in ("subClassOf", "subPropertyOf") for value in told.get(f"<{_RDFS}{word}>", ())]
    return Meaning(
        iri=iri,
        name=iri.removeprefix(NAMESPACE),
        is_class=_CLASS in told.get(_TYPE, ()),
        label=_text(told, f"<{_RDFS}label>"),
        definition=_text(told, f"<{_SKOS}definition>"),
        example=_text(told, f"<{_SKOS}example>"),
        within=next((one.removeprefix(NAMESPACE) for one in wider if one.startswith(NAMESPACE)), ""),
    )


def _text(told: Mapping[str, list[str]], word: str) -> str:
    """What a word says in English, else in no language; empty where it says nothing there."""
    return next((lexical(value) for value in told.get(word, ()) if language(value) in ("en", "")), "")
