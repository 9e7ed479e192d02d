"""Two roles or occupations side by side as a page: differences in words, then the way from one to the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from signpost.emit import Block, Heading, Item, Items, Page, Table, Text
from signpost.model import Asked, Audit, ComparedLine, Comparison, LearningRoute, OpenRequirement, Standing, Step
from signpost.pages.steps import by
from signpost.pages.summary import extent, price_sentence, proof_sentence
from signpost.pages.wording import capital, count, day, hours, listed, money

if TYPE_CHECKING:
    from signpost import Names

MOST = 100
"""Competences of one kind that a page shows; CSV and JSON have all."""

_ALIGNED = {"exactMatch": "an exact match", "closeMatch": "a close match"}
_MARK = "* proposed by signpost, not stated by a source"


def compare_page(found: Comparison, names: Names) -> Page:
    """What both ask for, what only one does, and the way from the left one to the right one."""
    shared = sorted((line for line in found.lines if line.left and line.right), key=_order)
    right = [line for line in found.lines if line.standing is Standing.RIGHT]
    left = [line for line in found.lines if line.standing is Standing.LEFT]
    blocks = (
        Text(_opening(found, shared, len(left), len(right))),
        *_both(found, shared, names),
        *_one(found.right.label, right, names),
        *_one(found.left.label, left, names),
        *_marked(found.lines),
        *_moves(found, names),
        *_learning(found, names),
    )
    return Page(f"{found.left.label} and {found.right.label}", blocks, found, _rows(found, names))


def _order(line: ComparedLine) -> int:
    """What differs first: more levels, then fewer, then a change of weight, then what is the same."""
    if line.standing in (Standing.HIGHER, Standing.LOWER):
        return int(line.standing is Standing.LOWER)
    return 2 if _changed(line) else 3


def _changed(line: ComparedLine) -> str:
    """Whether a classification calls it essential on one side and optional on the other, in words."""
    if line.left is None or line.right is None or None in (line.left.essential, line.right.essential):
        return ""
    if line.left.essential == line.right.essential:
        return ""
    return "becomes essential" if line.right.essential else "becomes optional"


def _opening(found: Comparison, shared: Sequence[ComparedLine], left: int, right: int) -> str:
    if not shared:
        both = "They share no competence, itself or by an exact or close match"
    else:
        how = Counter(_how(line, found) for line in shared)
        every = "all " if len(shared) > 1 else ""
        parts = [f"{number:,} {said}" if number < len(shared) else every + said for said, number in how.items()]
        both = f"Both ask for {count(len(shared), 'competence')}: {listed(parts)}"
    alone = f"{found.right.label} alone asks for {right:,}, {found.left.label} alone for {left:,}."
    return f"{both}. {capital(alone)}"


def _how(line: ComparedLine, found: Comparison) -> str:
    """How what both ask for stands, as the opening counts it."""
    levels = {
        Standing.HIGHER: f"at a higher level in {found.right.label}",
        Standing.LOWER: f"at a lower level in {found.right.label}",
        Standing.SAME: "at the same level",
    }
    if line.standing in levels:
        return levels[line.standing]
    changed = {"becomes essential": found.right, "becomes optional": found.left}.get(_changed(line))
    if changed:
        return f"essential in {changed.label} alone"
    classified = line.left and line.right and None not in (line.left.essential, line.right.essential)
    return "alike" if classified else "without a level to compare"


# ------------------------------------------------------------------------------------------------ side by side
def _both(found: Comparison, lines: Sequence[ComparedLine], names: Names) -> Iterator[Block]:
    if lines:
        yield Heading(f"Asked for by both ({len(lines):,})")
        columns = ("Code", "Title", found.left.label, found.right.label, "Difference")
        yield _table(columns, [_both_row(line, names) for line in lines[:MOST]])
        yield from _rest(lines)


def _rest(lines: Sequence[ComparedLine]) -> Iterator[Block]:
    if len(lines) > MOST:
        yield Text(f"and {len(lines) - MOST:,} more; --as csv has all", quiet=True, terminal=True)


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    """A table without the codes where nothing has one."""
    whole = Table(columns, tuple(rows), cut=("Title",))
    return whole if any(row[0] for row in rows) else whole.without(("Code",))


def _both_row(line: ComparedLine, names: Names) -> tuple[str, ...]:
    return (*_named(line.competence, line.label, names), _said(line.left), _said(line.right), _difference(line, names))


def _named(iri: str, label: str, names: Names) -> tuple[str, str]:
    return names.code(iri), label


def _said(asked: Asked | None) -> str:
    """The level, and whether a classification calls it essential."""
    if asked is None:
        return ""
    level = "" if asked.level is None else f"level {asked.level}{' *' if asked.proposed else ''}"
    weight = "" if asked.essential is None else "essential" if asked.essential else "optional"
    return ", ".join(filter(None, (level, weight)))


def _difference(line: ComparedLine, names: Names) -> str:
    said = [_levels(line.difference)] if line.difference is not None else []
    said += [_changed(line)] if _changed(line) else []
    if not said:
        said.append("alike" if line.left and line.left.essential is not None else "no level to compare")
    if line.via and line.right:
        sure = f", confidence {line.confidence:.2g}" if line.confidence < 1 else ""
        said.append(f"by {_ALIGNED[line.via]} with {names.called(line.right.competence)}{sure}")
    return "; ".join(said)


def _levels(difference: int) -> str:
    if difference == 0:
        return "the same level"
    return f"{count(abs(difference), 'level')} {'more' if difference > 0 else 'less'}"


def _one(label: str, lines: Sequence[ComparedLine], names: Names) -> Iterator[Block]:
    """What only one side asks for, the most important first."""
    if lines:
        yield Heading(f"Only {label} ({len(lines):,})")
        asked = [(line, line.right or line.left) for line in lines]
        ordered = sorted(asked, key=lambda one: -_importance(one[1]))[:MOST]
        rows = [(*_named(line.competence, line.label, names), _said(one), _weight(one, names)) for line, one in ordered]
        table = _table(("Code", "Title", "Asks for", "Importance"), rows)
        yield table if any(row[-1] for row in rows) else table.without(("Importance",))
        yield from _rest(lines)


def _importance(asked: Asked | None) -> int:
    if asked is None:
        return 0
    return asked.importance if asked.importance is not None else 5 if asked.essential else 2


def _weight(asked: Asked | None, names: Names) -> str:
    if asked is None or asked.importance is None:
        return ""
    family = names.called(asked.family) if asked.family else ""
    return ", ".join(filter(None, (f"{asked.importance} of 5", family)))


def _marked(lines: Sequence[ComparedLine]) -> Iterator[Block]:
    if any(side is not None and side.proposed for line in lines for side in (line.left, line.right)):
        yield Text(_MARK, quiet=True)


# ------------------------------------------------------------------------------------------------ the way
def _moves(found: Comparison, names: Names) -> Iterator[Block]:
    if not found.left.kind == found.right.kind == "role" or found.left == found.right:
        return
    left, right = found.left.label, found.right.label
    yield Heading(f"From {left} to {right}")
    straight = f"In one move there are {count(found.levels, 'level')} to gain"
    if not found.moves:
        yield Text(f"{straight}. The two share no standard, and no other role leads from one to the other.")
    elif len(found.moves) == 1:
        yield Text(f"{straight}; no other role makes that easier." if found.levels else "There is no level to gain.")
    else:
        yield Text(f"{straight}. In smaller moves, each easier than that one:")
        moves = (f"{names.called(role)}: {count(levels, 'level')} to gain" for role, levels in found.moves)
        yield Items(tuple(map(Item, moves)), numbered=True)


def _learning(found: Comparison, names: Names) -> Iterator[Block]:
    """The learning route of an illustrative person, briefly: the steps, and what stays open."""
    yield Heading("The learning that leads there")
    if found.audit is None or found.route is None:
        yield Text(f"No levels are stated for {found.right.label}, so what there is to reach is not known.")
        return
    yield Text(
        f"For someone who holds all that {found.left.label} asks for and nothing more, from {day(found.as_at)}, "
        f"at {found.audit.specification.policy.default_hours_per_week:g} hours a week and without other limits."
    )
    yield from (Text(line) for line in _summary(found.audit, found.route))
    steps = tuple(Item(by(step, names), tuple(_step(step, names)), step.link) for step in found.route.steps)
    yield from ((Items(steps, numbered=True),) if steps else ())
    yield from _open(found.route, names)


def _summary(audit: Audit, route: LearningRoute) -> Iterator[str]:
    """What the route comes to; what that person holds was assumed, so that nobody needs to judge it first."""
    number, missing = len(audit.lines), len(audit.open)
    still = f"{missing:,} of {count(number, 'requirement')} {'is' if missing == 1 else 'are'} open"
    if not missing:
        yield f"All {number:,} are met: nothing is missing."
    elif not route.steps:
        yield f"{still}. {proof_sentence(route) if route.stopped else 'Nothing in the catalogue closes any.'}"
    else:
        yield f"{still}. This route closes {len(route.closed):,} in {extent(route)}."
        yield f"{price_sentence(audit, route)} With learning time it costs {money(route.cost)}."
        yield proof_sentence(route)


def _step(step: Step, names: Names) -> Iterator[str]:
    """How long and how dear, and from which level to which it raises what."""
    took = hours(step.minutes) if step.minutes else "time not known"
    yield "; ".join((took, money(step.price), *((names.called(step.activity),) if step.activity else ())))
    levels: dict[str, list[int]] = {}
    for reason in step.reasons:
        if reason.competence:
            levels.setdefault(reason.competence, []).extend((reason.from_level, reason.to_level))
    raised: dict[str, list[str]] = {}
    for iri, some in levels.items():
        raised.setdefault(f"from level {min(some)} to {max(some)}", []).append(names.short(iri))
    yield from (f"{way}: {', '.join(codes)}" for way, codes in raised.items())


def _open(route: LearningRoute, names: Names) -> Iterator[Block]:
    causes: dict[str, list[OpenRequirement]] = {}
    for one in route.open:
        causes.setdefault(one.cause, []).append(one)
    if causes:
        yield Heading("What stays open")
        yield Items(tuple(_cause(cause, alike, names) for cause, alike in causes.items()))


def _cause(cause: str, alike: Sequence[OpenRequirement], names: Names) -> Item:
    return Item(
        f"{capital(cause)}: {count(len(alike), 'competence')}", tuple(names.called(o.competence) for o in alike)
    )


# ------------------------------------------------------------------------------------------------ rows
def _rows(found: Comparison, names: Names) -> Table:
    columns = ("competence", "code", "label", "standing", "left_level", "right_level", "difference", "left_importance",
               "right_importance", "left_essential", "right_essential", "via", "other", "other_code",
               "confidence")  # fmt: skip
    return Table(columns, tuple(_row(line, names) for line in found.lines))


def _row(line: ComparedLine, names: Names) -> tuple[str | int | float | None, ...]:
    left, right = line.left, line.right
    other = right.competence if line.via and right else ""
    pairs = [getattr(side, word) if side else None for word in ("importance", "essential") for side in (left, right)]
    return (line.competence, names.code(line.competence), line.label, line.standing.value, left.level if left else None,
            right.level if right else None, line.difference, *(v if v is None else int(v) for v in pairs), line.via,
            other, names.code(other) if other else "", line.confidence)  # fmt: skip
