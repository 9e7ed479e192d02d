"""Why one step of a route must come before another: the prerequisites that lead from the one to the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from signpost.engine.index import Index
from signpost.model import Triple

if TYPE_CHECKING:
    import networkx

TEACHES = "https://w3id.org/signpost/ns#teaches"
REQUIRES = "https://w3id.org/signpost/ns#requires"


@dataclass(frozen=True, slots=True)
class Link:
    """One resource gives a level of a competence that another needs before it starts."""

    earlier: str
    """IRI of the resource that gives it."""
    later: str
    """IRI of the resource that needs it."""
    competence: str
    level: int
    """The level needed, which the earlier one reaches."""
    triples: tuple[Triple, ...] = ()


def why_before(
    index: Index, steps: Sequence[str], earlier: str, later: str, held: Mapping[str, int] | None = None
) -> tuple[Link, ...]:
    """The shortest chain of prerequisites from one step of a route to a later one; empty where nothing forces it.

    `steps` are the IRIs of the route's resources in order, `held` the levels held at its start. A prerequisite that is
    held, or that a step before `earlier` gives already, forces nothing. Raises KeyError where a resource is unknown.
    """
    import networkx

    graph = _order(index, steps, held or {})
    if earlier not in graph or later not in graph or not networkx.has_path(graph, earlier, later):
        return ()
    path = networkx.shortest_path(graph, earlier, later)
    return tuple(graph.edges[a, b]["link"] for a, b in pairwise(path))


def _order(index: Index, steps: Sequence[str], held: Mapping[str, int]) -> networkx.DiGraph[str]:
    """Each step with an edge from the first step that gives each of its prerequisites."""
    import networkx

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    first: dict[tuple[int, int], tuple[str, int]] = {}
    for iri in steps:
        graph.add_node(iri)
        row = index.find("resource", iri)
        if row < 0:
            raise KeyError(iri)
        for n in range(index.requires_rows[row], index.requires_rows[row + 1]):
            need = int(index.requires_competence[n]), int(index.requires_level[n])
            known = held.get(index.iri("competence", need[0]), 0) >= need[1]
            if not known and need in first and not graph.has_edge(first[need][0], iri):
                graph.add_edge(first[need][0], iri, link=_link(index, first[need], iri, need))
        for n in range(index.teaches_rows[row], index.teaches_rows[row + 1]):
            for level in range(1, int(index.teaches_outcome[n]) + 1):
                first.setdefault((int(index.teaches_competence[n]), level), (iri, n))
    return graph


def _link(index: Index, giver: tuple[str, int], later: str, need: tuple[int, int]) -> Link:
    earlier, outcome = giver
    competence = index.iri("competence", need[0])
    statement = index.text(int(index.teaches_iri[outcome]))
    triples = (
        Triple(earlier, TEACHES, statement or competence),
        Triple(later, REQUIRES, competence),
    )
    return Link(earlier, later, competence, need[1], triples)
