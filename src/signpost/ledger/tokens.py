"""Tokens: what a script shows to publish. Each is shown once; its hash alone is kept.

The secret is drawn at random with 256 bits, so that no guessing helps against its hash, however quick that is to make:
the hash (Argon2id) is made with little memory, since one is made for every request.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Row, insert, select, update

from signpost.errors import NotAllowed, UnknownName
from signpost.ledger.tables import TOKEN, Ledger, reading, stamp, writing
from signpost.model import Token

_PREFIX = "sp"
_HASHER = PasswordHasher(time_cost=2, memory_cost=4096, parallelism=1)
_NOBODY = _HASHER.hash(secrets.token_urlsafe(32))
"""Checked where there is no such token, so that the time of an answer does not tell which ids there are."""


def issue(
    ledger: Ledger, name: str, sources: Sequence[str], *, steward: bool, days: int, now: datetime
) -> tuple[Token, str]:
    """A new token for some sources, and the text of it, which can never be had again."""
    with writing(ledger) as connection:
        return _issued(connection, name, sources, steward, days, now)


def _issued(
    connection: Connection, name: str, sources: Sequence[str], steward: bool, days: int, now: datetime
) -> tuple[Token, str]:
    ends = stamp(now + timedelta(days=days))
    token = Token(secrets.token_hex(6), name, tuple(sorted(sources)), steward, stamp(now), ends)
    secret = secrets.token_urlsafe(32)
    row = {"id": token.id, "name": name, "sources": json.dumps(token.sources), "steward": steward}
    row |= {"created": token.created, "expires": ends, "revoked": "", "hash": _HASHER.hash(secret)}
    connection.execute(insert(TOKEN).values(**row))
    return token, f"{_PREFIX}_{token.id}_{secret}"


def checked(ledger: Ledger, text: str, now: datetime) -> Token | None:
    """The token that a text is, where it is one, has not ended and was not revoked."""
    prefix, _, rest = text.partition("_")
    name, _, secret = rest.partition("_")
    with reading(ledger) as connection:
        row = connection.execute(select(TOKEN).where(TOKEN.c.id == name)).first()
    try:
        _HASHER.verify(row.hash if row else _NOBODY, secret)
    except (VerificationError, InvalidHashError):
        return None
    if row is None or prefix != _PREFIX or row.revoked or row.expires <= stamp(now):
        return None
    return _token(row)


def known(ledger: Ledger, id: str, now: datetime) -> Token | None:
    """The token that has an id, where it has not ended and was not revoked."""
    with reading(ledger) as connection:
        row = connection.execute(select(TOKEN).where(TOKEN.c.id == id)).first()
    return _token(row) if row is not None and not row.revoked and row.expires > stamp(now) else None


def rotate(ledger: Ledger, id: str, *, days: int, now: datetime) -> tuple[Token, str]:
    """A new token in the place of one, which ends at once; raises UnknownName, NotAllowed where it was revoked."""
    old = _named(ledger, id)
    with writing(ledger) as connection:
        if not _revoked(connection, id, now):
            raise NotAllowed(f"The token {id} was revoked. Make a new one.")
        return _issued(connection, old.name, old.sources, old.steward, days, now)


def revoke(ledger: Ledger, id: str, now: datetime) -> Token:
    """End a token at once and for good; raises UnknownName."""
    _named(ledger, id)
    with writing(ledger) as connection:
        _revoked(connection, id, now)
    return _named(ledger, id)


def _revoked(connection: Connection, id: str, now: datetime) -> bool:
    """Whether a token counted until now, when it is ended."""
    counts = update(TOKEN).where(TOKEN.c.id == id, TOKEN.c.revoked == "")
    return bool(connection.execute(counts.values(revoked=stamp(now))).rowcount)


def tokens(ledger: Ledger) -> list[Token]:
    """Every token that was ever made, the oldest first."""
    with reading(ledger) as connection:
        return [_token(row) for row in connection.execute(select(TOKEN).order_by(TOKEN.c.created, TOKEN.c.id))]


def _named(ledger: Ledger, id: str) -> Token:
    every = tokens(ledger)
    found = [token for token in every if token.id == id]
    if not found:
        raise UnknownName("token", id, [token.id for token in every][:5], remedy="signpost tokens")
    return found[0]


def _token(row: Row[Any]) -> Token:
    sources = tuple(json.loads(row.sources))
    return Token(row.id, row.name, sources, row.steward, row.created, row.expires, row.revoked)
