"""OpenSALT's spreadsheet of a framework: a workbook of three sheets, or a CSV file of items alone, as a package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from signpost.exchange.case.entry import Placed
from signpost.exchange.gathered import Gathered
from signpost.exchange.received import Row
from signpost.exchange.unpacked import sheet_names
from signpost.model import THINGS, Source

_DOCUMENT, _ITEM, _ASSOCIATION = "CF Doc", "CF Item", "CF Association"
_OF_ITEMS = ("identifier", "fullStatement", "smartLevel")
_HEAD = b"identifier,fullStatement,humanCodingScheme,smartLevel"
_OTHER_NAMES = {"lastChangeDate": "lastChangeDateTime", "licenseTitle": "", "licenseText": "", "smartLevel": ""}
"""Column of a sheet -> the field of a package, or none where it is taken here."""
_LISTS = ("subject", "educationLevel", "conceptKeywords")


def looks_like(path: Path) -> bool:
    """Whether a workbook has OpenSALT's sheets, or a CSV file begins with the columns of its items."""
    if not path.is_file():
        return False
    if path.suffix.lower() == ".csv":
        with path.open("rb") as file:
            return file.read(len(_HEAD) + 3).removeprefix(b"\xef\xbb\xbf").startswith(_HEAD)
    return path.suffix.lower() == ".xlsx" and _ITEM in sheet_names(path)


def package(path: Path, source: Source, gathered: Gathered) -> Mapping[str, Any]:
    """What the sheets say, as a package; a CSV file of items says nothing of their framework."""
    if path.suffix.lower() == ".csv":
        document: dict[str, Any] = Placed({"uri": f"{THINGS}{source.id}/framework"}, path.name)
        rows, stated = list(gathered.table(path, _OF_ITEMS, short_rows=True)), []
    else:
        heads = list(gathered.table(path, ("title",), sheet=_DOCUMENT))
        document = _fields(heads[0]) if heads else {}
        rows = list(gathered.table(path, _OF_ITEMS, sheet=_ITEM))
        stated = list(gathered.table(path, ("associationType",), sheet=_ASSOCIATION))
    codes = {row.cells["humanCodingScheme"]: row.cells["identifier"] for row in reversed(rows) if _has_code(row)}
    associations = [_association(row, codes) for row in stated]
    placed = {end["originNodeURI"]["identifier"] for end in associations if end["associationType"] == "isChildOf"}
    associations += _children((row for row in rows if row.cells["identifier"] not in placed), rows, document)
    licence = _licence(heads[0]) if path.suffix.lower() != ".csv" and heads else {}
    if licence:
        document["licenseURI"] = {"identifier": "licence"}
    return {
        "CFDocument": document,
        "CFItems": [_fields(row) for row in rows],
        "CFAssociations": associations,
        "CFDefinitions": {"CFLicenses": [licence] if licence else []},
    }


def _fields(row: Row) -> Placed:
    found: dict[str, Any] = {}
    for column, cell in row.cells.items():
        name = _OTHER_NAMES.get(column, column)
        if name and cell.strip():
            found[name] = [part.strip() for part in cell.split(",")] if name in _LISTS else cell
    return Placed(found, row.place())


def _licence(row: Row) -> dict[str, Any]:
    said = {"title": row.cells.get("licenseTitle", ""), "licenseText": row.cells.get("licenseText", "")}
    return {"identifier": "licence", **said} if any(text.strip() for text in said.values()) else {}


def _has_code(row: Row) -> bool:
    return bool(row.cells.get("humanCodingScheme", "").strip())


def _association(row: Row, codes: Mapping[str, str]) -> Placed:
    first, *rest = row.cells["associationType"].split() or [""]
    kind = first[:1].lower() + first[1:] + "".join(rest)
    ends = {f"{end}NodeURI": {"identifier": _end(row, end, codes)} for end in ("origin", "destination")}
    group = row.cells.get("associationGroupName", "")
    return Placed({"associationType": kind, "CFAssociationGroupingURI": group, **ends}, row.place())


def _end(row: Row, end: str, codes: Mapping[str, str]) -> str:
    code = row.cells.get(f"{end}NodeHumanCodingScheme", "")
    return row.cells.get(f"{end}NodeIdentifier", "").strip() or codes.get(code, "")


def _children(some: Iterable[Row], rows: Iterable[Row], document: Mapping[str, Any]) -> Iterator[Placed]:
    """The parents of rows that name none: `1.2` stands below `1`, in the second place."""
    by_level = {row.cells["smartLevel"]: row.cells["identifier"] for row in reversed(list(rows))}
    for row in some:
        above, _, last = row.cells["smartLevel"].rpartition(".")
        parent = {"identifier": by_level[above]} if above in by_level else document
        ends = {"originNodeURI": {"identifier": row.cells["identifier"]}, "destinationNodeURI": parent}
        yield Placed({"associationType": "isChildOf", "sequenceNumber": last, **ends}, row.place("smartLevel"))
