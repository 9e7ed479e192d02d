"""The namespaces and properties of SKOS and of what stands beside it, and which of our words say the same."""

from __future__ import annotations

from signpost.model import VOCABULARY

SKOS = "http://www.w3.org/2004/02/skos/core#"
XL = "http://www.w3.org/2008/05/skos-xl#"
DCTERMS = "http://purl.org/dc/terms/"
DC = "http://purl.org/dc/elements/1.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
FOAF = "http://xmlns.com/foaf/0.1/"
ADMS = "http://www.w3.org/ns/adms#"
PROV = "http://www.w3.org/ns/prov#"

PREFIXES = {
    "adms": ADMS,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "owl": OWL,
    "prov": PROV,
    "rdfs": RDFS,
    "skos": SKOS,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

LABELS = (SKOS + "prefLabel", RDFS + "label", DCTERMS + "title", DC + "title", FOAF + "name")
"""What a thing is called: the first of these that it has."""

TEXTS = {
    "definition": (SKOS + "definition",),
    "description": (DCTERMS + "description", DC + "description", RDFS + "comment"),
    "scopeNote": (SKOS + "scopeNote",),
    "example": (SKOS + "example",),
    "note": (SKOS + "note", SKOS + "editorialNote", SKOS + "historyNote", SKOS + "changeNote"),
}
"""Word -> the properties that say it; all but the first are told."""

EVERY_TEXT = ("label", "altLabel", *TEXTS)
"""The words that hold texts, those of names too."""

PLAIN = {
    "rights": (DCTERMS + "rights", DC + "rights"),
    "issued": (DCTERMS + "issued",),
    "language": (DCTERMS + "language", DC + "language"),
    "edition": (OWL + "versionInfo",),
}

MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")

_STATUS = VOCABULARY + "status/"
STATUSES = {
    **{_STATUS + name: name for name in ("current", "legacy", "withdrawn", "draft", "superseded", "unknown")},
    "http://purl.org/adms/status/Completed": "current",
    "http://purl.org/adms/status/Deprecated": "withdrawn",
    "http://purl.org/adms/status/UnderDevelopment": "draft",
    "http://purl.org/adms/status/Withdrawn": "withdrawn",
}  # fmt: skip
"""Values of adms:status, ours and those of ADMS itself."""

TYPES = VOCABULARY + "competence-type/"
SCHEMES = VOCABULARY + "identifier-scheme/"
"""A notation whose datatype begins with this is an identifier of that scheme."""
