"""Tables in which a provider changes what it has published: prices, times and links, dates, and last year's dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from signpost_web.looks import day
from signpost_web.pages.desk import Faults, Who

from signpost import browsing
from signpost.model import Finding

if TYPE_CHECKING:
    from signpost.browsing import Own, OwnOffering, OwnResource

MOST = 25
"""Resources of which a page has the values."""
MOST_RUNS = 50
"""Offerings of which a page has the new dates."""
OF_RESOURCES = {"price": "Price, £", "learningMinutes": "Learning time", "mode": "How it is delivered",
                "link": "Web page"}  # fmt: skip
OF_OFFERINGS = {"startDate": "First day", "endDate": "Last day", "price": "Price, £", "seats": "Seats left",
                "place": "Place"}  # fmt: skip
OF_NEW_DATES = ("startDate", "endDate", "price", "seats")
_DAYS = ("startDate", "endDate")
_MODES = ("online", "in-person", "blended", "workplace", "distance")

Typed = Mapping[str, Mapping[str, str]]
"""IRI -> word -> what was typed."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table."""

    id: str
    word: str
    label: str
    value: str
    kind: str
    """date, text or mode."""
    choices: tuple[tuple[str, str], ...] = ()
    fault: str = ""


@dataclass(frozen=True, slots=True)
class ReviseRow:
    """One resource, or one of its offerings."""

    number: int
    iri: str
    label: str
    note: str
    """Its code, or the dates on which it ran."""
    chosen: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class EditPage:
    """Resources of a source, and their offerings, to change."""

    title: str
    who: Who
    source: str
    q: str
    resources: tuple[ReviseRow, ...]
    offerings: tuple[ReviseRow, ...]
    start: int
    most: int
    total: int
    seen: str
    """What tells the courses that are shown from what they may have become meanwhile."""
    faults: Faults = ()


@dataclass(frozen=True, slots=True)
class RollOverPage:
    """The offerings of a past year with suggestions for new dates."""

    title: str
    who: Who
    source: str
    years: tuple[int, ...]
    year: int
    weeks: int | None
    rows: tuple[ReviseRow, ...]
    start: int
    most: int
    total: int
    seen: str
    """As on the page of changes."""
    faults: Faults = ()


# ------------------------------------------------------------------------------------------------ all of it
def edit_page(who: Who, source: str, own: Own, q: str, start: int, typed: Typed, found: Sequence[Finding]) -> EditPage:
    """The resources whose name or code has a text in it, from one on, with what was typed and what is wrong with it."""
    wanted = [one for one in own.resources if q.casefold() in f"{one.label} {one.code}".casefold()]
    some = wanted[start : start + MOST]
    runs = [(one, run) for one in some for run in one.offerings]
    resources = tuple(_resource(n, one, typed) for n, one in enumerate(some))
    offerings = tuple(_offering(n, one, run, typed) for n, (one, run) in enumerate(runs, len(resources)))
    marked, faults = with_faults((*resources, *offerings), found)
    return EditPage("Change your courses", who, source, q, marked[: len(some)], marked[len(some) :], start, MOST,
                    len(wanted), own.digest, faults)  # fmt: skip


def _resource(number: int, one: OwnResource, typed: Typed) -> ReviseRow:
    said = {**one.said, **typed.get(one.iri, {})}
    fields = tuple(_field(number, word, label, said[word], one.label) for word, label in OF_RESOURCES.items())
    return ReviseRow(number, one.iri, one.label, one.code, True, fields)


def _offering(number: int, one: OwnResource, run: OwnOffering, typed: Typed) -> ReviseRow:
    said = {**run.said, **typed.get(run.iri, {})}
    about = f"{one.label}, {day(run.said['startDate'])}"
    fields = tuple(_field(number, word, label, said[word], about) for word, label in OF_OFFERINGS.items())
    return ReviseRow(number, run.iri, one.label, _dates(run), True, fields)


def _field(number: int, word: str, label: str, value: str, about: str) -> Field:
    kind = "date" if word in _DAYS and _is_day(value) else "mode" if word == "mode" else "text"
    return Field(f"f{number}-{word}", word, f"{label} of {about}", value, kind,
                 _modes(value) if kind == "mode" else ())  # fmt: skip


