"""What a person has written into the column 'chosen': a choice, a no, or a fault with its row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from signpost.errors import RefusedSubmission
from signpost.labelfile import fold, fold_code
from signpost.mapping.described import Described
from signpost.model import DutyLine, Finding

_YES = frozenset(("x", "yes", "y", "1", "true"))
_NO = frozenset(("no", "n", "-", "none"))
_OPEN = frozenset(("", "0", "false"))
"""What chooses nothing and decides nothing: an empty cell, or a box of a spreadsheet that is not ticked."""
_HOW = "Write x for the candidate of the row, nothing or no, or the code, the name or the address of another."


@dataclass(frozen=True, slots=True)
class Mark:
    """A row of an answer of ours that is given back: its candidate, what speaks for it, and what a person wrote."""

    place: str
    chosen: str
    iri: str = ""
    score: float | None = None
    why: str = ""
    rests_on: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A duty with the rows in which a person could choose."""

    line: DutyLine
    marks: tuple[Mark, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether something is chosen, or each of its rows says in so many words that nothing is."""
        return bool(self.line.chosen) or (bool(self.marks) and all(_said(mark) in _NO for mark in self.marks))

    def told(self, iri: str) -> Mark | None:
        """The row that told of a thing what speaks for it."""
        return next((mark for mark in self.marks if mark.iri == iri and mark.score is not None), None)


def settled(filled: Sequence[Filled], things: Iterable[Described], kind: str) -> tuple[Filled, ...]:
    """The duties with what is chosen for each among the things of a kind.

    Raises RefusedSubmission with every fault.
    """
    names, faults = _Names(things, kind), list[Finding]()
    chosen = [tuple(dict.fromkeys(_chosen(one.marks, names, faults))) for one in filled]
    if faults:
        raise RefusedSubmission("the choices", faults)
    return tuple(replace(one, line=replace(one.line, chosen=iris)) for one, iris in zip(filled, chosen, strict=True))


def _said(mark: Mark) -> str:
    return mark.chosen.strip().lower().replace("–", "-").replace("—", "-")


def _chosen(marks: Iterable[Mark], names: _Names, faults: list[Finding]) -> Iterator[str]:
    for mark in marks:
        said = _said(mark)
        if said in _NO | _OPEN:
            continue
        try:
            yield from names.meant(mark.chosen) if said not in _YES else names.candidate(mark.iri)
        except ValueError as fault:
            faults.append(Finding(str(fault), place=f"{mark.place}:chosen", path="chosen", expected=_HOW))


class _Names:
    """What can be chosen, by everything that it is called."""

    def __init__(self, things: Iterable[Described], kind: str) -> None:
        self._kind, self._called = kind, defaultdict[str, list[Described]](list)
        self._there = {thing.iri: thing for thing in things}
        for thing in self._there.values():
            for called in {fold_code(thing.code), fold(thing.label), fold(f"{thing.code} {thing.label}")} - {""}:
                self._called[called].append(thing)

    def candidate(self, iri: str) -> tuple[str]:
        """The candidate of a row; raises ValueError where there is none."""
        if not iri:
            raise ValueError("The row has no candidate to choose.")
        if iri not in self._there:
            raise ValueError(f"The store has no {self._kind} '{iri}'.")
        return (iri,)

    def meant(self, said: str) -> tuple[str, ...]:
        """What is meant by a text: one name, or several with a semicolon or a new line between them."""
        parts = [part.strip() for part in said.replace(";", "\n").splitlines() if part.strip()]
        if self._found(said) or len(parts) < 2:
            return (self._one(said.strip()),)
        return tuple(map(self._one, parts))

    def _one(self, said: str) -> str:
        found = self._found(said)
        if not found:
            raise ValueError(f"'{said}' is neither yes nor no, nor a {self._kind} of the store.")
        if len(found) > 1:
            raise ValueError(f"'{said}' is what {len(found)} are called: {', '.join(one.iri for one in found)}.")
        return found[0].iri

    def _found(self, said: str) -> list[Described]:
        """The things with a name, the current ones alone where there are some."""
        if said.strip() in self._there:
            return [self._there[said.strip()]]
        found = self._called.get(fold_code(said)) or self._called.get(fold(said), [])
        return [thing for thing in found if not thing.past] or found
