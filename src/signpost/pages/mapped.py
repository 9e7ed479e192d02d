"""Duties and their candidates as a page; its CSV is filled in and given back."""

from __future__ import annotations

from collections.abc import Sequence

from signpost.emit import Block, Heading, Item, Items, Page, Table, Text
from signpost.model import Candidate, MappedDuty
from signpost.pages.wording import count

COLUMNS = (
    "role", "duty", "rank", "code", "label", "framework", "kind", "score", "why", "rests_on", "past", "iri", "chosen",
)  # fmt: skip
"""The columns of CSV while a duty waits for a choice."""

DECIDED = ("role", "duty", "met by", "note")
"""The columns where every duty has a choice: those of the table 'Duties' that `publish` reads."""


def map_page(duties: Sequence[MappedDuty]) -> Page:
    """Every duty with its candidates, best first, each with the reason for its rank."""
    silent = sum(not duty.candidates for duty in duties)
    opening = "A score is how much speaks for a candidate, of the most that could; it is no probability."
    blocks: list[Block] = [Text(opening, quiet=True)]
    for duty in duties:
        role = f" ({duty.line.role})" if duty.line.role else ""
        blocks += [Heading(f"{duty.line.duty}{role}"), _candidates(duty)]
    if all(duty.decided for duty in duties):
        rows = Table(DECIDED, tuple(map(_decided_row, duties)))
    else:
        rows = Table(COLUMNS, tuple(row for duty in duties for row in _rows(duty)))
        blocks.append(Text("To choose: --as csv, an x in the column 'chosen', and give the file back.", quiet=True))
    nothing = f", {silent:,} without a candidate" if silent else ""
    return Page(f"Mapped: {count(len(duties), 'duty', 'duties')}{nothing}", tuple(blocks), list(duties), rows)


def _candidates(duty: MappedDuty) -> Block:
    if not duty.candidates:
        return Text("Nothing has enough of its words. Say it otherwise, or leave --framework out.")
    return Items(tuple(map(_item, duty.candidates)), numbered=not duty.decided)


def _item(candidate: Candidate) -> Item:
    name = f"{candidate.code} {candidate.label}".strip()
    past = ["an earlier edition"] if candidate.past else []
    said = ", ".join(filter(None, (candidate.framework, *past, f"score {candidate.score:.2f}")))
    return Item(f"{name} ({said})", (candidate.why,))


def _rows(duty: MappedDuty) -> list[tuple[str | int | float | None, ...]]:
    """One row for each candidate; a duty without one has a row of its own, so that none is lost."""
    line, mark = duty.line, "x" if duty.decided else ""
    return [
        (line.role, line.duty, rank, c.code, c.label, c.framework, c.kind, c.score, c.why, c.rests_on,
         "yes" if c.past else "", c.iri, mark)
        for rank, c in enumerate(duty.candidates, 1)
    ] or [(line.role, line.duty, None, *[""] * (len(COLUMNS) - 3))]  # fmt: skip


def _decided_row(duty: MappedDuty) -> tuple[str, ...]:
    return duty.line.role, duty.line.duty, "\n".join(candidate.iri for candidate in duty.candidates), ""
