from __future__ import annotations

import pytest

import signpost
from signpost import browsing
from signpost.errors import UnknownName


@pytest.fixture(scope="module")
def store() -> signpost.Store:
    return signpost.open()


def test_what_is_taught_is_what_the_cards_say(store: signpost.Store) -> None:
    line = next(line for line in browsing.statistics(store) if line.iri.endswith("/lmc-2012"))
    cards = [signpost.show(link.iri, store) for link in signpost.show("lmc-2012", store).links
             if link.relation == "holds"]  # fmt: skip
    taught = [card for card in cards if any(link.relation == "taught by" for link in card.links)]
    needed = [card for card in cards if any(link.relation == "required by" for link in card.links)]
    assert (line.competences, line.taught, line.needed) == (len(cards), len(taught), len(needed))
    assert line.missing == len([card for card in needed if card not in taught])


def test_untaught_are_as_many_as_is_counted_and_none_is_taught(store: signpost.Store) -> None:
    for line in browsing.statistics(store):
        if line.iri:
            found = browsing.untaught(store, line.iri)
            assert found.total == line.untaught
            assert browsing.untaught(store, line.iri, needed=True).total == line.missing
    first = browsing.untaught(store, most=1).lines[0]
    relations = [link.relation for link in signpost.show(first.iri, store).links]
    assert "taught by" not in relations
    assert relations.count("required by") == first.roles > 0


def test_pages_of_what_nobody_teaches_follow_each_other(store: signpost.Store) -> None:
    whole = browsing.untaught(store, most=30).lines
    assert browsing.untaught(store, most=15).lines + browsing.untaught(store, start=15, most=15).lines == whole


def test_a_framework_that_is_not_there(store: signpost.Store) -> None:
    with pytest.raises(UnknownName):
        browsing.untaught(store, "https://w3id.org/signpost/id/framework/no-such")


def test_lists_say_what_the_cards_say(store: signpost.Store) -> None:
    line = next(line for line in browsing.frameworks(store) if line.iri.endswith("/ml-2012"))
    assert (line.edition, line.status, line.publisher, line.competences) == ("2012", "current", "Skills CFA", 78)
    roles = browsing.roles(store)
    assert [role.levels[0] for role in roles] == sorted(
        (role.levels[0] for role in roles),
        key=["Supervisory", "First-line manager", "Middle manager", "Senior manager"].index,
    )
    for role in roles:
        links = [link for link in signpost.show(role.iri, store).links if link.relation == "requirement"]
        assert role.requirements == len(links)


def test_occupations_are_found_by_a_part_of_their_name(store: signpost.Store) -> None:
    every = browsing.occupations(store, most=1000)
    found = browsing.occupations(store, "egistered mana")
    assert every.total == len(every.lines) > found.total >= 1
    assert found.lines[0].label.casefold() == "registered manager"
