"""Cards: one thing of a release with everything that is linked to it, from either end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from itertools import groupby

from signpost.engine.careers import stepping_stones
from signpost.engine.index import Index
from signpost.engine.names import slug_in_words, things
from signpost.errors import AmbiguousName, UnknownName
from signpost.graph.backend import Backend
from signpost.graph.query import Term, rows
from signpost.labelfile import fold_code
from signpost.model import THINGS, VOCABULARY
from signpost.person.naming import FOLDERS, slug_of
from signpost.search import Hit
from signpost.store.release import Release
from signpost.terms import lexical
from signpost.things.decided import decided
from signpost.wellformed import is_iri

_NAMES = ("prefLabel", "type")
_LEADING = (
    "notation", "identifier", "altLabel", "definition", "purpose", "inFramework", "edition", "status", "awardingBody",
    "provider", "award", "qualificationLevel", "learningMinutes", "price", "subsidy", "fundingNote", "note", "link",
    "homepage",
)  # fmt: skip
"""What a reader looks for first, in this order."""
_TRAILING = ("provenance", "basis", "confidence", "statedBy", "source", "rights", "license", "retrieved")
"""What a statement rests on: said last."""
_PREFERRED = (
    "role", "competence", "resource", "organisation", "award", "framework", "gateway", "region", "occupation",
)  # fmt: skip
"""Which kind is meant where several have one name."""

_ALIKE = 0.75
"""How like a name a slug must be to be suggested for it."""

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


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about the thing: the word, and what it says in words."""

    word: str
    value: str
    iri: str = ""
    """The IRI of what it names, where it names a thing."""
    scheme: str = ""
    """What kind of identifier it is."""


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
    kind: str = ""
    code: str = ""
    body: str = ""
    """Who awards or offers it."""
    edition: str = ""
    """The short name of the framework that it stands in, with its edition: lmc-2012."""
    status: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    """What `detail` says, word by word."""


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
    scheme: str


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
    """The card of the one thing that has this IRI, code, slug or label.

    Raises UnknownName with the nearest names, AmbiguousName where several things of a kind have it.
    """
    hit = resolve(release, name)
    said = rows(Says, release.backend, thing=hit.iri)
    links = (
        *_forward(release.backend, hit.iri),
        *(Link("decided", *said) for said in decided(release, hit.iri)),
        *_backward(release.backend, hit.iri),
        *_aligned(release.backend, hit.iri),
        *(_moves(release.index, hit.iri) if hit.kind == "role" else ()),
    )
    facts = tuple(_facts(hit.iri, said))
    codes = (hit.code, *(fact.value for fact in facts if fact.word in ("notation", "identifier")))
    code = next((code for code in codes if fold_code(code) == fold_code(name)), hit.code)
    known = tuple(_known(release, link) for link in links)
    return Card(hit.iri, hit.kind, hit.label, code, hit.framework, facts, known)


def resolve(release: Release, name: str, kinds: Sequence[str] = ()) -> Hit:
    """The one thing, of some kinds where they are given, that an IRI, a code, a label or a slug names.

    A slug stands with or without its kind. Where things of several kinds have one name, the first of `_PREFERRED` is
    meant. Raises UnknownName, AmbiguousName.
    """
    meant = _meant(release, name, kinds)
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise AmbiguousName(name, sorted(_told_apart(meant)))
    if kinds:
        raise UnknownName(" or ".join(kinds), name, _near(release, name, kinds))
    return _by_iri(release, name)


def _meant(release: Release, name: str, kinds: Sequence[str]) -> list[Hit]:
    """The things of the first kind that a name fits, those whose own is spelled just so before others."""
    exact = release.labels.exactly(name) or list(_by_slug(release, name))
    if kinds:
        exact = [hit for hit in exact if hit.kind in kinds]
    first = min((_PREFERRED.index(hit.kind) for hit in exact), default=0)
    return _spelled([hit for hit in exact if _PREFERRED.index(hit.kind) == first], name.strip())


def _spelled(hits: list[Hit], name: str) -> list[Hit]:
    """Of several things those whose name is spelled just so, else those where letter cases differ, else all."""
    exact = [hit for hit in hits if hit.matched == name]
    return exact or [hit for hit in hits if hit.matched.casefold() == name.casefold()] or hits


