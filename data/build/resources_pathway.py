"""The training rows of the Care Workforce Pathway prototype (JSON) -> rows, each with its repairs.

A row that cannot be used says why it is left out.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from resources_minutes import minutes

FILE = "care-workforce-pathway/pathway.json"
LINKS = tomllib.loads((Path(__file__).parent / "resources_links.toml").read_text(encoding="utf-8"))
REPAIRS = {r["found"]: r for r in LINKS["repair"]}
UNMATCHED = {u["found"]: u["reason"] for u in LINKS["unmatched"]}
LEVEL_TOLD = {t["code"]: t for t in LINKS["leveltold"]}
OFQUAL = re.compile(r"\d{3}/\d{4}/[\dX]")
SIZES = ("Award", "Certificate", "Diploma")


@dataclass
class Row:
    """One training row. `subsidy` is whole pounds; `level` the award level, None where the source gives none."""

    number: int
    code: str
    title: str
    body: str
    kind: str
    level: int | None = None
    size: str = ""
    link: str = ""
    audience: str = ""
    minutes: int | None = None
    subsidy: int = 0
    funding: str = ""
    categories: list[str] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    left_out: str = ""


def read(shared_data: Path) -> tuple[list[Row], list[str]]:
    """Every training row in its order, and the distinct titles of the pathway's categories."""
    pathway = json.loads((shared_data / FILE).read_text(encoding="utf-8"))
    titles = list(dict.fromkeys(c["category"] for c in pathway["skillsCats"]))
    known = {r["code"] for r in pathway["roleCats"]}
    return [_row(n, t, set(titles), known) for n, t in enumerate(pathway["training"])], titles


def _row(number: int, told: dict[str, Any], titles: set[str], roles: set[str]) -> Row:
    row = Row(
        number=number,
        code=told["code"],
        title=_title(told["title"]),
        body=LINKS["bodies"].get(told["awardingOrganisation"], ""),
        kind="qualification" if OFQUAL.fullmatch(told["code"]) else told["type"],
        link=told["link"],
        audience=_audience(told["audience"]),
        minutes=minutes(told["totalLearningTime"]) or minutes(told["duration"]),
        subsidy=int(told["reimbursementAmount"]),
        funding=told["fundingModel"],
    )
    if row.title != told["title"]:
        row.repairs.append(f"title '{told['title']}' written as '{row.title}'")
    if row.minutes is None:
        prose = told["totalLearningTime"] or told["duration"]
        row.repairs.append(f"learning time '{prose}' gives no hours: left absent")
    _roles(row, told["roleCat"], roles)
    _level(row, told)
    _categories(row, told["skillsCat"], titles)
    row.left_out = _why_left_out(row, told)
    return row


def _title(title: str) -> str:
    words = " ".join(title.split()).split(" ")
    small = {"Of": "of", "In": "in", "And": "and", "For": "for", "The": "the"}
    return " ".join(small.get(w, w) if i else w for i, w in enumerate(words))


def _audience(told: str) -> str:
    return next((a["words"] for a in LINKS["audience"] if told.startswith(a["starts"])), "")


def _roles(row: Row, told: str | list[str], roles: set[str]) -> None:
    named = [told] if isinstance(told, str) else told
    for name in named:
        if name and name not in roles:
            row.repairs.append(f"role '{name}' is not defined in the source: not used")
    if not named:
        row.repairs.append("no role is given")


def _level(row: Row, told: dict[str, Any]) -> None:
    if row.kind != "qualification":
        return
    found = re.search(r"Level\s+(\d)\b", told["type"])
    size = re.search(rf"\b({'|'.join(SIZES)})\b", told["type"])
    row.level = int(found[1]) if found else None
    row.size = size[1] if size else ""
    if row.code in LEVEL_TOLD:
        repair = LEVEL_TOLD[row.code]
        row.level, row.size = repair["level"], repair["size"]
        row.repairs.append(f"level {row.level}: {repair['reason']}")
    if row.level is None:
        row.repairs.append(f"the type '{told['type']}' gives no award level: left absent")


def _categories(row: Row, told: list[str], titles: set[str]) -> None:
    for found in told:
        if found in UNMATCHED:
            row.repairs.append(f"'{found}': {UNMATCHED[found]}; left out")
            continue
        means = REPAIRS[found]["means"] if found in REPAIRS else found
        if found in REPAIRS:
            row.repairs.append(f"'{found}': {REPAIRS[found]['reason']}")
        if means not in titles:
            raise ValueError(f"training row {row.number}: unknown category {found!r}; add it to resources_links.toml")
        if means not in row.categories:
            row.categories.append(means)


def _why_left_out(row: Row, told: dict[str, Any]) -> str:
    if not row.body:
        named = told["awardingOrganisation"] or "nobody"
        return f"the source names {named} as its body, and its link leads to a competence framework, not to learning"
    if told["groupTitle"] == "Qualifications" and not OFQUAL.fullmatch(row.code):
        return f"'{row.code}' is not a qualification number (123/1234/1)"
    return ""
