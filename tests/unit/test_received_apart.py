"""What comes over the network is read in processes apart, which may die of it and are replaced."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from signpost.graph.parse import CONTEXT
from signpost.model import Finding, Received, Severity, Source, Submission
from signpost.publishing.received import MOST_THINGS, MOST_TOLD, Apart, bounded, read_here


def received(nodes: int) -> Received:
    said = [
        {"id": f"https://college.example/{n}", "type": "LearningResource", "label": f"Course {n}"} for n in range(nodes)
    ]
    content = json.dumps({"@context": CONTEXT, "graph": said}).encode()
    return Received(content, "courses.jsonld", "a-college")


SMALL = received(3)


def messages(apart: Apart, what: Received) -> list[str]:
    return [each.message for each in apart(what).findings if each.severity is Severity.REFUSED]


@pytest.fixture
def apart() -> Iterator[Apart]:
    made = Apart(processes=1)
    yield made
    made.close()


def test_it_says_what_reading_here_says(apart: Apart) -> None:
    assert apart(SMALL) == read_here(SMALL)
    broken = Received(b"{ not", "courses.jsonld", "a-college")
    assert apart(broken) == read_here(broken)
    assert messages(apart, broken)[0].startswith("It cannot be read: it is not valid JSON")


def test_what_takes_too_much_memory_is_a_finding_and_the_next_is_read() -> None:
    apart = Apart(processes=1, memory=400 << 20)
    try:
        assert messages(apart, received(200_000)) == ["Reading it took more than 400 MB of memory."]
        assert apart(SMALL) == read_here(SMALL)
    finally:
        apart.close()


def test_what_takes_too_long_is_a_finding_and_the_next_is_read() -> None:
    apart = Apart(processes=1, seconds=3)
    try:
        apart(SMALL)  # so that the process is there, and its start does not count
        start = time.monotonic()
        assert messages(apart, received(400_000)) == ["Reading it took longer than 3 seconds."]
        assert time.monotonic() - start < 20
        assert apart(SMALL) == read_here(SMALL)
    finally:
        apart.close()


def test_a_process_that_is_killed_is_replaced(apart: Apart) -> None:
    apart(SMALL)
    for child in multiprocessing.active_children():
        assert child.pid
        os.kill(child.pid, signal.SIGKILL)
    time.sleep(0.5)
    assert apart(SMALL) == read_here(SMALL)


def test_no_more_is_handed_over_than_the_server_can_bear() -> None:
    node = {"id": "https://college.example/1", "type": "LearningResource"}
    (told,) = bounded(Submission(Source("a-college"), (node,) * (MOST_THINGS + 1)), SMALL).findings
    assert told.message == "It describes 250,001 things, more than the 250,000 that are taken at once."
    advice = (Finding("Spaces were removed.", Severity.ADVICE),) * MOST_TOLD
    said = Submission(Source("a-college"), (node,), (*advice, Finding("It is not a day."), *advice))
    found = bounded(said, SMALL).findings
    assert len(found) == MOST_TOLD + 1
    assert found[0].message == "It is not a day.", "the heaviest first"
    assert found[-1] == Finding("Findings of the same kinds that are not told: 20,001.", Severity.ADVICE, SMALL.name)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="this system does not tell what files are open")
def test_a_process_apart_has_no_file_of_the_server_open(apart: Apart, tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    with store.open("wb"):
        apart(SMALL)
        (child,) = multiprocessing.active_children()
        opened = {os.readlink(each) for each in Path(f"/proc/{child.pid}/fd").iterdir()}
        assert str(store) in {os.readlink(each) for each in Path("/proc/self/fd").iterdir() if each.exists()}
        assert not [name for name in opened if name.startswith(str(tmp_path))]
