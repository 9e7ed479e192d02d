"""What a course teaches and what it asks for: a competence by its IRI or its name, with a level on our scale.

schema.org has no level of a competence: it is stated in signpost's own words on the term or alignment, such as
`"https://w3id.org/signpost/ns#outcomeLevel": 3`, or as a level of the European Qualifications Framework.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from signpost.exchange.named import placeholder
from signpost.exchange.scales import scale
from signpost.exchange.schemaorg import names
from signpost.exchange.schemaorg.items import OWN, Item, Value, is_name, shown
from signpost.exchange.schemaorg.site import Site
from signpost.exchange.schemaorg.values import bare
from signpost.model import Shows

_LEVEL = re.compile(r"[1-5]")
_ENTRY = re.compile(r"[0-5]")
TAUGHT, ASKED = "teaches", "requires"
_ALIGNMENTS = {"teaches": TAUGHT, "requires": ASKED, "prerequisite": ASKED}


@dataclass(frozen=True, slots=True)
class _Named:
    """A competence as it is named."""

    iri: str
    name: str
    place: str
    item: Item | None


def competences(site: Site, item: Item, node: dict[str, Any]) -> None:
    """Read what an item teaches and asks for."""
    for value in item.take("teaches"):
        _put(site, value, node, TAUGHT)
    for value in item.take("competencyRequired"):
        _put(site, value, node, ASKED)
    for value in item.take("educationalAlignment"):
        _alignment(site, value, node)
    for value in item.take("about"):
        if value.item is not None and value.item.is_one_of(names.TERMS):
            _put(site, value, node, TAUGHT)
        else:
            kind = value.item.kinds[0] if value.item and value.item.kinds else "text"
            site.tally.note(f"Left out, for it names no competence: 'about' that is {shown(kind)}", value.place)
    for value in item.take("coursePrerequisites"):
        if value.item is not None and value.item.is_one_of(names.TERMS):
            _put(site, value, node, ASKED)
        else:
            site.note(node, "Prerequisites", site.said(value), value.place)


def _alignment(site: Site, value: Value, node: dict[str, Any]) -> None:
    item = site.item(value)
    kind = next((bare(site.said(one)) for one in item.take("alignmentType")), "") if item else ""
    if kind in _ALIGNMENTS:
        _put(site, value, node, _ALIGNMENTS[kind])
    elif kind == "educationallevel":
        site.note(node, "Education level", site.said(value), value.place)
    else:
        said = f"of the type '{shown(kind)}'" if kind else "of no type"
        site.tally.note(f"Left out, for it neither teaches nor requires: an alignment {said}", value.place)
        if item is not None:
            item.taken.update(item.words)


def _put(site: Site, value: Value, node: dict[str, Any], word: str) -> None:
    if _is_condition(value):
        site.note(node, "Prerequisites", site.said(value, "description"), value.place)
        return
    for named in _named(site, value):
        level = _level(site, named, node, word)
        if level is None:
            _without_level(site, named, node, word)
        elif not site.is_new(node["id"], word, named.iri):
            site.warn(f"'{shown(named.name)}' is named twice: the first is kept.", named.place, node["id"], word)
        elif word == TAUGHT:
            _outcome(site, named, level, node)
        else:
            said = {"id": site.part(node["id"], "prerequisite"), "type": "Prerequisite", "competence": named.iri}
            site.add(said | {"level": level}, named.place)
            node.setdefault(ASKED, set()).add(said["id"])


def _is_condition(value: Value) -> bool:
    """Whether a value is a condition in words, which names no competence."""
    item = value.item
    return item is not None and "ceterms:ConditionProfile" in item.kinds and "targetCompetency" not in item.words


def _named(site: Site, value: Value) -> Iterator[_Named]:
    """The competences that a value names; those of a condition are its targets."""
    item = site.pointed(value)
    targets = item.take("targetCompetency") if item else []
    for each in targets or [value]:
        yield from _one(site, each)


def _one(site: Site, value: Value) -> Iterator[_Named]:
    item = site.pointed(value)
    said = {word: [site.said(one) for one in item.take(word)] for word in names.SAYS} if item else {}
    iris = [item.iri if item else value.text, *said.get("targetUrl", ()), *said.get("url", ())]
    known = [iri for iri in iris if is_name(iri)]
    codes, texts = said.get("termCode", []), [*said.get("targetName", ()), *said.get("name", ())]
    code, name = (site.clean(next((text for text in each if text.strip()), ""), value.place, "", "competence")
                  for each in ([*codes, *texts, value.text], [*texts, *codes, value.text]))  # fmt: skip
    if known or code:
        yield _Named(known[0] if known else placeholder(code), name or known[0], value.place, item)
    else:
        site.warn("A competence without a name, a code or an IRI was left out.", value.place, path="teaches")


def _level(site: Site, named: _Named, node: dict[str, Any], word: str) -> int | None:
    """The level that is stated beside a competence, if any."""
    item = named.item
    if item is None:
        return None
    own = [site.said(one) for one in item.take(f"{OWN}outcomeLevel", f"{OWN}level")]
    for text in own:
        if _LEVEL.fullmatch(text):
            return int(text)
        site.misread(f"'{shown(text)}' is no level from 1 to 5.", named.place, node["id"], word)
    for value in item.words.get("educationalLevel", ()):
        text = site.said(value)
        found = scale("eqf-level").get(text.strip().lower()) if text.strip().lower().startswith("eqf") else None
        if found:
            item.take("educationalLevel")
            site.understood(text, f"level {found} of signpost's scale", value.place, node["id"], word)
            return found
    return None


def _without_level(site: Site, named: _Named, node: dict[str, Any], word: str) -> None:
    """Without its level a competence is kept as a note, in words."""
    says, label = ("taught", "Teaches") if word == TAUGHT else ("needed before", "Prerequisites")
    message = f"'{shown(named.name)}' is {says}, and no level from 1 to 5 is stated beside it: kept as a note."
    site.misread(message, named.place, node["id"], word)
    site.note(node, label, named.name, named.place)


def _outcome(site: Site, named: _Named, level: int, node: dict[str, Any]) -> None:
    said: dict[str, Any] = {"id": site.part(node["id"], "outcome"), "type": "LearningOutcome"}
    said |= {"competence": named.iri, "outcomeLevel": level, "shows": _shows(site, named, said["id"])}
    for value in named.item.take(f"{OWN}entryLevel") if named.item else ():
        text = site.said(value)
        if _ENTRY.fullmatch(text) and int(text) < level:
            said["entryLevel"] = int(text)
        else:
            message = f"'{shown(text)}' is no level from 0 to below the outcome level: left out."
            site.misread(message, value.place, said["id"], "entryLevel")
    site.add(said, named.place)
    node.setdefault(TAUGHT, set()).add(said["id"])


def _shows(site: Site, named: _Named, iri: str) -> str:
    given = [site.said(one) for one in named.item.take(f"{OWN}shows")] if named.item else []
    for text in given:
        if bare(text) in [*Shows]:
            return bare(text)
        site.misread(f"'{shown(text)}' is none of knowledge, performance, both.", named.place, iri, "shows")
    message = "It is not stated what finishing shows: taken as 'knowledge', the lesser claim."
    site.advise(message, named.place, iri, "shows")
    return Shows.KNOWLEDGE.value
