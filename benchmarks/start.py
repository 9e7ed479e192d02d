"""How long the command line takes before it does anything."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from benchmarks.row import Row


def measure(quick: bool) -> list[Row]:
    took = statistics.median(_help() for _ in range(5 if quick else 15))
    return [Row("start", "signpost --help", f"{took:.3f} s", "<= 0.2 s", took <= 0.2)]


def _help() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "signpost", "--help"], check=True, capture_output=True)
    return time.perf_counter() - start
