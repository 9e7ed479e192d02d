"""OR-Library's set-cover problems 4.x and e.x as catalogues, beside HiGHS on the bare cover model in the same run.

A row is a competence that is required at level 1, a column a resource that teaches the rows it covers, at its price.
The full order comes after the cost: the e.x have unit costs and very many optimal covers, of which one must be proven
to come first.
"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from statistics import median

import highspy
import numpy as np

from benchmarks.catalogues import AS_AT, Taught, index_of_rows
from benchmarks.row import Row
from signpost.engine.audit import audit
from signpost.engine.catalogue import catalogue
from signpost.engine.index import Index
from signpost.engine.route import route
from signpost.engine.solver.highs import Effort
from signpost.engine.solver.program import Program, per_unit
from signpost.engine.solver.solve import solver_of
from signpost.model import THINGS, PersonSpecification, Policy, Requirement

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "set-cover"
LIMIT = 120.0
"""Seconds that the full order of one problem may take."""


def measure(quick: bool) -> list[Row]:
    """Every problem of the two sets: the known optimum, and the time to prove it beside the bare solver's."""
    if not FOLDER.is_dir():
        return [Row("set cover", "OR-Library 4.x and e.x", "not measured", "", None, "the shared data is not there")]
    rows = []
    known = json.loads((FOLDER / "optima.json").read_text("utf-8"))
    for family in ("4", "e"):
        names = sorted(n for n in known if n.startswith(family) and (FOLDER / f"scp{n}.txt").is_file())
        rows += _family(family, names[:2] if quick else names, known)
    return rows


def _family(family: str, names: list[str], known: dict[str, dict[str, int]]) -> list[Row]:
    right, bare, proven, whole, unique = 0, [], [], [], 0
    for name in names:
        covers, cost = read(FOLDER / f"scp{name}.txt")
        began = time.perf_counter()
        found = _bare(covers, cost)
        bare.append(time.perf_counter() - began)
        ours, seconds = _cost(covers, cost)
        proven.append(seconds)
        began = time.perf_counter()
        index, specification = as_catalogue(covers, cost)
        full = route(
            index,
            specification,
            audit(index, specification),
            alternatives=0,
            deadline_seconds=LIMIT,
            clock=time.perf_counter,
        )
        whole.append(time.perf_counter() - began)
        unique += full.proof == "optimal"
        right += found == ours == known[name]["known"] == full.price // 100
    ratio = sum(proven) / sum(bare)
    return [
        Row("set cover", f"set {family}: known optimum found", f"{right} of {len(names)}", "all", right == len(names)),
        Row(
            "set cover",
            f"set {family}: closed weight and cost proven, whole pipeline",
            f"{median(proven):.2f} s, {ratio:.2f} x the bare solver",
            "<= 2 x",
            ratio <= 2,
            f"bare HiGHS {median(bare):.2f} s median, {sum(bare):.1f} s in all; ours {sum(proven):.1f} s in all",
        ),
        Row(
            "set cover",
            f"set {family}: the full order proven",
            f"{unique} of {len(names)}, {median(whole):.2f} s",
            "",
            None,
            f"at most {max(whole):.1f} s; limit {LIMIT:.0f} s",
        ),
    ]


def read(path: Path) -> tuple[list[list[int]], list[int]]:
    """The columns that cover each row, and the cost of each column."""
    numbers = [int(word) for word in re.findall(r"\d+", path.read_text("ascii"))]
    rows, columns = numbers[:2]
    cost, at, covers = numbers[2 : 2 + columns], 2 + columns, []
    for _ in range(rows):
        count = numbers[at]
        covers.append([number - 1 for number in numbers[at + 1 : at + 1 + count]])
        at += 1 + count
    return covers, cost


def as_catalogue(covers: list[list[int]], cost: list[int]) -> tuple[Index, PersonSpecification]:
    """A catalogue with a resource for each column and a competence for each row, and a person who needs all rows."""
    pairs = sorted((column, row) for row, columns in enumerate(covers) for column in columns)
    column, row = (np.array(part, dtype=np.int64) for part in zip(*pairs, strict=True))
    taught = Taught(column, row, np.zeros_like(row), np.ones_like(row))
    none = np.zeros(0, dtype=np.int64)
    price = 100 * np.array(cost, dtype=np.int64)
    index = index_of_rows(len(covers), taught, (none, none, none), price, np.zeros_like(price), seed=0)
    requirements = tuple(
        Requirement(id=f"{THINGS}requirement/{n:04d}", competence=index.iri("competence", n), level=1)
        for n in range(len(covers))
    )
    specification = PersonSpecification(
        person="person-01", post="post", roles=(), as_at=AS_AT, requirements=requirements, policy=Policy()
    )
    return index, specification


def _cost(covers: list[list[int]], cost: list[int]) -> tuple[int, float]:
    """The least cost through the engine, and the seconds to prove it: audit, catalogue, bound and search."""
    index, specification = as_catalogue(covers, cost)
    began = time.perf_counter()
    made = catalogue(index, specification, audit(index, specification))
    solver = solver_of(made.problem, Effort())
    program = Program(solver.problem, per_unit(solver.problem.cost)[0])
    found = solver.least(program, "all", solver.anchors, alone=False)
    seconds = time.perf_counter() - began
    assert found.proven
    assert found.columns is not None
    return int(made.problem.price[list(found.columns)].sum()) // 100, seconds


def _bare(covers: list[list[int]], cost: list[int]) -> int:
    """The least cost by HiGHS on one thread, from arrays."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(covers)
    model.col_cost_ = np.array(cost, dtype=np.float64)
    model.col_lower_, model.col_upper_ = np.zeros(len(cost)), np.ones(len(cost))
    model.row_lower_, model.row_upper_ = np.ones(len(covers)), np.full(len(covers), np.inf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *map(len, covers)]).astype(np.int32)
    model.a_matrix_.index_ = np.concatenate([np.array(c, dtype=np.int32) for c in covers])
    model.a_matrix_.value_ = np.ones(sum(map(len, covers)))
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(cost)
    solver = highspy.Highs()
    for option, value in {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0, "mip_abs_gap": 0.999}.items():
        solver.setOptionValue(option, value)
    solver.passModel(model)
    solver.run()
    return round(solver.getInfo().objective_function_value)
