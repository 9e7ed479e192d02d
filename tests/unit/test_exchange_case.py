from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft201909Validator, FormatChecker
from openpyxl import Workbook

from signpost import words
from signpost.errors import SignpostError, UnreadableInput
from signpost.exchange import rdf
from signpost.exchange.case import reading
from signpost.exchange.readers import READERS, detect
from signpost.exchange.writers import WRITERS
from signpost.files import data
from signpost.gate.validate import check, refused
from signpost.model import Node, Source, Submission, Written

FIXTURES = Path(__file__).parent / "fixtures" / "case"
HOME = "https://case.garden.example/ims/case/v1p1/CFDocuments/6d1a0c5e-0000-4000-8000-000000000001"
ITEMS = "https://case.garden.example/items/"
THINGS = "https://w3id.org/signpost/id/"
OWN = THINGS + "identifier/case/6d1a0c5e-0000-4000-8000-0000000000"


def read(path: Path, source: Source | None = None) -> tuple[Submission, dict[str, Node]]:
    submission = READERS["case"].read(path, source or Source("garden"))
    return submission, {node["id"]: node for node in submission.nodes}


def told(submission: Submission) -> list[tuple[str, str]]:
    return [(finding.place.partition("#")[2], finding.message) for finding in submission.findings]


def canonical(nodes: Sequence[Node]) -> list[Node]:
    return [words.canonical(node) for node in nodes]


def write(nodes: Sequence[Node]) -> Written:
    return WRITERS["case"].write(canonical(nodes))


def again(nodes: Sequence[Node], source: str = "garden") -> list[Node]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "again.json"
        path.write_bytes(write(nodes).content)
        return canonical(READERS["case"].read(path, Source(source)).nodes)


# ------------------------------------------------------------------------------------------------ reading
def test_a_document_is_a_framework() -> None:
    submission, nodes = read(FIXTURES / "garden.json")
    assert nodes[HOME] == {
        "id": HOME,
        "type": "Framework",
        "label": {"en": "Keeping a garden"},
        "description": {"en": "What a gardener does."},
        "edition": "2",
        "status": "draft",
        "validFrom": "2024-03-01",
        "validUntil": "2029-02-28",
        "sourceDocument": "https://garden.example/standards.pdf",
        "publisher": THINGS + "garden/organisation/garden-press",
        "developedBy": THINGS + "garden/organisation/guild-of-gardeners",
        "license": "https://case.garden.example/licences/1",
        "rights": ["Dig as you like.", "Garden licence"],
        "identifier": OWN + "01",
        "note": {
            "en": [
                "A first draft.",
                "Adoption status: Private Draft",
                "Framework type: Garden",
                "Last changed: 2024-02-03T04:05:06+00:00",
                "Subject: Gardening",
                "Subject: Soil",
            ]
        },
    }
    assert nodes[OWN + "01"] == {
        "id": OWN + "01",
        "type": "Identifier",
        "identifierScheme": "case",
        "identifierValue": "6d1a0c5e-0000-4000-8000-000000000001",
    }
    assert {OWN + "01", THINGS + "garden/organisation/garden-press"} <= submission.gives_way
    assert submission.places[ITEMS + "dig"] == "garden.json#/CFItems/1"


def test_an_item_is_a_competence_with_everything_that_is_said_of_it() -> None:
    _, nodes = read(FIXTURES / "garden.json")
    rake = "urn:uuid:6d1a0c5e-0000-4000-8000-000000000012"
    assert nodes[ITEMS + "dig"] == {
        "id": ITEMS + "dig",
        "type": "Competence",
        "inFramework": HOME,
        "label": {"en": "Dig a bed"},
        "definition": {"en": "Dig a bed to the depth of a spade\nand leave no stones."},
        "competenceType": "skill",
        "notation": "S.1",
        "identifier": OWN + "11",
        "note": {"en": ["Education level: 09", "Education level: 10", "Keyword: spade", "Not in frost."]},
        "broader": ITEMS + "soil",
        "order": 1,
        "partOf": ITEMS + "soil",
        "related": rake,
        "relatedMatch": "https://other.example/near",
        "exactMatch": "https://other.example/same",
        "example": {"en": ["https://film.example/dig"]},
        "levelStatement": [ITEMS + "dig#level-1", "https://case.garden.example/levels/expert"],
    }
    soil = nodes[ITEMS + "soil"]
    assert (soil["competenceType"], soil["note"], soil["order"]) == ("category", {"en": "Item type: Cluster"}, 3)
    assert soil["replacedBy"] == ITEMS + "dig"
    assert "exactMatch" not in soil
    assert nodes[rake]["label"] == {"cy": "Rake a bed"}
    assert nodes[rake]["broadMatch"] == "urn:uuid:6d1a0c5e-0000-4000-8000-0000000000aa"
    assert nodes[rake]["narrowMatch"] == "https://other.example/below"
    assert nodes[THINGS + "garden/item/rake"]["label"] == {"en": "Mend a rake"}
    assert nodes[THINGS + "garden/item/rake"]["definition"] == {"en": "Mend a\r\nrake"}


