"""The ontology and its vocabularies, each as one store, read once."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from turtle_files import read, vocabulary_files

from signpost import files


@pytest.fixture(scope="session")
def terms() -> ox.Store:
    return read(files.ontology() / "signpost.ttl")


@pytest.fixture(scope="session")
def vocabularies() -> ox.Store:
    return read(*vocabulary_files())
