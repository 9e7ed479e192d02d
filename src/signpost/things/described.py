"""One thing with its parts in each form of linked data: the same statements, and for one release the same bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from signpost import words
from signpost.errors import UnknownName
from signpost.exchange.statements import json_ld, turtle
from signpost.graph.written import rdf_xml
from signpost.model import VOCABULARY
from signpost.store.release import Release
from signpost.things.stated import statements
from signpost.wellformed import is_iri

_SCHEME = re.compile(rf"<{re.escape(VOCABULARY)}([a-z]+(?:-[a-z]+)*)/")


def described(release: Release, thing: str, form: str) -> bytes:
    """What the graph says of a thing and of its parts, in a form which is a key of `FORMS`; raises UnknownName."""
    said = statements(release, thing) if is_iri(thing) else b""
    if not said:
        raise UnknownName("thing called", thing)
    return FORMS[form](said)


def _turtle(ntriples: bytes) -> bytes:
    text = ntriples.decode()
    schemes = {scheme: f"{VOCABULARY}{scheme}/" for scheme in sorted(set(_SCHEME.findall(text)))}
    return turtle(terms_of(ntriples), {**words.prefixes(), **schemes})


def _json_ld(ntriples: bytes) -> bytes:
    text = ntriples.decode()
    used = {name: address for name, address in words.prefixes().items() if f"<{address}" in text}
    return json_ld(terms_of(ntriples), used)


def _rdf_xml(ntriples: bytes) -> bytes:
    return rdf_xml(ntriples, words.prefixes())


def terms_of(ntriples: bytes) -> list[words.Terms]:
    """The statements of N-Triples of which each stands on a line, as they are written there."""
    lines = (line.removesuffix(" .").split(" ", 2) for line in ntriples.decode().split("\n") if line)
    return [(subject, word, value) for subject, word, value in lines]


FORMS: Mapping[str, Callable[[bytes], bytes]] = {
    "ttl": _turtle,
    "jsonld": _json_ld,
    "nt": bytes,
    "rdf": _rdf_xml,
}
"""How the ending of a file is called, and what makes it of sorted N-Triples."""
