"""O*NET's ratings: one row for the importance and one for the level of an element in an occupation; one requirement.

What raters found not relevant, and what comes to level 0, is no requirement. What the publisher recommends to suppress,
because its estimate is not precise, stays one and says so.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from signpost.errors import UnreadableInput
from signpost.exchange.onet.elements import SCALE
from signpost.exchange.onet.names import CODE, ELEMENT, Release, element, occupation, said
from signpost.exchange.onet.numbers import number, plain, whole
from signpost.exchange.received import Row
from signpost.exchange.scales import basis, scale

RANGES = {"IM": (1, 5), "LV": (0, 7)}
"""The scales that are read: importance and level, from where to where."""

_SCALE, _VALUE = "Scale ID", "Data Value"
_NOTE = "The publisher recommends to suppress this rating, for its estimate is not precise."


def scales(release: Release, path: Path) -> None:
    """Check that the scales are those that our mapping is made for; raises UnreadableInput where they are others."""
    for row in release.gathered.table(path, (_SCALE, "Minimum", "Maximum")):
        name = said(row, _SCALE)
        low, high = RANGES.get(name, (0, 0))
        if name in RANGES and (number(row, "Minimum") != low or number(row, "Maximum") != high):
            reason = f"the scale '{name}' does not run from {low} to {high}"
            raise UnreadableInput(f"{path}:{row.line}", reason, "Its ratings cannot be mapped: take another edition.")


def ratings(release: Release, path: Path) -> None:
    """The requirements of a table of ratings."""
    waiting: dict[tuple[str, str], dict[str, Row]] = {}
    for row in release.gathered.table(path, (CODE, ELEMENT, _SCALE, _VALUE)):
        if not _is_rating(release, row):
            continue
        pair = said(row, CODE), said(row, ELEMENT)
        found = waiting.setdefault(pair, {})
        if said(row, _SCALE) in found or _line(*pair) in release.gathered.nodes:
            release.gathered.tell("Row dropped: it was rated already.", row.place(_SCALE), _line(*pair))
            continue
        found[said(row, _SCALE)] = row
        if len(found) == len(RANGES):
            _requirement(release, *pair, waiting.pop(pair))
    for pair, found in waiting.items():
        if found:
            _requirement(release, *pair, found)


def _line(code: str, part: str) -> str:
    return f"{occupation(code)}#{part}"


def _is_rating(release: Release, row: Row) -> bool:
    """Whether a row can be read: its ends are known, its scale and value too."""
    code, part, name = said(row, CODE), said(row, ELEMENT), said(row, _SCALE)
    if not release.known(row, CODE, occupation(code), "Occupation"):
        return False
    if not release.known(row, ELEMENT, element(part), "Competence"):
        return False
    fault = ""
    if name not in RANGES:
        fault = f"'{name}' is neither the scale of importance nor that of levels"
    elif not RANGES[name][0] <= number(row, _VALUE) <= RANGES[name][1]:
        fault = f"'{said(row, _VALUE)}' is not a number on the scale '{name}'"
    if fault:
        release.gathered.tell(f"Row dropped: {fault}.", row.place(_VALUE), _line(code, part))
    return not fault


def _requirement(release: Release, code: str, part: str, found: dict[str, Row]) -> None:
    gathered, iri = release.gathered, _line(code, part)
    row = found.get("LV")
    if row is None:
        importance = found["IM"]
        gathered.tell("Row dropped: it has an importance and no level.", importance.place(_VALUE), iri, "level")
        return
    stated = number(row, _VALUE)
    level = scale(SCALE)[str(whole(stated))]
    if said(row, "Not Relevant") == "Y":
        gathered.tell("Row dropped: raters found it not relevant to the occupation.", row.place("Not Relevant"), iri)
    elif level == 0:
        message = "Row dropped: its level comes to 0, at which nothing is required."
        gathered.tell(message, row.place(_VALUE), iri, "level")
    else:
        node = {"id": iri, "type": "Requirement", "competence": element(part), "level": level}
        node |= {"statedLevel": plain(stated), **_proposal(str(whole(stated)))}
        _add_importance(release, found, node)
        _add_note(release, found, node)
        gathered.nodes[iri], gathered.places[iri] = node, row.place()
        gathered.nodes[occupation(code)].setdefault("requirement", set()).add(iri)


def _add_importance(release: Release, found: dict[str, Row], node: dict[str, Any]) -> None:
    if "IM" in found:
        value = number(found["IM"], _VALUE)
        node |= {"importance": whole(value), "statedImportance": plain(value)}
    else:
        message = "It has a level and no importance: it is kept without."
        release.gathered.tell(message, found["LV"].place(_VALUE), node["id"], "importance")


def _add_note(release: Release, found: dict[str, Row], node: dict[str, Any]) -> None:
    for row in found.values():
        if said(row, "Recommend Suppress") == "Y":
            node["note"] = {"en": _NOTE}
            message = "The publisher recommends to suppress it; it is kept, with a note that says so."
            release.gathered.tell(message, row.place("Recommend Suppress"), node["id"], "note")


@cache
def _proposal(stated: str) -> dict[str, str]:
    """Why the level is only proposed: it rests on the mapping of one scale to another."""
    why, sure = basis(SCALE, stated)
    text = f"O*NET's level {stated} is counted as {scale(SCALE)[stated]}. {why}"
    return {"provenance": "editorial", "basis": text, "confidence": sure}
