"""Which ways of taking a resource a person may use: the filters of the constraints, one mask each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from signpost.engine.index import I32, I64, Index
from signpost.engine.problem import Mask
from signpost.model import PersonSpecification


@dataclass(frozen=True, eq=False)
class Columns:
    """The ways of taking resources, in (resource, offering) order: ids, money, time and days."""

    resource: I32
    offering: I32
    """-1 for self-paced learning."""
    price: I64
    """Pence; 0 where it is not known."""
    minutes: I64
    """0 where they are not known."""
    price_known: Mask
    minutes_known: Mask
    start: I32
    end: I32
    """Ordinals of days; -1 for self-paced learning, and for an end that is not known."""

    def rows(self, offsets: I32 | I64) -> tuple[I64, I32]:
        """Of a column of the index with offsets by resource: the rows of these columns, and the column of each row."""
        start = offsets[self.resource].astype(np.int64)
        lengths = offsets[self.resource + 1] - start
        ends = np.cumsum(lengths)
        column = np.repeat(np.arange(len(self.resource), dtype=np.int32), lengths)
        return np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(start - (ends - lengths), lengths), column


def eligible(index: Index, specification: PersonSpecification, *, undated: bool = False) -> Columns:
    """The columns that every filter of the constraints lets pass."""
    resource, offering = _ways(index, undated)
    columns = _columns(index, resource, offering)
    passed = np.ones(len(resource), dtype=bool)
    for mask in _masks(index, specification, columns):
        passed &= mask
    return Columns(**{name: getattr(columns, name)[passed] for name in Columns.__dataclass_fields__})


def _ways(index: Index, undated: bool) -> tuple[I32, I32]:
    """Resources without offerings as they are, unless they run only on dates; the others once for each offering."""
    runs = np.diff(index.offering_rows)
    alone = np.flatnonzero((runs == 0) & ((index.resource_scheduled == 0) | undated))
    owners = np.repeat(np.arange(len(runs)), runs)
    resource = np.concatenate([alone, owners]).astype(np.int32)
    offering = np.concatenate([np.full(len(alone), -1), np.arange(len(owners))]).astype(np.int32)
    if not len(owners):
        return resource, offering
    order = np.lexsort((offering, resource))
    return resource[order], offering[order]


def _columns(index: Index, resource: I32, offering: I32) -> Columns:
    price, minutes = index.resource_price[resource], index.resource_minutes[resource]
    start = end = np.full(len(resource), -1, dtype=np.int32)
    if len(index.offering_iri):
        dated = offering >= 0
        own = np.where(dated, index.offering_price[offering], -1)
        price = np.where(own >= 0, own, price)
        start = np.where(dated, index.offering_start[offering], -1).astype(np.int32)
        end = np.where(start >= 0, index.offering_end[offering], -1).astype(np.int32)
    known, timed = price >= 0, minutes >= 0
    return Columns(
        resource=resource,
        offering=offering,
        price=np.where(known, price, 0),
        minutes=np.where(timed, minutes, 0),
        price_known=known,
        minutes_known=timed,
        start=start,
        end=end,
    )


def _masks(index: Index, specification: PersonSpecification, columns: Columns) -> Iterable[Mask]:
    constraints = specification.constraints
    if constraints.exclude:
        yield ~_named(index, columns, constraints.exclude)
    if constraints.modes:
        yield np.isin(_mode(index, columns), _texts(index, constraints.modes))
    if constraints.languages:
        yield _spoken(index, columns, constraints.languages)
    if constraints.regions:
        yield _in_reach(index, columns, constraints.regions)
    if constraints.budget is not None and not constraints.unknown_prices:
        yield columns.price_known
    if constraints.deadline is not None or not constraints.unknown_times:
        yield columns.minutes_known
    if constraints.deadline is not None:
        yield np.full(len(columns.resource), constraints.deadline >= specification.as_at)
    if len(index.offering_iri):
        yield from _offered(index, specification, columns)


def _texts(index: Index, values: Sequence[str]) -> list[int]:
    return [position for position in (index.find_text(value) for value in values) if position >= 0]


def _named(index: Index, columns: Columns, iris: Sequence[str]) -> Mask:
    """The columns whose resource or provider is among these."""
    resources = [index.find("resource", iri) for iri in iris]
    providers = [row for row in (index.find("organisation", iri) for iri in iris) if row >= 0]
    return np.isin(columns.resource, resources) | np.isin(index.resource_provider[columns.resource], providers)


def _mode(index: Index, columns: Columns) -> I32:
    mode = index.resource_mode[columns.resource]
    if not len(index.offering_iri):
        return mode
    own = np.where(columns.offering >= 0, index.offering_mode[columns.offering], -1)
    return np.where(own >= 0, own, mode).astype(np.int32)


def _spoken(index: Index, columns: Columns, languages: Sequence[str]) -> Mask:
    spoken = index.resource_language[columns.resource]
    english = spoken < 0 if "en" in languages else np.zeros(len(spoken), dtype=bool)
    return english | np.isin(spoken, _texts(index, languages))


def _in_reach(index: Index, columns: Columns, regions: Sequence[str]) -> Mask:
    """The columns that a person who can travel to some regions can take.

    A resource's region is the area it serves: in reach where it lies within one of the person's, or one of theirs
    lies within it. An offering's is a place: in reach only where it lies within one of the person's.
    """
    own = [row for row in (index.find("region", iri) for iri in regions) if row >= 0]
    places = np.zeros(len(index.region_iri) + 1, dtype=bool)
    places[[row for row in range(len(index.region_iri)) if not _around(index, row).isdisjoint(own)]] = True
    areas = places.copy()
    areas[[row for region in own for row in sorted(_around(index, region))]] = True
    anywhere = (index.resource_online | index.resource_work_based)[columns.resource] > 0
    rows, column = columns.rows(index.resource_region_rows)
    near = np.bincount(column, weights=areas[index.resource_region[rows]], minlength=len(columns.resource)) > 0
    if len(index.offering_iri):
        place = np.where(columns.offering >= 0, index.offering_region[columns.offering], -1)
        near = np.where(place >= 0, places[place], near)
    return np.asarray(anywhere | near)


def _around(index: Index, region: int) -> set[int]:
    """A region and every one that it lies within."""
    found: set[int] = set()
    while region >= 0 and region not in found:
        found.add(region)
        region = int(index.region_within[region])
    return found


def _offered(index: Index, specification: PersonSpecification, columns: Columns) -> Iterable[Mask]:
    """Offerings that have begun, are full, end too late, or lack a feature of access that is needed."""
    dated, offering = columns.start >= 0, columns.offering
    yield ~dated | (columns.start >= specification.as_at.toordinal())
    yield (offering < 0) | (index.offering_seats[offering] != 0)
    deadline = specification.constraints.deadline
    if deadline is not None:
        yield ~dated | (np.maximum(columns.start, columns.end) <= deadline.toordinal())
    for feature in specification.constraints.access:
        position = index.find_text(feature)
        owners = np.repeat(np.arange(len(index.offering_iri)), np.diff(index.offering_access_rows))
        having = owners[index.offering_access == position] if position >= 0 else []
        yield (offering < 0) | np.isin(offering, having)
