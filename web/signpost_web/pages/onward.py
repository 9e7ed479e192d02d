"""Where the page about a thing leads on to: what people ask next of a role, a framework, a competence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from signpost import Card


@dataclass(frozen=True, slots=True)
class Onward:
    """A next question, and the path of the page that answers it."""

    name: str
    path: str


def onward(card: Card) -> tuple[Onward, ...]:
    """The next questions about the thing of a card, the most usual first."""
    return tuple(_ASKED[card.kind](card)) if card.kind in _ASKED else ()


def _role(card: Card) -> Iterator[Onward]:
    yield _to("What should I learn for this role?", "/learn/held", role=card.iri)
    yield _to("Compare with another role", "/compare", left=card.iri)
    yield _to("Check how it is mapped to standards", "/lint", role=card.iri)
    yield _picture(card)


def _occupation(card: Card) -> Iterator[Onward]:
    yield _to("Compare with a role", "/compare", left=card.iri)
    yield _picture(card)


def _competence(card: Card) -> Iterator[Onward]:
    inside = next((fact.iri for fact in card.facts if fact.word == "in framework" and fact.iri), "")
    if inside:
        yield _to("See where it stands in its framework", "/tree", framework=inside, at=card.iri)
    yield _picture(card)


def _framework(card: Card) -> Iterator[Onward]:
    held = {link.kind for link in card.links if link.relation == "holds"}
    if held:
        yield _to("See it as a tree", "/tree", framework=card.iri)
    for link in card.links:
        if link.relation == "replaces":
            yield _to(f"What changed since {link.label}", "/diff", old=link.iri, new=card.iri)
            yield _to("What it changes for roles and courses", "/impact", new=card.iri, old=link.iri)
    for fact in card.facts:
        if fact.word == "replaced by" and fact.iri:
            yield _to(f"What changed in {fact.value}", "/diff", old=card.iri, new=fact.iri)
    if "competence" in held:
        yield _to("What nobody teaches", "/data/untaught", framework=card.iri)


def _resource(card: Card) -> Iterator[Onward]:
    yield _to("Who would be signposted here?", "/signposted", resource=card.iri)
    yield _picture(card)


def _region(card: Card) -> Iterator[Onward]:
    yield _to("Search what is offered here", "/search", region=card.iri)


def _picture(card: Card) -> Onward:
    return _to("See its picture", "/picture", iri=card.iri)


def _to(name: str, path: str, **asked: str) -> Onward:
    return Onward(name, f"{path}?{urlencode(asked)}")


_ASKED: dict[str, Callable[[Card], Iterator[Onward]]] = {
    "role": _role, "occupation": _occupation, "competence": _competence, "framework": _framework,
    "resource": _resource, "region": _region,
}  # fmt: skip
