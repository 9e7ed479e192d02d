"""What the browser asks for a person: a specification from a form, to a form and to files; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from signpost.model import Audit, LearningRoute, PersonSpecification
    from signpost.person.vocabulary import Concept as Concept
    from signpost.store.release import Store
    from signpost.things.overview import RoleLine as RoleLine
    from signpost.things.regions import Place as Place

_SECONDS = 10.0
"""How long the names of a form may be looked for."""


def roles(store: Store) -> tuple[RoleLine, ...]:
    """The roles that a person can be audited for, those of the lowest level of management first.

    >>> import signpost
    >>> roles(signpost.open())[-1].label
    'Service manager or senior manager'
    """
    from signpost.things.overview import roles as listed

    return listed(store.current())


def places(store: Store) -> list[Place]:
    """The regions that people travel to, each after the one that it lies within.

    >>> import signpost
    >>> [place.label for place in places(signpost.open()) if not place.depth]
    ['England', 'Northern Ireland', 'Scotland', 'Wales']
    """
    from signpost.things.regions import places as tree

    return tree(store.current().index)


def concepts(scheme: str) -> tuple[Concept, ...]:
    """The concepts of a scheme of our vocabularies with their definitions, such as `level`, `mode` or `access`.

    >>> [concept.label for concept in concepts("level")][:2]
    ['None', 'Aware']
    """
    from signpost.person.vocabulary import concepts_of

    return concepts_of(scheme)


def begun(store: Store, role: str, day: date) -> PersonSpecification:
    """The specification of somebody in a role of whom nothing is known yet; raises UnknownName.

    >>> import datetime, signpost
    >>> role = "https://w3id.org/signpost/id/role/team-leader"
    >>> begun(signpost.open(), role, datetime.date(2026, 3, 1)).post
    'Team leader or supervisor'
    """
    from signpost.person.written import begun as with_role

    return with_role(store.current().index, role, day)


def stated(store: Store, values: Mapping[str, Any]) -> PersonSpecification:
    """The specification of words with values, as `said` gives them.

    Raises UnfitSpecification with every fault, UnreadableInput where its names take too long to find.

    >>> import datetime, signpost
    >>> case = begun(signpost.open(), "https://w3id.org/signpost/id/role/team-leader", datetime.date(2026, 3, 1))
    >>> stated(signpost.open(), said(case)) == case
    True
    """
    from signpost.person.specification import read_values
    from signpost.person.within import within

    release = store.current()
    return read_values(values, release.index, within(release.labels.find, _SECONDS))


def said(case: PersonSpecification) -> dict[str, Any]:
    """A specification as words with values, each part within that which it belongs to.

    >>> import signpost
    >>> said(signpost.specification("examples/team-leader.yaml"))["person"]
    'person-02'
    """
    from signpost.person.written import said as in_words

    return in_words(case)


def written(store: Store, case: PersonSpecification, form: str) -> str:
    """A specification as a file to come back with: `yaml` or `jsonld`.

    >>> import signpost
    >>> written(signpost.open(), signpost.specification("examples/team-leader.yaml"), "yaml")[:24]
    '# A person specification'
    """
    from signpost.engine.names import Names
    from signpost.person.written import as_jsonld, as_yaml

    if form == "jsonld":
        return as_jsonld(case)
    index = store.current().index
    return as_yaml(case, index, Names(index).called)


def form_two(store: Store, audited: Audit, route: LearningRoute) -> bytes:
    """Form 2, filled from an audit and a route, as PDF.

    >>> import signpost
    >>> store, case = signpost.open(), signpost.specification("examples/registered-manager.yaml")
    >>> form_two(store, signpost.audit(case), signpost.route(case, alternatives=0, changes=False))[:5]
    b'%PDF-'
    """
    from signpost.engine.names import Names
    from signpost.person.forms import form_two as filled
    from signpost.person.printed import pdf

    called = Names(store.current().index).called
    return pdf(filled(audited, route, called), audited.specification.as_at)
