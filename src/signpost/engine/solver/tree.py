"""Branch and bound on linear programmes that are kept warm: few columns, few nodes, each a handful of pivots.

After sifting, models are small and their linear relaxation is close to whole, so that a tree of tens of nodes proves
what a general solver needs seconds of cutting and heuristics for. Rows against circles are added where a whole point
breaks them, and hold for all that follows. A tree that grows beyond its patience hands over to the general solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from signpost.engine.index import I64
from signpost.engine.problem import F64
from signpost.engine.solver.highs import Rows, minimise, solver_for
from signpost.engine.solver.hunt import NEAR, Hunt, Verdict

PATIENCE = 4000
"""The general solver takes over when a tree has more nodes than this, or is going to, by the share that is done."""

JUDGED = 40
"""Nodes after which that is first judged."""

LOOKED_AT = 3
"""How many variables are tried out at each branching."""

WHOLE = 1e-6
"""How near to a whole number a variable counts as one."""


@dataclass(slots=True)
class Node:
    """A part of the search: bounds of the variables, and a value that no point in it goes below."""

    bound: float
    low: F64
    high: F64
    share: float = 1.0
    """Of the whole search, as each branching shares it out among its open sides."""


@dataclass(slots=True)
class Tree(Hunt):
    """The search by branching; with patience it ends after so many nodes, else the general solver takes over."""

    lost: bool = False
    """Whether a linear programme ended in a way that says nothing."""
    solver: Any = None
    waiting: list[Node] = field(default_factory=list)

    def offer(self, value: float, columns: Sequence[int]) -> None:
        """A sound set; linear programmes end as soon as they cannot lead to one that is wanted after it."""
        Hunt.offer(self, value, columns)
        self._aim()

    def add(self, rows: Rows) -> None:
        """Rows that hold for all that follows, in the programme that is kept warm too."""
        Hunt.add(self, rows)
        starts, index, value, low, high = rows.arrays()
        self.solver.addRows(
            len(low), low, high, len(index), starts[:-1].astype(np.int32), index.astype(np.int32), value
        )

    def _aim(self) -> None:
        """Let linear programmes end as soon as their value is hopeless."""
        if np.isfinite(self.below) and self.solver is not None:
            self.solver.setOptionValue("objective_bound", self.below - 1.0 + 2 * NEAR)

    def grow(self, broken: Verdict) -> float:
        """Search until all is proven or the effort ends; returns a whole number that no sound point goes below."""
        self.solver = solver_for(self.goal, self.rows, self.effort)
        self.solver.setOptionValue("presolve", "off")
        self._aim()
        self.waiting = [Node(-np.inf, np.zeros(len(self.goal)), np.ones(len(self.goal)))]
        for count in range(PATIENCE if self.patience is None else self.patience):
            if not self.waiting:
                return self.done()
            if self.effort.stopped:
                return self._bound()
            if self.lost or (count >= JUDGED and count > PATIENCE * (1.0 - sum(n.share for n in self.waiting))):
                break
            self._visit(self.waiting.pop(), broken)
        if not self.waiting:
            return self.done()
        return self._handed_over(broken) if self.patience is None else self._bound()

    def _bound(self) -> float:
        bound = min((node.bound for node in self.waiting), default=np.inf)
        return float(min(self.below, np.ceil(bound - NEAR) if np.isfinite(bound) else bound))

    def _hopeless(self, value: float) -> bool:
        """Whether whole points of at least a value are none too good."""
        return bool(np.ceil(value - NEAR) >= self.below)

    def _visit(self, node: Node, broken: Verdict) -> None:
        if self._hopeless(node.bound):
            return
        self.solver.changeColsBounds(len(self.goal), np.arange(len(self.goal), dtype=np.int32), node.low, node.high)
        value = self._solved()
        self.effort.spent_nodes += 1
        if self.lost:
            self.waiting.append(node)
        elif not self._hopeless(value):
            solution = self.solver.getSolution()
            point, reduced = np.array(solution.col_value), np.array(solution.col_dual)
            here = self._fixed(replace(node, bound=max(value, node.bound)), point, reduced)
            split = np.flatnonzero((np.abs(point - np.round(point)) > WHOLE) & (self.whole > 0))
            if len(split):
                self._branch(here, point, split)
            else:
                self._arrived(here, point, broken)

    def _solved(self) -> float:
        """The value of the linear programme as it stands; infinite where it has no point."""
        before = self.solver.getRunTime()
        self.solver.run()
        self.effort.spent_seconds += self.solver.getRunTime() - before
        status = self.solver.getModelStatus().name
        if status in ("kInfeasible", "kObjectiveBound"):
            return np.inf
        self.lost = status != "kOptimal"
        return float(self.solver.getInfo().objective_function_value)

    def _fixed(self, node: Node, point: F64, reduced: F64) -> Node:
        """The node without the values of variables that would make every point in it too dear."""
        if not np.isfinite(self.below):
            return node
        spare = self.below - 1 - node.bound + NEAR
        low, high = node.low.copy(), node.high.copy()
        high[(point < WHOLE) & (reduced > spare) & (self.whole > 0)] = 0.0
        low[(point > 1 - WHOLE) & (-reduced > spare) & (self.whole > 0)] = 1.0
        return replace(node, low=low, high=high)

    def _arrived(self, node: Node, point: F64, broken: Verdict) -> None:
        """A whole point: the best so far if it is sound, else broken rows join and the node is looked at again."""
        rows = broken(point)
        if rows is None:
            self.accept(point)
        else:
            self.add(rows)
        if rows is not None or self.ties:
            self.waiting.append(node)

    def _branch(self, node: Node, point: F64, split: I64) -> None:
        """Both sides of the variable that, tried out among a few, raises the value most on its weaker side."""
        spread = np.minimum(point[split], 1 - point[split]) * (1.0 + self.worth[split] / (1.0 + self.worth.max()))
        tried = split[np.argsort(-spread, kind="stable")[:LOOKED_AT]]
        sides = {int(j): self._sides(node, int(j)) for j in tried}
        chosen = max(sides, key=lambda j: self._promise(node, sides[j]))
        children = []
        for side, value in enumerate(sides[chosen]):
            if not self._hopeless(value):
                low, high = node.low.copy(), node.high.copy()
                low[chosen] = high[chosen] = float(side)
                children.append(Node(max(node.bound, value), low, high))
        for child in children:
            child.share = node.share / len(children)
        self.waiting += sorted(children, key=lambda child: -child.bound)

    def _sides(self, node: Node, variable: int) -> tuple[float, float]:
        """The values of the linear programme with a variable at 0 and at 1."""
        values = []
        for side in (0.0, 1.0):
            self.solver.changeColBounds(variable, side, side)
            values.append(self._solved() if not self.lost else node.bound)
        self.solver.changeColBounds(variable, node.low[variable], node.high[variable])
        if self.lost:
            return node.bound, node.bound
        return values[0], values[1]

    @staticmethod
    def _promise(node: Node, values: tuple[float, float]) -> float:
        rise = [min(max(value - node.bound, NEAR), 1e9) for value in values]
        return min(rise) * min(max(rise), 1e9)

    def _handed_over(self, broken: Verdict) -> float:
        """The rest by the general solver."""
        bound = self._bound()
        while True:
            rows = self.rows.joined(Rows())
            if np.isfinite(self.below):
                rows.add(np.arange(len(self.goal)), self.goal, high=self.below - 0.5)
            result = minimise(self.goal, rows, self.whole, self.effort)
            if result.values is None:
                if result.proven:
                    return self.done()
                return float(max(bound, min(self.below, np.ceil(result.bound - NEAR))))
            rows_broken = broken(result.values)
            if rows_broken is not None:
                self.rows = self.rows.joined(rows_broken)
            else:
                self.accept(result.values)
                if result.proven and not self.ties:
                    return self.done()
            if self.effort.stopped:
                return float(max(bound, min(self.below, np.ceil(result.bound - NEAR))))
