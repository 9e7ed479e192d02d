"""JSON-LD of CTDL as statements, by plain walking with the prefixes that we know: no context is ever looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from signpost import terms
from signpost.errors import UnreadableInput
from signpost.exchange.ctdl import names
from signpost.graph.parse import DEEPEST
from signpost.wellformed import is_iri
from signpost.words import TYPE, Terms

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_ENVELOPE = ("decoded_resource", "resource")
_OLD = {"http://purl.org/ctdlasn/terms/": names.CEASN, "http://purl.org/ctdl/terms/": names.CETERMS}


def full(name: str) -> str:
    """A name with a prefix that we know, or an address in its old form, written out; any other as it is."""
    for old, new in _OLD.items():
        if name.startswith(old):
            return new + name[len(old) :]
    prefix, colon, rest = name.partition(":")
    return names.PREFIXES[prefix] + rest if colon and prefix in names.PREFIXES else name


class Walk:
    """One document, thing by thing."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.places: dict[str, str] = {}
        """Address of a thing -> JSON pointer to it."""
        self._numbers = count(1)

    def statements(self, document: Any) -> Iterator[Terms]:
        """Everything that a document says, with or without an envelope around it. Raises UnreadableInput."""
        pointer = "#"
        for step in _ENVELOPE:
            if isinstance(document, Mapping) and isinstance(document.get(step), Mapping):
                document, pointer = document[step], f"{pointer}/{step}"
                break
        graph = document.get("@graph") if isinstance(document, Mapping) else None
        if isinstance(graph, list):
            document, pointer = graph, f"{pointer}/@graph"
        for number, thing in enumerate(document if isinstance(document, list) else [document]):
            if not isinstance(thing, Mapping):
                raise UnreadableInput(
                    self.place, "it is not an object or a list of objects", "Send CTDL-ASN as JSON-LD."
                )
            where = f"{pointer}/{number}" if isinstance(document, list) else pointer
            yield from self._thing(thing, self._name(thing), where, 0)

    def _name(self, thing: Mapping[str, Any]) -> str:
        given = thing.get("@id")
        if isinstance(given, str) and (given.startswith("_:") or is_iri(given)):
            return given if given.startswith("_:") else terms.iri(given)
        return f"_:thing-{next(self._numbers)}"

    def _thing(self, thing: Mapping[str, Any], name: str, pointer: str, depth: int) -> Iterator[Terms]:
        if depth > DEEPEST:
            raise UnreadableInput(
                self.place, f"it is nested more than {DEEPEST} deep", "Write things beside each other."
            )
        self.places.setdefault(terms.lexical(name), self.place + pointer)
        for key, value in thing.items():
            if key == "@type":
                for kind in value if isinstance(value, list) else [value]:
                    yield name, terms.iri(TYPE), terms.iri(full(str(kind)))
            elif key[:1] != "@":
                yield from self._values(name, full(key), value, f"{pointer}/{key}", depth)

    def _values(self, name: str, predicate: str, value: Any, pointer: str, depth: int) -> Iterator[Terms]:
        if depth > DEEPEST:
            raise UnreadableInput(
                self.place, f"it is nested more than {DEEPEST} deep", "Write things beside each other."
            )
        if isinstance(value, Mapping):
            yield from self._object(name, predicate, value, pointer, depth)
        elif isinstance(value, list):
            for number, one in enumerate(value):
                yield from self._values(name, predicate, one, f"{pointer}/{number}", depth + 1)
        elif value is not None:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            yield name, terms.iri(predicate), self._plain(predicate, text)

    def _plain(self, predicate: str, text: str) -> str:
        """Plain text, which is an address where the property takes one."""
        if predicate not in names.THINGS.values():
            return terms.literal(text)
        return text if text.startswith("_:") else terms.iri(full(text)) if is_iri(full(text)) else terms.literal(text)

    def _object(self, name: str, predicate: str, value: Mapping[str, Any], pointer: str, depth: int) -> Iterator[Terms]:
        for step in ("@list", "@set"):
            if step in value:
                yield from self._values(name, predicate, value[step], f"{pointer}/{step}", depth + 1)
                return
        if "@value" in value:
            tag = str(value.get("@language", ""))
            yield name, terms.iri(predicate), terms.literal(str(value["@value"]), tag if _TAG.fullmatch(tag) else "")
        elif value and all(_TAG.fullmatch(key) for key in value):
            for tag, texts in value.items():
                for text in texts if isinstance(texts, list) else [texts]:
                    if text is not None:
                        yield name, terms.iri(predicate), terms.literal(str(text), tag)
        else:
            inner = self._name(value)
            yield name, terms.iri(predicate), inner
            yield from self._thing(value, inner, pointer, depth + 1)
