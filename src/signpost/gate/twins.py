"""Learning resources of one provider that look like one: nearly the same name, and the same facts.

Nothing is compared with everything: resources with the same provider and facts are sorted by the words of their names,
and each is compared with the few that come next to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from operator import itemgetter
from typing import Any

from signpost import words
from signpost.gate.resources import Doubt, Resource, pointed
from signpost.labelfile import fold

_GLUE = frozenset(
    ("a", "an", "and", "at", "by", "course", "for", "in", "of", "on", "or", "the", "to", "training", "with")
)
"""Words that make no difference between two names."""
_FACTS = ("learningMinutes", "price", "mode", "award", "activityType", "about", "language", "region")
_LONG = 5
"""Shorter words are not taken for mistyped ones: 'male' and 'made' are two."""
_BESIDE = 3
"""With how many of those that come next each is compared."""

Words = tuple[str, ...]


def doubts(sent: Sequence[Resource], own: Sequence[Resource] = ()) -> Iterator[Doubt]:
    """Each resource that is sent and nearly the same as an earlier one, or as one of `own`, which stay in the graph."""
    stays = {id(resource) for resource in own}
    told = set[str]()
    for first, second in _pairs([*own, *sent]):
        if id(first) in stays and id(second) in stays:
            continue
        if id(second) in stays or (id(first) not in stays and second.iri < first.iri):
            first, second = second, first
        if second.iri not in told and first.iri != second.iri:
            told.add(second.iri)
            yield _doubt(second, first)


def _doubt(resource: Resource, other: Resource) -> Doubt:
    return Doubt(
        resource.iri,
        "label",
        f"'{resource.label}' looks the same as '{other.label}' ({other.iri}): the provider, the learning time, the "
        "price, the mode and what is taught are the same, and so is the name, or nearly. Send one of them with "
        "several offerings, or name what sets them apart.",
        "a name that tells it apart",
        "Managing budgets, second part",
    )


def _pairs(every: Sequence[Resource]) -> Iterator[tuple[Resource, Resource]]:
    keyed = [(key, _meant(resource), resource) for resource in every for key in _keys(resource)]
    for _, block in groupby(sorted(keyed, key=lambda one: (one[0], one[1], one[2].iri)), key=itemgetter(0)):
        named = [(name, resource) for _, name, resource in block if name]
        for turned in (named, sorted(named, key=lambda one: (one[0][::-1], one[1].iri))):
            for apart in range(1, _BESIDE + 1):
                for (name, resource), (other, beside) in zip(turned, turned[apart:], strict=False):
                    if _same(name, other):
                        yield resource, beside


def _keys(resource: Resource) -> Iterator[str]:
    """One key for each provider: what two resources must share to be one."""
    taught = sorted(
        (sorted(pointed(each, "competence")), _plain(each, "entryLevel"), _plain(each, "outcomeLevel"))
        for each in resource.outcomes
    )
    facts = [_plain(resource.node, word) for word in _FACTS]
    for provider in pointed(resource.node, "provider"):
        yield json.dumps([provider, facts, taught])


def _plain(node: Any, word: str) -> list[str]:
    return sorted(map(str, words.values(node, word)))


def _meant(resource: Resource) -> Words:
    """The words of a name that tell it apart, in alphabetical order."""
    return tuple(sorted(set(fold(words.text(resource.node, "label")).split()) - _GLUE))


def _same(one: Words, other: Words) -> bool:
    """Whether two names have the same words, but for one that is mistyped in one of them; numbers are never that."""
    left, right = sorted(set(one) - set(other)), sorted(set(other) - set(one))
    if not left and not right:
        return True
    if len(left) != 1 or len(right) != 1 or min(len(left[0]), len(right[0])) < _LONG:
        return False
    if any(letter.isdigit() for letter in left[0] + right[0]):
        return False
    return _mistyped(left[0], right[0])


def _mistyped(one: str, other: str) -> bool:
    """Whether a letter is left out, another one, or in its neighbour's place; 'trainer' and 'trainee' are two words."""
    begin = _shared(one, other)
    end = _shared(one[begin:][::-1], other[begin:][::-1])
    left, right = one[begin : len(one) - end], other[begin : len(other) - end]
    if len(left) == len(right) == 1:
        return end > 0
    return {len(left), len(right)} == {0, 1} or (len(left) == 2 and left == right[::-1])


def _shared(one: str, other: str) -> int:
    """How many letters two texts share from their beginning."""
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(one, other, strict=False)))
