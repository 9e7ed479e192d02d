"""Queries that callers write: answered whole, within limits, in processes that may die of them, and by nobody else."""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import os
import platform
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from running import listening

from signpost import machines
from signpost.asking import elsewhere, written
from signpost.asking.asker import Asker
from signpost.asking.limits import Limits
from signpost.errors import Busy, NotOffered, QueryRefused, QueryStopped, QueryTooLong
from signpost.graph.asked import GRAPHS, TABLES
from signpost.store.local import FolderStore, MemoryStore

ONE, TWO = "urn:graph:one", "urn:graph:two"
STATED = {
    ONE: b'<urn:a> <urn:p> "one"@en .\n<urn:a> <urn:q> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    TWO: b"".join(f'<urn:b{n}> <urn:p> "{n}" .\n'.encode() for n in range(300)),
}
LARGE = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""Eight thousand million rows."""
LONG = LARGE.replace("*", "(COUNT(*) AS ?n)")
SOCKETS = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="this system has no such filter of calls",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> FolderStore:
    made = FolderStore(tmp_path_factory.mktemp("asked") / "store")
    made.publish(STATED)
    return made


@pytest.fixture(scope="module")
def asker(store: FolderStore) -> Iterator[Asker]:
    with closing(machines.asker(store)) as made:
        yield made


@pytest.fixture
def limited(store: FolderStore) -> Iterator[Callable[..., Asker]]:
    made: list[Asker] = []

    def make(**limits: float) -> Asker:
        made.append(machines.asker(store, **{"processes": 1, **limits}))
        return made[-1]

    yield make
    for each in made:
        each.close()


def rows(asker: Asker, query: str, **said: Any) -> list[dict[str, str]]:
    found = json.loads(asker.ask(query, **said).content)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def count(asker: Asker, where: str = "{ ?s ?p ?o }", **said: Any) -> int:
    return int(rows(asker, f"SELECT (COUNT(*) AS ?n) {where}", **said)[0]["n"])


# ------------------------------------------------------------------------------------------------ what is answered
def test_where_nothing_is_said_all_graphs_are_asked_as_one(asker: Asker) -> None:
    assert count(asker) == 302
    assert count(asker, "{ GRAPH ?g { ?s ?p ?o } }") == 302


def test_a_query_says_which_graphs_it_asks(asker: Asker) -> None:
    assert count(asker, f"FROM <{ONE}> {{ ?s ?p ?o }}") == 2
    assert count(asker, f"from <{ONE}> FROM <{TWO}> {{ ?s ?p ?o }}") == 302
    assert count(asker, f"FROM NAMED <{ONE}> {{ ?s ?p ?o }}") == 0
    assert count(asker, f"FROM NAMED <{ONE}> {{ GRAPH ?g {{ ?s ?p ?o }} }}") == 2
    assert count(asker, "FROM <https://nowhere.example/> { ?s ?p ?o }") == 0


def test_the_protocol_says_which_graphs_are_asked_before_the_query(asker: Asker) -> None:
    assert count(asker, default=[ONE]) == 2
    assert count(asker, "{ GRAPH ?g { ?s ?p ?o } }", default=[ONE]) == 0
    assert count(asker, named=[ONE]) == 0
    assert count(asker, "{ GRAPH ?g { ?s ?p ?o } }", named=[ONE]) == 2
    assert count(asker, f"FROM <{TWO}> {{ ?s ?p ?o }}", default=[ONE]) == 2
    with pytest.raises(QueryRefused, match="named by an IRI"):
        asker.ask("ASK {}", default=["no iri"])


@pytest.mark.parametrize(
    ("query", "chooses"),
    [
        ("SELECT ?from FROM <urn:g> { ?from ?p ?o }", True),
        ("PREFIX from: <urn:x> ASK FROM from:g {}", True),
        ("CONSTRUCT { ?s ?p ?o } FROM <urn:g> WHERE { ?s ?p ?o }", True),
        ("SELECT ?from { ?from ?p ?o }", False),
        ('SELECT ("FROM <urn:g>" AS ?x) {}', False),
        ("SELECT * # FROM <urn:g>\n{ ?s <urn:from> ?o }", False),
        ("PREFIX ex: <http://e/> SELECT * { ex:from ?from 'from'@from }", False),
    ],
)
def test_a_query_chooses_its_graphs_only_where_it_says_from(query: str, chooses: bool) -> None:
    assert written.check(query, Limits()) is chooses


TERMS = """SELECT * WHERE { VALUES (?a ?b) {
  (1 01) (1.0 "1"^^<http://www.w3.org/2001/XMLSchema#int>) (1e0 "x"@en-GB) ("tab\\tthere" "line\\nquote\\"")
  ("back\\\\" "return\\r")
  (UNDEF UNDEF) (true "2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date>) (<urn:a> "") (-1 +1) ("=1+1" "é")
  ("abc"^^<http://www.w3.org/2001/XMLSchema#integer> "NaN"^^<http://www.w3.org/2001/XMLSchema#double>)
} OPTIONAL { ?s <urn:none> ?unbound } }"""


@pytest.mark.parametrize("media", TABLES)
@pytest.mark.parametrize(
    "query", [TERMS, "SELECT * {}", "SELECT ?x { VALUES ?y { 1 2 } }", "SELECT ?x { FILTER(false) }"]
)
def test_rows_are_what_the_engine_says_in_each_form(asker: Asker, query: str, media: str) -> None:
    found = ox.Store().query(query)
    assert isinstance(found, ox.QuerySolutions)
    forms = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "csv": ox.QueryResultsFormat.CSV,
             "values": ox.QueryResultsFormat.TSV}  # fmt: skip
    answer = asker.ask(query, table=media)
    assert answer.media == media
    assert answer.content == found.serialize(format=forms[re.split(r"[+/-]", media)[-1]])


def test_blank_nodes_are_told_apart(asker: Asker) -> None:
    found = rows(asker, "SELECT ?x ?y { VALUES ?n { 1 2 } BIND(BNODE() AS ?x) BIND(?x AS ?y) }")
    assert found[0]["x"] == found[0]["y"] != found[1]["x"] == found[1]["y"]


def test_a_truth_is_told(asker: Asker) -> None:
    assert json.loads(asker.ask("ASK { <urn:a> ?p ?o }").content)["boolean"] is True
    assert json.loads(asker.ask("ASK { <urn:z> ?p ?o }").content)["boolean"] is False
    assert b"<boolean>true</boolean>" in asker.ask("ASK {}", table=TABLES[1]).content


@pytest.mark.parametrize("media", GRAPHS)
def test_statements_are_the_same_in_each_form_and_each_time(asker: Asker, media: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o . ?s <http://e/q> [] } WHERE { GRAPH ?g { ?s ?p ?o FILTER(?s = <urn:a>) } }"
    described = "DESCRIBE <urn:a>"
    forms = {"turtle": ox.RdfFormat.TURTLE, "triples": ox.RdfFormat.N_TRIPLES, "json": ox.RdfFormat.JSON_LD}
    form = forms.get(re.split(r"[+/-]", media)[-1], ox.RdfFormat.RDF_XML)
    if form is ox.RdfFormat.RDF_XML:
        query = query.replace("?p ?o . ?s", "<http://e/p> ?o . ?s")
    answer = asker.ask(query, graph=media)
    assert answer.media == media
    assert len([*ox.parse(answer.content, format=form)]) == 4
    if form is not ox.RdfFormat.RDF_XML:  # which has no names for such words
        assert len([*ox.parse(asker.ask(described, graph=media).content, format=form)]) == 2
        assert asker.ask(described, graph=media) == asker.ask(described, graph=media)


def test_what_a_form_cannot_say_is_refused(asker: Asker) -> None:
    for query in ("CONSTRUCT { <urn:a> <urn:b:1> 1 } {}", 'CONSTRUCT { <urn:a> <http://e/p> "\\u0001" } {}'):
        with pytest.raises(QueryRefused, match="cannot be said in RDF/XML"):
            asker.ask(query, graph="application/rdf+xml")
    with pytest.raises(QueryRefused, match="characters that XML cannot write"):
        asker.ask('SELECT ("\\u0001" AS ?x) {}', table="application/sparql-results+xml")


def test_the_endpoint_describes_itself(asker: Asker) -> None:
    said = asker.description("http://localhost/sparql", "application/n-triples").content.decode()
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert f"<{sd}endpoint> <http://localhost/sparql>" in said
    assert f"<{sd}name> <{TWO}>" in said
    assert '<http://rdfs.org/ns/void#triples> "300"^^' in said
    assert f"{sd}BasicFederatedQuery" not in said


def test_every_example_is_answered(asker: Asker) -> None:
    examples = machines.examples()
    assert len(examples) > 20
    for example in examples:
        assert example.sentence.endswith("?")
        assert asker.ask(example.query).content.startswith(b'{"head"'), example.name


def test_a_table_for_a_spreadsheet_has_no_formula(asker: Asker) -> None:
    found = asker.ask('SELECT * { VALUES (?a ?b) { ("=1+1" -1) ("@x" "-1") ("plain" UNDEF) ("-"^^<urn:t> "a\\nb") } }')
    said = [*csv.reader(io.StringIO(machines.sheet(found.content).decode(), newline=""))]
    assert said == [["a", "b"], ["'=1+1", "-1"], ["'@x", "'-1"], ["plain", ""], ["'-", "a\nb"]]


def test_a_new_release_is_asked_at_once_and_the_old_ones_may_go(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    with closing(machines.asker(store, processes=1)) as asker:
        for n in range(4):
            store.publish({ONE: b"".join(b"<urn:a> <urn:p> <urn:%d> .\n" % m for m in range(n + 1))})
            assert count(asker) == n + 1


def test_what_lies_elsewhere_is_not_asked_here() -> None:
    store = MemoryStore()
    store.publish(STATED)
    with closing(machines.asker(store)) as asker:
        for ask in (lambda: asker.ask("ASK {}"), lambda: asker.description("http://localhost/sparql")):
            with pytest.raises(NotOffered, match="in a folder"):
                ask()


# ------------------------------------------------------------------------------------------------ what is refused
@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELEC * {}",
        "INSERT DATA { <urn:a> <urn:b> 1 }",
        "LOAD <https://hostile.example/>",
        "DROP ALL",
        "ASK {} ; DROP ALL",
        "SELECT * { ?s ?p ?o",
        "ASK {} ASK {}",
    ],
)
def test_what_is_no_query_is_refused_with_its_place(asker: Asker, query: str) -> None:
    with pytest.raises(QueryRefused, match=r"not a SPARQL 1\.1 query: error at \d+:\d+"):
        asker.ask(query)


@pytest.mark.parametrize("bracket", ["{}", "()", "[]"])
def test_a_query_that_is_too_deep_is_refused_before_it_is_parsed(bracket: str) -> None:
    opens, closes = bracket
    with pytest.raises(QueryRefused, match="more than 64 deep"):
        written.check("SELECT * " + opens * 3_000 + closes * 3_000, Limits())
    assert not written.check(f'SELECT * {{ ?s ?p "{opens * 100}" , <urn:{"(" * 100}> }} # {opens * 100}', Limits())


def test_a_query_that_is_too_long_is_refused() -> None:
    with pytest.raises(QueryTooLong, match="more than 65,536 bytes"):
        written.check("SELECT * {} #" + "é" * 33_000, Limits())


SERVICE = "SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}"
ELSEWHERE = {
    "plainly": "SELECT * {{ %s }}",
    "in silence": "SELECT * {{ SERVICE SILENT <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
    "in small letters": "SELECT * {{ service<http://127.0.0.1:{port}/>{{?s ?p ?o}} }}",
    "by a variable": "SELECT * {{ VALUES ?x {{ <http://127.0.0.1:{port}/> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "by a prefix": "PREFIX service: <http://127.0.0.1:{port}/> SELECT * {{ SERVICE service:a {{ ?s ?p ?o }} }}",
    "deep inside": "ASK {{ OPTIONAL {{ {{ SELECT * {{ GRAPH ?g {{ %s }} }} }} UNION {{}} }} }}",
    "in a filter": "SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ %s }} }}",
    "in an order": "SELECT * {{ ?s ?p ?o }} ORDER BY (EXISTS {{ %s }})",
    "in a column": "SELECT (EXISTS {{ %s }} AS ?x) {{}}",
    "to construct": "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ %s }}",
    "to describe": "DESCRIBE ?s {{ %s }}",
    "behind what looks like an IRI": (
        "SELECT * {{ ?a ?b ?c FILTER(?a<?b)SERVICE#>\n<http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"
    ),
    "behind what looks like a text": 'SELECT * {{ ?a ?b ?c FILTER(?c = "\\u0022) #") %s }}',
}


@pytest.mark.parametrize("how", ELSEWHERE)
def test_no_other_server_is_asked(asker: Asker, how: str) -> None:
    with listening() as (port, asked):
        query = (ELSEWHERE[how] % SERVICE if "%s" in ELSEWHERE[how] else ELSEWHERE[how]).format(port=port)
        with pytest.raises(QueryRefused, match="asks no other server"):
            asker.ask(query)
        assert not asked


def test_graphs_that_a_query_names_are_not_fetched(asker: Asker) -> None:
    with listening() as (port, asked):
        at = f"http://127.0.0.1:{port}/g"
        assert count(asker, f"FROM <{at}> {{ ?s ?p ?o }}") == 0
        assert count(asker, f"FROM NAMED <{at}> {{ GRAPH ?g {{ ?s ?p ?o }} }}") == 0
        assert count(asker, default=[at], named=[at]) == 0
        assert asker.ask(f"DESCRIBE <{at}>", graph="application/n-triples").content == b""
        with pytest.raises(QueryRefused):
            asker.ask(f"LOAD <{at}>")
        time.sleep(0.2)
        assert not asked


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s a <http://www.w3.org/ns/sparql-service-description#Service> }",
        'SELECT ?service { ?service ?p "SERVICE <http://x/> {}"@service } # SERVICE <http://x/> {}',
        "PREFIX service: <urn:service:> SELECT * { service:a ?p ?o }",
    ],
)
def test_the_word_alone_asks_nobody(asker: Asker, query: str) -> None:
    assert rows(asker, query) == []


def test_where_it_cannot_be_told_who_is_asked_nobody_is(asker: Asker) -> None:
    with pytest.raises(QueryRefused, match="cannot be told"):
        elsewhere.check("SELECT * { ?s ?p <<( <urn:service> <urn:b> 1 )>> }")


@SOCKETS
def test_a_process_that_is_confined_makes_no_sockets() -> None:
    with listening() as (port, asked):
        code = f"""
import socket, pyoxigraph
from signpost.confined import confine
confine(2 << 30)
try:
    socket.create_connection(("127.0.0.1", {port}), 5)
except PermissionError:
    print("refused")
try:
    list(pyoxigraph.Store().query("SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))
except OSError:
    print("refused")
"""
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert ran.stdout.split() == ["refused", "refused"], ran.stderr
        assert not asked


# ------------------------------------------------------------------------------------------------ what it may cost
KILLERS = {
    "denials": "SELECT * { FILTER(" + "!" * 60_000 + "true) }",
    "signs": "SELECT * { FILTER(" + "- " * 30_000 + "1 = 1) }",
    "unions": "SELECT * { {} " + "UNION {} " * 6_000 + "}",
    "sums": "SELECT (1" + "+1" * 30_000 + " AS ?x) {}",
    "paths": "SELECT * { ?s " + "^" * 60_000 + "<urn:p> ?o }",
}


@pytest.mark.parametrize("what", KILLERS)
def test_what_brings_a_process_down_takes_nobody_along(limited: Callable[..., Asker], what: str) -> None:
    asker = limited(seconds=10)
    with suppress(QueryStopped, QueryRefused):  # or it is answered, by an engine that has learned to
        asker.ask(KILLERS[what])
    assert count(asker) == 302


def test_a_death_is_told_and_the_next_is_answered(limited: Callable[..., Asker]) -> None:
    asker = limited(depth=100_000)
    for _ in range(2):
        with pytest.raises(QueryStopped, match="memory, or is nested too deep"):
            asker.ask("SELECT * " + "{" * 20_000 + "}" * 20_000)
    assert count(asker) == 302


def test_a_query_that_takes_too_long_is_ended(limited: Callable[..., Asker]) -> None:
    asker = limited(seconds=1)
    count(asker)  # so that the process is there
    start = time.monotonic()
    with pytest.raises(QueryStopped, match="longer than 1 seconds"):
        asker.ask(LONG)
    assert time.monotonic() - start < 3
    assert count(asker) == 302


def test_a_query_that_takes_too_much_memory_is_ended(limited: Callable[..., Asker]) -> None:
    asker = limited(memory=1 << 30, seconds=60)
    with pytest.raises(QueryStopped, match=r"more than 1,024 MB"):
        asker.ask(f"{LARGE} ORDER BY ?l")
    assert count(asker) == 302


@pytest.mark.parametrize("media", TABLES)
def test_an_answer_of_too_many_rows_is_a_fault_in_every_form(limited: Callable[..., Asker], media: str) -> None:
    asker = limited(rows=300)
    assert asker.ask("SELECT * { ?s ?p ?o } LIMIT 300", table=media).content
    with pytest.raises(QueryRefused, match="more than 300 rows"):
        asker.ask("SELECT * { ?s ?p ?o } LIMIT 301", table=media)
    with pytest.raises(QueryRefused, match="more than 300 rows"):
        asker.ask("SELECT ?none { ?s ?p ?o }", table=media)


@pytest.mark.parametrize("media", TABLES)
def test_an_answer_of_too_many_bytes_is_a_fault_in_every_form(limited: Callable[..., Asker], media: str) -> None:
    asker = limited(answer=2_000)
    assert asker.ask("SELECT * { ?s ?p ?o } LIMIT 5", table=media).content
    with pytest.raises(QueryRefused, match="more than 2,000 bytes"):
        asker.ask("SELECT * { ?s ?p ?o } LIMIT 200", table=media)


@pytest.mark.parametrize("media", GRAPHS)
def test_too_many_statements_are_a_fault_in_every_form(limited: Callable[..., Asker], media: str) -> None:
    made = "CONSTRUCT { ?s <http://e/p> ?o } WHERE { ?s ?p ?o }"
    for asker, limit in ((limited(rows=100), "100 rows"), (limited(answer=2_000), "2,000 bytes")):
        assert asker.ask(f"{made} LIMIT 5", graph=media).content
        with pytest.raises(QueryRefused, match=f"more than {limit}"):
            asker.ask(made, graph=media)


def test_a_form_that_says_more_of_the_same_is_counted_too(limited: Callable[..., Asker]) -> None:
    asker, query = limited(answer=5_000), "SELECT * { ?s ?p ?o } LIMIT 100"
    assert len(asker.ask(query, table="text/tab-separated-values").content) < 5_000
    with pytest.raises(QueryRefused, match="more than 5,000 bytes"):
        asker.ask(query)


def test_those_beyond_the_queue_are_told_to_come_again(limited: Callable[..., Asker]) -> None:
    asker = limited(seconds=2, waiting=1)
    count(asker)
    told: list[type[Exception]] = []

    def ask() -> None:
        try:
            asker.ask(LONG)
        except (QueryStopped, Busy) as fault:
            told.append(type(fault))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kind.__name__ for kind in told) == ["Busy", "Busy", "QueryStopped", "QueryStopped"]
    assert count(asker) == 302


def test_a_process_that_is_killed_while_idle_is_replaced(limited: Callable[..., Asker]) -> None:
    asker = limited()
    before = {child.pid for child in multiprocessing.active_children()}
    count(asker)
    for child in multiprocessing.active_children():
        if child.pid and child.pid not in before:
            os.kill(child.pid, signal.SIGKILL)
    time.sleep(0.5)
    assert count(asker) == 302


def test_processes_end_with_what_began_them(store: FolderStore) -> None:
    asker = machines.asker(store)
    asker.close()
    before = {child.pid for child in multiprocessing.active_children()}
    assert count(asker) == 302
    asker.close()
    assert {child.pid for child in multiprocessing.active_children()} <= before


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="this system does not tell which processes there are")
def test_a_query_ends_also_where_the_server_is_gone(store: FolderStore, tmp_path: Path) -> None:
    server = tmp_path / "server.py"
    server.write_text(f"""
import multiprocessing, threading, time
from signpost import machines, open
if __name__ == "__main__":
    asker = machines.asker(open({store.url!r}), processes=1, seconds=1)
    asker.ask("ASK {{}}")
    threading.Thread(target=asker.ask, args=({LONG!r},), daemon=True).start()
    time.sleep(0.3)
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    time.sleep(60)
""")
    with subprocess.Popen([sys.executable, str(server)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        (child,) = process.stdout.readline().split()
        process.kill()
        process.wait()
        assert runs(child)
        until = time.monotonic() + 20
        while runs(child) and time.monotonic() < until:
            time.sleep(0.1)
        assert not runs(child)


def runs(pid: str) -> bool:
    """Whether a process is there and not only waits to be taken note of."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
