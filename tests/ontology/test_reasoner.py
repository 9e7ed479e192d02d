"""HermiT finds nothing wrong in what is shipped, finds each planted fault, and fills the defined classes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from turtle_files import data_files, read, vocabulary_files

from signpost import files
from signpost.errors import ReasonerMissing, SignpostError
from signpost.model import NAMESPACE
from signpost.reasoner import MOST_STATEMENTS, Classification, classify, consistency

needs_java = pytest.mark.skipif(not shutil.which("java"), reason="the reasoner needs Java, which is not installed")

HEAD = """
@base <https://w3id.org/signpost/> .
@prefix sp: <https://w3id.org/signpost/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

CONTRADICTIONS = {
    "a gateway that teaches": "<id/gateway/a> a sp:Gateway ; sp:teaches <id/b> .",
    "a standard that is an attainment": "<id/a> a sp:Standard , sp:Attainment .",
    "an award that is evidence": "<id/a> a sp:Award , sp:Evidence .",
    "replaced by its equal": "<id/a> a sp:Standard ; sp:replacedBy <id/b> ; skos:exactMatch <id/b> .",
    "replaced by its equal, said backwards": "<id/a> sp:replacedBy <id/b> . <id/b> skos:exactMatch <id/a> .",
    "two standards that replace each other": "<id/a> sp:replacedBy <id/b> . <id/b> sp:replacedBy <id/a> .",
    "a standard that replaces itself": "<id/a> sp:replacedBy <id/a> .",
    "a level off the scale": "<id/a> a sp:Requirement ; sp:level 7 .",
    "two levels on one line": "<id/a> a sp:Requirement ; sp:level 2 , 3 .",
    "surer than sure": "<id/a> a sp:Alignment ; sp:confidence 1.5 .",
    "a price below zero": "<id/a> a sp:Offering ; sp:price -1.0 .",
    "a vocabulary that is its own entry": "<id/a> a skos:Concept , skos:ConceptScheme .",
}

AGREEMENTS = {
    "replaced by something near": "<id/a> a sp:Standard ; sp:replacedBy <id/b> ; skos:closeMatch <id/b> .",
    "imported under another name": "<id/a> a sp:Standard ; sp:importedAs <id/b> ; skos:exactMatch <id/b> .",
    "a dated run": '<id/a> a sp:Offering ; sp:startDate "2026-03-01"^^xsd:date ; sp:price "60"^^xsd:decimal .',
    "a provider that grants awards": "<id/a> a sp:Provider , sp:AwardingBody .",
}

MEMBERS = (
    HEAD
    + """
<id/role/manager> a sp:Role ;
    sp:managementLevel <vocabulary/management-level/first-line> , <vocabulary/management-level/middle> .
<id/role/director> a sp:Role ; sp:managementLevel <vocabulary/management-level/senior> .
<id/gateway/finder> a sp:Gateway ; sp:reach <vocabulary/reach/national> ; sp:provider <id/organisation/o> .
<id/resource/course> sp:teaches <id/resource/course#teaches-1> ; sp:mode <vocabulary/mode/online> .
<id/resource/course#teaches-1> sp:shows <vocabulary/shows/knowledge> .
<id/resource/shadow> a sp:WorkBasedActivity ; sp:activityType <vocabulary/activity-type/shadowing> ;
    sp:supporter <vocabulary/supporter/mentor> ; sp:teaches <id/resource/shadow#teaches-1> .
<id/resource/shadow#teaches-1> sp:shows <vocabulary/shows/both> ; sp:provenance <vocabulary/provenance/editorial> .
<id/standard/old> a sp:Standard ; sp:replacedBy <id/standard/new> ; sp:status <vocabulary/status/legacy> .
<id/organisation/o> sp:providerKind <vocabulary/provider-kind/regulator> .
<vocabulary/level/3> a skos:Concept ; sp:levelScale <vocabulary/level> .
<id/role/manager#line> sp:family <vocabulary/family/specialist> .
<id/alignment/a> sp:alignmentRelation <vocabulary/alignment-relation/exactMatch> .
"""
)

