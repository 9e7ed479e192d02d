"""What must hold of every audit, whatever the specification."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from indexes import concept, index_of
from people import case, holds, need

from signpost.engine.audit import audit
from signpost.engine.index import BROAD, CLOSE, EXACT
from signpost.model import Attainment, PersonSpecification, Policy, State

NAMES = "abcdef"
INDEX = index_of(
    competences=list(NAMES), alignments=[("a", EXACT, "b"), ("b", CLOSE, "c"), ("c", BROAD, "d"), ("e", EXACT, "a")]
)
FACETS = st.sampled_from(["knowledge", "performance", "both"])
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))


@st.composite
def attainments(draw: st.DrawFn) -> Attainment:
    since, until = draw(DAYS), draw(DAYS)
    if since and until and until < since:
        since, until = until, since
    judge = draw(st.sampled_from(["self", "peer", "assessor"]))
    name, level = draw(st.sampled_from(NAMES)), draw(st.integers(0, 5))
    return holds(name, level, judge=judge, shows=draw(FACETS), since=since, until=until)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    credits = [draw(st.none() | st.integers(0, 3)) for _ in range(3)]
    judges = draw(st.sampled_from([(), (concept("judge", "assessor"),)]))
    return Policy(
        judges=judges, close_match_credit=credits[0], broad_match_credit=credits[1], narrow_match_credit=credits[2]
    )


@st.composite
def cases(draw: st.DrawFn) -> PersonSpecification:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
    needs = [need(name, draw(st.integers(1, 5)), draw(FACETS)) for name in names]
    return case(needs, draw(st.lists(attainments(), max_size=8)), policy=draw(policies()))


@given(cases())
def test_states_follow_from_levels(specification: PersonSpecification) -> None:
    for line in audit(INDEX, specification).lines:
        required, held = line.requirement.level, line.held
        assert (line.state is State.MET) == (held is not None and held >= required)
        assert line.state is not State.NOT_ASSESSED or held is None
        assert line.state is not State.SHORT or (held is not None and line.gap == required - held > 0)
        assert (line.gap is None) == (held is None)


@given(cases())
def test_every_level_held_rests_on_judgements_that_count(specification: PersonSpecification) -> None:
    for line in audit(INDEX, specification).lines:
        counted = [holding for holding in line.holdings if holding.counts]
        assert (line.held is not None) == bool(counted)
        assert all(holding.attainment.evidence for holding in counted)
        assert all(holding.counts != bool(holding.reason) for holding in line.holdings)
        assert line.held is None or line.held <= max(holding.level for holding in counted)


@given(cases(), attainments())
def test_more_attainments_never_open_a_requirement(specification: PersonSpecification, more: Attainment) -> None:
    before = {line.requirement.id for line in audit(INDEX, specification).open}
    richer = replace(specification, attainments=(*specification.attainments, more))
    assert {line.requirement.id for line in audit(INDEX, richer).open} <= before


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_attainments_changes_no_state(specification: PersonSpecification, random: object) -> None:
    shuffled = list(specification.attainments)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    other = audit(INDEX, replace(specification, attainments=tuple(shuffled)))
    told = [(line.state, line.held, line.disagreement) for line in audit(INDEX, specification).lines]
    assert told == [(line.state, line.held, line.disagreement) for line in other.lines]


@given(cases())
def test_a_kinder_policy_never_opens_a_requirement(specification: PersonSpecification) -> None:
    before = {line.requirement.id for line in audit(INDEX, specification).open}
    policy = replace(specification.policy, judges=(), close_match_credit=0, broad_match_credit=0, narrow_match_credit=0)
    assert {line.requirement.id for line in audit(INDEX, replace(specification, policy=policy)).open} <= before


@given(cases())
def test_without_last_days_nothing_is_expired(specification: PersonSpecification) -> None:
    lasting = tuple(replace(attainment, until=None) for attainment in specification.attainments)
    lines = audit(INDEX, replace(specification, attainments=lasting)).lines
    assert all(line.state is not State.EXPIRED for line in lines)


@given(cases())
def test_before_any_day_of_any_evidence_nothing_is_assessed(specification: PersonSpecification) -> None:
    lines = audit(INDEX, replace(specification, as_at=date(2019, 1, 1) - timedelta(days=1))).lines
    assert all(line.state is State.NOT_ASSESSED for line in lines)