def _near(release: Release, name: str, kinds: Sequence[str] = ()) -> list[str]:
    """Up to three names like one that nothing has, each of one thing alone; frameworks are known by their slugs too."""
    slugs = [slug_of(iri) for iri, _ in things(release.index, "framework")] if "framework" in kinds or not kinds else []
    close = get_close_matches(name.casefold(), slugs, 3, _ALIKE)
    labels = release.labels.find(slug_in_words(name), kinds, 3)
    return list(dict.fromkeys([*close, *(_alone(release, hit, kinds) for hit in labels)]))[:3]


def _alone(release: Release, hit: Hit, kinds: Sequence[str]) -> str:
    """The code or label of a thing where this one alone is meant by it, else its slug."""
    own = [name for name in (hit.code, hit.label) if name]
    fit = (name for name in own if [meant.iri for meant in _meant(release, name, kinds)] == [hit.iri])
    return next(fit, slug_of(hit.iri))


def _by_slug(release: Release, name: str) -> Iterator[Hit]:
    """The things whose IRI ends in a slug as `new` writes it: lmc-2012, framework/lmc-2012, lmc-2012/scdlmca1."""
    ends = [f"{folder}/{name}" for kind in _PREFERRED for folder in FOLDERS.get(kind, (kind,))]
    for iri in [THINGS + end for end in (name, *ends)]:
        if any(release.index.find(kind, iri) >= 0 for kind in _PREFERRED):
            yield from release.labels.exactly(iri)


def _told_apart(hits: Sequence[Hit]) -> Iterator[tuple[str, str, str]]:
    """How each of several things can be named alone, with its body or framework, and its kind."""
    codes = [hit.code for hit in hits]
    for hit in hits:
        alone = hit.code if hit.code and codes.count(hit.code) == 1 else hit.iri.removeprefix(THINGS)
        yield alone, hit.body or hit.framework, hit.kind


def _by_iri(release: Release, name: str) -> Hit:
    """A thing that has no entry in the label index, such as a scheme or a concept."""
    iri = name if "://" in name else THINGS + name
    said = rows(Says, release.backend, thing=iri) if is_iri(iri) else []
    if not said:
        raise UnknownName("thing called", name, _near(release, name))
    label = next((lexical(one.value) for one in said if _word(one.word) == "prefLabel"), slug_in_words(iri))
    kind = next((slug_in_words(lexical(one.value)) for one in said if _word(one.word) == "type"), "thing")
    return Hit(iri, kind, label, "", "", iri, 1.0)


def _known(release: Release, link: Link) -> Link:
    """A link with what the release knows of the thing at its other end."""
    hit = next(iter(release.labels.exactly(link.iri)), None)
    if hit is None:
        return link
    index, row = release.index, release.index.find("competence", link.iri)
    place = int(index.competence_framework[row]) if row >= 0 else -1
    return replace(
        link,
        kind=hit.kind,
        code=hit.code,
        body=hit.body,
        edition=index.iri("framework", place).rsplit("/", 1)[-1] if place >= 0 else "",
        status=slug_in_words(index.text(int(index.competence_status[row]))) if row >= 0 else "",
    )


def statements(release: Release, thing: str) -> bytes:
    """What the graph says of a thing and of its parts, as sorted N-Triples."""
    parts = rows(PartSays, release.backend, thing=thing)
    lines = {f"<{thing}> <{one.word}> {one.value} .\n" for one in rows(Says, release.backend, thing=thing)}
    lines |= {f"<{one.part}> <{one.word}> {one.value} .\n" for one in parts}
    return "".join(sorted(lines)).encode()


def _facts(thing: str, said: Sequence[Says]) -> Iterator[Fact]:
    schemes = {fold_code(one.label): one.scheme for one in said if one.scheme}
    for one in sorted(said, key=lambda s: (_rank(_word(s.word)), _word(s.word), s.label, s.value)):
        word, value = _word(one.word), lexical(one.value)
        if word in _NAMES or value.startswith(f"{thing}#"):
            continue
        named = one.value.startswith("<")
        shown = one.label or (slug_in_words(value) if value.startswith((THINGS, VOCABULARY)) else value)
        scheme = schemes.get(fold_code(value), "") if word == "notation" else one.scheme
        yield Fact(slug_in_words(one.word), shown, value if named else "", scheme)


