"""What a submission would come to before anybody publishes it: what the gate finds, and what its source would say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from signpost.errors import RefusedSubmission
from signpost.gate import amending, naming
from signpost.gate.ownership import given_way, joined
from signpost.gate.publish import publish
from signpost.model import GRAPHS, Finding, Submission

if TYPE_CHECKING:
    from signpost.store.release import Store


@dataclass(frozen=True, slots=True)
class Prospect:
    """A submission as it would be published, and what the gate finds."""

    submission: Submission
    """With the things that its texts name, and without what it leaves to others."""
    findings: tuple[Finding, ...]
    """A refused one keeps all of it from being published."""
    kept: bytes
    """What its source goes on saying where it is amended, as sorted N-Triples lines."""


def prospect(submission: Submission, store: Store, today: date | None = None) -> Prospect:
    """What a submission would come to on a day; nothing is published.

    Raises SignpostError where the source's name is none, StoreEmpty, StoreError.
    """
    try:
        findings = publish(submission, store, dry_run=True, today=today).findings
    except RefusedSubmission as refused:
        findings = refused.findings
    release = store.current()
    named = naming.resolved(submission, store)
    (sent,) = joined(given_way([named], release.backend, ()), release.backend, ())
    graph = GRAPHS + sent.source.id
    amends = sent.amends and graph in release.graphs
    return Prospect(sent, findings, amending.staying(sent, release.backend.dump(graph)) if amends else b"")
