"""The page about our ontology: each word with its meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signpost.machines import Meaning


@dataclass(frozen=True, slots=True)
class OntologyPage:
    """The classes and the properties of the ontology."""

    title: str
    classes: tuple[Meaning, ...]
    properties: tuple[Meaning, ...]


def ontology_page(words: Sequence[Meaning]) -> OntologyPage:
    """The page about some words."""
    return OntologyPage(
        title="The words of signpost",
        classes=tuple(word for word in words if word.is_class),
        properties=tuple(word for word in words if not word.is_class),
    )
