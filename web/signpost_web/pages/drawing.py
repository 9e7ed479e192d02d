"""Where the boxes and lines of a picture stand: a wide layout in columns, and a narrow one in one column.

The layout is our own: the boxes are as high as their wrapped names, and those of packaged layouts are points.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signpost.browsing import Box, Neighbourhood, Tie

_LINE, _PAD, _GAP, _BAND = 19, 11, 12, 34
"""The height of a line of text, the room around it, the room between boxes, and that of a heading."""
_COLUMNS = (("Roles and occupations", ("role", "occupation")), ("Competences", ("competence",)),
            ("Learning resources", ("resource",)))  # fmt: skip
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Placed:
    """One thing as a box with its name in lines."""

    iri: str
    kind: str
    title: str
    is_focus: bool
    x: int
    y: int
    width: int
    height: int
    lines: tuple[tuple[int, str], ...]
    """The baseline of each line, and what it says."""

    @property
    def is_cut(self) -> bool:
        """Whether the lines leave out the end of the name."""
        return bool(self.lines) and self.lines[-1][1].endswith("…")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of text above some boxes: the heading of a column, or the framework of competences with its IRI."""

    text: str
    x: int
    y: int
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """How two boxes are linked."""

    path: str
    title: str
    is_proposed: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: how large it is, and what stands where."""

    width: int
    height: int
    boxes: tuple[Placed, ...]
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Measure:
    """How wide boxes are, and how much room is beside them."""

    width: int
    beside: int


_WIDE = _Measure(300, 86)
_NARROW = _Measure(228, 36)


def wide(found: Neighbourhood) -> Drawing:
    """The columns beside each other: what asks for competences, these, and what teaches them."""
    columns = [(heading, boxes) for heading, boxes in _columns(found) if boxes]
    stacks = [_stack(boxes, n * (_WIDE.width + _WIDE.beside), _BAND, _WIDE) for n, (_, boxes) in enumerate(columns)]
    height = max((end for _, _, end in stacks), default=_BAND)
    boxes, headings = list[Placed](), list[Heading]()
    for (heading, _), (placed, inner, end) in zip(columns, stacks, strict=True):
        down = (height - end) // 2
        boxes += (_moved(box, down) for box in placed)
        headings += (Heading(one.text, one.x, one.y + down, one.iri) for one in inner)
        headings.append(Heading(heading, placed[0].x, 18))
    width = len(columns) * (_WIDE.width + _WIDE.beside) - _WIDE.beside
    return Drawing(
        max(width, _WIDE.width), height + 4, tuple(boxes), tuple(headings), _lines(found.ties, boxes, _across)
    )


def narrow(found: Neighbourhood) -> Drawing:
    """Everything below each other, with the links at both sides."""
    boxes, headings, y = list[Placed](), list[Heading](), 0
    for heading, some in _columns(found):
        if some:
            headings.append(Heading(heading, _NARROW.beside, y + 18))
            placed, inner, y = _stack(some, _NARROW.beside, y + _BAND, _NARROW)
            boxes += placed
            headings += inner
            y += _GAP
    width = _NARROW.width + 2 * _NARROW.beside
    return Drawing(width, max(y, _BAND), tuple(boxes), tuple(headings), _lines(found.ties, boxes, _along))


# ------------------------------------------------------------------------------------------------ boxes
def _columns(found: Neighbourhood) -> Iterator[tuple[str, list[Box]]]:
    """The boxes of each column in the order in which lines cross least: competences by their frameworks."""
    inside = dict.fromkeys(box.framework_iri for box in found.boxes if box.kind == "competence")
    rank = {iri: n for n, iri in enumerate(inside)}
    middle = sorted((box for box in found.boxes if box.kind == "competence"), key=lambda box: rank[box.framework_iri])
    at = {box.iri: n for n, box in enumerate(middle)}
    for heading, kinds in _COLUMNS:
        own = [box for box in found.boxes if box.kind in kinds]
        yield heading, middle if "competence" in kinds else sorted(own, key=lambda box: _level(box, found.ties, at))


def _level(box: Box, ties: Collection[Tie], at: Mapping[str, int]) -> float:
    """The middle of the competences that a box is linked to; those without one stand last."""
    linked = [at[tie.target] for tie in ties if tie.source == box.iri and tie.target in at]
    return sum(linked) / len(linked) if linked else float(len(at))


def _stack(boxes: Sequence[Box], x: int, y: int, measure: _Measure) -> tuple[list[Placed], list[Heading], int]:
    """Boxes below each other, the headings of their frameworks, and where they end."""
    placed, headings, framework = list[Placed](), list[Heading](), ""
    for box in boxes:
        if box.framework_iri != framework:
            framework = box.framework_iri
            for line in _wrapped(box.framework, measure.width, 2):
                headings.append(Heading(line, x, y + 14, framework))
                y += _LINE
            y += 6
        placed.append(_placed(box, x, y, measure))
        y += placed[-1].height + _GAP
    return placed, headings, y


def _placed(box: Box, x: int, y: int, measure: _Measure) -> Placed:
    kind = " (occupation)" if box.kind == "occupation" else ""
    title = f"{box.code} {box.label}".strip() + (f" ({box.body})" if box.body else kind)
    texts = _wrapped(title, measure.width - 2 * _PAD, _MOST_LINES)
    lines = tuple((y + _PAD + 14 + n * _LINE - 1, text) for n, text in enumerate(texts))
    return Placed(box.iri, box.kind, title, box.is_focus, x, y, measure.width, 2 * _PAD + len(texts) * _LINE, lines)


def _wrapped(text: str, room: int, most: int) -> list[str]:
    """A text in at most so many lines that have room in a width, the last one cut where there is more."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _length(longer) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def _length(text: str) -> float:
    """About how wide a text is in the widest of the usual fonts; which one a reader has is not known here."""
    return sum(4.9 if mark in _SLIM else 13 if mark in _BROAD else 9.3 if mark < "a" else 8.8 for mark in text)


