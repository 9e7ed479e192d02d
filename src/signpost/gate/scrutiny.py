"""What is doubtful about learning resources beyond their shape: advice, which never keeps a submission out.

Claims against time, e-learning against observation, numbers and addresses that can be none, runs that are over, facts
that may have aged, and one thing sent twice. The day is given; nothing here reads a clock or the network.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from signpost import words
from signpost.gate import claims, days, twins, writing
from signpost.gate.ownership import AT_ONCE, source_of
from signpost.gate.resources import Doubt, pointed, resources
from signpost.gate.validate import in_order
from signpost.graph.backend import Backend
from signpost.graph.query import Term, rows
from signpost.model import Finding, Node, Submission
from signpost.wellformed import is_iri


@dataclass(frozen=True, slots=True)
class Offered:
    """One statement about a learning resource, or about what it teaches."""

    graph: str
    thing: Term
    word: Term
    value: Term


def advice(submission: Submission, today: date, own: Sequence[Node] = ()) -> list[Finding]:
    """Every doubt about a submission on a day; `own` are the resources of its providers that stay in the graph."""
    found = dict.fromkeys(doubt.found(submission) for doubt in _doubts(submission, today, own))
    return sorted(found, key=in_order)


def _doubts(submission: Submission, today: date, own: Sequence[Node]) -> Iterator[Doubt]:
    sent = resources(submission.nodes)
    for resource in sent:
        yield from claims.doubts(resource)
        yield from days.over(resource, today)
    for node in submission.nodes:
        if isinstance(node.get("id"), str):
            yield from writing.doubts(node)
            yield from days.aged(node, today)
    yield from twins.doubts(sent, resources(own))


def staying(submission: Submission, backend: Backend, replaced: Collection[str]) -> list[Node]:
    """What other sources say of learning resources of the same providers; `replaced` names the sources that go."""
    providers = {iri for resource in resources(submission.nodes) for iri in pointed(resource.node, "provider")}
    every = sorted(filter(is_iri, providers))
    said = [row for start in range(0, len(every), AT_ONCE)
            for row in rows(Offered, backend, providers=every[start : start + AT_ONCE])
            if source_of(row.graph) not in replaced]  # fmt: skip
    return words.from_triples((row.thing, row.word, row.value) for row in said)[0]
