"""Two editions side by side: each is a framework of the store, or one in a file that nobody has adopted yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from signpost import words
from signpost.engine import editions
from signpost.engine.editions import Entry
from signpost.errors import SignpostError, UnknownName
from signpost.exchange.readers import submission
from signpost.graph.query import Term, rows
from signpost.model import EditionDiff, EditionThing, Node
from signpost.search import Hit, fold, fold_code, nearest
from signpost.store.release import Release
from signpost.things.cards import resolve

_ENTRIES = ("Competence", "Standard", "Occupation")


@dataclass(frozen=True, slots=True)
class EditionSays:
    """A row of `queries/edition_says.rq`."""

    thing: str
    word: str
    value: Term


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
    """The edition that a file or a name means; raises UnknownName, AmbiguousName, UnreadableInput, SignpostError."""
    path = Path(name)
    if path.exists():
        sent = submission(path, "edition")
        return _edition([node for node in sent.nodes if isinstance(node.get("id"), str)], name, path)
    hit = resolve(release, name, kinds=("framework",))
    if hit.kind != "framework":
        raise UnknownName("framework", name)
    return _edition(_of_store(release, hit), hit.iri)


def _of_store(release: Release, framework: Hit) -> list[Node]:
    said = rows(EditionSays, release.backend, framework=framework.iri)
    nodes, _ = words.from_triples((f"<{row.thing}>", f"<{row.word}>", str(row.value)) for row in said)
    return [{"id": framework.iri, "type": "Framework", "label": framework.label}, *nodes]


def _edition(nodes: Sequence[Node], name: str, file: Path | None = None) -> Edition:
    """The framework that has the most entries, or the one that is named, with its entries in order of their IRIs."""
    inside: dict[str, list[Node]] = {}
    for node in nodes:
        if node.get("type") in _ENTRIES and "inFramework" in node:
            inside.setdefault(node["inFramework"], []).append(node)
    if not inside:
        raise SignpostError(f"{name} holds no framework with competences. Name one, or a file that has one.")
    iri = name if name in inside else max(sorted(inside), key=lambda framework: len(inside[framework]))
    by_iri = {node["id"]: node for node in nodes}
    called = words.text(by_iri.get(iri, {}), "label") or iri
    made = tuple(_entry(node, by_iri) for node in sorted(inside[iri], key=lambda node: str(node["id"])))
    return Edition(EditionThing(iri, called), made, tuple(nodes), file)


def _entry(node: Node, by_iri: dict[str, Node]) -> Entry:
    named = [str(value) for value in words.values(node, "notation")]
    named += [str(by_iri[i].get("identifierValue", "")) for i in words.values(node, "identifier") if i in by_iri]
    label = words.text(node, "label")
    above = (by_iri[iri] for iri in words.values(node, "broader") if iri in by_iri)
    return Entry(
        thing=EditionThing(node["id"], label, named[0] if named else str(node.get("classCode", ""))),
        title=f"{'occupation' if node['type'] == 'Occupation' else 'competence'} {fold(label)}",
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
        if node.get("type") == "Alignment":
            certain = node.get("alignmentRelation") == "exactMatch" and node.get("provenance") != "editorial"
            if node.get("alignmentRelation") != "relatedMatch":
                yield node["alignmentSource"], node["alignmentTarget"], certain
