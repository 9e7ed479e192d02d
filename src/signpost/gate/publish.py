"""The one front door: what a source sends becomes its named graph, all or nothing.

    findings of reading -> names -> form -> shapes -> what it points to -> whose subjects -> doubts -> a release

A source writes its own graph and describes its own things: what another source's graph describes is not its to
describe, and so are the concepts of another's scheme. A store that has no vocabularies yet gets ours with the first
publication, so that every release holds the words it speaks.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from signpost import files, words
from signpost.errors import Overtaken, RefusedSubmission, SignpostError, StoreEmpty
from signpost.exchange import rdf
from signpost.gate import amending, naming, scrutiny
from signpost.gate.ownership import (
    adoptions,
    by_thing,
    described_rows,
    given_way,
    joined,
    left_behind,
    named,
    not_its_own,
)
from signpost.gate.suggest import suggester
from signpost.gate.validate import DESCRIBED, MOST_REFUSED, check, refused
from signpost.graph.backend import Backend, open_backend
from signpost.model import (
    GRAPHS,
    THINGS,
    Finding,
    Node,
    Publication,
    Severity,
    Source,
    Submission,
)
from signpost.terms import by_subject
from signpost.wellformed import faults, is_iri, is_ours

if TYPE_CHECKING:
    from signpost.store.release import Journal, Store

Record = Callable[[Sequence[tuple[Publication, bytes]]], "Journal"]
"""Takes publications, each with its lines of N-Triples, and gives what the store is to tell of them."""

VOCABULARIES = Source(
    id="vocabulary",
    label="The vocabularies of signpost",
    publisher="signpost editors",
    homepage="https://w3id.org/signpost/vocabulary/",
    shipped=True,
)
"""The source of the concepts that our words point to."""

_TRIES = 5
"""How often a publication is checked where others keep publishing meanwhile and the store cannot keep them out."""

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _silent(step: str) -> None:
    """Say nothing."""


def publish(
    submission: Submission,
    store: Store,
    *,
    dry_run: bool = False,
    strict: bool = False,
    today: date | None = None,
    record: Record | None = None,
) -> Publication:
    """Admit one submission as the named graph of its source; with `dry_run` everything is checked and nothing changed.

    `strict` refuses whatever would else be repaired or left out with a warning. With `today` its learning resources
    are looked at as on that day, and what is doubtful about them is advice. `record` makes the entry in the history.

    Raises RefusedSubmission with every finding, SignpostError where the source's name is none, StoreError.
    """
    return publish_all([submission], store, dry_run=dry_run, strict=strict, today=today, record=record)[0]


def publish_all(
    submissions: Sequence[Submission],
    store: Store,
    *,
    drop: Sequence[str] = (),
    dry_run: bool = False,
    strict: bool = False,
    today: date | None = None,
    record: Record | None = None,
    step: Callable[[str], None] = _silent,
) -> list[Publication]:
    """Admit several submissions in one release, or none of them; they may point to each other.

    `drop` names sources that go in the same release; `step` is told what is being done; `today` and `record` as for
    `publish`. Raises RefusedSubmission with every finding of all of them, SignpostError where a source's name is none,
    StoreError. Where others publish at the same time, everything is checked again; StoreLocked where they do so again
    and again.
    """
    for submission in submissions:
        check_name(submission.source.id)
    admit = partial(_admitted, submissions, store, drop, dry_run, strict, today, record, step)
    with suppress(Overtaken):
        return admit()
    # Whoever was overtaken once lets nobody else in until it is done: of many, each has its turn.
    with nullcontext() if dry_run else store.alone():
        for _ in range(_TRIES - 2):
            with suppress(Overtaken):
                return admit()
        return admit()


def check_name(source: str) -> None:
    """Raises SignpostError where a text cannot be the name of a source: up to 100 small letters, digits and hyphens."""
    if len(source) > 100 or not _NAME.fullmatch(source):
        raise SignpostError(
            f"'{source}' cannot be the name of a source. "
            "Use small letters, digits and hyphens, at most 100, such as my-college."
        )


def _admitted(
    submissions: Sequence[Submission],
    store: Store,
    drop: Sequence[str],
    dry_run: bool,
    strict: bool,
    today: date | None,
    record: Record | None,
    step: Callable[[str], None],
) -> list[Publication]:
    """Check and publish as one step: raises Overtaken where something else was published between the two."""
    before, backend, graphs = _now(store)
    together = submissions if GRAPHS + VOCABULARIES.id in graphs else _with_vocabularies(submissions)
    together = [naming.resolved(submission, store) for submission in together]
    together = joined(given_way(together, backend, drop), backend, drop)
    step(f"checking {sum(len(submission.nodes) for submission in together):,} things")
    there = {each.source.id: _said(each, backend, graphs) for each in together}
    kept = {each.source.id: amending.staying(each, there[each.source.id]) for each in together if each.amends}
    beside = Beside(together, backend, drop, there, kept)
    told = [_findings(submission, beside, store, today) for submission in together]
    if strict:
        told = [[_as_strict(finding) for finding in findings] for findings in told]
    if any(refused(findings) for findings in told):
        names = ", ".join(submission.source.id for submission in submissions)
        raise RefusedSubmission(names, [*chain.from_iterable(told), *_on_emptiness(store, before, chain(*told))])
    written = [_merged(kept.get(each.source.id, b""), words.to_ntriples(each.nodes)) for each in together]
    publications = [_publication(*each) for each in zip(together, written, told, strict=True)]
    publications = [_compared(each, lines, there[each.source.id])
                    for each, lines in zip(publications, written, strict=True)]  # fmt: skip
    if not dry_run:
        step(f"making a release with {sum(publication.triples for publication in publications):,} statements more")
        before = _release(store, publications, written, drop, before, record)
    asked = publications[len(together) - len(submissions) :]
    return [replace(publication, release=before, store=store.url) for publication in asked]


def _as_strict(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.REFUSED) if finding.severity is Severity.WARNING else finding


def _said(submission: Submission, backend: Backend, graphs: Collection[str]) -> bytes:
    """What its source says so far, as sorted N-Triples lines."""
    graph = GRAPHS + submission.source.id
    return backend.dump(graph) if graph in graphs else b""


def _release(
    store: Store,
    publications: Sequence[Publication],
    written: Sequence[bytes],
    drop: Sequence[str],
    checked: str,
    record: Record | None,
) -> str:
    pairs = list(zip(publications, written, strict=True))
    graphs = {
        publication.graph: _merged(lines, words.to_ntriples(provenance(publication))) for publication, lines in pairs
    }
    dropped = [GRAPHS + name for name in drop]
    sources = [publication.source for publication in publications]
    journal = record([pair for pair in pairs if not pair[0].source.shipped]) if record else None
    return store.publish(graphs, drop=dropped, sources=sources, expected=checked, journal=journal).digest


def _merged(lines: bytes, more: bytes) -> bytes:
    """Two sorted sets of lines as one, each line once."""
    return b"".join(sorted({*lines.splitlines(keepends=True), *more.splitlines(keepends=True)})) if lines else more


def _publication(submission: Submission, lines: bytes, findings: list[Finding]) -> Publication:
    return Publication(
        source=submission.source,
        graph=GRAPHS + submission.source.id,
        digest=hashlib.sha256(lines).hexdigest(),
        nodes=len({line[: line.index(b" ")] for line in lines.splitlines()})
        if submission.amends
        else len(submission.nodes),
        triples=lines.count(b"\n"),
        release="",
        findings=tuple(findings),
    )


def nothing_more(source: Source, there: bytes) -> Publication:
    """The publication by which a source, of which `there` is all it says, says nothing any more."""
    return _compared(Publication(source, GRAPHS + source.id, hashlib.sha256().hexdigest(), 0, 0, ""), b"", there)


def _compared(publication: Publication, lines: bytes, there: bytes) -> Publication:
    """The publication with how many things it adds to what its source said before, changes and removes."""
    now, before = _things(lines), _things(there)
    return replace(
        publication,
        added=len(now.keys() - before.keys()),
        changed=sum(now[subject] != before[subject] for subject in now.keys() & before.keys()),
        removed=len(before.keys() - now.keys()),
    )


def _things(lines: bytes) -> dict[str, list[bytes]]:
    """Sorted N-Triples lines by the thing they are about, without those about the publication itself."""
    found = {subject[1:-1].decode(): said for subject, said in by_subject(lines.splitlines()).items()}
    return {iri: said for iri, said in found.items() if not is_ours(iri)}


def _on_emptiness(store: Store, before: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """What to do where nobody has described what is pointed to, because the store is empty."""
    if not before and any(finding.expected in (DESCRIBED, naming.MEANT) for finding in findings):
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

    What would be left to a shipped source does not count. Raises SignpostError where several sources describe it.
    """
    _, backend, _ = _now(store)
    rows = list(described_rows(backend, {node["id"] for node in named(submission)}))
    shipped = _shipped(store) if rows else set()
    found = sorted({row.source for row in rows if row.source not in shipped or row.things not in submission.gives_way})
    if len(found) > 1:
        own = [name for name in found if name not in shipped]
        suggested = f", such as '--source {own[0]}'" if own else " with '--source NAME' of your own"
        raise SignpostError(
            f"It describes things of several sources: {', '.join(found)}. "
            f"Say whose it is{suggested}; one source may not describe what is another's."
        )
    return replace(submission, source=Source(found[0])) if found else submission


