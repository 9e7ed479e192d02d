"""The catalogue of UK National Occupational Standards as of 2019, alone or in its folder with what lies beside it."""

from __future__ import annotations

from pathlib import Path

from signpost.errors import UnreadableInput
from signpost.exchange.gathered import Gathered
from signpost.exchange.nos import awards, occupations, suites
from signpost.exchange.nos.catalogue import listed
from signpost.exchange.nos.standards import by_code, describe, things
from signpost.model import Source, Submission

_CATALOGUE = "PublishedNos*.xlsx"
_OCCUPATIONS = "NOS_and_SOC_codes.csv"
_QUALIFICATIONS = "Frameworks_SVQs.xlsx"
_STRUCTURES = "svq_qualifications"


def looks_like(path: Path) -> bool:
    """Whether this is the catalogue's workbook, by its name, or a folder that holds it."""
    return bool(_catalogue(path)) if path.is_dir() else path.is_file() and path.match(_CATALOGUE)


def read(path: Path, source: Source) -> Submission:
    """The catalogue of 2019: the workbook alone, or its folder with occupations and Scottish qualifications.

    Every row that is dropped, merged or repaired is a finding with its file, row and column, and a summary closes
    them. Raises UnreadableInput where the folder has no catalogue, or a table or a column cannot be read.
    """
    gathered = Gathered("en")
    folder = path if path.is_dir() else None
    workbook = _catalogue(path) if folder else path
    if workbook is None:
        raise UnreadableInput(str(path), "the catalogue is missing", f"Add {_CATALOGUE}, or name the workbook itself.")
    rows = list(listed(gathered, workbook))
    found = things(gathered, rows)
    in_suites, bodies = suites.read(rows), suites.bodies(gathered, rows)
    for thing in found:
        names = in_suites.of(gathered, thing)
        home = in_suites.home(gathered, thing, names, source)
        describe(gathered, thing, home, names, bodies.developers(thing))
    suites.collections(gathered, in_suites)
    occupations.from_catalogue(gathered, found)
    if folder:
        named = by_code(found)
        if (folder / _OCCUPATIONS).is_file():
            occupations.from_table(gathered, named, folder / _OCCUPATIONS)
        for structure in sorted((folder / _STRUCTURES).glob("*.csv")):
            awards.structure(gathered, named, bodies, structure)
        if (folder / _QUALIFICATIONS).is_file():
            awards.qualifications(gathered, folder / _QUALIFICATIONS)
    gathered.summarise(path.name)
    return gathered.submission(source)


def _catalogue(folder: Path) -> Path | None:
    return next(iter(sorted(folder.glob(_CATALOGUE))), None)
