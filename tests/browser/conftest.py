"""A real browser before a real server: Debian's Chromium, with scripts and without."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, sync_playwright
from running import Server, serving
from screens import WIDE

from signpost.home import places, shipped
from signpost.store.local import open_store

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = places.shipped_url(lambda address: shipped.build(open_store(address)), print).removeprefix("file:")
    folder = tmp_path_factory.mktemp("browser") / "store"
    shutil.copytree(Path(made), folder)
    with serving(folder) as server:
        yield server


@pytest.fixture
def visit(chromium: Browser, site: Server) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site, with or without scripts, at some width; whatever goes wrong in it fails the test."""
    opened: list[Any] = []
    faults: list[str] = []

    def at(
        path: str, *, scripts: bool = True, viewport: dict[str, int] = WIDE, status: int = 200, **settings: Any
    ) -> Page:
        context = chromium.new_context(base_url=site.url, java_script_enabled=scripts, viewport=viewport, **settings)
        opened.append(context)
        page = context.new_page()
        if status == 200:
            page.on("console", lambda said: faults.append(said.text) if _is_fault(said) else None)
        page.on("pageerror", lambda fault: faults.append(str(fault)))
        page.on("dialog", lambda dialog: _opened(dialog, faults))
        page.on("request", lambda asked: None if _own(asked.url, site.url) else faults.append(f"asks {asked.url}"))
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status
        return page

    yield at
    for context in opened:
        context.close()
    assert not faults


def _is_fault(said: ConsoleMessage) -> bool:
    """Whether it is a fault of the page: that a form is answered with what is wrong in it is none."""
    return said.type == "error" and "status of 422" not in said.text


def _opened(dialog: Dialog, faults: list[str]) -> None:
    faults.append(f"opens a dialog: {dialog.message}")
    dialog.dismiss()


def _own(url: str, base: str) -> bool:
    return url.startswith((f"{base}/", "data:", "blob:", "about:"))
