"""Whatever is done to a specification file, it is read or refused in plain words; nothing else is raised."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from indexes import Role, index_of

from signpost.errors import UnfitSpecification, UnreadableInput
from signpost.model import Finding
from signpost.person.specification import read

INDEX = index_of(competences=["spare"], roles=[Role("manager", [("safe", 3), ("budgets", 2)])], regions=["E12000007"])
WHOLE = """\
label: An example
person: person-01
post: Registered manager
role: [manager]
asAt: 2026-01-05
requirements:
  add: [{competence: spare, level: 2, because: a new service}]
  drop: [{competence: budgets, because: not in this post}]
attainments:
  - competence: safe
    level: 2
    since: 2024-05-01
    judgedBy: line-manager
    evidence: [{evidenceKind: observation, note: seen, day: 2025-01-31}]
constraints: {budget: 120, hoursPerWeek: 2.5, region: E12000007, mode: [online]}
policy: {disagreement: 3, horizonFactor: {now: 4}}
objectives: [{competence: safe, objectiveText: Lead two reviews}]
"""
TOKENS = re.findall(r"\w+|\W", WHOLE)
PIECES = st.sampled_from(
    [*"{}[]:,-&*!|>'\"#%@`?~\n\t ", "null", "[]", "{}", "- ", ": ", "-1", "99999999999999", "2026-02-30"]
)


def findings(path: Path) -> tuple[Finding, ...]:
    try:
        read(path, INDEX)
    except UnreadableInput:
        return ()
    except UnfitSpecification as unfit:
        return unfit.findings
    return ()


def told(path: Path) -> None:
    for finding in findings(path):
        assert finding.message
        assert finding.place.startswith("case.yaml:")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(TOKENS) - 1), PIECES | st.text(max_size=3)), min_size=1, max_size=4))
def test_a_mangled_file_is_told_in_plain_words(tmp_path: Path, changes: list[tuple[int, str]]) -> None:
    tokens = list(TOKENS)
    for position, piece in changes:
        tokens[position] = piece
    path = tmp_path / "case.yaml"
    path.write_bytes("".join(tokens).encode("utf-8", "surrogatepass"))
    told(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_told_in_plain_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(content)
    told(path)
