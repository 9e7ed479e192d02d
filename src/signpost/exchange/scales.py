"""Levels of other scales -> signpost's scale, by the published tables of `ontology/vocabularies`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from signpost import files, words
from signpost.graph.parse import parse
from signpost.model import VOCABULARY


@cache
def scale(name: str) -> Mapping[str, int]:
    """Every level of a scale, by its slug and by its label in lower case -> the level of signpost's scale.

    The scale is a vocabulary, such as `digital-level`, whose concepts have a `levelValue`.
    """
    path = files.ontology() / "vocabularies" / f"{name}.ttl"
    nodes, _ = words.from_triples(parse(path.read_bytes(), "turtle", path.name))
    found: dict[str, int] = {}
    for node in nodes:
        if "levelValue" in node:
            found[node["id"].removeprefix(f"{VOCABULARY}{name}/")] = node["levelValue"]
            found[words.text(node, "label").lower()] = node["levelValue"]
    return MappingProxyType(found)
