"""An adoption: the decisions on a new edition as the nodes of a graph of its own, so that dropping it undoes it all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from signpost.errors import RefusedSubmission, SignpostError
from signpost.exchange.decisions import OUTCOMES
from signpost.exchange.slugs import slug
from signpost.graph.query import rows
from signpost.model import (
    GRAPHS,
    THINGS,
    Decision,
    EditionDiff,
    EditionThing,
    Finding,
    Impact,
    Node,
    Source,
    Submission,
)
from signpost.store.release import Release


@dataclass(frozen=True, slots=True)
class Adopted:
    """A row of `queries/adopted.rq`."""

    adoption: str
    old: str
    graph: str


def source_that_adopts(release: Release, new: str, replaces: str = "") -> str:
    """The name of the source that holds the adoption of a framework, named by IRI.

    Raises SignpostError where it was not adopted, or in the place of several others and `replaces` does not say which.
    """
    found = [row for row in rows(Adopted, release.backend, new=new) if replaces in ("", row.old)]
    if not found:
        raise SignpostError(f"{new} was not adopted, so that nothing can be taken back.")
    if len(found) > 1:
        old = ", ".join(sorted(row.old for row in found))
        raise SignpostError(f"{new} was adopted in the place of several: {old}. Say which with --replaces.")
    return found[0].graph.removeprefix(GRAPHS).partition("/")[0]


def adoption(
    impact: Impact,
    decisions: Sequence[Decision],
    findings: Iterable[Finding],
    start: date,
    agreed_by: str,
    release: Release,
    today: date,
) -> Submission:
    """The adoption as a submission; raises RefusedSubmission with all that is missing or does not fit.

    Everything that rests on the old edition and does not keep its cover must be decided, once. What is stated to be an
    exact match is written down as the same. Where a row does not say who decided, it is who agreed to the whole; where
    it does not say what it becomes, it is what is likely.
    """
    diff = impact.diff
    name = f"adoption-{_name(diff.new.iri, diff.new.iri + ' ' + diff.old.iri)}"
    iri = f"{THINGS}adoption/{name.removeprefix('adoption-')}"
    likely = {thing.iri: change.new for change in diff.changes for thing in change.old}
    decisions = [_whole(one, agreed_by, likely.get(one.old, ())) for one in decisions]
    faults = [*findings, *_faults(impact, decisions, today), *_too_early(release, diff, start)]
    if faults:
        raise RefusedSubmission(f"the adoption of {diff.new.label}", faults)
    every = (*decisions, *_carried(diff, decisions, start, agreed_by))
    nodes = [_node(iri, one) for one in every]
    whole: Node = {
        "id": iri, "type": "Adoption", "adopts": diff.new.iri, "supersedes": diff.old.iri,
        "validFrom": start.isoformat(), "agreedBy": agreed_by, "decision": [node["id"] for node in nodes],
    }  # fmt: skip
    label = f"Adoption of {diff.new.label}"
    return Submission(
        Source(name, label=label, publisher=agreed_by),
        (whole, *nodes),
        (),
        {node["id"]: one.place for node, one in zip(nodes, every, strict=True)},
        adopts=True,
    )


def _whole(one: Decision, agreed_by: str, likely: Sequence[EditionThing]) -> Decision:
    """A decision with what goes without saying."""
    becomes = one.becomes
    if not becomes and one.outcome in ("same", "replaced"):
        becomes = tuple(thing.iri for thing in likely)
    return replace(one, agreed_by=one.agreed_by or agreed_by, becomes=becomes)


def _too_early(release: Release, diff: EditionDiff, start: date) -> Iterator[Finding]:
    row = release.index.find("framework", diff.new.iri)
    first = int(release.index.framework_from[row]) if row >= 0 else -1
    if start.toordinal() < first:
        out = date.fromordinal(first).isoformat()
        message = f"{diff.new.label} was not out on {start}: it is stated to hold from {out} at the earliest."
        yield Finding(message, path="from")


def _carried(diff: EditionDiff, decisions: Iterable[Decision], start: date, agreed_by: str) -> Iterator[Decision]:
    """What carries by itself to a new address, so that it is asked for under that."""
    decided = {one.old for one in decisions}
    for change in diff.changes:
        if change.carries and change.old[0].iri not in {change.new[0].iri, *decided}:
            because = "; ".join(change.evidence)
            yield Decision(
                change.old[0].iri, "same", (change.new[0].iri,), agreed_by, start.isoformat(), because=because
            )


def _node(iri: str, one: Decision) -> Node:
    node = {
        "id": f"{iri}#{_name(one.old, one.old)}", "type": "Decision", "decisionAbout": one.old, "outcome": one.outcome,
        "agreedBy": one.agreed_by, "decidedOn": one.decided_on, "because": one.because,
        "becomes": list(one.becomes) if one.outcome in ("same", "replaced") else [],
    }  # fmt: skip
    return {word: value for word, value in node.items() if value}


def _faults(impact: Impact, decisions: Sequence[Decision], today: date) -> Iterator[Finding]:
    diff, seen = impact.diff, set[str]()
    old = {thing.iri: thing for change in diff.changes for thing in change.old}
    new = {thing.iri for change in diff.changes for thing in change.new}
    for one in decisions:
        found = (*_of_one(one, diff, set(old), new), *_of_its_day(one, today))
        yield from (Finding(message, place=one.place, path=path) for path, message in found)
        if one.old in seen:
            yield Finding("It is decided twice: keep one of the rows.", place=one.place, path="old")
        seen.add(one.old)
    waiting = {thing.iri for change in impact.to_decide for thing in change.old}
    rests = {one.about.iri for one in impact.touched}
    for iri in sorted((waiting & rests) - seen):
        told = f"{old[iri].code} {old[iri].label}".strip()
        yield Finding(f"Nothing is decided on {told}, on which something rests: add its row.", node=iri, path="old")


def _of_one(one: Decision, diff: EditionDiff, old: set[str], new: set[str]) -> Iterator[tuple[str, str]]:
    if one.old not in old:
        yield "old", f"'{one.old}' is not of {diff.old.label}."
    if one.outcome not in OUTCOMES:
        given = f"'{one.outcome}' is no outcome" if one.outcome else "No outcome is given"
        yield "outcome", f"{given}: write one of {', '.join(OUTCOMES)}."
    if one.outcome in ("same", "replaced"):
        if not one.becomes:
            yield "becomes", f"It is {one.outcome}, but by what is not said: write the address of the new competence."
        yield from (("becomes", f"'{iri}' is not of {diff.new.label}.") for iri in one.becomes if iri not in new)
    if one.outcome == "same" and len(one.becomes) > 1:
        yield "becomes", "One thing cannot be the same as several: write one address, or the outcome 'replaced'."
    if one.outcome in ("ended", "kept") and one.becomes:
        yield "becomes", f"It is {one.outcome}, and yet becomes something: leave 'becomes' empty, or write 'replaced'."


def _of_its_day(one: Decision, today: date) -> Iterator[tuple[str, str]]:
    try:
        day = date.fromisoformat(one.decided_on)
    except ValueError:
        said = f"'{one.decided_on}' is not a day" if one.decided_on else "The day of the decision is not given"
        yield "decided_on", f"{said}: write it as 2026-03-02."
    else:
        if day > today:
            yield "decided_on", f"{day} has not come yet: write the day on which it was decided."


def _name(iri: str, whole: str) -> str:
    """The end of an IRI that a reader knows it by, with a digest, so that two that end alike never meet."""
    return f"{slug(iri.rstrip('/#').rsplit('/', 1)[-1])[:40]}-{hashlib.sha256(whole.encode()).hexdigest()[:8]}"
