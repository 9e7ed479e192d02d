"""What is mended of concepts on their way out, so that the vocabulary keeps the integrity conditions of SKOS."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from signpost import words
from signpost.exchange.skos import integrity
from signpost.exchange.skos.names import EVERY_TEXT, MATCHES
from signpost.model import Finding, Node, Severity

_AGAINST_EXACT = ("broadMatch", "narrowMatch", "relatedMatch")
_INVERSE = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}
"""A match read from its other end; the others say the same from both."""


class Repairs:
    """What was changed, told at the end once for each kind of change with how often and where first."""

    def __init__(self) -> None:
        self._changed: dict[tuple[str, str], list[str]] = defaultdict(list)

    def change(self, message: str, iri: str, word: str) -> None:
        """Something that was changed in a node."""
        self._changed[message, word].append(iri)

    def told(self) -> Iterator[Finding]:
        """One finding for each kind of change."""
        for (message, word), iris in sorted(self._changed.items()):
            said = f"{message}: {len(iris):,}, such as of {min(iris)}."
            yield Finding(said, Severity.ADVICE, node=min(iris), path=word)

    def mend(self, nodes: Mapping[str, Node], alignments: Iterable[Node]) -> dict[str, dict[str, Any]]:
        """The concepts by IRI, sorted, with the alignments among their matches."""
        concepts = {iri: self._stripped(nodes[iri]) for iri in sorted(nodes)}
        self._align(concepts, alignments)
        self._names(concepts)
        for iri, node in concepts.items():
            self._other_names(iri, node)
        self._relations(concepts)
        return concepts

    # ---------------------------------------------------------------------------------------- names
    def _stripped(self, node: Node) -> dict[str, Any]:
        """The node with texts that neither begin nor end with a space, and are not empty."""
        mended = dict(node)
        for word in EVERY_TEXT:
            if isinstance(node.get(word), Mapping):
                clean = {tag: sorted({text.strip() for text in _several(texts)} - {""})
                         for tag, texts in node[word].items()}  # fmt: skip
                mended[word] = {tag: texts[0] if len(texts) == 1 else texts for tag, texts in clean.items() if texts}
                if mended[word] != node[word]:
                    self.change("Spaces around a text were removed", node["id"], word)
        return mended

    def _names(self, concepts: Mapping[str, dict[str, Any]]) -> None:
        """Every name once in its scheme: who comes later gets its code, or the end of its address, behind it."""
        taken = {(node.get("inFramework"), tag, text) for node in concepts.values()
                 for tag, text in node.get("label", {}).items()}  # fmt: skip
        seen: set[tuple[object, str, str]] = set()
        for iri, node in concepts.items():
            home = node.get("inFramework")
            for tag, text in sorted(node.get("label", {}).items()):
                if (home, tag, text) in seen:
                    new = next(name for name in _longer(node, text) if (home, tag, name) not in taken)
                    taken.add((home, tag, new))
                    node["label"] = {**node["label"], tag: new}
                    node["altLabel"] = _with(node.get("altLabel", {}), tag, text)
                    message = "Named as another concept of the scheme: its code or the end of its address was put behind its name"  # noqa: E501
                    self.change(message, iri, "label")
                seen.add((home, tag, text))

    def _other_names(self, iri: str, node: dict[str, Any]) -> None:
        others = node.get("altLabel", {})
        kept = {tag: [text for text in _several(others[tag]) if text != node.get("label", {}).get(tag)]
                for tag in others}  # fmt: skip
        if any(len(kept[tag]) < len(_several(others[tag])) for tag in others):
            self.change("Other names that repeat the name were left out", iri, "altLabel")
        node["altLabel"] = {tag: texts for tag, texts in kept.items() if texts}

    # ---------------------------------------------------------------------------------------- relations
    def _align(self, concepts: Mapping[str, dict[str, Any]], alignments: Iterable[Node]) -> None:
        for alignment in alignments:
            here, there = alignment["alignmentSource"], alignment["alignmentTarget"]
            word = alignment["alignmentRelation"].rpartition("/")[2]
            if here not in concepts:
                here, there, word = there, here, _INVERSE.get(word, word)
            concepts[here][word] = sorted({*words.values(concepts[here], word), there})
            self.change("Alignments go out as matches of their concepts, and are no things of their own any more",
                        alignment["id"], "type")  # fmt: skip

    def _relations(self, concepts: Mapping[str, dict[str, Any]]) -> None:
        for iri, node in concepts.items():
            for word in ("broader", "related", "replacedBy", "derivedFrom"):
                kept = [other for other in words.values(node, word) if other in concepts and other != iri]
                self._keep(node, word, kept, "Left out, for what it leads to does not go out")
            for word in MATCHES:
                kept = [other for other in words.values(node, word) if other != iri]
                self._keep(node, word, kept, "Left out, for it relates a concept to itself")
        self._against_exact(concepts)
        above = self._above(concepts, "broader")
        self._drop(concepts, "broader", integrity.circular(above), "Left out, for the concept would stand above itself")
        above = self._above(concepts, "broader")
        self._drop(concepts, "broader", integrity.redundant(above), "Left out, for it follows from the others")
        beside, higher = self._above(concepts, "related"), _higher(concepts)
        self._drop(concepts, "related", integrity.both_ways(beside, higher), "Left out, for one stands above the other")

    def _above(self, concepts: Mapping[str, dict[str, Any]], word: str) -> dict[str, set[str]]:
        return {iri: set(words.values(node, word)) for iri, node in concepts.items()}

    def _keep(self, node: dict[str, Any], word: str, kept: list[str], message: str) -> None:
        if len(kept) < len(words.values(node, word)):
            self.change(f"{message}: '{word}'", node["id"], word)
        if word in node:
            node[word] = kept

    def _drop(
        self, concepts: Mapping[str, dict[str, Any]], word: str, links: Iterable[tuple[str, str]], message: str
    ) -> None:
        for iri, other in links:
            kept = [one for one in words.values(concepts[iri], word) if one != other]
            self._keep(concepts[iri], word, kept, message)

    def _against_exact(self, concepts: Mapping[str, dict[str, Any]]) -> None:
        """Two concepts that match exactly are not broader, narrower or related as well (S46)."""
        exact = {(iri, other) for iri, node in concepts.items() for other in words.values(node, "exactMatch")}
        exact |= {(other, iri) for iri, other in exact}
        for iri, node in concepts.items():
            for word in _AGAINST_EXACT:
                kept = [other for other in words.values(node, word) if (iri, other) not in exact]
                self._keep(node, word, kept, "Left out beside an exact match of the same two")


def _higher(concepts: Mapping[str, dict[str, Any]]) -> dict[str, set[str]]:
    """What stands directly above each thing, in its own scheme or as a match of another."""
    above: dict[str, set[str]] = defaultdict(set)
    for iri, node in concepts.items():
        above[iri].update(words.values(node, "broader"), words.values(node, "broadMatch"))
        for lower in words.values(node, "narrowMatch"):
            above[lower].add(iri)
    return dict(above)


def _longer(node: Mapping[str, Any], text: str) -> Iterator[str]:
    code = [str(value) for value in words.values(node, "notation")]
    end = re.split("[#/:]", str(node["id"]).rstrip("#/"))[-1]
    yield from (f"{text} ({mark})" for mark in (*code, end))
    number = 2
    while True:
        yield f"{text} ({end} {number})"
        number += 1


def _with(texts: Mapping[str, Any], tag: str, text: str) -> dict[str, Any]:
    return {**texts, tag: sorted({*_several(texts.get(tag, [])), text})}


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
