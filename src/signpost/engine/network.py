"""The graph around a thing, as a networkx graph and in the exchange forms GraphML and node-link JSON.

Nodes are IRIs with `kind`, `label` and `code`; edges carry a `relation` (`teaches`, `requires`, `requirement`,
`essentialCompetence`, `optionalCompetence`, the alignments, `provider`, `award`) and, where it has one, a `level`.
Nodes and edges stand in the order of their IRIs, so that equal graphs are equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from signpost.engine.index import BROAD, CLOSE, EXACT, NARROW, RELATED, Index

if TYPE_CHECKING:
    import networkx

RELATIONS = {
    EXACT: "exactMatch",
    CLOSE: "closeMatch",
    BROAD: "broadMatch",
    NARROW: "narrowMatch",
    RELATED: "relatedMatch",
}


class Edge(NamedTuple):
    """A statement between two things, each by kind and id; the level is -1 where the statement has none."""

    source: tuple[str, int]
    relation: str
    target: tuple[str, int]
    level: int


def neighbourhood(index: Index, iri: str, radius: int = 1) -> networkx.MultiDiGraph[str]:
    """Everything within so many statements of a thing, in either direction; only itself where nothing is linked.

    Raises KeyError where the release does not hold it.
    """
    from signpost.engine.names import kind_of

    start = kind_of(index, iri)
    if start is None:
        raise KeyError(iri)
    edges = sorted(_edges(index))
    near, found = {start}, set[Edge]()
    for _ in range(radius):
        touched = [edge for edge in edges if edge.source in near or edge.target in near]
        found.update(touched)
        near |= {end for edge in touched for end in (edge.source, edge.target)}
    return _graph(index, sorted(near), sorted(found))


def whole(index: Index) -> networkx.MultiDiGraph[str]:
    """Every thing that a statement links to another, and all of these statements."""
    edges = sorted(_edges(index))
    return _graph(index, sorted({end for edge in edges for end in (edge.source, edge.target)}), edges)


def graphml(graph: networkx.MultiDiGraph[str]) -> bytes:
    """A graph as GraphML (http://graphml.graphdrawing.org), UTF-8."""
    import networkx

    return "\n".join([*networkx.generate_graphml(graph), ""]).encode()


def node_link(graph: networkx.MultiDiGraph[str]) -> bytes:
    """A graph as node-link JSON: `nodes` with `id`, and `edges` with `source`, `target` and `key`; UTF-8."""
    import networkx

    return (json.dumps(networkx.node_link_data(graph, edges="edges"), ensure_ascii=False, indent=1) + "\n").encode()


def _graph(index: Index, nodes: list[tuple[str, int]], edges: list[Edge]) -> networkx.MultiDiGraph[str]:
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for kind, row in nodes:
        code = index.text(int(index.competence_code[row])) if kind == "competence" else ""
        graph.add_node(index.iri(kind, row), kind=kind, label=index.label(kind, row), code=code)
    for source, relation, target, level in edges:
        known = {"relation": relation} | ({"level": level} if level >= 0 else {})
        graph.add_edge(
            index.iri(*source), index.iri(*target), key=f"{relation} {level}" if level >= 0 else relation, **known
        )
    return graph


def _edges(index: Index) -> Iterator[Edge]:
    yield from _of_resources(index)
    for row in range(len(index.role_iri)):
        for n in range(index.requirement_rows[row], index.requirement_rows[row + 1]):
            competence = ("competence", int(index.requirement_competence[n]))
            yield Edge(("role", row), "requirement", competence, int(index.requirement_level[n]))
    for row in range(len(index.occupation_iri)):
        for n in range(index.occupation_rows[row], index.occupation_rows[row + 1]):
            relation = "essentialCompetence" if index.occupation_essential[n] else "optionalCompetence"
            competence = ("competence", int(index.occupation_competence[n]))
            yield Edge(("occupation", row), relation, competence, int(index.occupation_level[n]) or -1)
    for row in range(len(index.competence_iri)):
        for n in range(index.alignment_rows[row], index.alignment_rows[row + 1]):
            relation, target = RELATIONS[int(index.alignment_relation[n])], int(index.alignment_target[n])
            yield Edge(("competence", row), relation, ("competence", target), -1)


def _of_resources(index: Index) -> Iterator[Edge]:
    for row in range(len(index.resource_iri)):
        resource = ("resource", row)
        for n in range(index.teaches_rows[row], index.teaches_rows[row + 1]):
            competence = ("competence", int(index.teaches_competence[n]))
            yield Edge(resource, "teaches", competence, int(index.teaches_outcome[n]))
        for n in range(index.requires_rows[row], index.requires_rows[row + 1]):
            yield Edge(
                resource, "requires", ("competence", int(index.requires_competence[n])), int(index.requires_level[n])
            )
        if index.resource_provider[row] >= 0:
            yield Edge(resource, "provider", ("organisation", int(index.resource_provider[row])), -1)
        if index.resource_award[row] >= 0:
            yield Edge(resource, "award", ("award", int(index.resource_award[row])), -1)
