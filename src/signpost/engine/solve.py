"""The best set of columns, in the stated order, with proof of each stage.

Closed weight first; where nothing limits a route it is what can be reached at all, and needs no solver. Then the
least cost of that weight, then the rest of the order (`stages`). A problem with limits is first solved without
them: where that answer keeps them, it is the answer. All arithmetic on costs is in integers, over their greatest
common divisor.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from signpost.engine.awards import reached
from signpost.engine.clauses import clauses
from signpost.engine.greedy import cheapest_chains, without_needless
from signpost.engine.highs import Effort, Rows
from signpost.engine.index import I64
from signpost.engine.loops import taken_in_order
from signpost.engine.problem import F64, Problem, Target, closed_by, levels_after, restrict
from signpost.engine.prune import prune
from signpost.engine.schedule import finish_of
from signpost.engine.search import Search
from signpost.engine.stages import Ties
from signpost.model import Proof


@dataclass(frozen=True, slots=True)
class Solution:
    """A set of columns of the problem, and what is known of it."""

    columns: tuple[int, ...]
    weight: int
    weight_bound: int
    cost: int
    cost_bound: int
    proof: Proof
    stopped: str = ""
    feasible: bool = True
    """False where no set of columns uses what must be used, or ends in the award: then there are no columns."""
    greedy: int | None = None
    """What the cheapest-chain rule pays for closing all that can be closed; None where it cannot."""


INFEASIBLE = Solution((), 0, 0, 0, 0, Proof.UNIQUE, feasible=False)

HALF = 0.5
"""Rows of whole numbers are given half a unit of slack, so that no tolerance of the solver decides."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which sets are searched: those within a margin of the best, earlier answers left out."""

    margin: int | None = 0
    """In the unit of cost; None for no bound."""
    without: tuple[frozenset[int], ...] = ()
    """Sets of resources; no set that holds all of one is searched."""


def solve(problem: Problem, effort: Effort, scope: Scope = Scope()) -> Solution:
    """The best set of columns of a problem, as far as the effort goes.

    In a narrower scope than the whole, "not feasible" means that the scope holds no set.
    """
    reachable = closed_by(problem, levels_after(problem, np.arange(problem.size)))
    if not all(problem.required):
        return INFEASIBLE
    if not (reachable or problem.required or problem.awards):
        return INFEASIBLE if scope.without else Solution((), 0, 0, 0, 0, Proof.UNIQUE)
    whole = replace(problem, targets=reachable)
    free = replace(whole, budget=None, calendar=replace(problem.calendar, deadline=None))
    solution = _closing_all(free, whole, effort, scope)
    return solution or _limited(whole, effort, scope)


def _pruned(problem: Problem, scope: Scope, *, priced: bool = True) -> I64:
    return prune(problem, margin=scope.margin or 0, priced=priced and scope.margin is not None)


def _search(problem: Problem, scope: Scope, effort: Effort, *, soft: bool) -> Search:
    """A model of the problem with a row against each set that is left out."""
    model = clauses(problem, soft=soft)
    for resources in scope.without:
        columns = np.flatnonzero(np.isin(problem.resource, sorted(resources)))
        model.rows.add(columns, 1.0, high=len(resources) - HALF)
    return Search(model, effort)


def keeps_limits(problem: Problem, columns: Iterable[int]) -> bool:
    """Whether columns that can all be taken keep to budget, dates and what must be used."""
    taken = set(columns)
    return (
        (problem.budget is None or sum(int(problem.price[j]) for j in taken) <= problem.budget)
        and all(taken & set(group) for group in problem.required)
        and reached(problem.awards, taken)
        and finish_of(problem, taken) is not None
    )


def _closing_all(free: Problem, whole: Problem, effort: Effort, scope: Scope) -> Solution | None:
    """The best set that closes every reachable target; None where the cheapest such set breaks a limit."""
    kept = _pruned(free, scope)
    small, limited = restrict(free, kept), restrict(whole, kept)
    search, unit = _search(small, scope, effort, soft=False), unit_of(small)
    ruled = bool(small.required or small.awards or scope.without)
    found = search.least(small.cost / unit, complete=None if ruled else lambda chosen: completed(small, chosen))
    if found.impossible:
        return None if whole.limited or scope.margin is None else INFEASIBLE
    columns = found.columns if found.columns is not None else () if ruled else tuple(completed(small, []))
    columns = tuple(without_needless(small, columns, small.targets))
    if not keeps_limits(limited, columns) or not _closes(small, columns):
        return _stopped_short(whole, kept, effort) if effort.stopped else None
    weight = sum(target.weight for target in whole.targets)
    cost = int(small.cost[list(columns)].sum())
    bound = cost if found.proven else min(cost, max(0, int(found.bound)) * unit)
    if not found.proven:
        return _solution(whole, kept, columns, weight, bound, Proof.WEIGHT, effort)
    among = _search(limited, scope, effort, soft=False)
    among.learned = search.learned
    ties = Ties(among, columns, _at_most(small, cost), Proof.COST)
    ties.settle()
    return _solution(whole, kept, ties.columns, weight, bound, ties.proof, effort)


