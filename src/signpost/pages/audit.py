"""The audit as a page: what a post needs, what is held, what is missing, and what that rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from signpost.emit import Block, Heading, Item, Items, Page, Table, Text
from signpost.model import (
    Audit,
    AuditLine,
    Basis,
    Edition,
    FamilyProfile,
    Holding,
    Horizon,
    PersonSpecification,
    State,
)
from signpost.pages.summary import states, unjudged
from signpost.pages.wording import age, count, day

if TYPE_CHECKING:
    from signpost import Names


_TONES = {State.MET: "good", State.SHORT: "poor", State.EXPIRED: "poor", State.NOT_ASSESSED: "unknown"}


_EDITIONS = (Edition.NOT_YET, Edition.ENDED)
"""Told beside the state of a line whose standard was not in force on the day."""


def audit_page(audit: Audit, families: Sequence[FamilyProfile], names: Names) -> Page:
    """How much is met; each requirement with what is held; then strengths and areas for development by family."""
    blocks = (
        *(Text(line) for line in (states(audit), *unjudged(audit))),
        *person(audit.specification, names),
        *lines(audit, names, brief=False),
        *_families(families, names),
        *proposals(_bases(audit, names)),
    )
    return Page(title("Audit", audit.specification), blocks, audit, _audit_rows(audit, names))


def _families(families: Sequence[FamilyProfile], names: Names) -> Iterator[Block]:
    yield Heading("Strengths and areas for development")
    rows = tuple(
        (names.called(one.family), _short(one.strengths, names), _short(one.development, names))
        for one in families
        if one.family
    )
    yield Table(("Family", "Strengths", "To develop"), rows)


def _short(lines: Sequence[AuditLine], names: Names) -> str:
    return "; ".join(names.short(line.requirement.competence) for line in lines)


def title(what: str, specification: PersonSpecification) -> str:
    """The title of a page about one person's case."""
    return f"{what}: {specification.label or specification.post or 'a post'} ({specification.person})"


def person(specification: PersonSpecification, names: Names) -> Iterator[Block]:
    """Whose case it is, on which day, and what was left out of it."""
    roles = ", ".join(names.called(role) for role in specification.roles)
    said = [f"As at {day(specification.as_at)}."]
    if roles:
        said.append(f"Required by: {roles}.")
    if specification.illustrative:
        said.append("The attainments are illustrative, not those of a real person.")
    yield Text(" ".join(said))
    if specification.dropped:
        dropped = (f"{names.called(competence)} ({why.rstrip('.')})" for competence, why in specification.dropped)
        yield Text(f"Left out of this post: {'; '.join(dropped)}.", quiet=True)


def lines(audit: Audit, names: Names, *, brief: bool) -> Iterator[Block]:
    """Each requirement with its state, what shows what is held unless brief, and where judges disagree."""
    yield Heading("What the post needs, and what is held")
    rows = tuple(_line_row(line, names, brief=brief) for line in audit.lines)
    columns = ("Standard", "Title", "Importance", "Needs", "Held", "State")
    yield Table(columns, rows, tuple(_TONES[line.state] for line in audit.lines), cut=("Title",))
    if brief:
        yield Text(states(audit))
    yield Text(_weights(audit), quiet=True)
    if not brief:
        yield from _editions(audit)
        yield from _instead(audit, names)
        yield from _evidence(audit, names)
    conflicts = [line for line in audit.lines if line.disagreement]
    if conflicts:
        yield Heading("Where the judges disagree")
        yield Items(tuple(_conflict(line, names) for line in conflicts))


def _weights(audit: Audit) -> str:
    factors = audit.specification.policy.horizon_factors
    told = ", ".join(f"{factors[horizon]} for {horizon.value}" for horizon in Horizon)
    return f"Importance is 1 to 5; the weight of a line in a route is its importance times {told}."


def _evidence(audit: Audit, names: Names) -> Iterator[Block]:
    shown = [(line, _all_shown(line, names)) for line in audit.lines]
    rows = tuple((names.short(line.requirement.competence), said) for line, said in shown if said)
    if rows:
        yield Heading("What shows it, and how old it is")
        yield Table(("Standard", "Judged by: shown by, how long ago"), rows, cut=("Standard",))


def _all_shown(line: AuditLine, names: Names) -> str:
    return "; ".join(dict.fromkeys(_shown(holding, names) for holding in line.holdings if holding.counts))


def _editions(audit: Audit) -> Iterator[Text]:
    unsure = sum(line.edition is Edition.UNCERTAIN for line in audit.lines)
    if unsure:
        which = f"{unsure} of {count(len(audit.lines), 'standard')}"
        on, was = day(audit.specification.as_at), "was" if unsure == 1 else "were"
        yield Text(f"† Edition uncertain: no stated date tells whether {which} {was} in force on {on}.", quiet=True)


