"""What a node must be before it can be written as triples: known words, lawful IRIs, values that fit their words.

Everything here is about one node alone and about form; what a class of things must say is for the shapes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from signpost import words
from signpost.model import GRAPHS, NAMESPACE, THINGS, Finding, Node
from signpost.terms import XSD
from signpost.words import Takes, Word

_ASCII = r"A-Za-z0-9._~\-"
_BEYOND = r"\xa0-\u200d\u2010-\u2027\u2030-\u205f\u2070-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000efffd"
_NAME = rf"(?:[{_ASCII}{_BEYOND}!$&'()*+,;=]|%[0-9A-Fa-f]{{2}})"
_PART = rf"(?:{_NAME}|[:@])"
_HOST = rf"//(?:(?:{_NAME}|:)*@)?{_NAME}*(?::[0-9]*)?(?:/{_PART}*)*"
_IRI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*:(?:{_HOST}|(?!//)(?:{_PART}|/)*)(?:\?(?:{_PART}|[/?])*)?(?:\#(?:{_PART}|[/?])*)?"
)
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_SHORTER = frozenset({"label", "altLabel", "notation", "identifierValue"})
LONGEST_NAME = 1_000
"""Characters of a name, a code or the value of an identifier."""
LONGEST_TEXT = 100_000
"""Characters of any other text."""
LONGEST_IRI = 2_000
"""Characters of an IRI; browsers open no longer address."""
_MOST_DIGITS = 100
"""Digits of a number; engines take minutes to read very long ones."""
_DECIMAL = re.compile(rf"[+-]?[0-9]{{0,{_MOST_DIGITS}}}\.[0-9]{{1,{_MOST_DIGITS}}}")
MOST_VALUES = 10_000
"""Values that one thing may have for one word, over all languages."""
_CREDENTIALS = re.compile(r"(?<=://)[^/?#\s]*(?=@)")
BAD_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
"""Control characters, lone surrogates, and the marks that turn the reading direction of what follows."""


def is_iri(value: str) -> bool:
    """Whether a string is an absolute IRI (RFC 3987) that N-Triples can write, of at most 2,000 characters."""
    return len(value) <= LONGEST_IRI and _is_iri(value)


@lru_cache(maxsize=65536)
def _is_iri(value: str) -> bool:
    return _IRI.fullmatch(value) is not None


def has_credentials(iri: str) -> bool:
    """Whether an address has a name or a password before its host: a secret, or a host that looks like another."""
    return "@" in iri and _CREDENTIALS.search(iri) is not None


OURS = (NAMESPACE, GRAPHS, f"{THINGS}source/")
"""How the IRIs of signpost's own machinery begin."""


def is_ours(iri: str) -> bool:
    """Whether an IRI is of signpost's own machinery."""
    return iri.startswith(OURS)


def faults(node: Node, place: str = "") -> list[Finding]:
    """Everything about the form of one node that keeps it from being read as triples."""
    return [*_identity(node, place), *_fields(node, place)]


def _identity(node: Node, place: str) -> Iterator[Finding]:
    given, name = node.get("id"), _name(node)
    if not name:
        fault = f"'{shown(given)}' is not an IRI written in full" if given else "This thing has no IRI"
        yield Finding(
            f"{fault}. Give it a web address of its own.",
            place=place,
            path="id",
            expected="an IRI",
            example="https://example.org/resource/my-course",
        )
    elif has_credentials(name):
        yield Finding(f"'{shown(name)}' {_OPEN}.", place=place, path="id", expected="an IRI")
    kinds = words.values(node, "type")
    if not kinds:
        yield Finding(
            "This thing has no type. Say what kind of thing it is.",
            place=place,
            node=name,
            path="type",
            expected="a class word",
            example="LearningResource",
        )
    for kind in kinds:
        if not isinstance(kind, str) or kind not in words.classes():
            yield Finding(
                f"'{shown(kind)}' is not a type that signpost knows.{did_you_mean(kind, words.classes())}",
                place=place,
                node=name,
                path="type",
                expected="a class word",
            )


def _name(node: Node) -> str:
    """The node's IRI; empty where it has none that is lawful and written in full."""
    name = node.get("id")
    return name if isinstance(name, str) and is_iri(name) and words.full(name) == name else ""


def _fields(node: Node, place: str) -> Iterator[Finding]:
    name = _name(node)
    for field, value in node.items():
        if field in words.NAMES:
            continue
        word = words.words().get(field)
        if word is None:
            yield Finding(
                f"'{shown(field)}' is not a word that signpost knows.{did_you_mean(field, words.words())}",
                place=place,
                node=name,
                path=shown(field),
                expected="a word of the context",
            )
            continue
        for problem in _problems(word, value):
            yield Finding(
                f"'{field}' {problem}.",
                place=place,
                node=name,
                path=field,
                expected=expectation(field)[0],
                example=expectation(field)[1],
            )


def expectation(word: str) -> tuple[str, str]:
    """What form a word's value has, in words, and an example where there is a good one for all."""
    known = words.words().get(word)
    if known is None:
        return "", ""
    return _EXPECTED.get(known.detail, known.takes.value), _OF_WORDS.get(word) or _EXAMPLES.get(known.detail, "")


def _problems(word: Word, value: Any) -> Iterator[str]:
    many = _number_of(value)
    if many > MOST_VALUES:
        yield f"has {many:,} values, more than the {MOST_VALUES:,} that one thing may have"
        return
    if not isinstance(value, str) and isinstance(value, Mapping) and "@value" not in value and "@id" not in value:
        yield from _language_problems(word, value)
        return
    for item in value if isinstance(value, list | tuple) else [value]:
        problem = _problem(word, item)
        if problem:
            yield problem


