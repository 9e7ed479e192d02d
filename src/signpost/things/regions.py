"""The regions that people travel to, as a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from signpost.engine.index import Index


@dataclass(frozen=True, slots=True)
class Place:
    """One region of the tree."""

    iri: str
    label: str
    depth: int
    """0 for what lies within no other."""


def places(index: Index) -> list[Place]:
    """Every region after the one that it lies within, those within the same one by name."""
    below: dict[int, list[int]] = {}
    for row, within in enumerate(index.region_within.tolist()):
        below.setdefault(within, []).append(row)
    return list(_below(index, below, -1, 0))


def _below(index: Index, below: dict[int, list[int]], within: int, depth: int) -> Iterator[Place]:
    for row in sorted(below.get(within, ()), key=lambda row: (index.label("region", row), index.iri("region", row))):
        yield Place(index.iri("region", row), index.label("region", row), depth)
        yield from _below(index, below, row, depth + 1)
