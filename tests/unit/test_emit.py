from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from signpost.emit import FORMS, Heading, Item, Items, Page, Table, Text, emit, plain, printable, safe
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


def test_only_plain_web_addresses_are_followed() -> None:
    assert safe("https://college.example/a?b=c&d=e") == "https://college.example/a?b=c&d=e"
    for bad in ("javascript:alert(1)", "https://x y", 'https://x"onclick=', "ftp://x", "https://x\u202ey", "HTTP", ""):
        assert safe(bad) == ""


NESTED = Page(
    "",
    (Items((Item("Course", ("when", Item("inner", ("deep",), "https://i.example/"), "after"), "https://c.example/"),
            Item("bad", link="javascript:x"))),),
    None,
    Table((), ()),
)  # fmt: skip


def test_a_link_is_one_in_html_and_markdown_and_is_written_out_on_a_terminal() -> None:
    text = written("html", NESTED)
    assert '<a href="https://c.example/">Course</a>' in text
    assert '<a href="https://i.example/">inner</a>' in text
    assert "javascript" not in text
    assert written("md", NESTED).splitlines()[2:] == [
        "- [Course](<https://c.example/>)",
        "  - when",
        "  - [inner](<https://i.example/>)",
        "    - deep",
        "  - after",
        "- bad",
    ]
    assert written("table", NESTED).splitlines()[1:] == [
        "- Course", "  when", "  - inner", "    deep", "    https://i.example/", "  after", "  https://c.example/",
        "- bad",
    ]  # fmt: skip


def test_what_is_piped_is_as_wide_as_columns_says_and_has_no_trailing_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    long = " ".join(["word"] * 80)
    page = Page(
        long, (Text(long), Table(("Code", "Title"), (("A1", long), ("B2", "short")), cut=("Title",))), None, ROWS
    )
    for width in (60, 80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        lines = written("table", page).splitlines()
        assert width - 10 < max(map(len, lines)) <= width
        assert [line for line in lines if line != line.rstrip()] == []
        row = lines.index(next(line for line in lines if line.startswith("A1")))
        assert lines[row + 1].endswith("…")
        assert lines[row + 2].startswith("B2"), "two lines at most"
    assert long in written("md", page), "the other forms have all of it"


SPARE = Page("T", (Table(("Code", "Edition"), (("A1", "2012"),), spare=("Edition",)),), None, ROWS)


@pytest.mark.parametrize(("columns", "kept"), [("80", False), ("110", True)])
def test_a_narrow_terminal_leaves_spare_columns_out(monkeypatch: pytest.MonkeyPatch, columns: str, kept: bool) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert ("2012" in written("table", SPARE), "Edition" in written("table", SPARE)) == (kept, kept)
    assert "2012" in written("html", SPARE)
    assert "| A1 | 2012 |" in written("md", SPARE)


def test_html_is_one_page_that_needs_nothing_else() -> None:
    text = written("html")
    assert '<html lang="en">' in text
    assert "<title>A &amp; B</title>" in text
    assert text.count("<h1>") == 1
    assert text.index("<h1>") < text.index("<h2>Part</h2>")
    assert not any(foreign in text for foreign in ("<script", "<link", "src=", "@import", "url("))


def test_each_cell_of_html_says_its_column_for_narrow_screens() -> None:
    table = Table(("Needs", "State"), ((4, "met"), (3, "short")), ("good", "poor"))
    text = written("html", Page("T", (table,), None, ROWS))
    assert text.count('data-column="Needs"') == text.count('data-column="State"') == 2
    assert text.index('class="good"') < text.index(">met<") < text.index('class="poor"') < text.index(">short<")


def test_a_table_of_facts_has_row_headings_and_no_empty_ones() -> None:
    text = written("html", Page("T", (Table(("", ""), (("Price", "£95"),)),), None, ROWS))
    assert '<th scope="row" role="rowheader">Price</th>' in text
    assert "<thead" not in text.split("</style>")[1]
    assert "data-column" not in text.split("</style>")[1]


def test_an_address_in_a_cell_leads_there_and_another_does_not() -> None:
    table = Table(("", ""), (("Source", "https://a.example/b"), ("Note", "javascript:alert(1)")))
    text = written("html", Page("T", (table,), None, ROWS))
    assert '<a href="https://a.example/b">https://a.example/b</a>' in text
    assert text.count("<a ") == 1
