"""What keeps a resource out of a best route: each one thing of it that would bring it in, if it alone were otherwise.

Nothing is guessed: the resource is changed in that one thing, and the best route that takes it is found again. It
counts where that route closes more, or costs less, than the best one that does without. A price and a learning time
stand in the cost with fixed factors, so that how far either may rise follows from one search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from signpost.engine.catalogue import ASKED, Catalogue, catalogue
from signpost.engine.holdings import held_levels
from signpost.engine.index import CLOSE, EXACT, KNOWLEDGE, PERFORMANCE, Index
from signpost.engine.optimum import Optimum, optimum
from signpost.engine.problem import Problem
from signpost.model import Audit, Keeps, Obstacle

MOST = 3
"""So many changes of one kind are tried, the smallest first."""

BOTH = KNOWLEDGE | PERFORMANCE
_FACETS = {0: KNOWLEDGE, 1: PERFORMANCE}

Trial = tuple[Obstacle, Index]
"""What would be otherwise, and the index in which it is."""


@dataclass(frozen=True, slots=True)
class Rival:
    """The best route without a resource, and what each search for one with it may take."""

    route: Optimum
    work_limit: int


def obstacles(
    made: Catalogue, resource: int, rival: Rival, matches: Iterable[tuple[int, int]] = ()
) -> Iterator[Obstacle]:
    """Each one thing that keeps a resource out; `matches` as `aligned` says. Raises Unproven."""
    own = np.flatnonzero(made.problem.resource == resource)
    if len(own):
        yield from _limits(made, resource, rival)
        trials = [*_outcomes(made, resource), *_entries(made, resource), *_shows(made, resource)]
        trials += [*_prerequisites(made, resource), *_aligned(made, resource, matches)]
    else:
        yield from _untimed(made, resource, rival)
        trials = list(_dates(made, resource))
    for obstacle, index in trials:
        if _wins(_forced(_changed(made, index), resource, rival), rival):
            yield obstacle


def aligned(made: Catalogue, resource: int) -> list[tuple[int, int]]:
    """The teaching rows of a resource on something that is not asked for, each with a match of it that is."""
    index, asked = made.index, set(_levels_asked(made))
    found = []
    for row in _rows(index.teaches_rows, resource):
        taught = int(index.teaches_competence[row])
        near = slice(int(index.alignment_rows[taught]), int(index.alignment_rows[taught + 1]))
        close = np.isin(index.alignment_relation[near], (EXACT, CLOSE))
        for other in index.alignment_target[near][close].tolist() if taught not in asked else ():
            found += [(row, other)] if other in asked else []
    return found


# ---------------------------------------------------------------------------------------------- searching again
def _changed(made: Catalogue, index: Index) -> Problem:
    """The problem of the same person in a changed index."""
    specification = made.specification
    audited = Audit(specification, _lines(made), index.release)
    return catalogue(index, specification, audited, held=held_levels(index, specification)).problem


def _forced(problem: Problem, resource: int, rival: Rival) -> Optimum | None:
    """The best route that takes a resource; none where it cannot be taken."""
    own = tuple(np.flatnonzero(problem.resource == resource).tolist())
    return optimum(replace(problem, required=(own,)), rival.work_limit)


def _wins(found: Optimum | None, rival: Rival) -> bool:
    return found is not None and found.rank < rival.route.rank
