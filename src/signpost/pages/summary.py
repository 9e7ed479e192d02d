"""The first lines of an answer: what a route comes to, what it costs, and how far it is proven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from signpost.model import Audit, LearningRoute, Proof, State
from signpost.pages.wording import count, day, listed, money

LONG = 5
"""Years after which the end of a route is remarked upon."""


def opening(audit: Audit, route: LearningRoute) -> Iterator[str]:
    """A line on what is closed by when, one on the price, one on the proof, and what else must not be overlooked."""
    met, missing = len(audit.lines) - len(audit.open), len(audit.open)
    if not missing:
        yield f"{met} met, 0 open: nothing is missing."
        return
    if not route.steps:
        yield f"{met} met, {missing} open. No route closes any of them within the constraints."
        yield proof_sentence(route) if route.stopped else "See below why, and what can be changed."
        return
    closes = f"all {missing}" if len(route.closed) == missing > 1 else f"{len(route.closed)}"
    yield f"{met} met, {missing} open. This route closes {closes} in {extent(route)}."
    yield price_sentence(audit, route)
    yield proof_sentence(route)
    yield from unjudged(audit)
    yield from _late(audit, route)


def states(audit: Audit) -> str:
    """How many requirements are in each state."""
    number = Counter(line.state for line in audit.lines)
    return ", ".join(f"{number[state]} {state.value}" for state in State if number[state]) + "."


def unjudged(audit: Audit) -> Iterator[str]:
    """Where half of what the post needs, or more, was never judged: that this comes first."""
    number = sum(line.state is State.NOT_ASSESSED for line in audit.lines)
    if 2 * number >= len(audit.lines) > 0:
        which = f"{number} of the {len(audit.lines)} requirements {'is' if number == 1 else 'are'} not assessed"
        yield f"{which}. Let someone judge what is held first; else a route may teach what the person can do."


def extent(route: LearningRoute) -> str:
    """How many steps and hours, and by when."""
    least = "at least " if route.minutes_incomplete else ""
    whole, rest = divmod(route.minutes, 60)
    took = count(whole, "hour") + (f" {count(rest, 'minute')}" if rest else "")
    by = f", by {day(route.finish)}" if route.finish else ""
    return f"{count(len(route.steps), 'step')}, {least}{took}{by}"


def price(route: LearningRoute) -> str:
    """What is known of a route's price."""
    unknown = sum(step.price is None for step in route.steps)
    if not unknown:
        return money(route.price)
    missing = f"not known for {count(unknown, 'step')}"
    rest = len(route.steps) - unknown
    if route.price:
        return f"at least {money(route.price)}; {missing}"
    return missing + (f"; the other {'step is' if rest == 1 else f'{rest} are'} free of charge" if rest else "")


def price_sentence(audit: Audit, route: LearningRoute) -> str:
    """The price, and whether the budget may be exceeded."""
    said, budget = f"Price: {price(route)}.", audit.specification.constraints.budget
    if budget is not None and route.price_incomplete:
        said += f" What is not known may exceed the budget of {money(budget)}."
    return said


def _late(audit: Audit, route: LearningRoute) -> Iterator[str]:
    begin, constraints = audit.specification.as_at, audit.specification.constraints
    if route.finish is None or (route.finish - begin).days <= LONG * 365.25:
        return
    pace = constraints.hours_per_week or audit.specification.policy.default_hours_per_week
    years = int((route.finish - begin).days / 365.25)
    hours = f"{pace:g} {'hour' if pace == 1 else 'hours'}"
    yield f"At {hours} a week it takes more than {years} years. With more hours a week it ends sooner."


_PROVEN = {
    Proof.NONE: "This route is valid, but nothing about it is proven to be best.",
    Proof.WEIGHT: "Proven: no route closes more. Not proven: its cost.",
    Proof.COST: "Proven: no route closes more, or as much for less{known}. Not proven: its last day.",
    Proof.FINISH: "Proven: no route closes more, costs less{known} or ends sooner. Not proven: how many steps.",
    Proof.STEPS: "Proven up to the number of steps{known}; not proven: the number of providers.",
    Proof.PROVIDERS: "Proven up to the number of providers{known}.",
    Proof.UNIQUE: "Proven: no route closes more, costs less{known} or ends sooner.",
}


def proof_sentence(route: LearningRoute) -> str:
    """How far the answer is proven, the bounds where it is not, and what was cut short."""
    known = " (of what is known)" if route.price_incomplete or route.minutes_incomplete else ""
    said = [_PROVEN[route.proof].format(known=known)]
    if route.weight_bound > route.weight:
        said.append(f"It closes weight {route.weight}; no route can close more than {route.weight_bound}.")
    if route.cost_bound < route.cost:
        gap = 100 * (route.cost - route.cost_bound) / route.cost
        said.append(
            f"Its cost with learning time is {money(route.cost)}, at most {gap:.1f} % above the least possible."
        )
    if route.stopped:
        repeat = "" if route.stopped == "work limit" else "; another run may get further"
        said.append(f"The {route.stopped} ended the search before the rest was proven{repeat}.")
    elif route.extras_stopped:
        cut = listed([_EXTRAS.get(extra, extra) for extra in route.extras_stopped])
        said.append(f"Only the search for {cut} was cut short by the limit.")
    return " ".join(said)


_EXTRAS = {"causes": "causes", "alternatives": "other routes", "relaxations": "what to change"}


def greedy_sentence(route: LearningRoute) -> str:
    """What the cheapest learning for one gap after another would have cost; empty where that is no more."""
    if route.greedy_cost is None or not route.greedy_cost > route.cost > 0:
        return ""
    return f"Taking the cheapest learning for one gap after another would cost {money(route.greedy_cost)}."
