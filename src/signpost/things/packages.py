"""Frameworks as CASE packages, found back by the UUIDs under which they and what is in them go out.

What is looked up is made once for a release and kept in the process; whole packages are kept compressed. One item, or
what joins it to others, is written from its own neighbourhood alone, and is the same as in the whole package.
"""

from __future__ import annotations

import json
import re
import threading
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from signpost import words
from signpost.engine.names import kind_of, things
from signpost.errors import UnknownName
from signpost.exchange import addresses
from signpost.exchange.case import names
from signpost.exchange.case.writing import uuid_of, write
from signpost.graph.query import rows
from signpost.model import VOCABULARY, Node
from signpost.store.release import Release
from signpost.things.exports import export
from signpost.things.selection import gathered

_JOINING = (*names.ASSOCIATIONS, "broader")
_ENDS = ("alignmentSource", "alignmentTarget")
_CASE = f"{VOCABULARY}identifier-scheme/case"

_LAST = re.compile("[/#]")

Package = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Identifier:
    """A row of `queries/identifier.rq`."""

    thing: str
    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A row of `queries/joined.rq`."""

    competence: str
    words: str
    other: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """A row of `queries/alignment.rq`."""

    alignment: str
    source: str
    target: str
    relation: str


@dataclass(frozen=True, slots=True)
class LeadsTo:
    """A row of `queries/leads_to.rq`."""

    origin: str


# ------------------------------------------------------------------------------------------------ what is asked for
def frameworks(release: Release) -> list[Package]:
    """The document of each framework that holds competences, with its licence: packages without items, by IRI."""
    return list(_kept(release).frameworks.values())


def whole(release: Release, uuid: str) -> bytes:
    """The package of a framework as JSON; raises UnknownName."""
    kept = _kept(release)
    iri = kept.homes.get(uuid)
    if iri is None:
        raise UnknownName("framework", uuid)
    with kept.writing:
        if uuid not in kept.packages:
            kept.packages[uuid] = zlib.compress(export(release, iri, "case").content, 6)
    return zlib.decompress(kept.packages[uuid])


def item(release: Release, uuid: str) -> Package:
    """The package of one competence: its framework's document, and that item with what joins it to others.

    Raises UnknownName.
    """
    kept = _kept(release)
    for iri in kept.items.get(uuid, ()):
        package = _around(release, iri)
        found = [one for one in package["CFItems"] if one["identifier"] == uuid]
        if found:
            return {**package, "CFItems": found, "CFAssociations": list(_touching(package, uuid))}
    raise UnknownName("competence", uuid)


def joining(release: Release, uuid: str) -> Package:
    """The package of the competence that an association leads from, with that one alone; raises UnknownName."""
    origin = _kept(release).origin(release, uuid)
    package = _around(release, release.index.iri("competence", origin)) if origin >= 0 else {}
    found = [one for one in package.get("CFAssociations", ()) if one["identifier"] == uuid]
    if not found:
        raise UnknownName("association", uuid)
    return {**package, "CFAssociations": found}


def part(release: Release, kind: str, uuid: str) -> Package:
    """The one licence (`CFLicenses`) or rubric (`CFRubrics`) that has a UUID; raises UnknownName."""
    kept = _kept(release)
    if kind == "CFLicenses":
        every = [one for package in kept.frameworks.values()
                 for one in package.get("CFDefinitions", {}).get("CFLicenses", ())]  # fmt: skip
    else:
        home = kept.rubrics.get(uuid, "")
        every = json.loads(whole(release, home)).get(kind, []) if home else []
    found: list[Package] = [one for one in every if one["identifier"] == uuid]
    if not found:
        raise UnknownName("part of a framework", uuid)
    return found[0]


def _touching(package: Package, uuid: str) -> Iterator[Package]:
    for one in package["CFAssociations"]:
        if uuid in (one["originNodeURI"]["identifier"], one["destinationNodeURI"]["identifier"]):
            yield one


# ------------------------------------------------------------------------------------------------ a neighbourhood
def _around(release: Release, iri: str) -> Package:
    """A package of a competence and all of its framework that is joined to it directly."""
    backend, index = release.backend, release.index
    home = index.iri("framework", int(index.competence_framework[index.find("competence", iri)]))
    own = gathered(backend, [iri])
    out = {str(value) for node in own if node["id"] == iri for word in _JOINING for value in words.values(node, word)}
    into = {row.origin for row in rows(LeadsTo, backend, thing=iri, words=_iris(_JOINING))}
    aligned = [row.origin for row in rows(LeadsTo, backend, thing=iri, words=_iris(_ENDS))]
    ends = {str(value) for node in gathered(backend, aligned) for word in _ENDS for value in words.values(node, word)}
    near = {other for other in out | into | ends if _stands_in(release, other, home)}
    nodes = gathered(backend, [iri, home, *near, *aligned])
    return _package([node for node in nodes if node.get("inFramework", home) == home and _is_home(node, home)])


def _stands_in(release: Release, iri: str, home: str) -> bool:
    index, found = release.index, kind_of(release.index, iri)
    if not found or found[0] != "competence":
        return False
    framework = int(index.competence_framework[found[1]])
    return framework >= 0 and index.iri("framework", framework) == home


def _is_home(node: Node, home: str) -> bool:
    return "Framework" not in words.values(node, "type") or node["id"] == home


def _iris(names_of_words: Sequence[str]) -> list[str]:
    return [words.words()[word].iri for word in names_of_words]


def _package(nodes: Sequence[Node]) -> Package:
    read: Package = json.loads(write(nodes).content)
    return read


# ------------------------------------------------------------------------------------------------ what is kept
@dataclass
class _Kept:
    """What is looked up in one release."""

    digest: str
    frameworks: Mapping[str, Package]
    """IRI -> the package without items."""
    items: Mapping[str, Sequence[str]]
    """UUID -> IRIs of the competences that may go out under it."""
    packages: dict[str, bytes] = field(default_factory=dict)
    """UUID of a framework -> its package, compressed."""
    writing: threading.Lock = field(default_factory=threading.Lock)
    _origins: dict[bytes, int] = field(default_factory=dict)

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """UUID -> IRI of the framework."""
        return {package["CFDocument"]["identifier"]: iri for iri, package in self.frameworks.items()}

    @cached_property
    def rubrics(self) -> Mapping[str, str]:
        """UUID of a rubric -> UUID of its framework."""
        return {uuid_of(iri, "levels"): uuid for uuid, iri in self.homes.items()}

    def origin(self, release: Release, uuid: str) -> int:
        """The id of the competence from which the association with a UUID leads; -1 where there is none."""
        with self.writing:
            if not self._origins:
                self._origins = {UUID(uuid_of(*join)).bytes: row for row, join in _joins(release)}
        return self._origins.get(UUID(uuid).bytes, -1)


_last: list[_Kept] = []
_making = threading.Lock()


def _kept(release: Release) -> _Kept:
    with _making:
        if not _last or _last[0].digest != release.digest:
            _last[:] = [_made(release)]
        return _last[0]


def _made(release: Release) -> _Kept:
    index = release.index
    homes = {
        iri for row, (iri, _) in enumerate(things(index, "framework")) if (index.competence_framework == row).any()
    }
    nodes = gathered(release.backend, sorted(homes))
    alone = {
        iri: _package([node for node in nodes if _is_home(node, iri) and "inFramework" not in node]) for iri in homes
    }
    return _Kept(release.digest, dict(sorted(alone.items())), _items(release))


def _items(release: Release) -> dict[str, tuple[str, ...]]:
    index, found = release.index, dict[str, tuple[str, ...]]()
    for row, (iri, _) in enumerate(things(index, "competence")):
        if index.competence_framework[row] >= 0:
            found[uuid_of(iri)] = (iri,)
    for one in sorted(rows(Identifier, release.backend), key=lambda row: (row.thing, row.value)):
        uuid = addresses.uuid_in(one.value) if one.scheme == _CASE else ""
        if uuid and index.find("competence", one.thing) >= 0:
            found[uuid] = (*found.get(uuid, ()), one.thing)
    return found


def _joins(release: Release) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Each association that there may be: the id of its origin, then its origin, type and destination."""
    index, types = release.index, {words.words()[word].iri: kind for word, kind in names.ASSOCIATIONS.items()}
    types |= {words.words()["broader"].iri: "isChildOf", words.words()["example"].iri: "exemplar"}
    places = {iri: row for row, (iri, _) in enumerate(things(index, "competence"))}
    for one in rows(Joined, release.backend, words=list(types)):
        yield places.get(one.competence, -1), (one.competence, types[one.words], one.other)
    for iri, row in places.items():
        if index.competence_framework[row] >= 0:
            yield row, (iri, "isChildOf", index.iri("framework", int(index.competence_framework[row])))
    for aligned in rows(Alignment, release.backend):
        kind = names.ASSOCIATIONS.get(_LAST.split(aligned.relation)[-1], "")
        yield places.get(aligned.source, -1), (aligned.source, kind, aligned.target)
