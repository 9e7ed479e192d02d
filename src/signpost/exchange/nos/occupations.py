"""The occupations of the Standard Occupational Classification that standards are listed for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from signpost.exchange.gathered import Gathered
from signpost.exchange.nos.catalogue import SOC, spaced
from signpost.exchange.nos.standards import Thing, meant
from signpost.model import THINGS

FRAMEWORK = THINGS + "framework/soc-2010"
_UNIT = re.compile(r"[1-9]\d{3}")
_CODE = re.compile(r"[^'\[\], ]+")
_NOTE = "The catalogue gives codes alone and does not say of which edition; they are read as those of 2010."


def from_catalogue(gathered: Gathered, found: Sequence[Thing]) -> None:
    """The occupations of the catalogue's own column."""
    for thing in found:
        for row in thing.rows:
            for code in _codes(gathered, row.row.cells.get(SOC, ""), row.place(SOC)):
                _needs(gathered, code, thing.iri, row.place(SOC))


def from_table(gathered: Gathered, named: Mapping[str, Sequence[Thing]], path: Path) -> None:
    """The occupations of the table beside the catalogue, which names each standard by URN and title."""
    for row in gathered.table(path, ("NOS Title", "URN", SOC)):
        codes = _codes(gathered, row.cells[SOC], row.place(SOC))
        if not codes:
            gathered.counts["rows without an occupation"] += 1
            continue
        thing, why = meant(named, spaced(row.cells["URN"]), spaced(row.cells["NOS Title"]))
        if thing is None:
            gathered.tell(f"Row dropped: {why}.", row.place("URN"))
        else:
            for code in codes:
                _needs(gathered, code, thing.iri, row.place(SOC))


def _codes(gathered: Gathered, cell: str, place: str) -> list[str]:
    codes = []
    for code in _CODE.findall(spaced(cell)):
        if _UNIT.fullmatch(code):
            codes.append(code)
        else:
            gathered.tell(f"'{code}' is not the code of a unit group, which has four digits: it was left out.", place)
    return codes


def _needs(gathered: Gathered, code: str, standard: str, place: str) -> None:
    iri = f"{THINGS}soc-2010/{code}"
    if iri not in gathered.nodes:
        _classify(gathered, code, iri, place)
    gathered.nodes[iri]["optionalCompetence"].add(standard)


def _classify(gathered: Gathered, code: str, iri: str, place: str) -> None:
    """Add an occupation, and its classification with the first; sources that know their names may describe both."""
    framework = {
        "id": FRAMEWORK,
        "type": "Framework",
        "label": {"en": "Standard Occupational Classification 2010"},
        "edition": "2010",
        "rights": "Codes are facts; the classification is its publisher's.",
        "note": {"en": _NOTE},
    }
    gathered.nodes.setdefault(FRAMEWORK, framework)
    gathered.nodes[iri] = {
        "id": iri,
        "type": "Occupation",
        "label": {"en": f"SOC unit group {code}"},
        "inFramework": FRAMEWORK,
        "classCode": code,
        "optionalCompetence": set(),
    }
    gathered.places[iri] = place
    gathered.gives_way |= {FRAMEWORK, iri}
