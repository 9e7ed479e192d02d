"""A release made apart from its store is the one that a publication would make, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from signpost import words
from signpost.model import GRAPHS, THINGS, Node, Source
from signpost.store.apart import apart
from signpost.store.local import open_store
from signpost.store.release import INDEX, SEARCH, Change, Store, sorted_lines

HOME = f"{THINGS}orchard/"
GROUND: tuple[Node, ...] = (
    {"id": f"{HOME}framework", "type": "Framework", "label": "Orchards"},
    *({"id": f"{HOME}c{n:02d}", "type": "Competence", "label": f"Task number {n}", "inFramework": f"{HOME}framework"}
      for n in range(60)),
)  # fmt: skip
GRAPH = f"{GRAPHS}college"


def taught(price: str) -> list[Node]:
    course = f"{HOME}course"
    outcome: Node = {"id": f"{course}#t", "type": "LearningOutcome", "competence": f"{HOME}c03", "outcomeLevel": 2}
    return [{"id": course, "type": "LearningResource", "label": "Pruning", "price": price, "teaches": f"{course}#t"},
            outcome]  # fmt: skip


def change(nodes: list[Node]) -> Change:
    return Change({GRAPH: sorted_lines(words.to_ntriples(nodes))}, sources=(Source("college"),))


@pytest.fixture(params=["file", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    opened = open_store("memory:" if request.param == "memory" else f"file:{tmp_path / 'store'}")
    opened.publish({f"{GRAPHS}ground": words.to_ntriples(GROUND)}, sources=[Source("ground")])
    opened.publish(dict(change(taught("50")).graphs), sources=[Source("college")])
    return opened


@pytest.mark.parametrize(
    "nodes",
    [
        pytest.param(taught("95"), id="amended"),
        pytest.param([*taught("95"), {"id": f"{HOME}c99", "type": "Competence", "label": "Another task"}], id="whole"),
        pytest.param(taught("50"), id="the same"),
        pytest.param([], id="nothing"),
    ],
)
def test_it_is_the_release_that_a_publication_makes(store: Store, nodes: list[Node]) -> None:
    before = store.current()
    with apart(before, change(nodes)) as found:
        index, folder, digest = (found.folder / INDEX).read_bytes(), found.folder, found.digest
        graph = found.backend.dump(GRAPH)
        hits = found.labels.find("pruning")
        assert store.current().digest == before.digest, "nothing is published"
    assert not folder.exists()
    assert before.index.find("resource", f"{HOME}course") >= 0, "the one before stays open"
    after = store.publish(dict(change(nodes).graphs), sources=[Source("college")])
    assert (after.digest, (after.folder / INDEX).read_bytes()) == (digest, index)
    assert (after.backend.dump(GRAPH), after.labels.find("pruning")) == (graph, hits)


def test_a_source_that_is_new_comes_beside_the_others(store: Store) -> None:
    lines = sorted_lines(words.to_ntriples([{"id": f"{HOME}more", "type": "LearningResource", "label": "Grafting"}]))
    with apart(store.current(), Change({f"{GRAPHS}more": lines}, sources=(Source("more"),))) as found:
        assert [found.index.label("resource", row) for row in range(2)] == ["Pruning", "Grafting"]
        assert [source.id for source in found.sources] == ["college", "ground", "more"]
        assert (found.folder / SEARCH).exists()


def test_a_fault_meanwhile_leaves_nothing_behind(store: Store) -> None:
    made: list[Path] = []

    def fail() -> None:
        with apart(store.current(), change(taught("95"))) as found:
            made.append(found.folder)
            raise ValueError("anything")

    with pytest.raises(ValueError, match="anything"):
        fail()
    assert not made[0].exists()
