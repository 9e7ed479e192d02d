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
LATER = "61"
"""How the numbers begin that Ofqual gave last; those of a 5 or of 60 were given before."""
SHORT = 120
"""Minutes up to which online learning is taken to bring awareness alone."""
KNOWLEDGE_TITLES = ("understanding", "awareness", "introduction", "principles", "certificate in principles")
NO_ENTRY = "no source states a level to start from, so it starts from 0"
Node = Mapping[str, Any]


@dataclass(frozen=True)
class Gain:
    """What a resource is proposed to do for each competence: the level it leads to from level 0, and why."""

    outcome: int
    shows: str
    because: str
    confidence: float


def competence_of(category: str) -> str:
    """The IRI of a pathway category's competence."""
    return f"{ID}competence/cwp-2024/{slugs.of_title(category)}"


def labels(rows: list[Row]) -> dict[int, str]:
    """Row number -> label; rows of one body for one award are told apart by their number, each of them."""
    shared = Counter(_award_of_body(r) for r in rows)
    return {r.number: _plain_label(r) + (f" ({r.code})" if shared[_award_of_body(r)] > 1 else "") for r in rows}


def later_numbers(rows: list[Row]) -> dict[int, str]:
    """Row number -> the later number (61x) that the same body has for the same award, for rows of earlier numbers."""
    later = {_award_of_body(r): r.code for r in rows if r.code.startswith(LATER)}
    found = {r.number: later.get(_award_of_body(r), "") for r in rows if r.kind == "qualification"}
    return {r.number: found[r.number] for r in rows if found.get(r.number) and not r.code.startswith(LATER)}


def resource_slug(row: Row) -> str:
    """The last part of the resource's IRI: level, title, body and, for a qualification, its number."""
    parts = [f"level-{row.level}" if row.level else "", slugs.of_title(row.title, 60), row.body]
    number = slugs.of_value(row.code) if row.kind == "qualification" else ""
    return "-".join(p for p in (*parts, number) if p)


def nodes(row: Row, label: str, later: str) -> Iterator[Node]:
    """The nodes of one usable row; `later` is the later number of the same award and body, or empty."""
    outcomes = list(_outcomes(row))
    resource = f"{ID}resource/{resource_slug(row)}"
    parts = [f"{resource}#teaches-{n}" for n in range(1, len(outcomes) + 1)]
    yield {**_resource(row, label, later), "id": resource, "teaches": parts}
    for part, outcome in zip(parts, outcomes, strict=True):
        yield {**outcome, "id": part, "type": "LearningOutcome"}
    yield from _needs(row, resource)
    if row.kind == "qualification":
        yield from _award(row, label)


def _award_of_body(row: Row) -> tuple[str, str]:
    return row.body, _plain_label(row).removesuffix(" (England)").lower()


def _plain_label(row: Row) -> str:
    if row.size and row.title.startswith(row.size):
        return f"Level {row.level} {row.title}"
    named = " ".join(p for p in (f"Level {row.level}" if row.level else "", row.size) if p)
    return f"{row.title} ({named})" if named else row.title


def _resource(row: Row, label: str, later: str) -> dict[str, Any]:
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
    return node | (_qualification(row, label, body, later) if row.kind == "qualification" else {})


def _qualification(row: Row, label: str, body: str, later: str) -> dict[str, Any]:
    several = " The list holds more than one number for this award of this body and does not say which is current."
    newer = f" {later} is the later one: before you enrol on {row.code}, check that it is open to new learners."
    return {
        "awardingBody": body,
        "award": f"{ID}award/{resource_slug(row)}",
        "identifier": f"{ID}identifier/ofqual-qualification/{slugs.of_value(row.code)}",
        "note": "Offered through centres that the awarding body approves; ask it for one near you."
        " Where and how a centre teaches is not in the source, so no mode or place is given."
        + (several if row.code in label else "")
        + (newer if later else ""),
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


def _needs(row: Row, resource: str) -> Iterator[Node]:
    told = [n for n in LINKS["need"] if row.code in n.get("codes", ()) or (row.level, row.size) == _award_size(n)]
    if told:
        yield {"id": resource, "requires": [f"{resource}#requires-{n}" for n in range(1, len(told) + 1)]}
    for number, need in enumerate(told, start=1):
        yield {
            "id": f"{resource}#requires-{number}",
            "type": "Prerequisite",
            "competence": f"{ID}standard/{need['competence']}",
            "level": need["level"],
            "basis": f"Proposed: {need['because']}; the source states no entry rule",
            "confidence": need["confidence"],
            "provenance": "editorial",
        }


def _award_size(need: Mapping[str, Any]) -> tuple[int, str] | None:
    return (need["award"], need["size"]) if "award" in need else None


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
        "entryLevel": 0,
        "outcomeLevel": gain.outcome,
        "shows": gain.shows,
        "basis": f"{basis}; {NO_ENTRY}",
        "confidence": confidence,
        "provenance": "editorial",
    }


def _gain(row: Row) -> Gain:
    if row.code in PROGRAMMES:
        programme = PROGRAMMES[row.code]
        because = f"level {programme['outcome']} for {programme['because']}"
        return Gain(programme["outcome"], "knowledge", because, 0.5)
    if row.kind != "qualification":
        return _online_gain(row)
    rule = LEVELS[row.level or 2]
    unknown = "an award whose level is not given, taken as 2, the lowest in the list"
    told = f"award level {row.level}" if row.level else unknown
    because = f"level {rule['outcome']} for {told}; {_why_shows(row)}"
    return Gain(rule["outcome"], _shows(row), because, 0.6 if row.level else 0.4)


def _online_gain(row: Row) -> Gain:
    short = row.minutes is not None and row.minutes <= SHORT
    outcome = 1 if short else 2
    because = f"level {outcome} for online learning of {row.minutes} minutes, which shows knowledge alone"
    return Gain(outcome, "knowledge", because, 0.6)


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
