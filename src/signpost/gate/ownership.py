"""Whose is whose: a source describes its own things, leaves another's to it, and may leave none behind.

What another source's graph describes is not a source's to describe. A public catalogue may list what others describe
too (`Submission.gives_way`): that is left to them, and said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from signpost import words
from signpost.exchange.named import NAMED
from signpost.gate.validate import MAY_LIE_OUTSIDE, pointers
from signpost.graph.backend import Backend
from signpost.graph.query import rows
from signpost.model import GRAPHS, VOCABULARY, Finding, Node, Severity, Submission
from signpost.wellformed import is_iri, is_ours

AT_ONCE = 500
"""Things asked for in one query; remote stores refuse very long ones."""


@dataclass(frozen=True, slots=True)
class Described:
    """A thing, one of its types, and the named graph that says so."""

    things: str
    kind: str
    graph: str

    @property
    def source(self) -> str:
        """The source of the graph."""
        return source_of(self.graph)


@dataclass(frozen=True, slots=True)
class PointedAt:
    """A thing of one graph to which another graph points."""

    thing: str


def source_of(graph: str) -> str:
    """The name of a graph's source; a server may keep a state of it under its name and a digest."""
    return graph.removeprefix(GRAPHS).partition("/")[0]


def named(submission: Submission) -> Iterator[Node]:
    """The nodes that have an IRI at all; form is checked elsewhere."""
    return (node for node in submission.nodes if isinstance(node.get("id"), str))


def described_rows(backend: Backend, iris: Iterable[str]) -> Iterator[Described]:
    """What the graphs of a store say of the types of some things."""
    every = sorted(iri for iri in iris if is_iri(iri))
    for start in range(0, len(every), AT_ONCE):
        yield from rows(Described, backend, things=every[start : start + AT_ONCE])


def by_thing(found: Iterable[Described]) -> dict[str, tuple[str, ...]]:
    """Thing -> its types."""
    types: dict[str, tuple[str, ...]] = {}
    for row in found:
        types[row.things] = (*types.get(row.things, ()), row.kind)
    return types


def not_its_own(
    submission: Submission, together: Sequence[Submission], backend: Backend, replaced: Collection[str]
) -> Iterator[Finding]:
    """Subjects that are another source's or a part of such, that stand in another's scheme, or are our machinery."""
    subjects = [node["id"] for node in named(submission)]
    wholes = {iri.partition("#")[0] for iri in subjects}
    owners = _owners(submission, together, backend, {*subjects, *wholes, *map(_scheme, subjects)}, replaced)
    for iri in subjects:
        owner = next(filter(None, map(owners.get, (iri, iri.partition("#")[0], _scheme(iri)))), "")
        owner = owner or ("signpost itself" if is_ours(iri) else "")
        if owner:
            yield Finding(
                f"{iri} belongs to {owner}; another source may not describe it.",
                place=submission.places.get(iri, ""),
                node=iri,
                path="id",
                expected="an IRI of this source's own",
            )


def adoptions(submission: Submission) -> Iterator[Finding]:
    """Adoptions and decisions in a submission that is none: they would change what every role asks for."""
    if not submission.adopts:
        for node in named(submission):
            if {"Adoption", "Decision"} & {str(kind) for kind in words.values(node, "type")}:
                yield Finding(
                    "Adoptions are not published: 'signpost adopt' writes what was decided here.",
                    place=submission.places.get(node["id"], ""), node=node["id"], path="type",
                )  # fmt: skip


def _owners(
    submission: Submission,
    together: Sequence[Submission],
    backend: Backend,
    subjects: set[str],
    replaced: Collection[str],
) -> dict[str, str]:
    """Who describes some things already: the graph, or the submissions that come before this one."""
    owners = {
        row.things: f"the source '{row.source}'"
        for row in described_rows(backend, subjects)
        if row.source not in replaced
    }
    for each in takewhile(lambda each: each is not submission, together):
        owners |= {node["id"]: f"the source '{each.source.id}'" for node in named(each)}
    return owners


