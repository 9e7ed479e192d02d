from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import signpost
from signpost.cli import verb, verbs
from signpost.errors import RefusedSubmission, StoreLocked, UnfitSpecification
from signpost.model import Finding
from signpost.terminal import Asked, Verbs

SIGNPOST = [sys.executable, "-m", "signpost"]


def raising(fault: BaseException) -> Result:
    """What the command line makes of a verb that ends in a fault."""

    @click.command("fails")
    def fails() -> None:
        raise fault

    return CliRunner().invoke(Verbs(commands={"fails": fails}), ["fails"])


def test_an_unexpected_fault_is_one_line_and_a_traceback_only_where_it_is_asked_for() -> None:
    @verb(store=False)
    def broken(asked: Asked) -> None:
        raise ZeroDivisionError("nothing\nto share")

    command = verbs.commands.pop("broken")
    group = Verbs(commands={"broken": command})
    told, shown = (CliRunner().invoke(group, ["broken", *more]) for more in ([], ["--debug"]))
    assert (told.exit_code, shown.exit_code) == (2, 2)
    assert told.stderr == (
        "signpost: an unexpected fault: ZeroDivisionError: nothing to share; "
        "please report it with what --debug shows.\n"
    )
    assert "Traceback" in shown.stderr


FINDINGS = (Finding("A level is 0 to 5, not 9.", place="case.yaml:3:5"), Finding("A day is written 2026-03-31."))


@pytest.mark.parametrize(
    ("fault", "code", "said"),
    [
        (StoreLocked("the store is in use. Try again later."), 2, "the store is in use"),
        (UnfitSpecification("case.yaml", FINDINGS), 2, "case.yaml:3:5: A level is 0 to 5"),
        (RefusedSubmission("feed.ttl", FINDINGS), 1, "A day is written"),
        (OSError(errno.ENOSPC, "No space left on device", "/data/x"), 2, "There is no space left (/data/x)"),
        (PermissionError(errno.EACCES, "Permission denied", "/data/x"), 2, "Permission denied (/data/x)"),
        (KeyboardInterrupt(), 130, "Stopped"),
    ],
)
def test_every_fault_is_one_message_and_an_exit_code(fault: BaseException, code: int, said: str) -> None:
    result = raising(fault)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["audit"], ["audit", "no-such-file.yaml", "--as", "pdf"], ["route", "x.yaml", "--time-limit", "0"],
     ["find", "x", "--limit", "0"], ["audit", "x.yaml", "--as-at", "31/3/2026"], ["publish", "x.ttl"]],
)  # fmt: skip
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    result = CliRunner().invoke(verbs, arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr


@pytest.mark.parametrize("form", ["csv", "json", "table", "ttl"])
def test_a_form_is_refused_in_what_it_cannot_be_printed_as(form: str) -> None:
    result = CliRunner().invoke(verbs, ["route", "no-such-file.yaml", "--form", "2", "--as", form])
    assert result.exit_code == 2
    assert f"not as {form}. Use --as md or --as html." in result.stderr


def test_formats_need_no_store_and_go_out_as_json() -> None:
    result = CliRunner().invoke(verbs, ["formats", "--as", "json"])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert {"esco", "jsonld", "turtle"} <= set(found["read"])
    assert {"sheet", "skos", "sssom"} <= set(found["written"])


def test_a_store_that_is_none_is_one_sentence() -> None:
    result = CliRunner().invoke(verbs, ["find", "x", "--store", "ftp://nowhere"])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_help_names_every_verb_in_order() -> None:
    text = CliRunner().invoke(verbs, ["--help"]).stdout
    places = [text.index(f"\n  {name} ") for name in signpost.VERBS]
    assert places == sorted(places)


def test_no_line_of_the_help_is_cut_and_it_says_how_to_begin() -> None:
    text = CliRunner().invoke(verbs, ["--help"], terminal_width=80).stdout
    assert "..." not in text.split("Commands:")[1]
    assert "Begin with: signpost find" in text


def test_every_option_says_what_it_is_for() -> None:
    silent = [
        f"{name} {option.opts[0]}"
        for name, command in verbs.commands.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert silent == []


def test_every_verb_takes_quiet_and_each_with_an_answer_takes_as() -> None:
    without = [name for name, command in verbs.commands.items() if "quiet" not in {p.name for p in command.params}]
    fixed = [name for name, command in verbs.commands.items() if "form" not in {p.name for p in command.params}]
    assert (without, fixed) == ([], ["serve", "new"])


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run([*SIGNPOST, "formats"], stdout=closed, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_the_output_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*SIGNPOST, "formats"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert b"no space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_completion_is_there_for_the_shells() -> None:
    environment = {**os.environ, "_SIGNPOST_COMPLETE": "bash_source"}
    done = subprocess.run(["signpost"], env=environment, capture_output=True, text=True, check=False)
    assert "complete -o nosort" in done.stdout


@pytest.mark.parametrize("colour", [{}, {"NO_COLOR": "1"}])
def test_no_colours_where_the_output_is_no_terminal(colour: dict[str, str]) -> None:
    done = subprocess.run([*SIGNPOST, "formats"], env={**os.environ, **colour}, capture_output=True, check=True)
    assert b"\x1b" not in done.stdout


def test_an_encoding_without_our_letters_is_no_fault() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*SIGNPOST, "formats"], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
