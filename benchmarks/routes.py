"""Best routes on synthetic catalogues: times, what is left to search, rivals and rules of thumb, hard families, limits.

Every route is replayed before it is handed out. Times are wall clock of `route` without alternatives and changes to
make, reading of the catalogue included, imports excluded. One warm-up for each catalogue builds what does not depend
on the person.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from itertools import pairwise

import numpy as np

from benchmarks import rivals
from benchmarks.catalogues import AS_AT, DEPTH, Family, catalogue, person, with_constraints
from benchmarks.row import Row
from signpost.engine.audit import audit
from signpost.engine.catalogue import catalogue as problem_of
from signpost.engine.index import Index
from signpost.engine.problem import Problem
from signpost.engine.route import route
from signpost.engine.solver.highs import Effort
from signpost.engine.solver.solve import solver_of
from signpost.model import Constraints, LearningRoute, PersonSpecification, Proof

GAPS = (5, 20, 60)
TARGETS = {10_000: (0.1, 0.3, 0.5), 100_000: (0.5, 0.7, 1.2)}
LIMIT = 10.0
A_CATALOGUE = 10
"""Persons for each catalogue: 50 instances are five catalogues."""


@dataclass(frozen=True)
class Instance:
    """A person before a catalogue."""

    index: Index
    specification: PersonSpecification

    def route(self) -> tuple[LearningRoute, float]:
        """The best route within the limit, and the seconds it took, audit excluded."""
        audited = audit(self.index, self.specification)
        began = time.perf_counter()
        found = route(
            self.index,
            self.specification,
            audited,
            alternatives=0,
            changes=False,
            deadline_seconds=LIMIT,
            clock=time.perf_counter,
        )
        return found, time.perf_counter() - began

    def problem(self) -> Problem:
        """The integer problem."""
        return problem_of(self.index, self.specification, audit(self.index, self.specification)).problem


def measure(quick: bool) -> list[Row]:
    """All rows of the topic; `quick` takes few instances and leaves out the large catalogues."""
    count = 5 if quick else 50
    rows: list[Row] = []
    for size in [10_000] if quick else list(TARGETS):
        rows += _shape(size)
        for gap, target in zip(GAPS, TARGETS[size], strict=True):
            rows += _ordinary(size, gap, count, target)
        rows += _limited(size, 3 if quick else 50)
    rows += _rivals(1 if quick else 3)
    rows += _hard("flat prices", 10_000, Family(flat=True), 20, 2 if quick else 10)
    rows += _hard("loop-dense", 1_000, Family(dense=True), 5, 2 if quick else 10)
    rows += _hard("loop-dense", 10_000, Family(dense=True), 20, 2 if quick else 10)
    return rows


def _instances(size: int, gap: int, count: int, family: Family | None = None) -> Iterator[Instance]:
    for seed in range(count):
        if seed % A_CATALOGUE == 0:
            index = catalogue(size, seed, family)
            Instance(index, person(index, 2, 10_000)).route()
        yield Instance(index, person(index, gap, seed))


def _row(what: str, figure: str, target: str = "", met: bool | None = None, note: str = "") -> Row:
    return Row("routes", what, figure, target, met, note)


def _shape(size: int) -> list[Row]:
    """What the catalogue is like: the fewest givers of an item, and how many resources stand in circles."""
    index = catalogue(size, 0)
    fewest = min(int(_givers(index, level).min()) for level in range(1, DEPTH + 1))
    share = _circling(index)
    what = f"{size:,} resources over {len(index.competence_iri):,} competences"
    return [
        _row(f"{what}: fewest givers of an item", str(fewest), ">= 30", fewest >= 30),
        _row(f"{what}: resources in prerequisite circles", f"{share:.0%}", ">= 2 %", share >= 0.02),
    ]


def _givers(index: Index, level: int) -> np.ndarray:
    giving = (index.teaches_entry < level) & (index.teaches_outcome >= level)
    return np.bincount(index.teaches_competence[giving], minlength=len(index.competence_iri))


def _circling(index: Index) -> float:
    """The share of resources that lead back to themselves through what they need and who gives it."""
    import networkx as nx

    count, graph = len(index.resource_iri), nx.DiGraph()
    teaching = np.repeat(np.arange(count), np.diff(index.teaches_rows)).tolist()
    needing = np.repeat(np.arange(count), np.diff(index.requires_rows)).tolist()
    for j, c, low, high in zip(
        teaching,
        index.teaches_competence.tolist(),
        index.teaches_entry.tolist(),
        index.teaches_outcome.tolist(),
        strict=True,
    ):
        graph.add_edges_from(((c, level), j) for level in range(low + 1, high + 1))
    for j, c, level in zip(needing, index.requires_competence.tolist(), index.requires_level.tolist(), strict=True):
        graph.add_edge(j, (c, level))
    for c in range(len(index.competence_iri)):
        graph.add_edges_from(pairwise((c, level) for level in range(DEPTH, 0, -1)))
    circles = [part for part in nx.strongly_connected_components(graph) if len(part) > 1]
    return sum(isinstance(node, int) for part in circles for node in part) / count


def _ordinary(size: int, gap: int, count: int, target: float) -> list[Row]:
    seconds, excess, kept, proven = [], [], [], 0
    for instance in _instances(size, gap, count):
        found, took = instance.route()
        seconds.append(took)
        proven += found.proof is Proof.UNIQUE
        problem = instance.problem()
        best = solver_of(problem, Effort()).best()
        kept.append(best.kept)
        if best.cost and size <= 10_000:
            rules = (rivals.cheapest_chain(problem), rivals.gain_per_cost(problem))
            excess.append([rule / best.cost - 1 for rule in rules])
    p50, p95 = np.quantile(seconds, [0.5, 0.95])
    what = f"{size:,} resources, gap {gap}"
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    rows = [
        _row(
            f"{what}: seconds p50 / p95",
            f"{p50:.2f} / {p95:.2f}",
            f"p95 <= {target}",
            bool(p95 <= target),
            f"{proven} of {count} proven and replayed; {int(np.median(kept))} columns left at the median, "
            f"{max(kept)} at most; peak memory of the process so far {memory:.1f} GB",
        )
    ]
    if excess:
        mean, most = np.mean(excess, axis=0), np.max(excess, axis=0)
        rows.append(
            _row(
                f"{what}: cheapest chain / gain per cost above the optimum",
                f"+{mean[0]:.1%} / +{mean[1]:.1%}",
                "cheapest chain >= +2 % in the mean",
                bool(mean[0] >= 0.02),
                f"at most +{most[0]:.0%} / +{most[1]:.0%}",
            )
        )
    return rows


def _limited(size: int, count: int) -> list[Row]:
    """Three quarters of the price of the best route, and hours that let 85 % of its minutes be done by the deadline."""
    rows = []
    for gap, target in zip(GAPS, TARGETS[size], strict=True):
        seconds, proven = [], 0
        for instance in _instances(size, gap, count):
            free, _ = instance.route()
            weeks = max(1, round(free.minutes * 0.85 / 180))
            limits = Constraints(
                budget=free.price * 3 // 4, hours_per_week=3.0, deadline=AS_AT + timedelta(weeks=weeks)
            )
            found, took = Instance(instance.index, with_constraints(instance.specification, limits)).route()
            seconds.append(took)
            proven += found.proof is Proof.UNIQUE
        p50, p95 = np.quantile(seconds, [0.5, 0.95])
        rows.append(
            _row(
                f"{size:,} resources, gap {gap}, budget and hours a week: seconds p50 / p95",
                f"{p50:.2f} / {p95:.2f}",
                f"p95 <= {2 * target + 0.5:.1f}",
                bool(p95 <= 2 * target + 0.5),
                f"{proven} of {count} proven within {LIMIT:.0f} s",
            )
        )
    return rows


def _rivals(count: int) -> list[Row]:
    """The generic item model on the same instances of 10,000 resources."""
    solvers = {"HiGHS": rivals.highs}
    if find_spec("ortools"):
        solvers["CP-SAT"] = rivals.cp_sat
    rows = []
    for gap in GAPS:
        for name, solve in solvers.items():
            outcomes = []
            for instance in _instances(10_000, gap, count):
                problem = instance.problem()
                outcome = rivals.generic(problem, solve, LIMIT)
                assert outcome.cost in (None, solver_of(problem, Effort()).best().cost)
                outcomes.append(outcome)
            solved = [o.seconds for o in outcomes if o.cost is not None]
            typical = f"{np.median(solved):.1f} s" if solved else "-"
            figure = f"{len(solved)} of {count} in {LIMIT:.0f} s, median {typical}"
            rows.append(_row(f"10,000 resources, gap {gap}: generic item model in {name}", figure))
    return rows


def _hard(name: str, size: int, family: Family, gap: int, count: int) -> list[Row]:
    seconds, proven, gaps = [], 0, []
    for instance in _instances(size, gap, count, family):
        found, took = instance.route()
        seconds.append(took)
        proven += found.proof is Proof.UNIQUE
        gaps.append(1 - found.cost_bound / found.cost if found.cost else 0.0)
    figure = f"{proven} of {count} proven, bound within {max(gaps):.1%}"
    note = f"seconds p50 {np.median(seconds):.1f}, at most {max(seconds):.1f}; limit {LIMIT:.0f} s"
    met = max(seconds) <= LIMIT + 1
    return [_row(f"{name}, {size:,} resources, gap {gap}", figure, f"an answer in {LIMIT:.0f} s", met, note)]
