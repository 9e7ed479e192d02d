"""The starter: a commented specification that loads once its blanks are filled."""

from __future__ import annotations

from pathlib import Path

import pytest
from indexes import Comp, Job, Need, Role, index_of, iri

from signpost.errors import AmbiguousName, UnfitSpecification, UnknownName
from signpost.model import THINGS, PersonSpecification
from signpost.person.specification import read
from signpost.person.starter import starter

INDEX = index_of(
    competences=[Comp("safe", label="Safeguard\nindividuals", code="SCDLMCB1"), "budgets", "extra", "odd: name"],
    roles=[
        Role("registered-manager", [Need("safe", 4, basis="a judgement"), ("budgets", 2)], label="Registered manager")
    ],
    occupations=[Job("home-manager", ["safe", "budgets"], ["extra"], label='home "manager"')],
)


def filled(folder: Path, text: str) -> PersonSpecification:
    for word, value in (("person:", "person-01"), ("post:", "Registered manager"), ("asAt:", "2026-01-05")):
        text = text.replace(f"\n{word} ", f"\n{word} {value} ", 1)
    path = folder / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return read(path, INDEX)


@pytest.mark.parametrize("name", ["registered-manager", "Registered manager", iri("role", "registered-manager")])
def test_a_starter_of_a_role_loads_once_its_blanks_are_filled(tmp_path: Path, name: str) -> None:
    case = filled(tmp_path, starter(INDEX, name))
    assert case.roles == (iri("role", "registered-manager"),)
    assert [(line.competence, line.level) for line in case.requirements] == [
        (iri("competence", "safe"), 4),
        (iri("competence", "budgets"), 2),
    ]


def test_a_starter_shows_what_the_role_asks_for_and_what_is_proposed() -> None:
    text = starter(INDEX, "registered-manager")
    assert "#   SCDLMCB1  Safeguard individuals: level 4 (proposed), importance 3, now\n" in text
    assert "#   budgets  budgets: level 2, importance 3, now\n" in text


def test_a_starter_of_an_occupation_adds_its_competences_at_proposed_levels(tmp_path: Path) -> None:
    text = starter(INDEX, "home-manager")
    case = filled(tmp_path, text)
    assert [(line.competence.rsplit("/", 1)[1], line.level, line.importance) for line in case.requirements] == [
        ("budgets", 3, 5),
        ("safe", 3, 5),
        ("extra", 3, 2),
    ]
    assert text.count("a proposed default") == 3


def test_the_blanks_of_a_starter_are_the_only_faults_in_it(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(starter(INDEX, "registered-manager"), encoding="utf-8")
    with pytest.raises(UnfitSpecification) as caught:
        read(path, INDEX)
    assert sorted(finding.path for finding in caught.value.findings) == ["asAt", "person", "post"]


def test_an_unknown_role_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'registered-manager' \\(Registered manager\\)"):
        starter(INDEX, "registred manager")


def test_a_starter_of_a_role_of_ones_own_source_loads_with_the_names_that_it_writes(tmp_path: Path) -> None:
    role, first, second = f"{THINGS}hearth2/role/shift-leader", "https://x.example/a,b/h1", "https://x.example/h2"
    index = index_of(
        competences=[Comp(first, label="One", code="H1"), Comp(second, label="Two", code="H1"), Comp("c", code="1.1")],
        roles=[Role(role, [Need(first, 4), Need(second, 2), Need("c", 1)], label="Shift leader")],
    )
    text = starter(index, "Shift leader")
    assert "role: [hearth2/role/shift-leader]\n" in text
    assert f'#   "{first}"  One: level 4' in text
    assert '#   "1.1"  c: level 1' in text
    case = (
        text.replace("person: ", "person: person-01 ")
        .replace("post: ", "post: x ")
        .replace("asAt: ", "asAt: 2026-01-05 ")
    )
    drop = f'requirements:\n  drop:\n    - {{competence: "{first}", because: "not here"}}\n'
    path = tmp_path / "case.yaml"
    path.write_text(case.replace("\nrequirements:\n", f"\n{drop}"), encoding="utf-8")
    assert [line.competence for line in read(path, index).requirements] == [second, iri("competence", "c")]


def test_what_is_suggested_for_a_mistyped_role_is_taken() -> None:
    index = index_of(roles=[Role(f"{THINGS}hearth/role/shift-leader", label="Shift leader")])
    with pytest.raises(UnknownName, match="Did you mean 'hearth/role/shift-leader' \\(Shift leader\\)"):
        starter(index, "role/shift-leadr")
    assert "role: [hearth/role/shift-leader]" in starter(index, "hearth/role/shift-leader")


def test_a_name_of_two_roles_lists_how_each_is_named_alone() -> None:
    index = index_of(roles=[Role(f"{THINGS}{name}/role/leader", label="Leader") for name in ("hearth", "hearth2")])
    with pytest.raises(AmbiguousName, match="hearth/role/leader   role\n  hearth2/role/leader  role"):
        starter(index, "Leader")
