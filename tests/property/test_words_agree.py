"""Any node of our words is the same triples to us and to other people's JSON-LD processors, and comes back the same."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pyoxigraph
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost import words
from signpost.gate.validate import check
from signpost.model import VOCABULARY, Node, Source, Submission
from signpost.terms import XSD
from signpost.wellformed import faults, is_iri
from signpost.words import Takes, Word

TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=TURNING + "\ufffe\uffff")
ODD = st.sampled_from(['"', "\\", "\n\t\r", "a\\u0041", "é𝄞", "\u2028", "\xa0", ""])
TEXTS = st.text(LETTERS, max_size=12) | ODD
SLUGS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True).filter(lambda slug: slug not in words.context())
IRIS = st.sampled_from(["https://example.org/", "urn:x:", "http://example.org/é/"]).flatmap(
    lambda start: st.from_regex(r"[a-z0-9]{1,6}(%20|/|\?a=|#)?", fullmatch=True).map(lambda rest: start + rest)
)
TAGS = st.sampled_from(["en", "cy", "pt-br", "zh-hant-tw"])
TYPED: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.integers(-(10**17), 10**17),
    "decimal": st.integers(-999, 999) | st.from_regex(r"-?[0-9]{1,4}\.[0-9]{1,3}", fullmatch=True),
    "boolean": st.booleans(),
    "date": st.dates().map(str),
    "anyURI": IRIS,
}


def value_of(word: Word) -> st.SearchStrategy[Any]:
    if word.takes is Takes.TEXT:
        return TEXTS | st.dictionaries(TAGS, st.lists(TEXTS, min_size=1, max_size=3), min_size=1)
    one: st.SearchStrategy[Any] = TEXTS
    if word.takes is Takes.THING:
        one = IRIS
    elif word.takes is Takes.CONCEPT:
        one = SLUGS | SLUGS.map(lambda slug: word.detail + slug) | IRIS
    elif word.takes is Takes.TYPED:
        one = TYPED[word.detail.removeprefix(XSD)]
    return one | st.lists(one, min_size=1, max_size=3)


@st.composite
def nodes(draw: st.DrawFn) -> Node:
    chosen = draw(st.lists(st.sampled_from(sorted(words.words())), max_size=6, unique=True))
    kinds = draw(st.lists(st.sampled_from(sorted(words.classes())), min_size=1, max_size=2, unique=True))
    node: dict[str, Any] = {"id": draw(IRIS), "type": kinds if len(kinds) > 1 else kinds[0]}
    return node | {name: draw(value_of(words.words()[name])) for name in chosen}


def rdflib_reads(document: str) -> set[tuple[str, str, str]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own JSON-LD parser uses its deprecated class
        graph = rdflib.Graph().parse(data=document, format="json-ld")
    return bare(graph.serialize(format="nt").encode())


def bare(triples: Any) -> set[tuple[str, str, str]]:
    """Terms as pyoxigraph writes them, so that escapes and language tags compare."""
    parsed = pyoxigraph.parse(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in parsed}


@settings(max_examples=100, deadline=None)
@given(st.lists(nodes(), max_size=3, unique_by=lambda node: node["id"]))
def test_nodes_come_back_from_triples(some: list[Node]) -> None:
    assert all(faults(node) == [] for node in some)
    back, unknown = words.from_triples(triple for node in some for triple in words.expand(node))
    assert unknown == []
    assert back == sorted((words.canonical(node) for node in some), key=lambda node: node["id"])
    assert words.to_ntriples(back) == words.to_ntriples(some)
    assert [words.canonical(node) for node in back] == back


@settings(max_examples=100, deadline=None)
@given(nodes())
def test_our_ntriples_are_what_pyoxigraph_writes(node: Node) -> None:
    ours = words.to_ntriples([node])
    store = pyoxigraph.Store()
    store.load(ours, format=pyoxigraph.RdfFormat.N_TRIPLES)
    theirs = store.dump(format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph())
    assert isinstance(theirs, bytes)
    assert sorted(theirs.splitlines(keepends=True)) == ours.splitlines(keepends=True)


@settings(max_examples=100, deadline=None)
@given(nodes())
def test_pyoxigraph_reads_the_same_jsonld(node: Node) -> None:
    document = json.dumps({"@context": words.context(), **words.canonical(node)})
    quads = pyoxigraph.parse(document.encode(), format=pyoxigraph.RdfFormat.JSON_LD)
    assert {(str(q.subject), str(q.predicate), str(q.object)) for q in quads} == bare(words.to_ntriples([node]))


@settings(max_examples=60, deadline=None)
@given(nodes())
def test_rdflib_reads_the_same_jsonld(node: Node) -> None:
    document = json.dumps({"@context": words.context(), **words.canonical(node)})
    assert rdflib_reads(document) == bare(words.to_ntriples([node]))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=12) | st.from_regex(r"(https?://|urn:|x:)[ -~\u0080-\u2100]{0,10}", fullmatch=True))
def test_what_we_hold_lawful_pyoxigraph_reads(text: str) -> None:
    if is_iri(text):
        assert bare(f"<{text}> <{text}> <{text}> .".encode())


def test_every_word_and_class_is_the_same_to_all_three() -> None:
    """One node with every word of the context at once."""
    fixed = {Takes.TEXT: "t", Takes.PLAIN: "t", Takes.THING: "https://example.org/t", Takes.CONCEPT: "t-1"}
    typed = {"integer": 3, "decimal": "1.5", "boolean": True, "date": "2024-01-01", "anyURI": "https://example.org/"}
    node: dict[str, Any] = {"id": "https://example.org/all", "type": sorted(words.classes())}
    for word in words.words().values():
        node[word.name] = fixed.get(word.takes) or typed[word.detail.removeprefix(XSD)]
    node |= {"helpsWith": f"{VOCABULARY}signpost-kind/provider", "provenance": "provider"}
    document = json.dumps({"@context": words.context(), **words.canonical(node)})
    ours = bare(words.to_ntriples([node]))
    assert len(ours) == len(words.words()) + len(words.classes())
    quads = pyoxigraph.parse(document.encode(), format=pyoxigraph.RdfFormat.JSON_LD)
    assert {(str(q.subject), str(q.predicate), str(q.object)) for q in quads} == ours
    assert rdflib_reads(document) == ours


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    | st.dictionaries(st.sampled_from(["@value", "@id", "@type", "@language", "en"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(["id", "type", *sorted(words.words())]) | st.text(max_size=4), JSON, max_size=4))
def test_any_json_at_all_is_told_its_faults_or_written(node: Node) -> None:
    given = {"id": "https://example.org/x", "type": "Role", **node}
    if not faults(given):
        bare(words.to_ntriples([given]))
    check(Submission(Source("x"), (given,)))
