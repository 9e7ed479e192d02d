"""A release amended from the one before answers as one that is compiled whole: the same index, byte for byte."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from signpost import words
from signpost.graph.backend import open_backend
from signpost.model import GRAPHS, THINGS, Node
from signpost.search import Labels
from signpost.store import amended
from signpost.store.local import FolderStore
from signpost.store.release import INDEX, SEARCH, Manifest, Release, complete

HOME = f"{THINGS}orchard/"
BASE: tuple[Node, ...] = (
    {"id": f"{HOME}framework", "type": "Framework", "label": "Orchards"},
    *({"id": f"{HOME}{name}", "type": "Competence", "label": f"{name} trees", "notation": f"ORC{n}",
       "inFramework": f"{HOME}framework"} for n, name in enumerate(("prune", "graft", "water"))),
    *({"id": f"{HOME}region/{name}", "type": "Region", "label": name} for name in ("hill", "valley")),
    {"id": f"{HOME}award", "type": "Award", "label": "Diploma"},
    {"id": f"{HOME}grower", "type": "Provider", "label": "The grower"},
    *({"id": f"{HOME}filler/{n}", "type": "Competence", "label": f"Filler number {n}"} for n in range(120)),
)  # fmt: skip
"""Enough that what changes is a small part of it."""

courses = st.fixed_dictionaries(
    {
        "label": st.sampled_from(["Pruning", "Pruning in winter", "Grafting (ORC1)", "Élan of trees", "Water"]),
        "price": st.sampled_from(["0", "12.50", "95"]),
        "learningMinutes": st.integers(1, 500),
    },
    optional={
        "mode": st.sampled_from(["online", "in-person"]),
        "language": st.sampled_from(["cy", "en-GB", "pl"]),
        "award": st.just(f"{HOME}award"),
        "region": st.lists(st.sampled_from([f"{HOME}region/hill", f"{HOME}region/valley"]), unique=True, min_size=1),
        "provider": st.sampled_from([f"{HOME}grower", "own"]),
        "altLabel": st.lists(st.sampled_from(["Cutting", "Trimming", "Water"]), unique=True, min_size=1),
        "teaches": st.lists(st.sampled_from(["prune", "graft"]), unique=True, min_size=1),
        "requires": st.just("water"),
        "offering": st.lists(st.tuples(st.integers(1, 28), st.booleans()), min_size=1, max_size=3),
    },
)
sources = st.dictionaries(st.integers(0, 5), courses, max_size=4)
changes = st.lists(st.tuples(st.sampled_from(["alpha", "beta"]), sources), min_size=1, max_size=4)


def nodes(source: str, taught: dict[int, dict[str, object]]) -> list[Node]:
    """A provider and its courses, with their parts."""
    us = f"https://{source}.example/us"
    found: list[Node] = [{"id": us, "type": "Provider", "label": f"College {source} {len(taught)}"}] if taught else []
    for number, said in taught.items():
        iri = f"https://{source}.example/{number}"
        node = {"id": iri, "type": "LearningResource", **said}
        if node.get("provider") == "own":
            node["provider"] = us
        found += parts(iri, node)
        found.append(node)
    return found


def parts(iri: str, node: dict[str, object]) -> list[Node]:
    """Outcomes, prerequisites and offerings, which then stand in the node by their IRIs."""
    made: list[Node] = []
    for n, name in enumerate(node.pop("teaches", ())):  # type: ignore[call-overload]
        made.append({"id": f"{iri}#t{n}", "type": "LearningOutcome", "competence": f"{HOME}{name}",
                     "entryLevel": n, "outcomeLevel": 3, "shows": "knowledge"})  # fmt: skip
    if name := node.pop("requires", ""):
        made.append({"id": f"{iri}#r", "type": "Prerequisite", "competence": f"{HOME}{name}", "level": 2})
        node["requires"] = f"{iri}#r"
    for n, (day, free) in enumerate(node.pop("offering", ())):  # type: ignore[call-overload]
        offering: Node = {"id": f"{iri}#o{n}", "type": "Offering", "startDate": f"2027-03-{day:02}"}
        made.append(
            {**offering, "access": ["captions", "step-free"], "region": f"{HOME}region/hill"} if free else offering
        )
    for word, mark in (("teaches", "#t"), ("offering", "#o")):
        if mine := [part["id"] for part in made if part["id"].startswith(iri + mark)]:
            node[word] = mine
    return made


def same_as_whole(store: FolderStore, release: Release) -> None:
    """Holds a release against one that is compiled whole from its graph."""
    manifest = Manifest(release.graphs, release.sources, digest=release.digest)
    with tempfile.TemporaryDirectory() as made, closing(open_backend(f"file:{release.folder / 'graph'}",
                                                                    read_only=True)) as backend:  # fmt: skip
        complete(Path(made), backend, manifest)
        assert (Path(made) / INDEX).read_bytes() == (release.folder / INDEX).read_bytes()
        with closing(Labels(Path(made) / SEARCH)) as whole:
            for text in (
                "pruning",
                "prunning",
                "orc1",
                "water",
                "elan",
                "cut",
                "college",
                "trees in winter",
                "gra",
                "oth",
            ):
                assert release.labels.find(text, limit=50) == whole.find(text, limit=50), text
            assert release.labels.kinds == whole.kinds


@settings(max_examples=25, deadline=None)
@given(changes)
def test_an_amended_release_answers_as_one_compiled_whole(made: list[tuple[str, dict[int, dict[str, object]]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(FolderStore(Path(folder))) as store:
        store.publish({f"{GRAPHS}base": words.to_ntriples(BASE)})
        for source, taught in made:
            lines = words.to_ntriples(nodes(source, {n: dict(said) for n, said in taught.items()}))
            with closing(store.publish({GRAPHS + source: lines})) as release:
                same_as_whole(store, release)


def test_what_others_point_to_and_other_classes_are_compiled_whole() -> None:
    said = words.to_ntriples(nodes("alpha", {1: {"label": "Pruning"}}))
    base = words.to_ntriples(BASE)
    assert amended.differing({}, {"a": said}) is not None
    assert amended.differing({}, {"a": base}) is None
    assert amended.differing({"a": base}, {"a": said}) is None


def test_a_part_that_changes_changes_the_whole_that_has_it() -> None:
    old, new = (
        words.to_ntriples(nodes("alpha", {1: {"label": "Pruning", "offering": [(day, False)]}})) for day in (1, 2)
    )
    found = amended.differing({"a": old}, {"a": new})
    assert found is not None
    assert found.taken == {b"<https://alpha.example/1>", b"<https://alpha.example/1#o0>"} == found.gone
