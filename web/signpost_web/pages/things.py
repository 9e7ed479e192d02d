"""The page about one thing: what it says of itself, and what is linked to it, in the order in which people ask."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from signpost_web import looks

if TYPE_CHECKING:
    from signpost import Card, Fact, Link

MOST = 50
"""Links of one relation that a page shows."""

_FORMS = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML", "json": "JSON"}

_HEADINGS = {
    "replaced by": "Replaced by", "replaces": "Replaces", "derived from": "Derived from", "source of": "Source of",
    "exact match": "The same as", "close match": "Close to", "broad match": "Broader elsewhere",
    "narrow match": "Narrower elsewhere", "related match": "Related to", "requirement": "What it requires",
    "broader": "Broader", "narrower": "Narrower", "has part": "Parts", "part of": "Part of",
    "required by": "Roles that need it", "essential for": "Occupations for which it is essential",
    "useful for": "Occupations for which it is useful", "taught by": "Resources that teach it",
    "assessed by": "Resources that assess it", "signposted by": "Gateways about it", "offering": "Dates and places",
    "teaches": "What it teaches", "requires": "What it asks for first", "asked for first by": "Asked for first by",
    "offers": "What it offers", "awards": "Awards that it gives", "led to by": "Resources that lead to it",
    "holds": "What it holds", "roles to move to": "Roles to move to from here", "duty": "Duties",
    "played by": "Roles that play it", "decided": "Decisions of adopters", "meets a duty of": "Duties that it meets",
    "essential competence": "Essential competences", "optional competence": "Useful competences",
}  # fmt: skip
"""The relations in the order in which people ask, and what each is called as a heading."""

_CALLED = {
    "alt label": "Also called", "notation": "Code", "identifier": "Identifiers", "in framework": "Framework",
    "competence type": "Kind", "learning minutes": "Learning time", "award": "Leads to", "link": "Its own page",
    "homepage": "Web site", "helps with": "Helps to find", "is part of": "Lies within", "class code": "Code",
    "gateway kind": "Kind of gateway", "edition": "Edition", "need type": "Develops", "plan category": "Part of a plan",
    "stated by": "Said by", "provenance": "How it is known", "basis": "Why", "retrieved": "Read on",
}  # fmt: skip
"""What people call the words that are not plain English by themselves."""
_KNOWN = {"Sourced": "A source states it", "Editorial": "signpost's editors propose it"}
_ANCHORS = {"0": "none", "1": "aware", "2": "guided", "3": "competent", "4": "leads others", "5": "shapes practice"}
_LEVELS = {"level", "from level", "to level"}
_ORDINARY = {"asks": "knowledge and performance", "shows": "knowledge and performance"}
"""What is not told where it is so for all of a list."""

_FAMILIES = ("generic", "specialist", "partnership")
_SUMMARY = ("definition", "purpose", "description")
_ELSEWHERE = {"source", "provenance", "basis", "confidence", "stated by", "rights", "license", "retrieved"}
"""Words that tell where a statement comes from; they stand together at the end."""
_MOST_COLUMNS = 6
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


@dataclass(frozen=True, slots=True)
class Row:
    """One linked thing."""

    iri: str
    label: str
    code: str
    cells: tuple[str, ...]
    proposed: str
    """Why signpost proposes the link; empty where a source states it."""


@dataclass(frozen=True, slots=True)
class Section:
    """The links of one relation."""

    id: str
    heading: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int

    proposed: str
    """`all` or `some`, where signpost proposes links of these itself, else empty."""


@dataclass(frozen=True, slots=True)
class ThingPage:
    """One thing with everything linked to it."""

    title: str
    iri: str
    kind: str
    code: str
    framework: str
    summary: str
    link: str
    """Where it is on the web, outside of signpost."""
    facts: tuple[Said, ...]
    sections: tuple[Section, ...]
    origin: tuple[Said, ...]
    """Where the statements come from, and under which rights."""
    formats: tuple[tuple[str, str], ...]
    """What each form of the data is called, and its path."""
    embedded: Mapping[str, Any] | None
    """What the page tells search engines, in the words of schema.org."""


def thing_page(card: Card, embedded: Mapping[str, Any] | None) -> ThingPage:
    """The page about the thing of a card, with what it tells search engines."""
    summary = next((fact.value for word in _SUMMARY for fact in card.facts if fact.word == word), "")
    identifiers = {fact.value for fact in card.facts if fact.word == "identifier"}
    said = [fact for fact in card.facts if fact.word not in _SUMMARY and not _twice(fact, identifiers)]
    return ThingPage(
        title=card.label,
        iri=card.iri,
        kind=card.kind,
        code=card.code,
        framework=card.framework,
        summary=summary,
        link=next((looks.safe_link(fact.value) for fact in said if fact.word in _WRITTEN), ""),
        facts=tuple(_said(fact for fact in said if fact.word not in _ELSEWHERE)),
        sections=tuple(_sections(card.links, card.counts)),
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
    return Value(text, known, outside, fact.scheme)


def pounds(text: str) -> str:
    """A price as a source writes it (180 or 12.5) as people write it; what is no number stays as it is."""
    try:
        return looks.money(round(float(text) * 100))
    except ValueError:
        return text


def _sections(links: Sequence[Link], counts: Mapping[str, int]) -> Iterator[Section]:
    order = list(_HEADINGS)
    ranked = sorted(links, key=lambda link: order.index(link.relation) if link.relation in order else len(order))
    for relation, group in groupby(ranked, key=lambda link: link.relation):
        found = list(group)
        heading = _HEADINGS.get(relation, looks.capital(relation))
        if relation == "requirement":
            yield from _by_family(found)
        else:
            yield _section(relation, heading, found, counts.get(relation, len(found)))


def _by_family(links: Sequence[Link]) -> Iterator[Section]:
    """The requirements of a role, a section for each family, the most important first."""
    known = sorted({link.said.get("family", "") for link in links}, key=_family_rank)
    for family in known:
        own = [link for link in links if link.said.get("family", "") == family]
        own.sort(key=lambda link: (-int(link.said.get("importance", "0")), -int(link.said.get("level", "0"))))
        heading = f"{looks.capital(family)} competences that it requires" if family else "Competences that it requires"
        yield _section(f"requires {family}", heading, own, len(own), leave_out=("family",))


def _family_rank(family: str) -> tuple[int, str]:
    return (_FAMILIES.index(family) if family in _FAMILIES else len(_FAMILIES), family)


def _section(relation: str, heading: str, links: Sequence[Link], total: int, leave_out: Sequence[str] = ()) -> Section:
    words = [word for word in dict.fromkeys(w for link in links for w in link.said) if word not in leave_out]
    words = [word for word in words if {link.said.get(word) for link in links} != {_ORDINARY.get(word)}]
    if len(words) > _MOST_COLUMNS:
        words = []
    bodies = any(link.body for link in links)
    editions = any(link.edition for link in links)
    details = not words and any(link.detail for link in links)
    columns = (
        *(("by",) if bodies else ()), *(("framework",) if editions else ()), *words, *(("how",) if details else ()),
    )  # fmt: skip
    rows = tuple(
        Row(
            link.iri,
            link.label,
            link.code,
            (
                *((link.body,) if bodies else ()),
                *((_placed(link),) if editions else ()),
                *(_cell(word, link.said.get(word, "")) for word in words),
                *((link.detail,) if details else ()),
            ),
            link.proposed,
        )
        for link in links[:MOST]
    )
    own = [bool(row.proposed) for row in rows]
    proposed = "all" if all(own) else "some" if any(own) else ""
    return Section(relation.replace(" ", "-"), heading, tuple(map(looks.capital, columns)), rows, total, proposed)


def _placed(link: Link) -> str:
    ended = link.status in ("superseded", "withdrawn", "legacy")
    return f"{link.edition} ({link.status})" if ended else link.edition


def _cell(word: str, text: str) -> str:
    """What a link says by one word, as people write it."""
    if word in _LEVELS:
        return f"{text} {_ANCHORS.get(text, '')}".strip()
    if word == "importance":
        return f"{text} of 5"
    return pounds(text) if word == "price" else looks.day(text) if word in ("start", "end") else text
