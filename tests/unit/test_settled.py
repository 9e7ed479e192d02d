"""A route whose last stages are left as they come is as good, and the same every time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import signpost
from signpost.learning import begun
from signpost.model import PersonSpecification, Proof

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ROLES = "https://w3id.org/signpost/id/role/"
ORDER = list(Proof)


def holding_nothing(role: str) -> PersonSpecification:
    return begun(signpost.open(), ROLES + role, date(2026, 3, 2))


@pytest.mark.parametrize("role", ["practice-leader", "service-manager"])
def test_it_closes_costs_and_ends_as_the_best(role: str) -> None:
    case = holding_nothing(role)
    best = signpost.route(case, alternatives=0, changes=False)
    quick = signpost.route(case, alternatives=0, changes=False, until=Proof.FINISH)
    assert (quick.weight, quick.cost, quick.finish) == (best.weight, best.cost, best.finish)
    assert (quick.closed, quick.stopped, quick.proof) == (best.closed, "", Proof.FINISH)
    assert best.proof is Proof.UNIQUE
    assert quick == signpost.route(case, alternatives=0, changes=False, until=Proof.FINISH)


def test_spare_nodes_settle_more_and_where_they_suffice_all() -> None:
    case = holding_nothing("practice-leader")
    few, more = (signpost.route(case, alternatives=0, changes=False, until=Proof.FINISH, spare=n) for n in (1, 30))
    assert ORDER.index(few.proof) < ORDER.index(more.proof)
    assert more == signpost.route(case, alternatives=0, changes=False)
    assert (few.stopped, more.stopped) == ("", "")


def test_a_work_limit_still_stops_it() -> None:
    case = replace(signpost.specification(EXAMPLES / "service-manager.yaml"), label="")
    route = signpost.route(case, alternatives=0, changes=False, until=Proof.FINISH, spare=100, work_limit=3)
    assert route.stopped == "work limit"
