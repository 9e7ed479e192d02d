"""Releases: immutable states of the graph, each named by its digest, with the index and the search that go with it.

A store holds a current release. Publishing makes the next release beside it, compiles it, and then swaps a pointer in
one step: readers see the old release or the new one, never half of one, and a failure leaves the old one current. Where
the graph is kept is the business of `local.py` and `served.py`; this module says what a release is.
"""

from __future__ import annotations

import hashlib
import json
import operator
import os
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from signpost.errors import Overtaken, StoreError, StoreFull, StoreOutdated
from signpost.graph.backend import Backend
from signpost.model import GRAPHS, Source
from signpost.store.indexfile import LAYOUT, read_index, write_index

if TYPE_CHECKING:
    from signpost.engine.index import Index
    from signpost.search import Labels

INDEX, SEARCH, MANIFEST = "index.bin", "search.sqlite", "manifest.json"
BUILDING = ".building-"
"""How the names of folders in the making begin."""

_UNTOLD = 100
"""So many publications of which no book was kept may follow one that was broken off."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_FACTS = frozenset(f.name for f in fields(Source))

Part = TypeVar("Part")


class Journal(Protocol):
    """What a store tells of a publication while it alone may write, for a book of them.

    What was begun counts where its release became the current one, and else never happened: so a book stays true
    whenever the writer is killed.
    """

    def settle(self, current: Collection[str], *, alone: bool = True) -> None:
        """Judge what others have begun, before anything is changed; raises where the book cannot be written.

        `current` is the current release, and those before it that no book was told of. Without `alone` others may be
        writing just now.
        """

    def begin(self, release: str) -> None:
        """Note what will be published with a release, just before that is made current."""

    def conclude(self, came_to_pass: bool) -> None:
        """What was begun came to pass, or did not; raises nothing, since it cannot be undone any more."""


class Unnoted:
    """The journal of a publication of which no book is kept."""

    def settle(self, current: Collection[str], *, alone: bool = True) -> None:
        """Nothing was begun."""

    def begin(self, release: str) -> None:
        """Note nothing."""

    def conclude(self, came_to_pass: bool) -> None:
        """Note nothing."""


def untold(journal: Journal, current: Sequence[str]) -> tuple[str, ...]:
    """The releases before the next one that the next book has to be told of; `current` are those of now."""
    return tuple(current[:_UNTOLD]) if isinstance(journal, Unnoted) else ()


@dataclass(frozen=True, slots=True)
class Change:
    """What a publication changes: graphs (IRI -> sorted N-Triples lines) that are replaced, and others that go."""

    graphs: Mapping[str, bytes]
    drop: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    """What is known of the sources that are published."""
    expected: str | None = None
    """The digest of the release that it was checked against, empty for a store without one; None is any."""
    journal: Journal = field(default_factory=Unnoted)


@dataclass(frozen=True, slots=True)
class Graph:
    """One named graph of a release: the SHA-256 of its sorted N-Triples lines, and how many they are."""

    sha256: str
    triples: int


@dataclass(frozen=True)
class Manifest:
    """What a release holds. Its digest follows from layout, graphs and sources, so that equal releases are one.

    That holds within one version of signpost: a release that another version wrote keeps the digest it was given then.
    """

    graphs: Mapping[str, Graph]
    sources: tuple[Source, ...] = ()
    previous: tuple[str, ...] = ()
    """What the release before this one needs, so that it is kept for those who still read it."""
    unnamed: tuple[str, ...] = ()
    """What lies on a server and belongs to no release."""
    untold: tuple[str, ...] = ()
    """The releases on a server that were current since a book was last told."""
    layout: int = LAYOUT
    digest: str = ""
    """The release's name."""

    def __post_init__(self) -> None:
        if not self.digest:
            graphs = [(name, graph.sha256) for name, graph in sorted(self.graphs.items())]
            whole = _json([self.layout, graphs, [_said(s) for s in self.sources]])
            object.__setattr__(self, "digest", hashlib.sha256(whole.encode()).hexdigest())

    def next(self, change: Change) -> Manifest:
        """The manifest after a change."""
        kept = {name: graph for name, graph in self.graphs.items() if name not in change.drop}
        kept |= {
            name: Graph(hashlib.sha256(lines).hexdigest(), lines.count(b"\n")) for name, lines in change.graphs.items()
        }
        sources = {s.id: s for s in (*self.sources, *change.sources)}
        return Manifest(
            graphs=dict(sorted(kept.items())),
            sources=tuple(s for _, s in sorted(sources.items()) if GRAPHS + s.id in kept),
        )

    def to_json(self) -> str:
        """The manifest as one line of JSON."""
        said = _said(self) | {"graphs": {name: _said(graph) for name, graph in self.graphs.items()}}
        return _json(said | {"sources": [_said(source) for source in self.sources]})

    @classmethod
    def from_json(cls, text: str, place: str) -> Manifest:
        """Read a manifest. Raises StoreOutdated for one of a later layout, StoreError for a damaged one.

        Facts about sources may be missing or unknown: other versions of one layout have fewer or more of them.
        """
        try:
            read = json.loads(text)
            if read["layout"] > LAYOUT:
                raise StoreOutdated(
                    f"The store at {place} was written by a later version of signpost (layout {read['layout']};"
                    f" this one reads {LAYOUT}). Install that version or a later one."
                )
            return cls(
                graphs={name: Graph(**graph) for name, graph in read["graphs"].items()},
                sources=tuple(map(_source, read["sources"])),
                previous=tuple(read["previous"]),
                unnamed=tuple(read.get("unnamed", ())),
                untold=tuple(read.get("untold", ())),
                layout=read["layout"],
                digest=read["digest"],
            )
        except (ValueError, KeyError, TypeError) as fault:
            raise StoreError(
                f"The store at {place} is damaged: its manifest cannot be read ({fault}). Build it again."
            ) from fault

    def check_layout(self, place: str) -> None:
        """Raises StoreOutdated where an earlier version of signpost made the release."""
        if self.layout != LAYOUT:
            raise StoreOutdated(
                f"The store at {place} was made by an earlier version of signpost (layout {self.layout}; this one reads"
                f" {LAYOUT}). 'signpost compile' brings it up to date."
            )


