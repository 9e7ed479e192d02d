"""What the things are called that a card names: each is looked up once, all that is new in one question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

from signpost.engine.names import slug_in_words
from signpost.graph.query import rows
from signpost.model import VOCABULARY
from signpost.search import Hit
from signpost.store.release import Release
from signpost.things.stated import portions


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row of `queries/labelled.rq`."""

    things: str
    label: str
    scheme: str


_CONCEPTS: WeakKeyDictionary[Release, dict[str, Labelled]] = WeakKeyDictionary()
"""What our concepts are called: nearly every card names some, and a release has few of them and does not change."""


class Called:
    """The names of things in one release, as far as they were learnt."""

    def __init__(self, release: Release) -> None:
        self._release, self._concepts = release, _CONCEPTS.setdefault(release, {})
        self._hits: dict[str, Hit] = {}
        self._labelled: dict[str, Labelled] = {}

    def learn(self, iris: Iterable[str]) -> None:
        """Look up the things that are not known yet, in the label index, and in the graph what that does not hold."""
        new = set(iris) - self._hits.keys() - self._labelled.keys()
        known = self._concepts.keys() & new
        self._labelled |= {iri: self._concepts[iri] for iri in known}
        new -= known
        if not new:
            return
        self._hits |= self._release.labels.known(new)
        for some in portions(new - self._hits.keys()):
            labelled = {iri: Labelled(iri, "", "") for iri in some}
            found = rows(Labelled, self._release.backend, things=some)
            labelled |= {row.things: row for row in sorted(found, key=lambda row: row.label, reverse=True)}
            self._labelled |= labelled
            self._concepts |= {iri: labelled[iri] for iri in some if iri.startswith(VOCABULARY)}

    def hit(self, iri: str) -> Hit | None:
        """The entry of a thing in the label index."""
        return self._hits.get(iri)

    def label(self, iri: str) -> str:
        """What a thing is called, or the empty string."""
        hit, labelled = self._hits.get(iri), self._labelled.get(iri)
        return hit.label if hit else labelled.label if labelled else ""

    def name(self, iri: str) -> str:
        """What a thing is called; else the last part of its IRI in words."""
        return self.label(iri) or slug_in_words(iri)

    def scheme(self, iri: str) -> str:
        """What the scheme of an identifier is called."""
        return self._labelled[iri].scheme if iri in self._labelled else ""


@lru_cache(maxsize=1024)
def word_of(iri: str) -> str:
    """The last part of the IRI of a word."""
    return iri.replace("#", "/").rpartition("/")[2]
