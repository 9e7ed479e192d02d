"""Learning opportunities in CTDL: courses and programmes as JSON-LD, in an envelope or not.

Their words say what those of schema.org say, so that each is read as the one that it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from signpost.exchange.ctdl.names import CETERMS, CTID
from signpost.exchange.schemaorg import reading
from signpost.exchange.schemaorg.items import Item, Value
from signpost.graph.parse import CONTEXT, MOST_BYTES
from signpost.model import Source, Submission

_COURSES = ("LearningOpportunity", "LearningOpportunityProfile", "Course")
_KINDS = {
    **dict.fromkeys(_COURSES, "Course"),
    "LearningProgram": "EducationalOccupationalProgram",
    "ScheduledOffering": "CourseInstance",
    "CredentialAlignmentObject": "AlignmentObject",
}
"""Kind in CTDL -> the kind of schema.org that it is read as; other kinds keep their names."""

_SAME = ("address", "addressCountry", "addressLocality", "addressRegion", "alternateName", "dateModified",
         "description", "endDate", "hasPart", "identifier", "inLanguage", "name", "postalCode", "price", "startDate",
         "streetAddress", "targetCompetency", "teaches")  # fmt: skip
_WORDS = {
    **{name: name for name in _SAME},
    "ctid": "identifier",
    "subjectWebpage": "url",
    "offeredBy": "provider",
    "ownedBy": "offeredBy",
    "estimatedDuration": "timeRequired",
    "estimatedCost": "offers",
    "currency": "priceCurrency",
    "deliveryType": "courseMode",
    "learningDeliveryType": "courseMode",
    "availableAt": "location",
    "hasOffering": "hasCourseInstance",
    "audienceType": "audience",
    "codedNotation": "courseCode",
    "keyword": "keywords",
    "audienceLevelType": "educationalLevel",
    "lifeCycleStatusType": "creativeWorkStatus",
    "requires": "competencyRequired",
    "targetNode": "targetUrl",
    "targetNodeName": "targetName",
    "targetNodeDescription": "targetDescription",
    "framework": "educationalFramework",
    "identifierTypeName": "propertyID",
    "identifierValueCode": "value",
    "learningType": "learningResourceType",
}
"""Word in CTDL -> the word of schema.org that says the same."""
_OF_TERMS = {"codedNotation": "termCode"}
_MARKS = (b'"ceterms:', b"purl.org/ctdl/terms/")
_KIND = re.compile(
    rb'"@?type"\s{0,20}:\s{0,20}(?:\[[^\]]{0,200}?)?"(?:ceterms:|https?://purl\.org/ctdl/terms/)(?:'
    + "|".join((*_COURSES, "LearningProgram", "ScheduledOffering")).encode()
    + rb')"'
)
_NO_FRAMEWORK = b"CompetencyFramework"


def looks_like(path: Path) -> bool:
    """Whether a JSON file describes learning opportunities in CTDL's words, and no framework of competencies."""
    if not path.is_file() or path.suffix.lower() not in (".json", ".jsonld") or path.stat().st_size > MOST_BYTES:
        return False
    data = path.read_bytes()
    if CONTEXT.encode() in data or re.search(rb'"ceasn:' + _NO_FRAMEWORK + rb'"', data):
        return False
    return any(mark in data for mark in _MARKS) and _KIND.search(data) is not None


def read(path: Path, source: Source) -> Submission:
    """The courses and programmes of a file, with their offerings and providers; raises UnreadableInput."""
    return reading.gathered(path, source, _translated)


def _translated(item: Item) -> Item:
    """An item with the kinds and words of schema.org for those of CTDL."""
    kinds = tuple(_name(kind, _KINDS) for kind in item.kinds)
    of_terms = {**_WORDS, **_OF_TERMS} if "AlignmentObject" in kinds else _WORDS
    words: dict[str, list[Value]] = {}
    for word, values in item.words.items():
        if word == CTID and all(item.iri.endswith(value.text) for value in values):
            continue
        words.setdefault(_name(word, of_terms), []).extend(
            replace(value, item=_translated(value.item)) if value.item else value for value in values
        )
    called = {_name(said, table): f"ceterms:{said.removeprefix(CETERMS)}"
              for table, every in ((_KINDS, item.kinds), (of_terms, item.words))
              for said in every if said.startswith(CETERMS)}  # fmt: skip
    return Item(item.place, item.iri, kinds, words, has_context=item.has_context, called=called)


def _name(iri: str, known: Mapping[str, str]) -> str:
    end = iri.removeprefix(CETERMS)
    return iri if end == iri else known.get(end, f"ceterms:{end}")
