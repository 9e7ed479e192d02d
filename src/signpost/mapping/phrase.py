"""A phrase as its words: what a duty, a title or a name says, whatever its capitals, accents and small words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from signpost.labelfile import fold

Stem = Callable[[Iterable[str]], dict[str, str]]
"""Words -> what is left of each without its endings."""

_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "can",
        "for",
        "from",
        "has",
        "have",
        "in",
        "into",
        "is",
        "it",
        "its",
        "may",
        "of",
        "on",
        "or",
        "other",
        "our",
        "so",
        "such",
        "that",
        "the",
        "their",
        "them",
        "these",
        "they",
        "this",
        "those",
        "to",
        "up",
        "was",
        "we",
        "which",
        "who",
        "will",
        "with",
        "you",
        "your",
        "etc",
        "eg",
        "ie",
        "per",
        "via",
        "not",
        "all",
        "any",
    ]
)
"""Words that tell no duty from another."""

_TURNS = frozenset(
    ["of", "for", "in", "with", "at", "to", "on", "and", "by", "from", "that", "who", "which", "or", "within", "across"]
)
"""Words that end the part of a title in which its chief word stands: 'head' in 'head of care'."""


_PREFIX = re.compile(r"\b(co|sub|re|pre|de|non|e)-(?=\w)", re.IGNORECASE)
"""Prefixes that are written with a hyphen and without one."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase."""

    said: str
    folded: str
    words: tuple[str, ...]
    """Its words without the small ones, each once, in their order."""
    stems: tuple[str, ...]
    """One for each word."""
    plain: frozenset[str]
    """Its words in the singular: phrases that say the same have the same."""
    chief: str
    """The word that says what kind of thing it is, in the singular: 'manager' in 'care home manager'."""


def plain(text: str) -> str:
    """A text folded, its hyphened prefixes joined to their words, so that 'co-ordinate' and 'coordinate' are one."""
    return fold(_PREFIX.sub(r"\1", text) if "-" in text else text)


def split(text: str) -> tuple[str, ...]:
    """The words of a text without the small ones, each once; of a text of small words alone, those."""
    return split_folded(plain(text))


def split_folded(folded: str) -> tuple[str, ...]:
    """The same of a text that is folded already."""
    every = folded.split()
    return tuple(dict.fromkeys([word for word in every if word not in _SMALL] or every))


def phrase(text: str, stem: Stem) -> Phrase:
    """A text as a phrase."""
    folded = plain(text)
    words = split_folded(folded)
    stems = stem(words)
    return Phrase(
        text,
        folded,
        words,
        tuple(stems[word] for word in words),
        frozenset(map(singular, words)),
        _chief(folded.split()),
    )


def _chief(words: list[str]) -> str:
    turn = next((place for place, word in enumerate(words) if place and word in _TURNS), len(words))
    return singular(words[turn - 1]) if words else ""


@cache
def singular(word: str) -> str:
    """A word in the singular, as far as letters tell."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
