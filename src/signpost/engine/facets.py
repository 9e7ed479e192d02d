"""By what a list of things can be narrowed down: kind, framework, level, family, mode and region, with counts.

Things are places here: those of the first of `KINDS` by their ids, then those of the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from signpost.engine.index import I64, Index
from signpost.engine.names import KINDS

FACETS = ("kind", "framework", "level", "family", "mode", "region")

Whole = NDArray[np.signedinteger]
Pairs = tuple[Whole, Whole]
"""Places, and beside each a value that it has; -1 is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Facet:
    """What each thing is by one facet."""

    choices: tuple[str, ...]
    """A kind, the digit of a level, or the IRI of what is meant."""
    rows: I64
    """By place."""
    values: I64
    """Positions in `choices`."""

    def of(self, places: I64) -> tuple[I64, I64]:
        """Which of some places has which choice, as positions in both."""
        owner, at = _spread(self.rows[places], self.rows[places + 1])
        return owner, self.values[at]

    def fits(self, places: I64, wanted: Sequence[str]) -> NDArray[np.bool_]:
        """Which of some places have one of the choices that are wanted."""
        owner, values = self.of(places)
        positions = [n for n, choice in enumerate(self.choices) if choice in wanted]
        fit = np.zeros(len(places), dtype=bool)
        fit[owner[np.isin(values, positions)]] = True
        return fit


@dataclass(frozen=True, eq=False)
class Shelves:
    """Everything that can be found, by each facet."""

    entries: I64
    """Its number in the label index, ascending."""
    places: I64
    """By entry."""
    in_order: I64
    """The entries by kind and label."""
    facets: Mapping[str, Facet]

    def at(self, entries: Sequence[int] | I64) -> I64:
        """The places of some entries."""
        return self.places[np.searchsorted(self.entries, np.asarray(entries, dtype=np.int64))]


@dataclass(frozen=True, slots=True, eq=False)
class Narrowed:
    """Which of some things have what was chosen, and how many there would be of each other choice."""

    kept: tuple[int, ...]
    """The entries that have, in the order in which they were given."""
    counts: Mapping[str, tuple[int, ...]]
    """By facet, how many things have each of its choices among those that have what the other facets say."""


def narrowed(known: Shelves, entries: Sequence[int] | I64, chosen: Mapping[str, Sequence[str]]) -> Narrowed:
    """Which entries have, for each facet that says some, one of its choices."""
    places = known.at(entries)
    fits = {name: known.facets[name].fits(places, wanted) for name, wanted in chosen.items()}
    counts = {}
    for name, facet in known.facets.items():
        others = _all([fit for other, fit in fits.items() if other != name], len(places))
        _, values = facet.of(places[others])
        counts[name] = tuple(np.bincount(values, minlength=len(facet.choices)).tolist())
    kept = np.asarray(entries, dtype=np.int64)[_all(list(fits.values()), len(places))]
    return Narrowed(tuple(kept.tolist()), counts)


def shelves(index: Index, listed: Sequence[tuple[int, str, str]]) -> Shelves:
    """Everything of an index, of which `listed` says the number, the kind and the label, by kind and IRI."""
    first, seen, places = Places(index).first, dict.fromkeys(KINDS, 0), []
    for _, kind, _ in listed:
        places.append(first[kind] + seen[kind])
        seen[kind] += 1
    rank = {kind: n for n, kind in enumerate(dict.fromkeys(kind for _, kind, _ in listed))}
    ordered = sorted(listed, key=lambda one: (rank[one[1]], one[2].casefold(), one[0]))
    return Shelves(
        entries=np.array([entry for entry, _, _ in listed], dtype=np.int64),
        places=np.array(places, dtype=np.int64),
        in_order=np.array([entry for entry, _, _ in ordered], dtype=np.int64),
        facets=_facets(Places(index)),
    )


# ------------------------------------------------------------------------------------------------ making
@dataclass(frozen=True, eq=False)
class Places:
    """The places of the things that the rows of an index's columns belong to."""

    index: Index

    @cached_property
    def first(self) -> Mapping[str, int]:
        """The place of the first thing of each kind."""
        return dict(zip(KINDS, np.cumsum([0, *map(self.many, KINDS)]).tolist(), strict=False))

    def many(self, kind: str) -> int:
        """How many things of a kind there are."""
        return len(getattr(self.index, f"{kind}_iri"))

    def own(self, kind: str) -> I64:
        """Those of a kind."""
        return np.arange(self.many(kind)) + self.first[kind]

    def owners(self, kind: str, column: str) -> I64:
        """For each row of a column, that of the thing which it belongs to."""
        rows = getattr(self.index, f"{column}_rows")
        return np.repeat(self.own(kind), np.diff(rows))


