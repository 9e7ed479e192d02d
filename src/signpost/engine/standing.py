"""Whether competences are in use: their own status or that of their edition, whether it is in force on a day, and what
has taken their place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from signpost.engine.audit import audit
from signpost.engine.index import Index
from signpost.engine.names import slug_in_words
from signpost.model import Edition, PersonSpecification, Requirement

PASSED = ("withdrawn", "superseded", "legacy", "draft")
"""The statuses of what is not, or no longer, in use."""


@dataclass(frozen=True, slots=True)
class Use:
    """Whether a competence is in use on a day."""

    status: str
    """Its own, else that of its framework."""
    edition: Edition
    replacement: str
    """IRI of the competence that has taken its place, or empty."""


Standings = Mapping[str, Use]
"""By IRI of the competence."""


def standings(index: Index, competences: Sequence[str], as_at: date) -> Standings:
    """Whether each competence is in use on a day; the audit itself is asked, so that both say the same."""
    asked = tuple(Requirement(id="", competence=iri, level=1) for iri in sorted(set(competences)))
    nobody = PersonSpecification(person="", post="", roles=(), as_at=as_at, requirements=asked)
    return {line.requirement.competence: _use(index, line.requirement.competence, line.edition)
            for line in audit(index, nobody).lines}  # fmt: skip


def _use(index: Index, iri: str, edition: Edition) -> Use:
    row = index.find("competence", iri)
    framework, status = int(index.competence_framework[row]), int(index.competence_status[row])
    if status < 0 and framework >= 0:
        status = int(index.framework_status[framework])
    replacement = int(index.competence_replacement[row])
    replaced = index.iri("competence", replacement) if replacement >= 0 else ""
    return Use(slug_in_words(index.text(status)), edition, replaced)
