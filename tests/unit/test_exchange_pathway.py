from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from signpost import words
from signpost.errors import UnreadableInput
from signpost.exchange import rdf
from signpost.exchange.readers import READERS, detect
from signpost.gate.validate import check, refused
from signpost.model import Node, Source, Submission

FIXTURE = Path(__file__).parent / "fixtures" / "pathway"
DATA = Path(__file__).parents[2] / "data"
ID = "https://w3id.org/signpost/id/"
DUTY = ID + "competence/cwp-2024/duty-of-care"
TREES = ID + "competence/cwp-2024/trees-bees-and-ladders-linked-to-tier-1"
MODULE = ID + "resource/knowing-trees-skills-for-care"
DIPLOMA = "level-3-diploma-in-trees-gateway-qualifications-601-0000-1"


def read(path: Path) -> tuple[Submission, dict[str, Node]]:
    submission = READERS["care-workforce-pathway"].read(path, Source("cwp"))
    return submission, {node["id"]: node for node in submission.nodes}


def test_a_role_category_needs_its_competences() -> None:
    _, nodes = read(FIXTURE)
    iri = ID + "occupation/cwp-2024/entry-level-roles"
    assert nodes[iri] == {
        "id": iri,
        "type": "Occupation",
        "label": {"en": "Entry-level roles"},
        "classCode": "rolea",
        "notation": "Role category A",
        "description": {"en": "Begins in the orchard."},
        "inFramework": ID + "framework/cwp-2024",
        "essentialCompetence": [DUTY, TREES],
    }


def test_a_statement_is_a_competence_within_its_category_with_whom_it_is_said_for() -> None:
    _, nodes = read(FIXTURE)
    assert nodes[f"{DUTY}/know-your-trees"] == {
        "id": f"{DUTY}/know-your-trees",
        "type": "Competence",
        "label": {"en": "know your trees"},
        "definition": {"en": "You should know your trees"},
        "scopeNote": {"en": ["Role category A: Entry-level roles", "Role category B: Care or support workers"]},
        "broader": DUTY,
        "inFramework": ID + "framework/cwp-2024",
    }
    assert nodes[f"{DUTY}/water-them"]["label"] == {"en": "water them"}
    assert nodes[DUTY]["description"] == {"en": "Look after & mind trees."}
    assert "scopeNote" not in nodes[ID + "competence/cwp-2024/personal-wellbeing/rest"]


def test_training_is_about_competences_and_teaches_none_to_a_level_that_nobody_states() -> None:
    _, nodes = read(FIXTURE)
    assert nodes[MODULE] == {
        "id": MODULE,
        "type": "LearningResource",
        "label": {"en": "Knowing trees"},
        "description": {"en": "About trees."},
        "notation": "MOD",
        "provider": ID + "organisation/skills-for-care",
        "activityType": "e-learning",
        "mode": "online",
        "learningMinutes": 75,
        "link": "https://example.org/trees",
        "note": {"en": ["Group: Modules", "Category: Trees", "Type: e-Learning Module"]},
        "subsidy": "50",
        "fundingNote": {"en": ["Funding model: full", "Reimbursable: yes"]},
        "audience": {"en": ["For people with trees", "Entry-level roles"]},
        "about": TREES,
    }


def test_a_qualification_gives_an_award_with_its_level_and_number() -> None:
    _, nodes = read(FIXTURE)
    number = ID + "identifier/ofqual-qualification/601-0000-1"
    resource = nodes[f"{ID}resource/{DIPLOMA}"]
    assert (resource["award"], resource["identifier"]) == (f"{ID}award/{DIPLOMA}", number)
    assert resource["about"] == DUTY
    assert "learningMinutes" not in resource, "a day has no certain number of minutes"
    assert nodes[f"{ID}award/{DIPLOMA}"] == {
        "id": f"{ID}award/{DIPLOMA}",
        "type": "Award",
        "label": {"en": "Level 3 Diploma in Trees"},
        "awardingBody": ID + "organisation/gateway-qualifications",
        "qualificationLevel": "3",
        "identifier": number,
    }
    assert nodes[number]["identifierValue"] == "601/0000/1"
    other = ID + "award/awareness-of-bees-trees-gateway-qualifications-601-0000-x"
    assert "qualificationLevel" not in nodes[other]


