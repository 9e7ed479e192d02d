"""Audits on ESCO 1.2 with alignments: the index against the same question in SPARQL, embedded on disk and in rdflib.

The specification has 30 requirements and 60 attainments, one piece of evidence each. The question in SPARQL is put in
one query: for each requirement its name and the days of its edition, and every judgement that carries to it, by itself
or by an alignment of which we know how sure it is, with its evidence and whether it is in date. That is less than an
audit says; the levels held are compared with the audit's.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.row import Row
from signpost.engine.audit import audit
from signpost.engine.index import Index
from signpost.exchange.person import nodes
from signpost.exchange.readers import READERS
from signpost.gate.publish import publish
from signpost.graph.backend import open_backend
from signpost.model import Node, PersonSpecification, Policy, Source, Submission
from signpost.person.specification import read
from signpost.store.local import open_store
from signpost.store.release import Release, Store
from signpost.words import to_ntriples

ESCO = Path(__file__).resolve().parents[2] / "shared" / "data" / "esco-1.2.0"
ALIGNMENTS = 10_000
"""Alignments between random ESCO skills, of the four kinds that may carry a judgement."""
RELATIONS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
SPECIFICATION = "https://w3id.org/signpost/graph/specification"

QUESTION = """
PREFIX sp: <https://w3id.org/signpost/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX relation: <https://w3id.org/signpost/vocabulary/alignment-relation/>
SELECT ?requirement ?label ?status ?from ?end ?attainment ?carried ?confidence ?inDate ?judge ?kind ?day WHERE {
  { ?requirement a sp:Requirement ; sp:competence ?held . BIND (0 AS ?off) }
  UNION {
    ?requirement a sp:Requirement ; sp:competence ?required .
    ?alignment sp:alignmentSource ?required ; sp:alignmentRelation ?r ; sp:alignmentTarget ?held .
    ?alignment sp:confidence ?confidence .
    BIND (IF(?r = relation:exactMatch, 0, IF(?r = relation:broadMatch, 2, 1)) AS ?off)
  } UNION {
    ?requirement a sp:Requirement ; sp:competence ?required .
    ?alignment sp:alignmentTarget ?required ; sp:alignmentRelation ?r ; sp:alignmentSource ?held .
    ?alignment sp:confidence ?confidence .
    BIND (IF(?r = relation:exactMatch, 0, IF(?r = relation:narrowMatch, 2, 1)) AS ?off)
  }
  ?attainment sp:competence ?held ; sp:level ?shown ; sp:judgedBy ?judge ; sp:evidence ?evidence .
  ?evidence sp:evidenceKind ?kind ; sp:day ?day .
  ?specification sp:attainment ?attainment ; sp:requirement ?requirement ; sp:asAt ?today .
  ?requirement sp:competence ?needed .
  OPTIONAL { ?needed skos:prefLabel ?label }
  OPTIONAL {
    ?needed sp:inFramework ?framework .
    OPTIONAL { ?framework sp:status ?status } OPTIONAL { ?framework sp:validFrom ?from }
    OPTIONAL { ?framework sp:validUntil ?end }
  }
  OPTIONAL { ?attainment sp:since ?since } OPTIONAL { ?attainment sp:until ?until }
  BIND ((!BOUND(?since) || ?since <= ?today) && (!BOUND(?until) || ?until >= ?today) AS ?inDate)
  BIND (?shown - ?off AS ?carried) FILTER (?off = 0 || ?carried > 0)
}
"""
"""Broader and narrower change places where an alignment is read from its other end."""

POLICY = Policy(close_match_credit=1, broad_match_credit=2, narrow_match_credit=1)


def measure(quick: bool) -> list[Row]:
    if not ESCO.is_dir():
        return [Row("audits", "ESCO 1.2 with alignments", "not measured", "", None, "the shared folder is absent")]
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"file:{folder}/store")
        release = _loaded(store)
        cases = [_case(Path(folder), release.index, seed) for seed in range(5 if quick else 20)]
        rows = [*_in_process(release.index, cases, quick), _first_audit(Path(folder), store, quick)]
        rows += _in_sparql(Path(folder), release, cases[0], quick)
    return rows


# ---------------------------------------------------------------------------------------------- what is loaded
def _loaded(store: Store) -> Release:
    publish(READERS["esco"].read(ESCO, Source("esco")), store)
    publish(Submission(Source("alignments"), tuple(_alignments(store.current().index))), store)
    return store.current()


def _alignments(index: Index) -> Iterator[Node]:
    chance = random.Random(30)
    for number in range(ALIGNMENTS):
        source, target = chance.sample(range(len(index.competence_iri)), 2)
        yield {
            "id": f"https://w3id.org/signpost/id/alignment/synthetic/{number}",
            "type": "Alignment",
            "alignmentSource": index.iri("competence", source),
            "alignmentTarget": index.iri("competence", target),
            "alignmentRelation": chance.choice(RELATIONS),
            "confidence": "0.5",
            "provenance": "editorial",
            "statedBy": "a benchmark",
            "basis": "drawn at random",
        }


def _case(folder: Path, index: Index, seed: int) -> PersonSpecification:
    """30 requirements that are aligned with something; 60 attainments on them, on what is aligned, and on others."""
    chance = random.Random(seed)
    aligned = [
        row for row in range(len(index.competence_iri)) if index.alignment_rows[row + 1] > index.alignment_rows[row]
    ]
    required = chance.sample(aligned, 30)
    near = [int(index.alignment_target[index.alignment_rows[row]]) for row in required]
    held = chance.sample(required, 20) + chance.sample(near, 20) + chance.sample(range(len(index.competence_iri)), 20)
    lines = [f"person: person-{seed}\npost: a post\nasAt: 2026-01-05\nrequirements:\n  add:\n"]
    for row in dict.fromkeys(required):
        lines.append(
            f"    - {{competence: '{index.iri('competence', row)}', level: {chance.randint(1, 5)}, because: b}}\n"
        )
    lines.append("attainments:\n")
    for row in held:
        since, until = chance.choice(["2020-01-01", "2024-05-01"]), chance.choice(["2025-12-31", "2027-12-31"])
        lines.append(
            f"  - {{competence: '{index.iri('competence', row)}', level: {chance.randint(0, 5)}, since: {since},"
            f" until: {until}, judgedBy: assessor, evidence: [{{evidenceKind: observation, day: {since}}}]}}\n"
        )
    path = folder / f"case-{seed}.yaml"
    path.write_text("".join(lines), encoding="utf-8")
    return replace(read(path, index), policy=POLICY)


# ---------------------------------------------------------------------------------------------- in process
def _in_process(index: Index, cases: list[PersonSpecification], quick: bool) -> list[Row]:
    cold = statistics.median(_timed(lambda case=case: audit(replace(index), case)) for case in cases)
    warm = _warm(index, cases, 20 if quick else 100)
    what = "complete audit with evidence, 30 requirements, 60 attainments, in process"
    return [
        Row(
            "audits",
            what,
            f"{1000 * warm:.2f} ms",
            "<= 1 ms",
            warm <= 0.001,
            "competences looked up in this release before",
        ),
        Row(
            "audits",
            "the same, each competence looked up for the first time",
            f"{1000 * cold:.2f} ms",
            "<= 1 ms",
            cold <= 0.001,
        ),
    ]


def _warm(index: Index, cases: list[PersonSpecification], times: int) -> float:
    for case in cases:
        audit(index, case)
    return statistics.median(_timed(lambda case=case: audit(index, case)) for _ in range(times) for case in cases)


def _timed(answer: Callable[[], object]) -> float:
    start = time.perf_counter()
    answer()
    return time.perf_counter() - start


def _first_audit(folder: Path, store: Store, quick: bool) -> Row:
    """A new process that opens the release, reads the specification and prints its audit."""
    command = [sys.executable, "-m", "signpost", "audit", str(folder / "case-0.yaml"), "--as", "json"]
    command += ["--store", f"file:{folder}/store"]

    runs = [_run(command) for _ in range(3 if quick else 9)]
    took, peak = statistics.median(took for took, _ in runs), max(peak for _, peak in runs)
    met = took <= 0.5 and peak <= 300
    what = "open the ESCO release and answer the first audit, new process"
    return Row("audits", what, f"{took:.2f} s, {peak:.0f} MB", "<= 0.5 s, <= 300 MB", met)


LAUNCHER = """
import os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
print(status, time.perf_counter() - start, usage.ru_maxrss / 1024)
"""
"""A small process of its own: a child's peak memory counts that of the process it was forked from."""