def _is_day(value: str) -> bool:
    """Whether a field for days can show it: what was typed otherwise stays as it is in a field for texts."""
    try:
        return not value or bool(date.fromisoformat(value))
    except ValueError:
        return False


def _modes(value: str) -> tuple[tuple[str, str], ...]:
    """The modes to choose from, with what is said now where that is none or several."""
    now = [] if value in _MODES else [(value, " and ".join(value.split()).replace("-", " ") or "not stated")]
    return (*now, *((mode, mode.replace("-", " ")) for mode in _MODES))


def _dates(run: OwnOffering) -> str:
    start, end = run.said["startDate"], run.said["endDate"]
    return f"{day(start)} to {day(end)}" if end and end != start else day(start)


# ------------------------------------------------------------------------------------------------ last year's dates
def years_of(own: Own, today: date) -> tuple[int, ...]:
    """The years in which something ran that has begun by now, the last one first."""
    return tuple(sorted({first.year for _, _, first in _past(own, today)}, reverse=True))


def _past(own: Own, today: date) -> Iterator[tuple[OwnResource, OwnOffering, date]]:
    for one in own.resources:
        for run in one.offerings:
            if (first := date.fromisoformat(run.said["startDate"])) < today:
                yield one, run, first


def roll_over_page(
    who: Who, source: str, own: Own, year: int | None, weeks: int | None, today: date, start: int,
    typed: Typed | None = None, found: Sequence[Finding] = (),
) -> RollOverPage:  # fmt: skip
    """What ran in a year, from one on, each with new dates: those that were typed, else a suggestion."""
    years = years_of(own, today)
    chosen = year if year in years else next(iter(years), today.year - 1)
    past = sorted(((one, run, first) for one, run, first in _past(own, today) if first.year == chosen),
                  key=lambda each: (each[2], each[0].label, each[1].iri))  # fmt: skip
    some = enumerate(past[start : start + MOST_RUNS])
    rows = [_again(n, one, run, browsing.again(first, today, weeks), typed) for n, (one, run, first) in some]
    marked, faults = with_faults(rows, found)
    return RollOverPage("Roll over last year's courses", who, source, years, chosen, weeks, marked, start, MOST_RUNS,
                        len(past), own.digest, faults)  # fmt: skip


def _again(number: int, one: OwnResource, run: OwnOffering, first: date, typed: Typed | None) -> ReviseRow:
    """A row with a new first day; seats that were left last year say nothing of the next."""
    end = ""
    if run.said["endDate"]:
        end = (
            first + (date.fromisoformat(run.said["endDate"]) - date.fromisoformat(run.said["startDate"]))
        ).isoformat()
    fresh = {"startDate": first.isoformat(), "endDate": end, "price": run.said["price"], "seats": ""}
    said = {**fresh, **(typed or {}).get(run.iri, {})}
    about = f"{one.label}, {day(run.said['startDate'])}"
    fields = tuple(_field(number, word, f"New {OF_OFFERINGS[word].lower()}" if word in _DAYS else OF_OFFERINGS[word],
                          said[word], about) for word in OF_NEW_DATES)  # fmt: skip
    note = ", ".join(filter(None, (_dates(run), run.said["place"])))
    return ReviseRow(number, run.iri, one.label, note, typed is None or run.iri in typed, fields)


# ------------------------------------------------------------------------------------------------ what is wrong
def with_faults(rows: Iterable[ReviseRow], found: Sequence[Finding]) -> tuple[tuple[ReviseRow, ...], Faults]:
    """Rows with what is wrong at their fields, and all that is wrong with the field of each."""
    at = {(row.iri, field.word): field.id for row in rows for field in row.fields}
    told = {at[key]: one.message for one in reversed(found) if (key := (one.node, one.path)) in at}
    marked = tuple(_marked(row, told) for row in rows)
    faults = tuple((at.get((one.node, one.path), "" if one.node else one.path), one.message) for one in found)
    return marked, tuple(dict.fromkeys(faults))


def _marked(row: ReviseRow, told: Mapping[str, str]) -> ReviseRow:
    fields = tuple(Field(f.id, f.word, f.label, f.value, f.kind, f.choices, told.get(f.id, "")) for f in row.fields)
    return ReviseRow(row.number, row.iri, row.label, row.note, row.chosen, fields)
