"""The plain spreadsheet: what stands in it, every fault at its cell, and what goes out comes back."""

from __future__ import annotations

import doctest
import io
import re
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost import cells, files, words
from signpost.errors import UnreadableInput
from signpost.exchange import esco, rdf, unpacked
from signpost.exchange.readers import detect
from signpost.exchange.received import sheets
from signpost.exchange.sheet.layout import EXAMPLE, LONGEST, TABLES, Holds
from signpost.exchange.sheet.reading import looks_like, read
from signpost.exchange.sheet.writing import HOLDS, template, write
from signpost.gate.validate import check, refused
from signpost.model import Finding, Node, Severity, Source, Submission

FIXTURES = Path(__file__).parent / "fixtures" / "sheet"
ACME = "https://w3id.org/signpost/id/acme/"
ORCHARD = "https://orchard.example/"


def by_iri(submission: Submission) -> dict[str, Node]:
    assert not refused(check(submission)), submission.findings
    return {node["id"]: node for node in submission.nodes}


def workbook(path: Path, **tables: Sequence[Sequence[object]]) -> Path:
    """A workbook of sheets with these rows, and nothing else."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def faults(path: Path) -> list[Finding]:
    return [finding for finding in read(path, Source("acme")).findings if finding.severity is Severity.REFUSED]


def messages(submission: Submission) -> list[tuple[str, str]]:
    return [(finding.place, finding.message) for finding in submission.findings]


# ------------------------------------------------------------------------------------------------ in
def test_a_folder_of_tables() -> None:
    submission = read(FIXTURES / "orchard", Source("acme"))
    keeper, picker = f"{ACME}role/orchard-keeper", f"{ORCHARD}picker"
    framework = f"{ACME}framework/orchard"
    assert by_iri(submission) == {
        framework: {
            "id": framework,
            "type": "Framework",
            "notation": "orchard",
            "label": {"en": "Orchard skills"},
            "edition": "2026",
            "rights": "All theirs",
            "status": "current",
            "language": "en",
            "publisher": f"{ACME}organisation/the-orchard-society",
        },
        f"{ACME}organisation/the-orchard-society": {
            "id": f"{ACME}organisation/the-orchard-society",
            "type": "Organisation",
            "label": {"en": "The Orchard Society"},
        },
        f"{ACME}competence/a": {
            "id": f"{ACME}competence/a",
            "type": "Competence",
            "notation": "A",
            "label": {"en": "Care of trees"},
            "competenceType": "category",
            "order": 1,
            "inFramework": framework,
        },
        f"{ACME}competence/a1": {
            "id": f"{ACME}competence/a1",
            "type": "Competence",
            "notation": "A1",
            "label": {"en": "Prune a tree"},
            "altLabel": {"en": ["cut back", "pruning"]},
            "definition": {"en": "Cut a tree so that it bears well."},
            "competenceType": "skill",
            "broader": f"{ACME}competence/a",
            "order": 2,
            "inFramework": framework,
        },
        f"{ACME}competence/weigh-fruit": {
            "id": f"{ACME}competence/weigh-fruit",
            "type": "Competence",
            "label": {"en": "Weigh fruit"},
            "competenceType": "skill",
            "broader": f"{ACME}competence/a",
            "inFramework": framework,
        },
        keeper: {
            "id": keeper,
            "type": "Role",
            "label": {"en": "Orchard keeper"},
            "managementLevel": ["first-line", "supervisory"],
            "managerType": {"en": "Runs an orchard"},
            "requirement": [f"{keeper}#requirement-a1", f"{keeper}#requirement-weigh-fruit"],
            "duty": [f"{keeper}#duty-1", f"{keeper}#duty-2"],
        },
        picker: {
            "id": picker,
            "type": "Role",
            "label": {"en": "Picker"},
            "requirement": f"{picker}#requirement-climb",
        },
        f"{keeper}#requirement-a1": {
            "id": f"{keeper}#requirement-a1",
            "type": "Requirement",
            "competence": f"{ACME}competence/a1",
            "level": 3,
            "importance": 4,
            "family": "specialist",
            "horizon": "now",
            "asks": "both",
            "agreedBy": "The board",
            "because": "Trees are old.",
            "statedLevel": "good",
        },
        f"{keeper}#requirement-weigh-fruit": {
            "id": f"{keeper}#requirement-weigh-fruit",
            "type": "Requirement",
            "competence": f"{ACME}competence/weigh-fruit",
            "level": 4,
        },
        f"{picker}#requirement-climb": {
            "id": f"{picker}#requirement-climb",
            "type": "Requirement",
            "competence": "https://other.example/climb",
            "level": 1,
            "family": f"{ORCHARD}own-family",
            "because": "=1+1",
        },
        f"{keeper}#duty-1": {
            "id": f"{keeper}#duty-1",
            "type": "Duty",
            "label": {"en": "Keeps the trees healthy."},
            "metBy": [f"{ACME}competence/a", f"{ACME}competence/a1"],
        },
        f"{keeper}#duty-2": {"id": f"{keeper}#duty-2", "type": "Duty", "label": {"en": "Opens the gate."}},
    }
    assert submission.places[f"{keeper}#requirement-weigh-fruit"] == "requirements.csv:3"
    assert submission.gives_way == {f"{ACME}organisation/the-orchard-society"}
    assert len(submission.findings) == 1


def test_one_table_alone_makes_what_it_names() -> None:
    submission = read(FIXTURES / "requirements.csv", Source("acme", label="Acme's own"))
    nodes = by_iri(submission)
    assert nodes[f"{ACME}framework"]["label"] == {"en": "Acme's own"}
    assert nodes[f"{ACME}competence/weigh-fruit"]["inFramework"] == f"{ACME}framework"
    assert nodes[f"{ACME}role/orchard-keeper#requirement-weigh-fruit"]["level"] == 3
    assert messages(submission)[:-1] == [
        ("requirements.csv", "There is no table 'Roles': what others name was made from the names. Things made: 1."),
        ("requirements.csv", "There is no row of a framework: one with the name 'Acme's own' was made."),
        (
            "requirements.csv",
            "There is no table 'Competences': what others name was made from the names. Things made: 2.",
        ),
    ]


def test_every_fault_is_told_at_once_at_its_cell(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx",
        Framework=[["name", "language"], ["Orchard", "Welsh language"]],
        Competences=[
            ["code", "name", "kind", "broader", "status", "order", "address"],
            ["A1", "Prune a tree", "skil", "A9", "now", "first", "no address"],
            ["A2", None, "skill", None, None, None, None],
            ["A3", "Weigh fruit", None, None, None, 2.0, None],
            ["A3", "Weigh nuts", None, None, None, None, None],
            [None, "Twin", None, None, None, None, f"{ORCHARD}1"],
            [None, "Twin", None, None, None, None, f"{ORCHARD}2"],
        ],
        Roles=[["name", "management level"], ["Keeper", "first line\nboss"]],
        Requirements=[
            ["role", "competence", "level", "importance", "horizon"],
            ["Keepr", "Wiegh fruit", 6, 0, "soon"],
            ["Keeper", "Twin", "none", None, None],
            ["Keeper", "A3", 3, None, None],
            ["Keeper", "weigh fruit", 4, None, None],
            [None, None, None, None, "now"],
            [f"{ORCHARD}role", "A3", 1, None, None],
        ],
    )
    assert [(fault.place.removeprefix("x.xlsx#"), fault.message, fault.example) for fault in faults(path)] == [
        ("Framework:2:language", "'welsh language' cannot be the language: there is one for all texts, by its code.",
         "cy"),
        ("Competences:2:kind", "'skil' is not one of: standard, category, knowledge, skill, behaviour.", "standard"),
        ("Competences:2:status", "'now' is not one of: current, legacy, withdrawn, draft, superseded, unknown.",
         "current"),
        ("Competences:2:order", "'first' is not a whole number.", "1"),
        ("Competences:2:address", "'no address' is not a web address.", "https://example.org/competence/a1"),
        ("Competences:3:name", "The cell 'name' is empty.", "Prune a tree"),
        ("Competences:5:code", "'A3' stands in two rows that differ, here and at x.xlsx#Competences:4.", ""),
        ("Roles:2:management level", "'boss' is not one of: supervisory, first-line, middle, senior.", "supervisory"),
        ("Requirements:2:role", "No row of the table 'Roles' is called 'Keepr'. Did you mean 'Keeper'?", "Keeper"),
        ("Requirements:2:competence",
         "No row of the table 'Competences' is called 'Wiegh fruit'. Did you mean 'Weigh fruit'?", "Weigh fruit"),
        ("Requirements:2:level", "'6' is not a level from 1 to 5, or its word, such as Competent.", "1"),
        ("Requirements:2:importance", "'0' is not one of: 1, 2, 3, 4, 5.", "1"),
        ("Requirements:2:horizon", "'soon' is not one of: now, medium, long.", "now"),
        ("Requirements:3:competence",
         "'Twin' is the name of 2 rows of the table 'Competences'. Give its code or address.", "Twin"),
        ("Requirements:3:level", "'none' is not a level from 1 to 5, or its word, such as Competent.", "1"),
        ("Requirements:5:competence",
         "'weigh fruit' stands in two rows that differ, here and at x.xlsx#Requirements:4.", ""),
        ("Requirements:6:role", "The cell 'role' is empty.", "Orchard keeper"),
        ("Requirements:6:competence", "The cell 'competence' is empty.", "A1"),
        ("Requirements:6:level", "The cell 'level' is empty.", "3"),
        ("Requirements:7:role", f"{ORCHARD}role has no row in the table 'Roles'.", ""),
    ]  # fmt: skip
    assert all(fault.expected for fault in faults(path))


def test_heads_that_are_missing_unknown_or_twice(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx",
        Competences=[[None], [None, "Name *", "definitoin", "mine"], [None, "Prune", "d", "m"]],
        Roles=[["name", "name"], ["a", "b"]],
        Requirements=[["role", "competence"], ["a", "b"]],
        Notes=[["anything"]],
    )
    submission = read(path, Source("acme"))
    assert sorted(messages(submission)) == [
        ("x.xlsx", "There is no row of a framework: one with the name 'acme' was made."),
        ("x.xlsx#Competences:2:definitoin",
         "The column 'definitoin' is not one of ours, and is not read. Did you mean 'definition'?"),
        ("x.xlsx#Competences:2:mine", "The column 'mine' is not one of ours, and is not read."),
        ("x.xlsx#Notes", "The sheet 'Notes' is not one of ours, and is not read."),
        ("x.xlsx#Requirements:1", "The table 'Requirements' has no column 'level'."),
        ("x.xlsx#Roles:1:name", "The column 'name' stands there twice."),
    ]  # fmt: skip
    assert submission.places[f"{ACME}competence/prune"] == "x.xlsx#Competences:3"


def test_repeated_rows_blank_rows_merged_cells_and_formulas(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Requirements"
    for row in (
        ["role", "competence", "level"],
        ["Keeper", "Prune", "=1+2"],
        [None, "Weigh", 2],
        [None, None, None],
        ["Keeper", "Weigh", 2],
        ["Keeper", "=\u200e", 1],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet["B6"].data_type = "s"
    book.save(tmp_path / "x.xlsx")
    said = sheets(tmp_path / "x.xlsx")["Requirements"]
    assert said[1][2] == ""  # a formula that nobody has reckoned yet has no value
    submission = read(tmp_path / "x.xlsx", Source("acme"))
    assert messages(submission)[0] == (
        "x.xlsx#Requirements:2",
        "Merged cells: each of their rows was read as if it had the text.",
    )
    assert [(f.place, f.message) for f in submission.findings if f.severity is Severity.REFUSED] == [
        ("x.xlsx#Requirements:2:level", "The cell 'level' is empty."),
    ]
    assert ("x.xlsx#Requirements:5", "Row dropped: it repeats x.xlsx#Requirements:3.") in messages(submission)
    labels = {node["label"]["en"] for node in submission.nodes if node["type"] == "Competence"}
    assert labels == {"Prune", "Weigh", "=\u200e"}


def test_several_frameworks(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx",
        Framework=[["code", "name"], ["one", "First"], ["two", "Second"]],
        Competences=[["code", "name", "framework"], ["A", "a", "one"], ["A", "b", "Second"], ["B", "c", None]],
        Requirements=[["role", "competence", "level"], ["Keeper", "A", 3], ["Keeper", "b", 3]],
    )
    submission = read(path, Source("acme"))
    assert [(fault.place, fault.message) for fault in faults(path)] == [
        ("x.xlsx#Competences:4:framework", "There are several frameworks: say which one states this competence."),
        (
            "x.xlsx#Requirements:2:competence",
            "'A' is the name of 2 rows of the table 'Competences'. Give its code or address.",
        ),
    ]
    nodes = {node["id"]: node for node in submission.nodes}
    assert nodes[f"{ACME}competence/one/a"]["inFramework"] == f"{ACME}framework/one"
    assert nodes[f"{ACME}competence/second/a"]["inFramework"] == f"{ACME}framework/two"


def test_a_duty_or_requirement_of_two_roles(tmp_path: Path) -> None:
    duty = f"{ORCHARD}duty"
    path = workbook(
        tmp_path / "x.xlsx",
        Roles=[["name"], ["Keeper"], ["Picker"]],
        Duties=[["role", "duty", "address"], ["Keeper", "Opens.", duty], ["Picker", "Opens.", duty]],
    )
    nodes = by_iri(read(path, Source("acme")))
    assert nodes[f"{ACME}role/keeper"]["duty"] == nodes[f"{ACME}role/picker"]["duty"] == duty


def test_competences_by_an_address_are_left_to_who_describes_them_already(tmp_path: Path) -> None:
    head, rows = ["name", "address"], [["Own", f"{ACME}competence/own"], ["Other", f"{ORCHARD}other"]]
    submission = read(
        workbook(tmp_path / "x.xlsx", Competences=[head, *rows], Roles=[head, ["Keeper", f"{ORCHARD}keeper"]]),
        Source("acme"),
    )
    assert submission.gives_way == {f"{ORCHARD}other"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_as_spreadsheets_of_other_countries_write_it(tmp_path: Path, delimiter: str) -> None:
    rows = [["code", "name"], ["A", "Prune"]]
    (tmp_path / "x.csv").write_text("\ufeff" + "\r\n".join(delimiter.join(row) for row in rows), encoding="utf-8")
    assert detect(tmp_path / "x.csv") == "sheet"
    assert by_iri(read(tmp_path / "x.csv", Source("acme")))[f"{ACME}competence/a"]["label"] == {"en": "Prune"}


def test_what_is_recognised(tmp_path: Path) -> None:
    def seems(head: str) -> bool:
        (tmp_path / "x.csv").write_text(head)
        return looks_like(tmp_path / "x.csv")

    assert seems("role,competence,level")
    assert seems("Name,Code,Definition\n")
    assert not seems("name,price\n")
    assert not seems("name\n")
    assert not seems("role,competence,level,conceptUri\n")
    assert not looks_like(tmp_path)
    assert detect(FIXTURES / "orchard") == "sheet"
    (tmp_path / "x.xlsx").write_bytes(template())
    assert detect(tmp_path / "x.xlsx") == "sheet"
    assert not looks_like(workbook(tmp_path / "y.xlsx", Courses=[["name"]]))
    (tmp_path / "z.xlsx").write_bytes(b"PK no archive")
    assert not looks_like(tmp_path / "z.xlsx")


def test_tables_that_cannot_be_read_at_all(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableInput, match="its head is that of no table we know"):
        read(tmp_path / "x.csv", Source("acme"))
    with pytest.raises(UnreadableInput, match=r"none of our tables. Name them Framework, Competences, Roles"):
        read(workbook(tmp_path / "x.xlsx", Courses=[["name"]]), Source("acme"))
    (tmp_path / "y.csv").write_text('code,name\n"A,b\n')
    with pytest.raises(UnreadableInput, match="not a table of comma-separated values"):
        read(tmp_path / "y.csv", Source("acme"))
    (tmp_path / "requirements.csv").write_text("role,competence,level\nKeeper,Prune,3,4\n")
    assert [fault.message for fault in faults(tmp_path / "requirements.csv")] == [
        "The row has more cells than the table has columns, from '4' on."
    ]


# ------------------------------------------------------------------------------------------------ out
FRAMEWORK: Node = {"id": ORCHARD + "f", "type": "Framework", "label": {"en": "Orchard"}}


def competence(name: str, **said: Any) -> Node:
    node = {"id": ORCHARD + name, "type": "Competence", "inFramework": ORCHARD + "f", "label": {"en": name}, **said}
    return words.canonical(node)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_template_explains_itself_and_holds_nothing(tmp_path: Path) -> None:
    book = opened(template())
    assert book.sheetnames == [*(table.name for table in TABLES), "Help"]
    for table in TABLES:
        sheet = book[table.name]
        assert [cell.value for cell in sheet[1]] == list(table.heads)
        assert all(
            cell.comment.text.startswith(column.note) for cell, column in zip(sheet[1], table.columns, strict=True)
        )
        assert sheet.freeze_panes == "A2"
        assert sheet["A2"].value == EXAMPLE
        assert sheet.max_row == 2
        choices = {f'"{",".join(c.choices)}"' for c in table.columns if c.choices}
        assert choices <= {offered.formula1 for offered in sheet.data_validations.dataValidation}
    (tmp_path / "x.xlsx").write_bytes(template())
    submission = read(tmp_path / "x.xlsx", Source("acme"))
    assert submission.nodes == ()
    assert "Nothing is filled in: there is no row to read." in [finding.message for finding in submission.findings]


def test_the_template_filled_with_its_own_examples_is_admitted(tmp_path: Path) -> None:
    book = opened(template())
    for table in TABLES:
        book[table.name]["A2"].value = table.columns[0].example
    book.save(tmp_path / "x.xlsx")
    kinds = [node["type"] for node in by_iri(read(tmp_path / "x.xlsx", Source("acme"))).values()]
    assert sorted(kinds) == ["Competence", "Duty", "Framework", "Organisation", "Requirement", "Role"]


def test_no_cell_is_a_formula_and_the_bytes_are_the_same(tmp_path: Path) -> None:
    nasty = ["=1+1", "+1", "-1", "@x", "'=1", "#REF!", "_x0041_", "'tis", "12", "TRUE"]
    nodes = [FRAMEWORK, *(competence(f"c{n}", label={"en": text}, notation=text) for n, text in enumerate(nasty))]
    written = write(nodes)
    assert written.losses == ()
    assert written == write(nodes[::-1])
    sheet = opened(written.content)["Competences"]
    assert {cell.data_type for row in sheet.iter_rows(2, max_col=2) for cell in row} == {"s"}
    assert [sheet.cell(n, 2).value for n in range(2, 8)] == ["'=1+1", "'+1", "'-1", "'@x", "''=1", "#REF!"]
    (tmp_path / "x.xlsx").write_bytes(written.content)
    back = by_iri(read(tmp_path / "x.xlsx", Source("acme")))
    assert [back[f"{ORCHARD}c{n}"]["label"]["en"] for n in range(len(nasty))] == nasty
    assert [cells.meant(cells.neutral(text)) for text in nasty] == nasty


def test_the_examples_of_the_rule_for_formulas() -> None:
    ran = doctest.testmod(cells)
    assert (ran.attempted, ran.failed) == (2, 0)


def test_what_is_lost_is_told() -> None:
    role = {
        "id": ORCHARD + "r", "type": "Role", "label": {"en": "r", "cy": "rh"}, "requirement": ORCHARD + "q",
        "statedBy": "us",
    }  # fmt: skip
    nodes: list[Node] = [
        FRAMEWORK,
        competence("a", type="Standard", notation=["1", "2"], altLabel={"en": "on two\nlines"}),
        competence("b", definition={"en": "x" * (LONGEST + 1)}, note={"cy": "nodyn"}),
        words.canonical(role),
        {"id": ORCHARD + "q", "type": "Requirement", "competence": ORCHARD + "a", "level": 2},
        {"id": ORCHARD + "lone", "type": "Requirement", "competence": ORCHARD + "a", "level": 2},
        {"id": ORCHARD + "o", "type": "Occupation", "label": {"en": "o"}, "requirement": ORCHARD + "lone"},
    ]
    told = [loss.message.removesuffix(".").rpartition(", such as ")[0] for loss in write(nodes).losses]
    assert told == [
        "Left out, for the spreadsheet cannot hold it: 1 Occupation thing",
        "Left out, for the spreadsheet cannot hold it: 1 Requirement thing",
        "Left out, for the spreadsheet cannot hold it: 'statedBy' of 1 Role thing",
        "Not the same when the spreadsheet is read again: 'definition' of 1 Competence thing",
        "Not the same when the spreadsheet is read again: 'note' of 1 Competence thing",
        "Not the same when the spreadsheet is read again: 'label' of 1 Role thing",
        "Not the same when the spreadsheet is read again: 'altLabel' of 1 Standard thing",
        "Not the same when the spreadsheet is read again: 'notation' of 1 Standard thing",
        "Not the same when the spreadsheet is read again: 'type' of 1 Standard thing",
    ]


def test_a_code_that_has_the_form_of_an_address_is_still_that_of_its_row(tmp_path: Path) -> None:
    role: Node = {"id": ORCHARD + "r", "type": "Role", "label": "Lead:pruner", "requirement": ORCHARD + "r#q",
                  "duty": ORCHARD + "r#d"}  # fmt: skip
    nodes = [
        FRAMEWORK,
        competence("a", label={"en": "Prune"}, notation="LMC:A1"),
        role,
        {"id": ORCHARD + "r#q", "type": "Requirement", "competence": ORCHARD + "a", "level": 2},
        {"id": ORCHARD + "r#d", "type": "Duty", "label": "Prunes", "metBy": ORCHARD + "a"},
    ]
    written = write([words.canonical(node) for node in nodes])
    assert written.losses == ()
    path = tmp_path / "x.xlsx"
    path.write_bytes(written.content)
    back = {node["id"]: node for node in read(path, Source("acme")).nodes}
    assert (back[ORCHARD + "r#q"]["competence"], back[ORCHARD + "r#d"]["metBy"]) == (ORCHARD + "a", ORCHARD + "a")


def test_what_is_held_are_words() -> None:
    assert {word for held in HOLDS.values() for word in held} <= {"id", *words.words()}
    assert all(column.choices for table in TABLES for column in table.columns if column.holds is Holds.CHOICE)


# ------------------------------------------------------------------------------------------------ there and back
TEXT = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=6),
    st.sampled_from(["=A1", "'=", "-", "@", "a;b", "EXAMPLE", "two\nlines", "a  b", "_x000D_", "1.0", "'", "a\tb"]),
)
NAME = TEXT.filter(lambda text: "\n" not in text)


def optional(**strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=strategies)


@st.composite
def catalogues(draw: st.DrawFn) -> list[Node]:
    tag = draw(st.sampled_from(["en", "cy"]))

    def tagged(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
        return strategy.map(lambda text: {tag: text})

    several = st.lists(NAME, min_size=1, max_size=3, unique=True).map(lambda texts: {tag: texts})
    status = st.sampled_from(["current", "draft", "withdrawn"])
    frameworks = [
        {"id": f"{ORCHARD}f{n}", "type": "Framework", "label": draw(tagged(TEXT)), "language": tag}
        | draw(optional(edition=TEXT, rights=TEXT, status=status, description=tagged(TEXT), note=tagged(TEXT),
                        issued=TEXT, notation=TEXT, license=st.just("https://licence.example/1")))
        for n in range(draw(st.integers(1, 2)))
    ]  # fmt: skip
    for later in frameworks[1:]:
        del later["language"]
    competences = [
        {"id": f"{ORCHARD}c{n}", "type": "Competence", "label": draw(tagged(TEXT)),
         "inFramework": draw(st.sampled_from(frameworks))["id"]}
        | draw(optional(notation=NAME, altLabel=several, definition=tagged(TEXT), note=tagged(TEXT), status=status,
                        order=st.integers(0, 99), competenceType=st.sampled_from(["skill", "knowledge"]),
                        description=tagged(TEXT)))
        for n in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    for n, node in enumerate(competences[1:], 1):
        if draw(st.booleans()):
            node["broader"] = [f"{ORCHARD}c{m}" for m in range(n)]
    roles: list[dict[str, Any]] = []
    parts: list[dict[str, Any]] = []
    for n in range(draw(st.integers(0, 3))):
        role = {"id": f"{ORCHARD}r{n}", "type": "Role", "label": draw(tagged(TEXT)), "requirement": [], "duty": []}
        role |= draw(optional(managementLevel=st.just(["middle", "senior"]), managerType=tagged(TEXT),
                              definition=tagged(TEXT), altLabel=several))  # fmt: skip
        for m in range(draw(st.integers(0, 2))):
            what = {
                "id": f"{role['id']}#q{m}",
                "type": "Requirement",
                "level": draw(st.integers(1, 5)),
                "competence": draw(st.sampled_from([*competences, {"id": "https://other.example/;x"}]))["id"],
            }
            what |= draw(optional(importance=st.integers(1, 5), family=st.sampled_from(["generic", ORCHARD + "own"]),
                                  horizon=st.sampled_from(["now", "long"]), asks=st.sampled_from(["both", "knowledge"]),
                                  agreedBy=TEXT, because=TEXT, statedLevel=TEXT, order=st.integers(0, 9)))  # fmt: skip
            does = {"id": f"{role['id']}#d{m}", "type": "Duty", "label": draw(tagged(TEXT)),
                    "metBy": [node["id"] for node in competences]}  # fmt: skip
            role["requirement"].append(what["id"])
            role["duty"].append(does["id"])
            parts += [what, does]
        roles.append({word: value for word, value in role.items() if value != []})
    every = [words.canonical(node) for node in (*frameworks, *competences, *roles, *parts)]
    return sorted(every, key=lambda node: str(node["id"]))


@settings(max_examples=60, deadline=None)
@given(nodes=catalogues())
def test_what_the_sheet_can_hold_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, nodes: list[Node]
) -> None:
    used = {node.get("inFramework") for node in nodes}
    nodes = [node for node in nodes if node["type"] != "Framework" or node["id"] in used or "language" in node]
    written = write(nodes)
    assert written.losses == ()
    path = tmp_path_factory.mktemp("sheet") / "x.xlsx"
    path.write_bytes(written.content)
    back = read(path, Source("acme"))
    assert [words.canonical(node) for node in back.nodes] == nodes
    assert write(back.nodes).content == written.content


# ------------------------------------------------------------------------------------------------ memory
def archive(path: Path, **parts: bytes) -> Path:
    """What has the parts of a workbook; the sheets may have any name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in parts.items():
            made.writestr(f"xl/w/{name}.xml", content)
    return path


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked, "MOST_UNPACKED", 3_000_000)
    path = archive(tmp_path / "x.xlsx", sheet1=b" " * 2_000_000, sheet2=b" " * 2_000_000)
    assert path.stat().st_size < 10_000
    with pytest.raises(UnreadableInput, match=r"it unpacks to more than the 3 MB that can be read at once. Split it"):
        sheets(path)


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.xlsx", sheet1=b" " * 5_000_000)
    with zipfile.ZipFile(path) as made:
        true = made.infolist()[1].file_size.to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true, (100).to_bytes(4, "little")))
    with pytest.raises(UnreadableInput, match="it is not a workbook that can be read"):
        sheets(path)


