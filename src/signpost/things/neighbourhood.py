"""What lies around one thing: roles and occupations, the competences that they ask for, and what teaches these.

So much of it as one picture can hold, the nearest first, and how much is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from signpost.engine.index import Index
from signpost.engine.names import code_of, framework_of
from signpost.engine.nearby import asking, chosen, inside, naming, requiring, span, teaching, unique
from signpost.errors import UnknownName
from signpost.graph.query import rows
from signpost.model import NAMESPACE
from signpost.store.release import Release
from signpost.things.stated import stated

MOST = {"role": 6, "occupation": 4, "competence": 12, "resource": 8}
"""So many things of each kind stand in a picture."""
KINDS = ("role", "competence", "resource", "occupation", "framework")
"""The kinds of things that have a picture."""
_MATCHES = ("exact match of", "close match of", "broader match of", "narrower match of", "related match of")
_OCCUPATION = NAMESPACE + "occupation"


@dataclass(frozen=True, slots=True)
class Box:
    """One thing of a picture."""

    iri: str
    kind: str
    label: str
    code: str = ""
    framework: str = ""
    """The label of the framework that a competence stands in, with its edition, and its IRI."""
    framework_iri: str = ""
    body: str = ""
    """Who offers it, where another of the picture has the same label."""
    is_focus: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """How one thing of a picture is linked to another: a role requires a competence, a resource teaches it."""

    source: str
    how: str
    target: str
    detail: str = ""
    """The levels, in words."""
    is_proposed: bool = False
    """Whether signpost proposes it; else a source states it."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """One thing with what lies around it."""

    iri: str
    kind: str
    label: str
    boxes: tuple[Box, ...]
    ties: tuple[Tie, ...]
    found: Mapping[str, int]
    """How many things of each kind there are, with those that are left out."""


@dataclass(frozen=True, slots=True)
class PostOf:
    """A row of `queries/post_of.rq`."""

    role: str


@dataclass(frozen=True, slots=True)
class _Around:
    """The rows of the index that lie around a thing, the nearest first."""

    competences: Sequence[int]
    roles: Sequence[int] = ()
    occupations: Sequence[int] = ()
    resources: Sequence[int] = ()
    """None where those are meant that teach the competences."""
    played: Collection[tuple[int, int]] = ()
    """Roles and occupations that are posts of each other."""


def neighbourhood(release: Release, thing: str) -> Neighbourhood:
    """What lies around a thing of a release; raises UnknownName where it is none of those that have a picture."""
    index = release.index
    kind, row = next(((kind, row) for kind in KINDS if (row := index.find(kind, thing)) >= 0), ("", -1))
    if not kind:
        raise UnknownName("role, competence, resource, occupation or framework", thing)
    around = _AROUND[kind](release, row)
    shown = {
        "role": around.roles[: MOST["role"]],
        "occupation": around.occupations[: MOST["occupation"]],
        "competence": around.competences[: MOST["competence"]],
    }
    resources = around.resources or teaching(index, shown["competence"])
    shown["resource"] = chosen(index, resources, shown["competence"], MOST["resource"])
    every = {"role": around.roles, "occupation": around.occupations, "competence": around.competences,
             "resource": resources}  # fmt: skip
    return Neighbourhood(
        iri=thing,
        kind=kind,
        label=index.label(kind, row),
        boxes=_told_apart(index, [_box(index, each, one, thing) for each in MOST for one in shown[each]]),
        ties=tuple(_ties(index, shown, around.played, row if kind == "competence" else -1)),
        found={each: len(rows) for each, rows in every.items()},
    )


def _box(index: Index, kind: str, row: int, focus: str) -> Box:
    iri = index.iri(kind, row)
    framework = int(index.competence_framework[row]) if kind == "competence" else -1
    return Box(
        iri=iri,
        kind=kind,
        label=index.label(kind, row),
        code=code_of(index, iri) if kind == "competence" else "",
        framework=framework_of(index, iri) if framework >= 0 else "",
        framework_iri=index.iri("framework", framework) if framework >= 0 else "",
        is_focus=iri == focus,
    )


def _told_apart(index: Index, boxes: Sequence[Box]) -> tuple[Box, ...]:
    """The boxes, those resources with who offers them that have the same label as another one."""
    often = Counter(box.label for box in boxes)
    return tuple(replace(box, body=_body(index, box)) if often[box.label] > 1 else box for box in boxes)


def _body(index: Index, box: Box) -> str:
    provider = int(index.resource_provider[index.find("resource", box.iri)]) if box.kind == "resource" else -1
    return index.label("organisation", provider) if provider >= 0 else ""


# ------------------------------------------------------------------------------------------------ what lies around
def _role(release: Release, role: int) -> _Around:
    index = release.index
    rows = sorted(span(index.requirement_rows, role), key=lambda n: (-index.requirement_importance[n],
                  -index.requirement_level[n], n))  # fmt: skip
    said = stated(release.backend, [index.iri("role", role)])
    named = sorted(one.value[1:-1] for one in said if one.word == _OCCUPATION)
    occupations = unique(index.find("occupation", iri) for iri in named)
    asked = unique(index.requirement_competence[n] for n in rows)
    return _Around(asked, [role], occupations, played=[(role, one) for one in occupations])


def _competence(release: Release, competence: int) -> _Around:
    index = release.index
    near = [n for n in span(index.alignment_rows, competence) if index.alignment_target[n] >= 0]
    near.sort(key=lambda n: (index.alignment_relation[n], -index.alignment_confidence[n], n))
    alike = (index.alignment_target[n] for n in near)
    return _Around(unique([competence, *alike]), requiring(index, competence), naming(index, competence))


def _resource(release: Release, resource: int) -> _Around:
    index = release.index
    rows = sorted(span(index.teaches_rows, resource), key=lambda n: (-index.teaches_outcome[n], n))
    first = (index.requires_competence[n] for n in span(index.requires_rows, resource))
    known = unique([*(index.teaches_competence[n] for n in rows), *first])
    return _Around(known, asking(index, known), resources=[resource])


def _occupation(release: Release, occupation: int) -> _Around:
    index = release.index
    named = sorted(span(index.occupation_rows, occupation), key=lambda n: (-index.occupation_essential[n], n))
    found = rows(PostOf, release.backend, occupation=index.iri("occupation", occupation))
    roles = unique(sorted(index.find("role", one.role) for one in found))
    known = unique(index.occupation_competence[n] for n in named)
    return _Around(known, roles, [occupation], played=[(one, occupation) for one in roles])


def _framework(release: Release, framework: int) -> _Around:
    known = inside(release.index, framework)
    return _Around(known, asking(release.index, known[: MOST["competence"]]))


_AROUND = {"role": _role, "competence": _competence, "resource": _resource, "occupation": _occupation,
           "framework": _framework}  # fmt: skip


# ------------------------------------------------------------------------------------------------ how they are linked
def _ties(
    index: Index, shown: Mapping[str, Sequence[int]], played: Collection[tuple[int, int]], focus: int
) -> Iterator[Tie]:
    competences = set(shown["competence"])
    for role, occupation in played:
        if role in shown["role"] and occupation in shown["occupation"]:
            yield Tie(index.iri("role", role), "is a post of", index.iri("occupation", occupation))
    for role in shown["role"]:
        yield from _asks(index, role, competences)
    for occupation in shown["occupation"]:
        yield from _names(index, occupation, competences)
    for resource in shown["resource"]:
        yield from _teaches(index, resource, competences)
    if focus >= 0:
        yield from _matches(index, focus, competences)


def _asks(index: Index, role: int, competences: set[int]) -> Iterator[Tie]:
    for n in span(index.requirement_rows, role):
        competence = int(index.requirement_competence[n])
        if competence in competences:
            detail = f"level {index.requirement_level[n]}, importance {index.requirement_importance[n]}"
            yield Tie(index.iri("role", role), "requires", index.iri("competence", competence), detail,
                      bool(index.requirement_basis[n] >= 0))  # fmt: skip


def _names(index: Index, occupation: int, competences: set[int]) -> Iterator[Tie]:
    for n in span(index.occupation_rows, occupation):
        competence = int(index.occupation_competence[n])
        if competence in competences:
            how = "needs as essential" if index.occupation_essential[n] else "needs as useful"
            yield Tie(index.iri("occupation", occupation), how, index.iri("competence", competence))


def _teaches(index: Index, resource: int, competences: set[int]) -> Iterator[Tie]:
    iri = index.iri("resource", resource)
    for n in span(index.teaches_rows, resource):
        if int(index.teaches_competence[n]) in competences:
            detail = f"from level {index.teaches_entry[n]} to {index.teaches_outcome[n]}"
            yield Tie(iri, "teaches", index.iri("competence", int(index.teaches_competence[n])), detail,
                      bool(index.teaches_basis[n] >= 0))  # fmt: skip
    taught = {int(index.teaches_competence[n]) for n in span(index.teaches_rows, resource)}
    for n in span(index.requires_rows, resource):
        # The levels from which it teaches stand here too, and are told there.
        if int(index.requires_competence[n]) in competences - taught:
            told = index.iri("competence", int(index.requires_competence[n]))
            yield Tie(iri, "asks for first", told, f"level {index.requires_level[n]}")


def _matches(index: Index, focus: int, competences: set[int]) -> Iterator[Tie]:
    iri = index.iri("competence", focus)
    for n in span(index.alignment_rows, focus):
        target = int(index.alignment_target[n])
        if target in competences and target != focus:
            yield Tie(iri, _MATCHES[index.alignment_relation[n]], index.iri("competence", target))
