"""Query files: read, given their parameters, and made into rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyoxigraph
import pytest

from signpost import files, words
from signpost.errors import StoreError, UnknownName
from signpost.graph.backend import open_backend
from signpost.graph.query import Term, Text, bind, read, rows, serialised
from signpost.model import GRAPHS, NAMESPACE, THINGS
from signpost.terms import language, lexical, literal

XSD = "http://www.w3.org/2001/XMLSchema#"
QUERIES = sorted(path.stem for path in files.queries().glob("*.rq"))


@pytest.mark.parametrize("name", QUERIES)
def test_every_file_is_valid_sparql_unbound_and_says_what_it_answers(name: str) -> None:
    text = read(name)
    assert isinstance(pyoxigraph.Store().query(text), pyoxigraph.QuerySolutions)
    assert text.startswith("# ")
    assert text.splitlines()[0].endswith(".")


@pytest.mark.parametrize("name", QUERIES)
def test_every_property_in_a_query_is_a_word_of_the_context(name: str) -> None:
    known = {word.iri for word in words.words().values()} | set(words.classes().values())
    used = set(re.findall(r"\bsp:(\w+)", read(name)))
    assert {NAMESPACE + word for word in used} <= known


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_gives_values_where_virtuoso_takes_none(name: str) -> None:
    assert not re.search(r"(NOT\s+EXISTS|MINUS)\s*\{[^}]*VALUES", read(name))


def test_bind_writes_each_kind_of_value_as_a_term() -> None:
    assert serialised("https://example.org/a") == "<https://example.org/a>"
    assert serialised(Text('say "hi"\n', "en")) == '"say \\"hi\\"\\n"@en'
    assert serialised(3) == f'"3"^^<{XSD}integer>'
    assert serialised(True) == f'"true"^^<{XSD}boolean>'
    assert serialised(Decimal("12.50")) == f'"12.50"^^<{XSD}decimal>'
    assert serialised(date(2024, 2, 29)) == f'"2024-02-29"^^<{XSD}date>'


def test_bind_leaves_strings_comments_and_iris_alone() -> None:
    query = "# $a is not given here\nSELECT * { ?s <urn:$a> '$a', \"$a\", $a }"
    assert bind(query, a=1) == query.removesuffix("$a }") + f'"1"^^<{XSD}integer> }}'


def test_bind_wants_exactly_the_parameters_of_the_query() -> None:
    with pytest.raises(TypeError, match=r"needs \$role"):
        bind("SELECT * { $role ?p ?o }")
    with pytest.raises(TypeError, match=r"has no \$other"):
        bind("SELECT * { $role ?p ?o }", role="urn:a", other="urn:b")


@pytest.mark.parametrize("name", ["urn:a> . ?x ?y ?z . <urn:b", "no colon", 'urn:"', "urn:a\nb", "urn:{"])
def test_bind_lets_no_text_escape_from_an_iri(name: str) -> None:
    with pytest.raises(UnknownName):
        bind("SELECT * { $s ?p ?o }", s=name)


def test_a_text_cannot_escape_from_its_quotation_marks() -> None:
    hostile = '" } ; DROP ALL ; SELECT * { ?s ?p "\\'
    query = bind("SELECT (STR($t) AS ?back) { }", t=Text(hostile))
    found = open_backend("memory:").select(query)
    assert lexical(found.column("back")[0]) == hostile


@dataclass(frozen=True)
class Identifier:
    """A row of `queries/identifier.rq`."""

    thing: str
    scheme: str | None
    value: Term


@dataclass(frozen=True)
class Award:
    """A row of `queries/award.rq`."""

    award: str
    label: str
    credit: int | None


def test_rows_are_read_by_their_type_hints_and_are_different() -> None:
    store = open_backend("memory:")
    lines = (
        f"<urn:a> <{words.TYPE}> <{NAMESPACE}Award> .\n"
        f'<urn:a> <{NAMESPACE}credit> "12"^^<{XSD}integer> .\n'
        f"<urn:b> <{words.TYPE}> <{NAMESPACE}Award> .\n"
        '<urn:b> <http://www.w3.org/2004/02/skos/core#notation> "B\\t1" .\n'
    ).encode()
    for graph in ("one", "two"):
        store.replace(GRAPHS + graph, lines)
    assert sorted(rows(Award, store), key=lambda row: row.award) == [Award("urn:a", "", 12), Award("urn:b", "", None)]
    assert rows(Identifier, store) == [Identifier("urn:b", None, Term('"B\\t1"'))]


def test_a_value_that_does_not_fit_its_field_is_one_sentence() -> None:
    store = open_backend("memory:")
    store.replace(
        GRAPHS + "one", f'<urn:a> <{words.TYPE}> <{NAMESPACE}Award> .\n<urn:a> <{NAMESPACE}credit> "x" .\n'.encode()
    )
    with pytest.raises(StoreError, match="'credit'"):
        rows(Award, store)


def test_terms_say_what_was_written() -> None:
    assert lexical(literal('a "b" \\ \n\té')) == 'a "b" \\ \n\té'
    assert lexical('"x"^^<urn:t>') == "x"
    assert (language('"x"@EN-gb'), language('"a@b"'), language("<urn:a>")) == ("en-gb", "", "")
    assert lexical(f"<{THINGS}caf\\u00e9>") == THINGS + "café"
