"""Untrusted RDF bytes: each hostile class of input is one plain sentence, and honest input comes through."""

from __future__ import annotations

import json

import pytest

from signpost.errors import UnreadableInput
from signpost.graph import parse as room
from signpost.graph.parse import CONTEXT, parse

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/"'
A, P, C = (f"<https://example.org/{name}>" for name in ("a", "p", "c"))


def refused(data: bytes, format: str) -> str:
    with pytest.raises(UnreadableInput) as caught:
        list(parse(data, format, "sent.file"))
    assert str(caught.value).startswith("sent.file")
    return str(caught.value)


def test_each_format_gives_the_same_statement() -> None:
    xml = f'<rdf:RDF {RDF}><rdf:Description rdf:about="https://example.org/a"><e:p>x</e:p></rdf:Description></rdf:RDF>'
    line = f'{A} {P} "x" .'
    for format, text in {"turtle": line, "ntriples": line, "trig": line, "nquads": line, "rdfxml": xml}.items():
        assert list(parse(text.encode(), format, "sent")) == [(A, P, '"x"')], format


def test_json_is_read_in_our_words_and_numbers_stay_exact() -> None:
    node = {"@context": CONTEXT, "id": "https://example.org/a", "price": 12.50, "mode": "online", "label": {"en": "A"}}
    assert sorted(parse(json.dumps(node).encode(), "jsonld", "sent")) == [
        (A, "<http://www.w3.org/2004/02/skos/core#prefLabel>", '"A"@en'),
        (A, "<https://w3id.org/signpost/ns#mode>", "<https://w3id.org/signpost/vocabulary/mode/online>"),
        (A, "<https://w3id.org/signpost/ns#price>", '"12.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    ]


def test_a_fault_names_its_line_and_column() -> None:
    assert "sent.file:2:" in refused(f"{A} {P} {C} .\n{A} {P} oops .".encode(), "turtle")
    assert "sent.file:2:" in refused(b"<a>\n<b></a>", "rdfxml")
    assert "sent.file:2:" in refused(b'{"id":\n oops}', "jsonld")


def test_entities_are_refused_before_they_can_grow() -> None:
    bomb = (
        '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        + f"<rdf:RDF {RDF}>&b;</rdf:RDF>"
    )
    assert "DOCTYPE" in refused(bomb.encode(), "rdfxml")
    assert "binary" in refused(bomb.encode("utf-16"), "rdfxml")


@pytest.mark.parametrize("levels", [5_000, 200_000])
def test_deep_json_is_refused(levels: int) -> None:
    nested = b'{"id":"https://example.org/a","related":' * levels + b"1" + b"}" * levels
    assert "deep" in refused(nested, "jsonld")


def test_deep_xml_is_refused() -> None:
    nested = f"<rdf:RDF {RDF}>" + "<e:x><e:y>" * 5_000 + "</e:y></e:x>" * 5_000 + "</rdf:RDF>"
    assert "deep" in refused(nested.encode(), "rdfxml")


@pytest.mark.parametrize("format", ["turtle", "ntriples", "trig", "nquads"])
def test_statements_quoted_in_statements_are_refused(format: str) -> None:
    nested = f"{A} {P} " + f"<<( {A} {P} " * 30_000 + C + " )>>" * 30_000 + " ."
    assert "quotes statements" in refused(nested.encode(), format)


@pytest.mark.parametrize(("opens", "closes"), [("(", ")"), (f"[ {P} ", "]"), (f'[ {P} """ ]""" , ', "]")])
def test_deep_turtle_is_refused(opens: str, closes: str) -> None:
    def nested(levels: int) -> bytes:
        return f"{A} {P}\n{opens * levels} 1 {closes * levels} .".encode()

    assert len(list(parse(nested(room.DEEPEST), "turtle", "sent"))) > room.DEEPEST
    for format in ("turtle", "trig"):
        assert "sent.file:2: it is nested more than 64 deep" in refused(nested(room.DEEPEST + 1), format)


def test_brackets_that_nest_nothing_are_passed_over() -> None:
    strings = ("'['", '"[ \\" ["', "'''[ ' '' ['''", '"""[ " "" [ \\""" ["""', "<https://example.org/[(>", "1 # [ (\n")
    data = "".join(f"{A} {P} {said} .\n" for said in strings[:4] + strings[5:]) * room.DEEPEST
    assert len(list(parse(data.encode(), "turtle", "sent"))) == 5 * room.DEEPEST


def test_a_number_of_thousands_of_digits_stays_a_text() -> None:
    node = f'{{"id": "https://example.org/a", "learningMinutes": {"9" * 5_000}}}'
    (statement,) = parse(node.encode(), "jsonld", "sent")
    assert statement[2] == f'"{"9" * 5_000}"^^<http://www.w3.org/2001/XMLSchema#integer>'


def test_contexts_are_never_fetched_or_brought_along() -> None:
    for context in ("https://example.org/context.jsonld", {"label": "https://example.org/other"}, [CONTEXT, {}]):
        assert "context of its own" in refused(json.dumps({"@context": context}).encode(), "jsonld")
    inner = {"@context": CONTEXT, "related": {"@context": "https://example.org/"}}
    assert "context of its own" in refused(json.dumps(inner).encode(), "jsonld")
    assert "imports" in refused(json.dumps({"@import": "https://example.org/"}).encode(), "jsonld")


def test_other_graphs_are_refused() -> None:
    trig = f"<https://example.org/mine> {{ {A} {P} {C} }}".encode()
    assert "its own graph" in refused(trig, "trig")
    assert list(parse(trig, "trig", "sent", graph="https://example.org/mine")) == [(A, P, C)]


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0", b"\xff\xfe", '<https://example.org/é> "'.encode("latin-1")]
)
@pytest.mark.parametrize("format", ["turtle", "ntriples", "rdfxml", "jsonld"])
def test_binary_and_other_encodings_are_refused(data: bytes, format: str) -> None:
    refused(data, format)


@pytest.mark.parametrize("encoding", ["x-odd", "utf-7", "rot13", "undefined"])
def test_xml_in_an_encoding_that_is_none_is_refused(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><rdf:RDF {RDF}/>'.encode()
    assert "its encoding cannot be read" in refused(data, "rdfxml")
    assert "Only UTF-8 is supported" in refused(data.replace(encoding.encode(), b"iso-8859-1"), "rdfxml")


def test_an_escaped_bracket_cannot_enter_an_iri() -> None:
    refused(f"<https://example.org/\\u003E> {P} {C} .".encode(), "turtle")


def test_relative_iris_are_refused() -> None:
    refused(f"<a> {P} {C} .".encode(), "turtle")


def test_a_file_above_the_cap_is_refused_unread() -> None:
    assert "more than" in refused(b" " * (room.MOST_BYTES + 1), "turtle")


def test_an_empty_document_has_no_statements() -> None:
    assert list(parse(b"", "turtle", "sent")) == []
