"""What the days of a learning resource say, seen from a given day: runs that are over, facts that may have aged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from signpost import words
from signpost.gate.resources import Doubt, Resource, count, day, said
from signpost.model import Node


def over(resource: Resource, today: date) -> Iterator[Doubt]:
    """That nobody can start any more, because every offering is over; or ever, because it runs on dates and has none.

    An offering is over when its last day is past, or its first, where no last one is stated.
    """
    ends = [day(offering, "endDate") or day(offering, "startDate") for offering in resource.offerings]
    past = [end for end in ends if end and end < today]
    example = f"startDate {today.replace(year=today.year + 1, day=1).isoformat()}"
    if ends and len(past) == len(ends):
        them = "its one offering is" if len(ends) == 1 else f"all {count(len(ends), 'offering')} are"
        yield Doubt(
            resource.iri,
            "offering",
            f"'{resource.label}': {them} over, the last since {said(max(past))}, so no route can use "
            "it. Send the next dates, or leave the offerings out where one can begin at any time.",
            f"an offering that is not over on {said(today)}",
            example,
        )
    elif words.values(resource.node, "scheduled") == (True,) and not any(words.values(resource.node, "offering")):
        yield Doubt(
            resource.iri,
            "offering",
            f"'{resource.label}' runs only on dates ('scheduled') and gives none, so no route can use it. Add an "
            "offering with its dates, or take 'scheduled' away.",
            "an offering with its dates",
            example,
        )


def aged(node: Node, today: date) -> Iterator[Doubt]:
    """That a thing was last checked more than twelve months ago."""
    checked = day(node, "lastChecked")
    if checked and checked < _year_before(today):
        yield Doubt(
            str(node["id"]),
            "lastChecked",
            f"It was last checked on {said(checked)}, more than twelve months ago: prices, links and dates age. "
            "Confirm that it still holds, and write the day.",
            "a day within the last twelve months",
            today.isoformat(),
        )


def _year_before(today: date) -> date:
    try:
        return today.replace(year=today.year - 1)
    except ValueError:  # 29 February
        return date(today.year - 1, 2, 28)
