"""Answers queries that callers write, in processes apart: each has limits on memory and time, and may die of a query.

Only releases that lie in a folder are asked: what they hold never changes, so that they are opened for reading alone.
A process is begun when it is first needed (spawned, never forked from one that has a store open) and replaced when it
dies; the one that serves is never taken along.
"""

from __future__ import annotations

import math
import multiprocessing
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError
from contextlib import contextmanager, suppress
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from signpost.asking import child, described, written
from signpost.asking.limits import Limits
from signpost.confined import confine
from signpost.errors import Busy, NotOffered, QueryStopped, StoreError
from signpost.graph.asked import GRAPHS, TABLES, Answer, Question
from signpost.store.release import Release, Store

_RENEWED = 500
"""Queries after which a process is replaced, so that nothing that one of them left behind lasts."""
_ALONE = 5
"""Seconds after its time in which a process ends by itself, where nobody has ended it."""
_STARTS = 30
"""Seconds that a process may take to be there."""


class Asker:
    """Answers queries on the current release of a store, within limits; many threads may ask at once."""

    def __init__(self, store: Store, limits: Limits) -> None:
        self._store, self._limits = store, limits
        self._lock = threading.Lock()
        self._asked = 0
        self._pool: ProcessPool | None = None

    def ask(
        self,
        query: str,
        *,
        default: Sequence[str] | None = None,
        named: Sequence[str] | None = None,
        table: str = TABLES[0],
        graph: str = GRAPHS[0],
    ) -> Answer:
        """The whole answer to a query, as a table or a truth (of the media type `table`), or as statements (`graph`).

        `default` and `named` are the graphs that are asked, whatever the query says. Raises QueryRefused where it is
        not answered as it is written, QueryStopped where it took too much, Busy, NotOffered, StoreError.
        """
        chooses = written.check(query, self._limits)
        limits = self._limits
        with self._counted():
            while True:
                release = self._store.current()
                question = Question(_folder(release), query, not chooses, _tuple(default), _tuple(named), table, graph,
                                    limits.rows, limits.answer)  # fmt: skip
                try:
                    return self._answered(question)
                except StoreError:
                    if self._store.current().digest == release.digest:
                        raise  # else it was superseded and taken away while it was asked

    def description(self, address: str, graph: str = GRAPHS[0]) -> Answer:
        """What there is to ask at an address, as SPARQL services describe themselves; raises NotOffered."""
        release = self._store.current()
        _folder(release)
        return described.description(address, release, graph)

    def close(self) -> None:
        """End the processes; a later question begins new ones."""
        with self._lock:
            self._end()

    # -------------------------------------------------------------------------------------------- processes
    @contextmanager
    def _counted(self) -> Iterator[None]:
        """One more that is answered or waits; raises Busy where there are enough."""
        with self._lock:
            if self._asked >= self._limits.processes + self._limits.waiting:
                raise Busy(f"{self._asked} queries are being answered, and no more wait. Try again in a moment.")
            self._asked += 1
        try:
            yield
        finally:
            with self._lock:
                self._asked -= 1

    def _answered(self, question: Question) -> Answer:
        limits = self._limits
        begun = self._begun(question)
        try:
            found: Answer = begun.result(_STARTS + limits.seconds * (limits.waiting + 1))
            return found
        except TimeoutError as fault:
            begun.cancel()  # type: ignore[no-untyped-call]  # the library leaves this function without types
            raise QueryStopped(f"The query took longer than {limits.seconds:g} seconds. {_LESS}") from fault
        except (ProcessExpired, MemoryError) as fault:
            told = f"The query took more than {limits.memory >> 20:,} MB of memory, or is nested too deep. {_LESS}"
            raise QueryStopped(told) from fault

    def _begun(self, question: Question) -> ProcessFuture[Answer]:
        with self._lock:
            if self._pool is None or not self._pool.active:  # none yet, or one that ended with an idle process
                self._end()
                self._pool = self._made()
            alone = math.ceil(self._limits.seconds) + _ALONE
            return self._pool.schedule(child.answer, args=(question, alone), timeout=self._limits.seconds)

    def _made(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._limits.processes,
            max_tasks=_RENEWED,
            initializer=confine,
            initargs=(self._limits.memory,),
            context=multiprocessing.get_context("spawn"),
        )

    def _end(self) -> None:
        if self._pool is None:
            return
        self._pool.stop()  # type: ignore[no-untyped-call]  # the library leaves this function without types
        with suppress(RuntimeError):  # of a pool that ended by itself
            self._pool.join()
        self._pool = None


_LESS = "Ask for less: name what you look for, and put the narrowest pattern first."


def _folder(release: Release) -> Path:
    """Where the graph of a release lies; raises NotOffered where that is no folder of this machine."""
    folder = release.folder / "graph"
    if not folder.is_dir():
        raise NotOffered(
            "Queries are answered here from stores in a folder alone. This store lies elsewhere; ask the server that "
            "keeps it, or copy it to a folder."
        )
    return folder


def _tuple(names: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if names is None else tuple(names)
