"""Build `data/resources` from the shared inputs: `python data/build/resources_build.py SHARED_DATA`.

The same input gives the same bytes. What is repaired or left out is written row by row to `resources_report.csv`.
"""

from __future__ import annotations

import csv
import sys
import turtle
from pathlib import Path

import manifest
import resources_awards
import resources_learning as learning
import resources_workbased
from resources_pathway import Row, read

HERE = Path(__file__).parent
OUT = HERE.parent / "resources"
PATHWAY = "https://github.com/hippo-digital/prototype-dhsc-adult-social-care-hub"
SOURCE_DOCUMENT = (
    "Topss England, Continuing Professional Development for Leaders and Managers in Social Care (product 5),"
    " section 3 and Table 2"
)
OWN_RIGHTS = "Our own words and judgements; the kinds of activity are facts of the source"
NOTHING_TAUGHT = "nothing that it teaches is known: no category of the source, and its title supports no proposal"
FIELDS = ("row", "code", "title", "fate", "resource", "competences", "repairs", "why_left_out")


def main(shared_data: Path) -> None:
    """Read the pathway, write the resources, the awards, the report and the manifest."""
    rows, _ = read(shared_data)
    usable = [r for r in rows if not r.left_out]
    labels, later = learning.labels(usable), learning.later_numbers(usable)
    built = {r.number: list(learning.nodes(r, labels[r.number], later.get(r.number, ""))) for r in usable}
    for row in usable:
        if not any(n["type"] == "LearningOutcome" for n in built[row.number] if "type" in n):
            row.left_out = NOTHING_TAUGHT
    kept = [n for row in usable if not row.left_out for n in built[row.number]]
    awards = [n for n in kept if n.get("type") in ("Award", "Identifier")]
    turtle.write(OUT / "pathway.ttl", [n for n in kept if n not in awards])
    turtle.write(OUT / "awards.ttl", [*awards, *resources_awards.nodes()])
    turtle.write(OUT / "work-based.ttl", resources_workbased.nodes())
    _report(rows, {n: len([x for x in b if x.get("type") == "LearningOutcome"]) for n, b in built.items()})
    _manifest()


def _report(rows: list[Row], outcomes: dict[int, int]) -> None:
    with (HERE / "resources_report.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(FIELDS)
        for r in rows:
            fate, slug = ("left out", "") if r.left_out else ("kept", learning.resource_slug(r))
            found = (outcomes.get(r.number, 0), "; ".join(r.repairs), r.left_out)
            writer.writerow((r.number, r.code, r.title, fate, slug, *found))


def _manifest() -> None:
    source = {
        "id": "resources",
        "label": "Learning resources for managers in social care",
        "publisher": "signpost editors",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "rights": "Facts from the named sources, in our own words; links to competences are signpost's proposals",
        "edition": "2024-03",
        "homepage": "https://w3id.org/signpost/",
        "retrieved": "2024-03-28",
    }
    pathway = {"source": PATHWAY, "rights": "MIT Licence (Crown copyright): facts only", "retrieved": "2024-03-28"}
    own = {"source": SOURCE_DOCUMENT, "rights": OWN_RIGHTS, "retrieved": "2026-11-23"}
    files = [{"path": name, **pathway} for name in ("awards.ttl", "pathway.ttl")]
    manifest.write(OUT, source, [*files, {"path": "work-based.ttl", **own}])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
