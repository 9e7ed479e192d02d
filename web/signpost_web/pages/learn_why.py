"""Why a step stands in a route, one idea a sentence: what it raises, who asks for that, and what it leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signpost.model import Reason, Requirement
from signpost.pages.wording import capital, count, listed

if TYPE_CHECKING:
    from signpost import Names

FEW = 3
"""So many competences are named in a sentence; of more the first is."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Why a step raises one competence: who asks for it, in which framework it stands, from where to where."""

    asked_by: str
    iri: str
    called: str
    framework: str
    raised: str
    proposed: tuple[str, ...]


def why(
    reasons: Sequence[Reason], numbers: Mapping[str, int], names: Names, asked: Mapping[str, Requirement]
) -> Iterator[str]:
    """The sentences that stand beside a step; `asked` has the requirements by their IRI."""
    if not all(reason.competence for reason in reasons):
        yield "It is here because your limits ask for it."
        return
    yield f"It raises {_raised(reasons, names)}."
    own = [reason.requirement for reason in reasons if not reason.for_step]
    if own:
        raised = {reason.competence for reason in reasons}
        yield f"{_owners(own, names)} for {_much(own, names, asked, len(raised))}."
    if later := sorted({numbers[reason.for_step] for reason in reasons if reason.for_step in numbers}):
        yield f"You need it before {'step' if len(later) == 1 else 'steps'} {listed(list(map(str, later)))}."
    if not own:
        yield from _leads_to([reason.requirement for reason in reasons], names, asked)


def _raised(reasons: Sequence[Reason], names: Names) -> str:
    """What is raised from which level to which: each competence where they are few."""
    levels: dict[str, tuple[int, int]] = {}
    for reason in reasons:
        low, high = levels.get(reason.competence, (reason.from_level, reason.to_level))
        levels[reason.competence] = min(low, reason.from_level), max(high, reason.to_level)
    said = [f"{titled(one, names)} from level {low} to {high}" for one, (low, high) in levels.items()]
    return listed(said) if len(said) <= FEW else f"{count(len(said), 'competence')}, first of all {said[0]}"


def titled(competence: str, names: Names) -> str:
    """The title of a competence, in quotes and without its code."""
    return f"“{names.called(competence).removeprefix(names.code(competence)).strip()}”"


def _owners(requirements: Sequence[str], names: Names) -> str:
    owners = list(dict.fromkeys(_owner(one, names) for one in requirements))
    return f"{capital(listed(owners))} {'asks' if len(owners) == 1 else 'ask'}"


def _owner(requirement: str, names: Names) -> str:
    owner, part, _ = requirement.partition("#")
    return "this post" if not part or "/specification/" in owner else f"the role {names.called(owner)}"


def _much(requirements: Sequence[str], names: Names, asked: Mapping[str, Requirement], raised: int) -> str:
    """What is asked for of all that is raised, with the level where that is one competence."""
    levels = {asked[one].competence: asked[one].level for one in requirements if one in asked}
    if len(levels) != 1:
        return f"{len(levels)} of them" if 0 < len(levels) < raised else "it" if raised == 1 else "them"
    ((competence, level),) = levels.items()
    return f"level {level}" if raised == 1 else f"{titled(competence, names)} at level {level}"


def _leads_to(requirements: Sequence[str], names: Names, asked: Mapping[str, Requirement]) -> Iterator[str]:
    """What the later steps raise that need this one first."""
    served = list(dict.fromkeys(asked[one].competence for one in requirements if one in asked))
    if served:
        more = f" and {len(served) - 1} more" if len(served) > 1 else ""
        yield f"In the end it leads to {titled(served[0], names)}{more}. {_owners(requirements, names)} for that."


def chain(reasons: Sequence[Reason], numbers: Mapping[str, int], names: Names) -> tuple[Chain, ...]:
    """The statements behind a step, each said once."""
    apart: dict[tuple[object, ...], Reason] = {}
    for one in reasons:
        if one.competence:
            owner = one.requirement.partition("#")[0]
            apart.setdefault((owner, one.for_step, one.competence, one.from_level, one.to_level, one.proposed), one)
    return tuple(dict.fromkeys(_link(one, numbers, names) for one in apart.values()))


def _link(reason: Reason, numbers: Mapping[str, int], names: Names) -> Chain:
    asked = capital(_owner(reason.requirement, names))
    if reason.for_step:
        known = numbers.get(reason.for_step)
        asked = f"Step {known}, {names.called(reason.for_step)}," if known else names.called(reason.for_step)
    return Chain(
        asked_by=f"{asked} {'asks first for' if reason.for_step else 'asks for'}",
        iri=reason.competence,
        called=names.called(reason.competence),
        framework=names.framework(reason.competence),
        raised=f"This step raises it from level {reason.from_level} to {reason.to_level}",
        proposed=tuple(f"Proposed: {basis.text.rstrip('.')}. How sure: {basis.confidence:.2g} of 1."
                       for basis in reason.proposed),
    )  # fmt: skip
