"""What adopters have decided on one thing, read from either end: on a competence, or on a framework as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from signpost.engine.names import Names
from signpost.graph.query import rows
from signpost.store.release import Release


@dataclass(frozen=True, slots=True)
class DecisionOn:
    """A row of `queries/decision_on.rq`."""

    decision: str
    about: str
    outcome: str
    becomes: str
    start: date
    because: str


@dataclass(frozen=True, slots=True)
class AdoptionOf:
    """A row of `queries/adoption_of.rq`."""

    adoption: str
    new: str
    old: str
    start: date
    agreed_by: str


def decided(release: Release, thing: str) -> Iterator[tuple[str, str, str]]:
    """Each decision by its IRI, as a sentence that says from which day it holds, and why or by whom it was agreed."""
    names = Names(release.index)
    for whole in sorted(rows(AdoptionOf, release.backend, thing=thing), key=lambda row: (row.start, row.adoption)):
        said = f"adopted in the place of {_edition(release, whole.old)}"
        if thing == whole.old:
            said = f"{_edition(release, whole.new)} adopted in its place"
        yield whole.adoption, f"{said}, from {_day(whole.start)}", whole.agreed_by and f"agreed by {whole.agreed_by}"
    found = sorted(rows(DecisionOn, release.backend, thing=thing), key=lambda row: (row.start, row.decision))
    for decision, group in groupby(found, key=lambda row: row.decision):
        lines = list(group)
        becomes = " and ".join(sorted({names.called(line.becomes) for line in lines if line.becomes}))
        outcome = lines[0].outcome.rsplit("/", 1)[-1]
        said = _OUTCOMES.get(outcome, outcome).format(becomes=becomes or "another")
        if thing != lines[0].about:
            said = _TAKES.get(outcome, outcome).format(old=names.called(lines[0].about))
        yield decision, f"{said}, from {_day(lines[0].start)}", lines[0].because


_OUTCOMES = {
    "same": "the same as {becomes}",
    "replaced": "replaced by {becomes}",
    "ended": "ended, with nothing in its place",
    "kept": "kept as it is",
}
"""What each outcome says of the old competence."""

_TAKES = {"same": "the same as {old}, in whose place it stands", "replaced": "takes the place of {old}"}
"""And of the new one."""


def _edition(release: Release, framework: str) -> str:
    """A framework with its edition, which its label may leave out."""
    row = release.index.find("framework", framework)
    if row < 0:
        return Names(release.index).called(framework)
    label, edition = (
        release.index.label("framework", row),
        release.index.text(int(release.index.framework_edition[row])),
    )
    return label if not edition or edition in label else f"{label} ({edition})"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
