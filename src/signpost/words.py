"""The words of `ontology/context.jsonld`, and the only place that turns nodes into triples and back.

A node is a dict of those words (`model.Node`). It has one canonical form, `canonical(node)`: short forms written out,
values sorted, one value as a scalar and several as a list. That form is plain JSON-LD in our context: any JSON-LD
processor reads the same triples from it. Terms of triples are strings, written as N-Triples writes them.

A value that does not fit its word, such as a text where a date belongs, is kept as a JSON-LD value object
(`{"@value": ..., "@type": ...}` or `{"@id": ...}`), so that nothing is lost before `wellformed.faults` names it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeGuard

from signpost import files, terms
from signpost.model import Node
from signpost.terms import XSD

Terms = tuple[str, str, str]
"""Subject, predicate and object of one statement, as N-Triples writes them."""

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
NAMES = frozenset({"id", "type"})
"""The words that every node has, beside those of its class."""


class Takes(Enum):
    """What a word takes as its value."""

    THING = "the IRI of a thing"
    CONCEPT = "the short name of a concept, or its IRI"
    TEXT = "text in a language"
    TYPED = "a value of one datatype"
    PLAIN = "text without a language"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the context: its IRI and what it takes."""

    name: str
    iri: str
    takes: Takes
    detail: str = ""
    """The namespace of the concepts, or the IRI of the datatype."""


# ------------------------------------------------------------------------------------------------ the context
@cache
def context() -> Mapping[str, Any]:
    """The `@context` of our JSON-LD, as it stands in `ontology/context.jsonld`."""
    loaded: Mapping[str, Any] = json.loads((files.ontology() / "context.jsonld").read_text(encoding="utf-8"))
    found: Mapping[str, Any] = loaded["@context"]
    return found


@cache
def prefixes() -> Mapping[str, str]:
    """Prefix -> namespace, for compact IRIs such as `skos:Concept`."""
    return {name: iri for name, iri in context().items() if _is_namespace(iri)}


@cache
def words() -> Mapping[str, Word]:
    """Every word of a field, by its name."""
    return {
        name: _word(name, entry)
        for name, entry in context().items()
        if name[0].islower() and name not in ("id", "type", "graph") and name not in prefixes()
    }


@cache
def classes() -> Mapping[str, str]:
    """Every class word, with its IRI."""
    return {name: full(iri) for name, iri in context().items() if name[0].isupper()}


@cache
def by_iri() -> Mapping[str, Word]:
    """Every word of a field, by the IRI of its property."""
    return {word.iri: word for word in words().values()}


@cache
def pointing() -> Collection[str]:
    """Every word that takes things or concepts."""
    return frozenset(name for name, word in words().items() if word.takes in (Takes.THING, Takes.CONCEPT))


def iri(word: str, value: str) -> str:
    """The full IRI of a value of a word that takes things or concepts: `iri("mode", "online")`."""
    known = words()[word]
    if ":" in value or known.takes is not Takes.CONCEPT:
        return full(value)
    return known.detail + value


def short(word: str, value: str) -> str:
    """The short name of a concept where the word has one for it, else the IRI as it is."""
    known = words()[word]
    rest = value.removeprefix(known.detail) if known.takes is Takes.CONCEPT else value
    return rest if rest != value and _SLUG.fullmatch(rest) and _means_itself(word, rest) else value


_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@cache
def _means_itself(word: str, slug: str) -> bool:
    """False where JSON-LD would take the short name for another word of the context."""
    return slug not in context() or slug in context()[word]["@context"]


def _word(name: str, entry: str | Mapping[str, Any]) -> Word:
    if isinstance(entry, str):
        return Word(name, full(entry), Takes.PLAIN)
    kind, address = entry.get("@type", ""), full(entry["@id"])
    if entry.get("@container") == "@language":
        return Word(name, address, Takes.TEXT)
    if kind == "@id":
        return Word(name, address, Takes.THING)
    if kind == "@vocab":
        return Word(name, address, Takes.CONCEPT, entry["@context"]["@vocab"])
    return Word(name, address, Takes.TYPED, full(kind))


