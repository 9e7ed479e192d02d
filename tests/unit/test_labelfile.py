"""The file of the label index, amended at one place again and again."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from signpost.labelfile import Entry, amend, build
from signpost.search import Labels

AROUND = [Entry(f"https://other.example/{n}", "resource", f"Care {n:03d}", code=f"X{n}") for n in range(200)]
ASKED = ("course", "care 1", "X17", "ourse 0", "wordng", "C0044")


def entry(n: int, wording: int = 0) -> Entry:
    return Entry(
        f"https://college.example/{n:04d}", "resource", f"Course {n:04d} wording {wording:05d}", code=f"C{n:04d}"
    )


def answers(path: Path) -> list[list[tuple[str, str]]]:
    labels = Labels(path)
    try:
        return [[(hit.iri, hit.matched) for hit in labels.find(text, limit=300)] for text in ASKED]
    finally:
        labels.close()


def numbers(path: Path, table: str) -> list[int]:
    import sqlite3

    with sqlite3.connect(path) as connection:
        return [n for (n,) in connection.execute(f"SELECT id FROM {table} ORDER BY id")]


@pytest.mark.parametrize("order", ["ascending", "descending"])
def test_room_is_made_for_what_is_added_at_one_place_one_by_one(tmp_path: Path, order: str) -> None:
    every = [entry(n) for n in range(150)]
    build(tmp_path / "amended", AROUND)
    for each in every if order == "ascending" else reversed(every):
        assert amend(tmp_path / "amended", [], [each])
    build(tmp_path / "whole", [*AROUND, *every])
    assert answers(tmp_path / "amended") == answers(tmp_path / "whole")
    for table in ("entry", "name"):
        assert all(first < second for first, second in pairwise(numbers(tmp_path / "amended", table)))


def test_room_is_made_where_one_thing_gets_new_words_again_and_again(tmp_path: Path) -> None:
    build(tmp_path / "amended", [*AROUND, entry(7), entry(44)])
    for wording in range(1, 200):
        assert amend(tmp_path / "amended", [entry(44).iri], [entry(44, wording)])
    build(tmp_path / "whole", [*AROUND, entry(7), entry(44, 199)])
    assert answers(tmp_path / "amended")[:4] == answers(tmp_path / "whole")[:4]


def test_room_is_made_for_many_at_once_at_one_place(tmp_path: Path) -> None:
    every = [entry(n) for n in range(9_000)]
    build(tmp_path / "amended", AROUND)
    assert amend(tmp_path / "amended", [], every)
    build(tmp_path / "whole", [*AROUND, *every])
    assert answers(tmp_path / "amended") == answers(tmp_path / "whole")
