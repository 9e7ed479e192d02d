"""Publications that are killed, that come all at once, and that find the disk full: the history stays true."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from college import COLLEGE, files, opened
from publishers import (
    STEPS,
    door_of,
    go_on,
    held_together,
    look_on,
    mark_of,
    pipe,
    publish_and_die,
    publish_one,
    started,
    submit_on_a_small_disk,
    take_turns,
    version,
)

from signpost import words
from signpost.gate.publish import publish
from signpost.model import GRAPHS, THINGS
from signpost.publishing.received import read_here
from signpost.store.local import FolderStore

SECONDS = 15
"""How long processes are killed at random."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = FolderStore(tmp_path / "store")
    opened(store).store.close()
    return tmp_path / "store"


def unnoted(folder: Path, label: str) -> None:
    """A publication of which no ledger is told, such as of newer shipped data."""
    thing = {"id": f"{THINGS}competence/x", "type": "Competence", "label": label}
    FolderStore(folder).publish({GRAPHS + "unnoted": words.to_ntriples([thing])})


def received_from(telling: Connection) -> Iterator[tuple[str, str, int]]:
    """What a process told before it ended."""
    try:
        while True:
            said = telling.recv()
            if said != "ready":
                yield said
    except (EOFError, OSError):
        return


# ------------------------------------------------------------------------------------------------ killed
@pytest.mark.parametrize("step", STEPS)
def test_a_publication_that_is_killed_at_a_step_was_or_never_was(folder: Path, step: str) -> None:
    publish_one(folder, "before")
    process = started(publish_and_die, folder, "killed", step)
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    marks = ["before", *(["killed"] if STEPS[step] else [])]
    assert [mark for _, mark in held_together(folder)] == marks
    publish_one(folder, "after")
    assert held_together(folder) == list(enumerate([*marks, "after"], 1))
    assert files(folder) == [".writer.lock", "CURRENT", "ledger.sqlite", "releases"]


@pytest.mark.parametrize("step", STEPS)
def test_what_comes_without_a_ledger_hides_nothing_of_what_was_killed(folder: Path, step: str) -> None:
    started(publish_and_die, folder, "killed", step).join(60)
    for n in range(3):
        unnoted(folder, f"Label {n}")
    publish_one(folder, "after")
    marks = [*(["killed"] if STEPS[step] else []), "after"]
    assert held_together(folder) == list(enumerate(marks, 1))


def test_a_release_that_came_without_a_ledger_and_was_begun_with_one_later_never_was(folder: Path) -> None:
    """Of two that have the same content the one was published past the door, and the other was killed."""
    publish_one(folder, "first")
    for mark in ("second", "third"):
        publish(read_here(version(mark)), FolderStore(folder))
    started(publish_and_die, folder, "second", "when it has begun").join(60)
    publish_one(folder, "fourth")
    assert held_together(folder) == [(1, "first"), (2, "fourth")]


def test_a_publication_that_is_killed_again_and_again_is_there_once(folder: Path) -> None:
    for step in reversed(STEPS):
        started(publish_and_die, folder, "the same", step).join(60)
        assert len(held_together(folder)) <= 1
    publish_one(folder, "the same")
    assert held_together(folder) == [(1, "the same")]


def test_whenever_a_publisher_is_killed_the_history_has_each_publication_once(folder: Path) -> None:
    chance, end = random.Random(2026), time.monotonic() + SECONDS
    told: list[str] = []
    rounds, pace = 0, 0.5  # seconds that a publication takes; it depends on what else the machine does
    while time.monotonic() < end:
        rounds += 1
        heard, telling = pipe()
        process = started(go_on, folder, [f"{rounds}.{n}" for n in range(50)], telling)
        telling.close()
        assert heard.recv() == "ready"
        said = []
        for _ in range(chance.randrange(3)):
            start = time.monotonic()
            said.append(heard.recv())
            pace = time.monotonic() - start
        time.sleep(chance.uniform(0, pace))
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        said += received_from(heard)
        assert {state for _, state, _ in said} <= {"published"}
        told += [mark for mark, _, _ in said]
        kept = held_together(folder)
        marks = [mark for _, mark in kept]
        assert len(marks) == len(set(marks))
        # A publication may have come to pass whose process was killed before it could tell.
        untold = [mark for mark in marks if mark not in told]
        assert [mark for mark in marks if mark in told] == told
        assert len(untold) <= rounds
        assert {(number, mark) for mark, _, number in said} <= {*kept}
    publish_one(folder, "last")
    kept = held_together(folder)
    assert [number for number, _ in kept] == list(range(1, len(kept) + 1))
    assert kept[-1][1] == "last"
    assert rounds >= 3
    assert len(told) >= 1
    assert files(folder) == [".writer.lock", "CURRENT", "ledger.sqlite", "releases"]


