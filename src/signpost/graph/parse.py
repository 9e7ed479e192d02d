"""Untrusted RDF bytes to statements, under caps; beside `embedded` the only door to pyoxigraph.

What the parser alone would do with hostile bytes: expand XML entities without a cap, crash the process on JSON or on
quoted triples nested some thousand deep, take minutes for deeply nested XML, and gigabytes for nested brackets. Each is
refused before it gets there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from xml.parsers import expat

import pyoxigraph as ox

from signpost import files
from signpost.errors import UnreadableInput

MOST_BYTES = 100 * 1024 * 1024
"""The largest document that is read."""
DEEPEST = 64
"""Levels of nesting that a document may have."""
_LONGEST_NUMBER = 18
"""Digits of a JSON number that is read as one; no longer one fits a word, so that it stays a text until it is told."""
_MOST_QUOTED = 500
"""Times that `<<` may occur: as deep as its nesting can be; the parser's stack holds some ten thousand."""

CONTEXT = "https://w3id.org/signpost/context.jsonld"
"""The address by which a JSON-LD document names our context; it is never fetched."""

FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}

_MARK = b"\xef\xbb\xbf"
"""The byte order mark that some editors put before a text in UTF-8; Turtle has no place for it."""
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def parse(
    data: bytes, format: str, place: str, *, graph: str = "", own_context: bool = False
) -> Iterator[tuple[str, str, str]]:
    """The statements of a document, each term as N-Triples writes it; `format` is a key of `FORMATS`.

    Statements may stand in no named graph, or in `graph`. JSON-LD is in our context, or with `own_context` in those
    that the document writes out itself, if any. Raises UnreadableInput, with line and column where there are any, for
    a document that is too large, binary, too deep, not in its format, or that names another graph.
    """
    _check_bytes(data, place)
    data = data.removeprefix(_MARK)
    if format == "rdfxml":
        check_xml(data, place)
    elif format == "jsonld":
        data = _with_own_contexts(data, place) if own_context else _with_our_context(data, place)
    else:
        _check_turtle(data, place)
    allowed = ("DEFAULT", f"<{graph}>")
    try:
        for quad in ox.parse(data, format=FORMATS[format]):
            if str(quad.graph_name) not in allowed:
                raise UnreadableInput(
                    place,
                    f"it has statements in the graph {quad.graph_name}",
                    "A source writes its own graph only: leave graph names out.",
                )
            yield str(quad.subject), str(quad.predicate), str(quad.object)
    except SyntaxError as fault:
        raise _syntax(fault, format, place) from fault


def _check_bytes(data: bytes, place: str) -> None:
    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1e6:.0f} MB, more than the {MOST_BYTES / 1e6:.0f} MB that can be read at once"
        raise UnreadableInput(place, f"it has {size}", "Split it into several files.")
    if b"\0" in data:
        raise UnreadableInput(place, "it is binary or not in UTF-8", "Send text in UTF-8.")


def _syntax(fault: SyntaxError, format: str, place: str) -> UnreadableInput:
    where = f":{fault.lineno}:{fault.offset}" if fault.lineno else ""
    reason = str(fault.msg).removeprefix("Parser error ")
    return UnreadableInput(f"{place}{where}", f"it is not valid {format} ({reason})", "Mend this line and try again.")


# ------------------------------------------------------------------------------------------------ Turtle
_BRACKET = re.compile(
    rb"""(?P<opens>[\[(])|(?P<closes>[\])])|<[^<>\s]*+>|\#[^\r\n]*+|\\.|"{3}(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3}"""
    rb"""|'{3}(?:[^'\\]++|\\.|'{1,2}(?!'))*+'{3}|"(?:[^"\\\r\n]++|\\.)*+"|'(?:[^'\\\r\n]++|\\.)*+'""",
    re.DOTALL,
)


def _check_turtle(data: bytes, place: str) -> None:
    if data.count(b"<<") > _MOST_QUOTED:
        raise UnreadableInput(place, "it quotes statements inside statements", "Write plain statements only.")
    if data.count(b"[") + data.count(b"(") <= DEEPEST:
        return
    depth = 0
    for found in _BRACKET.finditer(data):
        if found["opens"]:
            depth += 1
            if depth > DEEPEST:
                raise _too_deep(f"{place}:{_line(data, found.start())}")
        elif found["closes"]:
            depth -= 1


