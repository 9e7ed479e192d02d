"""The pages on which people look for things: search, and the lists of frameworks and roles."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

HTML = {"Accept": "text/html"}


def asked(client: httpx.Client, path: str, **said: Any) -> dict[str, Any]:
    answer = client.get(path, params={**said, "as": "json"})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def counts(page: dict[str, Any], name: str) -> dict[str, int]:
    facet = next(facet for facet in page["facets"] if facet["name"] == name)
    return {choice["value"]: choice["count"] for choice in facet["choices"]}


@pytest.mark.parametrize("text", ["SCDLMCB1", "scd-lmc b1"])
def test_a_code_finds_its_standard(stranger: httpx.Client, text: str) -> None:
    page = asked(stranger, "/search", q=text)
    assert [(row["code"], row["kind"]) for row in page["rows"]] == [("SCDLMCB1", "competence")]
    assert page["rows"][0]["place"]


@pytest.mark.parametrize("text", ["afeguard", "safegaurding"])
def test_word_middles_and_mistakes_are_forgiven(stranger: httpx.Client, text: str) -> None:
    rows = asked(stranger, "/search", q=text)["rows"]
    assert rows
    assert all("safeguard" in (row["label"] + row["also"]).casefold() for row in rows)


def test_choices_narrow_the_list_by_as_many_as_they_say(stranger: httpx.Client) -> None:
    page = asked(stranger, "/search", q="care")
    for name in ("kind", "framework", "level", "family", "mode", "region"):
        value, number = next(iter(counts(page, name).items()))
        assert asked(stranger, "/search", q="care", **{name: value})["total"] == number, name


def test_pages_of_twenty(stranger: httpx.Client) -> None:
    first, second = asked(stranger, "/search", q="care"), asked(stranger, "/search", q="care", start=20)
    assert (len(first["rows"]), len(second["rows"])) == (20, 20)
    assert not {row["iri"] for row in first["rows"]} & {row["iri"] for row in second["rows"]}
    html = stranger.get("/search", params={"q": "care", "kind": "resource"}, headers=HTML).text
    assert re.search(r'rel="next" href="/search\?q=care&amp;kind=resource&amp;start=20"', html)


def test_without_a_text_the_choices_are_browsed(stranger: httpx.Client) -> None:
    page = asked(stranger, "/search", kind="role")
    assert page["total"] == len(page["rows"]) == 5


def test_nothing_found_says_what_to_try(stranger: httpx.Client) -> None:
    html = stranger.get("/search", params={"q": "safgegaurdding", "kind": "role"}, headers=HTML).text
    assert "What you can try" in html
    assert '<a href="/search?q=safeguarding">safeguarding</a>' in html
    assert '<a href="/search?q=safgegaurdding">look among everything</a>' in html


def test_only_what_was_looked_for_is_marked(stranger: httpx.Client) -> None:
    html = stranger.get("/search", params={"q": "Care"}, headers=HTML).text
    assert {word.casefold() for word in re.findall("<mark>(.*?)</mark>", html)} == {"care"}
    mistyped = stranger.get("/search", params={"q": "safegaurding"}, headers=HTML).text
    assert "<mark>" not in mistyped


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x>', "a" * 5000, "\u202e*", "%00"])
def test_hostile_texts_are_answered_and_never_run(stranger: httpx.Client, text: str) -> None:
    answer = stranger.get("/search", params={"q": text, "kind": text, "start": text}, headers=HTML)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text


def test_a_choice_can_be_taken_away(stranger: httpx.Client) -> None:
    html = stranger.get("/search?q=care&kind=role&kind=award&start=20", headers=HTML).text
    assert 'href="/search?q=care&amp;kind=award"' in html
    assert 'href="/search?q=care"' in html


def test_the_same_question_is_not_answered_twice(stranger: httpx.Client) -> None:
    mark = stranger.get("/search?q=care", headers=HTML).headers["ETag"]
    assert stranger.get("/search?q=care", headers={**HTML, "If-None-Match": mark}).status_code == 304
    assert stranger.get("/search?q=team", headers={**HTML, "If-None-Match": mark}).status_code == 200


def test_frameworks_with_their_editions_and_trees(stranger: httpx.Client) -> None:
    page = asked(stranger, "/frameworks")
    line = next(line for line in page["frameworks"] if line["iri"].endswith("/lmc-2012"))
    assert (line["edition"], line["status"], line["competences"]) == ("2012", "current", 26)
    html = stranger.get("/frameworks", headers=HTML).text
    assert html.count(' href="/tree?framework=') == len([one for one in page["frameworks"] if one["competences"]])


def test_roles_can_be_compared_and_occupations_found(stranger: httpx.Client) -> None:
    page = asked(stranger, "/roles", q="nominated")
    assert len(page["roles"]) == 5
    assert all("nominated" in (line["label"] + line["also"]).casefold() for line in page["occupations"]["lines"])
    html = stranger.get("/roles", headers=HTML).text
    assert re.search(r'<form action="/compare" method="get"', html)
    for name in ("left", "right"):
        chosen = re.search(rf'<select[^>]* name="{name}">(.*?)</select>', html, re.DOTALL)
        assert chosen
        assert chosen[1].count("<option") == 5
