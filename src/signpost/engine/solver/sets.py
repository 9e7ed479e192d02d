"""What a set of columns closes, whether it keeps the limits, and which columns are worth a look at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from signpost.engine.awards import reached
from signpost.engine.problem import Mask, Problem, Target, closed_by, levels_after
from signpost.engine.schedule import finish_of
from signpost.engine.solver.greedy import cheapest_chains
from signpost.engine.solver.loops import taken_in_order
from signpost.engine.solver.prices import chains
from signpost.engine.solver.stages import providers_of


def keeps_limits(problem: Problem, columns: Iterable[int]) -> bool:
    """Whether columns that can all be taken keep to budget, dates and what must be used."""
    taken = set(columns)
    return (
        (problem.budget is None or sum(int(problem.price[j]) for j in taken) <= problem.budget)
        and all(taken & set(group) for group in problem.required)
        and reached(problem.awards, taken)
        and finish_of(problem, taken) is not None
    )


def completed(problem: Problem, chosen: Iterable[int]) -> list[int]:
    """A set that closes all targets: what of the chosen columns can be taken, and cheapest chains for the rest."""
    return cheapest_chains(problem, problem.targets, taken_in_order(problem, chosen)[0])


def rank(problem: Problem, columns: Sequence[int]) -> tuple[int, int, int, tuple[int, ...]]:
    """What comes after the cost in the order."""
    finish = finish_of(problem, columns)
    assert finish is not None
    return finish, len(columns), providers_of(problem, columns), tuple(sorted(columns))


def serving(problem: Problem) -> Mask:
    """The columns that can start, and that give something that a target, a rule or such a column needs."""
    usable = chains(problem, np.zeros(problem.size)).startable
    obliged, need = np.zeros(problem.size, dtype=bool), problem.held.copy()
    obliged[ruled(problem)] = True
    for target in problem.targets:
        for track, level in target.levels:
            need[track] = max(need[track], level)
    while True:
        top = np.minimum(problem.teach_outcome, need[problem.teach_track])
        gives = top > np.maximum(problem.teach_entry, problem.held[problem.teach_track])
        serves = usable & (obliged | (np.bincount(problem.teach_column[gives], minlength=problem.size) > 0))
        raised = need.copy()
        rows = serves[problem.need_column]
        np.maximum.at(raised, problem.need_track[rows], problem.need_level[rows])
        if np.array_equal(raised, need):
            return np.asarray(serves)
        need = raised


def ruled(problem: Problem) -> list[int]:
    """The columns that count for more than what they teach: those that must be used, and those that give awards."""
    groups = [*problem.required, *(problem.awards.given_by.values() if problem.awards else ())]
    return [column for group in groups for column in group]


def closed_in(problem: Problem, columns: Iterable[int]) -> tuple[Target, ...]:
    """The targets that columns close."""
    return closed_by(problem, levels_after(problem, sorted(columns)))


def weight_in(problem: Problem, columns: Iterable[int]) -> int:
    """The weight that columns close."""
    return sum(target.weight for target in closed_in(problem, columns))
