"""The training that the pathway's prototype lists: qualifications with their awards, modules and courses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from signpost.exchange.durations import minutes
from signpost.exchange.labelled import labelled
from signpost.exchange.pathway.names import OFQUAL, Pathway, key, organisation, resource, several
from signpost.exchange.slugs import slug
from signpost.model import THINGS
from signpost.wellformed import is_iri

_LEVEL = re.compile(r"\bLevel\s+([1-8])\b")
_SIZE = re.compile(r"\b(?:Award|Certificate|Diploma)\b")
_MOST_JOINED = 4
_ACTIVITIES = {"e-Learning Module": "e-learning", "Course": "external-learning"}
_NOT_SAID = ("n/a",)
_POUNDS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,2})?")


def training(pathway: Pathway, said: dict[str, Any], place: str) -> None:
    """Read one row of training; one that names no body is dropped, for somebody must offer it."""
    title = " ".join(pathway.text(said.get("title"), f"{place}:title").split())
    code, body = (pathway.text(said.get(word), f"{place}:{word}") for word in ("code", "awardingOrganisation"))
    if not title or not body:
        fault = "it names no body, and who offers it must be known" if title else "it has no title"
        pathway.gathered.tell(f"Row dropped: {fault}.", f"{place}:{'awardingOrganisation' if title else 'title'}")
        return
    kind = " ".join(pathway.text(said.get("type"), f"{place}:type").split())
    level = _LEVEL.search(kind)
    end = resource(title, body, code, level[1] if level else "")
    iri = f"{THINGS}resource/{end}"
    if iri in pathway.gathered.nodes:
        pathway.gathered.tell(f"Row dropped: it repeats {pathway.gathered.places[iri]}.", place, iri)
        return
    node = pathway.add(iri, "LearningResource", _label(title, kind), place)
    node |= {"provider": _body(pathway, body, f"{place}:awardingOrganisation")}
    pathway.gathered.gives_way.add(iri)
    if OFQUAL.fullmatch(code):
        _qualification(pathway, node, end, code, level[1] if level else "", place)
    else:
        _other(pathway, node, code, kind, place)
    _particulars(pathway, node, said, place)
    _audience(pathway, node, said, place)
    _about(pathway, node, several(said.get("skillsCat")), place)


def _label(title: str, kind: str) -> str:
    """The title with the level and size of an award, as far as it does not say them itself."""
    level, size = _LEVEL.search(kind), _SIZE.search(kind)
    named = " ".join(part for part in (f"Level {level[1]}" if level else "", size[0] if size else "") if part)
    if size and title.startswith(size[0]):
        return f"{named.removesuffix(size[0])}{title}"
    return f"{title} ({named})" if named else title


def _body(pathway: Pathway, name: str, place: str) -> str:
    iri = organisation(name)
    if iri not in pathway.gathered.nodes:
        pathway.add(iri, "Provider", name, place)
        pathway.gathered.gives_way.add(iri)
    elif pathway.gathered.nodes[iri]["label"]["en"] != name:
        message = f"'{name}' is taken for '{pathway.gathered.nodes[iri]['label']['en']}'."
        pathway.gathered.tell(message, place, iri, "label")
    return iri


def _qualification(pathway: Pathway, node: dict[str, Any], end: str, code: str, level: str, place: str) -> None:
    """The award that a qualification gives, with its number."""
    number = f"{THINGS}identifier/ofqual-qualification/{slug(code)}"
    award = pathway.add(f"{THINGS}award/{end}", "Award", node["label"]["en"], place)
    award |= {"awardingBody": node["provider"], "identifier": number}
    if level:
        award["qualificationLevel"] = level
    else:
        message = "The type of qualification says no level: it is left out."
        pathway.gathered.tell(message, f"{place}:type", award["id"], "qualificationLevel")
    said = {"id": number, "type": "Identifier", "identifierScheme": "ofqual-qualification", "identifierValue": code}
    pathway.gathered.nodes[number], pathway.gathered.places[number] = said, place
    pathway.gathered.gives_way |= {award["id"], number}
    node |= {"activityType": "qualification", "awardingBody": node["provider"], "award": award["id"]}
    node["identifier"] = number


def _other(pathway: Pathway, node: dict[str, Any], code: str, kind: str, place: str) -> None:
    if code:
        node["notation"] = code
    node["activityType"] = _ACTIVITIES.get(kind, "external-learning")
    if kind == "e-Learning Module":
        node["mode"] = "online"
    if node["activityType"] == "external-learning":
        message = f"The type '{kind}' is taken as 'external-learning', for another body arranges it."
        pathway.gathered.tell(message, f"{place}:type", node["id"], "activityType")


# ------------------------------------------------------------------------------------------------ particulars
def _particulars(pathway: Pathway, node: dict[str, Any], said: dict[str, Any], place: str) -> None:
    texts = {word: pathway.text(said.get(word), f"{place}:{word}", node["id"]) for word in said}
    if texts.get("description"):
        node["description"] = {"en": texts["description"]}
    if texts.get("link") and is_iri(texts["link"]):
        node["link"] = texts["link"]
    elif texts.get("link"):
        pathway.gathered.tell("The link is no web address: left out.", f"{place}:link", node["id"], "link")
    named = (("Group", "groupTitle"), ("Category", "category"), ("Type", "type"))
    node["note"] = {"en": [labelled(label, " ".join(texts[word].split())) for label, word in named if texts.get(word)]}
    _time(pathway, node, texts.get("totalLearningTime", "") or texts.get("duration", ""), place)
    _funding(pathway, node, texts, place)


def _time(pathway: Pathway, node: dict[str, Any], prose: str, place: str) -> None:
    found = minutes(prose)
    if found is not None:
        node["learningMinutes"] = found
    elif prose:
        message = f"'{prose}' gives no certain number of minutes: left out."
        pathway.gathered.tell(message, f"{place}:duration", node["id"], "learningMinutes")


def _funding(pathway: Pathway, node: dict[str, Any], texts: dict[str, str], place: str) -> None:
    amount = texts.get("reimbursementAmount", "")
    if _POUNDS.fullmatch(amount):
        node["subsidy"] = amount
    elif amount:
        message = f"'{amount}' is no amount in pounds: left out."
        pathway.gathered.tell(message, f"{place}:reimbursementAmount", node["id"], "subsidy")
    said = [labelled(label, texts[word]) for label, word in
            (("Funding model", "fundingModel"), ("Reimbursable", "reimbursable")) if texts.get(word)]  # fmt: skip
    if said:
        node["fundingNote"] = {"en": said}


def _audience(pathway: Pathway, node: dict[str, Any], said: dict[str, Any], place: str) -> None:
    """For whom it is: in the words of the row, and the names of role categories."""
    found = [pathway.text(said.get("audience"), f"{place}:audience", node["id"], "audience")]
    for code in several(said.get("roleCat")):
        if code in pathway.roles:
            found.append(pathway.roles[code]["label"]["en"])
        elif code not in _NOT_SAID:
            message = f"The role category '{code}' is not described: it was left out."
            pathway.gathered.tell(message, f"{place}:roleCat", node["id"], "audience")
    if any(found):
        node["audience"] = {"en": [text for text in found if text]}


# ------------------------------------------------------------------------------------------------ what it is for
def _about(pathway: Pathway, node: dict[str, Any], titles: list[str], place: str) -> None:
    if not titles:
        pathway.gathered.tell("It names no competence.", f"{place}:skillsCat", node["id"], "about")
    for said, iri in _meant(pathway, titles):
        if not iri:
            message = f"'{said}' is the title of no competence: it was left out."
            pathway.gathered.tell(message, f"{place}:skillsCat", node["id"], "about")
            continue
        if said != pathway.gathered.nodes[iri]["label"]["en"]:
            message = f"'{said}' was read as '{pathway.gathered.nodes[iri]['label']['en']}'."
            pathway.gathered.tell(message, f"{place}:skillsCat", node["id"], "about")
        node.setdefault("about", set()).add(iri)


def _meant(pathway: Pathway, titles: list[str]) -> Iterator[tuple[str, str]]:
    """Each title with its competence, if any; neighbours are joined where together they are one that was split."""
    at = 0
    while at < len(titles):
        for end in range(at + 1, min(at + _MOST_JOINED, len(titles)) + 1):
            said = ", ".join(titles[at:end])
            iri = pathway.competences.get(key(said), "")
            if iri:
                break
        else:
            end, said = at + 1, titles[at]
        yield said, iri
        at = end
