"""What comes after a competence: what its publisher says, and what adopters have decided."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from signpost.engine.index import ENDED, KEPT, REPLACED, SAME, STATED
from signpost.model import VOCABULARY
from signpost.store.columns import Answer, Column, Ids, Things, offsets
from signpost.store.days import ordinal

_OUTCOMES = {
    VOCABULARY + f"adoption-outcome/{name}": kind
    for name, kind in (("same", SAME), ("replaced", REPLACED), ("ended", ENDED), ("kept", KEPT))
}


def succession(replaced: Answer, decided: Answer, competences: Ids) -> dict[str, Column]:
    """By competence: what is stated to replace it, then each decision on it with its day, in order of the days."""
    owner = np.concatenate([replaced.links("thing", competences), decided.links("competence", competences)])
    to = np.concatenate([replaced.links("replacement", competences), decided.links("becomes", competences)])
    kind = np.concatenate([np.full(len(replaced), STATED), _each(decided, "outcome", _OUTCOMES.__getitem__)])
    day = np.concatenate([np.full(len(replaced), -1), _each(decided, "from", ordinal)])
    good = (owner >= 0) & ((kind != STATED) | (to >= 0))
    rows = np.unique(np.stack([owner, day, kind, to], axis=1)[good], axis=0) if good.any() else np.empty((0, 4), int)
    return {
        "succession_rows": offsets(rows[:, 0], len(competences)),
        "succession_from": rows[:, 1],
        "succession_kind": rows[:, 2],
        "succession_to": rows[:, 3],
    }


def _each(sheet: Answer, name: str, read: object) -> NDArray[np.int64]:
    """One number for each row of a sheet."""
    assert callable(read)
    return Things(sheet, np.arange(len(sheet)), len(sheet)).number(name, read).astype(np.int64)
