"""What the page about a thing tells search engines: the thing in the words of schema.org."""

from __future__ import annotations

from typing import Any

from signpost import words
from signpost.engine.index import Index
from signpost.engine.names import code_of, framework_of, kind_of, slug_in_words
from signpost.exchange.schemaorg.writing import Named, write
from signpost.store.release import Release
from signpost.things.described import terms_of
from signpost.things.stated import statements


def embedded(release: Release, thing: str) -> dict[str, Any] | None:
    """A thing of a release in the words of schema.org as JSON-LD; None where that has no word for its kind."""
    nodes, _ = words.from_triples(terms_of(statements(release, thing)))
    known = {str(node["id"]): node for node in nodes}
    if thing not in known:
        return None
    index = release.index
    return write(known[thing], known, lambda iri: _named(index, iri), offers=_offers(index, thing))


def _named(index: Index, iri: str) -> Named:
    found = kind_of(index, iri)
    if found is None:
        return Named(slug_in_words(iri))
    label = index.label(*found) or slug_in_words(iri)
    return Named(label, code_of(index, iri), framework_of(index, iri)) if found[0] == "competence" else Named(label)


def _offers(index: Index, thing: str) -> bool:
    """Whether a thing is an organisation that offers learning."""
    row = index.find("organisation", thing)
    return row >= 0 and bool((index.resource_provider == row).any())
