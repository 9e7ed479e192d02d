"""A query that a caller wrote, answered from the graph of a release under limits; runs in a process that may die of it.

An answer is whole or it is a fault: rows are written to a place that counts them, and only then to what was asked for.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.parsers import expat

import pyoxigraph as ox

from signpost.errors import QueryRefused, SignpostError, StoreError
from signpost.graph.written import rdf_xml
from signpost.model import NAMESPACE

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
TURTLE, _RDF_XML = "text/turtle", "application/rdf+xml"

_TABLES: Mapping[str, ox.QueryResultsFormat] = {
    JSON: ox.QueryResultsFormat.JSON,
    XML: ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_GRAPHS: Mapping[str, ox.RdfFormat] = {
    TURTLE: ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    _RDF_XML: ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
TABLES, GRAPHS = tuple(_TABLES), tuple(_GRAPHS)
"""The media types of answers: of rows and truths, and of statements. The first is what is written unasked."""

_BASE = "https://w3id.org/signpost/"
_PREFIXES = {
    "sp": NAMESPACE,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
    "formats": "http://www.w3.org/ns/formats/",
}
_ROWS, _LINES = ox.QueryResultsFormat.TSV, ox.RdfFormat.N_TRIPLES


@dataclass(frozen=True, slots=True)
class Question:
    """A query, which graphs it is asked of, how it is to be answered, and how much of an answer there may be."""

    folder: Path
    """Where the graph of the release lies."""
    query: str
    union: bool
    """Whether it sees all named graphs as one where nothing else is said; not where it says FROM itself."""
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    """The graphs that are asked instead of those that the query names; None for those."""
    table: str
    graph: str
    """The media types, for rows and for statements."""
    rows: int
    size: int
    """Rows and bytes that the answer may have."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer and its media type."""

    content: bytes
    media: str


def answer(question: Question) -> Answer:
    """The answer of a release.

    Raises QueryRefused where the query is not valid SPARQL, where the answer is too large or cannot be written in that
    form; StoreError where the graph cannot be read.
    """
    found = _found(question)
    counted = _Counted(question.rows, question.size)
    try:
        match found:
            case ox.QuerySolutions():
                found.serialize(counted, _ROWS)  # type: ignore[arg-type]  # it writes, and no more is asked
                rows = ox.parse_query_results(counted.content(), format=_ROWS)
                return _bounded(_table(rows, question.table), question)
            case ox.QueryBoolean():
                return _table(found, question.table)
        found.serialize(counted, _LINES)  # type: ignore[arg-type]  # as above
    except OSError as fault:
        raise StoreError(f"The graph at {question.folder} cannot be read: {fault}") from fault
    lines = b"".join(sorted({*counted.content().splitlines(keepends=True)}))
    return _bounded(written(lines, question.graph), question)


def written(ntriples: bytes, media: str) -> Answer:
    """Statements in one of `GRAPHS`; raises QueryRefused where they cannot be said in that."""
    if media == _RDF_XML:
        try:
            return Answer(rdf_xml(ntriples, _PREFIXES), media)
        except SignpostError as fault:
            raise QueryRefused(str(fault)) from fault
    triples = (quad.triple for quad in ox.parse(ntriples, format=_LINES))
    prefixes = _PREFIXES if media == TURTLE else None
    try:
        content = ox.serialize(triples, format=_GRAPHS[media], prefixes=prefixes) or b""
    except OSError as fault:
        raise QueryRefused(f"The answer cannot be written as {media} ({fault}). Ask for {TURTLE}.") from fault
    return Answer(_in_order(content) if prefixes else content, media)


# ------------------------------------------------------------------------------------------------ asking
def _found(question: Question) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    chosen = question.default is not None or question.named is not None
    try:
        return _opened(question.folder).query(
            question.query,
            base_iri=_BASE,
            use_default_graph_as_union=question.union and not chosen,
            default_graph=_nodes(question.default or ()) if chosen else None,
            named_graphs=_nodes(question.named or ()) if chosen else None,
        )
    except SyntaxError as fault:
        raise QueryRefused(f"This is not a SPARQL 1.1 query: {fault.msg}.") from fault
    except OSError as fault:
        raise StoreError(f"The graph at {question.folder} cannot be read: {fault}") from fault


@lru_cache(maxsize=1)
def _opened(folder: Path) -> ox.Store:
    """The graph of a release, opened once and until another one is asked for: it never changes."""
    return ox.Store.read_only(str(folder))


def _nodes(names: Sequence[str]) -> list[Any]:  # the library's lists are of wider kinds than what is put in
    try:
        return [ox.NamedNode(name) for name in names]
    except ValueError as fault:
        raise QueryRefused(f"A graph is named by an IRI: {fault}.") from fault


# ------------------------------------------------------------------------------------------------ writing
class _Counted(io.RawIOBase):
    """Takes lines until they are too many or too long."""

    def __init__(self, rows: int, size: int) -> None:
        self._left, self._rows, self._size = rows + 1, rows, size  # a table has a line of names
        self._parts: list[bytes] = []
        self._written = 0

    def write(self, part: bytes) -> int:  # type: ignore[override]  # the engine writes bytes alone
        self._written += len(part)
        self._left -= part.count(b"\n")
        if self._left < 0:
            raise QueryRefused(f"The answer has more than {self._rows:,} rows. Ask for fewer, with LIMIT.")
        if self._written > self._size:
            raise _too_large(self._size)
        self._parts.append(bytes(part))
        return len(part)

    def content(self) -> bytes:
        """All that was written."""
        return b"".join(self._parts)


def _table(found: ox.QuerySolutions | ox.QueryBoolean, media: str) -> Answer:
    """In XML only where that is XML, which has no way to write some characters."""
    content = found.serialize(format=_TABLES[media]) or b""
    if media == XML:
        try:
            expat.ParserCreate().Parse(content, True)
        except expat.ExpatError as fault:
            raise QueryRefused(f"The answer has characters that XML cannot write. Ask for {JSON}.") from fault
    return Answer(content, media)


def _bounded(found: Answer, question: Question) -> Answer:
    if len(found.content) > question.size:
        raise _too_large(question.size)
    return found


def _too_large(size: int) -> QueryRefused:
    return QueryRefused(f"The answer has more than {size:,} bytes. Ask for less, with LIMIT or fewer columns.")


def _in_order(turtle: bytes) -> bytes:
    """Turtle with its prefixes in order; the engine writes them in another one each time."""
    lines = turtle.splitlines(keepends=True)
    head = [line for line in lines if line.startswith(b"@prefix ")]
    return b"".join([*sorted(head), *lines[len(head) :]])
