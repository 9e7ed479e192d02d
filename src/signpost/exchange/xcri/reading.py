"""UK course feeds in XCRI-CAP 1.2 (BS 8581): providers, courses as learning resources, presentations as offerings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from signpost.exchange import regions
from signpost.exchange.gathered import Gathered
from signpost.exchange.received import contents
from signpost.exchange.schemaorg import courses as schemaorg
from signpost.exchange.schemaorg.items import Item, Value
from signpost.exchange.schemaorg.providers import organisation
from signpost.exchange.schemaorg.values import day
from signpost.exchange.tally import Tally
from signpost.exchange.xcri import courses
from signpost.exchange.xcri.elements import ROOTS, Element, elements
from signpost.exchange.xcri.feed import Body, Course, Feed, Record, shared
from signpost.exchange.xcri.names import PROFILES
from signpost.model import Source, Submission

_BEGINNING = 1 << 14
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,40}:)?(?:" + "|".join((*ROOTS, "course")).encode() + rb")[\s>]")


def looks_like(path: Path) -> bool:
    """Whether an XML file begins as a catalog of XCRI-CAP, of whatever edition."""
    if not path.is_file() or path.suffix.lower() != ".xml":
        return False
    with path.open("rb") as file:
        start = file.read(_BEGINNING)
    return PROFILES.encode() in start and _ROOT.search(start) is not None


def read(path: Path, source: Source) -> Submission:
    """The providers of a feed, their courses and the runs of these.

    What is interpreted is advice, what is left out or not understood a warning, each with its line and the way to it.
    Raises UnreadableInput, with line and column, where it is no such feed.
    """
    gathered = Gathered("en")
    feed = Feed(gathered, source, Tally(gathered), name=path.name)
    found, bodies = _parsed(feed, elements(contents(path), path.name))
    for one in bodies:
        one.stand_in.iri = organisation(feed, Value(one.record.item.place, item=one.record.item))
    feed.shared = shared(found)
    for course in found:
        _read(feed, course)
    _beside(feed, found, bodies)
    feed.finish()
    gathered.summarise(path.name)
    return gathered.submission(source)


def _parsed(feed: Feed, parts: Iterator[Element]) -> tuple[list[Course], list[Body]]:
    """The courses in the order of the file, and the providers; a provider is known in full after its courses."""
    found: list[Course] = []
    stand_ins: dict[int, Item] = {}
    root = None
    for number, element in enumerate(parts, 1):
        if element.parent is None:
            root = element
            continue
        provider = element.parent
        stand_in = stand_ins.setdefault(id(provider), Item("", "", ("provider",)))
        if not courses.is_deleted(feed, element, f"course {number}"):
            found.append(courses.course(feed, element, number, stand_in))
    assert root is not None
    providers = [root] if root.name == "provider" else [one for one in root.children if one.name == "provider"]
    bodies = [courses.body(feed, one, number, stand_ins.get(id(one), Item("", "", ("provider",))))
              for number, one in enumerate(providers, 1)]  # fmt: skip
    _catalog(feed, root)
    return found, bodies


def _catalog(feed: Feed, root: Element) -> None:
    """What the catalog says beside its providers is told; the day on which it was made is that of the last check."""
    if root.name == "catalog":
        record = Record(feed, root, "catalog", "catalog")
        record.take("provider")
        feed.met(record.finish())
    found = day(root.attributes.get("generated", ""))
    if found:
        feed.generated = found.day
        message = f"The feed was generated on {found.day}: taken as the day on which its courses were checked last."
        feed.advise(message, f"{feed.name}:{root.line}: {root.name}", "", "lastChecked")


def _read(feed: Feed, course: Course) -> None:
    """Name a course and read it; one that bears the identifier of another is dropped."""
    item = course.record.item
    provider = item.words["provider"][0].item
    assert provider is not None
    if not provider.iri:
        del item.words["provider"]
    if item.iri in feed.gathered.nodes and feed.gathered.is_a(item.iri, "LearningResource"):
        message = f"Row dropped: its identifier is that of the course read at {feed.gathered.places[item.iri]}."
        feed.warn(f"{message} Give each course a 'dc:identifier' of its own.", item.place, item.iri, "id")
        return
    urls = [value.text for value in item.words.get("url", ())]
    if not item.iri and course.code and not (urls and urls[0] not in feed.shared):
        by = provider.iri.rstrip("/").rpartition("/")[2]
        item.iri = feed.minted("resource", f"{by} {course.code}".strip(), "LearningResource")
    schemaorg.course(feed, item, set())


def _beside(feed: Feed, found: list[Course], bodies: list[Body]) -> None:
    """Give what was read its notes, its regions and the day of its last check."""
    nodes = feed.gathered.nodes
    at = {place: iri for iri, place in feed.gathered.places.items()
          if nodes[iri]["type"] in ("Provider", "LearningResource", "Offering")}  # fmt: skip
    for one in bodies:
        _notes(feed, one.record, at.get(one.record.item.place, ""))
    for course in found:
        iri = at.get(course.record.item.place, "")
        _notes(feed, course.record, iri)
        for run in course.runs:
            _notes(feed, run, at.get(run.item.place, iri))
        for place, town in course.towns.items():
            _region(feed, at.get(place, iri), town, place)
        if iri and feed.generated:
            nodes[iri].setdefault("lastChecked", feed.generated)


def _notes(feed: Feed, record: Record, iri: str) -> None:
    if iri:
        for label, value in record.notes:
            feed.note(feed.gathered.nodes[iri], label, value.text, value.place)


def _region(feed: Feed, iri: str, town: str, place: str) -> None:
    """The region in which a run is, where its town is one: London."""
    for area in regions.meant(town):
        if iri and area in regions.areas(regions.WIDE):
            feed.gathered.nodes[iri].setdefault("region", set()).add(area.iri)
            feed.understood(town, f"the region {area.label}", place, iri, "region")