def _limited(problem: Problem, effort: Effort, scope: Scope) -> Solution:
    """The best set where limits keep a route from closing all: weight first, then cost with the weight held fast."""
    kept = _pruned(problem, scope, priced=not problem.dated)
    small = restrict(problem, kept)
    search = _search(small, scope, effort, soft=True)
    variables, weights = _weights(search)
    objective = np.zeros(search.model.variables)
    objective[variables] = -weights
    most = sum(target.weight for target in problem.targets)
    while True:
        ceiling = Rows()
        ceiling.add(variables, weights, high=most + HALF)
        heaviest = search.least(objective, ceiling)
        if heaviest.impossible:
            return INFEASIBLE
        if not heaviest.proven or heaviest.columns is None:
            return _stopped_short(problem, kept, effort, most if np.isinf(heaviest.bound) else int(-heaviest.bound))
        most = _weight(small, heaviest.columns)
        solution = _cheapest(problem, kept, search, heaviest.columns)
        if solution is not None:
            return solution
        most -= 1


def _cheapest(problem: Problem, kept: I64, search: Search, heaviest: tuple[int, ...]) -> Solution | None:
    """The first set in the order among those of a proven weight; None where each of them holds a needless step."""
    small, unit = search.problem, unit_of(search.problem)
    weight = _weight(small, heaviest)
    fast = Rows()
    fast.add(*_weights(search), low=weight - HALF)
    found = search.least(small.cost / unit, fast, lean=True)
    if found.impossible:
        return None
    columns = heaviest if found.columns is None else found.columns
    if not small.dated:
        columns = tuple(without_needless(small, columns, _closed(small, columns)))
    cost = int(small.cost[list(columns)].sum())
    if not found.proven:
        bound = min(cost, max(0, int(found.bound)) * unit)
        return _solution(problem, kept, columns, weight, bound, Proof.WEIGHT, search.effort)
    ties = Ties(search, columns, fast.joined(_at_most(small, cost)), Proof.COST)
    ties.settle()
    return _solution(problem, kept, ties.columns, weight, cost, ties.proof, search.effort)


def least_amount(problem: Problem, amounts: I64, weight: int, effort: Effort) -> int | None:
    """The least sum of an amount (pence, minutes) over sets that close so much weight; None where none is proven."""
    priced = replace(problem, cost=amounts, targets=closed_by(problem, levels_after(problem, np.arange(problem.size))))
    if not all(problem.required) or sum(target.weight for target in priced.targets) < weight:
        return None
    small = restrict(priced, prune(priced, priced=not problem.dated))
    if not small.size:
        return 0 if weight <= 0 and not (problem.required or problem.awards) else None
    search = Search(clauses(small, soft=True), effort)
    heavy = Rows()
    heavy.add(*_weights(search), low=weight - HALF)
    found = search.least(small.cost / unit_of(small), heavy, lean=True)
    return int(small.cost[list(found.columns)].sum()) if found.proven and found.columns is not None else None


def _weights(search: Search) -> tuple[I64, F64]:
    """The variables of the targets that may stay open, and their weights."""
    model = search.model
    weights = [float(search.problem.targets[position].weight) for position in model.y]
    return np.array(list(model.y.values()), dtype=np.int64), np.array(weights)


def unit_of(problem: Problem) -> int:
    """The greatest common divisor of the costs; 1 where there are none."""
    return max(1, int(np.gcd.reduce(problem.cost))) if problem.size else 1


def completed(problem: Problem, chosen: Iterable[int]) -> list[int]:
    """A set that closes all targets: what of the chosen columns can be taken, and cheapest chains for the rest."""
    return cheapest_chains(problem, problem.targets, taken_in_order(problem, chosen)[0])


def _at_most(problem: Problem, cost: int) -> Rows:
    """The row that no set dearer than this keeps."""
    rows, unit = Rows(), unit_of(problem)
    rows.add(np.arange(problem.size), problem.cost / unit, high=cost // unit + HALF)
    return rows


def _closed(problem: Problem, columns: Iterable[int]) -> tuple[Target, ...]:
    return closed_by(problem, levels_after(problem, sorted(columns)))


def _closes(problem: Problem, columns: Iterable[int]) -> bool:
    return len(_closed(problem, columns)) == len(problem.targets)


def _weight(problem: Problem, columns: Iterable[int]) -> int:
    return sum(target.weight for target in _closed(problem, columns))


def _stopped_short(problem: Problem, kept: I64, effort: Effort, bound: int | None = None) -> Solution:
    """What a rule of thumb finds within the limits, when a limit of effort ends the search for the weight."""
    small = restrict(problem, kept)
    columns: list[int] = []
    for target in sorted(small.targets, key=lambda t: (-t.weight, t.requirement)):
        wider = cheapest_chains(small, [*_closed(small, columns), target], columns)
        columns = wider if keeps_limits(small, wider) else columns
    most = sum(target.weight for target in problem.targets) if bound is None else bound
    if not keeps_limits(small, columns):
        return replace(INFEASIBLE, weight_bound=most, proof=Proof.NONE, stopped=effort.stopped)
    found = _solution(problem, kept, columns, most, 0, Proof.NONE, effort)
    return replace(found, proof=Proof.NONE)


def _solution(
    problem: Problem, kept: I64, columns: Iterable[int], bound: int, cost_bound: int, proof: Proof, effort: Effort
) -> Solution:
    chosen = tuple(sorted(int(kept[j]) for j in columns))
    return Solution(
        columns=chosen,
        weight=_weight(problem, chosen),
        weight_bound=bound,
        cost=int(problem.cost[list(chosen)].sum()),
        cost_bound=cost_bound,
        proof=proof,
        stopped="" if proof is Proof.UNIQUE else effort.stopped,
    )
