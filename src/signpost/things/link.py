"""One link of a card, and what the part of a thing that makes the link says, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from signpost.engine.names import slug_in_words
from signpost.things.called import Called

_ENDS = ("competence", "alignmentTarget", "unit", "gives")
"""Words by which a part names the thing that it links to."""
NAMING = (*_ENDS, "metBy", "region")
"""Words of a part whose values are told by their names."""

_TOLD = ("level", "importance", "family", "horizon", "price", "place", "region", "mode", "atLeast", "creditsAtLeast")
_SHOWN = {"both": "knowledge and performance", "knowledge": "knowledge only", "performance": "performance only"}
_DATES = {"startDate": "from", "endDate": "to"}


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that is linked to the card's thing."""

    relation: str
    """How, read from the card's thing: requires, taught by, same as."""
    iri: str
    label: str
    detail: str = ""
    """Level, importance, price and the like, in words."""
    proposed: str = ""
    """The basis, where the link is signpost's own proposal."""
    kind: str = ""
    code: str = ""
    body: str = ""
    """Who awards or offers it."""
    edition: str = ""
    """The short name of the framework that it stands in, with its edition: lmc-2012."""
    status: str = ""
    said: Mapping[str, str] = field(default_factory=dict)
    """What `detail` says, word by word."""


Facts = Sequence[tuple[str, str]]
"""What a part says, word by word, in the order of words and values."""


def to_end(called: Called, relation: str, part: str, facts: Facts) -> Link:
    """The link from a thing to what one of its parts names, else to the part itself."""
    end = next((fact for fact in facts if fact[0] in _ENDS), None)
    label = called.name(end[1]) if end else _own_label(facts) or slug_in_words(part)
    said = dict(fact for fact in facts if fact is not end)
    met = "; ".join(called.name(iri) for word, iri in facts if word == "metBy")
    region = "; ".join(filter(None, (called.label(iri) for word, iri in facts if word == "region")))
    told = _told(said) | {word: names for word, names in (("met by", met), ("region", region)) if names}
    return Link(relation, end[1] if end else part, label, _detail(told), _basis(said), said=told)


def to_owner(called: Called, relation: str, owner: str, thing: str, facts: Facts) -> Link:
    """The link from a thing to what holds a part that names it."""
    said = dict(fact for fact in facts if fact[1] != thing)
    told = _told(said)
    return Link(relation, owner, called.name(owner), _detail(told) or _own_label(facts), _basis(said), said=told)


def _own_label(facts: Facts) -> str:
    """What a part, such as a duty, is called itself."""
    return next((value for word, value in facts if word == "prefLabel"), "")


def _told(said: Mapping[str, str]) -> dict[str, str]:
    """What a part says, word by word, in the order in which it is read."""
    told = dict[str, str]()
    if "outcomeLevel" in said:
        told |= {"from level": said.get("entryLevel", "0"), "to level": said["outcomeLevel"]}
    told |= {slug_in_words("//" + word): slug_in_words(said[word]) for word in _TOLD if word in said}
    told |= {word: _SHOWN.get(slug_in_words(said[word]), said[word]) for word in ("asks", "shows") if word in said}
    return told | {name: said[word] for word, name in _DATES.items() if word in said}


def _detail(told: Mapping[str, str]) -> str:
    told = dict(told)
    levels = f"from level {told.pop('from level')} to {told.pop('to level')}" if "to level" in told else ""
    said = [value if word in ("asks", "shows") else f"{word} {value}" for word, value in told.items()]
    return ", ".join(filter(None, (levels, *said)))


def _basis(said: Mapping[str, str]) -> str:
    return f"{said['basis']} (confidence {said.get('confidence', 'not given')})" if "basis" in said else ""
