"""A small college that publishes courses, and the door that it publishes through."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from signpost.gate.publish import publish, vocabulary
from signpost.ledger.tables import open_ledger
from signpost.model import Node, Received, Source, Submission
from signpost.publishing.door import Door
from signpost.store.release import Store

COLLEGE = "a-college"
"""The name of its source."""
HOME = "https://college.example/id/"
US = f"{HOME}us"
ORCHARD = "https://orchard.example/id/"
PRUNING = f"{ORCHARD}pruning"
"""A competence that another source describes."""


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def later(self, **much: int) -> None:
        self.now += timedelta(**much)


def provider(**said: Any) -> Node:
    return {"id": US, "type": "Provider", "label": "A college", **said}


def course(name: str, **said: Any) -> Node:
    """A course of the college with its parts inside; what is None is left out."""
    node = {
        "id": HOME + name,
        "type": "LearningResource",
        "label": f"Course {name}",
        "provider": US,
        "activityType": "direct-training",
        "mode": "online",
        "statedBy": "A college",
        "learningMinutes": 60,
        **said,
    }
    return {word: value for word, value in node.items() if value is not None}


def offering(iri: str, day: str = "2027-03-01") -> Node:
    return {"id": iri, "type": "Offering", "startDate": day}


def outcome(iri: str, competence: str = PRUNING) -> Node:
    return {"id": iri, "type": "LearningOutcome", "competence": competence, "entryLevel": 0, "outcomeLevel": 3,
            "shows": "knowledge"}  # fmt: skip


def flat(*nodes: Node) -> tuple[Node, ...]:
    """The nodes with their parts beside them, as every reader gives them."""
    found: list[Node] = []
    for node in nodes:
        found += _taken_out(dict(node))
    return tuple({str(node["id"]): node for node in found}.values())


def _taken_out(node: dict[str, Any]) -> Iterator[Node]:
    for word in ("offering", "teaches"):
        inside = [part for part in node.get(word, ()) if isinstance(part, dict)]
        if inside:
            yield from inside
            node[word] = [part["id"] if isinstance(part, dict) else part for part in node[word]]
    yield node


def document(*nodes: Node) -> bytes:
    """The nodes as a submission in our own JSON-LD."""
    return json.dumps({"@context": "https://w3id.org/signpost/context.jsonld", "graph": nodes}).encode()


def received(*nodes: Node, amends: bool = False, source: str = COLLEGE, content: bytes = b"") -> Received:
    return Received(content or document(*nodes), "courses.jsonld", source, amends=amends)


def orchard(*competences: str) -> Submission:
    """Another source, which describes competences."""
    framework = {
        "id": f"{ORCHARD}framework",
        "type": "Framework",
        "label": "Orchards",
        "edition": "1",
        "rights": "Ours",
    }
    made = ({"id": iri, "type": "Competence", "label": "Pruning", "inFramework": framework["id"], "status": "current"}
            for iri in competences)  # fmt: skip
    return Submission(Source("orchard"), (framework, *made))


def opened(store: Store, clock: Clock | None = None) -> Door:
    """The door of a store, which has the vocabularies."""
    publish(vocabulary(), store)
    return Door(store, open_ledger(store.ledger), clock or Clock())


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
