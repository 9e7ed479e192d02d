"""What is read of one feed, and how its elements become items in the words of schema.org, which have our meanings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from signpost.exchange.schemaorg.items import OWN, Item, Value, shown
from signpost.exchange.schemaorg.site import Site
from signpost.exchange.xcri.elements import Element
from signpost.exchange.xcri.names import ATTRIBUTES, FORMS
from signpost.model import Finding, Severity

_LANGUAGE = "en"
"""What texts are in where nothing says so."""
_UNREAD = "xcri:"
"""What stands before the names of elements that nobody takes, so that they are no words of schema.org."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(slots=True)
class Feed(Site):
    """The reading of one feed."""

    name: str = ""
    """Of its file, as findings name it."""
    generated: str = ""
    """The day on which it was made, where it says so."""

    def misread(self, message: str, place: str, iri: str, word: str) -> None:
        """Say that a value has no form that can be read, and which form a feed can give it."""
        if word not in FORMS:
            Site.misread(self, message, place, iri, word)
            return
        expected, example = FORMS[word]
        self.gathered.findings.append(Finding(message, Severity.WARNING, place, iri, word, expected, example))


class Record:
    """An element that is a thing of its own, and the item that it becomes; what is not taken of it is told."""

    def __init__(self, feed: Feed, element: Element, steps: str, kind: str, *kinds: str) -> None:
        self.feed, self.element, self.steps = feed, element, steps
        self.item = Item(self.place(element), "", (kind, *kinds))
        self.notes: list[tuple[str, Value]] = []
        """What is kept as notes of the thing that it becomes: label and text."""
        self._left: dict[str, list[Element]] = {}
        for child in element.children:
            self._left.setdefault(child.name, []).append(child)
        if element.parent is not None:
            self._tell_attributes(element)

    def place(self, element: Element) -> str:
        """Where an element of it stands: the line, and the way to it."""
        inner = "" if element is self.element else f", {element.name}"
        return f"{self.feed.name}:{element.line}: {self.steps}{inner}"

    def take(self, *names: str) -> list[Element]:
        """The elements of some names, in the order of the names, which are then understood."""
        return [element for name in names for element in self._left.pop(name, ())]

    def value(self, element: Element, text: str = "") -> Value:
        """The text of an element, or one that is read in its place."""
        self._tell_attributes(element)
        return Value(self.place(element), text or self.text(element), element.language or _LANGUAGE)

    def _tell_attributes(self, element: Element) -> None:
        for name in sorted(element.attributes.keys() - ATTRIBUTES):
            if not name.startswith("sp:"):
                message = f"Left out, for it is not read: the attribute '{shown(name)}' of '{shown(element.name)}'"
                self.feed.tally.note(message, self.place(element))

    def text(self, element: Element) -> str:
        """What an element says; that its markup was taken out is told once for all of its name."""
        if element.children:
            message = f"Its markup is read as plain text: '{shown(element.name)}'"
            self.feed.rule(message, self.place(element), "", "")
        return element.text()

    def put(self, word: str, *names: str) -> None:
        """Give the item a word with the texts of the elements of some names."""
        for element in self.take(*names):
            self.add(word, element, element.line_of_text())

    def add(self, word: str, element: Element, text: str) -> None:
        """Give the item a word with a text, if there is any."""
        if text:
            self.item.words.setdefault(word, []).append(self.value(element, text))

    def describe(self) -> None:
        """Read the description; the abstract stands for it, and one with a type of its own or a link is a note."""
        described, abstract = self.take("description"), self.take("abstract")
        plain = [element for element in described if not element.type and element.text()]
        for element in described:
            if element not in plain:
                self.keep(said(element.type) or "More information", element)
        for element in abstract if plain else ():
            self.keep("Abstract", element)
        by_language: dict[str, list[Element]] = {}
        for element in plain or abstract:
            by_language.setdefault(element.language, []).append(element)
        for every in by_language.values():
            self.add("description", every[0], "\n".join(filter(None, map(self.text, every))))

    def keep(self, label: str, element: Element, text: str = "") -> None:
        """Keep a text, or the address that it stands at, as a note."""
        found = text or self.text(element) or element.attributes.get("href", "").strip()
        if found:
            self.notes.append((label, self.value(element, found)))

    def numbered(self, name: str) -> Iterator[tuple[int, Element]]:
        """The elements of a name with their numbers, from 1."""
        yield from enumerate(self.take(name), 1)

    def finish(self) -> Item:
        """The item, with what nobody took among its words, under names that mean nothing, so that it is told."""
        called = {f"{_UNREAD}{name}": name for name in self._left}
        for word, name in called.items():
            self.item.words[word] = [Value(self.place(element), "…") for element in self._left[name]]
        self.item.called = called
        self._left = {}
        return self.item


def said(name: str) -> str:
    """A name of XCRI's as a label: `careerOutcome` is `Career outcome`; abbreviations stay as they are."""
    return _HUMP.sub(" ", name).capitalize() if _HUMP.search(name) or name.islower() else name


def own_words(element: Element, place: str) -> dict[str, list[Value]]:
    """What an element says in attributes of signpost's own namespace, as words of an item."""
    return {OWN + name.removeprefix("sp:"): [Value(place, text.strip())]
            for name, text in element.attributes.items() if name.startswith("sp:") and text.strip()}  # fmt: skip


@dataclass(slots=True)
class Body:
    """A provider of the feed, and what stands for it in its courses: the same without words, once it has an IRI."""

    record: Record
    stand_in: Item


@dataclass(slots=True)
class Course:
    """A course of the feed with its runs."""

    record: Record
    code: str = ""
    """An identifier that is no address."""
    runs: list[Record] = field(default_factory=list)
    towns: dict[str, str] = field(default_factory=dict)
    """Place of a run -> the town of the United Kingdom in which it is, by its address."""


def shared(courses: list[Course]) -> set[str]:
    """The web addresses that several courses give as theirs."""
    found = Counter(value.text for course in courses for value in course.record.item.words.get("url", ()))
    return {url for url, times in found.items() if times > 1}
