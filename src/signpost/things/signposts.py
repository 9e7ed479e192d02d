"""Where to look for each kind of help, at national, regional and local reach: gateways, bodies and resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from signpost.engine.index import Index
from signpost.errors import UnknownName
from signpost.graph.query import bind, read, rows
from signpost.model import THINGS, VOCABULARY
from signpost.store.release import Release

REACHES = ("national", "regional", "local")

_KINDS, _REACH, _REGION = VOCABULARY + "signpost-kind/", VOCABULARY + "reach/", THINGS + "region/"
_WAYS = {
    "e-learning": ("activity-type/e-learning", "activity-type/online-activity", "mode/online"),
    "study-resource": ("activity-type/reading", "activity-type/open-learning"),
    "network": ("activity-type/networking", "activity-type/learning-set", "activity-type/action-learning"),
    "programme": ("activity-type/direct-training", "activity-type/external-learning", "activity-type/lecture",
                  "activity-type/event", "activity-type/formal-study"),
    "qualification": ("activity-type/qualification",),
    "work-based-opportunity": ("activity-type/work-related-learning", "activity-type/shadowing",
                               "activity-type/secondment", "activity-type/mentoring", "activity-type/coaching"),
}  # fmt: skip
"""How resources of a kind are learned; of the other kinds there are bodies and gateways alone."""


@dataclass(frozen=True, slots=True)
class SignpostKind:
    """A row of `queries/signpost_kind.rq`."""

    kind: str
    label: str
    definition: str
    order: int


@dataclass(frozen=True, slots=True)
class Helped:
    """A row of `queries/helped.rq`."""

    help: str
    thing: str


@dataclass(frozen=True, slots=True)
class WayOf:
    """A row of `queries/way_of.rq`."""

    way: str
    thing: str


@dataclass(frozen=True, slots=True)
class Helping:
    """A row of `queries/helping.rq`."""

    help: str
    thing: str
    name: str
    reach: str
    region: str
    link: str
    purpose: str
    provider: str


@dataclass(frozen=True, slots=True)
class LearnedBy:
    """A row of `queries/learned_by.rq`."""

    way: str
    thing: str
    name: str
    region: str
    link: str
    provider: str


@dataclass(frozen=True, slots=True)
class HelpKind:
    """A kind of help, and how much of it is known."""

    slug: str
    label: str
    definition: str
    places: int
    """Bodies and gateways."""
    resources: int


@dataclass(frozen=True, slots=True)
class Place:
    """A body, a gateway or a resource where help of a kind is found."""

    iri: str
    kind: str
    """What it is: gateway, organisation or resource."""
    name: str
    reaches: tuple[str, ...]
    regions: tuple[str, ...]
    """What the regions that it serves are called; none where it serves everywhere."""
    link: str
    purpose: str
    provider: str


@dataclass(frozen=True, slots=True)
class Signposts:
    """Everything that is known for one kind of help."""

    kind: HelpKind
    places: tuple[Place, ...]
    queries: tuple[str, ...]
    """The queries by which that is found, as anybody can ask them."""


def kinds(release: Release) -> tuple[HelpKind, ...]:
    """The kinds of help in their order, with how much there is of each."""
    helped = _sets((row.help, row.thing) for row in rows(Helped, release.backend))
    ways = _sets((row.way, row.thing) for row in rows(WayOf, release.backend))
    return tuple(
        _kind(said, len(helped.get(said.kind, ())), len({one for way in _ways(said.kind) for one in ways.get(way, ())}))
        for said in _known_kinds(release)
    )


def signposts(release: Release, kind: str, region: str = "") -> Signposts:
    """What there is of a kind of help, at every reach; with a region what serves it, is in it, or serves everywhere.

    `kind` is the last part of its IRI, `region` a code of the Government Statistical Service. Raises UnknownName.
    """
    known = {one.kind.removeprefix(_KINDS): one for one in _known_kinds(release)}
    if kind not in known:
        raise UnknownName("kind of signpost", kind, list(known))
    near, ways = _near(release.index, region) if region else None, _ways(_KINDS + kind)
    bodies = list(_bodies(release.index, _helping(release, [_KINDS + kind]), near))
    resources = list(_resources(release.index, _learned(release, ways), near))
    queries = [bind(read("helping"), help=[_KINDS + kind])]
    if ways:
        queries.append(bind(read("learned_by"), way=list(ways)))
    return Signposts(_kind(known[kind], len(bodies), len(resources)), (*bodies, *resources), tuple(queries))


def _known_kinds(release: Release) -> list[SignpostKind]:
    return sorted(rows(SignpostKind, release.backend), key=lambda kind: (kind.order, kind.kind))


def _kind(said: SignpostKind, places: int, resources: int) -> HelpKind:
    return HelpKind(said.kind.removeprefix(_KINDS), said.label, said.definition, places, resources)


def _ways(kind: str) -> tuple[str, ...]:
    """How what is of a kind is learned."""
    return tuple(VOCABULARY + way for way in _WAYS.get(kind.removeprefix(_KINDS), ()))


def _sets(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, thing in pairs:
        found.setdefault(key, set()).add(thing)
    return found


def _helping(release: Release, kinds: Sequence[str]) -> list[Helping]:
    found = rows(Helping, release.backend, help=list(kinds)) if kinds else []
    return sorted(found, key=lambda row: (row.name.casefold(), row.thing, row.region, row.reach, row.link, row.purpose))


def _learned(release: Release, ways: Sequence[str]) -> list[LearnedBy]:
    found = rows(LearnedBy, release.backend, way=list(ways)) if ways else []
    return sorted(found, key=lambda row: (row.name.casefold(), row.thing, row.region, row.link, row.provider))


def _bodies(index: Index, found: Sequence[Helping], near: set[str] | None) -> Iterator[Place]:
    """Gateways first: they are made for searching."""
    things = [list(group) for _, group in groupby(found, key=lambda row: row.thing)]
    for said in sorted(things, key=lambda said: index.find("gateway", said[0].thing) < 0):
        regions = {row.region for row in said if row.region}
        if _serves(regions, near):
            reaches = {row.reach.removeprefix(_REACH) for row in said if row.reach} or _widths(regions)
            kind = "gateway" if index.find("gateway", said[0].thing) >= 0 else "organisation"
            purpose = min((row.purpose for row in said if row.purpose), default="")
            yield _place(index, kind, said, regions, reaches, purpose)


def _resources(index: Index, found: Sequence[LearnedBy], near: set[str] | None) -> Iterator[Place]:
    for _, group in groupby(found, key=lambda row: row.thing):
        said = list(group)
        regions = {row.region for row in said if row.region}
        if _serves(regions, near):
            reaches = _widths(regions) if regions or not _is_at_work(index, said[0].thing) else {"local"}
            yield _place(index, "resource", said, regions, reaches)


def _is_at_work(index: Index, resource: str) -> bool:
    """Whether a resource is learning in the work itself, which everybody has at their own place."""
    row = index.find("resource", resource)
    return row >= 0 and bool(index.resource_work_based[row])


def _place(
    index: Index,
    kind: str,
    said: Sequence[Helping] | Sequence[LearnedBy],
    regions: set[str],
    reaches: set[str],
    purpose: str = "",
) -> Place:
    return Place(
        iri=said[0].thing,
        kind=kind,
        name=said[0].name,
        reaches=tuple(reach for reach in REACHES if reach in reaches),
        regions=_called(index, "region", regions),
        link=min((row.link for row in said if row.link), default=""),
        purpose=purpose,
        provider=" and ".join(_called(index, "organisation", (row.provider for row in said))),
    )


# ------------------------------------------------------------------------------------------------ regions
@dataclass(frozen=True, slots=True)
class Region:
    """A region that can be chosen."""

    code: str
    label: str
    reach: str
    """How wide it is."""


def regions(release: Release) -> tuple[Region, ...]:
    """The regions, by how wide they are and by name."""
    index = release.index
    found = [(index.iri("region", row), index.label("region", row)) for row in range(len(index.region_iri))]
    known = [Region(iri.removeprefix(_REGION), label, _width(iri)) for iri, label in found]
    return tuple(sorted(known, key=lambda region: (REACHES.index(region.reach), region.label)))


def _serves(regions: set[str], near: set[str] | None) -> bool:
    return near is None or not regions or not regions.isdisjoint(near)


def _near(index: Index, code: str) -> set[str]:
    """A region, those that it lies within, and those that lie within it; raises UnknownName."""
    row = index.find("region", _REGION + code)
    if row < 0:
        raise UnknownName("region", code)
    above = set(_upwards(index, row))
    below = {one for one in range(len(index.region_iri)) if row in _upwards(index, one)}
    return {index.iri("region", one) for one in above | below}


def _upwards(index: Index, row: int) -> Iterator[int]:
    while row >= 0:
        yield row
        row = int(index.region_within[row])


def _called(index: Index, kind: str, iris: Iterable[str]) -> tuple[str, ...]:
    """What the things of a kind among some IRIs are called, each once."""
    found = {index.label(kind, row) for iri in set(iris) if (row := index.find(kind, iri)) >= 0}
    return tuple(sorted(found))


def _widths(regions: set[str]) -> set[str]:
    """How wide what serves some regions reaches; what names none serves everywhere."""
    return {_width(iri) for iri in regions} or {"national"}


def _width(iri: str) -> str:
    """Nations have codes that begin with 92 after their letter, the whole country with K, regions of England E12."""
    code = iri.removeprefix(_REGION)
    if code.startswith("K") or code[1:3] == "92":
        return "national"
    return "regional" if code.startswith("E12") else "local"
