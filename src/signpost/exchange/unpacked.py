"""A workbook looked through before it is unpacked: one of a few kilobytes can ask for more memory than there is."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from signpost.errors import UnreadableInput

MOST_UNPACKED = 400 * 1000 * 1000
"""Bytes that the parts of a workbook may have together."""
MOST_CELLS = 20 * 1000 * 1000
"""Cells from the first to the last row and column of a sheet; the reader keeps a place for each, empty or not."""

_CHUNK = 1 << 20
_OVERLAP = 256
"""More than any mark of a row or a cell that is looked for."""
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\br=["'](\d{1,9})["']|\br=["'][A-Z]{1,3}(\d{6,9})["']""")
_WIDE = re.compile(rb"""\br=["']([A-Z]{2,3})\d""")
"""A cell beyond the 26th column."""


def check(data: bytes, place: str) -> None:
    """Raise UnreadableInput where a workbook that is a ZIP archive would be too large in memory, or is broken."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(sum(part.file_size for part in archive.infolist()), place)
            read = 0
            for part in archive.infolist():
                extent = _Extent()
                for chunk in _chunks(archive, part):  # a part with more than it says of itself raises BadZipFile
                    read += len(chunk)
                    _check_size(read, place)
                    if "sheet" in part.filename:
                        extent.look_at(chunk)
                if extent.cells > MOST_CELLS:
                    reason = f"a sheet reaches over {extent.rows:,} rows and {extent.columns:,} columns"
                    raise UnreadableInput(place, reason, "Delete the cells that lie far from the table.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as fault:
        reason = f"it is not a workbook that can be read ({fault})"
        raise UnreadableInput(place, reason, "Save it as XLSX and try again.") from fault


def _check_size(unpacked: int, place: str) -> None:
    if unpacked > MOST_UNPACKED:
        reason = f"it unpacks to more than the {MOST_UNPACKED / 1e6:.0f} MB that can be read at once"
        raise UnreadableInput(place, reason, "Split it into several workbooks, or send CSV.")


def _chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            yield chunk


class _Extent:
    """How far a sheet reaches, as its chunks are looked at."""

    def __init__(self) -> None:
        self.rows, self.columns, self._rest = 1, 26, b""

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def look_at(self, chunk: bytes) -> None:
        text = self._rest + chunk
        self.rows = max([self.rows, *(int(row or cell) for row, cell in _ROW.findall(text))])
        self.columns = max([self.columns, *map(_number, set(_WIDE.findall(text)))])
        self._rest = text[-_OVERLAP:]


def _number(column: bytes) -> int:
    found = 0
    for letter in column:
        found = found * 26 + letter - ord("A") + 1
    return found
