"""What stays of a source where a submission amends it: everything but the things that come anew or are withdrawn.

With a learning resource or a provider go its parts: its offerings, what it teaches, its identifiers, so far as nothing
that stays points to them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from signpost import words
from signpost.gate.ownership import named
from signpost.model import Finding, Node, Submission
from signpost.terms import by_subject, targets
from signpost.wellformed import is_ours

WHOLES = ("LearningResource", "WorkBasedActivity", "Organisation", "Provider")
PARTS = ("Offering", "LearningOutcome", "Prerequisite", "Identifier")

_TYPE = b"<" + words.TYPE.encode() + b">"

Said = Mapping[bytes, list[bytes]]
"""Thing, as N-Triples writes it -> its lines."""


def staying(submission: Submission, before: bytes) -> bytes:
    """The lines of what its source says so far that stay, of which `before` is all; without provenance."""
    said = by_subject(before.splitlines(keepends=True))
    gone = _gone(said, {_term(iri) for iri in (*(node["id"] for node in named(submission)), *submission.withdraws)})
    kept = (lines for subject, lines in said.items() if subject not in gone and not is_ours(_iri(subject)))
    return b"".join(line for lines in kept for line in lines)


def wholes(submission: Submission) -> list[str]:
    """The things of a submission that are no parts of others."""
    return [node["id"] for node in named(submission) if _kinds(node) & set(WHOLES)]


def faults(submission: Submission, before: bytes, kept: bytes) -> Iterator[Finding]:
    """What cannot be amended, what is withdrawn but not there, and what stays and points to something withdrawn."""
    for node in named(submission):
        if not _kinds(node) & {*WHOLES, *PARTS}:
            yield Finding(
                "Only learning resources and providers, with their parts, can be amended one by one.",
                place=submission.places.get(node["id"], ""), node=node["id"], path="type", expected=", ".join(WHOLES),
            )  # fmt: skip
    said, stays = by_subject(before.splitlines(keepends=True)), by_subject(kept.splitlines(keepends=True))
    own = {_term(node["id"]) for node in named(submission)}
    for iri in submission.withdraws:
        if _term(iri) not in said or not _is_one_of(WHOLES, said[_term(iri)]):
            yield Finding(
                f"{iri} is no learning resource or provider of this source, so it cannot be withdrawn.", node=iri
            )
    lost = said.keys() - stays.keys() - own
    for subject, lines in stays.items():
        for target in sorted({*targets(lines)} & lost):
            yield Finding(
                f"{_iri(subject)} points to {_iri(target)}, which would be gone. Change that first.",
                node=_iri(subject),
            )


def statements(lines: bytes) -> Iterator[words.Terms]:
    """The terms of N-Triples lines of our own writing, as they stand there."""
    for line in lines.splitlines():  # of bytes, since texts have lines of their own, such as U+2028
        subject, predicate, value = line.decode().removesuffix(" .").split(" ", 2)
        yield subject, predicate, value


def _gone(said: Said, things: Collection[bytes]) -> set[bytes]:
    """Those things, and their parts to which nothing else points."""
    gone = {thing for thing in things if thing in said}
    holders: dict[bytes, set[bytes]] = {}
    for subject, lines in said.items():
        for target in targets(lines):
            holders.setdefault(target, set()).add(subject)
    asked = list(gone)
    while asked:
        for target in targets(said[asked.pop()]):
            if target in said and target not in gone and _is_one_of(PARTS, said[target]) and holders[target] <= gone:
                gone.add(target)
                asked.append(target)
    return gone


def _is_one_of(classes: Collection[str], lines: Collection[bytes]) -> bool:
    known = {_term(words.classes()[name]) for name in classes}
    return any(line.split(b" ", 2)[1] == _TYPE and target in known
               for line in lines for target in targets([line]))  # fmt: skip


def _kinds(node: Node) -> set[str]:
    return {str(kind) for kind in words.values(node, "type")}


def _term(iri: str) -> bytes:
    return f"<{iri}>".encode()


def _iri(term: bytes) -> str:
    return term[1:-1].decode()
