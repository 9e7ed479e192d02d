"""Which roles are stepping stones, and the graph as others read it."""

from __future__ import annotations

import io
import json
import random
from itertools import pairwise, permutations

import networkx
import pytest
from indexes import Comp, Job, Res, Role, index_of, iri

from signpost.engine.careers import Move, stepping_stones
from signpost.engine.index import EXACT
from signpost.engine.network import graphml, neighbourhood, node_link, whole


def resource(name: str) -> str:
    return iri("resource", name)


# ------------------------------------------------------------------------------------------------ stepping stones
CAREERS = index_of(
    roles=[
        Role("carer", [("care", 2)]),
        Role("senior", [("care", 3), ("lead", 1)]),
        Role("leader", [("care", 3), ("lead", 3), ("plan", 1)]),
        Role("manager", [("care", 3), ("lead", 4), ("plan", 3)]),
        Role("baker", [("bread", 5)]),
    ]
)


def role(name: str) -> str:
    return iri("role", name)


def chain(start: str, end: str) -> list[tuple[str, int]]:
    """The roles of the chain from one role to another, each with the levels to gain; empty where there is none."""
    chains = [moves for moves in stepping_stones(CAREERS, role(start)) if moves[-1].role == role(end)]
    return [(move.role.rsplit("/", 1)[1], move.levels) for moves in chains for move in moves]


def test_small_moves_are_cheaper_than_one_leap() -> None:
    """From carer to manager at once it is eight levels: 64; by two others 4 + 9 + 9."""
    assert chain("carer", "manager") == [("senior", 2), ("leader", 3), ("manager", 3)]
    assert chain("carer", "senior") == [("senior", 2)]


def test_the_nearest_role_comes_first() -> None:
    assert [moves[-1].role for moves in stepping_stones(CAREERS, role("carer"))] == [
        role("senior"),
        role("leader"),
        role("manager"),
    ]


def test_a_role_that_shares_nothing_is_out_of_reach() -> None:
    assert chain("carer", "baker") == []
    assert stepping_stones(CAREERS, role("baker")) == ()
    with pytest.raises(KeyError, match="pilot"):
        stepping_stones(CAREERS, role("pilot"))


def test_a_move_down_costs_no_levels() -> None:
    assert chain("manager", "carer") == [("carer", 0)]


def test_roles_meet_across_exact_matches() -> None:
    index = index_of(roles=[Role("one", [("a", 2)]), Role("two", [("b", 3)])], alignments=[("a", EXACT, "b")])
    assert stepping_stones(index, role("one")) == ((Move(role("two"), 1),),)
    assert stepping_stones(index, role("two")) == ((Move(role("one"), 0),),)


def test_the_highest_level_that_a_role_asks_for_counts() -> None:
    index = index_of(roles=[Role("one", [("a", 4), ("a", 1)]), Role("two", [("a", 2), ("a", 5)])])
    assert stepping_stones(index, role("one")) == ((Move(role("two"), 1),),)


def test_of_equal_chains_the_one_with_fewer_moves_then_the_first_iri() -> None:
    """From one to four levels of learning by two ways over as many roles, and a role in between that asks no more."""
    needs = {"start": 1, "step-1": 3, "step-2": 3, "top": 5}
    index = index_of(roles=[Role(name, [("a", level)]) for name, level in needs.items()])
    chains = {moves[-1].role: [move.role for move in moves] for moves in stepping_stones(index, role("start"))}
    assert chains[role("top")] == [role("step-1"), role("top")]
    assert chains[role("step-2")] == [role("step-2")]


def test_the_cheapest_chains_are_those_of_trying_every_order() -> None:
    rng = random.Random(7)
    for _ in range(30):
        names = [f"r{n}" for n in range(5)]
        roles = [Role(n, [(c, rng.randint(1, 5)) for c in rng.sample("abcdef", rng.randint(1, 4))]) for n in names]
        index, asked = index_of(roles=roles), {r.name: dict(r.needs) for r in roles}  # type: ignore[arg-type]  # pairs
        found = {moves[-1].role: tuple(m.levels for m in moves) for moves in stepping_stones(index, role("r0"))}
        for end in names[1:]:
            between = [n for n in names[1:] if n != end]
            ways = [("r0", *way, end) for size in range(4) for way in permutations(between, size)]
            wanted = min(filter(None, (levels_of(asked, way) for way in ways)), key=rank, default=None)
            told = found.get(role(end))
            assert (told is None) == (wanted is None)
            assert told is None or rank(told) == rank(wanted or ())


def levels_of(asked: dict[str, dict[str, int]], way: tuple[str, ...]) -> tuple[int, ...]:
    """The levels to gain for each move of a way; empty where two roles of it share nothing."""
    moves = [(asked[a], asked[b]) for a, b in pairwise(way)]
    if not all(set(before) & set(after) for before, after in moves):
        return ()
    return tuple(sum(max(0, v - before.get(c, 0)) for c, v in after.items()) for before, after in moves)


def rank(levels: tuple[int, ...]) -> tuple[int, int]:
    return sum(number**2 for number in levels), len(levels)


# ------------------------------------------------------------------------------------------------ the graph
NETWORK = index_of(
    competences=[Comp("a", label="Tea & <cake>", code="A1"), "b", "far"],
    resources=[Res("course", teaches=[("a", 2)], requires=[("b", 1)], provider="college", award="diploma")],
    roles=[Role("manager", [("a", 3)])],
    occupations=[Job("cook", ["a"], ["far"], levels={"a": 3})],
    alignments=[("b", EXACT, "far")],
)


def test_the_neighbourhood_holds_what_is_linked_with_its_levels() -> None:
    graph = neighbourhood(NETWORK, iri("competence", "a"))
    assert set(graph) == {
        iri("competence", "a"),
        resource("course"),
        iri("role", "manager"),
        iri("occupation", "cook"),
    }
    assert graph.nodes[iri("competence", "a")] == {"kind": "competence", "label": "Tea & <cake>", "code": "A1"}
    assert graph.edges[resource("course"), iri("competence", "a"), "teaches 2"] == {"relation": "teaches", "level": 2}
    assert graph.has_edge(iri("occupation", "cook"), iri("competence", "a"), "essentialCompetence 3")


def test_a_wider_neighbourhood_holds_the_narrower_one() -> None:
    one, two = (neighbourhood(NETWORK, iri("competence", "a"), radius) for radius in (1, 2))
    assert set(one) < set(two) <= set(whole(NETWORK))
    assert iri("organisation", "college") in two
    with pytest.raises(KeyError):
        neighbourhood(NETWORK, iri("competence", "nothing"))


def test_the_graph_reads_back_from_both_exchange_forms() -> None:
    graph = whole(NETWORK)
    again = networkx.read_graphml(io.BytesIO(graphml(graph)), force_multigraph=True)
    assert set(again.edges(keys=True)) == set(graph.edges(keys=True))
    assert again.nodes[iri("competence", "a")]["label"] == "Tea & <cake>"
    linked = networkx.node_link_graph(json.loads(node_link(graph)), edges="edges")
    assert networkx.utils.graphs_equal(linked, graph)
    assert graphml(whole(NETWORK)) == graphml(graph)
