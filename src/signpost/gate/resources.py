"""Learning resources with their parts, as the rules of scrutiny read them.

What is malformed is named elsewhere, by form and by shapes; here it counts as not said, so that no rule ever fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from signpost import words
from signpost.model import Finding, Node, Severity, Submission
from signpost.wellformed import expectation

_CLASSES = {"LearningResource", "WorkBasedActivity"}


@dataclass(frozen=True, slots=True)
class Resource:
    """One learning resource with the outcomes and offerings that stand beside it."""

    node: Node
    outcomes: tuple[Node, ...]
    offerings: tuple[Node, ...]

    @property
    def iri(self) -> str:
        """Its IRI."""
        return str(self.node["id"])

    @property
    def label(self) -> str:
        """Its name on one line, at most 80 letters of it."""
        name = " ".join(words.text(self.node, "label").split()) or self.iri
        return name if len(name) <= 80 else f"{name[:79]}…"

    @property
    def minutes(self) -> int | None:
        """Its learning time."""
        return number(self.node, "learningMinutes")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful about a thing, before its place is known."""

    node: str
    path: str
    message: str
    expected: str = ""
    example: str = ""
    severity: Severity = Severity.ADVICE

    def found(self, submission: Submission) -> Finding:
        """The finding, at the place where the thing or the whole that it is a part of was read."""
        place = submission.places.get(self.node) or submission.places.get(self.node.partition("#")[0], "")
        expected, example = expectation(self.path)
        return Finding(
            self.message, self.severity, place, self.node, self.path, self.expected or expected, self.example or example
        )


def resources(nodes: Iterable[Node]) -> list[Resource]:
    """The learning resources among some nodes, in the order of their IRIs."""
    known = {node["id"]: node for node in nodes if isinstance(node.get("id"), str)}
    found = (node for _, node in sorted(known.items()) if is_a(node, _CLASSES))
    return [Resource(node, _parts(node, "teaches", known), _parts(node, "offering", known)) for node in found]


def _parts(node: Node, word: str, known: Mapping[str, Node]) -> tuple[Node, ...]:
    return tuple(known[iri] for iri in pointed(node, word) if iri in known)


def is_a(node: Node, classes: set[str]) -> bool:
    """Whether a node is of one of some classes."""
    return any(isinstance(kind, str) and kind in classes for kind in words.values(node, "type"))


def texts(node: Node, word: str) -> Iterator[str]:
    """The values of a word that are text at all."""
    return (value for value in words.values(node, word) if isinstance(value, str))


def pointed(node: Node, word: str) -> Iterator[str]:
    """The IRIs of what a word points to."""
    return (words.iri(word, value) for value in texts(node, word))


def concepts(node: Node, word: str) -> frozenset[str]:
    """The short names of the concepts that a word names."""
    return frozenset(words.short(word, iri) for iri in pointed(node, word))


def number(node: Node, word: str) -> int | None:
    """The one whole number of a word; None where there is none."""
    said = words.values(node, word)
    if len(said) != 1 or isinstance(said[0], bool):
        return None
    if isinstance(said[0], str):
        return int(said[0]) if said[0].isascii() and said[0].isdigit() and len(said[0]) < 10 else None
    return said[0] if isinstance(said[0], int) else None


def day(node: Node, word: str) -> date | None:
    """The one day of a word; None where there is none."""
    said = words.values(node, word)
    try:
        return date.fromisoformat(said[0]) if len(said) == 1 else None
    except (TypeError, ValueError):
        return None


def count(many: int, noun: str) -> str:
    """`1 level`, `2 levels`."""
    return f"{many:,} {noun}" if many == 1 else f"{many:,} {noun}s"


def hours(minutes: int) -> str:
    """A time as people say it: `2 hours`, `75 minutes`."""
    whole, rest = divmod(minutes, 60)
    return count(whole, "hour") if whole and not rest else count(minutes, "minute")


def said(when: date) -> str:
    """`5 March 2026`."""
    return f"{when.day} {when:%B %Y}"
