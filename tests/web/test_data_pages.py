"""Downloads, numbers, what changed, and what describes all that to machines."""

from __future__ import annotations

import gzip
import os
import shlex
import shutil
import subprocess
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph
from running import Enter, Server, listed, post, row
from signpost_web.doors.files import Files

import signpost
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


def test_a_source_is_the_same_in_every_form_and_as_it_is_exported(server: Server, stranger: httpx.Client) -> None:
    whole = signpost.export("standards", f"file:{server.store}")
    marks = set()
    for said in ("gzip", "br", "identity"):
        answer = stranger.get("/data/sources/standards.nt", headers={"Accept-Encoding": said})
        assert (answer.content, answer.headers.get("Content-Encoding", "identity")) == (whole, said)
        marks.add(answer.headers["ETag"])
        head = stranger.head("/data/sources/standards.nt", headers={"Accept-Encoding": said})
        assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", answer.headers["ETag"])
    assert len(marks) == 3


def test_large_answers_are_made_once_and_kept_within_a_bound() -> None:
    made = list[str]()

    def content(name: str) -> bytes:
        file, size = files.get(name, lambda whole: (made.append(name), whole.write(os.urandom(1000)))[0])
        with file:
            squeezed = file.read()
        assert len(squeezed) == size
        return gzip.decompress(squeezed)

    files = Files(most=2500)
    first, second = content("a"), content("b")
    assert (content("a"), content("b"), made) == (first, second, ["a", "b"])
    assert content("a") == first
    content("c")  # there is no room for three: b was asked for before a
    assert (content("a") == first, content("b") == second, made) == (True, False, ["a", "b", "c", "b"])


def test_the_last_large_answer_is_kept_however_large_it_is() -> None:
    files = Files(most=1)
    for _ in range(2):
        file, _ = files.get("a", lambda whole: whole.write(b"once"))
        with file:
            assert gzip.decompress(file.read()) == b"once"


def test_what_fails_halfway_is_not_kept() -> None:
    files = Files()
    with pytest.raises(ZeroDivisionError):
        files.get("a", lambda whole: whole.write(b"half" * (1 // 0)))
    file, _ = files.get("a", lambda whole: whole.write(b"whole"))
    with file:
        assert gzip.decompress(file.read()) == b"whole"


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/data/changes.atom"])
def test_nobody_gets_the_address_that_another_has_asked_with(server: Server, stranger: httpx.Client, path: str) -> None:
    other = stranger.get(path, headers={"Host": "elsewhere.example"})
    assert "http://elsewhere.example/" in other.text
    own = stranger.get(path)
    assert f"{server.url}/" in own.text
    assert "elsewhere" not in own.text
    assert own.headers["ETag"] != other.headers["ETag"]


def test_a_page_that_was_asked_for_before_is_the_same_with_all_its_headers(stranger: httpx.Client) -> None:
    first, again = (stranger.get("/things/role/team-leader", headers=HTML) for _ in range(2))
    apart = {"date", "server"}
    told = [sorted((name, value) for name, value in one.headers.multi_items() if name not in apart)
            for one in (first, again)]  # fmt: skip
    assert told[0] == told[1]
    assert first.content == again.content
    assert len(first.headers.get_list("Link")) > 5


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
