"""Pages that were asked for already: the same bytes for as long as a release is current, within a bound of memory."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache
from flask import Response, current_app, request
from signpost_web import answers

_MOST_BYTES = 16_000_000
"""Memory for the pages that one process keeps, compressed as they were sent."""
_KEPT = ("Content-Type", "Content-Encoding", "Content-Language", "Content-Location", "ETag", "Cache-Control", "Vary",
         "Link", "Access-Control-Allow-Origin", "Content-Security-Policy", "Referrer-Policy",
         "Cross-Origin-Opener-Policy", "Permissions-Policy", "X-Content-Type-Options")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Page:
    content: bytes
    headers: tuple[tuple[str, str], ...]


class Pages:
    """The pages that one process has answered with, those asked for last; threads may share it."""

    def __init__(self) -> None:
        self._kept: LRUCache[str, _Page] = LRUCache(_MOST_BYTES, getsizeof=lambda page: len(page.content) + 2000)
        self._one_at_a_time = Lock()

    def get(self, key: str) -> _Page | None:
        """The page that was kept under a key."""
        with self._one_at_a_time:
            return self._kept.get(key)

    def keep(self, key: str, page: _Page) -> None:
        """Keep a page, and let go of those that nobody has asked for the longest, where there is no room."""
        with self._one_at_a_time:
            if len(page.content) < _MOST_BYTES // 100:
                self._kept[key] = page


def recalled() -> Response | None:
    """The answer that this question had before, where it is known, else nothing."""
    page = _pages().get(_key()) if request.method == "GET" else None
    if page is None:
        return None
    answer = Response(page.content)
    for name, value in page.headers:
        answer.headers[name] = value
    return answer


def remember(answer: Response) -> Response:
    """Keep an answer that anybody may have, as it is."""
    shared = "public" in answer.headers.get("Cache-Control", "")
    if request.method == "GET" and answer.status_code == 200 and shared and not answer.is_streamed:
        headers = tuple((name, answer.headers[name]) for name in _KEPT if name in answer.headers)
        _pages().keep(_key(), _Page(answer.get_data(), headers))
    return answer


def _key() -> str:
    """What was asked, of which release, and how it may be compressed."""
    return f"{answers.tag()} {request.headers.get('Accept-Encoding', '')[:200]}"


def _pages() -> Pages:
    known: Pages = current_app.extensions.setdefault("pages", Pages())
    return known
