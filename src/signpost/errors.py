"""The faults of use, one tree; faults in data are values (`model.Finding`), never exceptions.

SignpostError                 everything a caller may catch
├── UnreadableInput           a file that is missing, empty, binary, too large or not in its format
├── UnknownName               a name that the graph does not hold, with the nearest names
├── AmbiguousName             a name that several things have, with how each can be named alone
├── UnfitSpecification        a specification with faults; carries every Finding
├── RefusedSubmission         a submission with faults; carries every Finding
├── StoreError                the graph store cannot serve
│   ├── StoreEmpty            nothing was published to it yet
│   ├── StoreLocked           another process is writing to the same folder
│   │   └── Overtaken         another process has published meanwhile
│   ├── StoreOutdated         a release made by another version of the layout
│   ├── StoreFull             no space left; nothing was changed
│   ├── StoreUnreachable      a remote store that does not answer, or refuses
│   └── LedgerError           the book of publications, submissions and tokens cannot be read or written
├── NotAllowed                something that may not be done, or not now, such as to accept what was published
├── QueryRefused              a caller's query that is not valid or too deep, asks others, or asks for too much
│   └── QueryTooLong          one that is larger than is taken
├── QueryStopped              a caller's query that took too much time or memory
├── Busy                      as many queries as may be are being answered
├── NotOffered                something that this kind of store does not offer
└── ReasonerMissing           the reasoner needs Java, which is not installed
"""

from __future__ import annotations

from collections.abc import Sequence

from signpost.model import Finding, Severity


class SignpostError(Exception):
    """A fault of use, told in one sentence that names what to do."""


class UnreadableInput(SignpostError):
    """A file or stream that cannot be read in the format it should have."""

    def __init__(self, place: str, reason: str, remedy: str) -> None:
        self.place, self.reason, self.remedy = place, reason, remedy
        super().__init__(f"{place}: {reason}. {remedy}")


class UnknownName(SignpostError):
    """A name that the graph does not hold; `nearest` are the closest names, best first."""

    def __init__(self, kind: str, name: str, nearest: Sequence[str] = (), *, remedy: str = "") -> None:
        self.kind, self.name, self.nearest = kind, name, tuple(nearest)
        tried = remedy or f"signpost find {name}"
        hint = f" Did you mean {', '.join(self.nearest)}?" if self.nearest else f" Try '{tried}'."
        super().__init__(f"there is no {kind} '{name}'.{hint}")


class AmbiguousName(SignpostError):
    """A name that several things have; `meant` are the rows that tell them apart, each led by a name of its own."""

    def __init__(self, name: str, meant: Sequence[Sequence[str]]) -> None:
        self.name, self.meant = name, tuple(tuple(row) for row in meant)
        widths = [max(map(len, column)) for column in zip(*self.meant, strict=True)]
        lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in self.meant]
        super().__init__("\n  ".join([f"{len(lines)} things are called '{name}'. Write the one you mean:", *lines]))


class _Faulty(SignpostError):
    what = "input"

    def __init__(self, place: str, findings: Sequence[Finding]) -> None:
        self.place, self.findings = place, tuple(findings)
        faults = sum(finding.severity is Severity.REFUSED for finding in self.findings)
        told = "1 fault" if faults == 1 else f"{faults:,} faults"
        mend = "Mend it" if faults == 1 else "Mend them"
        super().__init__(f"{place}: {told} in the {self.what}. {mend} and try again.")


class UnfitSpecification(_Faulty):
    """A person specification with faults; `findings` holds all of them."""

    what = "specification"


class RefusedSubmission(_Faulty):
    """A submission that was not admitted; `findings` holds all of its faults and nothing was published."""

    what = "submission"


class StoreError(SignpostError):
    """The graph store cannot serve; the sentence says which and what to do."""


class StoreEmpty(StoreError):
    """Nothing was published to the store yet."""


class StoreLocked(StoreError):
    """Another process is writing to the same store."""


class Overtaken(StoreLocked):
    """Others have published meanwhile: what is held is no longer the current release. Ask for that, and begin anew."""


class StoreOutdated(StoreError):
    """The release on disk was made by another version of the layout."""


class StoreFull(StoreError):
    """There is no space left; nothing was changed."""


class StoreUnreachable(StoreError):
    """A remote store does not answer, or refuses."""


class LedgerError(StoreError):
    """The book of publications, submissions and tokens cannot be read or written."""


class NotAllowed(SignpostError):
    """Something that may not be done, or not in the state that things are in; the sentence says why."""


class QueryRefused(SignpostError):
    """A query that is not answered as it is written; the sentence says why and what to change."""


class QueryTooLong(QueryRefused):
    """A query of more bytes than are taken."""


class QueryStopped(SignpostError):
    """A query that was ended because it took too much time or memory; others are answered as before."""


class Busy(SignpostError):
    """As many queries as may be are being answered and waiting. Try again in a moment."""


class NotOffered(SignpostError):
    """Something that this kind of store does not offer; the sentence says where else to ask."""


class ReasonerMissing(SignpostError):
    """The reasoner needs Java, which this machine does not have."""
