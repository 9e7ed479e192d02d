"""The sheet on which an adopter decides: a row for each competence of the old edition that waits for a decision."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from signpost.cells import meant, neutral
from signpost.exchange.received import Ragged, Row, table
from signpost.model import Decision, Finding, Impact

COLUMNS = ("old", "code", "title", "change", "certain", "evidence", "new_titles", "likely", "rests_on_it", "outcome",
           "becomes", "agreed_by", "decided_on", "because")  # fmt: skip
"""The first nine are for the reader, the last five are decided. An empty `becomes` is what is likely."""
OUTCOMES = ("same", "replaced", "ended", "kept")
_NEEDED = ("old", "outcome", "decided_on")


def write(impact: Impact) -> str:
    """The sheet to fill in, as CSV: what must be decided, with what speaks for what."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(impact):
        writer.writerow([neutral(cell) for cell in row])
    return out.getvalue()


def _rows(impact: Impact) -> Iterator[tuple[str, ...]]:
    resting: dict[str, set[tuple[str, str]]] = {}
    for one in impact.touched:
        resting.setdefault(one.about.iri, set()).add((one.kind, one.thing))
    for change in impact.to_decide:
        for old in (thing for thing in change.old if thing.iri in resting):
            yield (old.iri, old.code, old.label, change.change.value, "yes" if change.certain else "no",
                   "; ".join(change.evidence), "; ".join(f"{new.code} {new.label}".strip() for new in change.new),
                   " ".join(new.iri for new in change.new), str(len(resting[old.iri])), "", "", "", "", "")  # fmt: skip


def read(path: Path) -> tuple[list[Decision], list[Finding]]:
    """The decisions of a filled sheet (CSV or XLSX), and the rows that are no rows; raises UnreadableInput.

    What a decision says is checked where it is used, against the two editions.
    """
    decisions, findings = [], []
    for row in table(path, _NEEDED):
        if isinstance(row, Ragged):
            message = f"It has {row.cells} cells where the sheet has {row.expected} columns."
            findings.append(Finding(message, place=f"{row.file}:{row.line}"))
        else:
            decisions.append(_decision(row))
    return decisions, findings


def _decision(row: Row) -> Decision:
    said = {name: meant(cell.strip()) for name, cell in row.cells.items()}
    return Decision(
        old=said["old"],
        outcome=said["outcome"].lower(),
        becomes=tuple(said.get("becomes", "").split()),
        agreed_by=said.get("agreed_by", ""),
        decided_on=said["decided_on"],
        because=said.get("because", ""),
        place=row.place(),
    )