def _rank(word: str) -> int:
    if word in _LEADING:
        return _LEADING.index(word) - len(_LEADING)
    return _TRAILING.index(word) + 1 if word in _TRAILING else 0


def _forward(backend: Backend, thing: str) -> Iterator[Link]:
    found = sorted(rows(PartSays, backend, thing=thing), key=lambda r: (r.link, r.part, r.word, r.value))
    for (link, part), group in groupby(found, key=lambda r: (r.link, r.part)):
        said = list(group)
        target = next((r for r in said if _word(r.word) in ("competence", "alignmentTarget", "unit", "gives")), None)
        iri = lexical(target.value) if target else part
        label = (target.label or slug_in_words(iri)) if target else _own_label(said) or slug_in_words(part)
        facts = [(r.word, r.value) for r in said if r is not target]
        met = "; ".join(r.label or slug_in_words(lexical(r.value)) for r in said if _word(r.word) == "metBy")
        region = "; ".join(r.label for r in said if _word(r.word) == "region" and r.label)
        told = _told(facts) | {word: names for word, names in (("met by", met), ("region", region)) if names}
        yield Link(slug_in_words(link), iri, label, _detail(told), _basis(facts), said=told)


def _own_label(said: Sequence[PartSays | PartSaidOf]) -> str:
    """What a part, such as a duty, is called itself."""
    return next((lexical(one.value) for one in said if _word(one.word) == "prefLabel"), "")


def _backward(backend: Backend, thing: str) -> Iterator[Link]:
    direct = (
        Link(_BACKWARDS.get(_word(r.word), f"{slug_in_words(r.word)} of"), r.other, r.label or slug_in_words(r.other))
        for r in rows(SaidOf, backend, thing=thing)
        if not _word(r.word).startswith("alignment") and _word(r.word) not in _DECIDED
    )
    yield from sorted(direct, key=lambda link: (link.relation, link.label, link.iri))
    found = sorted(rows(PartSaidOf, backend, thing=thing), key=lambda r: (r.link, r.owner, r.part, r.word, r.value))
    for (link, owner, _), group in groupby(found, key=lambda r: (r.link, r.owner, r.part)):
        said = list(group)
        if _word(link) in _DECIDED:
            continue
        facts = [(r.word, r.value) for r in said if lexical(r.value) != thing]
        relation = _BACKWARDS.get(_word(link), f"{slug_in_words(link)} of")
        label = said[0].owner_label or slug_in_words(owner)
        told = _told(facts)
        detail = _detail(told) or _own_label(said)
        yield Link(relation, owner, label, detail, _basis(facts), said=told)


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


_TOLD = ("level", "importance", "family", "horizon", "price", "place", "region", "mode", "atLeast", "creditsAtLeast")
_SHOWN = {"both": "knowledge and performance", "knowledge": "knowledge only", "performance": "performance only"}
_DATES = {"startDate": "from", "endDate": "to"}


def _told(facts: Sequence[tuple[str, Term]]) -> dict[str, str]:
    """What the facts of a part say, word by word, in the order in which they are read."""
    said = {_word(word): lexical(value) for word, value in facts}
    told = dict[str, str]()
    if "outcomeLevel" in said:
        told |= {"from level": said.get("entryLevel", "0"), "to level": said["outcomeLevel"]}
    told |= {slug_in_words("//" + word): slug_in_words(said[word]) for word in _TOLD if word in said}
    told |= {word: _SHOWN.get(slug_in_words(said[word]), said[word]) for word in ("asks", "shows") if word in said}
    return told | {name: said[word] for word, name in _DATES.items() if word in said}


def _detail(told: Mapping[str, str]) -> str:
    told = dict(told)
    levels = f"from level {told.pop('from level')} to {told.pop('to level')}" if "to level" in told else ""
    said = [value if word in ("asks", "shows") else f"{word} {value}" for word, value in told.items()]
    return ", ".join(filter(None, (levels, *said)))


def _basis(facts: Sequence[tuple[str, Term]]) -> str:
    said = {_word(word): lexical(value) for word, value in facts}
    return f"{said['basis']} (confidence {said.get('confidence', 'not given')})" if "basis" in said else ""


def _word(iri: str) -> str:
    return iri.replace("#", "/").rsplit("/", 1)[-1]
