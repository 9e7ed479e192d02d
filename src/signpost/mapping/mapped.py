"""Duties to their candidates, and what people have chosen among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from signpost.errors import SignpostError, UnknownName
from signpost.mapping.described import KINDS, Described, described
from signpost.mapping.ranking import Ranking
from signpost.model import Candidate, DutyLine, MappedDuty
from signpost.store.release import Release

_ALL = 1000


def mapped(
    release: Release, lines: Iterable[DutyLine], kind: str, frameworks: Sequence[str], limit: int
) -> tuple[MappedDuty, ...]:
    """Each duty with the things of a kind (in frameworks, by their IRIs, where they are given) that match it best.

    Of a duty for which candidates are chosen, those. Raises SignpostError where there is nothing of the kind, and
    UnknownName for what was chosen and is not there.
    """
    if kind not in KINDS:
        raise SignpostError(f"there is no kind '{kind}' to map duties to. The kinds are {' and '.join(KINDS)}.")
    things = described(release, kind, frameworks)
    if not things:
        raise SignpostError(f"there is no {kind} to map duties to. Publish a framework that has some, or name another.")
    ranking, by_iri = Ranking(things), {thing.iri: thing for thing in things}
    return tuple(
        MappedDuty(line, tuple(_chosen(ranking, by_iri, line, kind)), True)
        if line.chosen
        else MappedDuty(line, ranking.best(line.duty, limit))
        for line in lines
    )


def _chosen(ranking: Ranking, by_iri: dict[str, Described], line: DutyLine, kind: str) -> Iterator[Candidate]:
    ranked = {candidate.iri: candidate for candidate in ranking.best(line.duty, _ALL)}
    for iri in line.chosen:
        if iri not in by_iri:
            raise UnknownName(kind, iri)
        thing = by_iri[iri]
        yield ranked.get(iri) or Candidate(
            iri, kind, thing.label, thing.code, thing.framework, 0.0, "no word of the duty", past=thing.past
        )
