"""Routes by rules of thumb: the first incumbent of the search, and the figures that the optimum is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from signpost.engine.awards import reached
from signpost.engine.index import I32
from signpost.engine.problem import Problem, Target
from signpost.engine.solver.loops import taken_in_order
from signpost.engine.solver.prices import chains


def cheapest_chains(problem: Problem, targets: Iterable[Target], taken: Iterable[int] = ()) -> list[int]:
    """Columns that close the targets: each time the target whose cheapest chain is cheapest; no needless steps.

    Every target must be reachable. `taken` are columns to start from, in an order in which each can start.
    """
    chosen, waiting = list(taken), list(targets)
    level = raised(problem, problem.held, chosen)
    while True:
        waiting = [target for target in waiting if not _held(level, target)]
        if not waiting:
            return without_needless(problem, chosen, targets)
        found = chains(replace(problem, held=level), problem.cost.astype(np.float64))
        first = min(waiting, key=lambda target: sum(found.price[t, v] for t, v in target.levels))
        chain = [j for track, need in first.levels for j in found.to(track, need)]
        chosen += [j for j in dict.fromkeys(chain) if j not in chosen]
        level = raised(problem, level, chain)


def without_needless(problem: Problem, chosen: Sequence[int], targets: Iterable[Target]) -> list[int]:
    """The columns without those that can go, dearest first, with all targets still closed; in order of taking."""
    wanted, kept, firm, going = list(targets), list(dict.fromkeys(chosen)), set[int](), True
    groups = [group for group in problem.required if not set(group).isdisjoint(kept)]
    while going:
        going = False
        for j in sorted(set(kept) - firm, key=lambda j: (-int(problem.cost[j]), j)):
            rest = [k for k in kept if k != j]
            done, blocked, level = taken_in_order(problem, rest)
            if not _suffices(replace(problem, required=tuple(groups)), done, level, wanted):
                firm.add(j)
            elif not blocked:
                kept, going = rest, True
    return taken_in_order(problem, kept)[0]


def _suffices(problem: Problem, columns: Iterable[int], level: dict[int, int], targets: Iterable[Target]) -> bool:
    """Whether columns end in the award, use what must be used, and lead to levels that close the targets."""
    taken = set(columns)
    return (
        all(level.get(t, int(problem.held[t])) >= v for target in targets for t, v in target.levels)
        and all(taken & set(group) for group in problem.required)
        and reached(problem.awards, taken)
    )


def raised(problem: Problem, level: I32, columns: Iterable[int]) -> I32:
    """The levels after taking columns that can all start."""
    after = level.copy()
    for j in columns:
        for track, _, outcome in problem.gives[j]:
            after[track] = max(after[track], outcome)
    return after


def _held(level: I32, target: Target) -> bool:
    return all(level[track] >= need for track, need in target.levels)
