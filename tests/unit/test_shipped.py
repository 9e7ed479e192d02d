from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from signpost.errors import UnreadableInput
from signpost.home import shipped
from signpost.model import GRAPHS, Severity
from signpost.store.local import open_store

TURTLE = b"""<https://example.org/f> a <https://w3id.org/signpost/ns#Framework> ;
    <http://www.w3.org/2004/02/skos/core#prefLabel> "A framework"@en ."""


def area(root: Path, digest: str) -> Path:
    folder = root / "standards"
    folder.mkdir()
    (folder / "f.ttl").write_bytes(TURTLE)
    (folder / "manifest.toml").write_text(
        f'[source]\nid = "standards"\nlabel = "S"\n[[file]]\npath = "f.ttl"\nsha256 = "{digest}"\n'
    )
    return folder


def test_a_manifest_makes_a_submission(tmp_path: Path) -> None:
    area(tmp_path, hashlib.sha256(TURTLE).hexdigest())
    vocabulary, standards = shipped.submissions(tmp_path)
    assert vocabulary.source.id == "vocabulary"
    assert (standards.source.id, standards.source.label) == ("standards", "S")
    assert [node["id"] for node in standards.nodes] == ["https://example.org/f"]
    assert standards.places == {"https://example.org/f": "f.ttl"}


def test_a_changed_file_is_one_clear_error(tmp_path: Path) -> None:
    area(tmp_path, hashlib.sha256(TURTLE + b" ").hexdigest())
    with pytest.raises(UnreadableInput, match=r"f\.ttl: it has changed since it was reviewed"):
        shipped.submissions(tmp_path)


def test_a_file_that_is_missing_or_not_listed(tmp_path: Path) -> None:
    folder = area(tmp_path, hashlib.sha256(TURTLE).hexdigest())
    (folder / "g.ttl").write_bytes(TURTLE)
    with pytest.raises(UnreadableInput, match=r"g\.ttl: its folder's manifest does not list it"):
        shipped.submissions(tmp_path)
    (folder / "g.ttl").unlink()
    (folder / "f.ttl").unlink()
    with pytest.raises(UnreadableInput, match=r"f\.ttl: there is no such file"):
        shipped.submissions(tmp_path)


def test_all_shipped_sources_enter_by_the_door_in_one_release() -> None:
    store = open_store("memory:")
    publications = shipped.build(store)
    assert publications[0].source.id == "vocabulary"
    assert {publication.graph for publication in publications} == set(store.current().graphs)
    assert {"standards", "roles", "resources", "providers"} <= {publication.source.id for publication in publications}
    assert all(f.severity is not Severity.REFUSED for p in publications for f in p.findings)
    assert store.current().backend.graphs().keys() == {publication.graph for publication in publications}
    assert all(graph.startswith(GRAPHS) for graph in store.current().graphs)


def test_nothing_that_is_shipped_is_lost_on_the_way_in() -> None:
    said = [(s.source.id, f.message) for s in shipped.submissions() for f in s.findings]
    assert said == []
