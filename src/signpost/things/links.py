"""What one thing of a release is linked to, from either end: all of it, or so much of each relation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol, TypeVar

from signpost.engine.careers import stepping_stones
from signpost.engine.index import Index
from signpost.engine.names import slug_in_words
from signpost.graph.backend import Backend
from signpost.graph.query import rows
from signpost.search import Hit
from signpost.store.release import Release
from signpost.terms import lexical
from signpost.things.called import Called, word_of
from signpost.things.crowds import Crowd, NamedIn, crowds
from signpost.things.decided import decided
from signpost.things.link import NAMING, Facts, Link, to_end, to_owner
from signpost.things.stated import Said, Stated, parts_of, portions

_BACKWARDS = {
    "requirement": "required by", "teaches": "taught by", "requires": "asked for first by", "assesses": "assessed by",
    "essentialCompetence": "essential for", "optionalCompetence": "useful for", "provider": "offers",
    "awardingBody": "awards", "award": "led to by", "inFramework": "holds", "replacedBy": "replaces",
    "derivedFrom": "source of", "about": "signposted by", "broader": "narrower", "publisher": "publishes",
    "developedBy": "developed", "partOf": "has part", "isPartOf": "has part", "occupation": "played by",
    "precedes": "comes after", "unit": "unit of", "gives": "given by", "authority": "has authority over",
    "duty": "meets a duty of", "metBy": "meets the duty",
}  # fmt: skip
"""What a word is called when it is read from the other end."""

_DECIDED = ("adopts", "supersedes", "decision")
"""Words of adoptions, which are told as decisions."""
_DECIDING = ("adopts", "supersedes", "decisionAbout", "becomes")
"""Words by which a decision names what it is about."""
_ALIGNING = ("alignmentSource", "alignmentTarget")
"""Words by which an alignment names its ends."""


@dataclass(frozen=True, slots=True)
class NamedBy:
    """A row of `queries/named_by.rq`."""

    word: str
    other: str


@dataclass(frozen=True, slots=True)
class HeldBy:
    """A row of `queries/held_by.rq`."""

    parts: str
    link: str
    owner: str


@dataclass(frozen=True, slots=True)
class AlignedWith:
    """A row of `queries/aligned_with.rq`."""

    relation: str
    other: str
    label: str
    stated_by: str
    confidence: Decimal | None


class _Related(Protocol):
    @property
    def relation(self) -> str: ...


_One = TypeVar("_One", bound=_Related)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that links two things; what it says is read only where the link is shown."""

    relation: str
    owner: str
    part: str


class _Tally:
    """Counts the links of each relation, and lets the first of each through."""

    def __init__(self, most: int | None) -> None:
        self._most, self.counts = most, Counter[str]()

    def first(self, found: Iterable[_One]) -> list[_One]:
        kept = list[_One]()
        for one in found:
            self.counts[one.relation] += 1
            if self._most is None or self.counts[one.relation] <= self._most:
                kept.append(one)
        return kept


def links(
    release: Release, thing: Hit, said: Said, called: Called, most: int | None = None
) -> tuple[tuple[Link, ...], dict[str, int]]:
    """The links of a thing, at most so many of each relation, and how many there are of each in all.

    Whole things are in the order of their names, those that are linked by
    a part in the order of their IRIs. Of a crowd that is cut off, those that the index knows come first.
    """
    backend, tally = release.backend, _Tally(most)
    crowded = [] if most is None else crowds(release, thing.kind, thing.iri, most)
    others = _others(backend, thing.iri, crowded)
    words = {word_of(word) for word, _ in others}
    held = parts_of(thing.iri, said.of(thing.iri))
    parts = tally.first(_Part(slug_in_words(link), thing.iri, part) for link, part in held)
    decisions = tally.first(_decisions(release, thing.iri) if words.intersection(_DECIDING) else ())
    whole = tally.first(_whole(called, others, crowded))
    owned = tally.first(_owned(backend, others, crowded))
    aligned = tally.first(_aligned(backend, thing.iri) if words.intersection(_ALIGNING) else ())
    moves = tally.first(_moves(release.index, thing.iri) if thing.kind == "role" else ())
    tally.counts.update({_backwards(crowd.link): crowd.count - len(crowd.first) for crowd in crowded})
    facts = _by_part(said.of(*(one.part for one in (*parts, *owned))))
    tally.counts -= Counter(one.relation for one in parts if one.part not in facts)
    called.learn((*_named(facts), *(one.owner for one in owned)))
    found = (
        *(to_end(called, one.relation, one.part, facts[one.part]) for one in parts if one.part in facts),
        *decisions,
        *whole,
        *(to_owner(called, one.relation, one.owner, thing.iri, facts[one.part]) for one in owned),
        *aligned,
        *moves,
    )
    called.learn(link.iri for link in found)
    return tuple(_known(release.index, called, link) for link in found), dict(tally.counts)


