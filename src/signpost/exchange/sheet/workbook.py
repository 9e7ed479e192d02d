"""Rows as the bytes of a workbook: heads with notes, drop-downs, frozen heads; the same rows give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from signpost.cells import neutral
from signpost.exchange.sheet.layout import EXAMPLE, HELP, TABLES, Column, Holds, Table

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_SPARE = 1000
"""Rows below the last for which drop-downs are there."""
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What XLSX would read as one character of that number."""
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day that a ZIP archive can say."""


def written(
    rows: Mapping[str, Sequence[Mapping[str, str]]], tables: Sequence[Table] = TABLES, help: Sequence[str] = HELP
) -> bytes:
    """A workbook with every table, the rows given for it, and a sheet of help."""
    from openpyxl import Workbook

    book = Workbook()
    for table in tables:
        _sheet(book.create_sheet(table.name), table, rows.get(table.name, ()), rows)
    del book["Sheet"]  # an empty one is there from the beginning
    sheet = book.create_sheet("Help")
    sheet.column_dimensions["A"].width = 120
    for line in help:
        sheet.append([line])
    for table in tables:
        sheet.append([f"{table.name}: {table.about}"])
    out = io.BytesIO()
    book.save(out)
    return _without_clock(out.getvalue())


def _sheet(
    sheet: Worksheet, table: Table, rows: Sequence[Mapping[str, str]], every: Mapping[str, Sequence[object]]
) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.freeze_panes = "A2"
    for n, column in enumerate(table.columns, 1):
        _head(sheet.cell(1, n), column)
        sheet.column_dimensions[get_column_letter(n)].width = column.width
        _drop_down(sheet, column, get_column_letter(n), len(rows), every)
    quiet, grey = Font(italic=True, color="808080"), PatternFill("solid", fgColor="F2F2F2")
    for n, row in enumerate(rows, 2):
        for m, column in enumerate(table.columns, 1):
            if column.head in row:
                _fill(sheet.cell(n, m), column, row[column.head])
            if row.get(table.columns[0].head) == EXAMPLE:
                sheet.cell(n, m).font, sheet.cell(n, m).fill = quiet, grey


def _head(cell: Any, column: Column) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    cell.value = column.head
    cell.font = Font(bold=True, color="FFFFFF" if column.needed else "1F1F1F")
    cell.fill = PatternFill("solid", fgColor="1F3864" if column.needed else "D9E2F3")
    cell.alignment = Alignment(vertical="top")
    words = f"\nOne of: {', '.join(column.choices)}." if column.choices and column.holds is not Holds.LEVEL else ""
    example = f"\nFor example: {column.example}" if column.example else ""
    cell.comment = Comment(f"{column.note}{words}{example}", "signpost", width=320, height=120)


def _fill(cell: Any, column: Column, text: str) -> None:
    """Numbers as numbers; a text stays one, whatever it begins with."""
    if column.holds in (Holds.NUMBER, Holds.LEVEL) and text.isascii() and text.isdigit():
        cell.value = int(text)
        return
    cell.value = neutral(_LOOKS_ESCAPED.sub("_x005F_", text))
    cell.data_type = "s"


def _drop_down(sheet: Worksheet, column: Column, letter: str, rows: int, every: Mapping[str, Sequence[object]]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.choices:
        listed = f'"{",".join(column.choices)}"'
    elif column.among or column.head == "role":
        name = column.among or "Roles"
        # Roles and competences without a code are named by their names.
        names = "A" if name == "Roles" else "B"
        listed = f"{name}!${names}$2:${names}${len(every.get(name, ())) + _SPARE}"
    else:
        return
    strict = column.holds is Holds.CHOICE and not column.several and column.word != "family"
    offered = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=strict)
    offered.error = column.note[:200]
    offered.add(f"{letter}2:{letter}{rows + _SPARE}")
    sheet.add_data_validation(offered)


def _without_clock(data: bytes) -> bytes:
    """The same archive with one day for all of its parts, and for when it was made and changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in made.namelist():
            part = zipfile.ZipInfo(name, _DAY)
            part.compress_type = zipfile.ZIP_DEFLATED
            content = made.read(name)
            if name == "docProps/core.xml":
                content = _TIME.sub(rb"\g<1>1980-01-01T00:00:00Z", content)
            fixed.writestr(part, content)
    return out.getvalue()