def _scheme(iri: str) -> str:
    """The vocabulary that a concept's IRI stands in."""
    return VOCABULARY + iri.removeprefix(VOCABULARY).partition("/")[0] if iri.startswith(VOCABULARY) else ""


def left_behind(
    submission: Submission, together: Sequence[Submission], backend: Backend, stays: Iterable[str] = ()
) -> Iterator[Finding]:
    """Things that other sources point to and that this publication no longer describes; `stays` it still does."""
    own = {node["id"] for each in together for node in named(each)} | set(stays)
    for row in sorted(rows(PointedAt, backend, graph=GRAPHS + submission.source.id), key=lambda row: row.thing):
        if row.thing not in own and not is_ours(row.thing):
            message = f"{row.thing} is no longer described, but other sources point to it."
            yield Finding(message, Severity.WARNING, place=submission.source.id, node=row.thing)


def given_way(submissions: Sequence[Submission], backend: Backend, replaced: Collection[str]) -> list[Submission]:
    """The submissions without what they leave to others; `replaced` names the sources that do not count any more."""
    return [_without_others(each, submissions, backend, replaced) if each.gives_way else each for each in submissions]


def _without_others(
    submission: Submission, together: Sequence[Submission], backend: Backend, replaced: Collection[str]
) -> Submission:
    others = dict(_in_turn(submission, together))
    others |= {row.things: row.source for row in described_rows(backend, submission.gives_way - others.keys())
               if row.source not in {*replaced, submission.source.id}}  # fmt: skip
    left = {iri: others[iri] for iri in sorted(submission.gives_way & others.keys())}
    nodes = tuple(node for node in submission.nodes if str(node.get("id")).partition("#")[0] not in left)
    told = tuple(
        Finding(
            f"Left to the source '{source}', which describes it already.",
            Severity.ADVICE, place=submission.places.get(iri, ""), node=iri,
        )
        for iri, source in left.items()
    )  # fmt: skip
    return replace(submission, nodes=nodes, findings=(*submission.findings, *told))


def _in_turn(submission: Submission, together: Sequence[Submission]) -> Iterator[tuple[str, str]]:
    """What the submissions beside one describe, each with its source; of two that give way the earlier describes."""
    before = True
    for each in together:
        if each is submission:
            before = False
            continue
        kept = named(each) if before else (node for node in named(each) if node["id"] not in each.gives_way)
        yield from ((node["id"], each.source.id) for node in kept)


def joined(submissions: Sequence[Submission], backend: Backend, drop: Collection[str]) -> list[Submission]:
    """The submissions without what only joins things (`Submission.drops_dangling`), where nobody describes an end."""
    return [_joined(each, submissions, backend, drop) if each.drops_dangling else each for each in submissions]


def _joined(
    submission: Submission, together: Sequence[Submission], backend: Backend, drop: Collection[str]
) -> Submission:
    ends = {
        node["id"]: [(word, target) for word, target in pointers(node) if word not in MAY_LIE_OUTSIDE]
        for node in named(submission)
        if node["id"] in submission.drops_dangling
    }
    described = {node["id"] for each in together for node in named(each)}
    replaced = {*drop, *(each.source.id for each in together)}
    asked = {target for said in ends.values() for _, target in said} - described
    described |= {row.things for row in described_rows(backend, asked) if row.source not in replaced}
    described |= {target for target in asked if target.startswith(NAMED)}  # refused already, where they are none
    missing = {iri: word for iri, said in sorted(ends.items()) for word, target in said if target not in described}
    told = [
        Finding(
            f"Left out, for nobody has described what its '{word}' points to.",
            Severity.WARNING, place=submission.places.get(iri, ""), node=iri, path=word,
        )
        for iri, word in missing.items()
    ]  # fmt: skip
    if len(missing) == len(submission.nodes):
        message = "Nothing is left of it: publish what it joins first."
        told.append(Finding(message, Severity.WARNING, place=submission.source.id))
    nodes = tuple(node for node in submission.nodes if str(node.get("id")) not in missing)
    return replace(submission, nodes=nodes, findings=(*submission.findings, *told))
