"""The one front door: what a source sends becomes its named graph, all or nothing.

    findings of reading -> form -> shapes -> what it points to -> whose subjects -> N-Triples -> a release

A source writes its own graph and describes its own things: what another source's graph describes is not its to
describe, and so are the concepts of another's scheme. A store that has no vocabularies yet gets ours with the first
publication, so that every release holds the words it speaks.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain, groupby, takewhile
from typing import TYPE_CHECKING

from signpost import files, words
from signpost.errors import Overtaken, RefusedSubmission, SignpostError, StoreEmpty
from signpost.exchange import rdf
from signpost.gate.suggest import suggester
from signpost.gate.validate import DESCRIBED, check, refused
from signpost.graph.backend import Backend, open_backend
from signpost.graph.query import rows
from signpost.model import (
    GRAPHS,
    NAMESPACE,
    THINGS,
    VOCABULARY,
    Finding,
    Node,
    Publication,
    Severity,
    Source,
    Submission,
)
from signpost.wellformed import faults, is_iri

if TYPE_CHECKING:
    from signpost.store.release import Store

VOCABULARIES = Source(
    id="vocabulary",
    label="The vocabularies of signpost",
    publisher="signpost editors",
    homepage="https://w3id.org/signpost/vocabulary/",
    shipped=True,
)
"""The source of the concepts that our words point to."""

_AT_ONCE = 500
"""Things asked for in one query; remote stores refuse very long ones."""

_TRIES = 5
"""How often a publication is checked where others keep publishing meanwhile."""

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Described:
    """A thing, one of its types, and the named graph that says so."""

    things: str
    kind: str
    graph: str

    @property
    def source(self) -> str:
        """The source of the graph; a server may keep a state of it under its name and a digest."""
        return self.graph.removeprefix(GRAPHS).partition("/")[0]


@dataclass(frozen=True, slots=True)
class PointedAt:
    """A thing of one graph to which another graph points."""

    thing: str


def _silent(step: str) -> None:
    """Say nothing."""


def publish(submission: Submission, store: Store, *, dry_run: bool = False) -> Publication:
    """Admit one submission as the named graph of its source; with `dry_run` everything is checked and nothing changed.

    Raises RefusedSubmission with every finding, SignpostError where the source's name is none, StoreError.
    """
    return publish_all([submission], store, dry_run=dry_run)[0]


def publish_all(
    submissions: Sequence[Submission],
    store: Store,
    *,
    drop: Sequence[str] = (),
    dry_run: bool = False,
    step: Callable[[str], None] = _silent,
) -> list[Publication]:
    """Admit several submissions in one release, or none of them; they may point to each other.

    `drop` names sources that go in the same release; `step` is told what is being done. Raises RefusedSubmission with
    every finding of all of them, SignpostError where a source's name is none, StoreError. Where others publish at the
    same time, everything is checked again; StoreLocked where they do so again and again.
    """
    for submission in submissions:
        if not _NAME.fullmatch(submission.source.id):
            raise SignpostError(
                f"'{submission.source.id}' cannot be the name of a source. "
                "Use small letters, digits and hyphens, such as my-college."
            )
    for _ in range(_TRIES - 1):
        with suppress(Overtaken):
            return _admitted(submissions, store, drop, dry_run, step)
    return _admitted(submissions, store, drop, dry_run, step)


def _admitted(
    submissions: Sequence[Submission], store: Store, drop: Sequence[str], dry_run: bool, step: Callable[[str], None]
) -> list[Publication]:
    """Check and publish as one step: raises Overtaken where something else was published between the two."""
    before, backend, graphs = _now(store)
    together = submissions if GRAPHS + VOCABULARIES.id in graphs else _with_vocabularies(submissions)
    step(f"checking {sum(len(submission.nodes) for submission in together):,} things")
    told = [_findings(submission, together, backend, drop, store) for submission in together]
    if any(refused(findings) for findings in told):
        names = ", ".join(submission.source.id for submission in submissions)
        raise RefusedSubmission(names, [*chain.from_iterable(told), *_on_emptiness(store, before, chain(*told))])
    written = [words.to_ntriples(submission.nodes) for submission in together]
    publications = [_publication(*each) for each in zip(together, written, told, strict=True)]
    publications = [
        _compared(publication, lines, backend if publication.graph in graphs else None)
        for publication, lines in zip(publications, written, strict=True)
    ]
    if not dry_run:
        step(f"making a release with {sum(publication.triples for publication in publications):,} statements more")
        before = _release(store, publications, written, drop, before)
    asked = publications[len(together) - len(submissions) :]
    return [replace(publication, release=before, store=store.url) for publication in asked]


def _release(
    store: Store, publications: Sequence[Publication], written: Sequence[bytes], drop: Sequence[str], checked: str
) -> str:
    pairs = zip(publications, written, strict=True)
    graphs = {
        publication.graph: _merged(lines, words.to_ntriples(provenance(publication))) for publication, lines in pairs
    }
    sources = [publication.source for publication in publications]
    return store.publish(graphs, drop=[GRAPHS + name for name in drop], sources=sources, expected=checked).digest


def _merged(lines: bytes, more: bytes) -> bytes:
    """Two sorted sets of lines, without a line in common, as one."""
    return b"".join(sorted([*lines.splitlines(keepends=True), *more.splitlines(keepends=True)]))


def _publication(submission: Submission, lines: bytes, findings: list[Finding]) -> Publication:
    return Publication(
        source=submission.source,
        graph=GRAPHS + submission.source.id,
        digest=hashlib.sha256(lines).hexdigest(),
        nodes=len(submission.nodes),
        triples=lines.count(b"\n"),
        release="",
        findings=tuple(findings),
    )


def _compared(publication: Publication, lines: bytes, backend: Backend | None) -> Publication:
    """The publication with how many things it adds to what its source said before, changes and removes."""
    if backend is None:
        return replace(publication, added=publication.nodes)
    now, before = _by_subject(lines), _by_subject(backend.dump(publication.graph))
    return replace(
        publication,
        added=len(now.keys() - before.keys()),
        changed=sum(now[subject] != before[subject] for subject in now.keys() & before.keys()),
        removed=len(before.keys() - now.keys()),
    )


def _by_subject(lines: bytes) -> dict[str, list[bytes]]:
    """Sorted N-Triples lines by the thing they are about, without those about the publication itself."""
    groups = groupby(lines.splitlines(), key=lambda line: line[1 : line.index(b">")])
    found = {subject.decode(): list(group) for subject, group in groups}
    return {subject: group for subject, group in found.items() if not _is_ours(subject)}


def _on_emptiness(store: Store, before: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """What to do where nobody has described what is pointed to, because the store is empty."""
    if not before and any(finding.expected == DESCRIBED for finding in findings):
        yield Finding(
            "The store is empty: nothing is there to point to. "
            f"Put the shipped data in it first: signpost compile --store {store.url}",
            Severity.ADVICE,
            place=store.url,
        )


def _now(store: Store) -> tuple[str, Backend, Collection[str]]:
    """Digest, graph and names of the graphs of the current release; of none, where nothing was published yet."""
    try:
        release = store.current(outdated=True)
    except StoreEmpty:
        return "", open_backend("memory:"), ()
    return release.digest, release.backend, release.graphs


def as_known(submission: Submission, store: Store) -> Submission:
    """The submission as one of the source that describes its things already; as it is where none does.

    Raises SignpostError where several sources do.
    """
    _, backend, _ = _now(store)
    found = sorted({row.source for row in _described(backend, {node["id"] for node in _named(submission)})})
    if len(found) > 1:
        raise SignpostError(
            f"It describes things of several sources: {', '.join(found)}. "
            f"Say whose it is, such as '--source {found[0]}'; one source may not describe what is another's."
        )
    return replace(submission, source=Source(found[0])) if found else submission


def described(backend: Backend, iris: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The types (IRIs) of those things that the graph describes."""
    return _by_thing(_described(backend, iris))


