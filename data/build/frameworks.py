"""Frameworks in their editions, the bodies that issue them, alignments between them, and where each file comes from."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

import slugs

HERE = Path(__file__).parent
ID = "https://w3id.org/signpost/id/"
RETRIEVED = "2026-11-23"
RIGHTS = "Codes, titles and identifiers are facts; the text of the standards is its publisher's and is not included."
ALL: dict[str, dict[str, Any]] = {
    f["slug"]: f for f in tomllib.loads((HERE / "frameworks.toml").read_text(encoding="utf-8"))["framework"]
}
CARE_SUITES = frozenset(f["suite"] for f in ALL.values())
SOURCE = {
    "id": "standards",
    "label": "National standards and competence frameworks for managers in social care",
    "publisher": "signpost editors",
    "licence": "https://creativecommons.org/licenses/by/4.0/",
    "rights": RIGHTS,
    "edition": "1",
    "homepage": "https://w3id.org/signpost/",
    "retrieved": RETRIEVED,
}
EXTRA_SOURCES = {
    "bodies.ttl": "https://github.com/nestauk/openjobs-SDS-NOS-2019",
    "alignments.ttl": "https://w3id.org/signpost/",
}


def node(slug: str) -> dict[str, object]:
    """The node of one framework in its edition."""
    fact = ALL[slug]
    made: dict[str, object] = {
        "id": f"{ID}framework/{slug}",
        "type": "Framework",
        "label": fact["label"],
        "suite": fact["suite"],
        "edition": fact["edition"],
        "status": fact["status"],
        "rights": fact.get("rights", RIGHTS),
        "note": fact["note"],
        "sourceDocument": fact["source"],
        "retrieved": RETRIEVED,
        "provenance": "sourced",
        "family": fact["family"],
    }
    if "issued" in fact:
        made["issued"] = fact["issued"]
    if "publisher" in fact:
        made["publisher"] = f"{ID}organisation/{fact['publisher']}"
    if "replaced_by" in fact:
        made["replacedBy"] = f"{ID}framework/{fact['replaced_by']}"
    if "valid_until" in fact:
        made["validUntil"] = fact["valid_until"]
    return made


def extra_files() -> dict[str, list[dict[str, object]]]:
    """The files that belong to no single edition: the bodies, and the proposed alignments."""
    return {"bodies.ttl": _bodies(), "alignments.ttl": _alignments()}


def manifest_files(extra: dict[str, Any]) -> list[dict[str, str]]:
    """One entry for each file of data/standards."""
    files = [
        {"path": f["path"], "source": f["source"], "rights": f.get("rights", RIGHTS), "retrieved": RETRIEVED}
        for f in ALL.values()
    ]
    rights = "Facts about organisations; signpost's own proposals."
    return files + [
        {"path": path, "source": EXTRA_SOURCES[path], "rights": rights, "retrieved": RETRIEVED} for path in extra
    ]


def _bodies() -> list[dict[str, object]]:
    bodies = tomllib.loads((HERE / "bodies.toml").read_text(encoding="utf-8"))["body"]
    return [_body(b) for b in bodies]


def _body(body: dict[str, Any]) -> dict[str, object]:
    made: dict[str, object] = {
        "id": f"{ID}organisation/{body['slug']}",
        "type": "Organisation",
        "label": body["label"],
        "provenance": "sourced",
    }
    optional = {"kind": "providerKind", "note": "note", "homepage": "homepage", "source": "sourceDocument"}
    return made | {word: body[key] for key, word in optional.items() if key in body}


def _alignments() -> list[dict[str, object]]:
    with (HERE / "alignments.csv").open(encoding="utf-8", newline="") as file:
        return [_alignment(row) for row in csv.DictReader(file)]


def _alignment(row: dict[str, str]) -> dict[str, object]:
    source, target = competence(row["source"]), competence(row["target"])
    ends = "--".join(iri.removeprefix(ID).split("/", 1)[1].replace("/", "-") for iri in (source, target))
    return {
        "id": f"{ID}alignment/{ends}",
        "type": "Alignment",
        "alignmentSource": source,
        "alignmentTarget": target,
        "alignmentRelation": row["relation"],
        "provenance": "editorial",
        "statedBy": "signpost editors",
        "basis": row["basis"],
        "confidence": row["confidence"],
    }


def competence(name: str) -> str:
    """The IRI of `framework/code` (a standard) or `framework/title` (a category of the pathway)."""
    framework, code = name.split("/", 1)
    if framework.startswith("cwp-"):
        return f"{ID}competence/{framework}/{slugs.of_title(code)}"
    return f"{ID}standard/{framework}/{slugs.of_code(code)}"
