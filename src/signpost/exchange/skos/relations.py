"""Which things of a SKOS document are schemes, concepts and collections, and how they hang together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from signpost import terms
from signpost.exchange.gathered import Gathered
from signpost.exchange.skos import integrity
from signpost.exchange.skos.document import Document
from signpost.exchange.skos.names import DCTERMS, LABELS, MATCHES, PROV, RDF, SKOS, XL
from signpost.words import TYPE

_OF_SCHEMES = (SKOS + "inScheme", SKOS + "topConceptOf")
_OF_CONCEPTS = (*_OF_SCHEMES, SKOS + "broader", SKOS + "narrower", SKOS + "related")


# ------------------------------------------------------------------------------------------------ what is what
def schemes(document: Document) -> set[str]:
    """The concept schemes, described or only pointed to."""
    found = document.typed(SKOS + "ConceptScheme") | {subject for subject, _ in document.pairs(SKOS + "hasTopConcept")}
    pointed = {value for predicate in _OF_SCHEMES for _, value in document.pairs(predicate)}
    for subject in found:
        document.said[subject].get(TYPE, set()).discard(f"<{SKOS}ConceptScheme>")
    return found | {value for value in pointed if value.startswith("<")}


def collections(document: Document) -> set[str]:
    """The collections, ordered or not."""
    found = document.typed(SKOS + "Collection", SKOS + "OrderedCollection")
    for subject in found:
        document.said[subject][TYPE].discard(f"<{SKOS}Collection>")
    return found | {subject for subject, _ in document.pairs(SKOS + "member")}


def concepts(document: Document) -> set[str]:
    """The concepts: those that say so, and things with a name that are related as only concepts are."""
    found = document.typed(SKOS + "Concept")
    for subject in found:
        document.said[subject][TYPE].discard(f"<{SKOS}Concept>")
    for subject, said in document.said.items():
        named = LABELS[0] in said or XL + "prefLabel" in said
        if subject not in found and named and TYPE not in said and any(said.get(word) for word in _OF_CONCEPTS):
            found.add(subject)
            document.note("Taken to be a concept for what is said of it, though it has no type", subject, "type")
    return found


def stated_schemes(document: Document, found: Collection[str]) -> dict[str, set[str]]:
    """Concept -> the schemes it is said to be in, else those of what stands above it."""
    stated: dict[str, set[str]] = defaultdict(set)
    above: dict[str, set[str]] = defaultdict(set)
    for predicate in _OF_SCHEMES:
        for subject, value in document.pairs(predicate):
            stated[subject].add(value)
    for subject, value in document.pairs(SKOS + "hasTopConcept"):
        stated[value].add(subject)
    for subject, value in document.pairs(SKOS + "broader"):
        above[subject].add(value)
    for subject, value in document.pairs(SKOS + "narrower"):
        above[value].add(subject)
    own = {subject: {value for value in values if value.startswith("<")} for subject, values in stated.items()}
    inherited = integrity.inherited(stated, above)
    for concept in sorted(set(found) - {subject for subject, values in own.items() if values}):
        if inherited.get(concept):
            own[concept] = {scheme for scheme in inherited[concept] if scheme.startswith("<")}
            document.note("Put in the scheme of the concepts above it, for it says none", concept, "inFramework")
    return own


# ------------------------------------------------------------------------------------------------ relations
def read(document: Document, gathered: Gathered) -> None:
    """Everything that one thing says of another, once all things are known."""
    known = sorted(iri for iri in gathered.nodes if gathered.is_a(iri, "Competence"))
    for iri in known:
        _hierarchy(document, gathered, iri)
        _related(document, gathered, iri)
        _matches(document, gathered, iri)
        _succession(document, gathered, iri)
    for iri in known:
        _not_replaced_and_equal(document, gathered, iri)
    _tops(document, gathered)
    _members(document, gathered)
    _tell_circles(document, gathered, known)


def _link(document: Document, gathered: Gathered, iri: str, word: str, other: str, outside: str = "") -> None:
    """State one thing of a concept; where the other end is not in the file, as the match `outside`, if there is one."""
    subject = terms.iri(iri)
    if other == iri:
        document.note(f"Left out, for it relates a concept to itself: '{word}'", subject, word)
    elif gathered.is_a(other, "Competence"):
        gathered.nodes[iri].setdefault(word, set()).add(other)
    elif other in gathered.nodes or not outside or terms.iri(other) in document.said:
        document.note(f"Left out, for it does not lead to a concept of the file: '{word}'", subject, word)
    else:
        gathered.nodes[iri].setdefault(outside, set()).add(other)
        document.note(f"'{word}' leads to a concept that is not in the file; kept as '{outside}'", subject, outside)


def _hierarchy(document: Document, gathered: Gathered, iri: str) -> None:
    subject = terms.iri(iri)
    for other in document.things(subject, SKOS + "broader"):
        _link(document, gathered, iri, "broader", other, "broadMatch")
    for other in document.things(subject, SKOS + "narrower"):
        if gathered.is_a(other, "Competence"):
            _link(document, gathered, other, "broader", iri)
        else:
            _link(document, gathered, iri, "narrower", other, "narrowMatch")


def _related(document: Document, gathered: Gathered, iri: str) -> None:
    for other in document.things(terms.iri(iri), SKOS + "related"):
        _link(document, gathered, iri, "related", other, "relatedMatch")


def _matches(document: Document, gathered: Gathered, iri: str) -> None:
    for word in MATCHES:
        for other in document.things(terms.iri(iri), SKOS + word):
            if other == iri:
                document.note(f"Left out, for it relates a concept to itself: '{word}'", terms.iri(iri), word)
            else:
                gathered.nodes[iri].setdefault(word, set()).add(other)


def _succession(document: Document, gathered: Gathered, iri: str) -> None:
    subject = terms.iri(iri)
    for other in document.things(subject, DCTERMS + "isReplacedBy"):
        _link(document, gathered, iri, "replacedBy", other)
    for other in document.things(subject, DCTERMS + "replaces"):
        if gathered.is_a(other, "Competence"):
            _link(document, gathered, other, "replacedBy", iri)
        else:
            document.note("Left out, for it does not lead to a concept of the file: 'replaces'", subject, "replacedBy")
    for other in document.things(subject, PROV + "wasDerivedFrom"):
        _link(document, gathered, iri, "derivedFrom", other)


def _not_replaced_and_equal(document: Document, gathered: Gathered, iri: str) -> None:
    node = gathered.nodes[iri]
    both = node.get("replacedBy", set()) & node.get("exactMatch", set())
    if both:
        node["exactMatch"] -= both
        message = "'exactMatch' with what replaces it was left out: what replaces another is not thereby the same"
        document.note(message, terms.iri(iri), "exactMatch")


def _tops(document: Document, gathered: Gathered) -> None:
    """Top concepts are those without a broader one; statements that say no more than that are understood."""
    for subject in sorted(document.said):
        tops = {terms.lexical(value) for value in document.take(subject, SKOS + "hasTopConcept")}
        if document.take(subject, SKOS + "topConceptOf"):
            tops.add(terms.lexical(subject))
        for top in tops:
            if gathered.nodes.get(top, {}).get("broader"):
                message = "That it is a top concept was left out, for others stand above it"
                document.note(message, terms.iri(top), "topConceptOf")
        if document.take(subject, SKOS + "inScheme") and gathered.is_a(terms.lexical(subject), "Collection"):
            document.note("The scheme of a collection was left out", subject, "inScheme")


# ------------------------------------------------------------------------------------------------ collections
def _members(document: Document, gathered: Gathered) -> None:
    found = sorted(iri for iri in gathered.nodes if gathered.is_a(iri, "Collection"))
    for iri in found:
        subject = terms.iri(iri)
        listed = list(_listed(document, subject))
        if listed:
            document.note("The order of its members was left out", subject, "member")
        gathered.nodes[iri]["member"] = {*document.things(subject, SKOS + "member"), *listed}
        document.said[subject].get(TYPE, set()).discard(f"<{SKOS}OrderedCollection>")
    _without_empty(document, gathered, found)


def _listed(document: Document, subject: str) -> Iterator[str]:
    """The members of an ordered collection, in their order."""
    todo = document.take(subject, SKOS + "memberList")
    seen: set[str] = set()
    while todo and todo[0] not in seen:
        seen.add(todo[0])
        document.take(todo[0], TYPE)
        yield from document.things(todo[0], RDF + "first")
        todo = document.take(todo[0], RDF + "rest")


def _without_empty(document: Document, gathered: Gathered, found: Iterable[str]) -> None:
    """Members that nobody describes go, then collections without members, and again where those were members."""
    left = list(found)
    while left:
        for iri in left:
            unknown = {other for other in gathered.nodes[iri]["member"] if other not in gathered.nodes or other == iri}
            gathered.nodes[iri]["member"] -= unknown
            for other in unknown:
                document.note("Members that are not in the file were left out", terms.iri(other), "member")
        empty = [iri for iri in left if not gathered.nodes[iri]["member"]]
        for iri in empty:
            gathered.tell("Row dropped: the collection has no members.", document.name, iri, "member")
            del gathered.nodes[iri], gathered.places[iri]
        left = [iri for iri in left if iri in gathered.nodes] if empty else []


# ------------------------------------------------------------------------------------------------ what is told
def _tell_circles(document: Document, gathered: Gathered, known: Iterable[str]) -> None:
    """What the integrity of SKOS forbids and the gate does not: kept as it is stated, and told."""
    above: Mapping[str, set[str]] = {iri: gathered.nodes[iri].get("broader", set()) for iri in known}
    for below, _ in integrity.circular(above):
        document.note("It stands above itself by way of others; kept as it is", terms.iri(below), "broader")
    beside = {iri: gathered.nodes[iri]["related"] for iri in known if "related" in gathered.nodes[iri]}
    for iri, _ in integrity.both_ways(beside, above):
        document.note("A related concept also stands above or below it; kept as it is", terms.iri(iri), "related")
