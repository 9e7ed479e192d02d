"""Cards: names that lead to one thing, duties in their own words, and what was decided on a thing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from signpost.errors import AmbiguousName, UnknownName
from signpost.gate.publish import publish
from signpost.model import THINGS, Node, Source, Submission
from signpost.store.local import open_store
from signpost.store.release import Release
from signpost.things.cards import Link, card, resolve

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
