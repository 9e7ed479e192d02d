"""Illustrative people of roles, and what of their best routes has been worked out: each is made once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from signpost.engine.audit import audit
from signpost.engine.catalogue import Catalogue, catalogue
from signpost.engine.eligible import eligible
from signpost.engine.holdings import held_levels
from signpost.engine.index import Index
from signpost.engine.optimum import Optimum, Unproven, optimum
from signpost.engine.route import lean
from signpost.engine.solver.highs import Effort
from signpost.engine.solver.solve import solve
from signpost.engine.succession import on_day
from signpost.engine.template import merged, template
from signpost.engine.twins import also_given, twins
from signpost.model import (
    VOCABULARY,
    Attainment,
    Audit,
    Constraints,
    Evidence,
    PersonSpecification,
    Policy,
    Proof,
    Start,
)

Ways = tuple[bytes, bytes]
"""The resources and the offerings that a person can take."""


@dataclass(frozen=True, eq=False)
class Case:
    """One illustrative person, and what of the best route has been worked out for them."""

    index: Index
    role: str
    start: Start
    made: Catalogue
    audited: Audit
    work_limit: int

    @cached_property
    def best(self) -> Optimum:
        """A cheapest route; raises Unproven."""
        return optimum(self.made.problem, self.work_limit) or Optimum((), 0, 0)

    @cached_property
    def first(self) -> Optimum:
        """The best route, settled among those that cost the same; raises Unproven."""
        problem = self.made.problem
        found = lean(problem, solve(problem, Effort(nodes=self.work_limit)))
        if found.proof is not Proof.UNIQUE:
            raise Unproven
        return Optimum(found.columns, found.weight, found.cost)

    @cached_property
    def beside(self) -> frozenset[int]:
        """The resources that the best route names beside a step as just as good."""
        problem, groups = self.made.problem, twins(self.made)
        given = {twin for column in self.first.columns for twin in also_given(problem, groups, column)}
        return frozenset(problem.resource[sorted(given)].tolist())

    @cached_property
    def missing(self) -> set[int]:
        """The competences that are asked for and not held as asked."""
        return {self.made.competence(track) for target in self.made.problem.targets for track, _ in target.levels}

    def holds(self, resource: int, route: Optimum) -> bool:
        """Whether a route takes a resource."""
        return resource in self.made.problem.resource[list(route.columns)]


@dataclass(frozen=True, eq=False)
class Desk:
    """Everyone who is asked for, each made once."""

    index: Index
    as_at: date
    policy: Policy
    work_limit: int
    _cases: dict[tuple[str, Start, Ways], Case] = field(default_factory=dict)
    _ways: dict[tuple[str, ...], Ways] = field(default_factory=dict)
    _asked: dict[str, frozenset[int]] = field(default_factory=dict)

    def case(self, role: str, start: Start, regions: tuple[str, ...] = ()) -> Case:
        """The person of a role, who can travel to some regions alone; people in reach of the same are one."""
        key = role, start, self.ways(regions)
        if key not in self._cases:
            who = person(self.index, role, start, self.as_at, self.policy, regions)
            audited = audit(self.index, who)
            made = catalogue(self.index, who, audited, held=held_levels(self.index, who))
            self._cases[key] = Case(self.index, role, start, made, audited, self.work_limit)
        return self._cases[key]

    def ways(self, regions: tuple[str, ...]) -> Ways:
        """What someone can take who can travel to some regions alone."""
        if regions not in self._ways:
            anyone = PersonSpecification("anyone", "", (), self.as_at, (), constraints=Constraints(regions=regions))
            found = eligible(self.index, anyone)
            self._ways[regions] = found.resource.tobytes(), found.offering.tobytes()
        return self._ways[regions]

    def asked(self, role: str) -> frozenset[int]:
        """The competences that a role asks for on the day."""
        if role not in self._asked:
            lines, _ = on_day(self.index, merged(template(self.index, role)), self.as_at)
            self._asked[role] = frozenset(self.index.find("competence", line.competence) for line in lines) - {-1}
        return self._asked[role]


def person(
    index: Index, role: str, start: Start, as_at: date, policy: Policy, regions: tuple[str, ...] = ()
) -> PersonSpecification:
    """The illustrative person of a role: what it asks for on the day, and what is held of that from the start."""
    asked, _ = on_day(index, merged(template(index, role)), as_at)
    shown = (Evidence(kind=f"{VOCABULARY}evidence-kind/appraisal", note=f"assumed: {start.value}"),)
    judge = policy.judges[0] if policy.judges else f"{VOCABULARY}judge/line-manager"
    held = tuple(
        Attainment(f"{line.id}-held", line.competence, line.level - 1, judge, shown, shows=line.asks)
        for line in asked
        if start is Start.BELOW and line.level > 1
    )
    return PersonSpecification(
        person="illustrative",
        post=index.label("role", index.find("role", role)),
        roles=(role,),
        as_at=as_at,
        requirements=asked,
        attainments=held,
        constraints=Constraints(regions=regions),
        policy=policy,
        illustrative=True,
    )