@pytest.mark.parametrize(
    "sheet",
    [
        b'<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>',
        b"<row r='1'><c r='A1'/><c r='XFD1'/></row><row r='90000'><c/></row>",
        b'<row><c r="A1"/><c r="ZZ999999"/></row>',
        b'<row r="1"><c r="XFD1"/></row>' + b"<row><c/></row>" * 3_000,
        b"<row>" + b"<c/>" * 16_000 + b'</row><row r="3000"/>',
        b'<row x=">" r="1048576"><c r="A1"/><c r="XFD1"/></row>',
    ],
)
def test_a_cell_far_from_the_table_is_refused(tmp_path: Path, sheet: bytes) -> None:
    """The reader of workbooks keeps a place for every cell between the first and the last."""
    with pytest.raises(UnreadableInput, match=r"a sheet reaches over [0-9,]+ rows and [0-9,]+ columns. Delete the"):
        sheets(archive(tmp_path / "x.xlsx", sheet1=b"<sheetData>" + sheet + b"</sheetData>"))
    prefixed = b"<x:sheetData>" + re.sub(b"<(/?)(?=[rc])", rb"<\1x:", sheet) + b"</x:sheetData>"
    with pytest.raises(UnreadableInput, match="a sheet reaches over"):
        sheets(archive(tmp_path / "y.xlsx", sheet1=prefixed))


