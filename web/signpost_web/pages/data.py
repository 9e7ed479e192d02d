"""The pages about the data: what can be had, how much there is, what is missing, what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signpost_web import looks

if TYPE_CHECKING:
    from signpost.browsing import Change, DataSet, FrameworkCounts, Untaught, UntaughtLine

_COUNTED = {"competence": "competences", "resource": "learning resources", "role": "roles",
            "occupation": "occupations", "organisation": "organisations", "award": "awards",
            "framework": "frameworks", "gateway": "gateways", "region": "regions"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source, and where what it states can be had."""

    id: str
    title: str
    publisher: str
    licence: str
    """The address of the licence; empty where none is stated."""
    licence_name: str
    rights: str
    edition: str
    retrieved: str
    homepage: str
    statements: int
    downloads: tuple[tuple[str, str], ...]
    """What each form is called, and its path."""


@dataclass(frozen=True, slots=True)
class DataPage:
    """Everything that can be had, and how much there is of it."""

    title: str
    counts: tuple[tuple[int, str], ...]
    sources: tuple[SourceRow, ...]
    coverage: tuple[FrameworkCounts, ...]


@dataclass(frozen=True, slots=True)
class UntaughtPage:
    """A part of the competences that no resource teaches."""

    title: str
    lines: tuple[UntaughtLine, ...]
    total: int
    framework: str
    """The IRI of the framework; empty for all."""
    frameworks: tuple[tuple[str, str], ...]
    needed: bool
    """Whether only what some role requires is meant."""
    start: int
    most: int


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One publication."""

    id: str
    source: str
    at: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What changed lately, the last first."""

    title: str
    changes: tuple[ChangeRow, ...]


def data_page(sets: Sequence[DataSet], counts: Mapping[str, int], coverage: Sequence[FrameworkCounts]) -> DataPage:
    """The page of the data sets, with how much there is of each kind and of each framework."""
    counted = tuple((counts[kind], name) for kind, name in _COUNTED.items() if counts.get(kind))
    return DataPage("Data", counted, tuple(map(_source, sets)), tuple(coverage))


def untaught_page(
    found: Untaught, frameworks: Sequence[tuple[str, str]], framework: str, needed: bool, start: int, most: int
) -> UntaughtPage:
    """The page of what no resource teaches, in one framework or in all of those that there are."""
    title = "Competences that nobody teaches" + (f": {found.framework}" if found.framework else "")
    choices = tuple(sorted(frameworks, key=lambda one: one[1].casefold()))
    return UntaughtPage(title, found.lines, found.total, framework, choices, needed, start, most)


def changes_page(changed: Sequence[Change]) -> ChangesPage:
    """The page of what changed."""
    return ChangesPage("What changed lately", tuple(map(_change, changed)))


def _source(each: DataSet) -> SourceRow:
    source = each.source
    path = f"/data/sources/{source.id}"
    return SourceRow(
        id=source.id,
        title=each.title,
        publisher=source.publisher,
        licence=looks.safe_link(source.licence),
        licence_name=_licence(source.licence),
        rights=source.rights,
        edition=source.edition,
        retrieved=source.retrieved,
        homepage=looks.safe_link(source.homepage),
        statements=each.statements,
        downloads=(("Turtle", f"{path}.ttl"), ("N-Triples", f"{path}.nt")),
    )


def _licence(address: str) -> str:
    """What people call a licence of Creative Commons; any other by its address."""
    parts = address.removeprefix("https://creativecommons.org/").strip("/").split("/")
    if address.startswith("https://creativecommons.org/") and len(parts) > 2:
        return "CC0" if parts[1] == "zero" else f"CC {parts[1].upper()} {parts[2]}"
    return address


def _change(change: Change) -> ChangeRow:
    if not change.number:
        title, sentence = f"{change.label}: came with signpost", "On this day its facts were read."
    else:
        counted = ((change.added, "added"), (change.changed, "changed"), (change.removed, "taken out"))
        said = [f"{number:,} {word}" for number, word in counted if number]
        title = f"{change.label}: published"
        told = looks.capital(", ".join(said) or "nothing new")
        sentence = f"{told}. It now describes {looks.count(change.nodes, 'thing')}."
    return ChangeRow(f"{change.source}-{change.number}", change.source, change.at, title, sentence)
