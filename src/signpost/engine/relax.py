"""For each constraint that stands in the way, the cheapest single change of it that lets more be closed.

A limit (budget, hours a week, deadline) is loosened as little as will do; a budget or a deadline also as far as lets
everything be closed that is in reach without it. Of a list (regions, modes, languages, things excluded or required)
one entry is added or lifted: the one whose best route is the cheapest among those that close more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from signpost.engine.catalogue import Catalogue, catalogue
from signpost.engine.problem import Problem, Target, closed_by, levels_after, pence
from signpost.engine.schedule import finish_of
from signpost.engine.solver.highs import Effort
from signpost.engine.solver.solve import Solution, least_amount, solve
from signpost.model import Audit, Constraints, Relaxation

WEEK = 7 * 24 * 60
"""More learning minutes a week there cannot be."""

Change = tuple[str, str | int | float | date, Constraints]
"""The word of the constraint, its new limit or the entry to add or lift, and the constraints then."""


@dataclass(frozen=True, eq=False)
class Trial:
    """The best route under changed constraints."""

    change: Change
    made: Catalogue
    solution: Solution


@dataclass(frozen=True, eq=False)
class Relaxer:
    """What was found under the constraints as they are, and the means to try others."""

    made: Catalogue
    audited: Audit
    solution: Solution
    effort: Effort
    known: dict[Constraints, Trial | None] = field(default_factory=dict)

    @property
    def constraints(self) -> Constraints:
        """The constraints as they are."""
        return self.made.specification.constraints

    @property
    def weight(self) -> int:
        """What has to be surpassed; where there was no route at all, one that closes something."""
        return self.solution.weight if self.solution.feasible else 0

    def tried(self, change: Change) -> Trial | None:
        """The best route after a change; None where it closes no more than before."""
        if change[2] not in self.known:
            self.known[change[2]] = self._tried(change)
        return self.known[change[2]]

    def _tried(self, change: Change) -> Trial | None:
        made = self.changed(change[2])
        if self.effort.stopped or _most(made.problem) <= self.weight:
            return None
        solution = solve(made.problem, self.effort)
        return Trial(change, made, solution) if solution.weight > self.weight else None

    def changed(self, constraints: Constraints) -> Catalogue:
        """The catalogue under other constraints."""
        specification = replace(self.made.specification, constraints=constraints)
        return catalogue(self.made.index, specification, self.audited)

    def helps(self, **changes: object) -> bool:
        """Whether more is in reach of learning at all after a change, limits aside."""
        return _most(self.changed(_with(self.constraints, **changes)).problem) > self.weight


def relaxations(made: Catalogue, audited: Audit, solution: Solution, effort: Effort) -> tuple[Relaxation, ...]:
    """For each constraint that can be changed to let more be closed, how; in the order of the constraints."""
    relaxer, found = Relaxer(made, audited, solution, effort), []
    for changes in (_budget, _hours, _deadline, *LISTS):
        trials = [trial for trial in map(relaxer.tried, changes(relaxer)) if trial is not None]
        if effort.stopped:
            break
        if changes in LISTS:
            trials = sorted(trials, key=_rank)[:1]
        found += [_relaxation(relaxer, trial) for trial in trials]
    return tuple(found)


def _rank(trial: Trial) -> tuple[int, int, str]:
    return trial.solution.cost, -trial.solution.weight, str(trial.change[1])


def _relaxation(relaxer: Relaxer, trial: Trial) -> Relaxation:
    before = {t.requirement for t in _closed(relaxer.made.problem, relaxer.solution)}
    requirements = relaxer.made.specification.requirements
    new = sorted({t.requirement for t in _closed(trial.made.problem, trial.solution)} - before)
    word, value, _ = trial.change
    closes = tuple(dict.fromkeys(requirements[position].competence for position in new))
    return Relaxation(word, value, closes, trial.solution.weight, pence(trial.solution.cost))


def _closed(problem: Problem, solution: Solution) -> tuple[Target, ...]:
    return closed_by(problem, levels_after(problem, solution.columns))


def _most(problem: Problem) -> int:
    """The weight that learning can close, limits aside."""
    return sum(t.weight for t in closed_by(problem, levels_after(problem, np.arange(problem.size))))


def _with(constraints: Constraints, **changes: object) -> Constraints:
    return replace(constraints, **changes)  # type: ignore[arg-type]  # the changes are named after its fields


def _budget(relaxer: Relaxer) -> Iterator[Change]:
    """The least budget under which some route closes more, and the least that closes all that a budget keeps open."""
    if relaxer.constraints.budget is None:
        return
    problem = relaxer.made.problem
    free, last = replace(problem, budget=None), relaxer.constraints.budget
    most = solve(free, relaxer.effort).weight
    for weight in (relaxer.weight + 1, most):
        amount = least_amount(free, problem.price, weight, relaxer.effort) if weight <= most else None
        if amount is None or amount <= last:
            return
        yield "budget", amount, _with(relaxer.constraints, budget=amount)
        last = amount


def _hours(relaxer: Relaxer) -> Iterator[Change]:
    """The fewest learning minutes a week by which some route closes more in time."""
    problem = relaxer.made.problem
    calendar = problem.calendar
    if calendar.deadline is None and not problem.dated:
        return
    days = (calendar.deadline or 0) - calendar.as_at + 1
    if problem.dated:
        pace = _first(calendar.pace + 1, WEEK, lambda p: relaxer.tried(_paced(relaxer, p)) is not None)
    else:
        minutes = least_amount(_unhurried(problem), problem.minutes, relaxer.weight + 1, relaxer.effort)
        pace = None if minutes is None or days < 1 else -(-7 * minutes // days)
    if pace is not None and calendar.pace < pace <= WEEK:
        yield _paced(relaxer, pace)


def _paced(relaxer: Relaxer, pace: int) -> Change:
    return "hours_per_week", pace / 60, _with(relaxer.constraints, hours_per_week=pace / 60)


def _deadline(relaxer: Relaxer) -> Iterator[Change]:
    """The first day by which some route closes more, and that by which all is closed that a deadline keeps open."""
    last = relaxer.made.problem.calendar.deadline
    if last is None:
        return
    free = _unhurried(relaxer.changed(_with(relaxer.constraints, deadline=date.max)).problem)
    best = solve(free, relaxer.effort)
    for weight in (relaxer.weight + 1, best.weight):
        day = _first_day(relaxer, best, free, weight) if best.weight >= weight else None
        if day is None or day <= last:
            return
        yield _by(relaxer, day)
        last = day


def _by(relaxer: Relaxer, day: int) -> Change:
    last = date.fromordinal(day)
    return "deadline", last, _with(relaxer.constraints, deadline=last)


def _first_day(relaxer: Relaxer, best: Solution, free: Problem, weight: int) -> int | None:
    """The first deadline by which so much weight can be closed; `best` is the best route of the problem without one."""
    calendar = relaxer.made.problem.calendar
    if not free.dated:
        minutes = least_amount(free, free.minutes, weight, relaxer.effort)
        return None if minutes is None else max(calendar.as_at, calendar.as_at - 1 + -(-7 * minutes // calendar.pace))
    last = finish_of(free, best.columns)

    def helps(day: int) -> bool:
        trial = relaxer.tried(_by(relaxer, day))
        return trial is not None and trial.solution.weight >= weight

    return None if last is None else _first(max(calendar.as_at, (calendar.deadline or 0) + 1), last, helps)


def _unhurried(problem: Problem) -> Problem:
    """The problem without its deadline: what takes an unknown time is left out all the same."""
    return replace(problem, calendar=replace(problem.calendar, deadline=None))


def _first(low: int, high: int, helps: Callable[[int], bool]) -> int | None:
    """The least number in a range from which on something helps; None where not even the last does."""
    if low > high or not helps(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if helps(middle) else (middle + 1, high)
    return high


def _regions(relaxer: Relaxer) -> Iterator[Change]:
    index = relaxer.made.index
    if relaxer.constraints.regions and relaxer.helps(regions=()):
        yield from _added(relaxer, "regions", (index.iri("region", row) for row in range(len(index.region_iri))))


def _modes(relaxer: Relaxer) -> Iterator[Change]:
    index = relaxer.made.index
    if relaxer.constraints.modes and relaxer.helps(modes=()):
        known = np.unique(np.concatenate([index.resource_mode, index.offering_mode])).tolist()
        yield from _added(relaxer, "modes", (index.text(position) for position in known if position >= 0))


def _languages(relaxer: Relaxer) -> Iterator[Change]:
    index = relaxer.made.index
    if relaxer.constraints.languages and relaxer.helps(languages=()):
        known = np.unique(index.resource_language).tolist()
        yield from _added(relaxer, "languages", (index.text(position) or "en" for position in known))


def _added(relaxer: Relaxer, word: str, more: Iterable[str]) -> Iterator[Change]:
    """The list of a constraint with one entry more, for each."""
    entries = getattr(relaxer.constraints, word)
    for entry in more:
        if entry not in entries:
            yield word, entry, _with(relaxer.constraints, **{word: (*entries, entry)})


def _dropped(relaxer: Relaxer, word: str) -> Iterator[Change]:
    """The list of a constraint with one entry fewer, for each."""
    entries = getattr(relaxer.constraints, word)
    for entry in entries:
        rest = tuple(other for other in entries if other != entry)
        yield word, entry, _with(relaxer.constraints, **{word: rest})


def _excluded(relaxer: Relaxer) -> Iterator[Change]:
    return _dropped(relaxer, "exclude")


def _required(relaxer: Relaxer) -> Iterator[Change]:
    return _dropped(relaxer, "require")


def _access(relaxer: Relaxer) -> Iterator[Change]:
    return _dropped(relaxer, "access")


def _award(relaxer: Relaxer) -> Iterator[Change]:
    if relaxer.constraints.award:
        yield "award", relaxer.constraints.award, _with(relaxer.constraints, award="")


def _unknown_prices(relaxer: Relaxer) -> Iterator[Change]:
    if relaxer.constraints.budget is not None and not relaxer.constraints.unknown_prices:
        yield "unknown_prices", True, _with(relaxer.constraints, unknown_prices=True)


def _unknown_times(relaxer: Relaxer) -> Iterator[Change]:
    if relaxer.constraints.deadline is None and not relaxer.constraints.unknown_times:
        yield "unknown_times", True, _with(relaxer.constraints, unknown_times=True)


LISTS = (_regions, _modes, _languages, _excluded, _required, _award, _access, _unknown_prices, _unknown_times)
"""What each constraint that is no limit can be changed to, in the order in which relaxations are told."""
