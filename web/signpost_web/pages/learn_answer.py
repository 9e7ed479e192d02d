"""The answer of the journey: what is missing, the best route to it, what stays open, and what could be changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from signpost_web import looks
from signpost_web.pages.learn import families_of, family_of, roles_said

from signpost.emit import Item, Text
from signpost.model import Audit, AuditLine, LearningRoute, OpenRequirement, Reason, Relaxation, State, Step
from signpost.pages.audit import person
from signpost.pages.changes import in_words
from signpost.pages.others import other_routes
from signpost.pages.steps import Facts, notes, reasons
from signpost.pages.summary import extent, greedy_sentence, opening, price, proof_sentence, states, unjudged
from signpost.pages.wording import Told, capital, count, day, listed, money

if TYPE_CHECKING:
    from signpost import Names

WIDE = 1000
"""Units from the first to the last day of the timeline."""
_THEIRS = "what the person can do"
_TONES = {State.MET: "good", State.SHORT: "poor", State.EXPIRED: "poor", State.NOT_ASSESSED: "unknown"}


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement against what is held."""

    iri: str
    code: str
    label: str
    needs: int
    held: int | None
    state: str
    tone: str
    importance: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class Family:
    """The requirements of one family."""

    name: str
    met: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Why a step raises one competence: who asks for it, in which framework it stands, from where to where."""

    asked_by: str
    iri: str
    called: str
    framework: str
    raised: str
    proposed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """One step, as people read it."""

    number: int
    id: str
    iri: str
    label: str
    provider: str
    provider_iri: str
    link: str
    begins: date
    ends: date
    days: str
    price: str
    hours: str
    ways: tuple[str, ...]
    """Kind of activity, mode, place, and who is needed."""
    why: str
    more: tuple[str, ...]
    chain: tuple[Chain, ...]
    notes: tuple[str, ...]
    start: int
    length: int
    """Where it lies on the timeline, in parts of `WIDE`."""


@dataclass(frozen=True, slots=True)
class Left:
    """Requirements that stay open for one cause."""

    cause: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Where to look instead."""

    iri: str
    label: str
    link: str


