"""One index put into another: what a publication of learning resources changes, without compiling all the rest anew.

The result is the index that `compile_index` would make of the whole graph, byte for byte (a property test holds the two
together). Only organisations and learning resources can change, with all that belongs to them; ids of other things
stay, and strings are numbered anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from signpost.engine.index import ARRAYS, Index

I64 = NDArray[np.int64]
Arrays = dict[str, NDArray[Any]]

KINDS = ("organisation", "resource")
"""The kinds of things that can be spliced."""

TEXTS = frozenset(
    name
    for name in ARRAYS
    if name.rpartition("_")[2] in {"iri", "label", "edition", "status", "code", "activity", "mode", "language", "link",
                                   "supporter", "basis", "access", "family", "about"}
)  # fmt: skip
"""The columns that hold positions in `texts`."""

_OWN = {
    kind: tuple(name for name in ARRAYS if name.startswith(f"{kind}_") and not name.startswith("resource_region"))
    for kind in KINDS
}
_PARTS: Mapping[str, tuple[str, ...]] = {
    "resource_region_rows": ("resource_region",),
    **{f"{part}_rows": tuple(name for name in ARRAYS
                             if name.startswith(f"{part}_") and name != f"{part}_rows" and "access" not in name)
       for part in ("teaches", "requires", "offering")},
}  # fmt: skip
"""The columns of the rows that belong to a resource, by the column that says where they begin."""

_POINTS = {
    "resource_provider": "organisation", "resource_award": "award", "resource_region": "region",
    "teaches_competence": "competence", "requires_competence": "competence", "offering_region": "region",
}  # fmt: skip
"""The columns that hold ids, and of which kind."""


@dataclass(frozen=True)
class _Taken:
    """Which rows a spliced column takes: positions in the rows of the first index followed by those of the second."""

    rows: I64
    before: int
    """How many rows the first index has."""

    def of(self, first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([first, second.astype(first.dtype, copy=False)])[self.rows]


def splice(index: Index, more: Index, gone: Collection[str], taken: Collection[str], release: str) -> Index:
    """An index without the organisations and resources with the IRIs `gone`, and with those `taken` from another.

    What the other index points to, beside what is taken, is in the first one; nothing else points to what is gone.
    """
    chosen = {kind: _chosen(kind, index, more, gone, taken) for kind in KINDS}
    second = _in_terms_of(index, more, chosen["organisation"])
    arrays: Arrays = {name: getattr(index, name) for name in ARRAYS}
    moved = _new_ids(chosen["organisation"])
    arrays["resource_provider"] = moved[index.resource_provider].astype(index.resource_provider.dtype)
    first = dict(arrays)
    for kind in KINDS:
        arrays |= {name: chosen[kind].of(first[name], second[name]) for name in _OWN[kind]}
    for rows, columns in _PARTS.items():
        arrays |= _with_parts(rows, columns, chosen["resource"], first, second)
    arrays |= _with_access(chosen["resource"], first, second)
    return Index(release=release, **_texts_settled(index, more, arrays))


# ------------------------------------------------------------------------------------------------ rows
def _chosen(kind: str, index: Index, more: Index, gone: Collection[str], taken: Collection[str]) -> _Taken:
    """The rows of a kind in the order of their IRIs."""
    count = len(getattr(index, f"{kind}_iri"))
    kept = np.ones(count, bool)
    kept[[row for row in (index.find(kind, iri) for iri in gone) if row >= 0]] = False
    added = [row for row in range(len(getattr(more, f"{kind}_iri"))) if more.iri(kind, row) in taken]
    before = np.concatenate([[0], np.cumsum(kept)])
    iris = getattr(index, f"{kind}_iri").data
    places = [int(before[_place(index, iris, more.iri(kind, row))]) for row in added]
    rows = np.insert(np.flatnonzero(kept), places, count + np.array(added, np.int64))
    return _Taken(rows.astype(np.int64), count)


def _place(index: Index, positions: range | memoryview, text: str) -> int:
    """How many of some ascending positions of strings come before a text."""
    wanted, low, high = text.encode(), 0, len(positions)
    while low < high:
        middle = (low + high) // 2
        if index.text(positions[middle]).encode() < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def _new_ids(taken: _Taken) -> I64:
    """Old id -> new id; the last entry, for -1 and for what is gone, is -1."""
    found = np.full(taken.before + 1, -1, np.int64)
    old = taken.rows < taken.before
    found[taken.rows[old]] = np.flatnonzero(old)
    return found


def _with_parts(rows: str, columns: tuple[str, ...], taken: _Taken, first: Arrays, second: Arrays) -> Arrays:
    """The columns of parts, with the parts of the things that are taken."""
    offsets, parts = _parts(taken, first[rows], second[rows])
    chosen = _Taken(parts, int(first[rows][-1]))
    return {rows: offsets.astype(first[rows].dtype)} | {name: chosen.of(first[name], second[name]) for name in columns}


def _with_access(taken: _Taken, first: Arrays, second: Arrays) -> Arrays:
    """The access features of the offerings that are taken: parts of parts."""
    _, offerings = _parts(taken, first["offering_rows"], second["offering_rows"])
    chosen = _Taken(offerings, int(first["offering_rows"][-1]))
    return _with_parts("offering_access_rows", ("offering_access",), chosen, first, second)


def _parts(taken: _Taken, first: NDArray[Any], second: NDArray[Any]) -> tuple[I64, I64]:
    """Where the parts of each thing begin, and which rows of both indexes one after the other they are."""
    starts = np.concatenate([first[:-1], second[:-1].astype(np.int64) + first[-1]])[taken.rows].astype(np.int64)
    lengths = np.concatenate([np.diff(first), np.diff(second)])[taken.rows]
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return offsets, np.repeat(starts - offsets[:-1], lengths) + np.arange(offsets[-1])


# ------------------------------------------------------------------------------------------------ ids and strings
def _in_terms_of(index: Index, more: Index, organisations: _Taken) -> Arrays:
    """The columns of the second index with the ids of the spliced one, and strings after those of the first."""
    arrays: Arrays = {name: getattr(more, name) for name in ARRAYS}
    for name, kind in _POINTS.items():
        ids = _known(index, more, kind, organisations if kind == "organisation" else None)
        arrays[name] = ids[arrays[name]].astype(arrays[name].dtype)
    known = [index.find_text(more.text(n)) for n in range(len(more.text_rows) - 1)]
    count = len(index.text_rows) - 1
    positions = np.array([n if found < 0 else found - count for n, found in enumerate(known)] + [-1 - count], np.int64)
    return arrays | {name: (positions + count)[arrays[name]] for name in TEXTS}


def _known(index: Index, more: Index, kind: str, taken: _Taken | None) -> I64:
    """Id in the second index -> id in the spliced one; the last entry, for -1, is -1."""
    count = len(getattr(more, f"{kind}_iri"))
    used = {row: index.find(kind, more.iri(kind, row)) for row in range(count)}
    if taken is None:
        return np.array([*used.values(), -1], np.int64)
    moved = _new_ids(taken)
    added = {int(row) - taken.before: place for place, row in enumerate(taken.rows.tolist()) if row >= taken.before}
    return np.array([*(added.get(row, int(moved[old])) for row, old in used.items()), -1], np.int64)


def _texts_settled(index: Index, more: Index, arrays: Arrays) -> Arrays:
    """The columns with their strings numbered anew: those that are used, each once and in order."""
    count, every = len(index.text_rows) - 1, range(len(index.text_rows) - 1)
    used = np.zeros(count + len(more.text_rows), bool)  # the last is for -1
    for name in TEXTS:
        used[arrays[name]] = True
    used[-1] = False
    added = np.flatnonzero(used[count:])
    before = np.concatenate([[0], np.cumsum(used[:count])])
    places = [int(before[_place(index, every, more.text(int(n)))]) for n in added]
    order = np.insert(np.flatnonzero(used[:count]), places, count + added)
    number = np.full(len(used), -1, np.int64)
    number[order] = np.arange(len(order))
    lengths = np.concatenate([np.diff(index.text_rows), np.diff(more.text_rows)])[order]
    texts: Arrays = {
        "text_rows": np.concatenate([[0], np.cumsum(lengths)]).astype(index.text_rows.dtype),
        "text_bytes": np.concatenate([np.zeros(0, np.uint8), *_runs(index, more, order)]),
    }
    renumbered: Arrays = {name: number[arrays[name]].astype(getattr(index, name).dtype) for name in TEXTS}
    return arrays | renumbered | texts


def _runs(index: Index, more: Index, order: I64) -> Iterator[NDArray[np.uint8]]:
    """The bytes of strings in their order, in as few pieces as there are neighbours that stay together."""
    count = len(index.text_rows) - 1
    if not len(order):
        return
    breaks = np.flatnonzero((np.diff(order) != 1) | (order[1:] == count)) + 1
    starts, ends = [0, *breaks.tolist()], [*breaks.tolist(), len(order)]
    for start, end in zip(starts, ends, strict=True):
        first, last = int(order[start]), int(order[end - 1])
        whose, shift = (index, 0) if first < count else (more, count)
        rows, content = whose.text_rows, whose.text_bytes
        yield content[rows[first - shift] : rows[last - shift + 1]]