def full(value: str) -> str:
    """An IRI with a prefix of the context, such as `skos:Concept`, written out; any other as it is."""
    colon = value.find(":")
    if colon < 0 or value.startswith("//", colon + 1):
        return value
    known = context().get(value[:colon])
    return known + value[colon + 1 :] if _is_namespace(known) else value


def _is_namespace(entry: object) -> TypeGuard[str]:
    return isinstance(entry, str) and entry.startswith("http") and entry[-1] in "#/"


@cache
def _class_words() -> Mapping[str, str]:
    return {address: name for name, address in classes().items()}


# ------------------------------------------------------------------------------------------------ reading a node
def values(node: Node, word: str) -> tuple[Any, ...]:
    """The values of a word as they stand, however many there are; texts of all languages in order of their tags."""
    found = node.get(word)
    if isinstance(found, str):
        return (found,)
    if found is None:
        return ()
    if isinstance(found, Mapping) and not _is_object(found):
        return tuple(text for tag in sorted(found) for text in _several(found[tag]))
    return tuple(_several(found))


def text(node: Node, word: str, lang: str = "en") -> str:
    """The first text of a word in a language, else in any; empty where it has none."""
    found = node.get(word)
    if isinstance(found, Mapping) and lang in found:
        return str(_several(found[lang])[0])
    every = values(node, word)
    return str(every[0]) if every else ""


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping) and ("@value" in value or "@id" in value)


# ------------------------------------------------------------------------------------------------ node -> triples
def expand(node: Node) -> Iterator[Terms]:
    """The statements of a node, in the order of its words; it must have no `wellformed.faults`."""
    subject, known = _reference(node["id"]), words()
    for name, value in node.items():
        if name == "type":
            for kind in _several(value):
                yield subject, f"<{TYPE}>", f"<{classes().get(kind, full(kind))}>"
        elif name != "id":
            word = known[name]
            predicate = f"<{word.iri}>"
            for term in (_term(word, value),) if isinstance(value, str) else _terms(word, value):
                yield subject, predicate, term


def to_ntriples(nodes: Iterable[Node]) -> bytes:
    """The statements of nodes without faults as sorted, unique lines of N-Triples."""
    lines = {f"{s} {p} {o} .\n" for node in nodes for s, p, o in expand(node)}
    return "".join(sorted(lines)).encode()


def _terms(word: Word, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping) and not _is_object(value):
        for tag, texts in value.items():
            yield from (terms.literal(item, tag.lower()) for item in _several(texts))
        return
    for item in _several(value):
        yield _object(item) if isinstance(item, Mapping) else _term(word, item)


def _term(word: Word, value: Any) -> str:
    if word.takes is Takes.TEXT:
        return terms.literal(value, "en")
    if word.takes is Takes.THING:
        return _reference(value)
    if word.takes is Takes.CONCEPT:
        return _reference(value if ":" in value else word.detail + value)
    if word.detail and isinstance(value, str):
        value = _READERS[word.detail](value)
    if isinstance(value, bool):
        return terms.literal(str(value).lower(), datatype=word.detail or XSD + "boolean")
    if isinstance(value, int):
        return terms.literal(str(value), datatype=word.detail or XSD + "integer")
    return terms.literal(value, datatype=word.detail)


def _object(value: Mapping[str, Any]) -> str:
    if "@id" in value:
        return _reference(value["@id"])
    kind = full(value["@type"]) if "@type" in value else ""
    return terms.literal(value["@value"], value.get("@language", "").lower(), kind)


def _reference(value: str) -> str:
    return value if value.startswith("_:") else f"<{full(value)}>"


# ------------------------------------------------------------------------------------------------ triples -> node
def from_triples(triples: Iterable[Terms]) -> tuple[list[Node], list[str]]:
    """Canonical nodes sorted by id, and the properties that no word stands for, sorted.

    Statements of unknown properties are left out of the nodes.
    """
    gathered: dict[str, dict[str, set[str]]] = {}
    unknown: set[str] = set()
    for subject, predicate, term in triples:
        property_iri = predicate[1:-1]
        known = by_iri().get(property_iri)
        if known is None and property_iri != TYPE:
            unknown.add(property_iri)
            continue
        entry = gathered.setdefault(terms.lexical(subject), {})
        entry.setdefault(known.name if known else "type", set()).add(term)
    return [_node(subject, gathered[subject]) for subject in sorted(gathered)], sorted(unknown)


