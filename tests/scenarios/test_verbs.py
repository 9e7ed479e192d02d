"""The verbs on the shipped data, as a newcomer, a script and a provider use them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from signpost.cli import verbs

CHECKOUT = Path(__file__).resolve().parents[2]
CASE = str(CHECKOUT / "examples" / "registered-manager.yaml")


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(verbs, list(arguments), env={"COLUMNS": "300"})
    assert result.exit_code == code, result.output
    return result


# ------------------------------------------------------------------------------------------------ finding
@pytest.mark.parametrize("text", ["CFAM&LEA4", "CFAMLEA4", "cfamlea4", "Manage budgets"])
def test_a_standard_is_found_by_code_and_label(text: str) -> None:
    hits = json.loads(run("find", text, "--kind", "competence", "--as", "json").stdout)
    assert (hits[0]["code"], hits[0]["label"]) == ("CFAM&LEA4", "Manage budgets")


def test_codes_of_two_editions_are_two_standards() -> None:
    new, old = (json.loads(run("show", code, "--as", "json").stdout) for code in ("SCDLMCB1", "SCDLMCSB1"))
    assert "safeguarding" in new["label"]
    assert "rights" in old["label"]
    assert any(link["relation"] == "replaces" and link["iri"] == old["iri"] for link in new["links"])
    assert not any("match" in link["relation"] and link["iri"] == old["iri"] for link in new["links"])


@pytest.mark.parametrize(
    ("name", "kind", "relation"),
    [
        ("SCDLMCB1", "competence", "required by"),
        ("registered manager", "role", "requirement"),
        ("Care Quality Commission", "organisation", ""),
        ("framework/lmc-2012", "framework", "holds"),
    ],
)
def test_a_card_has_what_is_linked(name: str, kind: str, relation: str) -> None:
    card = json.loads(run("show", name, "--as", "json").stdout)
    assert card["kind"] == kind
    assert not relation or relation in {link["relation"] for link in card["links"]}
    assert card["label"] in run("show", name).stdout.replace("\n", " ")


def test_a_role_names_the_roles_to_move_to_and_the_stepping_stones() -> None:
    """The practice leader is nearer to the deputy than to the manager, and the deputy to the manager."""
    links = json.loads(run("show", "practice leader", "--as", "json").stdout)["links"]
    told = {link["label"]: link["detail"] for link in links if link["relation"] == "roles to move to"}
    assert len(told) == 4
    near, far = told["Deputy manager"], told["Registered manager"]
    assert re.fullmatch(r"\d+ levels to gain", near)
    assert re.fullmatch(rf"first Deputy manager, {near}; then \d+", far)
    shown = run("show", "practice leader").stdout
    assert "Roles to move to (4)" in shown
    assert f"Registered manager: {far}" in shown


def test_a_things_statements_go_out_as_turtle() -> None:
    lines = run("show", "SCDLMCB1", "--as", "ttl").stdout.splitlines()
    assert lines == sorted(lines)
    assert all(line.startswith("<https://w3id.org/signpost/id/standard/lmc-2012/scdlmcb1") for line in lines)


def test_a_name_that_nothing_has_suggests_the_nearest() -> None:
    assert "SCDLMCB1" in run("show", "SCDLMCX1", code=2).stderr
    assert "Deputy manager" in run("new", "deputy manger", code=2).stderr


# ------------------------------------------------------------------------------------------------ a person
def test_the_audit_has_one_row_for_each_requirement() -> None:
    audit = json.loads(run("audit", CASE, "--as", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("audit", CASE, "--as", "csv").stdout)))
    assert [row["competence"] for row in rows] == [line["requirement"]["competence"] for line in audit["lines"]]
    assert {row["state"] for row in rows} == {"met", "short", "expired", "not assessed"}


def test_another_day_is_another_answer() -> None:
    earlier, later = (
        json.loads(run("audit", CASE, "--as", "json", "--as-at", day).stdout) for day in ("2026-06-01", "2029-01-01")
    )
    states = [[line["state"] for line in audit["lines"]] for audit in (earlier, later)]
    assert states[0].count("expired") < states[1].count("expired")


def test_gaps_are_an_answer_unless_they_are_asked_to_fail() -> None:
    assert run("audit", CASE).stdout == run("audit", CASE, "--fail-on-gaps", code=1).stdout


def test_the_route_tells_everything_a_newcomer_needs() -> None:
    text = run("route", CASE).stdout
    for said in ("What the post needs", "The route\n", "It raises", "What this answer rests on",
                 "An hour of the learner's time", "(proposed)", "Ofqual number: ", "Funding: "):  # fmt: skip
        assert said in text
    opening = text.splitlines()[1:4]
    assert re.match(r"\d+ met, \d+ open\. This route closes \d+ in \d+ steps, [\d,]+ hours, by ", opening[0])
    assert opening[1].startswith("Price: not known for ")
    assert opening[2] == "Proven: no route closes more, costs less (of what is known) or ends sooner."
    assert text.partition("What the post needs")[0].count("SCDLMCE9 Manage systems") == 1, "its code alone after that"
    answer = json.loads(run("route", CASE, "--as", "json").stdout)
    steps = answer["route"]["steps"]
    assert len(answer["audit"]["lines"]) - [x["state"] for x in answer["audit"]["lines"]].count("met") >= 5
    assert len(steps) >= 3
    assert any(not step["work_based"] for step in steps)
    assert all(step["reasons"] for step in steps)


@pytest.mark.parametrize("form", ["table", "json", "csv", "md", "html", "ttl"])
def test_the_same_question_is_the_same_bytes(form: str) -> None:
    assert run("route", CASE, "--as", form).stdout == run("route", CASE, "--as", form).stdout


def test_an_answer_leads_to_pages_of_the_web() -> None:
    text = run("route", CASE, "--as", "html").stdout
    assert '<a href="https://' in text
    assert {link.partition(":")[0] for link in re.findall(r'href="([^"]*)"', text)} <= {"http", "https"}


def test_where_nothing_helps_next_says_why_and_what_to_change(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    bare = "person: person-09\npost: Registered manager\nrole: [registered-manager]\nasAt: 2026-11-02\n"
    path.write_text(f"{bare}constraints: {{mode: [in-person], region: [England], language: [cy]}}\n", "utf-8")
    said = run("next", str(path)).stdout
    assert "no learning in the catalogue closes any of them as things stand" in said
    assert "What stays open, and why" in said
    assert "What to change to close more" in said or "constraints" in said
    assert "https://w3id.org/" not in said
    assert json.loads(run("next", str(path), "--as", "json").stdout) is None


def test_next_is_a_step_of_the_route() -> None:
    step = json.loads(run("next", CASE, "--as", "json").stdout)["step"]
    steps = json.loads(run("route", CASE, "--as", "json").stdout)["route"]["steps"]
    assert step["resource"] in {other["resource"] for other in steps}
    assert step["label"] in run("next", CASE).stdout.replace("\n", " ")


@pytest.mark.parametrize("form", ["md", "html"])
def test_form_2_is_filled(form: str) -> None:
    text = run("route", CASE, "--form", "2", "--as", form).stdout
    assert "Form 2" in text
    assert "Manage budgets" in text
    assert text != run("forms", "2", "--as", form).stdout


def test_a_starter_is_a_specification_with_blanks(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(run("new", "registered manager").stdout, "utf-8")
    assert "'person' is missing" in run("check", str(path), code=1).stdout


# ------------------------------------------------------------------------------------------------ the graph
def test_sources_and_links_go_out() -> None:
    assert run("export", "roles").stdout.count("/ns#Role>") == 5
    assert json.loads(run("export", "graph", "--as", "json").stdout)["edges"]
    assert "<graphml" in run("export", "registered manager", "--as", "graphml").stdout
    run("export", "no-such-thing-anywhere", code=2)


def test_publishing_twice_is_one_release(tmp_path: Path) -> None:
    sent, store = tmp_path / "college.jsonld", f"file:{tmp_path / 'store'}"
    sent.write_text('{"id": "https://college.example/id/us", "type": "Provider", "label": "=A college"}', "utf-8")
    first, second = (
        json.loads(run("publish", str(sent), "--source", "a-college", "--store", store, "--as", "json").stdout)
        for _ in range(2)
    )
    assert first["release"] == second["release"]
    assert [first[word] for word in ("added", "changed", "removed")] == [1, 0, 0]
    assert [second[word] for word in ("added", "changed", "removed")] == [0, 0, 0]
    assert json.loads(run("find", "college", "--store", store, "--as", "json").stdout)[0]["kind"] == "organisation"
    assert "'=A college" in run("find", "college", "--store", store, "--as", "csv").stdout


def test_a_dry_run_changes_nothing(tmp_path: Path) -> None:
    sent, store = tmp_path / "college.jsonld", tmp_path / "store"
    sent.write_text('{"id": "https://college.example/id/us", "type": "Provider", "label": "A college"}', "utf-8")
    run("publish", str(sent), "--source", "a-college", "--dry-run", "--store", f"file:{store}")
    assert list(tmp_path.rglob("*")) == [sent]
    run("find", "college", "--store", f"file:{store}", code=2)


def test_a_refused_submission_is_told_and_not_published(tmp_path: Path) -> None:
    sent, store = tmp_path / "course.jsonld", tmp_path / "store"
    sent.write_text('{"id": "https://college.example/id/c", "type": "LearningResource"}', "utf-8")
    result = run("publish", str(sent), "--source", "a-college", "--store", f"file:{store}", code=1)
    assert "label" in result.stderr
    run("find", "college", "--store", f"file:{store}", code=2)
    run("check", str(sent), "--store", f"file:{store}", code=1)


def test_what_was_published_is_checked_as_its_source_s_own(tmp_path: Path) -> None:
    sent, store = tmp_path / "college.jsonld", f"file:{tmp_path / 'store'}"
    sent.write_text('{"id": "https://college.example/id/us", "type": "Provider", "label": "A college"}', "utf-8")
    run("publish", str(sent), "--source", "a-college", "--store", store)
    run("check", str(sent), "--store", store)
    assert "belongs to" in run("check", str(sent), "--source", "another", "--store", store, code=1).stdout


def test_check_sees_what_lies_between_the_words_of_a_specification(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    one = json.loads(run("find", "leadership", "--kind", "resource", "--as", "json").stdout)[0]["iri"]
    text = "person: person-01\npost: p\nrole: [team-leader]\nasAt: 2026-01-05\n"
    path.write_text(text + f"constraints: {{mustUse: {one}, excludes: {one}}}\n", "utf-8")
    assert "both required and excluded" in " ".join(run("check", str(path), code=1).stdout.split())
