"""Random small route problems, and the same problem as the engine's own input."""

from __future__ import annotations

import random
from datetime import date, timedelta

from brute import FACETS, Case
from indexes import Group, Prize, Res, Run, Teach, concept, index_of, iri

from signpost.engine.index import Index
from signpost.model import (
    Attainment,
    Constraints,
    Evidence,
    Horizon,
    PersonSpecification,
    Policy,
    Requirement,
    Shows,
)

SHOWS = {1: Shows.KNOWLEDGE, 2: Shows.PERFORMANCE, 3: Shows.BOTH}
START = date(2025, 1, 6)


def random_case(rng: random.Random, most: int = 8, **changes: object) -> Case:
    """Up to `most` resources over few competences: circles, equal prices and equal minutes are common."""
    names = ["a", "b", "c", "d", "e"][: rng.randint(2, 5)]
    even = rng.random() < 0.6
    resources = [_resource(rng, f"r{n:02d}", names, even) for n in range(rng.randint(1, most))]
    wants = []
    for name in rng.sample(names, rng.randint(1, len(names))):
        wants.append(
            (name, rng.choice([1, 1, 2, 2, 3]), 3 if rng.random() < 0.7 else rng.randint(1, 2), 3 * rng.randint(1, 3))
        )
    held = {}
    for name in names:
        if rng.random() < 0.4:
            level, facets = rng.randint(1, 2), 3 if even or rng.random() < 0.6 else rng.randint(1, 2)
            held |= {(name, facet): level for facet in FACETS[facets]}
    return Case(resources, wants, held, **changes)  # type: ignore[arg-type]  # the changes are fields of Case


def _resource(rng: random.Random, name: str, competences: list[str], even: bool) -> Res:
    taught = rng.sample(competences, min(len(competences), rng.choice([1, 1, 2, 2, 3])))
    teaches = []
    for competence in taught:
        entry = rng.choice([0, 0, 0, 1, 1, 2])
        shows = 3 if even or rng.random() < 0.5 else rng.randint(1, 2)
        teaches.append(Teach(competence, min(3, entry + rng.randint(1, 2)), entry, shows))
    others = [c for c in competences if c not in taught]
    needs = [(rng.choice(others), rng.randint(1, 2))] if others and rng.random() < 0.45 else []
    price = rng.choice([0, 100, 100, 200, 300, 500])
    return Res(
        name,
        teaches,
        needs,
        price=price,
        minutes=rng.choice([0, 30, 60, 60, 120]),
        provider=rng.choice(["", "p", "q", "s"]),
    )


def with_dates(rng: random.Random, case: Case) -> Case:
    """The case with offerings for some of its resources."""
    resources = []
    for resource in case.resources:
        runs = []
        if rng.random() < 0.5:
            first = START + timedelta(days=rng.randint(-3, 20))
            for n in range(rng.randint(1, 2)):
                start = first + timedelta(days=7 * n)
                end = start + timedelta(days=rng.randint(0, 5)) if rng.random() < 0.7 else None
                runs.append(Run(f"o{n}", start, end, price=rng.choice([-1, 100, 200]), seats=rng.choice([-1, 0, 5, 5])))
        scheduled = rng.random() < 0.2
        resources.append(Res(**{**_fields(resource), "offerings": runs, "scheduled": scheduled}))
    return Case(**{**_fields(case), "resources": resources})


def with_award(rng: random.Random, case: Case) -> Case:
    """The case with resources that give units, and an award put together from them."""
    units = ["u1", "u2", "u3", "u4"]
    resources = [Res(**{**_fields(r), "award": rng.choice(["", *units, "whole"][:6])}) for r in case.resources]
    groups = [Group(units[:1]), Group(units[1:], at_least=rng.choice([-1, 1, 2]), credits=rng.choice([-1, 3, 6]))]
    chosen = groups[rng.randint(0, 1) :]
    prizes = [Prize("whole", chosen)]
    prizes += [Prize(u, credit=n + 1, barred=["u3"] if u == "u2" else []) for n, u in enumerate(units)]
    return Case(**{**_fields(case), "resources": resources, "prizes": prizes, "award": "whole"})


def _fields(thing: object) -> dict[str, object]:
    return {name: getattr(thing, name) for name in type(thing).__dataclass_fields__}  # type: ignore[attr-defined]  # a dataclass


def index_for(case: Case) -> Index:
    """The index of a case's resources."""
    known = [c for c, *_ in case.wants] + [c for c, _ in case.held]
    return index_of(
        competences=sorted(set(known) | {t.competence for rows in case.teaching.values() for t in rows}),
        resources=case.resources,
        awards=case.prizes,
        organisations=["p", "q", "s"],
        regions={**dict.fromkeys(case.regions, ""), **case.within},
    )


def specification_for(case: Case) -> PersonSpecification:
    """The specification of a case; importance carries the weight, so horizon factors are one."""
    requirements = tuple(
        Requirement(iri("requirement", f"{n}"), iri("competence", c), level, importance=weight, asks=SHOWS[facets])
        for n, (c, level, facets, weight) in enumerate(case.wants)
    )
    shown = (Evidence(kind=concept("evidence-kind", "observation")),)
    attainments = tuple(
        Attainment(
            iri("attainment", f"{c}-{f}"),
            iri("competence", c),
            level,
            judged_by=concept("judge", "assessor"),
            evidence=shown,
            shows=SHOWS[1 if f == "k" else 2],
        )
        for (c, f), level in case.held.items()
    )
    return PersonSpecification(
        person="person-01",
        post="post",
        roles=(),
        as_at=case.as_at,
        requirements=requirements,
        attainments=attainments,
        constraints=constraints_for(case),
        policy=Policy(value_per_hour=case.value_per_hour, horizon_factors=dict.fromkeys(Horizon, 1)),
    )


def constraints_for(case: Case) -> Constraints:
    things = [*(iri("resource", x) for x in case.exclude), *(iri("organisation", x) for x in case.exclude)]
    return Constraints(
        budget=case.budget,
        hours_per_week=case.pace / 60,
        deadline=case.deadline,
        regions=tuple(iri("region", r) for r in case.regions),
        modes=tuple(concept("mode", m) for m in case.modes),
        languages=tuple(case.languages),
        exclude=tuple(things),
        require=tuple(iri("resource", r) for r in case.require),
        award=iri("award", case.award),
        unknown_prices=case.unknown_prices,
        unknown_times=case.unknown_times,
    )
