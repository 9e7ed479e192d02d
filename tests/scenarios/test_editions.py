"""A new edition comes: its impact is read, it is adopted, audits follow, and the adoption is taken back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from signpost.cli import verbs

HOME = "https://gardens.example/id/"
OLD, NEW = f"{HOME}framework/2020", f"{HOME}framework/2025"


def competence(name: str, label: str, framework: str, **said: object) -> dict[str, object]:
    return {"id": f"{HOME}{name}", "type": "Competence", "label": label, "inFramework": framework, **said}


def nodes() -> list[dict[str, object]]:
    return [
        {"id": OLD, "type": "Framework", "label": "Gardening 2020", "edition": "2020", "rights": "ours",
         "status": "superseded", "validFrom": "2020-01-01", "validUntil": "2024-12-31", "replacedBy": NEW},
        {"id": NEW, "type": "Framework", "label": "Gardening 2025", "edition": "2025", "rights": "ours",
         "status": "current", "validFrom": "2025-01-01"},
        competence("old-prune", "Prune trees", OLD, notation="G1", replacedBy=f"{HOME}new-prune"),
        competence("old-spray", "Spray pests", OLD, notation="G2", replacedBy=f"{HOME}new-protect"),
        competence("old-burn", "Burn leaves", OLD, notation="G3"),
        competence("new-prune", "Prune trees", NEW, notation="G1"),
        competence("new-protect", "Protect plants without poison", NEW, notation="G2"),
        {"id": f"{HOME}gardener", "type": "Role", "label": "Gardener of the example", "managementLevel": "supervisory",
         "requirement": [f"{HOME}gardener#{n}" for n in (1, 2, 3)]},
        *({"id": f"{HOME}gardener#{n}", "type": "Requirement", "competence": f"{HOME}{name}", "level": 3}
          for n, name in enumerate(("old-prune", "old-spray", "old-burn"), 1)),
    ]  # fmt: skip


CASE = """
person: person-01
post: gardener
role: {home}gardener
asAt: 2026-01-15
attainments:
  - competence: {home}old-prune
    level: 3
    judgedBy: line-manager
    evidence: [{{evidenceKind: observation, day: 2025-06-01}}]
  - competence: {home}old-spray
    level: 3
    judgedBy: line-manager
    evidence: [{{evidenceKind: observation, day: 2025-06-01}}]
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.chdir(tmp_path)
    Path("gardens.jsonld").write_text(json.dumps({"graph": nodes()}), "utf-8")
    Path("case.yaml").write_text(CASE.format(home=HOME), "utf-8")

    def line(text: str) -> Result:
        return CliRunner().invoke(verbs, [*text.split(), "--store", f"file:{tmp_path / 'store'}"])

    published = line("publish gardens.jsonld --source gardens")
    assert published.exit_code == 0, published.output
    return line


