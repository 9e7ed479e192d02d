"""A framework and its competences as a CASE 1.1 package; what is changed for that is told as a loss.

Where a thing has no CASE identifier, its UUID is made of its IRI (UUID 5 in the namespace of addresses), so that the
same nodes give the same bytes. The time of the last change, which CASE demands, is the one in a note of the framework,
else midnight of the day on which its facts were read or of the day on which it came out, else `names.NO_TIME`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from signpost import words
from signpost.errors import SignpostError
from signpost.exchange import addresses
from signpost.exchange.case import names
from signpost.exchange.case.texts import Texts
from signpost.exchange.kinds import TYPES
from signpost.exchange.labelled import parted
from signpost.exchange.losses import losses
from signpost.model import Node, Written

_SAID = frozenset({"label", "note", "validFrom", "validUntil", "license", "identifier"})
_ITEM = _SAID | {*names.ASSOCIATIONS, "definition", "description", "notation", "competenceType", "inFramework", "order",
                 "broader", "example", "levelStatement"}  # fmt: skip
_BODY = frozenset({"label"})
HOLDS: Mapping[str, frozenset[str]] = {
    "Framework": _SAID | {"description", "edition", "status", "publisher", "developedBy", "sourceDocument", "rights"},
    "Competence": _ITEM,
    "Standard": _ITEM,
    "LevelStatement": frozenset({"level", "statedLevel", "description", "order"}),
    "Identifier": frozenset({"identifierScheme", "identifierValue"}),
    "Alignment": frozenset({"alignmentSource", "alignmentTarget", "alignmentRelation"}),
    "Organisation": _BODY,
    "Provider": _BODY,
    "AwardingBody": _BODY,
}
"""What a package keeps of each class; an alignment becomes an association, a body a name."""

_INSIDE = frozenset({"related", "replacedBy", "partOf", "derivedFrom"})
"""Words that lead from item to item of one package alone."""

_DAY = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
_TIME = re.compile(_DAY.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})")


def write(nodes: Sequence[Node]) -> Written:
    """The framework with the most competences and all in it; raises SignpostError where there is none."""
    nodes = sorted(nodes, key=lambda node: str(node["id"]))
    going = _Going(nodes)
    package = going.package()
    held = losses([node for node in nodes if node["id"] in going.iris], HOLDS, "CASE")
    whole = losses([node for node in nodes if node["id"] not in going.iris], {}, "CASE")
    content = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    return Written(content.encode(), (*whole, *held, *going.texts.told()))


def uuid_of(*of: str) -> str:
    """The UUID that is made of some texts, where a thing has no CASE identifier of its own."""
    return str(uuid5(NAMESPACE_URL, " ".join(of)))


class _Going:
    """The framework and what goes out with it."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = {node["id"]: node for node in nodes}
        self.home = _home(nodes)
        self.framework = self.nodes.get(self.home, {"id": self.home})
        self.items = {node["id"]: node for node in nodes if _is_item(node) and node.get("inFramework") == self.home}
        self.texts = Texts(self.framework)
        self.uuids: dict[str, str] = {}
        self.taken: set[str] = set()
        parts = {iri for node in (self.framework, *self.items.values())
                 for word in ("identifier", "levelStatement", "publisher", "developedBy")
                 for iri in words.values(node, word)}  # fmt: skip
        self.iris = {self.home, *self.items, *(parts & self.nodes.keys())}
        self.alignments = [node for node in nodes if node.get("alignmentSource") in self.items]
        self.iris |= {node["id"] for node in self.alignments}
        for iri in (self.home, *self.items):
            self.uuids[iri] = self._uuid(iri)
        self.changed = self._changed()

    def package(self) -> dict[str, Any]:
        """The whole package, its parts sorted by IRI."""
        document, licence = self._document()
        found: dict[str, Any] = {"CFDocument": document}
        found["CFItems"] = [self._item(node) for node in self.items.values()]
        found["CFAssociations"] = list(self._associations())
        if licence:
            found["CFDefinitions"] = {"CFLicenses": [licence]}
        rubric = self._rubric()
        return {**found, "CFRubrics": [rubric]} if rubric else found

    # ---------------------------------------------------------------------------------------- names and times
    def _uuid(self, iri: str) -> str:
        """The CASE identifier of a thing, else the UUID that is made of its IRI."""
        for one in words.values(self.nodes.get(iri, {}), "identifier"):
            part = self.nodes.get(one, {})
            value = str(part.get("identifierValue", ""))
            uuid = addresses.uuid_in(value)
            if part.get("identifierScheme") != "case":
                self.texts.change("Identifiers of other schemes than CASE were left out", iri, "identifier")
            elif not uuid or uuid in self.taken:
                self.texts.change("CASE identifiers that are no UUID, or another's, were left out", iri, "identifier")
            else:
                if uuid != value:
                    self.texts.change("CASE identifiers go out in lower case", iri, "identifier")
                self.taken.add(uuid)
                return uuid
        return uuid_of(iri)

    def _link(self, iri: str, title: str = "") -> dict[str, str]:
        known = self.nodes.get(iri, {})
        name = title or self.texts.first(known, "label") or iri
        return {"title": name, "identifier": self.uuids.get(iri) or addresses.uuid_in(iri) or uuid_of(iri), "uri": iri}

    def _changed(self) -> str:
        said, _ = parted(self.texts.all(self.framework, "note"), {"Last changed"})
        for time in said.get("Last changed", []):
            if _TIME.fullmatch(time):
                return time
        for word in ("retrieved", "issued"):
            for text in words.values(self.framework, word):
                day = f"{text}{'-01-01'[len(str(text)) - 4 :]}" if len(str(text)) < 10 else str(text)[:10]
                if _DAY.fullmatch(day):
                    return f"{day}T00:00:00+00:00"
        return names.NO_TIME

    # ---------------------------------------------------------------------------------------- the document
    def _document(self) -> tuple[dict[str, Any], dict[str, Any]]:
        node, texts = self.framework, self.texts
        said: dict[str, Any] = {
            "identifier": self.uuids[self.home],
            "uri": self.home,
            "caseVersion": "1.1",
            "creator": self._body("developedBy") or self._body("publisher") or names.NOT_STATED,
            "title": texts.main(node, "label") or self.home,
            "lastChangeDateTime": self.changed,
            "publisher": self._body("publisher"),
            "description": texts.main(node, "description"),
            "language": texts.language,
            "version": texts.plain(node, "edition"),
            "officialSourceURL": texts.plain(node, "sourceDocument"),
            "statusStartDate": texts.plain(node, "validFrom"),
            "statusEndDate": texts.plain(node, "validUntil"),
            "adoptionStatus": names.STATUSES.get(node.get("status", ""), ""),
        }
        if "status" in node and not said["adoptionStatus"]:
            texts.change("Statuses that CASE has no name for were left out", self.home, "status")
        said |= texts.notes(node, names.OF_DOCUMENT, said)
        licence = self._licence()
        if licence:
            said["licenseURI"] = {word: licence[word] for word in ("title", "identifier", "uri")}
        return {word: value for word, value in said.items() if value}, licence

    def _body(self, word: str) -> str:
        bodies = words.values(self.framework, word)
        if not bodies:
            return ""
        self.texts.change("Organisations go out by their names alone", self.home, word)
        if len(bodies) > 1:
            self.texts.change("Of several values the first goes out", self.home, word)
        return self.texts.first(self.nodes.get(bodies[0], {}), "label") or str(bodies[0])

    def _licence(self) -> dict[str, Any]:
        address = self.texts.plain(self.framework, "license")
        rights = [str(text) for text in words.values(self.framework, "rights")]
        if not address and not rights:
            return {}
        made = uuid_of(address or self.home, "licence")
        if len(rights) > 2:
            self.texts.change("Of several texts on rights all but the first go out as one", self.home, "rights")
        return {
            "identifier": made,
            "uri": address or f"urn:uuid:{made}",
            "title": rights[0] if rights else address,
            "licenseText": "\n\n".join(rights[1:] or rights) or address,
            "lastChangeDateTime": self.changed,
        }

    # ---------------------------------------------------------------------------------------- items
    def _item(self, node: Node) -> dict[str, Any]:
        texts, iri = self.texts, node["id"]
        label, statement = texts.main(node, "label"), texts.statement(node)
        said: dict[str, Any] = {
            "identifier": self.uuids[iri],
            "uri": iri,
            "fullStatement": statement or label or iri,
            "abbreviatedStatement": label if statement else "",
            "humanCodingScheme": self._code(node),
            "CFItemType": TYPES.get(node.get("competenceType", ""), ""),
            "language": texts.language_of(node),
            "statusStartDate": texts.plain(node, "validFrom"),
            "statusEndDate": texts.plain(node, "validUntil"),
            "lastChangeDateTime": self.changed,
        }
        said |= texts.notes(node, names.OF_ITEM, said)
        address = texts.plain(node, "license")
        if address:
            said["licenseURI"] = self._link(address)
        if "Standard" in words.values(node, "type"):
            texts.change("Standards go out as items, and are competences where they are read again", iri, "type")
        return {word: value for word, value in said.items() if value}

    def _code(self, node: Node) -> str:
        code = self.texts.plain(node, "notation")
        if code:
            return code
        parts = [self.nodes[one] for one in words.values(node, "identifier") if one in self.nodes]
        codes = [str(part["identifierValue"]) for part in parts if part.get("identifierScheme") == "unit-code"]
        if codes:
            self.texts.change("Unit codes go out as the coding scheme, and are notations where they are read again",
                              node["id"], "identifier")  # fmt: skip
        return codes[0] if codes else ""

    # ---------------------------------------------------------------------------------------- associations
    def _associations(self) -> Iterator[dict[str, Any]]:
        for iri, node in self.items.items():
            above = [other for other in words.values(node, "broader") if self._stays(node, "broader", other)]
            for other in above or [self.home]:
                order = {"sequenceNumber": node["order"]} if "order" in node else {}
                yield {**self._association(iri, "isChildOf", other), **order}
            for word, kind in names.ASSOCIATIONS.items():
                for other in words.values(node, word):
                    if word not in _INSIDE or self._stays(node, word, other):
                        yield self._association(iri, kind, other)
            for example in self.texts.all(node, "example"):
                if addresses.is_public(example):
                    yield self._association(iri, "exemplar", example)
                else:
                    self.texts.change("Examples that are no addresses were left out", iri, "example")
        for alignment in self.alignments:
            yield self._alignment(alignment)

    def _stays(self, node: Node, word: str, other: str) -> bool:
        if other not in self.items:
            self.texts.change("Left out, for it leads to what is not in the package", node["id"], word)
        return other in self.items

    def _association(self, origin: str, kind: str, destination: str) -> dict[str, Any]:
        made = uuid_of(origin, kind, destination)
        return {
            "identifier": made,
            "uri": f"urn:uuid:{made}",
            "associationType": kind,
            "originNodeURI": self._link(origin),
            "destinationNodeURI": self._link(destination),
            "lastChangeDateTime": self.changed,
        }

    def _alignment(self, node: Node) -> dict[str, Any]:
        self.texts.change(
            "Alignments go out as associations, and are no things of their own any more", node["id"], "type"
        )
        kind = names.ASSOCIATIONS[node["alignmentRelation"].rpartition("/")[2]]
        return self._association(node["alignmentSource"], kind, node["alignmentTarget"])

    # ---------------------------------------------------------------------------------------- levels
    def _rubric(self) -> dict[str, Any]:
        """What levels look like, all in one rubric whose scores are levels of our scale."""
        criteria = []
        for iri, node in self.items.items():
            stated = [one for one in words.values(node, "levelStatement") if one in self.nodes]
            levels = [self._level(self.nodes[one], node) for one in stated]
            if levels:
                made = uuid_of(iri, "levels")
                link, own = {"CFItemURI": self._link(iri)}, {"identifier": made, "uri": f"urn:uuid:{made}"}
                criteria.append({**own, **link, "lastChangeDateTime": self.changed, "CFRubricCriterionLevels": levels})
        if not criteria:
            return {}
        made = uuid_of(self.home, "levels")
        own = {"identifier": made, "uri": f"urn:uuid:{made}", "title": names.OWN_LEVELS}
        return {**own, "lastChangeDateTime": self.changed, "CFRubricCriteria": criteria}

    def _level(self, node: Node, competence: Node) -> dict[str, Any]:
        said = {"identifier": uuid_of(node["id"]), "uri": node["id"], "lastChangeDateTime": self.changed}
        said["description"] = self.texts.main(node, "description", competence)
        stated = {"quality": self.texts.plain(node, "statedLevel")} if "statedLevel" in node else {}
        more = {"score": node.get("level"), "position": node.get("order")}
        return {**said, **stated, **{word: value for word, value in more.items() if value is not None}}


def _is_item(node: Node) -> bool:
    return not {"Competence", "Standard"}.isdisjoint(words.values(node, "type"))


def _home(nodes: Sequence[Node]) -> str:
    """The framework with the most competences among the nodes."""
    homes = [str(node["inFramework"]) for node in nodes if _is_item(node) and "inFramework" in node]
    described = [str(node["id"]) for node in nodes if "Framework" in words.values(node, "type")]
    found = sorted({*homes, *described}, key=lambda iri: (-homes.count(iri), iri))
    if not found:
        raise SignpostError(
            "A CASE package holds one framework, and there is none in what was named. Name a framework."
        )
    return found[0]
