"""Nodes in the words of `ontology/context.jsonld` -> canonical Turtle, so that equal facts are equal bytes.

Subjects, predicates and objects are sorted by their spelling; IRIs of signpost are written relative to one base.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

BASE = "https://w3id.org/signpost/"
_WORDS = Path(__file__).parents[2] / "ontology" / "context.jsonld"
CONTEXT = json.loads(_WORDS.read_text(encoding="utf-8"))["@context"]
PREFIXES = {word: iri for word, iri in CONTEXT.items() if isinstance(iri, str) and iri.endswith(("#", "/"))}
BARE = {
    "xsd:integer": re.compile(r"-?\d+"),
    "xsd:boolean": re.compile(r"true|false"),
    "xsd:decimal": re.compile(r"-?\d+\.\d+"),
}
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def turtle(nodes: Iterable[Mapping[str, Any]]) -> str:
    """The nodes as one Turtle document; nodes with one id are joined. Raises KeyError for an unknown word."""
    subjects: dict[str, set[tuple[str, str]]] = {}
    for node in nodes:
        subjects.setdefault(_iri(node["id"]), set()).update(_statements(node))
    in_order = sorted(subjects.items(), key=lambda item: item[0].rstrip(">"))
    blocks = [_block(subject, statements) for subject, statements in in_order]
    text = "\n".join(blocks)
    used = [p for p in sorted(PREFIXES) if re.search(rf"(?<![\w<]){p}:\w", text)]
    head = [f"@base <{BASE}> .", *(f"@prefix {p}: <{PREFIXES[p]}> ." for p in used)]
    return "\n".join(head) + "\n\n" + text


def write(path: Path, nodes: Iterable[Mapping[str, Any]]) -> None:
    """Write the nodes to a file as canonical Turtle (UTF-8, line feeds), making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(turtle(nodes), encoding="utf-8", newline="\n")


def _block(subject: str, statements: set[tuple[str, str]]) -> str:
    objects: dict[str, list[str]] = {}
    for predicate, value in sorted(statements, key=lambda s: (s[0] != "a", s)):
        objects.setdefault(predicate, []).append(value)
    lines = [f"    {predicate} {', '.join(values)}" for predicate, values in objects.items()]
    return subject + "\n" + " ;\n".join(lines) + " .\n"


def _statements(node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for word, value in node.items():
        if word == "type":
            yield from (("a", CONTEXT[c]) for c in _several(value))
        elif word != "id":
            term = CONTEXT[word]
            rule = {"@id": term} if isinstance(term, str) else term
            yield from ((rule["@id"], spelling) for spelling in _spellings(rule, value))


def _spellings(rule: Mapping[str, Any], value: Any) -> Iterator[str]:
    if rule.get("@container") == "@language":
        by_language = value if isinstance(value, Mapping) else {"en": value}
        for language, texts in by_language.items():
            yield from (f"{_quoted(text)}@{language}" for text in _several(texts))
    else:
        yield from (_single(rule, one) for one in _several(value))


def _single(rule: Mapping[str, Any], value: Any) -> str:
    kind = rule.get("@type")
    if kind == "@id":
        return _iri(value)
    if kind == "@vocab":
        return _iri(value if value.startswith("http") else rule["@context"]["@vocab"] + value)
    lexical = str(value).lower() if isinstance(value, bool) else str(value)
    if kind is None:
        return _quoted(lexical)
    bare = BARE.get(kind)
    return lexical if bare and bare.fullmatch(lexical) else f"{_quoted(lexical)}^^{kind}"


def _iri(iri: str) -> str:
    if re.search(r'[\x00-\x20<>"{}|^`\\]', iri) or "://" not in iri:
        raise ValueError(f"not an absolute IRI: {iri!r}")
    return f"<{iri.removeprefix(BASE)}>" if iri != BASE else f"<{iri}>"


def _quoted(text: str) -> str:
    return f'"{text.translate(ESCAPES)}"'


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set) else [value]
