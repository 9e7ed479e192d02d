"""The weights of matching: fitted to pairs that no expert checked, and how well they do on those, cross-validated.

`python -m benchmarks.matching_weights STORE` prints them for a store that holds ESCO. A weight is how much its
point adds to the logarithm of the odds that a candidate is the one that is meant, never below 0, with a ridge of
`RIDGE`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import numpy as np
from numpy.typing import NDArray

import signpost
from benchmarks.matching_rows import Pair, job_profiles, onet_titles
from signpost.mapping.described import described
from signpost.mapping.evidence import POINTS
from signpost.mapping.ranking import Ranking

FRAMEWORK = "https://w3id.org/signpost/id/framework/esco"
RIDGE = 1.0
FOLDS = 5

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Examples:
    """Points of the candidates of each pair, which of them are there, and which is the one that is meant (-1: none)."""

    points: Array
    there: NDArray[np.bool_]
    meant: NDArray[np.int64]

    def taken(self, rows: NDArray[np.bool_]) -> Examples:
        """Some of them."""
        return Examples(self.points[rows], self.there[rows], self.meant[rows])


def ranking(store: signpost.Store) -> Ranking:
    """ESCO's occupations, ready to be ranked."""
    return Ranking(described(store.current(), "occupation", (FRAMEWORK,)))


def fitting_pairs(labels: dict[str, str]) -> list[Pair]:
    """The pairs to fit to: O*NET's titles by the crosswalk, and the unchecked rows of the job profile map."""
    return [*onet_titles(), *job_profiles(labels)[""]]


def examples(ranked: Ranking, pairs: Sequence[Pair]) -> Examples:
    """The points of every candidate of every pair."""
    place = {thing.iri: n for n, thing in enumerate(ranked.things)}
    found = [list(ranked.evidence(pair.title)) for pair in pairs]
    width = max(map(len, found))
    points = np.zeros((len(pairs), width, len(POINTS)))
    there, meant = np.zeros((len(pairs), width), bool), np.full(len(pairs), -1)
    for n, (pair, candidates) in enumerate(zip(pairs, found, strict=True)):
        for m, (where, evidence) in enumerate(candidates):
            points[n, m], there[n, m] = astuple(evidence.points), True
            if where == place.get(pair.expected):
                meant[n] = m
    return Examples(points, there, meant)


def fitted(given: Examples) -> Array:
    """The weights under which what is meant is likeliest; projected gradients with Barzilai and Borwein's steps."""
    known = given.taken(given.meant >= 0)
    weights, step = np.ones(len(POINTS)), 1e-3
    slope = _slope(known, weights)
    for _ in range(2000):
        new = np.maximum(0.0, weights - step * slope)
        new_slope = _slope(known, new)
        moved, turned = new - weights, new_slope - slope
        if np.abs(moved).max() < 1e-7:
            break
        step = float(moved @ moved / max(moved @ turned, 1e-12))
        weights, slope = new, new_slope
    return weights


def _slope(known: Examples, weights: Array) -> Array:
    scores = np.where(known.there, known.points @ weights, -np.inf)
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    share = odds / odds.sum(axis=1, keepdims=True)
    expected = np.einsum("nm,nmp->np", share, known.points)
    meant = known.points[np.arange(len(known.meant)), known.meant]
    return RIDGE * weights + (expected - meant).sum(axis=0)


def ranks(given: Examples, weights: Array) -> list[int]:
    """How many candidates stand before what is meant; -1 where it is no candidate."""
    scores = np.where(given.there, given.points @ weights, -np.inf)
    of_meant = scores[np.arange(len(scores)), given.meant]
    return np.where(given.meant >= 0, (scores > of_meant[:, None]).sum(axis=1), -1).tolist()


def cross_validated(given: Examples) -> list[int]:
    """The rank of each under weights that were fitted without its fifth."""
    fold, found = np.arange(len(given.meant)) % FOLDS, np.zeros(len(given.meant), int)
    for n in range(FOLDS):
        found[fold == n] = ranks(given.taken(fold == n), fitted(given.taken(fold != n)))
    return found.tolist()


def main() -> None:
    """Print the weights that are fitted to the pairs."""
    ranked = ranking(signpost.open(sys.argv[1]))
    labels = {thing.label.lower(): thing.iri for thing in ranked.things}
    given = examples(ranked, fitting_pairs(labels))
    for name, weight in zip(POINTS, fitted(given), strict=True):
        print(f"    {name}={weight:.2f},")
    print("# top-1, cross-validated:", np.mean([rank == 0 for rank in cross_validated(given)]).round(3))


if __name__ == "__main__":
    main()
