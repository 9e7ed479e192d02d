"""SSSOM, the standard for sharing mappings, as a tab-separated table under its metadata: each mapping an alignment."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from itertools import takewhile
from pathlib import Path
from typing import Any

from signpost import words
from signpost.cells import meant
from signpost.errors import UnreadableInput
from signpost.exchange.gathered import Gathered
from signpost.exchange.received import Row, text
from signpost.exchange.sssom.slots import (
    BUILT_IN,
    COLUMNS,
    NEEDED,
    NO_MATCH,
    PROVENANCE,
    RELATIONS,
    SEMAPV,
    justification,
    several,
)
from signpost.model import THINGS, VOCABULARY, Source, Submission
from signpost.wellformed import is_iri

_BEGINNING = 65536
_MOST_METADATA = 1_000_000
_UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"
_AUTHORS = ("author_label", "author_id", "creator_label", "creator_id", "mapping_provider")
"""Who states a mapping: the first of these columns that says so, then the same of the whole set."""

_READ = frozenset({*COLUMNS, *_AUTHORS, "predicate_modifier"}) - {"subject_label", "object_label"}
"""The columns that are understood; what a thing is called is said by whoever describes it."""

_OF_SET = ("creator_label", "creator_id", "mapping_provider", "mapping_set_title", "mapping_set_id")
_PROVENANCES = frozenset({"sourced", "editorial", "provider"})

Metadata = Mapping[str, Any]
"""Slot -> text, texts, or prefix -> namespace."""


def looks_like(path: Path) -> bool:
    """Whether a tab-separated file has the columns that every SSSOM table has."""
    if not path.is_file() or path.suffix.lower() != ".tsv":
        return False
    with path.open("rb") as file:
        lines = file.read(_BEGINNING).removeprefix(b"\xef\xbb\xbf").splitlines()
    head = next((line for line in lines if line.strip() and not line.startswith(b"#")), b"")
    return {name.encode() for name in NEEDED} <= set(head.replace(b'"', b"").split(b"\t"))


def read(path: Path, source: Source) -> Submission:
    """An SSSOM table with its metadata above it: an alignment for each mapping by a match of SKOS.

    What is mapped is described elsewhere: an alignment with an end that nobody describes is left out at the gate. What
    is dropped, repaired or has no word here is a finding. Raises UnreadableInput where it is no such table.
    """
    above = list(takewhile(lambda line: line.startswith("#"), io.StringIO(text(path), newline="")))
    gathered, metadata = Gathered("en"), _metadata(path, above)
    reading = _Reading(gathered, metadata, source)
    for row in gathered.table(path, NEEDED, short_rows=True, above=len(above)):
        if any(row.cells.values()):
            reading.add(replace(row, cells={column: meant(cell.strip()) for column, cell in row.cells.items()}))
    reading.tell_left(path.name)
    gathered.drops_dangling |= gathered.nodes.keys()
    gathered.summarise(path.name)
    return gathered.submission(_sender(source, metadata))


def _sender(source: Source, metadata: Metadata) -> Source:
    """The source with what the set says of itself, where nothing else is known."""
    licence = _one(metadata, "license")
    return replace(
        source,
        label=source.label or _one(metadata, "mapping_set_title"),
        licence=source.licence or ("" if licence == _UNSPECIFIED else licence),
        edition=source.edition or _one(metadata, "mapping_set_version"),
    )


# ------------------------------------------------------------------------------------------------ metadata
def _metadata(path: Path, lines: list[str]) -> Metadata:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    block = "".join(f"{line[1:].rstrip()}\n" for line in lines)
    if len(block) > _MOST_METADATA:
        raise UnreadableInput(str(path), "its metadata are too long", "Keep the mappings below them, without a '#'.")
    try:
        root = YAML(typ="safe", pure=True).compose(block)
    except (YAMLError, RecursionError) as fault:
        reason = f"its metadata are not YAML ({getattr(fault, 'problem', None) or 'they cannot be read'})"
        raise UnreadableInput(str(path), reason, "Mend the lines that begin with '#'.") from fault
    if root is None or root.id != "mapping":
        return {}
    return {key.value: _value(value) for key, value in root.value if key.id == "scalar"}


def _value(node: Any) -> Any:
    """A text, a list of texts, or texts by name; what is nested deeper is passed over."""
    if node.id == "sequence":
        return [item.value for item in node.value if item.id == "scalar"]
    if node.id == "mapping":
        return {key.value: item.value for key, item in node.value if key.id == "scalar" and item.id == "scalar"}
    return "" if node.tag.endswith(":null") else node.value


def _one(metadata: Metadata, slot: str) -> str:
    found = metadata.get(slot, "")
    return ", ".join(found) if isinstance(found, list) else found.strip() if isinstance(found, str) else ""


# ------------------------------------------------------------------------------------------------ the table
@dataclass(slots=True)
class _Reading:
    """One set of mappings on its way to alignments."""

    gathered: Gathered
    metadata: Metadata
    source: Source
    left: Counter[str] = field(default_factory=Counter)
    """How many values of each column have no word here."""

    def add(self, row: Row) -> None:
        """Read a mapping; what cannot be one, and what is repaired, is told."""
        self.left.update(column for column, value in row.cells.items() if value and column not in _READ)
        subject, predicate, target = (self._iri(row.cells.get(column, "")) for column in NEEDED)
        column, fault = _fault(row, subject, predicate, target)
        if fault:
            self.gathered.tell(f"Row dropped: {fault}.", row.place(column))
            return
        relation = words.iri("alignmentRelation", RELATIONS[predicate])
        iri = self._name(row, subject, relation, target)
        node = {
            "id": iri, "type": "Alignment", "alignmentSource": subject, "alignmentTarget": target,
            "alignmentRelation": relation, "statedBy": self._authors(row, iri), **self._more(row, iri),
        }  # fmt: skip
        if iri in self.gathered.nodes:
            self._again(row, self.gathered.nodes[iri], node)
        else:
            self.gathered.nodes[iri], self.gathered.places[iri] = node, row.place()

    def tell_left(self, place: str) -> None:
        """Say which columns and which metadata have no word here."""
        for column, times in sorted(self.left.items()):
            self.gathered.tell(f"The column '{column}' has no word here: {times:,} values are left out.", place)
        kept = {"curie_map", "license", "mapping_set_version", "sssom_version", "extension_definitions", *_OF_SET}
        for slot in sorted(self.metadata.keys() - kept):
            self.gathered.tell(f"What the metadata say as '{slot}' has no word here: it is left out.", place)

    def _iri(self, value: str) -> str:
        """A compact IRI written out; empty where its prefix is not explained or it is none."""
        prefix, colon, rest = value.partition(":")
        if not colon:
            return ""
        own = self.metadata.get("curie_map")
        known = BUILT_IN | (own if isinstance(own, dict) else {})
        found = known[prefix] + rest if prefix in known else value if prefix in ("http", "https", "urn") else ""
        return found if is_iri(found) and words.full(found) == found else ""

    def _name(self, row: Row, subject: str, relation: str, target: str) -> str:
        """The mapping's own IRI, else one that is made of what it joins."""
        given = row.cells.get("record_id", "")
        iri = self._iri(given)
        if given and not iri:
            message = f"'{given}' is not an address; one was made of what the mapping joins."
            self.gathered.tell(message, row.place("record_id"), path="id")
        digest = hashlib.sha256(f"{subject} {relation} {target}".encode()).hexdigest()[:16]
        return iri or f"{THINGS}{self.source.id}/alignment/{digest}"

    def _authors(self, row: Row, iri: str) -> set[str]:
        for column in _AUTHORS:
            found = several(self.gathered.cleaned(row, column, iri, "statedBy"))
            if found:
                return {self._iri(one) or one for one in found} if column.endswith("_id") else set(found)
        said = next((_one(self.metadata, slot) for slot in _OF_SET if _one(self.metadata, slot)), "")
        stated = said or self.source.label or self.source.id
        message = f"The row names nobody who states it; '{stated}' was set."
        self.gathered.tell(message, row.place("author_label"), iri, "statedBy")
        return {stated}

    def _more(self, row: Row, iri: str) -> dict[str, Any]:
        """What a mapping says beside what it joins."""
        provenance = self._iri(row.cells.get(PROVENANCE, "")).removeprefix(f"{VOCABULARY}provenance/")
        kept = provenance if provenance in _PROVENANCES else ""
        basis = set(several(self.gathered.cleaned(row, "curation_rule_text", iri, "basis")))
        how = self._how(row.cells.get("mapping_justification", ""))
        basis |= {how} - {"", justification(kept)}
        comment = self.gathered.cleaned(row, "comment", iri, "note")
        said = {
            "basis": basis,
            "confidence": self._confidence(row, iri),
            "note": {"en": comment} if comment else "",
            "provenance": kept,
        }
        return {word: value for word, value in said.items() if value}

    def _how(self, value: str) -> str:
        iri = self._iri(value)
        return f"semapv:{iri.removeprefix(SEMAPV)}" if iri.startswith(SEMAPV) else iri or value

    def _confidence(self, row: Row, iri: str) -> str:
        given = row.cells.get("confidence", "")
        try:
            found = Decimal(given) if given else None
        except InvalidOperation:
            found = Decimal(-1)
        if found is None or (found.is_finite() and 0 <= found <= 1):
            return "" if found is None else f"{found:f}"
        message = f"The confidence '{given}' is not a number from 0 to 1; it was left out."
        self.gathered.tell(message, row.place("confidence"), iri, "confidence")
        return ""

    def _again(self, row: Row, kept: dict[str, Any], node: dict[str, Any]) -> None:
        """A mapping of the same name: who states it and why are added, where it joins the same things."""
        ends = ("alignmentSource", "alignmentTarget", "alignmentRelation")
        place = self.gathered.places[node["id"]]
        if any(kept[word] != node[word] for word in ends):
            message = f"Row dropped: its 'record_id' is that of another mapping, at {place}."
            self.gathered.tell(message, row.place("record_id"), node["id"])
            return
        kept["statedBy"] |= node["statedBy"]
        if "basis" in node:
            kept["basis"] = kept.get("basis", set()) | node["basis"]
        message = f"It says the same as {place}: who states it and on what basis was added there, nothing else."
        self.gathered.tell(message, row.place(), node["id"])


def _fault(row: Row, subject: str, predicate: str, target: str) -> tuple[str, str]:
    """The column of what keeps a row from being an alignment, and what is wrong with it."""
    for column, iri in zip(NEEDED, (subject, predicate, target), strict=True):
        if not iri:
            given = row.cells.get(column, "")
            return (
                column,
                f"'{given}' is no address, or the file does not explain its prefix" if given else "it is empty",
            )
    if row.cells.get("predicate_modifier", ""):
        return "predicate_modifier", "it says what is not a match"
    if predicate not in RELATIONS:
        return "predicate_id", f"'{row.cells['predicate_id']}' is no match of SKOS"
    if NO_MATCH in (subject, target):
        return "object_id", "it says that nothing was found that matches"
    return ("object_id", "it relates a thing to itself") if subject == target else ("", "")
