"""Rows of the catalogue -> standards: which rows are one thing and which are two, and in which edition each stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from signpost.exchange.gathered import Gathered
from signpost.exchange.nos.catalogue import NOS, REVIEW, URN, VALIDITY, Listed, identifier, key, unmarked
from signpost.exchange.nos.editions import Edition, edition_of
from signpost.exchange.slugs import slug
from signpost.model import THINGS


@dataclass(frozen=True, slots=True)
class Thing:
    """One standard: its address, its published code, the rows that list it, and its edition where that is known."""

    iri: str
    code: str
    rows: tuple[Listed, ...]
    edition: Edition | None = None


def things(gathered: Gathered, rows: Iterable[Listed]) -> list[Thing]:
    """Every standard that the rows list, in the order in which its code is first met."""
    by_code: dict[str, list[Listed]] = {}
    for row in rows:
        by_code.setdefault(row.key, []).append(row)
    known: dict[str, Thing] = {}
    left: dict[str, list[Listed]] = {}
    for code, listed in by_code.items():
        for row in listed:
            thing = _of_known_edition(gathered, row, listed)
            if thing is None:
                left.setdefault(code, []).append(row)
            else:
                known[thing.iri] = _joined(gathered, known[thing.iri], row) if thing.iri in known else thing
    found = [
        *known.values(),
        *(thing for code, listed in left.items() for thing in _of_listing(gathered, code, listed)),
    ]
    return sorted(found, key=lambda thing: thing.rows[0].row.line)


def _of_known_edition(gathered: Gathered, row: Listed, same_code: Sequence[Listed]) -> Thing | None:
    found = edition_of(row)
    if found is None:
        return None
    edition, code, against = found
    unsettled = key(code) not in edition.titles and len({each.bare for each in same_code}) > 1
    if unsettled:
        against = "the catalogue gives it several titles"
    if against:
        name = edition.framework["edition"]
        gathered.tell(
            f"The letters of '{row.urn}' are those of the edition {name}, but {against}: its edition is uncertain.",
            row.place(URN),
        )
        return None
    return Thing(edition.standard(code), code, (row,), edition)


def _joined(gathered: Gathered, thing: Thing, row: Listed) -> Thing:
    first = thing.rows[0]
    gathered.tell(
        f"Row {row.row.line} was merged with row {first.row.line}: the same code and title are one standard.",
        row.place(URN),
        thing.iri,
    )
    return Thing(thing.iri, thing.code, (*thing.rows, row), thing.edition)


def _of_listing(gathered: Gathered, code: str, listed: Sequence[Listed]) -> Iterator[Thing]:
    """The standards of one code: rows of one title are one thing, and of several as many."""
    groups: dict[tuple[bool, str], Thing] = {}
    for row in listed:
        group = (row.legacy, row.bare)
        groups[group] = _joined(gathered, groups[group], row) if group in groups else Thing("", row.urn, (row,))
    ends = _ends(list(groups))
    for group, thing in groups.items():
        iri = f"{THINGS}standard/{NOS}/{code}{ends[group]}"
        if len(groups) > 1:
            message = (
                f"The code stands for {len(groups)} standards, told apart by their titles or by the mark of a replaced "
                "one; which edition each is of is uncertain."
            )
            gathered.tell(message, thing.rows[0].place(URN), iri)
        yield Thing(iri, thing.code, thing.rows)


def _ends(groups: Sequence[tuple[bool, str]]) -> dict[tuple[bool, str], str]:
    """What tells the addresses of the standards of one code apart: nothing for the only one that is not replaced."""
    if len(groups) == 1:
        return {groups[0]: ""}
    ends: dict[tuple[bool, str], str] = {}
    for replaced in (False, True):
        of_kind = [group for group in groups if group[0] is replaced]
        for group in of_kind:
            ends[group] = ("_legacy" if replaced else "") + (f"_{_title_end(group[1])}" if len(of_kind) > 1 else "")
    return ends


def _title_end(title: str) -> str:
    """A title as the end of an address; a long one is cut, and a digest keeps it apart."""
    whole = slug(title)
    digest = hashlib.sha256(title.encode()).hexdigest()[:8]
    return whole if len(title) <= len(whole) else f"{whole[:60].rstrip('-')}-{digest}"


# ------------------------------------------------------------------------------------------------ nodes
def describe(gathered: Gathered, thing: Thing, home: str, suites: Sequence[str], developers: set[str]) -> None:
    """Add the node of a standard and those of its identifiers."""
    first = thing.rows[0]
    node: dict[str, Any] = {
        "id": thing.iri,
        "type": "Standard",
        "label": {"en": first.title},
        "notation": thing.code,
        "inFramework": home,
        "competenceType": "standard",
        "status": _status(gathered, thing),
        "suite": set(suites),
        "developedBy": developers,
        "identifier": {
            _urn(gathered, value, row, thing) for row in thing.rows for value in sorted(_spelled(row, thing))
        },
    }
    review = _review(gathered, thing)
    gathered.nodes[thing.iri] = node | ({"reviewDate": review} if review else {})
    gathered.places[thing.iri] = first.place()
    if thing.edition is not None:
        gathered.gives_way |= {thing.iri, *node["identifier"]}


def _spelled(row: Listed, thing: Thing) -> set[str]:
    """The spellings of a code in one row; `&` is left out of some, as it is elsewhere."""
    return {row.urn, thing.code, thing.code.replace("&", "")} if thing.edition else {row.urn}


def _urn(gathered: Gathered, value: str, row: Listed, thing: Thing) -> str:
    return identifier(gathered, "urn", value, slug(value), row.place(URN))


def _status(gathered: Gathered, thing: Thing) -> str:
    first = thing.rows[0]
    said = {row.status for row in thing.rows}
    if len(said) > 1:
        gathered.tell(
            f"Its rows have different validities ({', '.join(sorted(said))}); 'unknown' was set.",
            thing.rows[-1].place(VALIDITY),
            thing.iri,
            "status",
        )
        return "unknown"
    status = str(thing.edition.framework.get("status", first.status)) if thing.edition else first.status
    if status == "superseded" and first.status == "current":
        message = "Validity says Current, but a later edition replaced it: superseded."
        gathered.tell(message, first.place(VALIDITY), thing.iri, "status")
    return status if status == "superseded" else first.status


def _review(gathered: Gathered, thing: Thing) -> str:
    days = sorted({row.review for row in thing.rows} - {""})
    if len(days) > 1:
        message = f"Its rows have different review dates ({', '.join(days)}); the latest was kept."
        gathered.tell(message, thing.rows[-1].place(REVIEW), thing.iri, "reviewDate")
    return days[-1] if days else ""


def by_code(found: Iterable[Thing]) -> dict[str, list[Thing]]:
    """A code without its signs, which others leave out -> the standards that have it, to be told apart by title."""
    named: dict[str, list[Thing]] = {}
    for thing in found:
        for code in {_unsigned(key(thing.code)), *(_unsigned(row.key) for row in thing.rows)}:
            named.setdefault(code, []).append(thing)
    return named


def _unsigned(code: str) -> str:
    return code.replace("-", "")


def meant(named: Mapping[str, Sequence[Thing]], code: str, title: str) -> tuple[Thing | None, str]:
    """The standard that a code and a title mean together, or why none is meant."""
    among = named.get(_unsigned(key(code)), ())
    if not among:
        return None, f"no standard of the catalogue has the code '{code}'"
    bare, replaced = unmarked(title)
    fits = [thing for thing in among if bare in {row.bare for row in thing.rows}]
    if len(fits) > 1:
        fits = [thing for thing in fits if thing.rows[0].legacy is replaced]
    if len(fits) == 1:
        return fits[0], ""
    return None, f"'{code}' has another title in the catalogue, so that its edition is uncertain"
