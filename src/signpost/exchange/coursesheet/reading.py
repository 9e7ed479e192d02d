"""A provider's list of courses, as CSV or a workbook, with every fault at its row and column.

Rows with one reference are one course with several dated runs. Nothing is guessed: what is read otherwise than it is
written is told, and what is not certain is refused.
"""

from __future__ import annotations

from pathlib import Path

from signpost.exchange.coursesheet import tables
from signpost.exchange.coursesheet.courses import Courses
from signpost.exchange.coursesheet.telling import Telling
from signpost.exchange.gathered import Gathered
from signpost.model import Finding, Severity, Source, Submission

looks_like = tables.looks_like


def read(path: Path, source: Source) -> Submission:
    """The courses of a list with their offerings, providers and outcomes; raises UnreadableInput."""
    gathered = Gathered("en")
    found = tables.lines(path, gathered)
    Courses(Telling(gathered, found.units), source).read(found.rows)
    if not any(finding.severity is Severity.REFUSED for finding in gathered.findings):
        if not gathered.nodes:
            message = "Nothing is filled in: there is no course in it."
            gathered.findings.append(Finding(message, place=path.name, expected="a row below the head"))
        else:
            gathered.summarise(path.name)
    return gathered.submission(source)
