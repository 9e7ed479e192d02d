"""Alignments, and the matches that things state themselves, as a table of SSSOM 1.1 with its metadata."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Sequence

from signpost import words
from signpost.cells import neutral
from signpost.exchange.losses import losses
from signpost.exchange.sssom.slots import (
    BUILT_IN,
    COLUMNS,
    HELD,
    OURS,
    PROVENANCE,
    RELATIONS,
    SEMAPV,
    joined,
    justification,
)
from signpost.model import THINGS, VOCABULARY, Finding, Node, Severity, Written
from signpost.wellformed import is_iri

_VERSION = "1.1"
_UNSPECIFIED = "https://w3id.org/sssom/license/unspecified"
_PREDICATES = {name: iri for iri, name in RELATIONS.items()}


def write(nodes: Sequence[Node]) -> Written:
    """A table with a row for each alignment, and for each match that a thing states itself; in order of what it joins.

    Things themselves are not held; the labels of those that are there stand beside their addresses.
    """
    labels = {node["id"]: words.text(node, "label") for node in nodes if "label" in node}
    rows = sorted(_rows(nodes, labels), key=lambda row: [row[column] for column in _ORDER])
    prefixes = _prefixes({row[column] for row in rows for column in _ADDRESSES} - {""})
    said = ({column: _short(cell, prefixes) if column in _ADDRESSES else neutral(cell) for column, cell in row.items()}
            for row in rows)  # fmt: skip
    table = [COLUMNS, *([row[column] for column in COLUMNS] for row in said)]
    body = "".join("\t".join(map(_quoted, cells)) + "\n" for cells in table).encode()
    return Written(_metadata(prefixes, body) + body, (*losses(nodes, {"Alignment": HELD}, "SSSOM"), *_notes(nodes)))


def _quoted(cell: str) -> str:
    """A cell, in quotes where it has what ends a cell or a line; the writer of Python passes a lone `\\r` over."""
    return '"' + cell.replace('"', '""') + '"' if re.search(r'[\t\r\n"]', cell) else cell


_ORDER = ("subject_id", "predicate_id", "object_id", "record_id")
_ADDRESSES = ("record_id", "subject_id", "predicate_id", "object_id", "mapping_justification", PROVENANCE)

Cells = dict[str, str]


def _rows(nodes: Sequence[Node], labels: dict[str, str]) -> Iterator[Cells]:
    for node in nodes:
        if "Alignment" in words.values(node, "type"):
            yield _alignment(node, labels)
        for relation in _PREDICATES:
            for other in words.values(node, relation):
                yield _cells(labels, node["id"], relation, other)


def _alignment(node: Node, labels: dict[str, str]) -> Cells:
    provenance = str(node.get("provenance", ""))
    how, basis = _why(sorted(map(str, words.values(node, "basis"))), justification(provenance))
    relation = words.iri("alignmentRelation", node["alignmentRelation"]).rpartition("/")[2]
    cells = _cells(labels, node["alignmentSource"], relation, node["alignmentTarget"])
    return cells | {
        "record_id": node["id"],
        "mapping_justification": how.replace("semapv:", SEMAPV),
        "author_label": joined(sorted(map(str, words.values(node, "statedBy")))),
        "confidence": str(node.get("confidence", "")),
        "curation_rule_text": joined(basis),
        "comment": _comment(node),
        PROVENANCE: words.iri("provenance", provenance) if provenance else "",
    }


def _cells(labels: dict[str, str], subject: str, relation: str, target: str) -> Cells:
    return dict.fromkeys(COLUMNS, "") | {
        "subject_id": subject,
        "subject_label": labels.get(subject, ""),
        "predicate_id": _PREDICATES[relation],
        "object_id": target,
        "object_label": labels.get(target, ""),
        "mapping_justification": justification("").replace("semapv:", SEMAPV),
    }


def _why(basis: list[str], usual: str) -> tuple[str, list[str]]:
    """How the mapping was found, where the basis says so in SSSOM's own words, and the rest of the basis."""
    for said in basis:
        if said.startswith("semapv:") and said != usual and is_iri(said.replace("semapv:", SEMAPV)):
            return said, [other for other in basis if other != said]
    return usual, basis


def _comment(node: Node) -> str:
    """The one note in English, which is what the column can hold."""
    note = node.get("note", {})
    found = note.get("en", "")
    return found if isinstance(found, str) else ""


def _notes(nodes: Sequence[Node]) -> Iterator[Finding]:
    for node in nodes:
        if "Alignment" in words.values(node, "type") and "note" in node and node["note"] != {"en": _comment(node)}:
            message = "Left out, for SSSOM holds one comment: notes in other languages, and several in English."
            yield Finding(message, Severity.ADVICE, node=node["id"], path="note")


# ------------------------------------------------------------------------------------------------ addresses
def _prefixes(iris: set[str]) -> dict[str, str]:
    """Prefix -> namespace for every address: the known ones that are used, and `ns1` and so on for the others."""
    known = OURS | BUILT_IN | {PROVENANCE: f"{VOCABULARY}provenance/"}
    used = {name: space for name, space in known.items() if any(iri.startswith(space) for iri in iris)}
    others = {_space(iri) for iri in iris if not any(iri.startswith(space) for space in used.values())}
    return used | {f"ns{n}": space for n, space in enumerate(sorted(others), 1)}


def _space(iri: str) -> str:
    """An address up to its last part, which may not be empty."""
    return iri[: max(iri.rfind(mark, 0, -1) for mark in "/#:") + 1]


def _short(iri: str, prefixes: dict[str, str]) -> str:
    """An address by its longest prefix; one that is itself a namespace stays whole."""
    fitting = [(len(space), name) for name, space in prefixes.items() if iri.startswith(space) and iri != space]
    if not fitting:
        return iri
    length, name = max(fitting)
    return f"{name}:{iri[length:]}"


# ------------------------------------------------------------------------------------------------ metadata
def _metadata(prefixes: dict[str, str], body: bytes) -> bytes:
    from ruamel.yaml import YAML

    extension = {
        "slot_name": PROVENANCE,
        "property": words.words()["provenance"].iri,
        "type_hint": "http://www.w3.org/2001/XMLSchema#anyURI",
    }
    said = {
        "sssom_version": _VERSION,
        "mapping_set_id": f"{THINGS}mapping-set/{hashlib.sha256(body).hexdigest()[:16]}",
        "license": _UNSPECIFIED,
        "curie_map": dict(sorted(prefixes.items())),
        "extension_definitions": [extension],
    }
    yaml, block = YAML(pure=True), io.StringIO()
    yaml.width = 10_000
    yaml.dump(said, block)
    return "".join(f"# {line}\n" for line in block.getvalue().splitlines()).encode()
