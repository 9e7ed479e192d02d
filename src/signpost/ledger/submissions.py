"""Submissions that came over the network: drafts, those that wait for a steward, and what became of each."""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from signpost.errors import NotAllowed, UnknownName
from signpost.ledger.tables import MODERATION, PUBLICATION, SUBMISSION, Ledger, reading, stamp, writing
from signpost.model import Finding, PublicationRecord, Received, Severity, SubmissionRecord, SubmissionState

OPEN = frozenset({SubmissionState.DRAFT, SubmissionState.HELD, SubmissionState.RETURNED})
"""Those whose content is kept, so that they can still be published."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a submission: its state, its findings, and the id of its publication, 0 for none."""

    state: SubmissionState
    findings: Sequence[Finding]
    publication: int = 0
    comment: str = ""
    decided_by: str = ""


def add(ledger: Ledger, received: Received, outcome: Outcome, by: str, now: datetime) -> str:
    """Keep a new submission; its id, which cannot be guessed."""
    id = secrets.token_hex(16)
    with writing(ledger) as connection:
        facts = {**_received(received, outcome.state, by, now), **_outcome(outcome)}
        connection.execute(insert(SUBMISSION).values(id=id, **facts))
    return id


def renew(ledger: Ledger, id: str, received: Received, outcome: Outcome, by: str, now: datetime) -> None:
    """Other content in the place of what a draft, a held or a returned one had; raises NotAllowed for others."""
    facts = {**_received(received, outcome.state, by, now), **_outcome(outcome)}
    with writing(ledger) as connection:
        _change(connection, id, OPEN, facts)


def decide(ledger: Ledger, id: str, before: SubmissionState, seen: Received, outcome: Outcome) -> None:
    """Let a submission pass from one state to another; raises NotAllowed where it has passed on meanwhile.

    `seen` is what was decided upon: where other content took its place, it has passed on. What was published is
    published, though others have sent it back just then.
    """
    facts, published = _outcome(outcome), outcome.state is SubmissionState.PUBLISHED
    if outcome.state not in OPEN:
        facts["content"] = None
    states = OPEN if published else {before}
    with writing(ledger) as connection:
        still(connection, id, states, seen)
        _change(connection, id, states, facts)


def still(connection: Connection, id: str, states: Collection[SubmissionState], seen: Received) -> None:
    """Raises NotAllowed where a submission is in none of some states any more, or has other content by now."""
    row = connection.execute(select(SUBMISSION).where(SUBMISSION.c.id == id)).first()
    if row is None or row.state not in states or _sent(row) != seen:
        raise _passed_on(id)


def remove(ledger: Ledger, id: str) -> None:
    """Forget a submission that was not published; raises NotAllowed where it was."""
    with writing(ledger) as connection:
        gone = delete(SUBMISSION).where(SUBMISSION.c.id == id, SUBMISSION.c.state != SubmissionState.PUBLISHED.value)
        if not connection.execute(gone).rowcount:
            raise _passed_on(id)


def _change(connection: Connection, id: str, states: Collection[SubmissionState], facts: dict[str, Any]) -> None:
    wanted = SUBMISSION.c.state.in_([state.value for state in states])
    if not connection.execute(update(SUBMISSION).where(SUBMISSION.c.id == id, wanted).values(**facts)).rowcount:
        raise _passed_on(id)


def _passed_on(id: str) -> NotAllowed:
    return NotAllowed(f"The submission {id} has passed on: look at what became of it.")


def record(ledger: Ledger, id: str) -> SubmissionRecord:
    """One submission; raises UnknownName."""
    return _record(_row(ledger, id))


def named(ledger: Ledger, beginning: str) -> SubmissionRecord:
    """The one submission whose id begins so; raises UnknownName where none or several do."""
    asked = select(SUBMISSION.c.id).where(SUBMISSION.c.id.startswith(beginning, autoescape=True)).limit(5)
    with reading(ledger) as connection:
        found = [row.id for row in connection.execute(asked)]
    if len(found) != 1:
        raise UnknownName("submission", beginning, found, remedy="signpost queue")
    return record(ledger, found[0])


def received(ledger: Ledger, id: str) -> Received:
    """What came with a submission; raises UnknownName, NotAllowed where it is no longer kept."""
    row = _row(ledger, id)
    if row.content is None:
        raise NotAllowed(f"The submission {id} is {row.state}: what it held is no longer kept here.")
    return _sent(row)


