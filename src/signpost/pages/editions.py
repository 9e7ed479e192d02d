"""What a new edition changes, as a page: counts first, then what is certain, then what waits for a decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from signpost.emit import Block, Heading, Item, Items, Page, Table, Text
from signpost.model import Change, EditionChange, EditionDiff, EditionThing
from signpost.pages.wording import capital, count

MOST = 60
"""Changes of one kind that a page shows; JSON and CSV have all."""

_QUIET = (Change.KEPT,)
"""Changes that nobody needs to read one by one."""


def diff_page(found: EditionDiff) -> Page:
    """What changed from one edition to the next."""
    blocks = (Text(_summary(found)), _counts(found.changes), *_told(found, True), *_told(found, False))
    return Page(f"From {found.old.label} to {found.new.label}", blocks, found, _rows(found.changes))


def _summary(found: EditionDiff) -> str:
    waiting = sum(not one.certain for one in found.changes)
    if not waiting:
        return f"{count(len(found.changes), 'change')}, all certain."
    return (
        f"{count(len(found.changes), 'change')}: {len(found.changes) - waiting:,} certain, and {waiting:,} that a person "
        "must decide before the new edition is adopted."
    )


def _counts(changes: Sequence[EditionChange]) -> Table:
    rows = []
    for change in Change:
        alike = [one for one in changes if one.change is change]
        if alike:
            sure = sum(one.certain for one in alike)
            rows.append((capital(change), sure, len(alike) - sure))
    return Table(("Change", "Certain", "To decide"), tuple(rows))


def _told(found: EditionDiff, certain: bool) -> Iterator[Block]:
    for change in Change:
        alike = [one for one in found.changes if one.change is change and one.certain is certain]
        if not alike or (certain and change in _QUIET):
            continue
        yield Heading(f"{capital(change)}{'' if certain else ', to decide'} ({len(alike):,})")
        yield Items(tuple(Item(_line(one), _evidence(one)) for one in alike[:MOST]))
        if len(alike) > MOST:
            yield Text(f"and {len(alike) - MOST:,} more; --as csv and --as json list them", quiet=True)


def _line(change: EditionChange) -> str:
    before, after = (", ".join(map(called, things)) for things in (change.old, change.new))
    return f"{before} -> {after}" if before and after else before or after


def _evidence(change: EditionChange) -> tuple[str, ...]:
    return () if change.change in (Change.ADDED, Change.WITHDRAWN) else ("; ".join(change.evidence),)


def called(thing: EditionThing) -> str:
    """The code and the label of a thing of an edition."""
    return f"{thing.code} {thing.label}".strip()


def _rows(changes: Sequence[EditionChange]) -> Table:
    columns = ("change", "certain", "old", "old_code", "old_label", "new", "new_code", "new_label", "evidence")
    return Table(columns, tuple(row for change in changes for row in _pairs(change)))


def _pairs(change: EditionChange) -> Iterator[tuple[str, ...]]:
    """A row for each pair of an old and a new thing."""
    none = EditionThing("", "")
    for old in change.old or (none,):
        for new in change.new or (none,):
            yield (change.change.value, "yes" if change.certain else "no", old.iri, old.code, old.label,
                   new.iri, new.code, new.label, "; ".join(change.evidence))  # fmt: skip
