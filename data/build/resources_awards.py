"""The table of further awards -> nodes: awards, their groups of units and units, and additions to a listed award."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import slugs

ID = "https://w3id.org/signpost/id/"
TABLE = tomllib.loads((Path(__file__).parent / "resources_awards.toml").read_text(encoding="utf-8"))
Node = dict[str, Any]


def nodes() -> Iterator[Node]:
    """Every award of the table with its groups, units and identifiers, and the additions to listed awards."""
    for told in TABLE["award"]:
        award = f"{ID}award/{told['slug']}"
        groups = [f"{award}#{group['slug']}" for group in told.get("group", ())]
        yield _award(award, told) | _present({"unitGroup": groups})
        yield from _identifiers(told)
        for iri, group in zip(groups, told.get("group", ()), strict=True):
            yield from _group(iri, award, group, _body(told))
    for told in TABLE["addition"]:
        yield {
            "id": f"{ID}award/{told['slug']}",
            "credit": told["credit"],
            "guidedLearningHours": told["guided"],
            "totalQualificationTime": told["total"],
            "note": told["note"],
            "sourceDocument": told["source"],
        }


def _award(iri: str, told: Mapping[str, Any]) -> Node:
    return {"id": iri, "type": "Award", "label": told["label"], "provenance": "sourced"} | _present(
        {
            "sourceDocument": told["source"],
            "awardingBody": _body(told),
            "qualificationLevel": told.get("level"),
            "status": told.get("status"),
            "issued": told.get("issued"),
            "note": told.get("note"),
            "identifier": [node["id"] for node in _identifiers(told)],
        }
    )


def _body(told: Mapping[str, Any]) -> str:
    return f"{ID}organisation/{told.get('body', 'awarding-body-not-named')}"


def _identifiers(told: Mapping[str, Any]) -> Iterator[Node]:
    for field, scheme in (("number", "ofqual-qualification"), ("sqa", "sqa-code")):
        if field in told:
            yield {
                "id": f"{ID}identifier/{scheme}/{slugs.of_value(told[field])}",
                "type": "Identifier",
                "identifierScheme": scheme,
                "identifierValue": told[field],
            }


def _group(iri: str, award: str, group: Mapping[str, Any], body: str) -> Iterator[Node]:
    units = [f"{award}-unit-{number.lower()}" for number, *_ in group["units"]]
    yield {"id": iri, "type": "UnitGroup", "label": group["label"], "atLeast": group["at_least"], "unit": units}
    for unit, (number, standard, reference, title) in zip(units, group["units"], strict=True):
        node = {"id": unit, "type": "Award", "label": f"Unit {number}: {title}", "awardingBody": body, "partOf": award}
        yield (
            node
            | {"provenance": "sourced"}
            | _present(
                {
                    "gives": f"{ID}standard/lmc-2008/{standard}" if standard else None,
                    "identifier": f"{ID}identifier/ofqual-unit/{reference}" if reference else None,
                }
            )
        )


def _present(told: Mapping[str, Any]) -> Node:
    return {word: value for word, value in told.items() if value}
