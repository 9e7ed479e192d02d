"""Reports: what readers say is wrong with a thing, kept until a steward has seen to it."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, func, insert, inspect, select

from signpost.errors import NotAllowed, UnknownName
from signpost.ledger.tables import REPORT, Ledger, reading, stamp, writing
from signpost.model import Report

_MOST, _MOST_ON_ONE = 1000, 20
"""Reports that wait at once, and of these on one thing: so that nobody fills the ledger."""


def add(ledger: Ledger, thing: str, text: str, now: datetime) -> Report:
    """Keep what somebody says of a thing; raises NotAllowed where too much waits already."""
    report = Report(secrets.token_hex(6), thing, text, stamp(now))
    with writing(ledger) as connection:
        waiting = connection.execute(select(func.count()).select_from(REPORT)).scalar_one()
        of_it = select(func.count()).select_from(REPORT).where(REPORT.c.thing == thing)
        if waiting >= _MOST or connection.execute(of_it).scalar_one() >= _MOST_ON_ONE:
            raise NotAllowed("There are many reports already that a steward has to look at. Try again next week.")
        connection.execute(insert(REPORT).values(id=report.id, thing=thing, text=text, at=report.at))
    return report


def reports(ledger: Ledger) -> list[Report]:
    """Every report that nobody has seen to, the oldest first."""
    with reading(ledger) as connection:
        if not inspect(connection).has_table(REPORT.name):  # an older ledger that nothing was written to since
            return []
        rows = connection.execute(select(REPORT).order_by(REPORT.c.at, REPORT.c.id)).all()
    return [Report(row.id, row.thing, row.text, row.at) for row in rows]


def settle(ledger: Ledger, id: str) -> None:
    """Let go of a report that was seen to; raises UnknownName."""
    with writing(ledger) as connection:
        if not connection.execute(delete(REPORT).where(REPORT.c.id == id)).rowcount:
            raise UnknownName("report", id)
