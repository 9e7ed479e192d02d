"""What a person holds on the day, in every competence that an attainment reaches, knowledge and performance apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from signpost.engine.audit import audit
from signpost.engine.index import Index
from signpost.model import PersonSpecification, Requirement, Shows

FACETS = (Shows.KNOWLEDGE, Shows.PERFORMANCE)


def held_levels(index: Index, specification: PersonSpecification) -> NDArray[np.int32]:
    """Shape (2, competences): the level held in knowledge and in performance, 0 where nothing that counts says more.

    The audit itself is asked, so that a prerequisite is held by the same rules as a requirement.
    """
    rows = _reached(index, specification)
    asked = tuple(
        Requirement(id="", competence=index.iri("competence", row), level=1, asks=facet)
        for facet in FACETS
        for row in rows
    )
    lines = audit(index, replace(specification, requirements=asked)).lines
    held = np.zeros((len(FACETS), len(index.competence_iri)), dtype=np.int32)
    if rows:
        levels = np.array([line.held or 0 for line in lines], dtype=np.int32)
        held[:, rows] = levels.reshape(len(FACETS), len(rows))
    return held


def _reached(index: Index, specification: PersonSpecification) -> list[int]:
    """The competences attained, and those aligned with one that is."""
    found = {index.find("competence", attainment.competence) for attainment in specification.attainments} - {-1}
    for row in sorted(found):
        found.update(index.alignment_target[index.alignment_rows[row] : index.alignment_rows[row + 1]].tolist())
    return sorted(found)
