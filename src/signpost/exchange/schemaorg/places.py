"""Where an offering takes place: its address in words, and its region where the address says it for certain."""

from __future__ import annotations

from functools import cache
from typing import Any

from signpost import files, words
from signpost.exchange.schemaorg import names
from signpost.exchange.schemaorg.items import Item, Value
from signpost.exchange.schemaorg.site import Site
from signpost.exchange.slugs import folded
from signpost.graph.parse import parse
from signpost.model import THINGS

_LINES = ("streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry")
VIRTUAL = "VirtualLocation"


@cache
def regions() -> dict[str, str]:
    """Every nation and English region by its name, as it is compared."""
    path = files.ontology() / "vocabularies" / "regions.ttl"
    nodes, _ = words.from_triples(parse(path.read_bytes(), "turtle", path.name))
    return {folded(words.text(node, "label")): node["id"] for node in nodes if node.get("type") == "Region"}


def place(site: Site, item: Item, node: dict[str, Any]) -> bool:
    """Read where an offering takes place; whether that is only on the internet."""
    virtual, found = False, []
    for value in item.take("location"):
        inner = site.item(value)
        if inner is not None and VIRTUAL in inner.kinds:
            virtual = True
            continue
        text = site.clean(_text(site, value, inner), value.place, node["id"], "place")
        if text:
            found.append(" ".join(text.split()))
        if inner is not None:
            _region(site, inner, node)
    if found:
        node["place"] = {*node.get("place", ()), *found}
    return virtual and not found


def _text(site: Site, value: Value, item: Item | None) -> str:
    if item is None:
        return value.text
    parts = [site.said(one) for one in item.take("name")]
    parts += _address(site, item)
    for one in item.take("address"):
        inner = site.item(one)
        parts += [one.text] if inner is None else _address(site, inner)
    return ", ".join(dict.fromkeys(part.strip(" ,") for part in parts if part.strip(" ,")))


def _address(site: Site, item: Item) -> list[str]:
    return [site.said(one) for word in _LINES for one in item.take(word)]


def _region(site: Site, item: Item, node: dict[str, Any]) -> None:
    """The region that the address names in full, where it is certainly in the United Kingdom."""
    inners = [item, *(inner for one in item.words.get("address", ()) if (inner := site.item(one)))]
    countries = {folded(site.said(one)) for inner in inners for one in inner.words.get("addressCountry", ())}
    if not countries & names.KINGDOM:
        return
    named = [site.said(one) for word in ("addressRegion", "addressLocality") for inner in inners
             for one in inner.words.get(word, ())]  # fmt: skip
    certain = [regions()[folded(name)] for name in named if folded(name) in regions()]
    certain += [f"{THINGS}region/{names.NATIONS[country]}" for country in sorted(countries & names.NATIONS.keys())]
    if certain:
        node["region"] = {*node.get("region", ()), certain[0]}
        site.advise("The region is the one that the address names.", item.place, node["id"], "region")
