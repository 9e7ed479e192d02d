"""Build `data/providers` from the table of bodies and gateways: `python data/build/resources_bodies.py`."""

from __future__ import annotations

import tomllib
import turtle
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import manifest

ID = "https://w3id.org/signpost/id/"
HERE = Path(__file__).parent
OUT = HERE.parent / "providers"
RETRIEVED = "2026-11-23"
RIGHTS = "Names, addresses and kinds of help are facts; purposes are in our own words"


def main() -> None:
    """Write the bodies, the awarding organisations, the gateways and their manifest."""
    table = tomllib.loads((HERE / "resources_bodies.toml").read_text(encoding="utf-8"))
    turtle.write(OUT / "bodies.ttl", (_body(b) for b in table["body"]))
    turtle.write(OUT / "awarding-organisations.ttl", _awarding(table["awarding"]))
    turtle.write(OUT / "gateways.ttl", (_gateway(g) for g in table["gateway"]))
    _manifest(table)


def _body(told: Mapping[str, Any]) -> dict[str, Any]:
    kinds = ["Organisation", "Provider"] if told.get("offers") else ["Organisation"]
    return _common(told, "organisation", kinds) | _present(
        {
            "altLabel": told.get("alt"),
            "providerKind": told["kinds"],
            "homepage": told.get("homepage"),
            "partOf": f"{ID}organisation/{told['part_of']}" if "part_of" in told else None,
        }
    )


def _gateway(told: Mapping[str, Any]) -> dict[str, Any]:
    return _common(told, "gateway", ["Gateway"]) | {
        "gatewayKind": told["kind"],
        "provider": f"{ID}organisation/{told['provider']}",
        "link": told["link"],
    }


def _common(told: Mapping[str, Any], kind: str, types: list[str]) -> dict[str, Any]:
    node = {
        "id": f"{ID}{kind}/{told['slug']}",
        "type": types,
        "label": told["label"],
        "purpose": told["purpose"],
        "reach": told["reach"],
        "helpsWith": told["helps"],
        "sourceDocument": told["source"],
        "provenance": "sourced",
    }
    regions = [f"{ID}region/{code}" for code in told.get("regions", ())]
    return node | _present({"region": regions, "about": [ID + thing for thing in told.get("about", ())]})


def _awarding(told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield _unnamed(told["unnamed"])
    for slug, label in told["bodies"].items():
        yield {
            "id": f"{ID}organisation/{slug}",
            "type": ["AwardingBody", "Organisation", "Provider"],
            "label": label,
            "providerKind": "awarding-organisation",
            "purpose": told["purpose"],
            "reach": "national",
            "region": f"{ID}region/E92000001",
            "helpsWith": ["awarding-organisation", "qualification"],
            "sourceDocument": told["source"],
            "provenance": "sourced",
            "note": "It stands as the provider because the source names no centre; learning takes place at a centre.",
        } | _present({"homepage": told["homepages"].get(slug)})


def _unnamed(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": f"{ID}organisation/{told['slug']}",
        "type": ["AwardingBody", "Organisation"],
        "label": told["label"],
        "providerKind": "awarding-organisation",
        "note": told["note"],
    }


def _present(told: Mapping[str, Any]) -> dict[str, Any]:
    return {word: value for word, value in told.items() if value}


def _manifest(table: Mapping[str, Any]) -> None:
    source = {
        "id": "providers",
        "label": "Bodies and gateways to signpost to",
        "publisher": "signpost editors",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "rights": RIGHTS,
        "edition": "2026-11",
        "homepage": "https://w3id.org/signpost/",
        "retrieved": RETRIEVED,
    }
    addresses = {
        "bodies.ttl": table["body"][0]["source"],
        "awarding-organisations.ttl": table["awarding"]["source"],
        "gateways.ttl": table["gateway"][0]["source"],
    }
    files = [{"path": p, "source": a, "rights": RIGHTS, "retrieved": RETRIEVED} for p, a in addresses.items()]
    manifest.write(OUT, source, files)


if __name__ == "__main__":
    main()
