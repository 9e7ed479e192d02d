"""Several workers over one store: each shows what another one published, without a restart."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import httpx
from running import listed, post, row, working

import signpost

MOST_SECONDS = 2


def names(server_url: str, text: str) -> list[str]:
    # A connection of its own, so that any worker may answer.
    return [hit["label"] for hit in httpx.get(f"{server_url}/find", params={"q": text}, timeout=30).json()["hits"]]


def test_every_worker_shows_a_publication_within_two_seconds(fresh: Callable[[], Path]) -> None:
    with working(fresh(), 3) as server:
        for _ in range(30):
            assert names(server.url, "safeguarding"), "each worker has answered before"
        with server.client(server.token("a-college")) as client:
            answer = post(client, listed(row("one", "Orchards for wassailers", "A college")))
            published = time.monotonic()
            assert answer.status_code == 201
        time.sleep(max(0, published + MOST_SECONDS - time.monotonic()))
        shown = [names(server.url, "wassailers") for _ in range(60)]
        assert {tuple(each) for each in shown} == {("Orchards for wassailers",)}
        workers = {httpx.get(f"{server.url}/health", timeout=30).json()["release"] for _ in range(30)}
        assert workers == {signpost.open(f"file:{server.store}").current().digest}
