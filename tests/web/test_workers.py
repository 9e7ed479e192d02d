"""Several workers over one store: each shows what another one published, without a restart, and readers never wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from running import Server, listed, post, row, working

import signpost

pytest.importorskip("gunicorn", reason="gunicorn is not installed; it does not run on Windows")

MOST_SECONDS = 2


@pytest.fixture(scope="module")
def workers(fresh: Callable[[], Path]) -> Iterator[Server]:
    with working(fresh(), 3) as running:
        yield running


def names(server_url: str, text: str) -> list[str]:
    # A connection of its own, so that any worker may answer.
    return [hit["label"] for hit in httpx.get(f"{server_url}/find", params={"q": text}, timeout=30).json()["hits"]]


def test_every_worker_shows_a_publication_within_two_seconds(workers: Server) -> None:
    for _ in range(30):
        assert names(workers.url, "safeguarding"), "each worker has answered before"
    with workers.client(workers.token("a-college")) as client:
        answer = post(client, listed(row("one", "Orchards for wassailers", "A college")))
        published = time.monotonic()
        assert answer.status_code == 201
    time.sleep(max(0, published + MOST_SECONDS - time.monotonic()))
    shown = [names(workers.url, "wassailers") for _ in range(60)]
    assert {tuple(each) for each in shown} == {("Orchards for wassailers",)}
    releases = {httpx.get(f"{workers.url}/health", timeout=30).json()["release"] for _ in range(30)}
    assert releases == {signpost.open(f"file:{workers.store}").current().digest}


def test_readers_are_answered_while_much_is_published(workers: Server) -> None:
    """They see the release before until the next one is whole."""
    took: list[float] = []
    states: set[tuple[str, ...]] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            began = time.monotonic()
            states.add(tuple(sorted(names(workers.url, "hedgelaying"))))
            took.append(time.monotonic() - began)

    rows = [row(f"r{n}", f"Course number {n} of many", "Big college") for n in range(1500)]
    rows += [row("first", "Hedgelaying in spring", "Big college"), row("last", "Hedgelaying in autumn", "Big college")]
    readers = [threading.Thread(target=read) for _ in range(2)]
    with workers.client(workers.token("big-college")) as client:
        for reader in readers:
            reader.start()
        try:
            assert post(client, listed(*rows)).status_code == 201
        finally:
            done.set()
            for reader in readers:
                reader.join()
    assert len(took) > 5
    assert max(took) < MOST_SECONDS
    assert states <= {(), ("Hedgelaying in autumn", "Hedgelaying in spring")}, "nobody sees half of it"
