"""Searching with choices: what is found by a text, narrowed down, counted and cut into pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from signpost.engine.facets import FACETS, Shelves, narrowed, shelves
from signpost.engine.index import Index
from signpost.engine.names import slug_in_words
from signpost.model import THINGS, VOCABULARY
from signpost.search import Hit, Match
from signpost.store.release import Release

MOST_FOUND = 1_000
"""Things that are counted while nothing is chosen; of a text that has more of them that is told."""

_EVERY = 100_000
"""Things that are counted where something is chosen, so that each choice leaves as many as it says."""

_SHELVES: WeakKeyDictionary[Index, Shelves] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a facet."""

    value: str
    """By which it is chosen."""
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """By what a list can be narrowed down."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, and how it can be narrowed down."""

    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    total: int
    complete: bool
    """Whether everything was counted; else there is more, and the nearest were."""
    suggestions: tuple[str, ...] = ()
    """Texts that are like one by which nothing is found."""


def search(release: Release, text: str, chosen: Mapping[str, Sequence[str]], start: int = 0, most: int = 20) -> Found:
    """What has a text as its name, code or a part of them, and is all that was chosen; everything without a text.

    `chosen` holds for a facet (`FACETS`) the values of choices, one of which a thing must have. One that there is not
    is had by nothing.
    """
    known = _shelves(release)
    wanted = {name: [_iri(name, value) for value in values] for name, values in chosen.items() if values}
    limit = _EVERY if wanted else MOST_FOUND
    found = {one.entry: one for one in release.labels.gather(text, limit)} if text.strip() else {}
    narrow = narrowed(known, list(found) if text.strip() else known.in_order, wanted)
    shown = [found.get(entry) or Match(entry, "", 1.0) for entry in narrow.kept[start : start + most]]
    return Found(
        hits=tuple(release.labels.hits(shown)),
        facets=tuple(_facet(release.index, known, name, narrow.counts[name], wanted.get(name, ())) for name in FACETS),
        total=len(narrow.kept),
        complete=len(found) < limit,
        suggestions=tuple(release.labels.spelled(text)) if not found else (),
    )


def _shelves(release: Release) -> Shelves:
    known = _SHELVES.get(release.index)
    if known is None:
        known = _SHELVES[release.index] = shelves(release.index, release.labels.listed())
    return known


def _facet(index: Index, known: Shelves, name: str, counts: Sequence[int], wanted: Sequence[str]) -> Facet:
    every = known.facets[name].choices
    numbers = dict(zip(every, counts, strict=True)) | {iri: 0 for iri in wanted if iri not in every}
    choices = [
        Choice(_value(iri), _label(index, name, iri), number, iri in wanted)
        for iri, number in numbers.items()
        if number or iri in wanted
    ]
    if name in ("framework", "region"):
        choices.sort(key=lambda choice: (-choice.count, choice.label))
    return Facet(name, tuple(choices))


# ------------------------------------------------------------------------------------------------ choices
_FOLDERS = {
    "framework": THINGS + "framework/",
    "region": THINGS + "region/",
    "family": VOCABULARY + "family/",
    "mode": VOCABULARY + "mode/",
}
"""How the IRIs of what a facet chooses begin, where signpost has named them."""


def _iri(name: str, value: str) -> str:
    """What the value of a choice means."""
    return value if ":" in value or name not in _FOLDERS else _FOLDERS[name] + value


def _value(iri: str) -> str:
    """The short name of an IRI of ours; any other as it is."""
    return next((iri.removeprefix(folder) for folder in _FOLDERS.values() if iri.startswith(folder)), iri)


def _label(index: Index, name: str, iri: str) -> str:
    if name in ("framework", "region"):
        row = index.find(name, iri)
        return index.label(name, row) if row >= 0 else slug_in_words(iri)
    return slug_in_words(iri)
