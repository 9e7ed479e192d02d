"""The picture of what lies around one thing, and the table that says the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signpost_web import looks
from signpost_web.pages.drawing import Drawing, narrow, wide

from signpost.pages.wording import listed

if TYPE_CHECKING:
    from signpost.browsing import Box, Neighbourhood

_NOUNS = {"role": "role", "occupation": "occupation", "competence": "competence", "resource": "learning resource"}


@dataclass(frozen=True, slots=True)
class Target:
    """What something is linked to."""

    iri: str
    label: str
    detail: str
    """The levels, in words."""


@dataclass(frozen=True, slots=True)
class Linked:
    """One thing and what it is linked to in one way: the lines of the picture as a row of the table."""

    iri: str
    label: str
    how: str
    is_proposed: bool
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class PicturePage:
    """What lies around one thing."""

    title: str
    iri: str
    kind: str
    label: str
    left_out: str
    """What the picture has no room for, in a sentence."""
    wide: Drawing
    narrow: Drawing
    rows: tuple[Linked, ...]
    proposes: bool
    """Whether one of its lines is signpost's own proposal."""


def picture_page(found: Neighbourhood) -> PicturePage:
    """The picture of what was found around a thing."""
    return PicturePage(
        title=f"Picture of {found.label}",
        iri=found.iri,
        kind=found.kind,
        label=found.label,
        left_out=_left_out(found),
        wide=wide(found),
        narrow=narrow(found),
        rows=tuple(_rows(found)),
        proposes=any(tie.is_proposed for tie in found.ties),
    )


def _rows(found: Neighbourhood) -> Iterator[Linked]:
    called = {box.iri: _called(box) for box in found.boxes}
    grouped: dict[tuple[str, str, bool], list[Target]] = {}
    for tie in found.ties:
        target = Target(tie.target, called[tie.target], tie.detail)
        grouped.setdefault((tie.source, tie.how, tie.is_proposed), []).append(target)
    for (source, how, is_proposed), targets in grouped.items():
        yield Linked(source, called[source], how, is_proposed, tuple(targets))


def _called(box: Box) -> str:
    return f"{box.code} {box.label}".strip() + (f" ({box.body})" if box.body else "")


def _left_out(found: Neighbourhood) -> str:
    told = []
    for kind, total in found.found.items():
        shown = sum(box.kind == kind for box in found.boxes)
        if shown < total:
            told.append(f"{shown} of {looks.count(total, _NOUNS[kind])}")
    return f"It shows {listed(told)}." if told else ""
