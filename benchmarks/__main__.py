"""`python -m benchmarks [--quick] [TOPIC ...]` measures the topics and writes docs/benchmarks.md.

A topic is a module of this folder with `measure(quick) -> list[Row]`. Topics not named keep their last figures.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
from dataclasses import asdict
from pathlib import Path

from benchmarks.row import Row

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
FIGURES = HERE / "figures.json"
ORDER = ("start", "esco", "frameworks", "publishing", "audits", "stores", "set_cover", "routes", "search", "matching",
         "browser")  # fmt: skip
ANSWERS = {True: "yes", False: "no", None: ""}


def main() -> None:
    topics = [topic for topic in ORDER if (HERE / f"{topic}.py").is_file()]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, and write docs/benchmarks.md.")
    parser.add_argument(
        "topics", nargs="*", metavar="TOPIC", help=f"any of: {', '.join(topics)}; all where none is named"
    )
    parser.add_argument("--quick", action="store_true", help="fewer repetitions; the page is not written")
    asked = parser.parse_args()
    unknown = sorted(set(asked.topics) - set(topics))
    if unknown:
        parser.error(f"no such topic: {', '.join(unknown)}. Choose from {', '.join(topics)}.")
    figures = _known()
    for topic in asked.topics or topics:
        print(f"measuring {topic} ...", flush=True)
        rows: list[Row] = importlib.import_module(f"benchmarks.{topic}").measure(asked.quick)
        for row in rows:
            print(
                f"  {row.what}: {row.figure}" + (f"  (target {row.target}: {ANSWERS[row.met]})" if row.target else "")
            )
        figures[topic] = {"machine": _machine(), "rows": [asdict(row) for row in rows]}
    if not asked.quick:
        FIGURES.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
        PAGE.write_text(page(figures, [topic for topic in ORDER if topic in figures]), "utf-8")


def _known() -> dict[str, dict[str, object]]:
    return json.loads(FIGURES.read_text("utf-8")) if FIGURES.is_file() else {}


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def page(figures: dict[str, dict], topics: list[str]) -> str:
    """The page as Markdown: one table for each topic."""
    parts = [
        "# Benchmarks\n\nWritten by `python -m benchmarks`; medians unless a row says otherwise. "
        "Data that is not in the repository is read from the shared folder beside the checkout."
    ]
    for topic in topics:
        rows = [Row(**row) for row in figures[topic]["rows"]]
        table = ["| what | figure | target | met | note |", "|---|---|---|---|---|"]
        table += [f"| {r.what} | {r.figure} | {r.target} | {ANSWERS[r.met]} | {r.note} |" for r in rows]
        parts.append(f"## {topic.replace('_', ' ')}\n\nOn {figures[topic]['machine']}.\n\n" + "\n".join(table))
    return "\n\n".join(parts) + "\n"


main()
