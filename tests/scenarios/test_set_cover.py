"""OR-Library's set-cover problems through the whole pipeline: published, compiled, audited and routed.

A row is a competence, a column a resource at its price that teaches the competences of the rows it covers. All
fifteen problems of the shared folder are tried to the proof of the cost; the full order only where it is quick: the
e.x have unit costs and very many optimal covers (benchmarks/set_cover.py reports them all).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from signpost.engine.audit import audit
from signpost.engine.index import Index
from signpost.engine.replay import faults
from signpost.engine.route import route
from signpost.gate.publish import publish_all
from signpost.home.shipped import submissions
from signpost.model import THINGS, Node, PersonSpecification, Policy, Proof, Requirement, Source, Submission
from signpost.store.local import open_store

FAMILY_4 = [f"4{n}" for n in range(1, 11)]
FAMILY_E = [f"e{n}" for n in range(1, 6)]
FRAMEWORK = f"{THINGS}framework/set-cover"


def problem(path: Path) -> tuple[list[int], list[list[int]]]:
    """The cost of each column, and the columns that cover each row, counted from 0."""
    numbers = iter(int(word) for word in re.findall(r"\d+", path.read_text("ascii")))
    rows, columns = next(numbers), next(numbers)
    cost = [next(numbers) for _ in range(columns)]
    return cost, [[next(numbers) - 1 for _ in range(next(numbers))] for _ in range(rows)]


def competence(row: int) -> str:
    return f"{THINGS}competence/set-cover/row-{row:03d}"


def nodes(cost: list[int], covers: list[list[int]]) -> Iterator[Node]:
    yield {"id": FRAMEWORK, "type": "Framework", "label": "Rows of a cover", "edition": "1", "rights": "none"}
    for row in range(len(covers)):
        yield {"id": competence(row), "type": "Competence", "label": f"Row {row:03d}", "inFramework": FRAMEWORK}
    taught: dict[int, list[int]] = {column: [] for column in range(len(cost))}
    for row, columns in enumerate(covers):
        for column in columns:
            taught[column].append(row)
    yield {"id": f"{THINGS}organisation/or-library", "type": "Provider", "label": "A library of problems"}
    for column, rows in taught.items():
        yield from course(column, cost[column], rows)


def course(column: int, pounds: int, rows: list[int]) -> Iterator[Node]:
    iri = f"{THINGS}resource/column-{column:04d}"
    parts = {row: f"{iri}#teaches-{n}" for n, row in enumerate(rows, 1)}
    yield {
        "id": iri,
        "type": "LearningResource",
        "label": f"Column {column:04d}",
        "provider": f"{THINGS}organisation/or-library",
        "activityType": "e-learning",
        "mode": "online",
        "price": str(pounds),
        "learningMinutes": 60,
        "link": f"https://www.example.org/{column}",
        "teaches": list(parts.values()),
    }
    for row, part in parts.items():
        yield {
            "id": part,
            "type": "LearningOutcome",
            "competence": competence(row),
            "entryLevel": 0,
            "outcomeLevel": 1,
            "shows": "both",
        }


def published(cost: list[int], covers: list[list[int]]) -> Index:
    """The index of a release that holds the vocabularies and one problem."""
    store = open_store("memory:")
    words = [submission for submission in submissions() if submission.source.id == "vocabulary"]
    sent = Submission(Source("set-cover", label="Set cover"), tuple(nodes(cost, covers)))
    publish_all([*words, sent], store)
    index = store.current().index
    store.close()
    return index


def person(rows: int) -> PersonSpecification:
    """A person who needs every row, and whose time is free, so that the cost is the price alone."""
    requirements = tuple(Requirement(f"{THINGS}requirement/{row:03d}", competence(row), 1) for row in range(rows))
    return PersonSpecification("person-01", "a post", (), date(2026, 1, 5), requirements, policy=Policy())


def optimum(folder: Path, name: str) -> int:
    return int(json.loads((folder / "optima.json").read_text("utf-8"))[name]["known"])


@pytest.mark.outside
@pytest.mark.parametrize("name", FAMILY_4 + FAMILY_E)
def test_the_known_optimum_is_found_and_proven(shared: Path, name: str) -> None:
    folder = shared / "data" / "set-cover"
    cost, covers = problem(folder / f"scp{name}.txt")
    index, specification = published(cost, covers), person(len(covers))
    audited = audit(index, specification)
    full = name in FAMILY_4
    found = route(index, specification, audited, alternatives=0, work_limit=None if full else E_LIMIT)
    assert found.price == 100 * optimum(folder, name)
    assert found.cost == found.cost_bound == found.price
    assert len(found.closed) == len(covers)
    assert faults(index, specification, audited, found) == []
    proven = list(Proof).index(found.proof)
    assert found.proof is Proof.UNIQUE if full else proven >= list(Proof).index(Proof.COST)


E_LIMIT = 1800
"""Nodes that are enough to prove the cost of each e.x, and not to settle which of its covers comes first."""
