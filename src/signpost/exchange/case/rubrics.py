"""Rubrics of a CASE package: what levels of a competence look like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from signpost.exchange import addresses
from signpost.exchange.case.entry import Entry
from signpost.exchange.case.names import OWN_LEVELS
from signpost.exchange.gathered import Gathered
from signpost.exchange.scales import scale
from signpost.model import LEVELS

_OF_ITS_OWN = ("identifier", "uri", "lastChangeDateTime")


def read(rubric: Entry, gathered: Gathered, ends: Mapping[str, str]) -> None:
    """The levels of each criterion that is about one item, as statements of that competence."""
    title = rubric.text("title")
    rubric.taken |= {*_OF_ITS_OWN}
    for criterion in rubric.entries("CFRubricCriteria"):
        link = criterion.entry("CFItemURI")
        found = "" if link is None else ends.get(link.text("identifier").lower()) or ends.get(link.text("uri"), "")
        if not gathered.is_a(found, "Competence"):
            reason = "is about no item of the package"
            gathered.tell(f"Row dropped: a criterion of the rubric '{title}' {reason}.", criterion.place)
            continue
        for number, level in enumerate(criterion.entries("CFRubricCriterionLevels"), 1):
            _statement(level, gathered, gathered.nodes[found], number, own=title == OWN_LEVELS)
        criterion.taken |= {*_OF_ITS_OWN, "rubricId", "position"}
        criterion.left("Of a criterion of a rubric its levels alone are kept", ("category", "description", "weight"))
        criterion.tell_left("a criterion")
    if title != OWN_LEVELS:
        rubric.left("Of a rubric the levels of its criteria alone are kept", ("title", "description"))
    rubric.tell_left("a rubric")


def _statement(said: Entry, gathered: Gathered, competence: dict[str, Any], number: int, *, own: bool) -> None:
    language = next(iter(competence["label"]))
    text = said.text("description")
    if not text:
        gathered.tell("Row dropped: the level of a rubric has no description.", said.place, competence["id"])
        return
    place = said.number("position")
    node = {"type": "LevelStatement", "description": {language: text}, **_level(said, own=own)}
    if place is not None:
        node["order"] = place
    address, mark = said.text("uri"), "-" if "#" in competence["id"] else "#"
    iri = address if addresses.is_public(address) else f"{competence['id']}{mark}level-{number}"
    if iri in gathered.nodes:
        gathered.tell(f"Row dropped: it was already read at {gathered.places[iri]}.", said.place, iri)
        return
    gathered.nodes[iri], gathered.places[iri] = {"id": iri, **node}, said.place
    competence.setdefault("levelStatement", set()).add(iri)
    said.taken |= {*_OF_ITS_OWN, "rubricCriterionId"}
    said.left("Left out of the level of a rubric", ("feedback",))
    said.tell_left("a level")


def _level(said: Entry, *, own: bool) -> dict[str, Any]:
    """Level and stated level: the score on our own scale, else the quality where our scale has its name."""
    quality = said.text("quality")
    if own:
        score = said.number("score")
        known = {} if score not in LEVELS else {"level": score}
        return {**known, **({"statedLevel": quality} if quality else {})}
    score_as_text = said.text("score")
    if quality and score_as_text:
        said.note("The score of a level was left out beside its name", path="statedLevel")
    level = scale("level").get(quality.lower()) if not quality.isdecimal() else None
    if level is None:
        said.note("A level of a rubric is not on signpost's scale; only what it is called is kept", path="level")
    stated = quality or score_as_text
    return {**({"statedLevel": stated} if stated else {}), **({} if level is None else {"level": level})}
