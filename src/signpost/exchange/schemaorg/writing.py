"""Nodes of ours as schema.org describes them, to be embedded in their pages.

A resource is a Course where it has all that search engines ask of one: a description, who provides it, what it costs,
how it is delivered, and how long it takes or when it runs. Else it is a LearningResource and no more. Nothing is made
up: a price that is not known is no price, and a subsidy is none either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from signpost import words
from signpost.model import NAMESPACE, Node

CONTEXT = "https://schema.org"
_MODES = {
    "online": "Online",
    "in-person": "Onsite",
    "workplace": "Onsite",
    "blended": "Blended",
    "distance": "Distance",
}
_ACCESS = {"captions": "captions", "sign-language": "signLanguage", "screen-reader": "screenReaderSupport",
           "step-free": "stepFree", "easy-read": "easyRead"}  # fmt: skip
_TAUGHT = frozenset({"direct-training", "qualification", "open-learning", "lecture", "online-activity", "e-learning",
                     "external-learning", "formal-study"})  # fmt: skip
"""Activity types that are courses; reading, mentoring or learning at work are none."""
PART = frozenset({"competence", "entryLevel", "outcomeLevel", "level", "shows", "price", "mode", "startDate", "endDate",
                  "place", "importance"})  # fmt: skip
"""The words of the parts of things that are told."""
_MOST = 30
"""Competences that one thing names at most: a page is no data file."""


@dataclass(frozen=True, slots=True)
class Named:
    """What is known of a thing that another one names."""

    label: str
    code: str = ""
    framework: str = ""
    """The label of the framework that a competence stands in, with its edition."""


Names = Callable[[str], Named]
"""What is known of a thing, by its IRI."""


def write(node: Node, parts: Mapping[str, Node], named: Names, *, offers: bool = False) -> dict[str, Any] | None:
    """A node with its parts as schema.org describes it, or None where that has no word for its kind.

    `offers` says whether an organisation offers learning.
    """
    kinds = set(map(str, words.values(node, "type")))
    kind = next((kind for kind in _WRITERS if kind in kinds), "")
    if not kind:
        return None
    told = _WRITERS[kind](node, parts, named)
    if kind in _BODIES and (offers or kind != "Organisation"):
        told = {"@type": "EducationalOrganization"} | told
    return {"@context": CONTEXT, "@type": _TYPES[kind], "@id": node["id"]} | _known(told)


def _known(told: Mapping[str, Any]) -> dict[str, Any]:
    return {word: value for word, value in told.items() if value not in ("", None, [], {})}


def _one_or_list(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


# ------------------------------------------------------------------------------------------------ resources
def _resource(node: Node, parts: Mapping[str, Node], named: Names) -> dict[str, Any]:
    told = {
        "name": words.text(node, "label"),
        "description": words.text(node, "description"),
        "url": words.text(node, "link"),
        "provider": _one_or_list([_body(str(iri), named) for iri in words.values(node, "provider")]),
        "teaches": _taught(node, parts, named, "teaches"),
        "assesses": _taught(node, parts, named, "assesses"),
        "competencyRequired": _taught(node, parts, named, "requires"),
        "learningResourceType": _one_or_list([_plain(kind) for kind in words.values(node, "activityType")]),
        "timeRequired": _duration(node),
        "inLanguage": _one_or_list(sorted(map(str, words.values(node, "language")))),
        "offers": _one_or_list(list(_offers(node, parts))),
        "isAccessibleForFree": True if _price(node) == 0 else None,
        "audience": [{"@type": "EducationalAudience", "audienceType": said} for said in words.values(node, "audience")],
        "accessibilityFeature": [_ACCESS.get(str(one), str(one)) for one in words.values(node, "access")],
        "educationalCredentialAwarded": _award(node, named),
    }
    return told | _as_course(node, parts, told)


def _as_course(node: Node, parts: Mapping[str, Node], told: Mapping[str, Any]) -> dict[str, Any]:
    """What makes a resource a Course; nothing where a fact is missing."""
    runs = list(_instances(node, parts))
    whole = all(told[word] for word in ("name", "description", "provider", "offers")) and runs
    if not whole or not _TAUGHT.intersection(map(str, words.values(node, "activityType"))):
        return {}
    return {"@type": ["Course", "LearningResource"], "hasCourseInstance": _one_or_list(runs)}


def _instances(node: Node, parts: Mapping[str, Node]) -> Iterator[dict[str, Any]]:
    """The runs of a resource, or the one that is always open, where their mode and their time or dates are known."""
    dated = [parts[str(iri)] for iri in words.values(node, "offering") if str(iri) in parts]
    for run in dated or ([] if node.get("scheduled") is True else [{}]):
        mode = [_MODES.get(str(one), str(one)) for one in words.values(run, "mode") or words.values(node, "mode")]
        days = {word: words.text(run, word) for word in ("startDate", "endDate")}
        schedule = {"@type": "Schedule"} | _known(days) if days["startDate"] else None
        if mode and (_duration(node) or schedule):
            yield {"@type": "CourseInstance"} | _known({
                "courseMode": _one_or_list(mode),
                "courseWorkload": _duration(node),
                **days,
                "courseSchedule": schedule,
                "location": _one_or_list(list(words.values(run, "place"))),
                "offers": _offer(_price(run)) if "price" in run else None,
            })  # fmt: skip


def _offers(node: Node, parts: Mapping[str, Node]) -> Iterator[dict[str, Any]]:
    """What it costs: its own price, else the prices of its runs."""
    runs = [parts[str(iri)] for iri in words.values(node, "offering") if str(iri) in parts]
    prices = {_price(one) for one in ([node] if "price" in node else runs)}
    yield from (_offer(price) for price in sorted(price for price in prices if price is not None))


def _price(node: Node) -> Decimal | None:
    return Decimal(str(words.values(node, "price")[0])) if "price" in node else None


def _offer(price: Decimal | None) -> dict[str, Any]:
    free = price == 0
    return {"@type": "Offer", "category": "Free" if free else "Paid", "price": str(price), "priceCurrency": "GBP"}


def _duration(node: Node) -> str:
    minutes = words.text(node, "learningMinutes")
    return f"PT{minutes}M" if minutes else ""


def _taught(node: Node, parts: Mapping[str, Node], named: Names, word: str) -> list[dict[str, Any]]:
    """The competences that the parts of a word name, each with its levels in our own words."""
    found = []
    for iri in words.values(node, word)[:_MOST]:
        part = parts.get(str(iri), {})
        for competence in words.values(part, "competence"):
            levels = {
                f"{NAMESPACE}{name}": part[name] for name in ("entryLevel", "outcomeLevel", "level") if name in part
            }
            shows = {f"{NAMESPACE}shows": _plain(one) for one in words.values(part, "shows")}
            found.append(_term(str(competence), named) | levels | shows)
    return found


def _term(iri: str, named: Names) -> dict[str, Any]:
    known = named(iri)
    return {"@type": "DefinedTerm", "@id": iri} | _known(
        {"name": known.label, "termCode": known.code, "inDefinedTermSet": known.framework}
    )


def _body(iri: str, named: Names) -> dict[str, Any]:
    return {"@type": "Organization", "@id": iri, "name": named(iri).label}


def _award(node: Node, named: Names) -> Any:
    return _one_or_list([
        {"@type": "EducationalOccupationalCredential", "@id": str(iri), "name": named(str(iri)).label}
        for iri in words.values(node, "award")
    ])  # fmt: skip


def _plain(concept: Any) -> str:
    return str(concept).rsplit("/", 1)[-1]


# ------------------------------------------------------------------------------------------------ other things
def _organisation(node: Node, parts: Mapping[str, Node], named: Names) -> dict[str, Any]:
    return {
        "name": words.text(node, "label"),
        "alternateName": _one_or_list(list(words.values(node, "altLabel"))),
        "description": words.text(node, "purpose") or words.text(node, "description"),
        "url": words.text(node, "homepage"),
    }


def _competence(node: Node, parts: Mapping[str, Node], named: Names) -> dict[str, Any]:
    known = named(str(node["id"]))
    sets = [{"@type": "DefinedTermSet", "@id": str(iri), "name": named(str(iri)).label}
            for iri in words.values(node, "inFramework")]  # fmt: skip
    return _about(node) | {
        "termCode": known.code or words.text(node, "notation"),
        "inDefinedTermSet": _one_or_list(sets),
    }


def _framework(node: Node, parts: Mapping[str, Node], named: Names) -> dict[str, Any]:
    publishers = [_body(str(iri), named) for iri in words.values(node, "publisher")]
    return _about(node) | {"version": words.text(node, "edition"), "publisher": _one_or_list(publishers)}


def _role(node: Node, parts: Mapping[str, Node], named: Names) -> dict[str, Any]:
    lines = [parts[str(iri)] for iri in words.values(node, "requirement") if str(iri) in parts]
    lines.sort(key=lambda line: (-int(words.text(line, "importance") or 0), str(line["id"])))
    asked = dict.fromkeys(str(iri) for line in lines for iri in words.values(line, "competence"))
    return _about(node) | {"skills": [_term(iri, named) for iri in [*asked][:_MOST]]}


def _occupation(node: Node, parts: Mapping[str, Node], named: Names) -> dict[str, Any]:
    asked = [str(iri) for iri in words.values(node, "essentialCompetence")]
    code = words.text(node, "classCode") or words.text(node, "notation")
    return _about(node) | {"occupationalCategory": code, "skills": [_term(iri, named) for iri in asked[:_MOST]]}


def _credential(node: Node, parts: Mapping[str, Node], named: Names) -> dict[str, Any]:
    level = [f"RQF {_plain(one)}" for one in words.values(node, "qualificationLevel")]
    bodies = [_body(str(iri), named) for iri in words.values(node, "awardingBody")]
    return _about(node) | {"educationalLevel": _one_or_list(level), "recognizedBy": _one_or_list(bodies)}


def _about(node: Node) -> dict[str, Any]:
    described = words.text(node, "definition") or words.text(node, "description") or words.text(node, "purpose")
    return {
        "name": words.text(node, "label"),
        "alternateName": _one_or_list(list(words.values(node, "altLabel"))[:10]),
        "description": described,
    }


_WRITERS: Mapping[str, Callable[[Node, Mapping[str, Node], Names], dict[str, Any]]] = {
    "LearningResource": _resource, "WorkBasedActivity": _resource, "Provider": _organisation,
    "AwardingBody": _organisation, "Organisation": _organisation, "Standard": _competence, "Competence": _competence,
    "Framework": _framework, "Role": _role, "Occupation": _occupation, "Award": _credential,
}  # fmt: skip
_BODIES = frozenset({"Provider", "AwardingBody", "Organisation"})
_TYPES = {
    "LearningResource": "LearningResource", "WorkBasedActivity": "LearningResource", "Provider": "Organization",
    "AwardingBody": "Organization", "Organisation": "Organization", "Standard": "DefinedTerm",
    "Competence": "DefinedTerm", "Framework": "DefinedTermSet", "Role": "Occupation", "Occupation": "Occupation",
    "Award": "EducationalOccupationalCredential",
}  # fmt: skip
"""Class of ours -> type of schema.org."""
