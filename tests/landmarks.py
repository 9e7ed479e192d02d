"""A second way to the least cost, apart from the engine: hitting sets over landmarks, read straight from the index.

A landmark is a set of resources of which every way to close the requirements takes at least one: with all of them
deleted, the requirements are out of reach. The cheapest set of resources that takes one of each landmark known costs
no more than the best route; once such a set does close the requirements, it is the best. Written for catalogues in
which all learning shows both knowledge and performance. References: Haslum, Slaney, Thiebaux, ICAPS 2012.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray

from signpost.engine.index import Index
from signpost.model import PersonSpecification

Ints = NDArray[np.int64]
TOP = 5
"""The highest level."""


@dataclass
class Plan:
    """A catalogue and a person as arrays, and the landmarks found so far, each as increasing ids of resources."""

    cost: Ints
    teach: tuple[Ints, Ints, Ints]
    """(resource, competence, outcome) by row."""
    need: tuple[Ints, Ints, Ints]
    """(resource, competence, level) by row, entry levels among them."""
    held: Ints
    goals: tuple[tuple[int, int], ...]
    landmarks: list[Ints] = field(default_factory=list)

    def reached(self, chosen: Ints, start: Ints | None = None) -> Ints:
        """The levels held after taking every chosen resource that can start, from what is held or from other levels."""
        taught, needed = (np.isin(rows[0], chosen) for rows in (self.teach, self.need))
        return self._closed([part[taught] for part in self.teach], [part[needed] for part in self.need], start)

    def _closed(self, teach: Sequence[Ints], need: Sequence[Ints], start: Ints | None) -> Ints:
        level = self.held if start is None else start
        while True:
            blocked = need[0][level[need[1]] < need[2]]
            ready = ~np.isin(teach[0], blocked)
            after = level.copy()
            np.maximum.at(after, teach[1][ready], teach[2][ready])
            if np.array_equal(after, level):
                return level
            level = after

    def open_goals(self, chosen: Ints) -> list[tuple[int, int]]:
        level = self.reached(chosen)
        return [(c, need) for c, need in self.goals if level[c] < need]

    def landmark(self, chosen: Ints, goal: tuple[int, int]) -> Ints:
        """Resources of which every way to a goal takes one, none of them chosen; the goal must be out of reach.

        Levels of all competences are given away as long as they do not bring the goal in reach of the chosen. Every
        way to the goal must at some point leave what was given away: what starts within it and leads out is the
        landmark.
        """
        teach, need = ([part[np.isin(rows[0], chosen)] for part in rows] for rows in (self.teach, self.need))
        level = self._closed(teach, need, None)
        for competence in range(len(level)):
            for given in range(TOP, int(level[competence]), -1):
                more = level.copy()
                more[competence] = given
                more = self._closed(teach, need, more)
                if more[goal[0]] < goal[1]:
                    level = more
                    break
        leading_out = self.teach[0][self.teach[2] > level[self.teach[1]]]
        return np.setdiff1d(leading_out, self.need[0][level[self.need[1]] < self.need[2]])

    def out_of_reach_without(self, landmark: Ints) -> bool:
        """Whether deleting a landmark's resources leaves a goal unreached."""
        return bool(self.open_goals(np.setdiff1d(np.arange(len(self.cost)), landmark)))

    def least_cost(self, rounds: int = 2000) -> tuple[int, Ints]:
        """The least cost that closes all goals, and resources of that cost that do."""
        for _ in range(rounds):
            chosen, cost = hitting_set(self.cost, self.landmarks)
            goals = self.open_goals(chosen)
            if not goals:
                return cost, chosen
            while goals:
                found = [self.landmark(chosen, goal) for goal in goals]
                self.landmarks += found
                cheapest = [landmark[np.argmin(self.cost[landmark])] for landmark in found]
                chosen = np.union1d(chosen, cheapest)
                goals = self.open_goals(chosen)
        raise RuntimeError("too many rounds")


class Quiet(highspy.Highs):
    """HiGHS without its Python callbacks, whose setting up prints a banner."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()


def plan_of(index: Index, specification: PersonSpecification) -> Plan:
    """The plan that closes every requirement of a person; attainments count as they stand."""
    assert (index.teaches_shows == 3).all()
    held = np.zeros(len(index.competence_iri), dtype=np.int64)
    for attainment in specification.attainments:
        held[index.find("competence", attainment.competence)] = attainment.level
    goals = [(index.find("competence", r.competence), r.level) for r in specification.requirements]
    value = specification.policy.value_per_hour
    return Plan(
        cost=index.resource_price * 60 + index.resource_minutes * value,
        teach=(_owners(index.teaches_rows), _whole(index.teaches_competence), _whole(index.teaches_outcome)),
        need=(_owners(index.requires_rows), _whole(index.requires_competence), _whole(index.requires_level)),
        held=held,
        goals=tuple(goal for goal in goals if held[goal[0]] < goal[1]),
    )


def _owners(rows: NDArray[np.int32]) -> Ints:
    return np.repeat(np.arange(len(rows) - 1, dtype=np.int64), np.diff(rows))


def _whole(column: NDArray[np.int8] | NDArray[np.int32]) -> Ints:
    return column.astype(np.int64)


def hitting_set(cost: Ints, landmarks: list[Ints]) -> tuple[Ints, int]:
    """The cheapest resources that hit every landmark, and their cost."""
    if not landmarks:
        return np.zeros(0, dtype=np.int64), 0
    members = np.unique(np.concatenate(landmarks))
    values = _solved(cost[members], [np.searchsorted(members, landmark) for landmark in landmarks], whole=True)
    chosen = members[np.array(values.col_value) > 0.5]
    return chosen, int(cost[chosen].sum())


def certificate(cost: Ints, landmarks: list[Ints]) -> tuple[Ints, int]:
    """Whole weights of landmarks such that those which hold a resource never weigh more than it costs, and their sum.

    The sum is then no more than the cost of any way to close the requirements: each landmark is paid for by one of
    its resources, and none pays for more than it costs.
    """
    members = np.unique(np.concatenate(landmarks))
    rows = [np.searchsorted(members, landmark) for landmark in landmarks]
    weights = np.maximum(0, np.floor(np.array(_solved(cost[members], rows, whole=False).row_dual) - 1e-6)).astype(int)
    paid = np.zeros(len(members), dtype=np.int64)
    for row, weight in zip(rows, weights.tolist(), strict=True):
        paid[row] += weight
    assert (paid <= cost[members]).all()
    return weights, int(weights.sum())


def _solved(cost: Ints, rows: list[Ints], *, whole: bool) -> highspy.HighsSolution:
    """The solution of the covering model by HiGHS, to an absolute gap below one."""
    unit = int(np.gcd.reduce(cost)) if whole else 1
    solver = Quiet()
    for name, value in {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0, "mip_abs_gap": 0.999}.items():
        solver.setOptionValue(name, value)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(rows)
    model.col_cost_ = cost / max(1, unit)
    model.col_lower_, model.col_upper_ = (
        np.zeros(len(cost)),
        np.ones(len(cost)) if whole else np.full(len(cost), np.inf),
    )
    model.row_lower_, model.row_upper_ = np.ones(len(rows)), np.full(len(rows), np.inf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *map(len, rows)]).astype(np.int32)
    model.a_matrix_.index_ = np.concatenate(rows).astype(np.int32)
    model.a_matrix_.value_ = np.ones(sum(map(len, rows)))
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * len(cost)
    solver.passModel(model)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return solver.getSolution()
