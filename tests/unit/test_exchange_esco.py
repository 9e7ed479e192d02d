from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from signpost.errors import UnreadableInput
from signpost.exchange import esco
from signpost.exchange.esco import ESCO, ISCO
from signpost.exchange.readers import READERS, detect
from signpost.model import Node, Severity, Source, Submission

FIXTURES = Path(__file__).parent / "fixtures" / "esco"
SKILL = "http://data.europa.eu/esco/skill/"
OCCUPATION = "http://data.europa.eu/esco/occupation/"


def read(name: str) -> tuple[Submission, dict[str, Node]]:
    submission = READERS["esco"].read(FIXTURES / name, Source("esco", rights="Example rights"))
    return submission, {node["id"]: node for node in submission.nodes}


def test_a_skill_has_its_texts_groups_and_relations() -> None:
    submission, nodes = read("official-1.2.0")
    assert nodes[SKILL + "s1"] == {
        "id": SKILL + "s1",
        "type": "Competence",
        "label": {"en": "weigh apples"},
        "altLabel": {"en": ["balance apples", "put apples on the scales"]},
        "description": {"en": "Find the weight\nof apples."},
        "scopeNote": {"en": "Not pears."},
        "competenceType": "skill",
        "status": "current",
        "inFramework": ESCO,
        "broader": [SKILL + "g2", SKILL + "g3"],
        "related": SKILL + "s2",
    }
    assert submission.places[SKILL + "s1"] == "skills_en.csv:2"
    assert submission.places[SKILL + "s2"] == "skills_en.csv:6"


def test_groups_occupations_frameworks_and_collections() -> None:
    _, nodes = read("official-1.2.0")
    assert nodes[SKILL + "g3"]["broader"] == SKILL + "g1"
    assert nodes[SKILL + "g3"]["competenceType"] == "category"
    assert nodes[SKILL + "g3"]["notation"] == "S1.2"
    assert nodes[OCCUPATION + "o1"] == {
        "id": OCCUPATION + "o1",
        "type": "Occupation",
        "label": {"en": "apple grower"},
        "altLabel": {"en": ["grower of apples", "orchardist"]},
        "description": {"en": "Grows apples."},
        "status": "current",
        "inFramework": ESCO,
        "classCode": "6.1",
        "broader": "http://data.europa.eu/esco/isco/C6",
        "essentialCompetence": SKILL + "s1",
        "optionalCompetence": SKILL + "s2",
    }
    assert nodes[OCCUPATION + "o2"]["classCode"] == "6"
    assert nodes[OCCUPATION + "o2"]["essentialCompetence"] == SKILL + "s1"
    assert "optionalCompetence" not in nodes[OCCUPATION + "o2"]
    assert nodes["http://data.europa.eu/esco/isco/C6"]["inFramework"] == ISCO
    assert nodes[ESCO]["edition"] == "1.2.0"
    assert nodes[ESCO]["rights"] == "Example rights"
    assert nodes["http://data.europa.eu/esco/concept-scheme/green"]["member"] == SKILL + "s3"
    assert nodes[SKILL + "s3"]["altLabel"] == {"en": ["gather apples", "take apples from the tree"]}