class Release:
    """One state of the graph. Its parts are opened when they are first asked for, and are read-only.

    Releases before the last two are removed: of one that is held that long, what was not opened yet cannot be opened
    any more. Overtaken says so.
    """

    def __init__(self, manifest: Manifest, folder: Path, open_graph: Callable[[], Backend]) -> None:
        self.digest, self.sources, self.folder = manifest.digest, manifest.sources, folder
        self.graphs = manifest.graphs
        self._open_graph = open_graph

    @cached_property
    def index(self) -> Index:
        """The columns that the engine reads, mapped into memory."""
        return self._opened(lambda: read_index(self.folder / INDEX))

    @cached_property
    def backend(self) -> Backend:
        """The graph itself."""
        return self._opened(self._open_graph)

    @cached_property
    def labels(self) -> Labels:
        """The label index."""
        from signpost.search import Labels

        return self._opened(lambda: Labels(self.folder / SEARCH))

    def _opened(self, open_part: Callable[[], Part]) -> Part:
        try:
            return open_part()
        except Exception as fault:  # each library says otherwise that its file is gone
            if self.folder.is_dir():
                raise
            raise Overtaken(
                f"The release {self.digest[:12]} was superseded and is gone. Ask the store for the current one."
            ) from fault

    def ready(self) -> Release:
        """Itself, with its index opened: that stays readable whatever is published."""
        _ = self.index
        return self

    def close(self) -> None:
        """Let go of the graph and the label index where they were opened; the index lives on while it is used."""
        for part in ("backend", "labels"):
            opened = self.__dict__.pop(part, None)
            if opened is not None:
                opened.close()


