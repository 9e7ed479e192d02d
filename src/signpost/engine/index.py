"""The compiled graph: integer ids in read-only arrays, one set for each release.

LAW of this wing: values in, values out; no input or output, no RDF, no clock, no randomness.

Ids are positions: competence 0 is row 0 of every `competence_*` column. Each kind is sorted by IRI, so that id order is
IRI order and an index built from the same statements is the same bytes. A `*_rows` column is an offsets array of n + 1
entries: the rows that belong to thing i are `[rows[i], rows[i + 1])` of the columns that follow it. Text columns hold
positions in `texts`; -1 is "none". Money is pence, time minutes, a day the ordinal of `datetime.date`; -1 is "not
known".
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

I8 = NDArray[np.int8]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
F32 = NDArray[np.float32]
Bytes = NDArray[np.uint8]

KNOWLEDGE, PERFORMANCE = 1, 2
"""Bits of the `*_shows` and `*_asks` columns; both is 3."""

EXACT, CLOSE, BROAD, NARROW, RELATED = range(5)
"""Values of `alignment_relation`: the target is an exact, close, broader, narrower or related match of the source."""

STATED, SAME, REPLACED, ENDED, KEPT = range(5)
"""Values of `succession_kind`: what a publisher states to replace a competence, and what adopters decide on one."""

NOW, MEDIUM, LONG = range(3)
"""Values of `requirement_horizon`."""


@dataclass(frozen=True, eq=False)
class Index:
    """Everything that the audit and the route read, for one release."""

    release: str
    """The release's digest."""

    text_rows: I64
    text_bytes: Bytes
    """Every string once, as UTF-8, sorted; `text_rows` are offsets into it."""

    framework_iri: I32
    framework_label: I32
    framework_edition: I32
    framework_status: I32
    framework_from: I32
    """The first day on which it can have been in force."""
    framework_from_latest: I32
    """The day by which it was; a later one than `framework_from` where only a year or a month is stated."""
    framework_until: I32
    """The last day on which it is in force."""

    competence_iri: I32
    competence_label: I32
    competence_code: I32
    """The identifier people use, such as `SCDLMCB1`; -1 where there is none."""
    competence_framework: I32
    competence_status: I32
    competence_replacement: I32
    """The competence that has taken its place, or -1; the first of several."""

    succession_rows: I32
    """By competence: what its publisher says takes its place, then each decision of an adopter, by days."""
    succession_from: I32
    """The day from which a decision holds."""
    succession_kind: I8
    succession_to: I32
    """The competence that is asked for in its place, or -1."""

    alignment_rows: I32
    """By source competence; each alignment stands in both directions."""
    alignment_target: I32
    alignment_relation: I8
    alignment_iri: I32
    alignment_confidence: F32
    alignment_from: I32
    """The first day on which it holds; -1 where it always does."""

    organisation_iri: I32
    organisation_label: I32

    region_iri: I32
    region_label: I32
    region_within: I32
    """The region that it lies within, or -1."""

    resource_iri: I32
    resource_label: I32
    resource_provider: I32
    """Organisation id, or -1."""
    resource_award: I32
    """Award id, or -1: the award (or unit) that finishing it gives."""
    resource_activity: I32
    """IRI of the activity type."""
    resource_price: I64
    resource_minutes: I64
    resource_mode: I32
    """IRI of the mode, or -1."""
    resource_language: I32
    """BCP 47 tag; -1 is English."""
    resource_link: I32
    resource_supporter: I32
    resource_work_based: I8
    resource_online: I8
    """1 where place does not matter."""
    resource_scheduled: I8
    """1 where it runs only on dates."""
    resource_region_rows: I32
    resource_region: I32
    """The areas that a resource serves; one is in reach of a person in a part of it, or who can travel to the whole."""

    teaches_rows: I32
    """By resource."""
    teaches_competence: I32
    teaches_entry: I8
    teaches_outcome: I8
    teaches_shows: I8
    teaches_iri: I32
    teaches_basis: I32
    """Text of the basis where it is signpost's proposal, else -1."""
    teaches_confidence: F32

    requires_rows: I32
    """By resource; the entry level of an outcome stands here too."""
    requires_competence: I32
    requires_level: I8

    offering_rows: I32
    """By resource, in order of start and IRI."""
    offering_iri: I32
    offering_start: I32
    offering_end: I32
    offering_price: I64
    offering_region: I32
    """The place where it is held, or -1; in reach of one who can travel to it or to a region that it lies within."""
    offering_mode: I32
    offering_seats: I32
    offering_access_rows: I32
    offering_access: I32

    award_iri: I32
    award_label: I32
    group_rows: I32
    """By award: the groups of units that a holder must have finished."""
    group_at_least: I32
    group_credits: I32
    group_unit_rows: I32
    """By group."""
    group_unit: I32
    """Award id of the unit."""
    award_credit: I32
    barred_rows: I32
    """By award: awards that may not stand beside it in one award."""
    barred_award: I32

    role_iri: I32
    role_label: I32
    role_lowest: I8
    role_highest: I8
    """Between which levels of management it stands, 1 supervisory to 4 senior; 0 where none is stated."""
    duty_rows: I32
    """By role: the lines of its job description."""
    duty_iri: I32
    duty_label: I32
    duty_met_rows: I32
    """By duty."""
    duty_met: I32
    """The competences that it is met by."""
    requirement_rows: I32
    """By role, in the order its publisher gives."""
    requirement_iri: I32
    requirement_competence: I32
    requirement_level: I8
    requirement_importance: I8
    requirement_horizon: I8
    requirement_asks: I8
    requirement_family: I32
    requirement_basis: I32
    requirement_confidence: F32

    occupation_iri: I32
    occupation_label: I32
    occupation_rows: I32
    """By occupation: competences of the classification."""
    occupation_competence: I32
    occupation_essential: I8
    occupation_level: I8
    """0 where the classification states none."""

    gateway_iri: I32
    gateway_label: I32
    gateway_link: I32
    gateway_about_rows: I32
    gateway_about: I32
    """IRIs of the competences, frameworks or families it helps to find learning for."""

    @cached_property
    def _texts(self) -> tuple[memoryview, memoryview]:
        """Offsets and bytes of the strings as views: a number of a view is read many times faster than of an array."""
        return self.text_rows.data, self.text_bytes.data

    def text(self, position: int) -> str:
        """The string at a position of `texts`; the empty string for -1."""
        if position < 0:
            return ""
        rows, content = self._texts
        return str(content[rows[position] : rows[position + 1]], "utf-8")

    def find_text(self, value: str) -> int:
        """The position of a string, or -1 where the release does not hold it (binary search)."""
        return self._search(value, range(len(self.text_rows) - 1))

    def find(self, kind: str, iri: str) -> int:
        """The id of a thing of a kind (`competence`, `resource`, `role` ...), or -1 (binary search in its column)."""
        return self._search(iri, getattr(self, f"{kind}_iri").data)

    def _search(self, value: str, positions: range | memoryview) -> int:
        """Where in ascending positions of `texts` a string stands, or -1."""
        rows, content = self._texts
        low, high, wanted = 0, len(positions), value.encode()
        while low < high:
            middle = (low + high) // 2
            position = positions[middle]
            found = bytes(content[rows[position] : rows[position + 1]])
            if found == wanted:
                return middle
            low, high = (middle + 1, high) if found < wanted else (low, middle)
        return -1

    def iri(self, kind: str, row: int) -> str:
        """The IRI of the thing with an id."""
        return self.text(int(getattr(self, f"{kind}_iri")[row]))

    def label(self, kind: str, row: int) -> str:
        """The label of the thing with an id."""
        return self.text(int(getattr(self, f"{kind}_label")[row]))


ARRAYS = tuple(f.name for f in fields(Index) if f.name != "release")
"""The names of the array columns, in the order in which they are written."""
