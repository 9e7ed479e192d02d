"""Cards: one thing of a release with everything that is linked to it, from either end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from signpost.engine.names import slug_in_words
from signpost.errors import UnknownName
from signpost.graph.backend import Backend
from signpost.graph.query import Term, rows
from signpost.graph.terms import lexical
from signpost.model import THINGS
from signpost.release import Release
from signpost.search import Hit, fold, fold_code

_NAMES = ("prefLabel", "type")
_PREFERRED = (
    "role", "competence", "resource", "organisation", "award", "framework", "gateway", "region", "occupation",
)  # fmt: skip
"""Which kind is meant where several have one name."""

_BACKWARDS = {
    "requirement": "required by", "teaches": "taught by", "requires": "asked for first by", "assesses": "assessed by",
    "essentialCompetence": "essential for", "optionalCompetence": "useful for", "provider": "offers",
    "awardingBody": "awards", "award": "led to by", "inFramework": "holds", "replacedBy": "replaces",
    "derivedFrom": "source of", "about": "signposted by", "broader": "narrower", "publisher": "publishes",
    "developedBy": "developed", "partOf": "has part", "isPartOf": "has part", "occupation": "played by",
    "precedes": "comes after", "unit": "unit of", "gives": "given by", "authority": "has authority over",
}  # fmt: skip
"""What a word is called when it is read from the other end."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about the thing: the word, and what it says in words."""

    word: str
    value: str
    iri: str = ""
    """The IRI of what it names, where it names a thing."""


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that is linked to the card's thing."""

    relation: str
    """How, read from the card's thing: requires, taught by, same as."""
    iri: str
    label: str
    detail: str = ""
    """Level, importance, price and the like, in words."""
    proposed: str = ""
    """The basis, where the link is signpost's own proposal."""