def _instead(audit: Audit, names: Names) -> Iterator[Block]:
    """What is asked for in the edition of the day, and not in the one that is written there."""
    asked = [line.requirement for line in audit.lines if line.requirement.instead_of]
    if asked:
        yield Heading(f"In the editions of {day(audit.specification.as_at)}")
        yield Items(
            tuple(Item(f"{_placed(one.competence, names)}, for {_placed(one.instead_of, names)}") for one in asked)
        )


def _placed(competence: str, names: Names) -> str:
    """A standard with its framework, since two editions may share code and title."""
    return f"{names.called(competence)} of {names.framework(competence)}"


def _conflict(line: AuditLine, names: Names) -> Item:
    return Item(names.short(line.requirement.competence), tuple(_judgement(one, names) for one in line.holdings))


def _line_row(line: AuditLine, names: Names, *, brief: bool) -> tuple[str | int | None, ...]:
    needs = line.requirement
    unsure = " †" if line.edition is Edition.UNCERTAIN and not brief else ""
    state = _state(line) + (f"; {line.edition.value}" if line.edition in _EDITIONS else "")
    return (
        f"{names.code(needs.competence)}{unsure}".strip(),
        line.label,
        f"{needs.importance} {needs.horizon.value}",
        f"{needs.level}{' *' if needs.proposed else ''}",
        "-" if line.held is None else f"{line.held}",
        state,
    )


def _state(line: AuditLine) -> str:
    if line.state is State.EXPIRED:
        days = [h.attainment.until for h in line.holdings if h.attainment.until and not h.counts]
        return f"expired {day(max(days))}" if days else line.state.value
    return f"short by {line.gap}" if line.state is State.SHORT and line.gap else line.state.value


def _shown(holding: Holding, names: Names) -> str:
    kinds = ", ".join(dict.fromkeys(names.called(e.kind) for e in holding.attainment.evidence))
    old = "" if holding.age_days is None else f", {age(holding.age_days)}"
    return f"{names.called(holding.attainment.judged_by)}: {kinds}{old}{_across(holding, names)}"


def _across(holding: Holding, names: Names) -> str:
    """The alignment that a level came by, and how sure whoever states it is."""
    if not holding.via:
        return ""
    sure = f", proposed with confidence {holding.confidence:.2g}" if holding.confidence < 1 else ""
    return f" (of {names.short(holding.attainment.competence)}, by {holding.via}{sure})"


def _judgement(holding: Holding, names: Names) -> str:
    attainment = holding.attainment
    kinds = ", ".join(dict.fromkeys(names.called(e.kind) for e in attainment.evidence))
    said = f"{names.called(attainment.judged_by)}: level {attainment.level}" + (f", by {kinds}" if kinds else "")
    return said if holding.counts else f"{said} (does not count: {holding.reason})"


def _audit_rows(audit: Audit, names: Names) -> Table:
    columns = ("competence", "code", "label", "state", "required", "held", "gap", "importance", "horizon", "weight",
               "family", "proposed", "disagreement", "judged_by", "edition")  # fmt: skip
    factors = audit.specification.policy.horizon_factors
    return Table(columns, tuple(_audit_row(line, names, factors[line.requirement.horizon]) for line in audit.lines))


def _audit_row(line: AuditLine, names: Names, factor: int) -> tuple[str | int | None, ...]:
    needs = line.requirement
    judges = dict.fromkeys(names.called(h.attainment.judged_by) for h in line.holdings if h.counts)
    return (
        needs.competence, names.code(needs.competence), line.label, line.state.value, needs.level, line.held, line.gap,
        needs.importance, needs.horizon.value, needs.importance * factor, needs.family,
        int(needs.proposed is not None), int(line.disagreement), "; ".join(judges), line.edition.value,
    )  # fmt: skip


def proposals(bases: Iterable[tuple[Basis, str]]) -> Iterator[Block]:
    """The judgements of signpost's own that an answer rests on, each with what rests on it."""
    found: dict[Basis, dict[str, None]] = {}
    for basis, what in bases:
        found.setdefault(basis, {})[what] = None
    if found:
        yield Heading("Proposed by signpost, not stated by a source")
        yield Text("What is marked * or (proposed) rests on these judgements, each with how sure its editor is (0-1).")
        ordered = sorted(found.items(), key=lambda one: (-one[0].confidence, one[0].text))
        yield Items(tuple(Item(f"{basis.confidence:.2g}: {basis.text} [{'; '.join(on)}]") for basis, on in ordered))


def _bases(audit: Audit, names: Names) -> Iterator[tuple[Basis, str]]:
    for line in audit.lines:
        if line.requirement.proposed:
            yield line.requirement.proposed, names.short(line.requirement.competence)
