"""The page of a framework as a tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signpost import Hit
    from signpost.browsing import Branch, Leaf

MOST = 100
"""Things of one level that a page shows."""
_AHEAD = 40
"""Branches of a level whose own level is shown folded up: with more, each is a link."""
_EACH = 25


@dataclass(frozen=True, slots=True)
class Twig:
    """One thing of the level, with what stands right below it, folded up."""

    leaf: Leaf
    below: tuple[Leaf, ...]
    """The first of them; empty where the level has many branches."""


@dataclass(frozen=True, slots=True)
class TreePage:
    """One level of a framework, and the way to it from the top."""

    title: str
    framework: str
    label: str
    """What the framework is called."""
    at: Leaf | None
    path: tuple[Leaf, ...]
    twigs: tuple[Twig, ...]
    total: int
    start: int
    most: int
    q: str
    """What was looked for in it."""
    found: tuple[Hit, ...] | None


def tree_page(branch: Branch, below: Callable[[str, int], Branch], text: str, found: Sequence[Hit] | None) -> TreePage:
    """The page of a level; `below` gives the first things below one of it."""
    branches = sum(1 for leaf in branch.children if leaf.children)
    ahead = branches <= _AHEAD and found is None
    twigs = (Twig(leaf, below(leaf.iri, _EACH).children if leaf.children and ahead else ()) for leaf in branch.children)
    place = f"{branch.at.code} {branch.at.label}".strip() if branch.at else ""
    title = f"{branch.label} as a tree"
    return TreePage(
        title=f"{text} in {branch.label}" if text else f"{place} - {title}" if place else title,
        framework=branch.framework,
        label=branch.label,
        at=branch.at,
        path=branch.path,
        twigs=tuple(twigs),
        total=branch.total,
        start=branch.start,
        most=branch.most,
        q=text,
        found=None if found is None else tuple(found),
    )
