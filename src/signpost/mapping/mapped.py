"""Duties to their candidates, and what people have chosen among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from signpost.errors import SignpostError
from signpost.mapping.choices import Filled, settled
from signpost.mapping.described import KINDS, described
from signpost.mapping.ranking import Ranking
from signpost.model import Candidate, MappedDuty
from signpost.store.release import Release


def mapped(
    release: Release, filled: Iterable[Filled], kind: str, frameworks: Sequence[str], limit: int
) -> tuple[MappedDuty, ...]:
    """Each duty with the things of a kind (in frameworks, by their IRIs, where they are given) that match it best.

    Of a duty that a person has decided, those that are chosen, of whichever framework. Raises SignpostError where there
    is nothing of the kind, and RefusedSubmission with every fault of what was written into the column 'chosen'.
    """
    if kind not in KINDS:
        raise SignpostError(f"there is no kind '{kind}' to map duties to. The kinds are {' and '.join(KINDS)}.")
    things = described(release, kind, frameworks)
    if not things:
        raise SignpostError(f"there is no {kind} to map duties to. Publish a framework that has some, or name another.")
    lines = tuple(filled)
    every = described(release, kind) if frameworks and any(one.marks for one in lines) else things
    lines = settled(lines, every, kind)
    ranking = Ranking(things)
    whole = Ranking(every) if any(one.line.chosen for one in lines) and every is not things else ranking
    return tuple(
        MappedDuty(one.line, tuple(_candidate(whole, one, iri) for iri in one.line.chosen), True)
        if one.decided
        else MappedDuty(one.line, ranking.best(one.line.duty, limit))
        for one in lines
    )


def _candidate(ranking: Ranking, filled: Filled, iri: str) -> Candidate:
    """What is chosen, with what spoke for it as it was chosen; where the file does not say that, with what does now."""
    candidate, told = ranking.of(filled.line.duty, iri), filled.told(iri)
    if told is None or told.score is None:
        return candidate
    return replace(candidate, score=told.score, why=told.why, rests_on=told.rests_on)
