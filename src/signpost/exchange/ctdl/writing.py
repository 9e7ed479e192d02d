"""Frameworks and their competences as CTDL-ASN in JSON-LD; what is changed for that is told as a loss.

The context is named by its address, as the Credential Registry has it. A thing without a CTID gets the one that is made
of its IRI (UUID 5 in the namespace of addresses), so that the same nodes give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from signpost import words
from signpost.exchange import addresses
from signpost.exchange.changes import Changes
from signpost.exchange.ctdl import names
from signpost.exchange.ctdl.names import CEASN, CETERMS, CONTEXT, CTID
from signpost.exchange.kinds import TYPES, competence_type
from signpost.exchange.labelled import parted
from signpost.exchange.losses import losses
from signpost.model import Node, Written

_SAID = frozenset({"label", "description", "note", "status", "issued", "validFrom", "validUntil", "license", "rights"})
_COMPETENCY = _SAID | {*names.MATCHES, "definition", "notation", "competenceType", "inFramework", "order", "broader",
                       "related", "derivedFrom", "replacedBy", "identifier"}  # fmt: skip
_BODY = frozenset({"label"})
HOLDS: Mapping[str, frozenset[str]] = {
    "Framework": _SAID | {"edition", "publisher", "developedBy", "sourceDocument"},
    "Competence": _COMPETENCY,
    "Standard": _COMPETENCY,
    "Identifier": frozenset({"identifierScheme", "identifierValue"}),
    "Alignment": frozenset({"alignmentSource", "alignmentTarget", "alignmentRelation"}),
    "Organisation": _BODY,
    "Provider": _BODY,
    "AwardingBody": _BODY,
}
"""What CTDL-ASN keeps of each class; an alignment becomes one of its source."""

_FRAMEWORKS, _COMPETENCIES = ("Framework",), ("Competence", "Standard")
_PLAIN = {"validFrom": "dateValidFrom", "validUntil": "dateValidUntil", "issued": "dateCreated", "license": "license"}
_END = re.compile(r"(?:ce-|urn:uuid:)(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)


def write(nodes: Sequence[Node]) -> Written:
    """The frameworks with what stands in them, and who publishes them."""
    nodes = sorted(nodes, key=lambda node: str(node["id"]))
    going = _Going(nodes)
    graph = going.graph()
    held = losses([node for node in nodes if node["id"] in going.iris], HOLDS, "CTDL-ASN")
    whole = losses([node for node in nodes if node["id"] not in going.iris], {}, "CTDL-ASN")
    content = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"
    return Written(content.encode(), (*whole, *held, *going.changes.told()))


class _Going:
    """Which of the nodes go out, and what is changed for that."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = {node["id"]: node for node in nodes}
        self.competences = {iri: node for iri, node in self.nodes.items() if _is(node, _COMPETENCIES)}
        self.frameworks = {iri: node for iri, node in self.nodes.items() if _is(node, _FRAMEWORKS)}
        named = {iri for node in self.frameworks.values() for word in ("publisher", "developedBy")
                 for iri in words.values(node, word)}  # fmt: skip
        self.bodies = {iri: self.nodes[iri] for iri in sorted(named & self.nodes.keys())}
        self.alignments = [node for node in nodes if node.get("alignmentSource") in self.competences]
        parts = {iri for node in self.competences.values() for iri in words.values(node, "identifier")}
        self.iris = {*self.competences, *self.frameworks, *self.bodies, *(parts & self.nodes.keys()),
                     *(node["id"] for node in self.alignments)}  # fmt: skip
        self.changes = Changes()
        tags = {tag for node in self.frameworks.values() for tag in node.get("label", {})}
        self.language = "en" if "en" in tags or not tags else min(tags)
        self.below: dict[str, list[str]] = defaultdict(list)
        self.aligned: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._relations()

    def graph(self) -> list[dict[str, Any]]:
        """Every thing that goes out, each kind sorted by IRI."""
        named_with = {publisher for node in self.frameworks.values() if (publisher := self._publisher(node))}
        others = sorted(self.bodies.keys() - named_with)
        return [
            *(self._framework(self.frameworks[iri]) for iri in sorted(self.frameworks)),
            *(self._competency(self.competences[iri]) for iri in sorted(self.competences)),
            *(self._body(self.bodies[iri]) for iri in others),
        ]

    # ---------------------------------------------------------------------------------------- relations
    def _relations(self) -> None:
        for iri, node in self.competences.items():
            for higher in self._inside(node, "broader") or words.values(node, "inFramework"):
                self.below[higher].append(iri)
            for word in names.MATCHES:
                self._align(iri, word, words.values(node, word))
            self._align(iri, "related", self._inside(node, "related"))
        for node in self.alignments:
            self.changes.change("Alignments go out as those of their source, and are no things of their own any more",
                                node["id"], "type")  # fmt: skip
            relation = node["alignmentRelation"].rpartition("/")[2]
            self._align(node["alignmentSource"], relation, [node["alignmentTarget"]])

    def _align(self, iri: str, word: str, others: Iterable[str]) -> None:
        for other in others:
            self.aligned[iri][names.MATCHES["relatedMatch" if word == "related" else word]].add(other)
            if word == "relatedMatch" and other in self.competences:
                message = "A related match of what goes out too is a related competence when it is read again"
                self.changes.change(message, iri, word)

    def _inside(self, node: Node, word: str) -> list[str]:
        """What a word leads to, as far as that goes out too."""
        found = [other for other in words.values(node, word) if other in self.competences]
        if len(found) < len(words.values(node, word)):
            self.changes.change("Left out, for it leads to what does not go out", node["id"], word)
        return found

    # ---------------------------------------------------------------------------------------- things
    def _publisher(self, node: Node) -> str:
        """The one publisher of a framework, whose name goes out with it."""
        found = [iri for iri in words.values(node, "publisher") if iri in self.bodies]
        return found[0] if len(found) == 1 == len(words.values(node, "publisher")) else ""

    def _framework(self, node: Node) -> dict[str, Any]:
        publisher, status = self._publisher(node), names.STATUSES.get(node.get("status", ""), "")
        editions = words.values(node, "edition")
        version = [{"@type": "ceterms:IdentifierValue", "ceterms:identifierValueCode": str(one)} for one in editions]
        return self._whole(node, "ceasn:CompetencyFramework", {
            "ceasn:name": node.get("label"),
            "ceasn:inLanguage": sorted(node.get("label", {})),
            "ceasn:publisher": list(words.values(node, "publisher")),
            "ceasn:publisherName": self.bodies[publisher].get("label") if publisher else None,
            "ceasn:creator": list(words.values(node, "developedBy")),
            "ceasn:source": list(words.values(node, "sourceDocument")),
            "ceasn:publicationStatusType": names.STATUS_HOME + status if status else None,
            "ceterms:versionIdentifier": version,
            "ceasn:hasTopChild": sorted(self.below[node["id"]]),
        })  # fmt: skip

    def _competency(self, node: Node) -> dict[str, Any]:
        iri, home = node["id"], node.get("inFramework")
        above = [other for other in words.values(node, "broader") if other in self.competences]
        label, text = self._texts(node)
        kind = TYPES.get(node.get("competenceType", ""), "")
        status = names.STATUSES.get(node.get("status", ""), "")
        if _is(node, ("Standard",)):
            self.changes.change("Standards go out as competencies, and are competences when read again", iri, "type")
        return self._whole(node, "ceasn:Competency", {
            "ceasn:competencyLabel": label,
            "ceasn:competencyText": text,
            "ceasn:codedNotation": self._codes(node),
            "ceasn:listID": str(node["order"]) if "order" in node else None,
            "ceasn:competencyCategory": {"en": [kind]} if kind else None,
            "ceasn:publicationStatusType": names.STATUS_HOME + status if status else None,
            "ceasn:isPartOf": home,
            "ceasn:isTopChildOf": None if above else home,
            "ceasn:isChildOf": above,
            "ceasn:hasChild": sorted(self.below[iri]),
            "ceasn:derivedFrom": self._inside(node, "derivedFrom"),
            "ceterms:supersededBy": self._inside(node, "replacedBy"),
            **{f"ceasn:{name}": sorted(others) for name, others in sorted(self.aligned[iri].items())},
        })  # fmt: skip

    def _body(self, node: Node) -> dict[str, Any]:
        return {"@id": node["id"], "@type": "ceterms:CredentialOrganization", "ceterms:name": node.get("label", {})}

    def _whole(self, node: Node, kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
        """A thing with what frameworks and competencies have alike, and what its notes say."""
        if "status" in node and not said["ceasn:publicationStatusType"]:
            self.changes.change("Statuses that CTDL-ASN has no name for were left out", node["id"], "status")
        found: dict[str, Any] = {"@id": node["id"], "@type": kind, "ceterms:ctid": "", **said}
        for word, name in _PLAIN.items():
            found[f"ceasn:{name}"] = [str(value) for value in words.values(node, word)]
        found["ceasn:rights"] = [str(value) for value in words.values(node, "rights")]
        if kind == "ceasn:CompetencyFramework":
            found["ceasn:description"] = node.get("description")
        self._notes(node, found)
        found["ceterms:ctid"] = found["ceterms:ctid"] or _ctid(node["id"])
        return {name: _one_or_list(value) for name, value in found.items() if value}

    # ---------------------------------------------------------------------------------------- texts
    def _texts(self, node: Node) -> tuple[Any, Any]:
        """Label and text of a competency; one without a text has its name there, which CTDL-ASN demands."""
        definition, description = node.get("definition"), node.get("description")
        if definition and description:
            self.changes.change("A description beside a definition was left out", node["id"], "description")
        elif description:
            message = "Descriptions go out as texts of the competency, and are definitions when read again"
            self.changes.change(message, node["id"], "description")
        text = definition or description
        return (node.get("label"), text) if text else (None, node.get("label"))

    def _codes(self, node: Node) -> list[str]:
        parts = [self.nodes[one] for one in words.values(node, "identifier") if one in self.nodes]
        codes = [str(part["identifierValue"]) for part in parts if part.get("identifierScheme") == "unit-code"]
        own = [str(code) for code in words.values(node, "notation")]
        if codes and not own:
            self.changes.change("Unit codes go out as notations", node["id"], "identifier")
        if len(parts) > len(codes) or (codes and own):
            self.changes.change("Identifiers beside the code were left out", node["id"], "identifier")
        return own or codes

    def _notes(self, node: Node, found: dict[str, Any]) -> None:
        """Notes, and the properties that labelled notes say."""
        comments: dict[str, Any] = {}
        for tag, texts in sorted(node.get("note", {}).items()):
            said, others = parted(texts if isinstance(texts, list) else [texts], names.NOTES)
            for label, values in said.items():
                for value in values:
                    if not self._say(node, found, names.NOTES[label], tag, value):
                        others.append(f"{label}: {value}")
            if others:
                comments[tag] = sorted(others)
        found["ceasn:comment"] = comments

    def _say(self, node: Node, found: dict[str, Any], predicate: str, tag: str, value: str) -> bool:
        """Put what a note says under its property, where it is read there as the same note again."""
        name, is_thing = _short(predicate), predicate in names.THINGS.values()
        if value != value.strip() or (is_thing and not addresses.is_public(value)):
            return False
        if predicate in names.TEXTS:
            return self._say_text(node, found, predicate, tag, value)
        if tag != self.language or self._hides(node, predicate, value) or (predicate == CTID and found[name]):
            return False
        found[name] = value if predicate == CTID else [*(found.get(name) or []), value]
        return True

    def _say_text(self, node: Node, found: dict[str, Any], predicate: str, tag: str, value: str) -> bool:
        """The same of a text in a language; a category that says the type in other words goes out in its place."""
        kind = competence_type(value) if predicate.endswith("Category") else ""
        if kind and (kind != node.get("competenceType") or TYPES[kind] == value):
            return False
        texts = {own: [text for text in every if text != TYPES.get(kind)]
                 for own, every in (found.get(_short(predicate)) or {}).items()}  # fmt: skip
        texts[tag] = [*texts.get(tag, []), value]
        found[_short(predicate)] = {own: every for own, every in texts.items() if every}
        return True

    def _hides(self, node: Node, predicate: str, value: str) -> bool:
        """Whether a value would be read as something else than a note of this thing, or not at all."""
        name, is_framework = predicate.rpartition("/")[2], _is(node, _FRAMEWORKS)
        if name == "ctid":
            return not addresses.uuid_in(value.removeprefix("ce-")) or value == _ctid(node["id"])
        if name == "listID":
            return not is_framework and ("order" in node or value.isdecimal())
        if name in ("creator", "publisher"):
            return is_framework and (value in self.bodies or (name == "publisher" and "publisher" in node))
        if name == "dateModified":
            return not is_framework
        return name in ("derivedFrom", "supersededBy") and value in self.competences


def _ctid(iri: str) -> str:
    """The CTID at the end of an IRI, else the one that is made of it."""
    found = _END.search(iri)
    return f"ce-{found['uuid']}" if found and iri.endswith(found[0]) else f"ce-{uuid5(NAMESPACE_URL, iri)}"


def _short(predicate: str) -> str:
    return (
        "ceasn:" + predicate.removeprefix(CEASN)
        if predicate.startswith(CEASN)
        else "ceterms:" + predicate.removeprefix(CETERMS)
    )


def _is(node: Node, kinds: Iterable[str]) -> bool:
    return not {*kinds}.isdisjoint(words.values(node, "type"))


def _one_or_list(value: Any) -> Any:
    """A list of one as that one, also in a map of languages."""
    if isinstance(value, Mapping) and "@type" not in value:
        return {tag: _one_or_list(texts) for tag, texts in value.items()}
    return value[0] if isinstance(value, list) and len(value) == 1 else value
