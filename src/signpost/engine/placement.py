"""Where a resource would be signposted: in the best route of which roles, and what keeps it out of the others.

For each role two illustrative people are asked for, without constraints: one who holds nothing, and one who holds one
level less than the role asks for in everything. A resource is in where every route without it closes less, or costs
more; where one costs the same, the rest of the order decides. Only roles are solved that ask for something that the
resource teaches, itself or on the way there, or for a match of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from signpost.engine.audit import audit
from signpost.engine.catalogue import Catalogue, catalogue
from signpost.engine.holdings import held_levels
from signpost.engine.index import I64, Index
from signpost.engine.obstacles import Rival, aligned, obstacles
from signpost.engine.optimum import Optimum, Unproven, optimum, without
from signpost.engine.problem import closed_by, levels_after
from signpost.engine.reasons import reasons
from signpost.engine.route import lean
from signpost.engine.schedule import timetable
from signpost.engine.solver.highs import Effort
from signpost.engine.solver.solve import solve
from signpost.engine.succession import on_day
from signpost.engine.template import merged, template
from signpost.engine.twins import also_given, twins
from signpost.model import (
    VOCABULARY,
    Attainment,
    Constraints,
    Evidence,
    PersonSpecification,
    Place,
    Placed,
    Placement,
    Policy,
    Proof,
    Reach,
    Reason,
    Start,
)

WORK = 2000
"""Branch-and-bound nodes that each search may take: a deterministic limit."""


@dataclass(frozen=True, eq=False)
class Case:
    """One illustrative person, and what of the best route has been worked out for them."""

    index: Index
    role: str
    start: Start
    made: Catalogue
    work_limit: int

    @cached_property
    def best(self) -> Optimum:
        """A cheapest route; raises Unproven."""
        return optimum(self.made.problem, self.work_limit) or Optimum((), 0, 0)

    @cached_property
    def first(self) -> Optimum:
        """The best route, settled among those that cost the same; raises Unproven."""
        problem = self.made.problem
        found = lean(problem, solve(problem, Effort(nodes=self.work_limit)))
        if found.proof is not Proof.UNIQUE:
            raise Unproven
        return Optimum(found.columns, found.weight, found.cost)

    @cached_property
    def beside(self) -> frozenset[int]:
        """The resources that the best route names beside a step as just as good."""
        problem, groups = self.made.problem, twins(self.made)
        given = {twin for column in self.first.columns for twin in also_given(problem, groups, column)}
        return frozenset(problem.resource[sorted(given)].tolist())

    def holds(self, resource: int, route: Optimum) -> bool:
        """Whether a route takes a resource."""
        return resource in self.made.problem.resource[list(route.columns)]


@dataclass(frozen=True, eq=False)
class Desk:
    """Everyone who is asked for, each made once."""

    index: Index
    as_at: date
    policy: Policy
    work_limit: int
    _cases: dict[tuple[str, Start, bytes], Case] = field(default_factory=dict)

    def case(self, role: str, start: Start, regions: tuple[str, ...] = ()) -> Case:
        """The person of a role, who can travel to some regions alone; people in reach of the same are one."""
        who = person(self.index, role, start, self.as_at, self.policy, regions)
        made = catalogue(self.index, who, audit(self.index, who), held=held_levels(self.index, who))
        key = role, start, made.columns.resource.tobytes() + made.columns.offering.tobytes()
        return self._cases.setdefault(key, Case(self.index, role, start, made, self.work_limit))


def placed(
    index: Index,
    resources: Sequence[str],
    roles: Sequence[str],
    regions: Sequence[str],
    as_at: date,
    policy: Policy,
    *,
    work_limit: int = WORK,
) -> tuple[Placed, ...]:
    """Where each of some resources stands beside the best routes of some roles on a day.

    Of a resource that is bound to places it is told for each of some regions what someone finds who can travel there.
    """
    desk = Desk(index, as_at, policy, work_limit)
    return tuple(_placed(desk, index.find("resource", iri), roles, regions) for iri in resources)


def person(
    index: Index, role: str, start: Start, as_at: date, policy: Policy, regions: tuple[str, ...] = ()
) -> PersonSpecification:
    """The illustrative person of a role: what it asks for on the day, and what is held of that from the start."""
    asked, _ = on_day(index, merged(template(index, role)), as_at)
    shown = (Evidence(kind=f"{VOCABULARY}evidence-kind/appraisal", note=f"assumed: {start.value}"),)
    judge = policy.judges[0] if policy.judges else f"{VOCABULARY}judge/line-manager"
    held = tuple(
        Attainment(f"{line.id}-held", line.competence, line.level - 1, judge, shown, shows=line.asks)
        for line in asked
        if start is Start.BELOW and line.level > 1
    )
    return PersonSpecification(
        person="illustrative",
        post=index.label("role", index.find("role", role)),
        roles=(role,),
        as_at=as_at,
        requirements=asked,
        attainments=held,
        constraints=Constraints(regions=regions),
        policy=policy,
        illustrative=True,
    )


# ---------------------------------------------------------------------------------------------- one resource
def _placed(desk: Desk, resource: int, roles: Sequence[str], regions: Sequence[str]) -> Placed:
    index = desk.index
    placements = tuple(_placement(desk.case(role, start), resource) for role in roles for start in Start)
    asked = tuple(dict.fromkeys(one.role for one in placements if one.place is not Place.UNASKED))
    anywhere = bool(index.resource_online[resource] or index.resource_work_based[resource])
    language = index.text(int(index.resource_language[resource]))
    return Placed(
        resource=index.iri("resource", resource),
        label=index.label("resource", resource),
        placements=placements,
        regions=() if anywhere else tuple(_reach(desk, resource, asked, region) for region in regions),
        unpriced=bool(index.resource_price[resource] < 0 and (_prices(index, resource) < 0).all()),
        language="" if language == "en" or language.startswith("en-") else language,
    )


def _prices(index: Index, resource: int) -> I64:
    return index.offering_price[int(index.offering_rows[resource]) : int(index.offering_rows[resource + 1])]


def _reach(desk: Desk, resource: int, roles: Sequence[str], region: str) -> Reach:
    cases = {role: [desk.case(role, start, (region,)) for start in Start] for role in roles}
    told = [role for role, both in cases.items() if any(_told(case, resource) for case in both)]
    within = any(resource in case.made.problem.resource for both in cases.values() for case in both)
    return Reach(region, within, tuple(told))


def _told(case: Case, resource: int) -> bool:
    """Whether a resource is a step of a person's best route, or named beside one."""
    if resource not in case.made.problem.resource:
        return False
    try:
        return _place(case, resource)[0] in (Place.STEP, Place.BESIDE)
    except Unproven:
        return False


