"""Random small route problems in which much competes, chains and circles, under each kind of constraint."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from brute import FACETS, Case
from cases import START, random_case, with_award, with_dates
from indexes import Res, Teach

REGIONS = {"london": "england", "north": "england", "england": "", "wales": ""}


def crowded_case(rng: random.Random, count: int) -> Case:
    """`count` resources over three or four competences that chain, circle and compete, with much to close."""
    names = ["a", "b", "c", "d"][: rng.randint(3, 4)]
    even = rng.random() < 0.5
    resources = [_competing(rng, f"r{n:02d}", names, even) for n in range(count)]
    wants = [
        (name, rng.choice([1, 2, 2, 3]), 3 if even else rng.choice([1, 2, 3, 3]), rng.choice([3, 3, 6, 9]))
        for name in names
        if rng.random() < 0.85
    ]
    held = {(name, facet): 1 for name in names if rng.random() < 0.3 for facet in FACETS[3 if even else 2]}
    return Case(resources, wants or [("a", 1, 3, 3)], held, value_per_hour=rng.choice([1500, 1500, 1111, 0]))


def _competing(rng: random.Random, name: str, competences: list[str], even: bool) -> Res:
    """Costs take few values, so that ties are common; many a resource needs what only another one gives."""
    taught = rng.sample(competences, rng.choice([1, 2, 2, 3]))
    teaches = []
    for competence in taught:
        entry = rng.choice([0, 0, 0, 0, 1, 2])
        shows = 3 if even or rng.random() < 0.5 else rng.randint(1, 2)
        teaches.append(Teach(competence, min(4, entry + rng.randint(1, 2)), entry, shows))
    others = [c for c in competences if c not in taught]
    needs = [(rng.choice(others), rng.randint(1, 2))] if others and rng.random() < 0.6 else []
    if rng.random() < 0.1:
        needs.append((taught[0], 1))
    return Res(
        name,
        teaches,
        needs,
        price=rng.choice([100, 200, 200, 300, 400, 701]),
        minutes=rng.choice([0, 60, 60, 90, 120]),
        provider=rng.choice(["", "p", "q", "s"]),
        work_based=rng.random() < 0.1,
    )


def _budgeted(rng: random.Random, case: Case) -> Case:
    unknown = [replace(r, price=-1) if rng.random() < 0.15 else r for r in case.resources]
    return replace(
        case,
        resources=unknown,
        budget=rng.choice([0, 200, 300, 500, 700, 900, 1500]),
        unknown_prices=rng.random() < 0.3,
    )


def _timed(rng: random.Random, case: Case) -> Case:
    untold = [replace(r, minutes=-1) if rng.random() < 0.1 else r for r in case.resources]
    deadline = START + timedelta(days=rng.randint(-1, 28))
    return replace(case, resources=untold, deadline=deadline, pace=rng.choice([60, 100, 180, 420]))


def _untold(rng: random.Random, case: Case) -> Case:
    untold = [replace(r, minutes=-1) if rng.random() < 0.25 else r for r in case.resources]
    return replace(case, resources=untold, unknown_times=rng.random() < 0.5)


def _required(rng: random.Random, case: Case) -> Case:
    return replace(case, require=sorted({rng.choice(case.resources).name for _ in range(rng.randint(1, 2))}))


def _excluded(rng: random.Random, case: Case) -> Case:
    return replace(case, exclude=[rng.choice(case.resources).name, rng.choice(["p", "unheard-of", "unheard-of"])])


def _placed(rng: random.Random, case: Case) -> Case:
    resources = [
        replace(
            r,
            online=rng.random() < 0.6,
            regions=rng.sample(sorted(REGIONS), rng.randint(0, 2)),
            mode=rng.choice(["online", "in-person"]),
            language=rng.choice(["", "", "en", "cy"]),
            offerings=[
                replace(run, region=rng.choice(["", *sorted(REGIONS)]), mode=rng.choice(["", "in-person", "blended"]))
                for run in r.offerings
            ],
        )
        for r in case.resources
    ]
    case = replace(case, resources=resources, regions=[rng.choice(sorted(REGIONS))], within=REGIONS)
    modes = rng.choice([(), (), (), ("online", "blended"), ("in-person",)])
    return replace(case, modes=modes, languages=rng.choice([(), ("en",), ("en", "cy"), ("en", "cy"), ("cy",)]))


TURNS = {
    "plain": (),
    "budget": (_budgeted,),
    "deadline": (_timed,),
    "unknown times": (_untold,),
    "unknown times, deadline": (_untold, _timed),
    "dates": (with_dates,),
    "dates, budget, unknown times": (with_dates, _budgeted, _untold),
    "dates, budget, deadline": (with_dates, _budgeted, _timed),
    "required": (_required,),
    "required, budget": (_required, _budgeted),
    "excluded": (_excluded,),
    "places": (with_dates, _placed),
    "award": (with_award,),
    "award, dates, deadline": (with_award, with_dates, _timed),
    "all": (with_dates, _placed, _budgeted, _timed, _excluded),
}


def drawn(kind: str, seed: int, count: int | None = None) -> Case:
    """The problem of a seed; the same for the same kind, seed and count."""
    rng = random.Random(f"{kind} {seed}")
    case = random_case(rng, most=8) if count is None and rng.random() < 0.25 else crowded_case(rng, count or 6)
    for turn in TURNS[kind]:
        case = turn(rng, case)
    return case


def met_from_the_start(case: Case) -> int:
    """The weight of what is held already, which brute force counts as closed."""
    return sum(
        weight
        for competence, level, facets, weight in case.wants
        if all(case.held.get((competence, facet), 0) >= level for facet in FACETS[facets])
    )
