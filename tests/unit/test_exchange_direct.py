from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from signpost import words
from signpost.errors import UnreadableInput
from signpost.exchange import rdf
from signpost.exchange.direct import TABLES
from signpost.exchange.readers import READERS, detect
from signpost.gate.validate import check, refused
from signpost.model import Node, Source, Submission

FIXTURE = Path(__file__).parent / "fixtures" / "direct"
DEMONSTRATION = Path(__file__).parents[2] / "data" / "demonstration"
ID = "https://w3id.org/signpost/id/"
SKILL = ID + "competence/direct-2/skill-"


def read(path: Path) -> tuple[Submission, dict[str, Node]]:
    submission = READERS["direct"].read(path, Source("direct"))
    return submission, {node["id"]: node for node in submission.nodes}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the fixture, to be changed."""
    return Path(shutil.copytree(FIXTURE, tmp_path / "direct"))


def as_json(folder: Path) -> None:
    for name in TABLES:
        path = folder / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            (folder / f"{name}.json").write_text(json.dumps(list(csv.DictReader(file))), "utf-8")
        path.unlink()


def test_a_skill_has_its_competency_tools_and_neighbours() -> None:
    _, nodes = read(FIXTURE)
    assert nodes[SKILL + "pruning"] == {
        "id": SKILL + "pruning",
        "type": "Competence",
        "label": {"en": "Pruning"},
        "description": {"en": "Cut well."},
        "inFramework": ID + "framework/direct-2",
        "competenceType": "skill",
        "order": 10,
        "broader": ID + "competence/direct-2/care-of-trees",
        "related": SKILL + "grafting",
        "example": {"en": ["Hook", "Saw"]},
    }
    assert nodes[ID + "competence/direct-2/care-of-trees"]["broader"] == ID + "competence/direct-2/domain-trees"
    assert nodes[ID + "framework/direct-2"]["levelScale"] == "https://w3id.org/signpost/vocabulary/direct-level"


def test_a_resource_is_about_skills_and_teaches_none_to_a_level_that_nobody_states() -> None:
    _, nodes = read(FIXTURE)
    resource = ID + "resource/direct-prune-online"
    assert nodes[resource] == {
        "id": resource,
        "type": "LearningResource",
        "label": {"en": "Prune online"},
        "description": {"en": "How to cut."},
        "provider": ID + "organisation/direct-orchard-school",
        "activityType": "online-activity",
        "link": "https://example.org/prune",
        "language": ["cy", "en"],
        "about": [SKILL + "grafting", SKILL + "pruning"],
    }
    assert nodes[ID + "organisation/direct-orchard-school"] == {
        "id": ID + "organisation/direct-orchard-school",
        "type": "Provider",
        "label": {"en": "Orchard School"},
        "description": {"en": "Teaches."},
        "homepage": "https://example.org/",
        "exactMatch": "https://ror.org/000000000",
    }


def test_everything_that_is_repaired_or_dropped_is_told() -> None:
    submission, _ = read(FIXTURE)
    assert [(finding.place, finding.message) for finding in submission.findings[:-1]] == [
        (
            "competency.csv:3:competency_domain",
            "'bees', which it is part of, is in no table: nothing stands above it.",
        ),
        ("skill.csv:2:name", "Spaces around the label were removed."),
        ("skill.csv:5:slug", "Row dropped: it was already read at skill.csv:4."),
        ("skill.csv:6:slug", "Row dropped: it has no slug."),
        ("skill.csv:2:related_skills", "It is related to itself: that was left out."),
        (
            "skill.csv:2:related_skills",
            f"It is related to '{SKILL}dancing', which is in no table: that was left out.",
        ),
        ("skill.csv:2:tools_languages_methodologies", "'laser' is in no table of tools: it was left out."),
        ("tool_language_methodology.csv:4:slug", "Row dropped: no skill is shown by it."),
        (
            "tool_language_methodology.csv",
            "Tools, languages and methodologies are examples of skills; their kinds, addresses and descriptions are "
            "left out.",
        ),
        (
            "learning_resource.csv:3:provider",
            "Row dropped: it names no provider, and who offers it must be known.",
        ),
        ("learning_resource.csv:4:url", "'not an address' is not a web address: left out."),
        (
            "learning_resource.csv:5:provider",
            "Row dropped: its provider is in no table, and who offers it must be known.",
        ),
        (
            "skill.csv:2:learning_resources",
            "The resource 'prune-in-spring' was not read: that it serves the skill is left out.",
        ),
        (
            "skill.csv:2:learning_resources",
            "The resource 'prune-nowhere' was not read: that it serves the skill is left out.",
        ),
        (
            "learning_resource.csv",
            "No kind of activity is stated: each resource has a web address, and is taken as 'online-activity'.",
        ),
        ("skill_level.csv:3:level", "Row dropped: '9' is not a level that is known."),
        (
            "skill_level.csv",
            "What the levels mean in the framework's words is left out: "
            "the vocabulary 'direct-level' has them in ours.",
        ),
        ("skill.csv:4:learning_resources", "No learning resource serves this skill."),
    ]


def test_the_tables_as_json_say_the_same(folder: Path) -> None:
    as_json(folder)
    submission, nodes = read(folder)
    assert list(nodes.values()) == list(read(FIXTURE)[1].values())
    assert submission.places[SKILL + "pruning"] == "skill.json:1"
    (folder / "skill.json").write_text('[{"name": "Pruning", "slug": "pruning"}, 7]')
    submission, _ = read(folder)
    dropped = [(f.place, f.message) for f in submission.findings if f.place.startswith("skill.json")]
    assert dropped[:2] == [
        ("skill.json:1", "Row dropped: it says no 'competency'."),
        ("skill.json:2", "Row dropped: it says no 'name'."),
    ]
    (folder / "skill.json").write_text("{}")
    with pytest.raises(UnreadableInput, match="it is not a list"):
        read(folder)


def test_a_folder_may_hold_the_framework_alone_and_must_hold_that(folder: Path) -> None:
    for name in ("learning_resource", "provider", "tool_language_methodology", "skill_level"):
        (folder / f"{name}.csv").unlink()
    submission, nodes = read(folder)
    assert len(nodes) == 7
    assert [f.place for f in submission.findings if f.message.startswith("There is no table")] == ["direct"] * 4
    (folder / "skill.csv").unlink()
    assert not READERS["direct"].looks_like(folder)
    with pytest.raises(UnreadableInput, match="the table 'skill' is missing"):
        read(folder)


def test_the_table_of_all_in_one(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    path.write_text(
        "competency_domain,competency,skill,description,slug,related_skills,tools_languages_methodologies,"
        "learning_resources\nTrees,,,What grows.,trees,,,\n,Care of trees,,,care-of-trees,,,\n"
        ",,Pruning,,pruning,grafting,saw,prune-online\n,,Grafting,,grafting,,,\n"
    )
    assert detect(path) == "direct"
    submission, nodes = read(path)
    assert nodes[SKILL + "pruning"] == {
        "id": SKILL + "pruning",
        "type": "Competence",
        "label": {"en": "Pruning"},
        "inFramework": ID + "framework/direct-2",
        "competenceType": "skill",
        "broader": ID + "competence/direct-2/care-of-trees",
        "related": SKILL + "grafting",
    }
    assert nodes[ID + "competence/direct-2/care-of-trees"]["broader"] == ID + "competence/direct-2/domain-trees"
    assert "are left out: what they are stands in other tables" in submission.findings[0].message


def test_a_persons_profile_is_no_framework(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    path.write_text('[{"user_id": 1, "user_data": [{"skill": "Pruning", "skill_level": 4}]}]')
    assert not READERS["direct"].looks_like(path)
    with pytest.raises(UnreadableInput, match="it is not DIRECT's table of all in one"):
        read(path)


def test_the_gate_takes_it() -> None:
    assert not refused(check(read(FIXTURE)[0]))


@pytest.mark.outside
def test_the_real_framework_is_read_whole(shared: Path) -> None:
    submission, _ = read(shared / "data" / "direct-framework" / "framework")
    types = Counter(node.get("competenceType", node["type"]) for node in submission.nodes)
    assert types == {"category": 7 + 20, "skill": 164, "LearningResource": 207 - 32, "Provider": 61, "Framework": 1}
    said = Counter(finding.message for finding in submission.findings)
    assert said["No learning resource serves this skill."] == 99
    assert said["Row dropped: it names no provider, and who offers it must be known."] == 32
    assert said["Row dropped: no skill is shown by it."] == 9
    assert said["It is related to itself: that was left out."] == 1
    assert sum(len(words.values(node, "about")) for node in submission.nodes) == 116
    shown = {name for node in submission.nodes for name in words.values(node, "example")}
    assert len(shown) == 549 - 9
    assert not refused(check(submission))


@pytest.mark.outside
def test_the_real_things_bear_the_addresses_of_the_demonstration_and_give_way_to_it(shared: Path) -> None:
    submission, nodes = read(shared / "data" / "direct-framework" / "framework")
    ours = rdf.read_files(DEMONSTRATION, sorted(DEMONSTRATION.glob("*.ttl")), Source("demonstration"))
    shipped = {str(node["id"]) for node in ours.nodes if "#" not in node["id"]}
    assert len(shipped) > 300
    assert shipped <= nodes.keys()
    assert shipped <= submission.gives_way == nodes.keys()


@pytest.mark.outside
def test_the_real_table_of_all_in_one_has_the_same_skills(shared: Path) -> None:
    folder = shared / "data" / "direct-framework" / "framework"
    whole = {iri for iri, node in read(folder)[1].items() if node["type"] == "Competence"}
    alone = {iri for iri, node in read(folder / "DIRECT-framework-all-in-one.csv")[1].items()}
    assert alone == whole | {ID + "framework/direct-2"}
