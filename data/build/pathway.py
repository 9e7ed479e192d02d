"""The Care Workforce Pathway: its role categories and the titles of its competence categories, not its statements."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import slugs

HERE = Path(__file__).parent
FILE = "care-workforce-pathway/pathway.json"
ID = "https://w3id.org/signpost/id/"
REPOSITORY = "https://github.com/hippo-digital/prototype-dhsc-adult-social-care-hub"
POINTER = " (linked to Tier 1 of competence frameworks below)"
"""A cross-reference inside one title; it is no part of what the category is called."""


def nodes(shared_data: Path, report_line: Callable[[str, int, str, str, str], None]) -> dict[str, list[dict[str, Any]]]:
    """The nodes of the editions of 2024 and 2025, by framework slug."""
    pathway = json.loads((shared_data / FILE).read_text(encoding="utf-8"))
    return {"cwp-2024": _first(pathway, report_line), "cwp-2025": _extended()}


def iri(title: str) -> str:
    """The IRI of a competence category by its title as the pathway's data spells it."""
    return f"{ID}competence/cwp-2024/{slugs.of_title(title)}"


def _first(pathway: dict[str, Any], report_line: Callable[[str, int, str, str, str], None]) -> list[dict[str, Any]]:
    roles: dict[str, list[str]] = {}
    titles: dict[str, dict[str, Any]] = {}
    for number, category in enumerate(pathway["skillsCats"], start=1):
        title = category["category"].strip()
        if title in titles:
            reason = f"also under another role category ({category['role']}): one competence, listed by both"
            report_line("pathway", number, title, "repaired", reason)
        titles.setdefault(title, _category(title))
        roles.setdefault(category["role"], []).append(titles[title]["id"])
    made = [_role_category("cwp-2024", r["name"], r["category"], r["code"]) for r in pathway["roleCats"]]
    for node in made:
        node["essentialCompetence"] = sorted(set(roles[node["classCode"]]))
    return made + list(titles.values())


def _category(title: str) -> dict[str, Any]:
    node: dict[str, Any] = {
        "id": iri(title),
        "type": "Competence",
        "label": title.replace(POINTER, ""),
        "inFramework": f"{ID}framework/cwp-2024",
        "competenceType": "category",
        "status": "current",
        "provenance": "sourced",
        "sourceDocument": REPOSITORY,
    }
    return node | ({"altLabel": title} if POINTER in title else {})


def _role_category(framework: str, name: str, notation: str, code: str) -> dict[str, Any]:
    return {
        "id": f"{ID}occupation/{framework}/{slugs.of_title(name)}",
        "type": "Occupation",
        "label": name,
        "classCode": code,
        "inFramework": f"{ID}framework/{framework}",
        "provenance": "sourced",
    } | ({"notation": notation} if notation else {})


def _extended() -> list[dict[str, Any]]:
    names = tomllib.loads((HERE / "pathway.toml").read_text(encoding="utf-8"))["role_categories_2025"]
    return [_role_category("cwp-2025", name, "", slugs.of_title(name)) for name in names]