class Store(ABC):
    """A place that holds releases, one of them current."""

    url: str
    ledger: str = ""
    """The address of the ledger that lies beside the store; empty where there is none."""

    @abstractmethod
    def current(self, *, outdated: bool = False) -> Release:
        """The current release. Raises StoreEmpty where nothing was published yet, StoreOutdated, StoreError.

        With `outdated`, one of an earlier layout too: its graph can be read, its index cannot.
        """

    def publish(
        self,
        graphs: Mapping[str, bytes],
        *,
        drop: Sequence[str] = (),
        sources: Sequence[Source] = (),
        expected: str | None = None,
        journal: Journal | None = None,
    ) -> Release:
        """Replace named graphs (IRI -> N-Triples lines), drop others, and make the result current, all or nothing.

        `sources` are those that are published. Graphs that do not change are
        shared with the release before. Raises StoreLocked where another process is writing, StoreFull where there is no
        space, StoreOutdated where a later version wrote the store; the current release then stays as it was.

        `journal` is told, so that a history of publications has each once.

        `expected` is the digest of the release that the graphs were checked against, empty for a store without one:
        raises Overtaken where another one is current by now, so that check and publication are one step.
        """
        lines = {name: sorted_lines(statements) for name, statements in graphs.items()}
        return self._publish(Change(lines, tuple(drop), tuple(sources), expected, journal or Unnoted()))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While it lasts nobody else publishes, where the store can see to that; raises StoreLocked.

        A server cannot: there a publication that is overtaken has to be checked again.
        """
        yield

    @abstractmethod
    def _publish(self, change: Change) -> Release:
        """Make the release after a change the current one, as `publish` promises."""

    def differing(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The shipped sources that the installed version has otherwise, and those that it has no more.

        Only the user's own store takes shipped data over, so that others have none.
        """
        return (), ()

    @abstractmethod
    def close(self) -> None:
        """Let go of files and connections."""


def sorted_lines(ntriples: bytes) -> bytes:
    """N-Triples lines, each once, in the order of their bytes."""
    lines = ntriples.split(b"\n")
    if lines.pop() == b"" and all(map(operator.lt, lines, lines[1:])):
        return ntriples
    return b"".join(line + b"\n" for line in sorted({*ntriples.split(b"\n")} - {b""}))


def complete(folder: Path, backend: Backend, manifest: Manifest) -> None:
    """Write the index, the search and the manifest of a graph into a folder, and bring them to the disk."""
    from signpost import labelfile
    from signpost.store.compile import asker, compile_index
    from signpost.store.findable import search_entries

    ask = asker(backend)
    write_index(compile_index(backend, manifest.digest, ask), folder / INDEX)
    labelfile.build(folder / SEARCH, search_entries(backend, ask))
    seal(folder, manifest)


def seal(folder: Path, manifest: Manifest) -> None:
    """Write the manifest beside an index and a search, and bring all of them to the disk."""
    (folder / MANIFEST).write_text(manifest.to_json() + "\n", "utf-8")
    for name in (SEARCH, MANIFEST):
        sync(folder / name)
    sync(folder)


def sync(path: Path) -> None:
    """Bring a file or the entries of a folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def tell_full(fault: Exception, place: str) -> None:
    """Raises StoreFull where a fault says that there is no space left."""
    from signpost.graph.embedded import is_full

    if isinstance(fault, StoreFull) or is_full(fault):
        raise StoreFull(
            f"There is no space left for the store at {place}; nothing was changed. Make room and try again."
        ) from fault


def is_digest(text: str) -> bool:
    """Whether a text can be the name of a release."""
    return _DIGEST.fullmatch(text) is not None


def _source(facts: Mapping[str, Any]) -> Source:
    return Source(**{name: fact for name, fact in facts.items() if name in _FACTS})


def _said(value: Manifest | Graph | Source) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
