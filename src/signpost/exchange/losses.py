"""The loss report: what nodes say that a format cannot hold, so that nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
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


def changed(
    nodes: Iterable[Node], back: Iterable[Node], holds: Mapping[str, Collection[str]], format: str
) -> Iterator[Finding]:
    """One finding for each word of a class that is held and comes back otherwise, and for each class that does not.

    `back` are the nodes that are read of what was written.
    """
    again = {node["id"]: words.canonical(node) for node in back}
    found: dict[tuple[str, str], list[str]] = {}
    for node in nodes:
        kinds, other = [str(kind) for kind in words.values(node, "type")], again.get(node["id"], {})
        held = {"type", *(word for kind in kinds for word in holds.get(kind, ()))} & (node.keys() | other.keys())
        differing = {word for word in held if node.get(word) != other.get(word)} if other else {""}
        for word in differing if holds.keys() & set(kinds) else ():
            found.setdefault((" and ".join(kinds), word), []).append(str(node["id"]))
    for (kind, word), iris in sorted(found.items()):
        what = f"Not the same when {format} is read again: '{word}' of" if word else f"Not in {format}:"
        message = f"{what} {len(iris):,} {kind} thing{'s' if len(iris) > 1 else ''}, such as {min(iris)}."
        yield Finding(message, Severity.ADVICE, node=min(iris), path=word)


def without(node: Node, kept: Collection[str]) -> dict[str, Any]:
    """The node with its names and the words kept alone."""
    return {word: value for word, value in node.items() if word in words.NAMES or word in kept}
