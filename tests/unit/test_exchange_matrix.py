from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signpost import words
from signpost.errors import UnreadableInput
from signpost.exchange.readers import READERS, detect
from signpost.exchange.writers import WRITERS
from signpost.gate.validate import check, refused
from signpost.model import Node, Severity, Source, Submission

FIXTURE = Path(__file__).parent / "fixtures" / "matrix" / "orchard.csv"
ID = "https://w3id.org/signpost/id/"
ORCHARD = ID + "orchard/"
HEAD = "role,level of role,competence,required level,importance,stated level,role address,competence address"


def read(path: Path, source: str = "orchard") -> tuple[Submission, dict[str, Node]]:
    submission = READERS["matrix"].read(path, Source(source))
    return submission, {node["id"]: node for node in submission.nodes}


def read_text(text: str, source: str = "orchard") -> tuple[Submission, dict[str, Node]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.csv"
        path.write_bytes(text.encode())
        return read(path, source)


def canonical(submission: Submission) -> list[Node]:
    return [words.canonical(node) for node in submission.nodes]


# ------------------------------------------------------------------------------------------------ reading
def test_a_level_of_a_role_is_a_role_of_a_kind_of_work() -> None:
    submission, nodes = read(FIXTURE)
    senior = ORCHARD + "role/grower/senior"
    assert nodes[senior] == {
        "id": senior,
        "type": "Role",
        "label": {"en": "Senior (Grower)"},
        "occupation": ORCHARD + "occupation/grower",
        "requirement": [f"{senior}#graft-a-tree", f"{senior}#prune-a-tree"],
    }
    assert nodes[f"{senior}#prune-a-tree"] == {
        "id": f"{senior}#prune-a-tree",
        "type": "Requirement",
        "competence": ORCHARD + "competence/prune-a-tree",
        "level": 3,
        "statedLevel": "Practitioner",
        "importance": 5,
    }
    assert nodes[ORCHARD + "role/grower/junior-grower"]["label"] == {"en": "Junior grower"}
    assert nodes[ORCHARD + "occupation/grower"]["label"] == {"en": "Grower"}
    assert submission.places[f"{senior}#prune-a-tree"] == "orchard.csv:2:required level"


def test_levels_are_numbers_or_words_of_two_scales() -> None:
    _, nodes = read(FIXTURE)
    junior, picker = ORCHARD + "role/grower/junior-grower", ORCHARD + "role/picker"
    assert nodes[f"{junior}#prune-a-tree"]["level"] == 1
    assert "statedLevel" not in nodes[f"{junior}#prune-a-tree"], "'aware' is a word of signpost's own scale"
    assert nodes[f"{picker}#prune-a-tree"]["level"] == 3, "a spreadsheet may write 3.0"


def test_rows_may_hold_a_role_or_a_competence_alone_or_one_described_elsewhere() -> None:
    _, nodes = read(FIXTURE)
    assert nodes[ORCHARD + "role/owner"] == {"id": ORCHARD + "role/owner", "type": "Role", "label": {"en": "Owner"}}
    assert nodes[ORCHARD + "competence/taste-an-apple"]["inFramework"] == ID + "framework/orchard"
    assert nodes[ORCHARD + "role/picker#lift"]["competence"] == "https://example.org/competence/lift"
    assert "https://example.org/competence/lift" not in nodes
    assert nodes[ORCHARD + "competence/sum-a1-a9"]["label"] == {"en": "=SUM(A1:A9)"}


def test_everything_that_is_repaired_or_dropped_is_told() -> None:
    submission, _ = read(FIXTURE)
    assert [(finding.place.removeprefix("orchard.csv:"), finding.message) for finding in submission.findings] == [
        ("1:shoe size", "The column 'shoe size' is not one of ours, and is not read."),
        ("4:competence", "'prune a  tree' is read as 'Prune a tree', which stands at orchard.csv:2:competence."),
        ("5:required level", "Row dropped: at 'n/a' nothing is needed."),
        ("6:importance", "The importance 'high' is no whole number from 1 to 5: it is left out."),
        ("8:required level", "Row dropped: it says no level."),
        ("9:required level", "Row dropped: '7' is not a level that is known, such as 3 or Practitioner."),
        ("10:required level", "Row dropped: 'wizard' is not a level that is known, such as 3 or Practitioner."),
        ("12:required level", "Row dropped: it repeats orchard.csv:11:required level."),
        ("13:required level", "Row dropped: another level is asked for, and kept, at orchard.csv:11:required level."),
        ("17:required level", "The level is left out, for the cell 'role' is empty."),
        ("18:role", "Row dropped: it names neither a role nor a competence."),
        (
            "orchard.csv",
            "Read 5 Competence, 1 Framework, 2 Occupation, 7 Requirement, 5 Role. "
            "Rows dropped: 7; other repairs or notes: 4.",
        ),
    ]


def test_addresses_are_kept_and_tell_things_of_one_name_apart() -> None:
    submission, nodes = read_text(
        f"{HEAD}\nPicker,,Lift,2,,,https://example.org/picker,https://example.org/a\n"
        "Picker,,Lift,3,,,https://example.org/picker#2,https://example.org/b\n"
        "Picker,,Drop,3,,,no address,https://example.org/picker\n"
    )
    assert nodes["https://example.org/picker#a"]["competence"] == "https://example.org/a"
    assert nodes["https://example.org/picker#2-b"]["level"] == 3
    assert submission.gives_way == {"https://example.org/a", "https://example.org/b"}
    assert nodes["https://example.org/picker#drop"]["competence"] == ORCHARD + "competence/drop"
    assert [(finding.place, finding.message) for finding in submission.findings[:-1]] == [
        ("m.csv:4:role address", "'no address' is not a web address: one was made."),
        (
            "m.csv:4:competence",
            "https://example.org/picker names something else at m.csv:2:role: it is not used.",
        ),
    ]


def test_names_that_would_get_one_address_get_two() -> None:
    long = "very " * 20
    _, nodes = read_text(f"role,competence,required level\nPicker,{long}tall,2\nPicker,{long}small,3\n")
    competences = [iri for iri in nodes if "/competence/" in iri]
    assert len(competences) == 2
    assert len([iri for iri, node in nodes.items() if node["type"] == "Requirement"]) == 2


def test_tabs_capitals_and_stray_signs(tmp_path: Path) -> None:
    path = tmp_path / "m.tsv"
    path.write_text("ROLE\tCompetence\tRequired_Level\nPicker\tLift\xa0 it \x07\texpert\n", "utf-8")
    assert detect(path) == "matrix"
    submission, nodes = read(path)
    assert nodes[ORCHARD + "competence/lift-it"]["label"] == {"en": "Lift  it"}
    assert submission.findings[0].message == "Stray spaces or signs were taken out."


@pytest.mark.parametrize(
    ("text", "fault"),
    [("role,competence\nPicker,Lift\n", "there is no column 'required level'"),
     ("role,competence,required level\n", "it has no rows"),
     ('role,competence,required level\n"Picker', "it is not a table of comma-separated values")],
)  # fmt: skip
def test_what_is_no_matrix_is_not_read(text: str, fault: str) -> None:
    with pytest.raises(UnreadableInput, match=fault):
        read_text(text)


def test_a_spreadsheet_of_requirements_is_no_matrix() -> None:
    assert not READERS["matrix"].looks_like(FIXTURE.parents[1] / "sheet" / "requirements.csv")
    assert detect(FIXTURE) == "matrix"


def test_the_gate_takes_it() -> None:
    assert not refused(check(read(FIXTURE)[0]))


# ------------------------------------------------------------------------------------------------ writing
def test_what_goes_out_comes_back() -> None:
    submission, _ = read(FIXTURE)
    written = WRITERS["matrix"].write(canonical(submission))
    assert written.losses == ()
    assert written.content == WRITERS["matrix"].write(canonical(submission)[::-1]).content
    assert canonical(read_text(written.content.decode())[0]) == canonical(submission)


def test_no_cell_is_a_formula() -> None:
    submission, _ = read(FIXTURE)
    written = WRITERS["matrix"].write(canonical(submission)).content.decode()
    rows = list(csv.DictReader(io.StringIO(written)))
    assert [row["competence"] for row in rows if "SUM" in row["competence"]] == ["'=SUM(A1:A9)"]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@" and cell]
    assert list(rows[0]) == HEAD.split(",")


def test_a_name_of_several_lines_stays_in_its_cell() -> None:
    """A carriage return alone ends a row for spreadsheets, and what follows it would be a formula."""
    submission, _ = read_text(f'{HEAD}\nGrower,,"Prune\r=1+1",3,,,,\n')
    written = WRITERS["matrix"].write(canonical(submission))
    assert b'"Prune\r=1+1"' in written.content
    assert written.losses == ()
    assert canonical(read_text(written.content.decode())[0]) == canonical(submission)


def test_a_matrix_of_a_spreadsheet_with_semicolons_is_read(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("role;level of role;competence;required level\nGrower;;Prune, graft;3\n;;;\n", "utf-8")
    assert detect(path) == "matrix"
    submission, _ = read(path)
    assert [node["label"]["en"] for node in submission.nodes if node["type"] == "Competence"] == ["Prune, graft"]
    assert [finding.severity for finding in submission.findings] == [Severity.ADVICE]


def test_what_a_matrix_cannot_hold_is_told() -> None:
    role = ID + "role/boss"
    nodes = [
        {"id": role, "type": "Role", "label": {"en": "Boss", "cy": "Bos"}, "managementLevel": "senior",
         "requirement": f"{role}#1", "occupation": ID + "occupation/x"},
        {"id": f"{role}#1", "type": "Requirement", "competence": ID + "competence/a", "level": 3, "order": 1},
        {"id": ID + "occupation/x", "type": "Occupation", "label": {"en": "Managers"}, "inFramework": ID + "f/x"},
        {"id": ID + "gateway/a", "type": "Gateway", "label": {"en": "Gate"}},
    ]  # fmt: skip
    written = WRITERS["matrix"].write([words.canonical(node) for node in nodes])
    assert written.content.decode() == f"{HEAD}\r\nManagers,Boss,{ID}competence/a,3,,,{role},\r\n"
    start = "Left out, for the matrix cannot hold it: "
    assert [finding.message.partition(", such as")[0] for finding in written.losses] == [
        f"{start}1 Gateway thing",
        f"{start}'order' of 1 Requirement thing",
        f"{start}'managementLevel' of 1 Role thing",
        "Not in the matrix: 1 Occupation thing",
        "Not in the matrix: 1 Requirement thing",
        "Not the same when the matrix is read again: 'label' of 1 Role thing",
        "Not the same when the matrix is read again: 'occupation' of 1 Role thing",
        "Not the same when the matrix is read again: 'requirement' of 1 Role thing",
    ]


_NAMES = st.text(st.sampled_from("abE =+-@'\",;\n(é)&1"), max_size=12) | st.sampled_from(
    ["Senior", "Grade 7", "Senior (Grower)", "Boss of all (Grower)", "Grower", "https://example.org/x"]
)
_LEVELS = st.sampled_from(["1", "2", "3.0", "5", "0", "expert", "Working", "aware", "", "odd"])
_ROWS = st.lists(st.tuples(_NAMES, _NAMES, _NAMES, _LEVELS, st.sampled_from(["", "3", "9"])), min_size=1, max_size=8)


@given(_ROWS)
@settings(deadline=None)
def test_whatever_was_read_goes_out_and_comes_back(rows: list[tuple[str, ...]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([HEAD.split(",")[:5], *rows])
    first, _ = read_text(out.getvalue())
    written = WRITERS["matrix"].write(canonical(first))
    again, _ = read_text(written.content.decode()) if written.content.count(b"\n") > 1 else (first, {})
    told = {finding.path for finding in written.losses}
    if not told:
        assert canonical(again) == canonical(first)
    assert told <= {"", "label", "occupation"}, "kinds of work have no addresses in the table"
    needs = [[node for node in canonical(each) if node["type"] == "Requirement"] for each in (first, again)]
    assert needs[0] == needs[1]


@pytest.mark.outside
def test_the_digital_framework_as_a_matrix_comes_back(shared: Path) -> None:
    framework = READERS["gdad"].read(shared / "data" / "role-levels" / "gdad", Source("gdad"))
    written = WRITERS["matrix"].write(canonical(framework))
    again, _ = read_text(written.content.decode(), "gdad")
    kept = {"Requirement": 1_781, "Competence": 188, "Role": 201}
    for kind, number in kept.items():
        found = {node["id"]: node for node in canonical(again) if node["type"] == kind}
        assert len(found) == number
        before = {node["id"]: node for node in canonical(framework) if node["type"] == kind}
        assert all(before[iri][word] == node[word] for iri, node in found.items() for word in node)
