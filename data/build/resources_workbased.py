"""The table of learning at work -> nodes: each activity, its hours and helper, and the one level it may give."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ID = "https://w3id.org/signpost/id/"
TABLE = Path(__file__).parent / "resources_activities.toml"
KNOWLEDGE_ONLY = ("reading", "research", "networking")
"""What is read or heard shows knowledge; what is done at work under someone's eye can show performance too."""


def nodes() -> Iterator[Mapping[str, Any]]:
    """Every activity of the table. Raises ValueError for one that claims more than one level."""
    for told in tomllib.loads(TABLE.read_text(encoding="utf-8"))["activity"]:
        resource = f"{ID}resource/{told['slug']}"
        parts = [f"{resource}#teaches-{n}" for n in range(1, len(told["gains"]) + 1)]
        yield _activity(resource, told, parts)
        for part, gain in zip(parts, told["gains"], strict=True):
            yield _outcome(part, told, *gain)


def _activity(resource: str, told: Mapping[str, Any], parts: list[str]) -> dict[str, Any]:
    return {
        "id": resource,
        "type": ["LearningResource", "WorkBasedActivity"],
        "label": told["label"],
        "activityType": told["type"],
        "formality": "informal",
        "planning": "planned",
        "setting": told.get("setting", "in-house"),
        "mode": "workplace",
        "supporter": told["supporter"],
        "learningMinutes": told["hours"] * 60,
        "price": 0,
        "needType": told["need"],
        "planCategory": told["category"],
        "teaches": parts,
        "basis": f"Proposed: {told['hours']} hours is what signpost's editors would set aside, not a measured time;"
        " the price is nil because colleagues charge each other no fee, and the learner's hours are counted apart",
        "confidence": 0.5,
        "provenance": "editorial",
    }


def _outcome(part: str, told: Mapping[str, Any], competence: str, entry: int, outcome: int) -> dict[str, Any]:
    if outcome - entry != 1:
        raise ValueError(f"{told['slug']}: learning at work gives one level at a time, not {entry} -> {outcome}")
    kind = "competence" if competence.startswith("cwp-") else "standard"
    shows = "knowledge" if told["type"] in KNOWLEDGE_ONLY else "both"
    return {
        "id": part,
        "type": "LearningOutcome",
        "competence": f"{ID}{kind}/{competence}",
        "entryLevel": entry,
        "outcomeLevel": outcome,
        "shows": shows,
        "basis": f"Proposed: the activity practises this competence with a {told['supporter'].replace('-', ' ')};"
        f" level {outcome} at most, if that person agrees that it was shown",
        "confidence": 0.5,
        "provenance": "editorial",
    }
