"""An adoption: the decisions on a new edition as the nodes of a graph of its own, so that dropping it undoes it all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from signpost.exchange.decisions import OUTCOMES
from signpost.model import THINGS, Decision, EditionDiff, Finding, Impact, Node, Source, Submission


def source_of(new: str) -> str:
    """The name of the source that holds the adoption of a framework, by the framework's IRI."""
    return f"adoption-{_slug(new)}"


def adoption(
    impact: Impact, decisions: Sequence[Decision], findings: Iterable[Finding], start: date, agreed_by: str
) -> Submission:
    """The adoption as a submission; what is missing or does not fit is a finding that refuses it, all at once.

    Everything that rests on the old edition and does not keep its cover must be decided, once.
    """
    diff = impact.diff
    iri = f"{THINGS}adoption/{_slug(diff.new.iri)}"
    nodes = [_node(iri, one) for one in decisions]
    whole: Node = {
        "id": iri, "type": "Adoption", "adopts": diff.new.iri, "supersedes": diff.old.iri,
        "validFrom": start.isoformat(), "agreedBy": agreed_by, "decision": [node["id"] for node in nodes],
    }  # fmt: skip
    label = f"Adoption of {diff.new.label}"
    return Submission(
        Source(source_of(diff.new.iri), label=label, publisher=agreed_by),
        (whole, *nodes),
        (*findings, *_faults(impact, decisions)),
        {node["id"]: one.place for node, one in zip(nodes, decisions, strict=True)},
    )


def _node(iri: str, one: Decision) -> Node:
    node = {
        "id": f"{iri}#{_slug(one.old)}", "type": "Decision", "decisionAbout": one.old, "outcome": one.outcome,
        "agreedBy": one.agreed_by, "decidedOn": one.decided_on, "because": one.because,
        "becomes": list(one.becomes) if one.outcome in ("same", "replaced") else [],
    }  # fmt: skip
    return {word: value for word, value in node.items() if value}


def _faults(impact: Impact, decisions: Sequence[Decision]) -> Iterator[Finding]:
    diff, seen = impact.diff, set[str]()
    old = {thing.iri: thing for change in diff.changes for thing in change.old}
    new = {thing.iri for change in diff.changes for thing in change.new}
    for one in decisions:
        yield from (Finding(message, place=one.place, path=path) for path, message in _of_one(one, diff, set(old), new))
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
    if not one.agreed_by:
        yield "agreed_by", "Who decided is not said: write a role, such as 'development lead', and no name."
    if not _is_day(one.decided_on):
        yield "decided_on", f"'{one.decided_on}' is not a day: write it as 2026-03-02."


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _slug(iri: str) -> str:
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in iri.rstrip("/#").rsplit("/", 1)[-1].lower())
    return "-".join(filter(None, kept.split("-")))
