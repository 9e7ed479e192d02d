"""Synthetic catalogues as the index that the engine reads, from fixed seeds; nothing in them is about real learning.

Prices are drawn apart from what a resource teaches, so that no greedy rule has an easy life. Resources teach one to
four competences, each from its own entry level, and half of them need another competence beside: that alone puts
many into prerequisite circles, as it does in real catalogues.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from signpost.engine.index import ARRAYS, Index
from signpost.model import (
    THINGS,
    VOCABULARY,
    Attainment,
    Constraints,
    Evidence,
    Horizon,
    PersonSpecification,
    Policy,
    Requirement,
)

Ints = NDArray[np.int64]

DEPTH = 4
"""Levels 1 to 4 are taught, so chains are up to four steps deep."""
AS_AT = date(2025, 1, 6)
ROWS_PER_COMPETENCE = 162
SPREAD = 1.0
POLICY = Policy(id="benchmark", value_per_hour=1500)


@dataclass(frozen=True)
class Family:
    """How the resources of a catalogue are drawn."""

    flat: bool = False
    """Prices are nearly equal, so that pruning by price finds little."""
    dense: bool = False
    """Most resources need another competence as high as what they teach: loops everywhere."""


@dataclass(frozen=True)
class Taught:
    """One row for each competence that a resource teaches."""

    column: Ints
    competence: Ints
    entry: Ints
    outcome: Ints


def catalogue(resources: int, seed: int, family: Family | None = None, competences: int = 0) -> Index:
    """An index of so many resources; by default over so few competences that every item has at least 30 givers."""
    family = family or Family()
    rng = np.random.default_rng(seed)
    count = competences or max(8, resources * 5 // 2 // ROWS_PER_COMPETENCE)
    taught = _taught(rng, resources, count)
    price, minutes = _prices(rng, resources, family)
    return index_of_rows(count, taught, _needs(rng, resources, count, taught, family), price, minutes, seed)


def _taught(rng: np.random.Generator, resources: int, count: int) -> Taught:
    """A main competence, half of the time from the level below its outcome, and up to three others from scratch."""
    lengths = rng.integers(1, 5, resources)
    column = np.repeat(np.arange(resources), lengths)
    competence = rng.permutation(np.arange(len(column)) % count)
    _, first = np.unique(column * count + competence, return_index=True)
    column, competence = column[first], competence[first]
    highest = rng.choice([1, 2, 3, 4], resources, p=[0.05, 0.15, 0.25, 0.55])
    outcome = np.maximum(1, highest[column] - rng.integers(0, 2, len(column)))
    main = np.concatenate([[True], column[1:] != column[:-1]])
    outcome[main] = highest
    entry = np.where(main & (rng.random(len(column)) < 0.5), outcome - 1, 0)
    return Taught(column, competence, entry, outcome)


def _prices(rng: np.random.Generator, resources: int, family: Family) -> tuple[Ints, Ints]:
    if family.flat:
        return np.full(resources, 10_000), 600 + 30 * rng.integers(0, 3, resources)
    price = 100 * np.maximum(5, rng.lognormal(4.6, SPREAD, resources)).astype(np.int64)
    return price, 15 * np.maximum(2, rng.lognormal(3.2, SPREAD, resources)).astype(np.int64)


def _needs(
    rng: np.random.Generator, resources: int, count: int, taught: Taught, family: Family
) -> tuple[Ints, Ints, Ints]:
    """(column, competence, level) of all needs: own entry levels, and another competence for many resources."""
    highest = np.zeros(resources, dtype=np.int64)
    np.maximum.at(highest, taught.column, taught.outcome)
    chance = rng.random(resources)
    asking = np.flatnonzero((chance < (0.9 if family.dense else 0.4)) & (highest > 1))
    cross = family.dense | (chance[asking] < 0.05)
    other = rng.integers(0, count, len(asking))
    level = highest[asking] - 1 + cross
    foreign = ~np.isin(asking * count + other, taught.column * count + taught.competence)
    own = taught.entry > 0
    column = np.concatenate([taught.column[own], asking[foreign]])
    competence = np.concatenate([taught.competence[own], other[foreign]])
    levels = np.concatenate([taught.entry[own], level[foreign]])
    order = np.lexsort((competence, column))
    return column[order], competence[order], levels[order]


def index_of_rows(
    count: int, taught: Taught, needs: tuple[Ints, Ints, Ints], price: Ints, minutes: Ints, seed: int
) -> Index:
    """An index of resources by their rows of teaching and needs, with prices in pence and minutes."""
    resources, teaches = len(price), len(taught.column)
    names = [
        *(f"{THINGS}competence/c{n:06d}" for n in range(count)),
        *(f"{THINGS}organisation/p{n:03d}" for n in range(200)),
        *(f"{THINGS}resource/r{n:06d}" for n in range(resources)),
        f"{VOCABULARY}activity-type/e-learning",
        f"{VOCABULARY}mode/online",
    ]
    body, (activity, mode) = count + 200, (count + 200 + resources, count + 201 + resources)
    offsets = np.cumsum([0, *map(len, names)])
    columns: dict[str, np.ndarray] = {
        "text_rows": offsets,
        "text_bytes": np.frombuffer("".join(names).encode(), dtype=np.uint8),
        "competence_iri": np.arange(count),
        "competence_label": np.arange(count),
        "competence_framework": np.full(count, -1),
        "organisation_iri": count + np.arange(200),
        "organisation_label": count + np.arange(200),
        "resource_iri": body + np.arange(resources),
        "resource_label": body + np.arange(resources),
        "resource_provider": np.random.default_rng(seed).integers(0, 200, resources),
        "resource_price": price,
        "resource_minutes": minutes,
        "resource_activity": np.full(resources, activity),
        "resource_mode": np.full(resources, mode),
        "resource_online": np.ones(resources, dtype=np.int8),
        "teaches_rows": np.searchsorted(taught.column, np.arange(resources + 1)),
        "teaches_competence": taught.competence,
        "teaches_entry": taught.entry,
        "teaches_outcome": taught.outcome,
        "teaches_shows": np.full(teaches, 3),
        "teaches_confidence": np.ones(teaches),
        "requires_rows": np.searchsorted(needs[0], np.arange(resources + 1)),
        "requires_competence": needs[1],
        "requires_level": needs[2],
    }
    return _filled(columns, count, resources, teaches)


SMALL = {"teaches_entry", "teaches_outcome", "teaches_shows", "requires_level"}
LARGE = {"text_rows", "resource_price", "resource_minutes"}


def _filled(columns: dict[str, np.ndarray], count: int, resources: int, teaches: int) -> Index:
    """The index with the columns given, "none" in the others of things there are, and no rows of other things."""
    lengths = {"competence": count, "resource": resources, "teaches": teaches}
    full: dict[str, np.ndarray] = {}
    for name in ARRAYS:
        kind = name.split("_")[0]
        if name in columns:
            full[name] = columns[name].astype(_dtype(name))
        elif name.endswith("_rows"):
            things = {"alignment_rows": count, "resource_region_rows": resources, "offering_rows": resources}
            full[name] = np.zeros(things.get(name, 0) + 1, dtype=np.int32)
        elif name in ("resource_work_based", "resource_scheduled"):
            full[name] = np.zeros(resources, dtype=np.int8)
        else:
            full[name] = np.full(lengths.get(kind, 0), -1, dtype=np.int32)
    return Index(release=f"synthetic-{resources}", **full)


def _dtype(name: str) -> type:
    if name == "text_bytes":
        return np.uint8
    if name in LARGE:
        return np.int64
    if name == "teaches_confidence":
        return np.float32
    return np.int8 if name in SMALL or name == "resource_online" else np.int32


def person(index: Index, gap: int, seed: int, constraints: Constraints | None = None) -> PersonSpecification:
    """A person with `gap` open requirements at levels 2 to 4, some of them held in part, and other attainments."""
    rng = np.random.default_rng([seed, gap])
    names = [index.iri("competence", int(c)) for c in rng.permutation(len(index.competence_iri))[: 2 * gap]]
    levels, importance = rng.integers(2, DEPTH + 1, gap).tolist(), rng.integers(1, 6, gap).tolist()
    horizons = rng.choice(list(Horizon), gap, p=[0.6, 0.3, 0.1])
    requirements = tuple(
        Requirement(
            id=f"{THINGS}requirement/{n:03d}",
            competence=names[n],
            level=levels[n],
            importance=importance[n],
            horizon=Horizon(horizons[n]),
        )
        for n in range(gap)
    )
    held = [(name, int(level)) for name, level in zip(names, rng.integers(0, 3, len(names)), strict=True)]
    held = [(name, min(level, levels[n] - 1) if n < gap else level) for n, (name, level) in enumerate(held)]
    judge, shown = f"{VOCABULARY}judge/line-manager", (Evidence(kind=f"{VOCABULARY}evidence-kind/observation"),)
    attainments = tuple(
        Attainment(id=f"{THINGS}attainment/{n}", competence=name, level=level, judged_by=judge, evidence=shown)
        for n, (name, level) in enumerate(held)
        if level
    )
    return PersonSpecification(
        person=f"person-{seed}",
        post="post",
        roles=(),
        as_at=AS_AT,
        requirements=requirements,
        attainments=attainments,
        constraints=constraints or Constraints(),
        policy=POLICY,
    )


def with_constraints(specification: PersonSpecification, constraints: Constraints) -> PersonSpecification:
    """The same person under other constraints."""
    return replace(specification, constraints=constraints)
