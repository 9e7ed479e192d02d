"""The browser: pages, search, the learning journey and throughput, beside the library call alone.

The store holds the shipped data and ESCO 1.2. Times are those of a client on the same machine, over one connection that
is kept open, so that they hold the network's part too.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import httpx

import signpost
from benchmarks.publishing import ESCO
from benchmarks.row import Row
from benchmarks.search import long_words, with_mistake
from signpost import browsing, learning
from signpost.exchange.readers import submission
from signpost.gate.publish import publish_all
from signpost.home import shipped
from signpost.model import THINGS, PersonSpecification
from signpost.store.local import FolderStore
from signpost.store.release import Store

HTML = {"Accept": "text/html", "Accept-Encoding": "br, gzip"}
WORKERS = 2
GAP, DAY = 20, date(2026, 11, 2)
"""Requirements that stay open, and the day on which a case begins."""
MOST_MS, MOST_SEARCH_MS, MOST_ANSWER_MS = 15, 30, 300
PEER = "Skosmos: 89-121 ms for a concept page with 5,000 concepts, as measured for the design"


def measure(quick: bool) -> list[Row]:
    if not ESCO.is_dir():
        return [Row("browser", "pages", "not measured", "", None, "ESCO is not there")]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "store"
        opened = FolderStore(folder)
        shipped.build(opened)
        with _serving(folder) as url, httpx.Client(base_url=url, headers=HTML, timeout=60) as client:
            answered = [*_answers(client, opened, 10 if quick else 60)]
        publish_all([submission(ESCO, "esco", "esco")], opened)
        number = 30 if quick else 300
        with _serving(folder) as url, httpx.Client(base_url=url, headers=HTML, timeout=60) as client:
            rows = [*_pages(client, opened, number), *_searches(client, opened, number), *answered, *_weight(client)]
        with _serving(folder, WORKERS) as url:
            return [*rows, *_throughput(url, opened, 3 if quick else 10)]


# ------------------------------------------------------------------------------------------------ servers
@contextmanager
def _serving(folder: Path, workers: int = 0) -> Iterator[str]:
    """One process as `signpost serve` starts it, or several workers of gunicorn."""
    line = [sys.executable, "-m", "signpost", "serve", "--port", "0", "--store", f"file:{folder}"]
    if workers:
        line = [sys.executable, "-m", "gunicorn", "--workers", str(workers), "--threads", "2", "--bind", "127.0.0.1:0",
                "signpost_web.app:create_app()"]  # fmt: skip
    log = folder.with_name("serve.log")
    settings = {"SIGNPOST_RATE": "1000000 per second", "SIGNPOST_STORE": f"file:{folder}"}
    with log.open("wb") as written:
        process = subprocess.Popen(line, stdout=written, stderr=written, env={**os.environ, **settings})
    try:
        yield _address(log)
    finally:
        process.terminate()
        process.wait(20)


def _address(log: Path) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found = re.search(r"(?:Serving on|Listening at:) (http://[^\s/]+)", log.read_text("utf-8"))
        if found:
            time.sleep(1)
            return found[1]
        time.sleep(0.1)
    raise RuntimeError(log.read_text("utf-8"))


# ------------------------------------------------------------------------------------------------ pages
def _pages(client: httpx.Client, store: Store, number: int) -> Iterator[Row]:
    chance = random.Random(5)
    for kind, called in (("competence", "concept"), ("role", "role"), ("resource", "resource"),
                         ("occupation", "occupation"), ("framework", "framework")):  # fmt: skip
        known = [iri for iri, _ in browsing.things(store, kind)]
        asked = [chance.choice(known) for _ in range(number)] if len(known) < number else chance.sample(known, number)
        _timed(lambda iri: client.get(_page(iri)), asked[:5])
        times = _timed(lambda iri: client.get(_page(iri)), asked)
        alone = _timed(lambda iri: signpost.show(iri, store, most=50), asked)
        note = f"median {statistics.median(times):.1f} ms; the library call alone p95 {_p95(alone):.1f} ms"
        if kind == "competence":
            note += f". {PEER}"
        target = MOST_MS if kind in ("competence", "role", "resource") else None
        yield _row(f"{called} page, p95", _p95(times), "ms", target, note)


def _page(iri: str) -> str:
    own = iri.startswith(THINGS)
    return f"/things/{iri.removeprefix(THINGS)}" if own else "/things?" + urlencode({"iri": iri})


def _searches(client: httpx.Client, store: Store, number: int) -> Iterator[Row]:
    chance = random.Random(6)
    labels = [label for kind in ("competence", "resource") for _, label in browsing.things(store, kind)]
    asked = []
    for label in chance.sample([label for label in labels if long_words(label)], number):
        word = max(label.split(), key=len)
        asked.append(chance.choice((label, word[1:-1], with_mistake(label, chance))))
    times = _timed(lambda text: client.get("/search", params={"q": text[:200]}), asked)
    note = f"labels, word middles and one typing mistake; median {statistics.median(times):.1f} ms"
    yield _row("search page, p95", _p95(times), "ms", MOST_SEARCH_MS, note)


def _answers(client: httpx.Client, store: Store, number: int) -> Iterator[Row]:
    """The page with the audit and the route, where 20 requirements are open: each case is another."""
    chance = random.Random(8)
    roles = [iri for iri, _ in browsing.things(store, "role")]
    cases = [case for iri in roles if len((case := learning.begun(store, iri, DAY)).requirements) >= GAP]
    forms = [_form(chance.choice(cases), chance) for _ in range(number)]
    times = _timed(lambda form: client.post("/learn/answer", data={"specification": form}), forms)
    note = f"shipped data, {number} cases of {len(cases)} roles; median {statistics.median(times):.0f} ms"
    yield _row(f"audit and route page, gap of {GAP}, p95", _p95(times), "ms", MOST_ANSWER_MS, note)


def _form(case: PersonSpecification, chance: random.Random) -> str:
    """What the journey's form carries for somebody who holds all but so many requirements."""
    held = chance.sample(case.requirements, len(case.requirements) - GAP)
    evidence = {"evidenceKind": "reflective-log", "day": DAY.isoformat()}
    attainments = [{"competence": one.competence, "level": one.level, "since": DAY.isoformat(), "judgedBy": "self",
                    "evidence": evidence} for one in held]  # fmt: skip
    limits = {"hoursPerWeek": chance.choice(("2", "3", "5"))}
    return json.dumps(learning.said(case) | {"attainment": attainments, "constraints": limits})


