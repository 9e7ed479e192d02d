"""SKOS in any serialisation of RDF: concept schemes as frameworks, concepts as competences, collections as they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from signpost import terms
from signpost.exchange.gathered import Gathered
from signpost.exchange.received import contents
from signpost.exchange.skos import names, relations
from signpost.exchange.skos.document import Document
from signpost.exchange.skos.names import DC, DCTERMS, LABELS, SCHEMES, SKOS, TYPES, XL
from signpost.exchange.slugs import slug
from signpost.graph.parse import CONTEXT, MOST_BYTES, parse
from signpost.model import GRAPHS, NAMESPACE, THINGS, Source, Submission
from signpost.wellformed import is_iri
from signpost.words import TYPE, one_or_list

_SYNTAX = {
    ".ttl": "turtle", ".nt": "ntriples", ".trig": "trig", ".jsonld": "jsonld", ".json": "jsonld",
    ".rdf": "rdfxml", ".xml": "rdfxml", ".owl": "rdfxml",
}  # fmt: skip

_OTHERS = tuple(
    mark.encode()
    for mark in (NAMESPACE, CONTEXT, "https://purl.org/ctdlasn/terms/", "ceasn:", "http://www.w3.org/ns/shacl#")
)
"""What our own words, those of CTDL-ASN and shapes cannot do without."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


def looks_like(path: Path) -> bool:
    """Whether a file of an RDF ending has concepts of SKOS, and none of our own words, of CTDL-ASN or of shapes."""
    if not path.is_file() or path.suffix.lower() not in _SYNTAX or path.stat().st_size > MOST_BYTES:
        return False
    data = path.read_bytes()
    return SKOS.encode() in data and b"Concept" in data and not any(other in data for other in _OTHERS)


def read(path: Path, source: Source) -> Submission:
    """What a SKOS file says. Its own JSON-LD contexts must stand in it.

    What is repaired, left out or not understood is a finding with how often. Raises UnreadableInput.
    """
    data = contents(path)
    statements = parse(data, _syntax(path, data), path.name, graph=GRAPHS + source.id, own_context=True)
    gathered = Gathered("en")
    document = Document(path.name, gathered)
    document.add(statements)
    _Reading(document, gathered, source).read()
    gathered.summarise(path.name)
    return gathered.submission(source)


