"""The short names of concepts that a specification or policy may use, as `ontology/vocabularies` has them."""

from __future__ import annotations

from functools import cache

from signpost import files, words
from signpost.graph.parse import parse
from signpost.model import VOCABULARY


@cache
def slugs_of(scheme: str) -> tuple[str, ...]:
    """The concepts of a scheme by their short names, in the order of its file."""
    path = files.ontology() / "vocabularies" / f"{scheme}.ttl"
    start = f"<{VOCABULARY}{scheme}/"
    typed = (s for s, p, _ in parse(path.read_bytes(), "turtle", path.name) if p == f"<{words.TYPE}>")
    return tuple(concept.removeprefix(start)[:-1] for concept in typed if concept.startswith(start))
