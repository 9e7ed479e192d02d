"""Cards: one thing of a release with everything that is linked to it, from either end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches

from signpost.engine.names import slug_in_words, things
from signpost.errors import AmbiguousName, UnknownName
from signpost.graph.query import Term
from signpost.labelfile import fold_code
from signpost.model import THINGS, VOCABULARY
from signpost.person.naming import FOLDERS, slug_of
from signpost.search import Hit
from signpost.store.columns import english_first
from signpost.store.release import Release
from signpost.terms import lexical
from signpost.things.called import Called, word_of
from signpost.things.link import Link as Link
from signpost.things.links import links
from signpost.things.stated import Said, Stated, stated
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
class Card:
    """One thing with everything linked."""

    iri: str
    kind: str
    label: str
    code: str
    framework: str
    facts: tuple[Fact, ...]
    links: tuple[Link, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many links there are of each relation, those that were not asked for included."""


def card(release: Release, name: str, most: int | None = None, known: Said | None = None) -> Card:
    """The card of the one thing that has this IRI, code, slug or label, with at most so many links of each relation.

    `known` is what the graph was asked already. Raises UnknownName with the nearest names, AmbiguousName where several
    things of a kind have it.
    """
    hit, called, known = resolve(release, name), Called(release), known or Said(release.backend)
    said = known.of(hit.iri)
    called.learn(_named(hit.iri, said))
    facts = tuple(_facts(hit.iri, said, called))
    codes = (hit.code, *(fact.value for fact in facts if fact.word in ("notation", "identifier")))
    code = next((code for code in codes if fold_code(code) == fold_code(name)), hit.code)
    found, counts = links(release, hit, known, called, most)
    return Card(hit.iri, hit.kind, hit.label, code, hit.framework, facts, found, counts)


def confirmed(card: Card, day: str, today: date) -> Card:
    """A card that tells on which day its source last published its thing, the same or otherwise."""
    aged = (today - date.fromisoformat(day)).days > 365
    word = "last confirmed, over a year ago" if aged else "last confirmed"
    return replace(card, facts=(*card.facts, Fact(word, day)))


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
    said = _by_word(stated(release.backend, [iri]) if is_iri(iri) else ())
    if not said:
        raise UnknownName("thing called", name, _near(release, name))
    labels, types = said.get("prefLabel", ()), said.get("type", ())
    label = lexical(min(labels, key=english_first)) if labels else slug_in_words(iri)
    return Hit(iri, slug_in_words(lexical(min(types))) if types else "thing", label, "", "", iri, 1.0)


def _by_word(said: Iterable[Stated]) -> dict[str, list[Term]]:
    values: dict[str, list[Term]] = {}
    for one in said:
        values.setdefault(word_of(one.word), []).append(one.value)
    return values


def _named(thing: str, said: Iterable[Stated]) -> Iterator[str]:
    """What a thing names whose name is told; of its own parts identifiers alone."""
    for one in said:
        word, iri = word_of(one.word), _iri(one.value)
        if iri and word not in _NAMES and (word == "identifier" or not iri.startswith(f"{thing}#")):
            yield iri


def _facts(thing: str, said: Collection[Stated], called: Called) -> Iterator[Fact]:
    known = [(word_of(one.word), _iri(one.value), one) for one in said]
    known.sort(key=lambda each: (_rank(each[0]), each[0], called.label(each[1]), each[2].value))
    schemes = {fold_code(called.label(iri)): called.scheme(iri) for _, iri, _ in known if called.scheme(iri)}
    for word, iri, one in known:
        value = lexical(one.value)
        if word in _NAMES or value.startswith(f"{thing}#"):
            continue
        shown = called.label(iri) or (slug_in_words(value) if value.startswith((THINGS, VOCABULARY)) else value)
        scheme = schemes.get(fold_code(value), "") if word == "notation" else called.scheme(iri)
        yield Fact(slug_in_words(one.word), shown, iri, scheme)


def _iri(value: Term) -> str:
    """The IRI that a value is, or the empty string."""
    return lexical(value) if value.startswith("<") else ""


def _rank(word: str) -> int:
    if word in _LEADING:
        return _LEADING.index(word) - len(_LEADING)
    return _TRAILING.index(word) + 1 if word in _TRAILING else 0
