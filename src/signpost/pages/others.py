"""Other routes, each told by what it does otherwise than the answer."""

from __future__ import annotations

from collections.abc import Iterator

from signpost.emit import Block, Heading, Item, Items
from signpost.model import Audit, LearningRoute, Step
from signpost.pages.steps import by
from signpost.pages.summary import extent, price
from signpost.pages.wording import Told, day, listed, money


def other_routes(audit: Audit, route: LearningRoute, told: Told) -> Iterator[Block]:
    """The next best routes: what each comes to, and what it leaves open, weighs and costs beside the answer."""
    if route.alternatives:
        yield Heading("Other routes")
        yield Items(
            tuple(
                Item(_summary(route, other), tuple(_unlike(audit, route, other, told))) for other in route.alternatives
            )
        )


def _swap(route: LearningRoute, other: LearningRoute) -> tuple[list[Step], list[Step]]:
    """The steps that only the other has, and those that only the answer has."""
    here, there = ({step.resource: step for step in one.steps} for one in (route, other))
    return [there[iri] for iri in there if iri not in here], [here[iri] for iri in here if iri not in there]


def _summary(route: LearningRoute, other: LearningRoute) -> str:
    priced = "" if price(other) == price(route) else f"; price: {price(other)}"
    return f"{len(other.closed)} closed in {extent(other)}{priced}"


def _unlike(audit: Audit, route: LearningRoute, other: LearningRoute, told: Told) -> Iterator[str]:
    competences = {line.requirement.id: line.requirement.competence for line in audit.lines}
    left = [told.name(competences[iri]) for iri in route.closed if iri not in other.closed and iri in competences]
    also = [told.name(competences[iri]) for iri in other.closed if iri not in route.closed and iri in competences]
    if left or also:
        closes = f"{', but ' if left else ''}closes {listed(also)}" if also else ""
        yield f"Unlike the answer it {f'leaves open {listed(left)}' if left else ''}{closes}."
    weight = f"{other.weight}, not {route.weight}" if other.weight != route.weight else "the same"
    yield f"The weight that it closes is {weight}; {_dearer(route, other)}."
    taken, dropped = _swap(route, other)
    yield from (f"It takes: {'; '.join(by(step, told.names) for step in some)}." for some in [taken] if some)
    yield from (f"It leaves out: {'; '.join(by(step, told.names) for step in some)}." for some in [dropped] if some)


def _dearer(route: LearningRoute, other: LearningRoute) -> str:
    more = other.cost - route.cost
    if more:
        known = ", of what is known" if other.price_incomplete or other.minutes_incomplete else ""
        return f"with learning time it costs {money(abs(more))} {'more' if more > 0 else 'less'}{known}"
    if other.finish and route.finish and other.finish > route.finish:
        return f"it costs the same and ends later than {day(route.finish)}"
    return "it costs the same with learning time"
