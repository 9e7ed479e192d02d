"""The pages of all frameworks, and of all roles and occupations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signpost.browsing import FrameworkLine, Occupations, RoleLine


@dataclass(frozen=True, slots=True)
class FrameworksPage:
    """Every framework by name."""

    title: str
    frameworks: tuple[FrameworkLine, ...]


@dataclass(frozen=True, slots=True)
class RolesPage:
    """Every role, and a part of the occupations."""

    title: str
    roles: tuple[RoleLine, ...]
    occupations: Occupations
    query: str
    start: int
    most: int


def frameworks_page(frameworks: Sequence[FrameworkLine]) -> FrameworksPage:
    """The page of all frameworks."""
    return FrameworksPage("Frameworks", tuple(frameworks))


def roles_page(roles: Sequence[RoleLine], occupations: Occupations, query: str, start: int, most: int) -> RolesPage:
    """The page of all roles, and of the occupations from one on whose name has a text."""
    return RolesPage("Roles and occupations", tuple(roles), occupations, query, start, most)