def records(
    ledger: Ledger, *, sources: Collection[str] | None = None, state: SubmissionState | None = None, limit: int = 100
) -> list[SubmissionRecord]:
    """Submissions of some sources, or of all, in one state, or in any; the newest first."""
    asked = _with_publication().order_by(SUBMISSION.c.at.desc(), SUBMISSION.c.id).limit(limit)
    if sources is not None:
        asked = asked.where(SUBMISSION.c.source.in_(sources))
    if state is not None:
        asked = asked.where(SUBMISSION.c.state == state.value)
    with reading(ledger) as connection:
        return [_record(row) for row in connection.execute(asked)]


def number_open(ledger: Ledger, source: str) -> int:
    """How many submissions of a source still keep their content."""
    kept = select(func.count()).where(SUBMISSION.c.source == source, SUBMISSION.c.content.is_not(None))
    with reading(ledger) as connection:
        return int(connection.execute(kept).scalar_one())


# ------------------------------------------------------------------------------------------------ moderation
def is_held(ledger: Ledger, source: str) -> bool:
    """Whether what a source sends waits for a steward."""
    asked = select(MODERATION.c.held).where(MODERATION.c.source == source)
    with reading(ledger) as connection:
        return bool(connection.execute(asked).scalar())


def sources(ledger: Ledger) -> set[str]:
    """The sources that have sent something, or of which it was said whether they are held."""
    with reading(ledger) as connection:
        return {row.source for table in (SUBMISSION, MODERATION)
                for row in connection.execute(select(table.c.source).distinct())}  # fmt: skip


def hold(ledger: Ledger, source: str, held: bool) -> None:
    """Let what a source sends wait for a steward, or be published at once."""
    with writing(ledger) as connection:
        connection.execute(delete(MODERATION).where(MODERATION.c.source == source))
        connection.execute(insert(MODERATION).values(source=source, held=held))


# ------------------------------------------------------------------------------------------------ rows
def _received(received: Received, state: SubmissionState, by: str, now: datetime) -> dict[str, Any]:
    content = zlib.compress(received.content) if state in OPEN else None
    return {
        "source": received.source,
        "at": stamp(now),
        "by": by,
        "name": received.name,
        "format": received.format,
        "amends": received.amends,
        "withdraws": json.dumps(received.withdraws),
        "content": content,
    }


def _sent(row: Row[Any]) -> Received:
    content, withdraws = zlib.decompress(row.content), tuple(json.loads(row.withdraws))
    return Received(content, row.name, row.source, row.format, row.amends, withdraws)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "state": outcome.state.value,
        "findings": json.dumps([asdict(finding) for finding in outcome.findings]),
        "publication": outcome.publication,
        "comment": outcome.comment,
        "decided_by": outcome.decided_by,
    }


def _with_publication() -> Any:
    names = [PUBLICATION.c[name].label(f"publication_{name}") for name in _PUBLICATION]
    both = SUBMISSION.outerjoin(PUBLICATION, PUBLICATION.c.id == SUBMISSION.c.publication)
    return select(SUBMISSION, *names).select_from(both)


_PUBLICATION = tuple(PublicationRecord.__dataclass_fields__)


def _row(ledger: Ledger, id: str) -> Row[Any]:
    with reading(ledger) as connection:
        row = connection.execute(_with_publication().where(SUBMISSION.c.id == id)).first()
    if row is None:
        raise UnknownName("submission", id, remedy="signpost queue")
    return row


def _record(row: Row[Any]) -> SubmissionRecord:
    published = None
    if row.publication_source is not None:
        facts = {name: getattr(row, f"publication_{name}") for name in _PUBLICATION}
        published = PublicationRecord(**{**facts, "number": facts["number"] or 0})
    return SubmissionRecord(
        id=row.id,
        source=row.source,
        state=SubmissionState(row.state),
        at=row.at,
        by=row.by,
        name=row.name,
        format=row.format,
        amends=row.amends,
        findings=tuple(map(_finding, json.loads(row.findings))),
        publication=published,
        comment=row.comment,
        decided_by=row.decided_by,
    )


def _finding(said: dict[str, Any]) -> Finding:
    return Finding(**{**said, "severity": Severity(said["severity"])})
