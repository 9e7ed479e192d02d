"""Where chains of prerequisites break off: what would have to be held first, and what judging it anew would open.

All of it is forward closure, limits of money and time aside: no solver is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from signpost.engine.catalogue import Catalogue
from signpost.engine.index import I32, I64
from signpost.engine.problem import Problem, closed_by, levels_after, restrict
from signpost.model import Relaxation

Item = tuple[int, int]
"""A track and a level of it."""

MOST = 3
"""So many assessments are offered."""


@dataclass(frozen=True, eq=False)
class Blocked:
    """What all learning leads to, and the columns that can never start."""

    made: Catalogue

    @cached_property
    def level(self) -> I32:
        """By track, the highest level that can be reached."""
        return levels_after(self.made.problem, np.arange(self.made.problem.size))

    @cached_property
    def columns(self) -> I64:
        """The columns that need what cannot be reached."""
        problem = self.made.problem
        unmet = self.level[problem.need_track] < problem.need_level
        return np.unique(problem.need_column[unmet]).astype(np.int64)

    @cached_property
    def problem(self) -> Problem:
        """Those columns alone, for a person who holds all that can be reached."""
        return replace(restrict(self.made.problem, self.columns), held=self.level)

    def breaks(self, wanted: Iterable[Item]) -> tuple[tuple[Item, ...], bool]:
        """The items at which the chains to some items break off, and whether the very last column asks for them.

        From each column one goes back to what it needs, by the column with the fewest needs, until nothing gives that,
        or it leads round in a circle.
        """
        item, seen, direct = next((one for one in wanted if one[1] > self.level[one[0]]), None), set[Item](), True
        while item is not None:
            seen.add(item)
            givers = self._givers(item, above=direct)
            needs = min((self.problem.needs[j] for j in givers), key=len, default=())
            if not needs:
                return (), True
            roots = tuple(need for need in needs if not self._givers(need))
            item = next((need for need in needs if need not in seen), None)
            if roots or item is None:
                return roots or needs, direct
            direct = False
        return (), True

    def _givers(self, item: Item, *, above: bool = False) -> list[int]:
        """The columns, by their place among the blocked ones, that give an item; or, with `above`, one beyond it."""
        problem, (track, level) = self.problem, item
        rows = (problem.teach_track == track) & (level <= problem.teach_outcome)
        if not above:
            rows &= problem.teach_entry < level
        return [int(column) for column in np.unique(problem.teach_column[rows])]

    def leading_to(self, wanted: Iterable[int]) -> list[int]:
        """The tracks of which blocked columns on the way to some tracks need more than can be reached."""
        problem, tracks = self.problem, set(wanted)
        found: set[int] = set()
        while True:
            columns = np.unique(problem.teach_column[np.isin(problem.teach_track, sorted(tracks | found))])
            rows = np.isin(problem.need_column, columns) & (problem.need_level > self.level[problem.need_track])
            needed = set(problem.need_track[rows].tolist())
            if needed <= found:
                return sorted(found)
            found |= needed


def assessments(made: Catalogue, weight: int) -> tuple[Relaxation, ...]:
    """The competences of which nothing is known to be held, and that would open most if they were; best first.

    `weight` is what the route closes as it is. Counted are requirements that learning then reaches, not one that the
    assessment itself would meet.
    """
    blocked = Blocked(made)
    before = {target.requirement for target in closed_by(made.problem, blocked.level)}
    still = [target for target in made.problem.targets if target.requirement not in before]
    tracks = blocked.leading_to(track for target in still for track, _ in target.levels)
    best: dict[int, Relaxation] = {}
    for competence, level in _unjudged(blocked, tracks):
        one = _opened(blocked, competence, level, before, weight)
        if one.closes and (competence not in best or one.weight > best[competence].weight):
            best[competence] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.weight, one.level, one.value)))[:MOST]


def _unjudged(blocked: Blocked, tracks: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Competences of which nothing is held, with each level of them that is needed, the lowest first."""
    made, problem = blocked.made, blocked.problem
    rows = np.isin(problem.need_track, tracks) & (problem.need_level > blocked.level[problem.need_track])
    pairs = zip(problem.need_track[rows].tolist(), problem.need_level[rows].tolist(), strict=True)
    for competence, level in sorted({(made.competence(track), level) for track, level in pairs}):
        if not made.problem.held[made.tracks(competence)].any():
            yield competence, level


def _opened(blocked: Blocked, competence: int, level: int, before: set[int], weight: int) -> Relaxation:
    """What learning reaches once a competence is held at a level."""
    made, problem = blocked.made, blocked.problem
    held, own = problem.held.copy(), made.tracks(competence)
    held[own] = np.maximum(held[own], level)
    met = {target.requirement for target in closed_by(problem, held)}
    after = levels_after(replace(problem, held=held), np.arange(problem.size))
    new = [t for t in closed_by(problem, after) if t.requirement not in before | met]
    requirements = made.specification.requirements
    return Relaxation(
        constraint="assess",
        value=made.index.iri("competence", competence),
        closes=tuple(dict.fromkeys(requirements[target.requirement].competence for target in new)),
        weight=weight + sum(target.weight for target in new),
        cost=None,
        level=level,
    )
