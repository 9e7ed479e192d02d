"""Turtle files as one store in memory."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from signpost import files


def read(*paths: Path) -> ox.Store:
    """The files as one store in memory, in the default graph."""
    store = ox.Store()
    for path in paths:
        store.bulk_load(path=path, format=ox.RdfFormat.TURTLE)
    return store


def vocabulary_files() -> list[Path]:
    """The shipped vocabularies."""
    return sorted((files.ontology() / "vocabularies").glob("*.ttl"))


def data_files() -> list[Path]:
    """The shipped facts."""
    return sorted(files.data().rglob("*.ttl"))
