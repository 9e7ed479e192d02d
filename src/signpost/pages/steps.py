"""The steps of a route as entries of a list: when, what it costs, why it is there, and how to get to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from signpost.emit import Item
from signpost.model import Reason, Step
from signpost.pages.wording import Told, day, hours, listed, money

if TYPE_CHECKING:
    from signpost import Names, Particulars

Facts = Mapping[str, "Particulars"]
"""What things say of themselves, by IRI."""


FEW = 3
"""So many standards are told each with its edition; more are told edition by edition."""


def step_items(steps: Iterable[Step], numbers: Mapping[str, int], told: Told, facts: Facts) -> tuple[Item, ...]:
    """An entry for each step; `numbers` has the place of each step of the route, by its resource."""
    return tuple(
        Item(by(step, told.names), tuple(_details(step, numbers, told, facts)), _link(step, facts)) for step in steps
    )


def by(step: Step, names: Names) -> str:
    """A step's title, with who offers it."""
    return step.label + (f" ({names.called(step.provider)})" if step.provider else "")


def _link(step: Step, facts: Facts) -> str:
    return step.link or (facts[step.resource].link if step.resource in facts else "")


def _details(step: Step, numbers: Mapping[str, int], told: Told, facts: Facts) -> Iterator[str | Item]:
    names = told.names
    took = hours(step.minutes) if step.minutes else "time not known"
    said = [f"{day(step.start)} to {day(step.finish)}", took, money(step.price)]
    said += [names.called(iri) for iri in (step.activity, step.mode, step.region) if iri]
    yield "; ".join(said) + (f"; needs a {names.called(step.supporter)}" if step.supporter else "")
    yield from reasons(step.reasons, numbers, told)
    yield from notes(step, names, facts)
    body = facts.get(step.provider)
    if body and body.link and not _link(step, facts):
        yield Item(names.called(step.provider), link=body.link)


def notes(step: Step, names: Names, facts: Facts) -> Iterator[str]:
    """What else to know of a step: its number, funding and notes, who gives the same, and what to ask first."""
    own = facts.get(step.resource)
    if own:
        yield from _own(own)
    if step.also:
        bodies = listed([_body(iri, names, facts) for iri in step.also])
        yield f"The same is also given by {bodies}, for the same hours{_as_dear(step)}."
    if step.unstated:
        yield f"Ask first: nothing says whether it has {listed(list(map(names.called, step.unstated)))}."


def _as_dear(step: Step) -> str:
    return "; no price is known of these either" if step.price is None else f" and the same price, {money(step.price)}"


def _body(resource: str, names: Names, facts: Facts) -> str:
    """Who offers a resource, with its register numbers; its title where nobody is named."""
    own = facts.get(resource)
    if own is None or not own.provider:
        return names.called(resource)
    return names.called(own.provider) + (f" ({listed(own.numbers)})" if own.numbers else "")


def _own(own: Particulars) -> Iterator[str]:
    if own.numbers:
        yield f"Ofqual number: {listed(own.numbers)}."
    yield from (f"Funding: {text}" for text in own.funding)
    if own.subsidy is not None and not own.funding:
        yield f"Funding: a source lists {money(own.subsidy)} towards it; that is not its price."
    yield from (f"Note: {text}" for text in own.notes)


def reasons(because: Sequence[Reason], numbers: Mapping[str, int], told: Told) -> Iterator[str | Item]:
    """Who asks for what a step gives, each standard with its edition, and the level it brings; each said once."""
    raised: dict[tuple[str, int, int], list[Reason]] = {}
    for reason in because:
        raised.setdefault((reason.competence, reason.from_level, reason.to_level), []).append(reason)
    wanted: dict[str, list[list[Reason]]] = {}
    for group in raised.values():
        wanted.setdefault(_wanted(group, numbers, told.names), []).append(group)
    for who, groups in wanted.items():
        if not all(group[0].competence for group in groups):
            yield "It stands here because the specification asks for it."
        elif len(groups) == 1:
            named = told.name(groups[0][0].competence, framework=True)
            yield f"It raises {named} {_levels(groups[0])}{_mark(groups[0])}, which {who}."
        else:
            yield from _many(groups, who, told)


def _many(groups: Sequence[list[Reason]], who: str, told: Told) -> Iterator[str | Item]:
    proposed = all(map(_mark, groups))
    said = f"which {who}{'; all are proposed' if proposed else ''}:"
    editions = [told.names.framework(one[0].competence) for one in groups]
    apart = len(groups) <= FEW and len(set(editions)) > 1
    by_framework: dict[str, list[Item]] = {}
    for edition, one in zip(editions, groups, strict=True):
        named = told.name(one[0].competence, framework=apart)
        entry = Item(f"{named} {_levels(one)}{'' if proposed else _mark(one)}")
        by_framework.setdefault("" if apart else edition, []).append(entry)
    if len(by_framework) == 1:
        ((framework, entries),) = by_framework.items()
        yield f"It raises {len(groups)} competences{f' of {framework}' if framework else ''}, {said}"
        yield from entries
    else:
        yield f"It raises {len(groups)} competences, {said}"
        yield from (Item(f"of {name or 'no framework'}:", tuple(some)) for name, some in by_framework.items())


def _levels(group: Sequence[Reason]) -> str:
    return f"from level {group[0].from_level} to {group[0].to_level}"


def _mark(group: Sequence[Reason]) -> str:
    return " (proposed)" if any(reason.proposed for reason in group) else ""


def _wanted(group: Sequence[Reason], numbers: Mapping[str, int], names: Names) -> str:
    """Who asks for it: the role or the specification, and the later steps that need it first."""
    owners = dict.fromkeys(_owner(reason.requirement, names) for reason in group if not reason.for_step)
    said = [f"{listed(list(owners))} {'requires' if len(owners) == 1 else 'require'}"] if owners else []
    later = {reason.for_step for reason in group if reason.for_step}
    known = sorted(numbers[step] for step in later if step in numbers)
    if known:
        steps = listed(list(map(str, known)))
        said.append(f"step {steps} asks for first" if len(known) == 1 else f"steps {steps} ask for first")
    elif later:
        said.append("a later step asks for first")
    return " and ".join(said)


def _owner(requirement: str, names: Names) -> str:
    owner, is_part, _ = requirement.partition("#")
    if not is_part:
        return "the post"
    return "the specification" if "/specification/" in owner else f"the role {names.called(owner)}"
