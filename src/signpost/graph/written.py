"""Statements as RDF/XML; beside `parse`, `embedded` and `asked` a door to pyoxigraph."""

from __future__ import annotations

from collections.abc import Mapping
from xml.parsers import expat

import pyoxigraph as ox

from signpost.errors import SignpostError


def rdf_xml(ntriples: bytes, prefixes: Mapping[str, str]) -> bytes:
    """N-Triples as RDF/XML, in their order, with those of the prefixes that they use.

    Raises SignpostError where XML cannot say them: some characters, and words that are no names of XML, have no form.
    """
    used = {name: address for name, address in prefixes.items() if f"<{address}".encode() in ntriples}
    triples = (quad.triple for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES))
    try:
        written = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=used) or b""
        expat.ParserCreate(namespace_separator=" ").Parse(written, True)
    except (OSError, expat.ExpatError) as fault:
        raise SignpostError("This cannot be said in RDF/XML. Ask for Turtle.") from fault
    return _in_order(written)


def _in_order(written: bytes) -> bytes:
    """The document with the names of its first tag in order; the engine writes them in another one each time."""
    head, tag, rest = written.partition(b"<rdf:RDF ")
    names, ends, body = rest.partition(b">")
    return head + tag + b" ".join(sorted(names.split(b" "))) + ends + body
