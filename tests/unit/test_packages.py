"""Parts of CASE packages, found back by the UUIDs under which a source itself has published them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import signpost
from signpost.errors import UnknownName
from signpost.store.release import Release
from signpost.things import packages

FRAMEWORK, LEADS, PLANS = (f"c{n}d4ab1f-{n}a2b-4c3d-8e5f-60718293a4b{n}" for n in (1, 2, 3))
TIME = "2026-03-02T09:30:00+00:00"


def named(uuid: str, title: str = "") -> dict[str, str]:
    return {"identifier": uuid, "uri": f"urn:uuid:{uuid}", **({"title": title} if title else {})}


PACKAGE = {
    "CFDocument": {**named(FRAMEWORK, "Orchards"), "caseVersion": "1.1", "creator": "A body", "language": "en",
                   "lastChangeDateTime": TIME},
    "CFItems": [
        {**named(LEADS), "fullStatement": "Leads a team of pickers", "lastChangeDateTime": TIME},
        {**named(PLANS), "fullStatement": "Plans a harvest", "lastChangeDateTime": TIME},
    ],
    "CFAssociations": [
        {**named("d0000000-0000-4000-8000-000000000001"), "associationType": "isChildOf", "lastChangeDateTime": TIME,
         "originNodeURI": named(PLANS, "Plans"), "destinationNodeURI": named(LEADS, "Leads")},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("case")
    (folder / "orchards.json").write_text(json.dumps(PACKAGE), "utf-8")
    store = signpost.open(f"file:{folder}/store")
    signpost.publish(folder / "orchards.json", "orchards", store, format="case")
    return store.current()


def pairs(package: Any) -> list[tuple[str, str, str]]:
    return [(one["originNodeURI"]["identifier"], one["associationType"], one["destinationNodeURI"]["identifier"])
            for one in package["CFAssociations"]]  # fmt: skip


def test_things_keep_the_uuids_that_their_body_has_given_them(release: Release) -> None:
    assert [one["CFDocument"]["identifier"] for one in packages.frameworks(release)] == [FRAMEWORK]
    assert {one["identifier"] for one in json.loads(packages.whole(release, FRAMEWORK))["CFItems"]} == {LEADS, PLANS}
    assert packages.item(release, PLANS)["CFItems"][0]["fullStatement"] == "Plans a harvest"


def test_what_joins_an_item_is_told_from_either_end(release: Release) -> None:
    assert pairs(packages.item(release, PLANS)) == [(PLANS, "isChildOf", LEADS)]
    assert sorted(pairs(packages.item(release, LEADS))) == sorted(
        [(PLANS, "isChildOf", LEADS), (LEADS, "isChildOf", FRAMEWORK)]
    )


def test_an_association_is_found_by_itself(release: Release) -> None:
    whole = json.loads(packages.whole(release, FRAMEWORK))
    for one in whole["CFAssociations"]:
        assert packages.joining(release, one["identifier"])["CFAssociations"] == [one]


def test_what_is_not_there_is_unknown(release: Release) -> None:
    for ask in (packages.whole, packages.item, packages.joining):
        with pytest.raises(UnknownName):
            ask(release, "00000000-0000-4000-8000-000000000000")
    for kind in ("CFLicenses", "CFRubrics"):
        with pytest.raises(UnknownName):
            packages.part(release, kind, "00000000-0000-4000-8000-000000000000")


def test_levels_are_a_rubric_that_is_found_by_itself(tmp_path: Path) -> None:
    said = {
        "graph": [
            {"id": "https://orchard.example/f", "type": "Framework", "label": "Orchards", "edition": "1"},
            {"id": "https://orchard.example/c", "type": "Competence", "label": "Plans a harvest",
             "inFramework": "https://orchard.example/f", "levelStatement": "https://orchard.example/c#2"},
            {"id": "https://orchard.example/c#2", "type": "LevelStatement", "level": 2, "description": "With help"},
        ]
    }  # fmt: skip
    (tmp_path / "levels.jsonld").write_text(json.dumps(said), "utf-8")
    store = signpost.open(f"file:{tmp_path}/store")
    signpost.publish(tmp_path / "levels.jsonld", "orchards", store)
    release = store.current()
    home = packages.frameworks(release)[0]["CFDocument"]["identifier"]
    rubric = json.loads(packages.whole(release, home))["CFRubrics"][0]
    assert packages.part(release, "CFRubrics", rubric["identifier"]) == rubric
