"""The provider desk: signing in, what a provider has sent and published, and one submission on its way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signpost_web.pages.checked import Checked

from signpost.model import Finding, PublicationRecord, Received, SubmissionRecord, SubmissionState, Token

if TYPE_CHECKING:
    from signpost.browsing import Difference
    from signpost.emit import Block

_LONGEST = 1024 * 1024
"""Bytes of a submission that can be changed in the page."""
_OF_COURSES = ("courses", "schemaorg", "xcri", "ctdl-learning", "jsonld", "turtle", "ntriples", "trig")
STATES = {
    SubmissionState.DRAFT: ("Draft", "quiet"),
    SubmissionState.HELD: ("Waits for a steward", "unknown"),
    SubmissionState.PUBLISHED: ("Published", "good"),
    SubmissionState.REFUSED: ("Refused", "poor"),
    SubmissionState.RETURNED: ("Sent back", "poor"),
    SubmissionState.CHECKED: ("Checked", "quiet"),
}
"""What a state is called, and its tone."""

Faults = tuple[tuple[str, str], ...]
"""The id of a field, empty for none, and what is wrong with it."""
Formats = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Groups of formats: what a group is called, then name and sentence of each."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who is signed in."""

    name: str
    sources: tuple[str, ...]
    steward: bool


@dataclass(frozen=True, slots=True)
class SignInPage:
    """What the desk is for, and where to sign in."""

    title: str
    faults: Faults = ()
    to: str = ""
    """The page that was asked for, to go on with."""


@dataclass(frozen=True, slots=True)
class Line:
    """One submission in a list."""

    id: str
    source: str
    name: str
    at: str
    state: str
    tone: str
    refused: int
    others: int
    comment: str


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source of a provider: when it was last published, and whether a steward looks first."""

    id: str
    last: PublicationRecord | None
    held: bool


@dataclass(frozen=True, slots=True)
class DeskPage:
    """All that a provider has sent and published."""

    title: str
    who: Who
    sources: tuple[SourceLine, ...]
    waiting: tuple[Line, ...]
    """What is not published yet: drafts, what was sent back, what is held."""
    done: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What a provider has typed into the form of a submission."""

    text: str = ""
    source: str = ""
    format: str = ""
    amends: bool = True


@dataclass(frozen=True, slots=True)
class NewPage:
    """A form for a submission, with what was found in what was sent before."""

    title: str
    who: Who | None
    """None for a stranger, who can only check."""
    typed: Typed
    formats: Formats
    faults: Faults = ()
    found: Checked | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmissionPage:
    """One submission: what became of it, what was found in it, and what can be done with it."""

    title: str
    who: Who
    record: SubmissionRecord
    state: str
    tone: str
    found: Checked
    text: str | None
    """What was sent, where it can be changed in the page."""
    kept: bool
    """Whether what was sent is still kept."""
    seen: str
    """What tells the content that is shown from what it may have become meanwhile."""
    withdraws: tuple[tuple[str, str], ...]
    """IRI and name of each course that is withdrawn."""
    formats: Formats
    faults: Faults = ()


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a submission would come to, in blocks as the command line tells them."""

    title: str
    who: Who
    record: SubmissionRecord
    back: str
    seconds: int
    blocks: tuple[tuple[str, Block], ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Every publication of a source."""

    title: str
    who: Who
    source: str
    at: str
    """The path under which its publications lie."""
    publications: tuple[PublicationRecord, ...]


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """One publication of a source, with what changed by it."""

    title: str
    who: Who
    record: PublicationRecord
    at: str
    changes: tuple[tuple[str, tuple[tuple[str, str], ...], int], ...]
    """What a kind of change is called, the first things with their names, and how many there are."""
    is_last: bool
    own: bool
    """Whether it may be brought back by who is signed in."""


def who(token: Token) -> Who:
    """Who shows a token."""
    return Who(token.name, token.sources, token.steward)


def line(record: SubmissionRecord) -> Line:
    """A submission in a list."""
    state, tone = STATES[record.state]
    refused = sum(one.severity.value == "refused" for one in record.findings)
    return Line(record.id, record.source, record.name, record.at, state, tone, refused,
                len(record.findings) - refused, record.comment)  # fmt: skip


def desk_page(token: Token, sources: Sequence[SourceLine], records: Sequence[SubmissionRecord]) -> DeskPage:
    """The desk of whoever shows a token."""
    still = {SubmissionState.DRAFT, SubmissionState.HELD, SubmissionState.RETURNED}
    waiting, done = ([line(one) for one in records if (one.state in still) is open] for open in (True, False))
    return DeskPage("Your desk", who(token), tuple(sources), tuple(waiting), tuple(done))


def submission_page(
    token: Token, record: SubmissionRecord, found: Checked, sent: Received | None,
    withdraws: tuple[tuple[str, str], ...], formats: Mapping[str, str], faults: Faults = (), typed: str = "",
) -> SubmissionPage:  # fmt: skip
    """The page about one submission; `sent` is what is kept of it, `typed` what was typed in its place."""
    state, tone = STATES[record.state]
    text = typed or (_text(sent) if sent else None)
    return SubmissionPage(record.name, who(token), record, state, tone, found, text, sent is not None,
                          version(sent), withdraws, grouped(formats), faults)  # fmt: skip


def version(sent: Received | None) -> str:
    """What tells one content of a submission from another; empty where none is kept."""
    if sent is None:
        return ""
    said = (sent.name.encode(), sent.format.encode(), *(iri.encode() for iri in sent.withdraws), sent.content)
    return hashlib.sha256(b"\n".join(said)).hexdigest()[:20]


def _text(sent: Received) -> str | None:
    if len(sent.content) > _LONGEST or b"\0" in sent.content:
        return None
    try:
        return sent.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def grouped(formats: Mapping[str, str]) -> Formats:
    """The formats of courses apart from the others, each with the beginning of its sentence."""
    others = [name for name in formats if name not in _OF_COURSES]
    groups = (("Courses", [name for name in _OF_COURSES if name in formats]), ("Frameworks and others", others))
    return tuple((called, tuple((name, _brief(formats[name])) for name in names)) for called, names in groups)


def _brief(sentence: str) -> str:
    return sentence.partition(":")[0].partition(",")[0].rstrip(".")


_MOST = 200


def changes(found: Difference) -> Iterator[tuple[str, tuple[tuple[str, str], ...], int]]:
    """What changed, by kind; kinds of which there is nothing are left out."""
    for called, things in (("New", found.added), ("Changed", found.changed), ("Gone", found.removed)):
        if things:
            yield called, things[:_MOST], len(things)