def decide(outcomes: dict[str, str]) -> None:
    """Fill in the sheet as a person would."""
    with Path("decide.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["old"].removeprefix(HOME) for row in rows} == {"old-prune", "old-spray", "old-burn"}
    for row in rows:
        row["outcome"] = outcomes[row["old"].removeprefix(HOME)]
        row |= {"agreed_by": "head gardener", "decided_on": "2025-11-01", "because": "Talked over."}
    with Path("decide.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def states(result: Result) -> dict[str, str]:
    assert result.exit_code == 0, result.output
    rows = csv.DictReader(result.stdout.splitlines())
    return {row["competence"].removeprefix(HOME): row["state"] for row in rows}


def test_from_the_impact_to_the_audit_and_back(run: object) -> None:
    assert callable(run)
    told = run(f"impact {NEW} --decisions decide.csv --case case.yaml")
    assert told.exit_code == 0, told.output
    assert "3 competences must be decided before it is adopted" in " ".join(told.stdout.split())
    decide({"old-prune": "same", "old-spray": "replaced", "old-burn": "ended"})
    adopt = f"adopt {NEW} --decisions decide.csv --from 2026-01-01 --agreed-by head-gardener"
    assert run(f"{adopt} --dry-run").exit_code == 0
    assert states(run("audit case.yaml --as csv")) == {
        "old-prune": "met", "old-spray": "met", "old-burn": "not assessed",
    }  # fmt: skip
    done = run(adopt)
    assert done.exit_code == 0, done.output
    # The same carries what was shown; what is replaced must be shown anew; what ended is not asked for.
    assert states(run("audit case.yaml --as csv")) == {"new-prune": "met", "new-protect": "not assessed"}
    assert "Left out of this post: G3 Burn leaves" in " ".join(run("audit case.yaml").stdout.split())
    before = run("audit case.yaml --as csv --as-at 2025-12-31")
    assert states(before) == {"old-prune": "met", "old-spray": "met", "old-burn": "not assessed"}
    beside = run("audit case.yaml --as csv --as-at 2026-01-15 --against 2025-12-31")
    assert [row["why"] for row in csv.DictReader(beside.stdout.splitlines())] == [
        "asked for as G1 of Gardening 2020 then; its edition was no longer in force, and is in force",
        "asked for as G2 of Gardening 2020 then; its edition was no longer in force, and is in force; "
        "held level 3 then, nothing now",
        "not asked for any more",
    ]
    assert run(f"adopt {NEW} --undo").exit_code == 0
    assert set(states(run("audit case.yaml --as csv"))) == {"old-prune", "old-spray", "old-burn"}
    assert run(f"adopt {NEW} --undo").exit_code == 2


def test_every_fault_of_the_decisions_is_told_at_once(run: object) -> None:
    assert callable(run)
    run(f"impact {NEW} --decisions decide.csv")
    decide({"old-prune": "same", "old-spray": "maybe", "old-burn": "replaced"})
    text = Path("decide.csv").read_text("utf-8").replace("2025-11-01", "last week")
    Path("decide.csv").write_text(text, "utf-8")
    refused = run(f"adopt {NEW} --decisions decide.csv --from 2026-01-01 --agreed-by lead")
    assert refused.exit_code == 1
    for sentence in (
        "'maybe' is no outcome: write one of same, replaced, ended, kept.",
        "It is replaced, but by what is not said",
        "'last week' is not a day",
    ):
        assert sentence in refused.stderr, refused.stderr


def test_what_is_not_decided_is_told(run: object) -> None:
    assert callable(run)
    run(f"impact {NEW} --decisions decide.csv")
    decide({"old-prune": "same", "old-spray": "replaced", "old-burn": "ended"})
    lines = Path("decide.csv").read_text("utf-8").splitlines()
    Path("decide.csv").write_text("\n".join(line for line in lines if "old-spray" not in line), "utf-8")
    refused = run(f"adopt {NEW} --decisions decide.csv --from 2026-01-01 --agreed-by lead")
    assert "Nothing is decided on G2 Spray pests, on which something rests: add its row." in refused.stderr


def test_a_file_is_compared_before_it_is_published(run: object) -> None:
    assert callable(run)
    newer = [node for node in nodes() if NEW in (node["id"], node.get("inFramework"))]
    newer = [node | {"label": "Prune trees and hedges"} if node["id"] == f"{HOME}new-prune" else node for node in newer]
    Path("next.jsonld").write_text(json.dumps({"graph": newer}), "utf-8")
    told = run(f"diff {NEW} next.jsonld --as csv")
    assert told.exit_code == 0, told.output
    assert "retitled,yes" in told.stdout


def publish(run: object, source: str, *things: dict[str, object]) -> Result:
    assert callable(run)
    Path(f"{source}.jsonld").write_text(json.dumps({"graph": things}), "utf-8")
    return run(f"publish {source}.jsonld --source {source}")


def test_nobody_publishes_an_adoption(run: object) -> None:
    made = {"id": "https://college.example/id/adoption", "type": "Adoption", "adopts": NEW, "supersedes": OLD,
            "validFrom": "2026-01-01", "agreedBy": "us"}  # fmt: skip
    refused = publish(run, "college", made)
    assert refused.exit_code == 1
    assert "Adoptions are not published" in refused.stderr


def test_a_part_of_anothers_role_is_the_others(run: object) -> None:
    part = {"id": f"{HOME}gardener#9", "type": "Requirement", "competence": f"{HOME}old-burn", "level": 3}
    refused = publish(run, "intruder", part)
    assert refused.exit_code == 1
    assert "belongs to the source 'gardens'" in refused.stderr


def test_a_file_with_nothing_in_it_takes_nothing_away(run: object) -> None:
    assert callable(run)
    Path("schema.json").write_text('{"$schema": "x", "properties": {}}', "utf-8")
    refused = run("publish schema.json --source gardens")
    assert refused.exit_code == 1
    assert "Nothing in it is understood" in refused.stderr
    assert run("show Gardener").exit_code == 0 or run(f"show {HOME}gardener").exit_code == 0


def test_a_stated_exact_match_carries_and_is_asked_for_under_its_new_address(run: object) -> None:
    assert callable(run)
    match = {"id": "https://body.example/id/match", "type": "Alignment", "alignmentSource": f"{HOME}old-prune",
             "alignmentTarget": f"{HOME}new-prune", "alignmentRelation": "sp:x", "statedBy": "the body"}  # fmt: skip
    match["alignmentRelation"] = "https://w3id.org/signpost/vocabulary/alignment-relation/exactMatch"
    assert publish(run, "body", match).exit_code == 0
    told = run(f"impact {NEW} --decisions decide.csv --as csv")
    verdicts = {row["about"].removeprefix(HOME): row["verdict"] for row in csv.DictReader(told.stdout.splitlines())}
    assert verdicts == {"old-prune": "keeps cover", "old-spray": "needs a decision", "old-burn": "needs a decision"}
    with Path("decide.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row |= {"outcome": "kept", "decided_on": "2025-11-01"}
    with Path("decide.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    assert run(f"adopt {NEW} --decisions decide.csv --from 2026-01-01 --agreed-by lead").exit_code == 0
    assert set(states(run("audit case.yaml --as csv"))) == {"new-prune", "old-spray", "old-burn"}


def test_the_same_carries_from_its_day_on_and_undo_needs_no_framework(run: object) -> None:
    assert callable(run)
    run(f"impact {NEW} --decisions decide.csv")
    decide({"old-prune": "same", "old-spray": "kept", "old-burn": "kept"})
    assert run(f"adopt {NEW} --decisions decide.csv --from 2025-12-01 --agreed-by lead").exit_code == 0
    case = Path("case.yaml").read_text("utf-8").replace(f"role: {HOME}gardener", "")
    own = f"requirements:\n  add:\n  - {{competence: {HOME}new-prune, level: 3, because: asked}}\n"
    Path("own.yaml").write_text(case + own, "utf-8")
    assert states(run("audit own.yaml --as csv"))["new-prune"] == "met"
    assert states(run("audit own.yaml --as csv --as-at 2025-11-30"))["new-prune"] == "not assessed"
    assert run(f"adopt {NEW} --undo").exit_code == 0
    again = run(f"adopt {NEW} --undo")
    assert again.exit_code == 2
    assert "was not adopted" in again.stderr


def test_a_framework_does_not_replace_itself_and_a_filled_sheet_is_not_written_over(run: object) -> None:
    assert callable(run)
    assert "cannot replace itself" in run(f"impact {NEW} --replaces {NEW}").stderr
    assert "Say it with --replaces" in run(f"impact {OLD}").stderr
    assert run(f"impact {NEW} --decisions decide.csv").exit_code == 0
    again = run(f"impact {NEW} --decisions decide.csv")
    assert again.exit_code == 2
    assert "add --force" in again.stderr
    assert run(f"impact {NEW} --decisions decide.csv --force").exit_code == 0


def test_after_the_adoption_the_impact_and_the_lint_know_of_it(run: object) -> None:
    assert callable(run)
    run(f"impact {NEW} --decisions decide.csv")
    decide({"old-prune": "same", "old-spray": "replaced", "old-burn": "ended"})
    before = run("lint roles --as csv --as-at 2026-02-01").stdout
    assert run(f"adopt {NEW} --decisions decide.csv --from 2026-01-01 --agreed-by lead").exit_code == 0
    told = run(f"impact {NEW} --as csv")
    assert {row["verdict"] for row in csv.DictReader(told.stdout.splitlines())} == {"is decided"}
    after = run("lint roles --as csv --as-at 2026-02-01").stdout
    assert "edition not in use" in before
    assert "edition not in use" not in after
