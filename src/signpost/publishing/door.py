"""The door by which providers publish over the network, and by which stewards let them in.

    bytes -> read (apart) -> the gate -> published, or held for a steward, or refused with every finding, or a draft

What the gate says is the same by every way in. The clock is given, so that nothing here reads one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from signpost.errors import NotAllowed, RefusedSubmission, StoreEmpty, StoreError, UnknownName
from signpost.exchange import rdf
from signpost.gate.amending import wholes
from signpost.gate.publish import check_name
from signpost.gate.validate import refused
from signpost.home import own, shipped
from signpost.ledger import history, reports, submissions, tokens
from signpost.ledger.history import Entry, Still, anyhow
from signpost.ledger.submissions import Outcome
from signpost.ledger.tables import Ledger, open_ledger, stamp
from signpost.model import (
    Finding,
    Publication,
    PublicationRecord,
    Received,
    Report,
    Source,
    Submission,
    SubmissionRecord,
    SubmissionState,
    Token,
)
from signpost.publishing.received import Look, Read, look_here, read_here
from signpost.store.release import Store

MOST_OPEN = 100
"""Submissions of one source whose content is kept until they are published."""


def _silent(sentence: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Door:
    """The door of one store, with the ledger beside it; `clock` gives the moment, in any time zone."""

    store: Store
    ledger: Ledger
    clock: Callable[[], datetime]
    read: Read = read_here
    look: Look = look_here

    # -------------------------------------------------------------------------------------------- providers
    def submit(
        self, received: Received, by: str, *, draft: bool = False, dry_run: bool = False, about: str = ""
    ) -> SubmissionRecord:
        """Take a submission in: publish it, hold it, keep it as a draft or refuse it with every finding.

        With `dry_run` it is only checked. `about` is the IRI of the one resource that it must describe. Raises
        NotAllowed where the source has too many that are not published, SignpostError where its name is none or
        that of a shipped one, StoreError.
        """
        shipped.keep(received.source)
        if dry_run:
            return self._shown(received, by, self._outcome(received, by, dry_run=True, about=about))
        if submissions.number_open(self.ledger, received.source) >= MOST_OPEN:
            raise NotAllowed(f"{received.source} has {MOST_OPEN} drafts and held submissions. Publish or remove some.")
        outcome = self._outcome(received, by, draft=draft, about=about)
        try:
            return self.submission(submissions.add(self.ledger, received, outcome, by, self.clock()))
        except StoreError:
            if outcome.state is not SubmissionState.PUBLISHED:
                raise
            return self._shown(received, by, outcome)  # it is published, though it could not be written down

    def renew(self, id: str, received: Received, by: str) -> SubmissionRecord:
        """Other content for a draft, a held or a returned submission, checked anew; a held one stays held.

        Raises UnknownName, NotAllowed where it is published or refused already.
        """
        before = self.submission(id)
        outcome = self._outcome(received, by, draft=True)
        if before.state is SubmissionState.HELD and not refused(outcome.findings):
            outcome = replace(outcome, state=SubmissionState.HELD)
        submissions.renew(self.ledger, id, received, outcome, by, self.clock())
        return self.submission(id)

    def publish(self, id: str, by: str) -> SubmissionRecord:
        """Publish a draft or one that was returned; what is refused stays what it was, with every finding.

        Raises UnknownName, NotAllowed where it is neither.
        """
        before = self.submission(id)
        if before.state not in (SubmissionState.DRAFT, SubmissionState.RETURNED):
            raise NotAllowed(f"The submission {id} is {before.state}: only a draft or a returned one is published.")
        sent = submissions.received(self.ledger, id)
        outcome = self._outcome(sent, by, still=partial(submissions.still, id=id, states={before.state}, seen=sent))
        if outcome.state is SubmissionState.REFUSED:
            outcome = replace(outcome, state=before.state, comment=before.comment, decided_by=before.decided_by)
        return self._decided(before, sent, outcome)

    def withdraw(self, source: str, resource: str, by: str) -> SubmissionRecord:
        """Let a source describe one of its resources no more, with its parts; raises as `submit`."""
        return self.submit(Received(b"", "withdrawal", source, amends=True, withdraws=(resource,)), by)

    def remove(self, id: str) -> None:
        """Forget a submission that was not published; raises UnknownName, NotAllowed."""
        self.submission(id)
        submissions.remove(self.ledger, id)

    def submission(self, id: str) -> SubmissionRecord:
        """One submission and what became of it; raises UnknownName."""
        return submissions.record(self.ledger, id)

    def named(self, beginning: str) -> SubmissionRecord:
        """The one submission whose id begins so; raises UnknownName where none or several do."""
        return submissions.named(self.ledger, beginning)

    def submissions(
        self, *, sources: Collection[str] | None = None, state: SubmissionState | None = None
    ) -> list[SubmissionRecord]:
        """Submissions of some sources, or of all, the newest first."""
        return submissions.records(self.ledger, sources=sources, state=state)

    def sent(self, id: str) -> Submission:
        """What a submission that is not published yet says; raises UnknownName, NotAllowed where it is gone."""
        return self.read(submissions.received(self.ledger, id))

    def received(self, id: str) -> Received:
        """The same as it came; raises as `sent`."""
        return submissions.received(self.ledger, id)

    # -------------------------------------------------------------------------------------------- history
    def history(self, source: str) -> list[PublicationRecord]:
        """Every publication of a source, the last one first; raises UnknownName where it has none."""
        found = history.records(self.ledger, source, self._current())
        if not found:
            raise UnknownName("history of a source", source, remedy=f"signpost publish FILE --source {source}")
        return found

    def content(self, source: str, number: int) -> bytes:
        """What one publication said, as sorted lines of N-Triples; raises UnknownName."""
        return history.lines(self.ledger, source, number)

    def restore(self, source: str, number: int, by: str, *, dry_run: bool = False) -> Publication:
        """Publish again what a source said in one of its publications.

        It passes the gate as it is today: raises RefusedSubmission with every finding, UnknownName.
        """
        lines = self.content(source, number)
        if not lines:
            raise NotAllowed(f"Publication {number} of {source} withdrew everything: use 'signpost publish' instead.")
        sent = rdf.read_bytes(lines, "ntriples", Source(source), f"{source}-{number}.nt")
        return self._admitted(sent, by, dry_run=dry_run, restores=number)[0]

    # -------------------------------------------------------------------------------------------- stewards
    def queue(self) -> list[SubmissionRecord]:
        """What waits for a steward, the oldest first."""
        return self.submissions(state=SubmissionState.HELD)[::-1]

    def accept(self, id: str, by: str) -> SubmissionRecord:
        """Publish what is held; where the gate refuses it by now, it goes back with every finding.

        Raises UnknownName, NotAllowed where it is not held.
        """
        before = self._held(id)
        sent = submissions.received(self.ledger, id)
        held = partial(submissions.still, id=id, states={SubmissionState.HELD}, seen=sent)
        outcome = self._outcome(sent, by, accepted=True, still=held)
        if outcome.state is SubmissionState.REFUSED:
            outcome = replace(outcome, state=SubmissionState.RETURNED, comment="It no longer passes: see the findings.")
        return self._decided(before, sent, replace(outcome, decided_by=by))

    def send_back(self, id: str, comment: str, by: str) -> SubmissionRecord:
        """Return what is held to its provider, with a comment; raises UnknownName, NotAllowed where it is not held."""
        before, sent = self._held(id), submissions.received(self.ledger, id)
        return self._decided(
            before, sent, Outcome(SubmissionState.RETURNED, before.findings, comment=comment, decided_by=by)
        )

    def _decided(self, before: SubmissionRecord, sent: Received, outcome: Outcome) -> SubmissionRecord:
        """The submission with what became of it."""
        try:
            submissions.decide(self.ledger, before.id, before.state, sent, outcome)
        except StoreError:
            if outcome.state is not SubmissionState.PUBLISHED:
                raise
            # It is published, though that could not be written down: who publishes it again will confirm it.
            return replace(self._shown(sent, before.by, outcome), id=before.id, at=before.at)
        return self.submission(before.id)

    def _held(self, id: str) -> SubmissionRecord:
        found = self.submission(id)
        if found.state is not SubmissionState.HELD:
            raise NotAllowed(f"The submission {id} is {found.state}: only one that is held can be decided upon.")
        return found

    def is_held(self, source: str) -> bool:
        """Whether what a source sends waits for a steward."""
        return submissions.is_held(self.ledger, source)

    def hold(self, source: str, held: bool) -> None:
        """Let what a source sends wait for a steward from now on, or be published at once.

        Raises SignpostError where that is no name of a source.
        """
        check_name(source)
        submissions.hold(self.ledger, source, held)

    def sources(self) -> list[str]:
        """Every source of users that has published or sent something, or may, in order of their names."""
        tokens = {source for token in self.tokens() for source in token.sources}
        try:
            published = {source.id for source in self.store.current().sources if not source.shipped}
        except StoreEmpty:
            published = set()
        return sorted(tokens | published | submissions.sources(self.ledger))

    # -------------------------------------------------------------------------------------------- reports
    def report(self, thing: str, text: str) -> Report:
        """Keep what a reader says is wrong with a thing; raises UnknownName for no thing of the store, NotAllowed."""
        if not thing or not self.store.current().labels.exactly(thing):
            raise UnknownName("thing called", thing)
        return reports.add(self.ledger, thing, text, self.clock())

    def reports(self) -> list[Report]:
        """Every report that nobody has seen to, the oldest first."""
        return reports.reports(self.ledger)

    def settle_report(self, id: str) -> None:
        """Let go of a report that was seen to; raises UnknownName."""
        reports.settle(self.ledger, id)

    # -------------------------------------------------------------------------------------------- tokens
    def issue(self, name: str, sources: Sequence[str], *, steward: bool = False, days: int = 365) -> tuple[Token, str]:
        """A new token, and the text of it, which can never be had again; raises SignpostError for no source's name."""
        for source in sources:
            check_name(source)
        return tokens.issue(self.ledger, name, sources, steward=steward, days=days, now=self.clock())

    def token(self, text: str) -> Token | None:
        """The token that a text is, where it is one that counts now."""
        return tokens.checked(self.ledger, text, self.clock())

    def token_with_id(self, id: str) -> Token | None:
        """The token that has an id, where it counts now: for whoever has shown the token itself before."""
        return tokens.known(self.ledger, id, self.clock())

    def tokens(self) -> list[Token]:
        """Every token that was ever made, the oldest first."""
        return tokens.tokens(self.ledger)

    def rotate(self, id: str, *, days: int = 365) -> tuple[Token, str]:
        """A new token in the place of one, which ends at once; raises UnknownName, NotAllowed."""
        return tokens.rotate(self.ledger, id, days=days, now=self.clock())

    def revoke(self, id: str) -> Token:
        """End a token at once and for good; raises UnknownName."""
        return tokens.revoke(self.ledger, id, self.clock())

    # -------------------------------------------------------------------------------------------- the gate
    def _outcome(
        self,
        received: Received,
        by: str,
        *,
        draft: bool = False,
        dry_run: bool = False,
        accepted: bool = False,
        about: str = "",
        still: Still = anyhow,
    ) -> Outcome:
        """What becomes of what came."""
        held = not accepted and self.is_held(received.source)
        only_checked = draft or dry_run or held
        try:
            sent = self.read(received)
            if about and sent.nodes and about not in wholes(sent):
                sent = _without(sent, about)
            published, id = self._admitted(sent, by, dry_run=only_checked, still=still)
        except RefusedSubmission as fault:
            return Outcome(SubmissionState.DRAFT if draft else SubmissionState.REFUSED, fault.findings)
        if only_checked:
            state = SubmissionState.DRAFT if draft else SubmissionState.CHECKED if dry_run else SubmissionState.HELD
            return Outcome(state, published.findings)
        return Outcome(SubmissionState.PUBLISHED, published.findings, id)

    def _admitted(
        self, sent: Submission, by: str, *, dry_run: bool, restores: int = 0, still: Still = anyhow
    ) -> tuple[Publication, int]:
        """What was published, and its id in the ledger."""
        noted: dict[str, int] = {}
        record = entries(self.ledger, by, self.clock, restores, still, noted)
        today = self.clock().date()
        published = own.admit(sent, self.store, dry_run=dry_run, say=_silent, step=_silent, today=today, record=record)
        return published, noted.get(sent.source.id, 0)

    def _current(self) -> str:
        try:
            return self.store.current(outdated=True).digest
        except StoreEmpty:
            return ""

    def _shown(self, received: Received, by: str, outcome: Outcome) -> SubmissionRecord:
        return SubmissionRecord(
            id="",
            source=received.source,
            state=outcome.state,
            at=stamp(self.clock()),
            by=by,
            name=received.name,
            format=received.format,
            amends=received.amends,
            findings=tuple(outcome.findings),
            publication=history.record(self.ledger, outcome.publication),
            comment=outcome.comment,
            decided_by=outcome.decided_by,
        )


def entries(
    ledger: str | Ledger,
    by: str,
    clock: Callable[[], datetime],
    restores: int = 0,
    still: Still = anyhow,
    noted: dict[str, int] | None = None,
) -> Callable[[Sequence[tuple[Publication, bytes]]], Entry]:
    """What makes of publications, with their statements, the entry in a ledger, or in that at an address.

    `noted` is told the id of the publication of each source.
    """
    opened = open_ledger(ledger) if isinstance(ledger, str) else ledger
    told = {} if noted is None else noted
    return lambda published: Entry(opened, tuple(published), by, clock, restores, still, told)


def _without(sent: Submission, about: str) -> Submission:
    """The submission with the fault that it does not describe what it should."""
    told = ", ".join(wholes(sent)[:3]) or "nothing of the kind"
    fault = Finding(f"It should describe {about}, but it describes {told}.", path="id", node=about, expected=about)
    return replace(sent, findings=(*sent.findings, fault))
