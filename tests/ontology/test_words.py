"""Every published field has its term and every term its field; each is explained; OWL 2 DL is kept."""

from __future__ import annotations

import json
import re

import pyoxigraph as ox
import pytest

from signpost import files
from signpost.model import NAMESPACE

CONTEXT = json.loads((files.ontology() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
PREFIXES = {word: iri for word, iri in CONTEXT.items() if isinstance(iri, str) and iri.endswith(("#", "/"))}
OWL = "http://www.w3.org/2002/07/owl#"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
WITHIN_OWL2 = {
    "string",
    "boolean",
    "integer",
    "nonNegativeInteger",
    "decimal",
    "anyURI",
    "minInclusive",
    "maxInclusive",
}
EXPLAINED = (
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#definition",
    "http://www.w3.org/2004/02/skos/core#example",
)
PROPERTY_KINDS = {OWL + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}


ANSWERS = {"Audit", "Gap", "LearningRoute", "Step", "step", "resource", "Signpost", "Submission", "Finding",
           "Family", "LevelScale"}  # fmt: skip
"""What signpost answers with, and the two kinds of vocabulary: no source sends a thing as one of these."""


def expanded() -> dict[str, str]:
    """Each published field and the IRI it stands for."""
    found = {}
    for word, rule in CONTEXT.items():
        term = rule if isinstance(rule, str) else rule["@id"] if isinstance(rule, dict) else ""
        prefix, colon, name = term.partition(":")
        if word not in PREFIXES and colon and prefix in PREFIXES:
            found[word] = PREFIXES[prefix] + name
    return found


def kinds(terms: ox.Store, iri: str) -> set[str]:
    return {quad.object.value for quad in terms.quads_for_pattern(ox.NamedNode(iri), RDF_TYPE, None)}


def of_kind(terms: ox.Store, *kinds_wanted: str) -> set[str]:
    return {
        quad.subject.value
        for kind in kinds_wanted
        for quad in terms.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(kind))
        if isinstance(quad.subject, ox.NamedNode)
    }


@pytest.mark.parametrize(("word", "iri"), sorted(expanded().items()))
def test_every_field_has_a_term_of_the_right_kind(terms: ox.Store, word: str, iri: str) -> None:
    if word[0].isupper():
        assert OWL + "Class" in kinds(terms, iri)
        return
    rule = CONTEXT[word]
    points = isinstance(rule, dict) and rule.get("@type") in {"@id", "@vocab"}
    kind = kinds(terms, iri) & PROPERTY_KINDS
    assert len(kind) == 1, f"{word} is {kind}"
    assert (kind != {OWL + "DatatypeProperty"}) if points else (kind != {OWL + "ObjectProperty"})


def test_every_term_of_ours_has_a_field_or_is_filled_by_the_reasoner(terms: ox.Store) -> None:
    equivalent = ox.NamedNode(OWL + "equivalentClass")
    defined = {quad.subject.value for quad in terms.quads_for_pattern(None, equivalent, None)}
    ours = {iri for iri in of_kind(terms, OWL + "Class", *PROPERTY_KINDS) if iri.startswith(NAMESPACE)}
    answers = {NAMESPACE + name for name in ANSWERS}
    assert ours - set(expanded().values()) - defined == answers


def test_every_term_is_explained_in_plain_words(terms: ox.Store) -> None:
    bare = {
        (iri, about)
        for iri in of_kind(terms, OWL + "Class", *PROPERTY_KINDS)
        if iri not in {EXPLAINED[0], OWL + "versionInfo"}
        for about in EXPLAINED
        if len([*terms.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(about), None)]) != 1
    }
    assert bare == set()


def test_no_two_terms_share_a_label(terms: ox.Store) -> None:
    label = ox.NamedNode(EXPLAINED[0])
    named: dict[tuple[str, bool], list[str]] = {}
    for quad in terms.quads_for_pattern(None, label, None):
        is_class = OWL + "Class" in kinds(terms, quad.subject.value)
        named.setdefault((quad.object.value, is_class), []).append(quad.subject.value)
    assert {label: iris for label, iris in named.items() if len(iris) > 1} == {}


def test_no_datatype_that_a_reasoner_refuses() -> None:
    text = (files.ontology() / "signpost.ttl").read_text(encoding="utf-8")
    statements = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert set(re.findall(r"xsd:(\w+)", statements)) <= WITHIN_OWL2


def test_calendar_dates_are_those_of_the_context(terms: ox.Store) -> None:
    dates = {
        expanded()[word] for word, rule in CONTEXT.items() if isinstance(rule, dict) and rule.get("@type") == "xsd:date"
    }
    ranged = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#range")
    assert [iri for iri in sorted(dates) if [*terms.quads_for_pattern(ox.NamedNode(iri), ranged, None)]] == []


def test_transitive_properties_are_simple_nowhere_they_must_be(terms: ox.Store) -> None:
    transitive = of_kind(terms, OWL + "TransitiveProperty")
    needing_simple = of_kind(
        terms, *(OWL + kind for kind in ("FunctionalProperty", "AsymmetricProperty", "IrreflexiveProperty"))
    )
    disjoint = ox.NamedNode(OWL + "propertyDisjointWith")
    for quad in terms.quads_for_pattern(None, disjoint, None):
        needing_simple |= {quad.subject.value, quad.object.value}
    assert transitive
    assert transitive & needing_simple == set()


def test_replaced_by_is_kept_apart_from_exact_match(terms: ox.Store) -> None:
    replaced = ox.NamedNode(NAMESPACE + "replacedBy")
    exact = ox.NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch")
    assert [*terms.quads_for_pattern(replaced, ox.NamedNode(OWL + "propertyDisjointWith"), exact)]
