"""The index and the search of a release made from those of the release before, where only learning resources change.

A publication that changes nothing but organisations, learning resources and their parts, to which no other graph
points, changes a few rows. Those are compiled from a small graph: what changes, and what is said of the things that it
points to. Everything else is taken over. What cannot be done so is compiled whole; both ways give the same answers.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from signpost import labelfile
from signpost.graph.backend import Backend, open_backend
from signpost.graph.query import Term, rows
from signpost.labelfile import Entry
from signpost.model import NAMESPACE
from signpost.store.compile import asker, compile_index
from signpost.store.findable import search_entries
from signpost.store.indexfile import write_index
from signpost.store.release import INDEX, SEARCH, Manifest, Release, sync
from signpost.store.splice import splice
from signpost.terms import by_subject, targets
from signpost.terms import iri as written

_CLASSES = frozenset(
    f"<{NAMESPACE}{name}>".encode()
    for name in ("LearningResource", "WorkBasedActivity", "Offering", "LearningOutcome", "Prerequisite", "Organisation",
                 "Provider", "Identifier", "Source", "Publication")
)  # fmt: skip
"""The classes of things whose change may be told in rows of its own."""
_OURS = frozenset(f"<{NAMESPACE}{name}>".encode() for name in ("Source", "Publication"))
_TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_MOST = 0.3
"""The part of all statements above which compiling everything is as quick."""
_AT_ONCE = 500

Said = dict[bytes, list[bytes]]
"""Subject -> its lines of N-Triples."""


@dataclass(frozen=True, slots=True)
class PointerTo:
    """A thing, and a graph that points to it."""

    things: str
    graph: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that the graph says of a thing."""

    things: str
    word: Term
    value: Term


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change takes away and brings: every thing that differs, and every thing that has such a part."""

    old: Said
    new: Said
    gone: frozenset[bytes]
    taken: frozenset[bytes]


def amend(
    before: Release, changed: Mapping[str, bytes], said: Mapping[str, bytes], new: Manifest, folder: Path
) -> bool:
    """Write the index and the search of a release into a folder; False, and nothing of use, where that cannot be done.

    `changed` are the graphs that differ, with their new lines, `said` those that were there, with their old ones.
    """
    difference = differing(said, changed)
    if difference is None or not _is_small(difference, new):
        return False
    if _others_point(before.backend, changed, difference):
        return False
    with closing(open_backend("memory:")) as backend, ThreadPoolExecutor(1) as beside:
        copied = beside.submit(shutil.copyfile, before.folder / SEARCH, folder / SEARCH)
        backend.replace("urn:signpost:amended", _context(before.backend, difference))
        ask = asker(backend)
        gone, taken = _iris(difference.gone), _iris(difference.taken)
        more = compile_index(backend, new.digest, ask)
        entries = [entry for entry in search_entries(backend, ask) if entry.iri in taken]
        searchable = beside.submit(_amend_search, copied, sorted(gone), entries)
        write_index(splice(before.index, more, gone, taken, new.digest), folder / INDEX)
        if not searchable.result():
            (folder / SEARCH).unlink()
            return False
    return True


def _amend_search(copied: Future[Path], gone: Sequence[str], entries: Sequence[Entry]) -> bool:
    path = copied.result()
    if not labelfile.amend(path, gone, entries):
        return False
    sync(path)
    return True


def differing(said: Mapping[str, bytes], changed: Mapping[str, bytes]) -> Difference | None:
    """What changes; None where it is not only of the classes that may be told apart."""
    old, new = (_gathered(each.values()) for each in (said, changed))
    differ = {subject for subject in old.keys() | new.keys() if old.get(subject) != new.get(subject)}
    affected = _holders(old, differ) | _holders(new, differ)
    for each in (old, new):
        if not all(_is_one_of(_CLASSES, each[subject]) for subject in affected & each.keys()):
            return None
    return Difference(old, new, frozenset(affected & old.keys()), frozenset(affected & new.keys()))


def _gathered(graphs: Iterable[bytes]) -> Said:
    """What several graphs say, in one order whichever of them says it."""
    return by_subject(sorted(line for lines in graphs for line in lines.splitlines()))


def _is_one_of(classes: Collection[bytes], lines: Iterable[bytes]) -> bool:
    kinds = [line.split(b" ")[2] for line in lines if line.split(b" ", 2)[1] == _TYPE]
    return bool(kinds) and all(kind in classes for kind in kinds)


def _holders(said: Said, things: Collection[bytes]) -> set[bytes]:
    """Things, and whatever among those described points to them, directly or through others."""
    pointing: dict[bytes, list[bytes]] = {}
    for subject, lines in said.items():
        for target in targets(lines):
            if target in said:
                pointing.setdefault(target, []).append(subject)
    found, asked = set(things), list(things)
    while asked:
        for subject in pointing.get(asked.pop(), ()):
            if subject not in found:
                found.add(subject)
                asked.append(subject)
    return found


def _is_small(difference: Difference, new: Manifest) -> bool:
    touched = sum(len(difference.old[subject]) for subject in difference.gone)
    touched += sum(len(difference.new[subject]) for subject in difference.taken)
    return touched <= _MOST * sum(graph.triples for graph in new.graphs.values())


def _others_point(backend: Backend, changed: Collection[str], difference: Difference) -> bool:
    """Whether a graph that does not change points to something that does."""
    things = sorted(
        _iri(subject)
        for said, subjects in ((difference.old, difference.gone), (difference.new, difference.taken))
        for subject in subjects
        if not _is_one_of(_OURS, said[subject])
    )
    return any(
        row.graph not in changed
        for start in range(0, len(things), _AT_ONCE)
        for row in rows(PointerTo, backend, things=things[start : start + _AT_ONCE])
    )


def _context(backend: Backend, difference: Difference) -> bytes:
    """What is brought, with all that it points to: its own parts, and what the store says of the things of others."""
    found, asked, foreign = set(difference.taken), list(difference.taken), set[bytes]()
    while asked:
        for target in targets(difference.new[asked.pop()]):
            if target not in difference.new:
                foreign.add(target)
            elif target not in found:
                found.add(target)
                asked.append(target)
    own = [line for subject in found for line in difference.new[subject]]
    return b"\n".join([*own, *_said_of(backend, sorted(map(_iri, foreign)))]) + b"\n"


def _said_of(backend: Backend, things: list[str]) -> Iterator[bytes]:
    for start in range(0, len(things), _AT_ONCE):
        for row in rows(Statement, backend, things=things[start : start + _AT_ONCE]):
            yield f"{written(row.things)} {row.word} {row.value} .".encode()


def _iri(term: bytes) -> str:
    return term[1:-1].decode()


def _iris(terms: Iterable[bytes]) -> frozenset[str]:
    return frozenset(map(_iri, terms))
