"""A submission before it is published, as a page: what the gate finds, where it is signposted, what a manager sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from signpost.emit import Block, Heading, Page, Table, Text
from signpost.model import Keeps, Obstacle, Place, Placed, Placement, Reach, Severity, Start
from signpost.pages.listings import card_page, findings_page
from signpost.pages.wording import capital, count, day, hours, listed, money

if TYPE_CHECKING:
    from signpost import Preview, Previewed

_STARTS = {Start.NOTHING: "holding nothing", Start.BELOW: "one level below"}
_BEATEN = 3
"""So many resources are named that beat one."""

Called = Mapping[str, str]


def preview_page(found: Preview, name: str) -> Page:
    """What the gate finds, then for each resource where it would be signposted and what a manager would see."""
    resources = found.resources
    if len(resources) == 1:
        title = f"{resources[0].placed.label}: {_headline(resources[0].placed, found.roles)}"
    else:
        title = f"{name}: {count(len(resources), 'resource')} of {found.source}"
    blocks = [*_gate(found), *_left_out(found)]
    for one in resources:
        blocks += _resource(one, found, alone=len(resources) == 1)
    if resources:
        blocks.append(Text(_foundation(found), quiet=True))
    return Page(title, tuple(blocks), found, _rows(found))


def signposted_page(found: Preview, seconds: float) -> Page:
    """Where one resource that is published already is signposted, looked for during some seconds at most."""
    placed = found.resources[0].placed
    blocks = (*_closed(placed), *_signposted(placed, found), *_reach(placed, found.called), *_notes(placed),
              Text(f"{_foundation(found)} The search takes {seconds:g} seconds at most.", quiet=True))  # fmt: skip
    return Page(f"{placed.label}: {_headline(placed, found.roles)}", blocks, found, _rows(found))


def _headline(placed: Placed, roles: int) -> str:
    if placed.closed:
        return "signposted for nobody now"
    passed = len(_passed(placed))
    every = f"the {count(roles - passed, 'role')} looked at" if passed else count(roles, "role")
    return f"signposted for {len(placed.roles):,} of {every}"


def _passed(placed: Placed) -> tuple[str, ...]:
    """The roles that ask for something of it and were not looked at."""
    return tuple(dict.fromkeys(one.role for one in placed.placements if one.place is Place.PASSED))


def _gate(found: Preview) -> Iterator[Block]:
    """What keeps the submission from being published, and what else was noticed."""
    refused = sum(finding.severity is Severity.REFUSED for finding in found.findings)
    if refused:
        yield Text(f"It would not be published: {count(refused, 'finding')} must be put right first.")
    elif found.findings:
        yield Text(f"It can be published, with {count(len(found.findings), 'finding')}.")
    else:
        yield Text("It can be published: nothing is wrong with it.")
    yield from findings_page("", found.findings).blocks


def _left_out(found: Preview) -> Iterator[Block]:
    if found.refused:
        refused = count(len(found.refused), "resource")
        yield Text(f"Not looked at, since what they say is refused: {refused}, {listed(found.refused[:_BEATEN])}.")
    if found.more:
        yield Text(f"{count(found.more, 'more resource')} not looked at.")
        yield Text("Name one with --resource NAME.", terminal=True)
    if not (found.resources or found.refused):
        yield Text("There is no learning resource in it, so there is nothing to signpost.")


def _resource(one: Previewed, found: Preview, *, alone: bool) -> Iterator[Block]:
    if not alone:
        yield Heading(f"{one.placed.label}: {_headline(one.placed, found.roles)}")
    yield from _closed(one.placed)
    yield from _signposted(one.placed, found)
    yield from _reach(one.placed, found.called)
    yield from _notes(one.placed)
    page = card_page(one.card)
    yield Heading("What a manager would see" if alone else f"What a manager would see of {one.placed.label}")
    yield Text(page.title)
    yield from page.blocks


# ------------------------------------------------------------------------------------------------ roles
def _signposted(placed: Placed, found: Preview) -> Iterator[Block]:
    """A row for each role that asks for something of it, and how many do not or were not looked at."""
    by_role: dict[str, list[Placement]] = {}
    for placement in placed.placements:
        if placement.place not in (Place.UNASKED, Place.PASSED):
            by_role.setdefault(placement.role, []).append(placement)
    rows = [(found.called[role], _yes(some), _why(some, found.called)) for role, some in by_role.items()]
    tones = tuple("good" if row[1] != "no" else "poor" for row in rows)
    if rows:
        yield Table(("Role", "Signposted", "Why, or why not"), tuple(rows), tones)
    passed = len(_passed(placed))
    if passed:
        asking, were = ("asks", "was") if passed == 1 else ("ask", "were")
        helps = f"{count(passed, 'more role')} {asking} for something that it helps with"
        yield Text(f"{helps} and {were} not looked at.")
        yield Text("Name one with --role NAME.", terminal=True)
    others = found.roles - len(rows) - passed
    if others:
        yield Text(f"{count(others, 'role')} {'asks' if others == 1 else 'ask'} for nothing that it teaches.")


def _yes(some: Sequence[Placement]) -> str:
    told = [placement for placement in some if placement.signposted]
    if not told:
        return "no" if any(one.place is Place.OUT for one in some) else "not settled"
    return "yes" if len(told) == len(Start) else f"yes, to someone {_STARTS[told[0].start]}"


def _why(some: Sequence[Placement], called: Called) -> str:
    """What is true of each start; what is true of both is said once."""
    said = {one.start: sentence(one, called) for one in some}
    if len(said) == len(Start) and len(set(said.values())) == 1:
        return next(iter(said.values()))
    return " ".join(f"{capital(_STARTS[start])}: {told}" for start, told in said.items())


def sentence(placement: Placement, called: Called) -> str:
    """Where a resource stands for one person, in one sentence."""
    if placement.place is Place.STEP:
        closes = listed([called[iri] for iri in placement.closes])
        return f"Step {placement.step} of {placement.steps}, for {closes}."
    beaten = _listed([called[iri] for iri in placement.beaten_by])
    if placement.place is Place.BESIDE:
        return f"Named beside {beaten}, as just as good."
    if placement.place is Place.UNSETTLED:
        return "The search was stopped before this was settled."
    if placement.place is Place.UNASKED:
        return "Nothing that it teaches is still asked for."
    if placement.place is Place.PASSED:
        return "Not looked at."
    return _beaten(beaten, [_SAID[one.keeps](one, called) for one in placement.keeps_out], placement.anyway)


def _beaten(by: str, ways: Sequence[str], anyway: bool) -> str:
    if not ways and not by:
        return "It gives nothing that is still missing."
    if not ways:
        there = ", there for other things too" if anyway else ""
        return f"Beaten by {by}{there}; no one change would bring it in."
    would = f"it would enter the best route {', or '.join(ways)}."
    return f"Beaten by {by}: {would}" if by else capital(would)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _BEATEN
    return listed([*names[:_BEATEN], f"{more:,} more"] if more > 0 else names)


def _free(one: Obstacle, called: Called) -> str:
    return f"at {money(one.needed)} or less" if one.needed else "free of charge"


def _level(one: Obstacle, called: Called, verb: str) -> str:
    return f"if it {verb} level {one.needed} of {called[one.competence]}, not {one.value}"


def _asked_first(one: Obstacle, called: Called) -> str:
    name = called[one.competence]
    less = f"no more than level {one.needed} of {name}" if one.needed else f"no level of {name}"
    return f"if it asked for {less} first, not {one.value}"


_SAID: Mapping[Keeps, Callable[[Obstacle, Called], str]] = {
    Keeps.PRICE: _free,
    Keeps.TIME: lambda one, called: f"with {hours(one.needed or 0)} of learning or less",
    Keeps.UNTIMED: lambda one, called: f"if it stated a learning time, of {hours(one.needed or 0)} or less",
    Keeps.UNDATED: lambda one, called: "if it stated a date on which it runs",
    Keeps.PAST: lambda one, called: "with an offering that has not begun yet",
    Keeps.FULL: lambda one, called: "with an offering that has seats left",
    Keeps.OUTCOME: lambda one, called: _level(one, called, "led to"),
    Keeps.ENTRY: lambda one, called: _level(one, called, "started from"),
    Keeps.SHOWS: lambda one, called: f"if it showed both knowledge and performance of {called[one.competence]}",
    Keeps.PREREQUISITE: _asked_first,
    Keeps.ALIGNED: lambda one, called: f"if it named {called[one.instead]}, of which it teaches only a match",
}
"""How each obstacle is told, after "it would enter the best route"."""


# ------------------------------------------------------------------------------------------------ places
_CLOSED: Mapping[Keeps, str] = {
    Keeps.PAST: "All its dates have begun or are over, so that nobody is signposted to it. Give it new dates.",
    Keeps.FULL: "No date is left that is still to come and has seats, so that nobody is signposted to it. "
    "Give it new dates, or correct the seats.",
    Keeps.UNDATED: "It runs on dates and states none, so that nobody is signposted to it. Give it dates.",
    Keeps.UNTIMED: "It states no learning time, so that only who allows for that is signposted to it. "
    "Say how long a learner needs.",
}


def _closed(placed: Placed) -> Iterator[Block]:
    """Why nobody can take a resource on the day, where nobody can."""
    if placed.closed:
        yield Text(_CLOSED[placed.closed])


def _reach(placed: Placed, called: Called) -> Iterator[Block]:
    """Where people can take a resource that is bound to places, where anybody can take it at all."""
    if placed.closed:
        return
    within = [reach for reach in placed.regions if reach.within]
    if within:
        told = listed([_region(reach, called) for reach in within])
        rest = len(placed.regions) - len(within)
        yield Text(f"It is in reach of someone in {told}{'; out of reach in the other ' + str(rest) if rest else ''}.")
    elif placed.regions:
        yield Text("It states no region, so that whoever says where they can travel misses it. Say where it is held.")


def _region(reach: Reach, called: Called) -> str:
    told = f" (signposted for {len(reach.roles):,} of {count(reach.looked, 'role')})" if reach.looked else ""
    return f"{called[reach.region]}{told}"


def _notes(placed: Placed) -> Iterator[Block]:
    if placed.unpriced:
        yield Text("It states no price: it counts as free here, and is left out for whoever has a budget.")
    if placed.language:
        yield Text(f"Its language is {placed.language}: it is left out for whoever asks for English alone.")


def _foundation(found: Preview) -> str:
    return (
        "Each role was asked for twice, without limits: for someone who holds nothing, and for someone who holds one "
        f"level less than it asks for, as on {day(found.as_at)}. An hour of learning is counted as "
        f"{money(found.value_per_hour)}."
    )


# ------------------------------------------------------------------------------------------------ rows
def _rows(found: Preview) -> Table:
    columns = ("resource", "label", "role", "role_label", "start", "signposted", "place", "step", "steps", "closes",
               "beaten_by", "kept_out_by", "why")  # fmt: skip
    rows = [_row(one.placed, each, found.called) for one in found.resources for each in one.placed.placements]
    return Table(columns, tuple(rows))


def _row(placed: Placed, one: Placement, called: Called) -> tuple[str | int | None, ...]:
    return (placed.resource, placed.label, one.role, called[one.role], one.start.value, int(one.signposted),
            one.place.value, one.step or None, one.steps or None, " ".join(one.closes), " ".join(one.beaten_by),
            "; ".join(dict.fromkeys(each.keeps.value for each in one.keeps_out)), sentence(one, called))  # fmt: skip
