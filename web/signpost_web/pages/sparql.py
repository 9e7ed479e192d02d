"""The page on which people write queries: examples to begin with, and the answer as a table."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from signpost.machines import Example

SHOWN = 1_000
"""Rows of an answer that a page shows; all of them can be downloaded."""
_SHOWN_LINES = 2_000
_TABLES = {"Table for a spreadsheet (CSV)": "csv", "JSON": "json", "XML": "xml"}
_GRAPHS = {"Turtle": "ttl", "N-Triples": "nt", "RDF/XML": "rdf", "JSON-LD": "jsonld"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A term of an answer: what it says, the IRI that it is, and its language or type."""

    text: str
    iri: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SparqlPage:
    """A query, and its answer where it was asked: rows, a truth, or statements."""

    title: str
    query: str
    chosen: str
    """The name of the example that it is."""
    examples: tuple[tuple[str, str], ...]
    """Name and sentence of each."""
    fault: str = ""
    """Why there is no answer."""
    truth: bool | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int | None = None
    """How many rows there are, of which a page shows the first."""
    statements: str = ""
    """The statements of an answer as Turtle."""
    cut: bool = False
    """Whether the page shows the first lines of the statements alone."""
    downloads: tuple[tuple[str, str], ...] = ()
    """The answer in other forms: what each is called, and its path."""


def empty_page(examples: Sequence[Example], chosen: str = "") -> SparqlPage:
    """The page before anything is asked, with one of the examples where it is named."""
    query = next((example.query for example in examples if example.name == chosen), "")
    return SparqlPage("Ask in SPARQL", query, chosen if query else "", _named(examples))


def fault_page(examples: Sequence[Example], query: str, fault: str) -> SparqlPage:
    """The page of a query that has no answer."""
    return SparqlPage("No answer", query, "", _named(examples), fault)


def answer_page(examples: Sequence[Example], query: str, content: bytes, asked: Mapping[str, Any]) -> SparqlPage:
    """The page of an answer: a table or a truth in SPARQL's JSON, else Turtle; `asked` is what to ask it by again."""
    shown: dict[str, Any] = {}
    if not content.startswith(b'{"head"'):
        lines = content.decode().splitlines()
        shown = {"statements": "\n".join(lines[:_SHOWN_LINES]), "cut": len(lines) > _SHOWN_LINES}
    elif "boolean" in (said := json.loads(content)):
        shown = {"truth": said["boolean"]}
    else:
        columns, rows = tuple(said["head"]["vars"]), said["results"]["bindings"]
        cells = tuple(tuple(_cell(row.get(name)) for name in columns) for row in rows[:SHOWN])
        shown = {"columns": columns, "rows": cells, "total": len(rows)}
    forms = {} if "truth" in shown else _TABLES if "columns" in shown else _GRAPHS
    downloads = tuple((name, "/sparql?" + urlencode({**asked, "as": form}, doseq=True)) for name, form in forms.items())
    return SparqlPage("The answer", query, "", _named(examples), downloads=downloads, **shown)


def _named(examples: Sequence[Example]) -> tuple[tuple[str, str], ...]:
    return tuple((example.name, example.sentence) for example in examples)


def _cell(term: Mapping[str, Any] | None) -> Cell:
    if term is None:
        return Cell("")
    if term["type"] == "triple":
        return Cell(json.dumps(term["value"], ensure_ascii=False))
    kind = term.get("datatype", "").rpartition("#")[2]
    note = term.get("xml:lang") or ("" if kind == "integer" else kind)
    return Cell(term["value"], term["value"] if term["type"] == "uri" else "", note)
