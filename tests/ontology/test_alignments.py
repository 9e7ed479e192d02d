"""Our terms against those of others: every subject is a term of ours, every match a SKOS match to a foreign term."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from turtle_files import read

from signpost import files
from signpost.model import NAMESPACE

SKOS = "http://www.w3.org/2004/02/skos/core#"
MATCHES = {SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")}
WANTED = {"ctdl-asn", "case", "esco", "elm", "schema-org", "open-badges", "skos", "org", "prov"}
FILES = sorted((files.ontology() / "alignments").glob("*.ttl"))


def test_each_vocabulary_has_its_file() -> None:
    assert {path.stem for path in FILES} >= WANTED


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_subject_is_a_term_of_ours_and_every_target_is_not(terms: ox.Store, path: Path) -> None:
    quads = list(read(path))
    assert quads
    for quad in quads:
        assert [*terms.quads_for_pattern(quad.subject, None, None)], f"{quad.subject} is no term of signpost.ttl"
        assert quad.predicate.value in MATCHES
        assert not quad.object.value.startswith(NAMESPACE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_pair_has_one_match(path: Path) -> None:
    pairs = [(quad.subject, quad.object) for quad in read(path)]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_at_most_one_foreign_class_or_property_stands_for_ours(path: Path) -> None:
    exact = [quad.subject for quad in read(path) if quad.predicate.value == SKOS + "exactMatch"]
    assert len(exact) == len(set(exact))


def test_replaced_by_is_no_equivalence_anywhere() -> None:
    replaced = ox.NamedNode(NAMESPACE + "replacedBy")
    targets = [quad.object.value for quad in read(*FILES).quads_for_pattern(replaced, None, None)]
    assert targets
    assert not any("exact" in target.lower() or "equivalent" in target.lower() for target in targets)
