"""Which JSON files are person specifications, and which are submissions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from signpost.exchange.person import is_specification

SPECIFICATION = {"type": "PersonSpecification", "person": "person-01"}
COURSE = {"type": "LearningResource", "label": 'Be a "person"'}


def said(folder: Path, document: Any) -> bool:
    path = folder / "sent.json"
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return is_specification(path)


@pytest.mark.parametrize(
    "document",
    [
        SPECIFICATION,
        {"@type": ["https://w3id.org/signpost/ns#PersonSpecification"]},
        {"person": "person-01", "role": "registered-manager"},
        {"graph": [COURSE, SPECIFICATION]},
        {"@graph": SPECIFICATION},
        '{"person": "person-01", "role": ',
    ],
)
def test_a_specification_says_so(tmp_path: Path, document: Any) -> None:
    assert said(tmp_path, document)


@pytest.mark.parametrize(
    "document",
    [
        COURSE,
        {**COURSE, "person": "whom it is for"},
        {"graph": [{**COURSE, "person": "x"}, {"type": "Role", "label": "PersonSpecification"}]},
        [SPECIFICATION],
        {"graph": "person"},
        {"type": {"person": 1}},
        "[" * 5_000 + "]" * 5_000,
        "1",
    ],
)
def test_a_submission_may_speak_of_persons(tmp_path: Path, document: Any) -> None:
    assert not said(tmp_path, document)
