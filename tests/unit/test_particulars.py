"""What things say of themselves beside their names, from a graph."""

from __future__ import annotations

from signpost.graph.backend import open_backend
from signpost.things.particulars import Particulars, particulars

NS, SKOS = "https://w3id.org/signpost/ns#", "http://www.w3.org/2004/02/skos/core#"
SCHEME = "https://w3id.org/signpost/vocabulary/identifier-scheme/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
GRAPH = f"""
<urn:course> {TYPE} <{NS}LearningResource> .
<urn:course> <{NS}provider> <urn:college> .
<urn:course> <{NS}link> "https://course.example/"^^<http://www.w3.org/2001/XMLSchema#anyURI> .
<urn:course> <{SKOS}note> "Ask a centre."@en .
<urn:course> <{SKOS}note> "Gofynnwch."@cy .
<urn:course> <{NS}fundingNote> "A list has some of it."@en .
<urn:course> <{NS}subsidy> "49.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<urn:course> <{NS}identifier> <urn:number> .
<urn:course> <{NS}identifier> <urn:other> .
<urn:number> <{NS}identifierScheme> <{SCHEME}ofqual-qualification> .
<urn:number> <{NS}identifierValue> "603/1/2" .
<urn:other> <{NS}identifierScheme> <{SCHEME}urn> .
<urn:other> <{NS}identifierValue> "X9" .
<urn:college> {TYPE} <{NS}Provider> .
<urn:college> <{NS}homepage> "https://college.example/"^^<http://www.w3.org/2001/XMLSchema#anyURI> .
"""


def test_each_thing_has_what_it_says_in_english_and_its_register_numbers() -> None:
    backend = open_backend("memory:")
    backend.replace("urn:graph", GRAPH.strip().encode() + b"\n")
    assert particulars(backend, ["urn:college", "urn:course", "urn:nobody", "urn:course"]) == {
        "urn:college": Particulars("https://college.example/"),
        "urn:course": Particulars(
            "https://course.example/",
            "urn:college",
            ("Ask a centre.",),
            ("A list has some of it.",),
            4950,
            ("603/1/2",),
        ),
    }
    assert particulars(backend, []) == {}
