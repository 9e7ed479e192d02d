"""The O*NET database as its folder of tables, workbooks or tab-separated."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from signpost.exchange.gathered import Gathered
from signpost.exchange.onet import elements, occupations, ratings
from signpost.exchange.onet.folder import framework, looks_like, tables
from signpost.exchange.onet.names import Release
from signpost.model import Source, Submission

__all__ = ["looks_like", "read"]

_ZONES, _ZONE_NAMES = "Job Zones", "Job Zone Reference"

_READ: dict[str, Callable[[Release, Path], None]] = {
    "Scales Reference": ratings.scales,
    "Content Model Reference": elements.content_model,
    "IWA Reference": elements.intermediate_activities,
    "DWA Reference": elements.detailed_activities,
    "Level Scale Anchors": elements.anchors,
    "Skills to Work Activities": elements.skills_to_activities,
    "Occupation Data": occupations.occupations,
    "Alternate Titles": occupations.alternate_titles,
    "Task Statements": occupations.tasks,
    "Tasks to DWAs": occupations.tasks_to_activities,
    "Related Occupations": occupations.related,
    "Technology Skills": occupations.technology,
    "Skills": ratings.ratings,
    "Knowledge": ratings.ratings,
}
"""In this order: what a table names has been read before."""


def read(path: Path, source: Source) -> Submission:
    """The O*NET database: its folder of tables, as workbooks or tab-separated text.

    Every row that is dropped or repaired is a finding with its file, line and column, and a summary closes them. Raises
    UnreadableInput where the path is no folder, lacks a table or a column, or a table cannot be read.
    """
    gathered = Gathered("en")
    found = tables(gathered, path)
    release = Release(gathered, framework(gathered, path, source))
    for name, read_table in _READ.items():
        if name in found:
            read_table(release, found[name])
        else:
            gathered.tell(f"There is no table '{name}': what it says is left out.", path.name)
    if _ZONES in found:
        occupations.job_zones(release, found[_ZONES], found.get(_ZONE_NAMES))
    for name in sorted(found.keys() - _READ.keys() - {_ZONES, _ZONE_NAMES}):
        gathered.tell(f"'{found[name].name}' is not a table that is read: it is left out.", found[name].name)
    gathered.summarise(path.name)
    return gathered.submission(source)
