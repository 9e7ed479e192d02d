"""From the index, a specification and its audit to the integer problem: which columns a person may take, and what for.

How knowledge and performance are kept apart. A competence is one track where everything that teaches it shows both,
and both are held alike; else it is three: knowledge, performance, and *either*. Learning gives its levels in the
facets that it shows, and always in "either". A requirement that asks for both needs its level in knowledge and in
performance, so knowledge-only learning can never close it alone. A column that raises a facet must start from its
entry level in that facet. A prerequisite on another competence names no facet, so holding it in either serves.

A work-based activity raises a competence by one level at most: its entry level is taken as one below its outcome.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from signpost.engine.eligible import Columns, eligible
from signpost.engine.holdings import held_levels
from signpost.engine.index import I32, I64, KNOWLEDGE, PERFORMANCE, Index
from signpost.engine.problem import Awards, Calendar, Group, Mask, Problem, Target
from signpost.engine.schedule import weekly_minutes
from signpost.model import Audit, PersonSpecification, Shows, State

EITHER = 2
"""The third track of a competence whose facets differ, after knowledge (0) and performance (1)."""

ASKED = {Shows.KNOWLEDGE: (0,), Shows.PERFORMANCE: (1,), Shows.BOTH: (0, 1)}
BITS = ((0, KNOWLEDGE), (1, PERFORMANCE), (EITHER, KNOWLEDGE | PERFORMANCE))


@dataclass(frozen=True, eq=False)
class Catalogue:
    """A problem, and what its tracks and columns stand for."""

    index: Index
    specification: PersonSpecification
    problem: Problem
    first: I32
    """By competence: its first track; one more entry for the end."""
    columns: Columns

    def tracks(self, competence: int) -> slice:
        """The tracks of a competence."""
        return slice(int(self.first[competence]), int(self.first[competence + 1]))

    def competence(self, track: int) -> int:
        """The competence that a track belongs to."""
        return int(np.searchsorted(self.first, track, side="right")) - 1

    def facet(self, track: int) -> int | None:
        """The facet of a track, or None where the competence has one track for all."""
        start, end = (int(v) for v in self.first[self.competence(track) : self.competence(track) + 2])
        return track - start if end - start > 1 else None


@dataclass(frozen=True, eq=False)
class Links:
    """The teaching and prerequisite rows of a release, with entry levels settled; the same for every person."""

    entry: I32
    """By teaching row."""
    uneven: Mask
    """By competence: whether something teaches it in one facet only."""
    need_rows: I32
    """By resource."""
    need_competence: I32
    need_level: I32
    """Prerequisites on competences that the resource does not teach."""


@dataclass(frozen=True, eq=False)
class Rows:
    """What columns teach or need: offsets by column, and a track and level for each row."""

    rows: I64
    track: I32
    level: I32
    """The entry level, or the level needed."""
    outcome: I32
    """The outcome level; of a need, its level again."""


def catalogue(
    index: Index,
    specification: PersonSpecification,
    audited: Audit,
    *,
    undated: bool = False,
    held: NDArray[np.int32] | None = None,
) -> Catalogue:
    """The problem of closing the open lines of an audit under the constraints of a specification.

    With `undated`, what runs only on dates that nobody knows is let in, to find out whether that is what is missing.
    """
    levels = held_levels(index, specification) if held is None else held
    links, columns = _links(index), eligible(index, specification, undated=undated)
    split = links.uneven | (levels[0] != levels[1])
    first = np.concatenate([[0], np.cumsum(np.where(split, 3, 1))]).astype(np.int32)
    teaches = _teaches(index, links, columns, first, split)
    needs = _needs(links, columns, first, split, teaches)
    tracks = np.zeros(first[-1], dtype=np.int32)
    tracks[first[:-1]] = levels[0]
    apart = first[:-1][split]
    tracks[apart + 1], tracks[apart + 2] = levels[1][split], levels.max(axis=0)[split]
    problem = Problem(
        cost=columns.price * 60 + columns.minutes * specification.policy.value_per_hour,
        price=columns.price,
        minutes=columns.minutes,
        provider=index.resource_provider[columns.resource],
        resource=columns.resource,
        offering=columns.offering,
        teach_rows=teaches.rows,
        teach_track=teaches.track,
        teach_entry=teaches.level,
        teach_outcome=teaches.outcome,
        need_rows=needs.rows,
        need_track=needs.track,
        need_level=needs.level,
        held=tracks,
        targets=tuple(_targets(index, specification, audited, first, tracks)),
        calendar=calendar(specification, columns),
        budget=specification.constraints.budget,
        required=tuple(_required(index, specification, columns)),
        awards=_awards(index, specification, columns),
    )
    return Catalogue(index, specification, problem, first, columns)


def calendar(specification: PersonSpecification, columns: Columns) -> Calendar:
    """The days and the pace that a specification sets, with the dates of the columns."""
    deadline = specification.constraints.deadline
    return Calendar(
        as_at=specification.as_at.toordinal(),
        deadline=deadline.toordinal() if deadline else None,
        pace=weekly_minutes(specification),
        start=columns.start,
        end=columns.end,
    )


def entry_levels(index: Index) -> I32:
    """By teaching row, the level from which it leads up."""
    return _links(index).entry


@lru_cache(maxsize=2)
def _links(index: Index) -> Links:
    """Entry levels as the higher of what the outcome says and what the resource requires of the same competence."""
    count = len(index.competence_iri)
    resource = _owners(index.teaches_rows)
    need_resource = _owners(index.requires_rows)
    taught = resource.astype(np.int64) * count + index.teaches_competence
    needed = need_resource.astype(np.int64) * count + index.requires_competence
    order = np.argsort(needed, kind="stable")
    at = np.minimum(np.searchsorted(needed[order], taught), max(len(needed) - 1, 0))
    entry = index.teaches_entry.astype(np.int32)
    if len(needed):
        found = needed[order][at] == taught
        entry = np.where(found, np.maximum(entry, index.requires_level[order][at]), entry)
    one_step = index.resource_work_based[resource] > 0
    entry = np.where(one_step, np.maximum(entry, index.teaches_outcome - 1), entry).astype(np.int32)
    uneven = np.zeros(count, dtype=bool)
    uneven[index.teaches_competence[index.teaches_shows != KNOWLEDGE | PERFORMANCE]] = True
    foreign = ~np.isin(needed, taught)
    return Links(
        entry=entry,
        uneven=uneven,
        need_rows=np.searchsorted(need_resource[foreign], np.arange(len(index.requires_rows))).astype(np.int32),
        need_competence=index.requires_competence[foreign],
        need_level=index.requires_level[foreign].astype(np.int32),
    )


def _owners(rows: I32) -> I32:
    return np.repeat(np.arange(len(rows) - 1, dtype=np.int32), np.diff(rows))


def _teaches(index: Index, links: Links, columns: Columns, first: I32, split: Mask) -> Rows:
    """The teaching rows of the columns, one for each track that a row raises."""
    rows, column = columns.rows(index.teaches_rows)
    competence, entry = index.teaches_competence[rows], links.entry[rows]
    outcome, shows = index.teaches_outcome[rows].astype(np.int32), index.teaches_shows[rows]
    whole = ~split[competence]
    parts = [(whole, 0)] + [(split[competence] & (shows & bit > 0), facet) for facet, bit in BITS]
    if whole.all():
        track = first[competence]
    else:
        taken = [np.flatnonzero(mask) for mask, _ in parts]
        track = np.concatenate([first[competence[t]] + facet for t, (_, facet) in zip(taken, parts, strict=True)])
        chosen = np.concatenate(taken)
        order = np.lexsort((track, column[chosen]))
        track, chosen = track[order].astype(np.int32), chosen[order]
        column, entry, outcome = column[chosen], entry[chosen], outcome[chosen]
    return Rows(_offsets(column, columns), track, entry, outcome)


def _offsets(column: I32, columns: Columns) -> I64:
    return np.searchsorted(column, np.arange(len(columns.resource) + 1)).astype(np.int64)


def _needs(links: Links, columns: Columns, first: I32, split: Mask, teaches: Rows) -> Rows:
    """What the columns need: other competences in either facet, and their own entry levels."""
    rows, column = columns.rows(links.need_rows)
    competence = links.need_competence[rows]
    own = np.repeat(np.arange(len(columns.resource), dtype=np.int32), np.diff(teaches.rows))
    entering = teaches.level > 0
    column = np.concatenate([column, own[entering]])
    track = np.concatenate([first[competence] + np.where(split[competence], EITHER, 0), teaches.track[entering]])
    level = np.concatenate([links.need_level[rows], teaches.level[entering]])
    order = np.lexsort((track, column))
    track, level = track[order].astype(np.int32), level[order].astype(np.int32)
    return Rows(_offsets(column[order], columns), track, level, level)


def _targets(
    index: Index, specification: PersonSpecification, audited: Audit, first: I32, held: I32
) -> Iterable[Target]:
    """One target for each open line whose competence the release knows."""
    factors = specification.policy.horizon_factors
    for position, line in enumerate(audited.lines):
        requirement = line.requirement
        row = index.find("competence", requirement.competence)
        if line.state is State.MET or row < 0:
            continue
        start, end = int(first[row]), int(first[row + 1])
        tracks = sorted({start + (facet if end - start > 1 else 0) for facet in ASKED[requirement.asks]})
        levels = tuple((t, requirement.level) for t in tracks if requirement.level > held[t])
        yield Target(position, requirement.importance * factors[requirement.horizon], levels)


def _required(index: Index, specification: PersonSpecification, columns: Columns) -> Iterable[tuple[int, ...]]:
    """For each thing that must be used, the columns that use it: one of a resource, or any of a provider."""
    for iri in specification.constraints.require:
        resource, provider = index.find("resource", iri), index.find("organisation", iri)
        wanted = columns.resource == resource
        if provider >= 0:
            wanted = wanted | (index.resource_provider[columns.resource] == provider)
        yield tuple(np.flatnonzero(wanted).tolist())


def _awards(index: Index, specification: PersonSpecification, columns: Columns) -> Awards | None:
    """The award that the route must end in with all the awards it can be put together from; None without one."""
    if not specification.constraints.award:
        return None
    wanted = index.find("award", specification.constraints.award)
    groups: dict[int, tuple[Group, ...]] = {}
    waiting = [wanted] if wanted >= 0 else []
    while waiting:
        award = waiting.pop()
        if award not in groups:
            groups[award] = tuple(_groups(index, award))
            waiting += [unit for group in groups[award] for unit in group.units]
    gives = index.resource_award[columns.resource]
    return Awards(
        wanted=wanted,
        groups=groups,
        credit={award: max(0, int(index.award_credit[award])) for award in groups},
        barred=tuple(sorted({_pair(a, int(b)) for a in groups for b in _barred(index, a) if int(b) in groups})),
        given_by={award: tuple(np.flatnonzero(gives == award).tolist()) for award in sorted(groups)},
    )


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _barred(index: Index, award: int) -> I32:
    return index.barred_award[index.barred_rows[award] : index.barred_rows[award + 1]]


def _groups(index: Index, award: int) -> Iterable[Group]:
    for row in range(int(index.group_rows[award]), int(index.group_rows[award + 1])):
        units = index.group_unit[index.group_unit_rows[row] : index.group_unit_rows[row + 1]].tolist()
        at_least, credits = int(index.group_at_least[row]), int(index.group_credits[row])
        everything = at_least < 0 and credits < 0
        yield Group(len(units) if everything else max(0, at_least), max(0, credits), tuple(units))
