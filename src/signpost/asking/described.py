"""What a SPARQL endpoint says of itself (SPARQL 1.1 Service Description), with the graphs that may be asked."""

from __future__ import annotations

from collections.abc import Iterator

from signpost.graph.asked import Answer, written
from signpost.store.release import Release
from signpost.terms import XSD, iri, literal

_SD, _VOID, _FORMATS = (
    "http://www.w3.org/ns/sparql-service-description#",
    "http://rdfs.org/ns/void#",
    "http://www.w3.org/ns/formats/",
)
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_WRITTEN = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
            "N-Triples", "RDF_XML", "JSON-LD")  # fmt: skip


def description(address: str, release: Release, media: str) -> Answer:
    """The description of the endpoint at an address for a release, in one of the media types for statements."""
    lines = sorted(f"{s} {p} {o} .\n".encode() for s, p, o in _statements(address, release))
    return written(b"".join(lines), media)


def _statements(address: str, release: Release) -> Iterator[tuple[str, str, str]]:
    service, dataset, union = iri(f"{address}#service"), iri(f"{address}#dataset"), iri(f"{address}#union")
    yield service, iri(_TYPE), iri(_SD + "Service")
    yield service, iri(_SD + "endpoint"), iri(address)
    yield service, iri(_SD + "supportedLanguage"), iri(_SD + "SPARQL11Query")
    yield service, iri(_SD + "feature"), iri(_SD + "UnionDefaultGraph")
    for form in _WRITTEN:
        yield service, iri(_SD + "resultFormat"), iri(_FORMATS + form)
    yield service, iri(_SD + "defaultDataset"), dataset
    yield dataset, iri(_TYPE), iri(_SD + "Dataset")
    yield dataset, iri(_SD + "defaultGraph"), union
    yield union, iri(_TYPE), iri(_SD + "Graph")
    for number, (name, graph) in enumerate(release.graphs.items()):
        shown, said = iri(f"{address}#named-{number}"), iri(f"{address}#graph-{number}")
        yield dataset, iri(_SD + "namedGraph"), shown
        yield shown, iri(_TYPE), iri(_SD + "NamedGraph")
        yield shown, iri(_SD + "name"), iri(name)
        yield shown, iri(_SD + "graph"), said
        yield said, iri(_TYPE), iri(_SD + "Graph")
        yield said, iri(_VOID + "triples"), literal(str(graph.triples), datatype=XSD + "integer")
