"""A specification under both readers: faults of its words first, then what only the shapes see, at its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from signpost.gate.publish import publish
from signpost.model import THINGS, Finding, Source, Submission
from signpost.person.scrutiny import check
from signpost.store.local import open_store
from signpost.store.release import Release

SAFE, LEAD, COURSE = (THINGS + name for name in ("competence/f/safe", "role/lead", "resource/course"))
NODES = (
    {"id": THINGS + "framework/f", "type": "Framework", "label": "F", "edition": "1", "rights": "Ours"},
    {"id": SAFE, "type": "Competence", "label": "Keep people safe", "inFramework": THINGS + "framework/f"},
    {"id": LEAD, "type": "Role", "label": "Leader", "requirement": LEAD + "#safe"},
    {"id": LEAD + "#safe", "type": "Requirement", "competence": SAFE, "level": 3},
    {"id": COURSE, "type": "LearningResource", "label": "A course", "activityType": "direct-training",
     "supporter": "mentor", "mode": "online", "link": "https://example.org/", "teaches": COURSE + "#teaches-1"},
    {"id": COURSE + "#teaches-1", "type": "LearningOutcome", "competence": SAFE, "outcomeLevel": 3, "entryLevel": 0,
     "shows": "both"},
)  # fmt: skip
CASE = f"""\
person: person-01
post: Leader
role: {LEAD}
asAt: 2026-01-05
attainments:
  - competence: {SAFE}
    level: 2
    judgedBy: assessor
    evidence:
      - evidenceKind: observation
constraints:
  mustUse: {COURSE}
policy: {{id: 'urn:ours', disagreement: 2}}
objectives:
  - competence: {SAFE}
    objectiveText: Keep everyone safe
"""


@pytest.fixture(scope="module")
def release() -> Iterator[Release]:
    store = open_store("memory:")
    publish(Submission(Source("ours"), NODES), store)
    yield store.current()
    store.close()


def findings(release: Release, folder: Path, old: str = "", new: str = "") -> tuple[Finding, ...]:
    assert old in CASE
    path = folder / "case.yaml"
    path.write_text(CASE.replace(old, new) if old else CASE, "utf-8")
    return check(path, release)


def test_a_sound_case_has_no_findings(release: Release, tmp_path: Path) -> None:
    assert findings(release, tmp_path) == ()


def test_faults_of_the_words_are_told_alone(release: Release, tmp_path: Path) -> None:
    both = f"excludes: {COURSE}\n  mustUse: {COURSE}\n  budget: -1"
    (finding,) = findings(release, tmp_path, f"mustUse: {COURSE}", both)
    assert finding.place == "case.yaml:14:11"
    assert "below zero" in finding.message


def test_what_lies_between_the_words_is_told_by_the_shapes_at_its_line(release: Release, tmp_path: Path) -> None:
    (finding,) = findings(release, tmp_path, f"mustUse: {COURSE}", f"mustUse: {COURSE}\n  excludes: {COURSE}")
    assert finding.message.startswith("A resource cannot be both required and excluded")
    assert (finding.place, finding.path) == ("case.yaml:12:3", "mustUse")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("judgedBy: assessor", "judgedBy: https://example.org/inspector", "case.yaml:6:5"),
        ("evidenceKind: observation", "evidenceKind: https://example.org/film", "case.yaml:10:9"),
        ("disagreement: 2", "judges: [https://example.org/inspector]", "case.yaml:13:9"),
    ],
)
def test_each_part_is_told_at_its_own_place(release: Release, tmp_path: Path, old: str, new: str, place: str) -> None:
    assert {finding.place for finding in findings(release, tmp_path, old, new)} == {place}


def test_a_concept_that_nobody_describes_is_told(release: Release, tmp_path: Path) -> None:
    found = findings(release, tmp_path, "judgedBy: assessor", "judgedBy: https://example.org/inspector")
    assert any("nobody has described" in finding.message for finding in found)