def _placement(case: Case, resource: int) -> Placement:
    """Where the resource stands for one person, with what keeps it out."""
    iri = case.index.iri("resource", resource)
    found = Placement(iri, case.role, case.start, Place.UNASKED)
    matches = aligned(case.made, resource)
    if not (matches or _serves(case, resource)):
        return found
    try:
        place, route = _place(case, resource)
        if place is Place.STEP:
            return replace(found, place=place, **_as_step(case, route, resource))
        beaten = tuple(_givers(case, route, resource))
        if place is Place.BESIDE:
            return replace(found, place=place, beaten_by=beaten, steps=len(route.columns))
        out = tuple(obstacles(case.made, resource, Rival(route, case.work_limit), matches))
        return replace(found, place=place, beaten_by=beaten, steps=len(route.columns), keeps_out=out)
    except Unproven:
        return replace(found, place=Place.UNSETTLED)


def _place(case: Case, resource: int) -> tuple[Place, Optimum]:
    """Where a resource stands, and the best route that says so."""
    problem, best = case.made.problem, case.best
    if case.holds(resource, best):
        other = optimum(without(problem, resource), case.work_limit)
        if other is None or best.rank < other.rank:
            return Place.STEP, best
    else:
        own = tuple(np.flatnonzero(problem.resource == resource).tolist())
        forced = optimum(replace(problem, required=(own,)), case.work_limit)
        if forced is None or best.rank < forced.rank:
            return Place.OUT, best
    if case.holds(resource, case.first):
        return Place.STEP, case.first
    return (Place.BESIDE if resource in case.beside else Place.OUT), case.first


def _as_step(case: Case, route: Optimum, resource: int) -> dict[str, object]:
    """What a placement says of a resource that is a step of a route."""
    asked = {line.id: line.competence for line in case.made.specification.requirements}
    ordered, why = _explained(case, route)
    at = next(n for n, column in enumerate(ordered) if case.made.problem.resource[column] == resource)
    closes = dict.fromkeys(asked[reason.requirement] for reason in why[at] if reason.requirement in asked)
    return {"step": at + 1, "steps": len(ordered), "closes": tuple(closes)}


def _explained(case: Case, route: Optimum) -> tuple[list[int], list[tuple[Reason, ...]]]:
    """The columns of a route in the order in which they are taken, and the reasons for each."""
    problem = case.made.problem
    ordered = [slot.column for slot in timetable(problem, route.columns) or ()]
    return ordered, reasons(case.made, ordered, closed_by(problem, levels_after(problem, route.columns)))


def _givers(case: Case, route: Optimum, resource: int) -> Iterator[str]:
    """The steps of a route that give what a resource teaches, or what that is a match of."""
    index = case.index
    rows = range(int(index.teaches_rows[resource]), int(index.teaches_rows[resource + 1]))
    taught = {index.iri("competence", int(index.teaches_competence[row])) for row in rows}
    taught |= {index.iri("competence", asked) for _, asked in aligned(case.made, resource)}
    ordered, why = _explained(case, route)
    for column, because in zip(ordered, why, strict=True):
        if any(reason.competence in taught for reason in because):
            yield index.iri("resource", int(case.made.problem.resource[column]))


def _serves(case: Case, resource: int) -> bool:
    """Whether a resource teaches something that is asked for, or needed on the way to it."""
    asked = sorted({case.made.competence(t) for target in case.made.problem.targets for t, _ in target.levels})
    wanted = _wanted(case.index, tuple(asked))
    start, end = int(case.index.teaches_rows[resource]), int(case.index.teaches_rows[resource + 1])
    return any(int(competence) in wanted for competence in case.index.teaches_competence[start:end])


@lru_cache(maxsize=64)
def _wanted(index: Index, asked: tuple[int, ...]) -> frozenset[int]:
    """Some competences and all that resources which lead to them ask for first, however far back."""
    wanted = np.zeros(len(index.competence_iri), dtype=bool)
    wanted[list(asked)] = True
    teacher = np.repeat(np.arange(len(index.resource_iri)), np.diff(index.teaches_rows))
    needing = np.repeat(np.arange(len(index.resource_iri)), np.diff(index.requires_rows))
    while True:
        leads = np.zeros(len(index.resource_iri), dtype=bool)
        leads[teacher[wanted[index.teaches_competence]]] = True
        wider = wanted.copy()
        wider[index.requires_competence[leads[needing]]] = True
        if np.array_equal(wider, wanted):
            return frozenset(np.flatnonzero(wanted).tolist())
        wanted = wider
