from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from signpost.errors import UnreadableInput
from signpost.exchange.matrix.parts import bullets, is_bare
from signpost.exchange.readers import READERS, detect
from signpost.gate.validate import check, refused
from signpost.model import Node, Severity, Source, Submission

FIXTURE = Path(__file__).parent / "fixtures" / "gdad"
GDAD = "https://w3id.org/signpost/id/gdad/"
FRAMEWORK = "https://w3id.org/signpost/id/framework/gdad"
LEAD = GDAD + "role/apple-grower-cider/lead-apple-grower"
SENIOR = GDAD + "role/apple-grower-cider/senior"
PRUNING = GDAD + "competence/pruning"


def read(path: Path) -> tuple[Submission, dict[str, Node]]:
    submission = READERS["gdad"].read(path, Source("gdad"))
    return submission, {node["id"]: node for node in submission.nodes}


def test_a_role_level_is_a_role_with_its_duties_and_what_it_asks_for() -> None:
    submission, nodes = read(FIXTURE)
    assert nodes[LEAD] == {
        "id": LEAD,
        "type": "Role",
        "label": {"en": "Lead apple grower"},
        "definition": {
            "en": "A lead grower answers for trees.\n\nAt this role level, you will:\n- plan the year\n- teach others"
        },
        "occupation": GDAD + "occupation/apple-grower-cider",
        "duty": [f"{LEAD}#duty-1", f"{LEAD}#duty-2"],
        "requirement": [f"{LEAD}#grafting", f"{LEAD}#pruning"],
    }
    assert nodes[f"{LEAD}#duty-1"] == {"id": f"{LEAD}#duty-1", "type": "Duty", "label": {"en": "plan the year"}}
    assert nodes[f"{LEAD}#pruning"] == {
        "id": f"{LEAD}#pruning",
        "type": "Requirement",
        "competence": PRUNING,
        "level": 4,
        "statedLevel": "Expert",
    }
    assert submission.places[LEAD] == "pcf_role.csv:2:Role Level"


def test_a_kind_of_work_keeps_its_family_and_one_without_levels_its_skills() -> None:
    _, nodes = read(FIXTURE)
    assert nodes[GDAD + "occupation/chief-of-orchards"] == {
        "id": GDAD + "occupation/chief-of-orchards",
        "type": "Occupation",
        "label": {"en": "Chief of orchards"},
        "inFramework": FRAMEWORK,
        "broader": GDAD + "occupation/family/chiefs",
        "definition": {"en": "Leads."},
        "note": {"en": "Senior Civil Service"},
        "essentialCompetence": GDAD + "competence/vision",
    }
    assert not [iri for iri in nodes if "/role/chief-of-orchards" in iri]


def test_a_skill_says_what_its_levels_look_like() -> None:
    _, nodes = read(FIXTURE)
    assert nodes[PRUNING]["levelStatement"] == [
        f"{PRUNING}#{level}" for level in ("awareness", "expert", "practitioner", "working")
    ]
    assert nodes[f"{PRUNING}#awareness"] == {
        "id": f"{PRUNING}#awareness",
        "type": "LevelStatement",
        "level": 1,
        "statedLevel": "Awareness",
        "description": {"en": "You can:\n- tell a saw\n- name it"},
    }
    assert "levelStatement" not in nodes[GDAD + "competence/vision"]
    assert nodes[FRAMEWORK]["levelScale"] == "https://w3id.org/signpost/vocabulary/digital-level"


def test_levels_with_one_name_are_told_apart_by_their_roles() -> None:
    _, nodes = read(FIXTURE)
    assert nodes[SENIOR]["label"] == {"en": "Senior (Apple grower, cider)"}
    assert nodes[GDAD + "role/picker/senior"]["label"] == {"en": "Senior (Picker)"}


