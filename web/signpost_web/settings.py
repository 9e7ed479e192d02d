"""What the environment says of the server, where it is not given: each a sentence where it cannot be."""

from __future__ import annotations

import os

from limits import parse_many
from limits.errors import ConfigurationError
from limits.storage import storage_from_string

from signpost.errors import SignpostError

_RATE = "600 per minute"


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
    said = os.environ.get("SIGNPOST_RATE") or _RATE
    try:
        parse_many(said)
    except ValueError as fault:
        raise SignpostError(f"SIGNPOST_RATE is '{said}', which is no rate. Write it as: {_RATE}.") from fault
    return said


def proxies() -> int:
    """SIGNPOST_PROXIES: how many servers stand in front of this one and say for whom they ask; raises SignpostError."""
    said = os.environ.get("SIGNPOST_PROXIES") or "0"
    if not (said.isascii() and said.isdecimal() and int(said) < 10):
        raise SignpostError(f"SIGNPOST_PROXIES is '{said}'. It is how many servers stand in front of this one: 1.")
    return int(said)
