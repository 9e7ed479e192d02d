"""The page about one thing: what it says of itself, and what is linked to it, in the order in which people ask."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from signpost_web import looks
from signpost_web.pages.onward import Onward, onward
from signpost_web.pages.sections import MOST, STATED, Section, pounds, sections

if TYPE_CHECKING:
    from signpost import Card, Fact

_FORMS = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML", "json": "JSON"}

_CALLED = {
    "alt label": "Also called", "notation": "Code", "identifier": "Identifiers", "in framework": "Framework",
    "competence type": "Kind", "learning minutes": "Learning time", "award": "Leads to", "link": "Its own page",
    "homepage": "Web site", "helps with": "Helps to find", "is part of": "Lies within", "class code": "Code",
    "gateway kind": "Kind of gateway", "edition": "Edition", "need type": "Develops", "plan category": "Part of a plan",
    "stated by": "Said by", "provenance": "How it is known", "basis": "Why", "retrieved": "Read on",
    "in scheme": "One of", "has top concept": "Begins with", "order": "Place in the list",
}  # fmt: skip
"""What people call the words that are not plain English by themselves."""
_KINDS = {"concept": "term", "concept scheme": "list of terms"}
"""What people call the kinds whose names are words of a trade."""
_KNOWN = {"Sourced": "A source states it", "Editorial": "signpost's editors propose it"}
_SUMMARY = ("definition", "purpose", "description")
_UNTOLD = {"top concept of", *STATED}
"""Words that say nothing more, or stand as lists of their own."""
_ELSEWHERE = {"source", "provenance", "basis", "confidence", "stated by", "rights", "license", "retrieved"}
"""Words that tell where a statement comes from; they stand together at the end."""
_WRITTEN = {"link", "homepage"}


@dataclass(frozen=True, slots=True)
class Said:
    """One word with all that is said by it."""

    word: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """One value, as people write it."""

    text: str
    iri: str = ""
    """The thing that it names; empty where it names none."""
    link: str = ""
    """The address on the web that it is."""
    note: str = ""
    path: str = ""
    """The page of ours that tells more of it, where it names no thing."""


@dataclass(frozen=True, slots=True)
class ThingPage:
    """One thing with everything linked to it."""

    title: str
    iri: str
    kind: str
    kind_called: str
    """What people call the kind."""
    code: str
    framework: str
    summary: str
    link: str
    """Where it is on the web, outside of signpost."""
    onward: tuple[Onward, ...]
    """What can be asked of it next."""
    facts: tuple[Said, ...]
    sections: tuple[Section, ...]
    origin: tuple[Said, ...]
    """Where the statements come from, and under which rights."""
    formats: tuple[tuple[str, str], ...]
    """What each form of the data is called, and its path."""
    embedded: Mapping[str, Any] | None
    """What the page tells search engines, in the words of schema.org."""


def thing_page(
    card: Card, embedded: Mapping[str, Any] | None, frameworks: Mapping[str, str], most: int = MOST
) -> ThingPage:
    """The page about the thing of a card with at most so many links of each relation; `embedded` is for search engines.

    `frameworks` has the IRI of each framework by its short name.
    """
    summary = next((fact.value for word in _SUMMARY for fact in card.facts if fact.word == word), "")
    identifiers = {fact.value for fact in card.facts if fact.word == "identifier"}
    left_out = {*_SUMMARY, *_UNTOLD}
    said = [fact for fact in card.facts if fact.word not in left_out and not _twice(fact, identifiers)]
    return ThingPage(
        title=card.label,
        iri=card.iri,
        kind=card.kind,
        kind_called=_KINDS.get(card.kind, card.kind),
        code=card.code,
        framework=card.framework,
        summary=summary,
        link=next((looks.safe_link(fact.value) for fact in said if fact.word in _WRITTEN), ""),
        onward=onward(card),
        facts=tuple(_said(fact for fact in said if fact.word not in _ELSEWHERE)),
        sections=sections(card, frameworks, most),
        origin=tuple(_said(fact for fact in said if fact.word in _ELSEWHERE)),
        formats=tuple((name, looks.address(card.iri, form)) for form, name in _FORMS.items()),
        embedded=embedded,
    )


def _twice(fact: Fact, identifiers: Collection[str]) -> bool:
    """Whether a code stands among the identifiers too."""
    return fact.word == "notation" and fact.value in identifiers


def _said(facts: Iterator[Fact]) -> Iterator[Said]:
    for word, group in groupby(facts, key=lambda fact: fact.word):
        values = tuple(_value(word, fact) for fact in group)
        yield Said(_CALLED.get(word, looks.capital(word)), values)


def _value(word: str, fact: Fact) -> Value:
    text = _KNOWN.get(fact.value, fact.value) if word == "provenance" else fact.value
    if word in ("learning minutes", "minutes") and text.isdecimal():
        text = looks.hours(int(text))
    elif word in ("price", "subsidy", "cost"):
        text = pounds(text)
    elif not fact.iri:
        text = looks.day(text) if len(text) == 10 and text[4:5] == "-" else text
    outside = looks.safe_link(fact.value)
    has_page = fact.iri and not outside and word != "identifier" and "/vocabulary/" not in fact.iri
    known = fact.iri if has_page else ""
    path = f"/signposts/{fact.iri.rsplit('/', 1)[-1]}" if word == "helps with" and fact.iri else ""
    return Value(text, known, outside, fact.scheme, path)
