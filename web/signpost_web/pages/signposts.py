"""The pages of the signposts: the kinds of help, and what there is of one kind at each reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from signpost_web import looks

if TYPE_CHECKING:
    from signpost.browsing import HelpKind, Place, Region, Signposts

REACHES = {
    "national": ("Across the nation", "A whole nation, or more than one."),
    "regional": ("In a region", "One region."),
    "local": ("Near you", "A town, a county, a council area, or your own place of work."),
}
"""What each reach is called, and how wide it is."""

_FEW, _MOST = 10, 50
"""Places of one reach that are shown beside the others, and alone."""
_WIDTHS = {"national": "Nations", "regional": "Regions of England", "local": "Council areas"}


@dataclass(frozen=True, slots=True)
class KindsPage:
    """The kinds of help that there are signposts to."""

    title: str
    kinds: tuple[HelpKind, ...]


@dataclass(frozen=True, slots=True)
class ReachSection:
    """What there is at one reach."""

    reach: str
    heading: str
    meaning: str
    places: tuple[Place, ...]
    total: int
    none: str
    """The sentence where nothing is known."""


@dataclass(frozen=True, slots=True)
class KindPage:
    """What there is of one kind of help."""

    title: str
    kind: HelpKind
    region: str
    """The code of the region that was chosen; empty for all."""
    region_label: str
    reach: str
    regions: tuple[tuple[str, tuple[Region, ...]], ...]
    """The regions that can be chosen, by how wide they are."""
    sections: tuple[ReachSection, ...]
    queries: tuple[str, ...]
    start: int
    most: int


def kinds_page(kinds: Sequence[HelpKind]) -> KindsPage:
    """The page of all kinds."""
    return KindsPage("Signposts", tuple(kinds))


def kind_page(found: Signposts, regions: Sequence[Region], region: str, reach: str, start: int) -> KindPage:
    """The page of a kind, at one reach where it is chosen, else with the first of each."""
    most = _MOST if reach else _FEW
    called = next((one.label for one in regions if one.code == region), "")
    shown = [reach] if reach else list(REACHES)
    return KindPage(
        title=found.kind.label,
        kind=found.kind,
        region=region,
        region_label=called,
        reach=reach,
        regions=tuple((_WIDTHS[width], tuple(group)) for width, group in groupby(regions, key=lambda one: one.reach)),
        sections=tuple(_section(found, one, called, start, most) for one in shown),
        queries=found.queries,
        start=start,
        most=most,
    )


def _section(found: Signposts, reach: str, region: str, start: int, most: int) -> ReachSection:
    heading, meaning = REACHES[reach]
    places = [place for place in found.places if reach in place.reaches]
    near = f" for {region}" if region else ""
    none = f"signpost knows nothing of this kind at {reach} reach{near} yet."
    return ReachSection(
        reach, f"{looks.capital(reach)}: {heading[0].lower()}{heading[1:]}", meaning,
        tuple(places[start : start + most]), len(places), none,
    )  # fmt: skip
