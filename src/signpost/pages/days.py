"""One person's case on two days: what was met then and now, in the standards of each day, and why it changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from signpost.emit import Block, Heading, Page, Table, Text
from signpost.model import Audit, AuditLine, State
from signpost.pages.audit import title
from signpost.pages.summary import states
from signpost.pages.wording import count, day

if TYPE_CHECKING:
    from signpost import Names

_Pair = tuple[AuditLine | None, AuditLine | None]


def days_page(one: Audit, other: Audit, names: Names) -> Page:
    """Two audits of one case side by side, the earlier day first."""
    then, now = sorted((one, other), key=lambda audit: audit.specification.as_at)
    pairs = list(_pairs(then, now))
    value = {"then": then, "now": now}
    return Page(title("Two days", now.specification), tuple(_blocks(then, now, pairs, names)), value,
                _rows(then, now, pairs, names))  # fmt: skip


def _pairs(then: Audit, now: Audit) -> Iterator[_Pair]:
    """The lines of both days by what the specification says, in its order; what only one day has stands alone."""
    before, after = _written(then), _written(now)
    for key in dict.fromkeys((*before, *after)):
        earlier, later = before.get(key, []), after.get(key, [])
        for n in range(max(len(earlier), len(later))):
            yield (earlier[n] if n < len(earlier) else None, later[n] if n < len(later) else None)


def _written(audit: Audit) -> dict[str, list[AuditLine]]:
    found: dict[str, list[AuditLine]] = {}
    for line in audit.lines:
        found.setdefault(line.requirement.instead_of or line.requirement.competence, []).append(line)
    return found


def _blocks(then: Audit, now: Audit, pairs: list[_Pair], names: Names) -> Iterator[Block]:
    days = day(then.specification.as_at), day(now.specification.as_at)
    for said, audit in zip(days, (then, now), strict=True):
        yield Text(f"{said}: {states(audit)}")
    changed = [pair for pair in pairs if _why(pair, names)]
    yield Text(f"{count(len(changed), 'line')} of {len(pairs):,} changed." if changed else "No line changed.")
    if changed:
        yield Heading("What changed")
        rows = tuple((*_named(pair, names), _state(pair[0]), _state(pair[1]), _why(pair, names)) for pair in changed)
        yield Table(("Standard", "Title", *days, "Why"), rows, cut=("Title",))


def _named(pair: _Pair, names: Names) -> tuple[str, str]:
    line = pair[1] or pair[0]
    assert line is not None
    return names.code(line.requirement.competence), line.label


def _state(line: AuditLine | None) -> str:
    return "not asked for" if line is None else line.state.value


def _why(pair: _Pair, names: Names) -> str:
    """What changed between the days, in words; empty where nothing did."""
    then, now = pair
    if then is None or now is None:
        return "asked for since" if then is None else "not asked for any more"
    told = []
    if then.requirement.competence != now.requirement.competence:
        before = then.requirement.competence
        told.append(f"asked for as {names.short(before)} of {names.framework(before)} then")
    if then.edition is not now.edition:
        told.append(f"its edition was {then.edition.value}, and is {now.edition.value}")
    if then.state is not now.state or then.held != now.held:
        told.append(_held(then, now))
    return "; ".join(told)


def _held(then: AuditLine, now: AuditLine) -> str:
    if now.state is State.EXPIRED:
        return "what showed it has expired"
    before, after = (("nothing" if line.held is None else f"level {line.held}") for line in (then, now))
    return f"held {before} then, {after} now" if before != after else "more or less is asked for"


def _rows(then: Audit, now: Audit, pairs: list[_Pair], names: Names) -> Table:
    columns = ("competence", "code", "label", "state_then", "state_now", "held_then", "held_now", "competence_then",
               "edition_then", "edition_now", "why")  # fmt: skip
    return Table(columns, tuple(_row(pair, names) for pair in pairs))


def _row(pair: _Pair, names: Names) -> tuple[str | int | None, ...]:
    then, now = pair
    line = now or then
    assert line is not None
    return (
        line.requirement.competence, names.code(line.requirement.competence), line.label, _state(then), _state(now),
        then.held if then else None, now.held if now else None, then.requirement.competence if then else "",
        then.edition.value if then else "", now.edition.value if now else "", _why(pair, names),
    )  # fmt: skip
