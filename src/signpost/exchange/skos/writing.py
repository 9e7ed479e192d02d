"""Frameworks and their competences as SKOS that keeps its integrity; what is changed for that is told as a loss."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from signpost import terms, words
from signpost.exchange.losses import losses
from signpost.exchange.skos.names import (
    ADMS,
    DCTERMS,
    EVERY_TEXT,
    FOAF,
    MATCHES,
    OWL,
    PREFIXES,
    PROV,
    SCHEMES,
    SKOS,
    STATUSES,
    TYPES,
)
from signpost.exchange.skos.reading import identifier_iri
from signpost.exchange.skos.repairs import Repairs
from signpost.exchange.statements import json_ld, turtle
from signpost.model import Finding, Node, Written
from signpost.terms import XSD
from signpost.words import Terms

_SAID = ("rights", "issued", "language", "license", "sourceDocument", "publisher")
"""Words beside the texts that go out under the property of the context."""
_BODIES = ("Organisation", "Provider", "AwardingBody")
_CONCEPT = frozenset({*EVERY_TEXT, *_SAID, *MATCHES, "inFramework", "edition", "status", "competenceType", "notation",
                      "identifier", "broader", "related", "replacedBy", "derivedFrom"})  # fmt: skip
HOLDS: Mapping[str, frozenset[str]] = {
    "Framework": frozenset({*EVERY_TEXT, *_SAID, "edition", "status"}),
    "Competence": _CONCEPT,
    "Standard": _CONCEPT,
    "Collection": frozenset({*EVERY_TEXT, "member"}),
    "Identifier": frozenset({"identifierScheme", "identifierValue"}),
    "Alignment": frozenset({"alignmentSource", "alignmentTarget", "alignmentRelation"}),
    **{kind: frozenset({"label", "altLabel"}) for kind in _BODIES},
}
"""What SKOS keeps of each class. An alignment becomes a match of a concept, a body the publisher of a framework."""


def write(nodes: Sequence[Node]) -> Written:
    """Nodes as SKOS in Turtle."""
    statements, lost = _vocabulary(nodes)
    return Written(turtle(statements, PREFIXES), lost)


def write_jsonld(nodes: Sequence[Node]) -> Written:
    """Nodes as SKOS in JSON-LD, with its context in it."""
    statements, lost = _vocabulary(nodes)
    return Written(json_ld(statements, PREFIXES), lost)


def _vocabulary(nodes: Sequence[Node]) -> tuple[list[Terms], tuple[Finding, ...]]:
    going = _Going(nodes)
    repairs = Repairs()
    concepts = repairs.mend(going.concepts, going.alignments)
    statements = [*_schemes(going, concepts), *_concepts(going, concepts, repairs), *_beside(going, concepts, repairs)]
    held = losses([node for node in nodes if node["id"] in going.iris], HOLDS, "SKOS")
    whole = losses([node for node in nodes if node["id"] not in going.iris], {}, "SKOS")
    return statements, (*whole, *held, *repairs.told())


class _Going:
    """Which of the nodes go out, and as what."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = {node["id"]: node for node in nodes}
        self.concepts = {iri: node for iri, node in self.nodes.items() if _is(node, "Competence", "Standard")}
        homes = {str(node["inFramework"]) for node in self.concepts.values() if "inFramework" in node}
        self.frameworks = {iri: node for iri, node in self.nodes.items() if iri in homes}
        self.bare = sorted(homes - self.frameworks.keys())
        self.alignments = [node for node in nodes if _is(node, "Alignment") and self._joins(node)]
        self.collections = self._collections()
        described = [*self.frameworks.values(), *self.concepts.values()]
        named = {body for node in described for body in words.values(node, "publisher")}
        named |= {iri for node in self.concepts.values() for iri in words.values(node, "identifier")}
        self.parts = {iri: self.nodes[iri] for iri in sorted(named & self.nodes.keys())}
        parts = (self.concepts, self.frameworks, self.collections, self.parts, {a["id"]: a for a in self.alignments})
        self.iris = {iri for part in parts for iri in part}

    def _joins(self, node: Node) -> bool:
        """Whether an alignment has one of the concepts at one end, and no other kind of thing at the other."""
        ends = [node.get("alignmentSource", ""), node.get("alignmentTarget", "")]
        others = [self.nodes[end] for end in ends if end in self.nodes and end not in self.concepts]
        return any(end in self.concepts for end in ends) and not others

    def _collections(self) -> dict[str, Node]:
        """The collections that have any member among what goes out."""
        left = {iri: node for iri, node in self.nodes.items() if _is(node, "Collection")}
        found: dict[str, Node] = {}
        while True:
            new = {iri: node for iri, node in left.items() if iri not in found
                   and {*words.values(node, "member")} & (self.concepts.keys() | found.keys())}  # fmt: skip
            if not new:
                return found
            found |= new


