"""What the model must be able to say: each competency question, asked of the shipped data, gets the answer expected.

The expected answers were read off the data and its sources. Where the data change on purpose, read the change first.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pyoxigraph as ox
import pytest
from turtle_files import data_files, read, vocabulary_files

from signpost import files

QUESTIONS = sorted((files.ontology() / "questions").glob("*.rq"))
EXPECTED = Path(__file__).parent / "expected"
BASE = "https://w3id.org/signpost/"


@pytest.fixture(scope="module")
def shipped() -> ox.Store:
    return read(*vocabulary_files(), *data_files())


def answer(store: ox.Store, query: str) -> list[list[str]]:
    """The names of the columns, then the rows, sorted; our IRIs are shortened by their base."""
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    rows = [["" if row[name] is None else row[name].value.removeprefix(BASE) for name in names] for row in found]
    return [names, *sorted(rows)]


def expected(name: str) -> list[list[str]]:
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_gets_its_answer(shipped: ox.Store, path: Path) -> None:
    assert answer(shipped, path.read_text(encoding="utf-8")) == expected(path.stem)


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_opens_with_its_sentence_and_explains_what_is_given(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    first, *rest = text.splitlines()
    assert first.startswith("# ")
    assert first.endswith("?")
    explained = {line.split(":")[0].removeprefix("# $") for line in rest if line.startswith("# $")}
    given = {part.split()[0] for part in text.split("VALUES $")[1:]}
    assert given == explained


def test_there_are_twenty_questions_or_more_and_each_has_an_answer() -> None:
    assert len(QUESTIONS) >= 20
    assert {path.stem for path in QUESTIONS} == {path.stem for path in EXPECTED.glob("*.csv")}
    assert all(len(expected(path.stem)) > 1 for path in QUESTIONS)