def test_the_levels_of_a_rubric_are_level_statements() -> None:
    _, nodes = read(FIXTURES / "garden.json")
    assert nodes[ITEMS + "dig#level-1"] == {
        "id": ITEMS + "dig#level-1",
        "type": "LevelStatement",
        "description": {"en": "Digs alone."},
        "statedLevel": "Competent",
        "level": 3,
        "order": 2,
    }
    assert nodes["https://case.garden.example/levels/expert"] == {
        "id": "https://case.garden.example/levels/expert",
        "type": "LevelStatement",
        "description": {"en": "Digs in the dark."},
        "statedLevel": "Expert",
    }


def test_everything_that_is_dropped_or_repaired_is_told() -> None:
    submission, _ = read(FIXTURES / "garden.json")
    items, pairs, leads = "/CFItems/", "/CFAssociations/", f"leads from {ITEMS}dig to"
    rake, rubric, named = "urn:uuid:6d1a0c5e-0000-4000-8000-000000000012", "/CFRubrics/0", "the rubric 'How well'"
    levels = "/CFRubrics/0/CFRubricCriteria/0/CFRubricCriterionLevels/"
    assert told(submission)[:-1] == [
        (items + "4", "Row dropped: it has no statement."),
        (items + "5", "Row dropped: it has neither a web address nor a UUID."),
        (items + "6", "Row dropped: it was already read at garden.json#/CFItems/1."),
        (pairs + "9", f"Row dropped: 'replacedBy' {leads} https://other.example/new, which is no item of the package."),
        (pairs + "12", f"Row dropped: signpost has no word for 'precedes', which {leads} {rake}."),
        (pairs + "13", "Row dropped: it relates a thing to itself."),
        (pairs + "14", "Row dropped: 'isRelatedTo' leads to or from the framework, not a competence."),
        (pairs + "15", "Row dropped: neither end of this 'isRelatedTo' is an item of the package."),
        (pairs + "16", "Row dropped: an end of the association has neither a web address nor a UUID."),
        (levels + "2", "Row dropped: the level of a rubric has no description."),
        (rubric + "/CFRubricCriteria/1", f"Row dropped: a criterion of {named} is about no item of the package."),
        ("", "'exactMatch' with what replaces it was left out: what replaces another is not thereby the same: 1."),
        (pairs + "4", "'isPeerOf' was kept as 'related': 1."),
        (pairs + "5", "'isRelatedTo' leads to what is not in the package; kept as 'relatedMatch': 1."),
        (pairs + "3", "A child that is not in the package; kept as 'narrowMatch': 1."),
        ("/CFDocument", "A field of a document that signpost does not know was left out: 'extensions': 1."),
        (items + "2", "A field of an item that signpost does not know was left out: 'colour': 1."),
        (levels + "1", "A level of a rubric is not on signpost's scale; only what it is called is kept: 1."),
        (pairs + "2", "A parent that is not in the package; kept as 'broadMatch': 1."),
        ("/CFDocument", "A time without a zone is taken to be in UTC: 'lastChangeDateTime': 1."),
        (items + "2", "An address that is none on the web was left out; the thing is named by its UUID: 2."),
        (items + "3", "An identifier is no UUID; an address was made of it: 1."),
        ("", "Left out, for it is not an object: something in 'CFItems': 1."),
        (items + "1", "Left out, for it would end before it begins: 2025-05-06 to 2024-05-06: 1."),
        ("/CFRubrics/0/CFRubricCriteria/0", "Of a criterion of a rubric its levels alone are kept: 'category': 1."),
        ("/CFRubrics/0", "Of a rubric the levels of its criteria alone are kept: 'title': 1."),
        (items + "2", "Spaces around a text were removed: 'fullStatement': 2."),
        (pairs + "11", "The address of an exemplar was kept as 'example', without its title: 1."),
        (levels + "0", "The score of a level was left out beside its name: 1."),
        ("/CFDefinitions", "What a package says of these beside their names was left out: 'CFItemTypes': 1."),
        (items + "1", "When an item was changed last was left out, for it is not when the framework was: 1."),
    ]  # fmt: skip
    assert submission.findings[-1].message.endswith("Rows dropped: 11; other repairs or notes: 20.")
    assert not refused(check(submission))


def package(tmp_path: Path, **said: Any) -> Path:
    path = tmp_path / "package.json"
    path.write_text(json.dumps(said), "utf-8")
    return path


