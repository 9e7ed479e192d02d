"""The first page: what there is, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_COUNTED = (("competence", "competences"), ("resource", "learning resources"), ("role", "roles"),
            ("occupation", "occupations"), ("organisation", "organisations"), ("framework", "frameworks"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class HomePage:
    """The three doors, and how much there is behind them."""

    title: str
    counts: tuple[tuple[int, str, str], ...]
    """How many there are of each kind, what the kind is called, and the path of their list."""


def home_page(counts: Mapping[str, int]) -> HomePage:
    """The first page for a store that holds so many things of each kind."""
    listed = ((counts[kind], called, f"/search?kind={kind}") for kind, called in _COUNTED if counts.get(kind))
    return HomePage("signpost", tuple(listed))
