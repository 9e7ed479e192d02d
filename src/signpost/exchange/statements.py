"""Statements as others read them: Turtle with prefixes, and JSON-LD with its context written out in it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from signpost import terms
from signpost.words import TYPE, Terms

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")

Grouped = Mapping[str, Mapping[str, list[str]]]
"""Subject -> property -> values, all as N-Triples writes them, in the order in which they are written."""


def turtle(statements: Iterable[Terms], prefixes: Mapping[str, str]) -> bytes:
    """The statements as Turtle, sorted by subject, property and value, with those of the prefixes that it uses."""
    body = "".join(_block(subject, said, prefixes) for subject, said in _grouped(statements).items())
    used = (name for name in sorted(prefixes) if re.search(rf"(?m)(?:^|[\s^]){name}:[A-Za-z_]", body))
    head = "".join(f"@prefix {name}: <{prefixes[name]}> .\n" for name in used)
    return f"{head}{body}".encode()


def _grouped(statements: Iterable[Terms]) -> Grouped:
    """The type of a thing goes first, then the properties by their IRIs."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for subject, predicate, value in statements:
        found[subject][predicate].add(value)
    return {
        subject: {predicate: sorted(said[predicate]) for predicate in sorted(said, key=lambda p: (p != _A, p))}
        for subject, said in sorted(found.items())
    }


_A = f"<{TYPE}>"


def _block(subject: str, said: Mapping[str, list[str]], prefixes: Mapping[str, str]) -> str:
    lines = []
    for predicate, values in said.items():
        written = ",\n        ".join(_short(value, prefixes) for value in values)
        lines.append(f"    {'a' if predicate == _A else _short(predicate, prefixes)} {written}")
    return f"\n{_short(subject, prefixes)}\n" + " ;\n".join(lines) + " .\n"


def _short(term: str, prefixes: Mapping[str, str]) -> str:
    """A term as Turtle may shorten it: an IRI, or the datatype of a literal, by its prefix."""
    if term.startswith('"'):
        quoted, mark, datatype = term.rpartition("^^<")
        return f"{quoted}^^{_short(f'<{datatype}', prefixes)}" if mark and term.endswith(">") else term
    name = _prefixed(term[1:-1], prefixes)
    return name or term


def _prefixed(iri: str, prefixes: Mapping[str, str]) -> str:
    for name, namespace in prefixes.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
            return f"{name}:{iri[len(namespace) :]}"
    return ""


# ------------------------------------------------------------------------------------------------ JSON-LD
def json_ld(statements: Iterable[Terms], prefixes: Mapping[str, str]) -> bytes:
    """The statements as JSON-LD, in the order of `turtle`, in a context of its own that stands at its top."""
    grouped = _grouped(statements)
    context, names = _context(grouped, prefixes)
    things = [_thing(subject, said, names, context, prefixes) for subject, said in grouped.items()]
    return (json.dumps({"@context": context, "@graph": things}, ensure_ascii=False, indent=1) + "\n").encode()


def _context(grouped: Grouped, prefixes: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The context, and the name in it of each property."""
    values: dict[str, list[str]] = defaultdict(list)
    for said in grouped.values():
        for predicate, found in said.items():
            if predicate != _A:
                values[predicate[1:-1]] += found
    taken = {name: prefixes[name] for name in sorted(prefixes)}
    names: dict[str, str] = {}
    context: dict[str, Any] = dict(taken)
    for iri in sorted(values):
        local = re.split("[#/]", iri)[-1]
        free = _LOCAL.fullmatch(local) and local not in context
        names[iri] = local if free else iri
        if free:
            context[local] = {"@id": _prefixed(iri, prefixes) or iri, **_kind(values[iri])}
    return context, names


def _kind(values: Iterable[str]) -> dict[str, str]:
    kinds = {"@id" if value[0] != '"' else "@language" if terms.language(value) else "" for value in values}
    return {"@type": "@id"} if kinds == {"@id"} else {"@container": "@language"} if kinds == {"@language"} else {}


def _thing(
    subject: str,
    said: Mapping[str, list[str]],
    names: Mapping[str, str],
    context: Mapping[str, Any],
    prefixes: Mapping[str, str],
) -> dict[str, Any]:
    thing: dict[str, Any] = {"@id": terms.lexical(subject)}
    for predicate, values in said.items():
        if predicate == _A:
            kinds = [terms.lexical(value) for value in values]
            thing["@type"] = _one_or_list(_prefixed(kind, prefixes) or kind for kind in kinds)
        else:
            name = names[predicate[1:-1]]
            thing[name] = _values(values, context.get(name, {}))
    return thing


def _values(values: Iterable[str], entry: Mapping[str, str]) -> Any:
    if entry.get("@container") == "@language":
        found: dict[str, list[str]] = defaultdict(list)
        for value in values:
            text, tag, _ = terms.parts(value)
            found[tag].append(text)
        return {tag: _one_or_list(texts) for tag, texts in sorted(found.items())}
    if entry.get("@type") == "@id":
        return _one_or_list(terms.lexical(value) for value in values)
    return _one_or_list(map(_value, values))


def _value(term: str) -> Any:
    if not term.startswith('"'):
        return {"@id": terms.lexical(term)}
    text, tag, datatype = terms.parts(term)
    if tag:
        return {"@value": text, "@language": tag}
    return text if datatype == terms.XSD + "string" else {"@value": text, "@type": datatype}


def _one_or_list(values: Iterable[Any] | Iterator[Any]) -> Any:
    found = list(values)
    return found[0] if len(found) == 1 else found
