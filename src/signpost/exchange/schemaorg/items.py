"""JSON-LD as plain items: names written out by the contexts that we know, and nothing ever fetched.

A name of schema.org becomes its end, `courseMode`, one of signpost's own words `signpost:outcomeLevel`, and any other
its whole IRI. A context at an address that we do not know is a finding, and so are the words that need it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from signpost.exchange.ctdl import json_ld
from signpost.exchange.languages import tag
from signpost.exchange.tally import Tally
from signpost.model import NAMESPACE
from signpost.wellformed import BAD_TEXT, is_iri

OWN = "signpost:"
_SCHEMA = re.compile(r"https?://(?:www\.)?schema\.org/(?=[A-Za-z])")
_SCHEMA_CONTEXT = re.compile(
    r"(?:(?:https?:)?//)?(?:www\.)?schema\.org(?:/(?:docs/jsonldcontext\.jsonl?d?|version/[a-z0-9./-]+)?)?#?",
    re.IGNORECASE,
)
_PREFIXED_CONTEXT = re.compile(r"https?://credreg\.net/[a-z]+/schema/context/json/?", re.IGNORECASE)
"""Contexts of CTDL, whose words all bear prefixes that we know."""
_PREFIXES = {"signpost": NAMESPACE, "sp": NAMESPACE, "bioschemas": "https://bioschemas.org/"}
_BIOSCHEMAS = re.compile(r"https?://(?:www\.)?bioschemas\.org/(?:types/|profiles/)?(?P<name>[A-Za-z]+)/?")
WEB = re.compile(r"https?://[^ /?#]", re.IGNORECASE)
"""What the address of a web page begins with."""
_KEYWORDS = {"id": "@id", "type": "@type", "graph": "@graph"}
"""What schema.org's context calls JSON-LD's own words."""
_LONGEST_SHOWN = 80


def shown(value: object) -> str:
    """A value as a finding may show it: short, on one line, without characters that turn its direction."""
    said = " ".join(BAD_TEXT.sub("\N{REPLACEMENT CHARACTER}", str(value)).split())
    return said if len(said) <= _LONGEST_SHOWN else f"{said[:_LONGEST_SHOWN].rstrip()}…"


@dataclass(slots=True)
class Item:
    """One thing that a document describes, or only points to."""

    place: str
    iri: str
    """What it is called, as it is written; empty where it has no name."""
    kinds: tuple[str, ...]
    words: dict[str, list[Value]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    """The words that were understood."""
    has_context: bool = True
    called: Mapping[str, str] = field(default_factory=dict)
    """What its kinds and words are called in the document, where that is otherwise."""

    def take(self, *words: str) -> list[Value]:
        """The values of the words, which are then understood."""
        self.taken.update(words)
        return [value for word in words for value in self.words.get(word, ())]

    def is_one_of(self, kinds: Mapping[str, object] | frozenset[str]) -> bool:
        """Whether it is of one of the kinds."""
        return any(kind in kinds for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a word: a text as it is written, or an item."""

    place: str
    text: str = ""
    language: str = ""
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What the names of a part of a document mean."""

    vocabulary: str = "https://schema.org/"
    """What names without a prefix stand below; empty where that is not known."""
    terms: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    is_said: bool = False

    def full(self, name: str) -> str:
        """A name as items bear it, or the empty string where the context does not say what it means."""
        said = self.terms.get(name, name)
        prefix, colon, rest = said.partition(":")
        if colon and not rest.startswith("//"):
            said = (self.terms.get(prefix) or _PREFIXES.get(prefix, "") or f"{prefix}:") + rest
        elif not colon:
            said = self.vocabulary + said if self.vocabulary else ""
        return _short(json_ld.full(said)) if ":" in said else said


def _short(iri: str) -> str:
    schema = _SCHEMA.match(iri)
    if schema:
        return iri[schema.end() :]
    if iri.startswith(NAMESPACE):
        return OWN + iri.removeprefix(NAMESPACE)
    profile = _BIOSCHEMAS.fullmatch(iri)
    return profile["name"] if profile else iri


class Expansion:
    """The items of one document after the other."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally

    def items(self, document: Any, place: str) -> Iterator[Item]:
        """The outermost items of a document, those of its graphs among them."""
        yield from self._items(document, place, Context())

    def _items(self, said: Any, place: str, context: Context) -> Iterator[Item]:
        if isinstance(said, list):
            for number, one in enumerate(said):
                yield from self._items(one, f"{place}/{number}", context)
        elif not isinstance(said, dict):
            self.tally.gathered.tell("Row dropped: it is no object.", place)
        else:
            inner = self._context(said, place, context)
            key = next((key for key in said if _keyword(key, inner) == "@graph"), None)
            if key is not None:
                yield from self._items(said[key], f"{place}/{_step(key)}", inner)
            if key is None or any(_keyword(name, inner)[:1] not in ("@", "") for name in said):
                yield self._item({name: value for name, value in said.items() if name != key}, place, inner)

    def _item(self, said: Mapping[str, Any], place: str, context: Context) -> Item:
        item = Item(place, "", (), has_context=context.is_said)
        for key, value in said.items():
            pointer = f"{place}/{_step(key)}"
            word = _keyword(key, context)
            if word == "@id":
                item.iri = value.strip() if isinstance(value, str) else ""
            elif word == "@type":
                item.kinds = tuple(self._kinds(value, context))
            elif word in ("@reverse", "@included", "@nest"):
                self.tally.note(f"Left out, for it is not read: '{word}'", pointer)
            elif word == "@graph" or word[:1] not in ("@", ""):
                item.words.setdefault(word, []).extend(self._values(value, pointer, context))
            elif not word:
                message = f"Left out, for a context that is not fetched says what it means: '{shown(key)}'"
                self.tally.note(message, pointer)
        return item

    def _kinds(self, value: Any, context: Context) -> Iterator[str]:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and one.strip():
                yield context.full(one.strip()) or f"?{shown(one)}"

    def _values(self, value: Any, place: str, context: Context) -> Iterator[Value]:
        if isinstance(value, list):
            for number, one in enumerate(value):
                yield from self._values(one, f"{place}/{number}", context)
        elif isinstance(value, dict):
            yield from self._object(value, place, context)
        elif value is not None:
            text = str(value).lower() if isinstance(value, bool) else str(value)
            if text.strip():
                yield Value(place, text.strip(), context.language)

    def _object(self, value: Mapping[str, Any], place: str, context: Context) -> Iterator[Value]:
        listed = next((key for key in ("@list", "@set") if key in value), None)
        if listed:
            yield from self._values(value[listed], f"{place}/{listed}", context)
        elif "@value" in value:
            tagged = replace(context, language=_tag(value.get("@language")) or context.language)
            inner = value["@value"]
            yield from self._values(None if isinstance(inner, dict | list) else inner, place, tagged)
        elif value and all(_is_tag(key) for key in value):
            for key, texts in value.items():
                yield from self._values(texts, f"{place}/{_step(key)}", replace(context, language=_tag(key)))
        else:
            yield Value(place, item=self._item(value, place, self._context(value, place, context)))

    # ---------------------------------------------------------------------------------------- contexts
    def _context(self, said: Mapping[str, Any], place: str, outer: Context) -> Context:
        if "@context" not in said:
            return outer
        given = said["@context"]
        entries = given if isinstance(given, list) else [given]
        addresses = [entry for entry in entries if isinstance(entry, str)]
        known = [entry for entry in addresses if _SCHEMA_CONTEXT.fullmatch(entry.strip())]
        prefixed = [entry for entry in addresses if _PREFIXED_CONTEXT.fullmatch(entry.strip())]
        for address in addresses:
            if address not in known and address not in prefixed:
                message = f"A context is never fetched; its words are left out: '{shown(address)}'"
                self.tally.note(message, f"{place}/@context")
        vocabulary = "https://schema.org/" if known or not addresses else ""
        if outer.is_said and not addresses:
            vocabulary = outer.vocabulary
        context = replace(outer, vocabulary=vocabulary, is_said=True)
        for entry in entries:
            if isinstance(entry, dict):
                context = _with_terms(context, entry)
        return context


