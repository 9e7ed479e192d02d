"""The audit against cases worked out by hand from the definitions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from indexes import Comp, Work, concept, index_of, iri
from people import SEEN, TODAY, case, holds, need

from signpost.engine.audit import audit, profile
from signpost.engine.index import BROAD, CLOSE, EXACT, NARROW, RELATED
from signpost.model import Attainment, AuditLine, Edition, Evidence, Policy, Requirement, State

INDEX = index_of(
    competences=[Comp("a", label="Manage budgets"), "b", "c", "d", "e", "f"],
    alignments=[("a", EXACT, "b"), ("b", EXACT, "c"), ("a", CLOSE, "d"), ("a", BROAD, "e"), ("a", RELATED, "f")],
)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
CREDIT = Policy(close_match_credit=1, broad_match_credit=2, narrow_match_credit=0)


def line(requirement: Requirement, *held: Attainment, policy: Policy | None = None, day: date = TODAY) -> AuditLine:
    return audit(INDEX, case([requirement], held, policy=policy, day=day)).lines[0]


@pytest.mark.parametrize(
    ("held", "state", "level", "gap"),
    [
        ((), State.NOT_ASSESSED, None, None),
        ((holds("a", 3),), State.MET, 3, 0),
        ((holds("a", 5),), State.MET, 5, 0),
        ((holds("a", 1),), State.SHORT, 1, 2),
        ((holds("a", 0),), State.SHORT, 0, 3),
        ((holds("a", 1), holds("a", 2)), State.SHORT, 2, 1),
        ((holds("a", 3, until=TODAY),), State.MET, 3, 0),
        ((holds("a", 3, until=YESTERDAY),), State.EXPIRED, None, None),
        ((holds("a", 3, until=YESTERDAY), holds("a", 2)), State.EXPIRED, 2, 1),
        ((holds("a", 2, until=YESTERDAY),), State.NOT_ASSESSED, None, None),
        ((holds("a", 3, since=TODAY),), State.MET, 3, 0),
        ((holds("a", 3, since=TOMORROW),), State.NOT_ASSESSED, None, None),
        ((holds("a", 3, evidence=()),), State.NOT_ASSESSED, None, None),
    ],
)
def test_each_requirement_is_in_exactly_one_state(
    held: tuple[Attainment, ...], state: State, level: int | None, gap: int | None
) -> None:
    found = line(need("a", 3), *held)
    assert (found.state, found.held, found.gap) == (state, level, gap)


def test_an_attainment_without_a_first_day_begins_with_its_earliest_evidence() -> None:
    late = (Evidence("urn:kind", day=TOMORROW),)
    assert line(need("a", 1), holds("a", 1, evidence=late)).state is State.NOT_ASSESSED
    assert line(need("a", 1), holds("a", 1, evidence=late), day=TOMORROW).state is State.MET


@pytest.mark.parametrize(
    ("asks", "shown", "state"),
    [
        ("performance", ["knowledge"], State.NOT_ASSESSED),
        ("both", ["knowledge"], State.NOT_ASSESSED),
        ("both", ["performance"], State.NOT_ASSESSED),
        ("knowledge", ["knowledge"], State.MET),
        ("knowledge", ["performance"], State.NOT_ASSESSED),
        ("performance", ["performance"], State.MET),
        ("both", ["knowledge", "performance"], State.MET),
        ("performance", ["both"], State.MET),
    ],
)
def test_knowledge_and_performance_are_two_facets(asks: str, shown: list[str], state: State) -> None:
    assert line(need("a", 3, asks), *(holds("a", 3, shows=facet) for facet in shown)).state is state


def test_a_requirement_for_both_is_held_at_the_lower_of_the_two() -> None:
    found = line(need("a", 3), holds("a", 4, shows="knowledge"), holds("a", 2, shows="performance"))
    assert (found.state, found.held, found.gap) == (State.SHORT, 2, 1)
    assert [holding.counts for holding in found.holdings] == [True, True]


def test_knowledge_alone_is_listed_with_the_reason_why_it_does_not_count() -> None:
    (holding,) = line(need("a", 3, "performance"), holds("a", 3, shows="knowledge")).holdings
    assert (holding.counts, holding.reason) == (False, "it shows knowledge only")


@pytest.mark.parametrize(
    ("held", "level", "via"),
    [
        ("b", 4, "exactMatch"),
        ("d", 3, "closeMatch"),
        ("e", 2, "broadMatch"),
    ],
)
def test_an_alignment_carries_a_level_at_the_policys_credit(held: str, level: int, via: str) -> None:
    found = line(need("a", 4), holds(held, 4), policy=CREDIT)
    assert (found.held, found.holdings[0].via, found.holdings[0].level) == (level, via, level)


def test_a_narrower_match_is_the_other_end_of_a_broader_one() -> None:
    found = line(need("e", 4), holds("a", 4), policy=CREDIT)
    assert (found.held, found.holdings[0].via) == (4, "narrowMatch")


def test_without_credit_only_an_exact_match_counts_and_the_rest_is_listed() -> None:
    found = line(need("a", 4), holds("d", 4), holds("e", 4), policy=Policy())
    assert found.state is State.NOT_ASSESSED
    assert [holding.reason for holding in found.holdings] == [
        "the policy gives no credit across closeMatch",
        "the policy gives no credit across broadMatch",
    ]


def test_a_credit_that_leaves_no_level_says_nothing() -> None:
    found = line(need("a", 4), holds("e", 2), policy=CREDIT)
    assert (found.state, found.held) == (State.NOT_ASSESSED, None)


def test_a_related_match_and_a_match_of_a_match_carry_nothing() -> None:
    assert line(need("a", 1), holds("f", 5), holds("c", 5), policy=CREDIT).holdings == ()
    assert line(need("c", 1), holds("b", 5)).held == 5


def test_the_policy_says_whose_judgement_counts() -> None:
    policy = Policy(judges=(concept("judge", "assessor"),))
    found = line(need("a", 3), holds("a", 3, judge="self"), holds("a", 1), policy=policy)
    assert (found.state, found.held) == (State.SHORT, 1)
    assert found.holdings[0].reason == "the policy does not count the judgement of: self"


@pytest.mark.parametrize(
    ("held", "disagree"),
    [
        ((holds("a", 1, judge="self"), holds("a", 3)), True),
        ((holds("a", 2, judge="self"), holds("a", 3)), False),
        ((holds("a", 1, judge="self", until=YESTERDAY), holds("a", 3)), False),
        ((holds("a", 4, judge="test", shows="knowledge"), holds("a", 1, shows="performance")), False),
        ((holds("b", 1, judge="self"), holds("a", 3)), True),
        ((holds("a", 1, judge="peer"), holds("a", 4, judge="peer")), True),
        ((holds("a", 1, since=date(2020, 1, 1), evidence=(Evidence("urn:k"),)), holds("a", 4)), False),
    ],
)
def test_a_spread_between_judges_is_shown_as_disagreement(held: tuple[Attainment, ...], disagree: bool) -> None:
    assert line(need("a", 3), *held).disagreement is disagree


def test_a_judge_who_does_not_count_still_disagrees() -> None:
    policy = Policy(judges=(concept("judge", "assessor"),))
    assert line(need("a", 3), holds("a", 1, judge="self"), holds("a", 3), policy=policy).disagreement


def test_age_is_that_of_the_latest_evidence_on_the_day() -> None:
    evidence = (*SEEN, Evidence("urn:k", day=TODAY - timedelta(days=10)), Evidence("urn:k", day=TOMORROW))
    assert line(need("a", 3), holds("a", 3, evidence=evidence)).holdings[0].age_days == 10
    undated = (Evidence("urn:k"),)
    assert line(need("a", 3), holds("a", 3, evidence=undated)).holdings[0].age_days is None
    assert line(need("a", 3), holds("a", 3, since=YESTERDAY, evidence=undated)).holdings[0].age_days == 1


def test_the_day_may_be_any_past_day() -> None:
    held = holds("a", 3, since=date(2020, 1, 1), until=date(2022, 12, 31))
    states = [line(need("a", 3), held, day=date(year, 6, 1)).state for year in (2019, 2021, 2023)]
    assert states == [State.NOT_ASSESSED, State.MET, State.EXPIRED]


def test_lines_keep_the_specifications_order_and_carry_labels() -> None:
    found = audit(INDEX, case([need("f", 1), need("a", 1), need("unheard-of", 1)], [holds("unheard-of", 2)]))
    assert [one.label for one in found.lines] == ["f", "Manage budgets", iri("competence", "unheard-of")]
    assert [one.state for one in found.open] == [State.NOT_ASSESSED, State.NOT_ASSESSED]
    assert found.release == "test"


def test_strengths_and_areas_for_development_stand_by_family() -> None:
    needs = [need("a", 1, family="specialist"), need("b", 1), need("c", 1), need("d", 1, family="specialist")]
    found = profile(audit(INDEX, case(needs, [holds("a", 1)])))
    assert [(one.family.rsplit("/", 1)[1], len(one.strengths), len(one.development)) for one in found] == [
        ("specialist", 1, 1),
        ("generic", 1, 1),
    ]


def test_an_inverse_alignment_is_read_as_the_index_states_it() -> None:
    index = index_of(alignments=[("wide", NARROW, "small")])
    found = audit(index, case([need("small", 2)], [holds("wide", 4)], policy=CREDIT)).lines[0]
    assert (found.held, found.holdings[0].via) == (2, "broadMatch")


BEFORE, AFTER = TODAY - timedelta(days=400), TODAY + timedelta(days=400)


@pytest.mark.parametrize(
    ("work", "own", "edition"),
    [
        (Work("f", start=TODAY), "", Edition.IN_FORCE),
        (Work("f", start=TOMORROW), "", Edition.NOT_YET),
        (Work("f", start=BEFORE, start_latest=YESTERDAY), "", Edition.IN_FORCE),
        (Work("f", start=BEFORE, start_latest=TOMORROW), "", Edition.UNCERTAIN),
        (Work("f", start=TOMORROW, start_latest=AFTER), "", Edition.NOT_YET),
        (Work("f"), "", Edition.UNCERTAIN),
        (Work("f", start=BEFORE, until=TODAY), "", Edition.IN_FORCE),
        (Work("f", start=BEFORE, until=YESTERDAY), "", Edition.ENDED),
        (Work("f", until=YESTERDAY), "", Edition.ENDED),
        (Work("f", until=TOMORROW), "", Edition.UNCERTAIN),
        (Work("f", "superseded", start=BEFORE), "", Edition.UNCERTAIN),
        (Work("f", "superseded", start=BEFORE, until=TOMORROW), "", Edition.IN_FORCE),
        (Work("f", "superseded", start=TOMORROW), "", Edition.NOT_YET),
        (Work("f", "legacy", start=BEFORE), "", Edition.UNCERTAIN),
        (Work("f", "", start=BEFORE), "", Edition.UNCERTAIN),
        (Work("f", "current", start=BEFORE), "withdrawn", Edition.UNCERTAIN),
        (Work("f", "superseded", start=BEFORE), "current", Edition.IN_FORCE),
    ],
)
def test_the_edition_is_told_by_its_stated_dates_and_status_alone(work: Work, own: str, edition: Edition) -> None:
    index = index_of(competences=[Comp("a", framework="f", status=own)], frameworks=[work])
    assert audit(index, case([need("a", 3)])).lines[0].edition is edition


def test_the_same_release_answers_for_each_day_with_the_edition_of_that_day() -> None:
    index = index_of(competences=[Comp("a", framework="f")], frameworks=[Work("f", start=TODAY, until=TOMORROW)])
    days = (YESTERDAY, TODAY, TOMORROW, AFTER)
    found = [audit(index, case([need("a", 3)], day=day)).lines[0].edition.value for day in days]
    assert found == ["not yet in force", "in force", "in force", "no longer in force"]


@pytest.mark.parametrize("name", ["a", "unknown"])
def test_a_competence_of_no_framework_has_no_certain_edition(name: str) -> None:
    assert line(need(name, 3)).edition is Edition.UNCERTAIN
