"""The front door is the same on every kind of store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from signpost.errors import RefusedSubmission, StoreEmpty
from signpost.model import GRAPHS, Node, Publication, Severity, Source, Submission
from signpost.publish import publish
from signpost.release import Store
from signpost.stores import open_store

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
    assert door.refuse("orchard-two", competence() | {"broader": f"{FRAMEWORK}/gone"}) == [
        f"'broader' points to {FRAMEWORK}/gone, which nobody has described."
    ]
    (left,) = door.admit("orchard", {**framework(), "id": f"{FRAMEWORK}/second"}).findings
    assert left.message == f"{FRAMEWORK} is no longer described, but other sources point to it."
    assert door.admit("orchard", framework()).findings == ()
