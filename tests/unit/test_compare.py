"""Two roles or occupations side by side: what they share, how they meet, and the way from one to the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner
from indexes import Comp, Job, Need, Res, Role, index_of, iri

import signpost
from signpost.cli import verbs
from signpost.emit import Heading, Items, Table, Text
from signpost.engine.audit import audit
from signpost.engine.compare import compare, mover
from signpost.engine.index import BROAD, CLOSE, EXACT, Index
from signpost.engine.names import Names
from signpost.engine.route import route
from signpost.errors import UnknownName
from signpost.model import Compared, Comparison, Policy, Standing, State
from signpost.pages.compare import compare_page

TODAY = date(2026, 1, 5)


def side(index: Index, name: str) -> Compared:
    kind = "role" if index.find("role", iri("role", name)) >= 0 else "occupation"
    return Compared(iri(kind, name), kind, index.label(kind, index.find(kind, iri(kind, name))))


def compared(index: Index, left: str = "left", right: str = "right") -> Comparison:
    return compare(index, side(index, left), side(index, right), TODAY)


def standings(found: Comparison) -> list[tuple[str, Standing, int | None, str]]:
    return [(line.competence.rsplit("/", 1)[1], line.standing, line.difference, line.via) for line in found.lines]


def test_what_is_shared_what_differs_and_what_only_one_asks_for() -> None:
    left = Role("left", [("up", 2), ("same", 3), ("down", 4), ("gone", 1)])
    right = Role("right", [("new", 2), ("down", 1), ("same", 3), ("up", 4)])
    found = compared(index_of(roles=[left, right]))
    assert standings(found) == [
        ("new", Standing.RIGHT, None, ""),
        ("down", Standing.LOWER, -3, ""),
        ("same", Standing.SAME, 0, ""),
        ("up", Standing.HIGHER, 2, ""),
        ("gone", Standing.LEFT, None, ""),
    ]
    assert found.levels == 4


def test_a_competence_that_is_asked_for_twice_stands_once_at_its_highest_level() -> None:
    index = index_of(roles=[Role("left", [("a", 1), ("a", 3)]), Role("right", [("a", 3)])])
    assert standings(compared(index)) == [("a", Standing.SAME, 0, "")]


def test_what_tells_most_of_the_left_side_is_laid_beside_each_of_the_right() -> None:
    left = Role("left", [("a", 2), ("b", 2), ("c", 3), ("d", 1)])
    right = Role("right", [("x", 3), ("b", 2), ("y", 3), ("z", 1)])
    aligned = [("a", CLOSE, "x"), ("b", CLOSE, "x"), ("c", EXACT, "y"), ("b", EXACT, "y"), ("d", BROAD, "z")]
    found = compared(index_of(roles=[left, right], alignments=aligned))
    assert standings(found) == [
        ("a", Standing.HIGHER, 1, "closeMatch"),
        ("b", Standing.SAME, 0, ""),
        ("c", Standing.SAME, 0, "exactMatch"),
        ("z", Standing.RIGHT, None, ""),
        ("d", Standing.LEFT, None, ""),
    ]
    assert [line.right.competence for line in found.lines if line.via and line.right] == [
        iri("competence", name) for name in ("x", "y")
    ]


def test_two_exact_matches_of_one_competence_are_one_line_at_what_is_held() -> None:
    index = index_of(
        roles=[Role("left", [("one", 1), ("two", 3), ("b", 2)]), Role("right", [("b", 3)])],
        alignments=[("one", EXACT, "b"), ("two", EXACT, "b")],
        resources=[Res("course", teaches=[("b", 3)])],
    )
    found = with_route(index)
    assert standings(found) == [("two", Standing.SAME, 0, "exactMatch")]
    assert found.levels == 0
    assert found.audit is not None
    assert [line.state for line in found.audit.lines] == [State.MET]
    page = compare_page(found, Names(index))
    assert page.blocks[0] == Text(
        "Both ask for 1 competence: at the same level. Right alone asks for 0, left alone for 0."
    )


def test_a_close_match_that_is_not_laid_beside_is_asked_for_by_the_left_alone() -> None:
    index = index_of(
        roles=[Role("left", [("a", 4), ("b", 2)]), Role("right", [("b", 3)])], alignments=[("a", CLOSE, "b")]
    )
    found = compared(index)
    assert standings(found) == [("b", Standing.HIGHER, 1, ""), ("a", Standing.LEFT, None, "")]
    assert found.levels == 1


def test_levels_to_gain_count_nothing_across_a_close_match() -> None:
    index = index_of(roles=[Role("left", [("a", 3)]), Role("right", [("b", 3)])], alignments=[("a", CLOSE, "b")])
    assert compared(index).levels == 3


def test_the_moves_lead_through_other_roles() -> None:
    roles = [Role("left", [("a", 1)]), Role("half", [("a", 3)]), Role("right", [("a", 5)]), Role("far", [("z", 1)])]
    index = index_of(roles=roles)
    assert compared(index).moves == ((iri("role", "half"), 2), (iri("role", "right"), 2))
    assert compared(index, "left", "far").moves == ()


# ------------------------------------------------------------------------------------------------ occupations
JOBS = index_of(
    occupations=[
        Job("left", ["a", "b"], ["c"]),
        Job("right", ["b", "c"], ["d"]),
        Job("rated", ["a", "b"], ["c"], levels={"a": 4, "c": 2}),
    ],
    roles=[Role("manager", [("a", 3), ("b", 2)])],
    resources=[Res("course", teaches=[("a", 4)])],
)


def test_occupations_compare_by_what_is_essential() -> None:
    found = compared(JOBS)
    weights = [
        (line.competence.rsplit("/", 1)[1], line.left and line.left.essential, line.right and line.right.essential)
        for line in found.lines
    ]
    assert weights == [("b", True, True), ("c", False, True), ("d", None, False), ("a", True, None)]
    assert [line.standing for line in found.lines] == [
        Standing.SHARED, Standing.SHARED, Standing.RIGHT, Standing.LEFT,
    ]  # fmt: skip
    assert (found.moves, mover(JOBS, found, Policy())) == ((), None)


def test_a_role_compares_with_an_occupation_at_the_levels_that_are_stated() -> None:
    assert standings(compared(JOBS, "manager", "rated")) == [
        ("a", Standing.HIGHER, 1, ""),
        ("b", Standing.SHARED, None, ""),
        ("c", Standing.RIGHT, None, ""),
    ]


def test_only_stated_levels_are_to_be_reached() -> None:
    person = mover(JOBS, compared(JOBS, "manager", "rated"), Policy())
    assert person is not None
    assert [(one.competence, one.level) for one in person.requirements] == [
        (iri("competence", "a"), 4), (iri("competence", "c"), 2),
    ]  # fmt: skip
    assert [(one.competence, one.level) for one in person.attainments] == [
        (iri("competence", "a"), 3), (iri("competence", "b"), 2),
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------ the way
LADDER = index_of(
    roles=[Role("left", [("a", 2), ("b", 3)]), Role("right", [("a", 4), Need("b", 3), ("c", 1)])],
    resources=[
        Res(
            "course", teaches=[("a", 4)], requires=[("a", 2)], price=5000, minutes=600, label="A course", provider="us"
        ),
        Res("dear", teaches=[("a", 4)], price=99000, minutes=600),
    ],
)


def with_route(index: Index, left: str = "left", right: str = "right", policy: Policy | None = None) -> Comparison:
    found = compared(index, left, right)
    person = mover(index, found, policy or Policy())
    assert person is not None
    audited = audit(index, person)
    return replace(found, audit=audited, route=route(index, person, audited, alternatives=0, changes=False))


def test_whoever_holds_the_left_side_learns_what_is_missing_for_the_right() -> None:
    found = with_route(LADDER)
    assert found.audit is not None
    assert found.route is not None
    assert [line.state for line in found.audit.lines] == [State.SHORT, State.MET, State.NOT_ASSESSED]
    assert [step.label for step in found.route.steps] == ["A course"]
    assert [one.label for one in found.route.open] == ["c"]
    assert found.audit.specification.illustrative


def test_what_is_held_counts_under_a_policy_that_names_its_judges() -> None:
    policy = Policy(judges=("https://x.example/judge",))
    found = with_route(LADDER, policy=policy)
    assert found.audit is not None
    assert [line.held for line in found.audit.lines] == [2, 3, None]


# ------------------------------------------------------------------------------------------------ the page
def test_the_page_says_the_differences_in_words() -> None:
    page = compare_page(with_route(LADDER), Names(LADDER))
    assert page.title == "left and right"
    assert page.blocks[0] == Text(
        "Both ask for 2 competences: 1 at a higher level in right and 1 at the same level. "
        "Right alone asks for 1, left alone for 0."
    )
    headings = [block.text for block in page.blocks if isinstance(block, Heading)]
    assert headings == [
        "Asked for by both (2)", "Only right (1)", "From left to right", "The learning that leads there",
        "What stays open",
    ]  # fmt: skip
    (both, only) = (block for block in page.blocks if isinstance(block, Table))
    assert both.columns == ("Title", "left", "right", "Difference")
    assert both.rows == (("a", "level 2", "level 4", "2 levels more"), ("b", "level 3", "level 3", "the same level"))
    assert only.rows == (("c", "level 1", "3 of 5, generic"),)
    (steps, still) = (block for block in page.blocks if isinstance(block, Items))
    assert [(item.text, item.details) for item in steps.items] == [
        ("A course (us)", ("10 h; £50; direct training", "from level 2 to 4: a")),
    ]
    assert [(item.text, item.details) for item in still.items] == [("Nothing teaches it: 1 competence", ("c",))]


def test_an_alignment_is_said_with_its_other_side() -> None:
    index = index_of(
        competences=[Comp("a", code="A1", label="Lead"), Comp("b", code="B2", label="Guide")],
        roles=[Role("left", [Need("a", 2, basis="why")]), Role("right", [("b", 3)])],
        alignments=[("a", CLOSE, "b")],
    )
    blocks = compare_page(compared(index), Names(index)).blocks
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert table.rows == (("A1", "Lead", "level 2 *", "level 3", "1 level more; by a close match with B2 Guide"),)
    assert Text("* proposed by signpost, not stated by a source", quiet=True) in blocks


def test_occupations_say_what_becomes_essential_and_that_no_level_is_known() -> None:
    page = compare_page(compared(JOBS), Names(JOBS))
    (both, *_) = (block for block in page.blocks if isinstance(block, Table))
    assert [(row[0], row[-1]) for row in both.rows] == [("c", "becomes essential"), ("b", "alike")]
    assert page.blocks[-1] == Text("No levels are stated for right, so what there is to reach is not known.")
    assert page.blocks[0] == Text(
        "Both ask for 2 competences: 1 essential in right alone and 1 alike. Right alone asks for 1, left alone for 1."
    )


def test_sides_that_share_nothing_say_so() -> None:
    index = index_of(roles=[Role("left", [("a", 1)]), Role("right", [("b", 2)])])
    texts = [block.text for block in compare_page(with_route(index), Names(index)).blocks if isinstance(block, Text)]
    assert texts[0].startswith("They share no competence, itself or by an exact or close match. Right alone asks for 1")
    assert "In one move there are 2 levels to gain. The two share no standard" in texts[1]
    assert "1 of 1 requirement is open. Nothing in the catalogue closes any." in texts


def test_nothing_is_missing_for_what_asks_for_less() -> None:
    index = index_of(roles=[Role("left", [("a", 3)]), Role("right", [("a", 2)])])
    texts = [block.text for block in compare_page(with_route(index), Names(index)).blocks if isinstance(block, Text)]
    assert "There is no level to gain." in texts
    assert texts[-1] == "All 1 are met: nothing is missing."


# ------------------------------------------------------------------------------------------------ the verb
def test_the_shipped_roles_compare_in_both_directions() -> None:
    there = signpost.compare("team leader", "registered manager", as_at=TODAY)
    back = signpost.compare("registered manager", "team-leader", as_at=TODAY)
    assert (there.left, there.right) == (back.right, back.left)
    shared = [sum(line.left is not None and line.right is not None for line in found.lines) for found in (there, back)]
    assert shared[0] == shared[1] >= 5
    assert there.route is not None
    assert len(there.route.closed) > 20
    assert there.moves[-1][0] == there.right.iri


def test_only_roles_and_occupations_can_be_compared() -> None:
    with pytest.raises(UnknownName, match="no role or occupation 'SCDLMCB1'"):
        signpost.compare("SCDLMCB1", "team leader")
    result = CliRunner().invoke(verbs, ["compare", "registerd manager", "team leader"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Did you mean Registered manager" in result.stderr
