"""Pages that were asked for already: whose words, which form and which headers they have the second time."""

from __future__ import annotations

import httpx
import pytest
from running import Enter, Server, listed, post, row

from signpost.model import THINGS

ROLE = "/things/role/team-leader"


def twice(client: httpx.Client, path: str, **headers: str) -> httpx.Response:
    first, again = (client.get(path, headers=headers) for _ in range(2))
    assert again.content == first.content
    return again


@pytest.mark.parametrize("path", ["/robots.txt", "/sitemap.xml", "/data/catalogue.ttl", "/api", "/data/changes.atom"])
def test_no_site_is_told_the_address_of_another(stranger: httpx.Client, path: str) -> None:
    other = twice(stranger, path, Host="other.example")
    assert "other.example" in other.text
    assert "other.example" not in twice(stranger, path).text


@pytest.mark.parametrize(
    ("accept", "media"),
    [("application/json;q=0.5, text/turtle", "text/turtle"), ("application/json", "application/json"),
     ("text/html", "text/html"), ("text/turtle;q=0.2, text/html", "text/html")],
)  # fmt: skip
def test_each_form_is_remembered_by_itself(stranger: httpx.Client, accept: str, media: str) -> None:
    for other in ("application/json", "text/html", "text/turtle"):
        stranger.get(ROLE, headers={"Accept": other})
    assert twice(stranger, ROLE, Accept=accept).headers["Content-Type"].startswith(media)


@pytest.mark.parametrize("path", [ROLE, f"/picture.svg?iri={THINGS}role/team-leader", "/sitemap.xml"])
def test_the_second_answer_has_the_headers_of_the_first(stranger: httpx.Client, path: str) -> None:
    first, again = (stranger.get(path) for _ in range(2))
    own = {"date", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"}
    assert {k: v for k, v in again.headers.items() if k not in own} == {
        k: v for k, v in first.headers.items() if k not in own
    }


def test_what_is_published_is_seen_at_once(server: Server, enter: Enter, stranger: httpx.Client) -> None:
    assert "Remembered orchards" not in twice(stranger, "/search?q=remembered+orchards&as=json").text
    sent = listed(row("one", "Remembered orchards", "A college"))
    assert post(enter("remembered"), sent).status_code == 201
    assert "Remembered orchards" in twice(stranger, "/search?q=remembered+orchards&as=json").text
    assert "remembered" in twice(stranger, "/data/changes", Accept="text/html").text


def test_no_page_that_is_kept_has_a_cookie_or_the_mark_of_a_form(stranger: httpx.Client) -> None:
    for path in ("/", "/search?q=care", "/roles", "/data", ROLE, "/compare"):
        page = stranger.get(path, headers={"Accept": "text/html"})
        assert "public" in page.headers["Cache-Control"]
        assert "Set-Cookie" not in page.headers
        assert "csrf" not in page.text
