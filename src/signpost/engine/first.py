"""What to learn next: of the steps of a route that can begin now, the one that matters most."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from signpost.engine.schedule import days_after, weekly_minutes
from signpost.model import Audit, LearningRoute, PersonSpecification, Signpost, Step

_FEW = 3
"""So many requirements are named one by one."""


def first(audit: Audit, route: LearningRoute) -> Signpost | None:
    """The best step now: helps close the most weight, then starts, ends and costs least; None where there is no step.

    Its days are those that it takes when it is taken first. A step can begin now when no other step of the route
    gives what it asks for first.
    """
    weights = _weights(audit)
    ready = [step for step in route.steps if not _waits(step, route)]
    if not ready:
        return None
    best = min(ready, key=lambda step: _rank(step, weights))
    closes = tuple(line for line in weights if line in _serves(best))
    weight = sum(weights[line] for line in closes)
    because = _because(best, route, ready, audit, weights)
    return Signpost(_begun(best, audit.specification), because, closes, weight, len(route.steps) - 1)


def _begun(step: Step, specification: PersonSpecification) -> Step:
    """The step with its days as if it were taken first; an offering keeps its own."""
    if step.dated:
        return step
    last = specification.as_at + timedelta(days_after(step.minutes, weekly_minutes(specification)))
    return replace(step, start=specification.as_at, finish=last)


def _weights(audit: Audit) -> dict[str, int]:
    factors = audit.specification.policy.horizon_factors
    return {line.requirement.id: line.requirement.importance * factors[line.requirement.horizon] for line in audit.open}


def _serves(step: Step) -> set[str]:
    return {reason.requirement for reason in step.reasons}


def _waits(step: Step, route: LearningRoute) -> bool:
    return any(
        reason.for_step == step.resource for other in route.steps if other is not step for reason in other.reasons
    )


def _rank(step: Step, weights: dict[str, int]) -> tuple[int, int, int, int, str]:
    served = sum(weight for line, weight in weights.items() if line in _serves(step))
    price = step.price if step.price is not None else 1 << 40
    return -served, step.start.toordinal(), price, step.minutes, step.resource


def _because(best: Step, route: LearningRoute, ready: list[Step], audit: Audit, weights: dict[str, int]) -> str:
    labels = [line.label for line in audit.open if line.requirement.id in _serves(best)]
    named = f": {'; '.join(labels)}" if len(labels) <= _FEW else ""
    helped = f"It helps to close {len(labels)} of the {len(audit.open)} open requirements{named}."
    if len(route.steps) == 1:
        return f"{helped} It is the only step of the best route."
    others = len(ready) - 1
    chosen = (
        f"Of the {len(ready)} steps that can begin now it matters most." if others else "Every other step waits for it."
    )
    return f"{helped} {chosen} The whole route has {len(route.steps)} steps."
