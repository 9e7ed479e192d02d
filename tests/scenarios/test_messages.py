"""What a newcomer is told about faults of a file: where it is, what is meant, and nothing that only follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import signpost
from signpost.cli import verbs
from signpost.model import THINGS

CASE = """\
person: person-01
post: "Registered manager"
role: [registered-manager]
asAt: 2026-03-31
requirements:
  change:
    - {competence: SCDLMCA1, level: 3, because: "a smaller service"}
  drop:
    - {competence: CFAM&LEA4, because: "another post does it"}
objectives:
  - competence: SCDLMCB1
    objectiveText: "Lead two reviews"
"""

COLLEGE = """\
[{"id": "https://college.example/id/us", "type": "Provider", "label": "A college"},
 {"id": "https://college.example/id/budgets", "type": "LearningResource", "label": "Budgets",
  "provider": "https://college.example/id/us", "activityType": "e-learning", "mode": "online",
  "teaches": "https://college.example/id/budgets#teaches"},
 {"id": "https://college.example/id/budgets#teaches", "type": "LearningOutcome", "shows": "both",
  "competence": "https://w3id.org/signpost/id/standard/ml-2012/cfamlea4", "entryLevel": 1, "outcomeLevel": 3}]
"""


def run(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(verbs, [str(argument) for argument in arguments], env={"COLUMNS": "300"})
    assert result.exit_code == code, result.output
    return result


def findings(folder: Path, text: str, name: str = "case.yaml") -> list[tuple[str, str]]:
    path = folder / name
    path.write_text(text, "utf-8")
    return [(finding.place, finding.message) for finding in signpost.check(path)]


# ------------------------------------------------------------------------------------------------ a specification
def test_the_case_itself_is_fit(tmp_path: Path) -> None:
    assert findings(tmp_path, CASE) == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"Registered manager"', '"Registered manager', "2:7"),
        ('"a smaller service"', '"a smaller service', "7:49"),
        ('"Lead two reviews"', '"Lead two reviews', "12:20"),
        ('"Lead two reviews"', "'Lead two reviews", "12:20"),
    ],
)
def test_a_quote_that_is_not_closed_is_told_where_it_opens(tmp_path: Path, old: str, new: str, place: str) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE.replace(old, new), "utf-8")
    told = run("check", path, code=2).stderr
    assert f"case.yaml:{place}: a quote that opens here is not closed" in told


def test_a_fault_of_yaml_beside_quotes_is_told_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE.replace('"Registered manager"', '"Registered" manager'), "utf-8")
    assert "case.yaml:2:20" in run("check", path, code=2).stderr


def test_a_role_that_is_mistyped_is_the_only_fault(tmp_path: Path) -> None:
    found = findings(tmp_path, CASE.replace("[registered-manager]", "[registred-manager]"))
    assert [place for place, _ in found] == ["case.yaml:3:8"]
    assert "Did you mean 'registered-manager'" in found[0][1]


@pytest.mark.parametrize(("text", "place"), [("asAt:\n", "case.yaml:4:1"), ("", "case.yaml:1:1")])
def test_a_day_that_is_missing_is_told_at_its_line_or_at_the_top(tmp_path: Path, text: str, place: str) -> None:
    assert [where for where, _ in findings(tmp_path, CASE.replace("asAt: 2026-03-31\n", text))] == [place]


def test_an_award_that_several_bodies_give_is_told_apart_by_number_and_body(tmp_path: Path) -> None:
    text = CASE + "constraints:\n  award: Level 4 Diploma in Adult Care\n"
    ((place, message),) = findings(tmp_path, text)
    assert place == "case.yaml:14:10"
    assert "603/2877/0 (BIIAB); " in message
    assert findings(tmp_path, text.replace("Level 4 Diploma in Adult Care", "603/2877/0")) == []


def test_the_examples_of_a_starter_fit_its_role(tmp_path: Path) -> None:
    text = signpost.new("registered manager")
    for word, value in (("person:", "person-01"), ("post:", "A post"), ("asAt:", "2026-03-31")):
        text = text.replace(f"\n{word} ", f"\n{word} {value} ", 1)
    begin = text.index("#   add:")
    end = text.index("requirements:\n")
    used = "requirements:\n" + text[begin:end].replace("#   ", "  ")
    assert findings(tmp_path, text[:begin] + used + text[end + len("requirements:\n") :]) == []
    assert "#   SCDLMCA1  Manage and develop" in text, "codes are short where nothing else has them"


def test_a_day_is_asked_for_with_an_example(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, "utf-8")
    assert "Write a day as 2026-03-02." in run("audit", path, "--as-at", "02/03/2026", code=2).stderr


# ------------------------------------------------------------------------------------------------ a submission
def test_words_that_are_unknown_in_json_are_told_with_what_is_meant(tmp_path: Path) -> None:
    text = COLLEGE.replace('"label": "Budgets"', '"label": {"en": "Budgets"}, "name": "x", "wibble": 3, "duration": 5')
    found = dict(findings(tmp_path, text.replace('"shows"', '"levl": 2, "shows"'), "college.jsonld"))
    assert "Did you mean 'label'?" in found["college.jsonld#/1/name"]
    assert "Did you mean 'learningMinutes'?" in found["college.jsonld#/1/duration"]
    assert "Did you mean 'level'?" in found["college.jsonld#/2/levl"]
    assert found["college.jsonld#/1/wibble"].endswith("it is left out.")
    assert len([message for message in found.values() if "left out" in message]) == 4


def test_a_wrong_number_has_an_example_that_makes_sense(tmp_path: Path) -> None:
    path = tmp_path / "college.jsonld"
    path.write_text(COLLEGE.replace('"mode"', '"learningMinutes": "an hour", "mode"'), "utf-8")
    assert "For example: 600." in " ".join(run("check", path, code=1).stdout.split())


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (f"{THINGS}standard/ml-2012/cfamlea4", f"{THINGS}standard/ml-2012/cfamlea44"),
        ("https://college.example/id/us", "https://college.example/id/uss"),
    ],
)
def test_an_iri_that_is_nearly_one_is_answered_with_it(tmp_path: Path, right: str, wrong: str) -> None:
    word = "competence" if "standard" in right else "provider"
    found = findings(tmp_path, COLLEGE.replace(f'"{word}": "{right}"', f'"{word}": "{wrong}"'), "college.jsonld")
    told = f"'{word}' points to {wrong}, which nobody has described. Did you mean {right}?"
    assert told in [message for _, message in found]


def test_an_empty_store_is_said_to_be_the_reason(tmp_path: Path) -> None:
    path, store = tmp_path / "college.jsonld", f"file:{tmp_path / 'store'}"
    path.write_text(COLLEGE, "utf-8")
    told = run("publish", path, "--source", "a-college", "--store", store, code=1).stderr
    assert f"The store is empty: nothing is there to point to. Put the shipped data in it first: "\
           f"signpost compile --store {store}" in told  # fmt: skip
    assert "1 fault in the submission" in told


def test_the_name_of_a_shipped_source_is_kept_unless_it_is_meant(tmp_path: Path) -> None:
    path, store = tmp_path / "college.jsonld", f"file:{tmp_path / 'store'}"
    path.write_text(COLLEGE.split("\n")[0].rstrip(",") + "]", "utf-8")
    assert "--replace-shipped" in run("publish", path, "--source", "roles", "--store", store, code=2).stderr
    run("publish", path, "--source", "roles", "--store", store, "--replace-shipped")


def test_what_a_publication_replaces_is_told_before_and_after(tmp_path: Path) -> None:
    path, store = tmp_path / "college.jsonld", f"file:{tmp_path / 'store'}"
    publish = ("publish", path, "--source", "a-college", "--store", store)
    path.write_text(
        '[{"id": "https://college.example/id/a", "type": "Provider", "label": "A"},'
        ' {"id": "https://college.example/id/b", "type": "Provider", "label": "B"}]', "utf-8",
    )  # fmt: skip
    run(*publish)
    path.write_text('{"id": "https://college.example/id/a", "type": "Provider", "label": "Other"}', "utf-8")
    before, after, again = (" ".join(run(*publish, *more).stdout.split()) for more in (["--dry-run"], [], []))
    assert (
        "would replace the 2 things that this source described before: 1 would be removed, 1 changed, 0 added" in before
    )
    assert "replaces the 2 things that this source described before: 1 are removed, 1 changed, 0 added" in after
    assert "It says the same as before." in again


def test_a_specification_is_not_published(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, "utf-8")
    assert "is a person specification" in run("publish", path, "--source", "me", code=2).stderr


def test_a_file_in_the_place_of_a_store_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("x", "utf-8")
    for verb in (("find", "x"), ("compile",)):
        told = run(*verb, "--store", f"file:{path}", code=2).stderr
        assert "is a file; a store is a folder" in told
        assert "Errno" not in told
