"""What changed between two editions of a framework, the certain and the uncertain kept apart.

A change is certain where somebody states it (replaced by, derived from, an exact match that is no proposal), or where
the two editions name the thing by one IRI, or by one identifier and one title. A title alone, or a code alone, is never
enough: one code has meant different things in two editions, and one title has covered different ground. What is only
likely carries its evidence and waits for a person's decision.

That a thing is missing is no statement: the list at hand may not be whole. It is certainly withdrawn where it is said
to be, or where the two editions share addresses, so that the newer one is kept up by whoever leaves it out.

What is stated and what is identified is heard of everything; equal titles are looked for among what has no tie yet, and
titles that are alike among what is left then. What has a certain tie loses its uncertain ones, and the other ends of
those are free again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from signpost.model import Change, EditionChange, EditionThing

ALIKE = 0.85
"""How alike two titles must be (0-1) for one to be taken for a rewording of the other."""

Nearest = Callable[[Sequence[str], Sequence[str]], Sequence[tuple[int, float]]]
"""For each text of the first list, the place of the one most like it in the second (-1: none), and how alike (0-1)."""

_IRI = "one address in both editions"
_REPLACED = "stated to be replaced by it"
_DERIVED = "the new one is stated to be derived from it"
_EXACT = "stated to be an exact match"
_NEAR = "aligned, but not as an exact match that somebody states"
_IDENTIFIED, _CODE = "one identifier and one title", "one identifier, but two titles"
_ENTITLED = "one title; nobody states that it is the same"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of an edition, with what is stated of where it comes from and goes to."""

    thing: EditionThing
    title: str
    """Its kind and its label, folded, so that spelling and case do not tell titles apart."""
    codes: frozenset[str] = frozenset()
    """Its identifiers, folded."""
    above: frozenset[str] = frozenset()
    """The titles of what stands above it."""
    replaced_by: frozenset[str] = frozenset()
    derived_from: frozenset[str] = frozenset()
    same_as: frozenset[str] = frozenset()
    """Exact matches that somebody states and that are no proposals."""
    withdrawn: bool = False
    """Whether it is said to be."""
    near: frozenset[str] = frozenset()
    """Other alignments, and exact matches that are only proposed."""
    text: str = ""
    """Its definition, folded."""


Edition = Mapping[str, Entry]
"""The entries of an edition by their IRIs."""

_Ties = dict[tuple[str, str], dict[str, bool]]
"""Old and new IRI -> what ties them, each with whether that makes it certain."""


def compare(old: Sequence[Entry], new: Sequence[Entry], nearest: Nearest) -> tuple[EditionChange, ...]:
    """Every entry of both editions in exactly one change, in the order of the old edition, then what is added."""
    before, after = ({entry.thing.iri: entry for entry in edition} for edition in (old, new))
    ties: _Ties = {}
    for look in (_stated, _identified, _entitled, lambda old, new: _reworded(old, new, nearest)):
        tied = {iri for pair in ties for iri in pair} if look is not _identified else set()
        for one, other, evidence, certain in look(_free(before, tied), _free(after, tied)):
            ties.setdefault((one, other), {})[evidence] = certain
        ties = {pair: ties[pair] for pair in _settled(ties)}
    return tuple(_changes(before, after, ties))


def _free(edition: Edition, tied: Iterable[str]) -> Edition:
    gone = set(tied)
    return {iri: entry for iri, entry in edition.items() if iri not in gone} if gone else edition


# ---------------------------------------------------------------------------------------------- ties
_Tie = tuple[str, str, str, bool]
"""Old IRI, new IRI, what ties them, and whether that is certain."""


def _stated(old: Edition, new: Edition) -> Iterator[_Tie]:
    for iri, entry in old.items():
        if iri in new:
            yield iri, iri, _IRI, True
        yield from ((iri, to, _REPLACED, True) for to in entry.replaced_by if to in new)
        yield from ((iri, to, _EXACT, True) for to in entry.same_as if to in new)
        yield from ((iri, to, _NEAR, False) for to in entry.near if to in new and to != iri)
    for iri, entry in new.items():
        yield from ((of, iri, _DERIVED, True) for of in entry.derived_from if of in old)
        yield from ((of, iri, _EXACT, True) for of in entry.same_as if of in old)
        yield from ((of, iri, _NEAR, False) for of in entry.near if of in old and of != iri)


