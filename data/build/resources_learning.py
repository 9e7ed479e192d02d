"""Usable pathway rows -> nodes: the resource, its award, its identifier, and what it is proposed to teach."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import slugs
from resources_pathway import LINKS, Row

ID = "https://w3id.org/signpost/id/"
ENGLAND = ID + "region/E92000001"
LEVELS = {rule["award"]: rule for rule in LINKS["level"]}
PROGRAMMES = {code: p for p in LINKS["programme"] for code in p["codes"]}
SHORT = 120
"""Minutes up to which online learning is taken to bring awareness alone."""
KNOWLEDGE_TITLES = ("understanding", "awareness", "introduction", "principles", "certificate in principles")
Node = Mapping[str, Any]


@dataclass(frozen=True)
class Gain:
    """What a resource is proposed to do for each competence: from an entry level to an outcome level, and why."""

    entry: int
    outcome: int
    shows: str
    because: str
    confidence: float


def competence_of(category: str) -> str:
    """The IRI of a pathway category's competence."""
    return f"{ID}competence/cwp-2024/{slugs.of_title(category)}"


def labels(rows: list[Row]) -> dict[int, str]:
    """Row number -> label; rows of one body that would share a label are told apart by their qualification number."""
    plain = {r.number: _plain_label(r) for r in rows}
    shared = Counter((r.body, plain[r.number]) for r in rows)
    return {r.number: plain[r.number] + (f" ({r.code})" if shared[r.body, plain[r.number]] > 1 else "") for r in rows}


def resource_slug(row: Row) -> str:
    """The last part of the resource's IRI: level, title, body and, for a qualification, its number."""
    parts = [f"level-{row.level}" if row.level else "", slugs.of_title(row.title, 60), row.body]
    number = slugs.of_value(row.code) if row.kind == "qualification" else ""
    return "-".join(p for p in (*parts, number) if p)


def nodes(row: Row, label: str) -> Iterator[Node]:
    """The nodes of one usable row, or none where nothing that it teaches is known."""
    outcomes = list(_outcomes(row))
    resource = f"{ID}resource/{resource_slug(row)}"
    parts = [f"{resource}#teaches-{n}" for n in range(1, len(outcomes) + 1)]
    yield {**_resource(row, label), "id": resource, "teaches": parts}
    for part, outcome in zip(parts, outcomes, strict=True):
        yield {**outcome, "id": part, "type": "LearningOutcome"}
    if row.level == 5 and row.size == "Diploma":
        yield from _works_already(resource)
    if row.kind == "qualification":
        yield from _award(row, label)


def _plain_label(row: Row) -> str:
    if row.size and row.title.startswith(row.size):
        return f"Level {row.level} {row.title}"
    named = " ".join(p for p in (f"Level {row.level}" if row.level else "", row.size) if p)
    return f"{row.title} ({named})" if named else row.title


def _resource(row: Row, label: str) -> dict[str, Any]:
    body = f"{ID}organisation/{row.body}"
    node: dict[str, Any] = {
        "type": "LearningResource",
        "label": label,
        "provider": body,
        "activityType": _activity(row),
        "formality": "informal" if row.kind == "e-Learning Module" else "formal",
        "planning": "planned",
        "setting": "external",
        "planCategory": _plan_category(row),
        "needType": ["knowledge", "skills"] if _shows(row) == "both" else "knowledge",
        "subsidy": row.subsidy,
        "fundingNote": f"The prototype of England's adult social care hub (March 2024) lists £{row.subsidy} towards"
        f" this under its '{row.funding}' funding model. It is a subsidy, not the price; the price is not known.",
        "provenance": "sourced",
    }
    if row.kind == "e-Learning Module":
        node["mode"] = "online"
    else:
        node["region"] = ENGLAND
    if row.minutes:
        node["learningMinutes"] = row.minutes
    if row.link:
        node["link"] = row.link
    if row.audience:
        node["audience"] = row.audience
    return node | (_qualification(row, label, body) if row.kind == "qualification" else {})


def _qualification(row: Row, label: str, body: str) -> dict[str, Any]:
    several = " The list holds more than one number for this award of this body and does not say which is current."
    return {
        "awardingBody": body,
        "award": f"{ID}award/{resource_slug(row)}",
        "identifier": f"{ID}identifier/ofqual-qualification/{slugs.of_value(row.code)}",
        "note": "Offered through centres that the awarding body approves; ask it for one near you."
        " Where and how a centre teaches is not in the source, so no mode or place is given."
        + (several if row.code in label else ""),
    }


