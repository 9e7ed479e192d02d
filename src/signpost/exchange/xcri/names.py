"""The elements of XCRI-CAP 1.2 that we understand, its vocabularies, and how a feed can say what it did not.

What they mean is said in the XCRI-CAP 1.2 specification (BS 8581-1, after EN 15982, Metadata for Learning
Opportunities).
"""

from __future__ import annotations

from types import MappingProxyType

XCRI = "http://xcri.org/profiles/1.2/catalog"
PROFILES = "http://xcri.org/profiles/"
"""How the namespaces of every edition begin."""
XML, XSI = "http://www.w3.org/XML/1998/namespace", "http://www.w3.org/2001/XMLSchema-instance"

KNOWN = frozenset({
    XCRI, f"{XCRI}/terms", "http://xcri.org/profiles/1.2/catalog/terms", "http://purl.org/net/mlo",
    "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/", "http://purl.org/net/cm",
})  # fmt: skip
"""The namespaces over which the elements are spread; feeds mix them up, so that any of them will do."""

ATTRIBUTES = frozenset({"xml:lang", "xsi:type", "identifier", "dtf", "interval", "href", "recstatus"})
"""The attributes that are read, beside those of signpost's own."""
DELETED = "3"
"""The value of `recstatus` in a feed of changes by which a course or presentation is taken back."""

DESCRIPTIVE = MappingProxyType({
    "abstract": "Abstract",
    "applicationProcedure": "How to apply",
    "assessment": "Assessment",
    "objective": "Objective",
    "regulations": "Regulations",
})  # fmt: skip
"""Element with text of some length that we have no word for -> the label of the note that keeps it."""
OF_A_RUN = MappingProxyType({
    "applyTo": "Apply at",
    "age": "Age",
    "languageOfAssessment": "Language of assessment",
    "engagement": "Engagement",
})  # fmt: skip
"""Element of a presentation alone -> the label of its note."""

ATTENDANCE = MappingProxyType({
    "CM": "Campus",
    "DA": "Distance with attendance",
    "DS": "Distance without attendance",
    "NC": "Face-to-face non-campus",
    "MM": "Mixed mode",
    "ON": "Online (no attendance)",
    "WB": "Work-based",
})  # fmt: skip
MODES = MappingProxyType({
    "CM": "in-person", "DA": "blended", "DS": "distance", "NC": "in-person", "MM": "blended", "ON": "online",
    "WB": "workplace",
})  # fmt: skip
"""Code of attendanceMode -> mode; who learns at a distance and has to attend as well learns in both ways."""
PATTERN = MappingProxyType({
    "DT": "Daytime", "EV": "Evening", "TW": "Twilight", "DR": "Day/Block release", "WE": "Weekend", "CS": "Customised",
})  # fmt: skip
STUDY = MappingProxyType({
    "FL": "Flexible", "FT": "Full time", "PF": "Part of a full time programme", "PT": "Part time", "NK": "Not known",
})  # fmt: skip
NOTHING = frozenset({"not known", "any"})
"""What says nothing in these vocabularies and of an age."""

CREDITS = frozenset({"cats", "scqf", "cqfw", "qcf", "rqf", "fheq"})
"""Schemes whose credit stands for ten hours of learning (SCQF and QAA credit frameworks; Ofqual, condition E8)."""
HOURS_OF_A_CREDIT = 10

_LEVELS = "a level from 1 to 5 beside the competence, in an attribute of signpost's namespace"
FORMS = MappingProxyType({
    "teaches": (_LEVELS, 'xmlns:sp="https://w3id.org/signpost/ns#" sp:outcomeLevel="3"'),
    "requires": (_LEVELS, 'xmlns:sp="https://w3id.org/signpost/ns#" sp:level="2"'),
    "startDate": ("a day in the attribute 'dtf'", 'dtf="2026-09-30"'),
    "endDate": ("a day in the attribute 'dtf'", 'dtf="2026-10-01"'),
    "learningMinutes": ("hours or minutes of learning in the attribute 'interval'", 'interval="PT30H"'),
    "mode": ("a code of attendanceMode", 'identifier="ON"'),
})  # fmt: skip
"""Word of ours -> the form in which a feed can say it, and an example."""
