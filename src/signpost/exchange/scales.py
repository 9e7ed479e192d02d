"""Levels of other scales -> signpost's scale, by the published tables of `ontology/vocabularies`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from signpost import files, words
from signpost.graph.parse import parse
from signpost.model import VOCABULARY, Node


@cache
def scale(name: str) -> Mapping[str, int]:
    """Every level of a scale, by its slug and by its label in lower case -> the level of signpost's scale.

    The scale is a vocabulary, such as `digital-level`, whose concepts have a `levelValue`.
    """
    found: dict[str, int] = {}
    for slug, node in _levels(name).items():
        found[slug] = node["levelValue"]
        found[words.text(node, "label").lower()] = node["levelValue"]
    return MappingProxyType(found)


@cache
def basis(name: str, slug: str) -> tuple[str, str]:
    """Why a level of a scale, by its slug, stands for that of signpost's scale, and how sure that is (0-1)."""
    node = _levels(name)[slug]
    return words.text(node, "basis"), str(node["confidence"])


def _levels(name: str) -> Mapping[str, Node]:
    """The concepts of a scale that have a level, by their slugs."""
    path = files.ontology() / "vocabularies" / f"{name}.ttl"
    nodes, _ = words.from_triples(parse(path.read_bytes(), "turtle", path.name))
    return {node["id"].removeprefix(f"{VOCABULARY}{name}/"): node for node in nodes if "levelValue" in node}