def test_fields_of_the_wrong_kind_are_told_and_left_out(tmp_path: Path) -> None:
    item = {"identifier": "6d1a0c5e-0000-4000-8000-000000000002", "fullStatement": "Dig\u0007", "notes": {"a": 1}}
    other = {"identifier": "6d1a0c5e-0000-4000-8000-000000000003", "fullStatement": "Rake", "statusStartDate": "soon"}
    link = {
        "originNodeURI": item,
        "destinationNodeURI": other,
        "sequenceNumber": "first",
        "associationType": "isChildOf",
    }
    document = {
        "uri": HOME, "title": "Garden", "officialSourceURL": "shelf 3", "lastChangeDateTime": "yesterday",
        "statusEndDate": "2024-02-01T00:00:00", "language": "in English",
    }  # fmt: skip
    path = package(tmp_path, CFDocument=document, CFItems=[item, other], CFAssociations=[link], CFRubrics={}, more=1)
    submission, nodes = read(path)
    assert nodes["urn:uuid:6d1a0c5e-0000-4000-8000-000000000002"]["label"] == {"en": "Dig"}
    assert nodes[HOME]["validUntil"] == "2024-02-01"
    assert [message for _, message in told(submission)[:-1]] == [
        "A field of the package that signpost does not know was left out: 'more': 1.",
        "A language that is none; taken to be in 'en': 1.",
        "A time was cut to its day: 'statusEndDate': 1.",
        "Control characters were removed: 'fullStatement': 1.",
        "Left out, for it is no address on the web: 'officialSourceURL': 1.",
        "Left out, for it is no day: 'statusStartDate': 1.",
        "Left out, for it is no time: 'lastChangeDateTime': 1.",
        "Left out, for it is not a list: 'CFRubrics': 1.",
        "Left out, for it is not a whole number: 'sequenceNumber': 1.",
        "Left out, for it is not text: 'notes': 1.",
    ]


def test_a_framework_without_names_gets_those_of_its_source(tmp_path: Path) -> None:
    path = package(tmp_path, CFDocument={}, CFItems=[])
    submission, nodes = read(path, Source("plot", label="My plot", edition="3", rights="Mine"))
    home = THINGS + "plot/framework"
    assert nodes[home] == {
        "id": home,
        "type": "Framework",
        "label": {"en": "My plot"},
        "edition": "3",
        "rights": "Mine",
    }
    assert "The framework has no title; 'My plot' was set: 1." in [message for _, message in told(submission)]


def test_circles_and_two_names_for_one_thing_are_told(tmp_path: Path) -> None:
    a, b = ({"uri": ITEMS + name, "fullStatement": name} for name in "ab")
    pairs = [(a, b), (b, a)]
    links = [{"associationType": "isChildOf", "originNodeURI": low, "destinationNodeURI": high} for low, high in pairs]
    twin = {"uri": ITEMS + "c", "identifier": "x", "fullStatement": "c"}
    other = {"uri": ITEMS + "d", "identifier": "x", "fullStatement": "d"}
    path = package(tmp_path, CFDocument={"uri": HOME, "title": "G"}, CFItems=[a, b, twin, other], CFAssociations=links)
    submission, nodes = read(path)
    assert nodes[ITEMS + "a"]["broader"] == ITEMS + "b"
    said = [message for _, message in told(submission)]
    assert "It stands above itself by way of others; kept as it is: 1." in said
    assert "Named as another thing of the package already; what leads there leads to the first: 1." in said


def test_what_cannot_be_related_is_dropped_with_its_reason(tmp_path: Path) -> None:
    a, b = ({"uri": ITEMS + name, "fullStatement": name} for name in "ab")
    home, other = {"uri": HOME}, {"uri": "https://other.example/x"}
    ends = [
        ("isChildOf", other, home), ("precedes", "a", b), ("replacedBy", other, a), ("isChildOf", a, home),
        ("isChildOf", a, b), ("isPartOf", a, other),
    ]  # fmt: skip
    links = [
        {"associationType": kind, "originNodeURI": low, "destinationNodeURI": high, "sequenceNumber": n}
        for n, (kind, low, high) in enumerate(ends)
    ]
    licence = {"title": "Ours", "identifier": "x", "uri": "https://localhost/licence"}
    document = {"uri": HOME, "title": "G", "lastChangeDateTime": "2024-01-02T00:00:00Z", "licenseURI": licence}
    items = [{**a, "licenseURI": {**licence, "uri": "https://garden.example/licence"}}, b]
    level = {"uri": ITEMS + "level", "description": "Well"}
    criterion = {"CFItemURI": b, "CFRubricCriterionLevels": [level, level]}
    rubrics = [{"CFRubricCriteria": [criterion]}]
    path = package(tmp_path, CFDocument=document, CFItems=items, CFAssociations=links, CFRubrics=rubrics)
    submission, nodes = read(path)
    assert nodes[HOME]["rights"] == "Ours"
    assert nodes[ITEMS + "a"]["license"] == "https://garden.example/licence"
    assert nodes[ITEMS + "a"]["order"] == 3
    assert [message for _, message in told(submission)[:-1]] == [
        "Row dropped: https://other.example/x is no item of the package.",
        "Row dropped: an end of the association has neither a web address nor a UUID.",
        "Row dropped: 'replacedBy' is said of https://other.example/x, which is no item of the package.",
        f"Row dropped: 'isPartOf' leads from {ITEMS}a to https://other.example/x, which is no item of the package.",
        "Row dropped: it was already read at package.json#/CFRubrics/0/CFRubricCriteria/0/CFRubricCriterionLevels/0.",
        "A level of a rubric is not on signpost's scale; only what it is called is kept: 2.",
        "A time of midnight was left out, for it says a day alone: 'lastChangeDateTime': 1.",
        "Another place in a sequence beside the first was left out: 1.",
        "Left out, for it is no address on the web: 'licenseURI': 1.",
        "Left out, for it is not an object: 'originNodeURI': 1.",
        "The framework says no language: taken to be in English: 1.",
        "The name of the licence of an item was left out: 1.",
    ]


