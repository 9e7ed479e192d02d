"""Crowds: so many things name one thing by one word that they are counted, and only the first are made out.

The index tells which these are, so that the graph is not asked for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from signpost.engine.crowds import held, naming, occupations_asking, parts_naming
from signpost.graph.query import rows
from signpost.model import NAMESPACE
from signpost.store.release import Release

MANY = 400
"""So many are read from the graph one by one."""

_WHOLE = {
    "framework": ("inFramework", "competence", "framework"),
    "organisation": ("provider", "resource", "provider"),
    "award": ("award", "resource", "award"),
}
"""By which word another kind of things, and no part of theirs, names one of a kind; and the column that tells which."""

_COMPETENCE, _TEACHES, _REQUIREMENT = (NAMESPACE + word for word in ("competence", "teaches", "requirement"))


@dataclass(frozen=True, slots=True)
class NamedTimes:
    """A row of `queries/named_times.rq`."""

    word: str
    count: int


@dataclass(frozen=True, slots=True)
class NamedIn:
    """A row of `queries/named_in.rq`."""

    words: str
    other: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """What names one thing by one word."""

    link: str
    """By which word it does, or holds the part that does, as an IRI."""
    count: int
    first: tuple[tuple[str, str], ...]
    """The first ones, each with its part, which is empty where it has none."""
    beside: tuple[str, ...]
    """By which other words the thing is named."""


_COUNTED: WeakKeyDictionary[Release, dict[str, Mapping[str, int]]] = WeakKeyDictionary()
"""How often the things are named that crowds name: a release has few of them, and does not change."""


def crowds(release: Release, kind: str, thing: str, most: int) -> list[Crowd]:
    """The crowds that name a thing, with at most so many of each.

    One that the index does not know well enough is left out: that is to be read from the graph.
    """
    if kind in _WHOLE:
        return _of_whole(release, kind, thing, most)
    return _of_competence(release, thing, most) if kind == "competence" else []


def _of_whole(release: Release, kind: str, thing: str, most: int) -> list[Crowd]:
    """Things in the order of their labels; what the graph alone knows is counted, and not among them."""
    word, owner, column = _WHOLE[kind]
    found = naming(release.index, owner, column, thing, max(MANY, most))
    if not found:
        return []
    named, link = _times(release, thing), NAMESPACE + word
    first = tuple((release.index.iri(owner, row), "") for row in found[:most])
    return [Crowd(link, named[link], first, _beside(named, link))]


def _of_competence(release: Release, thing: str, most: int) -> list[Crowd]:
    """Resources that teach it, roles and occupations that require it; none where the graph holds others than those."""
    index = release.index
    row = index.find("competence", thing)
    taught, asked = (parts_naming(index, word, row) for word in ("teaches", "requirement"))
    jobs = occupations_asking(index, row)
    count = len(taught) + len(asked) + jobs
    if row < 0 or count <= max(MANY, most):
        return []
    named = _times(release, thing)
    if named.get(_COMPETENCE) != count:
        return []
    resources, owners = held(index, "teaches", "resource", taught), held(index, "requirement", "role", asked)
    if jobs:
        parts = {each.other for each in rows(NamedIn, release.backend, words=[_COMPETENCE], thing=thing)}
        parts -= {part for _, part in (*resources, *owners)}
        owners = sorted([*owners, *((part.partition("#")[0], part) for part in parts)])
    beside = _beside(named, _COMPETENCE)
    crowded = ((_TEACHES, resources), (_REQUIREMENT, owners))
    return [Crowd(link, len(every), tuple(every[:most]), beside) for link, every in crowded]


def _times(release: Release, thing: str) -> Mapping[str, int]:
    counted = _COUNTED.setdefault(release, {})
    if thing not in counted:
        counted[thing] = {each.word: each.count for each in rows(NamedTimes, release.backend, thing=thing)}
    return counted[thing]


def _beside(named: Mapping[str, int], word: str) -> tuple[str, ...]:
    return tuple(sorted(named.keys() - {word}))
