"""Finding labels: recall with one typing mistake, and the time an answer takes, on every ESCO skill and occupation."""

from __future__ import annotations

import csv
import random
import string
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.row import Row
from signpost.labelfile import Entry, build
from signpost.search import Labels

SHARED = Path(__file__).resolve().parents[2] / "shared"
ESCO = SHARED / "data" / "esco-1.2.0"


def measure(quick: bool) -> list[Row]:
    if not ESCO.is_dir():
        return [Row("search", "labels of ESCO 1.2", "not measured", "", None, "the shared folder is absent")]
    entries = list(_entries())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "labels.sqlite"
        start = time.perf_counter()
        build(path, entries)
        built = time.perf_counter() - start
        labels = Labels(path)
        found, seconds = _mistyped(labels, entries, 200 if quick else 1000)
        labels.close()
    seconds.sort()
    p50, p95 = (1000 * seconds[int(len(seconds) * share)] for share in (0.5, 0.95))
    names = sum(1 + len(entry.alt) for entry in entries)
    return [
        Row("search", f"build the label index, {names:,} names", f"{built:.2f} s", "", None),
        Row("search", "recall@5 with one typing mistake", f"{found:.3f}", ">= 0.95", found >= 0.95),
        Row("search", "one search, p50 / p95", f"{p50:.1f} / {p95:.1f} ms", "p95 <= 30 ms", p95 <= 30),
    ]  # fmt: skip


def _entries() -> Iterator[Entry]:
    with (ESCO / "DERIVED_skills_en.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from (Entry(row["conceptUri"], "competence", row["preferredLabel"]) for row in csv.DictReader(file))
    with (ESCO / "occupations_en.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            other = tuple(filter(None, row["altLabels"].split("\n")))
            yield Entry(row["conceptUri"], "occupation", row["preferredLabel"], other)


def _mistyped(labels: Labels, entries: list[Entry], size: int) -> tuple[float, list[float]]:
    chance = random.Random(2012)
    eligible = [entry for entry in entries if long_words(entry.label)]
    found, seconds = 0, list[float]()
    for entry in chance.sample(eligible, size):
        query = with_mistake(entry.label, chance)
        start = time.perf_counter()
        hits = labels.find(query, limit=5)
        seconds.append(time.perf_counter() - start)
        found += entry.iri in [hit.iri for hit in hits]
    return found / size, seconds


def long_words(label: str) -> list[int]:
    return [i for i, word in enumerate(label.split(" ")) if len(word) >= 5 and word.isalpha()]


def with_mistake(label: str, chance: random.Random) -> str:
    words = label.split(" ")
    at = chance.choice(long_words(label))
    word, letter = words[at], chance.choice(string.ascii_lowercase)
    i = chance.randrange(len(word) - 1)
    insertion, deletion = word[:i] + letter + word[i:], word[:i] + word[i + 1 :]
    swap, replacement = word[:i] + word[i + 1] + word[i] + word[i + 2 :], word[:i] + letter + word[i + 1 :]
    words[at] = chance.choice([insertion, deletion, swap, replacement])
    return " ".join(words)