# ------------------------------------------------------------------------------------------------ what is refused
def test_a_package_is_recognised_and_its_schema_is_not(tmp_path: Path) -> None:
    assert detect(FIXTURES / "garden.json") == "case"
    assert detect(FIXTURES / "items.csv") == "case"
    schema = tmp_path / "schema.json"
    schema.write_text('{"properties": {"CFDocument": {"$ref": "#/definitions/CFDocument"}}}', "utf-8")
    assert detect(schema) == "jsonld"
    ours = tmp_path / "ours.jsonld"
    ours.write_text(json.dumps({"id": ITEMS + "a", "type": "Competence", "label": 'About "CFDocument" and "CFItems"'}))
    assert not reading.looks_like(ours.rename(tmp_path / "ours.json"))
    whole = workbook(tmp_path).read_bytes()
    middle = whole.index(b"xl/workbook.xml") + 40
    for broken in (b"PK no archive", whole[:middle] + b"\xff" * 40 + whole[middle + 40 :]):
        (tmp_path / "broken.xlsx").write_bytes(broken)
        assert not reading.looks_like(tmp_path / "broken.xlsx")
    assert not reading.looks_like(tmp_path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[1, 2]", "it has no CFDocument"),
        ('{"CFItems": []}', "it has no CFDocument"),
        ('{"CFDocument": ', "it is not valid JSON"),
        ('{"CFDocument": ' + "[" * 100_000, "it is nested more than 64 deep"),
    ],
)
def test_what_is_no_package_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "package.json"
    path.write_text(text, "utf-8")
    with pytest.raises(UnreadableInput, match=reason):
        read(path)


# ------------------------------------------------------------------------------------------------ spreadsheets
def test_items_of_a_csv_file_hang_together_by_their_smart_levels() -> None:
    submission, nodes = read(FIXTURES / "items.csv")
    water, bed = ("urn:uuid:6d1a0c5e-0000-4000-8000-0000000000" + end for end in ("21", "22"))
    assert nodes[water]["order"] == 1
    assert nodes[bed] == {
        "id": bed,
        "type": "Competence",
        "inFramework": THINGS + "garden/framework",
        "label": {"en": "Water a bed"},
        "competenceType": "skill",
        "notation": "W.1",
        "identifier": OWN + "22",
        "note": {"en": ["Education level: 09", "Education level: 10"]},
        "broader": water,
        "order": 1,
    }
    assert submission.places[bed] == "items.csv:3"


def workbook(tmp_path: Path) -> Path:
    sheets = {
        "CF Doc": [["identifier", "title", "lastChangeDate", "subject", "licenseTitle", "licenseText"],
                   ["6d1a0c5e-0000-4000-8000-000000000001", "Garden", "2024-02-03 04:05:06", "Soil", "L", "Dig."]],
        "CF Item": [["identifier", "fullStatement", "humanCodingScheme", "smartLevel", "license"],
                    ["6d1a0c5e-0000-4000-8000-000000000010", "Soil", "S", "1", ""],
                    ["6d1a0c5e-0000-4000-8000-000000000011", "Dig", "S.1", "7", "mine"],
                    ["6d1a0c5e-0000-4000-8000-000000000012", "Rake", "", "1.2", ""]],
        "CF Association": [["originNodeIdentifier", "associationType", "destinationNodeIdentifier",
                            "destinationNodeHumanCodingScheme", "associationGroupName"],
                           ["6d1a0c5e-0000-4000-8000-000000000011", "Is Child Of", "", "S", ""],
                           ["6d1a0c5e-0000-4000-8000-000000000011", "Is Related To",
                            "6d1a0c5e-0000-4000-8000-000000000012", "", "Tools"],
                           ["6d1a0c5e-0000-4000-8000-000000000011", "Has Skill Level", "", "S", ""]],
    }  # fmt: skip
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "garden.xlsx")
    return tmp_path / "garden.xlsx"


