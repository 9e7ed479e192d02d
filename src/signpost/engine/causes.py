"""Why a requirement stays open: what would have to be lifted for learning to reach it, tried one thing at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from signpost.engine.catalogue import Catalogue, catalogue
from signpost.engine.highs import Effort
from signpost.engine.problem import closed_by, levels_after
from signpost.engine.solve import solve
from signpost.model import Audit, AuditLine, Cause, Constraints, OpenRequirement, Shows, State

LIFTS: tuple[tuple[Cause, str, Callable[[Constraints], Constraints]], ...] = (
    (
        Cause.EXCLUDED,
        "Only resources or providers that the specification excludes lead to level {level} of {label}.",
        lambda c: replace(c, exclude=()),
    ),
    (
        Cause.PRICE,
        "Level {level} of {label} is taught only at prices that are not known, and a budget is set.",
        lambda c: replace(c, unknown_prices=True),
    ),
    (
        Cause.REGION,
        "Level {level} of {label} is taught only in regions that are out of reach.",
        lambda c: replace(c, regions=()),
    ),
    (
        Cause.MODE,
        "Level {level} of {label} is taught only in other modes or languages, or without the access needed.",
        lambda c: replace(c, modes=(), languages=(), access=()),
    ),
    (
        Cause.DEADLINE,
        "No known offering leads to level {level} of {label} before the deadline.",
        lambda c: replace(c, deadline=None),
    ),
)
"""Filters in the order in which they are lifted, each alone."""

SENTENCES = {
    Cause.NOTHING: "Nothing in the catalogue teaches {label} to level {level}.",
    Cause.KNOWLEDGE_ONLY: "Only knowledge of {label} is taught to level {level}; the requirement asks for performance.",
    Cause.CHAIN: "What teaches level {level} of {label} needs something first that nothing teaches.",
    Cause.OFFERING: "What teaches level {level} of {label} runs only on dates, and none is known.",
    Cause.BUDGET: "Closing {label} at level {level} as well would cost more than the budget.",
    Cause.DEADLINE: "There is no time, at these hours a week, to close {label} at level {level} before the deadline.",
}
CLASH = "The dates of what teaches level {level} of {label} cannot be kept beside the other steps."
OBLIGED = "What must be used, or the award, cannot be had, so there is no route at all."


@dataclass(frozen=True, eq=False)
class Inquiry:
    """What is asked of a catalogue about its open requirements, each answer worked out once."""

    made: Catalogue
    audited: Audit

    @cached_property
    def reachable(self) -> set[int]:
        """Positions of the requirements that the columns a person may take can close, limits aside."""
        return _reachable(self.made)

    @cached_property
    def anyhow(self) -> set[int]:
        """Positions of those that something could close if no constraint stood."""
        return _reachable(self._lifted(Constraints(), undated=True))

    @cached_property
    def by_lift(self) -> tuple[tuple[Cause, str, set[int]], ...]:
        """Each lift with the positions that it makes reachable."""
        constraints = self.made.specification.constraints
        lifts = [(cause, text, lift(constraints)) for cause, text, lift in LIFTS]
        found = [(c, t, _reachable(self._lifted(changed))) for c, t, changed in lifts if changed != constraints]
        dated = _reachable(self._lifted(constraints, undated=True))
        return (*found, (Cause.OFFERING, SENTENCES[Cause.OFFERING], dated))

    @cached_property
    def without_budget(self) -> set[int]:
        """Positions of those that the best route closes if only the budget is lifted."""
        problem = replace(self.made.problem, budget=None)
        found = solve(problem, Effort(nodes=1000))
        return {t.requirement for t in closed_by(problem, levels_after(problem, found.columns))}

    def _lifted(self, constraints: Constraints, *, undated: bool = False) -> Catalogue:
        specification = replace(self.made.specification, constraints=constraints)
        return catalogue(self.made.index, specification, self.audited, undated=undated)


def open_requirements(
    made: Catalogue, audited: Audit, closed: Sequence[str], *, feasible: bool
) -> Iterator[OpenRequirement]:
    """Every line that is neither met nor closed, with its cause and the gateways where one may look instead."""
    inquiry = Inquiry(made, audited)
    for position, line in enumerate(audited.lines):
        requirement = line.requirement
        if line.state is State.MET or requirement.id in closed:
            continue
        cause, sentence = _cause(inquiry, position, line) if feasible else (Cause.EXCLUDED, OBLIGED)
        yield OpenRequirement(
            requirement=requirement.id,
            competence=requirement.competence,
            label=line.label,
            cause=cause,
            explanation=sentence.format(label=line.label, level=requirement.level),
            gateways=tuple(_gateways(made, line)),
        )


def _cause(inquiry: Inquiry, position: int, line: AuditLine) -> tuple[Cause, str]:
    if position in inquiry.reachable:
        return _limit(inquiry, position)
    if position not in inquiry.anyhow:
        cause = _never(inquiry.made, line)
        return cause, SENTENCES[cause]
    for cause, sentence, reachable in inquiry.by_lift:
        if position in reachable:
            return cause, sentence
    cause, sentence, _ = inquiry.by_lift[0]
    return cause, sentence


def _limit(inquiry: Inquiry, position: int) -> tuple[Cause, str]:
    """Which limit keeps a reachable requirement open."""
    problem = inquiry.made.problem
    timed = problem.minutes_cap is not None or problem.dated
    if problem.budget is not None and (not timed or position in inquiry.without_budget):
        return Cause.BUDGET, SENTENCES[Cause.BUDGET]
    return Cause.DEADLINE, SENTENCES[Cause.DEADLINE] if problem.minutes_cap is not None else CLASH


def _never(made: Catalogue, line: AuditLine) -> Cause:
    """Why no constraint is to blame: nothing teaches it, only its knowledge is taught, or what it needs is not."""
    index, requirement = made.index, line.requirement
    row = index.find("competence", requirement.competence)
    high = (index.teaches_competence == row) & (index.teaches_outcome >= requirement.level)
    if not high.any():
        return Cause.NOTHING
    practice = (index.teaches_shows[high] & 2).any()
    return Cause.CHAIN if practice or requirement.asks is Shows.KNOWLEDGE else Cause.KNOWLEDGE_ONLY


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
