"""The route as a page: the audit, each step with its reasons, what stays open, other ways, the proof, the proposals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from signpost.emit import Block, Heading, Item, Items, Page, Table, Text
from signpost.model import (
    Audit,
    Basis,
    Cause,
    LearningRoute,
    OpenRequirement,
    Proof,
    Reason,
    Relaxation,
    Signpost,
    Step,
    Triple,
)
from signpost.pages.audit import lines, person, proposals, title
from signpost.pages.wording import count, day, hours, money

if TYPE_CHECKING:
    from signpost import Names


def route_page(audit: Audit, route: LearningRoute, names: Names) -> Page:
    """The audit, then the route step by step, what stays open, other ways, and what it all rests on."""
    blocks = (
        *person(audit.specification, names),
        *lines(audit, names, evidence=False),
        *_steps(audit, route, names),
        *_left_open(route.open, names),
        *_other_ways(route, names),
        *_foundations(audit, route, names),
    )
    value = {"audit": audit, "route": route}
    return Page(title("Learning route", audit.specification), blocks, value, _route_rows(route), _turtle(route.steps))


def _steps(audit: Audit, route: LearningRoute, names: Names) -> Iterator[Block]:
    if not audit.open:
        yield Heading("The route")
        yield Text("Nothing is missing: every requirement is met.")
        return
    yield Heading(f"The route: {_summary(route)}" if route.steps else "The route")
    if route.steps:
        numbers = {step.resource: i for i, step in enumerate(route.steps, 1)}
        yield Items(tuple(_step(step, numbers, names) for step in route.steps), numbered=True)
    else:
        yield Text("No learning resource in the catalogue closes any of these gaps within the constraints.")
    yield Text(proof_sentence(route))


def _summary(route: LearningRoute) -> str:
    price = money(None if route.price_incomplete and not route.price else route.price)
    closed = f"{count(len(route.closed), 'requirement')} closed in {count(len(route.steps), 'step')}"
    least, time = _least(route.price_incomplete and route.price > 0), _least(route.minutes_incomplete)
    parts = [closed, least + price, time + hours(route.minutes)]
    if route.finish:
        parts.append(f"done by {day(route.finish)}")
    return ", ".join(parts)


def _least(unknown: bool) -> str:
    return "at least " if unknown else ""


def _step(step: Step, numbers: Mapping[str, int], names: Names) -> Item:
    return Item(_by(step, names), tuple(_details(step, numbers, names)))


def _details(step: Step, numbers: Mapping[str, int], names: Names) -> Iterator[str]:
    facts = [f"{day(step.start)} to {day(step.finish)}", hours(step.minutes), money(step.price)]
    facts += [names.called(iri) for iri in (step.activity, step.mode, step.region) if iri]
    yield "; ".join(facts) + (f"; needs a {names.called(step.supporter)}" if step.supporter else "")
    yield from reason_sentences(step.reasons, numbers, names)
    stated = statements([triple for reason in step.reasons for triple in reason.triples], step.resource, names)
    if stated:
        yield f"Because {'; '.join(stated)}."
    if step.link:
        yield step.link


def reason_sentences(reasons: Sequence[Reason], numbers: Mapping[str, int], names: Names) -> Iterator[str]:
    """What a step does for each competence and for whom; what is wanted alike is said together."""
    raised: dict[tuple[str, int, int], list[Reason]] = {}
    for reason in reasons:
        raised.setdefault((reason.competence, reason.from_level, reason.to_level), []).append(reason)
    wanted: dict[str, list[str]] = {}
    for (competence, before, after), group in raised.items():
        mark = " (proposed)" if any(reason.proposed for reason in group) else ""
        what = f"{names.called(competence)} from level {before} to {after}{mark}" if competence else ""
        wanted.setdefault(_wanted(group, numbers), []).append(what)
    for by, whats in wanted.items():
        if not all(whats):
            yield "It stands here because the specification asks for it."
        elif len(whats) == 1:
            yield f"It raises {whats[0]}, {by}."
        else:
            yield f"It raises {len(whats)} competences, {by}:"
            yield from (f"- {what}" for what in whats)


def _wanted(reasons: Sequence[Reason], numbers: Mapping[str, int]) -> str:
    later = sorted({numbers[reason.for_step] for reason in reasons if reason.for_step in numbers})
    said = ["the post requires"] if any(reason.for_step not in numbers for reason in reasons) else []
    if later:
        steps = " and ".join(map(str, later))
        said.append(f"step {steps} asks for first" if len(later) == 1 else f"steps {steps} ask for first")
    return f"which {' and '.join(said)}"


def statements(triples: Sequence[Triple], resource: str, names: Names) -> list[str]:
    """Statements of the graph in words, those alike together; what is said of a part is told of the whole."""
    objects: dict[tuple[str, str], dict[str, None]] = {}
    members: dict[str, dict[str, None]] = {}
    for subject, verb, thing in _plainly(triples, resource, names):
        if verb == "stands in":
            members.setdefault(thing, {})[subject] = None
        else:
            objects.setdefault((subject, verb), {})[thing] = None
    said = [f"{subject} {verb} {', '.join(things)}" for (subject, verb), things in objects.items()]
    return said + [f"{', '.join(who)} {'stands' if len(who) == 1 else 'stand'} in {it}" for it, who in members.items()]


def _plainly(triples: Sequence[Triple], resource: str, names: Names) -> Iterator[tuple[str, str, str]]:
    parts = {triple.object: triple for triple in triples if triple.object.startswith(f"{triple.subject}#")}
    for triple in triples:
        owner, is_part, _ = triple.subject.partition("#")
        if triple.object in parts or not triple.object.startswith(("http:", "https:", "urn:")):
            continue
        if triple.subject in parts:
            who = "it" if owner == resource else names.called(owner)
            yield who, _verb(parts[triple.subject].predicate), names.short(triple.object)
        elif is_part:
            who = "the specification" if "/specification/" in owner else names.called(owner)
            yield who, "requires", names.short(triple.object)
        else:
            yield names.short(triple.subject), _verb(triple.predicate), _named(triple, names)


_VERBS = {"requirement": "requires", "exactMatch": "is the same as", "inFramework": "stands in"}


def _verb(predicate: str) -> str:
    word = predicate.replace("#", "/").rsplit("/", 1)[-1]
    return _VERBS.get(word, word)


def _named(triple: Triple, names: Names) -> str:
    """The object; a framework with its edition."""
    edition = names.framework(triple.subject) if triple.predicate.endswith("inFramework") else ""
    return edition or names.short(triple.object)


_PROVEN = {
    Proof.NONE: "This route is valid, but nothing about it is proven to be best",
    Proof.WEIGHT: "Proven: no valid route closes more. Its cost is not proven",
    Proof.COST: "Proven: no valid route closes more, or as much for less. Its finish date is not proven",
    Proof.FINISH: "Proven: none closes more, costs less or ends sooner. The number of steps is not proven",
    Proof.STEPS: "Proven up to the number of steps; the number of providers is not proven",
    Proof.PROVIDERS: "Proven up to the number of providers",
    Proof.UNIQUE: "Proven: no valid route closes more, costs less or ends sooner",
}


def proof_sentence(route: LearningRoute) -> str:
    """How far the answer is proven, the bounds where it is not, and what the cheapest-chain greedy would have cost."""
    said = [_PROVEN[route.proof] + "."]
    if route.weight_bound > route.weight:
        said.append(f"It closes weight {route.weight}; no route can close more than {route.weight_bound}.")
    if route.cost_bound < route.cost:
        gap = 100 * (route.cost - route.cost_bound) / route.cost
        said.append(
            f"Its cost with learning time is {money(route.cost)}, at most {gap:.1f} % above the least possible."
        )
    if route.stopped:
        repeat = "" if route.stopped == "work limit" else "; another run may answer differently"
        said.append(f"Stopped by the {route.stopped}{repeat}.")
    if route.greedy_cost is not None and route.greedy_cost > route.cost > 0:
        said.append(f"Taking the cheapest learning for one gap after another would cost {money(route.greedy_cost)}.")
    return " ".join(said)


def _left_open(left: Sequence[OpenRequirement], names: Names) -> Iterator[Block]:
    if left:
        yield Heading("What stays open, and why")
        causes = {cause: [one for one in left if one.cause is cause] for cause in dict.fromkeys(o.cause for o in left)}
        yield Items(tuple(_open(cause, group, names) for cause, group in causes.items()))


def _open(cause: Cause, group: Sequence[OpenRequirement], names: Names) -> Item:
    told = [f"{names.short(one.competence)}: {one.explanation or one.label}" for one in group]
    finders = dict.fromkeys(gateway for one in group for gateway in one.gateways)
    look = [f"Look here: {'; '.join(map(names.called, finders))}."] if finders else []
    return Item(f"{cause.value}: {count(len(group), 'requirement')}", (*told, *look))


def _other_ways(route: LearningRoute, names: Names) -> Iterator[Block]:
    if route.alternatives:
        yield Heading("Other routes")
        yield Items(tuple(Item(_summary(other), tuple(_unlike(route, other, names))) for other in route.alternatives))
    if route.relaxations:
        yield Heading("What to change to close more")
        yield Items(tuple(Item(_relaxed(one, names)) for one in route.relaxations))


def _unlike(route: LearningRoute, other: LearningRoute, names: Names) -> Iterator[str]:
    here, there = ({step.resource: step for step in one.steps} for one in (route, other))
    for iri in (iri for iri in there if iri not in here):
        yield f"takes {_by(there[iri], names)}"
    for iri in (iri for iri in here if iri not in there):
        yield f"leaves out {_by(here[iri], names)}"


def _by(step: Step, names: Names) -> str:
    return step.label + (f" ({names.called(step.provider)})" if step.provider else "")


def _relaxed(one: Relaxation, names: Names) -> str:
    closes = ", ".join(names.short(competence) for competence in one.closes)
    return f"{one.change}: closes {closes}; the cost with learning time is then {money(one.cost)}"


def _foundations(audit: Audit, route: LearningRoute, names: Names) -> Iterator[Block]:
    policy = audit.specification.policy
    if route.steps:
        source = ", ".join(filter(None, (policy.value_source, policy.value_day)))
        yield Heading("What this answer rests on")
        yield Text(
            f"An hour of the learner's time is counted as {money(policy.value_per_hour)}"
            f"{f' ({source})' if source else ''}, so the route costs "
            f"{_least(route.price_incomplete or route.minutes_incomplete)}{money(route.cost)} with learning time."
        )
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


def _route_rows(route: LearningRoute) -> Table:
    columns = ("step", "resource", "label", "provider", "start", "finish", "price_pence", "minutes", "mode", "region",
               "work_based", "closes", "link")  # fmt: skip
    return Table(columns, tuple(_route_row(i, step) for i, step in enumerate(route.steps, 1)))


def _route_row(number: int, step: Step) -> tuple[str | int | date | None, ...]:
    closes = " ".join(dict.fromkeys(reason.competence for reason in step.reasons))
    return (number, step.resource, step.label, step.provider, step.start, step.finish, step.price, step.minutes,
            step.mode, step.region, int(step.work_based), closes, step.link)  # fmt: skip


def _turtle(steps: Iterable[Step]) -> bytes:
    triples = {t for step in steps for reason in step.reasons for t in reason.triples}
    return "".join(sorted(f"<{t.subject}> <{t.predicate}> {_term(t.object)} .\n" for t in triples)).encode()


def _term(value: str) -> str:
    return f"<{value}>" if value.startswith(("http:", "https:", "urn:")) else value


# ------------------------------------------------------------------------------------------------ next
def next_page(signpost: Signpost | None, audit: Audit, names: Names) -> Page:
    """The single best step now, and why."""
    blocks: tuple[Block, ...]
    if signpost is None:
        said = (
            "Nothing is missing: every requirement is met." if not audit.open else "Nothing in the catalogue helps now."
        )
        blocks = (*person(audit.specification, names), Text(said))
    else:
        step = _step(signpost.step, {}, names)
        blocks = (*person(audit.specification, names), Items((step,)), Text(signpost.because))
    return Page(title("Learn next", audit.specification), blocks, signpost, _route_rows_of(signpost))


def _route_rows_of(signpost: Signpost | None) -> Table:
    steps = () if signpost is None else (signpost.step,)
    columns = ("resource", "label", "start", "finish", "price_pence", "minutes", "link")
    return Table(columns, tuple((s.resource, s.label, s.start, s.finish, s.price, s.minutes, s.link) for s in steps))
