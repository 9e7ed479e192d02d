"""The short names of concepts that a specification or policy may use; a test holds them to `ontology/vocabularies`."""

from __future__ import annotations

from signpost.model import Horizon, Shows

SCHEMES = {
    "family": ("generic", "specialist", "partnership"),
    "horizon": tuple(Horizon),
    "shows": tuple(Shows),
    "judge": ("self", "line-manager", "peer", "direct-report", "service-user", "partner", "assessor", "test"),
    "evidence-kind": (
        "observation",
        "witness-testimony",
        "professional-discussion",
        "reflective-log",
        "product",
        "rpl",
        "assignment",
        "questioning",
        "certificate",
        "test",
        "appraisal",
        "feedback",
    ),
    "mode": ("online", "in-person", "blended", "workplace", "distance"),
    "access": ("step-free", "captions", "sign-language", "easy-read", "screen-reader"),
    "provenance": ("sourced", "editorial", "provider"),
}
"""The concepts of each scheme, by the scheme's short name."""
