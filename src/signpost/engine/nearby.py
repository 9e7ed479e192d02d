"""Which things of an index lie next to others, the nearest first: by their ids, without names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from signpost.engine.index import I8, I32, Index


def span(offsets: I32, owner: int) -> range:
    """The rows that belong to a thing."""
    return range(int(offsets[owner]), int(offsets[owner + 1]))


def unique(rows: Iterable[int]) -> list[int]:
    """Ids in their order, each once; -1 is none."""
    return [row for row in dict.fromkeys(map(int, rows)) if row >= 0]


def requiring(index: Index, competence: int) -> list[int]:
    """The roles that ask for a competence, those first to which it matters most."""
    return _by_weight(index.requirement_rows, index.requirement_competence, index.requirement_importance, competence)


def naming(index: Index, competence: int) -> list[int]:
    """The occupations that name a competence, those first for which it is essential."""
    return _by_weight(index.occupation_rows, index.occupation_competence, index.occupation_essential, competence)


def inside(index: Index, framework: int) -> list[int]:
    """The competences of a framework, those first that most roles ask for and most resources teach."""
    within = np.flatnonzero(index.competence_framework == framework)
    used = np.bincount(index.requirement_competence, minlength=len(index.competence_iri))
    used += np.bincount(index.teaches_competence, minlength=len(index.competence_iri))
    return [int(n) for n in within[np.lexsort((within, -used[within]))]]


def teaching(index: Index, competences: Sequence[int]) -> list[int]:
    """The resources that teach some competences, those first that teach most of them."""
    return _by_number(index.teaches_rows, index.teaches_competence, competences)


def asking(index: Index, competences: Sequence[int]) -> list[int]:
    """The roles that ask for some competences, those first that ask for most of them."""
    return _by_number(index.requirement_rows, index.requirement_competence, competences)


def chosen(index: Index, resources: Sequence[int], competences: Sequence[int], most: int) -> list[int]:
    """Of many resources, at most so many that teach each of some competences a few times over: no crowd of the like."""
    wanted = dict.fromkeys(competences, max(2, most // max(1, len(competences))))
    taught = {one: {int(index.teaches_competence[n]) for n in span(index.teaches_rows, one)} for one in resources}
    found: list[int] = []
    while len(found) < most:
        missing = {one for one, times in wanted.items() if times > 0}
        left = [one for one in resources if one not in found]
        best = max(left, key=lambda one: len(taught[one] & missing), default=-1)
        if best < 0 or (found and not taught[best] & missing):
            break
        found.append(best)
        for one in taught[best] & missing:
            wanted[one] -= 1
    return found


def _by_weight(offsets: I32, competences: I32, weights: I8, competence: int) -> list[int]:
    rows = np.flatnonzero(competences == competence)
    return unique(_owners(offsets, rows[np.lexsort((rows, -weights[rows].astype(int)))]))


def _by_number(offsets: I32, named: I32, competences: Sequence[int]) -> list[int]:
    counted = Counter(_owners(offsets, np.flatnonzero(np.isin(named, competences))))
    return sorted(counted, key=lambda owner: (-counted[owner], owner))


def _owners(offsets: I32, rows: Iterable[int]) -> Iterator[int]:
    """The things that rows belong to."""
    return (int(np.searchsorted(offsets, row, side="right")) - 1 for row in rows)