EXPECTED = {
    "FirstLineRole": {"role/manager"},
    "MiddleRole": {"role/manager"},
    "SeniorRole": {"role/director"},
    "SupervisoryRole": set(),
    "ContentResource": {"resource/course", "resource/shadow"},
    "OnlineResource": {"resource/course"},
    "PerformanceResource": {"resource/shadow"},
    "PerformanceOutcome": {"resource/shadow#teaches-1"},
    "ShadowingActivity": {"resource/shadow"},
    "MentoredActivity": {"resource/shadow"},
    "NationalGateway": {"gateway/finder"},
    "Gateway": {"gateway/finder"},
    "Regulator": {"organisation/o"},
    "ReplacedStandard": {"standard/old"},
    "LegacyStandard": {"standard/old"},
    "Equivalence": {"alignment/a"},
    "Proposal": {"resource/shadow#teaches-1"},
    "Level": {"vocabulary/level/3"},
    "Family": {"vocabulary/family/specialist"},
    "SignpostTarget": {"gateway/finder", "organisation/o", "resource/course", "resource/shadow"},
}


def ntriples(store: ox.Store) -> bytes:
    found = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert found is not None
    return found


def with_ontology(turtle: str) -> bytes:
    store = read(files.ontology() / "signpost.ttl")
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    return ntriples(store)


@pytest.fixture(scope="module")
def classified() -> Classification:
    return classify(with_ontology(MEMBERS))


@needs_java
def test_the_ontology_and_its_vocabularies_contradict_nothing() -> None:
    found = consistency(ntriples(read(files.ontology() / "signpost.ttl", *vocabulary_files())))
    assert found.sound, found


@needs_java
def test_the_shipped_facts_contradict_nothing() -> None:
    found = classify(ntriples(read(files.ontology() / "signpost.ttl", *vocabulary_files(), *data_files())))
    assert found.consistency.sound, found.consistency
    manager = "https://w3id.org/signpost/id/role/registered-manager"
    assert manager in found.members[f"{NAMESPACE}FirstLineRole"]
    assert manager not in found.members[f"{NAMESPACE}SeniorRole"]
    assert "https://w3id.org/signpost/id/standard/lmc-2008/scdlmcsb1" in found.members[f"{NAMESPACE}ReplacedStandard"]
    content = set(found.members[f"{NAMESPACE}ContentResource"])
    assert content
    assert content.isdisjoint(found.members[f"{NAMESPACE}Gateway"])


@needs_java
@pytest.mark.parametrize("planted", CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_a_planted_contradiction_is_caught(planted: str) -> None:
    assert not consistency(with_ontology(HEAD + planted)).consistent


@needs_java
@pytest.mark.parametrize("planted", AGREEMENTS.values(), ids=AGREEMENTS.keys())
def test_what_is_lawful_is_left_alone(planted: str) -> None:
    assert consistency(with_ontology(HEAD + planted)).sound


@needs_java
def test_a_class_that_can_have_no_members_is_named() -> None:
    empty = "sp:Impossible a owl:Class ; rdfs:subClassOf sp:Gateway , sp:LearningResource ."
    prefixes = (
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    )
    found = consistency(with_ontology(HEAD + prefixes + empty))
    assert found.consistent
    assert found.unsatisfiable == (f"{NAMESPACE}Impossible",)
    assert not found.sound


@needs_java
@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_defined_class_gets_its_members(classified: Classification, name: str) -> None:
    found = {iri.removeprefix("https://w3id.org/signpost/") for iri in classified.members[NAMESPACE + name]}
    assert found == {slug if slug.startswith("vocabulary/") else f"id/{slug}" for slug in EXPECTED[name]}


@needs_java
def test_a_gateway_is_no_content(classified: Classification) -> None:
    gateways = set(classified.members[f"{NAMESPACE}Gateway"])
    assert gateways
    assert gateways & set(classified.members[f"{NAMESPACE}ContentResource"]) == set()


@needs_java
def test_labels_and_dates_do_not_reach_the_reasoner() -> None:
    label = '<id/a> a sp:Gateway ; skos:prefLabel "A"@en ; sp:lastChecked "2026-02-30"^^xsd:date .'
    assert consistency(with_ontology(HEAD + label)).sound


def test_without_java_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReasonerMissing, match="needs Java"):
        consistency(b"")


def test_a_java_that_breaks_is_one_clear_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho out of memory\nexit 3\n", encoding="utf-8")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(SignpostError, match="java -version"):
        consistency(with_ontology(HEAD))


def test_more_than_it_can_weigh_is_refused_at_once() -> None:
    line = b"<https://example.org/%d> <https://w3id.org/signpost/ns#about> <https://example.org/b> .\n"
    with pytest.raises(SignpostError, match="without large imports"):
        consistency(b"".join(line % number for number in range(MOST_STATEMENTS + 1)))
