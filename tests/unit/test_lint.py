"""How roles are mapped to standards: each flaw by a role that has it and one that has not, and the page of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from indexes import Comp, Need, Res, Role, Teach, Work, concept, index_of, iri

import signpost
from signpost.cli import verbs
from signpost.emit import Heading, Table, Text
from signpost.engine.index import CLOSE, EXACT, Index
from signpost.engine.lint import lint
from signpost.engine.names import Names
from signpost.errors import UnknownName
from signpost.model import Flaw, MappingAudit, Remark, Severity
from signpost.pages.lint import lint_page

TODAY = date(2026, 1, 5)
BALANCED = [Need("g", 1, family="generic"), Need("s", 1, family="specialist"), Need("p", 1, family="partnership")]
TEACHING = [Res("course", teaches=[("g", 5), ("s", 5), ("p", 5), ("x", 5), ("y", 5)])]


def audited(index: Index, *names: str) -> MappingAudit:
    every = [index.iri("role", row) for row in range(len(index.role_iri))]
    return lint(index, [iri("role", name) for name in names] or every, TODAY)


def remarks(index: Index, flaw: Flaw, *names: str) -> list[Remark]:
    return [remark for remark in audited(index, *names).remarks if remark.flaw is flaw]


def role_with(*needs: Need | tuple[str, int], **more: object) -> Role:
    return Role("r", [*BALANCED, *needs], **more)  # type: ignore[arg-type]  # the words of Role


def test_a_balanced_role_needs_no_look() -> None:
    index = index_of(roles=[role_with()], resources=TEACHING)
    found = audited(index)
    assert found.remarks == ()
    (role,) = found.roles
    assert (role.requirements, role.duties, set(role.families.values())) == (3, 0, {1})


def test_roles_stand_in_the_order_of_their_iris_once() -> None:
    index = index_of(roles=[Role("b"), Role("a")])
    found = lint(index, [iri("role", name) for name in "bab"], TODAY)
    assert [role.role for role in found.roles] == [iri("role", "a"), iri("role", "b")]
    assert [remark.flaw for remark in found.remarks] == [Flaw.EMPTY, Flaw.EMPTY]
    with pytest.raises(KeyError, match="nobody"):
        lint(index, [iri("role", "nobody")], TODAY)


# ------------------------------------------------------------------------------------------------ duties
def test_a_duty_needs_a_standard_that_the_role_requires() -> None:
    duties = {"open": [], "apart": ["x"], "met": ["g", "x"], "near": ["z"]}
    index = index_of(roles=[role_with(duties=duties)], alignments=[("s", EXACT, "z")])
    (none,), (apart,) = remarks(index, Flaw.DUTY), remarks(index, Flaw.APART)
    assert (none.about, none.what) == (iri("role", "r#open"), "“open” is met by no standard")
    assert (apart.about, apart.other) == (iri("role", "r#apart"), iri("competence", "x"))
    assert apart.what == "“apart” is met by x, which the role does not require"
    (role,) = audited(index).roles
    assert (role.duties, role.duties_met) == (4, 3)


# ------------------------------------------------------------------------------------------------ twice
@pytest.mark.parametrize(
    ("needs", "flaw", "said"),
    [
        ([("x", 3), ("x", 3)], Flaw.TWICE, "x stands there twice, at level 3"),
        ([("x", 3), ("x", 4)], Flaw.CLASH, "x stands there twice: one asks for level 3, the other for level 4"),
        ([("x", 3), ("y", 3)], Flaw.TWICE, "y is an exact match of x, at level 3"),
        ([("y", 2), ("x", 3)], Flaw.CLASH, "x is an exact match of y: one asks for level 2, the other for level 3"),
    ],
)
def test_the_same_standard_stands_once(needs: Sequence[tuple[str, int]], flaw: Flaw, said: str) -> None:
    index = index_of(roles=[role_with(*needs)], alignments=[("x", EXACT, "y"), ("x", CLOSE, "g")])
    found = remarks(index, Flaw.TWICE) + remarks(index, Flaw.CLASH)
    assert [(one.flaw, one.severity, one.what) for one in found] == [(flaw, Severity.WARNING, said)]


def test_knowledge_at_one_level_and_performance_at_another_is_no_clash() -> None:
    index = index_of(roles=[role_with(Need("x", 4, asks=1), Need("x", 3, asks=2))])
    assert remarks(index, Flaw.CLASH) + remarks(index, Flaw.TWICE) == []


def test_one_code_in_two_editions_is_a_hint_only() -> None:
    codes = [Comp("x", code="A1", framework="ml-2004"), Comp("y", code="a-1", framework="ml-2010")]
    (hint,) = remarks(index_of(competences=codes, roles=[role_with(("x", 2), ("y", 4))]), Flaw.TWICE)
    assert (hint.severity, hint.what) == (Severity.ADVICE, "a-1 y has the code of A1 x, in another edition")


# ------------------------------------------------------------------------------------------------ editions
def test_what_has_passed_is_told_with_what_took_its_place() -> None:
    competences = [
        Comp("x", status="superseded", replacement="y"),
        Comp("y", status="legacy"),
        Comp("ended", framework="old"),
        Comp("coming", framework="new", status="draft"),
        Comp("silent", framework="unsaid", status=""),
    ]
    works = [
        Work("old", start=date(2010, 1, 1), until=date(2025, 12, 31)),
        Work("new", start=date(2026, 4, 1)),
        Work("unsaid", status="unknown"),
    ]
    needs = [(c.name, 1) for c in competences]
    found = remarks(index_of(competences=competences, frameworks=works, roles=[role_with(*needs)]), Flaw.EDITION)
    assert [(one.what, one.severity, one.other) for one in found] == [
        ("x is superseded", Severity.WARNING, iri("competence", "y")),
        ("y is legacy", Severity.ADVICE, ""),
        ("ended is no longer in force on 5 January 2026", Severity.WARNING, ""),
        ("coming is draft and is not yet in force on 5 January 2026", Severity.WARNING, ""),
    ]
    assert found[0].remedy.startswith("Require y in its place")


# ------------------------------------------------------------------------------------------------ balance
def test_a_family_that_is_missing_and_one_that_outweighs_the_others() -> None:
    needs = [Need(f"s{n}", 1, family="specialist") for n in range(9)]
    found = remarks(index_of(roles=[Role("r", [*needs, Need("g", 1)])]), Flaw.FAMILY)
    assert [(one.about, one.severity, one.what) for one in found] == [
        (concept("family", "partnership"), Severity.WARNING, "No requirement is of the partnership family"),
        (concept("family", "specialist"), Severity.ADVICE, "9 of its 10 requirements are of the specialist family"),
    ]


def test_eighty_per_cent_is_not_yet_out_of_balance() -> None:
    needs = [Need(f"s{n}", 1, family="specialist") for n in range(8)]
    index = index_of(roles=[Role("r", [*needs, Need("g", 1), Need("p", 1, family="partnership")])])
    assert remarks(index, Flaw.FAMILY) == []


def test_a_role_that_says_no_family_is_told_so_once() -> None:
    index = index_of(roles=[Role("r", [Need("x", 1, family=""), Need("y", 1, family="")])])
    assert [one.what for one in remarks(index, Flaw.FAMILY)] == ["None of its 2 requirements says its family"]


# ------------------------------------------------------------------------------------------------ other roles
def test_a_role_asks_for_no_more_than_one_above_it() -> None:
    roles = [
        Role("junior", [("x", 4), ("y", 3), ("g", 2)], lowest=1, highest=2),
        Role("senior", [("z", 3), ("y", 3), Need("g", 1, asks=1)], lowest=2, highest=3, label="Senior"),
        Role("beside", [("x", 1)], lowest=1, highest=2),
        Role("unsaid", [("x", 1)]),
    ]
    index = index_of(roles=roles, alignments=[("x", EXACT, "z")])
    found = remarks(index, Flaw.ABOVE)
    assert [(one.role, one.other, one.what) for one in found] == [
        (iri("role", "junior"), iri("role", "senior"), "x: it asks for level 4, Senior for level 3"),
        (iri("role", "junior"), iri("role", "senior"), "g: it asks for level 2, Senior for level 1"),
    ]
    assert remarks(index, Flaw.ABOVE, "junior") == found
    assert remarks(index, Flaw.ABOVE, "senior", "beside", "unsaid") == []


@pytest.mark.parametrize(
    ("teaches", "asks", "said"),
    [
        ([], 3, "nothing teaches it"),
        ([Teach("x", 2)], 3, "learning leads to level 2 at most"),
        ([Teach("x", 4, shows=1)], 3, "only knowledge of it is taught, to level 4"),
        ([Teach("x", 4, shows=1), Teach("x", 1, shows=2)], 3,
         "knowledge of it is taught to level 4, performance of it is taught to level 1"),
        ([Teach("x", 4, shows=1)], 1, ""),
        ([Teach("x", 3, shows=1), Teach("x", 3, shows=2)], 3, ""),
        ([Teach("twin", 3)], 3, ""),
    ],
)  # fmt: skip
def test_how_far_learning_leads(teaches: Sequence[Teach], asks: int, said: str) -> None:
    resources = [Res("base", teaches=[("g", 5), ("s", 5), ("p", 5)]), Res("more", teaches=teaches)]
    index = index_of(roles=[role_with(Need("x", 3, asks=asks))], resources=resources, alignments=[("x", EXACT, "twin")])
    found = remarks(index, Flaw.UNTAUGHT)
    assert [one.what for one in found] == ([f"x at level 3: {said}"] if said else [])


def test_a_proposal_of_low_confidence_is_to_be_agreed() -> None:
    index = index_of(
        roles=[role_with(Need("x", 2, basis="A guess.", confidence=0.4), Need("y", 2, basis="Sure.", confidence=0.5))]
    )
    assert [one.what for one in remarks(index, Flaw.UNSURE)] == ["x at level 2 (confidence 0.4): A guess"]


# ------------------------------------------------------------------------------------------------ frameworks
def test_what_no_role_requires_is_counted_within_the_frameworks_in_use() -> None:
    inside = [Comp(name, framework="used") for name in ("g", "s", "twin", "free", "more")]
    others = [Comp("gone", framework="used", status="withdrawn"), Comp("far", framework="unused")]
    index = index_of(competences=[*inside, *others], roles=[role_with()], alignments=[("s", EXACT, "twin")])
    (use,) = audited(index).frameworks
    assert (use.framework, use.used) == (iri("framework", "used"), 3)
    assert use.unused == (iri("competence", "free"), iri("competence", "more"))


# ------------------------------------------------------------------------------------------------ the page
def page_of(index: Index) -> list[object]:
    return list(lint_page(audited(index), Names(index)).blocks)


def test_the_page_counts_what_it_found_and_says_each_remedy_once() -> None:
    index = index_of(roles=[Role("r", [("x", 3), ("y", 3)], label="Manager", duties={"d": []})])
    page = lint_page(audited(index), Names(index))
    first, table, heading, items = page.blocks[:4]
    assert first == Text(
        "As at 5 January 2026. 2 requirements: 3 warnings, and 2 places to think about that may be right."
    )
    assert isinstance(table, Table)
    assert table.columns == (
        "Role", "Asks", "Generic", "Partnership", "Specialist", "Duties met", "Warnings", "To think about",
    )  # fmt: skip
    assert table.rows == (("Manager", 2, 2, 0, 0, "0 of 1", 3, 2),)
    assert heading == Heading("Manager")
    assert [item.text for item in items.items] == [  # type: ignore[union-attr]  # Items, as the next lines show
        "Duty without a standard: 1 (warning)",
        "Families out of balance: 2 (warning)",
        "More than learning leads to: 2 (to think about)",
    ]
    last = items.items[-1].details  # type: ignore[union-attr]
    assert last[0] == "Whoever falls short of it has no learning in the catalogue that closes the gap."
    assert str(last[-1]).startswith("What to do: Find or publish learning for it")


def test_csv_labels_a_duty_with_its_own_words() -> None:
    index = index_of(roles=[Role("r", duties={"Hands out the work.": []})])
    rows = lint_page(audited(index), Names(index)).rows
    labels = [dict(zip(rows.columns, row, strict=True))["label"] for row in rows.rows]
    assert "Hands out the work." in labels


def test_csv_ends_with_the_standards_in_no_role() -> None:
    index = index_of(
        competences=[Comp("g", framework="f"), Comp("free", code="F1", framework="f")], roles=[role_with()]
    )
    rows = lint_page(audited(index), Names(index)).rows
    last = dict(zip(rows.columns, rows.rows[-1], strict=True))
    assert (last["flaw"], last["code"], last["label"], last["other"]) == (
        "standard in no role", "F1", "free", iri("framework", "f"),
    )  # fmt: skip


def test_a_page_of_many_roles_shows_those_that_need_it_most() -> None:
    index = index_of(roles=[role_with(), *(Role(f"x{n:02d}") for n in range(31))], resources=TEACHING)
    blocks = page_of(index)
    (table, *_) = (block for block in blocks if isinstance(block, Table))
    assert len(table.rows) == 10
    assert table.spare == ("Generic", "Partnership", "Specialist")
    assert "r" not in [row[0] for row in table.rows]
    more = "These 10 need it most; name others, or see --as csv or json for all."
    assert Text(more, quiet=True, terminal=True) in blocks


def test_a_release_without_roles_says_so() -> None:
    assert Text("There is no such role.") in page_of(index_of())


# ------------------------------------------------------------------------------------------------ the verb
def test_the_roles_of_one_source_and_of_none() -> None:
    assert len(signpost.lint(source="roles").roles) == 5
    assert signpost.lint(source="schemes").roles == ()
    with pytest.raises(UnknownName, match="source"):
        signpost.lint(source="nobody")
    with pytest.raises(UnknownName, match="role 'SCDLMCB1'"):
        signpost.lint(["SCDLMCB1"])


def test_the_command_fails_only_where_it_is_asked_to(tmp_path: Path) -> None:
    role = {"id": "https://x.example/role", "type": "Role", "label": "Lone", "managementLevel": "middle"}
    file, store = tmp_path / "one.jsonld", f"file:{tmp_path / 'store'}"
    file.write_text(json.dumps(role), "utf-8")
    run = CliRunner().invoke
    assert run(verbs, ["publish", str(file), "--source", "mine", "--store", store]).exit_code == 0
    lone = ["lint", "roles", "--source", "mine", "--store", store]
    assert run(verbs, lone).exit_code == 0
    failed = run(verbs, [*lone, "--fail-on-warnings"])
    assert (failed.exit_code, "Nothing required: 1 (warning)" in failed.stdout) == (1, True)
    assert run(verbs, ["lint", "roles", "team-leader", "--fail-on-warnings"]).exit_code == 0
    assert run(verbs, ["lint", "resources"]).exit_code == 2
