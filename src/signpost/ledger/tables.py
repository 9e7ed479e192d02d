"""The tables of the ledger, and how it is opened. SQLAlchemy is known in this room alone.

The ledger is the book beside the graph: publications with what was published, submissions that came over the network,
tokens, and whose submissions are held. It is one file of SQLite beside a store in a folder, or a PostgreSQL database.
Nothing in it is part of the graph, and no answer is made from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from signpost.errors import LedgerError, StoreFull

Ledger = Engine
"""What `open_ledger` gives."""

METADATA = MetaData()

PUBLICATION = Table(
    "publication",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("source", String(200), nullable=False, index=True),
    Column("number", Integer),  # none while it is not known whether its release has become the current one
    Column("at", String(20), nullable=False),
    Column("by", String(200), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("release", String(64), nullable=False),
    Column("nodes", Integer, nullable=False),
    Column("triples", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("confirmed", String(20), nullable=False),
    Column("restores", Integer, nullable=False),
    UniqueConstraint("source", "number"),
)
CONTENT = Table(
    "content",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("lines", LargeBinary, nullable=False),  # N-Triples, compressed
)
TOKEN = Table(
    "token",
    METADATA,
    Column("id", String(16), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("hash", String(200), nullable=False),
    Column("sources", Text, nullable=False),  # a list as JSON
    Column("steward", Boolean, nullable=False),
    Column("created", String(20), nullable=False),
    Column("expires", String(20), nullable=False),
    Column("revoked", String(20), nullable=False),
)
SUBMISSION = Table(
    "submission",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("source", String(200), nullable=False, index=True),
    Column("state", String(20), nullable=False, index=True),
    Column("at", String(20), nullable=False),
    Column("by", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("format", String(40), nullable=False),
    Column("amends", Boolean, nullable=False),
    Column("withdraws", Text, nullable=False),  # a list as JSON
    Column("content", LargeBinary),  # none once it was published or refused
    Column("findings", Text, nullable=False),  # a list as JSON
    Column("publication", Integer, nullable=False),  # its number in the history of the source; 0 for none
    Column("comment", Text, nullable=False),
    Column("decided_by", String(200), nullable=False),
)
MODERATION = Table(
    "moderation",
    METADATA,
    Column("source", String(200), primary_key=True),
    Column("held", Boolean, nullable=False),
)


@lru_cache(maxsize=8)
def open_ledger(address: str) -> Ledger:
    """The ledger at an address of SQLAlchemy, such as `sqlite:///FILE` or `postgresql+psycopg://HOST/NAME`.

    Its tables are made where they are not there yet. Raises LedgerError.
    """
    try:
        engine = create_engine(address, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as fault:
        raise LedgerError(
            f"'{address}' is not the address of a ledger ({fault}). Use sqlite:///FILE or postgresql+psycopg://HOST/NAME."
        ) from fault
    if engine.dialect.name == "sqlite":
        if engine.url.database:
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        _prepare_sqlite(engine)
    with writing(engine) as connection:
        METADATA.create_all(connection)
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    """Let readers go on while one writes, and let each writer wait for its turn from the beginning."""

    @event.listens_for(engine, "connect")
    def connected(connection, _record):  # type: ignore[no-untyped-def]  # of the driver, which has no types
        connection.isolation_level = None
        for pragma in ("busy_timeout=20000", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def writing(ledger: Ledger) -> Iterator[Connection]:
    """A transaction: everything in it, or nothing. Raises LedgerError, StoreFull."""
    with _told(ledger), ledger.begin() as connection:
        yield connection


@contextmanager
def reading(ledger: Ledger) -> Iterator[Connection]:
    """One state of the ledger, to read. Raises LedgerError."""
    with _told(ledger), ledger.connect().execution_options(reads=True) as connection:
        yield connection


@contextmanager
def _told(ledger: Ledger) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as fault:
        place = ledger.url.render_as_string(hide_password=True)
        reason = str(fault).splitlines()[0]
        if "full" in reason or "No space left" in reason:
            raise StoreFull(f"There is no space left for the ledger at {place}. Make room and try again.") from fault
        raise LedgerError(f"The ledger at {place} cannot be used: {reason}") from fault


def stamp(moment: datetime) -> str:
    """A moment in UTC as it is written here, to the second: 2026-03-01T09:30:00Z. Such texts sort as their moments."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
