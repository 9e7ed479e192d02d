"""The nations, regions and councils of the United Kingdom by their names, as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache

from signpost import files, words
from signpost.exchange.slugs import folded
from signpost.graph.parse import parse

WIDE, NARROW = "regions", "local-authorities"
"""The vocabularies of nations and English regions, and of the councils within them."""

_KINGDOM = frozenset({"uk", "u.k.", "united kingdom", "uk wide", "uk-wide", "the uk", "the united kingdom"})
_NO_PART = frozenset({"a", "and", "city", "council", "county", "england", "greater", "of", "region", "the"})
"""Words that people leave out of a name or put into it."""
_SHORT = {"yorkshire": "humber yorkshire", "eastern": "east"}
"""A part that stands for the whole of a name, both without the words that make no difference."""


@dataclass(frozen=True, slots=True)
class Area:
    """A nation, an English region or the area of a council."""

    iri: str
    label: str


@cache
def areas(vocabulary: str) -> tuple[Area, ...]:
    """The areas of one of the two vocabularies, in the order of their codes."""
    path = files.ontology() / "vocabularies" / f"{vocabulary}.ttl"
    nodes, _ = words.from_triples(parse(path.read_bytes(), "turtle", path.name))
    return tuple(Area(node["id"], words.text(node, "label")) for node in nodes if node.get("type") == "Region")


@lru_cache(4096)
def meant(said: str) -> tuple[Area, ...]:
    """The areas that a name, a code or an address stands for; the United Kingdom is its four nations. Else none.

    >>> [area.label for area in meant("yorkshire & the humber")], [area.label for area in meant("Bristol")]
    (['Yorkshire and The Humber'], ['Bristol, City of'])
    >>> [area.label for area in meant("E12000007")], [area.label for area in meant("Atlantis")]
    (['London'], [])
    """
    if folded(said) in _KINGDOM:
        nations = [area for area in areas(WIDE) if not area.iri.rpartition("/")[2].startswith("E12")]
        return tuple(sorted(nations, key=lambda area: area.label))
    exact, loose = _names()
    found = exact.get(folded(said.strip().rstrip("/").rpartition("/")[2])) or loose.get(_loose(said))
    return (found,) if found else ()


def near(said: str) -> str:
    """The name of the area that is nearest to one that nothing bears, or the empty string."""
    every = {folded(area.label): area.label for vocabulary in (WIDE, NARROW) for area in areas(vocabulary)}
    close = get_close_matches(folded(said)[:80], every, n=1)
    return every[close[0]] if close else ""


@cache
def _names() -> tuple[Mapping[str, Area], Mapping[str, Area]]:
    exact: dict[str, Area] = {}
    loose: dict[str, Area] = {}
    for area in (*areas(WIDE), *areas(NARROW)):
        exact.setdefault(folded(area.label), area)
        exact.setdefault(folded(area.iri.rpartition("/")[2]), area)
        loose.setdefault(_loose(area.label), area)
    return exact, loose


def _loose(said: str) -> str:
    """The words of a name that tell it apart, in alphabetical order; one that has no other keeps them all."""
    every = re.findall(r"[^\W_]+", said.lower().replace("'", "").replace("’", ""))
    kept = " ".join(sorted(set(every) - _NO_PART) or sorted(every))
    return _SHORT.get(kept, kept)
