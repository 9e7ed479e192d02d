"""The one emitter: a page of blocks goes out as table, JSON, CSV, Markdown, HTML or Turtle.

A verb makes one `Page`; nothing else in the faces writes an answer. What comes from data is made safe here, once:
control characters never reach a terminal, formulas never reach a spreadsheet, markup never reaches a browser.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, TextIO

from signpost import files
from signpost.cells import neutral
from signpost.errors import SignpostError

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions
    from rich.measure import Measurement
    from rich.table import Table as Grid
    from rich.text import Text as Line

WIDTH = 110
"""Columns of a table that does not go to a terminal."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a part of a page."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `quiet` ones are notes that a hurried reader may skip."""

    text: str
    quiet: bool = False
    terminal: bool = False
    """Whether it tells what to type next, so that a browser leaves it out."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; a cell is a text, a number, a day or None."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    tones: tuple[str, ...] = ()
    """One for each row: good, poor, unknown, or empty."""
    cut: tuple[str, ...] = ()
    """Columns whose texts a terminal shows in two lines at most; the other forms have all of them."""
    spare: tuple[str, ...] = ()
    """Columns that a terminal narrower than `WIDTH` leaves out; the other forms have them."""

    @property
    def named(self) -> bool:
        """Whether its columns have names; else its first column says what the second is."""
        return any(self.columns)

    def without(self, spare: Collection[str]) -> Table:
        """The same table without those of its columns."""
        kept = [i for i, column in enumerate(self.columns) if column not in spare]
        rows = tuple(tuple(row[i] for i in kept) for row in self.rows)
        return replace(self, columns=tuple(self.columns[i] for i in kept), rows=rows)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: a line, the details below it (lines, or entries of their own), and where it leads."""

    text: str
    details: tuple[str | Item, ...] = ()
    link: str = ""
    """An address; only one that begins with http:// or https:// is written."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list of items, numbered where their order matters."""

    items: tuple[Item, ...]
    numbered: bool = False


Block = Heading | Text | Table | Items


@dataclass(frozen=True, slots=True)
class Page:
    """One answer: `value` is what JSON prints, `rows` what CSV prints, `turtle` the statements it rests on."""

    title: str
    blocks: tuple[Block, ...]
    value: Any
    rows: Table
    turtle: bytes | None = None


def emit(page: Page, form: str, out: TextIO, *, colour: bool = False) -> None:
    """Write a page in one of `FORMS` to a stream; raises SignpostError where the page has no such form.

    A table is as wide as the terminal it goes to, or as COLUMNS says; `colour` is for terminals alone.
    """
    if form == "table":
        out.write(_table(page, shutil.get_terminal_size((WIDTH, 1)).columns, colour))
    else:
        out.write(FORMS[form](page))


