"""What a browser asks beyond the verbs: each is one call for one page, on a store that is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from signpost.exchange.coursesheet.tables import Excerpt as Excerpt
    from signpost.gate.revising import Changes
    from signpost.gate.revising import Difference as Difference
    from signpost.gate.revising import Own as Own
    from signpost.gate.revising import OwnOffering as OwnOffering
    from signpost.gate.revising import OwnResource as OwnResource
    from signpost.gate.revising import Revision as Revision
    from signpost.publishing.door import Door
    from signpost.publishing.lately import Change as Change
    from signpost.search import Hit
    from signpost.store.release import Store
    from signpost.things.catalogue import DataSet as DataSet
    from signpost.things.exports import Writable as Writable
    from signpost.things.finding import Found as Found
    from signpost.things.neighbourhood import Box as Box
    from signpost.things.neighbourhood import Neighbourhood as Neighbourhood
    from signpost.things.neighbourhood import Tie as Tie
    from signpost.things.overview import FrameworkLine as FrameworkLine
    from signpost.things.overview import Occupations as Occupations
    from signpost.things.overview import RoleLine as RoleLine
    from signpost.things.preview import Preview
    from signpost.things.signposts import HelpKind as HelpKind
    from signpost.things.signposts import Place as Place
    from signpost.things.signposts import Region as Region
    from signpost.things.signposts import Signposts as Signposts
    from signpost.things.statistics import FrameworkCounts as FrameworkCounts
    from signpost.things.statistics import Untaught as Untaught
    from signpost.things.statistics import UntaughtLine as UntaughtLine
    from signpost.things.tree import Branch as Branch
    from signpost.things.tree import Leaf as Leaf


def named(store: Store, name: str, kinds: Sequence[str] = ()) -> str:
    """The IRI of the one thing, of some kinds where they are given, that has a name; raises UnknownName, AmbiguousName.

    >>> import signpost
    >>> named(signpost.open(), "lmc-2012", ["framework"])
    'https://w3id.org/signpost/id/framework/lmc-2012'
    """
    from signpost.things.cards import resolve

    return resolve(store.current(), name, kinds).iri


def things(store: Store, kind: str) -> list[tuple[str, str]]:
    """The IRI and label of everything of a kind, in the order of the IRIs.

    >>> import signpost
    >>> len(things(signpost.open(), "role"))
    5
    """
    from signpost.engine.names import things as of_kind

    return list(of_kind(store.current().index, kind))


def tree(store: Store, framework: str, at: str = "", start: int = 0, most: int = 200) -> Branch:
    """What stands right below a thing of a framework, or on its top level: `most` from `start` on, by codes and names.

    Names are resolved as `show` does. Raises UnknownName, also where the thing stands elsewhere, AmbiguousName.

    >>> import signpost
    >>> tree(signpost.open(), "lmc-2012", most=1).children[0].code
    'SCDLMCA1'
    """
    from signpost.things.tree import branch

    return branch(store.current(), framework, at, start, most)


def tree_search(store: Store, framework: str, text: str, limit: int = 50) -> list[Hit]:
    """What stands in a framework and has a code or a name like a text, best first; raises as `tree` does.

    >>> import signpost
    >>> [hit.code for hit in tree_search(signpost.open(), "lmc-2012", "manage change", 1)]
    ['SCDLMCA2']
    """
    from signpost.things.tree import inside

    return inside(store.current(), framework, text, limit)


# ------------------------------------------------------------------------------------------------ looking for things
def search(
    store: Store, text: str = "", chosen: Mapping[str, Sequence[str]] | None = None, *, start: int = 0, most: int = 20
) -> Found:
    """A page of what has a text as its name, code or a part of them, with what the list can be narrowed down by.

    `chosen` holds values of choices by kind, framework, level, family, mode and region. Without a text, everything.

    >>> import signpost
    >>> found = search(signpost.open(), "manager", {"kind": ["role"]})
    >>> found.total, found.complete
    (3, True)
    """
    from signpost.things.finding import search as searched

    return searched(store.current(), text, chosen or {}, start, most)


# ------------------------------------------------------------------------------------------------ lists
def frameworks(store: Store) -> tuple[FrameworkLine, ...]:
    """Every framework by name, with its edition, its publisher and how many competences it holds.

    >>> import signpost
    >>> next(line.competences for line in frameworks(signpost.open()) if line.iri.endswith("/lmc-2012"))
    26
    """
    from signpost.things.overview import frameworks as listed

    return listed(store.current())


def roles(store: Store) -> tuple[RoleLine, ...]:
    """Every role, those of the lowest level of management first.

    >>> import signpost
    >>> roles(signpost.open())[-1].levels[-1]
    'Senior manager'
    """
    from signpost.things.overview import roles as listed

    return listed(store.current())


def occupations(store: Store, text: str = "", *, start: int = 0, most: int = 50) -> Occupations:
    """A part of the occupations whose name or code has a text; of all where there is none.

    >>> import signpost
    >>> occupations(signpost.open(), "registered").total
    1
    """
    from signpost.things.overview import occupations as listed

    return listed(store.current(), text, start, most)


# ------------------------------------------------------------------------------------------------ signposts
def signpost_kinds(store: Store) -> tuple[HelpKind, ...]:
    """The kinds of help that there are signposts to, with how much there is of each.

    >>> import signpost
    >>> [kind.label for kind in signpost_kinds(signpost.open()) if kind.slug == "case-study"]
    ['Case study']
    """
    from signpost.things.signposts import kinds

    return kinds(store.current())


def signposts(store: Store, kind: str, region: str = "") -> Signposts:
    """Gateways, bodies and resources for a kind of help at each reach, and the queries that find them.

    With the code of a region what serves it, is in it, or serves everywhere. Raises UnknownName.

    >>> import signpost
    >>> signposts(signpost.open(), "case-study").places[0].kind
    'gateway'
    """
    from signpost.things.signposts import signposts as known

    return known(store.current(), kind, region)


def regions(store: Store) -> tuple[Region, ...]:
    """The regions, the widest first, each with how wide it is.

    >>> import signpost
    >>> regions(signpost.open())[0].label
    'England'
    """
    from signpost.things.signposts import regions as known

    return known(store.current())


# ------------------------------------------------------------------------------------------------ data
def data_sets(store: Store) -> tuple[DataSet, ...]:
    """The sources by name, with what is known of each and how many statements it makes.

    >>> import signpost
    >>> "roles" in [each.source.id for each in data_sets(signpost.open())]
    True
    """
    from signpost.things.catalogue import data_sets as known

    return known(store.current())


def data_set(store: Store, source: str) -> DataSet:
    """What is known of one source; raises UnknownName.

    >>> import signpost
    >>> data_set(signpost.open(), "roles").source.edition
    '1'
    """
    from signpost.things.catalogue import data_set as known

    return known(store.current(), source)


def write_source(store: Store, set: DataSet, file: Writable) -> None:
    """Write the statements of a source to a file, as `signpost.export` gives them.

    Raises Overtaken where the source says something else by now.

    >>> import io, signpost
    >>> written = io.BytesIO()
    >>> write_source(signpost.open(), data_set(signpost.open(), "roles"), written)
    >>> written.getvalue() == signpost.export("roles")
    True
    """
    from signpost.things.exports import write_source as write

    write(store.current(), set.source.id, set.digest, file)


def statistics(store: Store) -> tuple[FrameworkCounts, ...]:
    """How many competences of each framework roles require and resources teach.

    >>> import signpost
    >>> all(line.taught + line.untaught == line.competences for line in statistics(signpost.open()))
    True
    """
    from signpost.things.statistics import statistics as counted

    return counted(store.current())


def untaught(store: Store, framework: str = "", *, needed: bool = False, start: int = 0, most: int = 50) -> Untaught:
    """A part of the competences, of a framework where its IRI is given, that no resource teaches.

    With `needed` only those that some role requires. Raises UnknownName.

    >>> import signpost
    >>> untaught(signpost.open(), most=1).lines[0].roles > 0
    True
    """
    from signpost.things.statistics import untaught as known

    return known(store.current(), framework, needed=needed, start=start, most=most)


def lately(door: Door, most: int = 100) -> tuple[Change, ...]:
    """What sources published lately, the last one first, then what came with signpost; never by whom.

    >>> import signpost
    >>> len(lately(signpost.door(), 1))
    1
    """
    from signpost.publishing.lately import lately as changed

    return changed(door, most)


# ------------------------------------------------------------------------------------------------ what a source changes
def own(store: Store, source: str) -> Own:
    """What a source says of its resources now, as texts that can be changed.

    >>> import signpost
    >>> len(own(signpost.open(), "resources").resources) > 50
    True
    """
    from signpost.gate.revising import own as described

    return described(store.current().backend, source)


def revised(own: Own, changes: Changes) -> Revision:
    """The resources of a source with other values, as a submission that amends it; raises UnknownName.

    >>> import signpost
    >>> revised(own(signpost.open(), "resources"), {}).content
    b''
    """
    from signpost.gate.revising import revised as with_changes

    return with_changes(own, changes)


def rolled_over(own: Own, changes: Changes) -> Revision:
    """The resources of a source with new offerings in the place of those that the changes name; raises UnknownName.

    >>> import signpost
    >>> rolled_over(own(signpost.open(), "resources"), {}).made
    {}
    """
    from signpost.gate.revising import rolled_over as with_offerings

    return with_offerings(own, changes)


def again(day: date, after: date, weeks: int | None = None) -> date:
    """The same weekday so many weeks later, else that nearest to the same day of the first year that is still to come.

    >>> import datetime
    >>> again(datetime.date(2026, 3, 2), datetime.date(2026, 11, 28)).isoformat()
    '2027-03-01'
    """
    from signpost.gate.revising import again as later

    return later(day, after, weeks)


# ------------------------------------------------------------------------------------------------ linked data
def difference(before: bytes, after: bytes) -> Difference:
    """What a source says otherwise from one publication to the next, each as lines of N-Triples.

    >>> difference(b"", b"").added
    ()
    """
    from signpost.gate.revising import difference as differing

    return differing(before, after)


# ------------------------------------------------------------------------------------------------ pictures
def neighbourhood(store: Store, iri: str) -> Neighbourhood:
    """What lies around a role, competence, resource, occupation or framework; raises UnknownName.

    >>> import signpost
    >>> neighbourhood(signpost.open(), "https://w3id.org/signpost/id/role/team-leader").boxes[0].label
    'Team leader or supervisor'
    """
    from signpost.things.neighbourhood import neighbourhood as around

    return around(store.current(), iri)


def signposted(store: Store, resource: str, *, as_at: date | None = None, time_limit: float | None = None) -> Preview:
    """Who is signposted to a resource that is published already, on a day, else today; raises UnknownName.

    >>> import signpost
    >>> signposted(signpost.open(), "https://w3id.org/signpost/id/resource/no-such")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    signpost.errors.UnknownName: there is no resource 'https://w3id.org/signpost/id/resource/no-such'...
    """
    from datetime import date as day

    from signpost.things.preview import signposted as looked

    return looked(store.current(), resource, as_at or day.today(), time_limit=time_limit)
