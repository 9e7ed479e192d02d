"""A server over a copy of the shipped data, and whoever asks it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from desks import Browser, Sit, opened
from running import Enter, Server, serving

from signpost.home import places, shipped
from signpost.store.local import open_store


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes folders that hold the store of the shipped data, compiled once."""
    made = places.shipped_url(lambda address: shipped.build(open_store(address)), print).removeprefix("file:")

    def copied() -> Path:
        return Path(shutil.copytree(made, tmp_path_factory.mktemp("served") / "store"))

    return copied


@pytest.fixture(scope="session")
def server(fresh: Callable[[], Path]) -> Iterator[Server]:
    """The server that most tests ask, each as sources of its own."""
    with serving(fresh()) as running:
        yield running


@pytest.fixture
def enter(server: Server) -> Iterator[Enter]:
    """Makes clients with a new token for some sources, or that of a steward."""
    with ExitStack() as opened:
        yield lambda *sources, steward=False: opened.enter_context(
            server.client(server.token(*sources, steward=steward))
        )


@pytest.fixture
def stranger(server: Server) -> Iterator[httpx.Client]:
    """Somebody without a token."""
    with server.client() as client:
        yield client


@pytest.fixture
def sit(server: Server) -> Iterator[Sit]:
    """Opens browsers that are signed in with a new token for some sources, or with that of a steward."""
    browsers: list[Browser] = []

    def signed_in(*sources: str, steward: bool = False) -> Browser:
        browsers.append(opened(server, *sources, steward=steward))
        return browsers[-1]

    yield signed_in
    for browser in browsers:
        browser.client.close()
