from __future__ import annotations

import json
import random
import tracemalloc
from pathlib import Path

import pyoxigraph
import pytest

from signpost import words
from signpost.errors import UnreadableInput
from signpost.exchange import rdf
from signpost.exchange.readers import READERS
from signpost.gate.validate import check
from signpost.model import NAMESPACE, Severity, Source

FIXTURES = Path(__file__).parent / "fixtures" / "rdf"
COURSE = "https://example.org/course/apples"
SOURCE = Source("apples")


def test_turtle_is_read_into_nodes_of_our_words() -> None:
    submission = READERS["turtle"].read(FIXTURES / "course.ttl", SOURCE)
    nodes = {node["id"]: node for node in submission.nodes}
    assert list(nodes) == sorted(nodes)
    assert nodes[COURSE] == {
        "id": COURSE,
        "type": "LearningResource",
        "label": {"en": "Growing apples"},
        "activityType": "direct-training",
        "provider": "https://example.org/college",
        "mode": "in-person",
        "learningMinutes": 90,
        "price": "12.5",
        "teaches": [f"{COURSE}#teaches-1", f"{COURSE}#teaches-2"],
    }
    assert nodes[f"{COURSE}#teaches-1"]["competence"] == "https://example.org/competence/grow"
    assert submission.places[COURSE] == "course.ttl"


def test_lost_words_and_named_parts_are_findings() -> None:
    submission = READERS["turtle"].read(FIXTURES / "course.ttl", SOURCE)
    named, lost = submission.findings
    assert named.severity is Severity.ADVICE
    assert (
        f"Parts without an IRI that were named after the thing they belong to, such as {COURSE}#teaches-1: 2"
        in named.message
    )
    assert lost.severity is Severity.WARNING
    assert lost.path == "http://www.w3.org/2000/01/rdf-schema#comment"
    assert "Statements with it that are left out: 1." in lost.message


def test_jsonld_says_the_same_and_points_into_the_document() -> None:
    turtle = READERS["turtle"].read(FIXTURES / "course.ttl", SOURCE)
    jsonld = READERS["jsonld"].read(FIXTURES / "course.jsonld", SOURCE)
    assert words.to_ntriples(jsonld.nodes) == words.to_ntriples(turtle.nodes)
    assert jsonld.places["https://example.org/college"] == "course.jsonld#/1"


@pytest.mark.parametrize("word", ["@graph", "graph"])
def test_a_jsonld_document_may_be_one_object_with_a_graph(tmp_path: Path, word: str) -> None:
    nodes = json.loads((FIXTURES / "course.jsonld").read_text("utf-8"))
    (tmp_path / "course.jsonld").write_text(json.dumps({word: nodes}), "utf-8")
    read = READERS["jsonld"].read(tmp_path / "course.jsonld", SOURCE)
    assert read.nodes == READERS["jsonld"].read(FIXTURES / "course.jsonld", SOURCE).nodes
    assert read.places["https://example.org/college"] == f"course.jsonld#/{word}/1"


def test_ntriples_and_trig_say_the_same() -> None:
    turtle = READERS["turtle"].read(FIXTURES / "course.ttl", SOURCE)
    for name, file in (("ntriples", "course.nt"), ("trig", "course.trig")):
        assert READERS[name].read(FIXTURES / file, SOURCE).nodes == turtle.nodes


def test_another_graph_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "course.trig"
    path.write_text("GRAPH <https://w3id.org/signpost/graph/pears> { <urn:x:a> <urn:x:b> <urn:x:c> }")
    with pytest.raises(UnreadableInput, match="A source writes its own graph only"):
        READERS["trig"].read(path, SOURCE)


def test_rules_of_ones_own_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rules.ttl"
    path.write_text("<urn:x:a> <http://www.w3.org/ns/shacl#minCount> 0 .")
    (finding,) = READERS["turtle"].read(path, SOURCE).findings
    assert finding.severity is Severity.REFUSED
    assert "may not bring rules of its own" in finding.message


