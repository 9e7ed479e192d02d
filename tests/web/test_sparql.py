"""The SPARQL endpoint of a running server: the protocol, the page for people, and everything that is thrown at it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
from running import Server, listening, serving

from signpost.model import GRAPHS
from signpost.store.local import FolderStore

JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
FORM, DIRECT, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SECONDS = 5
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LONG = LARGE.replace("*", "(COUNT(*) AS ?n)")
ROLE = "https://w3id.org/signpost/id/role/registered-manager"
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"


@pytest.fixture(scope="module")
def asked(fresh: Callable[[], Path]) -> Iterator[Server]:
    """A server on which a query has a few seconds."""
    with serving(fresh(), SIGNPOST_QUERY_SECONDS=str(SECONDS)) as running:
        yield running


@pytest.fixture
def client(asked: Server) -> Iterator[httpx.Client]:
    with asked.client() as made:
        yield made


def ask(client: httpx.Client, query: str, accept: str = JSON, **said: str) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **said}, headers={"Accept": accept})


def count(client: httpx.Client) -> int:
    answer = ask(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


# ------------------------------------------------------------------------------------------------ the protocol
def test_a_query_is_sent_in_three_ways(client: httpx.Client) -> None:
    query = "ASK { ?s a <https://w3id.org/signpost/ns#Role> }"
    for answer in (
        ask(client, query),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", content=query, headers={"Content-Type": f"{DIRECT}; charset=utf-8"}),
    ):
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == JSON
        assert answer.json()["boolean"] is True
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Vary"].startswith("Accept")


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", JSON),
        ("*/*", JSON),
        (XML, f"{XML}; charset=utf-8"),
        ("application/json", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (f"{XML};q=0.5, {JSON};q=0.4, text/csv;q=0.6", "text/csv; charset=utf-8"),
        ("text/turtle", JSON),
        (HTML, "text/html; charset=utf-8"),
    ],
)
def test_rows_are_answered_in_the_form_that_is_preferred(client: httpx.Client, accept: str, media: str) -> None:
    answer = ask(client, f"SELECT ?label {{ <{ROLE}> <{LABEL}> ?label }}", accept)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == media
    assert "Registered manager" in answer.text


@pytest.mark.parametrize(
    ("accept", "media", "form"),
    [
        ("*/*", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml; charset=utf-8", ox.RdfFormat.RDF_XML),
        ("text/turtle;q=0.5, application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/json", "application/json", ox.RdfFormat.JSON_LD),
    ],
)
def test_statements_are_answered_in_the_form_that_is_preferred(
    client: httpx.Client, accept: str, media: str, form: ox.RdfFormat
) -> None:
    answer = ask(client, f"DESCRIBE <{ROLE}>", accept)
    assert answer.headers["Content-Type"] == media
    assert any(str(quad.subject) == f"<{ROLE}>" for quad in ox.parse(answer.content, format=form))


def test_a_form_may_be_named_and_one_that_is_not_there_is_refused(client: httpx.Client) -> None:
    table, sheet = (
        ask(client, "SELECT * {} ", "text/html", **{"as": "xml"}),
        ask(client, "SELECT (1 AS ?x) {}", **{"as": "csv"}),
    )
    assert ElementTree.fromstring(table.text).tag.endswith("sparql")
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="answer.csv"'
    assert sheet.text == "x\r\n1\r\n"
    assert ask(client, "ASK {}", "image/png").status_code == 406
    assert ask(client, "ASK {}", **{"as": "pdf"}).status_code == 400


def test_it_describes_itself(client: httpx.Client) -> None:
    forms = {
        "text/turtle": ox.RdfFormat.TURTLE,
        "*/*": ox.RdfFormat.TURTLE,
        "application/rdf+xml": ox.RdfFormat.RDF_XML,
        "application/ld+json": ox.RdfFormat.JSON_LD,
    }
    for accept, form in forms.items():
        answer = client.get("/sparql", headers={"Accept": accept})
        said = [quad.triple for quad in ox.parse(answer.content, format=form)]
        address = ox.NamedNode(f"{client.base_url}/sparql".replace("//sparql", "/sparql"))
        assert any(triple.object == address and triple.predicate.value.endswith("#endpoint") for triple in said)


REFUSED: dict[str, tuple[str, str, bytes, dict[str, str], int]] = {
    # what it is: method, what follows the path, body, headers, status
    "two queries": ("GET", "?query=ASK%7B%7D&query=ASK%7B%7D", b"", {}, 400),
    "no query": ("POST", "", b"", {"Content-Type": FORM}, 400),
    "no media type": ("POST", "", b"ASK {}", {}, 415),
    "another media type": ("POST", "", b"ASK {}", {"Content-Type": "text/plain"}, 415),
    "another method": ("PUT", "?query=ASK%7B%7D", b"", {}, 405),
    "a query in UTF-16": ("POST", "", "ASK { ?s ?p 'é' }".encode("utf-16"), {"Content-Type": DIRECT}, 400),
    "a form in Latin-1": ("POST", "", b"query=ASK%20%7B%20%3Fs%20%3Fp%20'%E9'%20%7D", {"Content-Type": FORM}, 400),
    "no SPARQL": ("GET", "?query=SELEC", b"", {}, 400),
    "a graph without an IRI": ("GET", "?query=ASK%7B%7D&default-graph-uri=no%20iri", b"", {}, 400),
    "an update": ("POST", "", b"DROP ALL", {"Content-Type": UPDATE}, 403),
    "an update in a form": ("POST", "", b"update=DROP%20ALL", {"Content-Type": FORM}, 403),
    "an update by GET": ("GET", "?update=DROP%20ALL", b"", {}, 403),
    "an update as a query": ("POST", "", b"DROP ALL", {"Content-Type": DIRECT}, 400),
    "a load": ("POST", "", b"LOAD <http://127.0.0.1:1/>", {"Content-Type": DIRECT}, 400),
    "a long query": ("POST", "", b"ASK {} #" + b"x" * 66_000, {"Content-Type": DIRECT}, 413),
    "a very long query": ("POST", "", b"ASK {} #" + b"x" * 1_000_000, {"Content-Type": DIRECT}, 413),
    "many fields": ("POST", "", b"a=b&" * 50_000, {"Content-Type": FORM}, 400),
    "deep groups": ("POST", "", b"SELECT * " + b"{" * 3_000 + b"}" * 3_000, {"Content-Type": DIRECT}, 400),
    "deep brackets": (
        "POST", "", b"ASK { FILTER(" + b"(" * 20_000 + b"1" + b")" * 20_000 + b") }", {"Content-Type": DIRECT}, 400,
    ),
    "deep paths": (
        "POST", "", b"SELECT * { ?s " + b"(" * 20_000 + b"<urn:p>" + b")" * 20_000 + b" ?o }", {"Content-Type": DIRECT},
        400,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_query_is_refused_and_nothing_changes(client: httpx.Client, what: str) -> None:
    before = client.get("/health").json()
    method, rest, body, headers, status = REFUSED[what]
    answer = client.request(method, f"/sparql{rest}", content=body, headers=headers)
    assert answer.status_code == status, answer.text[:500]
    assert answer.json()["detail"]
    assert client.get("/health").json() == before


def test_other_sites_may_ask(client: httpx.Client) -> None:
    headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = client.options("/sparql", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
    assert client.get("/sparql", params={"query": "SELEC"}).headers["Access-Control-Allow-Origin"] == "*"


def test_a_publication_is_asked_at_once(fresh: Callable[[], Path]) -> None:
    with serving(fresh()) as server, server.client() as client:
        before = count(client)
        store = FolderStore(server.store)
        for n in range(1, 4):  # so that the first release is taken away
            store.publish({GRAPHS + "more": b"".join(b"<urn:a> <urn:p> <urn:%d> .\n" % m for m in range(n))})
            assert count(client) == before + n
        store.close()


# ------------------------------------------------------------------------------------------------ for people
def test_the_page_has_the_examples_and_shows_one(client: httpx.Client) -> None:
    page = client.get("/sparql", headers={"Accept": HTML})
    assert page.status_code == 200
    assert page.text.count("<option") > 20
    assert "<script>" not in page.text
    shown = client.get("/sparql", params={"example": "help-of-a-kind"}, headers={"Accept": HTML}).text
    assert "VALUES $kind" in shown
    assert client.get("/sparql", params={"as": "json"}).json()["examples"][0][0]


def test_the_page_shows_rows_with_links_and_downloads(client: httpx.Client) -> None:
    query = f"SELECT ?role ?label {{ ?role a <https://w3id.org/signpost/ns#Role> ; <{LABEL}> ?label }}"
    page = ask(client, query, HTML).text
    assert '<a href="/things/role/registered-manager">' in page
    assert "5 rows" in page
    assert "/sparql?" + urlencode({"query": query, "as": "csv"}).replace("&", "&amp;") in page
    assert "The first 1,000 are shown" in ask(client, "SELECT * { ?s ?p ?o } LIMIT 1001", HTML).text
    assert ">Yes</h2>" in ask(client, "ASK {}", HTML).text
    assert "@prefix" in ask(client, f"DESCRIBE <{ROLE}>", HTML).text


def test_what_a_query_says_never_runs_on_the_page(client: httpx.Client) -> None:
    query = 'SELECT ("<script>alert(1)</script>" AS ?x) (IRI("javascript:alert(1)") AS ?y) { } # </textarea><script>'
    answer = ask(client, query, HTML)
    assert "<script>alert" not in answer.text
    assert "</textarea><script>" not in answer.text
    assert 'href="javascript:' not in answer.text
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_fault_is_told_on_the_page_with_the_query_kept(client: httpx.Client) -> None:
    answer = ask(client, "SELECT * { ?mine", HTML)
    assert answer.status_code == 400
    assert "There is a problem" in answer.text
    assert "not a SPARQL 1.1 query" in answer.text
    assert "SELECT * { ?mine" in answer.text


# ------------------------------------------------------------------------------------------------ what is thrown at it
HOSTILE: dict[str, tuple[str, set[int]]] = {
    # what it is: the query, and how it may be answered
    "a cross product": (LONG, {503}),
    "a cross product in order": (f"{LARGE} ORDER BY ?i", {503}),
    "a cross product of different rows": (LARGE.replace("*", "DISTINCT *"), {400, 503}),
    "a cross product of rows": (LARGE, {400, 503}),
    "three hundred options": ("SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * 300 + "}", {503}),
    "sixty thousand denials": ("SELECT * { FILTER(" + "!" * 60_000 + "true) }", {503}),
    "a text that doubles": (
        "SELECT * { BIND('0123456789' AS ?a0) "
        + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(40))
        + " }",
        {503},
    ),
    "a path without an end": ("SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)* ?b . ?c (!<urn:x>)* ?d }", {503}),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_query_has_a_fault_for_an_answer_and_the_server_goes_on(
    asked: Server, client: httpx.Client, what: str
) -> None:
    query, statuses = HOSTILE[what]
    start = time.monotonic()
    answer = client.post("/sparql", content=query, headers={"Content-Type": DIRECT})
    assert time.monotonic() - start < 20
    assert answer.status_code in statuses, answer.text[:500]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert ("Retry-After" in answer.headers) == (answer.status_code == 503)
    for told in ("Traceback", "/tmp/", str(asked.store)):
        assert told not in answer.text
    assert ask(client, "ASK {}").json()["boolean"] is True


def test_whoever_asks_too_much_keeps_nobody_else_waiting(client: httpx.Client, asked: Server) -> None:
    statuses: list[int] = []

    def hog() -> None:
        with asked.client() as other:
            statuses.append(ask(other, LONG).status_code)

    threads = [threading.Thread(target=hog) for _ in range(8)]
    for thread in threads:
        thread.start()
    while len(statuses) < 4:  # two are answered, two wait, and the others are told so
        time.sleep(0.01)
    start = time.monotonic()
    assert client.get("/health").status_code == 200
    assert time.monotonic() - start < 2
    busy = ask(client, "ASK {}")
    for thread in threads:
        thread.join()
    assert busy.status_code == 503
    assert int(busy.headers["Retry-After"]) > 0
    assert "Try again in a moment" in busy.json()["detail"]
    assert statuses == [503] * 8
    assert ask(client, "ASK {}").status_code == 200


def test_no_other_server_is_asked_whatever_is_sent(client: httpx.Client) -> None:
    with listening() as (port, met):
        at = f"<http://127.0.0.1:{port}/x>"
        for query in (
            f"SELECT * {{ SERVICE {at} {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICE SILENT {at} {{ ?s ?p ?o }} }}",
            f"SELECT * {{ ?a ?b ?c FILTER(?a<?b)SERVICE#>\n{at} {{ ?s ?p ?o }} }}",
            f"LOAD {at}",
        ):
            assert ask(client, query).status_code == 400
        for query in (f"SELECT * FROM {at} {{ ?s ?p ?o }}", f"SELECT * FROM NAMED {at} {{ GRAPH ?g {{ ?s ?p ?o }} }}"):
            assert ask(client, query).json()["results"]["bindings"] == []
        assert ask(client, "ASK { ?s ?p ?o }", **{"default-graph-uri": at[1:-1]}).json()["boolean"] is False
        update = client.post("/sparql", content=f"LOAD {at}", headers={"Content-Type": UPDATE})
        assert update.status_code == 403
        time.sleep(0.2)
        assert not met


MANY = "CONSTRUCT { ?d <urn:p> ?f . ?d <urn:q> ?f . ?d <urn:r> ?f . ?d <urn:s> ?f } WHERE { ?d ?e ?f }"


def test_an_answer_is_whole_or_a_fault(stranger: httpx.Client) -> None:
    whole = ask(stranger, "SELECT * { ?s ?p ?o } LIMIT 20000")
    assert len(json.loads(whole.content)["results"]["bindings"]) == 20_000
    for accept in (JSON, XML, "text/csv", "text/tab-separated-values"):
        answer = ask(stranger, "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 100001", accept)
        assert answer.status_code == 400
        assert answer.json()["detail"] == "The answer has more than 100,000 rows. Ask for fewer, with LIMIT."
    for accept in ("text/turtle", "application/n-triples", "application/ld+json"):
        made = ask(stranger, MANY, accept)
        assert made.status_code == 400
        assert made.json()["detail"] == "The answer has more than 100,000 rows. Ask for fewer, with LIMIT."


def test_a_host_that_is_no_name_puts_nothing_into_the_description(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Host": "x> <urn:p> <urn:o", "Accept": "application/n-triples"})
    assert answer.status_code in (200, 400)
    assert "<urn:o" not in answer.text
