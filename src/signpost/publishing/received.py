"""What came over the network is read as a file would be, here or in a process apart that may die of it.

A parser can be brought down by what it reads, with the process that it runs in. The process apart has a limit on its
memory and on the time for one submission; where it dies it is replaced, and the submission has a finding.
"""

from __future__ import annotations

import errno
import multiprocessing
import tempfile
import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import TimeoutError
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from signpost.confined import confine
from signpost.errors import NotAllowed, SignpostError, StoreError, StoreFull, UnreadableInput
from signpost.exchange import readers
from signpost.exchange.coursesheet.tables import Excerpt, excerpt
from signpost.model import Finding, Received, Severity, Source, Submission

Read = Callable[[Received], Submission]
"""Reads what came; what cannot be read at all is a submission of one finding."""

Look = Callable[[Received, Collection[int]], Excerpt]
"""Gives the head and some rows of a list that came, by their numbers; an empty one where they cannot be had."""

MOST_THINGS = 250_000
"""Things of a submission that are taken over the network: what is read crosses into the process that serves."""
MOST_TOLD = 20_000
"""Findings of reading that cross with them."""
_RENEWED = 200
"""Submissions after which a process is replaced, so that nothing that one of them left behind lasts."""
_PATIENCE = 10
"""How many times its own time a submission waits for its turn and its answer at most."""


def read_here(received: Received) -> Submission:
    """Read in this process: for one's own files. Raises StoreError where there is no place to lay it down."""
    if not received.content and received.withdraws:
        return Submission(Source(received.source), (), amends=True, withdraws=received.withdraws)
    with _laid_down(received) as path:
        folder = str(path.parent)
        try:
            found = readers.submission(path, received.source, received.format)
        except UnreadableInput as fault:
            return _unreadable(received, fault.place, f"It cannot be read: {fault.reason}.", fault.remedy, folder)
        except NotAllowed:
            raise
        except SignpostError as fault:
            return _unreadable(received, path.name, str(fault), "", folder)
    return _as_meant(found, received)


def look_here(received: Received, rows: Collection[int]) -> Excerpt:
    """Look in this process: for one's own files. Raises StoreError where there is no place to lay it down."""
    with _laid_down(received) as path:
        try:
            return excerpt(path, rows)
        except UnreadableInput:
            return Excerpt()


@contextmanager
def _laid_down(received: Received) -> Iterator[Path]:
    """What came, as a file under its name for as long as it is read."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="signpost-")
    except OSError as fault:
        raise _no_place(fault, tempfile.gettempdir()) from fault
    with folder as place:
        path = Path(place) / Path(received.name).name
        try:
            path.write_bytes(received.content)
        except OSError as fault:
            raise _no_place(fault, place) from fault
        yield path


def _no_place(fault: OSError, place: str) -> StoreError:
    if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreFull(f"There is no space left for the temporary folder {place}. Make room and try again.")
    return StoreError(f"The temporary folder {place} cannot be written: {fault.strerror}.")


def _as_meant(found: Submission, received: Received) -> Submission:
    return replace(found, amends=received.amends, withdraws=received.withdraws)


def _unreadable(received: Received, place: str, message: str, expected: str, folder: str = "") -> Submission:
    """A submission of one finding; no path of this machine stands in it."""
    texts = (text.replace(f"{folder}/", "") if folder else text for text in (message, place, expected))
    message, place, expected = texts
    return Submission(Source(received.source), (), (Finding(message, place=place, expected=expected),))


class Apart:
    """Reads in processes apart, each with a limit on its memory in bytes, and one on the time for a submission."""

    def __init__(self, *, processes: int = 2, memory: int = 2 << 30, seconds: float = 60) -> None:
        self._processes, self._memory, self._seconds = processes, memory, seconds
        self._renewing = threading.Lock()
        self._pool = self._made()

    def _made(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._processes,
            max_tasks=_RENEWED,
            initializer=confine,
            initargs=(self._memory,),
            context=multiprocessing.get_context("spawn"),
        )

    def __call__(self, received: Received) -> Submission:
        """Read what came; raises nothing for what is wrong with that."""
        try:
            found: Submission = self._begun(_read, received).result(_PATIENCE * self._seconds)
            return found
        except TimeoutError:
            return _unreadable(
                received, received.name, f"Reading it took longer than {self._seconds:g} seconds.", _LESS
            )
        except (ProcessExpired, MemoryError):
            return _unreadable(
                received, received.name, f"Reading it took more than {self._memory >> 20} MB of memory.", _LESS
            )

    def look(self, received: Received, rows: Collection[int]) -> Excerpt:
        """The head and some rows of a list that came; an empty one where that takes too much."""
        try:
            found: Excerpt = self._begun(look_here, received, rows).result(_PATIENCE * self._seconds)
            return found
        except (TimeoutError, ProcessExpired, MemoryError):
            return Excerpt()

    def _begun(self, function: Callable[..., Any], *given: Any) -> ProcessFuture[Any]:
        with self._renewing:
            if not self._pool.active:  # a process that was killed while it had nothing to do has ended the pool
                self._end()
                self._pool = self._made()
            return self._pool.schedule(function, args=given, timeout=self._seconds)

    def close(self) -> None:
        """End the processes."""
        self._end()

    def _end(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]  # the library leaves this function without types
        with suppress(RuntimeError):  # of a pool that ended by itself
            self._pool.join()


_LESS = "Send it in smaller parts, without deep nesting."


def _read(received: Received) -> Submission:
    return bounded(read_here(received), received)


def bounded(found: Submission, received: Received) -> Submission:
    """What was read, so far as it is not too much for whoever asked for it."""
    if len(found.nodes) > MOST_THINGS:
        message = f"It describes {len(found.nodes):,} things, more than the {MOST_THINGS:,} that are taken at once."
        return _unreadable(received, received.name, message, "Send it in several parts with amend=true.")
    left = len(found.findings) - MOST_TOLD
    if left <= 0:
        return found
    heaviest = sorted(found.findings, key=lambda finding: list(Severity).index(finding.severity))[:MOST_TOLD]
    more = Finding(f"Findings of the same kinds that are not told: {left:,}.", heaviest[-1].severity, received.name)
    return replace(found, findings=(*heaviest, more))