def test_a_workbook_of_opensalt_is_a_package(tmp_path: Path) -> None:
    path = workbook(tmp_path)
    assert detect(path) == "case"
    submission, nodes = read(path)
    home, soil, dig, rake = (f"urn:uuid:6d1a0c5e-0000-4000-8000-0000000000{end}" for end in ("01", "10", "11", "12"))
    assert nodes[home]["rights"] == ["Dig.", "L"]
    assert nodes[home]["note"] == {"en": ["Last changed: 2024-02-03T04:05:06+00:00", "Subject: Soil"]}
    assert nodes[soil]["order"] == 1
    assert (nodes[dig]["broader"], nodes[dig]["related"], "order" in nodes[dig]) == (soil, rake, False)
    assert (nodes[rake]["broader"], nodes[rake]["order"]) == (soil, 2)
    assert submission.places[dig] == "garden.xlsx#CF Item:3"
    message = f"Row dropped: signpost has no word for 'hasSkillLevel', which leads from {dig} to {soil}."
    assert ("CF Association:4", message) in told(submission)


# ------------------------------------------------------------------------------------------------ writing
def test_what_was_read_is_written_and_read_again_as_it_was() -> None:
    nodes = canonical(read(FIXTURES / "garden.json")[0].nodes)
    lower = [{**node, "identifierValue": str(node["identifierValue"]).lower()} if node["type"] == "Identifier" else node
             for node in nodes if node.get("identifierValue") != "rake"]  # fmt: skip
    plain = [
        {word: value for word, value in node.items() if value != THINGS + "identifier/case/rake"} for node in lower
    ]
    assert again(plain) == plain


def test_a_framework_alone_becomes_the_least_package() -> None:
    written = write([{"id": HOME, "type": "Framework", "label": {"en": "Garden"}, "retrieved": "2024-05-06"}])
    assert json.loads(written.content) == {
        "CFDocument": {
            "identifier": str(uuid5(NAMESPACE_URL, HOME)),
            "uri": HOME,
            "caseVersion": "1.1",
            "creator": "Not stated",
            "title": "Garden",
            "lastChangeDateTime": "2024-05-06T00:00:00+00:00",
            "language": "en",
        },
        "CFItems": [],
        "CFAssociations": [],
    }
    assert [finding.message for finding in written.losses] == [
        f"Left out, for CASE cannot hold it: 'retrieved' of 1 Framework thing, such as {HOME}."
    ]


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ({}, "1970-01-01T00:00:00+00:00"),
        ({"issued": "2004"}, "2004-01-01T00:00:00+00:00"),
        ({"issued": "2004-08"}, "2004-08-01T00:00:00+00:00"),
        ({"issued": "long ago"}, "1970-01-01T00:00:00+00:00"),
        ({"issued": "2004", "retrieved": "2024-05-06"}, "2024-05-06T00:00:00+00:00"),
        ({"note": {"en": "Last changed: 2024-05-06T07:08:09Z"}, "issued": "2004"}, "2024-05-06T07:08:09Z"),
        ({"note": {"en": "Last changed: last week"}, "issued": "2004"}, "2004-01-01T00:00:00+00:00"),
    ],
)
def test_the_time_of_the_last_change_is_the_frameworks_own(said: Mapping[str, Any], time: str) -> None:
    document = json.loads(write([{"id": HOME, "type": "Framework", "label": {"en": "G"}, **said}]).content)[
        "CFDocument"
    ]
    assert document["lastChangeDateTime"] == time
    assert document.get("notes") == ("Last changed: last week" if "last week" in str(said) else None)


