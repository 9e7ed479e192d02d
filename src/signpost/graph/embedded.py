"""The store inside this process, in memory or in a folder; with parse.py the only door to pyoxigraph."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from signpost.errors import StoreError, StoreFull, StoreLocked
from signpost.graph.table import Table
from signpost.terms import written_out

_LINES = ox.RdfFormat.N_TRIPLES
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL_SENTENCES = ("No space left", "Disk quota exceeded", "File too large", "disk is full")


class EmbeddedBackend:
    """An Oxigraph store; many threads may read it at once."""

    def __init__(self, store: ox.Store, place: str) -> None:
        self._store, self._place = store, place

    def select(self, query: str) -> Table:
        """The answer to a SELECT query. Raises StoreError where the query is not valid SPARQL."""
        with _told(self._place):
            answer = self._store.query(query, use_default_graph_as_union=True)
            if not isinstance(answer, ox.QuerySolutions):
                raise StoreError("Only SELECT queries give a table.")
            written = answer.serialize(format=ox.QueryResultsFormat.TSV)
        return _table(written.decode() if written else "")

    def replace(self, graph: str, ntriples: bytes) -> None:
        """Make a named graph hold exactly these N-Triples."""
        name = ox.NamedNode(graph)
        with _told(self._place):
            self._store.remove_graph(name)
            self._store.bulk_load(ntriples, format=_LINES, to_graph=name)

    def amend(self, graph: str, removed: Iterable[bytes], added: Iterable[bytes]) -> None:
        """Take lines of N-Triples out of a named graph and put others in, where few of many differ."""
        name = ox.NamedNode(graph)
        with _told(self._place):
            for quad in ox.parse(b"\n".join(removed), format=_LINES):
                self._store.remove(ox.Quad(quad.subject, quad.predicate, quad.object, name))
            self._store.extend(
                ox.Quad(quad.subject, quad.predicate, quad.object, name)
                for quad in ox.parse(b"\n".join(added), format=_LINES)
            )

    def drop(self, graph: str) -> None:
        """Remove a named graph; a graph that is not there is no fault."""
        with _told(self._place):
            self._store.remove_graph(ox.NamedNode(graph))

    def graphs(self) -> dict[str, int]:
        """The named graphs, each with its number of statements."""
        counted = self.select("SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph")
        return {g[1:-1]: int(n.split('"')[1]) for g, n in sorted(zip(*counted.columns, strict=True))}

    def dump(self, graph: str) -> bytes:
        """A named graph as sorted N-Triples lines."""
        with _told(self._place):
            written = self._store.dump(format=_LINES, from_graph=ox.NamedNode(graph)) or b""
        return b"".join(line + b"\n" for line in sorted(written.split(b"\n")) if line)

    def write(self, graph: str, file: IO[bytes]) -> None:
        """Write a named graph to a file as N-Triples lines, as they lie there."""
        with _told(self._place):
            self._store.dump(file, format=_LINES, from_graph=ox.NamedNode(graph))

    def copy_to(self, folder: Path) -> None:
        """Copy the store to a new folder; its files are shared by hard links, so this takes milliseconds."""
        with _told(self._place):
            self._store.backup(folder)

    def settle(self) -> None:
        """Bring everything to the disk, so that nothing is left to be written."""
        with _told(self._place):
            self._store.flush()

    def close(self) -> None:
        """Let go of the files."""
        del self._store


def memory() -> EmbeddedBackend:
    """A new, empty store in memory."""
    return EmbeddedBackend(ox.Store(), "memory:")


def disk(folder: Path, *, read_only: bool = False) -> EmbeddedBackend:
    """The store in a folder, made where it is not there and may be written.

    Raises StoreLocked where another process has it open for writing, StoreError where the folder holds no store.
    """
    with _told(str(folder)):
        store = ox.Store.read_only(str(folder)) if read_only else ox.Store(str(folder))
    return EmbeddedBackend(store, str(folder))


def is_full(fault: BaseException) -> bool:
    """Whether a fault says that there is no space left; the engines below do not all set an error number."""
    known = isinstance(fault, OSError) and fault.errno in _FULL
    return known or any(sentence in str(fault) for sentence in _FULL_SENTENCES)


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Tell the engine's faults as ours."""
    try:
        yield
    except SyntaxError as fault:
        raise StoreError(f"The store at {place} cannot read what it was given: {fault}") from fault
    except RuntimeError as fault:
        raise StoreError(f"The store at {place} was opened for reading only.") from fault
    except OSError as fault:
        if is_full(fault):
            raise StoreFull(f"There is no space left for the store at {place}. Make room and try again.") from fault
        if "LOCK" in str(fault):
            raise StoreLocked(
                f"Another process is writing to the store at {place}. Wait until it has finished, then try again."
            ) from fault
        raise StoreError(f"The store at {place} cannot be used: {fault}") from fault


def _table(written: str) -> Table:
    """A table from tab-separated values; one split makes all the cells, so that no row is touched by itself."""
    head, _, rest = written.partition("\n")
    names = tuple(name.removeprefix("?") for name in head.split("\t"))
    cells = rest[:-1].replace("\n", "\t").split("\t") if rest else []
    return Table(names, tuple(_column(cells[n :: len(names)]) for n in range(len(names))))


def _column(cells: list[str]) -> list[str]:
    short = {cell: written_out(cell) for cell in set(cells) if cell and cell[0] not in '<"_'}
    return [short.get(cell, cell) for cell in cells] if short else cells
