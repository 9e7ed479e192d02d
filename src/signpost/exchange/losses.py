"""The loss report: what nodes say that a format cannot hold, so that nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from signpost import words
from signpost.model import Finding, Node, Severity


def losses(nodes: Iterable[Node], holds: Mapping[str, Collection[str]], format: str) -> tuple[Finding, ...]:
    """One finding for each class, or word of a class, that a format does not hold, with how often and where first.

    `holds` gives the words that the format keeps for each class; a class that is not among them is lost whole.
    """
    lost: dict[tuple[str, str], list[str]] = {}
    for node in nodes:
        for kind in map(str, words.values(node, "type")):
            kept = holds.get(kind)
            for word in [""] if kept is None else sorted(node.keys() - {"id", "type"} - set(kept)):
                lost.setdefault((kind, word), []).append(str(node["id"]))
    return tuple(_loss(kind, word, iris, format) for (kind, word), iris in sorted(lost.items()))


def _loss(kind: str, word: str, iris: list[str], format: str) -> Finding:
    what = f"'{word}' of {len(iris):,}" if word else f"{len(iris):,}"
    things = f"{kind} things" if len(iris) != 1 else f"{kind} thing"
    message = f"Left out, for {format} cannot hold it: {what} {things}, such as {iris[0]}."
    return Finding(message, Severity.ADVICE, node=iris[0], path=word)


def without(node: Node, kept: Collection[str]) -> dict[str, Any]:
    """The node with its names and the words kept alone."""
    return {word: value for word, value in node.items() if word in words.NAMES or word in kept}
