"""The rows of one reference as one learning resource, with an offering for each dated run."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from signpost.exchange.coursesheet.layout import (
    ACTIVITY,
    COURSES,
    END,
    ENTRY,
    LEVEL,
    PLACE,
    PRICE,
    REFERENCE,
    REQUIRES,
    SEATS,
    SHOWS,
    START,
    TEACHES,
    TIME,
    TITLE,
)
from signpost.exchange.coursesheet.outcomes import Outcomes
from signpost.exchange.coursesheet.providers import Providers
from signpost.exchange.coursesheet.tables import Line
from signpost.exchange.coursesheet.telling import Said, Telling
from signpost.exchange.schemaorg.items import shown
from signpost.exchange.slugs import folded, slug
from signpost.model import THINGS, Source

_OF_RUNS = (PRICE, "mode", "region", "access", "link", "language")
"""Heads whose cells may differ between the runs of a course."""
_OF_A_RUN = (START, END, PLACE, SEATS)
_TEXTS = {TITLE: "label", "description": "description", "subsidy note": "fundingNote"}
_PLAIN = {TIME: "learningMinutes", "last confirmed": "lastChecked", "scheduled": "scheduled"}
_TAUGHT = (TEACHES, LEVEL, ENTRY, SHOWS, REQUIRES)
_WORDS = {PRICE: "price", "mode": "mode", "region": "region", "access": "access", "link": "link",
          "language": "language"}  # fmt: skip
_APART = {"online", "distance"}

Cells = dict[str, list[Said]]
"""Head -> what its cells say, row after row."""


class Courses:
    """Courses on their way to nodes, one reference after the other."""

    def __init__(self, telling: Telling, source: Source) -> None:
        self.telling, self.gathered, self.source = telling, telling.gathered, source
        self.providers = Providers(telling, source)
        self._references: dict[str, str] = {}
        """Minted IRI -> the reference that it was made of."""
        self._runs_on: Counter[str] = Counter()

    def read(self, lines: Sequence[Line]) -> None:
        """Every course of a list; a row that repeats another is dropped, and told."""
        courses: dict[str, list[Line]] = {}
        for line in lines:
            reference = line.cells.get(REFERENCE, "")
            if not reference and REFERENCE not in line.faulty:
                self._missing(REFERENCE, line)
            # A row without one is refused, and read as a course of its own for its other faults.
            courses.setdefault(folded(reference) or f"\n{line.number}", []).append(line)
        for found in courses.values():
            self._course(self._minted(found[0]), self._without_repeats(found))

    def _minted(self, line: Line) -> str:
        """The IRI of a course by its reference, which nothing of another reference has."""
        reference = line.cells.get(REFERENCE, line.place)
        iri = f"{THINGS}{self.source.id}/resource/{slug(reference)}"
        if self._references.setdefault(iri, folded(reference)) != folded(reference):
            iri = f"{iri}-{hashlib.sha256(folded(reference).encode()).hexdigest()[:8]}"
        return iri

    def _missing(self, head: str, line: Line, iri: str = "") -> None:
        column = next(column for column in COURSES.columns if column.head == head)
        self.telling.fault(f"The cell '{head}' is empty.", line, head, column.note, column.example, iri)

    def _without_repeats(self, lines: list[Line]) -> list[Line]:
        kept: dict[tuple[object, ...], Line] = {}
        for line in lines:
            before = kept.setdefault((*sorted(line.cells.items()), line.faulty), line)
            if before is not line:
                self.gathered.tell(f"Row dropped: it repeats row {before.number}.", line.place)
        return list(kept.values())

    # ---------------------------------------------------------------------------------------- one course
    def _course(self, iri: str, lines: list[Line]) -> None:
        heads = [column.head for column in COURSES.columns if column.head != REFERENCE]
        cells: Cells = {
            head: [said for line in lines if (said := self.telling.said(head, line, iri))] for head in heads
        }
        node: dict[str, Any] = {"id": iri, "type": "LearningResource", "notation": lines[0].cells.get(REFERENCE, "")}
        agreed = {head: self.telling.one(head, cells[head], iri)
                  for head in heads if head not in (*_OF_RUNS, *_OF_A_RUN)}  # fmt: skip
        node["provider"] = self.providers.of(agreed["provider"], agreed["ukprn"], lines[0])
        for head, word in _PLAIN.items():
            if (said := agreed[head]) is not None:
                node[word] = said.value
        for head, word in _TEXTS.items():
            if (said := agreed[head]) is not None:
                line = said.value if head != TITLE else " ".join(said.value.split())
                node[word] = {self.gathered.language: line}
        self._award(node, agreed["award number"])
        self._runs(node, lines, cells)
        Outcomes(self.telling, node).read({head: agreed[head] for head in _TAUGHT}, lines)
        activity = agreed[ACTIVITY]
        if activity is not None:
            node["activityType"] = set(activity.value)
        self._reach(node, lines[0])
        needed = [self._has(head, cells, lines, iri) for head in (TITLE, ACTIVITY)]
        if all(needed):  # the shapes would say again what is missing
            self.gathered.nodes[iri], self.gathered.places[iri] = node, lines[0].place

    def _has(self, head: str, cells: Cells, lines: list[Line], iri: str) -> bool:
        """Whether a needed cell is filled in one of the rows; it is told where all are empty."""
        if not any(head in line.cells or head in line.faulty for line in lines):
            self._missing(head, lines[0], iri)
        return bool(cells[head])

    def _award(self, node: dict[str, Any], said: Said | None) -> None:
        if said is not None:
            number = f"{THINGS}identifier/ofqual-qualification/{slug(said.value.replace('/', '-'))}"
            value = {"id": number, "type": "Identifier", "identifierScheme": "ofqual-qualification",
                     "identifierValue": said.value}  # fmt: skip
            self.gathered.nodes.setdefault(number, value)
            self.gathered.places.setdefault(number, said.line.at("award number"))
            self.gathered.gives_way.add(number)
            node["identifier"] = number

    def _reach(self, node: dict[str, Any], line: Line) -> None:
        """Say where a course is in nobody's reach: learning that is held somewhere is signposted by its region."""
        if node.get("mode") and not node["mode"] & {*_APART, "workplace"} and not node.get("region"):
            message = "No region is stated: what is not held online is signposted only where its region is known."
            self.gathered.advise(message, line.at("region"), node["id"], "region")

    # ---------------------------------------------------------------------------------------- its runs
    def _runs(self, node: dict[str, Any], lines: list[Line], cells: Cells) -> None:
        """What the rows say of the course as a whole, and of each dated run."""
        of: dict[tuple[str, int], Said] = {(head, said.line.number): said
                                           for head in (*_OF_RUNS, *_OF_A_RUN) for said in cells[head]}  # fmt: skip
        common = {head: self._common(head, cells[head], node["id"]) for head in _OF_RUNS}
        for head, said in common.items():
            every = [one.value for one in cells[head]]
            if isinstance(said, frozenset) or (every and isinstance(every[0], frozenset)):
                node[_WORDS[head]] = set().union(*every)
            elif said is not None:
                node[_WORDS[head]] = said
        for line in lines:
            if (START, line.number) in of:
                self._offering(node, line, of, common, cells)
            elif START not in line.cells and START not in line.faulty:
                self._undated(node, line, of)

    def _common(self, head: str, found: list[Said], iri: str) -> Any:
        """The value of the course: that of the rows without a date, else the one that all rows agree on; or None."""
        undated = [said for said in found if START not in said.line.cells]
        if undated:
            one = self.telling.one(head, undated, iri)
            return one.value if one else None
        return found[0].value if found and all(said.value == found[0].value for said in found) else None

    def _undated(self, node: dict[str, Any], line: Line, of: dict[tuple[str, int], Said]) -> None:
        for head in (END, SEATS):
            if (head, line.number) in of:
                message = f"There is a value in '{head}', and no start of the run."
                expected = "the first day of the run, or no end and no seats"
                self.telling.fault(message, line, START, expected, "2030-03-04", node["id"])
        place = of.get((PLACE, line.number))
        if place:
            node.setdefault("place", set()).add(" ".join(place.value.split()))

    def _offering(
        self, node: dict[str, Any], line: Line, of: dict[tuple[str, int], Said], common: dict[str, Any], cells: Cells
    ) -> None:
        start = of[START, line.number].value
        run: dict[str, Any] = {"id": self._part(node["id"], start), "type": "Offering", "startDate": start}
        end = of.get((END, line.number))
        if end and end.value < start:
            message = f"The run ends on {end.value}, before it starts on {start}."
            self.telling.fault(message, line, END, "a day that is not before the start", start, node["id"])
        elif end:
            run["endDate"] = end.value
        if (PLACE, line.number) in of:
            run["place"] = " ".join(of[PLACE, line.number].value.split())
        if (SEATS, line.number) in of:
            run["seats"] = of[SEATS, line.number].value
        for head in _OF_RUNS:
            own = of.get((head, line.number))
            value = own.value if own else common[head]
            if value is None and head not in line.faulty and head not in line.cells:
                value = self._as_before(head, line, cells[head], node["id"])
            if value is not None and (head in ("region", "access") or value != common[head]):
                self._put(run, head, value)
        self.gathered.nodes[run["id"]], self.gathered.places[run["id"]] = run, line.place
        node.setdefault("offering", set()).add(run["id"])

    def _as_before(self, head: str, line: Line, found: list[Said], iri: str) -> Any:
        """What an empty cell stands for where the other rows differ: the first that is filled, which is told."""
        if not found:
            return None
        message = f"Empty, and read as in row {found[0].line.number}: '{shown(found[0].text)}'."
        self.gathered.advise(message, line.at(head), iri, head)
        return found[0].value

    def _put(self, run: dict[str, Any], head: str, value: Any) -> None:
        """A run is held in one region and one mode; of several none is certain, and those of the course hold."""
        if isinstance(value, frozenset):
            if head not in ("region", "mode") or len(value) == 1:
                run[_WORDS[head]] = set(value)
        else:
            run[_WORDS[head]] = value

    def _part(self, iri: str, start: str) -> str:
        """The IRI of a run: by its first day, and a number from the second of that day on."""
        made = f"{iri}#offering-{start}"
        self._runs_on[made] += 1
        return made if self._runs_on[made] == 1 else f"{made}-{self._runs_on[made]}"
