"""Which cells of a sheet hold a formula or an error: the reader of workbooks gives what they show, or nothing."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from xml.parsers import expat

from signpost.exchange.unpacked import column_number

_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_ANY = re.compile(rb"<(?:\w+:)?f[\s/>]|\bt=[\"']e[\"']")
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,9})")

Told = Mapping[tuple[int, int], str]
"""Row and column, both from 1 -> the formula, or the empty string for an error that is none."""


def formulas(data: bytes, sheet: str) -> Told:
    """The formulas and errors of a sheet of an XLSX workbook that was looked through (`unpacked.check`).

    What cannot be followed, such as a sheet without a part of its own, has none.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        part = names.get(_part(archive, names, sheet).lower())
        content = archive.read(part) if part else b""
    return _Cells().of(content) if _ANY.search(content) else {}


def _part(archive: zipfile.ZipFile, names: Mapping[str, str], sheet: str) -> str:
    ids = {attributes.get("name", ""): next((value for name, value in attributes.items() if name.endswith(":id")), "")
           for attributes in _elements(archive, names, _BOOK, "sheet")}  # fmt: skip
    targets = {attributes.get("Id", ""): attributes.get("Target", "")
               for attributes in _elements(archive, names, _LINKS, "Relationship")}  # fmt: skip
    target = targets.get(ids.get(sheet, ""), "")
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") if target else ""


def _elements(archive: zipfile.ZipFile, names: Mapping[str, str], part: str, element: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == element:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    _parse(parser, archive.read(names[part]) if part in names else b"")
    return found


def _parse(parser: expat.XMLParserType, content: bytes) -> None:
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return  # the reader of workbooks says what is wrong with it


class _Cells:
    """The cells of a sheet, as its elements are met."""

    def __init__(self) -> None:
        self.found: dict[tuple[int, int], str] = {}
        self._at, self._row, self._column = (0, 0), 0, 0
        self._formula: list[str] | None = None

    def of(self, content: bytes) -> Told:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        _parse(parser, content)
        return self.found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            said = attributes.get("r", "")
            self._row, self._column = int(said) if said.isdecimal() else self._row + 1, 0
        elif kind == "c":
            found = _CELL.fullmatch(attributes.get("r", "").upper())
            self._column = column_number(found[1]) if found else self._column + 1
            self._at = (int(found[2]) if found else self._row, self._column)
            if attributes.get("t") == "e":
                self.found[self._at] = ""
        elif kind == "f":
            self._formula = []

    def _end(self, name: str) -> None:
        if self._formula is not None and name.rpartition(":")[2] == "f":
            self.found[self._at] = f"={''.join(self._formula)}"
            self._formula = None

    def _text(self, said: str) -> None:
        if self._formula is not None:
            self._formula.append(said)
