"""What is found in the label index: with `labelfile` the only door to sqlite3's FTS5, and to rapidfuzz.

One read-only file for each release, its rows in the order in which they should be shown.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from signpost.errors import SignpostError
from signpost.labelfile import Entry, fold, fold_code

_LONGEST = 200
"""Letters of a query that are read; no label is longer by much."""
_MOST_WORDS = 16
_MISTYPED_LETTERS = 4
"""A word of five letters with one letter left out has four."""
_EVERY = 100_000
_SIFTED = 200
"""Names with typing mistakes that are compared letter by letter with the query."""
_ENOUGH = 20
"""Where so many things have what is looked for, nobody asks for what is only like it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: `matched` is the name that matched, `score` 1 (the very code or label) down to 0."""

    iri: str
    kind: str
    label: str
    code: str
    framework: str
    matched: str
    score: float
    body: str = ""
    """Who awards or offers it."""


@dataclass(frozen=True, slots=True)
class Match:
    """One entry of the label index that was found, by which of its names, and how near that is."""

    entry: int
    matched: str
    """The name; empty where its number says it."""
    score: float
    name: int = -1


class Labels:
    """The label index of one release, opened read-only."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._begun: dict[int, list[str]] = {}

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of things that can be found."""
        return tuple(kind for (kind,) in self._connection.execute("SELECT DISTINCT kind FROM entry ORDER BY kind"))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def find(self, text: str, kinds: Sequence[str] = (), limit: int = 10) -> list[Hit]:
        """The things whose code or name is nearest to a text, best first; never raises on an odd text.

        The very code is all that is meant by it. Else come beginnings of codes, then whole names, beginnings, words,
        word middles (three letters or more), and words of five letters or more with one typing mistake; where nothing
        has all the words, names that have some of them.
        """
        query = fold(text[:_LONGEST])
        words = tuple(dict.fromkeys(query.split()))[:_MOST_WORDS]
        kinds = tuple(kinds)
        return self._first(self._ways(text.strip(), query, words, kinds), kinds, limit) or self._first(
            self._last_resorts(query, words, kinds), kinds, limit
        )

    def gather(self, text: str, most: int) -> list[Match]:
        """Many matches of a text at once, best first, in the order of `find`.

        What is only like the text is looked for where fewer than a page of things have it.
        """
        query = fold(text[:_LONGEST])
        words = tuple(dict.fromkeys(query.split()))[:_MOST_WORDS]
        exact = [*self._by_iri(text.strip()), *(self._by_code(query.replace(" ", "")) if words else ())]
        seen: dict[int, Match] = {}
        ways: list[tuple[Iterator[Match], int]] = [
            (iter(exact) if exact or not words else self._by_numbers(query, words, seen), _EVERY),
            (self._by_typos(words, ()), _ENOUGH if words and not exact else 0),
            (self._last_resorts(query, words, ()), 1),
        ]
        for way, wanted in ways:
            for one in way if len(seen) < wanted else ():
                if len(seen) >= most:
                    break
                seen.setdefault(one.entry, one)
        return list(seen.values())

    def hits(self, matches: Sequence[Match]) -> list[Hit]:
        """The things of some matches."""
        return [self._hit(self._named(one)) for one in matches]

    def _by_numbers(self, query: str, words: tuple[str, ...], seen: Container[int]) -> Iterator[Match]:
        """What has a text, the nearest first, without what was seen; the names by their numbers, of which are many."""
        yield from self._by_beginning_of_code(query.replace(" ", ""))
        yield from self._by_name(query)
        yield from self._by_beginning(query)
        numbers, entries = self._entries_of_names
        for table, terms, score in _terms(words):
            sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid"
            for (name,) in self._connection.execute(sql, (_all_of(terms),)) if terms else ():
                entry = entries[bisect_left(numbers, name)]
                if entry not in seen:
                    yield Match(entry, "", score, name)

    @cached_property
    def _entries_of_names(self) -> tuple[array[int], array[int]]:
        """The numbers of all names, ascending, and beside each that of its entry."""
        rows = self._connection.execute("SELECT id, entry FROM name ORDER BY id").fetchall()
        return array("q", [name for name, _ in rows]), array("q", [entry for _, entry in rows])

    def _named(self, found: Match) -> Match:
        if found.name < 0:
            return found
        sql = "SELECT shown, alt FROM name WHERE id = ?"
        shown, alt = self._connection.execute(sql, (found.name,)).fetchone()
        return Match(found.entry, shown, found.score - 0.05 * alt)

    def listed(self) -> list[tuple[int, str, str]]:
        """Every entry with its kind and its label; those of a kind in the order of their IRIs."""
        return self._connection.execute("SELECT id, kind, label FROM entry ORDER BY id").fetchall()

    def spelled(self, text: str, most: int = 3) -> list[str]:
        """Texts like one that has nothing, of words that names have."""
        near = [self._words_like(word, most) for word in dict.fromkeys(fold(text[:_LONGEST]).split()[:_MOST_WORDS])]
        known = [words for words in near if words]
        texts = [" ".join(words[min(n, len(words) - 1)] for words in known) for n in range(most if known else 0)]
        return list(dict.fromkeys(texts))

    def exactly(self, text: str) -> list[Hit]:
        """The things that have a text as their IRI or code; where none has, as a label or another name."""
        found = [*self._by_iri(text.strip()), *self._by_code(fold_code(text[:_LONGEST]))]
        return self._first(iter(found or self._by_name(fold(text[:_LONGEST]))), (), _EVERY)

    def known(self, iris: Collection[str]) -> dict[str, Hit]:
        """The things among some IRIs that can be found, by IRI, from one query."""
        sql = """SELECT iri, kind, label, code, framework, iri, 1.0, body FROM entry
            WHERE iri IN (SELECT value FROM json_each(?)) ORDER BY id DESC"""
        return {row[0]: Hit(*row) for row in self._connection.execute(sql, (json.dumps(list(iris)),))}

    def entries_of(self, iris: Collection[str]) -> list[int]:
        """The numbers of the entries of some things, by which `Match` names them."""
        sql = "SELECT id FROM entry WHERE iri IN (SELECT value FROM json_each(?))"
        return [entry for (entry,) in self._connection.execute(sql, (json.dumps(list(iris)),))]

    def entries(self, kind: str) -> list[Entry]:
        """Everything of a kind in the order of the IRIs; the other names of each as they stand, without its codes."""
        codes = set(self._connection.execute("SELECT entry, folded FROM code"))
        names: dict[int, list[str]] = {}
        for entry, shown in self._connection.execute("SELECT entry, shown FROM name ORDER BY id"):
            names.setdefault(entry, []).append(shown)
        sql = "SELECT id, iri, kind, label, code, framework, body FROM entry WHERE kind = ? ORDER BY iri"
        return [
            Entry(iri, kind, label, tuple(alt for alt in names.get(entry, ())
                                          if alt != label and (entry, fold_code(alt)) not in codes),
                  code, framework, body)
            for entry, iri, kind, label, code, framework, body in self._connection.execute(sql, (kind,))
        ]  # fmt: skip

    def _first(self, found: Iterator[Match], kinds: tuple[str, ...], limit: int) -> list[Hit]:
        hits: dict[int, Hit] = {}
        for one in found:
            if len(hits) >= limit:
                break
            if one.entry not in hits:
                hit = self._hit(one)
                if not kinds or hit.kind in kinds:
                    hits[one.entry] = hit
        return list(hits.values())

    def _ways(self, text: str, query: str, words: tuple[str, ...], kinds: tuple[str, ...]) -> Iterator[Match]:
        yield from self._by_iri(text)
        if words:
            exact = list(self._by_code(query.replace(" ", "")))
            yield from exact or self._by_words_of_names(query, words, kinds)

    def _by_words_of_names(self, query: str, words: tuple[str, ...], kinds: tuple[str, ...]) -> Iterator[Match]:
        yield from self._by_beginning_of_code(query.replace(" ", ""))
        yield from self._by_name(query)
        yield from self._by_beginning(query)
        for table, terms, score in _terms(words):
            yield from self._matching(table, terms, kinds, score)
        yield from self._by_typos(words, kinds)

    def _last_resorts(self, query: str, words: tuple[str, ...], kinds: tuple[str, ...]) -> Iterator[Match]:
        if words:
            yield from self._by_near_code(query.replace(" ", ""))
            yield from self._by_typos(words, kinds, beginnings=True)
            yield from self._by_some_words(words, kinds)

    def _by_iri(self, iri: str) -> Iterator[Match]:
        if ":" in iri and len(iri) < _LONGEST * 10 and iri.isprintable():
            for (entry,) in self._connection.execute("SELECT id FROM entry WHERE iri = ?", (iri,)):
                yield Match(entry, iri, 1.0)

    def _by_code(self, code: str) -> Iterator[Match]:
        sql = "SELECT entry, shown FROM code WHERE folded = ? ORDER BY entry"
        for entry, shown in self._connection.execute(sql, (code,)):
            yield Match(entry, shown, 1.0)

    def _by_beginning_of_code(self, code: str) -> Iterator[Match]:
        sql = """SELECT entry, shown FROM code WHERE folded > ? AND folded < ?
            ORDER BY length(folded), folded, entry"""
        for entry, shown in self._connection.execute(sql, (code, code + chr(0x10FFFF))):
            yield Match(entry, shown, 0.95)

    def _by_name(self, query: str) -> Iterator[Match]:
        sql = "SELECT entry, shown, alt FROM name WHERE folded = ? ORDER BY id"
        for entry, shown, alt in self._connection.execute(sql, (query,)):
            yield Match(entry, shown, 1.0 - 0.05 * alt)

    def _by_beginning(self, query: str) -> Iterator[Match]:
        sql = "SELECT entry, shown, alt FROM name WHERE folded >= ? AND folded < ? ORDER BY id LIMIT 500"
        for entry, shown, alt in self._connection.execute(sql, (query, query + chr(0x10FFFF))):
            yield Match(entry, shown, 0.9 - 0.05 * alt)

    def _by_typos(self, words: tuple[str, ...], kinds: tuple[str, ...], *, beginnings: bool = False) -> Iterator[Match]:
        from rapidfuzz.distance import OSA

        star = "*" if beginnings else ""
        groups = [self._near_group(w, beginnings=beginnings) for w in words]
        terms = ["(" + " OR ".join(_quoted(w) + star for w in group) + ")" for group in groups]
        query = " ".join(words)
        near = [
            (OSA.distance(query, folded[: len(query)] if beginnings else folded) + 5 * alt, name, entry, shown)
            for name, entry, folded, shown, alt in self._names_matching("words", terms, kinds, _SIFTED)
        ]
        for distance, _, entry, shown in sorted(near):
            yield Match(entry, shown, max(0.0, 0.5 - 0.1 * beginnings - 0.01 * distance))

    def _matching(self, table: str, terms: Sequence[str], kinds: tuple[str, ...], score: float) -> Iterator[Match]:
        for _, entry, _, shown, alt in self._names_matching(table, terms, kinds, -1):
            yield Match(entry, shown, score - 0.05 * alt)

    def _names_matching(
        self, table: str, terms: Sequence[str], kinds: tuple[str, ...], most: int
    ) -> Iterator[tuple[int, int, str, str, int]]:
        if not terms:
            return
        wanted = _all_of(terms) + _of_kinds(kinds)
        sql = f"""SELECT name.id, entry, name.folded, shown, alt FROM {table} JOIN name ON name.id = {table}.rowid
            WHERE {table} MATCH ? ORDER BY {table}.rowid LIMIT ?"""
        yield from self._connection.execute(sql, (wanted, most))

    def _by_near_code(self, code: str) -> Iterator[Match]:
        rows = self._connection.execute("SELECT folded, entry, shown FROM code ORDER BY folded, entry").fetchall()
        for near in _within_one(code, [folded for folded, _, _ in rows]):
            yield Match(rows[near][1], rows[near][2], 0.4)

    def _by_some_words(self, words: tuple[str, ...], kinds: tuple[str, ...]) -> Iterator[Match]:
        either = " OR ".join(_quoted(w) for group in (self._near_group(w) for w in words) for w in group)
        wanted = f"folded : ({either})" + _of_kinds(kinds)
        sql = """SELECT entry, shown FROM words JOIN name ON name.id = words.rowid WHERE words MATCH ?
            ORDER BY rank, words.rowid LIMIT 50"""
        for entry, shown in self._connection.execute(sql, (wanted,)):
            yield Match(entry, shown, 0.1)

    def _near_group(self, word: str, *, beginnings: bool = False) -> list[str]:
        if len(word) < _MISTYPED_LETTERS:
            return [word]
        near = {word}
        for letters in range(max(5, len(word) - 1), len(word) + 2):
            choices = self._beginnings(letters) if beginnings else self._vocabulary.get(letters, [])
            near.update(choices[i] for i in _within_one(word, choices))
        return sorted(near)

    @cached_property
    def _vocabulary(self) -> dict[int, list[str]]:
        rows = self._connection.execute("SELECT letters, word FROM word WHERE letters >= 5 ORDER BY letters, word")
        return {letters: [w for _, w in group] for letters, group in groupby(rows, key=lambda row: int(row[0]))}

    def _beginnings(self, letters: int) -> list[str]:
        if letters not in self._begun:
            begun = {w[:letters] for n, words in self._vocabulary.items() if n >= letters for w in words}
            self._begun[letters] = sorted(begun)
        return self._begun[letters]

    def _words_like(self, word: str, most: int) -> list[str]:
        """The words of names that are most like one, two or three letters apart at most."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        choices = [w for n in range(len(word) - 2, len(word) + 3) for w in self._vocabulary.get(n, ())]
        apart = 2 if len(word) < 8 else 3
        near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=apart, limit=most)
        return [choice for choice, _, _ in near]

    def _hit(self, found: Match) -> Hit:
        sql = "SELECT iri, kind, label, code, framework, body FROM entry WHERE id = ?"
        iri, kind, label, code, framework, body = self._connection.execute(sql, (found.entry,)).fetchone()
        return Hit(iri, kind, label, code, framework, found.matched, round(found.score, 4), body)


