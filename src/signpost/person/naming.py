"""What people call things -> IRIs: by IRI, slug, code or label; unknown and ambiguous names are faults with hints."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache

import numpy as np

from signpost.engine.index import Index
from signpost.engine.names import KINDS, code_of
from signpost.labelfile import fold_code
from signpost.model import THINGS
from signpost.person.marked import Faults, Field
from signpost.person.sheet import plain
from signpost.search import Hit, alike

Finder = Callable[[str, Sequence[str], int], Sequence[Hit]]
"""`search.Labels.find`: a text, the kinds and how many -> the nearest things."""

FOLDERS = {"competence": ("standard", "competence")}
"""Under which folders of `THINGS` the slugs of a kind stand, where it is not the kind's own name."""

_OWN_FOLDERS = {folder for kind in KINDS for folder in FOLDERS.get(kind, (kind,))}

_LISTED = 12
"""How many of the things that one name fits are listed."""

SPOKEN = {"organisation": "provider"}
"""What a kind is called in a sentence, where it is not its own name."""


class Lookup:
    """The things of one release by what people call them."""

    def __init__(self, index: Index, find: Finder | None = None) -> None:
        self.index, self._find = index, find
        self.iris: Callable[[str, str], tuple[str, ...]] = cache(self._named)
        """The IRIs of all things of a kind that a name fits."""

    def resolve(
        self, field: Field, word: str, faults: Faults, kinds: Sequence[str], scope: Collection[str] = ()
    ) -> str:
        """The IRI of the one thing that a field names; else a fault and the empty string.

        Where a name fits several things, the one in `scope` is meant, if that is only one.
        """
        text = plain(field)
        if not text:
            faults.add(field, word, f"The name of a {_spoken(kinds)} is missing.")
            return ""
        found = [iri for kind in kinds for iri in self.iris(kind, text)]
        within = [iri for iri in found if iri in scope]
        if len(found) == 1 or len(within) == 1:
            return (within or found)[0]
        faults.add(field, word, self._ambiguous(text, kinds, found) if found else self.unknown(text, kinds))
        return ""

    def code(self, competence: str) -> str:
        """The code of a competence, or the empty string."""
        return code_of(self.index, competence)

    def alone(self, kind: str, iri: str) -> str:
        """A name that is this thing's alone: its code, its slug, else its whole address."""
        code = self.code(iri) if kind == "competence" else ""
        return next(
            name for name in filter(None, (code, slug_of(iri), iri)) if name == iri or self.iris(kind, name) == (iri,)
        )

    def unknown(self, text: str, kinds: Sequence[str]) -> str:
        """The sentence for a name that nothing has, with the nearest names."""
        near = ", ".join(self.nearest(text, kinds))
        hint = f"Did you mean {near}?" if near else f"Try: signpost find '{text}'."
        return f"There is no {_spoken(kinds)} '{text}'. {hint}"

    def _ambiguous(self, text: str, kinds: Sequence[str], found: Sequence[str]) -> str:
        listed = "; ".join(self._told_apart(iri, kinds) for iri in sorted(found)[:_LISTED])
        more = f"; and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
        return f"'{text}' names {len(found)} of a kind; write the one you mean: {listed}{more}."

    def _told_apart(self, iri: str, kinds: Sequence[str]) -> str:
        """How one of several things of a name can be named alone: its code and who awards it, else its slug."""
        hit = next(iter(self._find(iri, (), 1) if self._find else ()), None)
        kind = next(kind for kind in kinds if self.index.find(kind, iri) >= 0)
        if hit and hit.iri == iri and self.iris(kind, hit.code) == (iri,):
            return f"{hit.code} ({hit.body or hit.framework or hit.label})"
        return f"{self.alone(kind, iri)} ({self.index.label(kind, self.index.find(kind, iri))})"

    def _named(self, kind: str, text: str) -> tuple[str, ...]:
        if "://" in text:
            return (text,) if self.index.find(kind, text) >= 0 else ()
        for way in (self._by_slug, self._by_exact_text, self._by_search, self._by_folded_text):
            found = tuple(way(kind, text))
            if found:
                return found
        return ()

    def _by_slug(self, kind: str, text: str) -> Iterator[str]:
        """What stands below the kind's own folder, or below all of ours."""
        for iri in (THINGS + text, *(f"{THINGS}{folder}/{text}" for folder in FOLDERS.get(kind, (kind,)))):
            if self.index.find(kind, iri) >= 0:
                yield iri

    def _by_exact_text(self, kind: str, text: str) -> list[str]:
        position = self.index.find_text(text)
        if position < 0:
            return []
        rows = {int(row) for column in self._columns(kind) for row in np.flatnonzero(column == position)}
        return [self.index.iri(kind, row) for row in sorted(rows)]

    def _by_search(self, kind: str, text: str) -> list[str]:
        hits = self._find(text, (kind,), 10) if self._find else ()
        same = [hit.iri for hit in hits if fold_code(text) in (fold_code(hit.matched), fold_code(hit.code))]
        return [iri for iri in same if self.index.find(kind, iri) >= 0]

    def _by_folded_text(self, kind: str, text: str) -> list[str]:
        wanted = fold_code(text)
        if not wanted:
            return []
        positions = {int(p) for column in self._columns(kind) for p in np.unique(column) if p >= 0}
        same = [p for p in positions if fold_code(self.index.text(p)) == wanted]
        rows = {int(row) for column in self._columns(kind) for row in np.flatnonzero(np.isin(column, same))}
        return [self.index.iri(kind, row) for row in sorted(rows)]

    def _columns(self, kind: str) -> list[np.ndarray[tuple[int], np.dtype[np.int32]]]:
        label = getattr(self.index, f"{kind}_label")
        return [label, self.index.competence_code] if kind == "competence" else [label]

    def nearest(self, text: str, kinds: Sequence[str]) -> list[str]:
        """Up to three names that are most like a text, each with its label."""
        hits = self._find(text, tuple(kinds), 3) if self._find else ()
        if hits:
            return [f"'{self.alone(hit.kind, hit.iri)}' ({hit.label})" for hit in hits]
        return [near for kind in kinds for near in self._fuzzy(kind, text)][:3]

    def _fuzzy(self, kind: str, text: str) -> Iterator[str]:
        columns = self._columns(kind)
        choices = {int(p): self.index.text(int(p)) for column in columns for p in np.unique(column) if p >= 0}
        for position in alike(text, choices, 3):
            row = min(int(row) for column in columns for row in np.flatnonzero(column == position))
            yield f"'{self.alone(kind, self.index.iri(kind, row))}' ({choices[position]})"


def slug_of(iri: str) -> str:
    """The slug by which a thing of ours can be named, without the folder of its kind; any other IRI as it is."""
    name = iri.removeprefix(THINGS)
    folder, _, slug = name.partition("/")
    return slug if name != iri and folder in _OWN_FOLDERS and slug else name


def _spoken(kinds: Sequence[str]) -> str:
    return " or ".join(SPOKEN.get(kind, kind) for kind in kinds)
