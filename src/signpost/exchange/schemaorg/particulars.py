"""Time, way of delivery, language, audience and access of a course, and what is kept of it as notes."""

from __future__ import annotations

from typing import Any

from signpost import words
from signpost.exchange.schemaorg import names
from signpost.exchange.schemaorg.items import Item, Value, shown
from signpost.exchange.schemaorg.site import Site
from signpost.exchange.schemaorg.values import bare, day, language, learning_minutes, ofqual, unquoted


def numbers(site: Site, item: Item, node: dict[str, Any]) -> None:
    """Read the Ofqual numbers among the codes and identifiers of an item and of the award that it leads to."""
    awards = [inner for value in item.words.get("educationalCredentialAwarded", ()) if (inner := site.item(value))]
    for holder, word in ((item, "courseCode"), (item, "identifier"), *((award, "identifier") for award in awards)):
        others = []
        for value in holder.words.get(word, ()):
            text, scheme = site.identified(value)
            number = ofqual(text, scheme)
            if not number:
                others.append(value)
                continue
            node.setdefault("identifier", set()).add(site.identifier("ofqual-qualification", number, value.place))
            site.understood(text, f"the Ofqual number {number}", value.place, node["id"], "identifier")
        holder.words[word] = others


def learning_time(site: Site, item: Item, node: dict[str, Any]) -> int | None:
    """The learning time of an item in minutes, by the first text that gives it for certain; others become notes."""
    found: int | None = None
    for value in item.take(*names.DURATIONS):
        text, unit = _duration(site, value)
        read = learning_minutes(text, unit)
        said = f"{text} {unit}".strip()
        if read is None:
            message = f"'{shown(said)}' gives no certain number of minutes: kept as a note."
            site.misread(message, value.place, node["id"], "learningMinutes")
            site.note(node, "Duration", said, value.place)
        elif found is None:
            found = read
            site.understood(said, f"{read} minutes", value.place, node["id"], "learningMinutes")
        elif read != found:
            message = f"'{shown(said)}' is another time than the first: kept as a note."
            site.warn(message, value.place, node["id"], "learningMinutes")
            site.note(node, "Duration", said, value.place)
    return found


def _duration(site: Site, value: Value) -> tuple[str, str]:
    item = site.item(value)
    if item is None:
        return value.text, ""
    unit = next((site.said(one) for one in item.take("unitCode", "unitText")), "")
    ends = [site.said(one) for one in item.take("ceterms:minimumDuration", "ceterms:maximumDuration")]
    return site.said(value, "value", "ceterms:exactDuration", "description") or " to ".join(ends), unit


def modes(site: Site, item: Item, node: dict[str, Any]) -> tuple[set[str], set[str]]:
    """The ways of delivery of an item, and what else is said there, in letters and digits alone."""
    found, paces = set(), set()
    for value in item.take(*names.MODES):
        text, name = site.said(value, "targetUrl"), site.said(value, "targetName")
        mode = names.MODE_OF.get(bare(text)) or names.MODE_OF.get(bare(name), "")
        if mode:
            found.add(mode)
            if text != mode:
                site.understood(text, f"'{mode}'", value.place, node["id"], "mode")
            continue
        paces.add(bare(text))
        message = f"'{shown(text)}' says nothing of where one learns: kept as a note."
        if bare(text) in names.STUDY:
            site.advise(message, value.place, node["id"], "mode")
        else:
            site.misread(message, value.place, node["id"], "mode")
        site.note(node, "Course mode", unquoted(text), value.place)
    return found, paces


def languages(site: Site, item: Item, node: dict[str, Any]) -> set[str]:
    """The languages of an item, by their tags."""
    found = set()
    for value in item.take("inLanguage", "availableLanguage"):
        text = site.said(value, "alternateName", "identifier")
        tag = language(text)
        inner = value.item
        if inner is not None:
            inner.take("name", "alternateName", "identifier")
            tag = tag or next((known for one in inner.words.get("name", ()) if (known := language(one.text))), "")
        if tag:
            found.add(tag)
            if tag != text.lower():
                site.understood(text, f"'{tag}'", value.place, node["id"], "language")
        else:
            message = f"'{shown(text)}' is no language that is known: left out."
            site.misread(message, value.place, node["id"], "language")
    return found


def own_language(item: Item) -> str:
    """The language that the texts of an item are taken to be in: that of the course, where it is one."""
    found = set()
    for value in item.words.get("inLanguage", ()):
        inner = value.item
        texts = [one.text for word in ("alternateName", "name") for one in inner.words.get(word, ())] if inner else []
        found.add(next((tag for text in [*texts, value.text] if (tag := language(text))), "").partition("-")[0])
    return found.pop() if len(found) == 1 and "" not in found else "en"


def audience(site: Site, item: Item, node: dict[str, Any], lang: str) -> None:
    """For whom an item is, in its words."""
    found: dict[str, list[str]] = {}
    for value in item.take("audience"):
        text = site.said(value, "audienceType", "educationalRole")
        clean = " ".join(site.clean(text, value.place, node["id"], "audience").split())
        if clean:
            found.setdefault(value.language or lang, []).append(clean)
    if found:
        node["audience"] = {tag: words.one_or_list(texts) for tag, texts in found.items()}


def access(site: Site, item: Item, node: dict[str, Any]) -> None:
    """Which features make an item usable for more people; others than ours are told."""
    for value in item.take("accessibilityFeature"):
        text = site.said(value)
        feature = names.ACCESS.get(bare(text), "")
        if feature:
            node.setdefault("access", set()).add(feature)
            if feature != text:
                site.understood(text, f"'{feature}'", value.place, node["id"], "access")
        else:
            site.tally.note(f"Left out, for it is no access feature of ours: '{shown(text)}'", value.place, node["id"])


def checked(site: Site, item: Item, node: dict[str, Any]) -> None:
    """The day on which an item was changed last, when somebody saw that it was there."""
    for value in item.take("dateModified"):
        text = site.said(value)
        found = day(text)
        if found and found.day > node.get("lastChecked", ""):
            node["lastChecked"] = found.day
            message = f"'{shown(text)}', when it was changed last, is read as the day {found.day} of its last check."
            site.advise(message, value.place, node["id"], "lastChecked")
        elif not found:
            site.misread(f"'{shown(text)}' is no certain day: left out.", value.place, node["id"], "lastChecked")


def notes(site: Site, item: Item, node: dict[str, Any]) -> None:
    """Keep what we have no word for as notes, where it says more than the names of the thing."""
    known = {node["id"], node.get("link", ""), *item_addresses(item)}
    for word, label in names.NOTES.items():
        for value in item.take(word):
            text = site.said(value, "value")
            if text and text not in known:
                site.note(node, label, text, value.place)


def item_addresses(item: Item) -> list[str]:
    """The addresses that an item gives as its own."""
    return [item.iri, *(value.text for value in item.words.get("url", ()))]
