"""Two roles or occupations side by side as a page: differences in words, then the way from one to the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from signpost.emit import Block, Heading, Item, Items, Page, Table, Text
from signpost.model import Asked, Audit, ComparedLine, Comparison, LearningRoute, OpenRequirement, Standing, Step
from signpost.pages.steps import by
from signpost.pages.summary import extent, price_sentence, proof_sentence
from signpost.pages.wording import capital, count, day, hours, listed, money

if TYPE_CHECKING:
    from signpost import Names

MOST = 20
"""Competences that stay open for one cause that a page names; JSON has all."""

_ALIGNED = {"exactMatch": "an exact match", "closeMatch": "a close match"}
_SHARED = (Standing.HIGHER, Standing.SHARED, Standing.SAME, Standing.LOWER)
_MARK = "* proposed by signpost, not stated by a source"


def compare_page(found: Comparison, names: Names) -> Page:
    """What both ask for, what only one does, and the way from the left one to the right one."""
    groups = {standing: [line for line in found.lines if line.standing is standing] for standing in Standing}
    shared = [line for standing in _SHARED for line in groups[standing]]
    blocks = (
        Text(_opening(found, groups)),
        *_both(found, shared, names),
        *_one(found.right.label, groups[Standing.RIGHT], names),
        *_one(found.left.label, groups[Standing.LEFT], names),
        *_marked(found.lines),
        *_moves(found, names),
        *_learning(found, names),
    )
    return Page(f"{found.left.label} and {found.right.label}", blocks, found, _rows(found, names))


def _opening(found: Comparison, groups: Mapping[Standing, Sequence[ComparedLine]]) -> str:
    left, right = found.left.label, found.right.label
    number = {standing: len(lines) for standing, lines in groups.items()}
    shared = sum(number[standing] for standing in _SHARED)
    how = {
        Standing.HIGHER: f"at a higher level in {right}",
        Standing.LOWER: f"at a lower level in {right}",
        Standing.SAME: "at the same level",
        Standing.SHARED: "without a level to compare",
    }
    parts = [f"{number[standing]:,} {said}" for standing, said in how.items() if 0 < number[standing] < shared]
    whole = [said for standing, said in how.items() if number[standing] == shared > 0]
    both = ": ".join(filter(None, (f"Both ask for {count(shared, 'competence')}", listed(parts or whole))))
    return f"{both}. Only {right} asks for {number[Standing.RIGHT]:,} more, only {left} for {number[Standing.LEFT]:,}."


# ------------------------------------------------------------------------------------------------ side by side
def _both(found: Comparison, lines: Sequence[ComparedLine], names: Names) -> Iterator[Block]:
    if lines:
        yield Heading(f"Asked for by both ({len(lines):,})")
        columns = ("Code", "Title", found.left.label, found.right.label, "Difference")
        yield _table(columns, [_both_row(line, names) for line in lines])


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
    essential = [side.essential for side in (line.left, line.right) if side]
    if essential in ([True, False], [False, True]):
        said.append("becomes essential" if essential[1] else "becomes optional")
    elif not said:
        said.append("the same" if None not in essential else "no level to compare")
    if line.via and line.right:
        other = line.right.competence if line.right.competence != line.competence else ""
        sure = f", confidence {line.confidence:.2g}" if line.confidence < 1 else ""
        said.append(f"by {_ALIGNED[line.via]} with {names.called(other)}{sure}")
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
        ordered = sorted(asked, key=lambda one: -_importance(one[1]))
        rows = [(*_named(line.competence, line.label, names), _said(one), _weight(one, names)) for line, one in ordered]
        table = _table(("Code", "Title", "Asks for", "Importance"), rows)
        yield table if any(row[-1] for row in rows) else table.without(("Importance",))


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
        yield Text(f"{found.right.label} states no levels, so it is not known what to reach.")
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
    met = f"{number - missing:,} of {count(number, 'requirement')} met"
    if not missing:
        yield f"{met}: nothing is missing."
    elif not route.steps and not route.stopped:
        yield f"{met}. Nothing in the catalogue closes any of the others."
    elif not route.steps:
        yield f"{met}. {proof_sentence(route)}"
    else:
        yield f"{met}. This route closes {len(route.closed):,} of the {missing:,} others in {extent(route)}."
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
    raised = [f"{names.short(iri)} from {min(some)} to {max(some)}" for iri, some in levels.items()]
    if raised:
        yield f"raises {listed(raised)}"


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
