"""The rows of an answer as a CSV for people: what a spreadsheet would take for a formula stays a text."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

from signpost.cells import neutral
from signpost.terms import XSD

_NUMBERS = {XSD + kind for kind in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")}


def sheet(found: bytes) -> bytes:
    """A table in SPARQL's JSON as CSV; that of the protocol itself (text/csv) keeps every text as it is."""
    said = json.loads(found)
    names = said["head"]["vars"]
    made = io.StringIO()
    rows = csv.writer(made)
    rows.writerow(map(neutral, names))
    rows.writerows([_cell(row.get(name)) for name in names] for row in said["results"]["bindings"])
    return made.getvalue().encode()


def _cell(term: Mapping[str, str] | None) -> str:
    if term is None:
        return ""
    return term["value"] if term.get("datatype") in _NUMBERS and _is_number(term["value"]) else neutral(term["value"])


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
