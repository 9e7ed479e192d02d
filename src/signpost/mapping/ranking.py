"""Candidates for a duty, best first, each with the reason for its rank in words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from itertools import pairwise

from signpost.mapping.described import Described
from signpost.mapping.evidence import POINTS, Evidence, Known, Points, Weighed, evidence, known, weighed
from signpost.mapping.fulltext import FullText
from signpost.mapping.phrase import Phrase, phrase
from signpost.mapping.weights import WEIGHTS
from signpost.model import Candidate
from signpost.search import fold_code

_GATHERED = 100
"""Things that are looked at closely for each duty."""
_LEAST = 0.1
"""Candidates below this score share little more than a small word with the duty."""
_STEP = 0.001
"""How far a match steps behind another."""
_SHORTEST_CODE = 4

_FIELDS = {
    "label": "its name has",
    "other": "its other names have",
    "text": "its description has",
    "needs": "the competences it needs have",
    "within": "what it belongs to has",
    "nowhere": "nowhere:",
}
"""How each field is told in the reason."""


class Ranking:
    """Some things, ready to be ranked for any number of duties."""

    def __init__(self, things: Sequence[Described]) -> None:
        self.things = tuple(things)
        self._text = FullText(self.things)
        self._known: dict[int, Known] = {}
        self._codes: dict[str, list[int]] = defaultdict(list)
        for place, thing in enumerate(self.things):
            code = fold_code(thing.code)
            if len(code) >= _SHORTEST_CODE and any(c.isdigit() for c in code):
                self._codes[code].append(place)

    def best(self, duty: str, limit: int = 5) -> tuple[Candidate, ...]:
        """The things that match a duty best; those whose code stands in it or whose label is all of it before others.

        One that rests on one other name alone stands behind those of the same kind whose own names have as much of the
        duty. Of equal ones the current edition stands first.
        """
        coded = dict.fromkeys(place for code in _codes_in(duty) for place in self._codes.get(code, ()))
        found = dict(self.evidence(duty, tuple(coded)))
        scores = _stepped_back(found, {place: self._score(place, one.points) for place, one in found.items()})
        scores |= dict.fromkeys((*coded, *(place for place, one in found.items() if one.points.whole)), 1.0)
        kept = [place for place in found if scores[place] >= _LEAST]
        kept.sort(key=lambda place: (-scores[place], self.things[place].past, self.things[place].iri))
        return tuple(self._candidate(place, scores[place], found[place], place in coded) for place in kept[:limit])

    def evidence(self, duty: str, also: Sequence[int] = ()) -> Iterator[tuple[int, Evidence]]:
        """The places of the things that may match a duty, with what speaks for each; `also` are among them anyway."""
        said, text = phrase(duty, self._text.stems), self._text
        asked = weighed(said, text.stem_rarity, text.word_rarity, text.stand_ins.of)
        for place in dict.fromkeys((*also, *self._text.nearest(asked.phrase.words, _GATHERED))):
            if place not in self._known:
                self._known[place] = known(self.things[place], self._text.stems, self._weighed)
            yield place, evidence(asked, self._known[place])

    def _weighed(self, said: Phrase) -> Weighed:
        return weighed(said, self._text.stem_rarity, self._text.word_rarity)

    def _score(self, place: int, points: Points) -> float:
        """The weighted points as a share of what could be reached with the fields that the thing has."""
        lacking = self._known[place].lacking
        weighed = [(w, p) for name, w, p in zip(POINTS, astuple(WEIGHTS), astuple(points), strict=True)
                   if name not in lacking]  # fmt: skip
        reached: float = sum(weight * point for weight, point in weighed)
        could: float = sum(weight for weight, _ in weighed)
        return round(reached / could, 4)

    def _candidate(self, place: int, score: float, found: Evidence, coded: bool) -> Candidate:
        thing = self.things[place]
        return Candidate(
            iri=thing.iri,
            kind=thing.kind,
            label=thing.label,
            code=thing.code,
            framework=thing.framework,
            score=score,
            why=_why(thing, found, coded),
            rests_on="" if coded else found.rests_on,
            past=thing.past,
        )


def _codes_in(duty: str) -> Iterator[str]:
    """What could be codes in a duty: each of its words, and each two that stand side by side."""
    parts = re.split(r"[\s,;:()\[\]]+", duty)
    yield from filter(None, map(fold_code, parts))
    yield from (fold_code(one + other) for one, other in pairwise(parts))


def _stepped_back(found: Mapping[int, Evidence], scores: Mapping[int, float]) -> dict[int, float]:
    """The scores, where a match that rests on one other name alone steps behind a firmer one of the same kind."""
    firm = [place for place, one in found.items() if one.same_kind and not one.rests_on]
    stepped = dict(scores)
    for place, one in found.items():
        if one.rests_on:
            rivals = [scores[other] for other in firm if found[other].points.names >= one.points.names]
            stepped[place] = min(scores[place], max(rivals, default=scores[place] + _STEP) - _STEP)
    return stepped


def _why(thing: Described, found: Evidence, coded: bool) -> str:
    """The reason for the rank in words: the code, where each word of the duty stands, and what the match rests on."""
    told = [f"its code {thing.code} stands in the duty"] if coded else []
    told += ["its name says the same"] if found.points.whole else []
    told += [f"{said} {', '.join(found.where[field])}" for field, said in _FIELDS.items() if found.where[field]]
    if found.rests_on and not coded:
        told.append(f"it rests on one other name alone: '{found.rests_on}'")
    return "; ".join(told)
