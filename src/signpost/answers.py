"""Answers as pages: one function for each kind of answer, from the value that a verb gave to what a person reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from signpost.emit import Block, Heading, Item, Items, Page, Table, Text
from signpost.model import (
    Audit,
    AuditLine,
    Basis,
    FamilyProfile,
    Holding,
    LearningRoute,
    OpenRequirement,
    PersonSpecification,
    Proof,
    Reason,
    Relaxation,
    Signpost,
    State,
    Step,
    Triple,
)

Naming = Callable[[str], str]
"""What a thing is called, from its IRI."""

_TONES = {State.MET: "good", State.SHORT: "poor", State.EXPIRED: "poor", State.NOT_ASSESSED: "unknown"}


def money(pence: int | None) -> str:
    """£1,234.50 for 123450; "price not known" for None."""
    return "price not known" if pence is None else f"£{pence // 100:,}.{pence % 100:02d}".removesuffix(".00")


def hours(minutes: int) -> str:
    """Learning time in hours and minutes, as people say it."""
    whole, rest = divmod(minutes, 60)
    return f"{rest} min" if not whole else f"{whole:,} h" + (f" {rest} min" if rest else "")


def day(value: date) -> str:
    """5 March 2026."""
    return f"{value.day} {value:%B %Y}"


def count(number: int, noun: str) -> str:
    """1 step, 2 steps."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def age(days: int) -> str:
    """How long ago, in the unit that people would use."""
    for unit, size in (("year", 365), ("month", 30), ("week", 7)):
        if days >= size * (2 if unit == "year" else 1):
            return count(days // size, unit)
    return count(days, "day")


# ------------------------------------------------------------------------------------------------ audit
def audit_page(audit: Audit, families: Sequence[FamilyProfile], name: Naming) -> Page:
    """What the post needs, what is held, and what is missing; then strengths and areas for development by family."""
    blocks = (
        *_person(audit.specification, name),
        *_lines(audit, name),
        *_families(families, name),
        *_proposals(audit, None, name),
    )
    return Page(_title("Audit", audit.specification), blocks, audit, _audit_rows(audit, name))


def _families(families: Sequence[FamilyProfile], name: Naming) -> Iterator[Block]:
    yield Heading("Strengths and areas for development")
    rows = tuple(
        (name(one.family), _short(one.strengths, name), _short(one.development, name)) for one in families if one.family
    )
    yield Table(("Family", "Strengths", "To develop"), rows)


def _short(lines: Sequence[AuditLine], name: Naming) -> str:
    """The codes, or the labels where there is no code."""
    return "; ".join(name(line.requirement.competence).removesuffix(line.label).strip() or line.label for line in lines)


def _title(what: str, specification: PersonSpecification) -> str:
    return f"{what}: {specification.label or specification.post or 'a post'} ({specification.person})"


def _person(specification: PersonSpecification, name: Naming) -> Iterator[Block]:
    roles = ", ".join(name(role) for role in specification.roles)
    said = [f"As at {day(specification.as_at)}."]
    if roles:
        said.append(f"Required by: {roles}.")
    if specification.illustrative:
        said.append("The attainments are illustrative, not those of a real person.")
    yield Text(" ".join(said))
    if specification.dropped:
        dropped = "; ".join(f"{name(competence)} ({reason})" for competence, reason in specification.dropped)
        yield Text(f"Left out of this post: {dropped}.", quiet=True)


def _lines(audit: Audit, name: Naming) -> Iterator[Block]:
    yield Heading("What the post needs, and what is held")
    rows = tuple(_line_row(line, name) for line in audit.lines)
    tones = tuple(_TONES[line.state] for line in audit.lines)
    yield Table(("Requirement", "Needs", "Held", "State", "Shown by, how long ago"), rows, tones)
    states = Counter(line.state for line in audit.lines)
    yield Text(", ".join(f"{states[state]} {state.value}" for state in State if states[state]) + ".")
    conflicts = [line for line in audit.lines if line.disagreement]
    if conflicts:
        yield Heading("Where the judges disagree")
        yield Items(
            tuple(Item(name(line.requirement.competence), tuple(_judgements(line, name))) for line in conflicts)
        )


def _line_row(line: AuditLine, name: Naming) -> tuple[str | int | None, ...]:
    needs, held = line.requirement.level, "-" if line.held is None else line.held
    mark = " *" if line.requirement.proposed else ""
    shown = dict.fromkeys(_shown(holding, name) for holding in line.holdings if holding.counts)
    return name(line.requirement.competence), f"{needs}{mark}", f"{held}", _state(line), "; ".join(shown)


def _state(line: AuditLine) -> str:
    if line.state is State.EXPIRED:
        days = [h.attainment.until for h in line.holdings if h.attainment.until and not h.counts]
        return f"expired {max(days)}" if days else line.state.value
    return f"short by {line.gap}" if line.state is State.SHORT and line.gap else line.state.value


def _shown(holding: Holding, name: Naming) -> str:
    kinds = ", ".join(dict.fromkeys(name(e.kind) for e in holding.attainment.evidence))
    old = "" if holding.age_days is None else f", {age(holding.age_days)}"
    return f"{name(holding.attainment.judged_by)}: {kinds}{old}"


def _judgements(line: AuditLine, name: Naming) -> Iterator[str]:
    for holding in line.holdings:
        yield _judgement(holding, name)


def _judgement(holding: Holding, name: Naming) -> str:
    attainment = holding.attainment
    kinds = ", ".join(dict.fromkeys(name(e.kind) for e in attainment.evidence))
    said = f"{name(attainment.judged_by)}: level {attainment.level}" + (f", by {kinds}" if kinds else "")
    return said if holding.counts else f"{said} (does not count: {holding.reason})"


def _audit_rows(audit: Audit, name: Naming) -> Table:
    columns = ("competence", "label", "state", "required", "held", "gap", "importance", "horizon", "family",
               "proposed", "disagreement", "judged_by")  # fmt: skip
    return Table(columns, tuple(_audit_row(line, name) for line in audit.lines))


def _audit_row(line: AuditLine, name: Naming) -> tuple[str | int | None, ...]:
    needs = line.requirement
    judges = dict.fromkeys(name(h.attainment.judged_by) for h in line.holdings if h.counts)
    return (
        needs.competence, line.label, line.state.value, needs.level, line.held, line.gap, needs.importance,
        needs.horizon.value, needs.family, int(needs.proposed is not None), int(line.disagreement), "; ".join(judges),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------ route
def route_page(audit: Audit, route: LearningRoute, name: Naming, framework: Naming) -> Page:
    """The audit, then the route step by step, what stays open, other ways, and what it all rests on."""
    blocks = (
        *_person(audit.specification, name),
        *_lines(audit, name),
        *_steps(audit, route, name, framework),
        *_left_open(route.open, name),
        *_other_ways(route, name),
        *_foundations(audit, route, name),
    )
    value = {"audit": audit, "route": route}
    return Page(_title("Learning route", audit.specification), blocks, value, _route_rows(route), _turtle(route.steps))


def _steps(audit: Audit, route: LearningRoute, name: Naming, framework: Naming) -> Iterator[Block]:
    if not audit.open:
        yield Heading("The route")
        yield Text("Nothing is missing: every requirement is met.")
        return
    yield Heading(f"The route: {_summary(route)}" if route.steps else "The route")
    if route.steps:
        numbers = {step.resource: i for i, step in enumerate(route.steps, 1)}
        yield Items(tuple(_step(step, numbers, name, framework) for step in route.steps), numbered=True)
    else:
        yield Text("No learning resource in the catalogue closes any of these gaps within the constraints.")
    yield Text(proof_sentence(route))


def _summary(route: LearningRoute) -> str:
    least = "at least " if route.price_incomplete else ""
    parts = [count(len(route.steps), "step"), f"{least}{money(route.price)}", hours(route.minutes)]
    if route.finish:
        parts.append(f"done by {day(route.finish)}")
    return ", ".join(parts)


def _step(step: Step, numbers: dict[str, int], name: Naming, framework: Naming) -> Item:
    by = f" ({name(step.provider)})" if step.provider else ""
    return Item(f"{step.label}{by}", tuple(_details(step, numbers, name, framework)))


def _details(step: Step, numbers: dict[str, int], name: Naming, framework: Naming) -> Iterator[str]:
    facts = [f"{day(step.start)} to {day(step.finish)}", hours(step.minutes), money(step.price)]
    facts += [name(iri) for iri in (step.activity, step.mode, step.region) if iri]
    yield "; ".join(facts)
    if step.supporter:
        yield f"Needs the support of a {name(step.supporter)}."
    for reason in step.reasons:
        yield reason_sentence(reason, numbers, name, framework)
    for statement in dict.fromkeys(chain(reason.triples, name) for reason in step.reasons):
        if statement:
            yield f"Because: {statement}."
    if step.link:
        yield step.link


def reason_sentence(reason: Reason, numbers: dict[str, int], name: Naming, framework: Naming) -> str:
    """What a step does for a requirement, in one sentence."""
    edition = framework(reason.competence)
    what = name(reason.competence) + (f" [{edition}]" if edition else "")
    mark = " (proposed)" if reason.proposed else ""
    raised = f"raises {what} from level {reason.from_level} to {reason.to_level}{mark}"
    if reason.for_step in numbers:
        return f"It {raised}, which step {numbers[reason.for_step]} asks for first."
    return f"It {raised}, which the post requires."


def chain(triples: Sequence[Triple], name: Naming) -> str:
    """Statements of the graph as a reader's chain; a statement about a part is told of the whole."""
    said = list[str]()
    for triple in triples:
        if triple.object.split("#")[0] == triple.subject and "#" in triple.object:
            said += [
                f"{name(triple.subject)} {_verb(triple.predicate)} {name(part.object)}"
                for part in triples
                if part.subject == triple.object and part.object.startswith("http")
            ]
        elif "#" not in triple.subject.removeprefix("https://w3id.org/signpost/ns#") and "//" in triple.object:
            said.append(f"{name(triple.subject)} {_verb(triple.predicate)} {name(triple.object)}")
    return "; ".join(dict.fromkeys(said))


_VERBS = {"requirement": "requires", "exactMatch": "is the same as", "inFramework": "stands in"}


def _verb(predicate: str) -> str:
    word = predicate.replace("#", "/").rsplit("/", 1)[-1]
    return _VERBS.get(word, word)


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


def _left_open(left: Sequence[OpenRequirement], name: Naming) -> Iterator[Block]:
    if left:
        yield Heading("What stays open, and why")
        yield Items(tuple(Item(f"{name(one.competence)}: {one.cause.value}", tuple(_where(one, name))) for one in left))


def _where(one: OpenRequirement, name: Naming) -> Iterator[str]:
    if one.explanation:
        yield one.explanation
    if one.gateways:
        yield "Look here: " + "; ".join(name(gateway) for gateway in one.gateways) + "."


def _other_ways(route: LearningRoute, name: Naming) -> Iterator[Block]:
    if route.alternatives:
        yield Heading("Other routes")
        yield Items(tuple(Item(_summary(other), tuple(s.label for s in other.steps)) for other in route.alternatives))
    if route.relaxations:
        yield Heading("What to change to close more")
        yield Items(tuple(Item(_relaxed(one, name)) for one in route.relaxations))


def _relaxed(one: Relaxation, name: Naming) -> str:
    closes = ", ".join(name(competence) for competence in one.closes)
    return f"{one.change}: closes {closes}; the cost with learning time is then {money(one.cost)}"


def _foundations(audit: Audit, route: LearningRoute, name: Naming) -> Iterator[Block]:
    policy = audit.specification.policy
    if route.steps:
        source = ", ".join(filter(None, (policy.value_source, policy.value_day)))
        yield Heading("What this answer rests on")
        yield Text(
            f"An hour of the learner's time is counted as {money(policy.value_per_hour)}"
            f"{f' ({source})' if source else ''}, so the route costs {money(route.cost)} with learning time."
        )
    yield from _proposals(audit, route, name)


def _proposals(audit: Audit, route: LearningRoute | None, name: Naming) -> Iterator[Block]:
    found: dict[Basis, dict[str, None]] = {}
    for basis, what in _bases(audit, route, name):
        found.setdefault(basis, {})[what] = None
    if found:
        yield Heading("Proposed by signpost, not stated by a source")
        yield Text("What is marked * or (proposed) rests on these judgements, each with how sure its editor is (0-1).")
        ordered = sorted(found.items(), key=lambda one: (-one[0].confidence, one[0].text))
        yield Items(tuple(Item(f"{basis.confidence:.2g}: {basis.text} [{'; '.join(on)}]") for basis, on in ordered))


def _bases(audit: Audit, route: LearningRoute | None, name: Naming) -> Iterator[tuple[Basis, str]]:
    for line in audit.lines:
        if line.requirement.proposed:
            yield line.requirement.proposed, _short((line,), name)
    for step in route.steps if route else ():
        for reason in step.reasons:
            yield from ((basis, step.label) for basis in reason.proposed if basis != _needed(audit, reason))


def _needed(audit: Audit, reason: Reason) -> Basis | None:
    """The basis of the requirement itself, which the audit has listed already."""
    return next((x.requirement.proposed for x in audit.lines if x.requirement.id == reason.requirement), None)


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
def next_page(signpost: Signpost | None, audit: Audit, name: Naming, framework: Naming) -> Page:
    """The single best step now, and why."""
    blocks: tuple[Block, ...]
    if signpost is None:
        said = (
            "Nothing is missing: every requirement is met." if not audit.open else "Nothing in the catalogue helps now."
        )
        blocks = (*_person(audit.specification, name), Text(said))
    else:
        step = _step(signpost.step, {}, name, framework)
        blocks = (*_person(audit.specification, name), Items((step,)), Text(signpost.because))
    return Page(_title("Learn next", audit.specification), blocks, signpost, _route_rows_of(signpost))


def _route_rows_of(signpost: Signpost | None) -> Table:
    steps = () if signpost is None else (signpost.step,)
    columns = ("resource", "label", "start", "finish", "price_pence", "minutes", "link")
    return Table(columns, tuple((s.resource, s.label, s.start, s.finish, s.price, s.minutes, s.link) for s in steps))