def test_the_names_of_parts_do_not_depend_on_the_order_of_lines() -> None:
    quads = list(pyoxigraph.parse((FIXTURES / "course.ttl").read_bytes(), format=pyoxigraph.RdfFormat.TURTLE))
    want = words.to_ntriples(READERS["turtle"].read(FIXTURES / "course.ttl", SOURCE).nodes)
    for seed in range(5):
        random.Random(seed).shuffle(quads)
        data = b"".join(f"{q.subject} {q.predicate} {q.object} .\n".encode() for q in quads)
        assert words.to_ntriples(rdf.read_bytes(data, "ntriples", SOURCE, "x.nt").nodes) == want


def test_parts_of_parts_are_named_and_given_names_are_left_free() -> None:
    data = b"""@prefix sp: <https://w3id.org/signpost/ns#> .
    <urn:x:a> a sp:Role ; sp:requirement <urn:x:a#requirement-1>, [ a sp:Requirement ; sp:about [ a sp:Role ] ] .
    <urn:x:a#requirement-1> a sp:Requirement ."""
    nodes = rdf.read_bytes(data, "turtle", SOURCE, "x.ttl").nodes
    assert [node["id"] for node in nodes] == [
        "urn:x:a", "urn:x:a#requirement-1", "urn:x:a#requirement-2", "urn:x:a#requirement-2-about-1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines", ["_:a <urn:x:b> _:b .", "_:a <{p}> _:a .", "<urn:x:1> <{p}> _:a . <urn:x:2> <{p}> _:a ."]
)
def test_parts_that_belong_to_no_one_thing_stay_without_a_name(lines: str) -> None:
    data = (
        lines.replace("{p}", "https://w3id.org/signpost/ns#about") + " _:a a <https://w3id.org/signpost/ns#Role> ."
    ).encode()
    nodes = rdf.read_bytes(data, "turtle", SOURCE, "x.ttl").nodes
    assert any(str(node["id"]).startswith("_:") for node in nodes)


def chain(parts: int) -> bytes:
    """A thing with a part that has a part, and so on."""
    lines = [f"_:b{n} <https://w3id.org/signpost/ns#about> _:b{n + 1} .\n" for n in range(parts - 1)]
    return "".join(["<urn:x:a> <https://w3id.org/signpost/ns#about> _:b0 .\n", *lines]).encode()


def test_parts_of_parts_are_read() -> None:
    nodes = rdf.read_bytes(chain(16), "ntriples", SOURCE, "x.nt").nodes
    assert len(nodes) == 16
    assert all(not str(node["id"]).startswith("_:") for node in nodes)


def test_very_deep_parts_are_refused_before_they_take_the_memory() -> None:
    tracemalloc.start()
    with pytest.raises(UnreadableInput, match=r"x\.nt: parts without an IRI lie more than 16 deep"):
        rdf.read_bytes(chain(8_000), "ntriples", SOURCE, "x.nt")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 50_000_000


@pytest.mark.parametrize("format", ["jsonld", "turtle"])
def test_a_number_that_no_word_can_hold_is_a_finding(format: str) -> None:
    said = {
        "jsonld": f'{{"id": "urn:x:a", "type": "LearningResource", "learningMinutes": {"9" * 5_000}}}',
        "turtle": f"<urn:x:a> a <{NAMESPACE}LearningResource> ; <{NAMESPACE}learningMinutes> {'9' * 5_000} .",
    }
    submission = rdf.read_bytes(said[format].encode(), format, SOURCE, "x")
    assert "learningMinutes" in {f.path for f in check(submission) if f.severity is Severity.REFUSED}


def test_a_word_that_is_nearly_ours_is_suggested() -> None:
    data = b"<urn:x:a> <https://w3id.org/signpost/ns#levle> 3 ."
    (finding,) = rdf.read_bytes(data, "turtle", SOURCE, "x.ttl").findings
    assert finding.message.endswith("left out: 1. Did you mean 'level'?")
