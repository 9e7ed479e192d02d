"""The ledger as a file beside a store: what stands in it, what it leaves behind, and where it cannot be."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from college import COLLEGE, Clock, course, files, opened, provider, received

import signpost
from signpost.errors import LedgerError, SignpostError, StoreFull, StoreLocked
from signpost.ledger import history, submissions, tokens
from signpost.ledger.tables import Ledger, open_ledger, stamp, writing
from signpost.store.local import FolderStore

NOBODY = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may reach."""
    with tempfile.TemporaryDirectory(prefix="signpost-") as made:
        os.chmod(made, 0o755)
        yield Path(made)
        os.chmod(made, 0o755)


def ledger_in(folder: Path) -> Ledger:
    return open_ledger(f"sqlite:///{folder / 'ledger.sqlite'}")


def told_in_a_fork(act: Callable[[], object], *, nobody: bool = False) -> str:
    """What a forked process makes of it; where this is root's, that of a user without rights."""
    reading, telling = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a fork beside the threads of the graph store
        child = os.fork()
    if child == 0:
        try:
            if nobody and os.geteuid() == 0:
                os.setuid(NOBODY)
            said = str(act())
        except SignpostError as fault:
            said = f"{type(fault).__name__}: {fault}"
        except BaseException as fault:
            said = repr(fault)
        os.write(telling, said.encode()[:60_000])
        os._exit(0)
    os.close(telling)
    os.waitpid(child, 0)
    with open(reading, encoding="utf-8") as pipe:
        return pipe.read()


# ------------------------------------------------------------------------------------------------ what stands in it
def test_the_hash_of_a_token_alone_stands_in_the_file(folder: Path) -> None:
    ledger = ledger_in(folder)
    made, text = tokens.issue(ledger, "Site", [COLLEGE], steward=False, days=30, now=Clock()())
    prefix, id, secret = text.split("_", 2)
    assert (prefix, id) == ("sp", made.id)
    assert len(secret) == 43  # 256 bits in base 64
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as file:
        ((hashed, sources),) = file.execute("SELECT hash, sources FROM token")
    assert hashed.startswith("$argon2id$")
    assert json.loads(sources) == [COLLEGE]
    written = b"".join(path.read_bytes() for path in folder.iterdir())
    assert made.id.encode() in written
    assert secret.encode() not in written
    assert secret not in repr(made)


def test_a_moment_is_written_in_utc_to_the_second() -> None:
    from datetime import datetime, timedelta, timezone

    summer = timezone(timedelta(hours=1))
    assert stamp(datetime(2026, 7, 1, 0, 30, 59, 999_999, tzinfo=summer)) == "2026-06-30T23:30:59Z"


# ------------------------------------------------------------------------------------------------ what it leaves behind
def test_looking_into_a_ledger_makes_no_file(folder: Path) -> None:
    ledger = ledger_in(folder / "deeper")
    assert history.records(ledger, COLLEGE, "") == tokens.tokens(ledger) == submissions.records(ledger) == []
    assert tokens.checked(ledger, "sp_0_0", Clock()()) is None
    assert files(folder) == []


def test_the_history_of_a_store_without_a_ledger_makes_no_file(folder: Path) -> None:
    store = FolderStore(folder / "store")
    opened(store)
    before = files(folder / "store")
    for _ in range(2):
        with pytest.raises(SignpostError, match="no history of a source 'nobody'"):
            signpost.history("nobody", store)
    assert signpost.tokens(store) == signpost.queue(store) == []
    assert files(folder / "store") == before == [".writer.lock", "CURRENT", "releases"]


def test_nothing_lies_beside_the_file_when_it_was_written_to(folder: Path) -> None:
    ledger = ledger_in(folder / "made")
    submissions.hold(ledger, COLLEGE, True)
    assert submissions.is_held(ledger, COLLEGE)
    assert files(folder / "made") == ["ledger.sqlite"]


def test_a_ledger_that_was_taken_away_is_begun_anew(folder: Path) -> None:
    ledger = ledger_in(folder)
    submissions.hold(ledger, COLLEGE, True)
    (folder / "ledger.sqlite").unlink()
    assert not submissions.is_held(ledger, COLLEGE)
    submissions.hold(ledger, COLLEGE, True)
    assert submissions.is_held(ledger, COLLEGE)


def test_a_file_whose_writer_was_killed_before_its_tables_were_made_is_an_empty_ledger(folder: Path) -> None:
    (folder / "ledger.sqlite").touch()
    ledger = ledger_in(folder)
    assert tokens.tokens(ledger) == []
    submissions.hold(ledger, COLLEGE, True)
    assert submissions.is_held(ledger, COLLEGE)


