"""Stepping stones: the chain of roles by which a person can move from one role to another in small steps.

A move costs the square of the levels that a person has to gain beyond what the role before it asks for: two moves
of four levels are cheaper than one of eight. (Plain levels would never prefer a stepping stone: what is missing on the
way through a third role is never less than what is missing directly.) Two roles are joined where they share a
competence, itself or by an exact match.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from signpost.engine.index import EXACT, Index

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True, slots=True)
class Move:
    """One move between roles: what both ask for, and what the next one asks beyond the role before it."""

    from_role: str
    to_role: str
    shared: tuple[str, ...]
    """IRIs of the competences of the next role that the role before it asks for too."""
    gains: tuple[tuple[str, int, int], ...]
    """Competence, level that the role before asks for (0: none), level that the next asks for."""

    @property
    def levels(self) -> int:
        """How many levels a person has to gain for it."""
        return sum(to - start for _, start, to in self.gains)


def stepping_stones(index: Index, from_role: str, to_role: str) -> tuple[Move, ...]:
    """The cheapest chain of moves from one role to another; empty where there is none or where they are the same.

    Among chains of equal cost the one with fewer moves wins, then the one first in order of IRI. Raises KeyError where
    the release does not hold a role.
    """
    import networkx

    for role in (from_role, to_role):
        if index.find("role", role) < 0:
            raise KeyError(role)
    graph = role_graph(index)
    if not networkx.has_path(graph, from_role, to_role):
        return ()
    path = min(networkx.all_shortest_paths(graph, from_role, to_role, weight="cost"))
    return tuple(graph.edges[a, b]["move"] for a, b in pairwise(path))


def role_graph(index: Index) -> networkx.DiGraph[str]:
    """Every role, with a `move` and its `cost` between each two that share a competence, both ways.

    The cost is squared levels, and among equal ones the number of moves, in one whole number.
    """
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    asked = {index.iri("role", row): _asked(index, row) for row in range(len(index.role_iri))}
    graph.add_nodes_from(asked)
    reached = {role: _with_matches(index, needs) for role, needs in asked.items()}
    for earlier in asked:
        for later in asked:
            move = _move(index, earlier, later, reached[earlier], asked[later])
            if earlier != later and move.shared:
                graph.add_edge(earlier, later, move=move, cost=move.levels**2 * len(asked) + 1)
    return graph


def _move(index: Index, earlier: str, later: str, before: dict[int, int], after: dict[int, int]) -> Move:
    return Move(
        from_role=earlier,
        to_role=later,
        shared=tuple(index.iri("competence", row) for row in sorted(after) if row in before),
        gains=tuple(
            (index.iri("competence", row), before.get(row, 0), level)
            for row, level in sorted(after.items())
            if level > before.get(row, 0)
        ),
    )


def _asked(index: Index, role: int) -> dict[int, int]:
    """The highest level that a role asks for of each competence."""
    levels: dict[int, int] = {}
    for n in range(index.requirement_rows[role], index.requirement_rows[role + 1]):
        row = int(index.requirement_competence[n])
        levels[row] = max(int(index.requirement_level[n]), levels.get(row, 0))
    return levels


def _with_matches(index: Index, levels: dict[int, int]) -> dict[int, int]:
    """Levels of competences and of their exact matches, as an audit carries them."""
    found = dict(levels)
    for row, level in levels.items():
        for n in range(index.alignment_rows[row], index.alignment_rows[row + 1]):
            if index.alignment_relation[n] == EXACT:
                target = int(index.alignment_target[n])
                found[target] = max(level, found.get(target, 0))
    return found
