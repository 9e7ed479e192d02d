"""The formats that things go out in, each one line of `WRITERS`; its keys are choices of `signpost export --as`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from signpost.exchange.case import writing as case
from signpost.exchange.ctdl import writing as ctdl
from signpost.exchange.matrix import writing as matrix
from signpost.exchange.sheet import writing as sheet
from signpost.exchange.skos import writing as skos
from signpost.exchange.sssom import writing as sssom
from signpost.model import Node, Written


@dataclass(frozen=True, slots=True)
class Writer:
    """How nodes are written, how a file of it is named, and the sentence that `signpost formats` says of it."""

    write: Callable[[Sequence[Node]], Written]
    """Canonical nodes -> the bytes, and what they leave out; the same nodes give the same bytes."""
    ending: str
    sentence: str
    of: frozenset[str] = frozenset({"Framework"})
    """Without a node of one of these classes there is nothing to write."""
    single: bool = False
    """Whether a file holds one framework."""


WRITERS: dict[str, Writer] = {
    "case": Writer(
        case.write, ".json", "CASE 1.1: a package of one framework and its competences as JSON.", single=True
    ),
    "ctdl-asn": Writer(ctdl.write, ".jsonld", "CTDL-ASN: frameworks and their competences as JSON-LD."),
    "matrix": Writer(
        matrix.write,
        ".csv",
        "A matrix as CSV: role, level of role, competence, required level, importance.",
        frozenset({"Role"}),
    ),
    "sheet": Writer(
        sheet.write,
        ".xlsx",
        "A plain spreadsheet: a workbook of framework, roles, requirements, duties.",
        frozenset({"Framework", "Role"}),
    ),
    "skos": Writer(skos.write, ".ttl", "SKOS concept schemes as Turtle."),
    "skos-jsonld": Writer(skos.write_jsonld, ".jsonld", "SKOS concept schemes as JSON-LD, with its context in it."),
    "sssom": Writer(
        sssom.write,
        ".sssom.tsv",
        "SSSOM: alignments and matches as a tab-separated table under its metadata.",
        frozenset({"Alignment", "Competence", "Standard", "Occupation"}),
    ),
}