def canonical(node: Node) -> Node:
    """The one form of a node without faults: short forms written out, values sorted, unknown words left out."""
    nodes, _ = from_triples(expand(node))
    return nodes[0] if nodes else {"id": full(node["id"])}


def _node(subject: str, gathered: Mapping[str, set[str]]) -> Node:
    node: dict[str, Any] = {"id": subject}
    if "type" in gathered:
        node["type"] = one_or_list(
            [_class_words().get(terms.lexical(term), terms.lexical(term)) for term in gathered["type"]]
        )
    for name in sorted(gathered.keys() - {"type"}):
        node[name] = _value(words()[name], gathered[name])
    return node


def _value(word: Word, found: Iterable[str]) -> Any:
    read = [_read(term) for term in found]
    if word.takes is Takes.TEXT:
        tagged = [(tag or "en", lexical) for lexical, tag, datatype in read if tag or datatype == XSD + "string"]
        if len(tagged) == len(read):
            by_tag: dict[str, list[str]] = {}
            for tag, text in tagged:
                by_tag.setdefault(tag, []).append(text)
            return {tag: one_or_list(by_tag[tag]) for tag in sorted(by_tag)}
        return _sorted(_plain(word, *parts) for parts in read)
    return one_or_list([_plain(word, *parts) for parts in read])


def _plain(word: Word, lexical: str, tag: str, datatype: str) -> Any:
    if not datatype and not tag:
        return _thing(word, lexical)
    fits = _READERS.get(datatype)
    if not tag and fits is not None and datatype in (word.detail, *_WIDER.get(word.detail, ())):
        return fits(lexical)
    if word.takes is Takes.PLAIN and not tag:
        if datatype == XSD + "string":
            return lexical
        if datatype in _NATIVE and fits is not None and not isinstance(fits(lexical), str):
            return fits(lexical)
    if tag:
        return {"@value": lexical, "@language": tag}
    return {"@value": lexical} if datatype == XSD + "string" else {"@value": lexical, "@type": datatype}


def _thing(word: Word, value: str) -> Any:
    if word.takes is Takes.CONCEPT:
        return short(word.name, value)
    return value if word.takes is Takes.THING else {"@id": value}


def _whole(lexical: str) -> int | str:
    return int(lexical) if re.fullmatch(r"[+-]?[0-9]{1,18}", lexical) else lexical


def _decimal(lexical: str) -> int | str:
    """The canonical form of XML Schema, as the store writes it too: no idle zeros, whole numbers without a point."""
    match = re.fullmatch(r"([+-]?)0*([0-9]{0,15})\.([0-9]{0,15}?)0*", lexical)
    if match is None or not lexical.strip("+-."):
        return _whole(lexical)
    sign, whole, part = match.groups()
    return f"{sign.strip('+')}{whole or '0'}.{part}" if part else int(f"{sign}{whole or '0'}")


def _truth(lexical: str) -> bool | str:
    return {"true": True, "1": True, "false": False, "0": False}.get(lexical, lexical)


_READERS: Mapping[str, Callable[[str], Any]] = {
    XSD + "integer": _whole,
    XSD + "boolean": _truth,
    XSD + "decimal": _decimal,
    XSD + "date": str,
    XSD + "anyURI": str,
}
_NATIVE = (XSD + "integer", XSD + "boolean")
_WIDER = {XSD + "decimal": (XSD + "integer",)}


def one_or_list(found: Iterable[Any]) -> Any:
    """Values as a node has them: each once, sorted, and one alone as itself."""
    unique = _sorted(found)
    return unique[0] if len(unique) == 1 else unique


def _sorted(found: Iterable[Any]) -> list[Any]:
    return [value for _, value in sorted({_rank(value): value for value in found}.items())]


def _rank(value: Any) -> tuple[int, int, str]:
    if isinstance(value, Mapping):
        return 2, 0, json.dumps(value, sort_keys=True)
    return (1, 0, value) if isinstance(value, str) else (0, int(value), type(value).__name__)


def _read(term: str) -> tuple[str, str, str]:
    """Lexical form (or IRI), language tag, datatype; a thing has neither of the last two."""
    return terms.parts(term) if term.startswith('"') else (terms.lexical(term), "", "")
