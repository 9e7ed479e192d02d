"""The mapping audit: how roles are mapped to standards, and what in it a development lead should look at.

What counts as one standard: the same competence, or an exact match of it, one step either way. A code that two editions
share is a hint only, since bodies use a code again for another standard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from signpost.engine.audit import FACETS
from signpost.engine.index import EXACT, KNOWLEDGE, PERFORMANCE, Index
from signpost.engine.names import code_of, name, slug_in_words
from signpost.engine.standing import PASSED, Standings, standings
from signpost.engine.succession import on_day
from signpost.engine.template import template
from signpost.model import (
    FAMILIES,
    Edition,
    Flaw,
    FrameworkUse,
    MappingAudit,
    Remark,
    Requirement,
    RoleMapping,
    Severity,
)

MOST = 80
"""The per cent of a role's requirements above which one family outweighs the others."""

UNSURE = 0.5
"""A proposal is of low confidence below this."""


@dataclass(frozen=True, eq=False)
class Role:
    """A role of a release with its requirements of a day, in its publisher's order."""

    index: Index
    row: int
    day: date

    @cached_property
    def iri(self) -> str:
        """Its IRI."""
        return self.index.iri("role", self.row)

    @cached_property
    def label(self) -> str:
        """What it is called."""
        return self.index.label("role", self.row)

    @cached_property
    def lines(self) -> tuple[Requirement, ...]:
        """What it requires, in the editions that were adopted by that day."""
        return on_day(self.index, template(self.index, self.iri), self.day)[0]

    def remark(self, flaw: Flaw, severity: Severity, about: str, what: str, remedy: str, other: str = "") -> Remark:
        """A remark on it."""
        return Remark(self.iri, flaw, severity, about, what, _WHY[flaw], remedy, other)


_WHY = {
    Flaw.EMPTY: "A role without requirements cannot be audited, and no route leads to it.",
    Flaw.DUTY: "What the post does there is neither audited nor learned.",
    Flaw.APART: "The duty is mapped, but an audit of the role does not ask for what it is mapped to.",
    Flaw.CLASH: "An audit asks for both, and the lower one adds nothing.",
    Flaw.TWICE: "An audit counts it twice, so it weighs more than it should.",
    Flaw.EDITION: "Evidence and learning follow the edition in use, so fewer and fewer will fit this one.",
    Flaw.FAMILY: "A person specification draws from generic, specialist and partnership competences.",
    Flaw.ABOVE: "Whoever moves up would be asked for less.",
    Flaw.UNTAUGHT: "Whoever falls short of it has no learning in the catalogue that closes the gap.",
    Flaw.UNSURE: "It is signpost's own judgement, and its editor is not sure of it.",
}
"""Why each flaw matters."""


def lint(index: Index, roles: Sequence[str], as_at: date) -> MappingAudit:
    """The mapping audit of some roles of a release on a day, in the order of their IRIs.

    Raises KeyError where the release does not hold one of them.
    """
    chosen = [Role(index, _row(index, iri), as_at) for iri in sorted(set(roles))]
    every = [Role(index, row, as_at) for row in range(len(index.role_iri))]
    states, taught = (
        standings(index, [line.competence for role in chosen for line in role.lines], as_at),
        _Taught(index),
    )
    remarks = (remark for role in chosen for remark in _remarks(role, every, states, taught, as_at))
    return MappingAudit(
        as_at=as_at,
        roles=tuple(map(_mapping, chosen)),
        remarks=tuple(remarks),
        frameworks=tuple(_frameworks(index, chosen)),
        release=index.release,
    )


def _row(index: Index, iri: str) -> int:
    row = index.find("role", iri)
    if row < 0:
        raise KeyError(iri)
    return row


def _remarks(role: Role, every: Sequence[Role], states: Standings, taught: _Taught, as_at: date) -> Iterator[Remark]:
    if not role.lines:
        what = f"{role.label} requires nothing"
        yield role.remark(Flaw.EMPTY, Severity.WARNING, role.iri, what, "Add requirements, each with its level.")
    yield from _duties(role)
    yield from _twice(role)
    yield from _editions(role, states, as_at)
    yield from _balance(role)
    yield from _above(role, every)
    yield from taught.beyond(role)
    yield from _unsure(role)


def _mapping(role: Role) -> RoleMapping:
    families = Counter(line.family for line in role.lines)
    duties = list(_duties_of(role))
    met = sum(bool(competences) for _, _, competences in duties)
    return RoleMapping(role.iri, role.label, len(role.lines), dict(sorted(families.items())), len(duties), met)


# ---------------------------------------------------------------------------------------------- duties
def _duties_of(role: Role) -> Iterator[tuple[str, str, list[int]]]:
    """The IRI and the words of each duty, and the competences that it is met by."""
    index = role.index
    for n in range(int(index.duty_rows[role.row]), int(index.duty_rows[role.row + 1])):
        met = index.duty_met[index.duty_met_rows[n] : index.duty_met_rows[n + 1]]
        iri = index.text(int(index.duty_iri[n]))
        yield iri, index.text(int(index.duty_label[n])) or slug_in_words(iri), met.tolist()


