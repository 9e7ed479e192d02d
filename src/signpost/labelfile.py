"""The file of the label index: written whole for a release, or amended from that of the release before.

Rows are numbered in the order in which they should be shown (labels before other names, short before long, then by kind
and IRI), so that row order is the order of an answer and no query has to sort. Between the numbers there is room:
what is added later takes a number between those of its neighbours, and answers are those of a file written whole.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

_ENTRIES_APART, _NAMES_APART = 1 << 32, 1 << 12
"""What lies between neighbours in a new file: a provider's courses all go between two entries, their names do not."""
_NEIGHBOURS, _SPREAD = 32, 64
"""Where there is no room, so many rows to each side get other numbers, if these then lie so far apart."""

_FIRST = ("role", "competence", "resource", "gateway", "organisation", "framework", "award", "occupation", "region")
"""The kinds in the order in which people look for them: what is learned stands before the award that it leads to."""

_TABLES = """
CREATE TABLE entry(id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, label TEXT, code TEXT, framework TEXT, body TEXT);
CREATE TABLE name(id INTEGER PRIMARY KEY, entry INTEGER, folded TEXT, shown TEXT, alt INTEGER);
CREATE TABLE code(folded TEXT, entry INTEGER, shown TEXT, PRIMARY KEY(folded, entry)) WITHOUT ROWID;
CREATE TABLE word(letters INTEGER, word TEXT, PRIMARY KEY(letters, word)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(folded, kind, content='', tokenize='unicode61');
CREATE VIRTUAL TABLE middles USING fts5(folded, kind, content='', tokenize='trigram');
"""
_INDEXES = """
CREATE INDEX entry_iri ON entry(iri);
CREATE INDEX name_folded ON name(folded);
CREATE INDEX name_entry ON name(entry);
INSERT INTO words(words) VALUES('optimize');
INSERT INTO middles(middles) VALUES('optimize');
"""

_SIGNS = re.compile(r"[\W_]+")

Key = tuple[Any, ...]
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found, with all of its names."""

    iri: str
    kind: str
    label: str
    alt: tuple[str, ...] = ()
    code: str = ""
    framework: str = ""
    body: str = ""
    """Who awards or offers it."""


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of an entry; names stand in the order of their keys."""

    entry: int
    kind: str
    folded: str
    shown: str
    alt: int

    @property
    def key(self) -> Key:
        return _name_key(self.alt, self.folded, self.entry, self.shown)


