"""The formats that a submission may come in, each one line of `READERS`; its keys are the choices of `--format`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from signpost.errors import UnknownName, UnreadableInput
from signpost.exchange import crosswalk, direct, esco, jsonld, rdf
from signpost.exchange.case import reading as case
from signpost.exchange.coursesheet import reading as coursesheet
from signpost.exchange.ctdl import learning as ctdl_learning
from signpost.exchange.ctdl import reading as ctdl
from signpost.exchange.matrix import gdad, nice
from signpost.exchange.matrix import reading as matrix
from signpost.exchange.nos import reading as nos
from signpost.exchange.onet import reading as onet
from signpost.exchange.pathway import reading as pathway
from signpost.exchange.schemaorg import reading as schemaorg
from signpost.exchange.sheet import reading as sheet
from signpost.exchange.skos import reading as skos
from signpost.exchange.sssom import reading as sssom
from signpost.exchange.xcri import reading as xcri
from signpost.model import Source, Submission


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is read and recognised, and the sentence that `signpost formats` says of it."""

    read: Callable[[Path, Source], Submission]
    looks_like: Callable[[Path], bool]
    """Whether a file or folder that is there is of this format, by its name or what it begins with."""
    sentence: str


def _ending(*endings: str) -> Callable[[Path], bool]:
    return lambda path: path.is_file() and path.suffix.lower() in endings


READERS: dict[str, Format] = {
    "care-workforce-pathway": Format(
        pathway.read,
        pathway.looks_like,
        "England's Care Workforce Pathway: the JSON of its prototype, with statements and training.",
    ),
    "case": Format(
        case.read,
        case.looks_like,
        "CASE 1.0 and 1.1: a package of one framework as JSON, or OpenSALT's spreadsheet of it.",
    ),
    "ctdl-learning": Format(
        ctdl_learning.read,
        ctdl_learning.looks_like,
        "CTDL: courses and programmes of learning as JSON-LD, with their offerings and providers.",
    ),
    "ctdl-asn": Format(
        ctdl.read, ctdl.looks_like, "CTDL-ASN: competency frameworks as JSON-LD, in an envelope or not, or as Turtle."
    ),
    "direct": Format(
        direct.read,
        direct.looks_like,
        "The DIRECT framework of digital research: its folder of tables, CSV or JSON, or its CSV table of all in one.",
    ),
    "esco": Format(
        esco.read,
        esco.looks_like,
        "The ESCO classification: its folder of CSV tables, versions 1.0 to 1.2, in one language.",
    ),
    "esco-onet": Format(
        crosswalk.read, crosswalk.looks_like, "ESCO's crosswalk to O*NET: a CSV table under a preamble, as alignments."
    ),
    "gdad": Format(
        gdad.read,
        gdad.looks_like,
        "The UK Government's Digital and Data framework: CSV tables of its role levels and skills, or their folder.",
    ),
    "matrix": Format(
        matrix.read,
        matrix.looks_like,
        "A matrix of your own as CSV: role, level of role, competence, required level, importance.",
    ),
    "nice": Format(
        nice.read, nice.looks_like, "NICE's digital skills: a JSON list of roles with numbered skills, or its folder."
    ),
    "nos": Format(
        nos.read,
        nos.looks_like,
        "The catalogue of UK National Occupational Standards of 2019: its workbook, alone or in its folder.",
    ),
    "schemaorg": Format(
        schemaorg.read,
        schemaorg.looks_like,
        "Courses as sites publish them: schema.org, LRMI or Bioschemas as JSON-LD, in a file or in a web page.",
    ),
    "courses": Format(
        coursesheet.read,
        coursesheet.looks_like,
        "A course list of your own, one row for each course or dated run: CSV, or the workbook of 'forms courses'.",
    ),
    "sheet": Format(
        sheet.read,
        sheet.looks_like,
        "A plain spreadsheet of your own framework, roles, requirements and duties: a workbook, or CSV tables.",
    ),
    "xcri": Format(
        xcri.read, xcri.looks_like, "XCRI-CAP 1.2: a UK provider's feed of courses and their presentations, as XML."
    ),
    "skos": Format(skos.read, skos.looks_like, "SKOS concept schemes, as Turtle, N-Triples, TriG, RDF/XML or JSON-LD."),
    "jsonld": Format(jsonld.read, _ending(".json", ".jsonld"), "Our own words as JSON-LD, in our own context."),
    "ntriples": Format(rdf.reader("ntriples"), _ending(".nt"), "Our own words as N-Triples."),
    "onet": Format(
        onet.read, onet.looks_like, "The O*NET database: its folder of tables, as workbooks or tab-separated text."
    ),
    "sssom": Format(sssom.read, sssom.looks_like, "SSSOM: a tab-separated table of mappings, as alignments."),
    "trig": Format(
        rdf.reader("trig"), _ending(".trig"), "Our own words as TriG, with no named graph but the source's own."
    ),
    "turtle": Format(rdf.reader("turtle"), _ending(".ttl"), "Our own words as Turtle."),
}
"""The first that a path looks like is the one it is read as."""


def submission(path: Path, source: str, format: str = "") -> Submission:
    """What a file or folder says, as one source's; a format that is not said is found by `detect`.

    Raises UnknownName where there is no such format, UnreadableInput.
    """
    chosen = format or detect(path)
    if chosen not in READERS:
        raise UnknownName("format", chosen, sorted(READERS))
    return READERS[chosen].read(path, Source(source))


def detect(path: Path) -> str:
    """The format of a file or folder; raises UnreadableInput where it is not one we know."""
    if not path.exists():
        raise UnreadableInput(str(path), "there is no such file or folder", "Check the name and the folder.")
    for name, format in READERS.items():
        if format.looks_like(path):
            return name
    raise UnreadableInput(
        str(path), "its format is not one that signpost knows", f"Say which with --format: {', '.join(READERS)}."
    )
