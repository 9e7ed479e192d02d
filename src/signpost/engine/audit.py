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
- Whether the standard was in force on the day follows from the stated dates of its edition alone. Without a last day,
  "current" says that it has not ended; any other status, or none, leaves open since when it has. Nothing is guessed:
  what the dates do not settle is uncertain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from signpost.engine.index import BROAD, CLOSE, EXACT, KNOWLEDGE, NARROW, PERFORMANCE, Index
from signpost.model import (
    Attainment,
    Audit,
    AuditLine,
    Edition,
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


class _Alignment(NamedTuple):
    """How another competence is aligned with the required one, who it is, and the statement that says so."""

    relation: int
    competence: str
    statement: str
    confidence: float
    begins: int
    """The first day on which it holds."""


class _Carried(NamedTuple):
    """A judgement as it reaches one requirement: the level it carries, why it does not count, by which alignment."""

    judgement: _Judgement
    level: int
    reason: str
    via: _Alignment | None = None


class _Period(NamedTuple):
    """When the edition of a competence is in force, as ordinals of days; -1 is not known."""

    earliest: int = -1
    """The first day on which it can have been in force."""
    begun: int = -1
    """The day by which it was."""
    until: int = -1
    current: bool = False
    """Whether it is said not to have ended."""


class _Competence(NamedTuple):
    """A required competence in a release: its label, its period, and each alignment by which others may carry."""

    label: str
    period: _Period
    aligned: tuple[_Alignment, ...]


def audit(index: Index, specification: PersonSpecification) -> Audit:
    """Each requirement of a specification as met, short, expired or not assessed, with every judgement weighed for it.

    The lines stand in the order of the requirements; the held level, the states and the facets are those of routes.md.
    """
    judgements, today = _judgements(specification), specification.as_at.toordinal()
    known = _KNOWN.setdefault(index, {})
    lines = tuple(
        _line(_competence(index, known, requirement.competence), specification.policy, requirement, judgements, today)
        for requirement in specification.requirements
    )
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
    first, last = _days(attainment, today)
    begun = first <= today
    expired = attainment.until is not None and attainment.until.toordinal() < today
    reason = ""
    if not attainment.evidence:
        reason = "nothing shows it"
    elif judges and attainment.judged_by not in judges:
        reason = f"the policy does not count the judgement of: {_slug(attainment.judged_by)}"
    elif not begun:
        reason = "it is not yet in date"
    age = today - last if last and begun else None
    return _Judgement(
        attainment, FACETS[attainment.shows], max(first, last), age, expired, reason, begun and not expired
    )


def _days(attainment: Attainment, today: int) -> tuple[int, int]:
    """The first day of a judgement, and the day of its latest evidence up to today; 0 where no day is known."""
    earliest, latest = 0, 0
    for evidence in attainment.evidence:
        if evidence.day is not None:
            day = evidence.day.toordinal()
            earliest = day if not earliest or day < earliest else earliest
            latest = day if latest < day <= today else latest
    first = attainment.since.toordinal() if attainment.since is not None else earliest
    return first, latest or first


def _line(
    competence: _Competence,
    policy: Policy,
    requirement: Requirement,
    judgements: Mapping[str, list[_Judgement]],
    today: int,
) -> AuditLine:
    carried = _carried(competence, policy, requirement.competence, judgements, today)
    asked = FACETS[requirement.asks]
    counted = [one for one in carried if not one.reason]
    in_date = [one for one in counted if not one.judgement.expired]
    once = _level(counted, asked)
    held = once if len(in_date) == len(counted) else _level(in_date, asked)
    return AuditLine(
        requirement,
        competence.label,
        _state(requirement.level, held, once),
        held,
        None if held is None else max(0, requirement.level - held),
        tuple([_holding(one, asked, held) for one in carried]),
        len(carried) > 1 and _spread(carried, asked) >= policy.disagreement,
        _edition(competence.period, today),
    )


def edition_on(index: Index, row: int, day: int) -> Edition:
    """Whether the edition of a competence was in force on a day, given as its ordinal."""
    return _edition(_period(index, row), day)


def _edition(period: _Period, today: int) -> Edition:
    if 0 <= period.until < today:
        return Edition.ENDED
    if today < period.earliest:
        return Edition.NOT_YET
    begun = 0 <= period.begun <= today
    return Edition.IN_FORCE if begun and (period.until >= 0 or period.current) else Edition.UNCERTAIN


def _carried(
    competence: _Competence, policy: Policy, iri: str, judgements: Mapping[str, list[_Judgement]], today: int
) -> list[_Carried]:
    """Every judgement that touches a competence, on itself first, then by alignment in (relation, IRI) order."""
    found = [_Carried(one, one.attainment.level, one.reason) for one in judgements.get(iri, ())]
    for alignment in competence.aligned:
        if alignment.competence in judgements and alignment.begins <= today:
            found += [_by_alignment(one, alignment, policy) for one in judgements[alignment.competence]]
    return found


# ---------------------------------------------------------------------------------------------- what the release says
_KNOWN: WeakKeyDictionary[Index, dict[str, _Competence]] = WeakKeyDictionary()
"""What was looked up in each release so far; the search for an IRI is dearer than the rest of its line."""


def _competence(index: Index, known: dict[str, _Competence], iri: str) -> _Competence:
    found = known.get(iri)
    if found is None:
        row = index.find("competence", iri)
        if row < 0:
            return _Competence(iri, _Period(), ())
        found = known[iri] = _Competence(index.label("competence", row), _period(index, row), _aligned(index, row))
    return found


def _period(index: Index, row: int) -> _Period:
    """The days of its framework, with its own status where it has one."""
    framework, status = int(index.competence_framework[row]), index.text(int(index.competence_status[row]))
    if framework < 0:
        return _Period()
    return _Period(
        int(index.framework_from[framework]),
        int(index.framework_from_latest[framework]),
        int(index.framework_until[framework]),
        _slug(status or index.text(int(index.framework_status[framework]))) == "current",
    )


def _aligned(index: Index, row: int) -> tuple[_Alignment, ...]:
    """The closest relation of a competence to each other one that it is aligned with."""
    start, end = index.alignment_rows.data[row : row + 2]
    if start == end:
        return ()
    closest: dict[int, tuple[int, int]] = {}
    targets, relations = index.alignment_target.data, index.alignment_relation.data
    for at in range(start, end):
        target, relation = targets[at], relations[at]
        if relation in ALIGNMENTS and target != row:
            closest[target] = min((relation, at), closest.get(target, (relation, at)))
    ordered = sorted([(relation, target, at) for target, (relation, at) in closest.items()])
    return tuple([_alignment(index, *one) for one in ordered])


def _alignment(index: Index, relation: int, target: int, at: int) -> _Alignment:
    statement, sure = index.text(index.alignment_iri.data[at]), index.alignment_confidence.data[at]
    begins = index.alignment_from.data[at]
    return _Alignment(relation, index.text(index.competence_iri.data[target]), statement, round(sure, 4), begins)


# ---------------------------------------------------------------------------------------------- weighing
def _by_alignment(judgement: _Judgement, alignment: _Alignment, policy: Policy) -> _Carried:
    via, level = ALIGNMENTS[alignment.relation], judgement.attainment.level
    if alignment.relation == EXACT:
        return _Carried(judgement, level, judgement.reason, alignment)
    credit = _credit(alignment.relation, policy)
    if credit is None:
        unknown = f"the policy gives no credit across {via}"
        return _Carried(judgement, 0, judgement.reason or unknown, alignment)
    left = level - credit
    worthless = "" if left > 0 else f"no level is left after the policy's credit across {via}"
    return _Carried(judgement, max(left, 0), judgement.reason or worthless, alignment)


def _credit(relation: int, policy: Policy) -> int | None:
    if relation == CLOSE:
        return policy.close_match_credit
    return policy.broad_match_credit if relation == BROAD else policy.narrow_match_credit


def _level(carried: Iterable[_Carried], asked: int) -> int | None:
    """The highest level of each facet asked for, and the lower of those; None where a facet is not shown at all."""
    knowledge = performance = -1
    for judgement, level, *_ in carried:
        if level > knowledge and judgement.facets & KNOWLEDGE:
            knowledge = level
        if level > performance and judgement.facets & PERFORMANCE:
            performance = level
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
    via = carried.via
    return Holding(
        judgement.attainment,
        carried.level,
        not reason,
        ALIGNMENTS[via.relation] if via else "",
        via.statement if via else "",
        via.confidence if via else 1.0,
        reason,
        judgement.age,
    )


def _touches(facets: int, asked: int, held: int | None) -> bool:
    """Half of what is asked for counts only beside the other half, so only where a level is held."""
    return bool(facets & asked) and (held is not None or facets & asked == asked)


def _spread(carried: Sequence[_Carried], asked: int) -> int:
    """The widest spread of levels between judges on one facet, among judgements in date, exact matches included."""
    return max(_facet_spread(carried, facet) for facet in (KNOWLEDGE, PERFORMANCE) if asked & facet)


def _facet_spread(carried: Sequence[_Carried], facet: int) -> int:
    latest: dict[str, int] = {}
    plain = [c for c in carried if c.via is None or c.via.relation == EXACT]
    seen = [c for c in plain if c.judgement.in_date and c.judgement.facets & facet]
    for judgement, *_ in seen:
        judge = judgement.attainment.judged_by
        latest[judge] = max(judgement.day, latest.get(judge, 0))
    levels = [level for judgement, level, *_ in seen if judgement.day == latest[judgement.attainment.judged_by]]
    return max(levels) - min(levels) if levels else 0


def _slug(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
