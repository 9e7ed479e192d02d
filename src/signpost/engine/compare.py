"""Two roles or occupations side by side: what both ask for, at which levels, and what only one of them does.

Each competence of the right side is laid beside the one of the left that tells most of whether it is held: of the same
competence and its exact matches that with the highest level, else of its close matches, one step either way. The other
exact matches are the same competence, which is not listed twice; the other close ones are asked for by the left alone.
Nothing is laid beside a competence that is only broader, narrower or related.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from signpost.engine.audit import ALIGNMENTS
from signpost.engine.careers import stepping_stones
from signpost.engine.index import CLOSE, EXACT, Index
from signpost.engine.template import ESSENTIAL, merged, occupation, template
from signpost.model import (
    VOCABULARY,
    Asked,
    Attainment,
    Compared,
    ComparedLine,
    Comparison,
    Evidence,
    PersonSpecification,
    Policy,
    Requirement,
    Standing,
)

COMPARABLE = ("role", "occupation")
"""The kinds of things that can be compared."""

SAME = -1
"""Nearer than any alignment: the competence itself."""


class _Near(NamedTuple):
    """A competence of the left side: how near it is, in which order it stands there, and how sure the alignment is."""

    relation: int
    place: int
    competence: str
    confidence: float


def compare(index: Index, left: Compared, right: Compared, as_at: date) -> Comparison:
    """What two roles or occupations ask for, and the way through other roles from the left one to the right one."""
    sides = _asked(index, left), _asked(index, right)
    lines = tuple(_lines(index, *sides))
    return Comparison(
        left=left,
        right=right,
        lines=lines,
        levels=sum(map(_missing, lines)),
        moves=_moves(index, left.iri, right.iri) if left.kind == right.kind == "role" else (),
        as_at=as_at,
        release=index.release,
    )


def mover(index: Index, comparison: Comparison, policy: Policy) -> PersonSpecification | None:
    """An illustrative person who holds all that the left side asks for and wants the right one, without constraints.

    None where the right side states no levels: what to reach is then not known.
    """
    left, right = comparison.left, comparison.right
    wanted = _at_stated_levels(index, right)
    if not wanted:
        return None
    shown = (Evidence(kind=f"{VOCABULARY}evidence-kind/appraisal", note=f"assumed: all that {left.label} asks for"),)
    judge = policy.judges[0] if policy.judges else f"{VOCABULARY}judge/line-manager"
    held = tuple(
        Attainment(f"{line.id}-held", line.competence, line.level, judge, shown, shows=line.asks)
        for line in _at_stated_levels(index, left)
    )
    return PersonSpecification(
        person="illustrative",
        post=right.label,
        roles=(right.iri,),
        as_at=comparison.as_at,
        requirements=wanted,
        attainments=held,
        policy=policy,
        label=f"from {left.label} to {right.label}",
        illustrative=True,
    )


# ---------------------------------------------------------------------------------------------- what each asks for
def _required(index: Index, side: Compared) -> tuple[Requirement, ...]:
    """What a side requires, each competence once."""
    return merged(template(index, side.iri)) if side.kind == "role" else occupation(index, side.iri)


def _at_stated_levels(index: Index, side: Compared) -> tuple[Requirement, ...]:
    """What a side requires, without what a classification gives no level to and signpost only proposes one for."""
    lines = _required(index, side)
    if side.kind == "role":
        return lines
    stated = _stated(index, side.iri)
    return tuple(line for line in lines if line.competence in stated)


def _stated(index: Index, iri: str) -> Mapping[str, int]:
    row = index.find("occupation", iri)
    rows = range(int(index.occupation_rows[row]), int(index.occupation_rows[row + 1]))
    levels = {n: int(index.occupation_level[n]) for n in rows}
    return {index.iri("competence", int(index.occupation_competence[n])): level for n, level in levels.items() if level}


def _asked(index: Index, side: Compared) -> tuple[Asked, ...]:
    if side.kind == "role":
        return tuple(
            Asked(one.competence, one.level, one.importance, None, one.asks, one.family, one.proposed is not None)
            for one in _required(index, side)
        )
    levels = _stated(index, side.iri)
    return tuple(
        Asked(one.competence, levels.get(one.competence), None, one.importance == ESSENTIAL,
              proposed=one.competence in levels)
        for one in _required(index, side)
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------- side by side
def _lines(index: Index, left: Sequence[Asked], right: Sequence[Asked]) -> Iterator[ComparedLine]:
    """The right side in its order, each line beside the best of the left; then what only the left asks for."""
    ours, places = {one.competence: one for one in left}, {one.competence: n for n, one in enumerate(left)}
    met = set[str]()
    for one in right:
        every = list(_near(index, one.competence, places))
        best = min(every, key=lambda near: _rank(near, ours[near.competence].level), default=None)
        met.update(near.competence for near in every if near is best or near.relation != CLOSE)
        yield _line(index, ours[best.competence] if best else None, one, best)
    for one in left:
        if one.competence not in met:
            yield _line(index, one, None, None)


def _rank(near: _Near, level: int | None) -> tuple[bool, int, _Near]:
    """By an exact match as much is held as by the competence itself, by a close one nothing."""
    return near.relation == CLOSE, -(level or 0), near


def _near(index: Index, competence: str, places: Mapping[str, int]) -> Iterator[_Near]:
    """The competence itself and what matches it, among those of the left side."""
    if competence in places:
        yield _Near(SAME, places[competence], competence, 1.0)
    row = index.find("competence", competence)
    for n in range(int(index.alignment_rows[row]), int(index.alignment_rows[row + 1])):
        relation, other = int(index.alignment_relation[n]), index.iri("competence", int(index.alignment_target[n]))
        if relation in (EXACT, CLOSE) and other in places:
            yield _Near(relation, places[other], other, round(float(index.alignment_confidence[n]), 4))


def _line(index: Index, left: Asked | None, right: Asked | None, near: _Near | None) -> ComparedLine:
    one = left or right
    competence = one.competence if one else ""
    levels = (left.level if left else None, right.level if right else None)
    difference = levels[1] - levels[0] if levels[0] is not None and levels[1] is not None else None
    return ComparedLine(
        competence=competence,
        label=index.label("competence", index.find("competence", competence)),
        standing=_standing(left, right, difference),
        left=left,
        right=right,
        difference=difference,
        via=ALIGNMENTS[near.relation] if near and near.relation != SAME else "",
        confidence=near.confidence if near else 1.0,
    )


def _standing(left: Asked | None, right: Asked | None, difference: int | None) -> Standing:
    if left is None:
        return Standing.RIGHT
    if right is None:
        return Standing.LEFT
    if difference is None:
        return Standing.SHARED
    if difference == 0:
        return Standing.SAME
    return Standing.HIGHER if difference > 0 else Standing.LOWER


# ---------------------------------------------------------------------------------------------- the way
def _missing(line: ComparedLine) -> int:
    """The levels to gain for a line; across a close match nothing is taken to be held, as in the chains of moves."""
    if line.right is None or line.right.level is None:
        return 0
    held = 0 if line.left is None or line.via == ALIGNMENTS[CLOSE] else line.left.level or 0
    return max(0, line.right.level - held)


def _moves(index: Index, left: str, right: str) -> tuple[tuple[str, int], ...]:
    """The cheapest chain of moves from one role to another; empty where none leads there."""
    chains = (chain for chain in stepping_stones(index, left) if chain[-1].role == right)
    return tuple((move.role, move.levels) for move in next(chains, ()))
