"""What the documents say is run: the README's commands, the tutorial, the examples in docstrings."""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

import signpost
import signpost.model
import signpost.reasoner
import signpost.search
import signpost.things.cards
import signpost.things.preview
from signpost.cli import verbs

CHECKOUT = Path(__file__).resolve().parents[1]
SOURCE = CHECKOUT / "src" / "signpost"
README = (CHECKOUT / "README.md").read_text("utf-8")
TUTORIAL = (CHECKOUT / "docs" / "tutorial.md").read_text("utf-8")


def run(line: str) -> int:
    """The exit code of a `signpost ...` line; what follows `>` is a file that takes the answer."""
    words = shlex.split(line, comments=True)
    target = words[words.index(">") + 1] if ">" in words else ""
    arguments = words[1 : words.index(">")] if target else words[1:]
    result = CliRunner().invoke(verbs, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), f"{line}: {result.exception!r}"
    assert "Traceback" not in result.output
    if target:
        Path(target).write_text(result.stdout, "utf-8")
    return result.exit_code


def headline(number: int) -> str:
    found = re.search(rf"```sh headline-{number}\n(.+?)\n```", README, re.DOTALL)
    assert found is not None, f"the README has lost its headline command {number}"
    return found[1]


def test_the_first_headline_command_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    install, answer = headline(1).split(" && ")
    assert install == "pip install ."
    assert run(answer) == 0


def test_the_second_headline_command_is_the_tests() -> None:
    assert headline(2) == "pip install '.[test]' && pytest"


def test_the_tutorial_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(CHECKOUT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name, content in re.findall(r"```json (\S+)\n(.+?)```", TUTORIAL, re.DOTALL):
        Path(name).write_text(content, "utf-8")
    for block in re.findall(r"```console\n(.+?)```", TUTORIAL, re.DOTALL):
        for line in block.splitlines():
            expected = 1 if "# exits with 1" in line else 0
            assert run(line.removeprefix("$ ")) == expected, line


def test_a_shell_reads_the_documents_lines_as_they_are_meant() -> None:
    told = [
        line
        for page in (README, TUTORIAL)
        for line in re.findall(r"^(?:\$ |\| `)(signpost [^`|\n]+)", page, re.MULTILINE)
    ]
    assert len(told) > 20
    for line in told:
        words = list(shlex.shlex(line, posix=True, punctuation_chars=True))
        assert not {"&", ";", "|", "("} & set(words), f"quote what a shell would take for its own: {line}"


def test_the_tutorials_python_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    ran = doctest.testfile(str(CHECKOUT / "docs" / "tutorial.md"), module_relative=False)
    assert ran.failed == 0 < ran.attempted


def test_the_examples_in_docstrings_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    ran = doctest.testmod(signpost, extraglobs={"signpost": signpost})
    assert ran.failed == 0 < ran.attempted


@pytest.mark.parametrize("name", signpost.VERBS)
def test_each_verb_is_a_function_a_command_and_documented(name: str) -> None:
    function = getattr(signpost, name)
    assert callable(function)
    assert ">>>" in (function.__doc__ or "") or name == "ontology", "its docstring shows it at work"
    assert verbs.commands[name].help, "its command has a sentence"
    assert f"`signpost {name}" in README, "the README's table has it"


def test_the_command_line_has_no_verb_of_its_own() -> None:
    assert set(verbs.commands) == set(signpost.VERBS)


def test_no_document_points_to_a_missing_file() -> None:
    for page in (CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *(CHECKOUT / "docs").rglob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name} points to {link}"


def test_each_test_that_the_threat_model_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (CHECKOUT / "docs" / "threat-model.md").read_text("utf-8")))
    there = {name for path in (CHECKOUT / "tests").rglob("test_*.py")
             for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)}  # fmt: skip
    assert len(named) > 15
    assert named <= there, named - there


OUTPUT = (CHECKOUT / "docs" / "output.md").read_text("utf-8")


def documented(heading: str) -> dict[str, list[str]]:
    """The rows of a table of docs/output.md: a name in its first column -> the names in its second."""
    rows = OUTPUT.split(f"{heading} |\n|---|---|\n")[1].split("\n\n")[0].splitlines()
    cells = [row.strip("| ").split(" | ") for row in rows]
    return {name: re.findall(r"`(.+?)`", said) for first, said in cells for name in re.findall(r"`(.+?)`", first)}


def test_output_says_the_fields_of_each_object() -> None:
    rooms = (signpost.model, signpost.search, signpost.reasoner, signpost.things.cards, signpost.things.preview)
    for name, said in documented("| object | its fields").items():
        kind = next(getattr(room, name) for room in rooms if hasattr(room, name))
        assert said == [field.name for field in fields(kind)], name


@pytest.mark.parametrize(
    "line",
    [
        "audit examples/registered-manager.yaml",
        "route examples/registered-manager.yaml --alternatives 0",
        "next examples/registered-manager.yaml",
        "check examples/registered-manager.yaml",
        "find budgets",
        "show SCDLMCB1",
        "compare team-leader registered-manager",
        "lint roles",
        "diff lmc-2008 lmc-2012",
        "impact lmc-2012",
        "compile",
        "formats",
    ],
)
def test_output_says_the_columns_of_csv(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    written = CliRunner().invoke(verbs, [*line.split(), "--as", "csv"]).stdout.splitlines()[0]
    assert written.split(",") == documented("| verb | CSV columns")[line.split()[0]]
