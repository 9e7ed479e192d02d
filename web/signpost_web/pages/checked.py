"""What was found in a submission, beside what was sent: each finding at its row, its line or its thing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from signpost.model import Finding, Received, Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from signpost.browsing import Excerpt

MOST = 100
"""Findings of one weight that a page shows."""
MOST_ROWS = 50
MOST_PARTS = 40
_MOST_READ = 2 * 1024 * 1024
"""Bytes of a document in which places are looked for."""
_LONGEST = 200
_AROUND = 2
"""Lines before and after the one that is meant."""
_KEYS = 30
_NAMES = ("label", "name")
"""Where a thing says what it is called, in our words and in those of schema.org."""

_TABLES = (".csv", ".tsv", ".txt", ".xlsx")
_CELL = re.compile(r"[^:]*:(?P<row>[0-9]{1,7})(?::(?P<head>.+))?", re.DOTALL)
_POINTER = re.compile(r"[^#]*#(?P<pointer>/.*)", re.DOTALL)
_MARKED = (Severity.REFUSED, Severity.WARNING)
"""What is marked at its place; advice is only told."""
_TO_CHOOSE = "the columns of our course list, or another kind of file that is chosen under 'What it is'"
_KNOWN = ("reference", "title")
"""Columns of a list that are always shown, so that each row is known by them."""
_GRAVEST = (Severity.REFUSED, Severity.WARNING, Severity.ADVICE)


Faults = tuple[tuple[str, str], ...]
"""The weight of each finding, and its sentence."""


@dataclass(frozen=True, slots=True)
class Told:
    """One finding, and where on the page it is shown."""

    message: str
    place: str
    at: str
    """The id of the cell, row or place that it is about; empty where that is not shown."""
    expected: str
    example: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a list; `weight` is that of the gravest finding about it, empty where there is none."""

    id: str
    """Empty where nothing was found about it."""
    text: str
    weight: str
    faults: Faults


@dataclass(frozen=True, slots=True)
class Row:
    """One row about which something was found."""

    number: int
    cells: tuple[Cell, ...]
    faults: Faults
    """What is about the whole of it, or about a column that it does not have."""
    weight: str