def _shipped(store: Store) -> set[str]:
    """The names of the sources of a store that signpost ships."""
    return {source.id for source in store.current(outdated=True).sources if source.shipped}


def described(backend: Backend, iris: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The types (IRIs) of those things that the graph describes."""
    return by_thing(described_rows(backend, iris))


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
@dataclass(frozen=True, slots=True)
class Beside:
    """What a submission stands beside: others that come together, the graph, and what their sources say there.

    `there` has all that a source says so far, `kept` what stays of that where it is amended, by the source's name.
    """

    together: Sequence[Submission]
    backend: Backend
    drop: Sequence[str]
    there: Mapping[str, bytes]
    kept: Mapping[str, bytes]

    @property
    def replaced(self) -> set[str]:
        """The sources of which what they said so far does not count any more, so that they may say it anew."""
        return {*self.drop, *(each.source.id for each in self.together)}

    def stays(self, submission: Submission) -> list[Node]:
        """What an amended source goes on saying."""
        kept = self.kept.get(submission.source.id, b"")
        return words.from_triples(amending.statements(kept))[0] if kept else []


def _findings(submission: Submission, beside: Beside, store: Store, today: date | None) -> list[Finding]:
    together, backend, replaced = beside.together, beside.backend, beside.replaced
    stays = beside.stays(submission)
    types = _types_beside(submission, together) | {node["id"]: _types(node) for node in stays}

    def known(iris: Iterable[str]) -> dict[str, tuple[str, ...]]:
        stored = by_thing(row for row in described_rows(backend, iris) if row.source not in replaced)
        found = {iri: kinds for iri in iris if (kinds := (*stored.get(iri, ()), *types.get(iri, ())))}
        return found | naming.stand_ins(iris)

    found = check(submission, known, near=suggester([node["id"] for node in named(submission)], store))
    found += faults(_source_node(submission.source), submission.source.id)
    found += islice(adoptions(submission), MOST_REFUSED)
    if submission.amends:
        found += amending.faults(submission, beside.there[submission.source.id], beside.kept[submission.source.id])
    some = submission.nodes or submission.gives_way or submission.drops_dangling or submission.withdraws
    if not some and not refused(submission.findings):
        found.append(Finding("Nothing in it is understood as a thing of ours, so there is nothing to publish."))
    found += islice(not_its_own(submission, together, backend, replaced), MOST_REFUSED)
    found += left_behind(submission, together, backend, [node["id"] for node in stays])
    if today and not submission.source.shipped:  # what we ship was reviewed
        found += scrutiny.advice(submission, today, [*scrutiny.staying(submission, backend, replaced), *stays])
    return found


def _types_beside(submission: Submission, together: Sequence[Submission]) -> dict[str, tuple[str, ...]]:
    others = [each for each in together if each is not submission]
    return {node["id"]: _types(node) for each in others for node in named(each)}


def _types(node: Node) -> tuple[str, ...]:
    return tuple(words.classes().get(str(kind), str(kind)) for kind in words.values(node, "type"))
