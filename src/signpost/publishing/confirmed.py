"""When things were last confirmed by the sources that describe them."""

from __future__ import annotations

from signpost.store.release import Store


def last_confirmed(thing: str, store: Store) -> str:
    """The day on which its source last published a thing, the same or otherwise; empty where no ledger tells."""
    current = store.current()
    users = {source.id for source in current.sources if not source.shipped}
    if not users or not store.ledger:
        return ""
    from signpost.gate.ownership import described_rows
    from signpost.ledger.history import confirmed
    from signpost.ledger.tables import open_ledger

    days = confirmed(open_ledger(store.ledger), sorted(users))
    sources = {row.source for row in described_rows(current.backend, [thing])} if days else set()
    return max((day for source, day in days.items() if source in sources), default="")[:10]
