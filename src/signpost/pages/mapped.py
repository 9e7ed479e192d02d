"""Duties and their candidates as a page; its CSV is filled in and given back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote

from signpost.emit import Block, Heading, Item, Items, Page, Table, Text
from signpost.model import Candidate, MappedDuty
from signpost.pages.wording import count

COLUMNS = (
    "role", "duty", "rank", "code", "label", "framework", "kind", "score", "why", "rests_on", "past", "iri", "chosen",
)  # fmt: skip
"""The columns of CSV while a duty waits for a choice."""

DECIDED = ("role", "duty", "met by", "note")
"""The columns where every duty has a choice: those of the table 'Duties' that `publish` reads."""


def map_page(duties: Sequence[MappedDuty], given: str = "FILE", *, narrowed: bool = False) -> Page:
    """Every duty with its candidates, best first, each with the reason for its rank, and what to do next.

    `given` is the file with the duties; `narrowed` whether certain frameworks alone were looked at.
    """
    silent = sum(not (duty.candidates or duty.decided) for duty in duties)
    opening = "A score is how much speaks for a candidate, of the most that could; it is no probability."
    blocks: list[Block] = [Text(opening, quiet=True)]
    for duty in duties:
        role = f" ({duty.line.role})" if duty.line.role else ""
        blocks += [Heading(f"{duty.line.duty}{role}"), _candidates(duty, narrowed)]
    blocks += [] if narrowed else list(_several(duties))
    blocks.append(Text(next_step(duties, given)))
    if is_table(duties):
        rows = Table(DECIDED, tuple(map(_decided_row, duties)))
    else:
        rows = Table(COLUMNS, tuple(row for duty in duties for row in _rows(duty)))
    nothing = f", {silent:,} without a candidate" if silent else ""
    return Page(f"Mapped: {count(len(duties), 'duty', 'duties')}{nothing}", tuple(blocks), list(duties), rows)


def is_table(duties: Sequence[MappedDuty]) -> bool:
    """Whether every duty is decided, and its CSV is the table 'Duties': that names competences alone."""
    kinds = {candidate.kind for duty in duties for candidate in duty.candidates}
    return all(duty.decided for duty in duties) and kinds <= {"competence"}


def next_step(duties: Sequence[MappedDuty], given: str = "FILE") -> str:
    """What to do with the answer, in words."""
    left = sum(not duty.decided for duty in duties)
    if is_table(duties):
        return _to_publish(duties, given)
    if not left:
        return "Every duty is decided. Occupations are no part of a table 'Duties': --as csv keeps what is chosen."
    how = ("in the column 'chosen' an x in each row that is meant (or the code of another), and none in every row of a "
           "duty that nothing meets")  # fmt: skip
    if left < len(duties):
        return (f"{len(duties) - left:,} of {len(duties):,} decided, {left:,} left. To decide them, write into "
                f"{given}: {how}. Then signpost map {quote(given)}.")  # fmt: skip
    filled = _beside(given, "choices")
    return f"To choose: signpost map {quote(given)} --as csv > {filled}; {how}. Then signpost map {filled}."


def _to_publish(duties: Sequence[MappedDuty], given: str) -> str:
    table, nobodys = _beside(given, "Duties"), sum(not duty.line.role for duty in duties)
    first = f"Write into it whose duty each is: {nobodys:,} have no role. " if nobodys else ""
    return (f"Every duty is decided. With --as csv this is the table 'Duties': signpost map {quote(given)} --as csv > "
            f"{table}. {first}Then signpost check {table} --source YOURS, and where it has no fault, signpost publish "
            f"{table} --source YOURS.")  # fmt: skip


def _beside(given: str, name: str) -> str:
    """A name for a new file, which is never that of the file that is read."""
    return f"{name}-2.csv" if Path(given).name.lower() == f"{name}.csv".lower() else f"{name}.csv"


def _several(duties: Sequence[MappedDuty]) -> Iterator[Block]:
    """A hint where the candidates come from several frameworks."""
    frameworks = {c.framework for duty in duties if not duty.decided for c in duty.candidates if c.framework}
    if len(frameworks) > 1:
        said = f"The candidates come from {len(frameworks):,} frameworks. --framework NAME keeps to one; repeatable."
        yield Text(said, quiet=True)


def _candidates(duty: MappedDuty, narrowed: bool) -> Block:
    if duty.candidates:
        return Items(tuple(map(_item, duty.candidates)), numbered=not duty.decided)
    if duty.decided:
        return Text("Nothing meets it: that is decided.")
    hint = "Say it otherwise, or leave --framework out." if narrowed else "Say it otherwise."
    return Text(f"No candidate worth showing: nothing has enough of its words. {hint}")


def _item(candidate: Candidate) -> Item:
    name = f"{candidate.code} {candidate.label}".strip()
    past = ["an earlier edition"] if candidate.past else []
    said = ", ".join(filter(None, (candidate.framework, *past, f"score {candidate.score:.2f}")))
    return Item(f"{name} ({said})", (candidate.why,))


def _rows(duty: MappedDuty) -> list[tuple[str | int | float | None, ...]]:
    """One row for each candidate; a duty without one has a row of its own, so that none is lost."""
    line, mark = duty.line, "x" if duty.decided else ""
    without = (line.role, line.duty, None, *[""] * (len(COLUMNS) - 4), "none" if duty.decided else "")
    return [
        (line.role, line.duty, rank, c.code, c.label, c.framework, c.kind, c.score, c.why, c.rests_on,
         "yes" if c.past else "", c.iri, mark)
        for rank, c in enumerate(duty.candidates, 1)
    ] or [without]  # fmt: skip


def _decided_row(duty: MappedDuty) -> tuple[str, ...]:
    return duty.line.role, duty.line.duty, "\n".join(candidate.iri for candidate in duty.candidates), ""