def test_every_repaired_or_dropped_row_is_named() -> None:
    submission, _ = read("official-1.2.0")
    assert [(finding.place, finding.message) for finding in submission.findings] == [
        ("official-1.2.0", "The edition 1.2.0 was read from the folder's name."),
        ("skills_en.csv:2:altLabels", "An alternative label that repeats the preferred label was left out."),
        ("skills_en.csv:6:preferredLabel", "Spaces around the label were removed."),
        ("skills_en.csv:7:status", "The status 'retired' is not known; 'unknown' was set."),
        ("skills_en.csv:7:skillType", "The skill type 'guess' is not known; it was left out."),
        ("skills_en.csv:8:conceptUri", "Row dropped: it was already read at skills_en.csv:2."),
        ("skills_en.csv:9:conceptUri", "Row dropped: 'no address' is not an IRI."),
        ("skills_en.csv:10:conceptUri", "Row dropped: it has no preferred label."),
        ("skills_en.csv:11", "Row dropped: it has 5 cells where the table has 13 columns."),
        ("broaderRelationsSkillPillar_en.csv:6:broaderUri", "Row dropped: it relates a thing to itself."),
        ("skillsHierarchy_en.csv:3", f"Row dropped: {SKILL}g9 is in no table."),
        ("skillSkillRelations_en.csv:3:relatedSkillUri", "Row dropped: it relates a thing to itself."),
        (
            "skillSkillRelations_en.csv:4:relatedSkillUri",
            "Row dropped: one of the two is already broader than the other.",
        ),
        (
            "occupationSkillRelations_en.csv:3:relationType",
            "Row dropped: the skill is already essential to this occupation.",
        ),
        (
            "occupationSkillRelations_en.csv:6:relationType",
            "The skill was optional in an earlier row and is essential here; it is kept as essential.",
        ),
        (
            "occupationSkillRelations_en.csv:7:relationType",
            "Row dropped: 'maybe' is neither essential nor optional.",
        ),
        ("occupationSkillRelations_en.csv:8:skillUri", f"Row dropped: {SKILL}gone is in no table."),
        ("occupationSkillRelations_en.csv:9:skillUri", f"Row dropped: {OCCUPATION}o1 is of another kind."),
        ("greenSkillsCollection_en.csv:3:conceptUri", f"Row dropped: {SKILL}gone is in no table."),
        (
            "official-1.2.0",
            "Read 1 Collection, 6 Competence, 2 Framework, 3 Occupation, 6 broader relations, "
            "3 occupation to skill relations, 1 skill to skill relations, kept as 'related'. "
            "Rows dropped: 13; other repairs or notes: 6.",
        ),
    ]  # fmt: skip
    assert all(finding.severity is not Severity.REFUSED for finding in submission.findings)


def test_derived_tables_stand_in_for_the_official_ones() -> None:
    submission, nodes = read("derived")
    assert nodes[SKILL + "s1"]["label"] == {"en": "weigh apples"}
    assert nodes[OCCUPATION + "o1"]["essentialCompetence"] == SKILL + "s1"
    missing = [finding.message for finding in submission.findings if "There is no table" in finding.message]
    assert len(missing) == len(esco.WANTED)


def test_the_official_table_goes_before_the_derived_one(tmp_path: Path) -> None:
    shutil.copytree(FIXTURES / "derived", tmp_path / "both")
    shutil.copy(FIXTURES / "official-1.2.0" / "skills_en.csv", tmp_path / "both")
    submission = READERS["esco"].read(tmp_path / "both", Source("esco"))
    assert submission.places[SKILL + "s1"] == "skills_en.csv:2"


def test_an_early_layout_in_another_language() -> None:
    _, nodes = read("early-1.0")
    assert nodes[SKILL + "s1"]["label"] == {"cy": "pwyso afalau"}
    assert nodes[OCCUPATION + "o1"]["essentialCompetence"] == SKILL + "s1"
    assert nodes[OCCUPATION + "o1"]["classCode"] == "6"


def test_a_folder_is_recognised_by_its_tables(tmp_path: Path) -> None:
    assert detect(FIXTURES / "derived") == "esco"
    assert not esco.looks_like(tmp_path)


def test_missing_tables_and_mixed_languages(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "official-1.2.0" / "skills_en.csv", tmp_path)
    with pytest.raises(UnreadableInput, match="the table 'occupations' is missing"):
        READERS["esco"].read(tmp_path, Source("esco"))
    shutil.copy(FIXTURES / "early-1.0" / "occupations_cy.csv", tmp_path)
    with pytest.raises(UnreadableInput, match=r"tables in several languages \(cy, en\)"):
        READERS["esco"].read(tmp_path, Source("esco"))
    with pytest.raises(UnreadableInput, match="it is not a folder"):
        READERS["esco"].read(tmp_path / "skills_en.csv", Source("esco"))


@pytest.mark.outside
def test_the_real_classification_is_read_whole(shared: Path) -> None:
    submission = READERS["esco"].read(shared / "data" / "esco-1.2.0", Source("esco"))
    kinds = Counter(node["type"] for node in submission.nodes)
    assert kinds["Competence"] == 13_939 + 640
    assert kinds["Occupation"] == 3_039 + 619
    essential = sum(len(_several(node.get("essentialCompetence"))) for node in submission.nodes)
    optional = sum(len(_several(node.get("optionalCompetence"))) for node in submission.nodes)
    assert essential == 67_622
    assert essential + optional == 129_004 - 17
    said = Counter(finding.message for finding in submission.findings)
    assert said["Row dropped: the skill is already essential to this occupation."] == 17
    assert said["Row dropped: it relates a thing to itself."] == 1
    several = [node for node in submission.nodes if len(_several(node.get("broader"))) > 1]
    assert len([node for node in several if node["type"] == "Competence"]) >= 4_761


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]
