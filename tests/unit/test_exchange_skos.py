"""SKOS in and out: every word of it, every repair, and what others' checkers say of what goes out."""

from __future__ import annotations

import importlib.util
import json
import logging
import shutil
import warnings
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost import files, words
from signpost.errors import UnreadableInput
from signpost.exchange import esco, rdf
from signpost.exchange.readers import detect
from signpost.exchange.skos import integrity
from signpost.exchange.skos.reading import looks_like, read
from signpost.exchange.skos.writing import HOLDS, write, write_jsonld
from signpost.gate.validate import check, refused
from signpost.model import Node, Severity, Source, Submission

FIXTURES = Path(__file__).parent / "fixtures" / "skos"
EX = "https://orchard.example/skills/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
HEAD = f"@prefix skos: <{SKOS}> . @prefix dcterms: <http://purl.org/dc/terms/> . @prefix : <{EX}> .\n"


def read_text(tmp_path: Path, text: str, name: str = "x.ttl") -> tuple[dict[str, Node], list[str]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return told(read(path, Source("acme")))


def told(submission: Submission) -> tuple[dict[str, Node], list[str]]:
    assert not refused(check(submission)), submission.findings
    assert all(finding.severity is not Severity.REFUSED for finding in submission.findings)
    return {node["id"]: node for node in submission.nodes}, [finding.message for finding in submission.findings]


# ------------------------------------------------------------------------------------------------ in
def test_schemes_concepts_and_collections() -> None:
    nodes, _ = told(read(FIXTURES / "orchard.ttl", Source("acme")))
    assert nodes == {
        EX + "scheme": {
            "id": EX + "scheme",
            "type": "Framework",
            "label": {"cy": "Sgiliau perllan", "en": "Orchard skills"},
            "description": {"en": "What people do in an orchard."},
            "issued": "2026-03",
            "edition": "2",
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "publisher": EX + "society",
        },
        EX + "society": {"id": EX + "society", "type": "Organisation", "label": {"en": "The Orchard Society"}},
        EX + "trees": {
            "id": EX + "trees",
            "type": "Competence",
            "inFramework": EX + "scheme",
            "label": {"cy": "gofal coed", "en": "care of trees"},
        },
        EX + "prune": {
            "id": EX + "prune",
            "type": "Competence",
            "inFramework": EX + "scheme",
            "label": {"en": "cut back a tree"},
            "altLabel": {"en": ["prune a tree", "pruning"]},
            "definition": {"en": "Cut a tree so that it bears well."},
            "note": {"en": "Was called cutting."},
            "notation": ["7", "A1"],
            "related": EX + "weigh",
            "exactMatch": "https://other.example/pruning",
            "broader": EX + "trees",
        },
        EX + "weigh": {
            "id": EX + "weigh",
            "type": "Competence",
            "inFramework": EX + "scheme",
            "label": {"en": "weigh fruit"},
            "scopeNote": {"en": "Not nuts."},
            "status": "withdrawn",
            "broadMatch": "https://other.example/measuring",
            "replacedBy": EX + "balance",
        },
        EX + "balance": {
            "id": EX + "balance",
            "type": "Competence",
            "inFramework": EX + "scheme",
            "label": {"en": "balance fruit"},
            "broader": EX + "trees",
        },
        EX + "tools": {"id": EX + "tools", "type": "Collection", "label": {"en": "with tools"}, "member": EX + "prune"},
        EX + "steps": {
            "id": EX + "steps",
            "type": "Collection",
            "label": {"en": "one after the other"},
            "member": [EX + "prune", EX + "weigh"],
        },
    }


def test_everything_repaired_dropped_or_not_understood_is_told_with_how_often() -> None:
    submission = read(FIXTURES / "orchard.ttl", Source("acme"))
    of = "such as of https://orchard.example/skills/"
    assert [finding.message for finding in submission.findings] == [
        "Row dropped: the concept 'without an address' has no address.",
        "Row dropped: the concept has no name.",
        "Row dropped: the collection has no members.",
        f"'broader' leads to a concept that is not in the file; kept as 'broadMatch': 1, {of}weigh.",
        "'exactMatch' with what replaces it was left out: what replaces another is not thereby the same: "
        f"1, {of}weigh.",
        f"Control characters or outer spaces were removed: 1, {of}prune.",
        f"Left out, for it relates a concept to itself: 'broader': 1, {of}prune.",
        f"Members that are not in the file were left out: 2, {of}gone.",
        f"More than one preferred name in a language: the first is kept, others as other names: 1, {of}prune.",
        f"Notations of the type {EX}number were kept without it: 1, {of}prune.",
        f"Put in the scheme of the concepts above it, for it says none: 1, {of}balance.",
        "Texts that were things of their own, such as labels of SKOS-XL: the text alone is kept: "
        f"1, {of}balance.",
        f"Texts that were things of their own, such as labels of SKOS-XL: the text alone is kept: 1, {of}weigh.",
        f"Texts without a language, taken to be in 'en': 1, {of}prune.",
        f"The order of its members was left out: 1, {of}steps.",
        f"{SKOS}historyNote was kept as 'note': 1, {of}prune.",
        "http://purl.org/dc/terms/creator is not understood. Statements with it that are left out: 1.",
        f"{SKOS}hiddenLabel is not understood. Statements with it that are left out: 1.",
        f"Types that signpost has no word for are left out: 1 of the type {EX}Skill.",
        "Left out, for it is no concept, scheme or collection: "
        "1 of the type http://www.w3.org/2000/01/rdf-schema#Datatype.",
        "Left out, for it is no concept, scheme or collection: 1 without a type.",
        "Read 2 Collection, 4 Competence, 1 Framework, 1 Organisation. Rows dropped: 3; other repairs or notes: 18.",
    ]  # fmt: skip
    assert submission.gives_way == {EX + "society"}


@pytest.mark.parametrize("name", ["orchard.jsonld", "orchard.expanded.json", "orchard.nt", "orchard.trig"])
def test_every_serialisation_says_the_same(name: str) -> None:
    nodes, messages = told(read(FIXTURES / name, Source("acme")))
    assert nodes == told(read(FIXTURES / "orchard.rdf", Source("acme")))[0]
    assert nodes[EX + "prune"]["broader"] == EX + "trees"
    assert messages == ["Read 2 Competence, 1 Framework. Rows dropped: 0; other repairs or notes: 0."]
    assert detect(FIXTURES / name) == "skos"


@pytest.mark.parametrize("name", ["orchard.rdf", "orchard.nt", "orchard.expanded.json"])
def test_the_serialisation_is_found_where_the_ending_does_not_say_it(tmp_path: Path, name: str) -> None:
    shutil.copy(FIXTURES / name, tmp_path / "vocabulary")
    assert len(read(tmp_path / "vocabulary", Source("acme")).nodes) == 3


def test_a_context_that_would_have_to_be_fetched_is_refused(tmp_path: Path) -> None:
    inline = {"skos": SKOS}
    for context in (
        "https://elsewhere.example/context.jsonld",
        [inline, "https://elsewhere.example/context.jsonld"],
        {**inline, "broader": {"@id": "skos:broader", "@context": "https://elsewhere.example/context.jsonld"}},
        {**inline, "@import": "https://elsewhere.example/context.jsonld"},
    ):
        document = {"@context": context, "@id": EX + "a", "@type": "skos:Concept"}
        with pytest.raises(UnreadableInput) as fault:
            read_text(tmp_path, json.dumps(document), "x.jsonld")
        assert str(fault.value) == (
            "x.jsonld: its JSON-LD context lies elsewhere (https://elsewhere.example/context.jsonld), and is not "
            "fetched. Write the context out in the file, or send expanded JSON-LD."
        )


def test_the_caps_of_the_parser_hold_here_too(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="nested more than 64 deep"):
        read_text(tmp_path, '{"a":' * 100 + "1" + "}" * 100, "x.jsonld")
    with pytest.raises(UnreadableInput, match="DOCTYPE or ENTITY"):
        read_text(tmp_path, '<!DOCTYPE a [<!ENTITY b "c">]><rdf:RDF/>', "x.rdf")
    with pytest.raises(UnreadableInput, match="statements in the graph"):
        read_text(tmp_path, HEAD + ":g { :a a skos:Concept }", "x.trig")


def test_only_skos_without_our_words_is_recognised(tmp_path: Path) -> None:
    def seems(text: str, name: str = "x.ttl") -> bool:
        (tmp_path / name).write_text(text)
        return looks_like(tmp_path / name)

    assert seems(HEAD + ":a a skos:Concept .")
    assert seems(HEAD + ":a a skos:Concept .", "x.owl")
    assert not seems(HEAD + ":a a skos:Concept .", "x.txt")
    assert not seems(HEAD + ":a skos:note 'x' .")
    assert not seems(HEAD + "@prefix sp: <https://w3id.org/signpost/ns#> . :a a skos:Concept, sp:Competence .")
    assert not seems(HEAD + "@prefix ceasn: <https://purl.org/ctdlasn/terms/> . :a a skos:Concept .")
    assert not looks_like(tmp_path)
    shipped = [*files.data().rglob("*.ttl"), *files.ontology().rglob("*.ttl")]
    assert shipped
    assert [path.name for path in shipped if looks_like(path)] == []


def test_concepts_of_several_schemes_and_of_none(tmp_path: Path) -> None:
    text = """
    :one a skos:ConceptScheme ; skos:prefLabel "One"@en . :two a skos:ConceptScheme ; skos:prefLabel "Two"@en .
    :a a skos:Concept ; skos:prefLabel "a"@en ; skos:inScheme :one , :two .
    :b a skos:Concept ; skos:prefLabel "b"@en ; skos:inScheme :two .
    :c a skos:Concept ; skos:prefLabel "c"@en ; skos:inScheme :three .
    :d a skos:Concept ; skos:prefLabel "d"@en .
    :e skos:prefLabel "e"@en ; skos:broader :b ; skos:related :d .
    """
    nodes, messages = read_text(tmp_path, HEAD + text)
    home = "https://w3id.org/signpost/id/acme/framework"
    assert {iri[-1]: node["inFramework"] for iri, node in nodes.items() if node["type"] == "Competence"} == {
        "a": EX + "two", "b": EX + "two", "c": EX + "three", "d": home, "e": EX + "two",
    }  # fmt: skip
    assert nodes[home]["label"] == {"en": "framework"}
    assert nodes[EX + "three"]["label"] == {"en": "three"}
    assert messages[:2] == [
        "The scheme has no name; 'three', the end of its address, was set.",
        "The scheme has no name; 'framework', the end of its address, was set.",
    ]
    assert f"It says no scheme; put in {home}: 1, such as of {EX}d." in messages
    assert (
        f"Of several schemes that it is in, it was put in the one with the most concepts alone: 1, such as of {EX}a."
        in messages
    )
    assert (
        f"Taken to be a concept for what is said of it, though it has no type: 1, such as of {EX}e." in messages
    )  # fmt: skip


def test_the_language_of_the_scheme_is_that_of_texts_without_one(tmp_path: Path) -> None:
    text = ':s a skos:ConceptScheme ; dcterms:title "Sgiliau" ; dcterms:language "cy" ; dcterms:publisher "Ni" .'
    nodes, _ = read_text(tmp_path, HEAD + text)
    body = "https://w3id.org/signpost/id/acme/organisation/ni"
    assert nodes[EX + "s"]["label"] == {"cy": "Sgiliau"}
    assert nodes[EX + "s"]["publisher"] == body
    assert nodes[body]["label"] == {"cy": "Ni"}


def test_relations_that_lead_out_of_the_file_or_nowhere(tmp_path: Path) -> None:
    text = """
    :s a skos:ConceptScheme ; skos:prefLabel "S"@en ; dcterms:publisher :nobody .
    :a a skos:Concept ; skos:prefLabel "a"@en ; skos:inScheme :s ; skos:narrower :x ; skos:related :y , :s , "z" ;
       skos:closeMatch :a , "q" ; dcterms:replaces :b ; dcterms:isReplacedBy :x ; skos:broader :b .
    :b a skos:Concept ; skos:prefLabel "b"@en ; skos:topConceptOf :s ; skos:broader :a ; skos:related :a .
    """
    nodes, messages = read_text(tmp_path, HEAD + text)
    assert nodes[EX + "a"]["narrowMatch"] == EX + "x"
    assert nodes[EX + "a"]["relatedMatch"] == EX + "y"
    assert nodes[EX + "b"]["replacedBy"] == EX + "a"
    assert "closeMatch" not in nodes[EX + "a"]
    assert {message.partition(": 1, such")[0] for message in messages[:-1]} == {
        f"The publisher {EX}nobody is left out, for its name is not given.",
        "'narrower' leads to a concept that is not in the file; kept as 'narrowMatch'",
        "'related' leads to a concept that is not in the file; kept as 'relatedMatch'",
        "Left out, for it does not lead to a concept of the file: 'related'",
        "Left out, for it does not lead to a concept of the file: 'replacedBy'",
        "Left out, for it relates a concept to itself: 'closeMatch'",
        "Left out, for no address was given where one belongs: closeMatch",
        "Left out, for no address was given where one belongs: related",
        "It stands above itself by way of others; kept as it is",
        "A related concept also stands above or below it; kept as it is",
        "That it is a top concept was left out, for others stand above it",
    }


# ------------------------------------------------------------------------------------------------ out
FRAMEWORK: Node = {"id": EX + "s", "type": "Framework", "label": {"en": "Orchard skills"}, "edition": "2"}


def competence(name: str, **said: Any) -> Node:
    node = {"id": EX + name, "type": "Competence", "inFramework": EX + "s", "label": {"en": name}, **said}
    return words.canonical(node)


def test_what_goes_out_is_readable_turtle() -> None:
    written = write(
        [
            FRAMEWORK,
            competence("trees", status="superseded", replacedBy=EX + "prune"),
            competence("prune", label={"en": "prune", "cy": "tocio"}, broader=EX + "trees", notation="A1"),
        ]
    )
    assert (
        written.content.decode()
        == f"""@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <{SKOS}> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<{EX}prune>
    a skos:Concept ;
    skos:broader <{EX}trees> ;
    skos:inScheme <{EX}s> ;
    skos:notation "A1" ;
    skos:prefLabel "prune"@en,
        "tocio"@cy .

<{EX}s>
    a skos:ConceptScheme ;
    dcterms:title "Orchard skills"@en ;
    owl:versionInfo "2" ;
    skos:hasTopConcept <{EX}trees> ;
    skos:prefLabel "Orchard skills"@en .

<{EX}trees>
    a skos:Concept ;
    dcterms:isReplacedBy <{EX}prune> ;
    owl:deprecated "true"^^xsd:boolean ;
    skos:inScheme <{EX}s> ;
    skos:narrower <{EX}prune> ;
    skos:prefLabel "trees"@en ;
    skos:topConceptOf <{EX}s> ;
    adms:status <https://w3id.org/signpost/vocabulary/status/superseded> .
"""
    )
    assert written.losses == ()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_json_ld_has_the_same_statements_to_others() -> None:
    nodes = [
        FRAMEWORK,
        {"id": EX + "i", "type": "Identifier", "identifierScheme": "unit-code", "identifierValue": "U/1"},
        competence("a", notation=["1", "2"], identifier=EX + "i", exactMatch="https://x.example/1"),
        competence("b", broader=EX + "a", definition={"en": ["one", "two"], "cy": "tri"}),
    ]
    document = json.loads(write_jsonld(nodes).content)
    assert document["@context"]["prefLabel"] == {"@id": "skos:prefLabel", "@container": "@language"}
    turtle = rdflib.Graph().parse(data=write(nodes).content, format="turtle")
    assert len(turtle) > 20
    assert set(rdflib.Graph().parse(data=write_jsonld(nodes).content, format="json-ld")) == set(turtle)


def mended(*nodes: Node) -> tuple[dict[str, Node], list[str]]:
    """What comes back of nodes whose integrity is broken, and the changes that were told."""
    written = write([FRAMEWORK, *nodes])
    assert violations(written.content) == {}
    statements = ((str(q.subject), str(q.predicate), str(q.object)) for q in
                  pyoxigraph.parse(written.content, format=pyoxigraph.RdfFormat.TURTLE))  # fmt: skip
    found, _ = words.from_triples(statements)
    return {node["id"].removeprefix(EX): node for node in found}, [loss.message for loss in written.losses]


def test_two_concepts_of_one_name_are_told_apart() -> None:
    back, told_of = mended(
        competence("a", label={"en": "prune"}),
        competence("b", label={"en": "prune"}, notation="B1", altLabel={"en": "prune (B1)"}),
        competence("c", label={"en": "prune"}),
        competence("prune-c", label={"en": "prune (c)"}),
    )
    assert [back[name]["label"]["en"] for name in "abc"] == ["prune", "prune (B1)", "prune (c 2)"]
    assert back["b"]["altLabel"] == {"en": "prune"}
    assert told_of == [
        "Named as another concept of the scheme: its code or the end of its address was put behind its name: "
        f"2, such as of {EX}b.",
        f"Other names that repeat the name were left out: 1, such as of {EX}b.",
    ]


def test_circles_and_what_follows_from_others_are_left_out() -> None:
    back, told_of = mended(
        competence("a", broader=[EX + "b", EX + "c", EX + "gone"]),
        competence("b", broader=EX + "c"),
        competence("c", broader=EX + "a", related=EX + "a"),
        competence("d", related=[EX + "d", EX + "a"], closeMatch=EX + "d"),
    )
    assert back["a"]["broader"] == EX + "b"
    assert back["b"]["broader"] == EX + "c"
    assert "broader" not in back["c"]
    assert "related" not in back["c"]
    assert back["d"]["related"] == EX + "a"
    assert back["c"]["topConceptOf"] == EX + "s"
    assert told_of == [
        f"Left out, for it follows from the others: 'broader': 1, such as of {EX}a.",
        f"Left out, for it relates a concept to itself: 'closeMatch': 1, such as of {EX}d.",
        f"Left out, for one stands above the other: 'related': 1, such as of {EX}c.",
        f"Left out, for the concept would stand above itself: 'broader': 1, such as of {EX}c.",
        f"Left out, for what it leads to does not go out: 'broader': 1, such as of {EX}a.",
        f"Left out, for what it leads to does not go out: 'related': 1, such as of {EX}d.",
    ]


def test_matches_that_contradict_each_other() -> None:
    x = "https://other.example/x"
    back, told_of = mended(
        competence("a", exactMatch=x, broadMatch=x, relatedMatch=EX + "b"),
        competence("b", exactMatch=EX + "a", broadMatch=EX + "c", related=EX + "c"),
        competence("c"),
    )
    assert back["a"]["exactMatch"] == x
    assert "broadMatch" not in back["a"]
    assert "relatedMatch" not in back["a"]
    assert "related" not in back["b"]
    assert len(told_of) == 3


def test_alignments_identifiers_publishers_and_collections_go_out() -> None:
    nodes: list[Node] = [
        {**FRAMEWORK, "publisher": EX + "us"},
        {"id": EX + "us", "type": ["AwardingBody", "Provider"], "label": {"en": "Us"}, "reach": "local"},
        {"id": EX + "nobody", "type": "Organisation", "label": {"en": "Nobody"}},
        {"id": EX + "code", "type": "Identifier", "identifierScheme": "unit-code", "identifierValue": "U/1"},
        competence("a", type="Standard", identifier=[EX + "code", EX + "none"]),
        {"id": EX + "al", "type": "Alignment", "alignmentSource": EX + "a", "alignmentTarget": "https://x.example/1",
         "alignmentRelation": "https://w3id.org/signpost/vocabulary/alignment-relation/closeMatch", "statedBy": "us"},
        {"id": EX + "al2", "type": "Alignment", "alignmentSource": "https://x.example/2", "alignmentTarget": EX + "a",
         "alignmentRelation": "broadMatch"},
        {"id": EX + "o", "type": "Occupation", "label": {"en": "o"}, "inFramework": EX + "s"},
        {"id": EX + "col", "type": "Collection", "label": {"en": "col"}, "member": [EX + "a", EX + "o"]},
        {"id": EX + "out", "type": "Collection", "label": {"en": "out"}, "member": EX + "o"},
    ]  # fmt: skip
    written = write(nodes)
    text = written.content.decode()
    assert "skos:closeMatch <https://x.example/1>" in text
    assert "skos:narrowMatch <https://x.example/2>" in text
    assert 'skos:notation "U/1"^^<https://w3id.org/signpost/vocabulary/identifier-scheme/unit-code>' in text
    assert f'<{EX}us>\n    a foaf:Organization ;\n    foaf:name "Us"@en .' in text
    assert f"skos:member <{EX}a> ;" in text
    assert [loss.message.partition(", such")[0] for loss in written.losses] == [
        "Left out, for SKOS cannot hold it: 1 Collection thing",
        "Left out, for SKOS cannot hold it: 1 Occupation thing",
        "Left out, for SKOS cannot hold it: 1 Organisation thing",
        "Left out, for SKOS cannot hold it: 'statedBy' of 1 Alignment thing",
        "Left out, for SKOS cannot hold it: 'reach' of 1 AwardingBody thing",
        "Left out, for SKOS cannot hold it: 'reach' of 1 Provider thing",
        "Alignments go out as matches of their concepts, and are no things of their own any more: 2",
        "Identifiers go out without an address of their own: 1",
        "Identifiers that are not among what goes out were left out: 1",
        "Members of collections that do not go out were left out: 1",
        "Standards go out as concepts, and are competences where they are read again: 1",
    ]


def test_identifiers_come_back(tmp_path: Path) -> None:
    iri = "https://w3id.org/signpost/id/identifier/unit-code/u-1"
    code = {"id": iri, "type": "Identifier", "identifierScheme": "unit-code", "identifierValue": "U/1"}
    nodes = [FRAMEWORK, competence("a", identifier=iri), words.canonical(code)]
    written = write(nodes)
    assert written.losses == ()
    (tmp_path / "x.ttl").write_bytes(written.content)
    back = read(tmp_path / "x.ttl", Source("acme"))
    assert [words.canonical(node) for node in back.nodes] == sorted(nodes, key=lambda node: str(node["id"]))
    assert back.gives_way == {iri}


def test_integrity_of_links() -> None:
    above = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a", "b"}}
    assert integrity.circular(above) == [("c", "a")]
    assert [sorted(ring) for ring in integrity.rings(above)] == [["a", "b", "c"], ["d"]]
    assert integrity.inherited({"c": {"one"}, "d": {"two"}}, above) == {thing: {"one"} for thing in "abcd"}
    assert integrity.redundant({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == [("a", "c")]
    assert integrity.both_ways({"c": {"a"}, "x": {"a"}}, {"a": {"b"}, "b": {"c"}}) == [("c", "a")]
    assert integrity.both_ways({"a": {"c"}, "d": {"c"}, "x": {"d"}}, above) == [("a", "c"), ("d", "c")]


def test_a_hierarchy_of_any_depth_is_looked_through_at_once() -> None:
    """What stands above each thing is not gathered thing by thing: of these that would be a thousand million."""
    many = 50_000
    deep = {str(n): {str(n + 1)} for n in range(many)}
    assert integrity.circular(deep) == []
    assert integrity.inherited({str(many): {"one"}}, deep)["0"] == {"one"}
    beside = {str(n): {str(n * 7 % many)} for n in range(1, many)}
    assert len(integrity.both_ways(beside, deep)) == sum({str(n)} != beside[str(n)] for n in range(1, many))
    assert integrity.redundant({**deep, "0": {"1", str(many)}}) == [("0", str(many))]


LINKS = st.dictionaries(st.sampled_from("abcdef"), st.sets(st.sampled_from("abcdef"), max_size=3))


@given(beside=LINKS, above=LINKS)
def test_both_ways_are_those_that_a_walk_finds(beside: dict[str, set[str]], above: dict[str, set[str]]) -> None:
    def higher(thing: str) -> set[str]:
        found: set[str] = set()
        todo = [thing]
        while todo:
            new = above.get(todo.pop(), set()) - found
            found |= new
            todo += new
        return found

    walked = [(thing, other) for thing in sorted(beside) for other in sorted(beside[thing])
              if other in higher(thing) or thing in higher(other)]  # fmt: skip
    assert integrity.both_ways(beside, above) == walked
    stated = {thing: {f"of {thing}"} for thing in "abc"}
    found = integrity.inherited(stated, above)
    for thing in "abcdef":
        assert found.get(thing, set()) == {f"of {other}" for other in higher(thing) & stated.keys()}


# ------------------------------------------------------------------------------------------------ there and back
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=8).map(
    lambda text: f"<{text}>"
)
TEXTS = st.dictionaries(st.sampled_from(["en", "cy", "pt-br"]), TEXT, min_size=1, max_size=2)


@st.composite
def vocabularies(draw: st.DrawFn) -> Sequence[Node]:
    """Frameworks and competences that keep the integrity of SKOS: links lead upwards, names differ."""
    frameworks = [
        {"id": f"{EX}s{n}", "type": "Framework", "label": draw(TEXTS), "edition": "1"}
        | draw(st.fixed_dictionaries({}, optional={"rights": TEXT, "description": TEXTS, "language": st.just("en")}))
        for n in range(draw(st.integers(1, 2)))
    ]
    size = draw(st.integers(1, 6))
    nodes: list[dict[str, Any]] = []
    for n in range(size):
        said = st.fixed_dictionaries(
            {"inFramework": st.sampled_from([node["id"] for node in frameworks])},
            optional={
                "definition": TEXTS, "note": TEXTS, "example": TEXTS, "scopeNote": TEXTS, "notation": TEXT,
                "status": st.sampled_from(["current", "draft", "withdrawn", "superseded"]),
                "competenceType": st.sampled_from(["skill", "category"]),
                "closeMatch": st.just("https://x.example/1"),
            },
        )  # fmt: skip
        label = {tag: f"{text} {n}" for tag, text in draw(TEXTS).items()}
        node = {"id": f"{EX}c{n}", "type": "Competence", "label": label, **draw(said)}
        if n:
            node["broader"] = f"{EX}c{draw(st.integers(0, n - 1))}"
        nodes.append(node)
    used = {node["inFramework"] for node in nodes}
    kept = [node for node in frameworks if node["id"] in used]
    collection = {"id": f"{EX}k", "type": "Collection", "label": {"en": "k"}, "member": [node["id"] for node in nodes]}
    every = [words.canonical(node) for node in (*kept, *nodes, collection)]
    return sorted(every, key=lambda node: str(node["id"]))


@settings(max_examples=60, deadline=None)
@given(nodes=vocabularies())
def test_what_skos_can_hold_comes_back_the_same(tmp_path_factory: pytest.TempPathFactory, nodes: list[Node]) -> None:
    folder = tmp_path_factory.mktemp("skos")
    for writer, name in ((write, "x.ttl"), (write_jsonld, "x.jsonld")):
        written = writer(nodes)
        assert written.losses == ()
        assert written == writer(list(reversed(nodes)))
        (folder / name).write_bytes(written.content)
        back = read(folder / name, Source("acme"))
        assert [words.canonical(node) for node in back.nodes] == nodes
        assert violations(write(nodes).content) == {}


def test_what_is_held_are_words() -> None:
    assert {word for held in HOLDS.values() for word in held} <= words.words().keys()


# ------------------------------------------------------------------------------------------------ others' checks
QUERIES = {
    "S13": "{ ?x skos:prefLabel ?l ; skos:altLabel ?l }",
    "S14": "{ ?x skos:prefLabel ?a, ?b FILTER(lang(?a)=lang(?b) && str(?a)<str(?b)) }",
    "S27": "{ ?x (skos:related|^skos:related) ?y . "
    "?x (skos:broader|^skos:narrower|skos:broadMatch|^skos:narrowMatch)+ ?y }",
    "S46": "{ ?x (skos:exactMatch|^skos:exactMatch) ?y . ?x (skos:broadMatch|skos:narrowMatch|skos:relatedMatch) ?y }",
    "circle": "{ ?x (skos:broader|^skos:narrower)+ ?x }",
    "one-sided": "{ ?x skos:broader ?y FILTER NOT EXISTS { ?y skos:narrower ?x } }",
    "same name": "{ ?x skos:prefLabel ?l ; skos:inScheme ?s . ?y skos:prefLabel ?l ; skos:inScheme ?s "
    "FILTER(str(?x)<str(?y)) }",
    "no language": "{ ?x skos:prefLabel|skos:altLabel|skos:definition ?l FILTER(lang(?l)='') }",
    "no scheme": "{ ?x a skos:Concept FILTER NOT EXISTS { ?x skos:inScheme ?s } }",
    "top": "{ { ?x skos:topConceptOf ?s } UNION { ?s skos:hasTopConcept ?x } "
    "?x skos:broader ?y . ?y skos:inScheme ?s }",
}
"""What must have no row in what goes out; the outside checker asks the same and more."""


def violations(turtle: bytes, queries: dict[str, str] = QUERIES) -> dict[str, int]:
    store = pyoxigraph.Store()
    store.load(turtle, format=pyoxigraph.RdfFormat.TURTLE)
    found = {}
    for name, query in queries.items():
        asked = query if query.lstrip().startswith("SELECT") else f"SELECT * {query}"
        rows = store.query(f"PREFIX skos: <{SKOS}> {asked}")
        assert isinstance(rows, pyoxigraph.QuerySolutions)
        count = sum(1 for _ in rows)
        if count:
            found[name] = count
    return found


def outside_checker(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("interop_check", shared / "conformance" / "interop_check.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    logged = logging.root.manager.disable
    with warnings.catch_warnings():
        spec.loader.exec_module(module)  # it turns warnings and logging off for the whole process
    logging.disable(logged)
    return module


def shipped() -> list[Node]:
    root = files.data() / "standards"
    submission = rdf.read_files(root, sorted(root.rglob("*.ttl")), Source("standards"))
    return [words.canonical(node) for node in submission.nodes]


def one_framework(nodes: Sequence[Node], framework: str) -> list[Node]:
    return [node for node in nodes if framework in (node["id"], node.get("inFramework")) or node["type"] == "Alignment"]


@pytest.mark.outside
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_outside_checker_finds_nothing_in_shipped_frameworks(shared: Path, tmp_path: Path) -> None:
    checker = outside_checker(shared)
    nodes = shipped()
    for writer, name in ((write, "x.ttl"), (write_jsonld, "x.jsonld")):
        (tmp_path / name).write_bytes(writer(nodes).content)
        assert checker.check("skos", tmp_path / name) == []
        back = read(tmp_path / name, Source("acme"))
        assert not refused(check(back))
        assert sum(node["type"] == "Competence" for node in back.nodes) == 337


@pytest.mark.outside
def test_esco_goes_out_and_comes_back(shared: Path, tmp_path: Path) -> None:
    submission = esco.read(shared / "data" / "esco-1.2.0", Source("esco"))
    nodes = [words.canonical(node) for node in submission.nodes]
    written = write(nodes)
    assert violations(written.content, outside_checker(shared).SKOS) == {}
    changes = [loss.message.partition(", such")[0] for loss in written.losses]
    assert changes[-2:] == [
        "Left out, for it follows from the others: 'broader': 1,990",
        "Named as another concept of the scheme: its code or the end of its address was put behind its name: 131",
    ]
    (tmp_path / "esco.ttl").write_bytes(written.content)
    back = read(tmp_path / "esco.ttl", Source("again"))
    assert sum(node["type"] == "Competence" for node in back.nodes) == 14_579
    assert [finding.message for finding in back.findings] == [
        "Read 6 Collection, 14579 Competence, 1 Framework. Rows dropped: 0; other repairs or notes: 0."
    ]


@pytest.mark.outside
@pytest.mark.parametrize("name", ["ml-2012", "cwp-2024", "hsc-2019"])
def test_skosify_has_no_warning(name: str, caplog: pytest.LogCaptureFixture) -> None:
    skosify = pytest.importorskip("skosify", reason="skosify is not installed: pip install skosify")
    nodes = one_framework(shipped(), f"https://w3id.org/signpost/id/framework/{name}")
    vocabulary = rdflib.Graph().parse(data=write(nodes).content, format="turtle")
    with caplog.at_level(logging.WARNING):
        skosify.skosify(vocabulary)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
