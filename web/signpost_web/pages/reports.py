"""The page on which a reader tells what is wrong with a thing."""

from __future__ import annotations

from dataclasses import dataclass

MOST_LETTERS = 1000
"""How long a report may be."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What is reported about, what was written, and whether it was sent."""

    title: str
    iri: str
    label: str
    text: str
    faults: tuple[tuple[str, str], ...]
    sent: bool
    most: int = MOST_LETTERS