def _facets(places: Places) -> dict[str, Facet]:
    index = places.index
    kinds = np.repeat(np.arange(len(KINDS)), [places.many(kind) for kind in KINDS])
    frameworks, regions = (_iris(index, column) for column in (index.framework_iri, index.region_iri))
    return {
        "kind": _facet(places, [(np.arange(len(kinds)), kinds)], KINDS),
        "framework": _facet(places, _frameworks(places), frameworks),
        "level": _facet(places, _levels(places), tuple(map(str, range(6)))),
        "family": _named(places, _families(places)),
        "mode": _named(places, _modes(places)),
        "region": _facet(places, _regions(places), regions),
    }


def _frameworks(places: Places) -> list[Pairs]:
    """In which a competence stands, a framework itself, and those of what is taught and required."""
    index = places.index
    return [
        (places.own("competence"), index.competence_framework),
        (places.own("framework"), np.arange(places.many("framework"))),
        (places.owners("resource", "teaches"), index.competence_framework[index.teaches_competence]),
        (places.owners("role", "requirement"), index.competence_framework[index.requirement_competence]),
    ]


def _levels(places: Places) -> list[Pairs]:
    """At which roles require a competence, to which a resource leads, which a role asks."""
    index = places.index
    return [
        (index.requirement_competence + places.first["competence"], index.requirement_level),
        (places.owners("resource", "teaches"), index.teaches_outcome),
        (places.owners("role", "requirement"), index.requirement_level),
    ]


def _families(places: Places) -> list[Pairs]:
    """Under which roles require a competence, and what a resource teaches."""
    index = places.index
    pairs = np.unique(np.stack([index.requirement_competence, index.requirement_family]).astype(np.int64), axis=1)
    starts, ends = (np.searchsorted(pairs[0], index.teaches_competence, side) for side in ("left", "right"))
    taught, at = _spread(starts, ends)
    return [
        (pairs[0] + places.first["competence"], pairs[1]),
        (places.owners("resource", "teaches")[taught], pairs[1][at]),
    ]


def _modes(places: Places) -> list[Pairs]:
    index = places.index
    return [
        (places.own("resource"), index.resource_mode),
        (places.owners("resource", "offering"), index.offering_mode),
    ]


def _regions(places: Places) -> list[Pairs]:
    """The regions that a resource serves or is held in, and those that these lie within."""
    index = places.index
    place = np.concatenate([places.owners("resource", column) for column in ("resource_region", "offering")])
    region = np.concatenate([index.resource_region, index.offering_region])
    pairs = [(place, region)]
    while len(place):
        place, region = place[region >= 0], index.region_within[region[region >= 0]]
        pairs.append((place, region))
    return pairs


def _facet(places: Places, pairs: Sequence[Pairs], choices: Sequence[str]) -> Facet:
    """A facet of pairs of place and position of a choice, each once."""
    place, value = (np.concatenate([pair[side].astype(np.int64) for pair in pairs]) for side in (0, 1))
    wide = max(len(choices), 1)
    once = np.unique(place[value >= 0] * wide + value[value >= 0])
    ends = np.arange(sum(map(places.many, KINDS)) + 1)
    return Facet(tuple(choices), np.searchsorted(once // wide, ends), once % wide)


def _named(places: Places, pairs: Sequence[Pairs]) -> Facet:
    """A facet whose values are positions of texts."""
    used = np.unique(np.concatenate([value for _, value in pairs]))
    texts = used[used >= 0]
    coded = [(place[value >= 0], np.searchsorted(texts, value[value >= 0])) for place, value in pairs]
    return _facet(places, coded, _iris(places.index, texts))


def _spread(starts: I64, ends: I64) -> tuple[I64, I64]:
    """For each row of several ranges of rows, the range that it is of, and the row."""
    lengths = ends - starts
    owner = np.repeat(np.arange(len(lengths)), lengths)
    return owner, np.repeat(starts - np.cumsum(lengths) + lengths, lengths) + np.arange(len(owner))


def _all(fits: Sequence[NDArray[np.bool_]], many: int) -> NDArray[np.bool_]:
    kept = np.ones(many, dtype=bool)
    for fit in fits:
        kept &= fit
    return kept


def _iris(index: Index, column: Whole) -> tuple[str, ...]:
    return tuple(index.text(int(position)) for position in column)