# ------------------------------------------------------------------------------------------------ where it cannot be
def test_the_history_in_a_folder_that_may_only_be_read_is_told(folder: Path) -> None:
    store = FolderStore(folder / "store")
    door = opened(store)
    door.submit(received(provider(), course("a")), "Site")
    (record,) = signpost.history(COLLEGE, store)
    for path in [folder, *folder.rglob("*")]:
        os.chmod(path, path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    try:
        assert told_in_a_fork(lambda: signpost.history(COLLEGE, store), nobody=True) == str([record])
        told = told_in_a_fork(lambda: door.issue("Site", [COLLEGE]), nobody=True)
        assert told.startswith("LedgerError: The ledger at sqlite:///")
        assert "readonly database" in told
        told = told_in_a_fork(lambda: door.submit(received(provider()), "Site"), nobody=True)
        assert told.startswith(f"StoreError: The store at {folder / 'store'} cannot be written")
    finally:
        for path in [folder, *folder.rglob("*")]:
            os.chmod(path, path.stat().st_mode | stat.S_IWUSR)


def test_a_ledger_that_cannot_be_made_is_one_sentence(folder: Path) -> None:
    (folder / "file").touch()
    ledger = open_ledger(f"sqlite:///{folder / 'file' / 'ledger.sqlite'}")
    assert tokens.tokens(ledger) == []
    with pytest.raises(LedgerError, match=r"The folder .* for the ledger cannot be made"):
        submissions.hold(ledger, COLLEGE, True)


def test_a_file_that_is_no_ledger_is_one_sentence(folder: Path) -> None:
    (folder / "ledger.sqlite").write_bytes(b"this is not a database, but long enough to be looked at" * 100)
    with pytest.raises(LedgerError, match=r"cannot be used: .*file is not a database"):
        ledger_in(folder)


def test_who_waits_too_long_for_a_turn_is_told_to_try_again(folder: Path) -> None:
    ledger = ledger_in(folder)
    submissions.hold(ledger, COLLEGE, True)

    def in_a_hurry() -> None:
        from sqlalchemy import event

        event.listen(ledger, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=50"))
        submissions.hold(ledger, COLLEGE, False)

    with writing(ledger):
        assert submissions.is_held(ledger, COLLEGE)  # readers go on
        told = told_in_a_fork(in_a_hurry)
    assert told.startswith(f"{StoreLocked.__name__}: Others keep the ledger at")
    assert told.endswith("Try again in a moment.")
    assert submissions.is_held(ledger, COLLEGE)


@pytest.mark.parametrize("most", [4_096, 20_000, 200_000])
def test_a_full_disk_is_one_sentence_and_the_ledger_stays_as_it_was(folder: Path, most: int) -> None:
    """The file may not grow beyond so many bytes."""
    import resource

    ledger = ledger_in(folder)
    submissions.hold(ledger, COLLEGE, True)
    size = (folder / "ledger.sqlite").stat().st_size

    def fill() -> object:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + most, resource.RLIM_INFINITY))
        for _ in range(1_000):
            sent = received(content=os.urandom(2_000))
            outcome = submissions.Outcome(submissions.SubmissionState.DRAFT, ())
            submissions.add(ledger, sent, outcome, "Site", Clock()())
        return "never full"

    told = told_in_a_fork(fill)
    place = ledger.url.render_as_string()
    assert told == f"{StoreFull.__name__}: There is no space left for the ledger at {place}. Make room and try again."
    kept = submissions.records(ledger, limit=1_000)
    assert all(submissions.received(ledger, each.id).name for each in kept)
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    submissions.hold(ledger, COLLEGE, False)
    assert not submissions.is_held(ledger, COLLEGE)


def test_a_ledger_serves_in_a_forked_process_too(folder: Path) -> None:
    ledger = ledger_in(folder)
    submissions.hold(ledger, COLLEGE, True)
    with writing(ledger):
        assert told_in_a_fork(lambda: submissions.is_held(ledger, COLLEGE)) == "True"
    assert told_in_a_fork(lambda: submissions.hold(ledger, "other", True)) == "None"
    assert submissions.is_held(ledger, "other")


def test_many_threads_write_to_one_ledger_from_its_first_entry_on(folder: Path) -> None:
    ledger, faults = ledger_in(folder), list[BaseException]()

    def issue(n: int) -> None:
        try:
            _, text = tokens.issue(ledger, f"Site {n}", [COLLEGE], steward=False, days=1, now=Clock()())
            assert tokens.checked(ledger, text, Clock()())
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=issue, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(tokens.tokens(ledger)) == 20