def _duties(role: Role) -> Iterator[Remark]:
    index = role.index
    required = {same for line in role.lines for same in alike(index, index.find("competence", line.competence))}
    for iri, words, met in _duties_of(role):
        if not met:
            remedy = "Name the standard that the duty is met by, or say that none is and why."
            yield role.remark(Flaw.DUTY, Severity.WARNING, iri, f"“{words}” is met by no standard", remedy)
        elif required.isdisjoint(met):
            named = ", ".join(name(index, index.iri("competence", row)) for row in met)
            what = f"“{words}” is met by {named}, which the role does not require"
            remedy = "Require it at the level that the duty needs, or correct what the duty is met by."
            yield role.remark(Flaw.APART, Severity.WARNING, iri, what, remedy, index.iri("competence", met[0]))


def alike(index: Index, row: int) -> tuple[int, ...]:
    """A competence, and its exact matches."""
    near = slice(int(index.alignment_rows[row]), int(index.alignment_rows[row + 1]))
    return (row, *index.alignment_target[near][index.alignment_relation[near] == EXACT].tolist())


# ---------------------------------------------------------------------------------------------- twice
def _twice(role: Role) -> Iterator[Remark]:
    """Each requirement that repeats an earlier one, told against the first such."""
    index, before, codes = role.index, dict[int, list[Requirement]](), dict[str, Requirement]()
    for line in role.lines:
        row = index.find("competence", line.competence)
        earlier = [one for same in alike(index, row) for one in before.get(same, ()) if _overlap(one, line)]
        code = _folded(code_of(index, line.competence))
        if earlier:
            yield _repeated(role, earlier[0], line)
        elif code in codes and code and _overlap(codes[code], line):
            yield _same_code(role, codes[code], line)
        before.setdefault(row, []).append(line)
        codes.setdefault(code, line)


def _overlap(one: Requirement, other: Requirement) -> bool:
    """Whether two requirements ask for the same half; knowledge at one level and performance at another is no clash."""
    return bool(FACETS[one.asks] & FACETS[other.asks])


def _folded(code: str) -> str:
    return "".join(letter for letter in code.casefold() if letter.isalnum())


def _repeated(role: Role, first: Requirement, line: Requirement) -> Remark:
    names = [name(role.index, one.competence) for one in (first, line)]
    same = first.competence == line.competence
    how = "stands there twice" if same else f"is an exact match of {names[0]}"
    other = "" if same else first.competence
    if first.level == line.level:
        what = f"{names[1]} {how}, at level {line.level}"
        return role.remark(Flaw.TWICE, Severity.WARNING, line.competence, what, "Keep one of the two.", other)
    what = f"{names[1]} {how}: one asks for level {first.level}, the other for level {line.level}"
    remedy = f"Keep level {max(first.level, line.level)}, or the level that is meant."
    return role.remark(Flaw.CLASH, Severity.WARNING, line.competence, what, remedy, other)


def _same_code(role: Role, first: Requirement, line: Requirement) -> Remark:
    one, other = (name(role.index, each.competence) for each in (first, line))
    what = f"{other} has the code of {one}, in another edition"
    remedy = "If they are one standard, keep the edition in use; if a body used the code again, leave both."
    return role.remark(Flaw.TWICE, Severity.ADVICE, line.competence, what, remedy, first.competence)


# ---------------------------------------------------------------------------------------------- editions, proposals
def _editions(role: Role, states: Standings, as_at: date) -> Iterator[Remark]:
    for competence in dict.fromkeys(line.competence for line in role.lines):
        state = states[competence]
        said = [f"is {state.status}"] if state.status in PASSED else []
        if state.edition in (Edition.ENDED, Edition.NOT_YET):
            said.append(f"is {state.edition.value} on {as_at.day} {as_at:%B %Y}")
        if said:
            grave = Severity.ADVICE if said == ["is legacy"] else Severity.WARNING
            what = f"{name(role.index, competence)} {' and '.join(said)}"
            remedy = "Find what has taken its place, or keep it with a reason."
            if state.replacement:
                remedy = f"Require {name(role.index, state.replacement)} in its place, after a look at what it changes."
            yield role.remark(Flaw.EDITION, grave, competence, what, remedy, state.replacement)


def _unsure(role: Role) -> Iterator[Remark]:
    for line in role.lines:
        if line.proposed and line.proposed.confidence < UNSURE:
            sure, why = f"confidence {line.proposed.confidence:.2g}", line.proposed.text.rstrip(".")
            what = f"{name(role.index, line.competence)} at level {line.level} ({sure}): {why}"
            remedy = "Agree or change it with those who do the work."
            yield role.remark(Flaw.UNSURE, Severity.ADVICE, line.competence, what, remedy)


