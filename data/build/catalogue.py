"""The 2019 catalogue of UK National Occupational Standards (xlsx) -> rows, cleaned of stray spaces and newlines."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

FILE = "nos-2019/PublishedNos-old Details.xlsx"
PLACEHOLDER = date(1905, 3, 15)
"""What the catalogue writes where no review date was given; it is not a date of anything."""


@dataclass(frozen=True)
class Row:
    """One row of the catalogue; `number` is its row in the sheet, `urn` is spelled as there, less outer spaces."""

    number: int
    urn: str
    original: str
    title: str
    suites: tuple[str, ...]
    validity: str
    review: date | None
    placeholder: bool
    file: str


def read(shared_data: Path) -> list[Row]:
    """Every row of the catalogue in its order. Raises FileNotFoundError where the folder does not hold it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the workbook has no default style, as openpyxl says each time
        book = openpyxl.load_workbook(shared_data / FILE, read_only=True)
    sheet = book.worksheets[0].iter_rows(values_only=True)
    names = [str(name) for name in next(sheet)]
    rows = [_row(number, dict(zip(names, cells, strict=True))) for number, cells in enumerate(sheet, start=2)]
    book.close()
    return rows


def _row(number: int, cells: dict[str, Any]) -> Row:
    given = cells["Indicative Review Date"]
    day = given.date() if isinstance(given, datetime) else None
    return Row(
        number=number,
        urn=_clean(cells["URN"]),
        original=_clean(cells["Original URN"]),
        title=_clean(cells["NOS Title"]),
        suites=tuple(dict.fromkeys(s for s in map(_clean, str(cells["Suite"] or "").split(";")) if s)),
        validity=_clean(cells["Validity"]),
        review=None if day == PLACEHOLDER else day,
        placeholder=day == PLACEHOLDER,
        file=_clean(cells["Name"]),
    )


def _clean(value: object) -> str:
    text = "" if value is None else str(value).replace("&nbsp", " ")
    return re.sub(r"\s+", " ", text).strip()