def vocabulary() -> Submission:
    """Our vocabularies as the submission of the source `vocabulary`."""
    folder = files.ontology() / "vocabularies"
    return rdf.read_files(folder, sorted(folder.glob("*.ttl")), VOCABULARIES)


def _with_vocabularies(submissions: Sequence[Submission]) -> Sequence[Submission]:
    sent = any(submission.source.id == VOCABULARIES.id for submission in submissions)
    return submissions if sent else [vocabulary(), *submissions]


def provenance(publication: Publication) -> list[Node]:
    """The publication and its source as nodes; they hold no time, so that the same facts have the same digest."""
    counts = {"digest": publication.digest, "nodes": publication.nodes, "triples": publication.triples}
    source = _source_node(publication.source)
    return [source, {"id": publication.graph, "type": "Publication", "publicationOf": source["id"], **counts}]


def _source_node(source: Source) -> Node:
    said: dict[str, object] = {
        "label": source.label or source.id,
        "statedBy": source.publisher,
        "license": source.licence if is_iri(source.licence) else "",
        "rights": " ".join(text for text in (source.rights, "" if is_iri(source.licence) else source.licence) if text),
        "edition": source.edition,
        "homepage": source.homepage,
        "retrieved": source.retrieved,
    }
    found = {word: value for word, value in said.items() if value}
    return {"id": f"{THINGS}source/{source.id}", "type": "Source", **found}


