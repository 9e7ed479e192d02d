"""A tiny builder of indexes from plain Python values, for tests that need no store.

    index_of(competences=["a", Comp("b", code="CFAM&LEA4")],
             resources=[Res("course", teaches=[("a", 2), Teach("b", 3, entry=2)], requires=[("a", 1)], price=9900)],
             roles=[Role("manager", [("a", 3), Need("b", 2, importance=5)])],
             alignments=[("a", EXACT, "b")])

A name without a colon is a slug: `iri("competence", "a")` is the IRI it stands for. Tests import it by
`from indexes import ...` (pytest puts the folder of conftest.py on the path).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from signpost.engine.index import ARRAYS, BROAD, CLOSE, EXACT, NARROW, RELATED, STATED, Index
from signpost.model import THINGS, VOCABULARY

INVERSE = {EXACT: EXACT, CLOSE: CLOSE, BROAD: NARROW, NARROW: BROAD, RELATED: RELATED}
RELATIONS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


def iri(kind: str, name: str) -> str:
    """The IRI that a slug stands for; an IRI stands for itself; nothing for nothing."""
    return name if not name or ":" in name else f"{THINGS}{kind}/{name}"


def concept(scheme: str, name: str) -> str:
    """The IRI of a vocabulary concept by its slug."""
    return name if not name or ":" in name else f"{VOCABULARY}{scheme}/{name}"


@dataclass(frozen=True)
class Comp:
    name: str
    label: str = ""
    code: str = ""
    framework: str = ""
    status: str = "current"
    replacement: str = ""
    decided: Sequence[tuple[date, int, str]] = ()
    """Decisions of adopters: from which day, the kind, and what it becomes."""


@dataclass(frozen=True)
class Work:
    """A framework: when it came into force, at the earliest and at the latest, and its last day."""

    name: str
    status: str = "current"
    start: date | None = None
    start_latest: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Teach:
    competence: str
    outcome: int
    entry: int = 0
    shows: int = 3
    basis: str = ""
    confidence: float = 1.0


@dataclass(frozen=True)
class Run:
    """An offering; price in pence, -1 where it is not known."""

    name: str
    start: date
    end: date | None = None
    price: int = -1
    region: str = ""
    mode: str = ""
    seats: int = -1
    access: Sequence[str] = ()


@dataclass(frozen=True)
class Res:
    name: str
    teaches: Sequence[Teach | tuple[str, int]] = ()
    requires: Sequence[tuple[str, int]] = ()
    price: int = 0
    minutes: int = 60
    label: str = ""
    provider: str = ""
    award: str = ""
    activity: str = "direct-training"
    mode: str = "online"
    language: str = ""
    link: str = ""
    supporter: str = ""
    work_based: bool = False
    online: bool = True
    scheduled: bool = False
    regions: Sequence[str] = ()
    offerings: Sequence[Run] = ()


@dataclass(frozen=True)
class Need:
    competence: str
    level: int
    importance: int = 3
    horizon: int = 0
    asks: int = 3
    family: str = "generic"
    basis: str = ""
    confidence: float = 1.0


@dataclass(frozen=True)
class Role:
    name: str
    needs: Sequence[Need | tuple[str, int]] = ()
    label: str = ""
    lowest: int = 0
    highest: int = 0
    duties: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """A duty -> the competences that it is met by."""


@dataclass(frozen=True)
class Job:
    """An occupation: its essential and its optional competences, and the levels of some."""

    name: str
    essential: Sequence[str] = ()
    optional: Sequence[str] = ()
    label: str = ""
    levels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    units: Sequence[str]
    at_least: int = -1
    credits: int = -1


@dataclass(frozen=True)
class Prize:
    """An award: its unit groups, its credit, and the awards that may not stand beside it."""

    name: str
    groups: Sequence[Group] = ()
    credit: int = -1
    barred: Sequence[str] = ()
    label: str = ""


@dataclass(frozen=True)
class Door:
    """A gateway: its link and the IRIs it is about."""

    name: str
    about: Sequence[str] = ()
    link: str = ""
    label: str = ""


Columns = dict[str, list[int | float | str]]
"""Columns before their texts are numbered: a str stands for its position in `texts`, the empty one for -1."""


def index_of(
    *,
    competences: Iterable[Comp | str] = (),
    resources: Iterable[Res] = (),
    roles: Iterable[Role] = (),
    alignments: Iterable[tuple[str, int, str]] = (),
    frameworks: Iterable[Work | str] = (),
    organisations: Iterable[str] = (),
    regions: Mapping[str, str] | Iterable[str] = (),
    awards: Iterable[Prize | str] = (),
    occupations: Iterable[Job] = (),
    gateways: Iterable[Door] = (),
    release: str = "test",
) -> Index:
    """An index of the things given; what a resource, role or alignment names is added where it was not given."""
    resources, roles, alignments, occupations = list(resources), list(roles), list(alignments), list(occupations)
    given = [c if isinstance(c, Comp) else Comp(c) for c in competences]
    named = [t.competence for r in resources for t in _taught(r)] + [c for r in resources for c, _ in r.requires]
    named += [c for r in roles for met in r.duties.values() for c in met]
    named += [c.replacement for c in given]
    named += [n.competence for r in roles for n in _needs(r)] + [c for a in alignments for c in (a[0], a[2])]
    named += [c for job in occupations for c in (*job.essential, *job.optional)]
    comps = _completed(given, named, Comp, "competence")
    prizes = [a if isinstance(a, Prize) else Prize(a) for a in awards]
    prizes = _completed(prizes, [r.award for r in resources], Prize, "award")
    prizes = _completed(prizes, [u for p in prizes for g in p.groups for u in g.units], Prize, "award")
    bodies = sorted({iri("organisation", o) for o in (*organisations, *(r.provider for r in resources)) if o})
    within = dict(regions) if isinstance(regions, Mapping) else dict.fromkeys(regions, "")
    places = [p for r in resources for p in (*r.regions, *(o.region for o in r.offerings)) if p]
    places += [w for w in within.values() if w]
    areas = {iri("region", k): iri("region", v) for k, v in {**dict.fromkeys(places, ""), **within}.items()}
    works = [f if isinstance(f, Work) else Work(f) for f in frameworks]
    wholes = _completed(works, [c.framework for c in comps], Work, "framework")
    ids = {
        "competence": _ids("competence", [c.name for c in comps]),
        "award": _ids("award", [p.name for p in prizes]),
        "organisation": {o: n for n, o in enumerate(bodies)},
        "region": {a: n for n, a in enumerate(sorted(areas))},
        "framework": _ids("framework", [f.name for f in wholes]),
    }
    columns: Columns = {name: [] for name in ARRAYS if not name.startswith("text_")}
    _framework(columns, wholes)
    _competences(columns, comps, ids)
    _alignments(columns, alignments, ids)
    _plain(columns, "organisation", bodies)
    _regions(columns, areas, ids)
    for resource in sorted(resources, key=lambda r: iri("resource", r.name)):
        _resource(columns, resource, ids)
    _awards(columns, prizes, ids)
    for role in sorted(roles, key=lambda r: iri("role", r.name)):
        _role(columns, role, ids)
    for job in sorted(occupations, key=lambda j: iri("occupation", j.name)):
        _occupation(columns, job, ids)
    for door in sorted(gateways, key=lambda g: iri("gateway", g.name)):
        _gateway(columns, door)
    return _packed(columns, release)


Ids = Mapping[str, Mapping[str, int]]


def _ids(kind: str, names: Iterable[str]) -> dict[str, int]:
    return {name: n for n, name in enumerate(sorted(iri(kind, name) for name in names))}


def _completed(given, named, make, kind):  # type: ignore[no-untyped-def]  # one function for three kinds of thing
    known = {iri(kind, g.name) for g in given}
    missing = sorted({iri(kind, n) for n in named if n} - known)
    return sorted([*given, *(make(m) for m in missing)], key=lambda g: iri(kind, g.name))


def _taught(resource: Res) -> list[Teach]:
    return [t if isinstance(t, Teach) else Teach(*t) for t in resource.teaches]


def _needs(role: Role) -> list[Need]:
    return [n if isinstance(n, Need) else Need(*n) for n in role.needs]


def _start(columns: Columns, rows: str, counted: str) -> None:
    """Note where the rows of the next thing begin."""
    columns[rows].append(len(columns[counted]))


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1]


def _add(columns: Columns, **values: int | float | str) -> None:
    for name, value in values.items():
        columns[name].append(value)


def _plain(columns: Columns, kind: str, iris: Iterable[str]) -> None:
    for one in iris:
        _add(columns, **{f"{kind}_iri": one, f"{kind}_label": _last(one)})


def _framework(columns: Columns, wholes: Sequence[Work]) -> None:
    _plain(columns, "framework", [iri("framework", one.name) for one in wholes])
    for one in wholes:
        _add(columns, framework_edition=_last(one.name), framework_status=concept("status", one.status))
        _add(columns, framework_from=_ordinal(one.start), framework_until=_ordinal(one.until))
        _add(columns, framework_from_latest=_ordinal(one.start_latest or one.start))


def _ordinal(day: date | None) -> int:
    return -1 if day is None else day.toordinal()


def _competences(columns: Columns, comps: Sequence[Comp], ids: Ids) -> None:
    for comp in comps:
        name = iri("competence", comp.name)
        framework = ids["framework"].get(iri("framework", comp.framework), -1)
        _add(columns, competence_iri=name, competence_label=comp.label or _last(name), competence_code=comp.code)
        _add(columns, competence_framework=framework, competence_status=concept("status", comp.status))
        replacement = ids["competence"].get(iri("competence", comp.replacement), -1)
        _add(columns, competence_replacement=replacement)
        _start(columns, "succession_rows", "succession_to")
        stated = [(-1, STATED, replacement)] if replacement >= 0 else []
        decided = ((day.toordinal(), kind, becomes) for day, kind, becomes in comp.decided)
        later = [(day, kind, ids["competence"].get(iri("competence", to), -1)) for day, kind, to in decided]
        for day, kind, to in (*stated, *sorted(later)):
            _add(columns, succession_from=day, succession_kind=kind, succession_to=to)


def _alignments(columns: Columns, alignments: Iterable[tuple[str, int, str]], ids: Ids) -> None:
    known = ids["competence"]
    both = set()
    for source, relation, target in alignments:
        a, b = known[iri("competence", source)], known[iri("competence", target)]
        name = f"{iri('competence', source)}#{RELATIONS[relation]}-{_last(target)}"
        both |= {(a, b, name, relation), (b, a, name, INVERSE[relation])}
    ordered = sorted(both)
    columns["alignment_rows"] = list(np.searchsorted([a for a, *_ in ordered], range(len(known))).tolist())
    for _, target, name, relation in ordered:
        _add(columns, alignment_target=target, alignment_iri=name, alignment_relation=relation, alignment_from=-1)
        columns["alignment_confidence"].append(1.0)


def _regions(columns: Columns, areas: Mapping[str, str], ids: Ids) -> None:
    _plain(columns, "region", sorted(areas))
    columns["region_within"] = [ids["region"].get(areas[a], -1) for a in sorted(areas)]


def _resource(columns: Columns, resource: Res, ids: Ids) -> None:
    name = iri("resource", resource.name)
    _add(columns, resource_iri=name, resource_label=resource.label or _last(name))
    _add(columns, resource_provider=ids["organisation"].get(iri("organisation", resource.provider), -1))
    _add(columns, resource_award=ids["award"].get(iri("award", resource.award), -1))
    _add(columns, resource_activity=concept("activity-type", resource.activity), resource_price=resource.price)
    _add(columns, resource_minutes=resource.minutes, resource_mode=concept("mode", resource.mode))
    _add(columns, resource_language=resource.language, resource_link=resource.link)
    _add(columns, resource_supporter=concept("supporter", resource.supporter))
    _add(columns, resource_work_based=int(resource.work_based), resource_online=int(resource.online))
    _add(columns, resource_scheduled=int(resource.scheduled))
    _start(columns, "resource_region_rows", "resource_region")
    columns["resource_region"] += sorted(ids["region"][iri("region", r)] for r in resource.regions)
    _teaching(columns, resource, name, ids["competence"])
    _start(columns, "offering_rows", "offering_iri")
    for run in sorted(resource.offerings, key=lambda o: (o.start, o.name)):
        _run(columns, run, name, ids)


def _teaching(columns: Columns, resource: Res, name: str, known: Mapping[str, int]) -> None:
    _start(columns, "teaches_rows", "teaches_iri")
    _start(columns, "requires_rows", "requires_competence")
    needed = {(known[iri("competence", c)], level) for c, level in resource.requires}
    rows = sorted((f"{name}#teaches-{n}", t) for n, t in enumerate(_taught(resource), 1))
    for part, t in rows:
        competence = known[iri("competence", t.competence)]
        needed |= {(competence, t.entry)} if t.entry else set()
        _add(columns, teaches_iri=part, teaches_competence=competence, teaches_entry=t.entry)
        _add(columns, teaches_outcome=t.outcome, teaches_shows=t.shows, teaches_basis=t.basis)
        _add(columns, teaches_confidence=t.confidence)
    for competence, level in sorted(needed):
        _add(columns, requires_competence=competence, requires_level=level)


def _run(columns: Columns, run: Run, resource: str, ids: Ids) -> None:
    _add(columns, offering_iri=f"{resource}#offering-{run.name}", offering_start=run.start.toordinal())
    _add(columns, offering_end=run.end.toordinal() if run.end else -1, offering_price=run.price)
    _add(columns, offering_region=ids["region"].get(iri("region", run.region), -1), offering_seats=run.seats)
    _add(columns, offering_mode=concept("mode", run.mode))
    _start(columns, "offering_access_rows", "offering_access")
    columns["offering_access"] += sorted(concept("access", a) for a in run.access)


def _awards(columns: Columns, prizes: Sequence[Prize], ids: Ids) -> None:
    for prize in prizes:
        name = iri("award", prize.name)
        _add(columns, award_iri=name, award_label=prize.label or _last(name), award_credit=prize.credit)
        _start(columns, "group_rows", "group_at_least")
        for group in prize.groups:
            _add(columns, group_at_least=group.at_least, group_credits=group.credits)
            _start(columns, "group_unit_rows", "group_unit")
            columns["group_unit"] += sorted(ids["award"][iri("award", u)] for u in group.units)
        _start(columns, "barred_rows", "barred_award")
        columns["barred_award"] += sorted(ids["award"][iri("award", b)] for b in prize.barred)


def _role(columns: Columns, role: Role, ids: Ids) -> None:
    name = iri("role", role.name)
    _add(columns, role_iri=name, role_label=role.label or _last(name))
    _add(columns, role_lowest=role.lowest, role_highest=role.highest or role.lowest)
    _start(columns, "duty_rows", "duty_iri")
    for duty in sorted(role.duties):
        _add(columns, duty_iri=f"{name}#{duty}", duty_label=duty)
        _start(columns, "duty_met_rows", "duty_met")
        columns["duty_met"] += sorted(ids["competence"][iri("competence", c)] for c in role.duties[duty])
    _start(columns, "requirement_rows", "requirement_iri")
    for n, need in enumerate(_needs(role), 1):
        _add(columns, requirement_iri=f"{name}#need-{n}", requirement_level=need.level, requirement_asks=need.asks)
        _add(columns, requirement_competence=ids["competence"][iri("competence", need.competence)])
        _add(columns, requirement_importance=need.importance, requirement_horizon=need.horizon)
        _add(columns, requirement_family=concept("family", need.family), requirement_basis=need.basis)
        _add(columns, requirement_confidence=need.confidence)


def _occupation(columns: Columns, job: Job, ids: Ids) -> None:
    name = iri("occupation", job.name)
    _add(columns, occupation_iri=name, occupation_label=job.label or _last(name))
    _start(columns, "occupation_rows", "occupation_competence")
    known = ids["competence"]
    rows = {known[iri("competence", c)]: 0 for c in job.optional}
    rows |= {known[iri("competence", c)]: 1 for c in job.essential}
    levels = {known[iri("competence", c)]: level for c, level in job.levels.items()}
    for competence in sorted(rows):
        _add(columns, occupation_competence=competence, occupation_essential=rows[competence])
        _add(columns, occupation_level=levels.get(competence, 0))


def _gateway(columns: Columns, door: Door) -> None:
    name = iri("gateway", door.name)
    _add(columns, gateway_iri=name, gateway_label=door.label or _last(name), gateway_link=door.link)
    _start(columns, "gateway_about_rows", "gateway_about")
    columns["gateway_about"] += sorted(door.about)


OFFSETS = {
    **{f"{part}_rows": f"{part}_iri" for part in ("alignment", "teaches", "offering", "requirement", "duty")},
    **{
        f"{part}_rows": part
        for part in ("resource_region", "offering_access", "group_unit", "gateway_about", "duty_met")
    },
    **{f"{part}_rows": f"{part}_competence" for part in ("requires", "occupation")},
    "succession_rows": "succession_to",
    "group_rows": "group_at_least",
    "barred_rows": "barred_award",
}
"""The columns of offsets, each with a column of the rows it points into."""

DTYPES = {
    **dict.fromkeys(["resource_price", "resource_minutes", "offering_price"], np.int64),
    **dict.fromkeys(["alignment_confidence", "teaches_confidence", "requirement_confidence"], np.float32),
    **dict.fromkeys(
        ["succession_kind", "alignment_relation", "resource_work_based", "resource_online", "resource_scheduled"],
        np.int8,
    ),
    **dict.fromkeys(["teaches_entry", "teaches_outcome", "teaches_shows", "requires_level"], np.int8),
    **dict.fromkeys(["requirement_level", "requirement_importance", "requirement_horizon"], np.int8),
    **dict.fromkeys(["requirement_asks", "occupation_essential", "occupation_level"], np.int8),
    **dict.fromkeys(["role_lowest", "role_highest"], np.int8),
}
"""The columns that are not int32."""


def _packed(columns: Columns, release: str) -> Index:
    for rows, counted in OFFSETS.items():
        _start(columns, rows, counted)
    words = sorted({v for column in columns.values() for v in column if isinstance(v, str) and v}, key=str.encode)
    positions: dict[object, int] = {"": -1, **{word: n for n, word in enumerate(words)}}
    offsets = np.cumsum([0, *(len(word.encode()) for word in words)], dtype=np.int64)
    arrays = {
        name: np.array([positions[v] if isinstance(v, str) else v for v in column], dtype=DTYPES.get(name, np.int32))
        for name, column in columns.items()
    }
    content = np.frombuffer("".join(words).encode(), dtype=np.uint8)
    return Index(release=release, text_rows=offsets, text_bytes=content, **arrays)
