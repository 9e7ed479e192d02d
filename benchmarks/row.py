"""One line of the table in docs/benchmarks.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, the figure, the target, whether it is met (None: no target), and a note."""

    topic: str
    what: str
    figure: str
    target: str
    met: bool | None
    note: str = ""
