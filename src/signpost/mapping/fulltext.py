"""Full text of what is told of things, in memory: which have some words of a phrase, and how rare a word is.

SQLite's FTS5 keeps the words, takes their endings off (Porter's rules) and ranks (BM25) over the fields at once.
"""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from signpost.mapping.described import Described
from signpost.mapping.phrase import plain, singular, split_folded
from signpost.mapping.standins import StandIns

_TABLES = """
CREATE VIRTUAL TABLE told USING fts5(label, names, text, needs, within, content='', tokenize='porter unicode61');
CREATE VIRTUAL TABLE counted USING fts5vocab(told, col);
CREATE VIRTUAL TABLE spelt USING fts5(word, content='', tokenize='porter unicode61');
CREATE VIRTUAL TABLE ending USING fts5vocab(spelt, instance);
"""
_FIELDS = (2.0, 2.0, 1.0, 0.5, 0.5)
"""What a word weighs in each field while candidates are gathered; evidence alone ranks them."""


class FullText:
    """The words of some things."""

    def __init__(self, things: Sequence[Described]) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._connection.executescript(_TABLES + "BEGIN;")
        self._things = len(things)
        self._words = Counter[str]()
        names: list[set[frozenset[str]]] = []
        rows = ((n, *self._fields(thing, names)) for n, thing in enumerate(things))
        self._connection.executemany(
            "INSERT INTO told(rowid, label, names, text, needs, within) VALUES(?,?,?,?,?,?)", rows
        )
        self._connection.execute("COMMIT")
        sql = "SELECT term, doc FROM counted WHERE col = 'names'"
        self._in_names = dict[str, int](self._connection.execute(sql).fetchall())
        self._stems: dict[str, str] = {}
        self.stand_ins = StandIns(names)

    def _fields(self, thing: Described, gathered: list[set[frozenset[str]]]) -> tuple[str, str, str, str, str]:
        names = [plain(name) for name in (thing.label, *thing.other)]
        gathered.append({frozenset(map(singular, split_folded(name))) for name in names})
        self._words.update({word for name in gathered[-1] for word in name})
        texts = (thing.text, " ".join(thing.needs), " ".join(thing.within))
        return names[0], " ".join(names), plain(texts[0]), plain(texts[1]), plain(texts[2])

    def nearest(self, words: Iterable[str], limit: int) -> list[int]:
        """The places of the things that have some of the words, those with the rarest of them first."""
        wanted = " OR ".join(f'"{word}"' for word in words)
        if not wanted:
            return []
        rank = f"bm25(told, {', '.join(map(str, _FIELDS))})"
        sql = f"SELECT rowid FROM told WHERE told MATCH ? ORDER BY {rank}, rowid LIMIT ?"
        return [place for (place,) in self._connection.execute(sql, (wanted, limit))]

    def stem_rarity(self, stem: str) -> float:
        """How much a word without its endings tells: more, the fewer things have it in their names."""
        return self._rarity(self._in_names.get(stem, 0))

    def word_rarity(self, word: str) -> float:
        """The same of a word in the singular."""
        return self._rarity(self._words[word])

    def _rarity(self, having: int) -> float:
        return math.log(1 + (self._things - having + 0.5) / (having + 0.5))

    def stems(self, words: Iterable[str]) -> dict[str, str]:
        """What is left of each word without its endings, as the full text has it."""
        asked = list(words)
        new = sorted({word for word in asked if word not in self._stems})
        if new:
            self._connection.execute("INSERT INTO spelt(spelt) VALUES('delete-all')")
            self._connection.executemany("INSERT INTO spelt(rowid, word) VALUES(?,?)", enumerate(new))
            found = {new[place]: stem for stem, place in self._connection.execute("SELECT term, doc FROM ending")}
            self._stems.update({word: found.get(word, word) for word in new})
        return {word: self._stems[word] for word in asked}
