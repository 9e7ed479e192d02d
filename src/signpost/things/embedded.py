"""What the page about a thing tells search engines: the thing in the words of schema.org."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from signpost import words
from signpost.engine.index import Index
from signpost.engine.names import code_at, framework_at, kind_of, slug_in_words
from signpost.exchange.schemaorg.writing import PART, Named, write
from signpost.store.release import Release
from signpost.things.stated import Said, parts_of


def embedded(release: Release, thing: str, said: Said | None = None) -> dict[str, Any] | None:
    """A thing of a release in the words of schema.org as JSON-LD; None where that has no word for its kind.

    `said` is what the graph was asked already.
    """
    nodes, _ = words.from_triples(_told(thing, said or Said(release.backend)))
    known = {str(node["id"]): node for node in nodes}
    if thing not in known:
        return None
    index = release.index
    return write(known[thing], known, lambda iri: _named(index, iri), offers=_offers(index, thing))


def _told(thing: str, said: Said) -> Iterator[words.Terms]:
    """What the graph says of a thing, and of its parts what is told of them."""
    own, told = said.of(thing), _told_of_parts()
    parts = said.of(*(part for _, part in parts_of(thing, own)))
    for one in (*own, *(one for one in parts if one.word in told)):
        yield f"<{one.things}>", f"<{one.word}>", one.value


@cache
def _told_of_parts() -> frozenset[str]:
    return frozenset(words.words()[name].iri for name in PART)


def _named(index: Index, iri: str) -> Named:
    found = kind_of(index, iri)
    if found is None:
        return Named(slug_in_words(iri))
    kind, row = found
    label = index.label(kind, row) or slug_in_words(iri)
    return Named(label, code_at(index, row), framework_at(index, row)) if kind == "competence" else Named(label)


def _offers(index: Index, thing: str) -> bool:
    """Whether a thing is an organisation that offers learning."""
    row = index.find("organisation", thing)
    return row >= 0 and bool((index.resource_provider == row).any())
