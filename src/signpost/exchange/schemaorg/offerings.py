"""A dated run of a course: its days, place, price and places left."""

from __future__ import annotations

from typing import Any

from signpost import words
from signpost.exchange.regions import WIDE, areas, meant
from signpost.exchange.schemaorg import names, particulars
from signpost.exchange.schemaorg.items import Item, Value, shown
from signpost.exchange.schemaorg.prices import price
from signpost.exchange.schemaorg.site import Site
from signpost.exchange.schemaorg.values import day
from signpost.exchange.slugs import folded

_MOST_SEATS = 1_000_000
_LINES = ("streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry")


def offering(site: Site, item: Item, course: dict[str, Any], *, alone: bool) -> None:
    """Read a run of a course; one without days says the same of the whole course.

    `alone` is a run that stands for a course of its own, whose other words were read there.
    """
    site.met(item)
    node: dict[str, Any] = {"id": site.part(course["id"], "offering"), "type": "Offering"}
    is_dated, fault = _days(site, item, node)
    if fault:
        if is_dated:
            message = f"Row dropped: as an offering, for {fault}; what else it says is said of the course."
            site.misread(message, item.place, course["id"], "startDate")
        else:
            message = "A run without dates: what it says is said of the course, which can begin at any time."
            site.advise(message, item.place, course["id"], "offering")
        _undated(site, item, course, alone=alone)
        return
    site.add(node, item.place)
    course.setdefault("offering", set()).add(node["id"])
    is_virtual = place(site, item, node)
    found, _ = (set(course.get("mode", ())), set()) if alone else particulars.modes(site, item, node)
    _mode(site, item, node, found or ({"online"} if is_virtual else set()))
    course["mode"] = course.get("mode", set()) | found | ({"online"} if is_virtual and not found else set())
    price(site, item, node, "note")
    _seats(site, item, node)
    particulars.access(site, item, node)
    if not alone:
        site.link(item, node, "link")
        _beside(site, item, node, course)


def _undated(site: Site, item: Item, course: dict[str, Any], *, alone: bool) -> None:
    """What a run without days says of its course."""
    is_virtual = place(site, item, course)
    found, _ = (set(), set()) if alone else particulars.modes(site, item, course)
    course["mode"] = course.get("mode", set()) | found | ({"online"} if is_virtual else set())
    price(site, item, course, "fundingNote")
    if not alone:
        _beside(site, item, course, course)


def _beside(site: Site, item: Item, node: dict[str, Any], course: dict[str, Any]) -> None:
    """What a run says otherwise than its course; the node of one without days is that of the course."""
    lang = particulars.own_language(item)
    for texts in site.labels(item, lang, "name").values():
        for text in texts:
            if text not in course["label"].values():
                site.note(node, "Name", text, f"{item.place}/name")
    found = site.texts(item.take("description"), lang, node["id"], "description")
    described = {tag: words.one_or_list(texts) for tag, texts in found.items()}
    if described and described != course.get("description"):
        if "description" in node:
            site.warn("It describes itself otherwise than the course: left out.", item.place, node["id"], "description")
        else:
            node["description"] = described
    spoken = particulars.languages(site, item, node)
    if spoken and spoken != course.get("language"):
        node["language"] = node.get("language", set()) | spoken
    _time(site, item, node, course)


def _time(site: Site, item: Item, node: dict[str, Any], course: dict[str, Any]) -> None:
    """The learning time that a run states is that of its course, where the course states none."""
    found = particulars.learning_time(site, item, node)
    if found is None:
        return
    if course.setdefault("learningMinutes", found) != found:
        message = f"It takes {found} minutes, and the course {course['learningMinutes']}: kept as a note."
        site.warn(message, item.place, node["id"], "learningMinutes")
        site.note(node, "Duration", f"{found} minutes", item.place)


def _mode(site: Site, item: Item, node: dict[str, Any], found: set[str]) -> None:
    """The one mode of a run; online and in person together is blended."""
    if found == {"online", "in-person"}:
        node["mode"] = "blended"
        site.warn("Online and in person together is read as 'blended'.", item.place, node["id"], "mode")
    elif len(found) == 1:
        node["mode"] = next(iter(found))
    elif found:
        message = f"It has several modes, and an offering has one: {', '.join(sorted(found))} were left to the course."
        site.warn(message, item.place, node["id"], "mode")


