"""Two editions side by side: each is a framework of the store, or one in a file that nobody has adopted yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from signpost import words
from signpost.engine import editions
from signpost.engine.editions import Entry
from signpost.errors import SignpostError, UnknownName, UnreadableInput
from signpost.exchange.readers import submission
from signpost.graph.query import Term, rows
from signpost.labelfile import fold, fold_code
from signpost.model import EditionDiff, EditionThing, Node
from signpost.search import Hit, nearest
from signpost.store.release import Release
from signpost.things.cards import resolve
from signpost.wellformed import faults, is_iri

_ENTRIES = ("Competence", "Standard", "Occupation")


@dataclass(frozen=True, slots=True)
class EditionSays:
    """A row of `queries/edition_says.rq`."""

    thing: str
    word: str
    value: Term


@dataclass(frozen=True, slots=True)
class Replaces:
    """A row of `queries/replaces.rq`."""

    old: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A framework with its entries, and the nodes that say so."""

    framework: EditionThing
    entries: tuple[Entry, ...]
    nodes: tuple[Node, ...]
    file: Path | None = None
    """Where it was read from, where it is not of the store."""


def diff(old: Edition, new: Edition) -> EditionDiff:
    """What changed from one edition to another; alignments that either states are heard."""
    stated = [*old.nodes, *new.nodes]
    before, after = (_heard(edition.entries, stated) for edition in (old, new))
    return EditionDiff(old.framework, new.framework, editions.compare(before, after, nearest))


def edition(release: Release, name: str) -> Edition:
    """The edition that a name of the store or a file means.

    Raises UnknownName, AmbiguousName, UnreadableInput, also where the file has faults of form, and SignpostError where
    it holds no framework.
    """
    try:
        hit = resolve(release, name, kinds=("framework",))
    except UnknownName:
        if not _is_there(name):
            raise
        return _of_file(Path(name))
    return _edition(_of_store(release, hit), hit.iri)


def pair(release: Release, new: str, replaces: str = "") -> tuple[Edition, Edition]:
    """A new edition's predecessor and itself; an edition in a file may update a framework of the store in place.

    Raises as `edition`, and SignpostError where it is not known what is replaced.
    """
    after = edition(release, new)
    if replaces:
        before = edition(release, replaces)
    else:
        old = sorted({row.old for row in rows(Replaces, release.backend, new=after.framework.iri)})
        if after.file and not old and release.index.find("framework", after.framework.iri) >= 0:
            old = [after.framework.iri]
        if len(old) != 1:
            told = f"several are stated: {', '.join(old)}" if old else "the store does not state any"
            raise SignpostError(f"Which edition does {after.framework.label} replace? Say it with --replaces; {told}.")
        before = edition(release, old[0])
    if before.framework.iri == after.framework.iri and not after.file:
        raise SignpostError(f"{after.framework.label} cannot replace itself. Say with --replaces what it replaces.")
    return before, after


def framework_iri(release: Release, name: str) -> str:
    """The IRI of a framework of the store by its name; an IRI stands for itself."""
    return name if is_iri(name) else resolve(release, name, kinds=("framework",)).iri


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _of_file(path: Path) -> Edition:
    sent = submission(path, "edition")
    wrong = [fault for node in sent.nodes for fault in faults(node, sent.places.get(str(node.get("id")), ""))]
    if wrong:
        place = wrong[0].place or str(path)
        reason = f"{wrong[0].message.rstrip('.')} ({len(wrong):,} faults of form in all)"
        raise UnreadableInput(place, reason, f"'signpost check {path}' tells every one.")
    return _edition(sent.nodes, str(path), path)


def _of_store(release: Release, framework: Hit) -> list[Node]:
    said = rows(EditionSays, release.backend, framework=framework.iri)
    nodes, _ = words.from_triples((f"<{row.thing}>", f"<{row.word}>", str(row.value)) for row in said)
    row = release.index.find("framework", framework.iri)
    edition = release.index.text(int(release.index.framework_edition[row]))
    return [{"id": framework.iri, "type": "Framework", "label": framework.label, "edition": edition}, *nodes]


def _edition(nodes: Sequence[Node], name: str, file: Path | None = None) -> Edition:
    """The framework that has the most entries, or the one that is named, with its entries in order of their IRIs."""
    inside: dict[str, list[Node]] = {}
    for node in nodes:
        if set(_ENTRIES).intersection(words.values(node, "type")):
            for framework in words.values(node, "inFramework"):
                inside.setdefault(framework, []).append(node)
    if not inside:
        raise SignpostError(f"{name} holds no framework with competences. Name one, or a file that has one.")
    iri = name if name in inside else max(sorted(inside), key=lambda framework: len(inside[framework]))
    by_iri = {node["id"]: node for node in nodes}
    called = _called(by_iri.get(iri, {}), iri)
    made = tuple(_entry(node, by_iri) for node in sorted(inside[iri], key=lambda node: str(node["id"])))
    return Edition(EditionThing(iri, called), made, tuple(nodes), file)


def _called(framework: Node, iri: str) -> str:
    """The label with the edition, where that does not stand in it."""
    label, edition = words.text(framework, "label") or iri, words.text(framework, "edition")
    return f"{label} ({edition})" if edition and edition not in label else label


def _entry(node: Node, by_iri: dict[str, Node]) -> Entry:
    named = [str(value) for value in words.values(node, "notation")]
    named += [str(by_iri[i].get("identifierValue", "")) for i in words.values(node, "identifier") if i in by_iri]
    label = words.text(node, "label")
    above = (by_iri[iri] for iri in words.values(node, "broader") if iri in by_iri)
    return Entry(
        thing=EditionThing(node["id"], label, named[0] if named else str(node.get("classCode", ""))),
        title=f"{'occupation' if 'Occupation' in words.values(node, 'type') else 'competence'} {fold(label)}",
        text=fold(words.text(node, "definition")),
        codes=frozenset(fold_code(code) for code in (*named, str(node.get("classCode", ""))) if code),
        above=frozenset(fold(words.text(other, "label")) for other in above),
        replaced_by=_iris(node, "replacedBy"),
        derived_from=_iris(node, "derivedFrom", "importedAs"),
        same_as=_iris(node, "exactMatch"),
        withdrawn=node.get("status") == "withdrawn",
        near=_iris(node, "closeMatch", "broadMatch", "narrowMatch"),
    )


def _iris(node: Node, *named: str) -> frozenset[str]:
    return frozenset(value for word in named for value in words.values(node, word))


def _heard(entries: Iterable[Entry], stated: Sequence[Node]) -> list[Entry]:
    """The entries with the alignments that stand as things of their own."""
    same: dict[str, set[str]] = {}
    near: dict[str, set[str]] = {}
    for one, other, certain in _alignments(stated):
        (same if certain else near).setdefault(one, set()).add(other)
        (same if certain else near).setdefault(other, set()).add(one)
    return [_with(entry, same.get(entry.thing.iri, set()), near.get(entry.thing.iri, set())) for entry in entries]


def _with(entry: Entry, same: set[str], near: set[str]) -> Entry:
    return replace(entry, same_as=entry.same_as | same, near=entry.near | near) if same or near else entry


def _alignments(nodes: Iterable[Node]) -> Iterator[tuple[str, str, bool]]:
    for node in nodes:
        if "Alignment" in words.values(node, "type"):
            relation = str(node.get("alignmentRelation")).rpartition("/")[2]
            if relation != "relatedMatch":
                certain = relation == "exactMatch" and node.get("provenance") != "editorial"
                yield str(node.get("alignmentSource")), str(node.get("alignmentTarget")), certain
