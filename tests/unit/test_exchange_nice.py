from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from signpost.errors import UnreadableInput
from signpost.exchange.readers import READERS, detect
from signpost.gate.validate import check, refused
from signpost.model import Node, Source, Submission

FIXTURE = Path(__file__).parent / "fixtures" / "nice"
ID = "https://w3id.org/signpost/id/"
PICKER = ID + "nice-2030/role/picker"


def read(path: Path) -> tuple[Submission, dict[str, Node]]:
    submission = READERS["nice"].read(path, Source("nice"))
    return submission, {node["id"]: node for node in submission.nodes}


def test_a_role_has_its_duties_and_asks_for_skills_by_their_numbers() -> None:
    _, nodes = read(FIXTURE / "roles-2030.json")
    assert nodes[PICKER] == {
        "id": PICKER,
        "type": "Role",
        "label": {"en": "Picker"},
        "definition": {"en": "A picker picks. In this role, you will:"},
        "duty": [f"{PICKER}#duty-1", f"{PICKER}#duty-2"],
        "requirement": [f"{PICKER}#skill-0", f"{PICKER}#skill-1"],
    }
    assert nodes[f"{PICKER}#skill-0"] == {
        "id": f"{PICKER}#skill-0",
        "type": "Requirement",
        "competence": ID + "nice-2030/competence/skill-0",
        "level": 1,
        "statedLevel": "Awareness",
    }
    assert nodes[ID + "nice-2030/competence/skill-0"] == {
        "id": ID + "nice-2030/competence/skill-0",
        "type": "Competence",
        "label": {"en": "Skill 0"},
        "notation": "0",
        "note": {"en": "The list of roles gives its number and no name."},
        "inFramework": ID + "framework/nice-2030",
    }
    assert nodes[f"{PICKER}#duty-2"]["label"] == {"en": "carry"}


def test_every_file_of_a_folder_is_an_edition_of_its_own() -> None:
    submission, nodes = read(FIXTURE)
    editions = {node["edition"] for node in submission.nodes if node["type"] == "Framework"}
    assert editions == {"2030", "2031"}
    assert nodes[ID + "nice-2031/role/picker#skill-0"]["level"] == 2
    taken = "Levels of this edition are in no file: those of 'levels-2030.json' were taken."
    assert [finding.place for finding in submission.findings if finding.message == taken] == ["roles-2031.json"]


def test_everything_that_is_repaired_or_dropped_is_told() -> None:
    submission, _ = read(FIXTURE / "roles-2030.json")
    start = "roles-2030.json:1:skillLevels"
    assert [(finding.place, finding.message) for finding in submission.findings] == [
        ("roles-2030.json:1:bullets", "The duty 'pick' stands there more than once; it was read once."),
        (f"{start}/1", "Skill 0 has no name in the file: it is called by its number."),
        (f"{start}/2", "Skill 1 has no name in the file: it is called by its number."),
        (f"{start}/3", f"Row dropped: it repeats {start}/2."),
        (f"{start}/4", "Row dropped: 'Mastery' is not a level that is known."),
        (f"{start}/5", "Row dropped: '9' is not a level that is known."),
        (f"{start}/6", "Row dropped: it names no skill by its number."),
        (f"{start}/7", "Row dropped: it names no skill by its number."),
        ("roles-2030.json:3:name", "Row dropped: the role has no name."),
        (
            "roles-2030.json",
            "Read 2 Competence, 2 Duty, 1 Framework, 3 Requirement, 2 Role. "
            "Rows dropped: 6; other repairs or notes: 3.",
        ),
    ]


def test_levels_must_be_named_somewhere(tmp_path: Path) -> None:
    shutil.copy(FIXTURE / "roles-2031.json", tmp_path)
    with pytest.raises(UnreadableInput, match="no file beside it says what its levels are called"):
        read(tmp_path)
    (tmp_path / "levels.json").write_text(json.dumps([{"id": 1, "name": "expert"}]))
    _, nodes = read(tmp_path)
    assert nodes[ID + "nice-2031/role/picker#skill-0"]["level"] == 4


def test_what_is_no_list_of_roles_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "roles.json").write_text('{"skillLevels": [{"skillId": 0, "levelId": 0}]}')
    with pytest.raises(UnreadableInput, match="it is not a list of objects"):
        read(tmp_path / "roles.json")
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    with pytest.raises(UnreadableInput, match="it holds no list of roles"):
        read(tmp_path)
    assert detect(FIXTURE / "roles-2030.json") == "nice"
    assert not READERS["nice"].looks_like(FIXTURE / "levels-2030.json")


def test_the_gate_takes_it() -> None:
    assert not refused(check(read(FIXTURE)[0]))


@pytest.mark.outside
def test_the_two_real_editions_are_read_whole(shared: Path) -> None:
    submission, _ = read(shared / "data" / "role-levels" / "nice")
    found = Counter((node["id"].split("/")[5], str(node["type"])) for node in submission.nodes)
    assert [found[f"nice-{year}", "Requirement"] for year in (2020, 2023)] == [77, 66]
    assert [found[f"nice-{year}", "Role"] for year in (2020, 2023)] == [7, 6]
    assert [found[f"nice-{year}", "Competence"] for year in (2020, 2023)] == [11, 11]
    assert not [finding for finding in submission.findings if finding.message.startswith("Row dropped")]
    assert not refused(check(submission))
