"""Terms of RDF as strings: how N-Triples writes an IRI or a literal, and what such a string says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

XSD = "http://www.w3.org/2001/XMLSchema#"

_ESCAPE = re.compile(r'\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tbnrf"\'\\]))')
_MEANING = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_WRITTEN = {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | {
    meaning: f"\\{letter}" for letter, meaning in _MEANING.items() if meaning != "'"
}
_TO_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')
_LITERAL = re.compile(r'"((?:[^"\\]++|\\.)*+)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_NUMBER = re.compile(r"[+-]?(?:(?P<integer>[0-9]+)|(?P<decimal>[0-9]*\.[0-9]+)|[0-9.]+[eE][+-]?[0-9]+)")


def iri(value: str) -> str:
    """The N-Triples form of an IRI."""
    return f"<{value}>"


def by_subject(lines: Iterable[bytes]) -> dict[bytes, list[bytes]]:
    """Lines of N-Triples in their order, by the thing that they are about as it is written there."""
    found: dict[bytes, list[bytes]] = {}
    for line in lines:
        found.setdefault(line[: line.index(b" ")], []).append(line)
    return found


def targets(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The things that lines of N-Triples point to, as they are written there."""
    for line in lines:
        term = line.split(b" ", 2)[2]
        if term.startswith(b"<"):
            yield term[: term.index(b">") + 1]


def literal(value: str, language: str = "", datatype: str = "") -> str:
    """The N-Triples form of a literal; a string has neither language nor datatype."""
    quoted = f'"{_escape(value)}"'
    if language:
        return f"{quoted}@{language}"
    return f"{quoted}^^<{datatype}>" if datatype and datatype != XSD + "string" else quoted


def parts(term: str) -> tuple[str, str, str]:
    """What a literal says, its language tag in lower case, and its datatype; raises ValueError where it is none."""
    match = _LITERAL.fullmatch(term)
    if match is None:
        raise ValueError(f"not a term of N-Triples: {term[:80]}")
    said, tag, datatype = match.groups()
    return _unescape(said), (tag or "").lower(), "" if tag else datatype or XSD + "string"


def lexical(term: str) -> str:
    """What a term says, without its marks: the IRI, or the literal's text; empty for no term."""
    if term.startswith('"'):
        return _unescape(term[1 : term.rindex('"')])
    return _unescape(term[1:-1]) if term.startswith("<") else term


def language(term: str) -> str:
    """The language tag of a literal in lower case, or the empty string."""
    mark = term[term.rfind('"') + 1 :]
    return mark[1:].lower() if mark.startswith("@") else ""


def written_out(short: str) -> str:
    """The full form of a number or truth value that a table writes without quotation marks."""
    if short in ("true", "false"):
        return literal(short, datatype=XSD + "boolean")
    match = _NUMBER.fullmatch(short)
    if match is None:
        return short
    kind = "integer" if match["integer"] else "decimal" if match["decimal"] else "double"
    return literal(short, datatype=XSD + kind)


def _escape(text: str) -> str:
    return _TO_ESCAPE.sub(lambda match: _WRITTEN[match[0]], text) if _TO_ESCAPE.search(text) else text


def _unescape(text: str) -> str:
    return _ESCAPE.sub(_meaning, text) if "\\" in text else text


def _meaning(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _MEANING[match[3]]
