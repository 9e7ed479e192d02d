"""The best route by trying every set of steps: slow, plain, and sharing nothing with the engine but the glossary.

Steps are (resource name, offering name or ""); facets are "k" and "p"; a state is {(competence, facet): level}.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain, combinations

from indexes import Group, Prize, Res, Run, Teach

Step = tuple[str, str]
State = dict[tuple[str, str], int]

FACETS = {1: "k", 2: "p", 3: "kp"}


@dataclass
class Case:
    """A small problem in plain values; money in pence, pace in minutes a week, weights already multiplied."""

    resources: Sequence[Res]
    wants: Sequence[tuple[str, int, int, int]]
    """(competence, level, facets, weight)."""
    held: Mapping[tuple[str, str], int] = field(default_factory=dict)
    as_at: date = date(2025, 1, 6)
    pace: int = 180
    value_per_hour: int = 1500
    budget: int | None = None
    deadline: date | None = None
    regions: Sequence[str] = ()
    within: Mapping[str, str] = field(default_factory=dict)
    """Region -> the region that it lies within."""
    modes: Sequence[str] = ()
    languages: Sequence[str] = ()
    exclude: Sequence[str] = ()
    require: Sequence[str] = ()
    unknown_prices: bool = False
    unknown_times: bool = False
    award: str = ""
    prizes: Sequence[Prize] = ()

    def __post_init__(self) -> None:
        self.by_name = {r.name: r for r in self.resources}
        self.teaching = {r.name: [_entered(r, t) for t in r.teaches] for r in self.resources}


def _entered(resource: Res, taught: Teach | tuple[str, int]) -> Teach:
    """A teaching row with its entry level settled: what is required of the same competence counts."""
    row = taught if isinstance(taught, Teach) else Teach(*taught)
    entry = max([row.entry, *(level for c, level in resource.requires if c == row.competence)])
    if resource.work_based:
        entry = max(entry, row.outcome - 1)
    return Teach(row.competence, row.outcome, entry, row.shows)


@dataclass(frozen=True)
class Best:
    weight: int
    cost: int
    finish: date
    count: int
    providers: int
    steps: tuple[Step, ...]

    @property
    def key(self) -> tuple[object, ...]:
        return (-self.weight, self.cost, self.finish, self.count, self.providers, self.steps)


def steps_of(case: Case) -> list[Step]:
    """The steps that the filters let pass, in order."""
    return [step for resource in sorted(case.resources, key=lambda r: r.name) for step in _ways(case, resource)]


def _ways(case: Case, resource: Res) -> Iterator[Step]:
    if resource.name in case.exclude or (resource.provider and resource.provider in case.exclude):
        return
    if case.languages and (resource.language or "en") not in case.languages:
        return
    if resource.minutes < 0 and (case.deadline or not case.unknown_times):
        return
    if not resource.offerings and not resource.scheduled and _passes(case, resource, None):
        yield resource.name, ""
    for run in sorted(resource.offerings, key=lambda o: (o.start, o.name)):
        if _passes(case, resource, run):
            yield resource.name, run.name


def _passes(case: Case, resource: Res, run: Run | None) -> bool:
    price = run.price if run and run.price >= 0 else resource.price
    if case.budget is not None and not case.unknown_prices and price < 0:
        return False
    if case.modes and ((run and run.mode) or resource.mode) not in case.modes:
        return False
    if case.regions and not (resource.online or resource.work_based or _near(case, resource, run)):
        return False
    if run is None:
        return True
    late = case.deadline is not None and max(run.start, run.end or run.start) > case.deadline
    return run.start >= case.as_at and run.seats != 0 and not late


def _near(case: Case, resource: Res, run: Run | None) -> bool:
    """A run is held at a place; a resource serves an area."""
    if run and run.region:
        return not set(case.regions).isdisjoint(_upwards(case, run.region))
    wider = {region for mine in case.regions for region in _upwards(case, mine)}
    return any(area in wider or not set(case.regions).isdisjoint(_upwards(case, area)) for area in resource.regions)


def _upwards(case: Case, region: str) -> list[str]:
    """A region, and those it lies within, from the smallest."""
    return [region, *_upwards(case, case.within[region])] if case.within.get(region) else [region]


def best(case: Case, *, without: Iterable[frozenset[str]] = ()) -> Best | None:
    """The first of all valid routes in the order; None where none is valid. `without`: sets of resources left out."""
    left_out = set(without)
    steps = steps_of(case)
    every = chain.from_iterable(combinations(steps, n) for n in range(len(steps) + 1))
    found = [judge(case, chosen) for chosen in every if frozenset(name for name, _ in chosen) not in left_out]
    return min((b for b in found if b is not None), key=lambda b: b.key, default=None)


def judge(case: Case, chosen: Sequence[Step]) -> Best | None:
    """A set of steps as a route, or None where it is not valid."""
    if len({name for name, _ in chosen}) < len(chosen):
        return None
    price, cost, minutes = _sums(case, chosen)
    if case.budget is not None and price > case.budget:
        return None
    if case.deadline is not None and minutes * 7 > ((case.deadline - case.as_at).days + 1) * case.pace:
        return None
    state = learnt(case, chosen)
    if state is None or not _obliged(case, chosen):
        return None
    finish = finish_day(case, chosen)
    if finish is None:
        return None
    closed = _closed(case, state)
    for step in chosen:
        rest = [other for other in chosen if other != step]
        after = learnt(case, rest)
        if after is not None and _obliged(case, rest) and set(closed) <= set(_closed(case, after)):
            return None
    providers = {case.by_name[name].provider for name, _ in chosen} - {""}
    weight = sum(case.wants[n][3] for n in closed)
    return Best(weight, cost, finish, len(chosen), len(providers), tuple(chosen))


def _sums(case: Case, chosen: Sequence[Step]) -> tuple[int, int, int]:
    prices = [max(0, _price(case, step)) for step in chosen]
    minutes = sum(max(0, case.by_name[name].minutes) for name, _ in chosen)
    return sum(prices), sum(prices) * 60 + minutes * case.value_per_hour, minutes


def _price(case: Case, step: Step) -> int:
    run = _run(case, step)
    return run.price if run and run.price >= 0 else case.by_name[step[0]].price


def _run(case: Case, step: Step) -> Run | None:
    return next((o for o in case.by_name[step[0]].offerings if o.name == step[1]), None)


def learnt(case: Case, chosen: Sequence[Step]) -> State | None:
    """What is held after all steps; None where one of them can never start."""
    state, waiting = dict(case.held), list(chosen)
    while waiting:
        ready = [step for step in waiting if can_start(case, state, step[0])]
        if not ready:
            return None
        for step in ready:
            take(case, state, step[0])
        waiting = [step for step in waiting if step not in ready]
    return state


def can_start(case: Case, state: State, name: str) -> bool:
    taught = case.teaching[name]
    for row in taught:
        if any(state.get((row.competence, f), 0) < row.entry for f in FACETS[row.shows]):
            return False
    own = {row.competence for row in taught}
    return all(
        max(state.get((c, "k"), 0), state.get((c, "p"), 0)) >= level
        for c, level in case.by_name[name].requires
        if c not in own
    )


def take(case: Case, state: State, name: str) -> None:
    for row in case.teaching[name]:
        for facet in FACETS[row.shows]:
            if row.outcome > row.entry:
                state[row.competence, facet] = max(state.get((row.competence, facet), 0), row.outcome)


def _closed(case: Case, state: State) -> list[int]:
    return [
        n
        for n, (c, level, facets, _) in enumerate(case.wants)
        if all(state.get((c, f), 0) >= level for f in FACETS[facets])
    ]


def _obliged(case: Case, chosen: Sequence[Step]) -> bool:
    names = {name for name, _ in chosen}
    providers = {case.by_name[name].provider for name in names}
    if not all(wanted in names or wanted in providers for wanted in case.require):
        return False
    return not case.award or _awarded(case, {case.by_name[name].award for name in names} - {""})


def _awarded(case: Case, given: set[str]) -> bool:
    prizes = {p.name: p for p in case.prizes}
    barred = sorted({tuple(sorted((p.name, b))) for p in case.prizes for b in p.barred})

    def has(award: str, left_out: set[str]) -> bool:
        if award in left_out:
            return False
        groups: Sequence[Group] = prizes[award].groups if award in prizes else ()
        return award in given or (bool(groups) and all(filled(g, left_out | {award}) for g in groups))

    def filled(group: Group, left_out: set[str]) -> bool:
        had = [u for u in group.units if has(u, left_out)]
        least = len(group.units) if group.at_least < 0 and group.credits < 0 else group.at_least
        return len(had) >= least and sum(max(0, prizes[u].credit) for u in had) >= group.credits

    for pick in range(2 ** len(barred)):
        left_out = {pair[pick >> n & 1] for n, pair in enumerate(barred)}
        if has(case.award, left_out):
            return True
    return False


def finish_day(case: Case, chosen: Sequence[Step]) -> date | None:
    """The last day, steps taken one after another; the as-at day for none; None where the dates cannot be kept."""
    state, waiting, now, last = dict(case.held), sorted(chosen), 0, case.as_at
    while waiting:
        ready = [step for step in waiting if can_start(case, state, step[0])]
        dated = sorted((run.start, step) for step in ready if (run := _run(case, step)) is not None)
        begins = (dated[0][0] - case.as_at).days * case.pace if dated else None
        alone = [s for s in ready if _run(case, s) is None]
        fitting = [s for s in alone if begins is None or now + 7 * max(0, case.by_name[s[0]].minutes) <= begins]
        if fitting:
            step = fitting[0]
            now += 7 * max(0, case.by_name[step[0]].minutes)
        elif begins is None or now > begins:
            return None
        else:
            step = dated[0][1]
            run = _run(case, step)
            assert run is not None
            after = ((run.end or run.start) - case.as_at).days + 1
            now = max(begins + 7 * max(0, case.by_name[step[0]].minutes), after * case.pace)
        last = max(last, case.as_at + timedelta(days=max(0, now - 1) // case.pace))
        waiting.remove(step)
        take(case, state, step[0])
    return None if chosen and case.deadline and last > case.deadline else last
