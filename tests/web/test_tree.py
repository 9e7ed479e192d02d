"""A framework as a tree, level by level and searched."""

from __future__ import annotations

import re

import httpx

HTML = {"Accept": "text/html"}


def test_the_top_level_of_a_flat_framework_is_all_of_it(stranger: httpx.Client) -> None:
    page = stranger.get("/tree?framework=lmc-2012", headers=HTML)
    codes = re.findall(r'<a href="[^"]+"><span class="code">([^<]+)</span>', page.text)
    told = stranger.get("/tree?framework=lmc-2012&as=json").json()
    assert codes[:3] == ["SCDLMCA1", "SCDLMCA2", "SCDLMCA3"]
    assert told["total"] == len(told["twigs"]) == len(codes)


def test_a_level_below_tells_the_way_to_it(stranger: httpx.Client) -> None:
    top = stranger.get("/tree?framework=care-certificate-2025&as=json").json()
    branch = next((twig["leaf"] for twig in top["twigs"] if twig["leaf"]["children"]), None)
    if branch is None:
        top = stranger.get("/tree?framework=direct-2&as=json").json()
        branch = next(twig["leaf"] for twig in top["twigs"] if twig["leaf"]["children"])
    below = stranger.get("/tree", params={"framework": top["framework"], "at": branch["iri"], "as": "json"}).json()
    assert below["at"]["iri"] == branch["iri"]
    assert below["total"] == branch["children"]


def test_a_framework_is_searched_by_itself(stranger: httpx.Client) -> None:
    told = stranger.get("/tree?framework=ml-2012&q=budget&as=json").json()
    assert [hit["code"] for hit in told["found"]][:1] == ["CFAM&LEA4"]
    nothing = stranger.get("/tree?framework=ml-2012&q=qqqqqqqq", headers=HTML)
    assert "Nothing in this framework" in nothing.text


def test_what_is_no_tree_is_told(stranger: httpx.Client) -> None:
    assert stranger.get("/tree", headers=HTML).status_code == 400
    assert stranger.get("/tree?framework=nowhere", headers=HTML).status_code == 404
    assert stranger.get("/tree?framework=lmc-2012&start=x", headers=HTML).status_code == 400
    assert stranger.get("/tree?framework=lmc-2012&start=99999", headers=HTML).status_code == 200
