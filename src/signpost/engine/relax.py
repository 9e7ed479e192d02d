"""For each constraint that stands in the way, the cheapest single change of it that lets more be closed.

A limit (budget, hours a week, deadline) is loosened as little as will do. Of a list (regions, modes, languages,
things excluded or required) one entry is added or lifted: the one whose best route is the cheapest among those that
close more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from signpost.engine.catalogue import Catalogue, catalogue
from signpost.engine.highs import Effort
from signpost.engine.problem import Problem, Target, closed_by, levels_after
from signpost.engine.schedule import finish_of
from signpost.engine.solve import Solution, least_amount, solve
from signpost.model import Audit, Constraints, Relaxation

WEEK = 7 * 24 * 60
"""More learning minutes a week there cannot be."""

Change = tuple[str, str, Constraints]
"""The word of the constraint, what to do in words, and the constraints then."""


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

    @property
    def constraints(self) -> Constraints:
        """The constraints as they are."""
        return self.made.specification.constraints

    @property
    def weight(self) -> int:
        """What has to be surpassed; any route at all will do where there was none."""
        return self.solution.weight if self.solution.feasible else -1

    def tried(self, change: Change) -> Trial | None:
        """The best route after a change; None where it closes no more than before."""
        made = self.changed(change[2])
        if self.effort.stopped or _most(made.problem) <= self.weight:
            return None
        solution = solve(made.problem, self.effort)
        return Trial(change, made, solution) if solution.feasible and solution.weight > self.weight else None

    def changed(self, constraints: Constraints) -> Catalogue:
        """The catalogue under other constraints."""
        specification = replace(self.made.specification, constraints=constraints)
        return catalogue(self.made.index, specification, self.audited)

    def helps(self, **changes: object) -> bool:
        """Whether more is in reach of learning at all after a change, limits aside."""
        return _most(self.changed(_with(self.constraints, **changes)).problem) > self.weight


def relaxations(made: Catalogue, audited: Audit, solution: Solution, effort: Effort) -> tuple[Relaxation, ...]:
    """One relaxation for each constraint that can be changed to let more be closed, in the order of the constraints."""
    relaxer, found = Relaxer(made, audited, solution, effort), []
    for changes in (_budget, _hours, _deadline, *LISTS):
        trials = [trial for trial in map(relaxer.tried, changes(relaxer)) if trial is not None]
        if trials and not effort.stopped:
            found.append(_relaxation(relaxer, min(trials, key=_rank)))
    return tuple(found)


def _rank(trial: Trial) -> tuple[int, int, str]:
    return trial.solution.cost, -trial.solution.weight, trial.change[1]


def _relaxation(relaxer: Relaxer, trial: Trial) -> Relaxation:
    before = {t.requirement for t in _closed(relaxer.made.problem, relaxer.solution)}
    requirements = relaxer.made.specification.requirements
    new = sorted({t.requirement for t in _closed(trial.made.problem, trial.solution)} - before)
    word, text, _ = trial.change
    closes = tuple(dict.fromkeys(requirements[position].competence for position in new))
    return Relaxation(word, text, closes, trial.solution.weight, (trial.solution.cost + 30) // 60)


def _closed(problem: Problem, solution: Solution) -> tuple[Target, ...]:
    return closed_by(problem, levels_after(problem, solution.columns))


def _most(problem: Problem) -> int:
    """The weight that learning can close, limits aside."""
    return sum(t.weight for t in closed_by(problem, levels_after(problem, np.arange(problem.size))))


def _with(constraints: Constraints, **changes: object) -> Constraints:
    return replace(constraints, **changes)  # type: ignore[arg-type]  # the changes are named after its fields


def _budget(relaxer: Relaxer) -> Iterator[Change]:
    """The least budget under which some route closes more."""
    if relaxer.constraints.budget is None:
        return
    problem = relaxer.made.problem
    pence = least_amount(replace(problem, budget=None), problem.price, relaxer.weight + 1, relaxer.effort)
    if pence is not None:
        yield "budget", f"£{pence // 100}.{pence % 100:02d}", _with(relaxer.constraints, budget=pence)


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
        minutes = _least_minutes(relaxer)
        pace = None if minutes is None or days < 1 else -(-7 * minutes // days)
    if pace is not None and calendar.pace < pace <= WEEK:
        yield _paced(relaxer, pace)


def _paced(relaxer: Relaxer, pace: int) -> Change:
    text = f"{pace // 60} hours {pace % 60} minutes a week"
    return "hours_per_week", text, _with(relaxer.constraints, hours_per_week=pace / 60)


def _deadline(relaxer: Relaxer) -> Iterator[Change]:
    """The first day by which some route closes more."""
    calendar = relaxer.made.problem.calendar
    if calendar.deadline is None:
        return
    lifted = relaxer.changed(_with(relaxer.constraints, deadline=None)).problem
    if lifted.dated:
        day = _first_day(relaxer, lifted)
    else:
        minutes = _least_minutes(relaxer)
        day = None if minutes is None else calendar.as_at - 1 + -(-7 * minutes // calendar.pace)
    if day is not None and day > calendar.deadline:
        yield _by(relaxer, day)


def _by(relaxer: Relaxer, day: int) -> Change:
    last = date.fromordinal(day)
    return "deadline", last.isoformat(), _with(relaxer.constraints, deadline=last)


def _first_day(relaxer: Relaxer, lifted: Problem) -> int | None:
    """The first deadline that helps, between the one there is and the day on which the best route without one ends."""
    best = solve(lifted, relaxer.effort)
    last = finish_of(lifted, best.columns)
    deadline = (
        lifted.calendar.as_at if relaxer.constraints.deadline is None else relaxer.constraints.deadline.toordinal()
    )
    if not best.feasible or best.weight <= relaxer.weight or last is None:
        return None
    deadline = relaxer.made.problem.calendar.deadline or lifted.calendar.as_at
    return _first(deadline + 1, last, lambda day: relaxer.tried(_by(relaxer, day)) is not None)


def _least_minutes(relaxer: Relaxer) -> int | None:
    problem = relaxer.made.problem
    free = replace(problem, calendar=replace(problem.calendar, deadline=None))
    return least_amount(free, problem.minutes, relaxer.weight + 1, relaxer.effort)


def _first(low: int, high: int, helps: Callable[[int], bool]) -> int | None:
    """The least number in a range from which on something helps; None where not even the last does."""
    if low > high or not helps(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if helps(middle) else (middle + 1, high)
    return high


def _regions(relaxer: Relaxer) -> Iterator[Change]:
    index, regions = relaxer.made.index, relaxer.constraints.regions
    if regions and relaxer.helps(regions=()):
        for row in range(len(index.region_iri)):
            more = index.iri("region", row)
            if more not in regions:
                yield (
                    "regions",
                    f"add {index.label('region', row)}",
                    _with(relaxer.constraints, regions=(*regions, more)),
                )


def _modes(relaxer: Relaxer) -> Iterator[Change]:
    index, modes = relaxer.made.index, relaxer.constraints.modes
    if modes and relaxer.helps(modes=()):
        for position in np.unique(np.concatenate([index.resource_mode, index.offering_mode])).tolist():
            more = index.text(position)
            if more and more not in modes:
                yield "modes", f"add {more}", _with(relaxer.constraints, modes=(*modes, more))


def _languages(relaxer: Relaxer) -> Iterator[Change]:
    index, languages = relaxer.made.index, relaxer.constraints.languages
    if languages and relaxer.helps(languages=()):
        for position in np.unique(index.resource_language).tolist():
            more = index.text(position) or "en"
            if more not in languages:
                yield "languages", f"add {more}", _with(relaxer.constraints, languages=(*languages, more))


def _dropped(relaxer: Relaxer, word: str, verb: str) -> Iterator[Change]:
    """The list of a constraint with one entry fewer, for each entry."""
    entries = getattr(relaxer.constraints, word)
    for entry in entries:
        rest = tuple(other for other in entries if other != entry)
        yield word, f"{verb} {entry}", _with(relaxer.constraints, **{word: rest})


def _excluded(relaxer: Relaxer) -> Iterator[Change]:
    return _dropped(relaxer, "exclude", "allow")


def _required(relaxer: Relaxer) -> Iterator[Change]:
    return _dropped(relaxer, "require", "do not require")


def _access(relaxer: Relaxer) -> Iterator[Change]:
    return _dropped(relaxer, "access", "do without")


def _award(relaxer: Relaxer) -> Iterator[Change]:
    if relaxer.constraints.award:
        yield "award", f"do not require {relaxer.constraints.award}", _with(relaxer.constraints, award="")


def _unknown_prices(relaxer: Relaxer) -> Iterator[Change]:
    if relaxer.constraints.budget is not None and not relaxer.constraints.unknown_prices:
        yield "unknown_prices", "allow them", _with(relaxer.constraints, unknown_prices=True)


LISTS = (_regions, _modes, _languages, _excluded, _required, _award, _access, _unknown_prices)
"""What each constraint that is no limit can be changed to, in the order in which relaxations are told."""
