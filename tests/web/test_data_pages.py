"""Downloads, numbers, what changed, and what describes all that to machines."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph
from running import Enter, Server, listed, post, row

from signpost.graph.parse import FORMATS

HTML = {"Accept": "text/html"}
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DCAT = "http://www.w3.org/ns/dcat#"


def locations(client: httpx.Client, path: str) -> list[str]:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"].split(";")[0]) == (200, "application/xml")
    return [str(one.text) for one in ElementTree.fromstring(answer.text).iter(f"{SITEMAP}loc")]


def test_each_source_can_be_had_whole(stranger: httpx.Client) -> None:
    sources = {source["id"]: source for source in stranger.get("/data?as=json").json()["sources"]}
    assert {"standards", "roles", "resources"} <= sources.keys()
    media = {".ttl": "text/turtle", ".nt": "application/n-triples"}
    for _, path in sources["roles"]["downloads"]:
        answer = stranger.get(path)
        assert answer.headers["Content-Type"].split(";")[0] == media["." + path.rsplit(".")[-1]]
        graph = Graph().parse(data=answer.text, format="turtle" if path.endswith(".ttl") else "nt")
        assert 0 < len(graph) <= sources["roles"]["statements"]
        again = stranger.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/data/sources/nobody.ttl", "/data/sources/roles.xls", "/data/sources/..%2Froles.nt"])
def test_no_other_source_and_no_other_form(stranger: httpx.Client, path: str) -> None:
    assert stranger.get(path).status_code == 404


def test_what_nobody_teaches_is_listed_as_it_is_counted(stranger: httpx.Client) -> None:
    for line in stranger.get("/data?as=json").json()["coverage"]:
        page = stranger.get("/data/untaught", params={"framework": line["iri"], "as": "json"}).json()
        assert page["total"] == line["untaught"]
        needed = stranger.get("/data/untaught", params={"framework": line["iri"], "needed": 1, "as": "json"}).json()
        assert needed["total"] == line["missing"]
    assert stranger.get("/data/untaught?framework=lmc-2012", headers=HTML).status_code == 200
    assert stranger.get("/data/untaught?framework=no-such", headers=HTML).status_code == 404


def test_what_is_published_is_told_and_by_whom_is_not(server: Server, enter: Enter, stranger: httpx.Client) -> None:
    college = enter("feed-college")
    assert post(college, listed(row("one", "Orchards in the news", "Feed college"))).status_code == 201
    newest = stranger.get("/data/changes?as=json").json()["changes"][0]
    assert newest["id"] == "feed-college-1"
    answer = stranger.get("/data/changes.atom")
    assert answer.headers["Content-Type"].split(";")[0] == "application/atom+xml"
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert entries[0].findtext(f"{ATOM}id") == f"{server.url}/data/changes#feed-college-1"
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    days = [str(entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert days == sorted(days, reverse=True)
    names = {"by", "author", "token"}
    assert not names & {key for change in stranger.get("/data/changes?as=json").json()["changes"] for key in change}
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    again = stranger.get("/data/changes.atom", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_sitemap_has_every_thing_once(server: Server, stranger: httpx.Client) -> None:
    maps = locations(stranger, "/sitemap.xml")
    assert all(one.startswith(server.url) for one in maps)
    kinds = ("role", "competence", "resource", "framework", "organisation", "award", "gateway", "occupation")
    addresses = [address for one in maps for address in locations(stranger, one.removeprefix(server.url))]
    assert len(addresses) == len(set(addresses))
    counted = {kind: stranger.get(f"/search?kind={kind}&as=json").json()["total"] for kind in kinds}
    pages = locations(stranger, "/sitemap-page-1.xml")
    assert len(addresses) == sum(counted.values()) + len(pages)
    for kind in kinds:
        first = locations(stranger, f"/sitemap-{kind}-1.xml")[0]
        assert stranger.get(first, headers=HTML).status_code == 200
    assert f"{server.url}/sitemap.xml" in stranger.get("/robots.txt").text


@pytest.mark.parametrize(
    "path", ["/sitemap-role-2.xml", "/sitemap-role-0.xml", "/sitemap-page-2.xml", "/sitemap-x-1.xml"]
)
def test_no_other_maps(stranger: httpx.Client, path: str) -> None:
    assert stranger.get(path).status_code == 404


def test_the_catalogue_describes_each_source(stranger: httpx.Client) -> None:
    graphs = [
        {quad.triple for quad in ox.parse(stranger.get(f"/data/catalogue.{form}").content, format=FORMATS[name])}
        for form, name in (("ttl", "turtle"), ("jsonld", "jsonld"), ("nt", "ntriples"), ("rdf", "rdfxml"))
    ]
    assert all(other == graphs[0] for other in graphs[1:])
    said = [(str(triple.subject), triple.predicate.value, triple.object) for triple in graphs[0]]
    sources = stranger.get("/data?as=json").json()["sources"]
    sets = {thing for thing, _, value in said if value == ox.NamedNode(DCAT + "Dataset")}
    assert sets == {f"<https://w3id.org/signpost/graph/{source['id']}>" for source in sources}
    places = [value.value for _, word, value in said if word == DCAT + "downloadURL"]
    assert len(places) == 2 * len(sources)
    assert all(stranger.head(place).status_code == 200 for place in places)


def test_the_catalogue_is_had_in_the_form_that_is_asked_for(stranger: httpx.Client) -> None:
    for media in ("text/turtle", "application/ld+json", "application/rdf+xml"):
        answer = stranger.get("/data/catalogue", headers={"Accept": media})
        assert answer.headers["Content-Type"].split(";")[0] == media
        assert "Accept" in answer.headers["Vary"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_lines_for_developers_run(stranger: httpx.Client) -> None:
    doors = stranger.get("/api?as=json").json()["doors"]
    lines = [line for door in doors for line in door["lines"] if "@" not in line]
    assert len(lines) > 10
    for line in lines:
        words = [word for word in shlex.split(line) if word != "-O"]
        run = subprocess.run([*words, "--silent", "--fail", "--output", "/dev/null"], check=False, capture_output=True)
        assert run.returncode == 0, line
    for door in doors:
        assert stranger.get(door["path"]).status_code == 200, door["name"]
