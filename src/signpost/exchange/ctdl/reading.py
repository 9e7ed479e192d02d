"""CTDL-ASN as JSON-LD or Turtle: competency frameworks, and their competencies as competences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from signpost import terms
from signpost.errors import UnreadableInput
from signpost.exchange import addresses, languages
from signpost.exchange.ctdl import json_ld, names, relations
from signpost.exchange.ctdl.names import CEASN, CETERMS, COMPETENCY, CTID, FRAMEWORK, IN_LANGUAGE
from signpost.exchange.gathered import Gathered
from signpost.exchange.kinds import TYPES, competence_type
from signpost.exchange.labelled import labelled
from signpost.exchange.received import contents
from signpost.exchange.skos.document import Document
from signpost.exchange.slugs import slug
from signpost.graph.parse import CONTEXT, MOST_BYTES, parse, read_json
from signpost.model import GRAPHS, NAMESPACE, THINGS, Source, Submission
from signpost.wellformed import is_iri
from signpost.words import TYPE, Terms, one_or_list

_SYNTAX = {".ttl": "turtle", ".nt": "ntriples", ".json": "", ".jsonld": ""}
_MARKS = (b'"ceasn:', b'"ceterms:', b"purl.org/ctdlasn/terms/", b"purl.org/ctdl/terms/")
_OURS = (NAMESPACE.encode(), CONTEXT.encode())
_PATHWAYS = ("Pathway", "PathwaySet")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def looks_like(path: Path) -> bool:
    """Whether a file of JSON, Turtle or N-Triples speaks the words of CTDL or CTDL-ASN and none of ours."""
    if not path.is_file() or path.suffix.lower() not in _SYNTAX or path.stat().st_size > MOST_BYTES:
        return False
    data = path.read_bytes()
    return any(mark in data for mark in _MARKS) and not any(mark in data for mark in _OURS)


def read(path: Path, source: Source) -> Submission:
    """The frameworks of a file with their competencies. No JSON-LD context is fetched.

    What is repaired, left out or not understood is a finding. Raises UnreadableInput, also where it is a pathway of
    credentials and courses.
    """
    data, gathered = contents(path), Gathered("en")
    walk = json_ld.Walk(path.name)
    syntax = _SYNTAX.get(path.suffix.lower(), "")
    said = (
        parse(data, syntax, path.name, graph=GRAPHS + source.id)
        if syntax
        else walk.statements(read_json(data, path.name))
    )
    document = Document(path.name, gathered)
    document.add(_with_names(said))
    _check(document, path)
    _Reading(document, gathered, source, walk.places).read()
    gathered.summarise(path.name)
    return gathered.submission(source)


def _with_names(said: Iterable[Terms]) -> list[Terms]:
    """The statements with old addresses of terms made new; things without an address are named by their CTID."""
    every = [(s, terms.iri(json_ld.full(p[1:-1])), _kind(o) if p[1:-1] == TYPE else o) for s, p, o in said]
    found = {s: addresses.uuid_in(terms.lexical(o).lower().removeprefix("ce-"))
             for s, p, o in every if s.startswith("_:") and p[1:-1] == CTID}  # fmt: skip
    renamed = {s: f"<urn:uuid:{uuid}>" for s, uuid in found.items() if uuid}
    return [(renamed.get(s, s), p, renamed.get(o, o)) for s, p, o in every]


def _kind(term: str) -> str:
    return terms.iri(json_ld.full(term[1:-1])) if term.startswith("<") else term


def _check(document: Document, path: Path) -> None:
    if document.typed(FRAMEWORK, COMPETENCY):
        return
    kinds = {terms.lexical(kind).rpartition("/")[2] for said in document.said.values() for kind in said.get(TYPE, ())}
    if kinds & {*_PATHWAYS}:
        reason = "it is a pathway of credentials and courses, not a framework of competences"
        raise UnreadableInput(str(path), reason, "Send the framework that the pathway leads through.")
    reason = "it has no competency framework and no competency"
    raise UnreadableInput(str(path), reason, "Send a framework in CTDL-ASN, with its competencies.")


class _Reading:
    """One document on its way to nodes."""

    def __init__(self, document: Document, gathered: Gathered, source: Source, places: Mapping[str, str]) -> None:
        self.document, self.gathered, self.source, self.places = document, gathered, source, places
        self.frameworks = document.typed(FRAMEWORK)
        self.competencies = document.typed(COMPETENCY) - self.frameworks

    def read(self) -> None:
        """Fill what is gathered, and tell what is left."""
        self._language()
        for found in (self.frameworks, self.competencies):
            found -= {subject for subject in sorted(found) if not self._has_address(subject)}
            for subject in found:
                self.document.said[subject][TYPE] -= {terms.iri(FRAMEWORK), terms.iri(COMPETENCY)}
        bodies = self._bodies()
        homes = relations.homes(
            self.document, self.frameworks, self.competencies, f"<{THINGS}{self.source.id}/framework>"
        )
        for subject in sorted(self.frameworks):
            self._publishers(subject)
        for subject in sorted(self.frameworks | {*homes.values()}):
            self._framework(subject)
        for subject in sorted(self.competencies):
            self._competency(subject, terms.lexical(homes[subject]))
        relations.read(self.document, self.gathered)
        for iri in sorted(self.gathered.nodes):
            self._notes(self.gathered.nodes[iri])
        understood = self.frameworks | self.competencies | bodies
        self._tell_others(understood)
        self.document.tell_all(understood)

    def _language(self) -> None:
        """The language of texts that say none: English where it is among those of the file, else the first of them."""
        found = {languages.tag(terms.lexical(value)) for subject in self.frameworks | self.competencies
                 for value in self.document.take(subject, IN_LANGUAGE)} - {""}  # fmt: skip
        self.gathered.language = "en" if "en" in found or not found else min(found)

    def _has_address(self, subject: str) -> bool:
        if subject.startswith("<") and is_iri(terms.lexical(subject)):
            return True
        name = " / ".join(sorted(self.document.plain(subject, CEASN + "name", CEASN + "competencyText")))[:120]
        self.gathered.tell(f"Row dropped: '{name}' has neither an address nor a CTID.", self._place(subject), path="id")
        self.document.said.pop(subject)
        return False

    def _place(self, subject: str) -> str:
        return self.places.get(terms.lexical(subject), self.document.name)

    def _put(self, node: dict[str, Any], labels: Mapping[str, list[str]]) -> None:
        """A node among those gathered, with one name for each language and the others beside it."""
        subject = terms.iri(node["id"])
        node["label"] = {tag: " ".join(found[0].splitlines()) for tag, found in labels.items()}
        if any(node["label"][tag] != found[0] for tag, found in labels.items()):
            self.document.note("A name on several lines was put on one", subject, "label")
        others = {tag: found[1:] for tag, found in labels.items() if len(found) > 1}
        if others:
            node["altLabel"] = {tag: one_or_list(found) for tag, found in others.items()}
            self.document.note(
                "More than one name in a language: the first is kept, others as other names", subject, "label"
            )
        self.gathered.nodes[node["id"]], self.gathered.places[node["id"]] = node, self._place(subject)

    # ---------------------------------------------------------------------------------------- frameworks
    def _bodies(self) -> set[str]:
        """The organisations that the file describes."""
        found = {subject for subject, said in self.document.said.items() if subject.startswith("<")
                 and any(kind.endswith("Organization>") for kind in said.get(TYPE, ()))}  # fmt: skip
        for subject in sorted(found):
            labels = self.document.texts(subject, CETERMS + "name")
            if labels:
                self._put({"id": terms.lexical(subject), "type": "Organisation"}, labels)
                self.gathered.gives_way.add(terms.lexical(subject))
                self.document.take(subject, TYPE, CTID)
        return {subject for subject in found if terms.lexical(subject) in self.gathered.nodes}

    def _framework(self, subject: str) -> None:
        iri = terms.lexical(subject)
        node: dict[str, Any] = {"id": iri, "type": "Framework"}
        labels = self.document.texts(subject, CEASN + "name", CETERMS + "name")
        if not labels:
            name = re.split("[#/]", iri.rstrip("#/"))[-1] or iri
            self.gathered.tell(f"The framework has no name; '{name}', the end of its address, was set.",
                               self._place(subject), iri, "label")  # fmt: skip
            self.gathered.gives_way.add(iri)
            labels = {self.gathered.language: [name]}
        self._put(node, labels)
        self._texts(node, "description", CEASN + "description", CETERMS + "description")
        self._responsible(subject, node)
        edition = self._edition(subject)
        for word, values in (
            ("edition", edition[:1] or [self.source.edition]),
            ("sourceDocument", self._things(subject, "source")),
        ):
            if any(values):
                node[word] = one_or_list(values)
        self._common(subject, node)
        if "rights" not in node and self.source.rights:
            node["rights"] = self.source.rights

    def _edition(self, subject: str) -> list[str]:
        """The value of its first version identifier, which is a thing of its own."""
        found = []
        for value in self.document.take(subject, CETERMS + "versionIdentifier"):
            found += self.document.plain(value, CETERMS + "identifierValueCode")
            self.document.take(value, TYPE)
        return sorted(found)

    def _publishers(self, subject: str) -> None:
        """The publisher of a framework, where its name is given with it."""
        named = self.document.texts(subject, CEASN + "publisherName")
        given = self._things(subject, "publisher")
        if named and len(given) < 2:
            name = next(iter(named.values()))[0]
            iri = given[0] if given else f"{THINGS}{self.source.id}/organisation/{slug(name)}"
            if iri not in self.gathered.nodes:
                self._put({"id": iri, "type": "Organisation"}, named)
                self.gathered.gives_way.add(iri)
            given = [iri]
        elif named:
            message = "The names of several publishers were left out, for it is not said whose they are"
            self.document.note(message, subject, "publisher")
        self._leave(subject, names.THINGS["publisher"], given)

    def _responsible(self, subject: str, node: dict[str, Any]) -> None:
        """Publisher and creator, where their names are known; else they stay for a note."""
        for word, name in (("publisher", "publisher"), ("developedBy", "creator")):
            given = self._things(subject, name)
            known = [iri for iri in given if self.gathered.is_a(iri, "Organisation")]
            if known:
                node[word] = one_or_list(known)
            self._leave(subject, names.THINGS[name], [iri for iri in given if iri not in known])

    # ---------------------------------------------------------------------------------------- competencies
    def _competency(self, subject: str, home: str) -> None:
        node: dict[str, Any] = {"id": terms.lexical(subject), "type": "Competence", "inFramework": home}
        labels = self.document.texts(subject, CEASN + "competencyLabel", CEASN + "name", CETERMS + "name")
        statements = self.document.texts(subject, CEASN + "competencyText")
        if not (labels or statements):
            self.gathered.tell(
                "Row dropped: it has neither a label nor a text.", self._place(subject), node["id"], "label"
            )
            self.document.said.pop(subject)
            return
        self._put(node, labels or statements)
        if labels or any(len(found[0].splitlines()) > 1 for found in statements.values()):
            node["definition"] = {tag: one_or_list(found) for tag, found in statements.items()}
        self._texts(node, "description", CEASN + "description", CETERMS + "description")
        code = self.document.plain(subject, CEASN + "codedNotation")
        if code:
            node["notation"] = one_or_list(code)
        places = self.document.plain(subject, CEASN + "listID")
        if (
            len(places) == 1
            and len(places[0]) < 10
            and places[0].isascii()
            and places[0].isdecimal()
            and places[0] == str(int(places[0]))
        ):
            node["order"] = int(places[0])
        else:
            self._leave(subject, CEASN + "listID", places, literal=True)
        if self.document.take(subject, CEASN + "dateModified"):
            self.document.note("When a competency was changed last was left out", subject, "note")
        if self.document.take(subject, CEASN + "shouldIndex"):
            self.document.note("Whether it should be indexed was left out", subject)
        self._category(subject, node)
        self._common(subject, node)

    def _category(self, subject: str, node: dict[str, Any]) -> None:
        """The type that a category stands for; what is said in other words than ours stays for a note."""
        name = CEASN + "competencyCategory"
        for value in self.document.take(subject, name):
            found = competence_type(terms.lexical(value).strip())
            if found:
                node.setdefault("competenceType", found)
            in_english = terms.language(value).partition("-")[0] == "en"
            if not (found and in_english and terms.lexical(value) == TYPES[node["competenceType"]]):
                self.document.said[subject].setdefault(name, set()).add(value)

    # ---------------------------------------------------------------------------------------- both
    def _common(self, subject: str, node: dict[str, Any]) -> None:
        for word, name in (("validFrom", "dateValidFrom"), ("validUntil", "dateValidUntil"), ("issued", "dateCreated")):
            days = self.document.plain(subject, CEASN + name)
            if days:
                node[word] = days[0] if word == "issued" else days[0][:10]
            if word != "issued" and days and not _DAY.fullmatch(node[word]):
                self.document.note(f"Left out, for it is no day: '{name}'", subject, word)
                del node[word]
            elif word != "issued" and days and node[word] != days[0]:
                self.document.note(f"A time was cut to its day: '{name}'", subject, word)
        if node.get("validFrom", "") > node.get("validUntil", "9999"):
            self.document.note("Left out, for it would end before it begins", subject, "validUntil")
            del node["validFrom"], node["validUntil"]
        licences, rights = self._things(subject, "license"), self.document.plain(subject, CEASN + "rights")
        for word, found in (("license", licences), ("rights", rights)):
            if found:
                node[word] = one_or_list(found)
        self._status(subject, node)
        self._texts(node, "note", CEASN + "comment")
        self._ctid(subject, node)

    def _status(self, subject: str, node: dict[str, Any]) -> None:
        known = {theirs: ours for ours, theirs in names.STATUSES.items()}
        for given in self._things(subject, "publicationStatusType"):
            status = known.get(re.split("[/:]", given)[-1])
            if status and "status" not in node:
                node["status"] = status
            else:
                self.document.note(
                    "A publication status that is not known, or a second one, was left out", subject, "status"
                )

    def _ctid(self, subject: str, node: dict[str, Any]) -> None:
        """A CTID that the address says, or that is made of the address, says nothing more."""
        iri = node["id"].lower()
        made = f"ce-{uuid5(NAMESPACE_URL, node['id'])}"
        given = [text for text in self.document.plain(subject, CTID) if text.lower() != made]
        self._leave(
            subject, CTID, [text for text in given if not iri.endswith(text.lower().removeprefix("ce-"))], literal=True
        )

    def _notes(self, node: dict[str, Any]) -> None:
        """What is left and has no word of ours, as notes that say what they are about."""
        if node["type"] == "Organisation":
            return
        found: dict[str, set[str]] = {
            tag: {*([texts] if isinstance(texts, str) else texts)} for tag, texts in node.get("note", {}).items()
        }
        for label, predicate in names.NOTES.items():
            for value in self.document.take(terms.iri(node["id"]), predicate):
                tag = terms.language(value) or self.gathered.language
                found.setdefault(tag, set()).add(labelled(label, terms.lexical(value).strip()))
        if found:
            node["note"] = {tag: one_or_list(found[tag]) for tag in sorted(found)}

    def _texts(self, node: dict[str, Any], word: str, *properties: str) -> None:
        found = self.document.texts(terms.iri(node["id"]), *properties)
        if found:
            node[word] = {tag: one_or_list(texts) for tag, texts in found.items()}

    def _things(self, subject: str, name: str) -> list[str]:
        return self.document.things(subject, names.THINGS[name])

    def _leave(self, subject: str, predicate: str, values: Iterable[str], *, literal: bool = False) -> None:
        """Put values back, so that they become notes."""
        back = {terms.literal(value) if literal else terms.iri(value) for value in values}
        if back:
            self.document.said.setdefault(subject, {}).setdefault(predicate, set()).update(back)

    def _tell_others(self, understood: set[str]) -> None:
        """Tell of things that are neither frameworks nor competencies, and forget them."""
        for subject in sorted(self.document.said.keys() - understood):
            kinds = sorted(terms.lexical(kind) for kind in self.document.said.pop(subject).get(TYPE, ()))
            if kinds:
                self.document.note(f"Left out, for it is neither a framework nor a competency: {kinds[0]}", subject)
