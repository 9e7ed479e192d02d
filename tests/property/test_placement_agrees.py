"""Where a resource is said to stand is where the route itself has it; a price or a time that is told tips it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from brute import Case
from cases import START, random_case, with_dates
from drawn import crowded_case
from indexes import Need, Res, Role, index_of, iri

from signpost.engine.audit import audit
from signpost.engine.illustrative import person
from signpost.engine.placement import placed
from signpost.engine.route import route
from signpost.model import Keeps, LearningRoute, Obstacle, Place, Placement, Policy

ROLE = iri("role", "role")


def drawn(seed: int) -> Case:
    rng = random.Random(seed)
    case = crowded_case(rng, 7) if seed % 2 else random_case(rng, 7)
    return with_dates(rng, case) if seed % 3 == 0 else case


class Ground:
    """The resources of a case, and a role that asks for what it wants."""

    def __init__(self, case: Case) -> None:
        self.resources = list(case.resources)
        needs = [Need(c, level, importance=1 + weight % 5, asks=asks) for c, level, asks, weight in case.wants]
        self.role = Role("role", needs)
        self.policy = Policy(value_per_hour=case.value_per_hour)

    def placements(self) -> Iterator[Placement]:
        index = index_of(resources=self.resources, roles=[self.role])
        names = [iri("resource", each.name) for each in self.resources]
        for one in placed(index, names, [ROLE], [], START, self.policy):
            yield from one.placements

    def best(self, one: Placement, resources: list[Res] | None = None) -> LearningRoute:
        """What the route itself says to the same person."""
        chosen = self.resources if resources is None else resources
        index = index_of(competences=[need.competence for need in self.role.needs], resources=chosen, roles=[self.role])
        who = person(index, ROLE, one.start, START, self.policy)
        return route(index, who, audit(index, who), alternatives=0, changes=False)

    def changed(self, one: Placement, obstacle: Obstacle, amount: int) -> list[Res]:
        """The resources with another price or time of the one that is placed."""
        return [_with(each, obstacle, amount) if iri("resource", each.name) == one.resource else each
                for each in self.resources]  # fmt: skip

    def without(self, one: Placement) -> list[Res]:
        return [each for each in self.resources if iri("resource", each.name) != one.resource]


def _with(each: Res, obstacle: Obstacle, amount: int) -> Res:
    if obstacle.keeps is Keeps.PRICE:
        return replace(each, price=amount, offerings=[replace(run, price=amount) for run in each.offerings])
    return replace(each, minutes=amount)


def takes(found: LearningRoute, resource: str) -> bool:
    return resource in [step.resource for step in found.steps]


@pytest.mark.parametrize("part", range(3))
def test_what_is_said_of_a_resource_is_what_the_route_says(part: int) -> None:
    seen: Counter[Place] = Counter()
    for seed in range(part, 60, 3):
        ground = Ground(drawn(seed))
        routes: dict[object, LearningRoute] = {}
        for one in ground.placements():
            found = routes.setdefault(one.start, ground.best(one))
            beside = {iri for step in found.steps for iri in step.also}
            assert takes(found, one.resource) == (one.place is Place.STEP), (seed, one)
            assert (one.place is Place.BESIDE) == (one.resource in beside - {s.resource for s in found.steps})
            seen[one.place] += 1
    assert seen[Place.STEP] > 20
    assert seen[Place.OUT] > 20


@pytest.mark.parametrize("part", range(3))
def test_at_the_amount_that_is_told_it_is_in_and_at_one_more_it_is_no_better(part: int) -> None:
    told: Counter[Keeps] = Counter()
    for seed in range(part, 120, 3):
        ground = Ground(drawn(seed))
        for one in ground.placements():
            for obstacle in one.keeps_out:
                if obstacle.keeps not in (Keeps.PRICE, Keeps.TIME) or obstacle.needed is None:
                    continue
                at = ground.best(one, ground.changed(one, obstacle, obstacle.needed))
                assert takes(at, one.resource), (seed, one)
                over = ground.best(one, ground.changed(one, obstacle, obstacle.needed + 1))
                rest = ground.best(one, ground.without(one))
                dated = any(each.offerings for each in ground.resources)
                if obstacle.keeps is Keeps.PRICE or not dated:
                    assert not takes(over, one.resource) or (over.weight, over.cost) == (rest.weight, rest.cost)
                told[obstacle.keeps] += 1
    assert told[Keeps.PRICE] > 5
    assert told[Keeps.TIME] > 2


def test_where_no_price_is_told_not_even_a_gift_is_better() -> None:
    silent = 0
    for seed in range(40):
        ground = Ground(drawn(seed))
        for one in ground.placements():
            free = Obstacle(Keeps.PRICE, None, 0)
            if one.place is Place.OUT and not any(each.keeps is Keeps.PRICE for each in one.keeps_out):
                found = ground.best(one, ground.changed(one, free, 0))
                rest = ground.best(one, ground.without(one))
                assert not takes(found, one.resource) or (found.weight, found.cost) == (rest.weight, rest.cost)
                silent += 1
    assert silent > 20


def test_a_later_day_changes_nothing_where_nothing_is_dated() -> None:
    ground = Ground(random_case(random.Random(7), 7))
    index = index_of(resources=ground.resources, roles=[ground.role])
    names = [iri("resource", each.name) for each in ground.resources]
    today, later = (placed(index, names, [ROLE], [], day, ground.policy) for day in (START, START + timedelta(days=30)))
    assert today == later
