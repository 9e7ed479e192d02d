from __future__ import annotations

import pytest

import signpost
from signpost import browsing
from signpost.errors import UnknownName
from signpost.store.release import Release
from signpost.things.signposts import REACHES


@pytest.fixture(scope="module")
def release() -> Release:
    return signpost.open().current()


def test_each_kind_has_as_many_places_as_it_says() -> None:
    store = signpost.open()
    kinds = browsing.signpost_kinds(store)
    assert [kind.slug for kind in kinds][:2] == ["agency", "professional-body"]
    for kind in kinds:
        places = browsing.signposts(store, kind.slug).places
        assert len([one for one in places if one.kind != "resource"]) == kind.places, kind.slug
        assert len([one for one in places if one.kind == "resource"]) == kind.resources, kind.slug
        assert len({one.iri for one in places}) == len(places)
        assert all(one.reaches and set(one.reaches) <= set(REACHES) for one in places)


def test_the_queries_find_what_is_shown(release: Release) -> None:
    for kind in ("network", "case-study", "e-learning"):
        found = browsing.signposts(signpost.open(), kind)
        things = {term[1:-1] for query in found.queries for term in release.backend.select(query).column("thing")}
        assert things == {place.iri for place in found.places}


def test_near_a_region_is_what_serves_it_is_in_it_or_serves_everywhere() -> None:
    store = signpost.open()
    names = {place.name: place.regions for place in browsing.signposts(store, "network").places}
    plymouth = {place.name for place in browsing.signposts(store, "network", "E06000026").places}
    assert {"Care Focus South West", "Skills for Care"} <= plymouth
    assert plymouth == {
        name for name, regions in names.items() if not regions or {"South West", "England"} & {*regions}
    }
    england = {place.name for place in browsing.signposts(store, "network", "E92000001").places}
    assert "Care Focus South West" in england
    assert "CCPS Workforce Development Network" not in england


def test_learning_at_work_is_local() -> None:
    places = browsing.signposts(signpost.open(), "work-based-opportunity").places
    assert {place.reaches for place in places if not place.regions and not place.provider} == {("local",)}


def test_gateways_come_first() -> None:
    kinds = [place.kind for place in browsing.signposts(signpost.open(), "case-study").places]
    assert kinds == sorted(kinds, key=["gateway", "organisation", "resource"].index)
    assert kinds[0] == "gateway"


@pytest.mark.parametrize(("kind", "region"), [("no-kind", ""), ("network", "X99"), ("network", "E92000001>")])
def test_kinds_and_regions_that_there_are_not(kind: str, region: str) -> None:
    with pytest.raises(UnknownName):
        browsing.signposts(signpost.open(), kind, region)


def test_regions_stand_by_how_wide_they_are() -> None:
    widths = [region.reach for region in browsing.regions(signpost.open())]
    assert widths == sorted(widths, key=REACHES.index)
    assert widths.count("regional") == 9
