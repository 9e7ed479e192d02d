"""The frameworks of the world to a served release, one audit over all of them, and two editions of ESCO's size.

The second edition is ESCO 1.2 with a share of its skills changed by a fixed rule, since real older editions are not at
hand. Each release is made and asked in processes of its own.
"""

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
DATA = CHECKOUT.parent / "shared" / "data"
CASE = CHECKOUT / "examples" / "registered-manager.yaml"

_ALL = (
    ("nos", DATA / "nos-2019"),
    ("esco", DATA / "esco-1.2.0"),
    ("onet", DATA / "onet-29.2"),
    ("esco-onet", DATA / "esco-onet-crosswalk" / "crosswalk_esco_onet.csv"),
)

_COMPILE = """
import signpost
signpost.compile({store!r})
"""

_PUBLISH = """
import signpost
published = signpost.publish({path!r}, {source!r}, {store!r})
said = [published.nodes, published.triples, len(published.findings)]
"""

_AUDIT = """
import statistics, time
import signpost
store = signpost.open({store!r})
case = signpost.specification({case!r}, store)
signpost.audit(case, store)
times = []
for _ in range(200):
    start = time.perf_counter()
    signpost.audit(case, store)
    times.append(time.perf_counter() - start)
index = store.current().index
said = [statistics.median(times) * 1000, len(index.competence_iri), len(index.occupation_iri)]
"""

_EDITIONS = """
import csv, pathlib, shutil, time
import signpost
folder = pathlib.Path({folder!r}) / "esco-1.3.0"
shutil.copytree({tables!r}, folder)
path = next(folder.glob("*skills_en.csv"))
path.chmod(0o644)
with path.open(encoding="utf-8-sig", newline="") as file:
    rows = list(csv.DictReader(file))
kept = []
for n, row in enumerate(rows):
    if n % 40 == 0:
        continue  # withdrawn
    if n % 25 == 1:
        row["preferredLabel"] += " and report on it"  # retitled, its address kept
    if n % 50 == 2:
        row["conceptUri"] += "-2"  # a new address, its title kept
    kept.append(row)
with path.open("w", encoding="utf-8", newline="") as file:
    writer = csv.DictWriter(file, rows[0].keys())
    writer.writeheader()
    writer.writerows(kept)
store = signpost.open({store!r})
store.current().backend
start = time.perf_counter()
found = signpost.impact(folder, store, replaces="https://w3id.org/signpost/id/framework/esco")
took = time.perf_counter() - start
said = [took, len(found.diff.changes), len(found.touched), len({{one.thing for one in found.touched}})]
"""

_SAY = """
import json
peak = next((line for line in open("/proc/self/status") if line.startswith("VmHWM")), "VmHWM: 0 kB")
print(json.dumps([said if "said" in globals() else None, int(peak.split()[1]) / 1024]))
"""


def measure(quick: bool) -> list[Row]:
    missing = [path for _, path in _ALL if not path.exists()]
    if missing:
        return [Row("frameworks", "frameworks", "not measured", "", None, "real inputs are not beside this checkout")]
    with tempfile.TemporaryDirectory() as folder:
        return [*_alone(folder, 1 if quick else 3), *_together(folder)]


def _alone(folder: str, times: int) -> list[Row]:
    rows = []
    for source, seconds, megabytes in (("nos", 20, 2048), ("onet", 60, 2048)):
        path, took, peaks = dict(_ALL)[source], [], []
        for n in range(times):
            store = f"file:{folder}/{source}-{n}"
            _child(_COMPILE, store=store)
            wall, said, peak = _child(_PUBLISH, store=store, path=str(path), source=source)
            took.append(wall)
            peaks.append(peak)
        median, most = statistics.median(took), max(peaks)
        held = f"{said[0]} things, {said[1]} statements, {said[2]} findings, beside the shipped data; start included"
        what = f"{path.name} to a served release"
        rows += [
            Row("frameworks", what, f"{median:.1f} s", f"<= {seconds} s", median <= seconds, held),
            Row("frameworks", "the same, peak memory", f"{most:.0f} MB", f"<= {megabytes} MB", most <= megabytes),
        ]
    return rows


def _together(folder: str) -> list[Row]:
    store = f"file:{folder}/all"
    _child(_COMPILE, store=store)
    for source, path in _ALL:
        _child(_PUBLISH, store=store, path=str(path), source=source)
    _, audited, _ = _child(_AUDIT, store=store, case=str(CASE))
    _, compared, peak = _child(_EDITIONS, store=store, folder=folder, tables=str(DATA / "esco-1.2.0"))
    said = f"{audited[1]} competences and {audited[2]} occupations in the graph"
    changes = (
        f"{compared[1]} changes, {compared[2]} uses by {compared[3]} things; {peak:.0f} MB; reading the file included"
    )
    return [
        Row("frameworks", "one audit, in process, beside NOS, ESCO, O*NET and the crosswalk", f"{audited[0]:.2f} ms",
            "<= 2 ms", audited[0] <= 2, said),
        Row("frameworks", "diff and impact of two editions of ESCO's size", f"{compared[0]:.1f} s", "<= 20 s",
            compared[0] <= 20, changes),
    ]  # fmt: skip


def _child(program: str, **given: object) -> tuple[float, list, float]:
    """Wall seconds with the interpreter's start, what the program leaves in `said`, and its peak memory in MB."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program.format(**given) + _SAY], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    seconds = time.perf_counter() - start
    said, peak = json.loads(done.stdout)
    return seconds, said, peak
