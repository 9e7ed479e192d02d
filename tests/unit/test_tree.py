"""Trees of frameworks: their levels, the way to a thing, pages of a level, and what is found inside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

import signpost
from signpost import words
from signpost.errors import UnknownName
from signpost.model import GRAPHS, THINGS, Node
from signpost.store.local import open_store
from signpost.store.release import Release
from signpost.things.tree import Branch, Leaf, branch, inside

HOME = f"{THINGS}gardens/"
TREES, WATER, JOBS = (f"{HOME}framework/{name}" for name in ("trees", "water", "jobs"))


def thing(name: str, code: str = "", within: str = TREES, kind: str = "Competence", **above: str | list[str]) -> Node:
    named = {"notation": code} if code else {}
    return {"id": HOME + name, "type": kind, "label": f"To {name}", "inFramework": within, **named, **above}


def framework(iri: str) -> Node:
    return {"id": iri, "type": "Framework", "label": iri.rpartition("/")[2], "edition": "1", "rights": "Ours"}


NODES: tuple[Node, ...] = (
    *map(framework, (TREES, WATER, JOBS)),
    thing("cut", "A2"),
    thing("plant", "A10"),
    thing("climb", "A1"),
    thing("rest"),
    thing("draw", "A1", within=WATER),
    # Of two parents the first by IRI is shown as the way; a parent in another framework is none.
    thing("prune", "B1", broader=[f"{HOME}plant", f"{HOME}cut"]),
    thing("shape", "B2", partOf=f"{HOME}prune", broader=f"{HOME}draw"),
    thing("fell", "C1", broader=f"{HOME}draw"),
    # A circle: the first of it stands on the top level.
    thing("rake", "D2", broader=f"{HOME}burn"),
    thing("burn", "D1", broader=f"{HOME}rake"),
    thing("gardener", within=JOBS, kind="Occupation"),
    thing("florist", within=JOBS, kind="Occupation", broader=f"{HOME}gardener"),
)


@pytest.fixture(scope="module")
def release() -> Iterator[Release]:
    store = open_store("memory:")
    yield store.publish({f"{GRAPHS}gardens": words.to_ntriples(NODES)})
    store.close()


@pytest.fixture(scope="module")
def shipped() -> Release:
    return signpost.open().current()


def names(leaves: Sequence[Leaf]) -> list[str]:
    return [leaf.iri.removeprefix(HOME) for leaf in leaves]


# ------------------------------------------------------------------------------------------------ levels
def test_the_top_level_is_what_stands_below_nothing_of_the_framework_in_the_order_of_codes(release: Release) -> None:
    top = branch(release, TREES)
    assert names(top.children) == ["climb", "cut", "plant", "fell", "burn", "rest"]
    assert [leaf.children for leaf in top.children] == [0, 1, 1, 0, 1, 0]
    assert (top.framework, top.label, top.at, top.path, top.total) == (TREES, "trees", None, (), 6)


@pytest.mark.parametrize(
    ("at", "path", "below"),
    [
        ("A1", [], []),
        ("cut", [], ["prune"]),
        ("A10", [], ["prune"]),
        ("B1", ["cut"], ["shape"]),
        ("B2", ["cut", "prune"], []),
        ("D2", ["burn"], ["burn"]),
        ("D1", ["rake"], ["rake"]),
    ],
)
def test_a_thing_stands_below_the_first_of_its_parents_and_above_its_own(
    release: Release, at: str, path: list[str], below: list[str]
) -> None:
    found = branch(release, TREES, at if at[-1].isdigit() else HOME + at)
    assert (names(found.path), names(found.children), found.total) == (path, below, len(below))
    assert found.at is not None
    assert found.at.children == len(below)


def test_everything_is_reached_from_the_top(release: Release) -> None:
    def below(found: Branch) -> Iterator[str]:
        for leaf in found.children:
            if leaf.iri not in seen:
                seen.add(leaf.iri)
                yield leaf.iri
                yield from below(branch(release, TREES, leaf.iri))

    seen = set[str]()
    assert {*below(branch(release, TREES))} == {node["id"] for node in NODES if node.get("inFramework") == TREES}


def test_a_classification_is_a_tree_of_its_occupations(release: Release) -> None:
    assert names(branch(release, JOBS).children) == ["gardener"]
    assert names(branch(release, JOBS, "To gardener").children) == ["florist"]


def test_what_stands_elsewhere_is_unknown_in_a_framework(release: Release) -> None:
    with pytest.raises(UnknownName, match="competence in the framework"):
        branch(release, TREES, f"{HOME}draw")
    with pytest.raises(UnknownName):
        branch(release, TREES, "nothing")


@pytest.mark.parametrize(("start", "most", "shown"), [(0, 2, ["climb", "cut"]), (4, 2, ["burn", "rest"]), (9, 2, [])])
def test_a_level_is_cut_into_pages(release: Release, start: int, most: int, shown: list[str]) -> None:
    found = branch(release, TREES, start=start, most=most)
    assert (names(found.children), found.total, found.start, found.most) == (shown, 6, start, most)


# ------------------------------------------------------------------------------------------------ what is found inside
@pytest.mark.parametrize(
    ("within", "text", "found"),
    [(TREES, "prune", ["prune"]), (TREES, "draw", []), (WATER, "draw", ["draw"]),
     (TREES, "B", ["prune", "shape", "burn"]), (TREES, "A10", ["plant"]), (TREES, "plnat", ["plant"])],
)  # fmt: skip
def test_only_what_stands_in_the_framework_is_found(release: Release, within: str, text: str, found: list[str]) -> None:
    assert [hit.iri.removeprefix(HOME) for hit in inside(release, within, text)] == found


# ------------------------------------------------------------------------------------------------ the shipped data
def test_standards_stand_in_the_order_of_their_codes(shipped: Release) -> None:
    codes = [leaf.code for leaf in branch(shipped, "lmc-2012").children]
    assert codes[:3] == ["SCDLMCA1", "SCDLMCA2", "SCDLMCA3"]
    assert len(codes) == 26
    assert codes == sorted(codes, key=lambda code: (code[:7], int(code[7:])))


def test_competences_of_direct_are_sorted_into_domains(shipped: Release) -> None:
    top = branch(shipped, "direct-2")
    assert [(leaf.label, leaf.children) for leaf in top.children][:2] == [
        ("Communication", 3),
        ("Computing infrastructures and systems", 4),
    ]
    below = branch(shipped, "direct-2", top.children[0].iri)
    assert below.at == top.children[0]
    assert below.total == 3
