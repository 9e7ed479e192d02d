"""The things that an answer for development leads names, by what it calls them, so that a page can link to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signpost.pages.editions import called
from signpost.pages.steps import by

if TYPE_CHECKING:
    from signpost import Names
    from signpost.model import Comparison, EditionDiff, Impact, MappingAudit

Named = dict[str, str]
"""What a thing is called -> its IRI."""


def in_comparison(found: Comparison, names: Names) -> Named:
    """The competences of both sides, the roles on the way, and the steps of the route."""
    named = {label: iri for line in found.lines for iri in (line.competence,)
             for label in (line.label, names.called(iri))}  # fmt: skip
    if found.route:
        named |= {by(step, names): step.resource for step in found.route.steps}
        named |= {names.called(one.competence): one.competence for one in found.route.open}
    return named | {names.called(role): role for role, _ in found.moves}


def in_audit(found: MappingAudit, names: Names) -> Named:
    """The roles, what is remarked of each, and the frameworks."""
    named = {names.called(remark.about): remark.about for remark in found.remarks}
    named |= {one.label: one.framework for one in found.frameworks}
    return named | {role.label: role.role for role in found.roles}


def in_diff(found: EditionDiff) -> Named:
    """The things of both editions."""
    return {called(thing): thing.iri for change in found.changes for thing in (*change.old, *change.new)}


def in_impact(found: Impact) -> Named:
    """The things of both editions, and what rests on the old one."""
    touched = {one.label: one.thing for one in found.touched if ":" in one.thing}
    return touched | in_diff(found.diff)