def test_everything_that_is_repaired_or_dropped_is_told() -> None:
    submission, _ = read(FIXTURE)
    markup = "The markup of web pages was taken out."
    trees = "(linked to Tier 1)"
    told = [(f.place.removeprefix("pathway.json#"), f.message) for f in submission.findings]
    assert told == [
        ("roleCats:3:name", "Row dropped: it has no name or no code."),
        ("roleCats:4:name", "Row dropped: it is there already."),
        ("skillsCats:1:description", markup),
        ("skillsCats:1:skills/2:skill", markup),
        ("skillsCats:1:skills/3", "Row dropped: the statement says nothing."),
        (
            "skillsCats:2:category",
            "The category is there already, at pathway.json#skillsCats:1: it is one, for several roles.",
        ),
        ("skillsCats:2:description", markup),
        (
            "skillsCats:2:description",
            "It is described otherwise for another role category: that of the first is kept.",
        ),
        (
            "skillsCats:4:role",
            "The role category 'rmdm' is not described: whose competence it is was left out.",
        ),
        ("skillsCats:5:category", "Row dropped: the category has no title."),
        ("training:1:description", markup),
        ("training:1:roleCat", "The role category 'rmdm' is not described: it was left out."),
        (
            "training:1:skillsCat",
            f"'Trees, bees and ladders? {trees}' was read as 'Trees, bees and ladders {trees}'.",
        ),
        ("training:1:skillsCat", "'Dancing' is the title of no competence: it was left out."),
        ("training:2:link", "The link is no web address: left out."),
        ("training:2:duration", "'6 days' gives no certain number of minutes: left out."),
        ("training:2:reimbursementAmount", "'lots' is no amount in pounds: left out."),
        ("training:2:skillsCat", "'duty of care' was read as 'Duty of care'."),
        ("training:3:awardingOrganisation", "'Gateway Qualifications' is taken for 'Gateway'."),
        ("training:3:type", "The type of qualification says no level: it is left out."),
        ("training:3:skillsCat", "It names no competence."),
        ("training:4:type", "The type 'Course' is taken as 'external-learning', for another body arranges it."),
        ("training:4:skillsCat", "It names no competence."),
        ("training:5", "Row dropped: it repeats pathway.json#training:4."),
        (
            "training:6:awardingOrganisation",
            "Row dropped: it names no body, and who offers it must be known.",
        ),
        ("training:7:title", "Row dropped: it has no title."),
        (
            "pathway.json",
            "Read 2 Award, 6 Competence, 1 Framework, 2 Identifier, 4 LearningResource, 2 Occupation, 2 Provider, "
            "1 statements that are there for another role category too. Rows dropped: 7; other repairs or notes: 19.",
        ),
    ]


def test_statements_are_its_own_and_all_else_gives_way() -> None:
    submission, nodes = read(FIXTURE)
    assert nodes.keys() - submission.gives_way == {
        f"{DUTY}/know-your-trees",
        f"{DUTY}/water-them",
        ID + "competence/cwp-2024/personal-wellbeing/rest",
    }


def test_items_that_are_no_objects_are_dropped_like_empty_ones(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"roleCats": [1], "skillsCats": [None], "training": ["x"]}))
    submission, nodes = read(path)
    assert len(nodes) == 1
    assert len([f for f in submission.findings if f.message.startswith("Row dropped")]) == 3


def test_what_is_no_pathway_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    path.write_text('{"roleCats": []}')
    with pytest.raises(UnreadableInput, match="it has no lists roleCats, skillsCats, training"):
        read(path)
    assert not READERS["care-workforce-pathway"].looks_like(path)
    assert not READERS["care-workforce-pathway"].looks_like(tmp_path)
    assert detect(FIXTURE) == detect(FIXTURE / "pathway.json") == "care-workforce-pathway"


def test_the_gate_takes_it() -> None:
    assert not refused(check(read(FIXTURE)[0]))


@pytest.mark.outside
def test_the_real_pathway_is_read_whole(shared: Path) -> None:
    submission, _ = read(shared / "data" / "care-workforce-pathway" / "pathway.json")
    kinds = Counter(str(node["type"]) for node in submission.nodes)
    categories = [node for node in submission.nodes if node.get("competenceType") == "category"]
    assert (kinds["Occupation"], len(categories)) == (4, 66 - 7)
    assert kinds["Competence"] - len(categories) == 285 - 16
    assert kinds["LearningResource"] == 234 - 4
    assert kinds["Award"] == kinds["Identifier"] == 202
    said = Counter(finding.message for finding in submission.findings)
    assert said["It names no competence."] == 51 - 3, "three of the four that are dropped name none either"
    assert said["The role category 'rmdm' is not described: it was left out."] == 37
    unknown = {message for message in said if message.endswith("is the title of no competence: it was left out.")}
    read_as = {message.partition("' was read as")[0] for message in said if "' was read as '" in message}
    assert len(unknown) == 4
    assert len(read_as) == 4, "of the ten strings that match none, two are one of the others that was split"
    assert not [node for node in submission.nodes if "<" in str(node.get("description", ""))]
    assert not refused(check(submission))


@pytest.mark.outside
def test_what_gives_way_is_what_comes_with_signpost(shared: Path) -> None:
    submission, _ = read(shared / "data" / "care-workforce-pathway" / "pathway.json")
    files = [*(DATA / "standards").rglob("care-workforce-pathway/2024.ttl"), *(DATA / "resources").glob("*.ttl")]
    files += (DATA / "providers").glob("*.ttl")
    shipped = {str(node["id"]) for path in files for node in rdf.read_files(path.parent, [path], Source("x")).nodes}
    assert len(submission.gives_way) == 722
    assert submission.gives_way <= shipped
    competences = {iri for iri in shipped if "/competence/cwp-2024/" in iri}
    assert len(competences) == 59
    assert competences <= submission.gives_way


@pytest.mark.outside
def test_every_time_that_was_read_by_hand_is_read(shared: Path) -> None:
    _, nodes = read(shared / "data" / "care-workforce-pathway" / "pathway.json")
    shipped = rdf.read_files(DATA / "resources", [DATA / "resources" / "pathway.ttl"], Source("x")).nodes
    by_hand = {node["id"]: words.values(node, "learningMinutes") for node in shipped if "provider" in node}
    assert {iri: words.values(nodes[iri], "learningMinutes") for iri in by_hand} == by_hand
