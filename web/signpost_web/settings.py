"""What the environment says of the server, where it is not given: each a sentence where it cannot be."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from limits import parse_many
from limits.errors import ConfigurationError
from limits.storage import storage_from_string

from signpost.errors import SignpostError

_RATE = "600 per minute"
_TRIES = "10 per minute"
_FILE = "sqlite:///"
_KEY = "desk.key"
"""The name of the file of the secret, in the folder of the ledger."""
_BYTES = 32
_SHORTEST = 16


def store() -> str | None:
    """SIGNPOST_STORE: the address of the store; None is the user's own."""
    return os.environ.get("SIGNPOST_STORE") or None


def ledger() -> str:
    """SIGNPOST_LEDGER: the address of the ledger; empty for the one beside the store."""
    return os.environ.get("SIGNPOST_LEDGER", "")


def counts() -> str:
    """SIGNPOST_COUNTS: where the numbers of requests are kept, such as `redis://HOST`; else each process keeps its own.

    Raises SignpostError where nothing can be kept there.
    """
    said = os.environ.get("SIGNPOST_COUNTS") or "memory://"
    try:
        storage_from_string(said)
    except (ConfigurationError, ValueError) as fault:
        raise SignpostError(
            f"SIGNPOST_COUNTS is '{said}', where nothing can be counted ({fault}). Write it as: redis://HOST."
        ) from fault
    return said


def rate() -> str:
    """SIGNPOST_RATE: how many requests one token, or one address without a token, may make; raises SignpostError."""
    return _rate("SIGNPOST_RATE", _RATE)


def tries() -> str:
    """SIGNPOST_TRIES: how often one address may try a token at the desk, or check without one; raises SignpostError."""
    return _rate("SIGNPOST_TRIES", _TRIES)


def _rate(name: str, usual: str) -> str:
    said = os.environ.get(name) or usual
    try:
        parse_many(said)
    except ValueError as fault:
        raise SignpostError(f"{name} is '{said}', which is no rate. Write it as: {usual}.") from fault
    return said


def proxies() -> int:
    """SIGNPOST_PROXIES: how many servers stand in front of this one and say for whom they ask; raises SignpostError."""
    said = os.environ.get("SIGNPOST_PROXIES") or "0"
    if not (said.isascii() and said.isdecimal() and int(said) < 10):
        raise SignpostError(f"SIGNPOST_PROXIES is '{said}'. It is how many servers stand in front of this one: 1.")
    return int(said)


_QUERIES = {"processes": ("SIGNPOST_QUERY_PROCESSES", 1, 64), "seconds": ("SIGNPOST_QUERY_SECONDS", 1, 600),
            "memory": ("SIGNPOST_QUERY_MEMORY", 1024, 1 << 20)}  # fmt: skip
"""What is said of queries that callers write: where, and between which numbers."""


def queries() -> dict[str, int]:
    """SIGNPOST_QUERY_PROCESSES, SIGNPOST_QUERY_SECONDS, SIGNPOST_QUERY_MEMORY (MB), where they are set.

    Raises SignpostError for what is no such number.
    """
    found = {name: _number(*said) for name, said in _QUERIES.items() if os.environ.get(said[0])}
    return found | ({"memory": found["memory"] << 20} if "memory" in found else {})


def _number(name: str, least: int, most: int) -> int:
    said = os.environ[name]
    if not (said.isascii() and said.isdecimal() and least <= int(said) <= most):
        raise SignpostError(f"{name} is '{said[:40]}'. It is a whole number from {least} to {most}.")
    return int(said)


# ------------------------------------------------------------------------------------------------ the secret
def secret(ledger: str) -> bytes:
    """SIGNPOST_SECRET: what signs the sessions of the desk; else that of the file beside a ledger, made once.

    Where neither is to be had, each process has one of its own. Raises SignpostError for one that is too short.
    """
    said = os.environ.get("SIGNPOST_SECRET", "").encode()
    if said and len(said) < _SHORTEST:
        raise SignpostError(f"SIGNPOST_SECRET has fewer than {_SHORTEST} characters. Write {_BYTES} random ones.")
    if said:
        return said
    found = _kept(Path(ledger.removeprefix(_FILE)).with_name(_KEY)) if ledger.startswith(_FILE) else b""
    return found or secrets.token_bytes(_BYTES)


def _kept(path: Path) -> bytes:
    """The secret in a file, which is made where there is none; nothing where it can be neither read nor made."""
    try:
        if not path.exists():
            _make(path)
        found = path.read_bytes()
    except OSError:
        return b""
    if len(found) < _BYTES:
        raise SignpostError(f"{path} is no secret of {_BYTES} bytes. Delete it, and a new one is made.")
    return found


def _make(path: Path) -> None:
    """Write a new secret, whole or not at all, which nobody else may read; another's that comes first stays."""
    own = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
        with suppress(FileExistsError):
            os.link(own, path)
    finally:
        own.unlink(missing_ok=True)
