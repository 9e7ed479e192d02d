"""What a source describes already, as texts that can be changed, and the changed ones as a submission that amends it.

Only resources that change are in that submission, each with all of its parts, so that everything else stays. It goes
through the gate as any other.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from signpost import words
from signpost.errors import UnknownName
from signpost.exchange.coursesheet import values
from signpost.exchange.coursesheet.values import Fault, Read
from signpost.gate.amending import PARTS, statements
from signpost.graph.backend import Backend
from signpost.model import GRAPHS, Finding, Node

_RESOURCES = {"LearningResource", "WorkBasedActivity"}
_WEEK = 7
_READ: Mapping[str, Callable[[str], Read | Fault]] = {
    "startDate": values.day, "endDate": values.day, "price": values.price, "seats": values.seats,
    "learningMinutes": values.learning_time,
}  # fmt: skip
"""How a text is read: as in a course list. What is no value of a word that is not here is told by the gate."""

OF_RESOURCES = ("price", "learningMinutes", "mode", "link")
OF_OFFERINGS = ("startDate", "endDate", "price", "seats", "place")
"""The words that can be changed."""

Changes = Mapping[str, Mapping[str, str]]
"""IRI of a resource or an offering -> word -> the text that it shall say; an empty one takes the word away."""


@dataclass(frozen=True, slots=True)
class OwnOffering:
    """An offering of a source."""

    iri: str
    said: Mapping[str, str]
    """Each of `OF_OFFERINGS` as a text; what is not stated is empty."""


@dataclass(frozen=True, slots=True)
class OwnResource:
    """A learning resource of a source."""

    iri: str
    label: str
    code: str
    said: Mapping[str, str]
    """Each of `OF_RESOURCES` as a text: time with its unit, several short names with a space between them."""
    offerings: tuple[OwnOffering, ...]
    """In the order of their first days."""


@dataclass(frozen=True, slots=True)
class Own:
    """Everything that a source describes."""

    nodes: Mapping[str, Node]
    resources: tuple[OwnResource, ...]
    """In the order of their names."""
    digest: str = ""
    """What tells it from what the source says at another time; empty where it says nothing."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The changed resources as a document in our own words, and what is wrong with the changes."""

    content: bytes
    """Empty where nothing changes; what is wrong is in it as it was before, so that the gate can look at the rest."""
    resources: tuple[str, ...]
    """IRIs of those that change."""
    made: Mapping[str, str]
    """IRI of each new offering -> that of the one in whose place it stands."""
    faults: tuple[Finding, ...]
    """Each with the IRI and the word that it is about."""


# ------------------------------------------------------------------------------------------------ what is there
def own(backend: Backend, source: str) -> Own:
    """What a source says of its resources now."""
    graph = GRAPHS + source
    lines = backend.dump(graph) if graph in backend.graphs() else b""
    nodes = {str(node["id"]): node for node in words.from_triples(statements(lines))[0]}
    found = [_resource(node, nodes) for node in nodes.values() if _kinds(node) & _RESOURCES]
    resources = tuple(sorted(found, key=lambda one: (one.label.casefold(), one.iri)))
    return Own(nodes, resources, hashlib.sha256(lines).hexdigest() if lines else "")


def _resource(node: Node, nodes: Mapping[str, Node]) -> OwnResource:
    runs = (nodes[iri] for iri in map(str, words.values(node, "offering")) if iri in nodes)
    found = (OwnOffering(str(run["id"]), {word: _text(run, word) for word in OF_OFFERINGS}) for run in runs)
    return OwnResource(
        iri=str(node["id"]),
        label=words.text(node, "label"),
        code=words.text(node, "notation"),
        said={word: _text(node, word) for word in OF_RESOURCES},
        offerings=tuple(sorted(found, key=lambda run: (run.said["startDate"], run.iri))),
    )


def _text(node: Node, word: str) -> str:
    said = " ".join(map(str, words.values(node, word)))
    if word == "price":
        return f"{said}0" if re.fullmatch(r"[0-9]+\.[0-9]", said) else said
    return _time(said) if word == "learningMinutes" else said


def _time(minutes: str) -> str:
    """Minutes as a person writes them, so that they are read as the same again: 90 is 1 hour 30 minutes."""
    if not minutes.isdecimal():
        return minutes
    whole, rest = divmod(int(minutes), 60)
    told = (f"{whole} hour{'' if whole == 1 else 's'}" if whole else "", f"{rest} minutes" if rest else "")
    return " ".join(filter(None, told))


def _kinds(node: Node) -> set[str]:
    return {str(kind) for kind in words.values(node, "type")}


# ------------------------------------------------------------------------------------------------ what shall be there
def revised(own: Own, changes: Changes) -> Revision:
    """The resources of a source with other values; what says the same as before is no change.

    Raises UnknownName for what is none of its resources or offerings.
    """
    faults: list[Finding] = []
    nodes = dict(own.nodes)
    for iri, said in changes.items():
        shown = _shown(own, iri)
        nodes[iri] = _with(nodes[iri], {w: t for w, t in said.items() if t.strip() != shown.said[w]}, faults)
    changed = {iri for iri in changes if nodes[iri] != own.nodes[iri]}
    return _written(own, nodes, changed, {}, faults)