def _weight(client: httpx.Client) -> Iterator[Row]:
    """What a first view of a page loads, in bytes on the wire."""
    for path in ("/", "/things/role/registered-manager", "/learn"):
        page = client.get(path)
        parts = [page, *(client.get(part) for part in _parts(page.text))]
        size = sum(int(part.headers.get("Content-Length", len(part.content))) for part in parts)
        yield _row(f"first view of {path}", size / 1000, "kB", 60, f"{len(parts)} requests (at most 10), compressed")


def _parts(html: str) -> list[str]:
    """The addresses of what a page loads."""
    tags = re.findall(r"<(?:link|script|img)[^>]*>", html)
    loaded = [tag for tag in tags if not tag.startswith("<link") or re.search('rel="(?:stylesheet|icon)"', tag)]
    found = (re.search('(?:href|src)="([^"]+)"', tag) for tag in loaded)
    return sorted({one[1].replace("&amp;", "&") for one in found if one})


# ------------------------------------------------------------------------------------------------ throughput
def _throughput(url: str, store: Store, seconds: int) -> Iterator[Row]:
    wrk = shutil.which("wrk")
    if wrk is None:
        yield Row("browser", "concept pages a second", "not measured", "", None, "needs wrk")
        return
    known = [_page(iri) for iri, _ in browsing.things(store, "competence")]
    chance = random.Random(7)
    for what, paths in (("all at random, most asked for the first time", known),
                        ("1,000 at random, most asked for before", chance.sample(known, 1000))):  # fmt: skip
        _load(wrk, url, paths, 2)
        rate, lost = _load(wrk, url, paths, seconds)
        note = f"{WORKERS} workers, 8 connections, the load on the same 2 cores; {lost or 'none'} failed"
        yield _row(f"concept pages a second, {what}", rate, "/s", 400, note, at_least=True)
    share = max(_shares("signpost_web.app"))
    yield _row("memory of a worker", share, "MB", 150, "proportional share (PSS), after that load")


def _load(wrk: str, url: str, paths: Sequence[str], seconds: int) -> tuple[float, int]:
    """Pages a second, and how many answers were none."""
    listed = ",".join(f'"{path}"' for path in paths)
    asked = "request = function() return wrk.format('GET', paths[math.random(#paths)]) end"
    script = f"local paths = {{{listed}}}\n{asked}\n"
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        line = [wrk, "-t1", "-c8", f"-d{seconds}s", "-s", file.name, "-H", "Accept: text/html",
                "-H", "Accept-Encoding: br", url]  # fmt: skip
        told = subprocess.run(line, check=True, capture_output=True, text=True).stdout
    rate = re.search(r"Requests/sec:\s*([\d.]+)", told)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    return float(rate[1]) if rate else 0.0, int(failed[1]) if failed else 0


def _shares(name: str) -> list[float]:
    pids = subprocess.run(["pgrep", "-f", name], capture_output=True, text=True, check=True).stdout.split()
    return [float(found[1]) / 1024 for pid in pids if (found := _pss(pid))]


def _pss(pid: str) -> re.Match[str] | None:
    try:
        return re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text("ascii"), re.MULTILINE)
    except OSError:
        return None


# ------------------------------------------------------------------------------------------------ figures
def _timed(call: Callable[[str], object], asked: Sequence[str]) -> list[float]:
    """Milliseconds of each call."""
    times = []
    for one in asked:
        start = time.perf_counter()
        answer = call(one)
        times.append((time.perf_counter() - start) * 1000)
        if isinstance(answer, httpx.Response) and answer.status_code >= 400:
            raise RuntimeError(f"{answer.request.url}: {answer.status_code}")
    return times


def _row(what: str, figure: float, unit: str, target: float | None, note: str, *, at_least: bool = False) -> Row:
    met = None if target is None else figure >= target if at_least else figure <= target
    sign = ">=" if at_least else "<="
    told = f"{figure:.1f}" if figure < 100 else f"{figure:,.0f}"
    return Row("browser", what, f"{told} {unit}", "" if target is None else f"{sign} {target:g} {unit}", met, note)


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]
