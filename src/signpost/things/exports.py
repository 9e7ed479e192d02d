"""What goes out for other tools: the statements of a source or a thing, or everything that is linked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from heapq import merge
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Protocol

from signpost import words
from signpost.engine import network
from signpost.errors import Overtaken, SignpostError
from signpost.exchange.writers import WRITERS
from signpost.model import GRAPHS, Node, Written
from signpost.store.release import Release
from signpost.things.cards import resolve
from signpost.things.selection import selection
from signpost.things.stated import statements
from signpost.wellformed import OURS

_AT_ONCE = 8_000_000
"""Bytes of lines that are sorted at once in memory."""
WHOLE = "graph"
"""The name for everything that is linked."""

_OURS = re.compile(b"^<(?:%s)[^\n]*\n" % b"|".join(re.escape(start.encode()) for start in OURS), re.MULTILINE)
"""Lines of N-Triples about signpost's own machinery."""

_LINKS = {"graphml": network.graphml, "json": network.node_link}


class Writable(Protocol):
    """What bytes can be written to."""

    def write(self, content: bytes, /) -> object:
        """Write bytes after those that were written before."""


def export(release: Release, what: str, form: str) -> Written:
    """A source's statements or those about one thing (`ttl`); a thing with its neighbours, or all (`graphml`, `json`).

    In another format, which is a key of `exchange.writers.WRITERS`, a source, a framework or one thing goes out with
    the loss report. Raises SignpostError where the name has no such form, UnknownName where it is neither a source nor
    a thing.
    """
    if form in WRITERS:
        if what == WHOLE:
            raise SignpostError(f"'graph' does not go out as {form}. Name a source, a framework or one thing.")
        nodes = selection(release, what)
        _check(nodes, what, form, GRAPHS + what in release.backend.graphs())
        return WRITERS[form].write(nodes)
    return Written(_our_own(release, what, form))


def write_source(release: Release, source: str, digest: str, file: Writable) -> None:
    """Write what `export` gives of a source to a file; a large one is never whole in memory.

    Raises Overtaken where the source has another digest by now, or is gone.
    """
    graph = release.graphs.get(GRAPHS + source)
    if graph is None or graph.sha256 != digest:
        raise Overtaken(f"The source '{source}' was published anew at the same time. Try again.")
    with TemporaryFile() as lying:
        release.backend.write(GRAPHS + source, lying)
        lying.seek(0)
        for some in _batched(line for line in _in_order(lying) if not _OURS.match(line)):
            file.write(b"".join(some))


def _in_order(lines: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file in the order of their bytes: portions that are sorted by themselves are merged."""
    with ExitStack() as opened:
        portions = []
        while some := lines.readlines(_AT_ONCE):
            portions.append(opened.enter_context(TemporaryFile()))
            portions[-1].writelines(sorted(some))
            portions[-1].seek(0)
        yield from merge(*portions)


def _batched(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    while some := list(islice(lines, 1000)):
        yield some


def _check(nodes: Sequence[Node], what: str, form: str, is_source: bool) -> None:
    """Raises SignpostError where a format could write nothing of the nodes, or has room for one framework alone."""
    writer = WRITERS[form]
    if not any(writer.of.intersection(map(str, words.values(node, "type"))) for node in nodes):
        kinds = " or ".join(sorted(writer.of))
        raise SignpostError(f"'{what}' holds nothing that {form} could hold: it takes {kinds}.")
    inside = {str(value) for node in nodes for value in words.values(node, "inFramework")}
    several = [node["id"] for node in nodes if node.get("type") == "Framework" and node["id"] in inside]
    if writer.single and is_source and len(several) > 1:
        named = ", ".join(several[:5]) + (f" and {len(several) - 5} more" if len(several) > 5 else "")
        raise SignpostError(f"{form} holds one framework in a file, and '{what}' has several. Name one: {named}.")


def _statements(release: Release, what: str, is_source: bool) -> bytes:
    """A source's statements without those of its publication, a framework's with all in it, or a thing's."""
    if is_source:
        return _OURS.sub(b"", release.backend.dump(GRAPHS + what))
    hit = resolve(release, what)
    if hit.kind == "framework":
        return words.to_ntriples(selection(release, hit.iri))
    return statements(release, hit.iri)


def _our_own(release: Release, what: str, form: str) -> bytes:
    is_source = GRAPHS + what in release.backend.graphs()
    if form == "ttl":
        if what == WHOLE:
            raise SignpostError("'graph' goes out as links between things. Add --as json or --as graphml.")
        return _statements(release, what, is_source)
    if is_source:
        raise SignpostError(
            f"'{what}' is a source; its statements go out as ttl. Leave out --as {form}, "
            f"or name 'graph' (everything) or one thing."
        )
    index = release.index
    try:
        found = network.whole(index) if what == WHOLE else network.neighbourhood(index, resolve(release, what).iri)
    except KeyError:
        raise SignpostError(
            f"'{what}' is not linked to other things; what is said of it goes out as ttl. Leave out --as {form}."
        ) from None
    return _LINKS[form](found)