def rolled_over(own: Own, changes: Changes) -> Revision:
    """The resources of a source with new offerings in the place of old ones, whose IRIs the changes name.

    Without a last day a new one takes as long as the old one did. Raises UnknownName for what is no offering of it.
    """
    faults: list[Finding] = []
    nodes, made = dict(own.nodes), dict[str, str]()
    for iri, said in changes.items():
        holder = _holder(own, iri)
        before = nodes.pop(iri)
        after = _with({**before, "id": iri}, _lasting(before, said), faults)
        new = _free(f"{holder.iri}#offering-{words.text(after, 'startDate') or 'undated'}", nodes)
        nodes[new], made[new] = {**after, "id": new}, iri
        kept = [new if one == iri else one for one in map(str, words.values(nodes[holder.iri], "offering"))]
        nodes[holder.iri] = {**nodes[holder.iri], "offering": words.one_or_list(kept)}
    return _written(own, nodes, {_holder(own, iri).iri for iri in changes}, made, faults)


def _lasting(before: Node, said: Mapping[str, str]) -> Mapping[str, str]:
    """What is said, with the last day where that is left to be reckoned."""
    start, old, end = values.day(said["startDate"]), words.text(before, "startDate"), words.text(before, "endDate")
    if said.get("endDate", "").strip() or not end or isinstance(start, Fault):
        return said
    long = date.fromisoformat(end) - date.fromisoformat(old)
    return {**said, "endDate": (date.fromisoformat(start.value) + long).isoformat()}


def _with(node: Node, said: Mapping[str, str], faults: list[Finding]) -> Node:
    """A thing with other values of some words; a text that is none is told and changes nothing."""
    found: dict[str, Any] = dict(node)
    for word, text in said.items():
        read = _read(word, text.strip()) if text.strip() else None
        if isinstance(read, Fault):
            faults.append(Finding(read.message, node=str(node["id"]), path=word, expected=read.expected,
                                  example=read.example))  # fmt: skip
        elif read is None:
            found.pop(word, None)
        else:
            found[word] = read.value
    return found


def _read(word: str, text: str) -> Read | Fault:
    if word == "mode":
        return Read(words.one_or_list(text.split()))
    return _READ[word](text) if word in _READ else Read(text)


def _shown(own: Own, iri: str) -> OwnResource | OwnOffering:
    for one in own.resources:
        if one.iri == iri:
            return one
        for run in one.offerings:
            if run.iri == iri:
                return run
    raise UnknownName("resource or offering of this source", iri)


def _holder(own: Own, offering: str) -> OwnResource:
    for one in own.resources:
        if any(run.iri == offering for run in one.offerings):
            return one
    raise UnknownName("offering of this source", offering)


def _free(iri: str, taken: Mapping[str, Node]) -> str:
    """The IRI, with a number behind it from the second of its name on."""
    return next(made for n in count(1) if (made := iri if n == 1 else f"{iri}-{n}") not in taken)


def _written(
    own: Own, nodes: Mapping[str, Node], changed: set[str], made: Mapping[str, str], faults: Sequence[Finding]
) -> Revision:
    ours = [one.iri for one in own.resources if changed & {one.iri, *(run.iri for run in one.offerings)}]
    if not ours:
        return Revision(b"", (), made, tuple(faults))
    graph = list({str(node["id"]): node for iri in ours for node in _whole(iri, nodes)}.values())
    document = {"@context": "https://w3id.org/signpost/context.jsonld", "graph": graph}
    return Revision(json.dumps(document, ensure_ascii=False, indent=1).encode(), tuple(ours), made, tuple(faults))


def _whole(iri: str, nodes: Mapping[str, Node]) -> Iterator[Node]:
    """A thing, and its parts."""
    yield nodes[iri]
    for word in sorted(words.pointing() & nodes[iri].keys()):
        for part in map(str, words.values(nodes[iri], word)):
            if part in nodes and part != iri and _kinds(nodes[part]) & set(PARTS):
                yield from _whole(part, nodes)


# ------------------------------------------------------------------------------------------------ days
def again(day: date, after: date, weeks: int | None = None) -> date:
    """The same weekday so many weeks later, else that nearest to the same day of the first year that is still to come.

    >>> again(date(2026, 3, 2), date(2026, 11, 28)), again(date(2026, 3, 2), date(2026, 11, 28), weeks=26)
    (datetime.date(2027, 3, 1), datetime.date(2026, 8, 31))
    """
    if weeks is not None:
        return day + timedelta(weeks=weeks)
    for years in count(1):
        passed = (_in_year(day, day.year + years) - day).days
        found = day + timedelta(days=_WEEK * round(passed / _WEEK))
        if found > after:
            return found
    raise AssertionError("years do not end")


def _in_year(day: date, year: int) -> date:
    """The same day of another year; the last of February for a day that only leap years have."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


# ------------------------------------------------------------------------------------------------ what has changed
@dataclass(frozen=True, slots=True)
class Difference:
    """What a source says otherwise from one publication to the next: IRI and name of each whole thing, in order."""

    added: tuple[tuple[str, str], ...]
    changed: tuple[tuple[str, str], ...]
    """Also where one of its parts is another one, or says something else."""
    removed: tuple[tuple[str, str], ...]


def difference(before: bytes, after: bytes) -> Difference:
    """What differs between two publications, each as lines of N-Triples."""
    old, new = (words.from_triples(statements(lines))[0] for lines in (before, after))
    was, now = ({str(node["id"]): node for node in nodes} for nodes in (old, new))
    wholes = {iri: node for iri, node in {**was, **now}.items() if words.text(node, "label")}
    named = [(iri, words.text(wholes[iri], "label")) for iri in sorted(wholes)]
    return Difference(
        added=tuple(one for one in named if one[0] not in was),
        changed=tuple(one for one in named if one[0] in was and one[0] in now and _differs(one[0], was, now)),
        removed=tuple(one for one in named if one[0] not in now),
    )


def _differs(iri: str, was: Mapping[str, Node], now: Mapping[str, Node]) -> bool:
    return list(_whole(iri, was)) != list(_whole(iri, now))
