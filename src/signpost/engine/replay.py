"""Checks an answer against the definition of a valid route, step by step from the index, apart from how it was found.

Written in plain Python over the index's rows; it shares with the solver only what the audit says is held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, product

from signpost.engine.holdings import held_levels
from signpost.engine.index import Index
from signpost.model import Audit, LearningRoute, PersonSpecification, Shows, State, Step

FACETS = {Shows.KNOWLEDGE: (0,), Shows.PERFORMANCE: (1,), Shows.BOTH: (0, 1)}
Row = tuple[tuple[tuple[int, int, int, int], ...], tuple[tuple[int, int], ...]]
"""(competence, facet, entry, outcome) of all that a resource teaches; (competence, level) of all it needs beside."""

Levels = dict[tuple[int, int], int]
"""(competence, facet) -> level; facet 0 is knowledge, 1 performance."""


@dataclass(frozen=True, eq=False)
class Ground:
    """What a route is checked on."""

    index: Index
    specification: PersonSpecification
    audited: Audit
    held: Levels
    rows: dict[int, Row] = field(default_factory=dict)

    def row(self, resource: int) -> Row:
        """What a resource teaches and needs, read once."""
        if resource not in self.rows:
            taught = tuple(_taught(self.index, resource))
            own = {competence for competence, *_ in taught}
            needs = tuple((c, level) for c, level in _required(self.index, resource) if c not in own)
            self.rows[resource] = taught, needs
        return self.rows[resource]


def faults(index: Index, specification: PersonSpecification, audited: Audit, route: LearningRoute) -> list[str]:
    """Every way in which a route is not what it says: empty for a sound one."""
    ground = Ground(index, specification, audited, _held(index, specification))
    rows = [index.find("resource", step.resource) for step in route.steps]
    if -1 in rows or len(set(rows)) < len(rows):
        return ["a step is no resource of this release, or stands twice"]
    found = [*_order(ground, rows), *_dates(ground, route.steps), *_sums(ground, route), *_limits(ground, route)]
    if found:
        return found
    closed = _closed(ground, _after(ground, rows)[0])
    if closed != set(route.closed):
        found.append("what it closes is not what it says")
    for row in rows:
        rest = [other for other in rows if other != row]
        levels, blocked = _after(ground, rest)
        if not blocked and closed <= _closed(ground, levels) and _obliged(ground, rest):
            found.append(f"{index.iri('resource', row)} is not needed")
    return found


def _held(index: Index, specification: PersonSpecification) -> Levels:
    levels = held_levels(index, specification)
    return {(int(c), facet): int(levels[facet, c]) for facet in (0, 1) for c in levels[facet].nonzero()[0]}


def _taught(index: Index, row: int) -> Iterator[tuple[int, int, int, int]]:
    """(competence, facet, entry, outcome) of all that a resource teaches."""
    needs = dict(_required(index, row))
    for at in range(int(index.teaches_rows[row]), int(index.teaches_rows[row + 1])):
        competence, outcome = int(index.teaches_competence[at]), int(index.teaches_outcome[at])
        entry = max(int(index.teaches_entry[at]), needs.get(competence, 0))
        if index.resource_work_based[row]:
            entry = max(entry, outcome - 1)
        for facet in (0, 1):
            if int(index.teaches_shows[at]) & (1 << facet):
                yield competence, facet, entry, outcome


def _required(index: Index, row: int) -> Iterator[tuple[int, int]]:
    start, end = int(index.requires_rows[row]), int(index.requires_rows[row + 1])
    yield from zip(index.requires_competence[start:end].tolist(), index.requires_level[start:end].tolist(), strict=True)


def _may_start(ground: Ground, levels: Levels, resource: int) -> bool:
    taught, needs = ground.row(resource)
    held = levels.get
    for c, facet, entry, _ in taught:
        if held((c, facet), 0) < entry:
            return False
    return all(max(held((c, 0), 0), held((c, 1), 0)) >= level for c, level in needs)


def _take(ground: Ground, levels: Levels, resource: int) -> None:
    for competence, facet, entry, outcome in ground.row(resource)[0]:
        if outcome > entry:
            levels[competence, facet] = max(levels.get((competence, facet), 0), outcome)


def _order(ground: Ground, rows: Sequence[int]) -> Iterator[str]:
    levels = dict(ground.held)
    for row in rows:
        if not _may_start(ground, levels, row):
            yield f"{ground.index.iri('resource', row)} starts before what it needs is held"
        _take(ground, levels, row)


def _after(ground: Ground, rows: Iterable[int]) -> tuple[Levels, list[int]]:
    """What is held once all that can start has been taken, and what can then still not start."""
    levels, waiting = dict(ground.held), list(rows)
    while True:
        left = []
        for row in waiting:
            if _may_start(ground, levels, row):
                _take(ground, levels, row)
            else:
                left.append(row)
        if len(left) == len(waiting):
            return levels, left
        waiting = left


def _closed(ground: Ground, levels: Levels) -> set[str]:
    found = set()
    for line in ground.audited.lines:
        requirement = line.requirement
        row = ground.index.find("competence", requirement.competence)
        if line.state is not State.MET and row >= 0:
            held = min(levels.get((row, facet), 0) for facet in FACETS[requirement.asks])
            found |= {requirement.id} if held >= requirement.level else set()
    return found


def _dates(ground: Ground, steps: Sequence[Step]) -> Iterator[str]:
    """One after another, dated ones on their day, and never more minutes than the weeks so far allow."""
    constraints, index = ground.specification.constraints, ground.index
    hours = constraints.hours_per_week or ground.specification.policy.default_hours_per_week
    begun, minutes = ground.specification.as_at, 0
    if any(later.start < earlier.finish for earlier, later in pairwise(steps)):
        yield "steps overlap"
    for step in steps:
        run = _run(index, step)
        start = int(index.offering_start[run]) if run >= 0 else -1
        if (step.price, step.minutes) != _told(index, step, run):
            yield f"{step.resource} does not have the price or minutes that the release gives"
        if start >= 0:
            begun, minutes = date.fromordinal(start), 0
            if step.start != begun or step.finish.toordinal() < index.offering_end[run]:
                yield f"{step.resource} is not on the days of its offering"
        minutes += step.minutes
        weeks = Fraction((step.finish + timedelta(days=1) - begun).days, 7)
        if step.start < ground.specification.as_at or minutes > weeks * max(1, round(hours * 60)):
            yield f"{step.resource} is finished sooner than its hours allow"
        if constraints.deadline and step.finish > constraints.deadline:
            yield f"{step.resource} ends after the deadline"


def _told(index: Index, step: Step, run: int) -> tuple[int | None, int]:
    """The price of a step, its offering's before its resource's, and its minutes; an unknown time counts as none."""
    row = index.find("resource", step.resource)
    prices = [int(index.offering_price[run])] if run >= 0 else []
    price = next((p for p in (*prices, int(index.resource_price[row])) if p >= 0), None)
    return price, max(0, int(index.resource_minutes[row]))


def _run(index: Index, step: Step) -> int:
    """The row of the offering that a step names, or -1."""
    row = index.find("resource", step.resource)
    runs = range(int(index.offering_rows[row]), int(index.offering_rows[row + 1]))
    return next((run for run in runs if index.iri("offering", run) == step.offering), -1)


def _sums(ground: Ground, route: LearningRoute) -> Iterator[str]:
    price, minutes = sum(step.price or 0 for step in route.steps), sum(step.minutes for step in route.steps)
    cost = price * 60 + minutes * ground.specification.policy.value_per_hour
    if (price, minutes, (cost + 30) // 60) != (route.price, route.minutes, route.cost):
        yield "price, minutes or cost are not the sums of the steps"
    if route.price_incomplete != any(step.price is None for step in route.steps):
        yield "an unknown price is not said to be one"
    if route.minutes_incomplete != _untimed(ground.index, route):
        yield "an unknown learning time is not said to be one"
    weights = {line.requirement.id: line.requirement for line in ground.audited.lines}
    factors = ground.specification.policy.horizon_factors
    if route.weight != sum(weights[r].importance * factors[weights[r].horizon] for r in route.closed):
        yield "the weight is not that of what it closes"
    if route.finish != max((step.finish for step in route.steps), default=None):
        yield "the finish is not that of the last step"


def _untimed(index: Index, route: LearningRoute) -> bool:
    """Whether the release does not say how long some step takes."""
    return any(index.resource_minutes[index.find("resource", step.resource)] < 0 for step in route.steps)


def _limits(ground: Ground, route: LearningRoute) -> Iterator[str]:
    constraints, index = ground.specification.constraints, ground.index
    if constraints.budget is not None and route.price > constraints.budget:
        yield "it costs more than the budget"
    if route.price_incomplete and constraints.budget is not None and not constraints.unknown_prices:
        yield "a price is not known"
    if _untimed(index, route) and (constraints.deadline is not None or not constraints.unknown_times):
        yield "a learning time is not known"
    rows = [index.find("resource", step.resource) for step in route.steps]
    if route.steps and not _obliged(ground, rows):
        yield "something that must be used, or the award, is missing"
    for step in route.steps:
        if {step.resource, step.provider} & set(constraints.exclude):
            yield f"{step.resource} is excluded"
        yield from _unfit(ground, step)


def _unfit(ground: Ground, step: Step) -> Iterator[str]:
    """What keeps a person from taking a step in the way it says: mode, language, place, seats, access."""
    constraints, index = ground.specification.constraints, ground.index
    row, run = index.find("resource", step.resource), _run(index, step)
    if constraints.modes and step.mode not in constraints.modes:
        yield f"{step.resource} is in another mode"
    if constraints.languages and (index.text(int(index.resource_language[row])) or "en") not in constraints.languages:
        yield f"{step.resource} is in another language"
    if constraints.regions and not _in_reach(index, row, run, constraints.regions):
        yield f"{step.resource} is out of reach"
    if run >= 0:
        had = index.offering_access[index.offering_access_rows[run] : index.offering_access_rows[run + 1]].tolist()
        if index.offering_seats[run] == 0 or not set(constraints.access) <= {index.text(feature) for feature in had}:
            yield f"{step.offering} has no seats left, or lacks access that is needed"


def _in_reach(index: Index, row: int, run: int, regions: Sequence[str]) -> bool:
    """Whether place does not matter, a run is held within a region, or an area served and a region overlap."""
    if index.resource_online[row] or index.resource_work_based[row]:
        return True
    mine = {index.find("region", iri) for iri in regions} - {-1}
    place = int(index.offering_region[run]) if run >= 0 else -1
    if place >= 0:
        return any(_lies_in(index, place, region) for region in mine)
    served = index.resource_region[index.resource_region_rows[row] : index.resource_region_rows[row + 1]].tolist()
    return any(_lies_in(index, a, b) or _lies_in(index, b, a) for a, b in product(served, mine))


def _lies_in(index: Index, inner: int, outer: int) -> bool:
    """Whether a region is another or a part of it, however deep; a circle of parts is walked round once."""
    for _ in range(len(index.region_iri)):
        if inner == outer or inner < 0:
            break
        inner = int(index.region_within[inner])
    return inner == outer


def _obliged(ground: Ground, rows: Sequence[int]) -> bool:
    index, constraints = ground.index, ground.specification.constraints
    used = {index.iri("resource", row) for row in rows}
    used |= {index.iri("organisation", p) for row in rows if (p := int(index.resource_provider[row])) >= 0}
    if not set(constraints.require) <= used:
        return False
    wanted = index.find("award", constraints.award) if constraints.award else -1
    given = {int(index.resource_award[row]) for row in rows}
    barred = {
        tuple(sorted((a, int(b))))
        for a in (range(len(index.award_iri)) if wanted >= 0 else ())
        for b in index.barred_award[index.barred_rows[a] : index.barred_rows[a + 1]]
        if a in given or int(b) in given
    }
    return not constraints.award or any(_awarded(index, wanted, given, set(out)) for out in product(*sorted(barred)))


def _awarded(index: Index, award: int, given: set[int], left_out: set[int]) -> bool:
    if award in left_out or award < 0:
        return False
    groups = range(int(index.group_rows[award]), int(index.group_rows[award + 1]))
    if award in given:
        return True
    return bool(groups) and all(_filled(index, group, given, left_out | {award}) for group in groups)


def _filled(index: Index, group: int, given: set[int], left_out: set[int]) -> bool:
    units = index.group_unit[index.group_unit_rows[group] : index.group_unit_rows[group + 1]].tolist()
    had = [unit for unit in units if _awarded(index, unit, given, left_out)]
    least, credits = int(index.group_at_least[group]), int(index.group_credits[group])
    if least < 0 and credits < 0:
        least = len(units)
    return len(had) >= least and sum(max(0, int(index.award_credit[unit])) for unit in had) >= credits
