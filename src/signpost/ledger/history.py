"""The history of each source: every publication with who, when, what changed, and what was published.

An entry is written just before its release is made the current one, without a number. Whoever holds the store's lock
next sees whether that came to pass: then the entry is numbered, else it goes. So a writer may be killed at any time,
and the history still has each publication once.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from signpost.errors import StoreError, UnknownName
from signpost.ledger.tables import CONTENT, PUBLICATION, Ledger, is_there, reading, stamp, writing
from signpost.model import Publication, PublicationRecord

_FORGOTTEN = timedelta(days=1)
"""No publication takes as long: one that was begun and is older than that was broken off."""
_HIGHEST = 2**31 - 1
"""What a number in the ledger can be at most."""
_QUICK = 1
"""How hard content is compressed: statements repeat themselves so much that more effort gains little."""


Still = Callable[[Connection], None]
"""Sees in the transaction that notes a publication whether it may be published still; raises NotAllowed."""


def anyhow(_connection: Connection) -> None:
    """Nothing stands against it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A publication as it enters the history: by whom, when, and its statements as N-Triples."""

    ledger: Ledger
    published: tuple[tuple[Publication, bytes], ...]
    by: str
    clock: Callable[[], datetime]
    restores: int = 0
    still: Still = anyhow
    noted: dict[str, int] = field(default_factory=dict)
    """Source -> the id of the publication that says what was published."""

    def settle(self, current: Collection[str], *, alone: bool = True) -> None:
        """Number what was begun with a release that became current; take away what was begun with another.

        Raises StoreError where that cannot be written: what comes next would hide it.
        """
        with writing(self.ledger) as connection:
            left = connection.execute(_begun()).all()
            last = {(row.source, row.release): row.id for row in left}
            forgotten = stamp(self.clock() - _FORGOTTEN)
            for row in left:
                if row.release in current and row.id == last[row.source, row.release]:
                    _number(connection, row)
                elif row.release in current or alone or row.at < forgotten:
                    _forget(connection, row)

    def begin(self, release: str) -> None:
        """Note what will be published with a release; what its source said already is confirmed, not noted again."""
        at = stamp(self.clock())
        with writing(self.ledger) as connection:
            self.still(connection)
            for publication, lines in self.published:
                last = connection.execute(_last(publication.source.id)).first()
                if last is not None and last.digest == publication.digest:
                    _confirm(connection, last, at)
                    self.noted[publication.source.id] = last.id
                else:
                    row = self._row(publication, release, at)
                    added = connection.execute(insert(PUBLICATION).values(**row).returning(PUBLICATION.c.id))
                    self.noted[publication.source.id] = added.scalar_one()
                    _keep(connection, publication.digest, lines)

    def conclude(self, came_to_pass: bool) -> None:
        """Number what was begun, or take it away.

        Where that cannot be written, the next writer does it: until then what is current counts as published.
        """
        with suppress(StoreError), writing(self.ledger) as connection:
            own = _begun().where(PUBLICATION.c.id.in_(self.noted.values()))
            for row in connection.execute(own).all():
                if came_to_pass:
                    self.noted[row.source] = _number(connection, row)
                else:
                    _forget(connection, row)

    def _row(self, publication: Publication, release: str, at: str) -> dict[str, Any]:
        counted = ("digest", "nodes", "triples", "added", "changed", "removed")
        facts = {name: getattr(publication, name) for name in counted}
        facts |= {"source": publication.source.id, "at": at, "confirmed": at}
        return facts | {"by": self.by, "release": release, "restores": self.restores}


def records(ledger: Ledger, source: str, current: str) -> list[PublicationRecord]:
    """Every publication of a source, the last one first; `current` is the current release of the store."""
    counts = or_(PUBLICATION.c.number.is_not(None), PUBLICATION.c.release == current)
    last_first = (PUBLICATION.c.number.is_(None).desc(), PUBLICATION.c.number.desc(), PUBLICATION.c.id.desc())
    asked = select(PUBLICATION).where(PUBLICATION.c.source == source, counts).order_by(*last_first)
    with reading(ledger) as connection:
        return [_record(row) for row in connection.execute(asked)]


def latest(ledger: Ledger, current: str, most: int) -> list[PublicationRecord]:
    """The last publications of all sources, the last one first; `current` as for `records`."""
    counts = or_(PUBLICATION.c.number.is_not(None), PUBLICATION.c.release == current)
    asked = select(PUBLICATION).where(counts).order_by(PUBLICATION.c.at.desc(), PUBLICATION.c.id.desc()).limit(most)
    with reading(ledger) as connection:
        return [_record(row) for row in connection.execute(asked)]


def record(ledger: Ledger, id: int) -> PublicationRecord | None:
    """The publication with an id; None for 0, which is none."""
    with reading(ledger) as connection:
        row = connection.execute(select(PUBLICATION).where(PUBLICATION.c.id == id)).first()
    return _record(row) if row else None


def lines(ledger: Ledger, source: str, number: int) -> bytes:
    """What one publication of a source said, as N-Triples; raises UnknownName where it has no such."""
    kept = _lines(ledger, source, number) if number <= _HIGHEST else None
    if kept is None:
        raise UnknownName(f"publication {number} of the source", source, remedy=f"signpost history {source}")
    return zlib.decompress(kept)


def _lines(ledger: Ledger, source: str, number: int) -> bytes | None:
    asked = (
        select(CONTENT.c.lines)
        .join(PUBLICATION, PUBLICATION.c.digest == CONTENT.c.digest)
        .where(PUBLICATION.c.source == source, PUBLICATION.c.number == number)
    )
    with reading(ledger) as connection:
        return connection.execute(asked).scalar()


def confirmed(ledger: Ledger, sources: Sequence[str]) -> dict[str, str]:
    """When each source last published or confirmed what it says, in UTC; those that never did are left out."""
    if not is_there(ledger):
        return {}
    asked = (
        select(PUBLICATION.c.source, func.max(PUBLICATION.c.confirmed))
        .where(PUBLICATION.c.source.in_(sources), PUBLICATION.c.number.is_not(None))
        .group_by(PUBLICATION.c.source)
    )
    with reading(ledger) as connection:
        return {row[0]: row[1] for row in connection.execute(asked)}


def _begun() -> Any:
    """What it is not known of yet whether it was published."""
    return select(PUBLICATION).where(PUBLICATION.c.number.is_(None)).order_by(PUBLICATION.c.id)


def _last(source: str) -> Any:
    """The last publication of a source that counts."""
    numbered = select(PUBLICATION).where(PUBLICATION.c.source == source, PUBLICATION.c.number.is_not(None))
    return numbered.order_by(PUBLICATION.c.number.desc()).limit(1)


def _number(connection: Connection, row: Row[Any]) -> int:
    """Let a publication count; where another has said the same meanwhile, that is confirmed. The id of which it is."""
    last = connection.execute(_last(row.source)).first()
    if last is not None and last.digest == row.digest:
        _confirm(connection, last, row.at)
        _forget(connection, row)
        return int(last.id)
    number = last.number + 1 if last else 1
    connection.execute(update(PUBLICATION).where(PUBLICATION.c.id == row.id).values(number=number))
    return int(row.id)


def _forget(connection: Connection, row: Row[Any]) -> None:
    """Take away a publication that never was, with what it said where no other says it."""
    connection.execute(delete(PUBLICATION).where(PUBLICATION.c.id == row.id))
    if connection.execute(select(PUBLICATION.c.id).where(PUBLICATION.c.digest == row.digest)).first() is None:
        connection.execute(delete(CONTENT).where(CONTENT.c.digest == row.digest))


def _confirm(connection: Connection, last: Row[Any], at: str) -> None:
    if at > last.confirmed:
        connection.execute(update(PUBLICATION).where(PUBLICATION.c.id == last.id).values(confirmed=at))


def _keep(connection: Connection, digest: str, said: bytes) -> None:
    if connection.execute(select(CONTENT.c.digest).where(CONTENT.c.digest == digest)).first() is None:
        connection.execute(insert(CONTENT).values(digest=digest, lines=zlib.compress(said, _QUICK)))


def _record(row: Row[Any]) -> PublicationRecord:
    facts = {each.name: getattr(row, each.name) for each in fields(PublicationRecord)}
    return PublicationRecord(**{**facts, "number": row.number or 0})
