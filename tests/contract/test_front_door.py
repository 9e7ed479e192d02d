"""The front door is the same on every kind of store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from signpost.errors import Overtaken, RefusedSubmission, StoreEmpty, StoreLocked
from signpost.gate.publish import publish
from signpost.model import GRAPHS, Node, Publication, Severity, Source, Submission
from signpost.store.local import open_store
from signpost.store.release import Change, Release, Store

FRAMEWORK = "https://example.org/orchard"
COMPETENCE = f"{FRAMEWORK}/pick"


def framework() -> dict[str, Any]:
    return {"id": FRAMEWORK, "type": "Framework", "label": "Orchards", "edition": "1", "rights": "Ours"}


def competence() -> dict[str, Any]:
    return {
        "id": COMPETENCE,
        "type": "Competence",
        "label": "Pick apples",
        "inFramework": FRAMEWORK,
        "status": "current",
    }


class Door:
    """Publishes to the store at an address, which is opened anew for each submission."""

    def __init__(self, url: str) -> None:
        self._kept = open_store(url) if url == "memory:" else None
        self._url = url

    @contextmanager
    def opened(self) -> Iterator[Store]:
        if self._kept is not None:
            yield self._kept
            return
        with ExitStack() as last, closing(open_store(self._url)) as store:
            with suppress(StoreEmpty):
                last.callback(store.current().close)
            yield store

    def admit(self, source: str, node: Node) -> Publication:
        with self.opened() as store:
            return publish(Submission(Source(source), (node,)), store)

    def refuse(self, source: str, node: Node) -> list[str]:
        with pytest.raises(RefusedSubmission) as refused:
            self.admit(source, node)
        return [finding.message for finding in refused.value.findings if finding.severity is Severity.REFUSED]


def test_publications_are_checked_against_what_the_store_holds(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    door = Door(url)
    door.admit("orchard", framework())
    door.admit("orchard-two", competence())
    with door.opened() as store:
        assert {GRAPHS + "orchard", GRAPHS + "orchard-two", GRAPHS + "vocabulary"} <= set(store.current().graphs)
        assert store.current().index.find("competence", COMPETENCE) >= 0
    assert door.refuse("thief", framework()) == [
        f"{FRAMEWORK} belongs to the source 'orchard'; another source may not describe it."
    ]
    assert door.refuse("orchard-two", competence() | {"broader": "https://elsewhere.example/gone"}) == [
        "'broader' points to https://elsewhere.example/gone, which nobody has described."
    ]
    (left,) = door.admit("orchard", {**framework(), "id": f"{FRAMEWORK}/second"}).findings
    assert left.message == f"{FRAMEWORK} is no longer described, but other sources point to it."
    assert door.admit("orchard", framework()).findings == ()


# ------------------------------------------------------------------------------------------------ two at once
class Overtaking(Store):
    """A store to which others publish after each check and before the publication that was checked."""

    def __init__(self, store: Store, others: Sequence[Callable[[], object]]) -> None:
        self.url, self._store, self._others = store.url, store, list(others)

    def current(self, *, outdated: bool = False) -> Release:
        return self._store.current(outdated=outdated)

    def _publish(self, change: Change) -> Release:
        if self._others:
            self._others.pop(0)()
        return self._store._publish(change)

    def close(self) -> None:
        self._store.close()


def sent(source: str, iri: str, label: str = "Orchards") -> Submission:
    return Submission(Source(source), ({**framework(), "id": iri, "label": label},))


@pytest.fixture
def door(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    door = Door(url)
    door.admit("orchard", framework())
    return door


def test_of_two_who_describe_one_thing_at_once_the_second_is_refused(door: Door) -> None:
    contested = f"{FRAMEWORK}/contested"
    with door.opened() as store:
        overtaking = Overtaking(store, [lambda: door.admit("first", {**framework(), "id": contested})])
        with pytest.raises(RefusedSubmission) as refused:
            publish(sent("second", contested), overtaking)
        assert "belongs to the source 'first'" in str(refused.value.findings[0].message)
        assert GRAPHS + "second" not in store.current().graphs


def test_who_is_overtaken_is_checked_again_and_admitted(door: Door) -> None:
    with door.opened() as store:
        overtaking = Overtaking(store, [lambda: door.admit("quick", {**framework(), "id": f"{FRAMEWORK}/quick"})])
        publication = publish(sent("slow", f"{FRAMEWORK}/slow"), overtaking)
        assert {GRAPHS + "quick", GRAPHS + "slow"} <= set(store.current().graphs)
        assert publication.release == store.current().digest


def test_who_is_overtaken_again_and_again_is_told(door: Door) -> None:
    with door.opened() as store:
        others = [lambda n=n: publish(sent("busy", f"{FRAMEWORK}/busy", f"Orchards {n}"), store) for n in range(9)]
        with pytest.raises(StoreLocked, match="at the same time"):
            publish(sent("slow", f"{FRAMEWORK}/late"), Overtaking(store, others))


def test_a_store_publishes_only_upon_the_release_that_is_expected(door: Door) -> None:
    with door.opened() as store:
        now = store.current().digest
        for other in ("", "0" * 64):
            with pytest.raises(Overtaken):
                store.publish({GRAPHS + "orchard": b""}, expected=other)
        assert store.current().digest == now
        assert store.publish({GRAPHS + "orchard": b""}, expected=now).digest == store.current().digest != now
