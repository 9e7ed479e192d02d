"""What changed lately: the publications of all sources, the last one first, without those who published."""

from __future__ import annotations

from dataclasses import dataclass

from signpost.ledger.history import latest
from signpost.publishing.door import Door


@dataclass(frozen=True, slots=True)
class Change:
    """What one source said anew."""

    source: str
    label: str
    at: str
    """When, as ISO 8601: a moment in UTC; for what came with signpost the day on which it was read."""
    number: int
    """Which publication of the source it is; 0 for what came with signpost."""
    added: int
    changed: int
    removed: int
    nodes: int
    """Things that it describes since."""


def lately(door: Door, most: int = 100) -> tuple[Change, ...]:
    """The last publications of the sources that the store holds, then what came with signpost."""
    release = door.store.current()
    sources = {source.id: source for source in release.sources}
    published = [
        Change(one.source, sources[one.source].label or one.source, one.at, one.number or 1, one.added, one.changed,
               one.removed, one.nodes)
        for one in latest(door.ledger, release.digest, most) if one.source in sources
    ]  # fmt: skip
    named = {change.source for change in published}
    shipped = [
        Change(source.id, source.label or source.id, source.retrieved, 0, 0, 0, 0, 0)
        for source in release.sources if source.shipped and source.retrieved and source.id not in named
    ]  # fmt: skip
    shipped.sort(key=lambda change: (change.at, change.source), reverse=True)
    return tuple([*published, *shipped][:most])
