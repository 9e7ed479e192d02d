from __future__ import annotations

import pytest

import signpost
from signpost import browsing
from signpost.engine.facets import FACETS, Places, shelves
from signpost.store.release import Release
from signpost.things.finding import Found, search


@pytest.fixture(scope="module")
def release() -> Release:
    return signpost.open().current()


def counts(found: Found, name: str) -> dict[str, int]:
    return {choice.value: choice.count for facet in found.facets if facet.name == name for choice in facet.choices}


def test_every_entry_has_the_place_of_its_thing(release: Release) -> None:
    listed = release.labels.listed()
    known, first = shelves(release.index, listed), Places(release.index).first
    labels = [release.index.label(kind, int(place) - first[kind])
              for (_, kind, _), place in zip(listed, known.places, strict=True)]  # fmt: skip
    assert labels == [label for _, _, label in listed]


@pytest.mark.parametrize("name", FACETS)
def test_a_choice_leaves_as_many_as_it_says(release: Release, name: str) -> None:
    told = counts(search(release, "care", {}), name)
    assert told
    for value, number in told.items():
        assert search(release, "care", {name: [value]}).total == number, value


def test_two_choices_of_a_facet_are_either_and_two_facets_are_both(release: Release) -> None:
    kinds = counts(search(release, "care", {}), "kind")
    either = search(release, "care", {"kind": ["role", "award"]})
    assert either.total == kinds["role"] + kinds["award"]
    both = search(release, "", {"kind": ["resource"], "framework": ["lmc-2012"]}, most=200)
    taught = {one.iri for one in signpost.show("SCDLMCB1").links if one.relation == "taught by"}
    assert taught <= {hit.iri for hit in both.hits}
    assert {hit.kind for hit in both.hits} == {"resource"}


def test_counts_of_a_facet_do_not_depend_on_its_own_choice(release: Release) -> None:
    free = counts(search(release, "care", {}), "kind")
    assert counts(search(release, "care", {"kind": ["role"]}), "kind") == free


def test_levels_are_those_at_which_roles_require_it(release: Release) -> None:
    found = search(release, "SCDLMCB1", {})
    needed = {one.said["level"] for one in signpost.show("SCDLMCB1").links if one.relation == "required by"}
    assert set(counts(found, "level")) == needed != set()


def test_without_a_text_everything_of_the_choices_by_name(release: Release) -> None:
    found = search(release, "", {"kind": ["role"]})
    labels = [hit.label for hit in found.hits]
    assert (found.total, found.complete) == (len(release.index.role_iri), True)
    assert labels == sorted(labels, key=str.casefold)


def test_pages_follow_each_other(release: Release) -> None:
    whole = search(release, "care", {}, 0, 60).hits
    parts = [search(release, "care", {}, start, 20).hits for start in (0, 20, 40)]
    assert tuple(hit for part in parts for hit in part) == whole
    assert search(release, "care", {}, 100_000, 20).hits == ()


def test_a_choice_that_there_is_not_is_had_by_nothing(release: Release) -> None:
    found = search(release, "care", {"framework": ["no-such"]})
    assert (found.total, found.hits) == (0, ())
    assert counts(found, "framework")["no-such"] == 0


def test_more_than_are_counted_is_said_and_with_choices_all_are(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = search(release, "care", {"kind": ["framework"]}).total
    monkeypatch.setattr("signpost.things.finding.MOST_FOUND", whole + 1)
    found = search(release, "care", {})
    assert (found.total, found.complete) == (whole + 1, False)
    few = search(release, "care", {"kind": ["framework"]})
    assert (few.total, few.complete) == (whole, True)


def test_nothing_found_suggests_what_is_spelled_like_it() -> None:
    found = browsing.search(signpost.open(), "safgegaurdding")
    assert (found.total, found.suggestions) == (0, ("safeguarding",))
