"""Columns of terms to columns of numbers: what `compile` and `findable` do to the answer of every query.

A column is coded: its different values are listed once, the preferred one first, and each row holds a position in that
list, or -1. Things are numbered by the order of their IRIs. All work on rows is numpy's; Python touches different
values only. Nothing here depends on the order of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from signpost.errors import StoreError
from signpost.graph.table import Table
from signpost.terms import language, lexical

I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
Ids = Mapping[str, int]
"""IRI -> id of the things of one kind, in the order of their IRIs."""

Preference = Callable[[str], Any]
"""Term -> its rank: of several values of one thing, that with the least rank is taken."""

_MOST = 2**63 - 1
"""The largest number that a column can hold."""


class Texts(NamedTuple):
    """A column of strings: positions in `values`, or -1."""

    values: list[str]
    choice: I64

    def taken(self, rows: I64) -> Texts:
        """The column with its rows in another order, or with fewer of them."""
        return Texts(self.values, self.choice[rows])


Column = NDArray[Any] | Texts


def english_first(term: str) -> tuple[int, str, str]:
    """Prefer English, then no language, then others by their tags."""
    tag = language(term)
    return (0 if tag == "en" else 1 if tag.startswith("en-") else 2 if not tag else 3), tag, lexical(term)


class Answer:
    """The answer to one query, its columns coded on demand."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._distinct: dict[str, tuple[list[str], list[str], I64]] = {}

    def __len__(self) -> int:
        return len(self._table)

    def _column(self, name: str) -> tuple[list[str], list[str], I64]:
        """The different terms of a column, what each says, and the position of each row's term; -1 is unbound."""
        if name not in self._distinct:
            column = self._table.column(name)
            terms = list(set(column) - {""})
            places = {term: n for n, term in enumerate(terms)}
            found = np.fromiter(map(places.get, column, repeat(-1)), np.int64, len(column))
            self._distinct[name] = terms, [lexical(term) for term in terms], found
        return self._distinct[name]

    def coded(self, name: str, preference: Preference | None = None, among: Collection[str] | None = None) -> Texts:
        """A column as positions in its different values, by default in their own order.

        Values that are not `among` those given count as unbound.
        """
        terms, said, found = self._column(name)
        kept = [n for n, value in enumerate(said) if among is None or value in among]
        if preference is None:
            kept.sort(key=lambda n: (said[n], terms[n]))
        else:
            kept.sort(key=lambda n: (preference(terms[n]), terms[n]))
        ranks = np.full(len(terms) + 1, -1, np.int64)
        ranks[kept] = np.arange(len(kept))
        return Texts([said[n] for n in kept], ranks[found])

    def ids(self, name: str) -> Ids:
        """The things of a column, numbered by the order of their IRIs."""
        return numbered(self._column(name)[1])

    def links(self, name: str, ids: Ids) -> I64:
        """A column of things as their ids, row by row; what is not among them is -1."""
        _, said, found = self._column(name)
        return np.array([*(ids.get(value, -1) for value in said), -1], np.int64)[found]


class Things:
    """The rows of a sheet, gathered by the thing that each is about: of several values, the preferred one is taken."""

    def __init__(self, sheet: Answer, key: I64, count: int) -> None:
        self._sheet, self.key, self.count = sheet, key, count

    def text(self, name: str, preference: Preference | None = None, among: Collection[str] | None = None) -> Texts:
        """One string for each thing."""
        values, choice = self._sheet.coded(name, preference, among)
        said = (self.key >= 0) & (choice >= 0)
        least = np.full(self.count, len(values), np.int64)
        np.minimum.at(least, self.key[said], choice[said])
        return Texts(values, np.where(least < len(values), least, -1))

    def link(self, name: str, ids: Ids) -> I64:
        """One id for each thing, or -1."""
        values, choice = self.text(name, among=ids)
        return np.array([*(ids[value] for value in values), -1], np.int64)[choice]

    def number(self, name: str, read: Callable[[str], float], unknown: float = -1) -> NDArray[Any]:
        """One number for each thing, the least of several. Raises StoreError where a value is no such number."""

        def told(term: str) -> float:
            try:
                value = read(lexical(term))
                if not -_MOST <= value <= _MOST:
                    raise OverflowError
                return value
            except (ValueError, ArithmeticError, KeyError) as fault:
                raise StoreError(f"The value {term[:80]} of '{name}' in the store is not what it should be.") from fault

        values, choice = self.text(name, told)
        return np.array([*map(read, values), unknown])[choice]

    def says(self, name: str, values: Collection[str]) -> NDArray[np.bool_]:
        """Whether a thing has one of some values."""
        found = np.zeros(self.count, bool)
        found[self.key[(self.key >= 0) & (self._sheet.coded(name, among=values).choice >= 0)]] = True
        return found


