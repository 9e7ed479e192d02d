"""Which edition of a standard is asked for on a day: requirements follow adoptions, and never a guess.

- What an adopter decided holds from the day of the adoption on: the same or replaced, the new competence is asked for;
  ended, nothing is; kept, the old one still is. Of several decisions the latest counts.
- On a day before the edition was in force, the one before it is asked for where it was in force then, and where a
  single chain of certain steps leads to it: replaced by, with the same title, or an adopter's decision. "Replaced by"
  alone may have changed the meaning, so that with another title nothing is picked, and the audit says how it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from signpost.engine.audit import edition_on
from signpost.engine.index import ENDED, REPLACED, SAME, STATED, Index
from signpost.engine.template import merged
from signpost.model import Edition, Requirement


def on_day(
    index: Index, requirements: Iterable[Requirement], day: date
) -> tuple[tuple[Requirement, ...], tuple[tuple[str, str], ...]]:
    """The requirements in the editions of a day, those that become one as one; and those that ended, with why."""
    kept: list[Requirement] = []
    ended: list[tuple[str, str]] = []
    today = day.toordinal()
    for line in requirements:
        row = index.find("competence", line.competence)
        now = _now(index, row, today) if row >= 0 else [row]
        if not now:
            ended.append((line.competence, "the edition that was adopted does not ask for it any more"))
        kept += (_asked_as(index, line, one, n if len(now) > 1 else 0) for n, one in enumerate(now, 1))
    return merged(kept) if any(line.instead_of for line in kept) else tuple(kept), tuple(ended)


def _asked_as(index: Index, line: Requirement, row: int, part: int) -> Requirement:
    """The line as it asks for another competence; `part` numbers what a split makes of it."""
    iri = index.iri("competence", row) if row >= 0 else line.competence
    if iri == line.competence:
        return line
    return replace(line, id=f"{line.id}-{part}" if part else line.id, competence=iri, instead_of=line.competence)


def _now(index: Index, row: int, today: int) -> list[int]:
    """The competences that are asked for in the place of one on a day, itself where nothing says otherwise."""
    after = _adopted(index, row, today)
    if after != [row]:
        return after
    before = _before(index, row, today)
    return [row if before < 0 else before]


def _adopted(index: Index, row: int, today: int) -> list[int]:
    """What decisions make of a competence; each is followed by later ones alone, so that a way back is one."""
    found: dict[int, None] = {}
    ended, seen, todo = False, set[tuple[int, int]](), [(row, -1)]
    while todo:
        at, since = todo.pop(0)
        if (at, since) in seen:
            continue
        seen.add((at, since))
        day, latest = _latest(index, at, since, today)
        targets = [to for kind, to in latest if kind in (SAME, REPLACED) and to >= 0]
        if targets:
            todo += [(to, day) for to in targets]
        elif latest and all(kind == ENDED for kind, _ in latest):
            ended = True
        else:
            found[at] = None
    return list(found) if found or ended else [row]


def _latest(index: Index, row: int, since: int, today: int) -> tuple[int, list[tuple[int, int]]]:
    """The last day on which a competence was decided upon, and the kind and the target of each of its decisions."""
    start, end = index.succession_rows.data[row : row + 2]
    days, kinds, to = index.succession_from.data, index.succession_kind.data, index.succession_to.data
    held = [n for n in range(start, end) if kinds[n] != STATED and since <= days[n] <= today]
    last = max((days[n] for n in held), default=-1)
    return last, [(kinds[n], to[n]) for n in held if days[n] == last]


def _before(index: Index, row: int, today: int) -> int:
    """The one edition before that was in force on the day, or -1."""
    seen = {row}
    while edition_on(index, row, today) is Edition.NOT_YET:
        earlier = [one for one in _predecessors(index, row) if one not in seen]
        if len(earlier) != 1:
            return -1
        row = earlier[0]
        seen.add(row)
    return row if len(seen) > 1 and edition_on(index, row, today) is Edition.IN_FORCE else -1


def _predecessors(index: Index, row: int) -> Iterator[int]:
    """The competences that one certainly came after."""
    for n in np.flatnonzero(index.succession_to == row).tolist():
        owner = int(np.searchsorted(index.succession_rows, n, "right")) - 1
        kind = int(index.succession_kind[n])
        if kind in (SAME, REPLACED) or (kind == STATED and _title(index, owner) == _title(index, row)):
            yield owner


def _title(index: Index, row: int) -> str:
    """A label without what spelling alone tells apart."""
    return " ".join("".join(c if c.isalnum() else " " for c in index.label("competence", row).casefold()).split())
