"""What a person chooses among the candidates of a duty, and what the page says of it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import signpost
from signpost.cli import verbs
from signpost.emit import Page, Text
from signpost.errors import RefusedSubmission
from signpost.mapping.choices import Filled, Mark, settled
from signpost.mapping.described import Described
from signpost.model import Candidate, DutyLine, MappedDuty
from signpost.pages.mapped import COLUMNS, DECIDED, map_page, next_step

# ------------------------------------------------------------------------------------------------ choices
TREES = [
    Described("urn:1", "competence", "Prune trees", "OR&CH1"),
    Described("urn:2", "competence", "Water trees", "OR&CH2"),
    Described("urn:3", "competence", "Water trees", "OLD2", past=True),
    Described("urn:4", "competence", "Sort; store"),
    Described("urn:5", "competence", "Sell"), Described("urn:6", "competence", "Sell"),
]  # fmt: skip


def choose(*cells: str, iri: str = "urn:1") -> Filled:
    marks = tuple(Mark(f"f.csv:{n}", cell, iri) for n, cell in enumerate(cells, 2))
    return settled([Filled(DutyLine("Do"), marks)], TREES, "competence")[0]


@pytest.mark.parametrize("said", ["x", "X ", "yes", "Y", "1", "true", "True"])
def test_a_yes_chooses_the_candidate_of_its_row(said: str) -> None:
    assert choose(said, "no", said).line.chosen == ("urn:1",)


@pytest.mark.parametrize("said", ["", " ", "no", "N", "-", "–", "none", "None", "0", "FALSE"])
def test_a_no_chooses_nothing(said: str) -> None:
    assert choose(said).line.chosen == ()


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("or ch 2", ("urn:2",)),
        ("OLD2", ("urn:3",)),
        ("water trees", ("urn:2",)),
        ("OR&CH2 Water trees", ("urn:2",)),
        ("urn:3", ("urn:3",)),
        ("Sort; store", ("urn:4",)),
        ("OR&CH2\nurn:4", ("urn:2", "urn:4")),
        ("OR&CH2; OR&CH1", ("urn:2", "urn:1")),
    ],
)
def test_a_name_of_the_store_chooses_what_has_it(said: str, chosen: tuple[str, ...]) -> None:
    assert choose(said).line.chosen == chosen
    assert choose(said, iri="").line.chosen == chosen


def test_every_fault_of_the_choices_is_told_at_once() -> None:
    rows = ["?", "maybe", "x", "x", "Sell", "OR&CH1; OR&CH9", "ok"]
    iris = ["urn:1", "urn:1", "", "urn:9", "urn:1", "urn:1", "urn:1"]
    marks = tuple(Mark(f"f.csv:{n}", *row) for n, row in enumerate(zip(rows, iris, strict=True), 2))
    two = [Filled(DutyLine("Do"), marks[:4]), Filled(DutyLine("Not"), marks[4:])]
    with pytest.raises(RefusedSubmission) as refused:
        settled(two, TREES, "competence")
    assert [(one.place, one.message) for one in refused.value.findings] == [
        ("f.csv:2:chosen", "'?' is neither yes nor no, nor a competence of the store."),
        ("f.csv:3:chosen", "'maybe' is neither yes nor no, nor a competence of the store."),
        ("f.csv:4:chosen", "The row has no candidate to choose."),
        ("f.csv:5:chosen", "The store has no competence 'urn:9'."),
        ("f.csv:6:chosen", "'Sell' is what 2 are called: urn:5, urn:6."),
        ("f.csv:7:chosen", "'OR&CH9' is neither yes nor no, nor a competence of the store."),
        ("f.csv:8:chosen", "'ok' is neither yes nor no, nor a competence of the store."),
    ]


@pytest.mark.parametrize(
    ("cells", "decided"),
    [(["x", ""], True), (["no", "none"], True), (["no", ""], False), (["false"], False), ([], False)],
)
def test_a_duty_is_decided_by_a_choice_or_by_a_no_in_every_row(cells: list[str], decided: bool) -> None:
    assert choose(*cells).decided is decided


# ------------------------------------------------------------------------------------------------ the page
def test_a_duty_without_a_candidate_keeps_its_row() -> None:
    page = map_page([MappedDuty(DutyLine("Fly", "Keeper"), ())])
    assert page.title == "Mapped: 1 duty, 1 without a candidate"
    (row,) = page.rows.rows
    assert dict(zip(COLUMNS, row, strict=True)) == {**dict.fromkeys(COLUMNS, ""), "role": "Keeper", "duty": "Fly",
                                                    "rank": None}  # fmt: skip


def duty_of(*kinds: str, decided: bool, role: str = "Keeper", framework: str = "F") -> MappedDuty:
    found = tuple(
        Candidate(f"urn:{kind}", kind, "Pick", "", f"{framework}{n}", 0.5, "") for n, kind in enumerate(kinds)
    )
    return MappedDuty(DutyLine("Pick", role), found, decided)


def test_the_next_step_is_told() -> None:
    done, left = duty_of("competence", decided=True), duty_of("competence", decided=False)
    assert next_step([left], "my post.csv").startswith("To choose: signpost map 'my post.csv' --as csv > choices.csv;")
    assert "--as csv > choices-2.csv;" in next_step([left], "in/choices.csv"), "what is read is not written over"
    assert next_step([done, left], "f.csv").startswith("1 of 2 decided, 1 left. To decide them, write into f.csv:")
    published = next_step([done], "f.csv")
    assert "signpost map f.csv --as csv > Duties.csv. Then signpost check Duties.csv --source YOURS" in published
    assert "1 have no role." in next_step([duty_of("competence", decided=True, role="")])
    assert "> Duties-2.csv" in next_step([done], "duties.csv")
    assert "Occupations are no part" in next_step([duty_of("occupation", decided=True)])


def test_occupations_are_no_table_of_duties() -> None:
    assert map_page([duty_of("occupation", decided=True)]).rows.columns == COLUMNS
    assert map_page([duty_of("competence", decided=True)]).rows.columns == DECIDED


def test_a_decision_for_nothing_stays_one() -> None:
    rows = map_page([duty_of(decided=True), duty_of("competence", decided=False)]).rows.rows
    assert [row[-1] for row in rows] == ["none", ""]


def told(page: Page) -> str:
    return " ".join(block.text for block in page.blocks if isinstance(block, Text))


def test_several_frameworks_are_hinted_at() -> None:
    two = [duty_of("competence", "competence", decided=False)]
    assert "The candidates come from 2 frameworks. --framework NAME keeps to one" in told(map_page(two))
    assert "come from" not in told(map_page(two, narrowed=True))
    assert "come from" not in told(map_page([duty_of("competence", decided=False)]))


def test_nothing_worth_showing_is_said() -> None:
    nothing = [duty_of(decided=False)]
    assert "No candidate worth showing: nothing has enough of its words. Say it otherwise. " in told(map_page(nothing))
    assert "or leave --framework out." in told(map_page(nothing, narrowed=True))
    assert "Nothing meets it: that is decided." in told(map_page([duty_of(decided=True)]))


def run(*arguments: str, given: str | None = None) -> str:
    result = CliRunner().invoke(verbs, ["map", *arguments, "--quiet"], input=given)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_line_reads_what_is_piped() -> None:
    (first,) = json.loads(
        run("-", "--framework", "ml-2012", "--limit", "1", "--as", "json", given="- Manage budgets\n")
    )
    assert first["line"]["place"] == "standard input:1"
    assert [one["code"] for one in first["candidates"]] == ["CFAM&LEA4"]
    assert "1. CFAM&LEA4 Manage budgets (Management and Leadership NOS (2012), score " in run(
        "-", given="manage budgets"
    )


def test_a_filled_in_answer_becomes_a_table_of_duties_that_can_be_published(tmp_path: Path) -> None:
    asked = tmp_path / "post.csv"
    asked.write_text("role,duty\nShop manager,Manage budgets\nShop manager,Recruit people\n", "utf-8")
    rows = list(csv.DictReader(io.StringIO(run(str(asked), "--framework", "ml-2012", "--as", "csv"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    filled = tmp_path / "filled.csv"
    with filled.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        writer.writeheader()
        writer.writerows({**row, "chosen": "x" if row["rank"] == "1" else ""} for row in rows)
    table = tmp_path / "Duties.csv"
    table.write_text(run(str(filled), "--as", "csv"), "utf-8", newline="")
    settled = list(csv.DictReader(io.StringIO(table.read_text("utf-8"), newline="")))
    assert tuple(settled[0]) == DECIDED
    assert [(row["role"], row["duty"], row["met by"]) for row in settled] == [
        (row["role"], row["duty"], row["iri"]) for row in rows if row["rank"] == "1"
    ]
    assert all(finding.severity != "refused" for finding in signpost.check(table, source="a-shop"))
