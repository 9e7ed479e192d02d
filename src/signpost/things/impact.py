"""What a new edition would do to everything that rests on the old one: told before anybody adopts it.

A use keeps its cover where the thing is in both editions by one IRI, or where somebody states an exact match. "Replaced
by", a code or a title alone carry nothing: such a use waits for a decision, as do splits and mergers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from signpost.engine.audit import audit
from signpost.engine.index import STATED
from signpost.engine.names import Names
from signpost.engine.route import route
from signpost.graph.query import rows
from signpost.model import (
    Change,
    EditionChange,
    EditionDiff,
    EditionThing,
    Impact,
    PersonSpecification,
    Touched,
    Verdict,
)
from signpost.store.release import Release

_KINDS = ("role", "occupation", "resource", "award")


@dataclass(frozen=True, slots=True)
class Resting:
    """A row of `queries/resting.rq`."""

    user: str
    word: str
    used: str


def impact(
    release: Release,
    diff: EditionDiff,
    cases: Sequence[tuple[str, PersonSpecification]] = (),
    *,
    anew: bool = False,
) -> Impact:
    """Everything that rests on the old edition, and what the new one would do to it; a case is named by its file.

    What an adoption has decided is told as decided, unless everything is to be decided `anew`.
    """
    by_old = {
        thing.iri: (thing, change, Verdict.DECIDED if not anew and _is_decided(release, thing.iri) else verdict(change))
        for change in diff.changes
        for thing in change.old
    }
    found = [*_of_graph(release, diff.old.iri, by_old)]
    for name, case in cases:
        found += _of_case(release, name, case, by_old)
    return Impact(diff, tuple(sorted(set(found), key=_order)))


def verdict(change: EditionChange) -> Verdict:
    """What becomes of whatever rests on the old thing of a change."""
    if change.carries:
        return Verdict.KEEPS
    return Verdict.LOSES if change.certain and change.change is Change.WITHDRAWN else Verdict.DECIDE


_Found = tuple[EditionThing, EditionChange, Verdict]
_ByOld = Mapping[str, _Found]
"""Things of the old edition by their IRIs, each with its change and what that means."""


def _is_decided(release: Release, competence: str) -> bool:
    row = release.index.find("competence", competence)
    if row < 0:
        return False
    start, end = release.index.succession_rows.data[row : row + 2]
    return bool((release.index.succession_kind[start:end] != STATED).any())


def _of_graph(release: Release, framework: str, by_old: _ByOld) -> Iterator[Touched]:
    known: dict[str, tuple[str, str]] = {}
    for row in rows(Resting, release.backend, framework=framework):
        owner = row.user.partition("#")[0]
        if owner not in known:
            known[owner] = _named(release, owner, row.word)
        kind, label = known[owner]
        if kind and row.used in by_old:
            yield _touched(owner, kind, label, by_old[row.used])


def _named(release: Release, thing: str, word: str) -> tuple[str, str]:
    """The kind and the label of what rests on a competence; none where it is of no kind that is told."""
    for kind in _KINDS:
        row = release.index.find(kind, thing)
        if row >= 0:
            return kind, release.index.label(kind, row)
    return ("duty", Names(release.index).called(thing)) if word.endswith("metBy") else ("", "")


def _of_case(release: Release, name: str, case: PersonSpecification, by_old: _ByOld) -> Iterator[Touched]:
    """The lines and attainments of a specification, and the steps of its route that would lose what they are for."""
    said = case.label or case.post
    yield from (_touched(name, "specification", said, by_old[line.competence]) for line in case.requirements
                if line.competence in by_old)  # fmt: skip
    yield from (_touched(name, "attainment", said, by_old[held.competence]) for held in case.attainments
                if held.competence in by_old)  # fmt: skip
    steps = route(release.index, case, audit(release.index, case), alternatives=0, changes=False).steps
    for step in steps:
        for competence in dict.fromkeys(reason.competence for reason in step.reasons):
            if competence in by_old:
                yield _touched(step.resource, "route step", f"{step.label} ({said})", by_old[competence])


def _touched(thing: str, kind: str, label: str, found: _Found) -> Touched:
    about, change, said = found
    return Touched(thing, kind, label, about, change, said)


def _order(one: Touched) -> tuple[str, ...]:
    return one.kind, one.label, one.thing, one.about.iri
