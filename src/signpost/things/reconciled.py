"""Reconciliation: what somebody else's table calls things -> the things that may be meant, and what is known of them.

A match is certain only where one thing alone, of the kinds asked for, has that very code or label, and agrees with all
that the table says of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from signpost import words
from signpost.engine.index import Index
from signpost.engine.names import kind_of, slug_in_words
from signpost.labelfile import fold, fold_code
from signpost.model import VOCABULARY, Property, PropertyValue, Reconciled, Sought
from signpost.person.naming import slug_of
from signpost.search import Hit
from signpost.store.release import Release
from signpost.terms import language, lexical
from signpost.things.stated import stated
from signpost.wellformed import is_iri
from signpost.words import Takes

KINDS = ("competence", "role", "occupation", "resource")
"""The kinds of things that can be reconciled."""

PROPERTIES = (
    Property("code", "code", "The code, such as SCDLMCB1, or the class of an occupation.", KINDS),
    Property("framework", "framework", "The framework that it stands in.", ("competence", "occupation")),
    Property("edition", "edition", "The edition of that framework.", ("competence", "occupation")),
    Property("status", "status", "Whether it is current, superseded, withdrawn.", ("competence", "occupation")),
    Property("definition", "definition", "What it is, in a sentence or two.", KINDS),
    Property("purpose", "purpose", "What it is for.", ("competence",)),
    Property("broader", "broader", "What it is a part or a kind of.", ("competence", "occupation")),
    Property("replaced-by", "replaced by", "What has taken its place.", ("competence",), "competence"),
    Property("level", "level", "The levels of management of a role, the level that a resource leads to.",
             ("role", "resource")),
    Property("occupation", "occupation", "The occupations that a role is one of.", ("role",), "occupation"),
    Property("requires", "requires", "The competences that it asks for.", ("role", "occupation"), "competence"),
    Property("teaches", "teaches", "The competences that it teaches.", ("resource",), "competence"),
    Property("provider", "provider", "Who offers it.", ("resource",)),
    Property("price", "price in pence", "What it costs; empty where that is not known.", ("resource",)),
    Property("minutes", "learning time in minutes", "How long it takes to learn.", ("resource",)),
    Property("mode", "mode", "Online, in person, blended.", ("resource",)),
    Property("activity", "activity type", "What kind of learning it is.", ("resource",)),
    Property("region", "region", "The regions that it serves.", ("resource",)),
    Property("award", "award", "The award that it leads to.", ("resource",)),
    Property("link", "link", "Its own page.", ("resource",)),
)  # fmt: skip
"""What can be told of them, in the order in which it is proposed."""

_WORDS: Mapping[str, tuple[str, ...]] = {
    "code": ("notation", "classCode"),
    "framework": ("inFramework",),
    "status": ("status",),
    "definition": ("definition", "description"),
    "purpose": ("purpose",),
    "broader": ("broader",),
    "replaced-by": ("replacedBy",),
    "level": ("managementLevel",),
    "occupation": ("occupation",),
    "provider": ("provider",),
    "price": ("price",),
    "minutes": ("learningMinutes",),
    "mode": ("mode",),
    "activity": ("activityType",),
    "region": ("region",),
    "award": ("award",),
    "link": ("link",),
}
"""Property -> the words of the graph that say it."""

_LONGEST = 1000
_LOOKED_AT = 50
"""So many candidates are weighed where a table says more than a name."""
_MOST_VALUES = 200
_AGAINST, _UNTOLD = 30, 10
"""What is taken off a score for each property that is otherwise, and for each that is not known."""
_CODE = re.compile(r"[\w\s&./:()-]*")
"""Texts whose signs do not matter in a code; they do in C++."""

Said = Mapping[str, Sequence[str]]
"""Word -> the terms that the graph states of one thing."""
Told = Mapping[str, tuple[PropertyValue, ...]]
"""Property -> its values."""


# ------------------------------------------------------------------------------------------------ what is meant
def reconciled(release: Release, asked: Sequence[Sought]) -> list[tuple[Reconciled, ...]]:
    """For each name the things that may be meant, best first; never raises on an odd text."""
    looked = [_looked_for(release, one) for one in asked]
    weighed = {hit.iri for one, hits in zip(asked, looked, strict=True) if _known(one) for hit in hits}
    known = told(release, weighed, {word for one in asked for word in _known(one)})
    return [tuple(_ranked(one, hits, known))[: one.limit] for one, hits in zip(asked, looked, strict=True)]


def _known(sought: Sought) -> dict[str, tuple[str, ...]]:
    """What a table says of properties that we know."""
    return {word: values for word, values in sought.said.items() if word in _BY_ID and any(map(fold, values))}


def _looked_for(release: Release, sought: Sought) -> list[Hit]:
    """The things that are found by a name, and every one that has that very name."""
    kinds = tuple(kind for kind in sought.kinds or KINDS if kind in KINDS)
    text = _text(sought)
    if not kinds or not fold(text):
        return []
    exact = [hit for hit in release.labels.exactly(text) if hit.kind in kinds and _is_very(text, hit)]
    found = release.labels.find(text, kinds, _LOOKED_AT if _known(sought) else sought.limit)
    return list({hit.iri: hit for hit in (*found, *exact)}.values())


def _text(sought: Sought) -> str:
    """The name, or where there is none the code."""
    text = sought.text[:_LONGEST].strip()
    return text if fold(text) else next(iter(_known(sought).get("code", ())), "")[:_LONGEST]


def _is_very(text: str, hit: Hit) -> bool:
    """Whether a text is the IRI, the code or the label of a thing itself; in labels the signs count, cases do not."""
    if text in (hit.iri, hit.code) or _plainly(text) == _plainly(hit.label):
        return True
    is_code = hit.score == 1 and " " not in hit.matched.strip() and any(map(str.isdigit, hit.matched))
    return is_code and _CODE.fullmatch(text) is not None and fold_code(text) == fold_code(hit.matched)


def _plainly(text: str) -> str:
    return " ".join(text.casefold().split())


def _ranked(sought: Sought, hits: Sequence[Hit], known: Mapping[str, Told]) -> list[Reconciled]:
    text, asked = _text(sought), _known(sought)
    agrees = {hit.iri: _agreement(asked, known.get(hit.iri, {})) for hit in hits}
    exact = {hit.iri for hit in hits if _is_very(text, hit)}
    certain = [iri for iri in exact if all(agrees[iri].values())]
    found = [
        Reconciled(
            iri=hit.iri,
            kind=hit.kind,
            label=hit.label,
            score=_score(hit, agrees[hit.iri], known.get(hit.iri, {})),
            match=certain == [hit.iri],
            detail=", ".join(filter(None, (hit.code, hit.framework, hit.body))),
            exact=hit.iri in exact,
            agrees=agrees[hit.iri],
        )
        for hit in hits
    ]
    return sorted(found, key=lambda one: (-one.score, not one.match, not one.exact))


def _score(hit: Hit, agrees: Mapping[str, bool], known: Told) -> float:
    off = sum(_AGAINST if known.get(word) else _UNTOLD for word, yes in agrees.items() if not yes)
    return max(0.0, round(100 * hit.score - off, 2))


def _agreement(asked: Mapping[str, Sequence[str]], known: Told) -> dict[str, bool]:
    return {word: any(_is_said(value, one) for value in values for one in known.get(word, ()))
            for word, values in asked.items()}  # fmt: skip


def _is_said(value: str, known: PropertyValue) -> bool:
    """Whether a value of a table is ours: a text, an IRI, its slug, or how the name of a thing begins."""
    wanted, label = fold(value), fold(known.text)
    if known.iri:
        begins = label.startswith(f"{wanted} ") and not known.iri.startswith(VOCABULARY)
        return begins or value.strip() == known.iri or wanted in (label, fold(slug_of(known.iri)))
    return bool(wanted) and (wanted == label or fold_code(value) == fold_code(known.text))


# ------------------------------------------------------------------------------------------------ what is known
_BY_ID = {one.id: one for one in PROPERTIES}


def told(release: Release, things: Iterable[str], properties: Collection[str]) -> dict[str, Told]:
    """Some properties of each of some things that can be reconciled, by IRI; others are left out."""
    wanted = {iri: kind for iri in sorted(set(things)) if (kind := _kind(release.index, iri))}
    known = [word for word in properties if word in _BY_ID]
    said = _said_of(release, wanted) if known and wanted else {}
    return {
        iri: {word: tuple(_values(release, word, kind, iri, said.get(iri, {})))[:_MOST_VALUES] for word in known}
        for iri, kind in wanted.items()
    }


def _kind(index: Index, iri: str) -> str:
    found = kind_of(index, iri) if is_iri(iri) else None
    return found[0] if found and found[0] in KINDS else ""


def _said_of(release: Release, things: Collection[str]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for row in stated(release.backend, things):
        word = words.by_iri().get(row.word)
        if word:
            found.setdefault(row.things, {}).setdefault(word.name, []).append(row.value)
    return found


def _values(release: Release, word: str, kind: str, iri: str, said: Said) -> Iterator[PropertyValue]:
    if kind not in _BY_ID[word].kinds:
        return
    if own := _OF_PARTS.get((word, kind)):
        yield from own(release, iri, said)
        return
    found = {value.text + value.iri: value for name in _WORDS[word] for value in _stated(release, name, said)}
    yield from sorted(found.values(), key=lambda value: (value.text, value.iri))


def _stated(release: Release, word: str, said: Said) -> Iterator[PropertyValue]:
    """The values of one word; of texts in several languages those in English, else the first."""
    terms = sorted(said.get(word, ()))
    if words.words()[word].takes is Takes.TEXT:
        english = [term for term in terms if language(term) in ("", "en")]
        yield from (PropertyValue(lexical(term)) for term in english or terms[:1])
        return
    for value in map(lexical, terms):
        if words.words()[word].takes is Takes.CONCEPT:
            yield PropertyValue(slug_in_words(value))
        elif words.words()[word].takes is Takes.THING and word != "link":
            yield _thing(release, value)
        elif word in ("price", "learningMinutes"):
            number = int(Decimal(value) * (100 if word == "price" else 1))
            yield PropertyValue(str(number), number=number)
        else:
            yield PropertyValue(value)


def _thing(release: Release, iri: str) -> PropertyValue:
    found = kind_of(release.index, iri)
    label = release.index.label(*found) if found else ""
    return PropertyValue(label or slug_in_words(iri), iri)


def _codes(release: Release, iri: str, said: Said) -> Iterator[PropertyValue]:
    """Its own code first, then others of the thing itself."""
    own = [hit.code for hit in release.labels.exactly(iri) if hit.iri == iri]
    stated = [value.text for name in _WORDS["code"] for value in _stated(release, name, said)]
    yield from map(PropertyValue, dict.fromkeys(code for code in (*own, *stated) if code))


def _editions(release: Release, iri: str, said: Said) -> Iterator[PropertyValue]:
    for value in map(lexical, sorted(said.get("inFramework", ()))):
        row = release.index.find("framework", value)
        edition = release.index.text(int(release.index.framework_edition[row])) if row >= 0 else ""
        if edition:
            yield PropertyValue(edition)


def _required(release: Release, iri: str, said: Said) -> Iterator[PropertyValue]:
    index, row = release.index, release.index.find("role", iri)
    start, end = index.requirement_rows[row : row + 2]
    yield from _competences(release, index.requirement_competence[start:end])


def _essential(release: Release, iri: str, said: Said) -> Iterator[PropertyValue]:
    index, row = release.index, release.index.find("occupation", iri)
    start, end = index.occupation_rows[row : row + 2]
    essential = index.occupation_essential[start:end] == 1
    yield from _competences(release, index.occupation_competence[start:end][essential])


def _taught(release: Release, iri: str, said: Said) -> Iterator[PropertyValue]:
    index, row = release.index, release.index.find("resource", iri)
    start, end = index.teaches_rows[row : row + 2]
    yield from _competences(release, index.teaches_competence[start:end])


def _outcomes(release: Release, iri: str, said: Said) -> Iterator[PropertyValue]:
    index, row = release.index, release.index.find("resource", iri)
    start, end = index.teaches_rows[row : row + 2]
    for level in sorted({int(level) for level in index.teaches_outcome[start:end] if level > 0}):
        yield PropertyValue(str(level), number=level)


def _competences(release: Release, ids: Iterable[int]) -> Iterator[PropertyValue]:
    iris = dict.fromkeys(release.index.iri("competence", int(row)) for row in ids)
    yield from (_thing(release, iri) for iri in iris)


_OF_PARTS: Mapping[tuple[str, str], Callable[[Release, str, Said], Iterator[PropertyValue]]] = {
    **{("code", kind): _codes for kind in KINDS},
    ("edition", "competence"): _editions,
    ("edition", "occupation"): _editions,
    ("requires", "role"): _required,
    ("requires", "occupation"): _essential,
    ("teaches", "resource"): _taught,
    ("level", "resource"): _outcomes,
}
"""What no one word of the thing says."""