@dataclass(frozen=True, slots=True)
class Card:
    """One thing with everything linked."""

    iri: str
    kind: str
    label: str
    code: str
    framework: str
    facts: tuple[Fact, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Says:
    """A row of `queries/says.rq`."""

    word: str
    value: Term
    label: str


@dataclass(frozen=True, slots=True)
class PartSays:
    """A row of `queries/part_says.rq`."""

    link: str
    part: str
    word: str
    value: Term
    label: str


@dataclass(frozen=True, slots=True)
class SaidOf:
    """A row of `queries/said_of.rq`."""

    word: str
    other: str
    label: str


@dataclass(frozen=True, slots=True)
class PartSaidOf:
    """A row of `queries/part_said_of.rq`."""

    link: str
    owner: str
    part: str
    owner_label: str
    word: str
    value: Term


@dataclass(frozen=True, slots=True)
class AlignedWith:
    """A row of `queries/aligned_with.rq`."""

    relation: str
    other: str
    label: str
    stated_by: str
    confidence: Decimal | None


def card(release: Release, name: str) -> Card:
    """The card of the one thing that has this IRI, code or label; raises UnknownName with the nearest names."""
    hit = resolve(release, name)
    said = rows(Says, release.backend, thing=hit.iri)
    links = (
        *_forward(release.backend, hit.iri),
        *_backward(release.backend, hit.iri),
        *_aligned(release.backend, hit.iri),
    )
    return Card(hit.iri, hit.kind, hit.label, hit.code, hit.framework, tuple(_facts(hit.iri, said)), links)


def resolve(release: Release, name: str) -> Hit:
    """The one thing that an IRI (or what follows `.../id/` in it), a code or a label names.

    Where things of several kinds have one name, the first of `_PREFERRED` is meant. Raises UnknownName.
    """
    hits = release.labels.find(name, limit=25)
    iri = name if "://" in name else THINGS + name
    if ("/" in name or "://" in name) and not any(hit.iri == name for hit in hits):
        return _by_iri(release, iri)
    exact = [hit for hit in hits if name == hit.iri or fold_code(name) == fold_code(hit.code)]
    exact = exact or [hit for hit in hits if fold(name) in (fold(hit.label), fold(hit.matched))]
    first = min((_PREFERRED.index(hit.kind) for hit in exact), default=0)
    meant = [hit for hit in exact if _PREFERRED.index(hit.kind) == first]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise UnknownName("one thing called", name, [hit.iri.removeprefix(THINGS) for hit in meant])
    raise UnknownName("thing called", name, [hit.code or hit.label for hit in hits[:3]])


def _by_iri(release: Release, iri: str) -> Hit:
    """A thing that has no entry in the label index, such as a scheme or a concept."""
    said = rows(Says, release.backend, thing=iri)
    if not said:
        near = release.labels.find(slug_in_words(iri), limit=3)
        raise UnknownName("thing", iri, [hit.iri.removeprefix(THINGS) for hit in near])
    label = next((lexical(one.value) for one in said if _word(one.word) == "prefLabel"), slug_in_words(iri))
    kind = next((slug_in_words(lexical(one.value)) for one in said if _word(one.word) == "type"), "thing")
    return Hit(iri, kind, label, "", "", iri, 1.0)


def statements(release: Release, thing: str) -> bytes:
    """What the graph says of a thing and of its parts, as sorted N-Triples."""
    parts = rows(PartSays, release.backend, thing=thing)
    lines = {f"<{thing}> <{one.word}> {one.value} .\n" for one in rows(Says, release.backend, thing=thing)}
    lines |= {f"<{one.part}> <{one.word}> {one.value} .\n" for one in parts}
    return "".join(sorted(lines)).encode()


def _facts(thing: str, said: Iterable[Says]) -> Iterator[Fact]:
    for one in sorted(said, key=lambda s: (_word(s.word), s.label, s.value)):
        value = lexical(one.value)
        if _word(one.word) in _NAMES or value.startswith(f"{thing}#"):
            continue
        named = one.value.startswith("<")
        yield Fact(
            slug_in_words(one.word), one.label or (slug_in_words(value) if named else value), value if named else ""
        )


def _forward(backend: Backend, thing: str) -> Iterator[Link]:
    found = sorted(rows(PartSays, backend, thing=thing), key=lambda r: (r.link, r.part, r.word, r.value))
    for (link, part), group in groupby(found, key=lambda r: (r.link, r.part)):
        said = list(group)
        target = next((r for r in said if _word(r.word) in ("competence", "alignmentTarget", "unit", "gives")), None)
        iri = lexical(target.value) if target else part
        label = (target.label or slug_in_words(iri)) if target else slug_in_words(part)
        facts = [(r.word, r.value) for r in said if r is not target]
        yield Link(slug_in_words(link), iri, label, _detail(facts), _basis(facts))


def _backward(backend: Backend, thing: str) -> Iterator[Link]:
    direct = (
        Link(_BACKWARDS.get(_word(r.word), f"{slug_in_words(r.word)} of"), r.other, r.label or slug_in_words(r.other))
        for r in rows(SaidOf, backend, thing=thing)
        if not _word(r.word).startswith("alignment")
    )
    yield from sorted(direct, key=lambda link: (link.relation, link.label, link.iri))
    found = sorted(rows(PartSaidOf, backend, thing=thing), key=lambda r: (r.link, r.owner, r.part, r.word, r.value))
    for (link, owner, _), group in groupby(found, key=lambda r: (r.link, r.owner, r.part)):
        said = list(group)
        facts = [(r.word, r.value) for r in said if lexical(r.value) != thing]
        relation = _BACKWARDS.get(_word(link), f"{slug_in_words(link)} of")
        yield Link(relation, owner, said[0].owner_label or slug_in_words(owner), _detail(facts), _basis(facts))


def _aligned(backend: Backend, thing: str) -> Iterator[Link]:
    found = rows(AlignedWith, backend, thing=thing)
    for one in sorted(found, key=lambda r: (r.relation, r.label, r.other)):
        sure = "" if one.confidence is None else f"confidence {one.confidence.normalize():f}"
        detail = ", ".join(filter(None, (f"says {one.stated_by}" if one.stated_by else "", sure)))
        yield Link(slug_in_words(one.relation), one.other, one.label or slug_in_words(one.other), detail)


_TOLD = ("level", "importance", "family", "horizon", "price", "place", "region", "mode", "atLeast", "creditsAtLeast")
_SHOWN = {"both": "knowledge and performance", "knowledge": "knowledge only", "performance": "performance only"}


def _detail(facts: Sequence[tuple[str, Term]]) -> str:
    said = {_word(word): lexical(value) for word, value in facts}
    told = list[str]()
    if "outcomeLevel" in said:
        told.append(f"from level {said.get('entryLevel', '0')} to {said['outcomeLevel']}")
    told += [f"{slug_in_words('//' + word)} {slug_in_words(said[word])}" for word in _TOLD if word in said]
    told += [_SHOWN[slug_in_words(said[word])] for word in ("asks", "shows") if word in said]
    told += [f"{name} {said[word]}" for word, name in (("startDate", "from"), ("endDate", "to")) if word in said]
    return ", ".join(told)


def _basis(facts: Sequence[tuple[str, Term]]) -> str:
    said = {_word(word): lexical(value) for word, value in facts}
    return f"{said['basis']} (confidence {said.get('confidence', 'not given')})" if "basis" in said else ""


def _word(iri: str) -> str:
    return iri.replace("#", "/").rsplit("/", 1)[-1]
