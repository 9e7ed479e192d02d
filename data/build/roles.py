"""Role templates: which standards the main manager roles ask for, at which level -> data/roles/*.ttl.

    python data/build/roles.py

Standards carry no levels: each requirement's level, importance, horizon and family is signpost's proposal,
with basis and confidence.
"""

from __future__ import annotations

import csv
import tomllib
import turtle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frameworks
import manifest

HERE = Path(__file__).parent
OUT = HERE.parent / "roles"
ID = "https://w3id.org/signpost/id/"
RIGHTS = "signpost's own proposals; codes and titles of the standards are facts"
SOURCE = {
    "id": "roles",
    "label": "Role templates for managers in adult social care",
    "publisher": "signpost editors",
    "licence": "https://creativecommons.org/licenses/by/4.0/",
    "rights": RIGHTS,
    "edition": "1",
    "homepage": "https://w3id.org/signpost/",
    "retrieved": frameworks.RETRIEVED,
}


def requirements() -> dict[str, list[dict[str, str]]]:
    """The rows of the table of requirements, by role."""
    by_role: dict[str, list[dict[str, str]]] = {}
    with (HERE / "roles_requirements.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            by_role.setdefault(row["role"], []).append(row)
    return by_role


def nodes(role: dict[str, Any], rows: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """The node of a role and of each of its requirements."""
    made = [_requirement(role["slug"], row) for row in rows]
    yield {
        "id": f"{ID}role/{role['slug']}",
        "type": "Role",
        "label": role["label"],
        "altLabel": role["alt"],
        "definition": role["definition"],
        "managementLevel": role["management_level"],
        "managerType": role["manager_type"],
        "provenance": "editorial",
        "statedBy": "signpost editors",
        "basis": role["basis"],
        "confidence": role["confidence"],
        "requirement": [node["id"] for node in made],
    } | ({"occupation": [f"{ID}occupation/{o}" for o in role["occupation"]]} if role["occupation"] else {})
    yield from made


def _requirement(role: str, row: dict[str, str]) -> dict[str, Any]:
    competence = frameworks.competence(row["competence"])
    fragment = "-".join(competence.removeprefix(ID).split("/")[1:])
    return {
        "id": f"{ID}role/{role}#{fragment}",
        "type": "Requirement",
        "competence": competence,
        "family": row["family"],
        "level": row["level"],
        "importance": row["importance"],
        "horizon": row["horizon"],
        "asks": row["asks"],
        "order": row["order"],
        "provenance": "editorial",
        "statedBy": "signpost editors",
        "basis": f"{row['basis']}. Level and importance are proposed.",
        "confidence": row["confidence"],
    }


def partnership(fact: dict[str, Any]) -> dict[str, Any]:
    """The starter collection of the partnership family."""
    return {
        "id": f"{ID}collection/partnership",
        "type": "Collection",
        "label": fact["label"],
        "note": fact["note"],
        "member": [frameworks.competence(name) for name in fact["members"]],
        "provenance": "editorial",
        "statedBy": "signpost editors",
        "basis": fact["basis"],
        "confidence": fact["confidence"],
    }


def build(out: Path) -> None:
    """Write every file of data/roles."""
    rows = requirements()
    table = tomllib.loads((HERE / "roles.toml").read_text(encoding="utf-8"))
    files = {role["slug"]: list(nodes(role, rows[role["slug"]])) for role in table["role"]}
    files["partnership"] = [partnership(table["partnership"])]
    for slug, made in files.items():
        turtle.write(out / f"{slug}.ttl", made)
    entry = {"source": "https://w3id.org/signpost/", "rights": RIGHTS, "retrieved": frameworks.RETRIEVED}
    manifest.write(out, SOURCE, [{"path": f"{slug}.ttl", **entry} for slug in files])


if __name__ == "__main__":
    build(OUT)