def _is(node: Node, *kinds: str) -> bool:
    return not {*kinds}.isdisjoint(words.values(node, "type"))


# ------------------------------------------------------------------------------------------------ statements
def _said(node: Node, kind: str, **more: Any) -> Iterator[Terms]:
    """What goes out under the properties of our own context."""
    kept = {word: node[word] for word in (*EVERY_TEXT, *_SAID) if word in node}
    yield from words.expand({"id": node["id"], "type": kind, **kept, **{w: v for w, v in more.items() if v}})
    subject = terms.iri(node["id"])
    if "edition" in node:
        yield subject, terms.iri(OWL + "versionInfo"), terms.literal(str(node["edition"]))
    for iri, status in STATUSES.items():
        if node.get("status") == status and iri.endswith(f"/status/{status}"):
            yield subject, terms.iri(ADMS + "status"), terms.iri(iri)
    if node.get("status") in ("withdrawn", "superseded"):
        yield subject, terms.iri(OWL + "deprecated"), terms.literal("true", datatype=XSD + "boolean")


def _schemes(going: _Going, concepts: Mapping[str, Node]) -> Iterator[Terms]:
    tops: dict[str, list[str]] = defaultdict(list)
    for iri, node in concepts.items():
        if _is_top(node, concepts):
            tops[str(node.get("inFramework"))].append(iri)
    for iri, node in going.frameworks.items():
        yield from _said(node, "ConceptScheme", hasTopConcept=tops[iri])
        for tag, text in node.get("label", {}).items():
            yield terms.iri(iri), terms.iri(DCTERMS + "title"), terms.literal(text, tag)
    for iri in going.bare:
        yield from words.expand({"id": iri, "type": "ConceptScheme", "hasTopConcept": tops[iri]})


def _is_top(node: Node, concepts: Mapping[str, Node]) -> bool:
    homes = {concepts[above].get("inFramework") for above in words.values(node, "broader")}
    return node.get("inFramework") not in homes


def _concepts(going: _Going, concepts: Mapping[str, Node], repairs: Repairs) -> Iterator[Terms]:
    below: dict[str, list[str]] = defaultdict(list)
    for iri, node in concepts.items():
        for above in words.values(node, "broader"):
            below[above].append(iri)
    for iri, node in concepts.items():
        home, subject = node.get("inFramework"), terms.iri(iri)
        own = {word: node.get(word) for word in ("notation", "broader", "related", *MATCHES)}
        top = home if _is_top(node, concepts) else None
        yield from _said(node, "Concept", inScheme=home, topConceptOf=top, narrower=below[iri], **own)
        for word, predicate in (("replacedBy", DCTERMS + "isReplacedBy"), ("derivedFrom", PROV + "wasDerivedFrom")):
            for other in words.values(node, word):
                yield subject, terms.iri(predicate), terms.iri(other)
        if "competenceType" in node:
            yield subject, terms.iri(DCTERMS + "type"), terms.iri(TYPES + node["competenceType"])
        if _is(node, "Standard"):
            repairs.change("Standards go out as concepts, and are competences where they are read again", iri, "type")
        yield from _identifiers(going, node, repairs)


def _identifiers(going: _Going, node: Node, repairs: Repairs) -> Iterator[Terms]:
    """An identifier is a notation of the type of its scheme."""
    for iri in words.values(node, "identifier"):
        part = going.parts.get(iri, {})
        if "identifierScheme" not in part or "identifierValue" not in part:
            repairs.change("Identifiers that are not among what goes out were left out", node["id"], "identifier")
            continue
        scheme, value = part["identifierScheme"], part["identifierValue"]
        if identifier_iri(scheme, str(value)) != iri:
            repairs.change("Identifiers go out without an address of their own", iri, "id")
        notation = terms.literal(str(value), datatype=SCHEMES + scheme)
        yield terms.iri(node["id"]), terms.iri(SKOS + "notation"), notation


def _beside(going: _Going, concepts: Mapping[str, Node], repairs: Repairs) -> Iterator[Terms]:
    """Collections and publishers."""
    known: Set[str] = concepts.keys() | going.collections.keys()
    for iri, node in going.collections.items():
        members = [member for member in words.values(node, "member") if member in known]
        if len(members) < len(words.values(node, "member")):
            repairs.change("Members of collections that do not go out were left out", iri, "member")
        yield from words.expand({**_texts(node), "type": "Collection", "member": members})
    for iri, node in going.parts.items():
        if _is(node, *_BODIES):
            yield terms.iri(iri), terms.iri(words.TYPE), terms.iri(FOAF + "Organization")
            for tag, text in node.get("label", {}).items():
                yield terms.iri(iri), terms.iri(FOAF + "name"), terms.literal(text, tag)
            yield from words.expand({word: value for word, value in _texts(node).items() if word in ("id", "altLabel")})


def _texts(node: Node) -> dict[str, Any]:
    return {word: value for word, value in node.items() if word in ("id", *EVERY_TEXT)}
