"""The gate: every fault of a submission at once. The only door to rdflib and to the SHACL engines.

A submission is checked alone, beside the types of the things it points to; the shapes in `ontology/shapes` are ours: a
submission never brings its own. Two engines give the same report: pyshacl-turbo, and pyshacl where the first has no
build for the machine (docs/decisions/0004-shacl-engine.md has the figures; a test compares their findings).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from itertools import islice
from typing import Any

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node as RdfTerm

from signpost import files, words
from signpost.model import Finding, Node, Severity, Submission
from signpost.wellformed import expectation, faults, has_credentials, is_iri

Known = Callable[[Iterable[str]], Mapping[str, tuple[str, ...]]]
"""The types (IRIs) of those things of the graph that are asked for and are there."""

Near = Callable[[str], str]
"""The IRI of the thing that is nearest to one that nobody has described, or the empty string."""

DESCRIBED = "the IRI of a thing in this submission or in the graph"
"""What is expected of everything that is pointed to."""

Engine = Callable[[bytes, Graph, Collection[str]], Graph]
"""Data as Turtle, shapes, the things to look at or none for all -> the report of SHACL on these at least."""

MOST_REFUSED = 5_000
"""Faults of a submission at which checking stops; nobody reads more, and each takes memory."""
MOST_FOUND = 100_000
"""Findings of any kind at which it stops too; thirty thousand courses with three pieces of advice each have fewer."""
_AT_ONCE = 2_000
"""Things that the engine checks at once."""

MAY_LIE_OUTSIDE = frozenset(
    {"license", "sourceDocument", "importedAs", "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"}
)
"""Words whose values the graph need not describe."""

_SEVERITY = {SH.Violation: Severity.REFUSED, SH.Warning: Severity.WARNING, SH.Info: Severity.ADVICE}
_HEAVIEST = list(Severity)
_ABOUT_CLASS = (SH.ClassConstraintComponent, SH.OrConstraintComponent, SH.NodeConstraintComponent)


def check(
    submission: Submission, known: Known | None = None, *, near: Near | None = None, by: Engine | None = None
) -> list[Finding]:
    """Every finding about a submission: of its reading, the form of its nodes, what it points to, and the shapes.

    Without `known` nothing is said about things that the submission points to but does not describe; `near` may suggest
    what is meant by them. `by` is the SHACL engine, that of this machine where it is not given.
    """
    form = list(islice(_form(submission), MOST_REFUSED))
    if len(form) == MOST_REFUSED:
        return _stopped(submission, [*submission.findings, *form])
    nodes = _sound(submission.nodes, form)
    own = {node["id"] for node in nodes}
    pointed = {target for node in nodes for _, target in pointers(node)} - own
    types = known(sorted(pointed)) if known else {}
    missing = pointed - types.keys()
    found = [*submission.findings, *form]
    if known and missing:
        found += islice(_dangling(submission, nodes, missing, near), MOST_REFUSED)
    told, described = {(finding.node, finding.path) for finding in form}, own | types.keys()
    for names, data in _in_turn(nodes, types):
        if _is_enough(found):
            return _stopped(submission, found)
        report = (by or engine())(data, our_shapes(), names)
        found += (
            f for f in _shape_findings(submission, report, names or own, described) if (f.node, f.path) not in told
        )
    return _sorted(found)


def _form(submission: Submission) -> Iterator[Finding]:
    return (fault for node in submission.nodes for fault in faults(node, _place(submission, node.get("id"))))


def _in_turn(nodes: list[Node], types: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[set[str], bytes]]:
    """So many things at once that the report on them takes little memory, whatever is wrong with each: names and data.

    A shape looks at a thing, at what that points to, and at the types of what that points to in turn.
    """
    if len(nodes) <= _AT_ONCE:
        yield set(), to_check(nodes, types)
        return
    known = {node["id"]: node for node in nodes}
    for start in range(0, len(nodes), _AT_ONCE):
        some = {node["id"]: node for node in nodes[start : start + _AT_ONCE]}
        near = {iri: known[iri] for iri in _pointed(some) if iri in known} | some
        far = {iri: _types(known[iri]) if iri in known else types[iri]
               for iri in _pointed(near) - near.keys() if iri in known or iri in types}  # fmt: skip
        yield {*some}, to_check(near.values(), far)


def _pointed(nodes: Mapping[str, Node]) -> set[str]:
    return {target for node in nodes.values() for _, target in pointers(node)}


def _types(node: Node) -> tuple[str, ...]:
    return tuple(words.classes()[kind] for kind in words.values(node, "type") if kind in words.classes())


def _sorted(found: Iterable[Finding]) -> list[Finding]:
    return sorted(dict.fromkeys(found), key=in_order)


def _is_enough(found: list[Finding]) -> bool:
    return len(found) >= MOST_FOUND or sum(each.severity is Severity.REFUSED for each in found) >= MOST_REFUSED


def _stopped(submission: Submission, found: list[Finding]) -> list[Finding]:
    message = f"Checking was stopped at {len(found):,} findings: mend these first, and there may be more."
    return _sorted([*found, Finding(message, place=submission.source.id)])


def refused(findings: Iterable[Finding]) -> bool:
    """Whether any finding keeps the submission out."""
    return any(finding.severity is Severity.REFUSED for finding in findings)


def pointers(node: Node) -> Iterator[tuple[str, str]]:
    """Word and IRI of everything that a node points to."""
    pointing = words.pointing()
    for name in node:
        if name in pointing:
            for value in words.values(node, name):
                yield name, words.iri(name, value)


def conforms(data_ttl: bytes, shapes_ttl: bytes, *, by: Engine | None = None) -> tuple[bool, bytes]:
    """The verdict and the report (Turtle) on any data and any shapes, by the engine that `check` would use.

    Raises the engine's own exception where the shapes are not well formed.
    """
    shapes = Graph().parse(data=shapes_ttl, format="turtle")
    report = (by or engine())(data_ttl, shapes, ())
    verdict = any(bool(value) for value in report.objects(None, SH.conforms))
    return verdict, report.serialize(format="turtle").encode()


# ------------------------------------------------------------------------------------------------ engines
def engine() -> Engine:
    """The engine for this machine: the faster one, where it is installed."""
    return by_turbo if find_spec("pyshacl_turbo") else by_pyshacl


def by_turbo(data: bytes, shapes: Graph, focus: Collection[str] = ()) -> Graph:
    """The report of pyshacl-turbo."""
    from pyshacl_turbo.rdf import Input

    report: Graph
    program = _our_program() if shapes is our_shapes() else _compiled(shapes)
    _, report, _ = program.validate(Input(data.decode(), "turtle", None, {}), focus_nodes=list(focus) or None)
    return report


def by_pyshacl(data: bytes, shapes: Graph, focus: Collection[str] = ()) -> Graph:
    """The report of pyshacl, on all of the data: told where to look, it would not look at what those things hold."""
    from pyshacl import validate

    graph = Graph().parse(data=data, format="turtle")
    _, report, _ = validate(graph, shacl_graph=shapes, inplace=True, do_owl_imports=False)
    if not isinstance(report, Graph):
        raise report
    return report


@cache
def our_shapes() -> Graph:
    """Every shape of `ontology/shapes`, in one graph."""
    shapes = Graph()
    for path in sorted((files.ontology() / "shapes").glob("*.ttl")):
        shapes.parse(path, format="turtle")
    return shapes


@cache
def _our_program() -> Any:
    return _compiled(our_shapes())


def _compiled(shapes: Graph) -> Any:
    from pyshacl_turbo import compile_shapes

    return compile_shapes(shapes)  # type: ignore[no-untyped-call]  # the library leaves this function without types


def to_check(nodes: Iterable[Node], types: Mapping[str, tuple[str, ...]]) -> bytes:
    """What the engine sees: the nodes, and the types of what they point to."""
    given = (f"<{iri}> <{words.TYPE}> <{kind}> .\n" for iri in sorted(types) for kind in types[iri])
    return words.to_ntriples(nodes) + "".join(given).encode()


# ------------------------------------------------------------------------------------------------ findings
def _place(submission: Submission, iri: Any) -> str:
    """Where a thing, or the thing it is a part of, was read."""
    name = str(iri)
    return submission.places.get(name) or submission.places.get(name.partition("#")[0], "")


def _sound(nodes: Iterable[Node], form: Iterable[Finding]) -> list[Node]:
    """The nodes without the words that have a fault of form, so that the shapes can say the rest at once."""
    faulty: dict[str, set[str]] = {}
    for finding in form:
        faulty.setdefault(finding.node, set()).add(finding.path)
    named = (node for node in nodes if isinstance(node.get("id"), str) and _may_be_shown(node["id"]))
    return [_without(node, faulty[node["id"]]) if node["id"] in faulty else node for node in named]


def _may_be_shown(iri: str) -> bool:
    return is_iri(iri) and not has_credentials(iri)


def _without(node: Node, paths: set[str]) -> Node:
    kept = {word: value for word, value in node.items() if word in words.words() and word not in paths}
    kinds = [kind for kind in words.values(node, "type") if isinstance(kind, str) and kind in words.classes()]
    return {"id": node["id"], "type": kinds, **kept}


def _shape_findings(submission: Submission, report: Graph, own: set[str], described: set[str]) -> Iterator[Finding]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus = str(report.value(result, SH.focusNode))
        if focus in own and not _is_unknown(report, result, described):
            yield _finding(submission, report, result, focus, _word(report.value(result, SH.resultPath)))


def _is_unknown(report: Graph, result: RdfTerm, described: set[str]) -> bool:
    """Whether it only says that a thing that is not described here is not of the right class."""
    value = report.value(result, SH.value)
    about_class = report.value(result, SH.sourceConstraintComponent) in _ABOUT_CLASS
    return about_class and isinstance(value, URIRef) and str(value) not in described


def _finding(submission: Submission, report: Graph, result: RdfTerm, focus: str, path: str) -> Finding:
    severity = report.value(result, SH.resultSeverity)
    expected, example = expectation(path)
    return Finding(
        message=_sentence(report, result, path),
        severity=_SEVERITY.get(severity, Severity.REFUSED) if isinstance(severity, URIRef) else Severity.REFUSED,
        place=_place(submission, focus),
        node=focus,
        path=path,
        expected=expected,
        example=example,
    )


def _sentence(report: Graph, result: RdfTerm, path: str) -> str:
    said = sorted(str(message) for message in report.objects(result, SH.resultMessage))
    value = report.value(result, SH.value)
    sentence = said[0] if said else f"'{path}' does not fit what the shapes ask for."
    given = _short(path, value)
    return f"{sentence} Given: {given}." if given else sentence


def _short(path: str, value: RdfTerm | None) -> str:
    if value is None or not path:
        return ""
    text = str(value)
    if isinstance(value, URIRef) and path in words.words():
        text = words.short(path, text)
    return f"'{' '.join(text.split())[:80]}'"


def _word(path: RdfTerm | None) -> str:
    if not isinstance(path, URIRef):
        return ""
    known = words.by_iri().get(str(path))
    return known.name if known else "type" if path == RDF.type else str(path)


def _dangling(submission: Submission, nodes: list[Node], missing: set[str], near: Near | None) -> Iterator[Finding]:
    for node in nodes:
        for word, target in pointers(node):
            if target in missing and word not in MAY_LIE_OUTSIDE:
                meant = near(target) if near else ""
                yield Finding(
                    f"'{word}' points to {target}, which nobody has described."
                    + (f" Did you mean {meant}?" if meant else ""),
                    place=_place(submission, node["id"]),
                    node=node["id"],
                    path=word,
                    expected=DESCRIBED,
                )


def in_order(finding: Finding) -> tuple[object, ...]:
    """What findings are sorted by: how heavy, then the place, its numbers as numbers."""
    parts = _DIGITS.split(finding.place)  # every other part is a number
    numbered = tuple(int(part) if n % 2 else part for n, part in enumerate(parts))
    return _HEAVIEST.index(finding.severity), numbered, finding.node, finding.path, finding.message


_DIGITS = re.compile(r"([0-9]{1,18})")
