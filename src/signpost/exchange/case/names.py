"""The names of CASE that reading and writing share, and which of our words say the same."""

from __future__ import annotations

OF_ITEM = {
    "Item type": "CFItemType",
    "Education level": "educationLevel",
    "Subject": "subject",
    "Keyword": "conceptKeywords",
    "Alternative term": "alternativeLabel",
    "List mark": "listEnumeration",
}
"""Label of a note -> the field of an item for which we have no word."""

OF_DOCUMENT = {
    "Framework type": "frameworkType",
    "Subject": "subject",
    "Last changed": "lastChangeDateTime",
    "Adoption status": "adoptionStatus",
}
"""Label of a note -> the field of a document for which we have no word."""

SEVERAL = frozenset({"subject", "educationLevel", "conceptKeywords"})
"""The fields of these that are lists."""

STATUSES = {"current": "Adopted", "draft": "Draft", "withdrawn": "Deprecated"}
"""Our status of a framework -> the adoption status."""
ALSO_STATUSES = {"private draft": "draft", "implemented": "current"}
"""Other adoption statuses in lower case; as they are stated they are kept in a note."""

ASSOCIATIONS = {
    "related": "isRelatedTo",
    "exactMatch": "exactMatchOf",
    "replacedBy": "replacedBy",
    "partOf": "isPartOf",
    "closeMatch": "ext:closeMatch",
    "broadMatch": "ext:broadMatch",
    "narrowMatch": "ext:narrowMatch",
    "relatedMatch": "ext:relatedMatch",
    "derivedFrom": "ext:derivedFrom",
}
"""Our word -> the type of association; those with `ext:` are extensions, as CASE 1.1 allows them."""

OWN_LEVELS = "Levels on signpost's scale"
"""The title of a rubric whose scores are levels from 0 to 5."""

NOT_STATED = "Not stated"
"""The creator of a framework, which CASE demands, where nobody says who that is."""

NO_TIME = "1970-01-01T00:00:00+00:00"
"""The time of the last change, which CASE demands, where a framework has no date of its own."""


def status(adoption: str) -> str:
    """Our status for an adoption status, or the empty string."""
    known = {theirs.lower(): ours for ours, theirs in STATUSES.items()}
    return known.get(adoption.lower(), "") or ALSO_STATUSES.get(adoption.lower(), "")
