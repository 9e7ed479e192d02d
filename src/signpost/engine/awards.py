"""Whether steps add up to an award: enough units, enough credits, and never both of a barred pair counted."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from signpost.engine.problem import Awards


def reached(awards: Awards | None, columns: Iterable[int]) -> bool:
    """Whether the columns give the wanted award, outright or by its units; true where none is wanted."""
    if awards is None:
        return True
    taken = set(columns)
    given = {award for award, by in awards.given_by.items() if taken & set(by)}
    return any(_has(awards, awards.wanted, given, set(barred)) for barred in product(*awards.barred))


def _has(awards: Awards, award: int, given: set[int], without: set[int]) -> bool:
    """Whether an award is given outright or can be put together from units, none of those left out."""
    if award in without:
        return False
    groups = awards.groups.get(award, ())
    if award in given or not groups:
        return award in given
    for group in groups:
        had = [unit for unit in group.units if _has(awards, unit, given, without | {award})]
        if len(had) < group.at_least or sum(awards.credit[unit] for unit in had) < group.credits:
            return False
    return True
