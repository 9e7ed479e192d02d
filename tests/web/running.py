"""Servers that run as they do for users: a process of its own, asked over the network."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

import signpost
from signpost.model import THINGS

HEADS = "reference,title,activity type,mode,region,learning time,teaches,level,shows,provider,start,end"
CSV = "text/csv"
STARTS = 60
"""Seconds in which a server has to be there."""
Enter = Callable[..., httpx.Client]
"""Makes clients with a new token for some sources, or that of a steward."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: where it listens, what it serves, and what it has written."""

    url: str
    store: Path
    log: Path
    pid: int

    def client(self, token: str = "", **settings: Any) -> httpx.Client:
        """Whoever asks, with a token or without one."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=60, **settings)

    def token(self, *sources: str, steward: bool = False) -> str:
        """The text of a new token."""
        return signpost.door(f"file:{self.store}").issue(" ".join(sources) or "steward", sources, steward=steward)[1]


@contextmanager
def serving(store: Path, *, rate: str = "100000 per second", **environment: str) -> Iterator[Server]:
    """What `signpost serve` starts for a store."""
    line = [sys.executable, "-m", "signpost", "serve", "--port", "0", "--store", f"file:{store}"]
    with _started(line, store, {"SIGNPOST_RATE": rate, "SIGNPOST_TRIES": rate, **environment}) as server:
        yield server


@contextmanager
def working(store: Path, workers: int) -> Iterator[Server]:
    """Several workers of gunicorn on one port."""
    line = [sys.executable, "-m", "gunicorn", "--workers", str(workers), "--threads", "4", "--bind", "127.0.0.1:0",
            "signpost_web.app:create_app()"]  # fmt: skip
    with _started(line, store, {"SIGNPOST_RATE": "100000 per second", "SIGNPOST_STORE": f"file:{store}"}) as server:
        yield server


@contextmanager
def _started(line: list[str], store: Path, environment: Mapping[str, str]) -> Iterator[Server]:
    log = store.with_name(f"{store.name}-{time.monotonic_ns()}.log")
    with log.open("wb") as written:
        process = subprocess.Popen(line, stdout=written, stderr=written, env={**os.environ, **environment})
    try:
        yield Server(_address(log, process), store, log, process.pid)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Where it listens, once it answers there."""
    until = time.monotonic() + STARTS
    while time.monotonic() < until and process.poll() is None:
        found = re.search(r"(?:Serving on|Listening at:) (http://[^\s/]+)", log.read_text("utf-8"))
        with suppress(httpx.TransportError):
            if found and httpx.get(f"{found[1]}/health", timeout=STARTS).status_code == 200:
                return found[1]
        time.sleep(0.05)
    raise AssertionError(f"the server did not start: {log.read_text('utf-8')}")


# ------------------------------------------------------------------------------------------------ who is asked
@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """A port, and whoever has connected to it."""
    asked: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    asked.append(listener.accept())
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield listener.getsockname()[1], asked
        finally:
            done.set()
            thread.join()


# ------------------------------------------------------------------------------------------------ what is sent
def row(reference: str, title: str, provider: str, **said: str) -> str:
    """One course of a list, with a day on which it runs where `start` says so."""
    facts = {
        "reference": reference,
        "title": title,
        "activity type": "Direct training",
        "mode": "In person",
        "region": "North West",
        "learning time": "6 hours",
        "teaches": "SCDLMCA1",
        "level": "2",
        "shows": "knowledge",
        "provider": provider,
        **said,
    }
    return ",".join(facts.get(head, "") for head in HEADS.split(","))


def listed(*rows: str) -> bytes:
    """A course list as CSV."""
    return "\n".join([HEADS, *rows, ""]).encode()


def course(source: str, reference: str) -> str:
    """The IRI of a course in the list of a source."""
    return f"{THINGS}{source}/resource/{reference}"


def post(client: httpx.Client, content: bytes, type: str = CSV, **parameters: str) -> httpx.Response:
    """The answer to a submission."""
    return client.post("/submissions", content=content, headers={"Content-Type": type}, params=parameters)


def refusals(answer: httpx.Response) -> list[str]:
    """The sentences of what is refused."""
    return [finding["message"] for finding in answer.json()["findings"] if finding["severity"] == "refused"]
