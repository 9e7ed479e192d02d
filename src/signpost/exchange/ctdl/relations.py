"""How the competencies of a CTDL-ASN document hang together, and in which framework each stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from signpost import terms
from signpost.exchange.ctdl import names
from signpost.exchange.ctdl.names import CEASN, CETERMS
from signpost.exchange.gathered import Gathered
from signpost.exchange.skos import integrity
from signpost.exchange.skos.document import Document

_UP = (CEASN + "isPartOf", CEASN + "isTopChildOf")
_DOWN = CEASN + "hasTopChild"


# ------------------------------------------------------------------------------------------------ frameworks
def homes(document: Document, frameworks: set[str], competencies: set[str], made: str) -> Mapping[str, str]:
    """Competency -> the one framework in which it will stand; one that says none is put where those above it stand."""
    stated, above = _stated(document, frameworks)
    found, higher = {}, integrity.inherited(stated, above)
    for competency in sorted(competencies):
        own = _best(stated[competency], frameworks)
        if len(stated[competency]) > 1:
            document.note("Of several frameworks that it is in, it was put in one alone", competency, "inFramework")
        inherited = higher.get(competency, set())
        if not own and inherited:
            document.note("It says no framework; put in that of what stands above it", competency, "inFramework")
        elif not own:
            document.note("It says no framework; put in the one of the file", competency, "inFramework")
        only = min(frameworks) if len(frameworks) == 1 else made
        found[competency] = own or _best(inherited, frameworks) or only
    return found


def _stated(document: Document, frameworks: set[str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Competency -> frameworks that it is said to be in, and competencies that stand above it."""
    stated: dict[str, set[str]] = defaultdict(set)
    above: dict[str, set[str]] = defaultdict(set)
    for subject in sorted(document.said):
        for value in document.take(subject, *_UP):
            stated[subject].add(value)
        for value in document.take(subject, _DOWN):
            stated[value].add(subject)
    for name, turned in (("isChildOf", False), ("hasChild", True)):
        for subject, value in list(document.pairs(CEASN + name)):
            lower, higher = (value, subject) if turned else (subject, value)
            (stated if higher in frameworks else above)[lower].add(higher)
    return stated, above


def _best(found: set[str], described: set[str]) -> str:
    named = {home for home in found if home.startswith("<")}
    return min(named & described, default="") or min(named, default="")


# ------------------------------------------------------------------------------------------------ relations
def read(document: Document, gathered: Gathered) -> None:
    """Everything that one competency says of another, once all are known."""
    for iri in sorted(gathered.nodes):
        if gathered.nodes[iri]["type"] != "Organisation":
            _hierarchy(document, gathered, iri)
    known = sorted(iri for iri in gathered.nodes if gathered.is_a(iri, "Competence"))
    for iri in known:
        _matches(document, gathered, iri)
        _succession(document, gathered, iri)
    _check(document, gathered, known)


def _hierarchy(document: Document, gathered: Gathered, iri: str) -> None:
    for other in document.things(terms.iri(iri), CEASN + "isChildOf"):
        _child(document, gathered, iri, other)
    for other in document.things(terms.iri(iri), CEASN + "hasChild"):
        _child(document, gathered, other, iri)


def _child(document: Document, gathered: Gathered, lower: str, higher: str) -> None:
    """A competency below another; one end may lie outside the file, and the framework is above all."""
    inside = gathered.is_a(lower, "Competence"), gathered.is_a(higher, "Competence")
    if lower == higher:
        document.note("Left out, for it relates a competency to itself", terms.iri(lower), "broader")
    elif inside == (True, True):
        gathered.nodes[lower].setdefault("broader", set()).add(higher)
    elif inside[0] and higher not in gathered.nodes:
        gathered.nodes[lower].setdefault("broadMatch", set()).add(higher)
        document.note("A parent that is not in the file; kept as 'broadMatch'", terms.iri(lower), "broadMatch")
    elif inside[1] and lower not in gathered.nodes:
        gathered.nodes[higher].setdefault("narrowMatch", set()).add(lower)
        document.note("A child that is not in the file; kept as 'narrowMatch'", terms.iri(higher), "narrowMatch")
    elif not (inside[0] and gathered.is_a(higher, "Framework")):
        document.note("Left out, for it leads to no competency of the file: 'hasChild'", terms.iri(higher), "broader")


def _matches(document: Document, gathered: Gathered, iri: str) -> None:
    own = {theirs: ours for ours, theirs in names.MATCHES.items()}
    for theirs, ours in {**own, **names.ALSO_MATCHES}.items():
        for other in document.things(terms.iri(iri), CEASN + theirs):
            word = "related" if ours == "relatedMatch" and gathered.is_a(other, "Competence") else ours
            if other == iri:
                document.note("Left out, for it relates a competency to itself", terms.iri(iri), word)
                continue
            gathered.nodes[iri].setdefault(word, set()).add(other)
            if theirs in names.ALSO_MATCHES:
                document.note(f"'{theirs}' was kept as '{word}'", terms.iri(iri), word)


def _succession(document: Document, gathered: Gathered, iri: str) -> None:
    """What leads to a competency of the file; addresses outside stay, so that they become notes."""
    for word, predicate in (("derivedFrom", CEASN + "derivedFrom"), ("replacedBy", CETERMS + "supersededBy")):
        said = document.said[terms.iri(iri)].get(predicate, set())
        inside = {
            value for value in said if gathered.is_a(terms.lexical(value), "Competence") and value != terms.iri(iri)
        }
        if inside:
            gathered.nodes[iri][word] = {terms.lexical(value) for value in inside}
            said -= inside


def _check(document: Document, gathered: Gathered, known: list[str]) -> None:
    for iri in known:
        node = gathered.nodes[iri]
        both = node.get("replacedBy", set()) & node.get("exactMatch", set())
        if both:
            node["exactMatch"] -= both
            message = "'exactMatch' with what replaces it was left out: what replaces another is not thereby the same"
            document.note(message, terms.iri(iri), "exactMatch")
    above = {iri: gathered.nodes[iri].get("broader", set()) for iri in known}
    for iri, _ in integrity.circular(above):
        document.note("It stands above itself by way of others; kept as it is", terms.iri(iri), "broader")
