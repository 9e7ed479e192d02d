"""Whoever sits at a desk: a browser without scripts, which sends forms as they stand in the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import httpx
from running import Server

HTML = {"Accept": "text/html"}
Sit = Callable[..., "Browser"]
"""Opens a browser that is signed in with a new token for some sources, or with that of a steward."""


class Browser:
    """A browser with its cookies; it follows where it is led."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        client.headers.update(HTML)
        client.follow_redirects = True

    def get(self, path: str, **parameters: str) -> httpx.Response:
        return self.client.get(path, params=parameters)

    def data(self, path: str, **parameters: str) -> Any:
        """The same page as JSON."""
        return self.client.get(path, params={**parameters, "as": "json"}).json()

    def mark(self, path: str) -> str:
        """The mark that the forms of a page carry."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.get(path).text)
        assert found, path
        return found[1]

    def post(self, path: str, at: str = "/desk", files: Any = None, **said: str) -> httpx.Response:
        """The answer to a form of the page `at`."""
        return self.client.post(path, data={"csrf_token": self.mark(at), **said}, files=files)

    def sign_in(self, token: str) -> httpx.Response:
        return self.post("/desk/sign-in", token=token)

    def draft(self, content: bytes, **said: str) -> str:
        """The path of a new draft."""
        answer = self.post("/desk/new", "/desk/new", text=content.decode(), do="draft", **said)
        assert answer.status_code == 200, answer.text
        return answer.url.path


def opened(server: Server, *sources: str, steward: bool = False) -> Browser:
    browser = Browser(server.client())
    assert browser.sign_in(server.token(*sources, steward=steward)).status_code == 200
    return browser


def words(answer: httpx.Response) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())
