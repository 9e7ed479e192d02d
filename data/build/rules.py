"""CPD schemes and their dated rules, papers, and codes of practice -> data/schemes, data/policies, data/codes.

python data/build/rules.py
"""

from __future__ import annotations

import tomllib
import turtle
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import frameworks
import manifest
import slugs

HERE = Path(__file__).parent
DATA = HERE.parent
ID = "https://w3id.org/signpost/id/"
APPENDIX = "Topss England, Continuing Professional Development for Leaders and Managers in Social Care (2004)"
SCHEME_WORDS = {"jurisdiction": "jurisdiction", "note": "note", "source": "sourceDocument"}
RULE_WORDS = {
    "label": "label",
    "status": "status",
    "issued": "issued",
    "from": "validFrom",
    "cohort": "cohort",
    "part": "registerPart",
    "unit": "cpdUnit",
    "months": "periodMonths",
    "conversion": "conversion",
    "quota": "subQuota",
    "evidence": "evidenceCondition",
    "verification": "verification",
    "note": "note",
}
"""Key of the table -> word of the context, where the value goes over as it stands."""


def schemes() -> Iterator[dict[str, Any]]:
    """The nodes of every scheme and its rules."""
    for scheme in _read("schemes.toml")["scheme"]:
        iri = f"{ID}scheme/{scheme['slug']}"
        rules = [_rule(iri, rule, scheme.get("source", "")) for rule in scheme["rule"]]
        yield {
            "id": iri,
            "type": "Scheme",
            "label": scheme["label"],
            "authority": f"{ID}organisation/{scheme['authority']}",
            "rule": [rule["id"] for rule in rules],
            "status": scheme["status"],
            "provenance": "sourced",
        } | {word: scheme[key] for key, word in SCHEME_WORDS.items() if key in scheme}
        yield from rules


def _rule(scheme: str, rule: dict[str, Any], source: str) -> dict[str, Any]:
    node: dict[str, Any] = {
        "id": f"{scheme}#{rule['slug']}",
        "type": "Rule",
        "ruleOf": scheme,
        "provenance": "sourced",
    }
    node |= {word: rule[key] for key, word in RULE_WORDS.items() if key in rule}
    if rule.get("source", source):
        node["sourceDocument"] = rule.get("source", source)
    if "amount" in rule:
        node["amount"] = rule["amount"]
    if "replaced_by" in rule:
        node["replacedBy"] = f"{scheme}#{rule['replaced_by']}"
    return node


def documents() -> Iterator[dict[str, Any]]:
    """The nodes of the papers and guidance that the CPD product lists."""
    for document in _read("documents.toml")["document"]:
        yield {
            "id": f"{ID}document/{slugs.of_title(document['label'])}",
            "type": "GuidanceDocument",
            "label": document["label"],
            "publisher": f"{ID}organisation/{document['publisher']}",
            "issued": document["issued"],
            "provenance": "sourced",
        } | ({"note": document["note"]} if "note" in document else {})


def codes() -> Iterator[dict[str, Any]]:
    """The nodes of the codes of practice and their statements."""
    for code in _read("documents.toml")["code"]:
        iri = f"{ID}code/{code['slug']}"
        statements = [
            {"id": f"{iri}#{n}", "type": "CodeStatement", "label": text, "statementNumber": n}
            for n, text in enumerate(code["statements"], start=1)
        ]
        optional = {"issued": "issued", "from": "validFrom", "source": "sourceDocument"}
        yield {
            "id": iri,
            "type": "CodeOfPractice",
            "label": code["label"],
            "authority": f"{ID}organisation/{code['authority']}",
            "jurisdiction": code["jurisdiction"],
            "edition": code["edition"],
            "status": code["status"],
            "note": code["note"],
            "provenance": "sourced",
            **({"statement": [s["id"] for s in statements]} if statements else {}),
            **{word: code[key] for key, word in optional.items() if key in code},
        }
        yield from statements


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _area(folder: Path, label: str, source: str, rights: str, nodes: Iterable[dict[str, Any]]) -> None:
    name = f"{folder.name}.ttl"
    turtle.write(folder / name, nodes)
    entry = {"path": name, "source": source, "rights": rights, "retrieved": frameworks.RETRIEVED}
    manifest.write(folder, frameworks.SOURCE | {"id": folder.name, "label": label, "rights": rights}, [entry])


def build(out: Path) -> None:
    """Write data/schemes, data/policies and data/codes."""
    own = "Facts in our own words; the bodies' texts are theirs and are not included."
    _area(out / "schemes", "CPD schemes and rules", "the pages named in each rule", own, schemes())
    _area(out / "policies", "Papers and guidance on CPD", APPENDIX, "Titles and dates are facts.", documents())
    _area(out / "codes", "Codes of practice", "the pages named in each code", own, codes())


if __name__ == "__main__":
    build(DATA)