def plain(value: Any) -> Any:
    """A dataclass as what JSON prints: money in pence, time in minutes, days as ISO 8601, None for "not known"."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(plain(k)): plain(v) for k, v in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(v) for v in value]
    return value


def _json(page: Page) -> str:
    return json.dumps(plain(page.value), ensure_ascii=False, indent=1) + "\n"


def _csv(page: Page) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(page.rows.columns)
    writer.writerows([[_spreadsheet(cell) for cell in row] for row in page.rows.rows])
    return out.getvalue()


def _spreadsheet(cell: Any) -> Any:
    shown = plain(cell)
    return neutral(shown) if isinstance(shown, str) else shown


def _markdown(page: Page) -> str:
    return "\n\n".join([f"# {_markdown_text(page.title)}", *map(_markdown_block, page.blocks)]) + "\n"


def _markdown_block(block: Block) -> str:
    match block:
        case Heading():
            return f"## {_markdown_text(block.text)}"
        case Text():
            return f"*{_markdown_text(block.text)}*" if block.quiet else _markdown_text(block.text)
        case Table():
            return "\n".join(map(_markdown_row, (block.columns, ("---",) * len(block.columns), *block.rows)))
        case Items():
            return "\n".join(_markdown_item(i, item, block.numbered) for i, item in enumerate(block.items, 1))


def _markdown_row(cells: Sequence[Any]) -> str:
    return "| " + " | ".join(_markdown_text(_cell(c)) for c in cells) + " |"


def _markdown_item(number: int, item: Item, numbered: bool) -> str:
    mark = f"{number}." if numbered else "-"
    inside = [_markdown_item(0, one if isinstance(one, Item) else Item(one), False) for one in item.details]
    indent = "\n" + " " * (len(mark) + 1)
    return f"{mark} {_markdown_link(item)}" + "".join(indent + one.replace("\n", indent) for one in inside)


def _markdown_link(item: Item) -> str:
    text, address = _markdown_text(item.text), safe(item.link)
    return f"[{text}](<{address}>)" if address else text


def _markdown_text(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>|#])", r"\\\1", printable(text)).replace("\n", " ")


def safe(address: str) -> str:
    """An address that a page may lead to; empty where it is not plain http or https."""
    plain_address = re.fullmatch(r"https?://[^\s<>\"'`\\\x00-\x20\x7f]+", address) and printable(address) == address
    return address if plain_address else ""


def _html(page: Page) -> str:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(files.web() / "templates"), autoescape=True, trim_blocks=True)
    environment.filters.update(cell=_cell, safe_address=safe)
    blocks = [(type(block).__name__, block) for block in page.blocks]
    return environment.get_template("answer.html").render(page=page, blocks=blocks) + "\n"


def _turtle(page: Page) -> str:
    if page.turtle is None:
        raise SignpostError("this answer has no Turtle form. Use --as json, or 'signpost export' for statements.")
    return page.turtle.decode()


def _cell(cell: Any) -> str:
    shown = plain(cell)
    return "" if shown is None else str(shown)


def printable(text: str) -> str:
    """A text without what could steer a terminal or turn its letters round; line breaks stay."""
    return "".join(c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") else " " for c in text)


_TONES = {"good": "green", "poor": "yellow", "unknown": "cyan", "bad": "red"}


def _table(page: Page, width: int, colour: bool) -> str:
    from rich.console import Console

    # Drawn in memory: rich ends the process by itself where a pipe breaks, and that is not for it to say.
    drawn = io.StringIO()
    console = Console(
        file=drawn, width=width, no_color=not colour, markup=False, emoji=False, highlight=False, force_terminal=colour
    )
    console.print(printable(page.title), style="bold")
    for block in page.blocks:
        _print(console, block)
    text = drawn.getvalue()
    return text if colour else re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)


def _print(console: Console, block: Block) -> None:
    match block:
        case Heading():
            console.print("\n" + printable(block.text), style="bold")
        case Text():
            console.print(printable(block.text), style="dim" if block.quiet else None)
        case Table():
            _print_table(console, block.without(block.spare) if console.width < WIDTH else block)
        case Items():
            _print_items(console, block)


def _print_table(console: Console, block: Table) -> None:
    from rich import box
    from rich.table import Table as Grid

    grid = Grid(
        box=box.SIMPLE_HEAD if block.named else None, pad_edge=False, show_edge=False, header_style="dim",
        show_header=block.named, padding=(0, 1, 0, 0),
    )  # fmt: skip
    for i, column in enumerate(block.columns):
        numbers = all(isinstance(row[i], int | None) for row in block.rows)
        grid.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for i, row in enumerate(block.rows):
        style = _TONES.get(block.tones[i]) if block.tones else None
        cells = [printable(_cell(cell)) for cell in row]
        shown = [_Cut(cell) if column in block.cut else cell for column, cell in zip(block.columns, cells, strict=True)]
        grid.add_row(*shown, style=style)
    console.print(grid)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text that is cut after its second line, however wide its column is."""

    text: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Line]:
        from rich.text import Text as Line

        lines = Line(self.text).wrap(console, options.max_width)
        for line in lines:
            line.rstrip()
        yield from lines[:1]
        if len(lines) > 1:
            second = Line(" ").join(lines[1:])
            second.truncate(options.max_width, overflow="ellipsis")
            yield second

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        from rich.measure import Measurement

        longest = max(map(len, self.text.split()), default=1)
        return Measurement(min(longest, options.max_width), min(len(self.text), options.max_width))


def _print_items(console: Console, block: Items) -> None:
    from rich.table import Table as Grid

    grid = Grid.grid(padding=(0, 1))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for number, item in enumerate(block.items, 1):
        grid.add_row(f"{number}." if block.numbered else "-", printable(item.text))
        for detail in (*item.details, *filter(None, [safe(item.link)])):
            grid.add_row("", _detail(detail))
    console.print(grid)


def _detail(detail: str | Item) -> Line | Grid:
    """A line below an entry, or an entry with a mark and lines of its own."""
    from rich.table import Table as Grid
    from rich.text import Text as Line

    if isinstance(detail, str):
        return Line(printable(detail), style="dim")
    grid = Grid.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    grid.add_row("-", Line(printable(detail.text), style="dim"))
    for inner in (*detail.details, *filter(None, [safe(detail.link)])):
        grid.add_row("", _detail(inner))
    return grid


FORMS: dict[str, Callable[[Page], str]] = {"json": _json, "csv": _csv, "md": _markdown, "html": _html, "ttl": _turtle}
"""The forms that are text; `table` is drawn for a terminal."""
