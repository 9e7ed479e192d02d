"""The few verbs that every graph store has, and the one place that chooses a store by its address.

memory:                          kept in memory, for tests and small tools
file:PATH                        a folder on this machine
http://...  https://...          any server that speaks the SPARQL 1.1 protocol
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, Protocol

from signpost.errors import StoreError
from signpost.graph.table import Table


class Backend(Protocol):
    """A graph store. Queries see the union of its named graphs as their default graph.

    A statement that stands in two graphs may count twice in that union, so a query that cares says DISTINCT. Engines
    may write a value in its canonical form (`12.50` as `12.5`); they keep the value.
    """

    def select(self, query: str) -> Table:
        """The answer to a SELECT query, in no promised order unless it says ORDER BY."""

    def replace(self, graph: str, ntriples: bytes) -> None:
        """Make a named graph hold exactly these N-Triples; "all or nothing" is kept by the release, not here."""

    def drop(self, graph: str) -> None:
        """Remove a named graph; a graph that is not there is no fault."""

    def graphs(self) -> dict[str, int]:
        """The named graphs, each with its number of statements."""

    def dump(self, graph: str) -> bytes:
        """A named graph as sorted N-Triples lines."""

    def write(self, graph: str, file: IO[bytes]) -> None:
        """Write a named graph to a file as N-Triples lines in no promised order, with little of it in memory."""

    def close(self) -> None:
        """Let go of files and connections; the backend is not used afterwards."""


def open_backend(url: str, *, read_only: bool = False) -> Backend:
    """The graph store at an address.

    Raises StoreLocked where another process writes to the folder, StoreUnreachable where a server does not answer or
    refuses, StoreError where the address or the folder is not that of a store.
    """
    scheme, colon, rest = url.partition(":")
    if colon and scheme in ("memory", "file"):
        from signpost.graph import embedded

        return embedded.memory() if scheme == "memory" else embedded.disk(Path(rest), read_only=read_only)
    if scheme in ("http", "https"):
        from signpost.graph import remote

        return remote.connect(url, read_only=read_only)
    raise StoreError(f"'{url}' is not the address of a store. Use memory:, file:FOLDER or https://HOST/sparql.")
