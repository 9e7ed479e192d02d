"""Rules of combination in prose, such as "candidates must complete 2 units" -> groups of units with a least number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

_WORDS = {
    "one": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10,
}  # fmt: skip
_LONGEST = 9
"""Signs of a number or its word."""
_BETWEEN = "further|more|optional|mandatory|core|additional|of|the|following"
_COUNT = re.compile(rf"\b(\d+|{'|'.join(_WORDS)})\s+(?:(?:{_BETWEEN})\s+)*(?:units?\b|from\b)", re.I)
_OF_KIND = re.compile(rf"\b(\d+|{'|'.join(_WORDS)})\s+(?:further\s+)?(mandatory|optional)\s+units?\b", re.I)
_ABOVE = re.compile(r"\bthe \d+ mandatory units above(?: \(from (mandatory group \d+)\))?", re.I)
_TOTAL = re.compile(r"\btotal(?: of)? (\d+)\b|\b(\d+) units in total\b", re.I)
_CREDITS = re.compile(r"\b(\d+) credits (?:must come )?from the (mandatory|optional) units\b", re.I)
_UNSAID = re.compile(r"\beither\b|\bor\b|\bpairs?\b|\bexclu|\bif not\b|\bdifferent\b", re.I)
"""Words of rules that groups with a least number cannot say."""
_SECTION = re.compile(r"\bsection\b", re.I)
_PATHWAY = re.compile(r"Pathway\s+\d+\s*-\s*(.+)", re.S)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in a structure: whether it is mandatory (M), optional (O) or additional (A), and its address."""

    kind: str
    iri: str


@dataclass(slots=True)
class Block:
    """Units that stand together under headings; a section spans the blocks that follow it."""

    heads: list[str]
    section: str = ""
    units: list[Unit] = field(default_factory=list)


@dataclass(slots=True)
class Pathway:
    """One way to a qualification, as its heading puts it; the blocks before the first have no name."""

    name: str
    rule: str
    place: str
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Group:
    """Units of which a least number, or units worth a least number of credits, are needed."""

    units: tuple[str, ...]
    at_least: int = 0
    credits: int = 0


class Unreadable(Exception):
    """A rule that cannot be read whole, so that nothing of it is used."""


def pathway(heading: str, place: str) -> Pathway | None:
    """The pathway that a heading opens, or None where it opens none."""
    found = _PATHWAY.fullmatch(heading.strip())
    if found is None:
        return None
    name, _, rule = found[1].partition("\n")
    if not rule:
        name, sign, rest = name.partition("(")
        rule = sign + rest
    return Pathway(name.strip(), rule, place)


def opened(block: Block, heading: str) -> None:
    """Take a further heading of a block; a section's is not one of its own."""
    if block.heads and _SECTION.search(block.heads[-1]):
        block.section = block.heads.pop()
    block.heads.append(heading)


def groups(common: Sequence[Block], own: Sequence[Block], rule: str) -> list[Group]:
    """The groups of a pathway, or of a qualification without any; raises Unreadable.

    `rule` is what is said of the whole: which of the common blocks it takes, and how many units there are in all.
    """
    if _unsaid(rule):
        raise Unreadable("its rule has a condition that cannot be told by groups of units")
    listed = list(_needed([*_taken(common, rule), *own]))
    units = [iri for block in listed for iri in {unit.iri for unit in block.units}]
    if len(set(units)) < len(units):
        raise Unreadable("a unit stands in two groups, and may not count for both")
    found: list[Group] = []
    number = 0
    for section, blocks in groupby(listed, key=lambda block: block.section):
        in_section, needed = _of_section(section, list(blocks), rule)
        found += in_section
        number += needed
    if not found:
        raise Unreadable("no units are listed")
    total = {_number(a or b) for a, b in _TOTAL.findall(rule)}
    if total and total != {number} and not any(group.credits for group in found):
        raise Unreadable(f"its groups ask for {number} units and its rule for {', '.join(map(str, sorted(total)))}")
    return found


def _taken(common: Sequence[Block], rule: str) -> list[Block]:
    named = _ABOVE.search(rule)
    if named is None or not named[1]:
        return list(common)
    chosen = [block for block in common if any(head.lower().startswith(named[1].lower()) for head in block.heads)]
    return [Block(block.heads, "", block.units) for block in chosen]


def _needed(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks without additional units, mandatory and optional ones apart."""
    for block in blocks:
        for kind in ("M", "O"):
            units = [unit for unit in block.units if unit.kind == kind]
            if units:
                yield Block(block.heads, block.section, units)


def _of_section(section: str, blocks: Sequence[Block], rule: str) -> tuple[list[Group], int]:
    """The groups of the blocks of a section, or of those in none, and how many units they need together."""
    every = [_group(block, rule, needed=not section) for block in blocks]
    said = sum(group.at_least for group in every)
    if not section:
        return every, said
    if _unsaid(section):
        raise Unreadable("a section has a condition that cannot be told by groups of units")
    total = _count(section)
    spoken = [group for group in every if group.at_least]
    if (total is None and len(spoken) < len(every)) or (total is not None and total < said):
        raise Unreadable("a section and its groups do not say how many units are needed")
    if total is None or (total == said and len(spoken) == len(every)):
        return spoken, said
    return [*spoken, Group(tuple(unit for group in every for unit in group.units), total)], total


def _group(block: Block, rule: str, *, needed: bool) -> Group:
    """The group of a block of one kind; without a number where its section may say it."""
    units = tuple(dict.fromkeys(unit.iri for unit in block.units))
    kind = "mandatory" if block.units[0].kind == "M" else "optional"
    text = " ".join(block.heads)
    if _unsaid(text):
        raise Unreadable("a group has a condition that cannot be told by a least number of units")
    further = _ABOVE.sub("", rule)
    count = (
        _count(text) if text else next((_number(n) for n, of in _OF_KIND.findall(further) if of.lower() == kind), None)
    )
    if kind == "mandatory":
        if count not in (None, len(units)):
            raise Unreadable(f"a group lists {len(units)} mandatory units and asks for {count}")
        return Group(units, len(units))
    credits = next((_number(n) for n, of in _CREDITS.findall(rule) if of.lower() == kind), 0)
    if count is None and not credits and needed:
        raise Unreadable("it does not say how many units of a group are needed")
    if count is not None and count > len(units):
        raise Unreadable(f"a group lists {len(units)} units and asks for {count}")
    return Group(units, count or 0, 0 if count else credits)


def _unsaid(text: str) -> bool:
    return bool(_UNSAID.search(text.replace("and/or", "and")))


def _count(text: str) -> int | None:
    """The one number of units that a text asks for, or None; raises Unreadable where it says several."""
    found = {_number(number) for number in _COUNT.findall(text)}
    if len(found) > 1:
        raise Unreadable("a group is given several numbers of units")
    return found.pop() if found else None


def _number(word: str) -> int:
    if len(word) > _LONGEST:
        raise Unreadable("a number in it is too long to be one of units")
    return _WORDS[word.lower()] if word.lower() in _WORDS else int(word)