# ------------------------------------------------------------------------------------------------ the gate
def _findings(
    submission: Submission, together: Sequence[Submission], backend: Backend, drop: Sequence[str], store: Store
) -> list[Finding]:
    replaced = {*drop, *(each.source.id for each in together)}
    beside = _types_beside(submission, together)

    def known(iris: Iterable[str]) -> dict[str, tuple[str, ...]]:
        stored = _by_thing(row for row in _described(backend, iris) if row.source not in replaced)
        return {iri: kinds for iri in iris if (kinds := (*stored.get(iri, ()), *beside.get(iri, ())))}

    found = check(submission, known, near=suggester([node["id"] for node in _named(submission)], store))
    found += faults(_source_node(submission.source), submission.source.id)
    found += _not_its_own(submission, together, backend, replaced)
    found += _left_behind(submission, together, backend)
    return found


def _types_beside(submission: Submission, together: Sequence[Submission]) -> dict[str, tuple[str, ...]]:
    others = [each for each in together if each is not submission]
    return {node["id"]: _types(node) for each in others for node in _named(each)}


def _named(submission: Submission) -> Iterator[Node]:
    """The nodes that have an IRI at all; form is checked elsewhere."""
    return (node for node in submission.nodes if isinstance(node.get("id"), str))


def _types(node: Node) -> tuple[str, ...]:
    return tuple(words.classes().get(str(kind), str(kind)) for kind in words.values(node, "type"))


def _described(backend: Backend, iris: Iterable[str]) -> Iterator[Described]:
    every = sorted(iri for iri in iris if is_iri(iri))
    for start in range(0, len(every), _AT_ONCE):
        yield from rows(Described, backend, things=every[start : start + _AT_ONCE])


def _by_thing(found: Iterable[Described]) -> dict[str, tuple[str, ...]]:
    types: dict[str, tuple[str, ...]] = {}
    for row in found:
        types[row.things] = (*types.get(row.things, ()), row.kind)
    return types


def _not_its_own(
    submission: Submission, together: Sequence[Submission], backend: Backend, replaced: Collection[str]
) -> Iterator[Finding]:
    """Subjects that are another source's, that stand in another's scheme, or that are signpost's own machinery."""
    subjects = [node["id"] for node in _named(submission)]
    owners = _owners(submission, together, backend, {*subjects, *map(_scheme, subjects)}, replaced)
    for iri in subjects:
        owner = owners.get(iri) or owners.get(_scheme(iri)) or ("signpost itself" if _is_ours(iri) else "")
        if owner:
            yield Finding(
                f"{iri} belongs to {owner}; another source may not describe it.",
                place=submission.places.get(iri, ""),
                node=iri,
                path="id",
                expected="an IRI of this source's own",
            )


def _owners(
    submission: Submission,
    together: Sequence[Submission],
    backend: Backend,
    subjects: set[str],
    replaced: Collection[str],
) -> dict[str, str]:
    """Who describes some things already: the graph, or the submissions that come before this one."""
    owners = {
        row.things: f"the source '{row.source}'" for row in _described(backend, subjects) if row.source not in replaced
    }
    for each in takewhile(lambda each: each is not submission, together):
        owners |= {node["id"]: f"the source '{each.source.id}'" for node in _named(each)}
    return owners


def _scheme(iri: str) -> str:
    """The vocabulary that a concept's IRI stands in."""
    return VOCABULARY + iri.removeprefix(VOCABULARY).partition("/")[0] if iri.startswith(VOCABULARY) else ""


def _is_ours(iri: str) -> bool:
    return iri.startswith((NAMESPACE, GRAPHS, f"{THINGS}source/"))


def _left_behind(submission: Submission, together: Sequence[Submission], backend: Backend) -> Iterator[Finding]:
    """Things that other sources point to and that this publication no longer describes."""
    own = {node["id"] for each in together for node in _named(each)}
    for row in sorted(rows(PointedAt, backend, graph=GRAPHS + submission.source.id), key=lambda row: row.thing):
        if row.thing not in own and not _is_ours(row.thing):
            message = f"{row.thing} is no longer described, but other sources point to it."
            yield Finding(message, Severity.WARNING, place=submission.source.id, node=row.thing)
