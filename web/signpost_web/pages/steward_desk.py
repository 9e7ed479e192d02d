"""The steward desk: what waits, what readers report, whose submissions are held, and which tokens there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from signpost_web.pages.checked import Checked
from signpost_web.pages.desk import Faults, Line, Who, line, who

from signpost.model import PublicationRecord, Report, SubmissionRecord, Token


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What waits for a steward, the oldest first, and what was decided before."""

    title: str
    who: Who
    waiting: tuple[Line, ...]
    decided: tuple[Line, ...]
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One submission, to decide upon."""

    title: str
    who: Who
    record: SubmissionRecord
    line: Line
    found: Checked
    waits: bool
    published: bool
    """Whether its source has published anything."""
    seen: str
    """What tells the content that is shown from what it may have become meanwhile."""
    withdraws: tuple[tuple[str, str], ...]
    """IRI and name of each course that is withdrawn."""
    comment: str = ""
    faults: Faults = ()


@dataclass(frozen=True, slots=True)
class SourceState:
    """Whether what a source sends is held, and what it last published."""

    id: str
    held: bool
    last: PublicationRecord | None


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """Every source of users."""

    title: str
    who: Who
    sources: tuple[SourceState, ...]


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One token, and whether it counts."""

    id: str
    name: str
    sources: tuple[str, ...]
    steward: bool
    created: str
    expires: str
    revoked: str
    counts: bool
    own: bool
    """Whether it is the one that the steward shows."""


@dataclass(frozen=True, slots=True)
class TokensPage:
    """Every token that was made."""

    title: str
    who: Who
    tokens: tuple[TokenLine, ...]


def queue_page(
    token: Token, waiting: Sequence[SubmissionRecord], every: Sequence[SubmissionRecord], reports: Sequence[Report]
) -> QueuePage:
    """The first page of the steward desk."""
    decided = tuple(line(one) for one in every if one.decided_by)
    return QueuePage("For stewards", who(token), tuple(map(line, waiting)), decided, tuple(reports))


def tokens_page(token: Token, tokens: Sequence[Token], now: str) -> TokensPage:
    """Every token, the newest first; `now` is the moment as tokens write it."""
    lines = (_token(one, not one.revoked and one.expires > now, one.id == token.id) for one in reversed(tokens))
    return TokensPage("Tokens", who(token), tuple(lines))


def _token(one: Token, counts: bool, own: bool) -> TokenLine:
    return TokenLine(one.id, one.name, one.sources, one.steward, one.created, one.expires, one.revoked, counts, own)