_SLIM, _BROAD = frozenset("iljtfrI.,:;'|!()[]- "), frozenset("mwMW@&%")


def _moved(box: Placed, down: int) -> Placed:
    lines = tuple((y + down, text) for y, text in box.lines)
    return Placed(box.iri, box.kind, box.title, box.is_focus, box.x, box.y + down, box.width, box.height, lines)


# ------------------------------------------------------------------------------------------------ lines
def _lines(ties: Sequence[Tie], boxes: Sequence[Placed], path: Callable[[Placed, Placed], str]) -> tuple[Line, ...]:
    at = {box.iri: box for box in boxes}
    found = []
    for tie in ties:
        source, target = at[tie.source], at[tie.target]
        title = f"{source.title} {tie.how} {target.title}" + (f": {tie.detail}" if tie.detail else "")
        found.append(Line(path(source, target), title, tie.is_proposed))
    return tuple(found)


def _across(source: Placed, target: Placed) -> str:
    """From the side of one box to that of one in another column; within a column beside it."""
    if source.x == target.x:
        return _beside(source, target, source.x + source.width, _WIDE.beside)
    left, right = (source, target) if source.x < target.x else (target, source)
    x, to, bend = left.x + left.width, right.x, (right.x - left.x - left.width) // 2
    y, end = _middle(left), _middle(right)
    return f"M{x} {y}C{x + bend} {y} {to - bend} {end} {to} {end}"


def _along(source: Placed, target: Placed) -> str:
    """Beside the boxes: at the right what is learned, at the left the rest."""
    if "resource" in (source.kind, target.kind):
        return _beside(source, target, source.x + source.width, _NARROW.beside)
    return _beside(source, target, source.x, -_NARROW.beside)


def _beside(source: Placed, target: Placed, x: int, room: int) -> str:
    """A bow at one side, the wider the further it leads."""
    y, end = _middle(source), _middle(target)
    bow = x + room * min(100, 30 + abs(end - y) // 10) // 80  # a curve goes three quarters of the way to its handles
    return f"M{x} {y}C{bow} {y} {bow} {end} {x} {end}"


def _middle(box: Placed) -> int:
    return box.y + box.height // 2
