"""Processes that publish to one store through the door, and what holds of the store whatever became of them."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import re
import resource
import signal
import time
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from college import COLLEGE, HOME, US, course, provider, received

from signpost.exchange import rdf
from signpost.gate.publish import publish
from signpost.ledger import history
from signpost.ledger.tables import open_ledger
from signpost.model import GRAPHS, PublicationRecord, Source
from signpost.publishing.door import Door, entries
from signpost.publishing.received import read_here
from signpost.store.local import FolderStore
from signpost.store.release import Journal, Release

COURSES = 12
"""How many courses each version has, all of them with its mark in their names."""

_MARK = re.compile(rb'"A course of ([^"]+)"@en')
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["publishers"])


def now() -> datetime:
    return datetime.now(UTC)


def door_of(folder: Path) -> Door:
    store = FolderStore(folder)
    return Door(store, open_ledger(store.ledger), now)


def version(mark: str) -> Any:
    """A version of the college: a provider and its courses, which all say the mark."""
    courses = (course(f"c{n}", label=f"A course of {mark}") for n in range(COURSES))
    return received(provider(label=f"A college of {mark}"), *courses)


def publish_one(folder: Path, mark: str) -> None:
    """Publish one version, here."""
    door = door_of(folder)
    with closing(door.store):
        door.submit(version(mark), mark)


# ------------------------------------------------------------------------------------------------ what they do
def started(act: Any, *arguments: Any) -> ForkServerProcess:
    process = _PROCESSES.Process(target=act, args=arguments, daemon=True)
    process.start()
    return process


def pipe() -> tuple[Connection, Connection]:
    return multiprocessing.Pipe(duplex=False)


def go_on(folder: Path, marks: Collection[str], telling: Connection) -> None:
    """Publish version after version, and tell of each when it is confirmed."""
    door = door_of(folder)
    telling.send("ready")
    for mark in marks:
        record = door.submit(version(mark), mark)
        telling.send((mark, record.state.value, record.publication.number if record.publication else 0))


@dataclass(frozen=True)
class Dying:
    """The journal of a process that is killed at one step."""

    journal: Journal
    step: str

    def _at(self, step: str) -> None:
        if step == self.step:
            os.kill(os.getpid(), signal.SIGKILL)

    def settle(self, current: Collection[str], *, alone: bool = True) -> None:
        self._at("before it settles")
        self.journal.settle(current, alone=alone)
        self._at("when it has settled")

    def begin(self, release: str) -> None:
        self._at("before it begins")
        self.journal.begin(release)
        self._at("when it has begun")

    def conclude(self, came_to_pass: bool) -> None:
        self._at("before it concludes")
        self.journal.conclude(came_to_pass)
        self._at("when it has concluded")


STEPS = {
    "before it settles": False,
    "when it has settled": False,
    "before it begins": False,
    "when it has begun": False,
    "before it concludes": True,
    "when it has concluded": True,
}
"""Each step at which a publication can be killed, and whether it has come to pass by then."""


def publish_and_die(folder: Path, mark: str, step: str) -> None:
    """Publish one version, and be killed at a step of it."""
    door = door_of(folder)
    record = entries(door.ledger, mark, now)
    publish(read_here(version(mark)), door.store, record=lambda published: Dying(record(published), step))


def take_turns(folder: Path, mark: str, begun: Path, telling: Connection) -> None:
    """Publish one version as soon as all may, and tell what became of it."""
    door = door_of(folder)
    telling.send("ready")
    while not begun.exists():
        time.sleep(0.01)
    try:
        record = door.submit(version(mark), mark)
        telling.send((mark, record.state.value, record.publication.number if record.publication else 0))
    except Exception as fault:
        telling.send((mark, repr(fault), 0))


def submit_on_a_small_disk(folder: Path, mark: str, limit: int, telling: Connection) -> None:
    """Submit one version where files may not grow beyond a limit, if any, and tell what became of it."""
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        telling.send((door_of(folder).submit(version(mark), mark).state.value, ""))
    except Exception as fault:
        telling.send((type(fault).__name__, str(fault)))


def look_on(folder: Path, ended: Path, telling: Connection) -> None:
    """Read the store again and again, and tell what was seen that is not one whole version."""
    wrong, seen = list[str](), set[str]()
    while not ended.exists():
        try:
            with closing(FolderStore(folder)) as store:
                seen |= {mark_of(store.current())}
        except AssertionError as fault:
            wrong.append(str(fault))
        except Exception as fault:
            wrong.append(repr(fault))
    telling.send((wrong, sorted(seen)))


# ------------------------------------------------------------------------------------------------ what holds
def mark_of(release: Release) -> str:
    """The mark of the version that a release has, the same in graph, index and search; empty where it has none."""
    graph = GRAPHS + COLLEGE
    index, labels, backend = release.index, release.labels, release.backend
    if graph not in release.graphs:
        return ""
    lines = backend.dump(graph)
    assert hashlib.sha256(lines).hexdigest() == release.graphs[graph].sha256, "the graph is not whole"
    (mark,) = set(_MARK.findall(lines))
    expected = f"A course of {mark.decode()}"
    indexed = {index.label("resource", index.find("resource", f"{HOME}c{n}")) for n in range(COURSES)}
    assert indexed == {expected}, f"the index has {indexed}, the graph {expected}"
    hits = labels.find(expected, limit=50)
    found = {hit.label for hit in hits if hit.iri.startswith(f"{HOME}c")}
    assert found == {expected}, f"the search finds {found}, the graph has {expected}"
    (us,) = (hit.label for hit in labels.find(f"A college of {mark.decode()}", limit=50) if hit.iri == US)
    assert us == f"A college of {mark.decode()}", us
    assert index.release == release.digest
    return mark.decode()


def held_together(folder: Path) -> list[tuple[int, str]]:
    """Number and mark of each publication of the history, when all that must hold of a store was seen to hold.

    The current release is one whole version, which is the last of the history; numbers have no gaps; what each says is
    kept.
    """
    door = door_of(folder)
    with closing(door.store) as store:
        release = store.current()
        mark = mark_of(release)
        records = history.records(door.ledger, COLLEGE, release.digest)[::-1]
        if not mark:
            assert records == []
            return []
        numbers = [record.number for record in records]
        assert numbers in (list(range(1, len(records) + 1)), [*range(1, len(records)), 0]), numbers
        assert all(before.digest != after.digest for before, after in pairwise(records))
        own = b"".join(sorted(_own_lines(release.backend.dump(GRAPHS + COLLEGE))))
        assert hashlib.sha256(own).hexdigest() == records[-1].digest
        assert records[-1].by == mark
    return [(record.number, _mark(door, record)) for record in records]


def _mark(door: Door, record: PublicationRecord) -> str:
    """The mark of what a publication said, as its content tells it; of one that has no number yet, its author."""
    if record.number == 0:
        return record.by
    lines = door.content(COLLEGE, record.number)
    assert hashlib.sha256(lines).hexdigest() == record.digest
    assert len(rdf.read_bytes(lines, "ntriples", Source(COLLEGE), "content.nt").nodes) == COURSES + 1
    (mark,) = set(_MARK.findall(lines))
    assert mark.decode() == record.by
    return record.by


def _own_lines(lines: bytes) -> list[bytes]:
    """The lines of a graph that are not about the publication itself."""
    return [line for line in lines.splitlines(keepends=True) if line.startswith(f"<{HOME}".encode())]
