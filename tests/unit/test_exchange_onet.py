from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from signpost.errors import UnreadableInput
from signpost.exchange.onet import reading
from signpost.exchange.readers import READERS, detect
from signpost.gate.validate import check, refused
from signpost.model import Node, Severity, Source, Submission

FIXTURE = Path(__file__).parent / "fixtures" / "onet" / "db_29_2_text"
ONET = "https://w3id.org/signpost/id/onet/"
FRAMEWORK = "https://w3id.org/signpost/id/framework/onet-29.2"
CHIEF = ONET + "occupation/11-1011.00"
PICKER = ONET + "occupation/45-2092.00"


def read(path: Path) -> tuple[Submission, dict[str, Node]]:
    submission = READERS["onet"].read(path, Source("onet"))
    return submission, {node["id"]: node for node in submission.nodes}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the fixture, to be changed."""
    return Path(shutil.copytree(FIXTURE, tmp_path / "onet"))


def change(folder: Path, table: str, old: str, new: str) -> None:
    path = folder / f"{table}.txt"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_occupation_has_its_names_duties_neighbours_technology_and_zone() -> None:
    submission, nodes = read(FIXTURE)
    assert nodes[CHIEF] == {
        "id": CHIEF,
        "type": "Occupation",
        "label": {"en": "Chief Executives"},
        "altLabel": {"en": ["CAO", "Chief Apple Officer", "Head of Orchards"]},
        "description": {"en": "Lead the orchard."},
        "classCode": "11-1011.00",
        "inFramework": FRAMEWORK,
        "duty": [ONET + "task/8823", ONET + "task/8824"],
        "related": PICKER,
        "optionalCompetence": ONET + "commodity/43232202",
        "requirement": [f"{CHIEF}#2.A.1.a", f"{CHIEF}#2.C.1.a", f"{CHIEF}#2.C.1.b"],
        "note": {"en": "Job Zone Five: Many Apples"},
    }
    assert nodes[PICKER]["note"] == {"en": "Job Zone 1"}, "the reference does not name this zone"
    assert submission.places[CHIEF] == "Occupation Data.txt:2"
    assert nodes[ONET + "task/8823"] == {
        "id": ONET + "task/8823",
        "type": "Duty",
        "label": {"en": "Decide which apples to grow."},
        "note": {"en": "Core task"},
        "metBy": ONET + "element/4.A.1.a.1.I01.D01",
    }
    assert "note" not in nodes[ONET + "task/7"], "the table says n/a"
    assert nodes[ONET + "commodity/43232202"] == {
        "id": ONET + "commodity/43232202",
        "type": "Competence",
        "label": {"en": "Document management software"},
        "altLabel": {"en": ["AppleCounter", "AppleFiler"]},
        "notation": "43232202",
        "competenceType": "skill",
        "inFramework": FRAMEWORK,
    }


def test_elements_have_their_types_places_and_anchors() -> None:
    _, nodes = read(FIXTURE)
    assert nodes[ONET + "element/2.A.1.a"] == {
        "id": ONET + "element/2.A.1.a",
        "type": "Competence",
        "label": {"en": "Reading Comprehension"},
        "description": {"en": "Making sense of apple labels"},
        "notation": "2.A.1.a",
        "competenceType": "skill",
        "inFramework": FRAMEWORK,
        "broader": ONET + "element/2.A.1",
        "levelStatement": [ONET + "element/2.A.1.a#level-2", ONET + "element/2.A.1.a#level-6"],
        "related": ONET + "element/4.A.1.a.1",
    }
    kinds = {iri.rpartition("/")[2]: node.get("competenceType") for iri, node in nodes.items() if "/element/" in iri}
    assert kinds["2.C.1.a"] == "knowledge"
    assert kinds["2"] == kinds["2.C"] == kinds["4.A"] == "category"
    assert kinds["4.A.1.a.1"] is kinds["4.A.1.a.1.I01"] is kinds["4.A.1.a.1.I01.D01"] is None
    assert nodes[ONET + "element/4.A.1.a.1.I01.D01"]["broader"] == ONET + "element/4.A.1.a.1.I01"
    assert nodes[ONET + "element/2.A.1.a#level-6"] == {
        "id": ONET + "element/2.A.1.a#level-6",
        "type": "LevelStatement",
        "level": 4,
        "statedLevel": "6",
        "description": {"en": 'Read a "history" of apples'},
    }


def test_importance_and_level_of_one_pair_become_one_requirement() -> None:
    submission, nodes = read(FIXTURE)
    assert nodes[f"{CHIEF}#2.A.1.a"] == {
        "id": f"{CHIEF}#2.A.1.a",
        "type": "Requirement",
        "competence": ONET + "element/2.A.1.a",
        "level": 3,
        "statedLevel": "4.62",
        "importance": 5,
        "statedImportance": "4.5",
        "provenance": "editorial",
        "confidence": "0.3",
        "basis": "O*NET's level 5 is counted as 3. "
        "Reaches the middle anchor and not the high one; counted by the anchor that it reaches.",
    }
    assert submission.places[f"{CHIEF}#2.A.1.a"] == "Skills.txt:3"
    suppressed = nodes[f"{CHIEF}#2.C.1.a"]
    assert (suppressed["level"], suppressed["statedLevel"]) == (2, "2.5"), "a half is rounded up, to 3"
    assert suppressed["note"] == {
        "en": "The publisher recommends to suppress this rating, for its estimate is not precise."
    }
    assert "importance" not in nodes[f"{CHIEF}#2.C.1.b"]
    assert not [iri for iri in nodes if iri.startswith(f"{PICKER}#")], "not relevant, level 0, no level, no number"


def test_the_framework_says_edition_and_rights() -> None:
    _, nodes = read(FIXTURE)
    assert nodes[FRAMEWORK] == {
        "id": FRAMEWORK,
        "type": "Framework",
        "label": {"en": "O*NET 29.2"},
        "edition": "29.2",
        "rights": "U.S. Department of Labor, Employment and Training Administration; CC BY 4.0",
        "license": "https://creativecommons.org/licenses/by/4.0/",
    }


def test_every_repaired_or_dropped_row_is_named() -> None:
    submission, _ = read(FIXTURE)
    nowhere = "Row dropped: what it names is in no table that was read."
    assert [(finding.place, finding.message) for finding in submission.findings] == [
        ("db_29_2_text", "The edition 29.2 was read from 'Read Me.txt'."),
        (
            "Content Model Reference.txt:2:Element ID",
            "Row dropped: it is neither a skill, nor knowledge, nor a work activity.",
        ),
        (
            "Content Model Reference.txt:16:Element ID",
            "Row dropped: it was already read at Content Model Reference.txt:6.",
        ),
        ("Content Model Reference.txt:17:Element ID", "Row dropped: it has no preferred label."),
        (
            "Content Model Reference.txt:11:Element ID",
            "'2.C.9', which stands above it, is in no table: nothing stands above it here.",
        ),
        (
            "Content Model Reference.txt:15:Element ID",
            "'4.A.1.a', which stands above it, is in no table: nothing stands above it here.",
        ),
        (
            "DWA Reference.txt:3:IWA ID",
            "'4.A.1.a.1.I09', which stands above it, is in no table: nothing stands above it here.",
        ),
        ("Level Scale Anchors.txt:2:Element ID", nowhere),
        ("Level Scale Anchors.txt:5:Anchor Description", "Row dropped: the level is described already."),
        ("Level Scale Anchors.txt:6:Anchor Description", "Row dropped: it describes nothing."),
        ("Level Scale Anchors.txt:7:Anchor Value", "Row dropped: '8' is not a level of the scale that is read."),
        ("Level Scale Anchors.txt:8:Anchor Value", "Row dropped: '4' is not a level of the scale that is read."),
        ("Skills to Work Activities.txt:3:Work Activities Element ID", nowhere),
        ("Occupation Data.txt:2:Description", "Control characters were removed."),
        ("Occupation Data.txt:4:O*NET-SOC Code", "Row dropped: it was already read at Occupation Data.txt:3."),
        (
            "Occupation Data.txt:5:O*NET-SOC Code",
            f"Row dropped: '{ONET}occupation/no code here' is not an IRI.",
        ),
        (
            "Alternate Titles.txt:4:Alternate Title",
            "An alternative label that is there already was left out.",
        ),
        (
            "Alternate Titles.txt:5:Alternate Title",
            "An alternative label that repeats the preferred label was left out.",
        ),
        ("Alternate Titles.txt:6:O*NET-SOC Code", nowhere),
        ("Task Statements.txt:5:O*NET-SOC Code", nowhere),
        ("Tasks to DWAs.txt:3:DWA ID", nowhere),
        ("Related Occupations.txt:3:Related O*NET-SOC Code", "Row dropped: it relates a thing to itself."),
        ("Related Occupations.txt", "How near related occupations are, their tier and index, is left out."),
        (
            "Technology Skills.txt:3:Commodity Title",
            "'Document handling software' is another title of a kind of technology; that of its first row is kept.",
        ),
        (
            "Technology Skills.txt",
            "Which product an occupation uses, and whether it is a hot technology or in demand, is left out: "
            "products are other names of their kind.",
        ),
        ("Skills.txt:4:Scale ID", "Row dropped: it was rated already."),
        ("Skills.txt:6:Data Value", "Row dropped: its level comes to 0, at which nothing is required."),
        ("Skills.txt:7:Element ID", nowhere),
        ("Skills.txt:8:O*NET-SOC Code", nowhere),
        ("Skills.txt:9:Data Value", "Row dropped: 'CX' is neither the scale of importance nor that of levels."),
        (
            "Knowledge.txt:3:Recommend Suppress",
            "The publisher recommends to suppress it; it is kept, with a note that says so.",
        ),
        ("Knowledge.txt:6:Not Relevant", "Row dropped: raters found it not relevant to the occupation."),
        ("Knowledge.txt:8:Data Value", "Row dropped: '7.5' is not a number on the scale 'LV'."),
        ("Knowledge.txt:9:Data Value", "Row dropped: 'high' is not a number on the scale 'IM'."),
        ("Knowledge.txt:4:Data Value", "It has a level and no importance: it is kept without."),
        ("Knowledge.txt:7:Data Value", "Row dropped: it has an importance and no level."),
        (
            "Education, Training, and Experience Categories.txt",
            "'Education, Training, and Experience Categories.txt' is not a table that is read: it is left out.",
        ),
        (
            "db_29_2_text",
            "Read 17 Competence, 3 Duty, 1 Framework, 2 LevelStatement, 2 Occupation, 3 Requirement, "
            "2 job zones, kept as a note, 1 related occupations, 2 rows of technology, "
            "1 skill to work activity relations, kept as 'related', 1 task to work activity relations. "
            "Rows dropped: 24; other repairs or notes: 13.",
        ),
    ]  # fmt: skip
    assert all(finding.severity is not Severity.REFUSED for finding in submission.findings)
    assert not refused(check(submission))


def test_workbooks_say_the_same_as_tab_separated_tables(tmp_path: Path) -> None:
    folder = tmp_path / "db_29_2_excel"
    folder.mkdir()
    for path in sorted(FIXTURE.iterdir()):
        if path.stem == "Read Me":
            shutil.copy(path, folder)
        else:
            _workbook(path, folder / f"{path.stem}.xlsx")
    assert detect(folder) == "onet"
    assert read(folder)[1] == read(FIXTURE)[1]


def _workbook(path: Path, to: Path) -> None:
    """The table as a workbook: numbers are numbers, and cells without a value are empty."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.replace("\x07", "").replace("n/a", "") for cell in line.split("\t")]
        sheet.append([float(cell) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", cell) else cell for cell in cells])
    book.save(to)


def test_the_edition_comes_from_the_folder_where_nothing_else_says_it(folder: Path) -> None:
    (folder / "Read Me.txt").unlink()
    named = folder.rename(folder.parent / "db_28_1_text")
    submission, nodes = read(named)
    assert nodes["https://w3id.org/signpost/id/framework/onet-28.1"]["edition"] == "28.1"
    assert submission.findings[0].message == "The edition 28.1 was read from the folder's name."
    submission, nodes = read(named.rename(folder.parent / "tables"))
    assert "rights" not in nodes["https://w3id.org/signpost/id/framework/onet"], "no licence is guessed"
    assert submission.findings[0].message == "Neither 'Read Me.txt' nor the folder's name says which edition it is."


def test_tables_that_are_missing_twice_there_or_not_known_are_named(folder: Path) -> None:
    for name in ("Technology Skills", "Job Zone Reference"):
        (folder / f"{name}.txt").unlink()
    _workbook(FIXTURE / "Skills.txt", folder / "Skills.xlsx")
    shutil.copy(FIXTURE / "Skills.txt", folder / "Abilities.txt")
    submission, nodes = read(folder)
    said = {(finding.place, finding.message) for finding in submission.findings}
    assert ("onet", "There is no table 'Technology Skills': what it says is left out.") in said
    assert ("Skills.xlsx", "The table is there twice: it is left out, and 'Skills.txt' is read.") in said
    assert ("Abilities.txt", "'Abilities.txt' is not a table that is read: it is left out.") in said
    assert nodes[CHIEF]["note"] == {"en": "Job Zone 5"}
    (folder / "Occupation Data.txt").unlink()
    assert not reading.looks_like(folder)
    with pytest.raises(UnreadableInput, match="the table 'Occupation Data' is missing"):
        read(folder)
    with pytest.raises(UnreadableInput, match="it is not a folder"):
        read(FIXTURE / "Skills.txt")


def test_the_top_of_a_branch_that_is_not_there_is_dropped(folder: Path) -> None:
    path = folder / "Content Model Reference.txt"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("4.A\t")), encoding="utf-8")
    submission, nodes = read(folder)
    assert ONET + "element/4" not in nodes
    assert ("Row dropped: it is neither a skill, nor knowledge, nor a work activity.", ONET + "element/4") in [
        (finding.message, finding.node) for finding in submission.findings
    ]