def fold(text: str) -> str:
    """Lower-case words of letters and digits with one blank between them, accents taken off."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _SIGNS.sub(" ", text.casefold()).strip()


def fold_code(text: str) -> str:
    """Letters and digits alone, so that CFAM&LEA4, CFAMLEA4 and cfam lea4 are one."""
    return fold(text).replace(" ", "")


# ------------------------------------------------------------------------------------------------ a file
def build(path: Path, entries: Iterable[Entry]) -> None:
    """Write the label index of a release to a new file; the order of the entries does not matter."""
    ordered = sorted(set(entries), key=_entry_key)
    connection = _opened(path)
    try:
        connection.executescript("BEGIN;" + _TABLES)
        numbered = [((n + 1) * _ENTRIES_APART, entry) for n, entry in enumerate(ordered)]
        names = sorted((name for n, entry in numbered for name in _names(n, entry)), key=lambda name: name.key)
        _fill(connection, numbered, [((n + 1) * _NAMES_APART, name) for n, name in enumerate(names)])
        connection.execute("COMMIT")
        connection.executescript(_INDEXES)
    finally:
        connection.close()


def amend(path: Path, gone: Iterable[str], entries: Iterable[Entry]) -> bool:
    """Take the things with some IRIs out of a file of this process alone, and put entries in.

    False where no room can be made between the rows of the file, which is then of no use: write it whole.
    """
    connection = _opened(path)
    try:
        connection.execute("BEGIN")
        for iri in gone:
            _take_out(connection, iri)
        ordered = sorted(set(entries), key=_entry_key)
        numbered = _placed(
            ordered, _entry_key, _Rows(connection, "entry", _ENTRIES_APART, _last_entry_before, _move_entries)
        )
        if numbered is None:
            return False
        names = sorted((name for n, entry in numbered for name in _names(n, entry)), key=lambda name: name.key)
        placed = _placed(
            names, lambda name: name.key, _Rows(connection, "name", _NAMES_APART, _last_name_before, _move_names)
        )
        if placed is None:
            return False
        _fill(connection, numbered, placed)
        connection.execute("COMMIT")
        return True
    finally:
        connection.close()


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
    return connection


def _fill(
    connection: sqlite3.Connection, entries: Sequence[tuple[int, Entry]], names: Sequence[tuple[int, _Name]]
) -> None:
    rows = ((n, e.iri, e.kind, e.label, e.code, e.framework, e.body) for n, e in entries)
    connection.executemany("INSERT INTO entry VALUES(?,?,?,?,?,?,?)", rows)
    codes = {(fold_code(shown), n): shown for n, e in entries for shown in _codes(e)}
    connection.executemany("INSERT INTO code VALUES(?,?,?)", ((f, n, s) for (f, n), s in sorted(codes.items()) if f))
    said = ((n, name.entry, name.folded, name.shown, name.alt) for n, name in names)
    connection.executemany("INSERT INTO name VALUES(?,?,?,?,?)", said)
    searched = [(n, name.folded, name.kind) for n, name in names]
    connection.executemany("INSERT INTO words(rowid, folded, kind) VALUES(?,?,?)", searched)
    connection.executemany("INSERT INTO middles(rowid, folded, kind) VALUES(?,?,?)", searched)
    words = sorted({(len(word), word) for _, name in names for word in name.folded.split()})
    connection.executemany("INSERT OR IGNORE INTO word VALUES(?,?)", words)


def _take_out(connection: sqlite3.Connection, iri: str) -> None:
    """The rows of a thing; words that nothing has any more stay in the vocabulary, where they match nothing."""
    for entry, kind, code in connection.execute("SELECT id, kind, code FROM entry WHERE iri = ?", (iri,)).fetchall():
        names = connection.execute("SELECT id, folded, shown FROM name WHERE entry = ?", (entry,)).fetchall()
        for table in ("words", "middles"):
            sql = f"INSERT INTO {table}({table}, rowid, folded, kind) VALUES('delete', ?, ?, ?)"
            connection.executemany(sql, [(n, folded, kind) for n, folded, _ in names])
        codes = {(fold_code(shown), entry) for shown in (code, *(shown for _, _, shown in names))}
        connection.executemany("DELETE FROM code WHERE folded = ? AND entry = ?", sorted(codes))
        connection.execute("DELETE FROM name WHERE entry = ?", (entry,))
        connection.execute("DELETE FROM entry WHERE id = ?", (entry,))


# ------------------------------------------------------------------------------------------------ order
def _rank(kind: str) -> int:
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)


def _entry_key(entry: Entry) -> Key:
    return _rank(entry.kind), entry.iri, entry.kind, entry.label


def _name_key(alt: int, folded: str, entry: int, shown: str) -> Key:
    return alt, len(folded), folded, entry, shown


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a table in their order, and how one finds a place among them and moves them."""

    connection: sqlite3.Connection
    table: str
    apart: int
    last_before: Callable[[sqlite3.Connection, Key], tuple[int, int]]
    """The number of the last row before a key, and that of the row after it (0: there is none)."""
    move: Callable[[sqlite3.Connection, Mapping[int, int]], None]
    """Gives rows other numbers: old -> new."""

    def spread(self, low: int, more: int) -> bool:
        """Number the rows around a place anew, with room for so many more there; False where that cannot be."""
        for many in (_NEIGHBOURS, 16 * _NEIGHBOURS, 256 * _NEIGHBOURS):
            before = self._numbers("<= ? ORDER BY id DESC", low, many + 1)[::-1]
            after = self._numbers("> ? ORDER BY id", low, many + 1)
            start = before.pop(0) if len(before) > many else 0
            end = after.pop() if len(after) > many else start + self.apart * (2 * many + more)
            step = (end - start) // (len(before) + more + len(after) + 1)
            if step >= _SPREAD:
                moved = {row: start + step * n for n, row in enumerate(before, 1)}
                moved |= {row: start + step * n for n, row in enumerate(after, len(before) + more + 1)}
                self.move(self.connection, moved)
                return True
        return False

    def _numbers(self, where: str, place: int, most: int) -> list[int]:
        sql = f"SELECT id FROM {self.table} WHERE id {where} LIMIT {most}"
        return [number for (number,) in self.connection.execute(sql, (place,))]