def test_everything_that_is_repaired_or_dropped_is_told() -> None:
    submission, _ = read(FIXTURE)
    assert [(finding.place, finding.message) for finding in submission.findings] == [
        ("pcf_skill.csv:10:Awareness", "It says of no level what it looks like."),
        ("pcf_skill.csv:11:Skill Name", "Row dropped: it names no skill."),
        ("pcf_role.csv:11:Role Level", "Stray spaces or signs were taken out."),
        ("pcf_role.csv:25:Skill Level", "Row dropped: it repeats pcf_role.csv:20:Skill Level."),
        (
            "pcf_role.csv:30:Skill Level Description",
            "What the level looks like is said otherwise at pcf_skill.csv:2:Expert, which is kept.",
        ),
        (
            "pcf_role.csv:30:Skill Level",
            "Row dropped: another level is asked for, and kept, at pcf_role.csv:20:Skill Level.",
        ),
        ("pcf_role.csv:35:Skill Level", "Row dropped: 'Master' is not a level that is known."),
        (
            "pcf_role.csv:39:Skill Level",
            "No level is in use ('NOT IN USE'): the skill is kept as essential to the kind of work.",
        ),
        ("pcf_role.csv:40:Role", "Row dropped: its 'Role' is empty."),
        ("pcf_role.csv:41:Skill Level Description", "Stray spaces or signs were taken out."),
        ("pcf_role.csv:43", "Row dropped: it has 2 cells where the table has 10 columns."),
        (
            "pcf_skill.csv:8:Roles that require Skill",
            "'Roles that require Skill' lists Head gardener, of which no row says so: "
            "the rows of role levels are kept.",
        ),
        (
            "pcf_skill.csv:10:Roles that require Skill",
            "'Roles that require Skill' does not list Chief of orchards: the rows of role levels are kept.",
        ),
        (
            "gdad",
            "Read 3 Competence, 2 Duty, 1 Framework, 5 LevelStatement, 5 Occupation, 4 Requirement, 3 Role. "
            "Rows dropped: 6; other repairs or notes: 7.",
        ),
    ]
    assert {finding.severity for finding in submission.findings[:-1]} == {Severity.WARNING}


def test_each_table_is_read_alone_too() -> None:
    submission, nodes = read(FIXTURE / "pcf_skill.csv")
    assert f"{PRUNING}#working" in nodes
    assert "'Roles that require Skill' is left out" in submission.findings[2].message
    _, nodes = read(FIXTURE / "pcf_role.csv")
    assert nodes[PRUNING]["levelStatement"] == [
        f"{PRUNING}#{level}" for level in ("awareness", "expert", "practitioner")
    ]


def test_a_second_table_of_a_kind_is_left_out(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FIXTURE, tmp_path / "gdad"))
    shutil.copy(folder / "pcf_role.csv", folder / "another_role.csv")
    submission, _ = read(folder)
    assert submission.findings[0].place == "pcf_role.csv"
    assert "'another_role.csv' is read in its place" in submission.findings[0].message


def test_what_is_neither_table_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="it holds neither the table of role levels nor that of skills"):
        read(tmp_path)
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableInput, match="there is no column 'Role Family'"):
        read(tmp_path / "x.csv")
    assert not READERS["gdad"].looks_like(tmp_path)
    assert detect(FIXTURE / "pcf_skill.csv") == "gdad"


@pytest.mark.parametrize(
    ("name", "level", "bare"),
    [("Care worker", "Senior", True), ("Care worker", "Grade 7", True), ("Care worker", "Senior care worker", False),
     ("Software developer", "Developer", False), ("Business analyst", "Head of business analysis", False)],
)  # fmt: skip
def test_a_level_is_bare_where_it_does_not_say_of_what(name: str, level: str, bare: bool) -> None:
    assert is_bare(name, level) is bare


def test_bullets_are_the_lines_with_a_mark() -> None:
    assert bullets("You will:\n- do -\n  • say\nand\n-10 degrees") == ["do -", "say"]


def test_the_gate_takes_it() -> None:
    assert not refused(check(read(FIXTURE)[0]))


@pytest.mark.outside
def test_the_real_framework_is_read_whole(shared: Path) -> None:
    submission, nodes = read(shared / "data" / "role-levels" / "gdad")
    kinds = Counter(str(node["type"]) for node in submission.nodes)
    dropped = [finding for finding in submission.findings if finding.message.startswith("Row dropped")]
    assert kinds["Competence"] == 188
    assert kinds["LevelStatement"] == (188 - 22) * 4
    assert kinds["Role"] == 205 - 4
    assert kinds["Occupation"] == 52 + 8
    assert len(dropped) == 16, "13 triples stand there more than once, three of them thrice"
    assert len({finding.node for finding in dropped}) == 13
    assert kinds["Requirement"] == 1_825 - 28 - 16
    said = Counter(finding.message.partition(":")[0] for finding in submission.findings)
    assert said["No level is in use ('NOT IN USE')"] == 28
    assert said["It says of no level what it looks like."] == 22
    assert len([f for f in submission.findings if f.message.startswith("'Roles that require Skill'")]) == 15
    levels = Counter(node["statedLevel"] for node in submission.nodes if node["type"] == "Requirement")
    assert levels.keys() == {"Awareness", "Working", "Practitioner", "Expert"}
    assert not [iri for iri, node in nodes.items() if node["type"] == "Role" and not node.get("requirement")]
    assert not refused(check(submission))
