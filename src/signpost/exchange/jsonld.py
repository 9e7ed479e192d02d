"""Our own words as JSON-LD: every thing at its JSON pointer, and what JSON-LD would pass over in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from signpost import words
from signpost.exchange import rdf
from signpost.exchange.received import contents
from signpost.graph.parse import read_json
from signpost.model import Finding, Severity, Source, Submission
from signpost.wellformed import did_you_mean, expectation, is_iri, shown


def read(path: Path, source: Source) -> Submission:
    """What a JSON-LD file in our own context says; raises UnreadableInput."""
    data, name = contents(path), path.name
    said = rdf.read_bytes(data, "jsonld", source, name)
    document = read_json(data, name)
    pointers = dict(_pointers(document, ""))
    left_out = (_unknown_word(word, name + pointer) for word, pointer in _unknown_words(document, ""))
    lost = (_no_iri(given, word, name + pointer) for given, word, pointer in _no_iris(document, ""))
    return replace(
        said,
        findings=(*said.findings, *left_out, *lost),
        places={iri: name + pointers.get(iri, "") for iri in said.places},
    )


def _pointers(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """The IRI of each thing in a JSON document, with the JSON pointer to it."""
    if isinstance(value, Mapping):
        own = value.get("id", value.get("@id"))
        if isinstance(own, str):
            yield words.full(own), f"#{pointer or '/'}"
        for key, inner in value.items():
            yield from _pointers(inner, f"{pointer}/{_step(key)}")
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _pointers(inner, f"{pointer}/{n}")


def _step(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _unknown_words(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Words of a JSON document that JSON-LD passes over in silence, since our context does not have them."""
    if isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _unknown_words(inner, f"{pointer}/{n}")
    if not isinstance(value, Mapping):
        return
    for key, inner in value.items():
        word = words.words().get(key)
        if word is None and key not in ("id", "type", "graph") and key[:1] != "@" and ":" not in key:
            yield key, f"#{pointer}/{_step(key)}"
        elif key != "@context" and not (word and word.takes is words.Takes.TEXT):
            yield from _unknown_words(inner, f"{pointer}/{_step(key)}")


def _no_iris(value: Any, pointer: str) -> Iterator[tuple[str, str, str]]:
    """What should be an IRI and is none, with its word: JSON-LD leaves such things and values out in silence."""
    if isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _no_iris(inner, f"{pointer}/{n}")
    if not isinstance(value, Mapping):
        return
    for key, inner in value.items():
        word, place = words.words().get(key), f"{pointer}/{_step(key)}"
        if key in ("id", "@id"):
            if isinstance(inner, str) and not _names(words.full(inner)):
                yield inner, "id", f"#{place}"
        elif word and word.takes in (words.Takes.THING, words.Takes.CONCEPT):
            for one in inner if isinstance(inner, list) else [inner]:
                if isinstance(one, str) and not _names(words.iri(key, one)):
                    yield one, key, f"#{place}"
            yield from _no_iris(inner, place)
        elif key != "@context" and not (word and word.takes is words.Takes.TEXT):
            yield from _no_iris(inner, place)


def _names(iri: str) -> bool:
    return iri.startswith("_:") or is_iri(iri)


def _no_iri(given: str, word: str, place: str) -> Finding:
    expected, example = ("an IRI", "https://example.org/resource/my-course") if word == "id" else expectation(word)
    subject = "" if word == "id" else f"'{word}' has "
    message = f"{subject}'{shown(given)}'{', which' if subject else ''} is not an IRI written in full."
    return Finding(message, place=place, path=word, expected=expected, example=example)


def _unknown_word(word: str, place: str) -> Finding:
    message = f"'{word}' is not a word that signpost knows; it is left out.{did_you_mean(word, words.words())}"
    return Finding(message, Severity.WARNING, place=place, path=word, expected="a word of the context")
