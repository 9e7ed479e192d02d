"""The route as a page: what it comes to, each step, what stays open, other ways, the audit, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from signpost.emit import Block, Heading, Item, Items, Page, Table, Text
from signpost.model import Audit, Basis, Cause, LearningRoute, OpenRequirement, Signpost, Step
from signpost.pages.audit import lines, person, proposals, title
from signpost.pages.changes import changes
from signpost.pages.others import other_routes
from signpost.pages.statements import turtle
from signpost.pages.steps import Facts, step_items
from signpost.pages.summary import greedy_sentence, opening
from signpost.pages.wording import Told, capital, count, day_said, listed, money

if TYPE_CHECKING:
    from signpost import Names


def things(answer: LearningRoute | Signpost | None) -> set[str]:
    """What a page about an answer tells particulars of: its resources, those who offer them, and the gateways."""
    if answer is None:
        return set()
    if isinstance(answer, Signpost):
        return _used((answer.step,))
    steps = [step for one in (answer, *answer.alternatives) for step in one.steps]
    return _used(steps) | {gateway for one in answer.open for gateway in one.gateways}


def _used(steps: Sequence[Step]) -> set[str]:
    return {iri for step in steps for iri in (step.resource, step.provider, *step.also) if iri}


def route_page(audit: Audit, route: LearningRoute, names: Names, facts: Facts) -> Page:
    """What the route comes to, its steps, what stays open, other ways, the audit, and what it all rests on."""
    told = Told(names)
    blocks = (
        *(Text(line) for line in opening(audit, route)),
        *person(audit.specification, names),
        *_steps(route, told, facts),
        *_left_open(audit, route.open, told, facts),
        *other_routes(audit, route, told),
        *changes(route, told),
        *lines(audit, names, brief=True),
        *_foundations(audit, route, names),
    )
    value = {"audit": audit, "route": route}
    rows = _route_rows(route, names)
    return Page(title("Learning route", audit.specification), blocks, value, rows, turtle(audit.specification, route))


def _steps(route: LearningRoute, told: Told, facts: Facts) -> Iterator[Block]:
    if route.steps:
        yield Heading("The route")
        numbers = {step.resource: i for i, step in enumerate(route.steps, 1)}
        yield Items(step_items(route.steps, numbers, told, facts), numbered=True)


def _left_open(audit: Audit, left: Sequence[OpenRequirement], told: Told, facts: Facts) -> Iterator[Block]:
    if left:
        yield Heading("What stays open, and why")
        levels = {line.requirement.id: line.requirement.level for line in audit.lines}
        causes = {cause: [one for one in left if one.cause is cause] for cause in dict.fromkeys(o.cause for o in left)}
        items = [_open(cause, group, levels, told) for cause, group in causes.items()]
        finders = dict.fromkeys(gateway for one in left for gateway in one.gateways)
        look = tuple(Item(told.names.called(iri), link=facts[iri].link if iri in facts else "") for iri in finders)
        yield Items((*items, *((Item("Where to look instead:", look),) if look else ())))


def _open(cause: Cause, group: Sequence[OpenRequirement], levels: Mapping[str, int], told: Told) -> Item:
    """A cause with each explanation once; those to which the same applies are named below it."""
    alike: dict[str, list[OpenRequirement]] = {}
    for one in group:
        without = one.explanation.replace(one.label, "").replace(f"level {levels.get(one.requirement)}", "")
        alike.setdefault(without.lower(), []).append(one)
    said: list[str | Item] = []
    for first, *others in alike.values():
        said.append(first.explanation.replace(first.label, told.name(first.competence)))
        named = [f"{told.name(one.competence)}, level {levels.get(one.requirement)}" for one in others]
        said += ["The same is true of:", *map(Item, named)] if named else []
        breaks = [
            f"{told.name(competence)} at level {level}" for one in (first, *others) for competence, level in one.missing
        ]
        said += [f"What nothing leads to: {listed(list(dict.fromkeys(breaks)))}."] if breaks else []
    return Item(f"{capital(cause.value)}: {count(len(group), 'requirement')}", tuple(said))


def _foundations(audit: Audit, route: LearningRoute, names: Names) -> Iterator[Block]:
    policy = audit.specification.policy
    if route.steps:
        source = ", ".join(filter(None, (policy.value_source, day_said(policy.value_day))))
        least = "at least " if route.price_incomplete or route.minutes_incomplete else ""
        yield Heading("What this answer rests on")
        yield Text(
            f"An hour of the learner's time is counted as {money(policy.value_per_hour)}"
            f"{f' ({source})' if source else ''}, so the route costs {least}{money(route.cost)} with learning time."
        )
        if greedy := greedy_sentence(route):
            yield Text(greedy)
    yield from proposals(_bases(audit, route, names))
    if any(line.requirement.proposed for line in audit.lines):
        yield Text("The levels of the other requirements marked * are proposed too: 'signpost audit' lists why.")


def _bases(audit: Audit, route: LearningRoute, names: Names) -> Iterator[tuple[Basis, str]]:
    """What the steps and the requirements that they close rest on."""
    needed = {line.requirement.id: line.requirement for line in audit.lines}
    for requirement in (needed[iri] for iri in route.closed if iri in needed):
        if requirement.proposed:
            yield requirement.proposed, names.short(requirement.competence)
    for step in route.steps:
        for reason in step.reasons:
            asked = needed.get(reason.requirement)
            yield from ((basis, step.label) for basis in reason.proposed if not asked or basis != asked.proposed)


def _route_rows(route: LearningRoute, names: Names) -> Table:
    columns = ("step", "resource", "label", "provider", "start", "finish", "price_pence", "minutes", "mode", "region",
               "work_based", "closes", "codes", "link")  # fmt: skip
    return Table(columns, tuple(_route_row(i, step, names) for i, step in enumerate(route.steps, 1)))


def _route_row(number: int, step: Step, names: Names) -> tuple[str | int | date | None, ...]:
    raises = list(dict.fromkeys(reason.competence for reason in step.reasons if reason.competence))
    codes = " ".join(filter(None, map(names.code, raises)))
    return (number, step.resource, step.label, step.provider, step.start, step.finish, step.price, step.minutes or None,
            step.mode, step.region, int(step.work_based), " ".join(raises), codes, step.link)  # fmt: skip


# ------------------------------------------------------------------------------------------------ next
def next_page(signpost: Signpost | None, audit: Audit, route: LearningRoute | None, names: Names, facts: Facts) -> Page:
    """The single best step now, and why; or, from the route that was found instead, why there is none."""
    told = Told(names)
    blocks: list[Block] = []
    if signpost is not None:
        step = signpost.step
        days = "its offering" if step.dated else "taking this step first"
        blocks += [
            Items(step_items((step,), {}, told, facts)),
            Text(f"{signpost.because} The days are those of {days}."),
        ]
    elif not audit.open:
        blocks.append(Text("Nothing is missing: every requirement is met."))
    else:
        blocks += _nothing(audit, route, told, facts)
    blocks += person(audit.specification, names)
    rows = _next_rows(() if signpost is None else (signpost.step,), names)
    return Page(title("Learn next", audit.specification), tuple(blocks), signpost, rows)


def _nothing(audit: Audit, route: LearningRoute | None, told: Told, facts: Facts) -> Iterator[Block]:
    still = f"{count(len(audit.open), 'requirement')} {'stays' if len(audit.open) == 1 else 'stay'} open"
    if route is None or route.stopped:
        yield Text(f"{still}, and the search was stopped before it found a step. Give it more time.")
        return
    yield Text(f"{still}, and no learning in the catalogue closes any of them as things stand.")
    yield from _left_open(audit, route.open, told, facts)
    yield from changes(route, told)


def _next_rows(steps: Sequence[Step], names: Names) -> Table:
    columns = ("resource", "label", "start", "finish", "price_pence", "minutes", "codes", "link")
    return Table(columns, tuple(_next_row(step, names) for step in steps))


def _next_row(step: Step, names: Names) -> tuple[str | int | date | None, ...]:
    codes = dict.fromkeys(names.code(reason.competence) for reason in step.reasons if reason.competence)
    return (step.resource, step.label, step.start, step.finish, step.price, step.minutes or None,
            " ".join(filter(None, codes)), step.link)  # fmt: skip
