"""Publishing: course lists by the command line, one resource over HTTP, and what readers notice of it meanwhile.

The graph beside which is published has the shipped data, ESCO 1.2 and 100,000 made-up resources of 100 providers.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from benchmarks.row import Row
from signpost import words
from signpost.engine.names import things
from signpost.exchange.readers import submission
from signpost.gate.publish import publish_all
from signpost.graph.parse import CONTEXT
from signpost.home import shipped
from signpost.model import GRAPHS, Node, Source
from signpost.store.local import FolderStore

ESCO = Path(__file__).resolve().parents[2] / "shared" / "data" / "esco-1.2.0"
PROVIDERS, EACH = 100, 1_000
STANDARDS = ("SCDLMCA1", "SCDLMCB1", "SCDLMCC1", "SCDLMCD1", "SCDLMCE1")
_TYPE = {"Content-Type": "application/ld+json"}


def measure(quick: bool) -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shipped_store = folder / "shipped"
        shipped.build(FolderStore(shipped_store))
        rows = [*_course_lists(folder, shipped_store, 1 if quick else 3)]
        if not ESCO.is_dir():
            return [*rows, Row("publishing", "one resource by HTTP", "not measured", "", None, "ESCO is not there")]
        store = folder / "large"
        large(store, providers=2 if quick else PROVIDERS)
        return [*rows, *_one_resource(store, 10 if quick else 100), *_reads(store, folder, 1_000 if quick else 10_000)]


# ------------------------------------------------------------------------------------------------ what is sent
def large(folder: Path, *, providers: int = PROVIDERS) -> None:
    """A store with the shipped data, ESCO and the resources of many providers; these without the gate, for its time."""
    store = FolderStore(folder)
    shipped.build(store)
    publish_all([submission(ESCO, "esco", "esco")], store)
    taught = competences(store)
    names = [f"provider-{p}" for p in range(providers)]
    lines = {GRAPHS + name: words.to_ntriples(resources(name, EACH, taught)) for name in names}
    store.publish(lines, sources=[Source(name) for name in names])


def competences(store: FolderStore) -> list[str]:
    """The IRIs of everything that can be taught."""
    return [iri for iri, _ in things(store.current().index, "competence")]


def resources(provider: str, number: int, taught: Sequence[str]) -> Iterator[Node]:
    """A provider and its resources, each with two outcomes and an offering."""
    base = f"https://{provider}.example/id"
    yield {"id": base, "type": "Provider", "label": f"The {provider}", "providerKind": "training-provider"}
    yield from (make(base, n, taught) for n in range(number) for make in (_resource, _first, _second, _run))


def _resource(base: str, n: int, taught: Sequence[str]) -> Node:
    iri = f"{base}/{n}"
    return {
        "id": iri, "type": "LearningResource", "label": f"Course {n} on matter {n * 7919 % 9973}", "provider": base,
        "statedBy": "the provider", "activityType": "direct-training", "mode": ("online", "in-person")[n % 2],
        "learningMinutes": 60 + n % 40 * 30, "price": str(n % 90 * 5), "link": f"https://example.org/{n}",
        "teaches": [f"{iri}#teaches-1", f"{iri}#teaches-2"], "offering": f"{iri}#offering-1",
    }  # fmt: skip


def _first(base: str, n: int, taught: Sequence[str]) -> Node:
    return _outcome(base, n, 1, taught[n * 31 % len(taught)])


def _second(base: str, n: int, taught: Sequence[str]) -> Node:
    return _outcome(base, n, 2, taught[n * 57 % len(taught)])


def _outcome(base: str, n: int, part: int, competence: str) -> Node:
    return {"id": f"{base}/{n}#teaches-{part}", "type": "LearningOutcome", "competence": competence,
            "entryLevel": 1, "outcomeLevel": 2 + n % 2, "shows": "knowledge"}  # fmt: skip


def _run(base: str, n: int, taught: Sequence[str]) -> Node:
    return {"id": f"{base}/{n}#offering-1", "type": "Offering", "startDate": f"2030-{1 + n % 12:02}-{1 + n % 28:02}"}


def course_list(path: Path, number: int) -> Path:
    """A course list as CSV, with durations and prices as people write them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, _COLUMNS)
        rows.writeheader()
        for n in range(number):
            taught = STANDARDS[n % len(STANDARDS)]
            rows.writerow(dict(zip(_COLUMNS, (
                f"C{n:05}", f"Leading care, part {n}", f"What part {n} of leading care is about.", "A made-up college",
                f"https://college.example/courses/{n}", "direct training", ("online", "in person")[n % 2],
                f"{1 + n % 5} hours", f"£{n % 90 * 5}.00", f"{1 + n % 28:02}/{1 + n % 12:02}/2030", taught, "2", "1",
                "knowledge"), strict=True)))  # fmt: skip
    return path


_COLUMNS = ("reference", "title", "description", "provider", "link", "activity type", "mode", "learning time", "price",
            "start", "teaches", "level", "entry level", "shows")  # fmt: skip


