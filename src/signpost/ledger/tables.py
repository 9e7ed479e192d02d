"""The tables of the ledger, and how it is opened. SQLAlchemy is known in this room alone.

The ledger is the book beside the graph: publications with what was published, submissions that came over the network,
tokens, and whose submissions are held. It is one file of SQLite beside a store in a folder, or a PostgreSQL database.
Nothing in it is part of the graph, and no answer is made from it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakSet

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Dialect,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from signpost.errors import LedgerError, StoreFull, StoreLocked

Ledger = Engine
"""What `open_ledger` gives."""

METADATA = MetaData()


class Words(TypeDecorator[str]):
    """A text, without what a database cannot hold: NUL, and halves of characters."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """What is written, and what is asked for."""
        return value and value.encode(errors="replace").decode().replace("\0", "\N{REPLACEMENT CHARACTER}")


PUBLICATION = Table(
    "publication",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("source", Words, nullable=False, index=True),
    Column("number", Integer),  # none while it is not known whether its release has become the current one
    Column("at", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("digest", Words, nullable=False),
    Column("release", Words, nullable=False),
    Column("nodes", Integer, nullable=False),
    Column("triples", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("confirmed", Words, nullable=False),
    Column("restores", Integer, nullable=False),
    UniqueConstraint("source", "number"),
)
CONTENT = Table(
    "content",
    METADATA,
    Column("digest", Words, primary_key=True),
    Column("lines", LargeBinary, nullable=False),  # N-Triples, compressed
)
TOKEN = Table(
    "token",
    METADATA,
    Column("id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("hash", Words, nullable=False),
    Column("sources", Words, nullable=False),  # a list as JSON
    Column("steward", Boolean, nullable=False),
    Column("created", Words, nullable=False),
    Column("expires", Words, nullable=False),
    Column("revoked", Words, nullable=False),
)
SUBMISSION = Table(
    "submission",
    METADATA,
    Column("id", Words, primary_key=True),
    Column("source", Words, nullable=False, index=True),
    Column("state", Words, nullable=False, index=True),
    Column("at", Words, nullable=False),
    Column("by", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("format", Words, nullable=False),
    Column("amends", Boolean, nullable=False),
    Column("withdraws", Words, nullable=False),  # a list as JSON
    Column("content", LargeBinary),  # none once it was published or refused
    Column("findings", Words, nullable=False),  # a list as JSON
    Column("publication", Integer, nullable=False),  # the id of its publication; 0 for none
    Column("comment", Words, nullable=False),
    Column("decided_by", Words, nullable=False),
)
MODERATION = Table(
    "moderation",
    METADATA,
    Column("source", Words, primary_key=True),
    Column("held", Boolean, nullable=False),
)
REPORT = Table(
    "report",
    METADATA,
    Column("id", Words, primary_key=True),
    Column("thing", Words, nullable=False, index=True),
    Column("text", Words, nullable=False),
    Column("at", Words, nullable=False),
)


_WAIT_SECONDS = 20
"""How long a writer waits for its turn; each takes milliseconds."""
_TURN = 0x5167_9057
"""The lock of PostgreSQL that is held by whoever writes to a ledger."""
_FULL = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "53100")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03")
"""What SQLite and PostgreSQL call a full disk, or a file that may not grow, and a turn that did not come in time."""
_PREPARED: WeakSet[Engine] = WeakSet()
"""The ledgers that are known to have their tables."""


@lru_cache(maxsize=8)
def open_ledger(address: str) -> Ledger:
    """The ledger at an address of SQLAlchemy, such as `sqlite:///FILE` or `postgresql+psycopg://HOST/NAME`.

    Its file and its tables are made with the first entry, so that looking into a ledger that was never written to
    leaves nothing behind. Raises LedgerError.
    """
    try:
        engine = _engine(address)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as fault:
        raise LedgerError(
            f"'{address}' is not the address of a ledger ({fault}). Use sqlite:///FILE, or "
            "postgresql+psycopg://HOST/NAME with what 'pip install signpost[postgresql]' brings."
        ) from fault
    with reading(engine):
        return engine


def _engine(address: str) -> Engine:
    """A connection serves one transaction, so that none is carried into another process or lies idle."""
    engine = create_engine(address, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "begin", _take_turn)
    return engine


def _take_turn(connection: Connection) -> None:
    """Let each writer wait for its turn from the beginning, as SQLite does."""
    if not connection.get_execution_options().get("reads"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURN})")


def _prepare_sqlite(engine: Engine) -> None:
    """Let each writer wait for its turn from the beginning.

    The file keeps no write-ahead log: that could not be read where the disk is full or the folder may only be read.
    """
    if engine.url.database in (None, "", ":memory:"):
        raise ArgumentError("a ledger in memory would be lost")

    @event.listens_for(engine, "connect")
    def connected(connection, _record):  # type: ignore[no-untyped-def]  # of the driver, which has no types
        connection.isolation_level = None
        for pragma in (f"busy_timeout={_WAIT_SECONDS * 1000}", "synchronous=EXTRA"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def writing(ledger: Ledger) -> Iterator[Connection]:
    """A transaction: everything in it, or nothing. Raises LedgerError, StoreFull, StoreLocked."""
    with _told(ledger):
        there = is_there(ledger)
        if not there:
            _make_folder(ledger)
        with ledger.begin() as connection:
            if not (there and ledger in _PREPARED):
                METADATA.create_all(connection)
            yield connection
        _PREPARED.add(ledger)


@contextmanager
def reading(ledger: Ledger) -> Iterator[Connection]:
    """One state of the ledger, to read; an empty one where nothing was written yet. Raises LedgerError."""
    with _told(ledger), _written(ledger).connect().execution_options(reads=True) as connection:
        yield connection


def _written(ledger: Ledger) -> Engine:
    """The ledger itself where it has tables, else one that has nothing in them."""
    if not is_there(ledger):
        return _nothing()
    if ledger not in _PREPARED:
        with ledger.connect().execution_options(reads=True) as connection:
            if not inspect(connection).has_table(MODERATION.name):
                return _nothing()
        _PREPARED.add(ledger)
    return ledger


@lru_cache(maxsize=1)
def _nothing() -> Engine:
    engine = create_engine("sqlite://", poolclass=NullPool)
    event.listen(engine, "engine_connect", METADATA.create_all)
    return engine


def is_there(ledger: Ledger) -> bool:
    """Whether there is a database; a file that cannot be looked at counts, so that opening it tells why."""
    try:
        return ledger.dialect.name != "sqlite" or bool(os.stat(ledger.url.database or ""))
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True


def _make_folder(ledger: Ledger) -> None:
    folder = Path(ledger.url.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise LedgerError(f"The folder {folder} for the ledger cannot be made: {fault.strerror}.") from fault


@contextmanager
def _told(ledger: Ledger) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as fault:
        place, reason = ledger.url.render_as_string(hide_password=True), str(fault).splitlines()[0]
        kind = _kind(fault.orig) if isinstance(fault, DBAPIError) else ""
        if kind.startswith(_FULL):
            raise StoreFull(f"There is no space left for the ledger at {place}. Make room and try again.") from fault
        if kind.startswith(_BUSY):
            raise StoreLocked(f"Others keep the ledger at {place} busy. Try again in a moment.") from fault
        raise LedgerError(f"The ledger at {place} cannot be used: {reason}") from fault


def _kind(fault: Any) -> str:
    """What the database calls a fault."""
    return getattr(fault, "sqlite_errorname", None) or getattr(fault, "sqlstate", None) or ""


def stamp(moment: datetime) -> str:
    """A moment in UTC as it is written here, to the second: 2026-03-01T09:30:00Z. Such texts sort as their moments."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
