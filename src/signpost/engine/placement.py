"""Where a resource would be signposted: in the best route of which roles, and what keeps it out of the others.

For each role two illustrative people are asked for, without constraints: one who holds nothing, and one who holds one
level less than the role asks for in everything. A resource is in where every route without it closes less, or costs
more; where one costs the same, the rest of the order decides. Only roles are solved that ask for something that the
resource teaches, itself or on the way there, or for a match of it; and of those so many as the caller lets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np

from signpost.engine.illustrative import Case, Desk
from signpost.engine.index import I64, Index
from signpost.engine.obstacles import Rival, aligned, matches, obstacles, rows
from signpost.engine.optimum import Optimum, Unproven, optimum, without
from signpost.engine.problem import closed_by, levels_after
from signpost.engine.reasons import reasons
from signpost.engine.schedule import timetable
from signpost.model import Keeps, Place, Placed, Placement, Policy, Reach, Reason, Start

WORK = 2000
"""Branch-and-bound nodes that each search may take: a deterministic limit."""

ROLES = 25
"""So many roles are solved for one resource, those first that ask for what it teaches itself."""


FIRST = 0.7
"""The part of the time for a resource in which no region is looked at yet."""

Enough = Callable[[float], bool]
"""Whether the time for so many resources is up: 1.7 is the whole time of the first and seven tenths of the second's."""


def never(resources: float) -> bool:
    """The time is never up."""
    return False


def placed(
    index: Index,
    resources: Sequence[str],
    roles: Sequence[str],
    regions: Sequence[str],
    as_at: date,
    policy: Policy,
    *,
    work_limit: int = WORK,
    most: int = ROLES,
    enough: Enough = never,
) -> tuple[Placed, ...]:
    """Where each of some resources stands beside the best routes of some roles on a day.

    Of a resource that is bound to places it is told for each of some regions what someone finds who can travel there.
    At most so many roles are looked at for each resource, and no further one after the caller says that it is enough.
    """
    desk = Desk(index, as_at, policy, work_limit)
    return tuple(
        _placed(desk, index.find("resource", iri), roles, regions, most, partial(_up, enough, n))
        for n, iri in enumerate(resources)
    )


def _up(enough: Enough, before: int, part: float) -> bool:
    """Whether a part of the time for a resource is up, so many resources before it."""
    return enough(before + part)


# ---------------------------------------------------------------------------------------------- one resource
Found = Mapping[tuple[str, Start], Placement]


def _placed(desk: Desk, resource: int, roles: Sequence[str], regions: Sequence[str], most: int, up: Enough) -> Placed:
    index, helped = desk.index, _helped(desk.index, resource)
    asking = _asking(desk, resource, roles, helped)
    found = _placements(desk, resource, asking[:most], helped, up)
    iri = index.iri("resource", resource)
    silent = dict.fromkeys(roles, Place.UNASKED) | dict.fromkeys(asking, Place.PASSED)
    every = [found.get((role, start), Placement(iri, role, start, silent[role])) for role in roles for start in Start]
    anywhere = bool(index.resource_online[resource] or index.resource_work_based[resource])
    language = index.text(int(index.resource_language[resource]))
    return Placed(
        resource=iri,
        label=index.label("resource", resource),
        placements=tuple(every),
        regions=() if anywhere else tuple(_reach(desk, resource, found, region, up) for region in regions),
        unpriced=bool(index.resource_price[resource] < 0 and (_prices(index, resource) < 0).all()),
        language="" if language == "en" or language.startswith("en-") else language,
        closed=_closed(desk, resource),
    )


def _closed(desk: Desk, resource: int) -> Keeps | None:
    """What keeps everybody from taking a resource on the day, if anything does."""
    index = desk.index
    if resource in np.frombuffer(desk.ways(())[0], dtype=np.int32):
        return None
    if index.resource_minutes[resource] < 0:
        return Keeps.UNTIMED
    runs = list(rows(index.offering_rows, resource))
    if not runs:
        return Keeps.UNDATED
    start = index.offering_start[runs]
    return Keeps.PAST if ((start >= 0) & (start < desk.as_at.toordinal())).all() else Keeps.FULL


def _asking(desk: Desk, resource: int, roles: Sequence[str], helped: frozenset[int]) -> list[str]:
    """The roles that ask for something of it, first those that ask for what it teaches itself or a match of that."""
    direct = _taught(desk.index, resource) | matches(desk.index, resource)
    return sorted((role for role in roles if desk.asked(role) & helped), key=lambda role: not desk.asked(role) & direct)


def _placements(desk: Desk, resource: int, roles: Sequence[str], helped: frozenset[int], up: Enough) -> Found:
    """Where the resource stands for the people of some roles, as far as the time goes."""
    found: dict[tuple[str, Start], Placement] = {}
    for role in roles:
        if up(FIRST):
            break
        found |= {(role, start): _placement(desk.case(role, start), resource, helped) for start in Start}
    return found