def test_another_scale_is_refused_and_never_guessed(folder: Path) -> None:
    change(folder, "Scales Reference", "LV\tLevel\t0\t7", "LV\tLevel\t0\t100")
    with pytest.raises(UnreadableInput, match="the scale 'LV' does not run from 0 to 7"):
        read(folder)


@pytest.mark.parametrize(
    ("rating", "level"), [("0.5", 1), ("1.49", 1), ("1.5", 2), ("3.49", 2), ("3.5", 3), ("5.5", 4), ("6.5", 5)]
)
def test_levels_are_rounded_half_up_and_then_mapped(folder: Path, rating: str, level: int) -> None:
    change(folder, "Skills", "LV\tS\t4.62", f"LV\tS\t{rating}")
    line = read(folder)[1][f"{CHIEF}#2.A.1.a"]
    assert (line["level"], line["statedLevel"]) == (level, rating)


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-1", "", "4,5"])
def test_what_is_no_number_on_the_scale_is_no_rating(folder: Path, value: str) -> None:
    change(folder, "Skills", "LV\tS\t4.62", f"LV\tS\t{value}")
    submission, nodes = read(folder)
    message = f"Row dropped: '{value}' is not a number on the scale 'LV'."
    assert message in [finding.message for finding in submission.findings]
    assert nodes[f"{CHIEF}#2.A.1.a"]["statedLevel"] == "5", "the row after it is the first that is read"


