"""The names of CTDL-ASN that reading and writing share, and which of our words say the same."""

from __future__ import annotations

CEASN = "https://purl.org/ctdlasn/terms/"
CETERMS = "https://purl.org/ctdl/terms/"
CONTEXT = "https://credreg.net/ctdlasn/schema/context/json"
"""The address of the context of what is written; it is never fetched."""

PREFIXES = {
    "asn": "http://purl.org/ASN/schema/core/",
    "ceasn": CEASN,
    "ceterms": CETERMS,
    "dcterms": "http://purl.org/dc/terms/",
    "dct": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}

FRAMEWORK, COMPETENCY = CEASN + "CompetencyFramework", CEASN + "Competency"
CTID, IN_LANGUAGE = CETERMS + "ctid", CEASN + "inLanguage"

MATCHES = {
    "exactMatch": "exactAlignment",
    "closeMatch": "majorAlignment",
    "relatedMatch": "minorAlignment",
    "broadMatch": "broadAlignment",
    "narrowMatch": "narrowAlignment",
}
"""Our word -> the alignment that says the same."""

ALSO_MATCHES = {"alignTo": "relatedMatch", "alignFrom": "relatedMatch", "crossSubjectReference": "relatedMatch"}
"""Other alignments, which are kept as this word."""

THINGS = {
    **{name: CEASN + name for name in (
        "hasChild", "isChildOf", "hasTopChild", "isTopChildOf", "isPartOf", "publisher", "creator", "license", "source",
        "publicationStatusType", "rightsHolder", "educationLevelType", "complexityLevel", "derivedFrom", "isVersionOf",
        "prerequisiteAlignment", "inferredCompetency", "identifier", *MATCHES.values(), *ALSO_MATCHES)},
    "supersededBy": CETERMS + "supersededBy",
}  # fmt: skip
"""The properties whose values are addresses, also where JSON writes them as plain text."""

NOTES = {
    "Education level": CEASN + "educationLevelType",
    "Complexity level": CEASN + "complexityLevel",
    "Version of": CEASN + "isVersionOf",
    "Derived from": CEASN + "derivedFrom",
    "Superseded by": CETERMS + "supersededBy",
    "Creator": CEASN + "creator",
    "Publisher": CEASN + "publisher",
    "Rights holder": CEASN + "rightsHolder",
    "Further identifier": CEASN + "identifier",
    "Category": CEASN + "competencyCategory",
    "Subject": CEASN + "localSubject",
    "Keyword": CEASN + "conceptKeyword",
    "Weight": CEASN + "weight",
    "Other code": CEASN + "altCodedNotation",
    "List mark": CEASN + "listID",
    "Copyright": CEASN + "dateCopyright",
    "Last changed": CEASN + "dateModified",
    "CTID": CTID,
}
"""Label of a note -> the property for which we have no word, or none for that value."""

TEXTS = frozenset({CEASN + "competencyCategory", CEASN + "localSubject", CEASN + "conceptKeyword"})
"""Those of them whose values are texts in a language."""

STATUSES = {"current": "Published", "draft": "Draft", "withdrawn": "Deprecated"}
"""Our status -> the end of the address of a publication status."""
STATUS_HOME = "http://credreg.net/ctdlasn/vocabs/publicationStatus/"