# ------------------------------------------------------------------------------------------------ the command line
def _course_lists(folder: Path, store: Path, times: int) -> Iterator[Row]:
    for number, seconds, memory in ((1_000, 10, None), (10_000, 60, 1024)):
        file = course_list(folder / f"{number}.csv", number)
        took, peaks = zip(*[_published(file, store, folder / f"copy-{n}") for n in range(times)], strict=True)
        wall, peak = statistics.median(took), max(peaks)
        what = f"check and publish {number:,} courses from CSV by the command line, new process"
        yield Row("publishing", what, f"{wall:.1f} s", f"<= {seconds} s", wall <= seconds, "beside the shipped data")
        met = peak <= memory if memory else None
        yield Row("publishing", "the same, peak memory", f"{peak:.0f} MB", f"<= {memory} MB" if memory else "", met)


def _published(file: Path, store: Path, copy: Path) -> tuple[float, float]:
    """Seconds and peak MB of one publication to a copy of a store."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(store, copy)
    command = [sys.executable, "-m", "signpost", "publish", str(file), "--source", "a-college", "--store", str(copy)]
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        raise RuntimeError(child.stderr.read() if child.stderr else "")
    return seconds, used.ru_maxrss / 1024


# ------------------------------------------------------------------------------------------------ over HTTP
@contextmanager
def _served(store: Path, *, workers: int = 0) -> Iterator[str]:
    """The address of a server of its own: `signpost serve`, or gunicorn with so many workers."""
    command = [sys.executable, "-m", "signpost", "serve", "--port", "0"]
    if workers:
        command = [sys.executable, "-m", "gunicorn", "--workers", str(workers), "--timeout", "300",
                   "--bind", "127.0.0.1:0", "signpost_web.app:create_app()"]  # fmt: skip
    given = {**os.environ, "SIGNPOST_STORE": str(store), "SIGNPOST_RATE": "100000 per minute"}
    server = subprocess.Popen(command, env=given, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr
        address = next(
            found[0] for line in server.stderr if (found := re.search(r"http://127\.0\.0\.1:[1-9]\d*", line))
        )
        threading.Thread(target=server.stderr.read, daemon=True).start()
        yield address
    finally:
        server.terminate()
        server.wait()


def _token(store: Path) -> dict[str, str]:
    import signpost

    _, text = signpost.door(str(store)).issue("benchmark", ["a-college"])
    return {"Authorization": f"Bearer {text}"}


def _one_resource(store: Path, times: int) -> Iterator[Row]:
    base = "https://a-college.example/id"
    taught = competences(FolderStore(store))
    with _served(store) as address, httpx.Client(base_url=address, headers=_token(store), timeout=60) as client:
        answer = client.post("/submissions", content=_document(resources("a-college", 20, taught)), headers=_TYPE)
        answer.raise_for_status()
        took = []
        for n in range(times):
            one = [make(base, n % 20, taught) for make in (_resource, _first, _second, _run)]
            one[0]["label"] = f"Course {n}, now in its {n}th wording"
            start = time.perf_counter()
            answer = client.put("/resources", params={"iri": f"{base}/{n % 20}"}, content=_document(one), headers=_TYPE)
            took.append(time.perf_counter() - start)
            answer.raise_for_status()
        found = _visible(client, f"{times - 1}th wording")
    middle, worst = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    note = (
        f"median {1000 * middle:.0f} ms; {times} publications; a search shows it {1000 * found:.0f} ms after the answer"
    )
    what = f"publish one resource by HTTP, beside ESCO and {PROVIDERS * EACH:,} resources, p95"
    yield Row("publishing", what, f"{1000 * worst:.0f} ms", "<= 300 ms", worst <= 0.3, note)


def _document(nodes: Iterable[Node]) -> str:
    return json.dumps({"@context": CONTEXT, "graph": list(nodes)})


def _visible(client: httpx.Client, text: str) -> float:
    """Seconds until a search finds a text."""
    start = time.perf_counter()
    while not any(text in hit["label"] for hit in client.get("/find", params={"q": text}).json()["hits"]):
        time.sleep(0.005)
    return time.perf_counter() - start


def _reads(store: Path, folder: Path, number: int) -> Iterator[Row]:
    """What a reader waits for while many resources are published through the same server."""
    file = course_list(folder / "reads.csv", number)
    with (
        _served(store, workers=3) as address,
        httpx.Client(base_url=address, headers=_token(store), timeout=300) as client,
    ):
        _read_while(address, lambda: time.sleep(3))
        idle = _read_while(address, lambda: time.sleep(10))
        csv_type = {"Content-Type": "text/csv"}
        busy = _read_while(
            address, lambda: client.post("/submissions", content=file.read_bytes(), headers=csv_type).raise_for_status()
        )
    quiet, loud = (statistics.quantiles(each, n=20)[-1] for each in (idle, busy))
    note = f"{1000 * quiet:.1f} ms idle, {1000 * loud:.1f} ms meanwhile; {len(busy)} searches, 3 workers"
    what = f"searches during a publication of {number:,} courses, p95 against idle"
    yield Row("publishing", what, f"{loud / quiet:.1f} x", "<= 2 x", loud <= 2 * quiet, note)


def _read_while(address: str, work: Callable[[], object]) -> list[float]:
    """Seconds of each search, one after the other with a pause, while something else is done."""
    took: list[float] = []
    done = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=address, timeout=60) as client:
            while not done.is_set():
                start = time.perf_counter()
                client.get("/find", params={"q": "leading care"}).raise_for_status()
                took.append(time.perf_counter() - start)
                time.sleep(0.02)

    reader = threading.Thread(target=ask)
    reader.start()
    try:
        work()
    finally:
        done.set()
        reader.join()
    return took
