"""Release to what a duty can be matched with: every competence or occupation with all that is told of it in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from signpost.engine.index import Index
from signpost.engine.names import name
from signpost.graph.query import rows
from signpost.labelfile import Entry
from signpost.model import VOCABULARY
from signpost.store.release import Release

KINDS = ("competence", "occupation")
"""What a duty can be matched with."""

_TEXTS = ("description", "definition", "scopeNote")
_PAST = tuple(f"{VOCABULARY}status/{status}" for status in ("legacy", "superseded", "withdrawn"))


@dataclass(frozen=True, slots=True)
class Described:
    """One thing that a duty can be matched with."""

    iri: str
    kind: str
    label: str
    code: str = ""
    framework: str = ""
    """What the framework in which it stands is called."""
    other: tuple[str, ...] = ()
    """Its other names."""
    text: str = ""
    """Its definition, description and scope."""
    within: tuple[str, ...] = ()
    """What it is narrower than."""
    needs: tuple[str, ...] = ()
    """The competences that are essential for it."""
    past: bool = False
    """Whether it, or the edition in which it stands, is legacy, superseded or withdrawn."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row of `queries/told.rq`."""

    thing: str
    word: str
    value: str


def described(release: Release, kind: str, frameworks: Collection[str] = ()) -> list[Described]:
    """The things of a kind with all that is told of them; of some frameworks alone, where their IRIs are given."""
    told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows(Told, release.backend):
        told[row.thing][row.word.replace("#", "/").rpartition("/")[2]].append(row.value)
    index, nothing = release.index, dict[str, list[str]]()
    wanted = frozenset(frameworks)
    return [
        _described(index, entry, told.get(entry.iri, nothing))
        for entry in release.labels.entries(kind)
        if not wanted or wanted & set(told.get(entry.iri, nothing).get("inFramework", ()))
    ]


def _described(index: Index, entry: Entry, told: Mapping[str, list[str]]) -> Described:
    frameworks = sorted(told.get("inFramework", ()))
    within = sorted(name(index, iri) for iri in told.get("broader", ()))
    texts = [text for word in _TEXTS for text in sorted(told.get(word, ()))]
    return Described(
        iri=entry.iri,
        kind=entry.kind,
        label=entry.label.removesuffix(f"({entry.code})").rstrip() if entry.code else entry.label,
        code=entry.code,
        framework=entry.framework or next((name(index, iri) for iri in frameworks), ""),
        other=tuple(other for other in entry.alt if not _is_code(other)),
        text="\n".join(dict.fromkeys(texts)),
        within=tuple(within),
        needs=_needs(index, entry.iri) if entry.kind == "occupation" else (),
        past=_is_past(index, entry.iri, frameworks),
    )


def _is_code(other: str) -> bool:
    return other.isupper() and any(letter.isdigit() for letter in other)


def _needs(index: Index, iri: str) -> tuple[str, ...]:
    row = index.find("occupation", iri)
    first, last = (int(index.occupation_rows[row + n]) for n in (0, 1))
    essential = index.occupation_competence[first:last][index.occupation_essential[first:last] > 0]
    return tuple(sorted(index.label("competence", int(competence)) for competence in essential))


def _is_past(index: Index, iri: str, frameworks: Collection[str]) -> bool:
    stated = [("competence", iri), *(("framework", framework) for framework in frameworks)]
    rows_of = [(kind, index.find(kind, one)) for kind, one in stated]
    said = [index.text(int(getattr(index, f"{kind}_status")[row])) for kind, row in rows_of if row >= 0]
    return any(status in _PAST for status in said)