def _with_terms(context: Context, entry: Mapping[str, Any]) -> Context:
    """The context with the names that an object of its own declares."""
    terms = dict(context.terms)
    for name, meaning in entry.items():
        said = meaning.get("@id") if isinstance(meaning, dict) else meaning
        if name[:1] != "@" and isinstance(said, str):
            prefix, colon, rest = said.partition(":")
            known = colon and not rest.startswith("//") and isinstance(entry.get(prefix), str)
            terms[name] = entry[prefix] + rest if known else said
    vocabulary = entry.get("@vocab", context.vocabulary)
    said = vocabulary if isinstance(vocabulary, str) else ""
    return replace(
        context,
        terms=terms,
        vocabulary=f"{said}/" if said and _SCHEMA_CONTEXT.fullmatch(said) and said[-1] not in "/#" else said,
        language=_tag(entry.get("@language")) or context.language,
    )


def _keyword(key: str, context: Context) -> str:
    """A key as items bear it, or JSON-LD's own word that it stands for."""
    meant = context.terms.get(key, key)
    if meant[:1] == "@":
        return meant
    if key in _KEYWORDS and key not in context.terms and context.vocabulary:
        return _KEYWORDS[key]
    return context.full(key.strip())


def _is_tag(key: str) -> bool:
    """Whether a key of an object is a language, so that its values are texts; names of schema.org are longer."""
    return re.fullmatch(r"[a-z]{2}(?:-[A-Za-z0-9]{1,8})*", key) is not None and key != "id"


def _tag(given: object) -> str:
    return tag(given) if isinstance(given, str) else ""


def _step(key: str) -> str:
    return shown(key.replace("~", "~0").replace("/", "~1"))


def is_name(text: str) -> bool:
    """Whether a text is the IRI of something: an address of the web or a URN."""
    return is_iri(text) and (WEB.match(text) is not None or text.lower().startswith("urn:"))
