"""Candidates for a duty, best first, each with the reason for its rank in words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple
from itertools import pairwise

from signpost.labelfile import fold_code
from signpost.mapping.described import Described
from signpost.mapping.evidence import POINTS, Evidence, Known, Points, Weighed, evidence, known, weighed
from signpost.mapping.fulltext import FullText
from signpost.mapping.phrase import Phrase, phrase
from signpost.mapping.weights import WEIGHTS
from signpost.model import Candidate

_GATHERED = 100
"""Things that are looked at closely for each duty."""
_LEAST = 0.1
"""Candidates below this score share little with the duty; a long text has low scores with all that is meant by it."""
_LEAST_OF_WEAK = 0.25
"""The same where a match rests on one common word of several. Of the pairs that the weights are fitted to, 78 such
matches below it stand among the first five, and none of them is meant."""
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
        self._places = {thing.iri: place for place, thing in enumerate(self.things)}
        self._codes: dict[str, list[int]] = defaultdict(list)
        for place, thing in enumerate(self.things):
            code = fold_code(thing.code)
            if len(code) >= _SHORTEST_CODE and any(c.isdigit() for c in code):
                self._codes[code].append(place)

    def best(self, duty: str, limit: int = 5) -> tuple[Candidate, ...]:
        """The things that match a duty best; those whose code stands in it or whose label is all of it before others.

        What shares nothing but fillers with the duty, or has too low a score, is none. One that rests on one other name
        alone stands behind those of the same kind whose own names have as much of the duty. Of equal ones the current
        edition stands first.
        """
        found, scores, sure = self._scored(duty)
        kept = [place for place, one in found.items() if place in sure or _is_worth(one, scores[place])]
        kept.sort(key=lambda place: (-scores[place], self.things[place].past, self.things[place].iri))
        return tuple(self._candidate(place, scores[place], found[place], sure.get(place, False))
                     for place in kept[:limit])  # fmt: skip

    def of(self, duty: str, iri: str) -> Candidate:
        """One of the things as a candidate for a duty, by the same evidence, however little speaks for it."""
        place = self._places[iri]
        found, scores, sure = self._scored(duty, place)
        return self._candidate(place, scores[place], found[place], sure.get(place, False))

    def _scored(self, duty: str, *also: int) -> tuple[dict[int, Evidence], dict[int, float], dict[int, bool]]:
        """What may match a duty: the evidence for each, its score, and which are sure (true: by their code)."""
        coded = dict.fromkeys((place for code in _codes_in(duty) for place in self._codes.get(code, ())), True)
        found = dict(self.evidence(duty, (*coded, *also)))
        scores = _stepped_back(found, {place: self._score(place, one.points) for place, one in found.items()})
        sure = dict.fromkeys((place for place, one in found.items() if one.points.whole), False) | coded
        return found, scores | dict.fromkeys(sure, 1.0), sure

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


def _is_worth(found: Evidence, score: float) -> bool:
    """Whether a match is worth showing."""
    return bool(found.borne) and score >= (_LEAST_OF_WEAK if found.weak else _LEAST)


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
    told += ["weak: one word"] if found.weak and not coded else []
    told += ["no word of the duty"] if not (found.borne or told) else []
    told += [f"{said} {', '.join(found.where[field])}" for field, said in _FIELDS.items() if found.where[field]]
    if found.rests_on and not coded:
        told.append(f"it rests on one other name alone: '{found.rests_on}'")
    return "; ".join(told)
