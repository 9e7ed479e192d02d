"""Pages as they answer: HTML or JSON, what they tell caches and browsers, and what a fault looks like."""

from __future__ import annotations

import json
import re

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
