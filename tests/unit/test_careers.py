"""Why a step comes first, which roles are stepping stones, and the graph as others read it."""

from __future__ import annotations

import io
import json

import networkx
import pytest
from indexes import Comp, Job, Res, Role, Teach, index_of, iri

from signpost.engine.careers import role_graph, stepping_stones
from signpost.engine.explain import why_before
from signpost.engine.index import EXACT
from signpost.engine.network import graphml, neighbourhood, node_link, whole


def resource(name: str) -> str:
    return iri("resource", name)


# ------------------------------------------------------------------------------------------------ why first
LEARNING = index_of(
    resources=[
        Res("basics", teaches=[("a", 2)]),
        Res("next", teaches=[Teach("a", 3, entry=2), ("b", 1)]),
        Res("last", teaches=[("c", 1)], requires=[("b", 1)]),
        Res("apart", teaches=[("d", 1)]),
        Res("again", teaches=[("a", 2)]),
    ]
)
STEPS = [resource(name) for name in ("basics", "next", "last", "apart")]


def test_the_chain_of_prerequisites_explains_the_order() -> None:
    links = why_before(LEARNING, STEPS, resource("basics"), resource("last"))
    assert [(link.earlier, link.later, link.competence, link.level) for link in links] == [
        (resource("basics"), resource("next"), iri("competence", "a"), 2),
        (resource("next"), resource("last"), iri("competence", "b"), 1),
    ]
    assert links[1].triples[0].object == resource("next") + "#teaches-2"
    assert links[1].triples[1].subject == resource("last")


@pytest.mark.parametrize(("earlier", "later"), [("apart", "last"), ("last", "basics"), ("basics", "apart")])
def test_nothing_forces_the_order_of_steps_that_do_not_need_each_other(earlier: str, later: str) -> None:
    assert why_before(LEARNING, STEPS, resource(earlier), resource(later)) == ()


def test_what_is_held_already_forces_nothing() -> None:
    held = {iri("competence", "a"): 2}
    assert why_before(LEARNING, STEPS, resource("basics"), resource("next"), held) == ()


def test_a_second_giver_of_the_same_level_forces_nothing() -> None:
    steps = [resource("basics"), resource("again"), resource("next")]
    assert why_before(LEARNING, steps, resource("again"), resource("next")) == ()


def test_an_unknown_step_is_refused() -> None:
    with pytest.raises(KeyError, match="nothing"):
        why_before(LEARNING, [resource("nothing")], resource("nothing"), resource("last"))


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


def test_small_moves_are_cheaper_than_one_leap() -> None:
    moves = stepping_stones(CAREERS, role("carer"), role("manager"))
    assert [move.to_role for move in moves] == [role("senior"), role("leader"), role("manager")]
    assert [move.levels for move in moves] == [2, 3, 3]
    assert moves[0].gains == ((iri("competence", "care"), 2, 3), (iri("competence", "lead"), 0, 1))
    assert moves[0].shared == (iri("competence", "care"),)


def test_a_role_that_shares_nothing_is_out_of_reach() -> None:
    assert stepping_stones(CAREERS, role("carer"), role("baker")) == ()
    assert stepping_stones(CAREERS, role("carer"), role("carer")) == ()
    with pytest.raises(KeyError, match="pilot"):
        stepping_stones(CAREERS, role("carer"), role("pilot"))


def test_a_move_down_costs_no_levels() -> None:
    (move,) = stepping_stones(CAREERS, role("manager"), role("carer"))
    assert (move.levels, move.gains) == (0, ())


def test_roles_meet_across_exact_matches() -> None:
    index = index_of(roles=[Role("one", [("a", 2)]), Role("two", [("b", 3)])], alignments=[("a", EXACT, "b")])
    (move,) = stepping_stones(index, role("one"), role("two"))
    assert move.gains == ((iri("competence", "b"), 2, 3),)
    assert set(role_graph(index).edges) == {(role("one"), role("two")), (role("two"), role("one"))}


# ------------------------------------------------------------------------------------------------ the graph
NETWORK = index_of(
    competences=[Comp("a", label="Tea & <cake>", code="A1"), "b", "far"],
    resources=[Res("course", teaches=[("a", 2)], requires=[("b", 1)], provider="college", award="diploma")],
    roles=[Role("manager", [("a", 3)])],
    occupations=[Job("cook", ["a"], ["far"])],
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
