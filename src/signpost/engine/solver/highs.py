"""The only door to HiGHS: a mixed-integer model as arrays, solved on one thread, so that equal input gives equal
output.

HiGHS is imported inside, so that nothing that needs no solver pays for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from signpost.engine.index import I64
from signpost.engine.problem import F64
from signpost.model import Proof

WHOLE = 0.999
"""An incumbent is optimal once the gap is below this: objectives are sums of integers."""


@dataclass(slots=True)
class Effort:
    """What may be spent over all the solves of one answer, and what has been."""

    nodes: int | None = None
    """Branch-and-bound nodes: a deterministic limit."""
    seconds: float | None = None
    clock: Callable[[], float] | None = None
    """Tells the seconds since some moment; without one, only time inside the solver counts."""
    until: Proof = Proof.UNIQUE
    """The last stage of the order of optimality that is settled whatever it takes."""
    spare: int = 0
    """Nodes for the stages after that: where they do not suffice, one of the sets that are equal so far is taken."""
    spent_nodes: int = 0
    spent_seconds: float = 0.0
    began: float = field(default=0.0)

    def __post_init__(self) -> None:
        self.began = self.clock() if self.clock else 0.0

    @property
    def seconds_left(self) -> float:
        """Never negative; infinite without a limit."""
        if self.seconds is None:
            return float("inf")
        spent = self.clock() - self.began if self.clock else self.spent_seconds
        return max(0.0, self.seconds - spent)

    @property
    def nodes_left(self) -> int | None:
        """Never negative; None without a limit."""
        return None if self.nodes is None else max(0, self.nodes - self.spent_nodes)

    @contextmanager
    def sparing(self) -> Iterator[None]:
        """No more than the spare nodes are spent within; running out of these is not running out of effort."""
        limit, self.nodes = self.nodes, self.spent_nodes + min(self.spare, self.nodes_left or self.spare)
        try:
            yield
        finally:
            self.nodes = limit

    @property
    def stopped(self) -> str:
        """Which limit has been reached: `work limit`, `time limit`, or neither."""
        if self.nodes_left == 0:
            return "work limit"
        return "time limit" if self.seconds_left == 0.0 else ""


@dataclass(slots=True)
class Rows:
    """Linear rows `low <= sum of value x variable <= high`, gathered before they are handed over."""

    index: list[I64] = field(default_factory=list)
    value: list[F64] = field(default_factory=list)
    low: list[F64] = field(default_factory=list)
    high: list[F64] = field(default_factory=list)
    length: list[I64] = field(default_factory=list)

    def add(self, index: Any, value: Any, low: float = -np.inf, high: float = np.inf) -> None:
        """One row; `value` may be one number for all."""
        where = np.asarray(index, dtype=np.int64)
        self.block(where, np.broadcast_to(np.asarray(value, dtype=np.float64), where.shape), [len(where)], low, high)

    def block(self, index: I64, value: F64, length: Any, low: Any = -np.inf, high: Any = np.inf) -> None:
        """Many rows at once: their entries one after another, and the number of entries of each."""
        lengths = np.asarray(length, dtype=np.int64)
        self.index.append(index)
        self.value.append(np.asarray(value, dtype=np.float64))
        self.length.append(lengths)
        self.low.append(np.broadcast_to(np.asarray(low, dtype=np.float64), lengths.shape))
        self.high.append(np.broadcast_to(np.asarray(high, dtype=np.float64), lengths.shape))

    @property
    def count(self) -> int:
        """The number of rows."""
        return sum(map(len, self.length))

    def joined(self, other: Rows) -> Rows:
        """These rows and others, as new rows."""
        names = ("index", "value", "low", "high", "length")
        return Rows(**{name: [*getattr(self, name), *getattr(other, name)] for name in names})

    def arrays(self) -> tuple[I64, I64, F64, F64, F64]:
        """Offsets, indices, values, lower and upper bounds."""
        length = np.concatenate(self.length) if self.length else np.zeros(0, dtype=np.int64)
        starts = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
        value, low, high = (np.concatenate(p) if p else np.zeros(0) for p in (self.value, self.low, self.high))
        index = np.concatenate(self.index).astype(np.int64) if self.index else np.zeros(0, dtype=np.int64)
        return starts, index, np.asarray(value, dtype=np.float64), low, high


@dataclass(frozen=True, slots=True)
class Result:
    """`values` is None where no point was found; `bound` is below every value of the objective."""

    values: F64 | None
    bound: float
    proven: bool
    """Whether `values` is optimal, or the model proven infeasible."""
    duals: F64 | None = None


def minimise(objective: F64, rows: Rows, whole: F64 | None, effort: Effort) -> Result:
    """The least value of `objective` over variables in [0, 1]; those marked in `whole` are integers, if given.

    The objective must be whole numbers over integer variables.
    """
    solver = solver_for(objective, rows, effort, whole)
    solver.run()
    return _result(solver, whole is not None, effort)


def solver_for(objective: F64, rows: Rows, effort: Effort, whole: F64 | None = None) -> Any:
    """A HiGHS object that holds the model, within what is left of the effort."""
    import highspy

    class Quiet(highspy.Highs):
        """HiGHS without its Python callbacks, whose setting up prints a banner before anything can silence it."""

        def __init__(self) -> None:
            super(highspy.Highs, self).__init__()

    solver = Quiet()
    settings: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": WHOLE,
    }
    if effort.nodes_left is not None:
        settings["mip_max_nodes"] = effort.nodes_left
    if effort.seconds is not None:
        settings["time_limit"] = effort.seconds_left
    for name, value in settings.items():
        solver.setOptionValue(name, value)
    _pass(solver, objective, rows, whole)
    return solver


def _pass(solver: Any, objective: F64, rows: Rows, whole: F64 | None) -> None:
    import highspy

    starts, index, value, low, high = rows.arrays()
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(objective), len(low)
    model.col_cost_ = objective
    model.col_lower_ = np.zeros(len(objective))
    model.col_upper_ = np.ones(len(objective))
    model.row_lower_, model.row_upper_ = low, high
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_ = index.astype(np.int32)
    model.a_matrix_.value_ = value
    if whole is not None:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(w)] for w in whole]
    solver.passModel(model)


def _result(solver: Any, mixed: bool, effort: Effort) -> Result:
    import highspy

    info, status = solver.getInfo(), solver.getModelStatus()
    effort.spent_seconds += solver.getRunTime()
    optimal = status == highspy.HighsModelStatus.kOptimal
    empty = status in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kObjectiveBound,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    )
    if mixed:
        effort.spent_nodes += max(1, int(info.mip_node_count))
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    solution = solver.getSolution()
    values = np.array(solution.col_value) if found and not empty else None
    bound = np.inf if empty else float(info.mip_dual_bound if mixed else info.objective_function_value)
    duals = None if mixed or not optimal else np.array(solution.row_dual)
    return Result(values, bound, optimal or empty, duals)
