"""What a new edition changes, as a page: counts first, then what is certain, then what waits for a decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from signpost.emit import Block, Heading, Item, Items, Page, Table, Text
from signpost.model import Change, EditionChange, EditionDiff, EditionThing, Impact, Touched, Verdict
from signpost.pages.wording import capital, count

MOST = 60
"""Changes of one kind that a page shows; JSON and CSV have all."""

_QUIET = (Change.KEPT,)
"""Changes that nobody needs to read one by one."""


def diff_page(found: EditionDiff) -> Page:
    """What changed from one edition to the next."""
    blocks = (*_summary(found), _counts(found.changes), *_told(found, True), *_told(found, False))
    return Page(f"From {found.old.label} to {found.new.label}", blocks, found, _rows(found.changes))


def _summary(found: EditionDiff) -> Iterator[Text]:
    changed = [one for one in found.changes if one.change is not Change.KEPT]
    unsure = sum(not one.certain for one in found.changes)
    kept = f"{len(found.changes) - len(changed):,} kept"
    told = f"{count(len(changed), 'change')}, {kept}" if changed else f"No change, {kept}"
    yield Text(f"{told}{f', {unsure:,} uncertain' if unsure else ''}.")
    yield Text("'signpost impact' tells what rests on the old edition.", terminal=True)


def _counts(changes: Sequence[EditionChange]) -> Table:
    rows = []
    for change in Change:
        alike = [one for one in changes if one.change is change]
        if alike:
            sure = sum(one.certain for one in alike)
            rows.append((capital(change), sure, len(alike) - sure))
    return Table(("Change", "Certain", "Uncertain"), tuple(rows))


def _told(found: EditionDiff, certain: bool) -> Iterator[Block]:
    for change in Change:
        alike = [one for one in found.changes if one.change is change and one.certain is certain]
        if not alike or (certain and change in _QUIET):
            continue
        yield Heading(f"{capital(change)}{'' if certain else ', uncertain'} ({len(alike):,})")
        yield Items(tuple(Item(_line(one), _evidence(one)) for one in alike[:MOST]))
        if len(alike) > MOST:
            yield Text(f"and {len(alike) - MOST:,} more; --as csv and --as json list them", quiet=True, terminal=True)


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


def impact_page(found: Impact, written: str = "") -> Page:
    """What a new edition would do to what rests on the old one: how much of each kind, then what needs somebody.

    `written` is the file that the sheet of decisions was written to.
    """
    old, new = found.diff.old, found.diff.new
    blocks = (Text(_resting(found)), *_verdicts(found.touched), *_needing(found.touched), *_next(found, written))
    return Page(f"If {new.label} took the place of {old.label}", blocks, found, _touched_rows(found.touched))


def _resting(found: Impact) -> str:
    if not found.touched:
        return f"Nothing rests on {found.diff.old.label}: it can be adopted without a decision."
    waiting = len({thing for change in found.to_decide for thing in change.old})
    uses = f"{count(len(found.touched), 'use')} of the old edition"
    if not waiting:
        return f"{uses}, and all keep their cover."
    return (
        f"{uses}. {count(waiting, 'competence')} must be decided before it is adopted: 'replaced by' carries nothing."
    )


def _verdicts(touched: Sequence[Touched]) -> Iterator[Block]:
    rows = []
    for kind in dict.fromkeys(one.kind for one in touched):
        alike = [one for one in touched if one.kind == kind]
        things = len({one.thing for one in alike})
        rows.append((capital(kind), things, *(sum(one.verdict is verdict for one in alike) for verdict in Verdict)))
    if rows:
        yield Table(("What rests on it", "Things", *(capital(verdict) for verdict in Verdict)), tuple(rows))


def _needing(touched: Sequence[Touched]) -> Iterator[Block]:
    for verdict in (Verdict.LOSES, Verdict.DECIDE):
        by_thing: dict[EditionThing, list[Touched]] = {}
        for one in touched:
            if one.verdict is verdict:
                by_thing.setdefault(one.about, []).append(one)
        if by_thing:
            yield Heading(f"{capital(verdict)} ({count(len(by_thing), 'competence')})")
            items = (Item(_line(uses[0].change), (_evidence_of(uses[0]), _used_by(uses))) for uses in by_thing.values())
            yield Items(tuple(items)[:MOST])
            if len(by_thing) > MOST:
                yield Text(
                    f"and {len(by_thing) - MOST:,} more; --as csv and --as json list them", quiet=True, terminal=True
                )


_OUTCOMES = (
    ("same", "what shows the old one shows the new one"),
    ("replaced", "the new one is asked for, and must be shown anew"),
    ("ended", "it is not asked for any more"),
    ("kept", "the old one goes on being asked for"),
)


def _next(found: Impact, written: str) -> Iterator[Block]:
    """How to decide, and what to do then."""
    if found.to_decide:
        yield Heading("To decide")
        yield Items(tuple(Item(f"{outcome}: {meaning}") for outcome, meaning in _OUTCOMES))
        sheet = written or "decided.csv"
        done = f"Written to {written}: give" if written else f"Add --decisions {sheet} for the sheet to fill in; give"
        then = f"signpost adopt NEW --decisions {sheet} --from DAY --agreed-by ROLE"
        yield Text(f"{done} each row an outcome and the day on which it was decided. Then: {then}", terminal=True)


def _evidence_of(one: Touched) -> str:
    return "; ".join((one.change.change.value, *one.change.evidence))


def _used_by(uses: Sequence[Touched]) -> str:
    named = list(dict.fromkeys(f"{one.kind} {one.label}" for one in uses))
    more = f" and {len(named) - 4:,} more" if len(named) > 5 else ""
    return f"rests on it: {'; '.join(named[: 4 if more else 5])}{more}"


def _touched_rows(touched: Sequence[Touched]) -> Table:
    columns = ("kind", "thing", "label", "verdict", "about", "code", "title", "change", "certain", "new", "evidence")
    rows = tuple(
        (one.kind, one.thing, one.label, one.verdict.value, one.about.iri, one.about.code, one.about.label,
         one.change.change.value, "yes" if one.change.certain else "no", " ".join(new.iri for new in one.change.new),
         "; ".join(one.change.evidence))
        for one in touched
    )  # fmt: skip
    return Table(columns, rows)


def undone_page(new: str, release: str) -> Page:
    """That an adoption was taken back."""
    said = f"The adoption of {new} was taken back, with all that was decided. Release {release[:12]}."
    return Page("Taken back", (Text(said),), {"release": release}, Table(("release",), ((release,),)))
