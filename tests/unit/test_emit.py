from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from signpost.emit import FORMS, Heading, Item, Items, Page, Table, Text, emit, plain, printable
from signpost.errors import SignpostError
from signpost.model import Basis, Horizon, Requirement

NASTY = "<script>alert(1)</script>"
ROWS = Table(("label", "price_pence", "day"), ((NASTY, 1250, date(2026, 3, 31)), ("=1+1", None, None)))
PAGE = Page(
    "A & B",
    (Heading("Part"), Text("text *"), ROWS, Items((Item(NASTY, ("detail|",)),), numbered=True)),
    {"a": Requirement("r", "c", 3, proposed=Basis("why", 0.5))},
    ROWS,
    b"<a:a> <b:b> <c:c> .\n",
)


def written(form: str, page: Page = PAGE) -> str:
    out = io.StringIO()
    emit(page, form, out)
    return out.getvalue()


@pytest.mark.parametrize("form", ["table", *FORMS])
def test_the_same_page_is_the_same_text(form: str) -> None:
    assert written(form) == written(form) != ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_spreadsheet_is_a_formula(start: str) -> None:
    rows = Table(("a", "b"), ((f"{start}cmd", -5),))
    cells = list(csv.reader(io.StringIO(written("csv", Page("", (), None, rows)), newline="")))[1]
    assert cells == [f"'{start}cmd", "-5"]


def test_csv_has_a_header_and_a_row_for_each() -> None:
    assert list(csv.reader(io.StringIO(written("csv"))))[1:] == [[NASTY, "1250", "2026-03-31"], ["'=1+1", "", ""]]


def test_html_escapes_what_comes_from_data() -> None:
    text = written("html")
    assert NASTY not in text
    assert "&lt;script&gt;" in text
    assert text.startswith("<!doctype html>")


def test_markdown_escapes_its_own_signs() -> None:
    assert "<script>" not in written("md")
    assert "detail\\|" in written("md")


def test_json_is_the_value_with_plain_dates_enums_and_parts() -> None:
    value = json.loads(written("json"))["a"]
    assert (value["level"], value["horizon"], value["proposed"]) == (3, "now", {"text": "why", "confidence": 0.5})
    assert plain({Horizon.NOW: (date(2026, 1, 2),)}) == {"now": ["2026-01-02"]}


def test_a_terminal_is_not_steered_by_data() -> None:
    page = Page("\x1b[2Jtitle\u202e", (Text("[red]not markup[/red] \x07"),), None, ROWS)
    text = written("table", page)
    assert not {"\x1b", "\u202e", "\x07"} & set(text)
    assert "[red]not markup[/red]" in text
    assert printable("a\nb\x00") == "a\nb "


def test_turtle_is_there_only_where_there_are_statements() -> None:
    assert written("ttl") == "<a:a> <b:b> <c:c> .\n"
    with pytest.raises(SignpostError, match="no Turtle"):
        written("ttl", Page("", (), None, ROWS))
