"""Each shape accepts its valid example, and each of its constraints refuses one with the sentence a provider reads."""

from __future__ import annotations

import json
import re
import time
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF

from signpost import files

EXAMPLES = Path(__file__).parent / "examples"
SHAPES = sorted((files.ontology() / "shapes").glob("*.ttl"))
SH = Namespace("http://www.w3.org/ns/shacl#")
SHAPE = "https://w3id.org/signpost/shapes#"
VOCABULARY = "https://w3id.org/signpost/vocabulary/"
HEAD = """
@base <https://w3id.org/signpost/> .
@prefix sp: <https://w3id.org/signpost/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_NAMES = """class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive minLength
pattern uniqueLang lessThan lessThanOrEquals disjoint in or"""
COMPONENTS = {SH[name] for name in _NAMES.split()}
"""The constraint components of SHACL Core that our shapes use; another one must be added here, and so be thought of."""
NOT_CONSTRAINTS = {RDF.type} | {SH[name] for name in ("path", "message", "severity", "targetClass", "property")}
NOT_CONSTRAINTS |= {SH.targetSubjectsOf}


@cache
def shapes(name: str) -> Graph:
    return Graph().parse(files.ontology() / "shapes" / f"{name}.ttl")


@cache
def valid(name: str) -> Graph:
    return Graph().parse(EXAMPLES / name / "valid.ttl")


def faults(name: str, data: Graph, subject: str) -> set[tuple[str, str, str]]:
    """Shape, constraint component and sentence of each fault of the subject."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes(name))
    return {
        (
            str(report.value(result, SH.sourceShape)).removeprefix(SHAPE),
            str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH)),
            str(report.value(result, SH.resultMessage)),
        )
        for result in report.subjects(SH.focusNode, URIRef(subject))
    }


def example(name: str) -> dict[str, Any]:
    return tomllib.loads((EXAMPLES / name / "invalid.toml").read_text(encoding="utf-8"))


def changed(name: str, subject: str, case: dict[str, Any]) -> Graph:
    """The valid example with the case's statements taken away and added."""
    added = [case["with"]] if isinstance(case.get("with"), str) else case.get("with", [])
    graph = Graph() + valid(name)
    names = Graph().parse(data=HEAD, format="turtle").namespace_manager
    for word in case.get("without", []):
        graph.remove((URIRef(subject), names.expand_curie(word), None))
    return graph.parse(data=HEAD + "\n".join(added), format="turtle")


CASES = [
    pytest.param(path.stem, found["subject"], case, id=f"{case['shape']}-{number}")
    for path in SHAPES
    for found in [example(path.stem)]
    for number, case in enumerate(found["invalid"])
]


@pytest.mark.parametrize("name", [path.stem for path in SHAPES])
def test_the_valid_example_has_no_fault(name: str) -> None:
    assert faults(name, valid(name), example(name)["subject"]) == set()


@pytest.mark.parametrize(("name", "subject", "case"), CASES)
def test_an_invalid_example_gets_its_sentence(name: str, subject: str, case: dict[str, Any]) -> None:
    found = {(shape, message) for shape, _, message in faults(name, changed(name, subject, case), subject)}
    assert (case["shape"], case["expected"]) in found
    assert {shape for shape, _ in found} == {case["shape"], *case.get("also", [])}


@pytest.mark.parametrize("name", [path.stem for path in SHAPES])
def test_every_constraint_has_an_example_that_it_refuses(name: str) -> None:
    found = example(name)
    refused = {
        (shape, component.removesuffix("ConstraintComponent").lower())
        for case in found["invalid"]
        for shape, component, _ in faults(name, changed(name, found["subject"], case), found["subject"])
    }
    assert {(shape, component.lower()) for shape, component in constraints(name)} - refused == set()


def constraints(name: str) -> set[tuple[str, str]]:
    """Each named shape of the file with each component it uses."""
    return {
        (str(shape).removeprefix(SHAPE), str(predicate).removeprefix(str(SH)))
        for shape, predicate in shapes(name).subject_predicates()
        if isinstance(shape, URIRef) and str(shape).startswith(SHAPE) and predicate in COMPONENTS
    }


@pytest.mark.parametrize("name", [path.stem for path in SHAPES])
def test_every_named_shape_uses_known_parts_and_says_one_sentence(name: str) -> None:
    graph = shapes(name)
    for shape in {found for found in graph.subjects() if isinstance(found, URIRef) and str(found).startswith(SHAPE)}:
        assert set(graph.predicates(shape)) <= COMPONENTS | NOT_CONSTRAINTS, shape
        if (shape, SH.property, None) in graph:
            continue
        (message,) = graph.objects(shape, SH.message)
        assert isinstance(message, Literal)
        assert str(message)[0].isupper() or str(message).startswith("'")
        assert str(message).endswith(".")
        assert len(message) <= 330


def test_lists_of_values_are_the_vocabularies(vocabularies: Any) -> None:
    for path in SHAPES:
        graph = shapes(path.stem)
        for listed in graph.objects(None, SH["in"]):
            values = [str(value) for value in Collection(graph, listed)]
            scheme = values[0].rpartition("/")[0]
            query = f"""SELECT ?concept {{ ?concept <http://www.w3.org/2004/02/skos/core#inScheme> <{scheme}> }}"""
            assert set(values) == {row["concept"].value for row in vocabularies.query(query)}, path.stem


def test_every_class_that_a_source_can_send_has_a_shape() -> None:
    context = json.loads((files.ontology() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    classes = {word for word, rule in context.items() if word[0].isupper() and isinstance(rule, str)}
    targeted = {
        str(target).rpartition("#")[2] for path in SHAPES for target in shapes(path.stem).objects(None, SH.targetClass)
    }
    assert classes - targeted == {"Source", "Publication"}, "these two are written by signpost itself"


def test_no_shape_needs_more_than_shacl_core() -> None:
    used = {
        predicate
        for path in SHAPES
        for predicate in shapes(path.stem).predicates()
        if str(predicate).startswith(str(SH))
    }
    assert used <= COMPONENTS | NOT_CONSTRAINTS | {SH["not"], SH.hasValue}
    assert not any(isinstance(value, BNode) for path in SHAPES for value in shapes(path.stem).objects(None, SH.path))


LONGEST = 100_000
PATTERNS = sorted({str(pattern) for path in SHAPES for pattern in Graph().parse(path).objects(None, SH.pattern)})


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("piece", ["1", "a", "-a", "-aa", "a-", ".", "0.1", "https://", " ", "https://a/ "])
def test_no_value_keeps_a_pattern_busy(pattern: str, piece: str) -> None:
    """One of the engines looks for patterns by going back and forth, in which some take hours."""
    start = time.perf_counter()
    for value in (piece * (LONGEST // len(piece)) + "!\n", "aa" + piece * (LONGEST // len(piece)) + "\u00a0"):
        re.search(pattern, value)
    assert time.perf_counter() - start < 1
