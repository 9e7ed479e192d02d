"""Particulars: what things say of themselves beside their names, for those who are to use them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from signpost.graph.backend import Backend
from signpost.graph.query import rows


@dataclass(frozen=True, slots=True)
class Particular:
    """A row of `queries/particular.rq`."""

    thing: str
    link: str
    provider: str
    note: str
    funding: str
    subsidy: Decimal | None
    number: str


@dataclass(frozen=True, slots=True)
class Particulars:
    """What one thing says of itself."""

    link: str = ""
    """Its own page, or the homepage of an organisation."""
    provider: str = ""
    """IRI of who offers it."""
    notes: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    """What a source says of funding, in its words."""
    subsidy: int | None = None
    """Pence that a source lists towards it; never its price."""
    numbers: tuple[str, ...] = ()
    """Its numbers in Ofqual's register of qualifications."""


def particulars(backend: Backend, things: Iterable[str]) -> dict[str, Particulars]:
    """The particulars of each of some things that the graph holds, by IRI, from one query."""
    wanted = sorted(set(things))
    found = sorted(rows(Particular, backend, thing=wanted), key=lambda row: row.thing) if wanted else []
    return {thing: _gathered(list(group)) for thing, group in groupby(found, key=lambda row: row.thing)}


def _gathered(told: list[Particular]) -> Particulars:
    return Particulars(
        link=min((row.link for row in told if row.link), default=""),
        provider=min((row.provider for row in told if row.provider), default=""),
        notes=_each(row.note for row in told),
        funding=_each(row.funding for row in told),
        subsidy=min((int(row.subsidy * 100) for row in told if row.subsidy is not None), default=None),
        numbers=_each(row.number for row in told),
    )


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({text for text in texts if text}))