def _numbers(word: str) -> list[str]:
    """A word in the singular and in the plural, as far as a letter tells them apart."""
    return [word, word.removesuffix("s") if word.endswith("s") and len(word) > 3 else f"{word}s"]


def ask(labels: Labels, text: str, kinds: Sequence[str], limit: int) -> list[Hit]:
    """What `Labels.find` finds; raises SignpostError where nothing is asked for, or a kind that there is not."""
    if not fold(text):
        raise SignpostError("nothing to look for was given. Type a code, a name or a part of one: 'safeguarding'.")
    for kind in kinds:
        if kind not in labels.kinds:
            raise SignpostError(f"there is no kind '{kind}'. The kinds are {', '.join(labels.kinds)}.")
    return labels.find(text, kinds, limit)


def alike(text: str, choices: Mapping[int, str], limit: int) -> list[int]:
    """The keys of the texts that are most like one, best first, letter by letter and without an index."""
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        text, choices, scorer=fuzz.ratio, processor=utils.default_process, limit=limit, score_cutoff=60
    )
    return [key for _, _, key in found]


def nearest(texts: Sequence[str], among: Sequence[str]) -> list[tuple[int, float]]:
    """For each text, the place of the one that is most like it (the first of several; -1: none), and how alike (0-1).

    Words may stand in another order.
    """
    from rapidfuzz import fuzz, process

    found = (process.extractOne(text, among, scorer=fuzz.token_sort_ratio, score_cutoff=50) for text in texts)
    return [(one[2], one[1] / 100) if one else (-1, 0.0) for one in found]


def _terms(words: Sequence[str]) -> tuple[tuple[str, list[str], float], ...]:
    """How words are looked for, the nearest first: in which table, by which terms, and how near that is."""
    whole = ["(" + " OR ".join(map(_quoted, _numbers(w))) + ")" for w in words]
    begun = [f"{_quoted(w)}*" for w in words]
    return ("words", whole, 0.8), ("words", begun, 0.7), ("middles", [_quoted(w) for w in words if len(w) >= 3], 0.6)


def _all_of(terms: Sequence[str]) -> str:
    return "folded : (" + " AND ".join(terms) + ")"


def _quoted(word: str) -> str:
    return f'"{word}"'


def _of_kinds(kinds: tuple[str, ...]) -> str:
    return " AND kind : (" + " OR ".join(_quoted(fold(k)) for k in kinds) + ")" if kinds else ""


def _within_one(word: str, choices: Sequence[str]) -> list[int]:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=1, limit=None)
    return [i for _, distance, i in sorted(near, key=lambda n: (n[1], n[2]))]