def test_what_case_cannot_hold_is_told() -> None:
    org, code, level = "https://guild.example/", THINGS + "identifier/unit-code/s1", ITEMS + "dig#level-3"
    nodes: list[Node] = [
        {
            "id": HOME,
            "type": "Framework",
            "label": {"cy": "Gardd", "en": "Garden"},
            "status": "superseded",
            "publisher": org,
            "rights": ["a", "b", "c"],
            "note": {"en": ["Mind the gap.", "Mind the step."]},
        },
        {
            "id": ITEMS + "dig",
            "type": "Standard",
            "label": {"en": "Dig\na bed"},
            "inFramework": HOME,
            "identifier": code,
            "definition": {"en": "Dig"},
            "description": {"en": "More"},
            "suite": "Soil",
            "levelStatement": level,
            "broader": "https://other.example/x",
            "example": {"en": "a spade"},
        },
        {
            "id": ITEMS + "rake",
            "type": "Competence",
            "label": {"en": "Rake"},
            "inFramework": HOME,
            "description": {"en": "Rake it"},
            "notation": ["a", "b"],
        },
        {
            "id": ITEMS + "hoe",
            "type": "Competence",
            "label": {"en": "Hoe"},
            "inFramework": HOME,
            "definition": {"en": "Hoe"},
        },
        {"id": "https://other.example/f", "type": "Framework", "label": {"en": "Other"}},
        {"id": code, "type": "Identifier", "identifierScheme": "unit-code", "identifierValue": "S1"},
        {"id": level, "type": "LevelStatement", "level": 3, "description": {"en": "Digs alone."}},
        {"id": org, "type": "Organisation", "label": {"en": "Guild"}, "homepage": org},
        {
            "id": ITEMS + "dig#near",
            "type": "Alignment",
            "alignmentSource": ITEMS + "dig",
            "statedBy": "me",
            "alignmentTarget": "https://other.example/y",
            "alignmentRelation": "closeMatch",
        },
    ]
    written = write(nodes)
    said = json.loads(written.content)
    assert [re.sub(", such as .*", "", finding.message) for finding in written.losses] == [
        "Left out, for CASE cannot hold it: 1 Framework thing",
        "Left out, for CASE cannot hold it: 'statedBy' of 1 Alignment thing",
        "Left out, for CASE cannot hold it: 'homepage' of 1 Organisation thing",
        "Left out, for CASE cannot hold it: 'suite' of 1 Standard thing",
        "A description beside a definition was left out: 'description' of 1",
        "A name goes out on one line: 'label' of 1",
        "A statement that repeats the name goes out once: 'definition' of 1",
        "Alignments go out as associations, and are no things of their own any more: 'type' of 1",
        "Descriptions go out as statements, and are definitions when read again: 'description' of 1",
        "Examples that are no addresses were left out: 'example' of 1",
        "Identifiers of other schemes than CASE were left out: 'identifier' of 1",
        "Left out, for it leads to what is not in the package: 'broader' of 1",
        "Of several texts on rights all but the first go out as one: 'rights' of 1",
        "Of several values the first goes out: 'notation' of 1",
        "Organisations go out by their names alone: 'publisher' of 1",
        "Several notes go out as one: 'note' of 1",
        "Standards go out as items, and are competences where they are read again: 'type' of 1",
        "Statuses that CASE has no name for were left out: 'status' of 1",
        "Texts in other languages than the name's were left out: 'label' of 1",
        "Unit codes go out as the coding scheme, and are notations where they are read again: 'identifier' of 1",
    ]
    assert said["CFDocument"]["notes"] == "Mind the gap.\n\nMind the step."
    assert said["CFDefinitions"]["CFLicenses"][0]["licenseText"] == "b\n\nc"
    dig = next(item for item in said["CFItems"] if item["uri"] == ITEMS + "dig")
    assert (dig["abbreviatedStatement"], dig["fullStatement"], dig["humanCodingScheme"]) == ("Dig a bed", "Dig", "S1")
    assert "ext:closeMatch" in {each["associationType"] for each in said["CFAssociations"]}
    criterion = said["CFRubrics"][0]["CFRubricCriteria"][0]
    assert criterion["CFRubricCriterionLevels"][0]["score"] == 3


def test_values_that_case_holds_once_go_out_once() -> None:
    names = {THINGS + "a": "6D1A0C5E-0000-4000-8000-000000000001", THINGS + "b": "plot 7"}
    identifiers = [
        {"id": iri, "type": "Identifier", "identifierScheme": "case", "identifierValue": value}
        for iri, value in names.items()
    ]
    framework = {
        "id": HOME,
        "type": "Framework",
        "label": {"en": " Garden"},
        "identifier": THINGS + "a",
        "description": {"en": ["one", "two"]},
        "publisher": ["https://a.example/", "https://b.example/"],
    }
    item = {
        "id": ITEMS + "a",
        "type": "Competence",
        "label": {"en": "a"},
        "inFramework": HOME,
        "identifier": THINGS + "b",
        "license": "https://garden.example/licence",
    }
    written = write([framework, item, *identifiers])
    said = json.loads(written.content)
    assert [re.sub(", such as .*", "", finding.message) for finding in written.losses] == [
        "CASE identifiers go out in lower case: 'identifier' of 1",
        "CASE identifiers that are no UUID, or another's, were left out: 'identifier' of 1",
        "Of several texts the first goes out: 'description' of 1",
        "Of several values the first goes out: 'publisher' of 1",
        "Organisations go out by their names alone: 'publisher' of 1",
        "Spaces around a text were removed: 'label' of 1",
    ]
    assert said["CFDocument"]["identifier"] == "6d1a0c5e-0000-4000-8000-000000000001"
    assert said["CFDocument"]["title"] == "Garden"
    assert said["CFItems"][0]["identifier"] == str(uuid5(NAMESPACE_URL, ITEMS + "a"))
    assert said["CFItems"][0]["licenseURI"]["uri"] == "https://garden.example/licence"


