"""ESCO 1.2 from its CSV tables to a served release, the first answer from it, and two SHACL engines side by side."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.row import Row

CHECKOUT = Path(__file__).resolve().parents[1]
TABLES = CHECKOUT.parent / "shared" / "data" / "esco-1.2.0"
CASE = CHECKOUT / "examples" / "registered-manager.yaml"

_SHIP = """
from signpost.home import shipped
from signpost.store import local as stores
shipped.build(stores.open_store({store!r}))
"""

_PUBLISH = """
from pathlib import Path
from signpost.store import local as stores
from signpost.exchange.readers import READERS
from signpost.model import Source
from signpost.gate.publish import publish
submission = READERS["esco"].read(Path({tables!r}), Source("esco"))
publication = publish(submission, stores.open_store({store!r}))
index = stores.open_store({store!r}).current().index
said = [publication.nodes, publication.triples, len(publication.findings), len(index.competence_iri)]
"""

_AUDIT = """
import signpost
said = len(signpost.audit({case!r}, {store!r}).lines)
"""

_ENGINES = """
import random, time
from signpost import words
from signpost.gate import validate
from signpost.model import Source, Submission
chance = random.Random(1)
nodes = []
for n in range({resources}):
    iri = f"https://example.org/resource/{{n}}"
    parts = [f"{{iri}}#teaches-{{i}}" for i in (1, 2)]
    nodes.append({{"id": iri, "type": "LearningResource", "label": f"Course {{n}}", "provider": "https://example.org/p",
        "activityType": "direct-training", "mode": chance.choice(["online", "telepathy"]), "teaches": parts,
        "learningMinutes": chance.choice([-5, 90]), "price": "12.5", "link": f"https://example.org/{{n}}"}})
    for part in parts:
        nodes.append({{"id": part, "type": "LearningOutcome", "competence": f"https://example.org/c/{{n % 97}}",
            "entryLevel": 1, "outcomeLevel": chance.choice([1, 2, 3]), "shows": "both"}})
sent = Submission(Source("provider"), tuple(nodes))
validate.our_shapes()
said = {{}}
answers = []
for engine in (validate.by_turbo, validate.by_pyshacl):
    start = time.perf_counter()
    answers.append(validate.check(sent, by=engine))
    said[engine.__name__] = time.perf_counter() - start
said["findings"], said["equal"] = len(answers[0]), answers[0] == answers[1]
"""

_SAY = """
import json
peak = next((line for line in open("/proc/self/status") if line.startswith("VmHWM")), "VmHWM: 0 kB")
print(json.dumps([said if "said" in globals() else None, int(peak.split()[1]) / 1024]))
"""


def measure(quick: bool) -> list[Row]:
    if not TABLES.is_dir():
        return [Row("esco", "ESCO 1.2", "not measured", "", None, "the tables are not beside this checkout")]
    with tempfile.TemporaryDirectory() as folder:
        rows = _released(folder, 1 if quick else 3)
    return [*rows, *_engines(1_000 if quick else 10_000)]


def _released(folder: str, times: int) -> list[Row]:
    took, peaks = [], []
    for n in range(times):
        store = f"file:{folder}/{n}"
        _child(_SHIP, store=store)
        seconds, said, peak = _child(_PUBLISH, store=store, tables=str(TABLES))
        took.append(seconds)
        peaks.append(peak)
    first = [_child(_AUDIT, store=store, case=str(CASE)) for _ in range(3 * times)]
    seconds, peak = statistics.median(took), max(peaks)
    wall, memory = statistics.median(s for s, _, _ in first), max(p for _, _, p in first)
    nodes, triples, findings, competences = said
    held = f"{nodes} things, {triples} statements, {findings} findings, beside the shipped data; process start included"
    lines = f"{first[0][1]} requirements, {competences} competences in the release"
    return [
        Row("esco", "ESCO 1.2 from CSV to a served release", f"{seconds:.1f} s", "<= 60 s", seconds <= 60, held),
        Row("esco", "the same, peak memory", f"{peak:.0f} MB", "<= 2048 MB", peak <= 2048),
        Row("esco", "open it and answer the first audit, new process", f"{wall:.2f} s", "<= 0.5 s", wall <= 0.5, lines),
        Row("esco", "the same, peak memory", f"{memory:.0f} MB", "<= 300 MB", memory <= 300),
    ]


def _engines(resources: int) -> list[Row]:
    _, said, _ = _child(_ENGINES, resources=resources)
    note = f"{said['findings']} findings, {'the same' if said['equal'] else 'NOT THE SAME'} by both"
    what = f"check {resources} resources with two outcomes each"
    return [
        Row("esco", f"{what}, pyshacl-turbo", f"{said['by_turbo']:.1f} s", "", None, note),
        Row("esco", f"{what}, pyshacl", f"{said['by_pyshacl']:.1f} s", "", None, note),
    ]


def _child(program: str, **given: object) -> tuple[float, object, float]:
    """Wall seconds with the interpreter's start, what the program leaves in `said`, and its peak memory in MB."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program.format(**given) + _SAY], check=True, capture_output=True, text=True
    )
    seconds = time.perf_counter() - start
    said, peak = json.loads(done.stdout)
    return seconds, said, peak
