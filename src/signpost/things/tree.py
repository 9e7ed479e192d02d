"""The tree of a framework: its competences level by level, a page of each level at a time, and what is found in it.

A classification that holds no competences is a tree of its occupations.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from signpost.errors import UnknownName
from signpost.graph.query import rows
from signpost.search import Hit, Labels
from signpost.store.release import Release
from signpost.things.cards import resolve

_KINDS = ("competence", "occupation")
"""What a tree is made of: the first kind of which a framework holds anything."""
_LOOKED_AT = 5_000
"""So many things that a text matches, wherever they stand, are looked at."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing of a tree, with the number of those right below it."""

    iri: str
    label: str
    code: str
    children: int


@dataclass(frozen=True, slots=True)
class Branch:
    """What stands right below one thing of a framework, or on the top level of it: a page of that."""

    framework: str
    label: str
    """What the framework is called."""
    at: Leaf | None
    """The thing; None is the top level."""
    path: tuple[Leaf, ...]
    """What stands above it, from the top; of several parents the first by IRI."""
    children: tuple[Leaf, ...]
    total: int
    """How many stand right below it; `children` are those from `start` on, at most `most`."""
    start: int
    most: int


@dataclass(frozen=True, slots=True)
class StandingBelow:
    """A row of `queries/standing_below.rq`."""

    thing: str
    above: str


@dataclass(frozen=True)
class _Tree:
    """The tree of one framework. Things are numbered in the order in which they are shown."""

    labels: Labels
    kind: str
    iris: tuple[str, ...]
    place: Mapping[str, int]
    above: Mapping[int, tuple[int, ...]]
    """The parents of each thing that has any, in the order of their IRIs."""
    below: Mapping[int, tuple[int, ...]]
    """What stands right below each thing that has anything below it; -1 is the top level."""

    @cached_property
    def entries(self) -> frozenset[int]:
        """The entries of its things in the label index."""
        return frozenset(self.labels.entries_of(self.iris))

    def leaves(self, things: Sequence[int]) -> tuple[Leaf, ...]:
        """Some of its things with their names."""
        known = self.labels.known([self.iris[thing] for thing in things])
        return tuple(self._leaf(thing, known[self.iris[thing]]) for thing in things)

    def _leaf(self, thing: int, hit: Hit) -> Leaf:
        return Leaf(hit.iri, hit.label, hit.code, len(self.below.get(thing, ())))

    def path(self, thing: int) -> list[int]:
        """The things from the top down to one, by way of the first parent of each; a circle is walked once."""
        found = [thing]
        while (higher := self.above.get(found[0], (thing,))[0]) not in found:
            found.insert(0, higher)
        return found


_TREES: WeakKeyDictionary[Release, dict[str, _Tree]] = WeakKeyDictionary()
"""The trees of a release that were asked for: a few hundred bytes for each of their things."""


def branch(release: Release, framework: str, at: str = "", start: int = 0, most: int = 200) -> Branch:
    """What stands right below a thing of a framework, on the top level where none is named: `most` from `start` on.

    Things are in the order of their codes, A2 before A10, then of their names. The top level is what stands below
    nothing else of the framework. Raises UnknownName, also where the thing stands in another framework, AmbiguousName.
    """
    whole = resolve(release, framework, ("framework",))
    tree = _tree(release, whole.iri)
    thing = _inside(release, tree, at) if at else -1
    every = tree.below.get(thing, ())
    above = tree.leaves(tree.path(thing)) if at else ()
    shown = tree.leaves(every[max(0, start) :][: max(0, most)])
    return Branch(whole.iri, whole.label, above[-1] if above else None, above[:-1], shown, len(every), start, most)


def inside(release: Release, framework: str, text: str, limit: int = 50) -> list[Hit]:
    """The things of a framework whose code or name is nearest to a text, best first; raises as `branch` does."""
    tree = _tree(release, resolve(release, framework, ("framework",)).iri)
    found = release.labels.gather(text, _LOOKED_AT)
    return release.labels.hits([match for match in found if match.entry in tree.entries][:limit])


def _inside(release: Release, tree: _Tree, name: str) -> int:
    """The thing of a tree that a name means; the same name of things elsewhere does not count."""
    found = {hit.iri for hit in release.labels.exactly(name)} & tree.place.keys()
    iri = found.pop() if len(found) == 1 else resolve(release, name, (tree.kind,)).iri
    if iri not in tree.place:
        raise UnknownName(f"{tree.kind} in the framework", name)
    return tree.place[iri]


def _tree(release: Release, framework: str) -> _Tree:
    trees = _TREES.setdefault(release, {})
    if framework not in trees:
        trees[framework] = _grown(release, rows(StandingBelow, release.backend, framework=framework))
    return trees[framework]


def _grown(release: Release, standing: Sequence[StandingBelow]) -> _Tree:
    """The tree of what stands in a framework; parents elsewhere do not count."""
    known = release.labels.known({row.thing for row in standing})
    kind = next((kind for kind in _KINDS if any(hit.kind == kind for hit in known.values())), _KINDS[0])
    own = sorted((hit for hit in known.values() if hit.kind == kind), key=_order)
    place = {hit.iri: n for n, hit in enumerate(own)}
    pairs = {(row.above, row.thing) for row in standing if {row.above, row.thing} <= place.keys()}
    above = _gathered((place[thing], place[higher]) for higher, thing in sorted(pairs) if higher != thing)
    below = _gathered((higher, thing) for thing in range(len(own)) for higher in above.get(thing, ()))
    below[-1] = _tops(len(own), above, below)
    return _Tree(release.labels, kind, tuple(place), place, above, below)


def _order(hit: Hit) -> tuple[bool, list[tuple[int, str]], str, str, str]:
    """By codes in which numbers count as such, then what has none; by names where codes are the same."""
    parts = re.split(r"([0-9]+)", hit.code)
    counted = [(int(part), "") if part.isdecimal() else (0, part.casefold()) for part in parts]
    return not hit.code, counted, hit.label.casefold(), hit.label, hit.iri


def _gathered(pairs: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
    return {one: tuple(others) for one, others in found.items()}


def _tops(count: int, above: Mapping[int, Collection[int]], below: Mapping[int, Collection[int]]) -> tuple[int, ...]:
    """The things below no other; and of things that stand above each other in a circle, below no other, the first."""
    seen, tops = set[int](), [thing for thing in range(count) if thing not in above]
    for top in (*tops, *(thing for thing in range(count) if thing in above)):
        if top not in seen:
            if top in above:
                tops.append(top)
            seen.update(_all_below(top, below, seen))
    return tuple(sorted(tops))


def _all_below(top: int, below: Mapping[int, Collection[int]], seen: Collection[int]) -> Iterator[int]:
    """A thing and all below it that was not seen, each once."""
    found, waiting = {top}, [top]
    while waiting:
        one = waiting.pop()
        yield one
        new = [thing for thing in below.get(one, ()) if thing not in found and thing not in seen]
        found.update(new)
        waiting += new