@dataclass(frozen=True, slots=True)
class Part:
    """A place of a document: its lines, with those that are meant."""

    id: str
    place: str
    called: str
    """What the thing is called that stands there; empty where it has no name."""
    lines: tuple[tuple[str, bool], ...]
    faults: Faults
    weight: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, the gravest apart from the rest."""

    refused: tuple[Told, ...]
    warnings: tuple[Told, ...]
    advice: tuple[Told, ...]
    counts: tuple[int, int, int]
    """How many of each weight there are, shown or not."""
    heads: tuple[str, ...]
    """The columns that are shown: those by which a row is known, and those in which something was found."""
    rows: tuple[Row, ...]
    parts: tuple[Part, ...]

    @property
    def passes(self) -> bool:
        """Whether it can be published."""
        return not self.counts[0]


def checked(findings: Sequence[Finding], sent: Received | None, look: Callable[..., Excerpt]) -> Checked:
    """What was found in what was sent; `look` gives rows of a list. Where nothing was kept, no place is shown."""
    by_weight = [[one for one in findings if one.severity is weight] for weight in _GRAVEST]
    first = [one for some in by_weight for one in some[:MOST] if one.severity in _MARKED]
    heads, rows = _rows(first, sent, look) if sent and _is_table(sent) else ((), ())
    parts = tuple(_parts(first, sent)) if sent and not _is_table(sent) else ()
    at = {place: id for row in rows for place, id in _ids(row, heads)}
    ids = {part.place: (part.id, part.called) for part in parts}

    def told(one: Finding) -> Told:
        number, head = _row_of(one.place), _head_of(one.place)
        id, called = ids.get(one.place, ("", ""))
        place = _in_words(one.place) if sent and _is_table(sent) else f"'{called}'" if called else one.place
        return Told(one.message, place, at.get((number, head)) or at.get((number, ""), id),
                    _expected(one.expected), one.example)  # fmt: skip

    refused, warnings, advice = (tuple(map(told, some[:MOST])) for some in by_weight)
    return Checked(refused, warnings, advice, (len(by_weight[0]), len(by_weight[1]), len(by_weight[2])), heads, rows,
                   parts)  # fmt: skip


def _expected(said: str) -> str:
    """What is expected, without what helps at a terminal alone."""
    return _TO_CHOOSE if "--format" in said else said.rstrip(".")


def _gravest(found: Sequence[Finding]) -> str:
    return next((weight.value for weight in _GRAVEST if any(one.severity is weight for one in found)), "")


def _messages(found: Sequence[Finding]) -> Faults:
    return tuple(dict.fromkeys((one.severity.value, one.message) for one in found))


# ------------------------------------------------------------------------------------------------ rows of a list
def _is_table(sent: Received) -> bool:
    return sent.name.lower().endswith(_TABLES)


def _row_of(place: str) -> int:
    found = _CELL.fullmatch(place)
    return int(found["row"]) if found else 0


def _in_words(place: str) -> str:
    """A place in a list as people say it: row 12, price."""
    number, head = _row_of(place), _head_of(place)
    return place if not number else f"row {number}, {head}" if head else f"row {number}"


def _head_of(place: str) -> str:
    found = _CELL.fullmatch(place)
    return (found["head"] or "") if found else ""


def _rows(
    findings: Sequence[Finding], sent: Received, look: Callable[..., Excerpt]
) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """The heads, and the first rows about which something was found."""
    about: dict[int, list[Finding]] = {}
    for one in findings:
        if number := _row_of(one.place):
            about.setdefault(number, []).append(one)
    kept = sorted(about)[:MOST_ROWS]
    excerpt = look(sent, kept) if kept else None
    if excerpt is None or not excerpt.rows:
        return (), ()
    rows = [_row(n, excerpt.rows[n], about[n], excerpt.heads) for n in kept if n in excerpt.rows]
    shown = [
        n for n in range(len(excerpt.heads)) if excerpt.heads[n] in _KNOWN or any(row.cells[n].weight for row in rows)
    ]
    return (tuple(excerpt.heads[n] for n in shown),
            tuple(replace(row, cells=tuple(row.cells[n] for n in shown)) for row in rows))  # fmt: skip


def _ids(row: Row, heads: Sequence[str]) -> Iterator[tuple[tuple[int, str], str]]:
    """The places of a row, each with the id of what is shown there."""
    yield (row.number, ""), f"row-{row.number}"
    yield from (((row.number, head), cell.id) for head, cell in zip(heads, row.cells, strict=True) if cell.id)


def _row(number: int, cells: Sequence[str], found: Sequence[Finding], heads: Sequence[str]) -> Row:
    by_head: dict[str, list[Finding]] = {}
    for one in found:
        head = _head_of(one.place)
        by_head.setdefault(head if head in heads else "", []).append(one)
    padded = [*cells, *[""] * (len(heads) - len(cells))]
    return Row(
        number=number,
        cells=tuple(_cell(f"cell-{number}-{at}", text, by_head.get(head, ()) if head else ())
                    for at, (text, head) in enumerate(zip(padded, heads, strict=False))),
        faults=_messages(by_head.get("", ())),
        weight=_gravest(found),
    )  # fmt: skip


def _cell(id: str, text: str, found: Sequence[Finding]) -> Cell:
    return Cell(id if found else "", text, _gravest(found), _messages(found))


# ------------------------------------------------------------------------------------------------ parts of a document
def _parts(findings: Sequence[Finding], sent: Received) -> Iterator[Part]:
    """The places of a document about which something was found, so far as they can be shown."""
    about: dict[str, list[Finding]] = {}
    for one in findings:
        about.setdefault(one.place, []).append(one)
    if len(sent.content) > _MOST_READ:
        return
    text = sent.content.decode("utf-8", "replace")
    document = _document(text)
    number = 0
    for place, found in about.items():
        lines = tuple(_lines(place, found, text, document))
        if lines and number < MOST_PARTS:
            number += 1
            yield Part(f"part-{number}", place, _called(place, document), lines, _messages(found), _gravest(found))


def _document(text: str) -> Any:
    """What a text is as JSON; None for any other."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _lines(place: str, found: Sequence[Finding], text: str, document: Any) -> Iterator[tuple[str, bool]]:
    pointer = _POINTER.fullmatch(place)
    if pointer and document is not None:
        yield from _thing(*_pointed(document, pointer["pointer"]), {one.path for one in found})
    elif number := _line_of(place):
        lines = text.splitlines()
        for n in range(max(1, number - _AROUND), min(len(lines), number + _AROUND) + 1):
            yield f"{n:>4}  {lines[n - 1][:_LONGEST]}", n == number


def _called(place: str, document: Any) -> str:
    """What the thing at a place of a document is called."""
    pointer = _POINTER.fullmatch(place)
    thing = _pointed(document, pointer["pointer"])[0] if pointer and document is not None else None
    names = [thing.get(word) for word in _NAMES] if isinstance(thing, Mapping) else []
    return next((name.strip()[:_LONGEST] for name in names if isinstance(name, str) and name.strip()), "")


def _line_of(place: str) -> int:
    found = re.fullmatch(r"[^:]*:([0-9]{1,7})(?::[0-9]+)?", place)
    return int(found[1]) if found else 0


def _pointed(document: Any, pointer: str) -> tuple[Any, str]:
    """The thing that a JSON pointer leads to or into, and the word of it that is meant, if one is."""
    at, word = document, ""
    for step in (part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:] if part):
        inner = at.get(step) if isinstance(at, Mapping) else _item(at, step)
        if not isinstance(inner, Mapping | list):
            return at, step
        at, word = inner, step
    return (at, "") if isinstance(at, Mapping) else ({word: at}, word)


def _item(value: Any, step: str) -> Any:
    known = isinstance(value, list) and step.isdecimal() and len(step) < 8 and int(step) < len(value)
    return value[int(step)] if known else None


def _thing(thing: Any, word: str, paths: set[str]) -> Iterator[tuple[str, bool]]:
    """A thing of a JSON document, a line for each of its words."""
    if isinstance(thing, Mapping):
        for name, value in list(thing.items())[:_KEYS]:
            written = json.dumps(value, ensure_ascii=False)
            cut = f"{written[:_LONGEST]} ..." if len(written) > _LONGEST else written
            yield f"{name}: {cut}", name == word or name in paths
