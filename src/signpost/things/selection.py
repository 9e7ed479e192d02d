"""The nodes that go out together: a framework with all in it, a source with what it points to, one thing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from signpost import words
from signpost.graph.backend import Backend
from signpost.graph.query import rows
from signpost.model import GRAPHS, Node
from signpost.store.release import Release
from signpost.things.cards import resolve
from signpost.things.stated import stated
from signpost.words import Terms

_PARTS = (
    "identifier",
    "levelStatement",
    "requirement",
    "duty",
    "unitGroup",
    "offering",
    "teaches",
    "requires",
    "decision",
)
"""Words whose values belong to the thing that names them."""

_NAMED = ("competence", "metBy", "inFramework", "unit", "gives")
"""Words whose values a reader of the thing needs to know by their names."""


@dataclass(frozen=True, slots=True)
class StandingIn:
    """A row of `queries/standing_in.rq`."""

    thing: str


def selection(release: Release, what: str) -> list[Node]:
    """The canonical nodes of a source, or of the one thing that a name means, with their parts and what they name.

    A framework brings all that stands in it, and the alignments of that. Raises UnknownName, AmbiguousName.
    """
    backend = release.backend
    if GRAPHS + what in backend.graphs():
        chosen = {node["id"]: node for node in _read(_lines(backend.dump(GRAPHS + what)))}
    else:
        hit = resolve(release, what)
        inside = rows(StandingIn, backend, framework=hit.iri) if hit.kind == "framework" else ()
        chosen = _stated(backend, {hit.iri, *(row.thing for row in inside)})
    return _completed(backend, chosen)


def gathered(backend: Backend, things: Collection[str]) -> list[Node]:
    """The canonical nodes of some things with their parts and what they name, as `selection` has them."""
    return _completed(backend, _stated(backend, things))


def _completed(backend: Backend, chosen: dict[str, Node]) -> list[Node]:
    for along in (_PARTS, _NAMED, ("inFramework", "identifier")):
        chosen = chosen | _followed(backend, chosen, along)
    return [chosen[iri] for iri in sorted(chosen)]


def _followed(backend: Backend, chosen: dict[str, Node], along: Collection[str]) -> dict[str, Node]:
    """What some words of the chosen nodes point to, and is not chosen yet."""
    named = {words.iri(word, value) for node in chosen.values() for word in along for value in words.values(node, word)}
    return _stated(backend, named - chosen.keys())


def _stated(backend: Backend, iris: Collection[str]) -> dict[str, Node]:
    said = ((f"<{row.things}>", f"<{row.word}>", str(row.value)) for row in stated(backend, iris))
    return {node["id"]: node for node in _read(said)}


def _lines(ntriples: bytes) -> Iterator[Terms]:
    for line in filter(None, ntriples.decode().split("\n")):
        subject, predicate, value = line.removesuffix(" .").split(" ", 2)
        yield subject, predicate, value


def _read(statements: Iterable[Terms]) -> list[Node]:
    nodes, _ = words.from_triples(statements)
    return [node for node in nodes if "type" in node and node["type"] not in ("Source", "Publication")]
