"""The store: loading, compiling, publishing and opening a graph of ESCO's size (made up, with a fixed seed)."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from benchmarks.row import Row
from signpost.graph.backend import open_backend
from signpost.model import GRAPHS, NAMESPACE, THINGS, VOCABULARY
from signpost.store.compile import compile_index
from signpost.store.local import FolderStore, open_store

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_OPEN = """
import sys, time
start = time.perf_counter()
from signpost.store.local import open_store
release = open_store(sys.argv[1]).current()
index = release.index
index.label("competence", 0)
imported = time.perf_counter()
print(imported - start)
"""


def graph(competences: int, occupations: int, relations: int, seed: int = 1) -> bytes:
    """A made-up classification as sorted N-Triples: labels, other names, definitions, identifiers, relations."""
    chance = random.Random(seed)
    lines = [*_competences(competences, chance), *_occupations(occupations, competences, relations, chance)]
    return "".join(sorted(set(lines))).encode()


def _words(chance: random.Random, most: int) -> str:
    return " ".join(f"word{chance.randrange(9000)}" for _ in range(chance.randint(2, most)))


def _competences(count: int, chance: random.Random) -> Iterator[str]:
    framework = f"<{THINGS}framework/bench>"
    yield f"{framework} <{_TYPE}> <{NAMESPACE}Framework> .\n"
    for n in range(count):
        thing, identifier = f"<{THINGS}competence/bench/{n}>", f"<{THINGS}identifier/esco/{n}>"
        yield f"{thing} <{_TYPE}> <{NAMESPACE}Competence> .\n"
        yield f'{thing} <{_SKOS}prefLabel> "{_words(chance, 6)}"@en .\n'
        yield f'{thing} <{_SKOS}definition> "{_words(chance, 30)}"@en .\n'
        yield f"{thing} <{NAMESPACE}inFramework> {framework} .\n"
        yield f"{thing} <{NAMESPACE}status> <{VOCABULARY}status/current> .\n"
        yield f"{thing} <{NAMESPACE}identifier> {identifier} .\n"
        yield f"{identifier} <{NAMESPACE}identifierScheme> <{VOCABULARY}identifier-scheme/esco> .\n"
        yield f'{identifier} <{NAMESPACE}identifierValue> "E{n}" .\n'
        for _ in range(8):
            yield f'{thing} <{_SKOS}altLabel> "{_words(chance, 6)}"@en .\n'
        for _ in range(42):
            yield f"{thing} <{_SKOS}related> <{THINGS}competence/bench/{chance.randrange(count)}> .\n"


def _occupations(count: int, competences: int, relations: int, chance: random.Random) -> Iterator[str]:
    for n in range(count):
        thing = f"<{THINGS}occupation/bench/{n}>"
        yield f"{thing} <{_TYPE}> <{NAMESPACE}Occupation> .\n"
        yield f'{thing} <{_SKOS}prefLabel> "{_words(chance, 5)}"@en .\n'
    for _ in range(relations):
        word = chance.choice(("essentialCompetence", "optionalCompetence"))
        occupation, competence = chance.randrange(count), chance.randrange(competences)
        yield (
            f"<{THINGS}occupation/bench/{occupation}> <{NAMESPACE}{word}> <{THINGS}competence/bench/{competence}> .\n"
        )


def _timed(work: Callable[[], object], times: int) -> float:
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return median(seconds)


def measure(quick: bool) -> list[Row]:
    """Load, compile, publish, publish again and open; `quick` takes a twentieth of the size."""
    part = 20 if quick else 1
    lines = graph(14_000 // part, 3_000 // part, 129_000 // part)
    count = lines.count(b"\n")
    size = f"{count:,} statements"
    name = GRAPHS + "bench"
    with tempfile.TemporaryDirectory() as folder:
        backend = open_backend(f"file:{folder}/plain")
        load = _timed(lambda: backend.replace(name, lines), 1)
        compiled = _timed(lambda: compile_index(backend, "bench"), 3)
        backend.close()
        store = FolderStore(Path(folder) / "store")
        first = _timed(lambda: store.publish({name: lines}), 1)
        small = b"".join(lines.splitlines(keepends=True)[:1000])
        second = _timed(lambda: store.publish({GRAPHS + "small": small}), 1)
        third = _timed(lambda: store.publish({name: lines[: len(lines) // 2].rpartition(b"\n")[0] + b"\n"}), 1)
        opened = _timed(lambda: open_store(store.url).current().index.label("competence", 0), 5)
        fresh = median(
            float(subprocess.run([sys.executable, "-c", _OPEN, store.url], capture_output=True, check=True).stdout)
            for _ in range(3)
        )
        graph_opened = _timed(lambda: open_store(store.url).current().backend.close(), 5)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        _row("load into an empty store on disk", load, "", None, size),
        _row("compile to the index", compiled, "5 s", compiled <= 5, size),
        _row("publish as the first release", first, "", None, "load, compile, search, to the disk"),
        _row("publish 1,000 statements beside it", second, "", None, "unchanged graphs are shared by hard links"),
        _row("publish half of it in its place", third, "", None, "load, compile, search, to the disk"),
        _row("open the current release's index", opened, "0.05 s", opened <= 0.05, "libraries loaded"),
        _row("the same in a new process", fresh, "", None, "imports included, start of Python excluded"),
        _row("open the graph as well", graph_opened, "", None, "libraries loaded"),
        Row("stores", "peak memory of all this", f"{peak:.0f} MB", "", None, size),
    ]


def _row(what: str, seconds: float, target: str, met: bool | None, note: str) -> Row:
    return Row("stores", what, f"{seconds:.3f} s", target, met, note)


if __name__ == "__main__":
    for line in measure("--quick" in sys.argv):
        print(line)