# ------------------------------------------------------------------------------------------------ XML
def check_xml(data: bytes, place: str) -> None:
    """Refuse XML that is no XML, too large or too deep, or that declares entities of its own.

    What passes can be parsed without harm. Raises UnreadableInput, with line and column where there are any.
    """
    _check_bytes(data, place)
    if _DECLARATION.search(data):
        raise UnreadableInput(place, "it has a DOCTYPE or ENTITY declaration", "Leave it out: none is needed.")
    parser, depth = expat.ParserCreate(namespace_separator=" "), 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _too_deep(f"{place}:{parser.CurrentLineNumber}:{parser.CurrentColumnNumber + 1}")

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        where = f"{place}:{fault.lineno}:{fault.offset + 1}"
        reason = f"it is not valid XML ({expat.ErrorString(fault.code)})"
        raise UnreadableInput(where, reason, "Mend this line and try again.") from fault
    except (LookupError, ValueError) as fault:  # from Python, which knows no encoding of that name, or none of bytes
        raise UnreadableInput(place, f"its encoding cannot be read ({fault})", "Send text in UTF-8.") from fault


def _line(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _too_deep(place: str) -> UnreadableInput:
    return UnreadableInput(place, f"it is nested more than {DEEPEST} deep", "Write things beside each other.")


# ------------------------------------------------------------------------------------------------ JSON-LD
@cache
def _our_context() -> Any:
    return json.loads((files.ontology() / "context.jsonld").read_text("utf-8"))["@context"]


def read_json(data: bytes, place: str) -> Any:
    """A JSON document, its numbers with a point or of many digits as text; raises UnreadableInput where it is none."""
    _check_bytes(data, place)
    try:
        return json.loads(data, parse_float=str, parse_constant=str, parse_int=_whole)
    except RecursionError as fault:
        raise _too_deep(place) from fault
    except json.JSONDecodeError as fault:
        where = f"{place}:{fault.lineno}:{fault.colno}"
        raise UnreadableInput(where, f"it is not valid JSON ({fault.msg})", "Mend this line and try again.") from fault
    except UnicodeDecodeError as fault:
        raise UnreadableInput(place, "it is not in UTF-8", "Send text in UTF-8.") from fault


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


def _with_our_context(data: bytes, place: str) -> bytes:
    """The document with our context put in place of its name, so that nothing is fetched."""
    document = read_json(data, place)
    roots = document if isinstance(document, list) else [document]
    _check_json(roots, place, _check_keywords)
    if isinstance(document, dict):  # an object of context and graph alone is the default graph, as it stands
        return json.dumps({**document, "@context": _our_context()}).encode()
    beside = [{word: value for word, value in root.items() if word != "@context"} for root in roots]
    return json.dumps({"@context": _our_context(), "@graph": beside}).encode()


def _with_own_contexts(data: bytes, place: str) -> bytes:
    """The document as it stands, where every context is written out in it, so that nothing is fetched."""
    document = read_json(data, place)
    _check_json(document if isinstance(document, list) else [document], place, _check_own_context)
    return json.dumps(document).encode()


def _check_json(roots: list[Any], place: str, check: Callable[[Any, str, bool], None]) -> None:
    level: list[Any] = roots
    for depth in range(DEEPEST):
        if depth == 0 and not all(isinstance(item, dict) for item in level):
            raise UnreadableInput(place, "it is not an object or a list of objects", "Send nodes in our words.")
        for item in level:
            check(item, place, depth == 0)
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return
    raise _too_deep(place)


def _inside(item: Any) -> list[Any]:
    inner = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    return [value for value in inner if isinstance(value, dict | list)]


def _check_own_context(item: Any, place: str, top: bool) -> None:
    if not isinstance(item, dict):
        return
    contexts = item.get("@context")
    named = [one for one in (contexts if isinstance(contexts, list) else [contexts]) if isinstance(one, str)]
    if named or "@import" in item:
        reason = f"its JSON-LD context lies elsewhere ({named[0] if named else item['@import']}), and is not fetched"
        raise UnreadableInput(place, reason, "Write the context out in the file, or send expanded JSON-LD.")


def _check_keywords(item: Any, place: str, top: bool) -> None:
    if not isinstance(item, dict):
        return
    context = item.get("@context", CONTEXT)
    if (context != CONTEXT and context != _our_context()) or ("@context" in item and not top):
        raise UnreadableInput(place, "it brings a JSON-LD context of its own", f"Use only {CONTEXT}, at the top.")
    if "@import" in item:
        raise UnreadableInput(place, "it imports a JSON-LD context", f"Use only {CONTEXT}, at the top.")
