"""The best learning route for an audited specification, with its proof, reasons, alternatives and what stays open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from signpost.engine.alternatives import alternative_solutions
from signpost.engine.blockers import assessments
from signpost.engine.catalogue import Catalogue, catalogue
from signpost.engine.causes import open_requirements
from signpost.engine.index import Index
from signpost.engine.problem import Problem, closed_by, levels_after, pence
from signpost.engine.reasons import reasons
from signpost.engine.relax import relaxations
from signpost.engine.replay import faults
from signpost.engine.schedule import Slot, timetable
from signpost.engine.solver.greedy import without_needless
from signpost.engine.solver.highs import Effort
from signpost.engine.solver.solve import Solution, solver_of
from signpost.engine.twins import NONE, Twins, also_given, passed_over, twins
from signpost.model import Audit, Cause, LearningRoute, PersonSpecification, Proof, Reason, Step

UNIQUE = Proof.UNIQUE


def route(
    index: Index,
    specification: PersonSpecification,
    audited: Audit,
    *,
    alternatives: int = 3,
    changes: bool = True,
    work_limit: int | None = None,
    deadline_seconds: float | None = None,
    clock: Callable[[], float] | None = None,
    until: Proof = UNIQUE,
    spare: int = 0,
) -> LearningRoute:
    """The route that is first in the order of optimality: closed weight, cost, finish, steps, providers, IRIs.

    `work_limit` counts branch-and-bound nodes and gives the same answer every time; `deadline_seconds` are seconds
    by `clock`, or of the solver's own time without one. An answer cut short says so in `stopped`, and how far it is
    proven; `extras_stopped` says what beside the route itself was cut short. Without `changes` it is not asked which
    constraint, if changed, would let more be closed. `until` is the last stage of the order that is settled whatever
    it takes; the stages after it choose only among routes that are equal so far, and get no more than `spare` nodes.
    """
    effort = Effort(nodes=work_limit, seconds=deadline_seconds, clock=clock, until=until, spare=spare)
    made = catalogue(index, specification, audited)
    solver, groups = solver_of(made.problem, effort), twins(made)
    solution = lean(made.problem, solver.best())
    found = as_route(made, audited, solution, groups)
    still = tuple(open_requirements(made, audited, found.closed, solution, effort))
    cut = ["causes"] if any(one.cause in (Cause.LIMITS, Cause.UNSETTLED) for one in still) else []
    others: tuple[Solution, ...] = ()
    settled = list(Proof).index(solution.proof) >= list(Proof).index(until)
    if alternatives and settled:
        twinned = passed_over(made.problem, groups, solution.columns)
        others = tuple(alternative_solutions(solver, solution, alternatives, twinned))
    cut += ["alternatives"] if alternatives and effort.stopped else []
    sought = changes and bool(still)
    loosened = relaxations(made, audited, solution, effort) if sought and settled else ()
    cut += ["relaxations"] if sought and effort.stopped else []
    return replace(
        found,
        alternatives=tuple(as_route(made, audited, other, groups) for other in others),
        open=still,
        relaxations=(*loosened, *(assessments(made, solution.weight) if sought else ())),
        extras_stopped=tuple(cut),
    )


def lean(problem: Problem, solution: Solution) -> Solution:
    """A solution without needless steps: what a search that was stopped has found so far can hold some.

    Where the others cannot keep their dates without them, there is no valid route to be had from it.
    """
    if solution.proof is UNIQUE or not solution.columns:
        return solution
    closed = closed_by(problem, levels_after(problem, solution.columns))
    kept = sorted(without_needless(problem, solution.columns, closed))
    if timetable(problem, kept) is None:
        return replace(solution, columns=(), weight=0, cost=0, cost_bound=0, proof=Proof.NONE)
    cost = int(problem.cost[kept].sum())
    return replace(solution, columns=tuple(kept), cost=cost, cost_bound=min(cost, solution.cost_bound))


def as_route(made: Catalogue, audited: Audit, solution: Solution, groups: Twins = NONE) -> LearningRoute:
    """A solution in the words of the model, replayed before it is handed out.

    Raises RuntimeError where the replay finds a fault: the solver would be wrong, not its input.
    """
    problem, specification = made.problem, made.specification
    slots = timetable(problem, solution.columns) or ()
    closed = closed_by(problem, levels_after(problem, solution.columns))
    why = reasons(made, [slot.column for slot in slots], closed)
    steps = tuple(_step(made, slot, because, groups) for slot, because in zip(slots, why, strict=True))
    found = LearningRoute(
        steps=steps,
        closed=tuple(specification.requirements[target.requirement].id for target in closed),
        open=(),
        weight=solution.weight,
        weight_bound=solution.weight_bound,
        price=sum(step.price or 0 for step in steps),
        price_incomplete=any(step.price is None for step in steps),
        minutes=sum(step.minutes for step in steps),
        minutes_incomplete=not all(made.columns.minutes_known[slot.column] for slot in slots),
        cost=pence(solution.cost),
        cost_bound=pence(solution.cost) if solution.cost == solution.cost_bound else solution.cost_bound // 60,
        finish=max((step.finish for step in steps), default=None),
        proof=solution.proof,
        stopped=solution.stopped,
        greedy_cost=None if solution.greedy is None else pence(solution.greedy),
        release=made.index.release,
    )
    wrong = faults(made.index, specification, audited, found)
    if wrong:
        raise RuntimeError(f"the route found does not hold: {'; '.join(wrong)}. Please report this.")
    return found


def _step(made: Catalogue, slot: Slot, because: tuple[Reason, ...], groups: Twins) -> Step:
    index, problem, columns = made.index, made.problem, made.columns
    resource, offering = int(problem.resource[slot.column]), int(problem.offering[slot.column])
    provider = int(index.resource_provider[resource])
    return Step(
        resource=index.iri("resource", resource),
        label=index.label("resource", resource),
        provider=index.iri("organisation", provider) if provider >= 0 else "",
        offering=index.text(int(index.offering_iri[offering])) if offering >= 0 else "",
        start=date.fromordinal(slot.start),
        finish=date.fromordinal(slot.finish),
        price=int(problem.price[slot.column]) if columns.price_known[slot.column] else None,
        minutes=int(problem.minutes[slot.column]),
        reasons=because,
        mode=_of_offering(made, resource, offering, "mode"),
        region=_region(made, resource, offering),
        link=index.text(int(index.resource_link[resource])),
        activity=index.text(int(index.resource_activity[resource])),
        work_based=bool(index.resource_work_based[resource]),
        supporter=index.text(int(index.resource_supporter[resource])),
        dated=bool(problem.calendar.start[slot.column] >= 0),
        also=tuple(index.iri("resource", int(problem.resource[j])) for j in also_given(problem, groups, slot.column)),
        unstated=made.specification.constraints.access if offering < 0 else (),
    )


def _of_offering(made: Catalogue, resource: int, offering: int, word: str) -> str:
    """What an offering says, else what its resource says."""
    index = made.index
    own = int(getattr(index, f"offering_{word}")[offering]) if offering >= 0 else -1
    return index.text(own if own >= 0 else int(getattr(index, f"resource_{word}")[resource]))


def _region(made: Catalogue, resource: int, offering: int) -> str:
    """The region of an offering, else the first of its resource; empty where place does not matter."""
    index = made.index
    own = int(index.offering_region[offering]) if offering >= 0 else -1
    first, end = int(index.resource_region_rows[resource]), int(index.resource_region_rows[resource + 1])
    if own < 0 and first < end:
        own = int(index.resource_region[first])
    return index.iri("region", own) if own >= 0 else ""