@dataclass(frozen=True)
class Parts:
    """Things that are parts of other things, in the order of their owners and IRIs."""

    things: Things
    owner: I64
    iri: Texts


def numbered(iris: Iterable[str]) -> Ids:
    """Things numbered by the order of their IRIs."""
    return {iri: n for n, iri in enumerate(sorted(set(iris)))}


def whole(sheet: Answer, name: str, ids: Ids) -> Things:
    """The rows of a sheet gathered by the thing in a column."""
    return Things(sheet, sheet.links(name, ids), len(ids))


def parts(sheet: Answer, owner: I64, name: str) -> Parts:
    """The rows of a sheet gathered by the part in a column and its owner; rows without an owner are left out."""
    values, part = sheet.coded(name)
    good = (owner >= 0) & (part >= 0)
    size = max(len(values), 1)
    pairs_found, inverse = np.unique(owner[good] * size + part[good], return_inverse=True)
    key = np.full(len(sheet), -1, np.int64)
    key[good] = inverse.reshape(-1)
    return Parts(Things(sheet, key, len(pairs_found)), pairs_found // size, Texts(values, pairs_found % size))


def pairs(first: I64, second: I64) -> tuple[I64, I64]:
    """The different pairs of two columns in order, without those that lack a side."""
    good = (first >= 0) & (second >= 0)
    found = (
        np.unique(np.stack([first[good], second[good]], axis=1), axis=0) if good.any() else np.empty((0, 2), np.int64)
    )
    return found[:, 0], found[:, 1]


def offsets(owner: I64, count: int) -> I64:
    """Where the rows of each owner begin, in rows sorted by owner; one more entry at the end."""
    return np.searchsorted(owner, np.arange(count + 1))


def packed(columns: Mapping[str, Column], dtypes: Mapping[str, DTypeLike]) -> dict[str, NDArray[Any]]:
    """The columns as arrays of their types, their strings put once and in order into `text_rows` and `text_bytes`."""
    texts = {name: column for name, column in columns.items() if isinstance(column, Texts)}
    used = {t.values[n] for t in texts.values() for n in np.unique(t.choice).tolist() if n >= 0}
    strings = sorted(used)
    positions = {text: n for n, text in enumerate(strings)}
    encoded = [text.encode() for text in strings]
    arrays: dict[str, NDArray[Any]] = {
        "text_rows": np.cumsum([0, *map(len, encoded)], dtype=np.int64),
        "text_bytes": np.frombuffer(b"".join(encoded), np.uint8),
    }
    for name, column in columns.items():
        if isinstance(column, Texts):
            column = np.array([*(positions.get(value, -1) for value in column.values), -1], np.int64)[column.choice]
        arrays[name] = _narrowed(name, column, np.dtype(dtypes[name]))
    return arrays


def _narrowed(name: str, column: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """A column in its type; raises StoreError where a number is too large for it."""
    if dtype.kind == "i" and len(column):
        low, high = int(column.min()), int(column.max())
        if low < np.iinfo(dtype).min or high > np.iinfo(dtype).max:
            raise StoreError(f"The store holds a number for '{name}' that is too large: {high if high > 0 else low}.")
    return column.astype(dtype)
