"""What keeps a resource out of a best route: each one thing of it that would bring it in, if it alone were otherwise.

Nothing is guessed: the resource is changed in that one thing, and the best route that takes it is found again. It
counts where that route closes more, or costs less, than the best one that does without. A price and a learning time
stand in the cost with fixed factors, so that how far either may rise follows from one search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from signpost.engine.catalogue import ASKED, Catalogue, catalogue, entry_levels
from signpost.engine.holdings import held_levels
from signpost.engine.index import CLOSE, EXACT, I64, KNOWLEDGE, PERFORMANCE, Index
from signpost.engine.optimum import Optimum, optimum
from signpost.engine.problem import Problem
from signpost.model import Audit, Keeps, Obstacle

MOST = 3
"""So many changes of one kind are tried, the smallest first."""

BOTH = KNOWLEDGE | PERFORMANCE
_FACETS = (KNOWLEDGE, PERFORMANCE)

Trial = tuple[Obstacle, Index]
"""What would be otherwise, and the index in which it is."""


@dataclass(frozen=True, eq=False)
class Rival:
    """The best route that does without a resource, for whom, and what each search for one with it may take."""

    made: Catalogue
    audited: Audit
    route: Optimum
    work_limit: int

    def forced(self, problem: Problem, resource: int) -> Optimum | None:
        """The best route that takes the resource; none where it cannot be taken. Raises Unproven."""
        own = tuple(np.flatnonzero(problem.resource == resource).tolist())
        return optimum(replace(problem, required=(own,)), self.work_limit)

    def problem(self, index: Index) -> Problem:
        """What the same person has to choose from in a changed index."""
        specification = self.made.specification
        return catalogue(index, specification, self.audited, held=held_levels(index, specification)).problem

    def beats(self, problem: Problem, resource: int) -> bool:
        """Whether a route that takes the resource is the better one."""
        found = self.forced(problem, resource)
        return found is not None and found.rank < self.route.rank


def obstacles(rival: Rival, resource: int) -> Iterator[Obstacle]:
    """Each one thing that keeps a resource out. Raises Unproven."""
    made = rival.made
    if not (made.problem.resource == resource).any():
        yield from _untimed(rival, resource)
        kinds = [_dates(made, resource)]
    else:
        yield from _limits(rival, resource)
        kinds = [each(made, resource) for each in (_outcomes, _entries, _shows, _prerequisites, _matches)]
    for trials in kinds:
        yield from (obstacle for obstacle, index in islice(trials, MOST) if rival.beats(rival.problem(index), resource))


def aligned(made: Catalogue, resource: int) -> list[tuple[int, int]]:
    """The teaching rows of a resource on something that is not asked for, each with a match of it that is."""
    index, asked = made.index, _asked(made)
    taught = [(row, int(index.teaches_competence[row])) for row in rows(index.teaches_rows, resource)]
    return [(row, other) for row, own in taught if own not in asked for other in _near(index, own) if other in asked]


def matches(index: Index, resource: int) -> frozenset[int]:
    """The competences that are an exact or a close match of something that a resource teaches."""
    taught = {int(index.teaches_competence[row]) for row in rows(index.teaches_rows, resource)}
    return frozenset(other for own in taught for other in _near(index, own))


def _near(index: Index, competence: int) -> list[int]:
    near = slice(int(index.alignment_rows[competence]), int(index.alignment_rows[competence + 1]))
    found: list[int] = index.alignment_target[near][np.isin(index.alignment_relation[near], (EXACT, CLOSE))].tolist()
    return found


def rows(offsets: NDArray[np.int32], thing: int) -> range:
    """The rows that belong to a thing."""
    return range(int(offsets[thing]), int(offsets[thing + 1]))


# ---------------------------------------------------------------------------------------------- money and time
def _limits(rival: Rival, resource: int) -> Iterator[Obstacle]:
    """The most money, and the most time, at which the route that takes the resource is the cheaper one."""
    problem = rival.made.problem
    own = np.flatnonzero(problem.resource == resource)
    known = rival.made.columns.price_known[own]
    price = int(problem.price[own[known]].min()) if known.any() else None
    if price:
        most = _most(rival, rival.forced(_at(rival, own, price=0), resource), 60)
        if most is not None and most < price:
            yield Obstacle(Keeps.PRICE, price, most)
    minutes = int(problem.minutes[own[0]])
    most = _minutes(rival, resource, lambda time: _at(rival, own, minutes=time)) if minutes else None
    if most and most < minutes:
        yield Obstacle(Keeps.TIME, minutes, most)


def _untimed(rival: Rival, resource: int) -> Iterator[Obstacle]:
    """The most time at which a resource that states none would be in."""
    index = rival.made.index
    if index.resource_minutes[resource] < 0:
        most = _minutes(rival, resource, lambda time: rival.problem(_with(index, "resource_minutes", resource, time)))
        if most:
            yield Obstacle(Keeps.UNTIMED, None, most)


def _minutes(rival: Rival, resource: int, taking: Callable[[int], Problem]) -> int | None:
    """The most learning minutes at which the resource would be in; None where no time would do, or time is free.

    `taking` gives the problem in which the resource takes so many minutes.
    """
    index, rate = rival.made.index, rival.made.specification.policy.value_per_hour
    if not rate:
        return None
    most = _most(rival, rival.forced(taking(0), resource), rate)
    # Dates may be missed where learning takes longer, so that what follows from no time at all is looked at again.
    late = rival.made.problem.dated or len(rows(index.offering_rows, resource)) > 0
    if most and late and not rival.beats(taking(most), resource):
        return None
    return most


def _at(rival: Rival, own: I64, *, price: int | None = None, minutes: int | None = None) -> Problem:
    """The problem in which some columns have another price or take another time."""
    problem, rate = rival.made.problem, rival.made.specification.policy.value_per_hour
    prices, times = problem.price.copy(), problem.minutes.copy()
    if price is not None:
        prices[own] = price
    if minutes is not None:
        times[own] = minutes
    return replace(problem, price=prices, minutes=times, cost=prices * 60 + times * rate)


def _most(rival: Rival, free: Optimum | None, factor: int) -> int | None:
    """How many units of such a cost a route may take on and still be the cheaper one; None where not even none."""
    if free is None or free.weight != rival.route.weight or free.cost >= rival.route.cost:
        return None
    return (rival.route.cost - free.cost - 1) // factor


# ---------------------------------------------------------------------------------------------- dates
def _dates(made: Catalogue, resource: int) -> Iterator[Trial]:
    """Why a resource cannot be taken on any day: it states none, its offerings have begun, or they are full."""
    index, runs = made.index, list(rows(made.index.offering_rows, resource))
    if not runs:
        if index.resource_scheduled[resource]:
            yield Obstacle(Keeps.UNDATED), _with(index, "resource_scheduled", resource, 0)
        return
    today, start = made.specification.as_at.toordinal(), index.offering_start[runs]
    if ((start >= 0) & (start < today)).any():
        undated = _with(_with(index, "offering_start", runs, -1), "offering_end", runs, -1)
        yield Obstacle(Keeps.PAST), undated
    if (index.offering_seats[runs] == 0).any():
        yield Obstacle(Keeps.FULL), _with(index, "offering_seats", runs, -1)


# ---------------------------------------------------------------------------------------------- levels
def _asked(made: Catalogue) -> dict[int, int]:
    """The competences that are asked for and open, each with its level."""
    lines = [made.specification.requirements[target.requirement] for target in made.problem.targets]
    return {made.index.find("competence", line.competence): line.level for line in lines}


def _outcomes(made: Catalogue, resource: int) -> Iterator[Trial]:
    """What it teaches to a lower level than is asked for, led up to that; the least that is missing first."""
    index, asked = made.index, _asked(made)
    taught = [(row, int(index.teaches_competence[row])) for row in rows(index.teaches_rows, resource)]
    low = [(asked.get(c, 0) - int(index.teaches_outcome[row]), row, c) for row, c in taught]
    for missing, row, competence in sorted(one for one in low if one[0] > 0):
        outcome = int(index.teaches_outcome[row])
        about = index.iri("competence", competence)
        raised = _with(index, "teaches_outcome", row, outcome + missing)
        yield Obstacle(Keeps.OUTCOME, outcome, outcome + missing, about), raised


def _entries(made: Catalogue, resource: int) -> Iterator[Trial]:
    """What it starts from a higher level than is held, begun at that; a step at work is one level by its nature."""
    index = made.index
    if index.resource_work_based[resource]:
        return
    entry = entry_levels(index)
    for row in rows(index.teaches_rows, resource):
        competence = int(index.teaches_competence[row])
        held = int(made.problem.held[made.tracks(competence)].min())
        if entry[row] > held:
            lower = _with(index, "teaches_entry", row, held)
            about = index.iri("competence", competence)
            yield Obstacle(Keeps.ENTRY, int(entry[row]), held, about), _needing(lower, resource, competence, held)


def _shows(made: Catalogue, resource: int) -> Iterator[Trial]:
    """What it shows in one way alone and is asked for in the other, shown in both."""
    index, requirements = made.index, made.specification.requirements
    asks = {index.find("competence", one.competence): one.asks for one in requirements}
    for row in rows(index.teaches_rows, resource):
        competence, shows = int(index.teaches_competence[row]), int(index.teaches_shows[row])
        if competence in asks and any(not shows & _FACETS[facet] for facet in ASKED[asks[competence]]):
            about = index.iri("competence", competence)
            yield Obstacle(Keeps.SHOWS, shows, BOTH, about), _with(index, "teaches_shows", row, BOTH)


def _prerequisites(made: Catalogue, resource: int) -> Iterator[Trial]:
    """What it asks for first of something else and is not held, not asked for."""
    index = made.index
    taught = {int(index.teaches_competence[row]) for row in rows(index.teaches_rows, resource)}
    for row in rows(index.requires_rows, resource):
        competence, level = int(index.requires_competence[row]), int(index.requires_level[row])
        held = int(made.problem.held[made.tracks(competence)].max())
        if competence not in taught and level > held:
            about = index.iri("competence", competence)
            yield Obstacle(Keeps.PREREQUISITE, level, held, about), _needing(index, resource, competence, held)


def _matches(made: Catalogue, resource: int) -> Iterator[Trial]:
    """What it teaches and is only a match of what is asked for, named as that."""
    index = made.index
    for row, asked in aligned(made, resource):
        taught = int(index.teaches_competence[row])
        own = [n for n in rows(index.requires_rows, resource) if index.requires_competence[n] == taught]
        named = _with(_with(index, "teaches_competence", row, asked), "requires_competence", own, asked)
        obstacle = Obstacle(
            Keeps.ALIGNED, competence=index.iri("competence", taught), instead=index.iri("competence", asked)
        )
        yield obstacle, named


# ---------------------------------------------------------------------------------------------- a changed index
def _with(index: Index, column: str, at: int | Sequence[int], value: int) -> Index:
    """The index with another value at some rows of a column."""
    changed = getattr(index, column).copy()
    changed[at] = value
    return replace(index, **{column: changed})


def _needing(index: Index, resource: int, competence: int, level: int) -> Index:
    """The index in which a resource needs no more than a level of a competence first."""
    own = rows(index.requires_rows, resource)
    found = [row for row in own if index.requires_competence[row] == competence and index.requires_level[row] > level]
    if level or not found:
        return _with(index, "requires_level", found, level)
    offsets = index.requires_rows.copy()
    offsets[resource + 1 :] -= len(found)
    return replace(
        index,
        requires_rows=offsets,
        requires_competence=np.delete(index.requires_competence, found),
        requires_level=np.delete(index.requires_level, found),
    )
