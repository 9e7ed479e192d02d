"""What a submission would come to before anybody publishes it: its resources as cards, and where each is signposted."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from signpost import words
from signpost.engine.index import Index
from signpost.engine.names import Names, things
from signpost.engine.placement import ROLES, placed
from signpost.errors import UnknownName
from signpost.model import GRAPHS, Finding, Node, Placed, Severity, Submission
from signpost.person.policy import default_policy
from signpost.store.apart import apart
from signpost.store.release import Change, Release, sorted_lines
from signpost.things.cards import Card, card, resolve
from signpost.wellformed import faults

MOST = 10
"""So many resources are placed where none is named."""

PAIRS = 50
"""So many pairs of a resource and a role are solved at most, and no more than `ROLES` of one resource."""

_RESOURCES = {"LearningResource", "WorkBasedActivity"}
_PARTS = ("teaches", "requires", "offering")
_REGIONS = ("E12", "W92", "S92", "N92")
"""How the codes of the nine English regions, of Wales, Scotland and Northern Ireland begin."""


@dataclass(frozen=True, slots=True)
class Previewed:
    """One resource as a manager would see it, and where it would be signposted."""

    card: Card
    placed: Placed


@dataclass(frozen=True, slots=True)
class Preview:
    """What a submission would come to."""

    source: str
    as_at: date
    findings: tuple[Finding, ...]
    """What the gate finds; a refused one keeps all of it from being published."""
    resources: tuple[Previewed, ...]
    refused: tuple[str, ...]
    """IRIs of resources that are not placed, since they or their parts have refused findings."""
    more: int
    """How many resources beside these were not looked at."""
    roles: int
    """How many roles were asked."""
    value_per_hour: int
    """Pence for an hour of a learner's time, as it was counted."""
    called: Mapping[str, str]
    """What the roles, competences, resources and regions that are named are called."""


def preview(
    release: Release,
    sent: Submission,
    findings: Sequence[Finding],
    as_at: date,
    resource: str = "",
    *,
    kept: bytes = b"",
    roles: Sequence[str] = (),
    time_limit: float | None = None,
) -> Preview:
    """Where the resources of a submission would be signposted, those whose nodes can be read.

    The one that is named, else the first ones; for the roles that are named, else for all; `kept` is what its source
    goes on saying beside it. No further role is looked at after `time_limit` seconds. Raises UnknownName where the
    submission has no such resource or the release no such role, AmbiguousName.
    """
    bad = {finding.node for finding in findings if finding.severity is Severity.REFUSED}
    good = [node for node in sent.nodes if node.get("id") not in bad and not faults(node)]
    own = [node for node in sent.nodes if _RESOURCES.intersection(map(str, words.values(node, "type")))]
    chosen = [_named(own, resource)] if resource else own
    sound = [str(node["id"]) for node in chosen if node in good and not bad.intersection(_parts(node))]
    lines = sorted_lines(kept + words.to_ntriples(good))
    told = Preview(
        source=sent.source.id,
        as_at=as_at,
        findings=tuple(findings),
        resources=(),
        refused=tuple(iri for iri in (str(node.get("id", "")) for node in chosen) if iri not in sound),
        more=max(0, len(sound) - MOST),
        roles=0,
        value_per_hour=0,
        called={},
    )
    with apart(release, Change({GRAPHS + sent.source.id: lines}, sources=(sent.source,))) as after:
        return _looked(told, after, sound[:MOST], roles, time_limit)


def signposted(
    release: Release, resource: str, as_at: date, *, roles: Sequence[str] = (), time_limit: float | None = None
) -> Preview:
    """Where a resource that is published already is signposted, told as that of one which is not.

    For the roles that are named, else for all; no further one is looked at after `time_limit` seconds. Raises
    UnknownName, AmbiguousName.
    """
    hit = resolve(release, resource, ("resource",))
    return _looked(Preview("", as_at, (), (), (), 0, 0, 0, {}), release, [hit.iri], roles, time_limit)


def _looked(
    told: Preview, release: Release, looked: Sequence[str], roles: Sequence[str], time_limit: float | None
) -> Preview:
    """A preview with where some resources of a release are signposted."""
    index, policy, began = release.index, default_policy(), time.monotonic()
    asked, each = _roles(release, roles), max(1, len(looked))
    found = placed(
        index, looked, asked, _regions(index), told.as_at, policy, most=min(ROLES, PAIRS // each),
        enough=lambda done: time_limit is not None and time.monotonic() - began > time_limit * done / each,
    )  # fmt: skip
    return replace(
        told,
        resources=tuple(Previewed(card(release, one.resource), one) for one in found),
        roles=len(asked),
        value_per_hour=policy.value_per_hour,
        called=_called(Names(index), found),
    )


def _roles(release: Release, names: Sequence[str]) -> list[str]:
    """The roles that are named, else all that ask for anything."""
    if names:
        return list(dict.fromkeys(resolve(release, name, ("role",)).iri for name in names))
    return [iri for iri, _ in things(release.index, "role") if _asks(release.index, iri)]


def _named(own: Sequence[Node], name: str) -> Node:
    """The resource of a submission that an IRI, a name or the end of an IRI means."""
    slugs = {str(node.get("id")).rstrip("/").rpartition("/")[2]: node for node in own}
    known = (
        slugs
        | {words.text(node, "label").casefold(): node for node in own}
        | {str(node.get("id")): node for node in own}
    )
    found = known.get(name, known.get(name.casefold()))
    if found is None:
        raise UnknownName("resource in it", name, get_close_matches(name, [*known], 3))
    return found


def _parts(node: Node) -> Iterator[str]:
    for word in _PARTS:
        yield from map(str, words.values(node, word))


def _asks(index: Index, role: str) -> bool:
    row = index.find("role", role)
    return bool(index.requirement_rows[row] < index.requirement_rows[row + 1])


def _regions(index: Index) -> list[str]:
    """The regions that people speak of; where none has such a code, those that lie within no other."""
    every = [iri for iri, _ in things(index, "region")]
    known = [iri for iri in every if iri.rpartition("/")[2].startswith(_REGIONS)]
    return known or [iri for row, iri in enumerate(every) if index.region_within[row] < 0]


def _called(names: Names, found: Iterable[Placed]) -> dict[str, str]:
    """What everything is called that some placements name; a competence by its code where it has one."""
    told: set[str] = set()
    for one in found:
        told.update(reach.region for reach in one.regions)
        for placement in one.placements:
            told.update((placement.role, *placement.closes, *placement.beaten_by))
            told.update(iri for each in placement.keeps_out for iri in (each.competence, each.instead) if iri)
    return {iri: names.short(iri) for iri in sorted(told)}
