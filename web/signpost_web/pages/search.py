"""The page of what was found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signpost_web import looks

if TYPE_CHECKING:
    from signpost import Hit
    from signpost.browsing import Found

FACETS = {
    "kind": "Kind",
    "framework": "Framework",
    "level": "Level",
    "family": "Family of competences",
    "mode": "How it is learned",
    "region": "Where it is offered",
}
"""By what a list can be narrowed down, and what that is called."""

_LEVELS = ("none", "aware", "guided", "competent", "leads others", "shapes practice")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was found."""

    iri: str
    kind: str
    label: str
    code: str
    place: str
    """The framework that it stands in, or who offers or awards it."""
    also: str
    """Another name, by which it was found."""
    words: tuple[str, ...]
    """What was looked for."""

    @property
    def marked(self) -> list[tuple[str, bool]]:
        """The label in pieces, each with whether it is what was looked for."""
        return _marked(self.label, self.words)

    @property
    def also_marked(self) -> list[tuple[str, bool]]:
        """The other name in pieces, as the label."""
        return _marked(self.also, self.words)


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice, and how many things there are of it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """By what the list can be narrowed down."""

    name: str
    heading: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> list[str]:
        """The values that were chosen."""
        return [choice.value for choice in self.choices if choice.chosen]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found, from which on, and how the list can be narrowed down."""

    title: str
    query: str
    rows: tuple[Row, ...]
    facets: tuple[Facet, ...]
    total: int
    complete: bool
    """Whether all were counted; else there are more than the total."""
    start: int
    most: int
    suggestions: tuple[str, ...]

    @property
    def chosen(self) -> list[tuple[Facet, Choice]]:
        """What the list is narrowed down by."""
        return [(facet, choice) for facet in self.facets for choice in facet.choices if choice.chosen]


def search_page(text: str, found: Found, start: int, most: int) -> SearchPage:
    """The page of what was found by a text, or of everything where there is none."""
    words = tuple(word for word in dict.fromkeys(re.findall(r"\w+", text.casefold())) if len(word) > 1)
    return SearchPage(
        title=f"Search: {text}" if text else "Search",
        query=text,
        rows=tuple(_row(hit, words) for hit in found.hits),
        facets=tuple(
            Facet(
                facet.name,
                FACETS[facet.name],
                tuple(Choice(one.value, _label(facet.name, one.label), one.count, one.chosen) for one in facet.choices),
            )
            for facet in found.facets
        ),
        total=found.total,
        complete=found.complete,
        start=start,
        most=most,
        suggestions=found.suggestions,
    )


def _row(hit: Hit, words: tuple[str, ...]) -> Row:
    known = {_plain(hit.label), _plain(hit.code), _plain(f"{hit.label} {hit.code}"), _plain(hit.iri), ""}
    also = "" if _plain(hit.matched) in known else hit.matched
    return Row(hit.iri, hit.kind, hit.label, hit.code, hit.framework or hit.body, also, words)


def _label(facet: str, label: str) -> str:
    is_level = facet == "level" and label in map(str, range(len(_LEVELS)))
    return f"Level {label}: {_LEVELS[int(label)]}" if is_level else looks.capital(label)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _marked(text: str, words: tuple[str, ...]) -> list[tuple[str, bool]]:
    if not words:
        return [(text, False)]
    pattern = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    pieces = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    return [(piece, n % 2 == 1) for n, piece in enumerate(pieces) if piece]