@dataclass(frozen=True, slots=True)
class Change:
    """One limit that could be otherwise; `value` is what the form then sends."""

    value: str
    told: str
    effect: str
    family: int
    """For a competence that is to be assessed first, the number of its family; else -1."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another route."""

    summary: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Audit and route."""

    title: str
    role: str
    person: str
    opening: str
    price: str
    with_time: str
    """The cost with the value of the learning time."""
    hours: str
    finish: str
    closes: str
    warnings: tuple[str, ...]
    states: str
    families: tuple[Family, ...]
    steps: tuple[Shown, ...]
    ticks: tuple[tuple[int, str], ...]
    """Days of the timeline, each with what it is called."""
    others: tuple[Other, ...]
    left: tuple[Left, ...]
    looks: tuple[Look, ...]
    changes: tuple[Change, ...]
    thorough: bool
    """Whether other routes and changes were looked for too."""
    stopped: str
    proof: tuple[str, ...]
    own_view: bool
    release: str
    specification: str


def answer_page(
    audit: Audit, route: LearningRoute, names: Names, facts: Facts, carried: str, *, thorough: bool
) -> AnswerPage:
    """Everything that the last page of the journey shows."""
    case = audit.specification
    first, *_ = opening(audit, route)
    steps = tuple(_steps(route, names, facts))
    return AnswerPage(
        title=f"What to learn next: {roles_said(case, names)}",
        role=roles_said(case, names),
        person=" ".join(block.text for block in person(case, names) if isinstance(block, Text)),
        opening=first,
        price=price(route) if route.steps else "",
        with_time=_with_time(route),
        hours=_hours(route),
        finish=day(route.finish) if route.finish else "",
        closes=f"{len(route.closed)} of {count(len(audit.open), 'open requirement')}" if route.steps else "",
        warnings=tuple(_warnings(audit, route)),
        states=states(audit),
        families=tuple(_families(audit, names)),
        steps=steps,
        ticks=tuple(_ticks(route)),
        others=tuple(_others(audit, route, Told(names))),
        left=tuple(_left(route.open, names)),
        looks=tuple(_looks(route.open, names, facts)),
        changes=tuple(_changes(audit, route, names)),
        thorough=thorough,
        stopped=route.stopped,
        proof=tuple(_proof(audit, route)),
        own_view=_rests_on_own_view(audit),
        release=route.release,
        specification=carried,
    )


def _warnings(audit: Audit, route: LearningRoute) -> Iterator[str]:
    """What must not be overlooked, beside the price and the proof, which stand elsewhere."""
    shown = (*opening(audit, route),)[1:]
    kept = {proof_sentence(route), f"Price: {price(route)}."}
    yield from (said.replace(_THEIRS, "what you can do already") for said in shown if said not in kept)
    if not route.steps and audit.open:
        yield from (said.replace(_THEIRS, "what you can do already") for said in unjudged(audit))


def _hours(route: LearningRoute) -> str:
    least = "at least " if route.minutes_incomplete else ""
    return f"{least}{looks.hours(route.minutes)}" if route.steps else ""


def _with_time(route: LearningRoute) -> str:
    least = "at least " if route.price_incomplete or route.minutes_incomplete else ""
    return f"{least}{money(route.cost)}" if route.steps else ""


def _rests_on_own_view(audit: Audit) -> bool:
    """Whether a level that counts was judged by nobody but the person."""
    counted = ([one for one in line.holdings if one.counts] for line in audit.lines)
    return any(some and all(one.attainment.judged_by.endswith("/judge/self") for one in some) for some in counted)


# ------------------------------------------------------------------------------------------------ audit
def _families(audit: Audit, names: Names) -> Iterator[Family]:
    for family in families_of(audit.specification):
        lines = [line for line in audit.lines if family_of(line.requirement.family) == family]
        met = sum(line.state is State.MET for line in lines)
        yield Family(capital(family), met, tuple(_line(line, names) for line in lines))


def _line(line: AuditLine, names: Names) -> Line:
    asked = line.requirement
    state = f"short by {line.gap}" if line.state is State.SHORT and line.gap else line.state.value
    return Line(
        asked.competence, names.code(asked.competence), line.label, asked.level, line.held, state, _TONES[line.state],
        f"{asked.importance} of 5, {asked.horizon.value}", asked.proposed is not None,
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------ the route
def _steps(route: LearningRoute, names: Names, facts: Facts) -> Iterator[Shown]:
    numbers = {step.resource: i for i, step in enumerate(route.steps, 1)}
    for step in route.steps:
        yield _shown(step, numbers, names, facts, route)


def _shown(step: Step, numbers: Mapping[str, int], names: Names, facts: Facts, route: LearningRoute) -> Shown:
    number = numbers[step.resource]
    first, *more = [one for one in reasons(step.reasons, numbers, Told(names)) if isinstance(one, str)]
    body = facts.get(step.provider)
    own = facts.get(step.resource)
    start, length = _placed(step, route)
    ways = [names.called(iri) for iri in (step.activity, step.mode, step.region) if iri]
    return Shown(
        number=number,
        id=f"step-{number}",
        iri=step.resource,
        label=step.label,
        provider=names.called(step.provider) if step.provider else "",
        provider_iri=step.provider,
        link=step.link or (own.link if own else "") or (body.link if body else ""),
        begins=step.start,
        ends=step.finish,
        days=day(step.start) if step.start == step.finish else f"{day(step.start)} to {day(step.finish)}",
        price=capital(money(step.price)),
        hours=looks.hours(step.minutes or None),
        ways=(*map(capital, ways), *((f"Needs a {names.called(step.supporter)}",) if step.supporter else ())),
        why=_ended(first),
        more=tuple(map(_ended, more)),
        chain=tuple(dict.fromkeys(_chain(reason, numbers, names) for reason in step.reasons if reason.competence)),
        notes=tuple(notes(step, names, facts)),
        start=start,
        length=length,
    )  # fmt: skip


def _ended(sentence: str) -> str:
    return sentence.removesuffix(":") + "." if sentence.endswith(":") else sentence


def _chain(reason: Reason, numbers: Mapping[str, int], names: Names) -> Chain:
    owner, part, _ = reason.requirement.partition("#")
    asked = "This post" if not part or "/specification/" in owner else names.called(owner)
    if reason.for_step:
        known = numbers.get(reason.for_step)
        asked = f"Step {known}, {names.called(reason.for_step)}," if known else names.called(reason.for_step)
    return Chain(
        asked_by=f"{asked} {'asks first for' if reason.for_step else 'requires'}",
        iri=reason.competence,
        called=names.called(reason.competence),
        framework=names.framework(reason.competence),
        raised=f"this step raises it from level {reason.from_level} to {reason.to_level}",
        proposed=tuple(
            f"{basis.text.rstrip('.')}. How sure: {basis.confidence:.2g} of 1." for basis in reason.proposed
        ),
    )


def _placed(step: Step, route: LearningRoute) -> tuple[int, int]:
    begin = min(one.start for one in route.steps)
    whole = max(((route.finish or begin) - begin).days + 1, 1)
    start, days = (step.start - begin).days, (step.finish - step.start).days + 1
    return WIDE * start // whole, max(WIDE * days // whole, 1)


def _ticks(route: LearningRoute) -> Iterator[tuple[int, str]]:
    """The first day, the last, and one between, where there are days enough."""
    if not route.steps or route.finish is None:
        return
    begin = min(one.start for one in route.steps)
    days = (route.finish - begin).days
    yield 0, f"{begin:%b %Y}"
    if days > 180:
        yield WIDE // 2, f"{begin + timedelta(days=days // 2):%b %Y}"
    if days > 40:
        yield WIDE, f"{route.finish:%b %Y}"


def _others(audit: Audit, route: LearningRoute, told: Told) -> Iterator[Other]:
    for block in other_routes(audit, route, told):
        for item in getattr(block, "items", ()):
            assert isinstance(item, Item)
            yield Other(item.text, tuple(one for one in item.details if isinstance(one, str)))


# ------------------------------------------------------------------------------------------------ what stays open
def _left(left: Sequence[OpenRequirement], names: Names) -> Iterator[Left]:
    for cause in dict.fromkeys(one.cause for one in left):
        group = [one for one in left if one.cause is cause]
        yield Left(
            f"{capital(cause.value)}: {count(len(group), 'requirement')}", tuple(_told(one, names) for one in group)
        )


def _told(one: OpenRequirement, names: Names) -> str:
    said = one.explanation.replace(one.label, names.called(one.competence))
    breaks = [f"{names.called(competence)} at level {level}" for competence, level in one.missing]
    return said + (f" What nothing leads to: {listed(breaks)}." if breaks else "")


def _looks(left: Sequence[OpenRequirement], names: Names, facts: Facts) -> Iterator[Look]:
    for iri in dict.fromkeys(gateway for one in left for gateway in one.gateways):
        yield Look(iri, names.called(iri), facts[iri].link if iri in facts else "")


def _changes(audit: Audit, route: LearningRoute, names: Names) -> Iterator[Change]:
    families = families_of(audit.specification)
    of = {line.requirement.competence: family_of(line.requirement.family) for line in audit.lines}
    for one in route.relaxations:
        family = families.index(of[str(one.value)]) if one.constraint == "assess" and str(one.value) in of else -1
        if one.constraint != "assess" or family >= 0:
            yield Change(_value(one), capital(in_words(one, names)), _effect(one, names), family)


def _value(one: Relaxation) -> str:
    """What the form sends: pounds for a budget, the rest as it is."""
    value = f"{int(str(one.value)) / 100:.2f}" if one.constraint == "budget" else str(one.value)
    value = f"{float(value):.6g}" if one.constraint == "hours_per_week" else value
    return f"{one.constraint}={'true' if one.constraint.startswith('unknown') else value}"


def _effect(one: Relaxation, names: Names) -> str:
    closes = listed([names.called(competence) for competence in one.closes])
    if one.cost is None:
        return f"Then learning can close {closes}." if closes else ""
    closed = f"It closes {closes}" if closes else "It makes a route possible"
    return f"{closed}. The cost with learning time is then {money(one.cost)}."


# ------------------------------------------------------------------------------------------------ how sure
def _proof(audit: Audit, route: LearningRoute) -> Iterator[str]:
    if not route.steps:
        if route.stopped:
            yield proof_sentence(route)
        return
    policy = audit.specification.policy
    yield proof_sentence(route)
    yield "Each answer is played through step by step by a second programme before it is shown."
    yield f"It takes {extent(route)}."
    source = f" Source: {policy.value_source}." if policy.value_source else ""
    yield f"An hour of your time is counted as {money(policy.value_per_hour)}.{source}"
    yield f"With learning time the route costs {_with_time(route)}."
    if greedy := greedy_sentence(route):
        yield greedy
