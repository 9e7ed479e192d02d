"""What to change to close more, in a manager's words: never an IRI, a tag or an ISO day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from signpost.emit import Block, Heading, Item, Items, Text
from signpost.model import Cause, LearningRoute, Relaxation
from signpost.pages.wording import Told, capital, day, hours, money

if TYPE_CHECKING:
    from signpost import Names

_CATALOGUE = (Cause.NOTHING, Cause.KNOWLEDGE_ONLY, Cause.CHAIN, Cause.OFFERING)
"""Causes that no constraint is to blame for."""

_LANGUAGES = {
    "en": "English",
    "cy": "Welsh",
    "gd": "Scottish Gaelic",
    "ga": "Irish",
    "sco": "Scots",
    "bfi": "British Sign Language",
}
"""The languages of the United Kingdom; another is told by its tag."""

_MODES = {
    "workplace": "learning at work",
    "in person": "learning in person",
    "distance": "distance learning",
}
"""Modes that do not read well before "learning"."""


def changes(route: LearningRoute, told: Told) -> Iterator[Block]:
    """The changes that let more be closed; where there is no route and no such change, whose lack it is."""
    if route.relaxations:
        yield Heading("What to change to close more")
        yield Items(tuple(Item(_told(one, told)) for one in route.relaxations))
    elif not route.steps and not route.stopped and all(one.cause in _CATALOGUE for one in route.open):
        yield Text("It is the catalogue that lacks the learning: look at the places above, or publish what you know.")
    elif not route.steps and not route.stopped:
        yield Text("No single change of the constraints helps: more than one of them stands in the way.")


def _told(one: Relaxation, told: Told) -> str:
    change = capital(in_words(one, told.names))
    closes = ", ".join(told.name(competence) for competence in one.closes)
    if one.cost is None:
        return f"{change}; then learning can close {closes}" if closes else change
    closed = f"closes {closes}" if closes else "makes a route possible"
    return f"{change}: {closed}; the cost with learning time is then {money(one.cost)}"


def in_words(one: Relaxation, names: Names) -> str:
    """What to do: `raise the budget to £900`, `allow learning at work`."""
    value = one.value
    match one.constraint:
        case "budget":
            return f"raise the budget to {money(int(str(value)))}"
        case "hours_per_week":
            return f"learn {hours(round(float(str(value)) * 60))} a week"
        case "deadline":
            return f"move the deadline to {day(value) if isinstance(value, date) else value}"
        case "unknown_prices":
            return "allow unknown prices"
        case "unknown_times":
            return "allow learning whose length is not known"
        case "assess":
            return f"have {names.called(str(value))} assessed: it may be held at level {one.level} already"
    return _listed(one.constraint, str(value), names)


def _listed(constraint: str, value: str, names: Names) -> str:
    """An entry that is added to a list of what is allowed, or taken off one of what is not or of what must be."""
    called = names.called(value)
    return {
        "regions": f"allow learning in {called}",
        "modes": f"allow {_MODES.get(called, f'{called} learning')}",
        "languages": f"allow {_LANGUAGES.get(value, f'the language {value}')}",
        "exclude": f"allow {called}",
        "require": f"do not require {called}",
        "award": f"do not require the award {called}",
        "access": f"do without {called}",
    }[constraint]