def _syntax(path: Path, data: bytes) -> str:
    """By the ending, else by what it begins with; TriG has all of Turtle and of N-Triples."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    guessed = "rdfxml" if start == b"<" and b"<rdf:RDF" in data[:5000] else "jsonld" if start in b"{[" else "trig"
    return _SYNTAX.get(path.suffix.lower(), guessed)


class _Reading:
    """One document on its way to nodes."""

    def __init__(self, document: Document, gathered: Gathered, source: Source) -> None:
        self.document, self.gathered, self.source = document, gathered, source
        self.schemes = relations.schemes(document)
        self.collections = relations.collections(document) - self.schemes
        self.concepts = relations.concepts(document) - self.schemes - self.collections

    def read(self) -> None:
        """Fill what is gathered, and tell what is left."""
        self._language()
        for what, found in (("scheme", self.schemes), ("concept", self.concepts), ("collection", self.collections)):
            found -= {subject for subject in sorted(found, key=self._name) if not self._has_address(subject, what)}
        homes = self._homes()
        for subject in sorted(self.schemes):
            self._framework(subject, stands=subject in homes.values())
        for subject in sorted(self.concepts):
            self._concept(subject, homes[subject])
        for subject in sorted(self.collections):
            self._collection(subject)
        relations.read(self.document, self.gathered)
        self.document.tell_all(self.schemes | self.concepts | self.collections)

    def _tell(self, message: str, iri: str, path: str) -> None:
        self.gathered.tell(message, self.document.name, iri, path)

    def _language(self) -> None:
        """The language of texts that say none: the one that the schemes are in, else English."""
        stated = [self.document.said.get(scheme, {}).get(DCTERMS + "language", set()) for scheme in self.schemes]
        said = {terms.lexical(value).lower() for values in stated for value in values}
        if len(said) == 1 and _LANGUAGE.fullmatch(min(said)):
            self.gathered.language = said.pop()

    # ---------------------------------------------------------------------------------------- schemes
    def _homes(self) -> Mapping[str, str]:
        """Concept -> the one scheme in which it will stand; concepts of none stand in the only one, or in a new one."""
        stated, only = relations.stated_schemes(self.document, self.concepts), self._only()
        size = Counter(scheme for found in stated.values() for scheme in found)
        homes = {}
        for concept in sorted(self.concepts):
            ranked = sorted(
                stated.get(concept, ()), key=lambda scheme: (scheme not in self.document.said, -size[scheme], scheme)
            )
            if len(ranked) > 1:
                message = "Of several schemes that it is in, it was put in the one with the most concepts alone"
                self.document.note(message, concept, "inFramework")
            if not ranked:
                self.document.note(f"It says no scheme; put in {only[1:-1]}", concept, "inFramework")
            homes[concept] = ranked[0] if ranked else only
        self.schemes |= {*homes.values()}
        return homes

    def _only(self) -> str:
        described = sorted(self.schemes)
        return described[0] if len(described) == 1 else f"<{THINGS}{self.source.id}/framework>"

    def _framework(self, subject: str, *, stands: bool) -> None:
        iri = terms.lexical(subject)
        labels = self._labels(subject)
        if not labels:
            if subject not in self.document.said and not stands:
                return
            name = re.split("[#/]", iri.rstrip("#/"))[-1] or iri
            self._tell(f"The scheme has no name; '{name}', the end of its address, was set.", iri, "label")
            self.gathered.gives_way.add(iri)
            labels = {self.gathered.language: [name]}
        node: dict[str, Any] = {"id": iri, "type": "Framework"}
        self._add(node, labels)
        self._metadata(subject, node)
        for word, said in (("edition", self.source.edition), ("rights", self.source.rights)):
            if said and word not in node:
                node[word] = said

    # ---------------------------------------------------------------------------------------- things
    def _name(self, subject: str) -> str:
        """What a thing is called, whatever its address, which for a thing without one changes in every reading."""
        said = self.document.said.get(subject, {})
        return " / ".join(sorted(terms.lexical(value) for predicate in LABELS for value in said.get(predicate, ())))

    def _has_address(self, subject: str, what: str) -> bool:
        if subject.startswith("<") and is_iri(terms.lexical(subject)):
            return True
        self._tell(f"Row dropped: the {what} '{self._name(subject)}' has no address.", "", "id")
        self.document.said.pop(subject, None)
        return False

    def _labels(self, subject: str) -> dict[str, list[str]]:
        """Every preferred name by its language; other properties for names are other names."""
        names = self.document.texts(subject, LABELS[0], XL + "prefLabel")
        others = self.document.texts(subject, *LABELS[1:])
        for tag, found in others.items():
            new = [name for name in found if name not in names.get(tag, ())]
            if new and tag in names:
                self.document.note("Names beside the preferred one were kept as other names", subject, "altLabel")
            names.setdefault(tag, []).extend(new)
        return names

    def _add(self, node: dict[str, Any], labels: Mapping[str, list[str]]) -> None:
        """Put a node among those gathered, with one name for each language, and its other names."""
        subject = terms.iri(node["id"])
        several = [tag for tag, found in labels.items() if len(found) > 1]
        if several:
            message = "More than one preferred name in a language: the first is kept, others as other names"
            self.document.note(message, subject, "label")
        others = {tag: {*found[1:]} for tag, found in labels.items()}
        for tag, found in self.document.texts(subject, SKOS + "altLabel", XL + "altLabel").items():
            others.setdefault(tag, set()).update(found)
        for tag, found in labels.items():
            if found[0] in others[tag]:
                others[tag].discard(found[0])
                self.document.note("An other name that repeats the preferred name was left out", subject, "altLabel")
        node["label"] = {tag: found[0] for tag, found in labels.items()}
        if any(others.values()):
            node["altLabel"] = {tag: one_or_list(others[tag]) for tag in sorted(others) if others[tag]}
        self.gathered.nodes[node["id"]], self.gathered.places[node["id"]] = node, self.document.name

    def _concept(self, subject: str, home: str) -> None:
        labels, iri = self._labels(subject), terms.lexical(subject)
        if not labels:
            labels = self.document.texts(subject, SKOS + "altLabel", XL + "altLabel")
            if labels:
                self.document.note("Without a preferred name: the first of its other names was set", subject, "label")
        if not labels:
            self._tell("Row dropped: the concept has no name.", iri, "label")
            self.document.said.pop(subject)
            return
        node: dict[str, Any] = {"id": iri, "type": "Competence", "inFramework": terms.lexical(home)}
        self._add(node, labels)
        self._metadata(subject, node)
        self._notations(subject, node)

    def _collection(self, subject: str) -> None:
        labels = self._labels(subject)
        if not labels:
            self._tell("Row dropped: the collection has no name.", terms.lexical(subject), "label")
            self.document.said.pop(subject)
            return
        node: dict[str, Any] = {"id": terms.lexical(subject), "type": "Collection"}
        self._add(node, labels)
        self._texts(subject, node)

    # ---------------------------------------------------------------------------------------- words
    def _texts(self, subject: str, node: dict[str, Any]) -> None:
        for word, properties in names.TEXTS.items():
            for predicate in properties[1:]:
                if predicate.startswith(SKOS) and self.document.said.get(subject, {}).get(predicate):
                    self.document.note(f"{predicate} was kept as '{word}'", subject, word)
            found = self.document.texts(subject, *properties)
            if found:
                node[word] = {tag: one_or_list(texts) for tag, texts in found.items()}

    def _metadata(self, subject: str, node: dict[str, Any]) -> None:
        self._texts(subject, node)
        for word, properties in names.PLAIN.items():
            values = self.document.plain(subject, *properties)
            if len(values) > 1 and word == "edition":
                self.document.note("More than one edition: the first is kept", subject, word)
            if values:
                node[word] = values[0] if word == "edition" else one_or_list(values)
        for word, predicate in (("license", DCTERMS + "license"), ("sourceDocument", DCTERMS + "source")):
            found = self.document.things(subject, predicate)
            if found:
                node[word] = one_or_list(found)
        self._status(subject, node)
        self._type(subject, node)
        self._publisher(subject, node)

    def _status(self, subject: str, node: dict[str, Any]) -> None:
        deprecated = self.document.truth(subject, names.OWL + "deprecated")
        given = self.document.things(subject, names.ADMS + "status")
        known = [names.STATUSES[iri] for iri in given if iri in names.STATUSES]
        if len(known) != len(given) or len(known) > 1:
            self.document.note(
                "Statuses that signpost does not know, or beside another, were left out", subject, "status"
            )
        if known:
            node["status"] = known[0]
        elif deprecated:
            node["status"] = "withdrawn"

    def _type(self, subject: str, node: dict[str, Any]) -> None:
        given = self.document.said.get(subject, {}).get(DCTERMS + "type", set())
        known = sorted(value for value in given if value.startswith(f"<{TYPES}"))
        if node["type"] == "Competence" and known:
            node["competenceType"] = known[0][1:-1].removeprefix(TYPES)
            given.discard(known[0])

    def _publisher(self, subject: str, node: dict[str, Any]) -> None:
        bodies = []
        for value in self.document.take(subject, DCTERMS + "publisher", DC + "publisher"):
            text, is_text = terms.lexical(value), value.startswith('"')
            iri = f"{THINGS}{self.source.id}/organisation/{slug(text)}" if is_text else text
            labels = {self.gathered.language: [text]} if is_text else self._labels(value)
            if labels and is_iri(iri):
                self._add({"id": iri, "type": "Organisation"}, labels)
                self.gathered.gives_way.add(iri)
                self.document.take(value, TYPE)
            if iri in self.gathered.nodes:
                bodies.append(iri)
            else:
                self._tell(f"The publisher {text} is left out, for its name is not given.", node["id"], "publisher")
        if bodies:
            node["publisher"] = one_or_list(bodies)

    def _notations(self, subject: str, node: dict[str, Any]) -> None:
        plain, identifiers = set(), set()
        for value in self.document.take(subject, SKOS + "notation"):
            text, _, datatype = terms.parts(value) if value.startswith('"') else ("", "", "")
            if datatype.startswith(SCHEMES) and text == text.strip() != "":
                identifiers.add(self._identifier(datatype.removeprefix(SCHEMES), text))
            else:
                plain |= {found for found, _ in self.document.literals(subject, [value], SKOS + "notation")}
                if datatype.startswith("http") and not datatype.startswith("http://www.w3.org/"):
                    self.document.note(f"Notations of the type {datatype} were kept without it", subject, "notation")
        if plain:
            node["notation"] = one_or_list(plain)
        if identifiers:
            node["identifier"] = one_or_list(identifiers)

    def _identifier(self, scheme: str, value: str) -> str:
        iri = identifier_iri(scheme, value)
        said = {"identifierScheme": scheme, "identifierValue": value}
        self.gathered.nodes[iri] = {"id": iri, "type": "Identifier", **said}
        self.gathered.places[iri] = self.document.name
        self.gathered.gives_way.add(iri)
        return iri


def identifier_iri(scheme: str, value: str) -> str:
    """The IRI that an identifier gets where its own is not said, as the shipped standards name theirs."""
    return f"{THINGS}identifier/{scheme}/{slug(value)}"
