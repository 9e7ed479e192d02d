"""The page of an answer that the command line gives too: its title, its blocks, and what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from signpost.emit import Block, Heading, Item, Items, Page, Table, Text


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be chosen in a form."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """An answer in blocks, each with the name of its kind."""

    title: str
    asked: dict[str, str]
    """What was asked, by the names of the fields."""
    choices: tuple[Choice, ...]
    blocks: tuple[tuple[str, Block], ...]
    table: str = ""
    """The path of the same answer as a table (CSV)."""
    links: Mapping[str, str] = field(default_factory=dict)
    """The IRI of each thing whose name an entry of the blocks is, or begins with."""

    def pieces(self, text: str) -> list[tuple[str, str]]:
        """A text in pieces, each with the IRI of the thing whose name it is; empty where it is none."""
        return list(_pieces(text, self.links))


def answer_page(
    page: Page, asked: dict[str, str], choices: tuple[Choice, ...] = (), table: str = "",
    named: Mapping[str, str] | None = None,
) -> AnswerPage:  # fmt: skip
    """The page of an answer, without what helps at a terminal alone; `named` has the IRIs of things by their names."""
    blocks = tuple(_blocks(page))
    known = named or {}
    told = {piece for _, block in blocks for text in _texts(block) for piece, iri in _pieces(text, known) if iri}
    return AnswerPage(page.title, asked, choices, blocks, table, {name: known[name] for name in sorted(told)})


def _blocks(page: Page) -> Iterator[tuple[str, Block]]:
    for block in page.blocks:
        if not (isinstance(block, Text) and block.terminal):
            yield type(block).__name__, block


# ------------------------------------------------------------------------------------------------ names in texts
_BECOMES = " -> "


def _texts(block: Block) -> Iterator[str]:
    """What may name a thing in a block: a heading, a cell, the first line of an entry."""
    match block:
        case Heading():
            yield block.text
        case Table():
            yield from (cell for row in block.rows for cell in row if isinstance(cell, str))
        case Items():
            yield from (text for item in block.items for text in _lines(item))


def _lines(item: Item) -> Iterator[str]:
    yield item.text
    for detail in item.details:
        yield from _lines(detail) if isinstance(detail, Item) else (detail,)


def _pieces(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for n, part in enumerate(text.split(_BECOMES)):
        if n:
            yield " becomes ", ""
        yield from _named(part, known)


def _named(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The longest name that a text begins with, then what follows; of names with commas between them each."""
    words = text.split(" ")
    begins = (" ".join(words[:number]) for number in range(len(words), 0, -1))
    name = next((bare for one in begins for bare in (one, one.rstrip(":,")) if bare in known), "")
    if name:
        yield name, known[name]
    rest = text.removeprefix(name)
    if name and rest.startswith(", "):
        yield ", ", ""
        yield from _named(rest[2:], known)
    elif rest:
        yield rest, ""