def test_a_sheet_that_is_not_well_formed_is_refused(tmp_path: Path) -> None:
    """The reader of workbooks would take it, and nobody knows how far it reaches."""
    with pytest.raises(UnreadableInput, match=r"\(not well-formed \(invalid token\) in a sheet\)"):
        sheets(archive(tmp_path / "x.xlsx", sheet1=b"<sheetData><row r=1048576><c r=XFD1/></row></sheetData>"))


@pytest.mark.parametrize("content", [b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook"])
def test_what_is_no_archive_is_no_workbook(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.xls").write_bytes(content)
    with pytest.raises(UnreadableInput, match=r"it is not a workbook that can be read .*\. Save it as XLSX"):
        sheets(tmp_path / "x.xls")


@pytest.mark.parametrize("other", ["content.xml", "xl/workbook.bin", "XL\\Workbook.BIN"])
def test_other_workbooks_are_refused_whatever_they_are_called(tmp_path: Path, other: str) -> None:
    path = archive(tmp_path / "x.xlsx")
    with zipfile.ZipFile(path, "a") as made:
        made.writestr(other, b"1")
    with pytest.raises(UnreadableInput, match=r"\(it is not in XLSX\). Save it as XLSX and try again"):
        sheets(path)


def test_an_archive_with_broken_parts_is_refused_and_looks_like_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(template())
    whole = bytearray(path.read_bytes())
    for at in range(0, len(whole), 97):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        looks_like(path)
        with suppress(UnreadableInput):
            sheets(path)


def test_merged_cells_that_lie_over_one_another_are_refused(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Competences"
    for row in (["name", "code"], *(["Prune", "1"] for _ in range(20))):
        sheet.append(row)
    for end in range(3, 21):
        sheet.merge_cells(f"A2:A{end}")
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(UnreadableInput, match=r"its merged cells lie over one another\. Unmerge them"):
        read(tmp_path / "x.xlsx", Source("acme"))


# ------------------------------------------------------------------------------------------------ the real ones
def test_shipped_roles_and_standards_go_out_and_come_back(tmp_path: Path) -> None:
    root = files.data()
    paths = sorted([*root.glob("standards/**/*.ttl"), *root.glob("roles/*.ttl")])
    nodes = [words.canonical(node) for node in rdf.read_files(root, paths, Source("standards")).nodes]
    written = write(nodes)
    assert [loss.message for loss in written.losses if loss.message.startswith("Not the same")] == [
        "Not the same when the spreadsheet is read again: 'type' of 278 Standard things, such as "
        "https://w3id.org/signpost/id/standard/care-certificate-2015/standard1."
    ]
    (tmp_path / "x.xlsx").write_bytes(written.content)
    kinds = [node["type"] for node in by_iri(read(tmp_path / "x.xlsx", Source("acme"))).values()]
    assert (kinds.count("Competence"), kinds.count("Role"), kinds.count("Requirement")) == (337, 5, 109)


@pytest.mark.outside
def test_esco_goes_out_as_a_workbook_of_fourteen_thousand_rows(shared: Path, tmp_path: Path) -> None:
    submission = esco.read(shared / "data" / "esco-1.2.0", Source("esco"))
    written = write([words.canonical(node) for node in submission.nodes])
    (tmp_path / "x.xlsx").write_bytes(written.content)
    back = read(tmp_path / "x.xlsx", Source("acme"))
    assert not refused(back.findings)
    assert sum(node["type"] == "Competence" for node in back.nodes) == 14_579
