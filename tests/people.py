"""Short ways to write person specifications in tests; `concept` and `iri` as in `indexes`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from indexes import concept, iri

from signpost.model import Attainment, Evidence, PersonSpecification, Policy, Requirement, Shows

TODAY = date(2026, 1, 5)
SEEN = (Evidence(concept("evidence-kind", "observation"), day=date(2025, 6, 1)),)


def need(competence: str, level: int, asks: str = "both", family: str = "generic") -> Requirement:
    return Requirement(
        f"urn:need:{competence}",
        iri("competence", competence),
        level,
        asks=Shows(asks),
        family=concept("family", family),
    )


def holds(
    competence: str,
    level: int,
    *,
    judge: str = "assessor",
    shows: str = "both",
    since: date | None = None,
    until: date | None = None,
    evidence: tuple[Evidence, ...] = SEEN,
) -> Attainment:
    name = f"urn:holds:{competence}:{level}:{judge}:{shows}:{since}:{until}"
    return Attainment(
        name, iri("competence", competence), level, concept("judge", judge), evidence, since, until, Shows(shows)
    )


def case(
    needs: Iterable[Requirement], held: Iterable[Attainment] = (), *, policy: Policy | None = None, day: date = TODAY
) -> PersonSpecification:
    return PersonSpecification("person-01", "a post", (), day, tuple(needs), tuple(held), policy=policy or Policy())
