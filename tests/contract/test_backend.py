"""One suite for every store: in memory, on disk, and two servers that are as different as servers come."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from signpost.errors import StoreError
from signpost.graph.backend import Backend, open_backend
from signpost.graph.query import bind
from signpost.model import GRAPHS

XSD = "http://www.w3.org/2001/XMLSchema#"
ONE, TWO = GRAPHS + "one", GRAPHS + "two"
A, B, P, Q = (f"https://example.org/{name}" for name in ("a", "b", "p", "q"))

VALUES = sorted(
    [
        f"<{B}>",
        '"plain"',
        '"café – ☂ \\"quoted\\" back\\\\slash tab\\tline\\n"@en',
        '"Cymraeg"@cy',
        f'"3"^^<{XSD}integer>',
        f'"12.5"^^<{XSD}decimal>',
        f'"true"^^<{XSD}boolean>',
        f'"2024-02-29"^^<{XSD}date>',
        f'"https://example.org/?a=b&c=%20"^^<{XSD}anyURI>',
    ]
)


def lines(*statements: tuple[str, str, str]) -> bytes:
    return "".join(sorted(f"<{s}> <{p}> {o} .\n" for s, p, o in statements)).encode()


@pytest.fixture
def store(url: str) -> Iterator[Backend]:
    backend = open_backend(url)
    yield backend
    for graph in backend.graphs():
        backend.drop(graph)
    backend.close()


def test_every_kind_of_value_comes_back_as_it_went_in(store: Backend) -> None:
    given = lines(*((A, P, value) for value in VALUES))
    store.replace(ONE, given)
    assert sorted(store.select(f"SELECT ?o WHERE {{ <{A}> <{P}> ?o }}").column("o")) == VALUES
    assert store.dump(ONE) == given
    written = io.BytesIO()
    store.write(ONE, written)
    assert sorted(written.getvalue().splitlines()) == given.splitlines()


def test_unbound_values_are_empty_and_columns_keep_their_names(store: Backend) -> None:
    store.replace(ONE, lines((A, P, f"<{B}>")))
    found = store.select(f"SELECT ?s ?none ?o WHERE {{ ?s <{P}> ?o OPTIONAL {{ ?s <{Q}> ?none }} }}")
    assert (found.names, found.columns) == (("s", "none", "o"), ([f"<{A}>"], [""], [f"<{B}>"]))


def test_an_empty_answer_keeps_its_columns(store: Backend) -> None:
    found = store.select(f"SELECT ?s ?o WHERE {{ ?s <{Q}> ?o }}")
    assert (found.names, len(found)) == (("s", "o"), 0)


def test_queries_join_across_the_graphs(store: Backend) -> None:
    store.replace(ONE, lines((A, P, f"<{B}>")))
    store.replace(TWO, lines((B, Q, '"far"')))
    found = store.select(f"SELECT ?o WHERE {{ <{A}> <{P}> ?b . ?b <{Q}> ?o }}")
    assert found.column("o") == ['"far"']


def test_replace_puts_one_graph_in_the_place_of_another(store: Backend) -> None:
    store.replace(ONE, lines((A, P, '"old"'), (A, Q, '"old"')))
    store.replace(TWO, lines((B, P, '"other"')))
    store.replace(ONE, lines((A, P, '"new"')))
    assert store.graphs() == {ONE: 1, TWO: 1}
    assert store.dump(ONE) == lines((A, P, '"new"'))


def test_drop_leaves_the_other_graphs_alone(store: Backend) -> None:
    store.replace(ONE, lines((A, P, '"x"')))
    store.replace(TWO, lines((A, P, '"y"')))
    store.drop(ONE)
    store.drop(GRAPHS + "never-there")
    assert store.graphs() == {TWO: 1}
    assert store.dump(ONE) == b""


def test_a_graph_can_be_named_in_a_query_and_found_by_it(store: Backend) -> None:
    store.replace(ONE, lines((A, P, '"x"')))
    store.replace(TWO, lines((A, P, '"y"')))
    assert store.select(f"SELECT ?o WHERE {{ GRAPH <{TWO}> {{ ?s ?p ?o }} }}").column("o") == ['"y"']
    assert store.select('SELECT ?g WHERE { GRAPH ?g { ?s ?p "x" } }').column("g") == [f"<{ONE}>"]


def test_an_answer_larger_than_a_server_gives_at_once_is_whole(store: Backend) -> None:
    numbers = range(3_500)
    store.replace(ONE, lines(*((f"{A}/{n}", P, f'"{n}"^^<{XSD}integer>') for n in numbers)))
    found = store.select("PREFIX e: <https://example.org/>\nSELECT ?s ?n WHERE { ?s e:p ?n }")
    assert sorted(found.column("n"), key=lambda n: int(n.split('"')[1])) == [f'"{n}"^^<{XSD}integer>' for n in numbers]
    assert store.graphs() == {ONE: 3_500}
    assert store.dump(ONE).count(b"\n") == 3_500


def test_parameters_reach_the_store_as_terms(store: Backend) -> None:
    store.replace(ONE, lines((A, P, f'"2"^^<{XSD}integer>'), (B, P, f'"3"^^<{XSD}integer>'), (A, Q, '"x"')))
    query = "SELECT ?things WHERE { VALUES $things { UNDEF } ?things $p ?level FILTER(?level > $level) }"
    assert store.select(bind(query, things=[A, B], p=P, level=2)).column("things") == [f"<{B}>"]


def test_what_lacks_is_found_by_not_exists(store: Backend) -> None:
    """The portable gap query: Virtuoso takes no VALUES inside NOT EXISTS or MINUS."""
    store.replace(ONE, lines((A, P, '"x"'), (B, P, '"x"'), (B, Q, '"y"')))
    found = store.select(f"SELECT ?s WHERE {{ ?s <{P}> ?x FILTER NOT EXISTS {{ ?s <{Q}> ?y }} }}")
    assert found.column("s") == [f"<{A}>"]


def test_a_broken_query_is_one_sentence(store: Backend) -> None:
    with pytest.raises(StoreError, match="store at"):
        store.select("SELECT * WHERE { this is not")


def test_reading_only_refuses_to_write(url: str) -> None:
    if url == "memory:":
        pytest.skip("a store in memory is always new, so there is nothing to open for reading")
    writer = open_backend(url)
    writer.replace(ONE, lines((A, P, '"x"')))
    writer.close()
    reader = open_backend(url, read_only=True)
    with pytest.raises(StoreError, match="reading only"):
        reader.replace(ONE, b"")
    with pytest.raises(StoreError, match="reading only"):
        reader.drop(ONE)
    assert reader.graphs() == {ONE: 1}
    reader.close()
    writer = open_backend(url)
    writer.drop(ONE)
    writer.close()
