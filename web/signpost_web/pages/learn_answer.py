"""The answer of the journey: what is missing, the best route to it, what stays open, and what could be changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from signpost_web import looks
from signpost_web.pages.learn import families_of, family_of, roles_said
from signpost_web.pages.learn_open import Left, Look, elsewhere, left_open
from signpost_web.pages.learn_why import Chain, chain, why

from signpost.emit import Item, Text
from signpost.model import Audit, AuditLine, LearningRoute, Relaxation, Requirement, State, Step
from signpost.pages.audit import person
from signpost.pages.changes import in_words
from signpost.pages.others import other_routes
from signpost.pages.steps import Facts, notes
from signpost.pages.summary import greedy_sentence, opening, price, proof_sentence, states, unjudged
from signpost.pages.wording import Told, capital, count, day, listed, money

if TYPE_CHECKING:
    from signpost import Names

WIDE = 1000
"""Units from the first to the last day of the timeline."""
_NONE = "The whole collection was searched. Nothing in it closes a requirement within your limits."
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
    proposed: bool
    """Whether it rests on a judgement of signpost's own."""
    chain: tuple[Chain, ...]
    notes: tuple[str, ...]
    start: int
    length: int
    """Where it lies on the timeline, in parts of `WIDE`."""


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
    steps = tuple(_steps(audit, route, names, facts))
    return AnswerPage(
        title=f"What to learn next: {roles_said(case, names)}",
        role=roles_said(case, names),
        person=" ".join(block.text for block in person(case, names) if isinstance(block, Text)),
        opening=" ".join(_opening(audit, route)),
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
        left=tuple(left_open(route.open, names)),
        looks=tuple(elsewhere(route.open, names, facts)),
        changes=tuple(_changes(audit, route, names)),
        thorough=thorough,
        stopped=route.stopped,
        proof=tuple(_proof(audit, route)),
        own_view=_rests_on_own_view(audit),
        release=route.release,
        specification=carried,
    )


def _opening(audit: Audit, route: LearningRoute) -> Iterator[str]:
    """How much is met already, and how much more the route closes."""
    all_of, missing = len(audit.lines), len(audit.open)
    if not missing:
        yield f"You meet all {count(all_of, 'requirement')}. Nothing is missing."
        return
    yield f"You meet {all_of - missing or 'none'} of {count(all_of, 'requirement')}."
    if not route.steps:
        yield "No learning that we know closes any of the others within your limits."
        yield "Further down you see why, and what you can change."
        return
    closes = f"{len(route.closed)} of the other {missing}" if len(route.closed) < missing else f"the other {missing}"
    yield f"This route closes {closes} in {count(len(route.steps), 'step')}."


def _warnings(audit: Audit, route: LearningRoute) -> Iterator[str]:
    """What must not be overlooked, beside the price and the proof, which stand elsewhere."""
    unknown = [*unjudged(audit)]
    if unknown:
        number, all_of = sum(line.state is State.NOT_ASSESSED for line in audit.lines), len(audit.lines)
        which = "any" if number == all_of else f"{number}"
        yield f"No level is known for {which} of the {count(all_of, 'requirement')}."
        yield "Go back and say what you can do, or ask somebody who knows your work."
    if route.steps:
        told = {proof_sentence(route), f"Price: {price(route)}.", *unknown}
        yield from (said for said in (*opening(audit, route),)[1:] if said not in told)


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
def _steps(audit: Audit, route: LearningRoute, names: Names, facts: Facts) -> Iterator[Shown]:
    numbers = {step.resource: i for i, step in enumerate(route.steps, 1)}
    asked = {line.requirement.id: line.requirement for line in audit.lines}
    for step in route.steps:
        yield _shown(step, numbers, asked, names, facts, route)


def _shown(
    step: Step,
    numbers: Mapping[str, int],
    asked: Mapping[str, Requirement],
    names: Names,
    facts: Facts,
    route: LearningRoute,
) -> Shown:
    number = numbers[step.resource]
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
        why=" ".join(why(step.reasons, numbers, names, asked)),
        proposed=any(reason.proposed for reason in step.reasons),
        chain=chain(step.reasons, numbers, names),
        notes=tuple(notes(step, names, facts)),
        start=start,
        length=length,
    )  # fmt: skip


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


# ------------------------------------------------------------------------------------------------ what to change
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
    if not audit.open:
        yield "Nothing is missing, so there is no route to prove."
        return
    if not route.steps:
        yield proof_sentence(route) if route.stopped or route.weight_bound > route.weight else _NONE
        return
    policy = audit.specification.policy
    yield proof_sentence(route)
    yield "A second programme has played it through step by step."
    source = f" Source: {policy.value_source}." if policy.value_source else ""
    yield f"An hour of your time is counted as {money(policy.value_per_hour)}.{source}"
    if greedy := greedy_sentence(route):
        yield greedy