# ---------------------------------------------------------------------------------------------- balance
def _balance(role: Role) -> Iterator[Remark]:
    number, families = len(role.lines), Counter(line.family for line in role.lines)
    if number and not families.keys() - {""}:
        what = f"None of its {number} requirements says its family" if number > 1 else "Its requirement says no family"
        yield role.remark(Flaw.FAMILY, Severity.WARNING, role.iri, what, "Say the family of each requirement.")
        return
    for family in FAMILIES:
        if number and family not in families:
            what = f"No requirement is of the {slug_in_words(family)} family"
            remedy = "Add what is missing, or leave it where another role of the post brings it."
            yield role.remark(Flaw.FAMILY, Severity.WARNING, family, what, remedy)
    for family, count in sorted(families.items()):
        if family and 100 * count > MOST * number and len(families) > 1:
            what = f"{count} of its {number} requirements are of the {slug_in_words(family)} family"
            yield role.remark(Flaw.FAMILY, Severity.ADVICE, family, what, "See whether the others are complete.")


# ---------------------------------------------------------------------------------------------- other roles
def _above(role: Role, every: Sequence[Role]) -> Iterator[Remark]:
    """Requirements that ask for more than each role above it which asks for the same standard."""
    index = role.index
    higher = [other for other in every if _is_above(index, other.row, role.row)]
    for line in role.lines:
        same = {index.iri("competence", row) for row in alike(index, index.find("competence", line.competence))}
        found = [(other, _highest(other, same, line)) for other in higher]
        less = [(other, level) for other, level in found if 0 < level < line.level]
        if less:
            listed = ", ".join(f"{other.label} for level {level}" for other, level in less)
            what = f"{name(index, line.competence)}: it asks for level {line.level}, {listed}"
            remedy = "Correct one of the levels; leave them where this role does the work and the other oversees it."
            yield role.remark(Flaw.ABOVE, Severity.ADVICE, line.competence, what, remedy, less[0][0].iri)


def _is_above(index: Index, one: int, other: int) -> bool:
    """Whether a role begins and ends no lower in the levels of management than another, and one of both higher."""
    bounds = [(int(index.role_lowest[row]), int(index.role_highest[row])) for row in (one, other)]
    (low, high), (low_below, high_below) = bounds
    return low_below > 0 and low >= low_below and high >= high_below and bounds[0] != bounds[1]


def _highest(role: Role, same: set[str], line: Requirement) -> int:
    return max((one.level for one in role.lines if one.competence in same and _overlap(one, line)), default=0)


class _Taught:
    """The highest level that learning leads to in each competence, knowledge and performance apart."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._most = {bit: np.zeros(len(index.competence_iri), np.int32) for bit in (KNOWLEDGE, PERFORMANCE)}
        for bit, most in self._most.items():
            shows = (index.teaches_shows & bit) > 0
            np.maximum.at(most, index.teaches_competence[shows], index.teaches_outcome[shows])

    def beyond(self, role: Role) -> Iterator[Remark]:
        """The requirements of a role at levels that nothing leads to."""
        for line in role.lines:
            rows = list(alike(self._index, self._index.find("competence", line.competence)))
            most = {_HALVES[bit]: int(of[rows].max()) for bit, of in self._most.items() if FACETS[line.asks] & bit}
            if min(most.values()) < line.level:
                what = f"{name(self._index, line.competence)} at level {line.level}: {_reached(most, line.level)}"
                remedy = "Find or publish learning for it, plan work-based learning, or look again at the level."
                yield role.remark(Flaw.UNTAUGHT, Severity.ADVICE, line.competence, what, remedy)


_HALVES = {KNOWLEDGE: "knowledge", PERFORMANCE: "performance"}


def _reached(most: Mapping[str, int], level: int) -> str:
    """How far learning leads, where it does not lead to a level in each half that is asked for."""
    least, highest = min(most.values()), max(most.values())
    if highest == 0:
        return "nothing teaches it"
    if least == 0:
        half = max(most, key=lambda one: most[one])
        return f"only {half} of it is taught, to level {highest}"
    if highest >= level:
        return ", ".join(f"{half} of it is taught to level {reached}" for half, reached in most.items())
    return f"learning leads to level {least} at most"


# ---------------------------------------------------------------------------------------------- frameworks
def _frameworks(index: Index, roles: Sequence[Role]) -> Iterator[FrameworkUse]:
    """The frameworks that the roles use, with what none of them requires; an exact match is as good."""
    required = {index.find("competence", line.competence) for role in roles for line in role.lines}
    covered = {same for row in required for same in alike(index, row)}
    for framework in sorted({int(index.competence_framework[row]) for row in required} - {-1}):
        inside = np.flatnonzero(index.competence_framework == framework).tolist()
        known = [row for row in inside if row in covered or not _passed(index, row)]
        unused = tuple(index.iri("competence", row) for row in known if row not in covered)
        iri, status = (
            index.iri("framework", framework),
            slug_in_words(index.text(int(index.framework_status[framework]))),
        )
        yield FrameworkUse(iri, index.label("framework", framework), status, len(known) - len(unused), unused)


def _passed(index: Index, row: int) -> bool:
    return slug_in_words(index.text(int(index.competence_status[row]))) in PASSED
