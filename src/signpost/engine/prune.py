"""Drops the columns that no best route can hold, so that the solver sees hundreds instead of a hundred thousand.

A column goes when its cost is strictly above what it would cost to reach everything it gives otherwise
(`prices.climb` from its own entry level, summed over its tracks): that chain in its place makes any route cheaper,
so no best route holds it, and every route of equal cost is kept. Only levels that are needed count: those of the
targets and of the columns that stay, so the two are found together as a least fixpoint. Under a budget or a
deadline the chain must also be no worse in price and minutes; several ways of weighing them are tried. With a
margin m a column goes only where the chain saves more than m: what stays then holds every route that costs at most
the best one plus m.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from signpost.engine.index import I32, I64
from signpost.engine.prices import prices, startable
from signpost.engine.problem import F64, Mask, Problem, restrict

COMPARED = 4000
"""Above so many columns, they are not compared with each other."""

Table = tuple[F64, F64, int]
"""`climb` of one weighing, its amounts, and the row of the cost among them."""

LEAN = 16
"""How much more than its share in the cost a limited amount weighs, when chains are sought that spare it."""


def prune(problem: Problem, *, margin: int = 0, priced: bool = True) -> I64:
    """The columns that a route within `margin` (in the unit of cost) of the best may hold, in increasing order.

    Without `priced`, only what cannot start or serves nothing is dropped. Unreachable targets must be gone before.
    """
    kept, small = np.arange(problem.size), problem
    while True:
        alive, need = _survivors(small, margin, priced)
        if priced and alive.sum() <= COMPARED:
            alive &= ~_dominated(small, margin, alive, need)
        if alive.all():
            return kept
        kept = kept[alive]
        small = restrict(problem, kept)


def _survivors(problem: Problem, margin: int, priced: bool) -> tuple[Mask, I32]:
    """The least fixpoint of (columns that may serve, levels that are needed)."""
    weighings = _weighings(problem) if priced else []
    found = [prices(problem, amounts) for amounts, _ in weighings]
    tables = [(p.climb, amounts, cost) for p, (amounts, cost) in zip(found, weighings, strict=True)]
    usable = np.isfinite(found[0].totals[0]) if found else startable(problem)
    need, always = _wanted(problem), _always(problem)
    while True:
        alive = (_useful(problem, need) & ~_beaten(problem, tables, need, margin) | always) & usable
        raised = need.copy()
        rows = alive[problem.need_column]
        np.maximum.at(raised, problem.need_track[rows], problem.need_level[rows])
        if np.array_equal(raised, need):
            return alive, need
        need = raised


def _wanted(problem: Problem) -> I32:
    """By track: the highest level that a target asks for; 0 where none does."""
    wanted = np.zeros(len(problem.held), dtype=np.int32)
    for target in problem.targets:
        for track, level in target.levels:
            wanted[track] = max(wanted[track], level)
    return wanted


def _always(problem: Problem) -> Mask:
    """The columns that count for more than what they teach."""
    mask = np.zeros(problem.size, dtype=bool)
    groups = [*problem.required, *(problem.awards.given_by.values() if problem.awards else ())]
    for group in groups:
        mask[list(group)] = True
    return mask


def _weighings(problem: Problem) -> list[tuple[F64, int]]:
    """Amounts to price chains by (row 0), the row of the cost among them, and after it the amounts that are limited."""
    cost = problem.cost.astype(np.float64)
    limited = [
        amount.astype(np.float64)
        for amount, limit in ((problem.price, problem.budget), (problem.minutes, problem.minutes_cap))
        if limit is not None
    ]
    found = [(np.array([cost, *limited]), 0)]
    for amount in limited:
        share = np.ceil(LEAN * (cost.sum() + 1) / (amount.sum() + 1))
        found.append((np.array([cost + share * amount, cost, *limited]), 1))
    return found


def _useful(problem: Problem, need: I32) -> Mask:
    track = problem.teach_track
    rows = np.minimum(problem.teach_outcome, need[track]) > np.maximum(problem.teach_entry, problem.held[track])
    useful = np.zeros(problem.size, dtype=bool)
    useful[problem.teach_column[rows]] = True
    return useful


def _beaten(problem: Problem, tables: list[Table], need: I32, margin: int) -> Mask:
    """The columns that some chain replaces at a saving above the margin, and no worse where limits bind."""
    track, entry = problem.teach_track, problem.teach_entry
    top = np.minimum(problem.teach_outcome, need[track])
    rows = np.flatnonzero(top > entry)
    track, entry, top, column = track[rows], entry[rows], top[rows], problem.teach_column[rows]
    beaten = np.zeros(problem.size, dtype=bool)
    for climb, amounts, cost in tables:
        chains = climb[cost:, track, entry, top]
        sums = np.array([np.bincount(column, weights=chain, minlength=problem.size) for chain in chains])
        own = amounts[cost:]
        beaten |= (sums[0] + margin < own[0]) & (sums[1:] <= own[1:]).all(axis=0)
    return beaten


def _dominated(problem: Problem, margin: int, alive: Mask, need: I32) -> Mask:
    """The columns beside which a cheaper one gives at least as much of what is needed, and needs no more."""
    gives, needs, givers = _bits(problem, alive, need)
    amounts, cost = _weighings(problem)[0]
    own = amounts[cost:].T.tolist()
    dominated = np.zeros(problem.size, dtype=bool)
    for j in np.flatnonzero(alive & ~_always(problem)).tolist():
        rarest = min((givers[item] for item in _set_bits(gives[j])), key=len, default=[])
        for k in rarest:
            if own[k][0] + margin >= own[j][0]:
                break
            covers = not (gives[j] & ~gives[k] or needs[k] & ~needs[j])
            if covers and all(a <= b for a, b in zip(own[k][1:], own[j][1:], strict=True)):
                dominated[j] = True
                break
    return dominated


def _bits(problem: Problem, alive: Mask, need: I32) -> tuple[list[int], list[int], list[list[int]]]:
    """By column, the needed items it gives and those it needs, as bit sets; by item, its givers from the cheapest."""
    tracks = np.flatnonzero(need > problem.held)
    base = np.zeros(len(need), dtype=np.int64)
    base[tracks] = np.cumsum(need[tracks] - problem.held[tracks]) - (need - problem.held)[tracks]
    held, gives, needs = problem.held.tolist(), [0] * problem.size, [0] * problem.size
    givers: list[list[int]] = [[] for _ in range(int((need - problem.held)[tracks].sum()))]
    start, top = base.tolist(), need.tolist()
    for j in sorted(np.flatnonzero(alive).tolist(), key=problem.cost.tolist().__getitem__):
        for track, entry, outcome in problem.gives[j]:
            low, high = max(entry, held[track]), min(outcome, top[track])
            for level in range(low, high):
                item = start[track] + level - held[track]
                gives[j] |= 1 << item
                givers[item].append(j)
        for track, level in problem.needs[j]:
            needs[j] |= ((1 << (level - held[track])) - 1) << start[track]
    return gives, needs, givers


def _set_bits(bits: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
