"""Courses as the sites of their providers publish them: schema.org, LRMI and Bioschemas as JSON-LD.

A course becomes a learning resource, its runs are offerings, and who gives it is a provider. Nothing is fetched: of
contexts those of schema.org are known by their addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from signpost.exchange.gathered import Gathered
from signpost.exchange.schemaorg import names
from signpost.exchange.schemaorg.courses import course
from signpost.exchange.schemaorg.documents import PAGES, documents
from signpost.exchange.schemaorg.items import Expansion, Item, Value, shown
from signpost.exchange.schemaorg.site import Site
from signpost.exchange.tally import Tally
from signpost.graph.parse import CONTEXT, MOST_BYTES
from signpost.model import Source, Submission

_ENDINGS = (".json", ".jsonld", *PAGES)
_CONTEXT = re.compile(
    rb'"@context"\s{0,20}:\s{0,20}(?:\[[^\]]{0,500}?|\{[^}]{0,500}?)?"(?:(?:https?:)?//)?(?:www\.)?schema\.org[/"#]',
    re.IGNORECASE,
)
_KIND = re.compile(
    rb'"@?type"\s{0,20}:\s{0,20}(?:\[[^\]]{0,200}?)?"(?:schema:|bioschemas:|https?://(?:www\.)?(?:bio)?schemas?'
    rb"\.org/(?:types/)?)?(?:" + "|".join(sorted(names.LEARNING)).encode() + rb')"'
)
_MOST_LOOKED_AT = 1000
"""Contexts of a file that are looked at to know its format."""


def looks_like(path: Path) -> bool:
    """Whether a JSON file describes courses in schema.org's words; any web page can be nothing else."""
    if not path.is_file() or path.suffix.lower() not in _ENDINGS or path.stat().st_size > MOST_BYTES:
        return False
    if path.suffix.lower() in PAGES:
        return True
    data = path.read_bytes()
    contexts = islice(re.finditer(rb'"@context"', data), _MOST_LOOKED_AT)
    is_known = any(_CONTEXT.match(data, found.start()) for found in contexts)
    return is_known and CONTEXT.encode() not in data and _KIND.search(data) is not None


def read(path: Path, source: Source) -> Submission:
    """The courses and materials of a file, with their runs and providers; raises UnreadableInput."""
    return gathered(path, source, lambda item: item)


def gathered(path: Path, source: Source, translate: Callable[[Item], Item]) -> Submission:
    """What a file describes, each of its items in the words of schema.org by `translate`; raises UnreadableInput."""
    found = Gathered("en")
    tally = Tally(found)
    expansion = Expansion(tally)
    items = [translate(item) for document in documents(path, found)
             for item in expansion.items(document.content, document.place)]  # fmt: skip
    site = Site(found, source, tally)
    _survey(site, items)
    _read(site, items)
    site.finish()
    found.summarise(path.name)
    return found.submission(source)


def _survey(site: Site, items: list[Item]) -> None:
    """Which item describes what an address names, and which addresses several things share."""
    urls: dict[str, set[str]] = {}
    for item in (inner for outer in items for inner in _every(outer)):
        if item.iri and item.words:
            site.described.setdefault(item.iri, item)
        if item.is_one_of(names.LEARNING):
            for value in item.words.get("url", ()):
                urls.setdefault(value.text, set()).update(one.text for one in item.words.get("name", ()))
    site.shared = {url for url, called in urls.items() if len(called) > 1}


def _every(item: Item) -> Iterator[Item]:
    yield item
    for values in item.words.values():
        for value in values:
            if value.item is not None:
                yield from _every(value.item)


def _read(site: Site, items: list[Item]) -> None:
    runs = {id(run) for outer in items for inner in _every(outer) if inner.is_one_of(names.LEARNING)
            for word in names.INSTANCES for value in inner.words.get(word, ())
            if (run := _described(site, value)) and run is not inner
            and not run.is_one_of(names.LEARNING - {names.INSTANCE})}  # fmt: skip
    for item in items:
        if id(item) not in runs:
            _learning(site, item, set(), runs)
    for item in items:
        if not site.has_met(item):
            _unread(site, item)


def _unread(site: Site, item: Item) -> None:
    """Tell of an outermost item of which nothing itself was understood."""
    kind = shown(item.kinds[0].removeprefix("?")) if item.kinds else "thing without a type"
    if item.is_one_of(names.LEARNING):
        site.tally.note(f"Left out, for nothing that can be read is said of it: '{kind}'", item.place)
    elif any(inner.is_one_of(names.LEARNING) for inner in _every(item)):
        site.tally.note(f"Only the courses in it are read: '{kind}'", item.place)
    elif item.kinds and item.kinds[0].startswith("?"):
        site.tally.note(f"Left out, for a context that is not fetched says what it means: '{kind}'", item.place)
    elif item.kinds:
        site.tally.note(f"Left out, for it is no course: '{kind}'", item.place)
    elif item.words:
        title = " ".join(value.text for value in item.words.get("name", ())[:1])
        site.warn(f"Row dropped: it has no type{f', and is called {shown(title)!r}' if title else ''}.", item.place)


def _described(site: Site, value: Value) -> Item | None:
    if value.item is not None and value.item.words:
        return value.item
    return site.described.get(value.item.iri if value.item else value.text)


def _learning(site: Site, item: Item, above: set[str], runs: set[int]) -> None:
    """Read an item that is a course, and look for courses in what consists of others."""
    offered = above
    if item.is_one_of(names.LEARNING) and item.words:
        if not item.has_context:
            site.tally.note("There is no context: its words are read as those of schema.org", item.place)
        offered = course(site, item, above)
    if item.is_one_of(names.LEARNING):
        for value in (value for word in names.PARTS for value in item.words.get(word, ())):
            part = _described(site, value)
            if part is None or not part.is_one_of(names.LEARNING):
                site.tally.note("Left out, for it is no course that is described here: a part", value.place)
                continue
            item.take(*names.PARTS)
            if part is value.item:
                _learning(site, part, offered, runs)
        return
    for value in (value for values in item.words.values() for value in values):
        if value.item is not None and id(value.item) not in runs:
            _learning(site, value.item, offered, runs)
