"""Words that stand in each other's place in the names of one thing: 'bicycle mechanic' and 'cycle mechanic'.

Nothing is known of them beforehand: they are learned from the names of the things that are ranked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

_FEWEST = 2
"""Things in whose names two words must be seen in each other's place."""
_DOUBT = 2
"""Things that are counted as if they had a word and no stand-in for it, so that rare words are not trusted early."""

_NONE: Mapping[str, float] = {}


class StandIns:
    """What stands in for a word, and how often."""

    def __init__(self, things: Iterable[Collection[frozenset[str]]]) -> None:
        """Learn from the names of things, each name as its words in the singular."""
        having, swapped = Counter[str](), Counter[tuple[str, str]]()
        for names in things:
            having.update({word for name in names for word in name})
            if len(names) > 1:
                swapped.update(_swapped(names))
        self._found: dict[str, dict[str, float]] = defaultdict(dict)
        for (word, other), times in swapped.items():
            if times >= _FEWEST:
                # Where half of the things that have a word have the other too, one is as good as the other.
                self._found[word][other] = min(1.0, 2 * times / (having[word] + _DOUBT))

    def of(self, word: str) -> Mapping[str, float]:
        """What stands in for a word, with how good it is for it (0-1)."""
        return self._found.get(word, _NONE)


def _swapped(names: Iterable[frozenset[str]]) -> set[tuple[str, str]]:
    """The pairs of words by which two names alone differ, where they have other words in common."""
    beside: dict[frozenset[str], set[str]] = defaultdict(set)
    for name in names:
        for word in name if len(name) > 1 else ():
            beside[name - {word}].add(word)
    return {(one, other) for words in beside.values() for one in words for other in words if one != other}
