"""A workbook looked through before it is unpacked: one of a few kilobytes can ask for more memory than there is."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.parsers import expat

from signpost.errors import UnreadableInput

MOST_UNPACKED = 400 * 1000 * 1000
"""Bytes that the parts of a workbook may have together."""
MOST_CELLS = 10 * 1000 * 1000
"""Cells from the first to the last row and column of a sheet; the reader keeps a place for each, empty or not."""

_CHUNK = 1 << 20
_WORKBOOK = "xl/workbook.xml"
_OTHERS = frozenset({"xl/workbook.bin", "content.xml"})
"""What other workbooks begin with: the reader would take those, and nothing here looks through them."""
_ROWS = b"sheetData"
"""What the rows of a sheet stand in, whatever the part is called."""
_ROW = re.compile("[0-9]{1,9}")
_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,9})")
_SHEET_NAME = re.compile(rb"<(?:\w+:)?sheet\b[^>]*?\bname=[\"']([^\"']*)[\"']")
_MOST_OF_NAMES = 1 << 16
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, OSError,
           ValueError)  # fmt: skip
"""What the standard library raises for an archive that is broken, locked or packed in a way it does not know."""


def check(data: bytes, place: str) -> None:
    """Raise UnreadableInput where it is no XLSX, a broken one, or one that would be too large in memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_kind({name.lower().replace("\\", "/") for name in archive.namelist()}, place)
            _check_size(sum(part.file_size for part in archive.infolist()), place)
            read = 0
            for part in archive.infolist():
                is_sheet, before = False, b""
                for chunk in _chunks(archive, part):  # a part with more than it says of itself raises BadZipFile
                    read += len(chunk)
                    _check_size(read, place)
                    is_sheet = is_sheet or _ROWS in before + chunk
                    before = chunk[-len(_ROWS) :]
                if is_sheet:
                    _check_sheet(_chunks(archive, part), place)
    except _BROKEN as fault:
        raise _unreadable(f"{fault}", place) from fault


def sheet_names(path: Path) -> frozenset[str]:
    """The names of the sheets of an XLSX workbook as far as they are seen at once; none where it is no such thing."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_WORKBOOK) as file:
            found = _SHEET_NAME.findall(file.read(_MOST_OF_NAMES))
    except (*_BROKEN, KeyError):
        return frozenset()
    return frozenset(name.decode("utf-8", "replace") for name in found)


def _unreadable(fault: str, place: str) -> UnreadableInput:
    return UnreadableInput(place, f"it is not a workbook that can be read ({fault})", "Save it as XLSX and try again.")


def _check_kind(names: set[str], place: str) -> None:
    if _WORKBOOK not in names or names & _OTHERS:
        raise _unreadable("it is not in XLSX", place)


def _check_size(unpacked: int, place: str) -> None:
    if unpacked > MOST_UNPACKED:
        reason = f"it unpacks to more than the {MOST_UNPACKED / 1e6:.0f} MB that can be read at once"
        raise UnreadableInput(place, reason, "Split it into several workbooks, or send CSV.")


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _check_sheet(chunks: Iterator[bytes], place: str) -> None:
    extent, parser = _Extent(), expat.ParserCreate("UTF-8")
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = extent.look_at, _refuse_doctype
    try:
        for chunk in chunks:
            parser.Parse(chunk)
            if extent.cells > MOST_CELLS:
                reason = f"a sheet reaches over {extent.rows:,} rows and {extent.columns:,} columns"
                raise UnreadableInput(place, reason, "Delete the cells that lie far from the table.")
        parser.Parse(b"", True)
    except expat.ExpatError as fault:
        raise _unreadable(f"{expat.ErrorString(fault.code)} in a sheet", place) from fault


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a sheet has a DOCTYPE declaration")


class _Extent:
    """How far a sheet reaches, as its rows and cells are met; what does not say where it stands follows the last."""

    def __init__(self) -> None:
        self.rows = self.columns = 1
        self._row = self._column = 0

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def look_at(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        said = attributes.get("r", "")
        if kind == "row":
            if said and not _ROW.fullmatch(said):
                raise ValueError(f"there is no row '{said[:20]}'")
            self._row = int(said) if said else self._row + 1
            self._column = 0
            self.rows = max(self.rows, self._row)
        elif kind == "c":
            found = _CELL.fullmatch(said)
            if said and not found:
                raise ValueError(f"there is no cell '{said[:20]}'")
            self._column = column_number(found[1]) if found else self._column + 1
            self.rows = max(self.rows, int(found[2])) if found else self.rows
            self.columns = max(self.columns, self._column)


@cache
def column_number(column: str) -> int:
    """The place of a column from its letters, the first being 1: `B` is 2, `AA` 27."""
    found = 0
    for letter in column.upper():
        found = found * 26 + ord(letter) - ord("A") + 1
    return found