def _number_of(value: Any) -> int:
    values = list(value.values()) if isinstance(value, Mapping) else [value]
    return sum(len(one) if isinstance(one, list | tuple) else 1 for one in values)


def _language_problems(word: Word, value: Mapping[Any, Any]) -> Iterator[str]:
    if word.takes is not Takes.TEXT:
        yield f"takes {_EXPECTED.get(word.detail, word.takes.value)}, but a group of values was given"
        return
    for tag, texts in value.items():
        if not isinstance(tag, str) or not _LANGUAGE.fullmatch(tag):
            yield f"has '{shown(tag)}' where a language such as 'en' or 'cy' belongs"
        for item in texts if isinstance(texts, list | tuple) else [texts]:
            problem = _text_problem(word, item)
            if problem:
                yield problem


def _problem(word: Word, value: Any) -> str:
    if not isinstance(value, str) and isinstance(value, Mapping):
        given = shown(value.get("@value", value.get("@id")))
        return f"takes {_EXPECTED.get(word.detail, word.takes.value)}, but '{given}' is of another kind"
    if word.takes in (Takes.THING, Takes.CONCEPT):
        return _thing_problem(word, value)
    if word.takes is Takes.TYPED:
        if word.detail == XSD + "anyURI" and isinstance(value, str) and has_credentials(value):
            return f"has '{shown(value)}', which {_OPEN}"
        return "" if _LEXICAL[word.detail](value) else f"has '{shown(value)}', which is not {_EXPECTED[word.detail]}"
    if word.takes is Takes.PLAIN and isinstance(value, bool | int):
        return ""
    return _text_problem(word, value)


def _thing_problem(word: Word, value: Any) -> str:
    if isinstance(value, str) and is_iri(words.iri(word.name, value)):
        return f"has '{shown(value)}', which {_OPEN}" if has_credentials(value) else ""
    return f"has '{shown(value)}', which is not {word.takes.value}"


_OPEN = "has a name or a password before its host, where everybody would read it: leave out what stands before the @"


def _text_problem(word: Word, value: Any) -> str:
    if not isinstance(value, str):
        return f"has '{shown(value)}', which is not text"
    most = LONGEST_NAME if word.name in _SHORTER else LONGEST_TEXT
    if len(value) > most:
        return f"has a text of {len(value):,} characters, more than the {most:,} that it may have"
    found = BAD_TEXT.search(value)
    return f"has a character that may not stand in text (U+{ord(found[0]):04X})" if found else ""


def _is_whole(value: Any) -> bool:
    if isinstance(value, str):
        return re.fullmatch(rf"[+-]?[0-9]{{1,{_MOST_DIGITS}}}", value) is not None
    return isinstance(value, int) and not isinstance(value, bool)


def _is_decimal(value: Any) -> bool:
    return _is_whole(value) or (isinstance(value, str) and _DECIMAL.fullmatch(value) is not None)


def _is_day(value: Any) -> bool:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


_LEXICAL: Mapping[str, Callable[[Any], bool]] = {
    XSD + "integer": _is_whole,
    XSD + "decimal": _is_decimal,
    XSD + "boolean": lambda value: isinstance(value, bool),
    XSD + "date": _is_day,
    XSD + "anyURI": lambda value: isinstance(value, str) and is_iri(value),
}
_EXPECTED = {
    XSD + "integer": "a whole number",
    XSD + "decimal": "a number",
    XSD + "boolean": "true or false",
    XSD + "date": "a day as year-month-day",
    XSD + "anyURI": "a web address",
}
_EXAMPLES = {
    XSD + "integer": "3",
    XSD + "decimal": "12.50",
    XSD + "boolean": "true",
    XSD + "date": "2025-09-30",
    XSD + "anyURI": "https://example.org/course",
}
_OF_WORDS = {
    "learningMinutes": "600",
    "price": "95",
    "subsidy": "200",
    "confidence": "0.6",
    "periodMonths": "36",
    "amount": "35",
    "guidedLearningHours": "300",
    "totalQualificationTime": "450",
    "credit": "90",
    "seats": "12",
    "homepage": "https://college.example/",
}
"""Examples of words for which that of their datatype would mislead."""

_SAID_FOR = {
    "name": "label",
    "title": "label",
    "duration": "learningMinutes",
    "hours": "learningMinutes",
    "minutes": "learningMinutes",
    "cost": "price",
    "fee": "price",
    "url": "link",
    "website": "homepage",
    "location": "place",
    "code": "notation",
    "prerequisite": "requires",
    "prerequisites": "requires",
}
"""What other formats call our words."""


def did_you_mean(given: object, known: Iterable[str]) -> str:
    """` Did you mean 'x'?` for a word or the end of an IRI that is nearly a known word, else the empty string."""
    end = re.split("[#/]", str(given))[-1][:80]
    among = list(known)
    meant = _SAID_FOR.get(end.lower(), "")
    close = [meant] if meant in among else get_close_matches(end, among, n=1)
    return f" Did you mean '{close[0]}'?" if close else ""


def shown(value: object) -> str:
    """A value as it may be shown to a reader: short, without credentials, nor what breaks a line or turns it round."""
    text = value[:_SHOWN] if isinstance(value, str) else "" if value is None else repr(value)[:_SHOWN]
    text = _CREDENTIALS.sub("…", text)
    return BAD_TEXT.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))[:120]


_SHOWN = 2_000
"""Characters of a value that are looked at to show the first of them."""
