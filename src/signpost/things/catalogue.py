"""The sources of a release as data sets: who publishes each, under which licence, and where it can be had (DCAT 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from signpost.errors import UnknownName
from signpost.graph.asked import written
from signpost.model import GRAPHS, Source
from signpost.store.release import Release
from signpost.terms import XSD, iri, literal
from signpost.wellformed import is_iri
from signpost.words import TYPE

FORMS = {"ttl": "text/turtle", "nt": "application/n-triples"}
"""In which forms a source can be had, and their media types."""
DESCRIBED = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples",
             "rdf": "application/rdf+xml"}  # fmt: skip
"""In which forms the catalogue can be had, and their media types."""

_DCAT, _DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
_FOAF, _VOID = "http://xmlns.com/foaf/0.1/", "http://rdfs.org/ns/void#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_MEDIA = "https://www.iana.org/assignments/media-types/"

_Said = tuple[str, str, str]
"""A thing and a word by their IRIs, and a term of N-Triples."""


@dataclass(frozen=True, slots=True)
class DataSet:
    """What one source states."""

    source: Source
    statements: int
    digest: str
    """SHA-256 of its sorted N-Triples."""

    @property
    def title(self) -> str:
        """What people call it."""
        return self.source.label or self.source.id


def data_sets(release: Release) -> tuple[DataSet, ...]:
    """The sources of a release, by their names."""
    found = [(source, release.graphs[GRAPHS + source.id]) for source in release.sources]
    sets = (DataSet(source, graph.triples, graph.sha256) for source, graph in found)
    return tuple(sorted(sets, key=lambda one: (one.title.casefold(), one.source.id)))


def data_set(release: Release, source: str) -> DataSet:
    """What the source with an id states; raises UnknownName."""
    found = next((one for one in data_sets(release) if one.source.id == source), None)
    if found is None:
        raise UnknownName("source", source, [known.id for known in release.sources])
    return found


def catalogue(release: Release, root: str, form: str = "ttl") -> bytes:
    """The description of all data sets, for a site whose address is `root` (it ends with a slash)."""
    said = [*_catalogue(root), *(one for each in data_sets(release) for one in _described(each, root))]
    lines = sorted({f"{iri(thing)} {iri(word)} {term} .\n" for thing, word, term in said})
    return written("".join(lines).encode(), DESCRIBED[form]).content


def _catalogue(root: str) -> Iterator[_Said]:
    home, service = f"{root}data/catalogue", f"{root}data/catalogue#sparql"
    yield home, TYPE, iri(_DCAT + "Catalog")
    yield home, _DCT + "title", literal("signpost", "en")
    about = "Occupational standards, roles, learning resources and those who offer them, by source."
    yield home, _DCT + "description", literal(about, "en")
    yield home, _FOAF + "homepage", iri(root)
    yield home, _DCT + "publisher", iri(f"{home}#publisher")
    yield f"{home}#publisher", TYPE, iri(_FOAF + "Agent")
    yield f"{home}#publisher", _FOAF + "name", literal("Those who keep this site")
    yield home, _DCAT + "service", iri(service)
    yield service, TYPE, iri(_DCAT + "DataService")
    yield service, _DCT + "title", literal("SPARQL endpoint", "en")
    yield service, _DCAT + "endpointURL", iri(f"{root}sparql")


def _described(each: DataSet, root: str) -> Iterator[_Said]:
    source, home = each.source, f"{root}data/catalogue"
    thing = GRAPHS + source.id
    yield home, _DCAT + "dataset", iri(thing)
    yield f"{home}#sparql", _DCAT + "servesDataset", iri(thing)
    yield thing, TYPE, iri(_DCAT + "Dataset")
    yield thing, _DCT + "title", literal(each.title, "en")
    yield thing, _DCT + "identifier", literal(source.id)
    about = f"What the source '{each.title}' states: {each.statements:,} statements."
    yield thing, _DCT + "description", literal(about, "en")
    yield thing, _VOID + "triples", literal(str(each.statements), datatype=XSD + "integer")
    if source.edition:
        yield thing, _DCAT + "version", literal(source.edition)
    if _is_day(source.retrieved):
        yield thing, _DCT + "modified", literal(source.retrieved, datatype=XSD + "date")
    if source.homepage.startswith("http") and is_iri(source.homepage):
        yield thing, _DCAT + "landingPage", iri(source.homepage)
    yield from _published(source, thing, home)
    yield from _rights(source, thing, home)
    for form in FORMS:
        yield from _distribution(source, thing, root, form)


def _published(source: Source, thing: str, home: str) -> Iterator[_Said]:
    if source.publisher:
        agent = f"{home}#publisher-{_slug(source.publisher)}"
        yield thing, _DCT + "publisher", iri(agent)
        yield agent, TYPE, iri(_FOAF + "Agent")
        yield agent, _FOAF + "name", literal(source.publisher)


def _rights(source: Source, thing: str, home: str) -> Iterator[_Said]:
    if is_iri(source.licence):
        yield thing, _DCT + "license", iri(source.licence)
    if source.rights:
        statement = f"{home}#rights-{_slug(source.id)}"
        yield thing, _DCT + "rights", iri(statement)
        yield statement, TYPE, iri(_DCT + "RightsStatement")
        yield statement, _LABEL, literal(source.rights, "en")


def _distribution(source: Source, thing: str, root: str, form: str) -> Iterator[_Said]:
    place = f"{root}data/sources/{quote(source.id, safe='')}.{form}"
    copy = f"{root}data/catalogue#{_slug(source.id)}-{form}"
    yield thing, _DCAT + "distribution", iri(copy)
    yield copy, TYPE, iri(_DCAT + "Distribution")
    yield copy, _DCAT + "downloadURL", iri(place)
    yield copy, _DCAT + "accessURL", iri(place)
    yield copy, _DCAT + "mediaType", iri(_MEDIA + FORMS[form])
    if is_iri(source.licence):
        yield copy, _DCT + "license", iri(source.licence)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "unnamed"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
