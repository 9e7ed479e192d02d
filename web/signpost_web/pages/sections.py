"""The parts of a page about one thing: what is linked to it, relation by relation, in the order in which people ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from signpost_web import looks

if TYPE_CHECKING:
    from signpost import Card, Link

MOST = 50
"""Links of one relation that a page shows."""
AT_ONCE = 500
"""Links of one relation that it shows where all are asked for."""

_HEADINGS = {
    "essential competence": "Essential competences", "optional competence": "Useful competences",
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
    "developed": "Standards that it developed", "publishes": "Frameworks that it publishes",
    "region of": "What is offered or based here", "family of": "Frameworks of this family",
}  # fmt: skip
"""The relations in the order in which people ask, and what each is called as a heading."""

STATED = ("essential competence", "optional competence")
"""What a thing states itself and is told as links: an occupation may have a hundred."""

_ANCHORS = {"0": "none", "1": "aware", "2": "guided", "3": "competent", "4": "leads others", "5": "shapes practice"}
_LEVELS = {"level", "from level", "to level"}
_ORDINARY = {"asks": "knowledge and performance", "shows": "knowledge and performance"}
"""What is not told where it is so for all of a list."""
_ENDED = ("superseded", "withdrawn", "legacy")
_FAMILIES = ("generic", "specialist", "partnership")
_MOST_COLUMNS = 6
_INITIALS = 4
"""Letters that a short name has at most where it is made of initials: LMC, ESCO."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a link says by one word, and the thing that this names."""

    text: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One linked thing."""

    iri: str
    label: str
    code: str
    cells: tuple[Cell, ...]
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
    more: str = ""
    """Where the rest is; empty where all are shown."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """From where links are read, which tells what need not be said of each."""

    card: Card
    frameworks: Mapping[str, str]
    """Short name -> IRI of each framework."""
    most: int

    @property
    def own(self) -> str:
        """The short name of the framework that the thing is or stands in."""
        inside = next((fact.iri for fact in self.card.facts if fact.word == "in framework"), self.card.iri)
        return inside.rsplit("/", 1)[-1]


def sections(card: Card, frameworks: Mapping[str, str], most: int) -> tuple[Section, ...]:
    """The links of a card, at most so many of each relation; `frameworks` has the IRI of each by its short name."""
    seen = _Seen(card, frameworks, most)
    return tuple(sorted((*_stated(seen), *_linked(seen)), key=lambda section: _rank(section.id)))


def _rank(id: str) -> int:
    relation = id.partition(".")[0].replace("-", " ")
    return list(_HEADINGS).index(relation) if relation in _HEADINGS else len(_HEADINGS)


def _stated(seen: _Seen) -> Iterator[Section]:
    for word in STATED:
        named = [fact for fact in seen.card.facts if fact.word == word]
        if named:
            rows = tuple(Row(fact.iri, fact.value, "", (), "") for fact in named[: seen.most])
            yield Section(_id(word), _HEADINGS[word], (), rows, len(named), "", _more(seen, word, len(named)))


def _linked(seen: _Seen) -> Iterator[Section]:
    for relation, group in groupby(sorted(seen.card.links, key=lambda one: one.relation), key=lambda one: one.relation):
        found = list(group)
        total = seen.card.counts.get(relation, len(found))
        if relation == "requirement":
            yield from _by_family(seen, found, total)
        elif seen.card.kind == "concept" and relation == "required by":
            yield _each_once(seen, found, total)
        else:
            heading = _HEADINGS.get(relation, looks.capital(relation))
            yield _section(seen, relation, heading, found, total)


def _by_family(seen: _Seen, links: Sequence[Link], total: int) -> Iterator[Section]:
    """The requirements of a role, a section for each family, the most important first."""
    known = sorted({link.said.get("family", "") for link in links}, key=_family_rank)
    for family in known:
        own = [link for link in links if link.said.get("family", "") == family]
        own.sort(key=lambda link: (-int(link.said.get("importance", "0")), -int(link.said.get("level", "0"))))
        heading = f"{looks.capital(family)} competences that it requires" if family else "Competences that it requires"
        missing = total - len(links) if family == known[-1] else 0
        yield _section(seen, f"requirement.{family}", heading, own, len(own) + missing, leave_out=("family",))


def _family_rank(family: str) -> tuple[int, str]:
    return (_FAMILIES.index(family) if family in _FAMILIES else len(_FAMILIES), family)


def _each_once(seen: _Seen, links: Sequence[Link], total: int) -> Section:
    """The roles whose requirements name a concept, each once, with how many of these do."""
    number = Counter((link.iri, link.label) for link in links)
    rows = tuple(Row(iri, label, "", (Cell(f"{count:,}"),), "") for (iri, label), count in number.items())
    more = _more(seen, "required by", total)
    return Section("required-by", "Roles that use it", ("Requirements",), rows, len(rows), "", more)


# ------------------------------------------------------------------------------------------------ one section
def _section(
    seen: _Seen, relation: str, heading: str, links: Sequence[Link], total: int, leave_out: Sequence[str] = ()
) -> Section:
    words = [word for word in dict.fromkeys(w for link in links for w in link.said) if word not in leave_out]
    words = [word for word in words if {link.said.get(word) for link in links} != {_ORDINARY.get(word)}]
    if len(words) > _MOST_COLUMNS:
        words = []
    bodies = any(link.body not in ("", seen.card.label) for link in links)
    editions = any(link.edition and (link.edition != seen.own or link.status in _ENDED) for link in links)
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
                *((Cell(link.body),) if bodies else ()),
                *((_placed(link, seen.frameworks),) if editions else ()),
                *(Cell(_told(word, link.said.get(word, ""))) for word in words),
                *((Cell(link.detail),) if details else ()),
            ),
            link.proposed,
        )
        for link in links[: seen.most]
    )
    own = [bool(row.proposed) for row in rows]
    proposed = "all" if all(own) else "some" if any(own) else ""
    more = _more(seen, relation, total)
    return Section(_id(relation), heading, tuple(map(looks.capital, columns)), rows, total, proposed, more)


def _id(relation: str) -> str:
    return relation.replace(" ", "-").rstrip(".")


def _more(seen: _Seen, relation: str, total: int) -> str:
    """Where more of a relation is shown: a framework has a tree, anything else a longer page of its own."""
    if total <= seen.most:
        return ""
    if relation == "holds":
        return "/tree?" + urlencode({"framework": seen.card.iri})
    if seen.most >= AT_ONCE:
        return ""
    path = looks.address(seen.card.iri)
    return f"{path}{'&' if '?' in path else '?'}most={AT_ONCE}#{_id(relation)}"


def _placed(link: Link, frameworks: Mapping[str, str]) -> Cell:
    """The framework that a thing stands in by its short name, and whether that is out of use."""
    name = short_name(link.edition)
    return Cell(f"{name} ({link.status})" if link.status in _ENDED else name, frameworks.get(link.edition, ""))


def short_name(slug: str) -> str:
    """The short name of a framework as people write it: LMC 2012 for lmc-2012.

    >>> short_name("care-certificate-2025")
    'Care certificate 2025'
    """
    first, *rest = slug.split("-")
    is_initials = len(first) <= _INITIALS and all(part.isdecimal() for part in rest)
    return " ".join((first.upper() if is_initials else first.capitalize(), *rest))


def _told(word: str, text: str) -> str:
    """What a link says by one word, as people write it."""
    if word in _LEVELS:
        return f"{text} {_ANCHORS.get(text, '')}".strip()
    if word == "importance":
        return f"{text} of 5"
    return pounds(text) if word == "price" else looks.day(text) if word in ("from", "to") else text


def pounds(text: str) -> str:
    """A price as a source writes it (180 or 12.5) as people write it; what is no number stays as it is."""
    try:
        return looks.money(round(float(text) * 100))
    except ValueError:
        return text
