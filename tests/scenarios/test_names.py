"""How things are named and told apart by the verbs, as people type them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from signpost.cli import verbs

DIPLOMA = "Level 4 Diploma in Adult Care"


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(verbs, list(arguments), env={"COLUMNS": "300"})
    assert result.exit_code == code, result.output
    return result


def card(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("show", name, "--as", "json").stdout)
    return found


def hits(*arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("find", *arguments, "--as", "json").stdout)
    return found


# ------------------------------------------------------------------------------------------------ show
@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("603/2877/0", "resource/level-4-diploma-in-adult-care-biiab-603-2877-0"),
        ("lmc-2012", "framework/lmc-2012"),
        ("framework/lmc-2012", "framework/lmc-2012"),
        ("lmc-2012/scdlmca1", "standard/lmc-2012/scdlmca1"),
        ("standard/lmc-2012/scdlmca1", "standard/lmc-2012/scdlmca1"),
        ("registered-manager", "role/registered-manager"),
        ("city-and-guilds", "organisation/city-and-guilds"),
    ],
)
def test_a_thing_is_shown_by_code_or_slug(name: str, end: str) -> None:
    assert card(name)["iri"] == f"https://w3id.org/signpost/id/{end}"


def test_what_find_prints_show_takes() -> None:
    for hit in hits("diploma", "--limit", "20"):
        assert card(hit["code"] or hit["label"])["code"] == hit["code"]


def test_a_name_that_several_things_have_lists_one_a_line() -> None:
    lines = run("show", DIPLOMA, code=2).stderr.splitlines()
    assert lines[0].endswith(f"11 things are called '{DIPLOMA}'. Write the one you mean:")
    assert len(lines) == 12
    code, body = lines[1].split()[0], " ".join(lines[1].split()[1:-1])
    shown = card(code)
    assert (shown["kind"], shown["label"]) == (lines[1].split()[-1], DIPLOMA)
    assert body in [fact["value"] for fact in shown["facts"] if fact["word"] == "awarding body"]


@pytest.mark.parametrize("name", ["no such thing at all", "framework/none", "https://example.org/none", "a/b c"])
def test_a_name_of_nothing_is_one_line(name: str) -> None:
    assert run("show", name, code=2).stderr.startswith("signpost: there is no thing called")


def test_a_framework_lists_its_standards() -> None:
    text = run("show", "lmc-2012").stdout
    lines = [line.split() for line in text.splitlines() if line.startswith("SCDLMC")]
    assert ["SCDLMCA1", "current"] in [[words[0], words[-1]] for words in lines]
    codes = [words[0] for words in lines]
    assert len(codes) == 26
    assert codes.index("SCDLMCE2") < codes.index("SCDLMCE10"), "numbers are counted"


def test_a_role_lists_code_edition_level_importance_and_family() -> None:
    text = run("show", "registered-manager").stdout
    row = next(line.split() for line in text.splitlines() if line.startswith("CFAM&LEA4"))
    assert row == ["CFAM&LEA4", "Manage", "budgets", "3", "*", "4", "now", "generic", "ml-2012"]
    assert "* proposed by signpost" in text


def test_awards_of_one_title_are_one_line_with_their_bodies() -> None:
    text = " ".join(run("show", "CFAM&LEA4").stdout.split())
    assert text.count("Level 5 Diploma in Leadership and Management for Adult Care: from level") == 1
    assert "20 awards: BIIAB 603/3518/X; " in text


def test_a_card_is_headed_with_the_code_that_was_asked_for() -> None:
    headings = {run("show", code).stdout.split("Lead and manage")[0].strip() for code in ("SCDLMCSB1", "scdlmcsb1")}
    assert headings == {"SCDLMCSB1"}
    facts = {fact["value"] for fact in card("SCDLMCSB1")["facts"]}
    assert facts >= {"SCDLMCSB1", "K/104/0812", "LMC B1"}


def test_a_card_says_each_code_once_and_where_it_is_from() -> None:
    text = run("show", "CFAM&LAA2").stdout
    assert text.count("CFAM&LAA2") == 2, "in the heading and in one row"
    assert "CFAM_LAA2" not in text
    assert "https://github.com/nestauk/openjobs-SDS-NOS-2019" in text


def test_a_card_of_a_resource_has_number_funding_notes_and_links() -> None:
    text = " ".join(run("show", "603/2877/0").stdout.split())
    for said in ("Ofqual qualification number 603/2877/0", "£1,050", "700 h", "Funding note", "Note "):
        assert said in text
    assert "http" in run("show", "step-into-leadership").stdout.split("Link")[1].splitlines()[0]


# ------------------------------------------------------------------------------------------------ find
@pytest.mark.parametrize(("code", "many"), [("SCDLMCB1", 1), ("CFAM&LEA4", 1), ("CFAMLEA4", 1), ("603/2877/0", 2)])
def test_an_exact_code_brings_nothing_else(code: str, many: int) -> None:
    assert len(hits(code)) == many


def test_words_of_a_label_come_before_digits_of_a_number() -> None:
    labels = [hit["label"] for hit in hits("diploma level 5", "--limit", "30")]
    assert all("Level 5" in label for label in labels)


def test_hits_name_the_awarding_body_and_no_needless_other_name() -> None:
    assert {hit["body"] for hit in hits("603/2877/0")} == {"BIIAB"}
    assert "BIIAB" in run("find", "603/2877/0").stdout
    assert "found as" not in run("find", "CFAM&LEA4").stdout
    assert "found as Care home manager" in " ".join(run("find", "care home manager", "--kind", "role").stdout.split())


def test_a_kind_that_there_is_not_lists_the_kinds() -> None:
    told = run("find", "x", "--kind", "nonsense", code=2).stderr
    assert "award, competence, framework, gateway, occupation, organisation, region, resource, role" in told


@pytest.mark.parametrize("text", ["", "  ", "?!"])
def test_nothing_to_find_says_what_to_type(text: str) -> None:
    assert "Type a code, a name or a part of one" in run("find", text, code=2).stderr


# ------------------------------------------------------------------------------------------------ export
def test_export_says_which_form_a_name_has() -> None:
    assert "Add --as json or --as graphml" in run("export", "graph", code=2).stderr
    assert "its statements go out as ttl" in run("export", "roles", "--as", "json", code=2).stderr
    concept = "https://w3id.org/signpost/vocabulary/mode/online"
    assert "is not linked to other things" in run("export", concept, "--as", "json", code=2).stderr