def _placed(things: Sequence[_Thing], key: Callable[[_Thing], Key], rows: _Rows) -> list[tuple[int, _Thing]] | None:
    """A number for each thing between those of its neighbours, in their order; None where there is no room."""
    for _ in range(len(things) + 1):
        found: list[tuple[int, _Thing]] = []
        for (low, high), group in groupby(things, key=lambda thing: rows.last_before(rows.connection, key(thing))):
            between = list(group)
            room = (high - low if high else rows.apart * (len(between) + 1)) // (len(between) + 1)
            if not room:
                break
            found += [(low + room * n, thing) for n, thing in enumerate(between, 1)]
        else:
            return found
        if not rows.spread(low, len(between)):
            return None
    return None


def _move_entries(connection: sqlite3.Connection, moved: Mapping[int, int]) -> None:
    """Other numbers for entries; their names and codes go along. In two steps, so that none meets one not yet moved."""
    for table, column in (("entry", "id"), ("name", "entry"), ("code", "entry")):
        sql = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"
        connection.executemany(sql, [(-new, old) for old, new in moved.items()])
        connection.executemany(sql, [(new, -new) for new in moved.values()])


def _move_names(connection: sqlite3.Connection, moved: Mapping[int, int]) -> None:
    """Other numbers for names, in the search of words and of word middles too."""
    first, last = min(moved), max(moved)
    sql = """SELECT name.id, entry, folded, shown, alt, kind FROM name JOIN entry ON entry.id = name.entry
             WHERE name.id BETWEEN ? AND ?"""
    rows = connection.execute(sql, (first, last)).fetchall()
    connection.execute("DELETE FROM name WHERE id BETWEEN ? AND ?", (first, last))
    connection.executemany("INSERT INTO name VALUES(?,?,?,?,?)", [(moved[row[0]], *row[1:5]) for row in rows])
    for table in ("words", "middles"):
        sql = f"INSERT INTO {table}({table}, rowid, folded, kind) VALUES('delete', ?, ?, ?)"
        connection.executemany(sql, [(row[0], row[2], row[5]) for row in rows])
        sql = f"INSERT INTO {table}(rowid, folded, kind) VALUES(?,?,?)"
        connection.executemany(sql, [(moved[row[0]], row[2], row[5]) for row in rows])


def _last_entry_before(connection: sqlite3.Connection, key: Key) -> tuple[int, int]:
    sql = "SELECT id, kind, iri, label FROM entry WHERE id >= ? ORDER BY id LIMIT 1"
    return _last_before(connection, "entry", sql, lambda row: (_rank(row[1]), row[2], row[1], row[3]), key)


def _last_name_before(connection: sqlite3.Connection, key: Key) -> tuple[int, int]:
    sql = "SELECT id, alt, folded, entry, shown FROM name WHERE id >= ? ORDER BY id LIMIT 1"
    return _last_before(connection, "name", sql, lambda row: _name_key(row[1], row[2], row[3], row[4]), key)


def _last_before(
    connection: sqlite3.Connection, table: str, sql: str, key_of: Callable[[tuple[Any, ...]], Key], key: Key
) -> tuple[int, int]:
    """Numbers of the rows before and after a key, by halving: rows stand in the order of their keys."""
    (last,) = connection.execute(f"SELECT max(id) FROM {table}").fetchone()
    low, high, after = 0, (last or 0) + 1, 0
    while low < high:  # every row below `low` is before the key, the first from `high` on is after it
        middle = (low + high) // 2
        row = connection.execute(sql, (middle,)).fetchone()
        if row is None or key_of(row) > key:
            high, after = middle, row[0] if row else 0
        else:
            low = row[0] + 1
    (before,) = connection.execute(f"SELECT max(id) FROM {table} WHERE id < ?", (low,)).fetchone()
    return before or 0, after


# ------------------------------------------------------------------------------------------------ names
def _codes(entry: Entry) -> Iterator[str]:
    """Every code of an entry; of those that fold alike the last is shown, which is its own."""
    yield from (alt for alt in entry.alt if " " not in alt and any(c.isdigit() for c in alt))
    yield entry.code


def _names(number: int, entry: Entry) -> Iterator[_Name]:
    seen = set[str]()
    # The digits of a number at the end of a label are no words of it: 'level 5' is not in 'Level 3 (601/1627/5)'.
    bare = entry.label.removesuffix(f"({entry.code})").rstrip() if entry.code else entry.label
    for alt, shown in enumerate((bare, *sorted({entry.label, *entry.alt}))):
        folded = fold(shown)
        if folded and folded not in seen:
            seen.add(folded)
            yield _Name(number, entry.kind, folded, shown, min(alt, 1))
