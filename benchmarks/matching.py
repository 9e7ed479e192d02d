"""Matching titles with occupations and standards: how often the right one stands first, beside BM25, and how fast.

The pairs that the target is for were checked by experts. Weights were fitted to others (`matching_weights.py`); here
they are fitted anew, so that a change of the evidence without new weights shows.
"""

from __future__ import annotations

import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import astuple

import numpy as np

import signpost
from benchmarks.matching_rows import DATA, Pair, by_soc, job_profiles
from benchmarks.matching_weights import cross_validated, examples, fitted, fitting_pairs, ranking
from benchmarks.row import Row
from signpost.labelfile import fold
from signpost.mapping.described import Described, described
from signpost.mapping.ranking import Ranking
from signpost.mapping.weights import WEIGHTS

_DEEP = 50
"""Candidates among which what is meant is looked for."""
_EDITIONS = ("ml-2012", "lmc-2012")

_SUCCESSORS = """
PREFIX sp: <https://w3id.org/signpost/ns#>
SELECT ?old ?new WHERE {
  { ?old sp:replacedBy ?new } UNION { ?stated sp:alignmentSource ?old ; sp:alignmentTarget ?new }
  ?old sp:inFramework ?from . ?new sp:inFramework ?to .
  FILTER(STRENDS(STR(?from), "-2008") && STRENDS(STR(?to), "-2012"))
}
"""

Ask = Callable[[str], list[str]]
"""A title -> IRIs, best first."""


def measure(quick: bool) -> list[Row]:
    if not DATA.is_dir():
        return [Row("matching", "job-profile titles to ESCO", "not measured", "", None, "the shared folder is absent")]
    with tempfile.TemporaryDirectory() as folder:
        store = signpost.open(f"file:{folder}/store")
        signpost.compile(store)
        signpost.publish(DATA / "esco-1.2.0", "esco", store)
        rows = [*_titles(store), *_standards(store), *_speed(store, quick)]
        store.close()
    return rows


# ------------------------------------------------------------------------------------------------ titles
def _titles(store: signpost.Store) -> list[Row]:
    ranked = ranking(store)
    labels = {thing.label.lower(): thing.iri for thing in ranked.things}
    pairs = job_profiles(labels)
    good, replaced = pairs["good match"], pairs["replace"]
    ours, plain = _by_evidence(ranked), _by_bm25(ranked.things)
    measured = {pair.title.lower() for group in pairs.values() for pair in group}
    weak = by_soc(measured)
    return [
        *_beside("job-profile titles to ESCO, pairs that experts call good", good, ours, plain, target=True),
        *_beside("the same titles, pairs that experts put in another's place", replaced, ours, plain),
        *_beside("weak labels (SOC code, O*NET, exact match of the crosswalk)", weak, ours, plain),
        _row("good pairs, by any title of the profile", _ranks(good, _by_any(ranked, lambda p: (p.title, *p.other)))),
        _row("good pairs, title and overview", _ranks(good, lambda p: ours(f"{p.title}. {p.overview}"))),
        *_weights(ranked, labels, plain),
    ]  # fmt: skip


def _by_evidence(ranked: Ranking) -> Ask:
    return lambda title: [candidate.iri for candidate in ranked.best(title, _DEEP)]


def _by_any(ranked: Ranking, titles: Callable[[Pair], Sequence[str]]) -> Callable[[Pair], list[str]]:
    """The candidates of several titles, each with the best of its scores."""

    def ask(pair: Pair) -> list[str]:
        scores: dict[str, float] = defaultdict(float)
        for title in titles(pair):
            for candidate in ranked.best(title, _DEEP):
                scores[candidate.iri] = max(scores[candidate.iri], candidate.score)
        return sorted(scores, key=lambda iri: (-scores[iri], iri))

    return ask


