"""CASE 1.0 and 1.1: a package of one framework as JSON, or OpenSALT's spreadsheet of the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from signpost.errors import UnreadableInput
from signpost.exchange import addresses, languages
from signpost.exchange.case import associations, names, rubrics, tables
from signpost.exchange.case.entry import Entry
from signpost.exchange.gathered import Gathered
from signpost.exchange.kinds import TYPES, competence_type
from signpost.exchange.labelled import labelled
from signpost.exchange.received import contents
from signpost.exchange.slugs import slug
from signpost.exchange.tally import Tally
from signpost.graph.parse import read_json
from signpost.model import THINGS, Source, Submission

_START = 1024 * 1024
"""Bytes of a file in which a package shows itself."""

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?")

_LINKS = ("CFItemTypeURI", "subjectURI", "conceptKeywordsURI")
_OF_ITS_OWN = ("CFDocumentURI", "CFPackageURI", "CFItemAssociationURI", "caseVersion")
"""What a package says of its own parts alone."""


def looks_like(path: Path) -> bool:
    """Whether a file is a package in JSON, and no schema of packages, or a spreadsheet of OpenSALT."""
    if path.is_file() and path.suffix.lower() == ".json":
        with path.open("rb") as file:
            start = file.read(_START)
        return (b'"CFDocument"' in start or b'"CFItems"' in start) and b'"$ref"' not in start
    return tables.looks_like(path)


def read(path: Path, source: Source) -> Submission:
    """The framework of a package with all its items, as competences.

    What is repaired, left out or not understood is a finding. Raises UnreadableInput where it is no package.
    """
    gathered = Gathered("en")
    tally = Tally(gathered)
    in_rows = path.suffix.lower() != ".json"
    said = tables.package(path, source, gathered) if in_rows else read_json(contents(path), path.name)
    if not isinstance(said, Mapping) or not isinstance(said.get("CFDocument"), Mapping):
        raise UnreadableInput(str(path), "it has no CFDocument", "Send a whole package of CASE: a CFPackage.")
    package = Entry(said, f"{path.name}#", tally)
    _Reading(package, gathered, source).read()
    tally.tell()
    gathered.summarise(path.name)
    return gathered.submission(source)


@dataclass(slots=True)
class _Reading:
    """One package on its way to nodes."""

    package: Entry
    gathered: Gathered
    source: Source
    ends: dict[str, str] = field(default_factory=dict)
    """Identifier or address -> the IRI of the thing that it names in this package."""
    changed: str = ""
    """When the framework was changed last."""

    def read(self) -> None:
        """Fill what is gathered."""
        document = self.package.entry("CFDocument")
        assert document is not None
        definitions = self.package.entry("CFDefinitions")
        licences = (
            {licence.text("identifier"): licence for licence in definitions.entries("CFLicenses")}
            if definitions
            else {}
        )
        framework = self._framework(document, licences)
        for item in self.package.entries("CFItems"):
            self._item(item, framework)
        for association in self.package.entries("CFAssociations"):
            associations.read(association, self.gathered, framework, self.ends)
        associations.check(self.gathered, self.package)
        for rubric in self.package.entries("CFRubrics"):
            rubrics.read(rubric, self.gathered, self.ends)
        if definitions:
            kinds = ("CFConcepts", "CFSubjects", "CFItemTypes", "CFAssociationGroupings")
            definitions.left("What a package says of these beside their names was left out", kinds)
            definitions.tell_left("the definitions")
        self.package.tell_left("the package")

    # ---------------------------------------------------------------------------------------- the framework
    def _framework(self, document: Entry, licences: Mapping[str, Entry]) -> str:
        if not document.text("language"):
            document.note("The framework says no language: taken to be in English")
        language = self.gathered.language = self._language(document)
        iri = self._iri(document, "framework")
        title = document.text("title")
        if not title:
            title = self.source.label or self.source.id
            document.note(f"The framework has no title; '{title}' was set", iri, "label")
        node: dict[str, Any] = {"id": iri, "type": "Framework", "label": {language: title}}
        self._put(node, document, ("title", "language"))
        texts = {"description": document.text("description"), "edition": document.text("version")}
        if texts["description"]:
            node["description"] = {language: texts["description"]}
        if texts["edition"] or self.source.edition:
            node["edition"] = texts["edition"] or self.source.edition
        self._notes(node, document, language, names.OF_DOCUMENT)
        for word, name in (("publisher", "publisher"), ("developedBy", "creator")):
            self._body(node, word, document.text(name), document)
        self._official(node, document)
        self._licence(node, document, licences)
        if self.source.rights and "rights" not in node:
            node["rights"] = self.source.rights
        _days(node, document)
        document.left("The address of a type, subject or keyword was left out, its name is kept", _LINKS)
        document.tell_left("a document")
        return iri

    def _body(self, node: dict[str, Any], word: str, name: str, document: Entry) -> None:
        """The organisation that is named; it has its name alone, so that others may describe it better."""
        if not name or name == names.NOT_STATED:
            return
        iri = f"{THINGS}{self.source.id}/organisation/{slug(name)}"
        self.gathered.nodes.setdefault(
            iri, {"id": iri, "type": "Organisation", "label": {self.gathered.language: name}}
        )
        self.gathered.places.setdefault(iri, document.place)
        self.gathered.gives_way.add(iri)
        node[word] = iri

    def _official(self, node: dict[str, Any], document: Entry) -> None:
        address = document.text("officialSourceURL")
        if addresses.is_public(address):
            node["sourceDocument"] = address
        elif address:
            document.note(
                "Left out, for it is no address on the web: 'officialSourceURL'", node["id"], "sourceDocument"
            )

    def _licence(self, node: dict[str, Any], said: Entry, licences: Mapping[str, Entry]) -> None:
        link = said.entry("licenseURI")
        if link is None:
            return
        address = link.text("uri")
        licence = licences.get(link.text("identifier"))
        rights = {link.text("title")}
        if licence is not None:
            rights = {licence.text("title"), licence.text("description"), licence.text("licenseText")}
        if address.startswith("http") and addresses.is_public(address):
            node["license"] = address
        elif address and not address.startswith("urn:uuid:"):
            said.note("Left out, for it is no address on the web: 'licenseURI'", node["id"], "license")
        kept = rights - {"", address}
        if kept and node["type"] == "Framework":
            node["rights"] = kept
        elif kept:
            said.note("The name of the licence of an item was left out", node["id"], "rights")

    # ---------------------------------------------------------------------------------------- items
    def _item(self, item: Entry, framework: str) -> None:
        iri = self._iri(item, "item")
        statement, short = item.text("fullStatement"), item.text("abbreviatedStatement")
        fault = self.gathered.fault_of(iri, statement or short)
        if not iri:
            fault = "it has neither a web address nor a UUID"
        elif not (statement or short):
            fault = "it has no statement"
        if fault:
            self.gathered.tell(f"Row dropped: {fault}.", item.place, iri)
            return
        language = self._language(item)
        node: dict[str, Any] = {"id": iri, "type": "Competence", "inFramework": framework}
        node["label"] = {language: " ".join((short or statement).splitlines())}
        if statement and statement != node["label"][language]:
            node["definition"] = {language: statement}
        self._put(node, item, ("fullStatement", "abbreviatedStatement", "language"))
        code = item.text("humanCodingScheme")
        if code:
            node["notation"] = code
        self._notes(node, item, language, names.OF_ITEM)
        self._licence(node, item, {})
        _days(node, item)
        item.left("The address of a type, subject or keyword was left out, its name is kept", _LINKS)
        item.tell_left("an item")

    def _put(self, node: dict[str, Any], said: Entry, taken: Collection[str]) -> None:
        """A node among those gathered, with its identifier."""
        iri, uuid = node["id"], said.text("identifier")
        said.taken |= {*taken, *_OF_ITS_OWN}
        self.gathered.nodes[iri], self.gathered.places[iri] = node, said.place
        for end in filter(None, (uuid.lower(), said.text("uri"))):
            if self.ends.setdefault(end, iri) != iri:
                said.note("Named as another thing of the package already; what leads there leads to the first", iri)
        if uuid and uuid.lower() != str(uuid5(NAMESPACE_URL, iri)):
            own = f"{THINGS}identifier/case/{slug(uuid)}"
            value = {"identifierScheme": "case", "identifierValue": uuid}
            self.gathered.nodes[own] = {"id": own, "type": "Identifier", **value}
            self.gathered.places[own] = said.place
            self.gathered.gives_way.add(own)
            node["identifier"] = own

    def _iri(self, said: Entry, kind: str) -> str:
        """The address of a thing where it is one for everyone, else its UUID, else one below its source."""
        address, identifier = said.text("uri"), said.text("identifier")
        iri = addresses.named(address, identifier)
        if address and iri != address:
            said.note("An address that is none on the web was left out; the thing is named by its UUID", iri, "id")
        if not iri and identifier:
            iri = f"{THINGS}{self.source.id}/{kind}/{slug(identifier)}"
            said.note("An identifier is no UUID; an address was made of it", iri, "id")
        return iri or (f"{THINGS}{self.source.id}/framework" if kind == "framework" else "")

    def _language(self, said: Entry) -> str:
        given = said.text("language")
        found = languages.tag(given)
        if given and not found:
            said.note(f"A language that is none; taken to be in '{self.gathered.language}'", path="label")
        return found or self.gathered.language

    def _notes(self, node: dict[str, Any], said: Entry, language: str, fields: Mapping[str, str]) -> None:
        """Notes, with what we have no word for among them; a type or status that we have a word for is set."""
        notes = said.texts("notes")
        for label, name in fields.items():
            found = said.texts(name) + (said.texts("educationalLevel") if name == "educationLevel" else [])
            if name in ("CFItemType", "adoptionStatus"):
                found = [text for text in found if not _is_said(node, name, text)]
            if name == "lastChangeDateTime":
                found = self._time(said, found)
            notes += [labelled(label, text) for text in found]
        if node["type"] != "Framework":
            self._time_of_item(said)
        if notes:
            node["note"] = {language: notes[0] if len(notes) == 1 else sorted(set(notes))}

    def _time(self, said: Entry, given: list[str]) -> list[str]:
        """When the framework was changed last; midnight says a day that others made up, or no time at all."""
        self.changed = given[0] if given else ""
        match = _TIME.fullmatch(self.changed)
        if self.changed and match is None:
            said.note("Left out, for it is no time: 'lastChangeDateTime'")
        if match is None or self.changed == names.NO_TIME:
            return []
        if match[2].startswith("00:00:00") and match[3] in ("Z", "+00:00"):
            said.note("A time of midnight was left out, for it says a day alone: 'lastChangeDateTime'")
            return []
        if not match[3]:
            said.note("A time without a zone is taken to be in UTC: 'lastChangeDateTime'")
        return [f"{match[1]}T{match[2]}{match[3] or '+00:00'}"]

    def _time_of_item(self, said: Entry) -> None:
        changed = said.text("lastChangeDateTime")
        if changed and changed != self.changed:
            said.note("When an item was changed last was left out, for it is not when the framework was")


def _is_said(node: dict[str, Any], name: str, text: str) -> bool:
    """Set the word that says a type or a status; whether nothing of the text is lost by that."""
    word, ours, theirs = "status", names.status(text), names.STATUSES
    if name == "CFItemType":
        word, ours, theirs = "competenceType", competence_type(text), TYPES
    if ours:
        node.setdefault(word, ours)
    return bool(ours) and theirs.get(ours) == text


def _days(node: dict[str, Any], said: Entry) -> None:
    """From when and until when it holds; days in the wrong order are left out."""
    start, end = said.day("statusStartDate"), said.day("statusEndDate")
    if start and end and start > end:
        said.note(f"Left out, for it would end before it begins: {start} to {end}", node["id"], "validUntil")
        return
    node.update({word: day for word, day in (("validFrom", start), ("validUntil", end)) if day})
