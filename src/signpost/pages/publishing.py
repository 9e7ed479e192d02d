"""What passes the door, as pages: histories, what waits, submissions, tokens."""

from __future__ import annotations

from collections.abc import Sequence

from signpost.emit import Page, Table, Text
from signpost.model import PublicationRecord, SubmissionRecord, SubmissionState, Token
from signpost.pages.listings import findings_page
from signpost.pages.wording import count, listed


def history_page(source: str, records: Sequence[PublicationRecord]) -> Page:
    """Every publication of a source, the last one first."""
    shown = Table(
        ("No.", "When (UTC)", "By", "Things", "Added", "Changed", "Removed", "Remark"),
        tuple((str(each.number or "-"), _short(each.at), each.by, f"{each.nodes:,}", f"{each.added:,}",
               f"{each.changed:,}", f"{each.removed:,}", _remark(each)) for each in records),
    )  # fmt: skip
    columns = (
        "number",
        "at",
        "by",
        "nodes",
        "triples",
        "added",
        "changed",
        "removed",
        "confirmed",
        "restores",
        "digest",
    )
    every = Table(columns, tuple(tuple(str(getattr(each, column)) for column in columns) for each in records))
    last = records[0]
    said = [Text(f"{count(len(records), 'publication')}. Last confirmed on {_moment(last.confirmed)}.")]
    again = Text(f"To bring one back: signpost restore {source} {max(last.number - 1, 1)}", quiet=True)
    return Page(f"History of {source}", (*said, shown, again), list(records), every)


def _remark(record: PublicationRecord) -> str:
    if record.restores:
        return f"restores {record.restores}"
    if not record.nodes:
        return "withdrawn"
    return f"confirmed {_short(record.confirmed)}" if record.confirmed != record.at else ""


def queue_page(held: Sequence[SubmissionRecord]) -> Page:
    """What waits for a steward, the oldest first."""
    shown = Table(
        ("Submission", "Source", "When (UTC)", "By", "File", "Findings"),
        tuple((each.id, each.source, _short(each.at), each.by, each.name, str(len(each.findings))) for each in held),
    )
    how = Text(f"To look at one: signpost queue {held[0].id[:8]}", quiet=True) if held else None
    blocks = (shown, how) if how else (Text("Nothing waits."),)
    columns = ("id", "source", "state", "at", "by", "name", "amends")
    rows = Table(columns, tuple(tuple(str(getattr(each, column)) for column in columns) for each in held))
    return Page(f"{count(len(held), 'submission')} {'waits' if len(held) == 1 else 'wait'}", blocks, list(held), rows)


def submission_page(record: SubmissionRecord) -> Page:
    """One submission: what became of it, and its findings."""
    how = "amends what it said" if record.amends else "replaces all that it said"
    said = [Text(f"{record.name}, sent by {record.by} on {_moment(record.at)}; it {how}. {_became(record)}")]
    page = findings_page(f"Submission {record.id} of {record.source}: {record.state}", record.findings, tuple(said))
    return Page(page.title, page.blocks, record, page.rows)


def _became(record: SubmissionRecord) -> str:
    by = f" by {record.decided_by}" if record.decided_by else ""
    if record.state is SubmissionState.PUBLISHED and record.publication:
        return f"Published{by} as number {record.publication.number}."
    if record.state is SubmissionState.RETURNED:
        return f"Returned{by}: {record.comment}"
    return "It waits for a steward." if record.state is SubmissionState.HELD else ""


def tokens_page(tokens: Sequence[Token]) -> Page:
    """Every token: for whom, for which sources, until when."""
    shown = Table(
        ("Token", "Name", "May", "Made (UTC)", "Ends (UTC)"),
        tuple((each.id, each.name, _may(each), _short(each.created), _end(each)) for each in tokens),
    )
    columns = ("id", "name", "sources", "steward", "created", "expires", "revoked")
    rows = Table(columns, tuple((each.id, each.name, " ".join(each.sources), str(each.steward).lower(), each.created,
                                 each.expires, each.revoked) for each in tokens))  # fmt: skip
    return Page(count(len(tokens), "token"), (shown,) if tokens else (), list(tokens), rows)


def token_page(token: Token, text: str) -> Page:
    """A new token, the only time that it is shown."""
    said = (
        Text(text),
        Text(f"Keep it now: it is not shown again. It may {_may(token)}, until {_moment(token.expires)}."),
        Text("Send it in the header 'Authorization: Bearer TOKEN'.", quiet=True),
        Text(f"To end it: signpost tokens --revoke {token.id}", quiet=True),
    )
    rows = Table(("id", "token", "expires"), ((token.id, text, token.expires),))
    return Page(f"Token {token.id} for {token.name}", said, {"token": text, "about": token}, rows)


def _may(token: Token) -> str:
    publishes = f"publish as {listed(token.sources)}" if token.sources else ""
    return ", ".join(filter(None, (publishes, "decide upon what is held" if token.steward else "")))


def _end(token: Token) -> str:
    return f"revoked {_short(token.revoked)}" if token.revoked else _short(token.expires)


def _short(stamp: str) -> str:
    """2026-03-01 09:30, where the heading says UTC."""
    return _moment(stamp).removesuffix(" UTC")


def _moment(stamp: str) -> str:
    """2026-03-01 09:30 UTC, from 2026-03-01T09:30:00Z."""
    return f"{stamp[:10]} {stamp[11:16]} UTC"