def _by_bm25(things: Sequence[Described]) -> Ask:
    """The baseline: SQLite's BM25 over preferred and alternative labels, any word of the title."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE labels USING fts5(label, other, tokenize='unicode61')")
    rows = [(n, fold(thing.label), "\n".join(map(fold, thing.other))) for n, thing in enumerate(things)]
    connection.executemany("INSERT INTO labels(rowid, label, other) VALUES(?,?,?)", rows)

    def ask(title: str) -> list[str]:
        wanted = " OR ".join(f'"{word}"' for word in dict.fromkeys(fold(title).split()))
        sql = "SELECT rowid FROM labels WHERE labels MATCH ? ORDER BY bm25(labels), rowid LIMIT ?"
        return [things[n].iri for (n,) in connection.execute(sql, (wanted, _DEEP))]

    return ask


def _ranks(pairs: Sequence[Pair], ask: Callable[[Pair], list[str]]) -> list[int]:
    found = [(ask(pair), pair.expected) for pair in pairs]
    return [iris.index(expected) if expected in iris else -1 for iris, expected in found]


def _beside(what: str, pairs: Sequence[Pair], ours: Ask, plain: Ask, *, target: bool = False) -> list[Row]:
    """Our figures, those of BM25, and the difference of the first places with its interval."""
    mine, theirs = _ranks(pairs, lambda pair: ours(pair.title)), _ranks(pairs, lambda pair: plain(pair.title))
    return _compared(what, mine, theirs, target=target)


def _compared(what: str, mine: Sequence[int], theirs: Sequence[int], *, target: bool = False) -> list[Row]:
    gains = [float(a == 0) - float(b == 0) for a, b in zip(mine, theirs, strict=True)]
    low, high = _interval(gains)
    gain = 100 * statistics.fmean(gains)
    said = f"{gain:+.1f} points ({100 * low:+.1f} to {100 * high:+.1f})"
    note = f"{gains.count(1.0)} gained, {gains.count(-1.0)} lost; paired bootstrap, 95 %"
    aim = (">= +10, interval above 0", gain >= 10 and low > 0) if target else ("", None)
    return [
        _row(what, mine),
        _row("the same by FTS5 BM25 over labels", theirs),
        Row("matching", "the same, top-1 beyond BM25", said, *aim, note),
    ]


def _row(what: str, ranks: Sequence[int]) -> Row:
    first, five = (statistics.fmean(0 <= rank < n for rank in ranks) for n in (1, 5))
    reciprocal = statistics.fmean(1 / (rank + 1) if rank >= 0 else 0.0 for rank in ranks)
    figure = f"{first:.3f} / {five:.3f} / {reciprocal:.3f}"
    return Row("matching", f"{what}: top-1 / top-5 / MRR", figure, "", None, f"{len(ranks)} pairs")


def _interval(gains: Sequence[float], samples: int = 10_000) -> tuple[float, float]:
    """The 95 % interval of the mean of paired differences, by the percentiles of resampled means."""
    chance = random.Random(2026)
    means = sorted(statistics.fmean(chance.choices(gains, k=len(gains))) for _ in range(samples))
    return means[samples * 25 // 1000], means[samples * 975 // 1000]


def _weights(ranked: Ranking, labels: dict[str, str], plain: Ask) -> list[Row]:
    """How well the pairs that the weights are fitted to are matched by weights that were fitted without them."""
    pairs = fitting_pairs(labels)
    given = examples(ranked, pairs)
    apart = float(np.abs(fitted(given) - np.array(astuple(WEIGHTS))).max())
    fitted_to = "pairs the weights are fitted to (O*NET's titles, unchecked rows), cross-validated"
    return [
        *_compared(fitted_to, cross_validated(given), _ranks(pairs, lambda pair: plain(pair.title))),
        Row("matching", "weights fitted anew, largest difference from those in use", f"{apart:.3f}", "<= 0.01",
            apart <= 0.01),
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------ standards
def _standards(store: signpost.Store) -> list[Row]:
    """Titles of the 2008 editions to the standards of 2012 that are stated to follow them or to cover the same."""
    release = store.current()
    table = release.backend.select(_SUCCESSORS)
    follow = defaultdict(set)
    for old, new in zip(table.column("old"), table.column("new"), strict=True):
        follow[old.strip("<>")].add(new.strip("<>"))
    things = {thing.iri: thing for thing in described(release, "competence")}
    chosen = [thing for thing in things.values() if any(f"/{edition}/" in thing.iri for edition in _EDITIONS)]
    ours, plain = _by_evidence(Ranking(chosen)), _by_bm25(chosen)
    titles = sorted(old for old in follow if old in things)

    def ranks(ask: Ask) -> list[int]:
        found = [(ask(things[old].label), follow[old]) for old in titles]
        return [next((n for n, iri in enumerate(iris) if iri in meant), -1) for iris, meant in found]

    what = f"titles of standards of 2008 to those that follow in 2012, among {len(chosen)}"
    return [_row(what, ranks(ours)), _row("the same by FTS5 BM25 over labels", ranks(plain))]


# ------------------------------------------------------------------------------------------------ speed
def _speed(store: signpost.Store, quick: bool) -> list[Row]:
    """One hundred duties, the index built anew, against everything that is loaded."""
    if not quick:
        for name in ("onet-29.2", "nos-2019"):
            signpost.publish(DATA / name, name.partition("-")[0], store)
    duties = [thing.label for thing in described(store.current(), "competence")][:: 100 if quick else 300][:100]
    loaded = "ESCO" if quick else "ESCO, O*NET and the NOS catalogue"
    rows = []
    for kind in ("competence", "occupation"):
        start = time.perf_counter()
        signpost.map(duties, store, kind=kind)
        seconds = time.perf_counter() - start
        things = len(described(store.current(), kind))
        what = f"map {len(duties)} duties to {things:,} {kind}s of {loaded}"
        rows.append(Row("matching", what, f"{seconds:.1f} s", "<= 15 s", seconds <= 15, "the index is built each time"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*rows, Row("matching", "the whole benchmark, peak memory", f"{peak:.0f} MB", "", None)]
