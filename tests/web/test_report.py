"""A reader tells what is wrong with a thing, and a steward sees it."""

from __future__ import annotations

import re

import httpx
from running import Server

import signpost
from signpost.model import THINGS

ROLE = f"{THINGS}role/team-leader"
HTML = {"Accept": "text/html"}


def mark(page: httpx.Response) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    return found[1]


def send(client: httpx.Client, text: str, iri: str = ROLE) -> httpx.Response:
    page = client.get("/report", params={"iri": ROLE}, headers=HTML)
    return client.post("/report", data={"iri": iri, "text": text, "csrf_token": mark(page)}, headers=HTML)


def test_a_report_waits_for_a_steward(server: Server) -> None:
    with server.client() as reader:
        assert "Thank you" in send(reader, "It needs <b>another</b> level.").text
    kept = signpost.door(f"file:{server.store}").reports()
    assert [(one.thing, one.text) for one in kept] == [(ROLE, "It needs <b>another</b> level.")]


def test_what_is_empty_too_long_or_about_nothing_is_told(server: Server) -> None:
    with server.client() as reader:
        assert "Write what is wrong." in send(reader, "  ").text
        long = send(reader, "x" * 1001)
        assert long.status_code == 422
        assert "x" * 1001 in long.text
        assert send(reader, "Hello", "https://nowhere.example/1").status_code == 404


def test_no_other_site_can_report(server: Server) -> None:
    before = signpost.door(f"file:{server.store}").reports()
    with server.client() as reader:
        answer = reader.post("/report", data={"iri": ROLE, "text": "from elsewhere"}, headers=HTML)
    assert answer.status_code == 400
    assert signpost.door(f"file:{server.store}").reports() == before
