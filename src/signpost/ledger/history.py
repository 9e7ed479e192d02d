"""The history of each source: every publication with who, when, what changed, and what was published.

An entry is written just before its release is made the current one, without a number. Whoever holds the store's lock
next sees whether that came to pass: then the entry is numbered, else it goes. So a writer may be killed at any time,
and the history still has each publication once.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from signpost.errors import LedgerError, StoreFull, UnknownName
from signpost.ledger.tables import CONTENT, PUBLICATION, Ledger, reading, stamp, writing
from signpost.model import Publication, PublicationRecord

_FORGOTTEN = timedelta(days=1)
"""No publication takes as long: one that was begun and is older than that was broken off."""
_QUICK = 1
"""How hard content is compressed: statements repeat themselves so much that more effort gains little."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A publication as it enters the history: by whom, when, and its statements as N-Triples."""

    ledger: Ledger
    published: tuple[tuple[Publication, bytes], ...]
    by: str
    at: datetime
    restores: int = 0

    def settle(self, current: str, *, alone: bool = True) -> None:
        """Number what was begun with the current release; take away what was begun with another.

        Where there is no space to do so, the next writer does it: until then what is current counts as published.
        """
        with suppress(LedgerError, StoreFull), writing(self.ledger) as connection:
            begun = select(PUBLICATION).where(PUBLICATION.c.number.is_(None)).order_by(PUBLICATION.c.id)
            for row in connection.execute(begun).all():
                if row.release == current:
                    _number(connection, row)
                elif alone or row.at < stamp(self.at - _FORGOTTEN):
                    connection.execute(delete(PUBLICATION).where(PUBLICATION.c.id == row.id))

    def begin(self, release: str) -> None:
        """Note what will be published with a release; what its source said already is confirmed, not noted again."""
        with writing(self.ledger) as connection:
            for publication, lines in self.published:
                last = connection.execute(_last(publication.source.id)).first()
                if last is not None and last.digest == publication.digest:
                    _confirm(connection, last, self.at)
                else:
                    connection.execute(insert(PUBLICATION).values(**self._row(publication, release)))
                    _keep(connection, publication.digest, lines)

    def _row(self, publication: Publication, release: str) -> dict[str, Any]:
        counted = ("digest", "nodes", "triples", "added", "changed", "removed")
        facts = {name: getattr(publication, name) for name in counted}
        facts |= {"source": publication.source.id, "at": stamp(self.at), "confirmed": stamp(self.at)}
        return facts | {"by": self.by, "release": release, "restores": self.restores}


def records(ledger: Ledger, source: str, current: str) -> list[PublicationRecord]:
    """Every publication of a source, the last one first; `current` is the current release of the store."""
    counts = or_(PUBLICATION.c.number.is_not(None), PUBLICATION.c.release == current)
    asked = select(PUBLICATION).where(PUBLICATION.c.source == source, counts).order_by(PUBLICATION.c.id.desc())
    with reading(ledger) as connection:
        return [_record(row) for row in connection.execute(asked)]


def lines(ledger: Ledger, source: str, number: int) -> bytes:
    """What one publication of a source said, as N-Triples; raises UnknownName where it has no such."""
    asked = (
        select(CONTENT.c.lines)
        .join(PUBLICATION, PUBLICATION.c.digest == CONTENT.c.digest)
        .where(PUBLICATION.c.source == source, PUBLICATION.c.number == number)
    )
    with reading(ledger) as connection:
        kept = connection.execute(asked).scalar()
    if kept is None:
        raise UnknownName(f"publication {number} of the source", source, remedy=f"signpost history {source}")
    return zlib.decompress(kept)


def confirmed(ledger: Ledger, sources: Sequence[str]) -> dict[str, str]:
    """When each source last published or confirmed what it says, in UTC; those that never did are left out."""
    asked = (
        select(PUBLICATION.c.source, func.max(PUBLICATION.c.confirmed))
        .where(PUBLICATION.c.source.in_(sources), PUBLICATION.c.number.is_not(None))
        .group_by(PUBLICATION.c.source)
    )
    with reading(ledger) as connection:
        return {row[0]: row[1] for row in connection.execute(asked)}


def _last(source: str) -> Any:
    """The last publication of a source that counts."""
    numbered = select(PUBLICATION).where(PUBLICATION.c.source == source, PUBLICATION.c.number.is_not(None))
    return numbered.order_by(PUBLICATION.c.number.desc()).limit(1)


def _number(connection: Connection, row: Row[Any]) -> None:
    last = connection.execute(_last(row.source)).first()
    number = last.number + 1 if last else 1
    connection.execute(update(PUBLICATION).where(PUBLICATION.c.id == row.id).values(number=number))


def _confirm(connection: Connection, last: Row[Any], at: datetime) -> None:
    if stamp(at) > last.confirmed:
        connection.execute(update(PUBLICATION).where(PUBLICATION.c.id == last.id).values(confirmed=stamp(at)))


def _keep(connection: Connection, digest: str, said: bytes) -> None:
    if connection.execute(select(CONTENT.c.digest).where(CONTENT.c.digest == digest)).first() is None:
        connection.execute(insert(CONTENT).values(digest=digest, lines=zlib.compress(said, _QUICK)))


def _record(row: Row[Any]) -> PublicationRecord:
    facts = {field.name: getattr(row, field.name) for field in fields(PublicationRecord)}
    return PublicationRecord(**{**facts, "number": row.number or 0})
