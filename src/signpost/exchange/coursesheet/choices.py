"""What a cell of a course list names: concepts of our vocabularies, levels, regions, languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache

from signpost import files, words
from signpost.exchange import regions
from signpost.exchange.coursesheet.values import Fault, Read
from signpost.exchange.schemaorg import names
from signpost.exchange.schemaorg import values as site
from signpost.exchange.schemaorg.items import shown
from signpost.exchange.slugs import folded
from signpost.graph.parse import parse
from signpost.model import VOCABULARY

_SEPARATED = re.compile(r"[;\n]")
_ALSO_SEPARATED = re.compile(r"[;\n,/]")
_ACTIVITIES = {
    **names.ACTIVITIES,
    **dict.fromkeys(("course", "shortcourse", "training", "classroom", "classroomcourse"), "direct-training"),
    **dict.fromkeys(("award", "certificate", "diploma", "nvq", "apprenticeship"), "qualification"),
    **dict.fromkeys(("degree", "university", "universitycourse"), "formal-study"),
}
_SHOWS = {
    **dict.fromkeys(("knowledgeandperformance", "knowledgeperformance", "performanceandknowledge"), "both"),
    "know": "knowledge", "perform": "performance",
}  # fmt: skip
_ALSO: Mapping[str, Mapping[str, str]] = {
    "activity-type": _ACTIVITIES, "mode": names.MODE_OF, "access": names.ACCESS, "shows": _SHOWS,
}  # fmt: skip
"""Vocabulary -> what else people call its concepts, in letters and digits alone."""
_WHAT = {"activity-type": "activity type", "mode": "way of delivery", "access": "access feature"}


@cache
def labels(vocabulary: str) -> Mapping[str, str]:
    """Slug -> name of the concepts of a vocabulary, in the order of their slugs."""
    path, start = files.ontology() / "vocabularies" / f"{vocabulary}.ttl", f"{VOCABULARY}{vocabulary}/"
    nodes, _ = words.from_triples(parse(path.read_bytes(), "turtle", path.name))
    own = [node for node in nodes if node.get("type") == "Concept" and node["id"].startswith(start)]
    return {node["id"].removeprefix(start): words.text(node, "label") for node in own}


def activity(said: str) -> Read | Fault:
    """The kinds of activity that a cell names."""
    return _several(said, "activity-type")


def mode(said: str) -> Read | Fault:
    """The ways of delivery that a cell names."""
    return _several(said, "mode")


def access(said: str) -> Read | Fault:
    """The access features that a cell names."""
    return _several(said, "access")


@lru_cache(1024)
def _several(said: str, vocabulary: str) -> Read | Fault:
    whole = _concept(said, vocabulary)
    parts = [said] if whole else [part.strip() for part in _ALSO_SEPARATED.split(said) if part.strip()]
    found = [whole or _concept(part, vocabulary) for part in parts]
    known = labels(vocabulary)
    for part, slug in zip(parts, found, strict=True):
        if not slug:
            close = get_close_matches(folded(part)[:60], {folded(label): label for label in known.values()}, n=1)
            near = next((label for label in known.values() if close and folded(label) == close[0]), "")
            listed = f"one or more of: {', '.join(known.values())}"
            hint = f" Did you mean '{near}'?" if near else f" Write {listed}."
            message = f"'{shown(part)}' is no {_WHAT[vocabulary]} that is known.{hint}"
            return Fault(message, listed, near or next(iter(known.values())))
    is_exact = all(folded(part) in (slug, folded(known[slug])) for part, slug in zip(parts, found, strict=True))
    named = " and ".join(f"'{known[slug]}'" for slug in dict.fromkeys(found))
    return Read(frozenset(found), "" if is_exact else named)


def _concept(said: str, vocabulary: str) -> str:
    """The slug of the concept that a text names, or the empty string."""
    return _concepts(vocabulary).get(_letters(said), "")


@cache
def _concepts(vocabulary: str) -> Mapping[str, str]:
    own = {_letters(name): slug for slug, label in labels(vocabulary).items() for name in (slug, label)}
    return {**_ALSO[vocabulary], **own}


def _letters(said: str) -> str:
    """A text in small letters and digits alone."""
    return re.sub(r"[^a-z0-9]+", "", said.lower())


@lru_cache(1024)
def region(said: str) -> Read | Fault:
    """The regions that a cell names."""
    found: list[regions.Area] = []
    parts = [part.strip() for part in _SEPARATED.split(said) if part.strip()]
    for part in parts:
        areas = regions.meant(part)
        if not areas:
            near = regions.near(part)
            hint = f" Did you mean '{near}'?" if near else ""
            expected = "a nation, an English region or a council of the United Kingdom, by its name or code"
            return Fault(f"'{shown(part)}' is no region that is known.{hint}", expected, near or "North West")
        found += areas
    plain = {*map(folded, parts), *(folded(part.rstrip("/").rpartition("/")[2]) for part in parts)}
    is_exact = all({folded(area.label), folded(area.iri.rpartition("/")[2])} & plain for area in found)
    named = " and ".join(f"'{area.label}'" for area in dict.fromkeys(found))
    return Read(frozenset(area.iri for area in found), "" if is_exact else named)


@lru_cache(1024)
def language(said: str) -> Read | Fault:
    """The tags of the languages that a cell names."""
    parts = [part.strip() for part in re.split(r"[;\n,/&]| and ", said) if part.strip()]
    found = [site.language(part) for part in parts]
    unknown = [part for part, tag in zip(parts, found, strict=True) if not tag]
    if unknown:
        message = f"'{shown(unknown[0])}' is no language that is known."
        return Fault(message, "a language by its English name or its tag", "Welsh")
    return Read(frozenset(found), "" if len(parts) == 1 else " and ".join(f"'{tag}'" for tag in found))


# ------------------------------------------------------------------------------------------------ lists, one for each
def split(said: str, *, commas: bool = False) -> list[str]:
    """The parts of a cell that may hold several, without empty ones."""
    return [part.strip() for part in (_ALSO_SEPARATED if commas else _SEPARATED).split(said) if part.strip()]


@lru_cache(1024)
def levels(said: str, lowest: int = 1, highest: int = 5) -> Read | Fault:
    """Levels of signpost's scale, one for each part of a cell, by number, word or both.

    >>> levels("2; competent"), levels("Level 3").is_doubtful
    (Read(value=(2, 3), meant='2 and 3', is_doubtful=False), True)
    """
    found: list[int] = []
    parts = split(said, commas=True)
    for part in parts:
        level = _level(part)
        if level is None or not lowest <= level <= highest:
            expected = f"a level from {lowest} to {highest} or its word, such as 2 or guided"
            return Fault(f"'{shown(part)}' is not {expected}.", expected, str(max(lowest, 2)))
        found.append(level)
    read = " and ".join(map(str, found))
    if any(part.lower().startswith("l") and part[-1].isdigit() for part in parts):
        return Read(tuple(found), f"{read} of signpost's scale ({_of_level(found[0])}), not of a qualification", True)
    return Read(tuple(found), "" if all(part[0].isdigit() for part in parts) else read)


def _of_level(level: int) -> str:
    return f"{level} is {labels('level')[str(level)].lower()}"


def _level(said: str) -> int | None:
    named = {folded(label): int(slug) for slug, label in labels("level").items()}
    match = re.fullmatch(r"(?:level |l)?([0-5])(?:\.0+)?(?:[ :.(-]+(?P<word>[a-z ]+)\)?)?", folded(said))
    if match and match["word"]:
        return int(match[1]) if named.get(match["word"].strip()) == int(match[1]) else None
    return int(match[1]) if match else named.get(folded(said))


@lru_cache(1024)
def shows(said: str) -> Read | Fault:
    """What each part of a cell says that finishing is evidence of."""
    whole = _concept(said, "shows")
    parts = [said] if whole else split(said, commas=True)
    found = [whole or _concept(part, "shows") for part in parts]
    if not all(found):
        wrong = next(part for part, slug in zip(parts, found, strict=True) if not slug)
        expected = "knowledge, performance or both"
        message = f"'{shown(wrong)}' does not say what finishing shows, which is {expected}."
        return Fault(message, expected, "knowledge")
    is_exact = all(folded(part) == slug for part, slug in zip(parts, found, strict=True))
    return Read(tuple(found), "" if is_exact else _listed(found))


def _listed(found: Iterable[str]) -> str:
    return " and ".join(f"'{one}'" for one in found)