def _award(row: Row, label: str) -> Iterator[Node]:
    number = f"{ID}identifier/ofqual-qualification/{slugs.of_value(row.code)}"
    award = {
        "id": f"{ID}award/{resource_slug(row)}",
        "type": "Award",
        "label": label,
        "awardingBody": f"{ID}organisation/{row.body}",
        "identifier": number,
        "provenance": "sourced",
    }
    yield award | ({"qualificationLevel": str(row.level)} if row.level else {})
    yield {"id": number, "type": "Identifier", "identifierScheme": "ofqual-qualification", "identifierValue": row.code}


def _works_already(resource: str) -> Iterator[Node]:
    yield {"id": resource, "requires": f"{resource}#requires-1"}
    yield {
        "id": f"{resource}#requires-1",
        "type": "Prerequisite",
        "competence": f"{ID}standard/ml-2012/cfamlba3",
        "level": 2,
        "basis": "Proposed: a level 5 management diploma is worked through in a post that leads people;"
        " the source states no entry rule",
        "confidence": 0.4,
        "provenance": "editorial",
    }


def _outcomes(row: Row) -> Iterator[dict[str, Any]]:
    gain = _gain(row)
    for category in row.categories:
        basis = f"Proposed: the pathway's training list tags it with this category; {gain.because}"
        yield _outcome(gain, competence_of(category), basis, gain.confidence)
    for proposal in LINKS["proposal"]:
        if row.title.lower() in proposal["titles"]:
            because = proposal.get("basis", f"the title '{row.title}' names this ground")
            targets = [competence_of(c) for c in proposal.get("categories", []) if c not in row.categories]
            targets += [f"{ID}standard/{s}" for s in proposal.get("standards", [])]
            for target in targets:
                yield _outcome(gain, target, f"Proposed: {because}; {gain.because}", proposal["confidence"])


def _outcome(gain: Gain, competence: str, basis: str, confidence: float) -> dict[str, Any]:
    return {
        "competence": competence,
        "entryLevel": gain.entry,
        "outcomeLevel": gain.outcome,
        "shows": gain.shows,
        "basis": basis,
        "confidence": confidence,
        "provenance": "editorial",
    }


def _gain(row: Row) -> Gain:
    if row.code in PROGRAMMES:
        programme = PROGRAMMES[row.code]
        because = f"level {programme['outcome']} for {programme['because']}"
        return Gain(programme["entry"], programme["outcome"], "knowledge", because, 0.5)
    if row.kind != "qualification":
        return _online_gain(row)
    rule = LEVELS[row.level or 2]
    unknown = "an award whose level is not given, taken as 2, the lowest in the list"
    told = f"award level {row.level}" if row.level else unknown
    because = f"level {rule['outcome']} for {told}; {_why_shows(row)}"
    return Gain(rule["entry"], rule["outcome"], _shows(row), because, 0.6 if row.level else 0.4)


def _online_gain(row: Row) -> Gain:
    short = row.minutes is not None and row.minutes <= SHORT
    outcome = 1 if short else 2
    because = f"level {outcome} for online learning of {row.minutes} minutes, which shows knowledge alone"
    return Gain(0, outcome, "knowledge", because, 0.6)


def _shows(row: Row) -> str:
    return "both" if row.size == "Diploma" else "knowledge"


def _why_shows(row: Row) -> str:
    if row.size == "Diploma":
        return "a competence diploma shows knowledge and performance"
    if row.title.lower().startswith(KNOWLEDGE_TITLES):
        return "its title promises knowledge alone"
    return "the source does not say that practice is assessed, so knowledge alone"


def _activity(row: Row) -> str:
    if row.kind == "qualification":
        return "qualification"
    if row.kind == "e-Learning Module":
        return "e-learning"
    return "direct-training" if re.search("live session", row.kind) or row.code == "MHFA" else "external-learning"


def _plan_category(row: Row) -> str:
    if row.kind == "qualification":
        return "required-qualification" if row.level == 5 and row.size == "Diploma" else "award-as-required"
    return str(PROGRAMMES[row.code]["category"]) if row.code in PROGRAMMES else "external-non-qualifying"