def _run(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak MB of one process."""
    told = subprocess.run([sys.executable, "-c", LAUNCHER, *command], check=True, capture_output=True, text=True)
    status, took, peak = told.stdout.split()
    if status != "0":
        raise RuntimeError(told.stderr)
    return float(took), float(peak)


# ---------------------------------------------------------------------------------------------- the same in SPARQL
def _beside(index: Index, case: PersonSpecification, question: Callable[[], object], times: int) -> tuple[float, float]:
    """Median seconds of a question and of an audit, in turns, so that the machine is in the same mood for both."""
    pairs = [(_timed(question), _warm(index, [case], 40)) for _ in range(times)]
    slow, warm = (statistics.median(column) for column in zip(*pairs, strict=True))
    return slow, warm


def _in_sparql(folder: Path, release: Release, case: PersonSpecification, quick: bool) -> Iterator[Row]:
    expected = _held_by_audit(release.index, case)
    graphs = {graph: release.backend.dump(graph) for graph in sorted(release.backend.graphs())}
    graphs[SPECIFICATION] = to_ntriples(nodes(case))
    disk = open_backend(f"file:{folder}/sparql")
    for graph, statements in graphs.items():
        disk.replace(graph, statements)
    table = disk.select(QUESTION)
    columns = (table.column(name) for name in ("requirement", "carried", "inDate"))
    found = _held(zip(*columns, strict=True))
    assert found == expected, "the disk store gives other levels than the audit"
    slow, warm = _beside(release.index, case, lambda: disk.select(QUESTION), 5 if quick else 25)
    disk.close()
    what = "the same question in SPARQL on the embedded disk store"
    yield Row("audits", what, f"{1000 * slow:.1f} ms, {slow / warm:.0f} x", ">= 20 x", slow >= 20 * warm)
    if not quick:
        yield _in_rdflib(graphs, expected, release.index, case)


def _in_rdflib(graphs: dict[str, bytes], expected: dict[str, int], index: Index, case: PersonSpecification) -> Row:
    import rdflib

    graph = rdflib.Graph()
    for statements in graphs.values():
        graph.parse(data=statements, format="nt")
    rows = list(graph.query(QUESTION))
    found = _held((row.requirement.n3(), row.carried.n3(), row.inDate.n3()) for row in rows)
    assert found == expected, "rdflib gives other levels than the audit"
    slow, warm = _beside(index, case, lambda: list(graph.query(QUESTION)), 15)
    what = f"the same question in rdflib {rdflib.__version__}, in memory"
    return Row("audits", what, f"{slow:.2f} s, {slow / warm:,.0f} x", ">= 500 x", slow >= 500 * warm)


def _held_by_audit(index: Index, case: PersonSpecification) -> dict[str, int]:
    lines = audit(index, case).lines
    return {line.requirement.id: line.held for line in lines if line.held is not None}


def _held(rows: Iterator[tuple[str, str, str]]) -> dict[str, int]:
    """The levels by requirement, among rows that are in date."""
    levels: dict[str, int] = {}
    for requirement, carried, in_date in rows:
        if "true" in in_date:
            name, level = requirement.strip("<>"), int(carried.strip('"').split('"')[0])
            levels[name] = max(level, levels.get(name, 0))
    return levels
