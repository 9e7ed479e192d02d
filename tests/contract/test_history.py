"""The history is told truly by every kind of store, whatever publishes beside it and whoever breaks off."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from college import COLLEGE, Clock, provider, received

from signpost.errors import RefusedSubmission
from signpost.gate.publish import publish, vocabulary
from signpost.graph.backend import open_backend
from signpost.ledger import history
from signpost.ledger.tables import Ledger, open_ledger
from signpost.model import GRAPHS, Source, Submission
from signpost.publishing.door import entries
from signpost.publishing.received import read_here
from signpost.store.local import open_store
from signpost.store.release import Journal, Store
from signpost.store.served import POINTER


@pytest.fixture(params=("disk", "oxigraph", "virtuoso"))
def url(
    request: pytest.FixtureRequest, tmp_path: Path, served: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> str:
    """The address of an empty store of each kind that outlives its writer."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    if request.param == "disk":
        return f"file:{tmp_path / 'graph'}"
    address = served(request.param)
    with closing(open_backend(address)) as backend:
        for graph in (*backend.graphs(), POINTER):
            backend.drop(graph)
    return address


@contextmanager
def opened(url: str) -> Iterator[Store]:
    """The store as one more process opens it."""
    with ExitStack() as last, closing(open_store(url)) as store:
        publish(vocabulary(), store)
        last.callback(store.current().close)
        yield store


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(f"sqlite:///{tmp_path / 'ledger.sqlite'}")


@dataclass(frozen=True)
class BrokenOff:
    """The journal of a writer that is gone just after its release was made current, or just before that."""

    journal: Journal
    swaps: bool

    def settle(self, current: Collection[str], *, alone: bool = True) -> None:
        self.journal.settle(current, alone=alone)

    def begin(self, release: str) -> None:
        self.journal.begin(release)
        if not self.swaps:
            raise KeyboardInterrupt

    def conclude(self, came_to_pass: bool) -> None:
        pass


def version(mark: str) -> Submission:
    return read_here(received(provider(label=mark)))


def noted(url: str, ledger: Ledger, mark: str, by: Callable[[Journal], Journal] = lambda each: each) -> None:
    record = entries(ledger, mark, Clock())
    with opened(url) as store:
        publish(version(mark), store, record=lambda published: by(record(published)))


def told(url: str, ledger: Ledger) -> list[tuple[int, str]]:
    """Number and mark of each publication, when the last one was seen to be what the graph says."""
    with opened(url) as store, closing(store.current()) as release:
        records = history.records(ledger, COLLEGE, release.digest)[::-1]
        assert f'"{records[-1].by}"@en'.encode() in release.backend.dump(GRAPHS + COLLEGE)
    return [(each.number, each.by) for each in records]


def unnoted(url: str, label: str) -> None:
    with opened(url) as store:
        publish(Submission(Source("other"), (provider(id="https://other.example/id/them", label=label),)), store)


def test_each_publication_has_its_number(url: str, ledger: Ledger) -> None:
    for mark in ("A", "B", "B", "A"):
        noted(url, ledger, mark)
    assert told(url, ledger) == [(1, "A"), (2, "B"), (3, "A")]


def test_what_was_published_and_not_concluded_counts_whatever_comes_between(url: str, ledger: Ledger) -> None:
    noted(url, ledger, "A", lambda journal: BrokenOff(journal, swaps=True))
    assert told(url, ledger) == [(0, "A")]
    for n in range(3):
        unnoted(url, f"Label {n}")
    noted(url, ledger, "B")
    assert told(url, ledger) == [(1, "A"), (2, "B")]


def test_what_was_begun_and_not_published_never_was(url: str, ledger: Ledger) -> None:
    noted(url, ledger, "A")
    with pytest.raises(KeyboardInterrupt):
        noted(url, ledger, "B", lambda journal: BrokenOff(journal, swaps=False))
    unnoted(url, "x")
    noted(url, ledger, "C")
    assert told(url, ledger) == [(1, "A"), (2, "C")]


def test_who_is_overtaken_is_noted_once_and_in_turn(url: str, ledger: Ledger) -> None:
    others, served = ["B", "C"], url.startswith("http")

    @dataclass(frozen=True)
    class Slow:
        """Others publish while it checks; where the store lets them, also when it has begun already."""

        journal: Journal

        def settle(self, current: Collection[str], *, alone: bool = True) -> None:
            self.journal.settle(current, alone=alone)

        def begin(self, release: str) -> None:
            self.journal.begin(release)
            if served and others:
                noted(url, ledger, others.pop(0))

        def conclude(self, came_to_pass: bool) -> None:
            self.journal.conclude(came_to_pass)

    noted(url, ledger, "A", Slow)
    quick = ["B", "C"] if served else []
    assert told(url, ledger) == list(enumerate([*quick, "A"], 1))


def test_what_is_refused_is_not_noted(url: str, ledger: Ledger) -> None:
    noted(url, ledger, "A")
    unnoted(url, "x")
    thief = Submission(Source("thief"), version("B").nodes)
    with opened(url) as store, pytest.raises(RefusedSubmission):
        publish(thief, store, record=entries(ledger, "thief", Clock()))
    assert told(url, ledger) == [(1, "A")]
    assert history.records(ledger, "thief", "") == []
