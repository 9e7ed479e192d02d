"""Things as linked data: the same statements in every form, and each form under what is asked for."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

import signpost
from signpost import machines
from signpost.model import THINGS, VOCABULARY

FORMS = {
    "ttl": ("text/turtle", "turtle"),
    "jsonld": ("application/ld+json", "json-ld"),
    "nt": ("application/n-triples", "nt"),
    "rdf": ("application/rdf+xml", "xml"),
}
"""The forms of statements: their media type, and what rdflib calls them."""
ROLE = "role/team-leader"
PAGE = f"/things/{ROLE}"
KINDS = ("competence", "resource", "role", "organisation", "award", "framework", "gateway", "region", "occupation")


def told(client: httpx.Client, iri: str, form: str) -> httpx.Response:
    return client.get("/things", params={"iri": iri, "as": form})


def links(answer: httpx.Response) -> set[tuple[str, str]]:
    """Where an answer links to, and how."""
    every = [one.split("; ") for one in answer.headers.get_list("link", split_commas=True)]
    return {(one[0].strip("<>"), one[1].removeprefix('rel="').rstrip('"')) for one in every}


def said_in_every_form(client: httpx.Client, iri: str) -> list[Graph]:
    graphs = []
    for form, (media, name) in FORMS.items():
        answer = told(client, iri, form)
        assert answer.headers["content-type"].split(";")[0] == media
        assert answer.headers["access-control-allow-origin"] == "*"
        graphs.append(Graph().parse(data=answer.content, format=name))
    return graphs


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_every_form_says_the_same(stranger: httpx.Client, kind: str) -> None:
    index = signpost.open().current().index
    for iri in (index.iri(kind, 0), index.iri(kind, -1)):
        said, *others = said_in_every_form(stranger, iri)
        assert {str(subject).partition("#")[0] for subject in said.subjects()} == {iri}
        assert all(len(other) == len(said) > 0 and isomorphic(said, other) for other in others)


def test_a_thing_with_parts_tells_them() -> None:
    store = signpost.open()
    said = Graph().parse(data=machines.described(store, THINGS + ROLE, "ttl"), format="turtle")
    held = {str(value) for value in said.objects() if str(value).startswith(f"{THINGS}{ROLE}#")}
    assert len(held) > 10
    assert held <= {str(subject) for subject in said.subjects()}


def test_statements_of_one_release_are_the_same_bytes(stranger: httpx.Client) -> None:
    for form in FORMS:
        assert stranger.get(f"{PAGE}.{form}").content == told(stranger, THINGS + ROLE, form).content


def test_turtle_is_written_with_prefixes(stranger: httpx.Client) -> None:
    text = stranger.get(f"{PAGE}.ttl").text
    assert "a sp:Role" in text
    assert "family:generic" in text
    assert f"<{VOCABULARY}" not in text.partition("\n\n")[2]


def test_json_ld_stands_alone(stranger: httpx.Client) -> None:
    said = stranger.get(f"{PAGE}.jsonld").json()
    assert isinstance(said["@context"], dict)
    assert all(value.startswith("http") for value in said["@context"].values() if isinstance(value, str))


# ------------------------------------------------------------------------------------------------ negotiation
@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("text/turtle", "text/turtle"),
        ("text/html;q=0.4, text/turtle;q=0.5", "text/turtle"),
        ("text/html;q=0.5, text/turtle;q=0.4", "text/html"),
        ("application/json", "application/json"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "application/ld+json"),
        ("application/xml, application/rdf+xml;q=0.2", "application/rdf+xml"),
        ("text/html;q=0, application/n-triples;q=0.1", "application/n-triples"),
        ("application/*", "application/ld+json"),
    ],
)
def test_what_is_liked_best_is_answered(stranger: httpx.Client, accept: str, media: str) -> None:
    answer = stranger.get(PAGE, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, media)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("path", [PAGE, f"/id/{ROLE}", "/ns", "/things?iri=http://www.w3.org/2004/02/skos/core%23x"])
def test_what_there_is_not_is_not_acceptable_or_not_found(stranger: httpx.Client, path: str) -> None:
    answer = stranger.get(path, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    assert "text/turtle" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("accept", "place"),
    [("text/html", PAGE), ("text/turtle", f"{PAGE}.ttl"), ("application/ld+json", f"{PAGE}.jsonld"), ("", PAGE),
     ("application/rdf+xml", f"{PAGE}.rdf"), ("application/json", f"{PAGE}.json")],
)  # fmt: skip
def test_the_iri_of_a_thing_leads_to_a_document(stranger: httpx.Client, accept: str, place: str) -> None:
    answer = stranger.get(f"/id/{ROLE}", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, place)
    assert "Accept" in answer.headers["vary"]
    assert stranger.get(place).status_code == 200


def test_the_iri_of_a_concept_leads_to_a_document(stranger: httpx.Client) -> None:
    answer = stranger.get("/vocabulary/mode/online", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert f"<{VOCABULARY}mode/online>" in answer.text or "mode:online" in answer.text
    assert [each.status_code for each in answer.history] == [303]


def test_a_thing_of_ours_has_one_address(stranger: httpx.Client) -> None:
    answer = stranger.get("/things", params={"iri": THINGS + ROLE})
    assert (answer.status_code, answer.headers["location"]) == (301, PAGE)


@pytest.mark.parametrize("path", ["/things/role/nobody", "/things/role/nobody.ttl", "/id/role/nobody", "/vocabulary/x"])
def test_what_is_not_there_is_not_found_in_the_form_that_is_read(stranger: httpx.Client, path: str) -> None:
    for accept, media in (("text/turtle", "application/problem+json"), ("text/html", "text/html")):
        answer = stranger.get(path, headers={"Accept": accept})
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (404, media)


@pytest.mark.parametrize("query", ["", "iri=", f"iri={'x' * 3000}", f"iri={quote(THINGS + ROLE)}&as=pdf"])
def test_a_question_that_names_no_thing_or_form_is_refused(stranger: httpx.Client, query: str) -> None:
    assert stranger.get(f"/things?{query}").status_code == 400


# ------------------------------------------------------------------------------------------------ headers
def test_each_document_names_the_others(stranger: httpx.Client) -> None:
    page, turtle = stranger.get(PAGE), stranger.get(PAGE, headers={"Accept": "text/turtle"})
    assert (page.headers["content-location"], turtle.headers["content-location"]) == (PAGE, f"{PAGE}.ttl")
    others = {(f"{PAGE}.{form}", "alternate") for form in (*FORMS, "json")}
    assert links(page) == {*others, (PAGE, "canonical"), (f"{PAGE}.ttl", "describedby")}
    assert links(turtle) == {*others - {(f"{PAGE}.ttl", "alternate")}, (PAGE, "canonical")}


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}.json", *(f"{PAGE}.{form}" for form in FORMS), "/ns", "/ns.ttl"])
def test_what_is_known_already_is_not_sent_again(stranger: httpx.Client, path: str) -> None:
    for encoding in ("identity", "gzip"):
        first = stranger.get(path, headers={"Accept-Encoding": encoding})
        same = {"If-None-Match": first.headers["etag"], "Accept-Encoding": encoding}
        again = stranger.get(path, headers=same)
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        assert again.headers["etag"].strip('W/"').split(":")[0] == first.headers["etag"].strip('W/"').split(":")[0]
    assert stranger.get(path, headers={"If-None-Match": '"another"'}).status_code == 200


def test_forms_do_not_pass_for_each_other(stranger: httpx.Client) -> None:
    accepts = ["text/html", *(media for media, _ in FORMS.values()), "application/json",
               "application/xml, text/turtle;q=0.5", "application/xml, text/html;q=0.5"]  # fmt: skip
    for accept in accepts:
        tag = stranger.get(PAGE, headers={"Accept": accept}).headers["etag"]
        for other in accepts:
            again = stranger.get(PAGE, headers={"Accept": other, "If-None-Match": tag})
            first = stranger.get(PAGE, headers={"Accept": accept}).headers["content-type"]
            if again.status_code == 304:
                assert first == stranger.get(PAGE, headers={"Accept": other}).headers["content-type"]


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}.ttl", f"/id/{ROLE}", "/things/role/nobody", "/context.jsonld"])
def test_the_head_is_that_of_the_whole(stranger: httpx.Client, path: str) -> None:
    whole, head = stranger.get(path), stranger.head(path)
    assert head.content == b""
    assert head.status_code == whole.status_code
    kept = {"content-type", "etag", "vary", "link", "content-location", "location", "content-length"}
    assert {k: v for k, v in head.headers.items() if k in kept} == {k: v for k, v in whole.headers.items() if k in kept}


# ------------------------------------------------------------------------------------------------ our words
def test_the_ontology_is_a_page_and_turtle(stranger: httpx.Client) -> None:
    page = stranger.get("/ns", headers={"Accept": "text/html"}).text
    assert 'id="LearningResource"' in page
    said = Graph().parse(data=stranger.get("/ns", headers={"Accept": "text/turtle"}).content, format="turtle")
    assert len(said) > 1000
    named = {word["name"] for word in stranger.get("/ns.json").json()["classes"]}
    assert {"Competence", "Role", "LearningResource"} <= named


def test_the_context_is_that_of_our_documents(stranger: httpx.Client) -> None:
    answer = stranger.get("/context.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.json()["@context"]["Role"] == "sp:Role"
