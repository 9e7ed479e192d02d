"""Cards: names that lead to one thing, duties in their own words, and what was decided on a thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from signpost import words
from signpost.engine.names import things
from signpost.errors import AmbiguousName, UnknownName
from signpost.gate.publish import publish
from signpost.model import GRAPHS, THINGS, Node, Source, Submission
from signpost.store.local import open_store
from signpost.store.release import Release
from signpost.things.cards import Link, card, resolve
from signpost.things.crowds import MANY

HOME = f"{THINGS}gardens/"
OLD, NEW = f"{HOME}framework/gardens-2020", f"{HOME}framework/gardens-2025"
KEEPER, ADOPTED = f"{HOME}role/keeper", f"{THINGS}adoption/gardens-2025"


def competence(name: str, label: str, code: str, framework: str) -> Node:
    return {"id": f"{HOME}{name}", "type": "Competence", "label": label, "notation": code, "inFramework": framework}


def framework(iri: str, edition: str) -> Node:
    return {"id": iri, "type": "Framework", "label": "Gardening", "edition": edition, "rights": "Ours"}


NODES: tuple[Node, ...] = (
    framework(OLD, "2020"),
    framework(NEW, "2025"),
    competence("prune", "Prune trees", "GRD&A1", OLD),
    competence("burn", "Burn leaves", "GRD&A2", OLD),
    competence("cut", "Cut trees", "GRD_A1", NEW),
    {"id": KEEPER, "type": "Role", "label": "Keeper", "managementLevel": "supervisory", "duty": f"{KEEPER}#duty-1"},
    {"id": f"{KEEPER}#duty-1", "type": "Duty", "label": "Keeps the trees healthy.",
     "metBy": [f"{HOME}prune", f"{HOME}burn"]},
)  # fmt: skip

DECIDED: tuple[Node, ...] = (
    {"id": ADOPTED, "type": "Adoption", "adopts": NEW, "supersedes": OLD, "validFrom": "2026-05-01",
     "agreedBy": "head gardener", "decision": [f"{ADOPTED}#a1", f"{ADOPTED}#a2"]},
    *({"id": f"{ADOPTED}#{name}", "type": "Decision", "decisionAbout": f"{HOME}{about}", "outcome": outcome,
       "agreedBy": "head gardener", "decidedOn": "2026-04-01", "because": "Talked over.", **becomes}
      for name, about, outcome, becomes in (
          ("a1", "prune", "replaced", {"becomes": f"{HOME}cut"}), ("a2", "burn", "ended", {}))),
)  # fmt: skip


@pytest.fixture(scope="module")
def release() -> Iterator[Release]:
    store = open_store("memory:")
    publish(Submission(Source("gardens"), NODES), store)
    publish(Submission(Source("adoption-gardens"), DECIDED, adopts=True), store)
    yield store.current()
    store.close()


def links(release: Release, name: str, relation: str) -> list[Link]:
    return [link for link in card(release, name).links if link.relation == relation]


# ------------------------------------------------------------------------------------------------ names
@pytest.mark.parametrize(("name", "end"), [("GRD&A1", "prune"), ("grd&a1", "prune"), ("GRD_A1", "cut")])
def test_a_code_as_it_is_spelled_wins_over_one_that_only_folds_alike(release: Release, name: str, end: str) -> None:
    assert resolve(release, name).iri == f"{HOME}{end}"


def test_a_code_that_is_spelled_as_none_of_several_is_ambiguous(release: Release) -> None:
    with pytest.raises(AmbiguousName, match="GRD&A1"):
        resolve(release, "GRD A1")


def test_an_unknown_framework_is_answered_with_names_that_resolve(release: Release) -> None:
    with pytest.raises(UnknownName) as unknown:
        resolve(release, "gardens/framework/gardens-2021", ("framework",))
    assert set(unknown.value.nearest) == {"gardens/framework/gardens-2020", "gardens/framework/gardens-2025"}
    assert {resolve(release, name, ("framework",)).iri for name in unknown.value.nearest} == {OLD, NEW}


# ------------------------------------------------------------------------------------------------ duties and decisions
def test_a_duty_of_a_role_stands_in_its_own_words_with_what_meets_it(release: Release) -> None:
    (duty,) = links(release, KEEPER, "duty")
    assert (duty.label, duty.said) == ("Keeps the trees healthy.", {"met by": "Burn leaves; Prune trees"})


def test_a_competence_names_the_duty_that_it_meets(release: Release) -> None:
    (met,) = links(release, "GRD&A1", "meets a duty of")
    assert (met.label, met.detail) == ("Keeper", "Keeps the trees healthy.")


@pytest.mark.parametrize(
    ("name", "said", "because"),
    [
        ("GRD&A1", "replaced by GRD_A1 Cut trees, from 1 May 2026", "Talked over."),
        ("GRD_A1", "takes the place of GRD&A1 Prune trees, from 1 May 2026", "Talked over."),
        ("GRD&A2", "ended, with nothing in its place, from 1 May 2026", "Talked over."),
        (NEW, "adopted in the place of Gardening (2020), from 1 May 2026", "agreed by head gardener"),
        (OLD, "Gardening (2025) adopted in its place, from 1 May 2026", "agreed by head gardener"),
    ],
)
def test_a_decision_says_its_outcome_and_its_first_day(release: Release, name: str, said: str, because: str) -> None:
    assert [(link.label, link.detail) for link in links(release, name, "decided")] == [(said, because)]


def test_nothing_of_an_adoption_is_told_by_its_bare_words(release: Release) -> None:
    told = {link.relation for name in ("GRD&A1", "GRD_A1", NEW, OLD) for link in card(release, name).links}
    assert told <= {"decided", "holds", "meets a duty of"}


# ------------------------------------------------------------------------------------------------ so many of each
CROWD = MANY + 5
BEDS, COLLEGE, DIG = f"{HOME}framework/beds", f"{HOME}organisation/college", f"{HOME}bed-0"


def part(owner: str, word: str, kind: str, **said: str | int) -> tuple[Node, Node]:
    """What holds a part that names the competence `DIG`, and that part."""
    return {"id": owner, word: f"{owner}#a"}, {"id": f"{owner}#a", "type": kind, "competence": DIG, **said}


def jobs(count: int) -> Iterator[Node]:
    for n in range(count):
        yield from part(f"{HOME}occupation/{n:04}", "requirement", "Requirement", level=3)
        yield {"id": f"{HOME}occupation/{n:04}", "type": "Occupation", "label": f"Gardener {n}", "inFramework": BEDS}


def crowded() -> Iterator[Node]:
    yield framework(BEDS, "1")
    yield {"id": COLLEGE, "type": "Provider", "label": "College"}
    yield {"id": f"{HOME}role/digger", "type": "Role", "label": "Digger", "occupation": f"{HOME}occupation/0001"}
    yield from part(f"{HOME}role/digger", "requirement", "Requirement", level=2, importance=3)
    for n in range(CROWD):
        yield competence(f"bed-{n}", f"Dig bed {CROWD - n:04}", f"BED{n}", BEDS)
        course = f"{HOME}resource/{n:04}"
        yield {"id": course, "type": "LearningResource", "label": f"Course {-n % 7}", "provider": COLLEGE}
        yield from part(course, "teaches", "LearningOutcome", outcomeLevel=n % 5 + 1)


@pytest.fixture(scope="module", params=[0, 3, CROWD])
def crowd(request: pytest.FixtureRequest) -> Iterator[Release]:
    store = open_store("memory:")
    statements = words.to_ntriples([*crowded(), *jobs(request.param)])
    yield store.publish({f"{GRAPHS}beds": statements})
    store.close()


@pytest.mark.parametrize("thing", [BEDS, COLLEGE, DIG, f"{HOME}bed-1", f"{HOME}role/digger", f"{HOME}resource/0003"])
@pytest.mark.parametrize("most", [0, 1, 30])
def test_so_many_links_of_each_relation_are_the_first_and_all_are_counted(
    crowd: Release, thing: str, most: int
) -> None:
    whole, some = card(crowd, thing), card(crowd, thing, most)
    assert some.counts == whole.counts == Counter(link.relation for link in whole.links)
    seen = Counter[str]()
    for link in whole.links:
        seen[link.relation] += 1
        own = [each for each in some.links if each.relation == link.relation]
        if thing != BEDS:  # of which the index knows the competences alone
            assert (link in own) == (seen[link.relation] <= most)
        assert len(own) == min(most, whole.counts[link.relation])


def test_the_first_of_a_crowd_are_in_the_order_of_their_names(crowd: Release) -> None:
    assert [link.label for link in card(crowd, BEDS, 2).links] == ["Dig bed 0001", "Dig bed 0002"]


def test_one_thing_names_another_in_several_ways(crowd: Release) -> None:
    counts = card(crowd, DIG, 1).counts
    occupations = sum(1 for iri, _ in things(crowd.index, "occupation") if "/occupation/" in iri)
    assert counts == {"taught by": CROWD, "required by": 1 + occupations}
