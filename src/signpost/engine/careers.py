"""Stepping stones: the chains of roles by which a person can move from one role to others in small steps.

A move costs the square of the levels that a person has to gain beyond what the role before it asks for: two moves
of four levels are cheaper than one of eight. (Plain levels would never prefer a stepping stone: what is missing on the
way through a third role is never less than what is missing directly.) Two roles are joined where they share a
competence, itself or by an exact match.

Every pair of roles is a move, so the shortest chains are found row by row of the table of costs (Dijkstra on a dense
graph): of thousands of roles no graph of millions of moves is built.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from signpost.engine.index import EXACT, I32, I64, Index

NEVER = np.iinfo(np.int64).max // 4
"""The cost of a move between roles that share nothing."""


Chain = tuple[tuple[int, int], ...]
"""The row of each role after the start, with the levels to gain for it."""


@dataclass(frozen=True, slots=True)
class Move:
    """One move of a chain: the role that it leads to, and how many levels a person has to gain for it."""

    role: str
    levels: int


@dataclass(frozen=True, eq=False)
class _Asked:
    """Each competence that each role asks for, once, at its highest level."""

    role: I32
    competence: I32
    level: I32


def stepping_stones(index: Index, role: str) -> tuple[tuple[Move, ...], ...]:
    """The cheapest chain of moves from a role to each other one that it leads to, the cheapest chain first.

    Among chains of equal cost the one with fewer moves wins, then the one first in order of IRI. Raises KeyError where
    the release does not hold the role.
    """
    start = index.find("role", role)
    if start < 0:
        raise KeyError(role)
    chains = _chains(index, start)
    return tuple(tuple(Move(index.iri("role", row), levels) for row, levels in chain) for chain in chains if chain)


def _chains(index: Index, start: int) -> list[Chain]:
    """The cheapest chain to each role that can be reached, in the order of their costs; to the start an empty one.

    The cost is squared levels, and among equal ones the number of moves, in one whole number.
    """
    asked, count = _asked(index), len(index.role_iri)
    cost, waiting = np.full(count, NEVER, dtype=np.int64), np.ones(count, dtype=bool)
    cost[start], chain, found = 0, {start: Chain()}, list[Chain]()
    while (cost[waiting] < NEVER).any():
        at = int(np.argmin(np.where(waiting, cost, NEVER)))
        waiting[at] = False
        found.append(chain[at])
        levels = _levels(index, asked, at)
        through = np.where(levels < 0, NEVER, cost[at] + levels**2 * count + 1)
        for end in np.flatnonzero(waiting & (levels >= 0) & (through <= cost)).tolist():
            longer = (*chain[at], (end, int(levels[end])))
            if through[end] < cost[end] or longer < chain[end]:
                chain[end], cost[end] = longer, through[end]
    return found


def _levels(index: Index, asked: _Asked, role: int) -> I64:
    """By role, the levels to gain beyond what one role asks for; -1 where they share nothing."""
    own = asked.role == role
    before = np.zeros(len(index.competence_iri), dtype=np.int32)
    before[asked.competence[own]] = asked.level[own]
    first, last = index.alignment_rows[asked.competence[own]], index.alignment_rows[asked.competence[own] + 1]
    for row in np.flatnonzero(first < last).tolist():
        near = slice(int(first[row]), int(last[row]))
        alike = index.alignment_target[near][index.alignment_relation[near] == EXACT]
        before[alike] = np.maximum(before[alike], asked.level[own][row])
    held, count = before[asked.competence], len(index.role_iri)
    gained = np.bincount(asked.role, weights=np.maximum(0, asked.level - held), minlength=count)
    shared = np.bincount(asked.role, weights=held > 0, minlength=count)
    return np.where(shared > 0, gained, -1).astype(np.int64)


def _asked(index: Index) -> _Asked:
    role = np.repeat(np.arange(len(index.role_iri), dtype=np.int32), np.diff(index.requirement_rows))
    competence, level = index.requirement_competence, index.requirement_level.astype(np.int32)
    order = np.lexsort((level, competence, role))
    role, competence, level = role[order], competence[order], level[order]
    highest = np.ones(len(order), dtype=bool)
    highest[:-1] = (np.diff(role) != 0) | (np.diff(competence) != 0)
    return _Asked(role[highest], competence[highest], level[highest])
