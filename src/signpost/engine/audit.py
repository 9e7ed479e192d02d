"""The audit: what a person specification requires against what is held on its day.

How a judgement is weighed, each rule with its reason:

- It counts on its own competence, on an exact match of it, and at the policy's credit on a close, broader or narrower
  one. An exact match is followed one step, either way, and not further: two bodies that each declared a match with a
  third have not declared one with each other. "Replaced by" is not among the alignments, so it carries nothing.
- It counts from its first day to its last, both included. Its first day is `since`, else that of its earliest evidence.
- Knowledge and performance are two facets. A requirement for both is held at the lower of the two levels, and where
  nothing in date shows one of them, it is not assessed: what is known of one half says nothing of the other.
- A judgement without evidence does not count: every level counted names what it rests on.
- Disagreement compares kinds of judges, each by what it said on its latest day, whether or not the policy counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from signpost.engine.index import BROAD, CLOSE, EXACT, KNOWLEDGE, NARROW, PERFORMANCE, Index
from signpost.model import (
    Attainment,
    Audit,
    AuditLine,
    FamilyProfile,
    Holding,
    PersonSpecification,
    Policy,
    Requirement,
    Shows,
    State,
)

FACETS = {Shows.KNOWLEDGE: KNOWLEDGE, Shows.PERFORMANCE: PERFORMANCE, Shows.BOTH: KNOWLEDGE | PERFORMANCE}
"""The bits of what a requirement asks for, or what an attainment shows."""

ALIGNMENTS = {EXACT: "exactMatch", CLOSE: "closeMatch", BROAD: "broadMatch", NARROW: "narrowMatch"}
"""The alignments by which a judgement may carry, with the words that name them."""


class _Judgement(NamedTuple):
    """An attainment on the day of the audit: whether it is in force, and why not."""

    attainment: Attainment
    facets: int
    day: int
    age: int | None
    expired: bool
    reason: str
    """Why it counts for nothing whatever the requirement; empty where it may count. Expiry is told apart."""
    in_date: bool


class _Carried(NamedTuple):
    """A judgement as it reaches one requirement: the level it carries, by which alignment, why it does not count."""

    judgement: _Judgement
    level: int
    via: str
    reason: str


def audit(index: Index, specification: PersonSpecification) -> Audit:
    """Each requirement of a specification as met, short, expired or not assessed, with every judgement weighed for it.

    The lines stand in the order of the requirements; the held level, the states and the facets are those of routes.md.
    """
    policy, judgements = specification.policy, _judgements(specification)
    lines = tuple(_line(index, policy, requirement, judgements) for requirement in specification.requirements)
    return Audit(specification=specification, lines=lines, release=index.release)


def profile(audited: Audit) -> tuple[FamilyProfile, ...]:
    """Strengths (met) and areas for development (all others) of each family, in the order the families first appear."""
    families: dict[str, list[AuditLine]] = {}
    for line in audited.lines:
        families.setdefault(line.requirement.family, []).append(line)
    return tuple(
        FamilyProfile(
            family=family,
            strengths=tuple(line for line in lines if line.state is State.MET),
            development=tuple(line for line in lines if line.state is not State.MET),
        )
        for family, lines in families.items()
    )


def _judgements(specification: PersonSpecification) -> dict[str, list[_Judgement]]:
    """The attainments by competence, each weighed once against the day and the policy."""
    today, judges = specification.as_at.toordinal(), specification.policy.judges
    found: dict[str, list[_Judgement]] = {}
    for attainment in specification.attainments:
        found.setdefault(attainment.competence, []).append(_judgement(attainment, today, judges))
    return found


def _judgement(attainment: Attainment, today: int, judges: Sequence[str]) -> _Judgement:
    days = [evidence.day.toordinal() for evidence in attainment.evidence if evidence.day is not None]
    first = attainment.since.toordinal() if attainment.since else min(days, default=0)
    last = max((day for day in days if day <= today), default=first)
    begun, expired = first <= today, attainment.until is not None and attainment.until.toordinal() < today
    reason = ""
    if not attainment.evidence:
        reason = "nothing shows it"
    elif judges and attainment.judged_by not in judges:
        reason = f"the policy does not count the judgement of: {_slug(attainment.judged_by)}"
    elif not begun:
        reason = "it is not yet in date"
    return _Judgement(
        attainment=attainment,
        facets=FACETS[attainment.shows],
        day=max(first, last),
        age=today - last if last and begun else None,
        expired=expired,
        reason=reason,
        in_date=begun and not expired,
    )


def _line(
    index: Index, policy: Policy, requirement: Requirement, judgements: Mapping[str, list[_Judgement]]
) -> AuditLine:
    row = index.find("competence", requirement.competence)
    carried = list(_carried(index, policy, row, requirement.competence, judgements))
    asked = FACETS[requirement.asks]
    held = _level((c for c in carried if not c.reason and not c.judgement.expired), asked)
    once = _level((c for c in carried if not c.reason), asked)
    return AuditLine(
        requirement=requirement,
        label=index.label("competence", row) if row >= 0 else requirement.competence,
        state=_state(requirement.level, held, once),
        held=held,
        gap=None if held is None else max(0, requirement.level - held),
        holdings=tuple(_holding(c, asked, held) for c in carried),
        disagreement=_spread(carried, asked) >= policy.disagreement,
    )


def _carried(
    index: Index, policy: Policy, row: int, competence: str, judgements: Mapping[str, list[_Judgement]]
) -> Iterator[_Carried]:
    """Every judgement that touches a competence, on itself first, then by alignment in (relation, IRI) order."""
    for judgement in judgements.get(competence, ()):
        yield _Carried(judgement, judgement.attainment.level, "", judgement.reason)
    if row < 0:
        return
    for relation, target in _aligned(index, row):
        found = judgements.get(index.iri("competence", target))
        if found and target != row:
            yield from (_by_alignment(judgement, relation, policy) for judgement in found)


def _aligned(index: Index, row: int) -> Iterable[tuple[int, int]]:
    """The closest relation of a competence to each one that it is aligned with."""
    start, end = index.alignment_rows.data[row : row + 2]
    if start == end:
        return ()
    closest: dict[int, int] = {}
    for target, relation in zip(
        index.alignment_target.data[start:end], index.alignment_relation.data[start:end], strict=True
    ):
        if relation in ALIGNMENTS:
            closest[target] = min(relation, closest.get(target, relation))
    return sorted((relation, target) for target, relation in closest.items())


def _by_alignment(judgement: _Judgement, relation: int, policy: Policy) -> _Carried:
    via, level = ALIGNMENTS[relation], judgement.attainment.level
    if relation == EXACT:
        return _Carried(judgement, level, via, judgement.reason)
    credit = _credit(relation, policy)
    if credit is None:
        return _Carried(judgement, 0, via, judgement.reason or f"the policy gives no credit across {via}")
    left = level - credit
    worthless = "" if left > 0 else f"no level is left after the policy's credit across {via}"
    return _Carried(judgement, max(left, 0), via, judgement.reason or worthless)


def _credit(relation: int, policy: Policy) -> int | None:
    if relation == CLOSE:
        return policy.close_match_credit
    return policy.broad_match_credit if relation == BROAD else policy.narrow_match_credit


def _level(carried: Iterable[_Carried], asked: int) -> int | None:
    """The highest level of each facet asked for, and the lower of those; None where a facet is not shown at all."""
    knowledge = performance = -1
    for judgement, level, _, _ in carried:
        if judgement.facets & KNOWLEDGE:
            knowledge = max(knowledge, level)
        if judgement.facets & PERFORMANCE:
            performance = max(performance, level)
    held = min(knowledge if asked & KNOWLEDGE else performance, performance if asked & PERFORMANCE else knowledge)
    return None if held < 0 else held


def _state(required: int, held: int | None, once: int | None) -> State:
    if held is not None and held >= required:
        return State.MET
    if once is not None and once >= required:
        return State.EXPIRED
    return State.NOT_ASSESSED if held is None else State.SHORT


def _holding(carried: _Carried, asked: int, held: int | None) -> Holding:
    judgement = carried.judgement
    reason = carried.reason
    if not reason and judgement.expired:
        reason = f"it expired after {judgement.attainment.until}"
    if not reason and not _touches(judgement.facets, asked, held):
        reason = f"it shows {judgement.attainment.shows.value} only"
    return Holding(judgement.attainment, carried.level, not reason, carried.via, reason, judgement.age)


def _touches(facets: int, asked: int, held: int | None) -> bool:
    """Half of what is asked for counts only beside the other half, so only where a level is held."""
    return bool(facets & asked) and (held is not None or facets & asked == asked)


def _spread(carried: Sequence[_Carried], asked: int) -> int:
    """The widest spread of levels between judges on one facet, among judgements in date, exact matches included."""
    if len(carried) < 2:
        return 0
    return max(_facet_spread(carried, facet) for facet in (KNOWLEDGE, PERFORMANCE) if asked & facet)


def _facet_spread(carried: Sequence[_Carried], facet: int) -> int:
    latest: dict[str, int] = {}
    seen = [c for c in carried if c.judgement.in_date and c.judgement.facets & facet and c.via in ("", "exactMatch")]
    for judgement, *_ in seen:
        judge = judgement.attainment.judged_by
        latest[judge] = max(judgement.day, latest.get(judge, 0))
    levels = [level for judgement, level, *_ in seen if judgement.day == latest[judgement.attainment.judged_by]]
    return max(levels) - min(levels) if levels else 0


def _slug(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
