"""What one thing of a CASE package says of another: associations as relations of competences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from signpost.exchange import addresses
from signpost.exchange.case import names
from signpost.exchange.case.entry import Entry
from signpost.exchange.gathered import Gathered
from signpost.exchange.skos import integrity

_INSIDE_OUT = {
    "isRelatedTo": ("related", "relatedMatch"),
    "isPeerOf": ("related", "relatedMatch"),
    "exactMatchOf": ("exactMatch", "exactMatch"),
    "replacedBy": ("replacedBy", ""),
    "isPartOf": ("partOf", ""),
    **{theirs: (ours, ours if ours.endswith("Match") else "")
       for ours, theirs in names.ASSOCIATIONS.items() if theirs.startswith("ext:")},
}  # fmt: skip
"""Type of association -> our word where both ends are in the package, and where the second is not."""

_BOTH_WAYS = {"isRelatedTo", "isPeerOf", "exactMatchOf"}
"""Types that say the same from either end."""


def read(said: Entry, gathered: Gathered, framework: str, ends: Mapping[str, str]) -> None:
    """State one association; one that cannot be is dropped with a finding."""
    kind = said.text("associationType")
    origin, destination = _end(said, "originNodeURI", ends), _end(said, "destinationNodeURI", ends)
    said.taken |= {"identifier", "uri", "CFDocumentURI", "lastChangeDateTime"}
    fault = _fault(kind, origin, destination, gathered, framework)
    if fault:
        gathered.tell(f"Row dropped: {fault}.", said.place, origin if origin in gathered.nodes else "")
        said.taken |= {*said.said}
        return
    if kind == "isChildOf":
        _child(said, gathered, framework, origin, destination)
    elif kind == "exemplar":
        _exemplar(said, gathered, origin, destination)
    else:
        _relate(said, gathered, kind, origin, destination)
    said.left("Groups and notes of associations were left out", ("CFAssociationGroupingURI", "notes", "extensions"))
    if kind != "isChildOf":
        said.left("The place in a sequence was left out, for the association is no 'isChildOf'", ("sequenceNumber",))
    said.tell_left("an association")


def _end(said: Entry, name: str, ends: Mapping[str, str]) -> str:
    """The IRI of an end: of a thing in the package, else its own public address or UUID; empty where it has neither."""
    end = said.entry(name)
    if end is None:
        return ""
    identifier, address = end.text("identifier"), end.text("uri")
    return ends.get(identifier.lower()) or ends.get(address) or addresses.named(address, identifier)


def _fault(kind: str, origin: str, destination: str, gathered: Gathered, framework: str) -> str:
    """Why an association cannot be stated, or the empty string."""
    if not origin or not destination:
        return "an end of the association has neither a web address nor a UUID"
    if origin == destination:
        return "it relates a thing to itself"
    if kind not in (*_INSIDE_OUT, "isChildOf", "exemplar"):
        return f"signpost has no word for '{kind}', which leads from {origin} to {destination}"
    if framework in (origin, destination) and not (kind == "isChildOf" and destination == framework):
        return f"'{kind}' leads to or from the framework, not a competence"
    inside = gathered.is_a(origin, "Competence"), gathered.is_a(destination, "Competence")
    if not any(inside) and destination != framework:
        return f"neither end of this '{kind}' is an item of the package"
    if destination == framework and not inside[0]:
        return f"{origin} is no item of the package"
    if not inside[0] and kind not in {*_BOTH_WAYS, "isChildOf"}:
        return f"'{kind}' is said of {origin}, which is no item of the package"
    if not inside[1] and kind in _INSIDE_OUT and not _INSIDE_OUT[kind][1]:
        return f"'{kind}' leads from {origin} to {destination}, which is no item of the package"
    return ""


def _child(said: Entry, gathered: Gathered, framework: str, lower: str, higher: str) -> None:
    number, is_item = said.number("sequenceNumber"), gathered.is_a(lower, "Competence")
    if is_item and number is not None and gathered.nodes[lower].setdefault("order", number) != number:
        said.note("Another place in a sequence beside the first was left out", lower, "order")
    if higher == framework:
        return
    if not gathered.is_a(lower, "Competence"):
        _add(gathered, higher, "narrowMatch", lower)
        said.note("A child that is not in the package; kept as 'narrowMatch'", higher, "narrowMatch")
    elif not gathered.is_a(higher, "Competence"):
        _add(gathered, lower, "broadMatch", higher)
        said.note("A parent that is not in the package; kept as 'broadMatch'", lower, "broadMatch")
    else:
        _add(gathered, lower, "broader", higher)
        gathered.counts["broader relations"] += 1


def _exemplar(said: Entry, gathered: Gathered, origin: str, example: str) -> None:
    language = next(iter(gathered.nodes[origin]["label"]))
    found = gathered.nodes[origin].setdefault("example", {}).setdefault(language, [])
    if example not in found:
        found.append(example)
        found.sort()
    said.note("The address of an exemplar was kept as 'example', without its title", origin, "example")


def _relate(said: Entry, gathered: Gathered, kind: str, origin: str, destination: str) -> None:
    if not gathered.is_a(origin, "Competence"):
        origin, destination = destination, origin
    inside, outside = _INSIDE_OUT[kind]
    word = inside if gathered.is_a(destination, "Competence") else outside
    _add(gathered, origin, word, destination)
    gathered.counts[f"'{word}' relations"] += 1
    if kind == "isPeerOf":
        said.note(f"'isPeerOf' was kept as '{word}'", origin, word)
    elif word != inside:
        said.note(f"'{kind}' leads to what is not in the package; kept as '{word}'", origin, word)


def _add(gathered: Gathered, iri: str, word: str, other: str) -> None:
    gathered.nodes[iri].setdefault(word, set()).add(other)


def check(gathered: Gathered, package: Entry) -> None:
    """Mend what two associations say against each other, and tell of circles, which are kept."""
    items: list[dict[str, Any]] = [node for node in gathered.nodes.values() if node["type"] == "Competence"]
    for node in items:
        both = node.get("replacedBy", set()) & node.get("exactMatch", set())
        if both:
            node["exactMatch"] -= both
            message = "'exactMatch' with what replaces it was left out: what replaces another is not thereby the same"
            package.note(message, node["id"], "exactMatch")
    above = {node["id"]: node.get("broader", set()) for node in items}
    for iri, _ in integrity.circular(above):
        package.note("It stands above itself by way of others; kept as it is", iri, "broader")
