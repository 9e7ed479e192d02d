"""What the graph states of things, as it stands there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from signpost.graph.backend import Backend
from signpost.graph.query import Term, rows
from signpost.store.release import Release

_AT_ONCE = 500
"""Things asked for in one query; remote stores refuse very long ones."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A row of `queries/stated.rq`."""

    things: str
    word: str
    value: Term


def stated(backend: Backend, iris: Collection[str]) -> Iterator[Stated]:
    """Every statement about some things, those of each thing together, in no promised order."""
    for some in portions(iris):
        yield from rows(Stated, backend, things=some)


class Said:
    """What the graph states of things, kept for one answer: each is asked for once, all that are new together."""

    def __init__(self, backend: Backend) -> None:
        self._backend, self._known = backend, dict[str, list[Stated]]()

    def of(self, *iris: str) -> list[Stated]:
        """Every statement about some things, those of each thing together, in the order of their IRIs."""
        asked = sorted(set(iris))
        new = [iri for iri in asked if iri not in self._known]
        self._known |= {iri: [] for iri in new}
        for one in stated(self._backend, new):
            self._known[one.things].append(one)
        return [one for iri in asked for one in self._known[iri]]


def portions(iris: Collection[str]) -> Iterator[list[str]]:
    """IRIs, each once and in order, as many at once as a query may name."""
    every = sorted(set(iris))
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]


def statements(release: Release, thing: str) -> bytes:
    """What the graph says of a thing and of its parts (IRIs that are fragments of its own), as sorted N-Triples."""
    own = list(stated(release.backend, [thing]))
    parts = parts_of(thing, own)
    said = [*own, *stated(release.backend, [part for _, part in parts])]
    return "".join(sorted({f"<{one.things}> <{one.word}> {one.value} .\n" for one in said})).encode()


def parts_of(thing: str, said: Collection[Stated]) -> list[tuple[str, str]]:
    """The parts that a thing holds, each with the word by which it does, in order."""
    held = {(one.word, one.value[1:-1]) for one in said if one.value.startswith(f"<{thing}#")}
    return sorted(held)