def _named(facts: Mapping[str, Facts]) -> Iterator[str]:
    """What parts name whose names are told."""
    return (value for said in facts.values() for word, value in said if word in NAMING)


def _others(backend: Backend, thing: str, crowded: Sequence[Crowd]) -> list[tuple[str, str]]:
    """What names the thing, each with the word by which it does; of crowds none."""
    if not crowded:
        return [(row.word, row.other) for row in rows(NamedBy, backend, thing=thing)]
    words = list(crowded[0].beside)
    found = rows(NamedIn, backend, words=words, thing=thing) if words else []
    return [(row.words, row.other) for row in found]


def _whole(called: Called, others: Sequence[tuple[str, str]], crowded: Sequence[Crowd]) -> Iterator[Link]:
    """Links to whole things that name the thing themselves."""
    found = {(_backwards(word), other) for word, other in others if "#" not in other and _told(word)}
    found |= {(_backwards(crowd.link), owner) for crowd in crowded for owner, part in crowd.first if not part}
    called.learn(iri for _, iri in found)
    for relation, label, iri in sorted((relation, called.name(iri), iri) for relation, iri in found):
        yield Link(relation, iri, label)


def _owned(backend: Backend, others: Sequence[tuple[str, str]], crowded: Sequence[Crowd]) -> Iterator[_Part]:
    """Parts of other things that name the thing."""
    asked = portions({other for _, other in others if "#" in other})
    held = [row for some in asked for row in rows(HeldBy, backend, parts=some)]
    found = {(row.link, row.owner, row.parts) for row in held if word_of(row.link) not in _DECIDED}
    found |= {(crowd.link, owner, part) for crowd in crowded for owner, part in crowd.first if part}
    for link, owner, part in sorted(found):
        yield _Part(_backwards(link), owner, part)


def _decisions(release: Release, thing: str) -> Iterator[Link]:
    return (Link("decided", *one) for one in decided(release, thing))


def _told(word: str) -> bool:
    """Whether what names the thing by a word is told as it stands; alignments and decisions are told otherwise."""
    return not word_of(word).startswith("alignment") and word_of(word) not in _DECIDED


def _backwards(word: str) -> str:
    return _BACKWARDS.get(word_of(word), f"{slug_in_words(word)} of")


def _by_part(said: Iterable[Stated]) -> dict[str, list[tuple[str, str]]]:
    """What is stated of each part, in the order of words and values."""
    facts: dict[str, list[tuple[str, str]]] = {}
    for one in sorted(said, key=lambda one: (one.things, one.word, one.value)):
        facts.setdefault(one.things, []).append((word_of(one.word), lexical(one.value)))
    return facts


def _aligned(backend: Backend, thing: str) -> Iterator[Link]:
    found = rows(AlignedWith, backend, thing=thing)
    for one in sorted(found, key=lambda r: (r.relation, r.label, r.other)):
        sure = "" if one.confidence is None else f"confidence {one.confidence.normalize():f}"
        detail = ", ".join(filter(None, (f"says {one.stated_by}" if one.stated_by else "", sure)))
        yield Link(slug_in_words(one.relation), one.other, one.label or slug_in_words(one.other), detail)


def _moves(index: Index, role: str) -> Iterator[Link]:
    """The other roles that one leads to, the nearest first, with the stepping stones on the way."""
    for chain in stepping_stones(index, role):
        *stones, end = [(index.label("role", index.find("role", move.role)), move.levels) for move in chain]
        way = [f"{label}, {levels}" for label, levels in stones] + [str(end[1])]
        way[0] += f" level{'' if chain[0].levels == 1 else 's'} to gain"
        yield Link("roles to move to", chain[-1].role, end[0], ("first " if stones else "") + "; then ".join(way))


def _known(index: Index, called: Called, link: Link) -> Link:
    """A link with what the release knows of the thing at its other end."""
    hit = called.hit(link.iri)
    if hit is None:
        return link
    row = index.find("competence", link.iri) if hit.kind == "competence" else -1
    place = int(index.competence_framework[row]) if row >= 0 else -1
    return replace(
        link,
        kind=hit.kind,
        code=hit.code,
        body=hit.body,
        edition=index.iri("framework", place).rsplit("/", 1)[-1] if place >= 0 else "",
        status=slug_in_words(index.text(int(index.competence_status[row]))) if row >= 0 else "",
    )
