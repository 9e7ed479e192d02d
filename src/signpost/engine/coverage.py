"""How far learning covers competences: which are needed, which are taught, and which nobody teaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from signpost.engine.index import Index


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many competences of a framework there are, and how they are covered."""

    framework: int
    """Its id; -1 for competences that stand in none."""
    competences: int
    needed: int
    """Those that a role requires."""
    taught: int
    """Those that a resource says it teaches."""
    missing: int
    """Those that a role requires and no resource teaches."""
    resources: int
    """Resources that teach one of them."""


def coverage(index: Index) -> Iterator[Coverage]:
    """The coverage of each framework that holds competences, in the order of the IRIs."""
    needed, taught = _named(index, index.requirement_competence), _named(index, index.teaches_competence)
    resource = np.repeat(np.arange(len(index.resource_iri)), np.diff(index.teaches_rows))
    place = index.competence_framework[index.teaches_competence]
    for framework in np.unique(index.competence_framework).tolist():
        own = index.competence_framework == framework
        yield Coverage(
            framework=framework,
            competences=int(own.sum()),
            needed=int((own & needed).sum()),
            taught=int((own & taught).sum()),
            missing=int((own & needed & ~taught).sum()),
            resources=len(np.unique(resource[place == framework])),
        )


def untaught(index: Index, framework: int | None = None, *, needed: bool = False) -> list[int]:
    """The ids of competences, of a framework where one is given, that no resource teaches; those needed alone."""
    left = ~_named(index, index.teaches_competence)
    if framework is not None:
        left &= index.competence_framework == framework
    if needed:
        left &= _named(index, index.requirement_competence)
    return [int(competence) for competence in np.flatnonzero(left)]


def _named(index: Index, column: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which competences a column names."""
    return np.bincount(column, minlength=len(index.competence_iri)) > 0