def test_a_note_never_hides_what_our_own_word_says() -> None:
    item: Node = {"id": ITEMS + "a", "type": "Competence", "inFramework": HOME, "label": {"en": "a"},
                  "competenceType": "skill", "note": {"en": "Item type: Cluster"}}  # fmt: skip
    said = json.loads(write([item]).content)["CFItems"][0]
    assert (said["CFItemType"], said["notes"]) == ("Skill", "Item type: Cluster")


def test_the_framework_with_the_most_competences_goes_out() -> None:
    other = "https://other.example/f"
    frameworks = [{"id": iri, "type": "Framework", "label": {"en": iri}} for iri in (HOME, other)]
    items = [{"id": ITEMS + n, "type": "Competence", "label": {"en": n}, "inFramework": other} for n in "ab"]
    written = write([*frameworks, *items])
    assert json.loads(written.content)["CFDocument"]["uri"] == other
    assert [finding.node for finding in written.losses] == [HOME]
    with pytest.raises(SignpostError, match="Name a framework"):
        write([{"id": ITEMS + "r", "type": "Role", "label": {"en": "Gardener"}}])


# ------------------------------------------------------------------------------------------------ any nodes
TEXTS = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
).filter(bool)  # fmt: skip
DAYS = st.dates().map(str)
OUTSIDE = st.sampled_from(["https://other.example/x", "https://other.example/y", "urn:isbn:0451450523"])
ALIKE = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


def some(draw: st.DrawFn, said: dict[str, Any], **each: st.SearchStrategy[Any]) -> None:
    for word, values in each.items():
        if draw(st.booleans()):
            said[word] = draw(values)


@st.composite
def packages(draw: st.DrawFn) -> list[Node]:
    tag = draw(st.sampled_from(["en", "cy"]))
    statuses = st.sampled_from(["current", "draft", "withdrawn"])
    changed = st.datetimes().map(lambda time: f"Last changed: {time.replace(microsecond=7).isoformat()}+01:00")
    framework: dict[str, Any] = {"id": HOME, "type": "Framework", "label": {tag: draw(TEXTS)}}
    some(draw, framework, edition=TEXTS, status=statuses, sourceDocument=OUTSIDE, validFrom=DAYS,
         license=st.just("https://garden.example/licence"), rights=st.lists(TEXTS, min_size=1, max_size=2),
         description=TEXTS.map(lambda text: {tag: text}), note=changed.map(lambda text: {tag: text}))  # fmt: skip
    uuids = iter(draw(st.lists(st.uuids(version=4).map(str), min_size=9, max_size=9, unique=True)))
    nodes: list[dict[str, Any]] = [framework]
    count = draw(st.integers(0, 4))
    names = [draw(st.sampled_from([f"{ITEMS}{n}", f"urn:uuid:{next(uuids)}"])) for n in range(count)]
    for n, iri in enumerate(names):
        nodes += competence(draw, iri, names[:n], tag, next(uuids))
    return canonical(sorted(nodes, key=lambda node: str(node["id"])))


def competence(draw: st.DrawFn, iri: str, others: list[str], tag: str, uuid: str) -> list[dict[str, Any]]:
    tag = draw(st.sampled_from([tag, "fr"]))
    node: dict[str, Any] = {"id": iri, "type": "Competence", "inFramework": HOME, "label": {tag: draw(TEXTS)}}
    kinds = st.sampled_from(["standard", "category", "knowledge", "skill", "behaviour"])
    notes = st.lists(st.sampled_from(["Item type: Craft", "Education level: 09", "Education level: 10", "Plain"]),
                     min_size=1, unique=True)  # fmt: skip
    some(draw, node, notation=TEXTS, competenceType=kinds, validUntil=DAYS, order=st.integers(-5, 99),
         definition=TEXTS.filter(lambda text: text != node["label"][tag]).map(lambda text: {tag: text}),
         example=st.lists(OUTSIDE, min_size=1, unique=True).map(lambda found: {tag: found}),
         **{word: st.lists(OUTSIDE, min_size=1, unique=True) for word in ALIKE})  # fmt: skip
    if "competenceType" not in node:
        some(draw, node, note=notes.map(lambda found: {tag: found}))
    if others:
        inside = st.lists(st.sampled_from(others), min_size=1, unique=True)
        some(draw, node, **dict.fromkeys(("broader", "related", "replacedBy", "partOf", "derivedFrom"), inside))
    found = [node]
    if draw(st.booleans()):
        node["identifier"] = f"{THINGS}identifier/case/{uuid}"
        found.append(
            {"id": node["identifier"], "type": "Identifier", "identifierScheme": "case", "identifierValue": uuid}
        )
    if draw(st.booleans()):
        level: dict[str, Any] = {"id": f"{iri}#l", "type": "LevelStatement", "description": {tag: draw(TEXTS)}}
        some(draw, level, level=st.integers(0, 5), statedLevel=TEXTS, order=st.integers(0, 9))
        node["levelStatement"] = level["id"]
        found.append(level)
    return found


