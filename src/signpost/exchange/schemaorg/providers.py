"""Who offers a course: an organisation of its own, or the source itself where nobody is named."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from signpost.exchange.schemaorg import names
from signpost.exchange.schemaorg.items import Item, Value, is_name, shown
from signpost.exchange.schemaorg.site import Site
from signpost.exchange.slugs import folded
from signpost.model import THINGS

_KIND = "training-provider"
_NUMBER = re.compile(r"(?:ukprn[ :]*)?([0-9]{8})", re.IGNORECASE)
_BEFORE = re.compile(r"ukprn[ :]", re.IGNORECASE)


def providers(site: Site, item: Item) -> set[str]:
    """The organisations that offer a thing; empty where it names none."""
    for words, stands in ((names.PROVIDERS, False), (names.ALSO_PROVIDERS, True)):
        for word in words:
            found = {organisation(site, value) for value in item.words.get(word, ()) if _is_body(site, value, stands)}
            if found - {""}:
                item.take(word)
                if stands:
                    said = item.called.get(word, word)
                    site.tally.note(f"No provider is named: its '{said}' stands for it", item.place, path="provider")
                return found - {""}
    return set()


def source_itself(site: Site, place: str) -> str:
    """The source as the provider of what its own feed describes and nobody is said to offer."""
    name = site.source.label or site.source.publisher or site.source.id
    iri = f"{THINGS}{site.source.id}/provider/{site.source.id}"
    site.tally.note(f"No provider is named: the source '{site.source.id}' stands for it", place, path="provider")
    if iri not in site.gathered.nodes:
        node = {"id": iri, "type": "Provider", "label": {"en": name}, "providerKind": _KIND}
        site.add(node | ({"homepage": site.source.homepage} if site.source.homepage else {}), place)
    return iri


def _is_body(site: Site, value: Value, only_bodies: bool) -> bool:
    """Whether a value can be a provider; persons and texts do not stand for one."""
    item = value.item if value.item and value.item.words else site.described.get(value.text)
    kinds = item.kinds if item else ()
    return not only_bodies or any(kind.endswith(("Organization", "Institution", "School")) for kind in kinds)


def organisation(site: Site, value: Value) -> str:
    """The IRI of an organisation, which is read where it was not before; empty, with a finding, where it is unnamed."""
    item = site.pointed(value)
    if item is None:
        item = Item(value.place, value.text if is_name(value.text) else "", ())
        item.words["name"] = [] if item.iri else [value]
    labels = site.labels(item, site.gathered.language, "name", "legalName")
    url = next((one.text for one in item.words.get("url", ()) if one.text), "")
    if not labels:
        host = _host(item.iri) or _host(url)
        if not host:
            site.warn("A provider without a name or a web address was left out.", value.place, path="provider")
            return ""
        labels = {"en": [host]}
        if item.iri not in site.gathered.nodes:
            site.warn(f"The provider has no name; '{host}', where it is at home, was set.", value.place, path="label")
    name = next(iter(labels.values()))[0]
    iri = site.iri_of(item, "provider", name, "Provider")
    if iri in site.gathered.nodes:
        _same(site, iri, item, labels, value.place)
    else:
        _describe(site, iri, item, labels)
    return iri


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or "" if is_name(address) else ""
    except ValueError:
        return ""


def _same(site: Site, iri: str, item: Item, labels: dict[str, list[str]], place: str) -> None:
    """What is said of an organisation again adds nothing; another name of it is told."""
    item.take("url", "description")
    known = site.gathered.nodes[iri]["label"]
    for tag, found in labels.items():
        if item.words.get("name") and tag in known and folded(known[tag]) != folded(found[0]):
            message = f"'{shown(found[0])}' is taken for '{shown(known[tag])}', which has the same address."
            site.warn(message, place, iri, "label")
    _identifiers(site, site.gathered.nodes[iri], item)


def _describe(site: Site, iri: str, item: Item, labels: dict[str, list[str]]) -> None:
    node: dict[str, Any] = {"id": iri, "type": "Provider", "providerKind": _KIND}
    node["label"] = {tag: found[0] for tag, found in labels.items()}
    site.add(node, item.place)
    if "Person" in item.kinds:
        site.warn("The provider is a person; it is kept as a provider by its name.", item.place, iri, "provider")
    description = site.texts(item.take("description"), site.gathered.language, iri, "description")
    if description:
        node["description"] = description
    site.link(item, node, "homepage")
    _identifiers(site, node, item)


def _identifiers(site: Site, node: dict[str, Any], item: Item) -> None:
    """The provider's number in the UK register; other identifiers are told and left out."""
    for value in item.take("identifier", "ukprn"):
        text, scheme = site.identified(value)
        is_number = "ukprn" in scheme.lower() or "/ukprn" in value.place.lower() or _BEFORE.match(text)
        match = _NUMBER.fullmatch(text.strip())
        if is_number and match:
            node.setdefault("identifier", set()).add(site.identifier("ukprn", match[1], value.place))
            if text != match[1]:
                site.understood(text, f"the UKPRN {match[1]}", value.place, node["id"], "identifier")
        elif is_number:
            message = f"'{shown(text)}' is no UKPRN, which has eight digits: left out."
            site.misread(message, value.place, node["id"], "identifier")
        else:
            site.tally.note("Left out: an identifier of a provider that is no UKPRN", value.place, node["id"])
