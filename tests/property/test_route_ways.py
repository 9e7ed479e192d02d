"""The tree and the clause learner are two ways to one answer: whichever is there, the same bytes come out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from cases import index_for, specification_for
from drawn import drawn

from benchmarks.catalogues import AS_AT, catalogue, person, with_constraints
from signpost.engine.audit import audit
from signpost.engine.index import Index
from signpost.engine.route import route
from signpost.engine.solver import learner
from signpost.model import Constraints, LearningRoute, PersonSpecification, Proof

BY_TREE = 10**9
"""Effort that is counted in nodes is spent by the tree alone."""

KINDS = ("budget", "deadline", "dates, budget, deadline", "required, budget", "award, dates, deadline", "all")


def both_ways(index: Index, specification: PersonSpecification, alternatives: int) -> list[LearningRoute]:
    audited = audit(index, specification)
    assert learner.present(), "the test extra brings the learner along"
    return [
        route(index, specification, audited, alternatives=alternatives, work_limit=limit) for limit in (None, BY_TREE)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_small_problems_have_one_answer_whichever_way_is_taken(kind: str) -> None:
    for seed in range(60):
        case = drawn(kind, seed)
        learnt, grown = both_ways(index_for(case), specification_for(case), 2)
        assert repr(learnt) == repr(grown), f"{kind}, seed {seed}"


@pytest.mark.parametrize("seed", [0, 1])
def test_a_large_catalogue_has_one_answer_whichever_way_is_taken(seed: int) -> None:
    index = catalogue(1500, seed)
    specification = person(index, 8, seed)
    free = route(index, specification, audit(index, specification), alternatives=0)
    weeks = max(1, round(free.minutes * 0.85 / 180))
    limits = Constraints(budget=free.price * 3 // 4, hours_per_week=3.0, deadline=AS_AT + timedelta(weeks=weeks))
    learnt, grown = both_ways(index, with_constraints(specification, limits), 0)
    assert learnt.proof is Proof.UNIQUE
    assert repr(replace(learnt, greedy_cost=None)) == repr(replace(grown, greedy_cost=None))
