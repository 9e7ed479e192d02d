"""The short names of concepts that a specification or policy may use, as `ontology/vocabularies` has them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from signpost import files, words
from signpost.graph.parse import parse
from signpost.model import VOCABULARY

_SAID = {
    "<http://www.w3.org/2004/02/skos/core#prefLabel>": "label",
    "<http://www.w3.org/2004/02/skos/core#definition>": "definition",
}


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of a scheme, as its file has it."""

    slug: str
    label: str
    definition: str


@cache
def concepts_of(scheme: str) -> tuple[Concept, ...]:
    """The concepts of a scheme with their names and definitions, in the order of its file."""
    path, start = files.ontology() / "vocabularies" / f"{scheme}.ttl", f"<{VOCABULARY}{scheme}/"
    said = {
        (s, _SAID[p]): str(json.loads(o[: o.rindex('"') + 1]))
        for s, p, o in parse(path.read_bytes(), "turtle", path.name)
        if p in _SAID
    }
    named = ((slug, f"{start}{slug}>") for slug in slugs_of(scheme))
    return tuple(Concept(slug, said[iri, "label"], said.get((iri, "definition"), "")) for slug, iri in named)


@cache
def slugs_of(scheme: str) -> tuple[str, ...]:
    """The concepts of a scheme by their short names, in the order of its file."""
    path = files.ontology() / "vocabularies" / f"{scheme}.ttl"
    start = f"<{VOCABULARY}{scheme}/"
    typed = (s for s, p, _ in parse(path.read_bytes(), "turtle", path.name) if p == f"<{words.TYPE}>")
    return tuple(concept.removeprefix(start)[:-1] for concept in typed if concept.startswith(start))
