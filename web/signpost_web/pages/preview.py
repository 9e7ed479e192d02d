"""A small page about one thing, to look at before it is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from signpost.model import Property, PropertyValue

_FEW = 3


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What is known of one thing, property by property."""

    title: str
    iri: str
    properties: tuple[Property, ...]
    known: Mapping[str, tuple[PropertyValue, ...]]

    def rows(self) -> Iterator[tuple[str, str]]:
        """The label of each property that is known, with its first values."""
        for one in self.properties:
            values = [value.text for value in self.known.get(one.id, ())]
            if values:
                more = f" and {len(values) - _FEW} more" if len(values) > _FEW else ""
                yield one.label, "; ".join(values[:_FEW]) + more
