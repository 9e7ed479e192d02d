"""What names one thing in great numbers, as the columns of the index tell it, in the order in which it is shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from signpost.engine.index import I64, Index


def naming(index: Index, kind: str, column: str, thing: str, few: int) -> list[int]:
    """The rows of a kind that name a thing in a column, such as `framework`, in the order of their labels.

    None where they are no more than `few`: those cost next to nothing.
    """
    named = index.find("organisation" if column == "provider" else column, thing)
    found = np.flatnonzero(getattr(index, f"{kind}_{column}") == named)
    if named < 0 or len(found) <= few:
        return []
    # Texts are sorted: the order of their positions is their own.
    return list(map(int, found[np.lexsort((found, getattr(index, f"{kind}_label")[found]))]))


def parts_naming(index: Index, word: str, competence: int) -> I64:
    """The rows of outcomes (`teaches`) or requirements (`requirement`) that name a competence."""
    return np.flatnonzero(getattr(index, f"{word}_competence") == competence)


def occupations_asking(index: Index, competence: int) -> int:
    """How many occupations ask for a competence at a level."""
    return int(np.count_nonzero((index.occupation_competence == competence) & (index.occupation_level > 0)))


def held(index: Index, word: str, owner: str, parts: I64) -> Sequence[tuple[str, str]]:
    """The owner and the IRI of some parts, in the order of these."""
    owners = np.searchsorted(getattr(index, f"{word}_rows"), parts, side="right") - 1
    iris = getattr(index, f"{word}_iri")[parts]
    order = np.lexsort((iris, owners))
    return [
        (index.iri(owner, row), index.text(part))
        for row, part in zip(owners[order].tolist(), iris[order].tolist(), strict=True)
    ]
