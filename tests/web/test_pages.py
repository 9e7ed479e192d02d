"""Pages as they answer: HTML or JSON, what they tell caches and browsers, and what a fault looks like."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import quote

import httpx
import pytest
from running import Server

HTML = {"Accept": "text/html"}
PAGES = ("/", "/compare", "/compare?left=team-leader&right=registered-manager", "/lint", "/diff", "/impact",
         "/diff?old=lmc-2008&new=lmc-2012", "/impact?new=lmc-2012", "/things/role/registered-manager")  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_html_or_json_and_tells_caches_so(stranger: httpx.Client, path: str) -> None:
    page = stranger.get(path, headers=HTML)
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "Accept" in page.headers["Vary"]
    data = stranger.get(path, headers={"Accept": "application/json"})
    assert data.headers["Content-Type"] == "application/json"
    title = re.search("<title>(.*?)( - signpost)?</title>", page.text)
    assert title
    assert data.json()["title"] in title[1].replace("&#39;", "'")
    assert page.headers["ETag"] != data.headers["ETag"]


def test_what_has_not_changed_is_not_sent_again(stranger: httpx.Client) -> None:
    first = stranger.get("/compare", headers=HTML)
    again = stranger.get("/compare", headers=HTML | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = stranger.get("/lint", headers=HTML | {"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_a_page_lets_nothing_run_or_come_from_elsewhere(stranger: httpx.Client) -> None:
    page = stranger.get("/", headers=HTML)
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", page.text)


def test_a_name_leads_to_the_page_of_its_thing_or_to_what_is_found(stranger: httpx.Client) -> None:
    assert stranger.get("/go?name=scdlmcb1").headers["Location"] == "/things/standard/lmc-2012/scdlmcb1"
    several = "Level 5 Diploma in Leadership and Management for Adult Care"
    assert stranger.get("/go", params={"name": several}).headers["Location"].startswith("/search?q=Level+5+Diploma")
    assert stranger.get("/go?name=nobody").headers["Location"] == "/search?q=nobody"


def test_a_fault_is_a_page_for_a_browser_and_a_problem_for_a_program(stranger: httpx.Client) -> None:
    page = stranger.get("/things/role/nobody", headers=HTML)
    assert page.status_code == 404
    assert "There is no thing called" in page.text
    problem = stranger.get("/things/role/nobody", headers={"Accept": "application/json"})
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert problem.json()["status"] == 404


@pytest.mark.parametrize("path", ["/things", "/things?iri=" + "x" * 3000, "/compare?left=" + "x" * 600 + "&right=a"])
def test_what_is_too_long_or_missing_is_told(stranger: httpx.Client, path: str) -> None:
    assert stranger.get(path, headers=HTML).status_code == 400


def test_no_file_of_the_machine_is_an_edition(server: Server, stranger: httpx.Client) -> None:
    held = str(server.store / "current")
    answer = stranger.get("/diff", params={"old": held, "new": "lmc-2012"}, headers=HTML)
    assert answer.status_code == 404


def test_the_table_of_a_comparison_is_that_of_the_command_line(stranger: httpx.Client) -> None:
    table = stranger.get("/compare?left=team-leader&right=registered-manager&as=csv")
    assert table.headers["Content-Type"].startswith("text/csv")
    assert table.text.splitlines()[0].startswith("competence,code,label,standing")
    told = stranger.get("/compare?left=team-leader&right=registered-manager&as=json").json()
    assert json.dumps(told["blocks"]).count("--as") == 0


def links(page: str) -> set[str]:
    return {unescape(path) for path in re.findall(r'href="([^"]+)"', page)}


def test_each_page_leads_to_what_is_asked_next(stranger: httpx.Client) -> None:
    told = stranger.get("/things/framework/lmc-2012", headers=HTML).text
    old, new = (quote(f"https://w3id.org/signpost/id/framework/lmc-{year}", safe="") for year in (2008, 2012))
    assert {f"/tree?framework={new}", f"/diff?old={old}&new={new}", f"/impact?new={new}&old={old}",
            f"/data/untaught?framework={new}"} <= links(told)  # fmt: skip
    earlier = stranger.get("/things/framework/lmc-2008", headers=HTML).text
    assert f"/diff?old={old}&new={new}" in links(earlier)
    assert "/tree?" not in stranger.get("/things/framework/ml-2004", headers=HTML).text
    of_occupations = stranger.get("/things/framework/cwp-2025", headers=HTML).text
    assert "/tree?" in of_occupations
    assert "/data/untaught?framework" not in of_occupations
    role = quote("https://w3id.org/signpost/id/role/team-leader", safe="")
    asked = {f"/learn/held?role={role}", f"/compare?left={role}", f"/lint?role={role}", f"/picture?iri={role}"}
    assert asked <= links(stranger.get("/things/role/team-leader", headers=HTML).text)
    standard = stranger.get("/things/standard/lmc-2012/scdlmca1", headers=HTML).text
    tree = next(path for path in links(standard) if path.startswith("/tree?"))
    assert "SCDLMCA1" in stranger.get(tree, headers=HTML).text
    assert "/things/standard/lmc-2008/scdlmcsa1" in links(standard)
    for listed, paths in (("/roles", {"/lint", "/data/untaught?needed=1"}), ("/frameworks", {"/diff", "/impact"}),
                          ("/", {"/compare", "/impact", "/data/untaught?needed=1"})):  # fmt: skip
        assert paths <= links(stranger.get(listed, headers=HTML).text)


def test_what_an_answer_names_is_linked(stranger: httpx.Client) -> None:
    compared = links(stranger.get("/compare?left=team-leader&right=registered-manager", headers=HTML).text)
    assert {"/things/standard/lmc-2012/scdlmca1", "/things/role/deputy-manager"} <= compared
    assert any(path.startswith("/things/resource/") for path in compared)
    audit = links(stranger.get("/lint", headers=HTML).text)
    assert {"/things/role/deputy-manager", "/things/framework/lmc-2012",
            "/things/standard/lmc-2012/scdlmce13"} <= audit  # fmt: skip
    changed = stranger.get("/diff?old=lmc-2008&new=lmc-2012", headers=HTML).text
    assert {"/things/standard/lmc-2008/scdlmcsa1", "/things/standard/lmc-2012/scdlmca1"} <= links(changed)
    assert "-&gt;" not in changed


def test_what_was_asked_stays_chosen_by_its_name(stranger: httpx.Client) -> None:
    for path in (
        "/compare?left=team-leader&right=deputy-manager",
        "/compare?left=team-leader",
        "/lint?role=team-leader",
    ):
        page = stranger.get(path, headers=HTML).text
        assert " selected>Team leader or supervisor</option>" in page
    replaced = stranger.get("/impact?new=lmc-2012", headers=HTML).text
    assert " selected>Leadership and Management for Care Services NOS (2008)</option>" in replaced
    known = stranger.get("/search?kind=occupation&as=json").json()["rows"]
    occupation = quote(known[0]["iri"], safe="")
    assert f" selected>{known[0]['label']}</option>" in stranger.get(f"/compare?left={occupation}", headers=HTML).text


@pytest.mark.parametrize("path", ["/things/role/team-leader", "/ns", "/", "/tree?framework=lmc-2012", "/data/changes"])
def test_any_page_is_json_where_that_is_asked_for(stranger: httpx.Client, path: str) -> None:
    asked = stranger.get(f"{path}{'&' if '?' in path else '?'}as=json", headers=HTML)
    assert asked.headers["Content-Type"] == "application/json"
    assert asked.json()["title"]


def test_long_lists_are_cut_and_lead_to_the_rest(stranger: httpx.Client) -> None:
    whole = stranger.get("/things/framework/direct-2?as=json").json()["sections"]
    held = next(section for section in whole if section["id"] == "holds")
    assert (held["total"], len(held["rows"]), held["more"][:16]) == (191, 50, "/tree?framework=")
    region = stranger.get("/things/region/E92000001?as=json").json()["sections"]
    more = next(section["more"] for section in region if section["id"] == "region-of")
    rest = stranger.get(more.replace("#", "&as=json#")).json()["sections"]
    served = next(section for section in rest if section["id"] == "region-of")
    assert len(served["rows"]) == served["total"] > 50


def test_an_occupation_tells_its_competences_as_a_list(stranger: httpx.Client) -> None:
    found = stranger.get("/roles?as=json").json()["occupations"]["lines"]
    most = max(found, key=lambda line: line["essential"])
    page = stranger.get("/things", params={"iri": most["iri"], "as": "json"}).json()
    section = next(section for section in page["sections"] if section["id"] == "essential-competence")
    assert (section["heading"], section["total"]) == ("Essential competences", most["essential"])
    assert not [fact for fact in page["facts"] if "ompetence" in fact["word"]]


def test_a_term_names_each_role_that_uses_it_once(stranger: httpx.Client) -> None:
    page = stranger.get("/things?iri=https://w3id.org/signpost/vocabulary/family/generic&as=json").json()
    rows = next(section["rows"] for section in page["sections"] if section["id"] == "required-by")
    assert page["kind_called"] == "term"
    assert len({row["iri"] for row in rows}) == len(rows) == 5
    assert [row["cells"][0]["text"] for row in rows if row["label"] == "Practice leader"] == ["2"]


def test_frameworks_have_short_names_that_lead_to_them(stranger: httpx.Client) -> None:
    page = stranger.get("/things/role/team-leader?as=json").json()
    cells = {(cell["text"], cell["iri"]) for section in page["sections"] for row in section["rows"]
             for cell in row["cells"]}  # fmt: skip
    assert ("ML 2012", "https://w3id.org/signpost/id/framework/ml-2012") in cells