def test_the_same_folder_gives_the_same_submission() -> None:
    assert read(FIXTURE)[0] == read(FIXTURE)[0]


@pytest.mark.outside
def test_the_real_database_is_read_whole(shared: Path) -> None:
    submission, nodes = read(shared / "data" / "onet-29.2")
    kinds = Counter(str(node["type"]) for node in submission.nodes)
    said = Counter(finding.message for finding in submission.findings)
    assert kinds["Occupation"] == 1_016
    assert kinds["Duty"] == 18_796
    assert sum(len(_several(node.get("metBy"))) for node in submission.nodes) == 23_233
    assert sum(len(_several(node.get("related"))) for node in submission.nodes) == 18_460 + 232
    activities = [iri for iri in nodes if re.search(r"/element/4\.A\.[0-9a-z.]+\.I[0-9]+", iri)]
    assert len([iri for iri in activities if ".D" in iri]) == 2_087
    assert len([iri for iri in activities if ".D" not in iri]) == 332
    typed = Counter(node.get("competenceType") for iri, node in nodes.items() if "/element/" in iri)
    assert (typed["skill"], typed["knowledge"]) == (35, 33)
    assert kinds["LevelStatement"] == 483 - 156
    pairs = (61_530 + 58_014) // 2
    not_relevant = said["Row dropped: raters found it not relevant to the occupation."]
    level_0 = said["Row dropped: its level comes to 0, at which nothing is required."]
    assert (not_relevant, level_0) == (9_241, 419)
    assert kinds["Requirement"] == pairs - not_relevant - level_0 == 50_112
    assert len([iri for iri, node in nodes.items() if "#" in iri and "note" in node]) == 1_119
    assert {node["level"] for node in submission.nodes if node["type"] == "Requirement"} == {1, 2, 3, 4, 5}
    assert nodes[f"{CHIEF}#2.C.1.a"]["statedLevel"] == "6.5"
    assert nodes[f"{CHIEF}#2.C.1.a"]["level"] == 5
    assert not refused(submission.findings)


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]