@given(packages())
def test_what_case_holds_comes_back_as_it_was(nodes: list[Node]) -> None:
    assert again(nodes) == nodes
    assert write(nodes).losses == ()
    assert write(nodes) == write(nodes[::-1])


# ------------------------------------------------------------------------------------------------ the real files
COUNTS = {
    "opensalt/AdoptedTestFramework.json": (1, 0),
    "opensalt/EmptyExternalFramework.json": (0, 0),
    "opensalt/ItemTypeTestFramework.json": (1, 0),
    "opensalt/MarkdownFramework.json": (2, 0),
    "opensalt/Ordering.json": (28, 27),
    "opensalt/SequenceNumberFramework.json": (2, 0),
    "opensalt/SmartLevelFramework.json": (14, 12),
    "opensalt/Utf8TestFramework.json": (1, 0),
    "opensalt/ccsso_ela_item.csv": (1_189, 1_177),
    "opensalt/opensalt-framework-20c5134f-423d-4097-a971-3dd5152bf507.json": (16, 14),
    "opensalt/spreadsheet_import_sample.xlsx": (4, 3),
    "smarter-balanced/mockDOK.json": (15, 12),
    "smarter-balanced/mockHSMATH.json": (86, 82),
}
"""Package -> its items, and those relations of them to a broader one that are no top ones."""


@pytest.fixture(scope="module")
def schema(shared: Path) -> Draft201909Validator:
    said = json.loads((shared / "conformance/schemas/case-v1p1-cfpackage.json").read_text("utf-8"))
    return Draft201909Validator(said, format_checker=FormatChecker())


@pytest.mark.outside
@pytest.mark.parametrize("name", COUNTS)
def test_real_packages_are_read_whole_and_written_as_the_schema_demands(
    shared: Path, schema: Draft201909Validator, name: str
) -> None:
    path = shared / "data" / "case" / name
    assert detect(path) == "case"
    submission, _ = read(path, Source("garden", edition="1", rights="Theirs"))
    items = [node for node in submission.nodes if node["type"] == "Competence"]
    assert (len(items), sum(len(words.values(node, "broader")) for node in items)) == COUNTS[name]
    assert not refused(check(submission))
    nodes = canonical(submission.nodes)
    assert [error.message for error in schema.iter_errors(json.loads(write(nodes).content))] == []
    assert again(nodes) == nodes


@pytest.mark.outside
def test_what_lies_outside_a_real_package_is_kept_as_a_match(shared: Path) -> None:
    folder = shared / "data" / "case"
    opensalt, _ = read(folder / "opensalt" / "opensalt-framework-20c5134f-423d-4097-a971-3dd5152bf507.json")
    smarter, _ = read(folder / "smarter-balanced" / "mockHSMATH.json")
    assert sum(len(words.values(node, "exactMatch")) for node in opensalt.nodes) == 16
    assert sum(len(words.values(node, "example")) for node in opensalt.nodes) == 2
    assert sum("no word for 'precedes'" in finding.message for finding in opensalt.findings) == 3
    assert sum(len(words.values(node, "relatedMatch")) for node in smarter.nodes) == 24
    assert sum(len(words.values(node, "related")) for node in smarter.nodes) == 16
    kinds = Counter(
        note for node in smarter.nodes for note in words.values(node, "note") if note.startswith("Item type")
    )
    assert kinds["Item type: Example"] == 23


@pytest.mark.outside
def test_the_shipped_frameworks_go_out_as_the_schema_demands(schema: Draft201909Validator) -> None:
    root = data() / "standards"
    shipped = rdf.read_files(root, sorted(root.glob("**/*.ttl")), Source("standards")).nodes
    homes = {str(node["id"]) for node in shipped if node["type"] == "Framework"}
    assert THINGS + "framework/lmc-2012" in homes
    for home in sorted(homes):
        chosen = [node for node in shipped if home in (node["id"], node.get("inFramework"))]
        named = {iri for node in chosen for word in ("identifier", "publisher") for iri in words.values(node, word)}
        written = write([*chosen, *(node for node in shipped if node["id"] in named)])
        said = json.loads(written.content)
        assert [error.message for error in schema.iter_errors(said)] == []
        assert len(said["CFItems"]) == sum(node["type"] in ("Competence", "Standard") for node in chosen)
        if home.endswith("lmc-2012"):
            assert len(said["CFItems"]) == 26
            assert sorted(item["humanCodingScheme"] for item in said["CFItems"])[0] == "SCDLMCA1"