def _prices(index: Index, resource: int) -> I64:
    return index.offering_price[int(index.offering_rows[resource]) : int(index.offering_rows[resource + 1])]


def _reach(desk: Desk, resource: int, found: Found, region: str, up: Enough) -> Reach:
    """What someone finds who can travel to a region alone, among the roles that ask for something of it."""
    within = resource in np.frombuffer(desk.ways((region,))[0], dtype=np.int32)
    told: dict[str, bool] = {}
    asking = dict.fromkeys(role for (role, _), one in found.items() if one.place is not Place.UNASKED)
    for role in asking if within else ():
        if up(1):
            break
        with suppress(Unproven):
            told[role] = any(_told(desk.case(role, start, (region,)), resource) for start in Start)
    return Reach(region, within, tuple(role for role in told if told[role]), len(told))


def _told(case: Case, resource: int) -> bool:
    """Whether a resource is a step of a person's best route, or named beside one; raises Unproven."""
    if not (case.made.problem.resource == resource).any():
        return False
    return _place(case, resource)[0] in (Place.STEP, Place.BESIDE)


def _placement(case: Case, resource: int, helped: frozenset[int]) -> Placement:
    """Where the resource stands for one person, with what keeps it out."""
    iri = case.index.iri("resource", resource)
    found = Placement(iri, case.role, case.start, Place.UNASKED)
    if not case.missing & helped:
        return found
    try:
        place, route = _place(case, resource)
        if place is Place.STEP:
            return _as_step(replace(found, place=place), case, route, resource)
        found = _as_rival(replace(found, place=place), case, route, resource)
        if place is Place.BESIDE:
            return found
        out = obstacles(Rival(case.made, case.audited, route, case.work_limit), resource)
        return replace(found, keeps_out=tuple(out))
    except Unproven:
        return Placement(found.resource, found.role, found.start, Place.UNSETTLED)


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


def _as_step(found: Placement, case: Case, route: Optimum, resource: int) -> Placement:
    """The placement of a resource that is a step of a route."""
    asked = {line.id: line.competence for line in case.made.specification.requirements}
    ordered, why = _explained(case, route)
    at = next(n for n, column in enumerate(ordered) if case.made.problem.resource[column] == resource)
    closes = dict.fromkeys(asked[reason.requirement] for reason in why[at] if reason.requirement in asked)
    return replace(found, step=at + 1, steps=len(ordered), closes=tuple(closes))


def _explained(case: Case, route: Optimum) -> tuple[list[int], list[tuple[Reason, ...]]]:
    """The columns of a route in the order in which they are taken, and the reasons for each."""
    problem = case.made.problem
    ordered = [slot.column for slot in timetable(problem, route.columns) or ()]
    return ordered, reasons(case.made, ordered, closed_by(problem, levels_after(problem, route.columns)))


def _as_rival(found: Placement, case: Case, route: Optimum, resource: int) -> Placement:
    """The placement of a resource that is no step: which steps give what it teaches, or what that is a match of."""
    index = case.index
    taught = {int(index.teaches_competence[row]) for row in rows(index.teaches_rows, resource)}
    taught.update(asked for _, asked in aligned(case.made, resource))
    own = {index.iri("competence", competence) for competence in taught}
    ordered, why = _explained(case, route)
    given = {
        index.iri("resource", int(case.made.problem.resource[column])): {reason.competence for reason in because}
        for column, because in zip(ordered, why, strict=True)
    }
    beaten = {iri: raised for iri, raised in given.items() if raised & own}
    anyway = bool(beaten) and all(raised - own for raised in beaten.values())
    return replace(found, steps=len(ordered), beaten_by=tuple(beaten), anyway=anyway)


def _taught(index: Index, resource: int) -> frozenset[int]:
    return frozenset(int(index.teaches_competence[row]) for row in rows(index.teaches_rows, resource))


def _helped(index: Index, resource: int) -> frozenset[int]:
    """What a resource teaches, what that is a match of, and what others teach that ask for it first, however far on."""
    helped = np.zeros(len(index.competence_iri), dtype=bool)
    helped[list(_taught(index, resource))] = True
    teacher = np.repeat(np.arange(len(index.resource_iri)), np.diff(index.teaches_rows))
    needing = np.repeat(np.arange(len(index.resource_iri)), np.diff(index.requires_rows))
    while True:
        led = np.zeros(len(index.resource_iri), dtype=bool)
        led[needing[helped[index.requires_competence]]] = True
        wider = helped.copy()
        wider[index.teaches_competence[led[teacher]]] = True
        if np.array_equal(wider, helped):
            return frozenset(np.flatnonzero(helped).tolist()) | matches(index, resource)
        helped = wider
