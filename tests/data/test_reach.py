"""What one who holds nothing can come to: no shipped resource is locked for ever, and most of each role closes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from signpost import words
from signpost.graph.parse import parse

DATA = Path(__file__).resolve().parents[2] / "data"
ID = "https://w3id.org/signpost/id/"


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """Every node of the resources, of the demonstration and of the roles, by its IRI."""
    paths = sorted(path for area in ("resources", "demonstration", "roles") for path in (DATA / area).glob("*.ttl"))
    files = (words.from_triples(parse(path.read_bytes(), "turtle", str(path)))[0] for path in paths)
    return {node["id"]: dict(node) for nodes in files for node in nodes}


def parts(node: dict[str, Any], word: str) -> list[dict[str, Any]]:
    return [shipped()[iri] for iri in words.values(node, word)]


def of_type(kind: str) -> list[dict[str, Any]]:
    return [node for node in shipped().values() if kind in words.values(node, "type")]


def reached(resources: Iterable[dict[str, Any]]) -> tuple[dict[tuple[str, str], int], list[str]]:
    """The levels by competence and facet that one who holds nothing can come to, and what stays locked for ever."""
    held: dict[tuple[str, str], int] = defaultdict(int)
    locked = list(resources)
    while ready := [r for r in locked if is_open(r, held)]:
        locked = [r for r in locked if r not in ready]
        for outcome in (o for r in ready for o in parts(r, "teaches")):
            for facet in facets(outcome["shows"]):
                at = outcome["competence"], facet
                held[at] = max(held[at], outcome["outcomeLevel"])
    return held, [r["id"] for r in locked]


def is_open(resource: dict[str, Any], held: dict[tuple[str, str], int]) -> bool:
    taught, needed = parts(resource, "teaches"), parts(resource, "requires")
    own = all(held[o["competence"], f] >= o["entryLevel"] for o in taught for f in facets(o["shows"]))
    return own and all(max(held[n["competence"], f] for f in facets("both")) >= n["level"] for n in needed)


def facets(shows: str) -> tuple[str, ...]:
    return ("knowledge", "performance") if shows == "both" else (shows,)


def test_no_resource_is_locked_for_ever() -> None:
    assert reached(of_type("LearningResource"))[1] == []


def test_learning_at_work_is_reached_from_nothing_by_learning_at_work_alone() -> None:
    assert reached(of_type("WorkBasedActivity"))[1] == []


@pytest.mark.parametrize(
    ("role", "share"),
    [
        ("team-leader", 0.9),
        ("deputy-manager", 0.9),
        ("registered-manager", 0.9),
        ("practice-leader", 0.9),
        ("service-manager", 0.25),
    ],
)
def test_one_who_holds_nothing_can_close_a_share_of_a_role(role: str, share: float) -> None:
    """By learning of known length: of unknown length it is in no route unless the specification allows it."""
    held, _ = reached(r for r in of_type("LearningResource") if "learningMinutes" in r)
    lines = parts(shipped()[f"{ID}role/{role}"], "requirement")
    closed = [n for n in lines if min(held[n["competence"], f] for f in facets(n["asks"])) >= n["level"]]
    assert len(closed) >= share * len(lines)