# ------------------------------------------------------------------------------------------------ all at once
def test_of_twenty_who_publish_two_versions_at_once_each_is_published_and_none_is_mixed(
    folder: Path, tmp_path: Path
) -> None:
    begun, ended = tmp_path / "begun", tmp_path / "ended"
    publish_one(folder, "before")
    marks = ["A", "B"] * 10
    publishers = []
    for mark in marks:
        heard, telling = pipe()
        publishers.append((heard, started(take_turns, folder, mark, begun, telling)))
        telling.close()
    seen, telling = pipe()
    reader = started(look_on, folder, ended, telling)
    assert [heard.recv() for heard, _ in publishers] == ["ready"] * 20
    begun.touch()
    said = [heard.recv() for heard, _ in publishers]
    for _, process in publishers:
        process.join()
    ended.touch()
    wrong, versions = seen.recv()
    reader.join()
    assert wrong == []
    assert {*versions} <= {"before", "A", "B"}
    assert [(mark, state) for mark, state, _ in said] == [(mark, "published") for mark in marks]
    kept = held_together(folder)
    after = [mark for _, mark in kept[1:]]
    assert after in (["A", "B"] * (len(after) // 2) + ["A"] * (len(after) % 2),
                     ["B", "A"] * (len(after) // 2) + ["B"] * (len(after) % 2))  # fmt: skip
    assert kept[0] == (1, "before")
    numbered = dict(kept)
    assert all(numbered[number] == mark for mark, _, number in said)
    assert mark_of(FolderStore(folder).current()) == after[-1]
    assert {number for _, _, number in said} == {*range(2, len(kept) + 1)}
    assert len(door_of(folder).submissions(sources=[COLLEGE])) == 21


# ------------------------------------------------------------------------------------------------ a full disk
def full(folder: Path, limit: int = 0) -> tuple[str, str]:
    """What a process tells that publishes where there is no space; its files may not grow beyond a limit."""
    heard, telling = pipe()
    process = started(submit_on_a_small_disk, folder, "too much", limit, telling)
    telling.close()
    kind, told = heard.recv()
    process.join()
    return kind, told


@pytest.mark.parametrize("limit", [1, 2_000, 20_000, 60_000, 200_000])
def test_where_files_may_not_grow_nothing_changes_and_one_sentence_says_so(folder: Path, limit: int) -> None:
    """What was received, the graph, the index, the search or the ledger beside them meets the limit first."""
    publish_one(folder, "before")
    before = files(folder)
    kind, told = full(folder, limit)
    assert kind == "StoreFull", told
    assert told.startswith("There is no space left for the ")
    assert "ake room and try again." in told
    assert ("temporary folder" if limit < 3_000 else str(folder)) in told
    assert "\n" not in told
    assert held_together(folder) == [(1, "before")]
    assert files(folder) == before
    publish_one(folder, "after")
    assert held_together(folder) == [(1, "before"), (2, "after")]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes, which only root can have."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("only root can mount a small disk")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_is_full_at_any_step_changes_nothing_or_all(small_disk: Path) -> None:
    """A little more space each time, so that one step of a publication after the other is the first to find none."""
    folder, filler = small_disk / "store", small_disk / "filler"
    opened(FolderStore(folder)).store.close()
    publish_one(folder, "before")
    marks, told, space = ["before"], list[str](), 0
    while told.count("published") < 2:
        free = os.statvfs(small_disk)
        filler.write_bytes(b"x" * max(0, free.f_bavail * free.f_frsize - space))
        kind, sentence = full(folder)
        filler.unlink()
        assert kind in ("StoreFull", "published"), sentence
        if kind == "published":
            marks.append("too much")
        assert [mark for _, mark in held_together(folder)] == marks
        if kind == "published":
            marks.append(f"after {len(told)}")
            publish_one(folder, marks[-1])
        told.append(kind)
        space += 57_344
    assert told.count("StoreFull") >= 5
    assert held_together(folder) == list(enumerate(marks, 1))
