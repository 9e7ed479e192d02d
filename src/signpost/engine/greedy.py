"""Routes by rules of thumb: the first incumbent of the search, and the figures that the optimum is compared with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from signpost.engine.awards import reached
from signpost.engine.index import I32
from signpost.engine.loops import taken_in_order
from signpost.engine.prices import prices
from signpost.engine.problem import F64, TOP, Problem, Target

Pair = tuple[int, int]


def cheapest_chains(problem: Problem, targets: Iterable[Target], taken: Iterable[int] = ()) -> list[int]:
    """Columns that close the targets: again and again the target whose cheapest chain is cheapest, then no needless
    step.

    Every target must be reachable. `taken` are columns to start from, in an order in which each can start.
    """
    chosen, waiting = list(taken), list(targets)
    level = raised(problem, problem.held, chosen)
    while True:
        waiting = [target for target in waiting if not _held(level, target)]
        if not waiting:
            return without_needless(problem, chosen, targets)
        now = replace(problem, held=level)
        reach, totals = _prices(now)
        first = min(waiting, key=lambda target: sum(reach[t, v] for t, v in target.levels))
        chain = [j for pair in first.levels for j in _chain(now, pair, totals)]
        chosen += [j for j in dict.fromkeys(chain) if j not in chosen]
        level = raised(problem, level, chain)


def without_needless(problem: Problem, chosen: Sequence[int], targets: Iterable[Target]) -> list[int]:
    """The columns without those that can go, dearest first, with all targets still closed; in order of taking."""
    wanted, kept = list(targets), list(dict.fromkeys(chosen))
    groups = [set(group) for group in problem.required]
    for j in sorted(kept, key=lambda j: (-int(problem.cost[j]), j)):
        rest = [k for k in kept if k != j]
        if any(j in group and not group & set(rest) for group in groups) or not reached(problem.awards, rest):
            continue
        done, _, level = taken_in_order(problem, rest)
        if len(done) == len(rest) and all(
            level.get(t, int(problem.held[t])) >= v for target in wanted for t, v in target.levels
        ):
            kept = rest
    return taken_in_order(problem, kept)[0]


def raised(problem: Problem, level: I32, columns: Iterable[int]) -> I32:
    """The levels after taking columns that can all start."""
    after = level.copy()
    for j in columns:
        for track, _, outcome in problem.gives[j]:
            after[track] = max(after[track], outcome)
    return after


def _held(level: I32, target: Target) -> bool:
    return all(level[track] >= need for track, need in target.levels)


def _prices(problem: Problem) -> tuple[F64, F64]:
    """Prices to reach levels and totals of columns; one is added to each cost, so that no circle is free."""
    found = prices(problem, problem.cost[None, :].astype(np.float64) * TOP**4 + 1.0)
    return found.reach[0], found.totals[0]


def _chain(problem: Problem, pair: Pair, totals: F64) -> list[int]:
    """The cheapest chain to an item, each column after what it needs."""
    chain: list[int] = []
    done: set[Pair] = set()

    def reach(track: int, level: int) -> None:
        if level <= problem.held[track] or (track, level) in done:
            return
        done.add((track, level))
        j = _cheapest_giver(problem, track, level, totals)
        for needed in zip(*problem._slice("need", j, "track", "level"), strict=True):
            reach(*needed)
        if j not in chain:
            chain.append(j)

    reach(*pair)
    return chain


def _cheapest_giver(problem: Problem, track: int, level: int, totals: F64) -> int:
    giving = (problem.teach_track == track) & (problem.teach_entry < level) & (problem.teach_outcome >= level)
    columns = problem.teach_column[giving]
    return int(columns[np.argmin(totals[columns])])
