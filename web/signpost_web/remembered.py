"""Pages that were asked for already: the same bytes for as long as a release is current, within a bound of memory."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from cachetools import LRUCache
from flask import Response, current_app, request
from signpost_web import answers

_MOST_BYTES = 16_000_000
"""Memory for the pages that one process keeps, compressed as they were sent."""
_BESIDES = 2500
"""Bytes that a page takes beside its content and its headers: its key, and what Python notes of each part."""
_OWN = ("set-cookie", "date", "retry-after", "content-length", "x-ratelimit-")
"""How headers begin that belong to one request, and not to the page."""


@dataclass(frozen=True, slots=True)
class _Page:
    content: bytes
    headers: tuple[tuple[str, str], ...]

    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return len(self.content) + sum(len(name) + len(value) for name, value in self.headers) + _BESIDES


class Pages:
    """The pages that one process has answered with, those asked for last; threads may share it."""

    def __init__(self) -> None:
        self._kept: LRUCache[str, _Page] = LRUCache(_MOST_BYTES, getsizeof=_Page.size)
        self._one_at_a_time = Lock()

    def get(self, key: str) -> _Page | None:
        """The page that was kept under a key."""
        with self._one_at_a_time:
            return self._kept.get(key)

    def keep(self, key: str, page: _Page) -> None:
        """Keep a page, and let go of those that nobody has asked for the longest, where there is no room."""
        with self._one_at_a_time:
            if page.size() < _MOST_BYTES // 100:
                self._kept[key] = page


def recalled() -> Response | None:
    """The answer that this question had before, where it is known, else nothing."""
    page = _pages().get(_key()) if request.method == "GET" else None
    if page is None:
        return None
    return Response(page.content, headers=page.headers)


def remember(answer: Response) -> Response:
    """Keep a page that anybody may have, as it is; what is marked by its own content is found by that alone."""
    shared = "public" in answer.headers.get("Cache-Control", "") and answers.tag() in answer.headers.get("ETag", "")
    if request.method == "GET" and answer.status_code == 200 and shared and not answer.is_streamed:
        headers = tuple((name, value) for name, value in answer.headers if not name.lower().startswith(_OWN))
        _pages().keep(_key(), _Page(answer.get_data(), headers))
    return answer


def _key() -> str:
    """What was asked, of which release, and how it may be compressed; a header may be long, and the key is not."""
    return sha256(f"{answers.tag()} {request.headers.get('Accept-Encoding', '')}".encode()).hexdigest()


def _pages() -> Pages:
    known: Pages = current_app.extensions.setdefault("pages", Pages())
    return known
