"""The page of an answer that the command line gives too: its title, its blocks, and what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from signpost.emit import Block, Page, Text


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


def answer_page(page: Page, asked: dict[str, str], choices: tuple[Choice, ...] = (), table: str = "") -> AnswerPage:
    """The page of an answer, without what helps at a terminal alone."""
    return AnswerPage(page.title, asked, choices, tuple(_blocks(page)), table)


def _blocks(page: Page) -> Iterator[tuple[str, Block]]:
    for block in page.blocks:
        if not (isinstance(block, Text) and block.terminal):
            yield type(block).__name__, block
