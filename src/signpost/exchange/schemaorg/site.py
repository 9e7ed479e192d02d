"""What is read of one file of a site: nodes and findings, and the items that its documents describe."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from signpost import words
from signpost.exchange.gathered import Gathered
from signpost.exchange.labelled import labelled
from signpost.exchange.markup import is_marked, plain
from signpost.exchange.schemaorg import names
from signpost.exchange.schemaorg.items import WEB, Item, Value, is_name, shown
from signpost.exchange.schemaorg.values import tame
from signpost.exchange.slugs import folded, slug
from signpost.exchange.tally import Tally
from signpost.model import THINGS, Finding, Severity, Source
from signpost.wellformed import BAD_TEXT, is_iri, is_ours

_OURS = "https://w3id.org/signpost/"


@dataclass(slots=True)
class Site:
    """The reading of one file."""

    gathered: Gathered
    source: Source
    tally: Tally
    described: dict[str, Item] = field(default_factory=dict)
    """What items are called -> the item that describes them."""
    shared: set[str] = field(default_factory=set)
    """Addresses that several things of other names give as theirs."""
    read: list[Item] = field(default_factory=list)
    """The items of which something was understood, in the order in which they were met."""
    _seen: set[int] = field(default_factory=set)
    _parts: Counter[str] = field(default_factory=Counter)
    _notes: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)
    _rules: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    _said: set[tuple[str, ...]] = field(default_factory=set)
    _names: dict[str, str] = field(default_factory=dict)
    """Minted IRI -> the name that it was made of."""

    # ---------------------------------------------------------------------------------------- findings
    def advise(self, message: str, place: str, iri: str = "", path: str = "") -> None:
        """Show how something was read."""
        self.gathered.findings.append(Finding(message, Severity.ADVICE, place=place, node=iri, path=path))

    def understood(self, said: str, meant: object, place: str, iri: str, path: str) -> None:
        """Show what a text was read as."""
        self.advise(f"Read '{shown(said)}' as {meant}.", place, iri, path)

    def warn(self, message: str, place: str, iri: str = "", path: str = "") -> None:
        """Say what was repaired or left out."""
        self.gathered.tell(message, place, iri, path)

    def misread(self, message: str, place: str, iri: str, word: str) -> None:
        """Say that a value has no form that can be read, and which form can."""
        expected, example = names.FORMS[word]
        self.gathered.findings.append(Finding(message, Severity.WARNING, place, iri, word, expected, example))

    def _tell_left(self) -> None:
        """Say which words of what was read nobody understood."""
        for item in self.read:
            for word, values in item.words.items():
                if values and word not in item.taken:
                    kind = item.kinds[0] if item.kinds else "thing without a type"
                    word, kind = (shown(item.called.get(said, said)) for said in (word, kind))
                    message = f"Left out, for signpost has no word for it: '{word}' ({kind})"
                    self.tally.note(message, values[0].place)

    def rule(self, message: str, place: str, iri: str, path: str) -> None:
        """Note by which rule something was read where nothing says it; each rule is told once."""
        self._rules.setdefault((message, path), []).append((place, iri))

    def finish(self) -> None:
        """Put what was kept beside the nodes into them, and tell what was counted."""
        self._put_notes()
        self._tell_left()
        for (message, path), found in sorted(self._rules.items()):
            place, iri = found[0]
            self.advise(f"{message}: {len(found):,}.", place, iri, path)
        self.tally.tell()

    # ---------------------------------------------------------------------------------------- values
    def item(self, value: Value) -> Item | None:
        """The item that a value is or points to, which is then one of those read."""
        found = value.item
        if found is not None:
            found = found if found.words else self.described.get(found.iri, found)
            self.met(found)
        return found

    def pointed(self, value: Value) -> Item | None:
        """As `item`, also where the value is only the address of an item, written as a text."""
        return self.item(value if value.item else replace(value, item=self.described.get(value.text)))

    def met(self, item: Item) -> None:
        """Count an item among those read."""
        if id(item) not in self._seen:
            self._seen.add(id(item))
            self.read.append(item)

    def has_met(self, item: Item) -> bool:
        """Whether something of an item was understood."""
        return id(item) in self._seen

    def said(self, value: Value, *by: str) -> str:
        """The text of a value; of an item that of the first of the words that it has, its name or its address."""
        item = self.item(value)
        if item is None:
            return value.text
        if item.is_one_of(names.TERMS):
            item.take(*names.SAYS)
        for word in (*by, "name", "targetName", "targetUrl", "url"):
            found = [one.text or (one.item.iri if one.item else "") for one in item.take(word)]
            if any(found):
                return next(text for text in found if text)
        return item.iri

    def clean(self, text: str, place: str, iri: str, word: str) -> str:
        """A text without markup, control characters and outer spaces."""
        clean = BAD_TEXT.sub("", text)
        if clean != text:
            self.warn("Control characters were removed.", place, iri, word)
        if is_marked(clean):
            self.advise("Its markup was taken out.", place, iri, word)
            clean = plain(tame(clean))
        return BAD_TEXT.sub("", clean).strip()

    def identified(self, value: Value) -> tuple[str, str]:
        """The text of an identifier, and what is said of its scheme."""
        item = self.item(value)
        if item is None:
            return value.text, ""
        scheme = " ".join(self.said(one) for one in item.take("propertyID", "name"))
        return next((self.said(one) for one in item.take("value") if one.text), ""), scheme

    def texts(self, values: Iterable[Value], language: str, iri: str, word: str) -> dict[str, list[str]]:
        """Clean texts by their language, each once."""
        found: dict[str, dict[str, None]] = {}
        for value in values:
            text = self.clean(self.said(value), value.place, iri, word)
            if text:
                found.setdefault(value.language or language, {})[text] = None
        return {tag: list(texts) for tag, texts in found.items()}

    def labels(self, item: Item, language: str, *by: str) -> dict[str, list[str]]:
        """The names of an item by their language, each on one line."""
        given = next((item.take(word) for word in by if item.words.get(word)), [])
        found = self.texts(given, language, "", "label")
        lines = {tag: [" ".join(text.split()) for text in texts] for tag, texts in found.items()}
        return {tag: [text for text in texts if text] for tag, texts in lines.items() if any(texts)}

    def addresses(self, values: Iterable[Value], iri: str, word: str) -> Iterator[str]:
        """The web addresses among values; what is none is told and left out."""
        for value in values:
            text = self.said(value).strip()
            if WEB.match(text) and is_iri(text):
                yield text
            elif text:
                message = f"'{shown(text)}' is no web address that begins with http:// or https://: left out."
                self.misread(message, value.place, iri, word)

    def link(self, item: Item, node: dict[str, Any], word: str) -> None:
        """The first web address of an item as a word of its node."""
        given = item.take("url")
        found = list(dict.fromkeys(self.addresses(given, node["id"], word)))
        if found:
            node[word] = found[0]
        for other in found[1:]:
            self.warn(f"A second address is left out: '{shown(other)}'.", given[0].place, node["id"], word)

    def note(self, node: dict[str, Any], label: str, text: str, place: str, word: str = "note") -> None:
        """Keep what we have no word for as a note that says what it is about."""
        clean = self.clean(text, place, node["id"], word)
        if clean:
            self._notes.setdefault((node["id"], word), {})[labelled(label, clean)] = None

    def _put_notes(self) -> None:
        """Give every thing the notes that were kept of it."""
        for (iri, word), said in self._notes.items():
            if iri in self.gathered.nodes:
                texts: dict[str, Any] = self.gathered.nodes[iri].setdefault(word, {})
                texts[self.gathered.language] = words.one_or_list(said)

    def is_new(self, *said: str) -> bool:
        """Whether this is said for the first time."""
        known = said in self._said
        self._said.add(said)
        return not known

    # ---------------------------------------------------------------------------------------- names
    def iri_of(self, item: Item, kind: str, name: str, type: str) -> str:
        """What a thing is called: its own IRI, else its address, else one below the source's."""
        url = next((value.text for value in item.words.get("url", ()) if WEB.match(value.text)), "")
        for given in (item.iri, url):
            if given and self._may_be(given, type) and not (given is url and url in self.shared):
                return given
        minted = self.minted(kind, name, type)
        if is_name(item.iri):
            message = f"'{shown(item.iri)}' cannot name it, for it is signpost's or another thing's: named anew."
            self.warn(message, item.place, minted, "id")
        elif item.iri and not item.iri.startswith("_:"):
            self.advise(f"'{shown(item.iri)}' is no whole address: it is named anew.", item.place, minted, "id")
        return minted

    def minted(self, kind: str, name: str, type: str) -> str:
        """An IRI below the source's own, which nothing of another name or type has."""
        iri = f"{THINGS}{self.source.id}/{kind}/{slug(name)}"
        if self._names.setdefault(iri, folded(name)) != folded(name) or not self._may_be(iri, type):
            iri = f"{iri}-{hashlib.sha256(folded(name).encode()).hexdigest()[:8]}"
        return iri

    def _may_be(self, iri: str, type: str) -> bool:
        if not is_name(iri) or is_ours(iri) or (iri.startswith(_OURS) and not iri.startswith(THINGS)):
            return False
        return iri not in self.gathered.nodes or self.gathered.is_a(iri, type)

    def identifier(self, scheme: str, value: str, place: str) -> str:
        """The IRI of an identifier, which is read where it was not before."""
        iri = f"{THINGS}identifier/{scheme}/{slug(value)}"
        if iri not in self.gathered.nodes:
            self.add({"id": iri, "type": "Identifier", "identifierScheme": scheme, "identifierValue": value}, place)
        return iri

    def part(self, iri: str, kind: str) -> str:
        """The IRI of the next part of a thing."""
        start = f"{iri}{'-' if '#' in iri else '#'}{kind}-"
        self._parts[start] += 1
        while f"{start}{self._parts[start]}" in self.gathered.nodes:
            self._parts[start] += 1
        return f"{start}{self._parts[start]}"

    def add(self, node: dict[str, Any], place: str) -> None:
        """A node among those gathered; a whole thing gives way where another source describes it."""
        self.gathered.nodes[node["id"]], self.gathered.places[node["id"]] = node, place
        if "#" not in node["id"]:
            self.gathered.gives_way.add(node["id"])
