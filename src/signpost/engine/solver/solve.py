"""The best set of columns, in the stated order, with proof of each stage.

Closed weight first; where nothing limits a route it is what can be reached at all, and needs no solver. Then the least
cost of that weight, then the rest of the order (`stages`). A problem with limits is first solved without them: where
that answer keeps them, it is the answer. Each stage is first sifted: a bound and reduced costs say which few columns a
set as good as the best one known can hold, and only those are searched. All arithmetic on costs is in integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from signpost.engine.index import I64
from signpost.engine.problem import Problem, Target, restrict
from signpost.engine.solver.clauses import Clauses
from signpost.engine.solver.greedy import cheapest_chains, without_needless
from signpost.engine.solver.highs import Effort, Rows
from signpost.engine.solver.hunt import others_than
from signpost.engine.solver.prices import Chains, chains
from signpost.engine.solver.program import HALF, Known, Program, per_unit
from signpost.engine.solver.search import Search
from signpost.engine.solver.sets import closed_in, completed, keeps_limits, rank, ruled, serving, weight_in
from signpost.engine.solver.sift import Sifted, sift
from signpost.engine.solver.stages import Ties
from signpost.model import Proof

GROWTH = 1.8
"""How much farther each ceiling lies above the floor than the one before."""

EQUALS = 4
"""Beyond so many sets of equal cost, the rest of the order is settled stage by stage."""

FIRST = 240
"""So many columns are searched for a first good set, those with the least reduced costs."""

GLANCE = 10
"""The nodes that the search for a first good set may take."""

RISE = 0.003
"""The share of the bound by which the first ceiling lies above it."""


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
    kept: int = 0
    """How many columns were left to be searched for the least cost."""


Without = tuple[frozenset[int], ...]
"""Sets of resources; no set of columns that holds all of one is looked for."""

INFEASIBLE = Solution((), 0, 0, 0, 0, Proof.UNIQUE, feasible=False)
NOTHING = Solution((), 0, 0, 0, 0, Proof.UNIQUE)


@dataclass(frozen=True, slots=True)
class Best:
    """The best set known of a programme (None: there is none), and the columns that a set as good can hold."""

    columns: tuple[int, ...] | None
    value: float
    bound: float
    proven: bool
    kept: I64
    equals: tuple[tuple[int, ...], ...] = ()
    """The sets as good that are known."""
    alone: bool = False
    """Whether no other set is as good as these."""


@dataclass(slots=True)
class Solver:
    """Everything about one problem that its answer and its alternatives share."""

    problem: Problem
    """With the targets that can be reached at all."""
    chains: Chains
    known: Known
    sifted: dict[str, Sifted] = field(default_factory=dict)
    anchored: list[int] | None = None
    first: int = FIRST

    @property
    def effort(self) -> Effort:
        """What may still be spent."""
        return self.known.effort

    @property
    def anchors(self) -> list[int]:
        """The cheapest chains to all targets, and to all columns that rules may ask for."""
        if self.anchored is None:
            chained = [j for target in self.problem.targets for t, v in target.levels for j in self.chains.to(t, v)]
            self.anchored = list(dict.fromkeys([*chained, *self.chains.support(ruled(self.problem))]))
        return self.anchored

    def best(self, without: Without = ()) -> Solution:
        """The best set of columns that holds not all of any of some sets of resources."""
        problem = self.problem
        if not all(problem.required):
            return INFEASIBLE
        if not (problem.targets or problem.required or problem.awards):
            return INFEASIBLE if without else NOTHING
        found = self._closing_all(without)
        if found is None:
            return self._limited(without)
        ruled = without or problem.required or problem.awards
        return found if ruled else replace(found, greedy=int(problem.cost[self.rule_of_thumb()].sum()))

    def _closing_all(self, without: Without) -> Solution | None:
        """The best set that closes every reachable target; None where there is none, or it breaks a limit."""
        whole = self.problem
        free = replace(whole, budget=None, calendar=replace(whole.calendar, deadline=None))
        program = Program(free, per_unit(whole.cost)[0], without=without)
        if whole.budget is not None or whole.minutes_cap is not None:
            if self.most_weight() < self.reachable:
                return None
            cheapest = self.least(program, "all", self.anchors, alone=False)
            if cheapest.columns is None or not keeps_limits(whole, cheapest.columns):
                return None
        found = self.least(program, "all", self.anchors)
        columns = found.columns
        if columns is None and not found.proven and not without:
            columns = tuple(self.rule_of_thumb())
        if columns is None:
            return None
        equals = tuple(filter(partial(keeps_limits, whole), found.equals or (columns,)))
        if not equals:
            return None
        return self._answer(replace(program, problem=whole), replace(found, columns=equals[0], equals=equals))

    def _heaviest(self, most: int, without: Without = ()) -> Program:
        """The programme of closing as much weight as the limits let, but no more than `most`."""
        return Program(self.problem, np.zeros(self.problem.size), soft=True, most=most, without=without)

    def most_weight(self) -> int:
        """A bound of the weight that the limits let a route close."""
        program = self._heaviest(self.reachable)
        bound = _whole(self._sift(program, "weight", self.anchors).bound)
        return int(min(self.reachable, -bound * program.weight_unit))

    def closes_all(self) -> bool:
        """Whether a short search finds a set within the limits that closes all that can be reached."""
        if self.most_weight() < self.reachable or not all(self.problem.required):
            return False
        free, sifted = Program(self.problem, np.zeros(self.problem.size)), self.sifted["weight"]
        return self._glance(free, sifted, sifted.core.tolist()) is not None

    def in_time(self, targets: Iterable[Target]) -> bool | None:
        """Whether some targets can all be closed before the deadline; None where the effort ends first."""
        solver = replace(self, problem=replace(self.problem, targets=tuple(targets)), sifted={}, anchored=None)
        if solver.closes_all():
            return True
        if solver.problem.dated:
            found = solver.best()
            return found.weight == solver.reachable if found.weight_bound <= found.weight else None
        return solver.within(solver.problem.minutes, solver.problem.minutes_cap)

    def within(self, amounts: I64, most: int | None) -> bool | None:
        """Whether some set that closes all has no more than so much of an amount, dates aside; None as `in_time`."""
        unhurried = replace(self.problem, calendar=replace(self.problem.calendar, deadline=None))
        (each, unit), cap = per_unit(amounts), np.inf if most is None else most
        program = Program(unhurried, each)
        sifted = self._sift(program, "amount", self.anchors)
        if _whole(sifted.bound) * unit > cap:
            return False
        found = self._among(program, sifted.within(cap // unit), None, cap // unit + 1)
        return True if found.columns is not None else False if found.proven else None

    @property
    def reachable(self) -> int:
        """The weight that learning can close, limits aside."""
        return sum(target.weight for target in self.problem.targets)

    def _limited(self, without: Without) -> Solution:
        """The best set where limits keep a route from closing all: weight first, then cost with that weight."""
        problem, most = self.problem, self.most_weight()
        if most == self.reachable:
            # Where a bound says that all may be closed, that is asked first: it leaves far fewer columns.
            program = Program(problem, per_unit(problem.cost)[0], without=without)
            cheapest = self.least(program, "all within limits", self.sifted["weight"].core.tolist())
            if cheapest.columns is not None:
                return self._answer(program, cheapest)
            if not cheapest.proven:
                return self._stopped_short(most)
            if most == 0:
                return INFEASIBLE
            most -= 1
        while True:
            program = self._heaviest(most, without)
            found = self.least(program, "weight", self.anchors)
            if found.columns is None or not found.proven:
                return (
                    INFEASIBLE
                    if found.proven
                    else self._stopped_short(int(min(most, -found.bound * program.weight_unit)))
                )
            weight = weight_in(problem, found.columns)
            program = replace(program, amounts=per_unit(problem.cost)[0], least=weight)
            cheapest = self.least(program, f"cost of {weight}", [*self.anchors, *found.columns])
            if cheapest.columns is not None:
                return self._answer(program, cheapest)
            if not cheapest.proven:
                return self._answer(program, replace(cheapest, equals=(found.columns,)))
            most = weight - 1

    def _answer(self, program: Program, found: Best) -> Solution:
        """The first in the order among the sets of the least cost known, as far as that can be proven."""
        problem, unit = self.problem, per_unit(self.problem.cost)[1]
        columns = min(found.equals, key=partial(rank, problem))
        cost = int(problem.cost[list(columns)].sum())
        bound, proof = min(cost, int(max(0.0, found.bound)) * unit), Proof.WEIGHT
        if found.alone:
            bound, proof = cost, Proof.UNIQUE
        elif found.proven:
            columns, proof = self._settled(program, columns, cost, found.kept)
            bound = cost
        weight = weight_in(problem, columns)
        solution = Solution(tuple(sorted(columns)), weight, weight, cost, bound, proof, kept=len(found.kept))
        return replace(solution, stopped="" if proof is Proof.UNIQUE else self.effort.stopped)

    def _settled(self, program: Program, columns: Sequence[int], cost: int, kept: I64) -> tuple[tuple[int, ...], Proof]:
        """The first in the order among sets of the same weight and cost, and the last stage that is proven."""
        members = np.union1d(kept, np.array(columns, dtype=np.int64))
        model, amounts = program.model(members), per_unit(self.problem.cost)
        equal = Rows()
        equal.add(np.arange(len(members)), amounts[0][members], high=cost // amounts[1] + HALF)
        own = tuple(np.searchsorted(members, sorted(columns)).tolist())
        ties = Ties(Search(model, self.known), own, amounts[0][members], equal, Proof.COST)
        ties.settle()
        return tuple(members[list(ties.columns)].tolist()), ties.proof

    def least(self, program: Program, name: str, core: Sequence[int], *, alone: bool = True) -> Best:
        """The least of a programme, searched under ever higher ceilings until a set is found below one.

        Under a ceiling only few columns can matter, and proving that no set lies below it raises the floor. With
        `alone` the search goes on for other sets as good, until it is proven that there are no more, or some are found;
        only then is it worth while to settle the rest of the order stage by stage.
        """
        sifted, ties = self._sift(program, name, core), EQUALS if alone and not program.heaviest else 0
        best = self._glance(program, sifted, core)
        floor, step = _whole(sifted.bound), 1.0 if program.heaviest else max(1.0, RISE * abs(sifted.bound))
        if best is not None and best.proven and np.isin(sifted.within(best.value - 1), best.kept).all():
            floor = best.value
        above = int(ties > 0)
        while best is not None or floor <= program.top:
            if best is not None and floor >= best.value + above:
                return replace(best, proven=True, bound=best.value, alone=ties > 0, kept=sifted.within(best.value))
            ceiling = min(
                np.ceil(floor + step) if np.isfinite(floor) else np.inf, np.inf if best is None else best.value + above
            )
            circles, members = len(self.known.circles), sifted.within(ceiling - 1)
            found = self._among(program, members, best, ceiling, ties=ties)
            if not found.proven:
                short = best if best is not None and found.columns is None else found
                return replace(short, proven=False, bound=max(floor, min(found.bound, ceiling)))
            if found.columns is None:
                floor, step = ceiling, GROWTH * step
            else:
                best, floor = _with_equals(found, best), found.value + above
                if len(best.equals) > EQUALS:
                    return replace(best, proven=True, bound=best.value, kept=members)
            if len(self.known.circles) > circles:
                taken = [] if best is None or best.columns is None else best.columns
                sifted = self._sift(program, name, [*sifted.core.tolist(), *taken], again=True)
                floor = max(floor, _whole(sifted.bound))
        return Best(None, np.inf, np.inf, True, np.zeros(0, dtype=np.int64))

    def _glance(self, program: Program, sifted: Sifted, core: Sequence[int]) -> Best | None:
        """A good set from a short search among the most promising columns."""
        members = np.union1d(np.array(core, dtype=np.int64), sifted.order[: self.first])
        found = self._among(program, members, None, np.inf, patience=GLANCE)
        return found if found.columns is not None else None

    def _sift(self, program: Program, name: str, core: Sequence[int], *, again: bool = False) -> Sifted:
        """The bound and reduced costs of a programme; sets left out are ignored, which keeps both valid."""
        if again or name not in self.sifted:
            self.sifted[name] = sift(replace(program, without=()), self.chains, core, self.known)
        return self.sifted[name]

    def _among(
        self,
        program: Program,
        members: I64,
        best: Best | None,
        below: float,
        *,
        patience: int | None = None,
        ties: int = 0,
    ) -> Best:
        """The least below a value among some columns, other than the sets that are known to be as good as the best."""
        known = () if best is None or program.heaviest else best.equals
        members = np.unique(np.concatenate([members, *(np.array(columns, dtype=np.int64) for columns in known)]))
        members = members[serving(restrict(self.problem, members))]
        model = program.model(members)
        small = model.problem
        plain = patience is not None and not (model.limited or program.without or small.required or small.awards)
        found = Search(model, self.known).least(
            program.objective(model, members),
            others_than(np.searchsorted(members, columns).tolist() for columns in known),
            below=below,
            patience=patience,
            lean=not program.heaviest,
            ties=ties,
            complete=(lambda chosen: completed(small, chosen)) if plain else None,
        )
        if found.columns is None:
            return Best(None, np.inf, found.bound, found.proven, members)
        sets = dict.fromkeys(self._lean(program, model, members, chosen) for chosen in found.equals)
        value = min(self._value(program, columns) for columns in sets)
        equals = tuple(columns for columns in sets if self._value(program, columns) == value)
        return Best(equals[0], value, found.bound, found.proven, members, equals=equals)

    def _lean(self, program: Program, model: Clauses, members: I64, chosen: Sequence[int]) -> tuple[int, ...]:
        """The columns that a model's set stands for, without those that it does not need."""
        small = model.problem
        if not (program.heaviest or small.dated):
            chosen = without_needless(small, chosen, closed_in(small, chosen))
        return tuple(sorted(members[list(chosen)].tolist()))

    def _value(self, program: Program, columns: tuple[int, ...]) -> float:
        if program.heaviest:
            return float(-weight_in(self.problem, columns) // program.weight_unit)
        return float(program.amounts[list(columns)].sum())

    def rule_of_thumb(self) -> list[int]:
        """The columns that the cheapest-chain rule takes to close all targets, among those of the last bound."""
        sifted = self.sifted.get("all")
        members = np.union1d(self.anchors, sifted.core if sifted else []).astype(np.int64)
        small = restrict(self.problem, members)
        return [int(members[j]) for j in cheapest_chains(small, small.targets)]

    def _stopped_short(self, bound: int) -> Solution:
        """What a rule of thumb finds within the limits, when the effort ends before the weight is proven."""
        problem, columns = self.problem, list[int]()
        members = np.unique(np.array(self.anchors, dtype=np.int64))
        small = restrict(problem, members)
        for target in sorted(small.targets, key=lambda t: (-t.weight, t.requirement)):
            wider = cheapest_chains(small, [*closed_in(small, columns), target], columns)
            columns = wider if keeps_limits(small, wider) else columns
        if not keeps_limits(small, columns):
            return replace(INFEASIBLE, weight_bound=bound, proof=Proof.NONE, stopped=self.effort.stopped)
        chosen = tuple(sorted(members[columns].tolist()))
        cost = int(problem.cost[list(chosen)].sum())
        return Solution(chosen, weight_in(problem, chosen), bound, cost, 0, Proof.NONE, self.effort.stopped)


def solver_of(problem: Problem, effort: Effort, *, first: int = FIRST) -> Solver:
    """A solver for the targets of a problem that can be reached at all; `first` columns are searched to begin with."""
    found = chains(problem, problem.cost.astype(np.float64))
    reachable = tuple(t for t in problem.targets if all(np.isfinite(found.price[track, v]) for track, v in t.levels))
    return Solver(replace(problem, targets=reachable), found, Known(effort), first=first)


def solve(problem: Problem, effort: Effort) -> Solution:
    """The best set of columns of a problem, as far as the effort goes."""
    return solver_of(problem, effort).best()


def least_amount(problem: Problem, amounts: I64, weight: int, effort: Effort) -> int | None:
    """The least sum of an amount (pence, minutes) over sets that close so much weight; None where none is proven."""
    solver = solver_of(problem, effort)
    if not all(problem.required) or solver.most_weight() < weight:
        return None
    program = Program(solver.problem, per_unit(amounts)[0], soft=True, least=weight)
    found = solver.least(program, "amount", solver.sifted["weight"].core.tolist(), alone=False)
    return int(amounts[list(found.columns)].sum()) if found.proven and found.columns is not None else None


def _with_equals(found: Best, best: Best | None) -> Best:
    """What was found, with the sets known before where they are as good."""
    if best is None or best.value > found.value:
        return found
    return replace(found, equals=(*best.equals, *found.equals))


def _whole(bound: float) -> float:
    """The least whole number that is not below a bound."""
    return float(np.ceil(bound - 1e-3)) if np.isfinite(bound) else bound
