"""What a caller's query may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of everything one query may have, and how many there may be at once."""

    processes: int = 2
    """Queries that are answered at once, each in a process of its own."""
    waiting: int = 2
    """Queries that wait for one of these; what comes beyond is told to come again."""
    seconds: float = 20.0
    memory: int = 2 << 30
    """Bytes of address space of a process; with less than a gigabyte the graph cannot be opened."""
    query: int = 64 * 1024
    """Bytes of a query."""
    depth: int = 64
    """Levels of its brackets."""
    rows: int = 100_000
    """Rows, or statements, of an answer."""
    answer: int = 20_000_000
    """Bytes of an answer."""
