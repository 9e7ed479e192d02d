"""The pages of the signposts, and the queries that they show."""

from __future__ import annotations

import html as escapes
import re

import httpx
import pytest

HTML = {"Accept": "text/html"}


def test_every_kind_has_a_page(stranger: httpx.Client) -> None:
    kinds = stranger.get("/signposts?as=json").json()["kinds"]
    assert len(kinds) == 15
    for kind in kinds:
        page = stranger.get(f"/signposts/{kind['slug']}?as=json").json()
        assert [section["reach"] for section in page["sections"]] == ["national", "regional", "local"]
        if not kind["places"] and not kind["resources"]:
            assert all(not section["places"] and section["none"] for section in page["sections"])


def test_one_reach_is_shown_whole(stranger: httpx.Client) -> None:
    few = stranger.get("/signposts/qualification?as=json").json()["sections"][0]
    whole = stranger.get("/signposts/qualification?reach=national&as=json").json()["sections"]
    assert [section["reach"] for section in whole] == ["national"]
    assert whole[0]["total"] == few["total"] > len(whole[0]["places"]) > len(few["places"])
    assert whole[0]["places"][: len(few["places"])] == few["places"]


def test_where_nothing_is_known_it_is_said(stranger: httpx.Client) -> None:
    html = stranger.get("/signposts/research-evidence?region=E12000007", headers=HTML).text
    assert "signpost knows nothing of this kind at local reach for London yet." in html
    assert '<option value="E12000007" selected>London</option>' in html


def test_a_query_that_is_shown_gives_what_is_shown(stranger: httpx.Client) -> None:
    html = stranger.get("/signposts/case-study", headers=HTML).text
    query = escapes.unescape(re.findall(r"<code>(.*?)</code>", html, re.DOTALL)[0])
    answer = stranger.get("/sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"})
    found = {row["thing"]["value"] for row in answer.json()["results"]["bindings"]}
    sections = stranger.get("/signposts/case-study?as=json").json()["sections"]
    assert found == {place["iri"] for section in sections for place in section["places"]}


@pytest.mark.parametrize("path", ["/signposts/no-such", "/signposts/network?region=nowhere", "/signposts/%3Cb%3E"])
def test_kinds_and_regions_that_there_are_not(stranger: httpx.Client, path: str) -> None:
    answer = stranger.get(path, headers=HTML)
    assert answer.status_code == 404
    assert "<b>" not in answer.text
