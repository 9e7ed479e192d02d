"""ESCO's own crosswalk to O*NET: a CSV table under a preamble that says who made it.

The type of a match is said from ESCO to O*NET, though O*NET's columns come first. The file does not say so; its rows
do: "airport chief executive" has the broadMatch "Chief Executives", "specialised doctor" the narrowMatch
"Pediatricians, General", and up to 81 occupations of ESCO, which is the finer list, have one broadMatch in O*NET. So
the source of each alignment is the occupation of ESCO (or the group of ISCO), its target that of O*NET.
"""

from __future__ import annotations

import io
import re
from itertools import takewhile
from pathlib import Path

from signpost import words
from signpost.exchange.gathered import Gathered
from signpost.exchange.onet.names import occupation
from signpost.exchange.received import Row, first_row, text
from signpost.model import THINGS, Source, Submission
from signpost.wellformed import is_iri

ALIGNMENT = THINGS + "esco-onet/alignment/"

_CODE, _URI, _TYPE = "O*NET Id", "ESCO or ISCO URI", "Type of Match"
_FIRST = "Mapping project name"
_RELATIONS = {
    "exactMatch": "exactMatch",
    "closeMatch": "closeMatch",
    "broadMatch": "broadMatch",
    "narrowMatch": "narrowMatch",
    "exactISCO": "exactMatch",
}
"""Type of match -> relation; `exactISCO` is an exact match with a whole group of ISCO."""

_ONET_CODE = re.compile(r"[0-9]{2}-[0-9]{4}\.[0-9]{2}")
_ESCO = "http://data.europa.eu/esco/"
_BEGINNING = 8192


def looks_like(path: Path) -> bool:
    """Whether a CSV file begins with the preamble of a mapping project, and has the columns of this one."""
    if not path.is_file() or path.suffix.lower() != ".csv":
        return False
    with path.open("rb") as file:
        start = file.read(_BEGINNING)
    return start.removeprefix(b"\xef\xbb\xbf").startswith(_FIRST.encode()) and _CODE.encode() in start


def read(path: Path, source: Source) -> Submission:
    """ESCO's crosswalk to O*NET: an alignment for each match between two occupations.

    The occupations are described elsewhere: a match with one that nobody describes is left out at the gate. Every row
    that is dropped is a finding with its line and column. Raises UnreadableInput where it is not that table.
    """
    gathered = Gathered("en")
    preamble = _preamble(path)
    for row in gathered.table(path, (_CODE, _URI, _TYPE), above=len(preamble)):
        if any(row.cells.values()):
            _alignment(gathered, row, _stated_by(dict(preamble)))
    gathered.drops_dangling |= gathered.nodes.keys()
    gathered.summarise(path.name)
    return gathered.submission(source)


def _preamble(path: Path) -> list[tuple[str, str]]:
    """What each line above the head says of what; the head is the first line with the codes of O*NET."""
    lines = takewhile(lambda line: not line.startswith(_CODE), io.StringIO(text(path), newline=""))
    cells = map(first_row, lines)
    return [(one[0], one[1]) if len(one) > 1 else ("", "") for one in cells]


def _stated_by(preamble: dict[str, str]) -> str:
    """Who states the matches, in which version: `ESCO Secretariat (ESCO-O*NET Crosswalk, version 1, Sep-22)`."""
    version = preamble.get("Mapping project version", "")
    parts = (
        preamble.get(_FIRST, ""),
        version and f"version {version}",
        preamble.get("Mapping project version date", ""),
    )
    work = ", ".join(part for part in parts if part)
    author = preamble.get("Mapping project author", "")
    return f"{author} ({work})" if author and work else author or work or "ESCO"


def _alignment(gathered: Gathered, row: Row, stated_by: str) -> None:
    code, uri, kind = (row.cells.get(column, "").strip() for column in (_CODE, _URI, _TYPE))
    iri = f"{ALIGNMENT}{code}-{uri.rpartition('/')[2]}"
    column, fault = _fault(gathered, code, uri, kind, iri)
    if fault:
        gathered.tell(f"Row dropped: {fault}.", row.place(column), iri if is_iri(iri) else "")
        return
    gathered.nodes[iri] = {
        "id": iri,
        "type": "Alignment",
        "alignmentSource": uri,
        "alignmentTarget": occupation(code),
        "alignmentRelation": words.iri("alignmentRelation", _RELATIONS[kind]),
        "statedBy": stated_by,
    }
    gathered.places[iri] = row.place()
    gathered.counts[f"of the type {kind}"] += 1


def _fault(gathered: Gathered, code: str, uri: str, kind: str, iri: str) -> tuple[str, str]:
    """The column of what keeps a row out, and what is wrong with it; empty where nothing is."""
    if not _ONET_CODE.fullmatch(code):
        return _CODE, f"'{code}' is not a code of O*NET"
    if not is_iri(uri) or not uri.startswith(_ESCO):
        return _URI, f"'{uri}' is not an address in ESCO"
    if kind not in _RELATIONS:
        return _TYPE, f"the type of match '{kind}' joins nothing"
    return (_URI, f"the two were matched already at {gathered.places[iri]}") if iri in gathered.nodes else ("", "")
