"""Why a requirement stays open: what would have to be lifted for learning to reach it, tried one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from signpost.engine.awards import reached
from signpost.engine.blockers import Blocked, Item
from signpost.engine.catalogue import EITHER, Catalogue, catalogue
from signpost.engine.index import KNOWLEDGE, PERFORMANCE
from signpost.engine.names import name
from signpost.engine.problem import closed_by, levels_after
from signpost.engine.solver.highs import Effort
from signpost.engine.solver.solve import Solution, Solver, solver_of
from signpost.model import Audit, AuditLine, Cause, Constraints, OpenRequirement, Shows, State


@dataclass(frozen=True, slots=True)
class Lift:
    """One constraint that can be lifted, what is said where that alone helps, and its name among several."""

    cause: Cause
    sentence: str
    named: str
    lifted: Callable[[Constraints], Constraints] = lambda constraints: constraints
    undated: bool = False
    """Whether what runs only on dates that nobody knows is let in."""


LIFTS = (
    Lift(
        Cause.EXCLUDED,
        "Only resources or providers that the specification excludes lead to level {level} of {label}.",
        "what is excluded",
        lambda c: replace(c, exclude=()),
    ),
    Lift(
        Cause.PRICE,
        "Level {level} of {label} is taught only at prices that are not known, and a budget is set.",
        "prices that are not known",
        lambda c: c if c.budget is None else replace(c, unknown_prices=True),
    ),
    Lift(
        Cause.TIME,
        "Level {level} of {label} is taught only by learning whose length is not known.",
        "learning whose length is not known",
        lambda c: replace(c, unknown_times=True),
    ),
    Lift(
        Cause.REGION,
        "Level {level} of {label} is taught only in regions that are out of reach.",
        "the regions",
        lambda c: replace(c, regions=()),
    ),
    Lift(
        Cause.MODE,
        "What leads to level {level} of {label} is taught only in other modes, or in one that is not stated.",
        "the modes",
        lambda c: replace(c, modes=()),
    ),
    Lift(
        Cause.MODE,
        "What leads to level {level} of {label} is taught only in other languages; one not stated counts as English.",
        "the languages",
        lambda c: replace(c, languages=()),
    ),
    Lift(
        Cause.ACCESS,
        "No offering that leads to level {level} of {label} says that it has the access needed.",
        "the access needed",
        lambda c: replace(c, access=()),
    ),
    Lift(
        Cause.DEADLINE,
        "Nothing that is known to end before the deadline leads to level {level} of {label}.",
        "the deadline",
        lambda c: replace(c, deadline=None),
    ),
    Lift(
        Cause.OFFERING,
        "What teaches level {level} of {label} runs only on dates, and none is known.",
        "dates that are not known",
        undated=True,
    ),
)
"""Filters in the order in which they are lifted."""

NOTHING = "Nothing in the catalogue teaches {label} to level {level}."
KNOWLEDGE_ONLY = "Only knowledge of {label} is taught to level {level}; the requirement asks for performance."
PRACTICE_ONLY = "Only practice of {label} is taught to level {level}; the requirement asks for knowledge."
SENTENCES = {
    Cause.BUDGET: "Closing {label} at level {level} as well would cost more than the budget.",
    Cause.DEADLINE: "There is no time, at these hours a week, to close {label} at level {level} before the deadline.",
    Cause.LIMITS: "The budget and the time there is leave no room for {label} at level {level}; the search ended "
    "before it was settled which of the two stands in the way.",
    Cause.UNSETTLED: "Learning leads to level {level} of {label}; the search ended before it was settled whether a "
    "route within the limits closes it.",
}
FACETS = {0: "knowledge at ", 1: "performance at ", EITHER: "", None: ""}
CLASH = "The dates of what teaches level {level} of {label} cannot be kept beside the other steps."
UNSTATED = "How level {level} of {label} is taught is not known, and only some modes are allowed."


@dataclass(frozen=True, eq=False)
class Inquiry:
    """What is asked of a catalogue about its open requirements, each answer worked out once."""

    made: Catalogue
    audited: Audit
    solution: Solution
    effort: Effort
    _reached: dict[tuple[int, ...], set[int]] = field(default_factory=dict)

    @cached_property
    def active(self) -> tuple[int, ...]:
        """The places in `LIFTS` of those that change anything."""
        constraints = self.made.specification.constraints
        return tuple(n for n, lift in enumerate(LIFTS) if lift.undated or lift.lifted(constraints) != constraints)

    def reachable(self, lifts: tuple[int, ...] = ()) -> set[int]:
        """Positions of the requirements that can be closed with some lifts, limits of money and time aside."""
        if lifts not in self._reached:
            self._reached[lifts] = _reachable(self.lifted(lifts))
        return self._reached[lifts]

    def lifted(self, lifts: tuple[int, ...]) -> Catalogue:
        """The catalogue with some lifts."""
        if not lifts:
            return self.made
        constraints = self.made.specification.constraints
        for n in lifts:
            constraints = LIFTS[n].lifted(constraints)
        specification = replace(self.made.specification, constraints=constraints)
        undated = any(LIFTS[n].undated for n in lifts)
        return catalogue(self.made.index, specification, self.audited, undated=undated)

    @cached_property
    def settled(self) -> bool:
        """Whether it is proven that nothing closes more within the limits."""
        return self.solution.weight_bound <= self.solution.weight

    @cached_property
    def unbound(self) -> Solver:
        """What can be asked about the deadline alone."""
        return solver_of(replace(self.made.problem, budget=None), self.effort)

    @cached_property
    def all_in_time(self) -> bool:
        """Whether a short search shows that, money aside, there is time for everything in reach."""
        return self.unbound.closes_all()

    def in_time(self, position: int) -> bool | None:
        """Whether there is time for a requirement beside what the route closes; None where effort ends first."""
        if self.effort.stopped:
            return None
        if self.all_in_time:
            return True
        problem = self.made.problem
        closed = closed_by(problem, levels_after(problem, self.solution.columns))
        return self.unbound.in_time([*closed, *(t for t in problem.targets if t.requirement == position)])

    @cached_property
    def blocked(self) -> Blocked:
        """Where chains break off when no constraint stands."""
        return Blocked(self.lifted(self.active))


def open_requirements(
    made: Catalogue, audited: Audit, closed: Sequence[str], solution: Solution, effort: Effort
) -> Iterator[OpenRequirement]:
    """Every line that is neither met nor closed, with its cause and the gateways where one may look instead.

    No more than what is left of the effort is spent on it.
    """
    inquiry = Inquiry(made, audited, solution, effort)
    for position, line in enumerate(audited.lines):
        requirement = line.requirement
        if line.state is State.MET or requirement.id in closed:
            continue
        cause, sentence = _cause(inquiry, position, line)
        breaks, direct = _breaks(inquiry, position) if cause is Cause.CHAIN else ((), True)
        yield OpenRequirement(
            requirement=requirement.id,
            competence=requirement.competence,
            label=line.label,
            cause=cause,
            explanation=_chain(inquiry, line, breaks, direct) if cause is Cause.CHAIN else sentence,
            gateways=tuple(_gateways(made, line)),
            missing=tuple(dict.fromkeys(_as_competence(inquiry.blocked.made, item) for item in breaks)),
        )


def _cause(inquiry: Inquiry, position: int, line: AuditLine) -> tuple[Cause, str]:
    """The cause, and the sentence that says it."""
    if not inquiry.solution.feasible and inquiry.settled and not inquiry.solution.stopped:
        return Cause.OBLIGED, _obliged(inquiry.made)
    if position in inquiry.reachable():
        cause, sentence = _limit(inquiry, position)
    elif position not in inquiry.reachable(inquiry.active):
        cause, sentence = _never(inquiry.made, line)
    else:
        cause, sentence = _lift(inquiry, position, line)
    return cause, sentence.format(label=line.label, level=line.requirement.level)


def _lift(inquiry: Inquiry, position: int, line: AuditLine) -> tuple[Cause, str]:
    """The one lift that helps, else a smallest set of them that does together."""
    for n in inquiry.active:
        if position in inquiry.reachable((n,)):
            lift = LIFTS[n]
            return lift.cause, UNSTATED if lift.named == "the modes" and _unstated(inquiry, line) else lift.sentence
    needed = inquiry.active
    for n in inquiry.active:
        fewer = tuple(m for m in needed if m != n)
        needed = fewer if position in inquiry.reachable(fewer) else needed
    *most, last = (LIFTS[n].named for n in needed)
    return Cause.SEVERAL, (
        f"Several things together keep level {{level}} of {{label}} out of reach: {', '.join(most)} and {last}. "
        "To change one of them alone does not help."
    )


def _unstated(inquiry: Inquiry, line: AuditLine) -> bool:
    """Whether nothing that teaches a requirement says how."""
    index = inquiry.made.index
    taught = (index.teaches_competence == index.find("competence", line.requirement.competence)) & (
        index.teaches_outcome >= line.requirement.level
    )
    owners = np.repeat(np.arange(len(index.resource_iri)), np.diff(index.teaches_rows))[taught]
    runs = np.isin(np.repeat(np.arange(len(index.resource_iri)), np.diff(index.offering_rows)), owners)
    return bool((index.resource_mode[owners] < 0).all() and (index.offering_mode[runs] < 0).all())


def _limit(inquiry: Inquiry, position: int) -> tuple[Cause, str]:
    """Which limit keeps a reachable requirement open."""
    problem = inquiry.made.problem
    timed = problem.minutes_cap is not None or problem.dated
    if not inquiry.settled:
        cause = Cause.UNSETTLED
    elif problem.budget is None or not timed:
        cause = Cause.DEADLINE if problem.budget is None else Cause.BUDGET
    else:
        cause = {None: Cause.LIMITS, True: Cause.BUDGET, False: Cause.DEADLINE}[inquiry.in_time(position)]
    return cause, CLASH if cause is Cause.DEADLINE and problem.minutes_cap is None else SENTENCES[cause]


def _obliged(made: Catalogue) -> str:
    """Why there is no route at all: what must be used, or the award, that cannot be had."""
    problem, constraints = made.problem, made.specification.constraints
    blocked = set(Blocked(made).columns.tolist())
    for iri, group in zip(constraints.require, problem.required, strict=True):
        if set(group) <= blocked:
            return f"{name(made.index, iri)} must be used and cannot be, so there is no route at all."
    if not reached(problem.awards, set(range(problem.size)) - blocked):
        award = name(made.index, constraints.award)
        return f"Nothing that can be taken adds up to the award {award}, so there is no route at all."
    return "What must be used, or the award, cannot be had within the limits, so there is no route at all."


def _never(made: Catalogue, line: AuditLine) -> tuple[Cause, str]:
    """Why no constraint is to blame: nothing teaches it, or one facet of it, or what it needs first is not."""
    index, requirement = made.index, line.requirement
    row = index.find("competence", requirement.competence)
    high = (index.teaches_competence == row) & (index.teaches_outcome >= requirement.level)
    if not high.any():
        return Cause.NOTHING, NOTHING
    if requirement.asks is not Shows.KNOWLEDGE and not (index.teaches_shows[high] & PERFORMANCE).any():
        return Cause.KNOWLEDGE_ONLY, KNOWLEDGE_ONLY
    if requirement.asks is not Shows.PERFORMANCE and not (index.teaches_shows[high] & KNOWLEDGE).any():
        return Cause.NOTHING, PRACTICE_ONLY
    return Cause.CHAIN, ""


def _breaks(inquiry: Inquiry, position: int) -> tuple[tuple[Item, ...], bool]:
    problem = inquiry.blocked.made.problem
    return inquiry.blocked.breaks(next(t.levels for t in problem.targets if t.requirement == position))


def _chain(inquiry: Inquiry, line: AuditLine, breaks: Sequence[Item], direct: bool) -> str:
    """What has to be held first and cannot be reached."""
    taught = f"What teaches level {line.requirement.level} of {line.label}"
    if not breaks:
        return f"{taught} needs something first that nothing teaches."
    needs = " and ".join(dict.fromkeys(_item_in_words(inquiry.blocked.made, item, line) for item in breaks))
    asks = "asks for" if direct else "asks in the end for"
    return f"{taught} {asks} {needs} first, and nothing leads there from what is held."


def _item_in_words(made: Catalogue, item: Item, line: AuditLine) -> str:
    competence, level = _as_competence(made, item)
    called = line.label if competence == line.requirement.competence else name(made.index, competence)
    return f"{FACETS[made.facet(item[0])]}level {level} of {called}"


def _as_competence(made: Catalogue, item: Item) -> tuple[str, int]:
    return made.index.iri("competence", made.competence(item[0])), item[1]


def _reachable(made: Catalogue) -> set[int]:
    problem = made.problem
    return {t.requirement for t in closed_by(problem, levels_after(problem, np.arange(problem.size)))}


def _gateways(made: Catalogue, line: AuditLine) -> Iterator[str]:
    """The gateways about the competence, its framework, or its family."""
    index, requirement = made.index, line.requirement
    row = index.find("competence", requirement.competence)
    framework = int(index.competence_framework[row]) if row >= 0 else -1
    names = [requirement.competence, index.iri("framework", framework) if framework >= 0 else "", requirement.family]
    wanted = [position for position in (index.find_text(name) for name in names if name) if position >= 0]
    owners = np.repeat(np.arange(len(index.gateway_iri)), np.diff(index.gateway_about_rows))
    for gateway in np.unique(owners[np.isin(index.gateway_about, wanted)]).tolist():
        yield index.iri("gateway", gateway)
