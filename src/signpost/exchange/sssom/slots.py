"""The columns of SSSOM and which of our words say the same, with the prefixes that every file may use."""

from __future__ import annotations

import re

from signpost.model import NAMESPACE, THINGS

SEMAPV = "https://w3id.org/semapv/vocab/"
SKOS = "http://www.w3.org/2004/02/skos/core#"

BUILT_IN = {
    "dcterms": "http://purl.org/dc/terms/",
    "linkml": "https://w3id.org/linkml/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": SEMAPV,
    "skos": SKOS,
    "sssom": "https://w3id.org/sssom/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that a file need not explain."""

OURS = {"signpost": THINGS, "sp": NAMESPACE, "esco": "http://data.europa.eu/esco/"}
"""Prefixes of our own in what is written, beside those that are made up for other namespaces."""

NEEDED = ("subject_id", "predicate_id", "object_id")

RELATIONS = {
    f"{SKOS}{name}": name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
}

NO_MATCH = "https://w3id.org/sssom/NoTermFound"
"""The object where nothing was found that matches."""

PROVENANCE = "provenance"
"""A column of our own, declared as an extension."""

COLUMNS = (
    "record_id", "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "author_label", "confidence", "curation_rule_text", "comment", PROVENANCE,
)  # fmt: skip

HELD = frozenset(
    {"alignmentSource", "alignmentTarget", "alignmentRelation", "statedBy", "confidence", "basis", "note", "provenance"}
)
"""The words of an alignment that have a column."""

_LATER = re.compile(r"(\\*)(\||$)")


def justification(provenance: str) -> str:
    """How a mapping was found, where nothing more is said of it."""
    return "semapv:ManualMappingCuration" if provenance == "editorial" else "semapv:UnspecifiedMatching"


def joined(values: list[str]) -> str:
    """Several values in one cell: a bar between them, one within a value behind a backslash."""
    return "|".join(_LATER.sub(lambda run: run[1] * 2 + ("\\|" if run[2] else ""), value) for value in values)


def several(cell: str) -> list[str]:
    """The values of a cell, without those that are empty."""
    values, start, value = [], 0, ""
    for run in _LATER.finditer(cell):
        value += cell[start : run.start()] + "\\" * (len(run[1]) // 2)
        start = run.end()
        if not run[2]:
            value += "\\" * (len(run[1]) % 2)
        elif len(run[1]) % 2:
            value += "|"
            continue
        values.append(value.strip())
        value = ""
    return [value for value in values if value]