def _identified(old: Edition, new: Edition) -> Iterator[_Tie]:
    """Pairs of one identifier: certain with one title as well, else the very trap that a code alone is."""
    by_code = defaultdict(list)
    for entry in new.values():
        for code in entry.codes:
            by_code[code].append(entry)
    for iri, entry in old.items():
        for code in entry.codes:
            for other in by_code.get(code, ()):
                if other.thing.iri != iri and iri not in new:
                    same = entry.title == other.title
                    yield iri, other.thing.iri, _IDENTIFIED if same else _CODE, same


def _entitled(old: Edition, new: Edition) -> Iterator[_Tie]:
    by_title = defaultdict(list)
    for iri, entry in new.items():
        by_title[entry.title].append(iri)
    for iri, entry in old.items():
        yield from ((iri, other, _ENTITLED, False) for other in by_title.get(entry.title, ()))


def _reworded(old: Edition, new: Edition, nearest: Nearest) -> Iterator[_Tie]:
    after = list(new)
    if not old or not after:
        return
    found = nearest([entry.title for entry in old.values()], [new[iri].title for iri in after])
    for iri, (place, alike) in zip(old, found, strict=True):
        if place >= 0 and alike >= ALIKE:
            yield iri, after[place], f"titles alike to {alike:.0%}; nobody states a link", False


# ---------------------------------------------------------------------------------------------- changes
def _changes(old: Edition, new: Edition, ties: _Ties) -> Iterator[EditionChange]:
    forward, back = _bound(sorted(ties))
    kept_up = not old.keys().isdisjoint(new)
    merged = set[str]()
    for iri in old:
        targets = forward.get(iri, [])
        together = back[targets[0]] if len(targets) == 1 else [iri]
        if not targets:
            said = "it is said to be withdrawn" if old[iri].withdrawn else "nothing of the new edition is tied to it"
            yield EditionChange(Change.WITHDRAWN, (old[iri].thing,), (), old[iri].withdrawn or kept_up, (said,))
        elif len(together) > 1 and all(len(forward[other]) == 1 for other in together):
            if iri not in merged:
                merged.update(together)
                yield _change(old, new, ties, together, targets)
        else:
            yield _change(old, new, ties, [iri], targets)
    for iri, entry in new.items():
        if iri not in back:
            yield EditionChange(Change.ADDED, (), (entry.thing,), True, ("nothing of the old edition is tied to it",))


def _settled(ties: _Ties) -> list[tuple[str, str]]:
    """The pairs that count: what has a certain tie has no uncertain ones beside it."""
    certain = [pair for pair, said in ties.items() if any(said.values())]
    sure = {old for old, _ in certain}, {new for _, new in certain}
    open_ones = [pair for pair in ties if pair[0] not in sure[0] and pair[1] not in sure[1]]
    return sorted({*certain, *open_ones})


def _bound(pairs: Sequence[tuple[str, str]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    forward, back = defaultdict(list), defaultdict(list)
    for one, other in pairs:
        forward[one].append(other)
        back[other].append(one)
    return dict(forward), dict(back)


def _change(old: Edition, new: Edition, ties: _Ties, before: Sequence[str], after: Sequence[str]) -> EditionChange:
    said = [ties[one, other] for one in before for other in after if (one, other) in ties]
    evidence = {
        told: certain for pair in said for told, certain in sorted(pair.items(), key=lambda t: (not t[1], t[0]))
    }
    return EditionChange(
        change=_kind(old, new, before, after, evidence),
        old=tuple(old[iri].thing for iri in before),
        new=tuple(new[iri].thing for iri in after),
        certain=all(any(pair.values()) for pair in said),
        evidence=tuple(evidence),
        carries=len(before) == len(after) == 1 and bool({_IRI, _EXACT} & evidence.keys()),
    )


def _kind(old: Edition, new: Edition, before: Sequence[str], after: Sequence[str], evidence: Iterable[str]) -> Change:
    if len(after) > 1:
        return Change.SPLIT
    if len(before) > 1:
        return Change.MERGED
    if set(evidence) <= {_REPLACED, _DERIVED, _NEAR, _CODE}:
        return Change.REPLACED
    one, other = old[before[0]], new[after[0]]
    if one.title != other.title:
        return Change.RETITLED
    if one.above and other.above and one.above != other.above:
        return Change.MOVED
    return Change.REWORDED if one.text and other.text and one.text != other.text else Change.KEPT