# ------------------------------------------------------------------------------------------------ days
def _days(site: Site, item: Item, node: dict[str, Any]) -> tuple[bool, str]:
    """Read the first and last day of a run; whether any is stated, and what is wrong with them, if anything."""
    schedules = [inner for value in item.words.get("courseSchedule", ()) if (inner := site.item(value))]
    schedule = schedules[0] if len(schedules) == 1 and not item.words.get("startDate") else None
    given = [(word, value) for word in ("startDate", "endDate")
             for value in item.take(word) + (schedule.take(word) if schedule else [])]  # fmt: skip
    for word, value in given:
        _day(site, value, node, word)
    if schedule:
        item.take("courseSchedule")
    if "startDate" not in node:
        return bool(given), "no start date is certain"
    if node["startDate"] > node.get("endDate", "9999"):
        return True, f"it ends on {node['endDate']}, before it starts on {node['startDate']}"
    return True, ""


def _day(site: Site, value: Value, node: dict[str, Any], word: str) -> None:
    text = site.said(value)
    found = day(text)
    if found is None:
        site.misread(f"'{shown(text)}' is no certain day: left out.", value.place, node["id"], word)
    elif word in node:
        if node[word] != found.day:
            site.warn(f"A second day is left out: '{shown(text)}'.", value.place, node["id"], word)
    else:
        node[word] = found.day
        if found.time:
            site.understood(text, f"{found.day}; the time is left out", value.place, node["id"], word)
        elif found.day != text:
            site.understood(text, found.day, value.place, node["id"], word)


def _seats(site: Site, item: Item, node: dict[str, Any]) -> None:
    """The places left; how many there are in all is kept as a note."""
    for value in item.take("remainingAttendeeCapacity"):
        text = site.said(value)
        if text.isascii() and text.isdecimal() and len(text) < 8 and int(text) <= _MOST_SEATS:
            node["seats"] = int(text)
        else:
            site.misread(f"'{shown(text)}' is no number of places left: left out.", value.place, node["id"], "seats")
    for value in item.take("maximumAttendeeCapacity"):
        site.note(node, "Places in all", site.said(value), value.place)


# ------------------------------------------------------------------------------------------------ places
def place(site: Site, item: Item, node: dict[str, Any]) -> bool:
    """Read where a run, or a course whatever its runs, takes place; whether that is only on the internet."""
    virtual, found = False, []
    for value in item.take("location"):
        inner = site.item(value)
        if inner is not None and "VirtualLocation" in inner.kinds:
            virtual = True
            continue
        text = site.clean(_address_of(site, value, inner), value.place, node["id"], "place")
        if text:
            found.append(" ".join(text.split()))
        if inner is not None:
            _region(site, inner, node)
    if found:
        node["place"] = {*node.get("place", ()), *found}
    return virtual and not found


def _address_of(site: Site, value: Value, item: Item | None) -> str:
    if item is None:
        return value.text
    parts = [site.said(one) for one in item.take("name")]
    parts += _lines(site, item)
    for one in item.take("address"):
        inner = site.item(one)
        parts += [one.text] if inner is None else _lines(site, inner)
    return ", ".join(dict.fromkeys(part.strip(" ,") for part in parts if part.strip(" ,")))


def _lines(site: Site, item: Item) -> list[str]:
    return [site.said(one) for word in _LINES for one in item.take(word)]


def _region(site: Site, item: Item, node: dict[str, Any]) -> None:
    """The region that the address names in full, where it is certainly in the United Kingdom."""
    inners = [item, *(inner for one in item.words.get("address", ()) if (inner := site.item(one)))]
    countries = {folded(site.said(one)) for inner in inners for one in inner.words.get("addressCountry", ())}
    if not countries & names.KINGDOM:
        return
    for word in ("addressRegion", "addressLocality", "addressCountry"):
        for said in (site.said(one) for inner in inners for one in inner.words.get(word, ())):
            found = meant(said)
            if len(found) == 1 and (word == "addressRegion" or found[0] in areas(WIDE)):
                node["region"] = {*node.get("region", ()), found[0].iri}
                site.understood(said, f"the region {found[0].label}", item.place, node["id"], "region")
                return
