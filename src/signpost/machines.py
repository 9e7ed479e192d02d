"""What doors for machines ask beyond the verbs, on a store that is open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from signpost.asking.asker import Asker as Asker
    from signpost.asking.questions import Example as Example
    from signpost.model import PersonSpecification, Property, PropertyValue, Reconciled, Sought
    from signpost.store.release import Store
    from signpost.things.cards import Card
    from signpost.things.glossary import Meaning as Meaning


# ------------------------------------------------------------------------------------------------ queries of callers
def asker(store: Store, **limits: float) -> Asker:
    """What answers SPARQL queries that callers write, each in a process that may die of it; `limits` as in `Limits`.

    It costs nothing until it is first asked; close it when it is not needed any more.
    """
    from signpost.asking.asker import Asker
    from signpost.asking.limits import Limits

    return Asker(store, Limits(**limits))  # type: ignore[arg-type]  # whole numbers, but for the seconds


def examples() -> tuple[Example, ...]:
    """The competency questions of the ontology, as examples of queries.

    >>> any(example.sentence.startswith("Who has case studies") for example in examples())
    True
    """
    from signpost.asking.questions import examples

    return examples()


def sheet(found: bytes) -> bytes:
    """A table in SPARQL's JSON as CSV for a spreadsheet, in which nothing is a formula.

    >>> sheet(b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "=1+1"}}]}}')
    b"x\\r\\n'=1+1\\r\\n"
    """
    from signpost.asking.sheet import sheet

    return sheet(found)


# ------------------------------------------------------------------------------------------------ doors for machines
def specified(content: bytes, store: Store, *, as_at: date | None = None, seconds: float = 10.0) -> PersonSpecification:
    """The person specification that somebody sends as YAML or JSON; nothing of it is kept.

    Raises UnfitSpecification with every fault, UnreadableInput, also where its names take longer to find.

    >>> import pathlib, signpost
    >>> specified(pathlib.Path("examples/registered-manager.yaml").read_bytes(), signpost.open()).person
    'person-01'
    """
    from signpost.person.specification import read_bytes
    from signpost.person.within import within

    current = store.current()
    return read_bytes(content, current.index, within(current.labels.find, seconds), as_at=as_at)


def reconciled(store: Store, asked: Sequence[Sought]) -> list[tuple[Reconciled, ...]]:
    """For each of several names or codes the things that may be meant, best first; never raises on an odd text.

    >>> import signpost
    >>> from signpost.model import Sought
    >>> reconciled(signpost.open(), [Sought("CFAM&LEA4")])[0][0].match
    True
    """
    from signpost.things.reconciled import reconciled as meant

    return meant(store.current(), asked)


def told(
    store: Store, things: Iterable[str], properties: Collection[str]
) -> dict[str, Mapping[str, tuple[PropertyValue, ...]]]:
    """Some properties of each of some things that can be reconciled, by IRI; what is no such thing is left out.

    >>> import signpost
    >>> thing = "https://w3id.org/signpost/id/standard/ml-2012/cfamlea4"
    >>> told(signpost.open(), [thing], ["code"])[thing]["code"][0].text
    'CFAM&LEA4'
    """
    from signpost.things.reconciled import told as known

    return known(store.current(), things, properties)


def properties() -> tuple[Property, ...]:
    """What can be told of things that can be reconciled.

    >>> properties()[0].id
    'code'
    """
    from signpost.things.reconciled import PROPERTIES

    return PROPERTIES


def frameworks_as_packages(store: Store) -> list[Mapping[str, Any]]:
    """The document of each framework that holds competences, as CASE packages without items.

    >>> import signpost
    >>> len(frameworks_as_packages(signpost.open())) > 5
    True
    """
    from signpost.things.packages import frameworks

    return frameworks(store.current())


def package(store: Store, uuid: str) -> bytes:
    """The CASE package of the framework that has a UUID there, as JSON; raises UnknownName.

    >>> import signpost
    >>> home = frameworks_as_packages(signpost.open())[0]["CFDocument"]["identifier"]
    >>> package(signpost.open(), home)[:1]
    b'{'
    """
    from signpost.things.packages import whole

    return whole(store.current(), uuid)


def part_of_package(store: Store, kind: str, uuid: str) -> Mapping[str, Any]:
    """What has a UUID in CASE: a package with one of CFItems, or of CFAssociations; or one of CFLicenses or CFRubrics.

    Raises UnknownName.

    >>> import signpost
    >>> part_of_package(signpost.open(), "CFItems", "no-uuid")
    Traceback (most recent call last):
    signpost.errors.UnknownName: there is no competence 'no-uuid'. Try 'signpost find no-uuid'.
    """
    from signpost.things import packages

    found = {"CFItems": packages.item, "CFAssociations": packages.joining}.get(kind)
    return found(store.current(), uuid) if found else packages.part(store.current(), kind, uuid)


# ------------------------------------------------------------------------------------------------ linked data
def described(store: Store, iri: str, form: str) -> bytes:
    """What is said of a thing and of its parts, as `ttl`, `jsonld`, `nt` or `rdf`; raises UnknownName.

    >>> import signpost
    >>> b"a sp:Role" in described(signpost.open(), "https://w3id.org/signpost/id/role/team-leader", "ttl")
    True
    """
    from signpost.things.described import described as in_form

    return in_form(store.current(), iri, form)


def embedded(store: Store, iri: str) -> dict[str, Any] | None:
    """A thing in the words of schema.org as JSON-LD; None where that has no word for its kind.

    >>> import signpost
    >>> embedded(signpost.open(), "https://w3id.org/signpost/id/role/team-leader")["@type"]
    'Occupation'
    """
    from signpost.things.embedded import embedded as of

    return of(store.current(), iri)


def shown(store: Store, name: str, most: int) -> tuple[Card, dict[str, Any] | None]:
    """The card of a thing, as `signpost.show` gives it, and the thing as `embedded` does: what a page about it tells.

    Raises UnknownName, AmbiguousName.

    >>> import signpost
    >>> card, told = shown(signpost.open(), "team-leader", 5)
    >>> (card.label, told["name"])
    ('Team leader or supervisor', 'Team leader or supervisor')
    """
    from datetime import date

    from signpost.publishing.confirmed import last_confirmed
    from signpost.things.cards import card, confirmed
    from signpost.things.embedded import embedded as of
    from signpost.things.stated import Said

    release = store.current()
    known = Said(release.backend)
    found = card(release, name, most, known)
    day = last_confirmed(found.iri, store)
    return (confirmed(found, day, date.today()) if day else found), of(release, found.iri, known)


def catalogue(store: Store, root: str, form: str = "ttl") -> bytes:
    """The description of all sources as data sets (DCAT 3), for a site whose address is `root`.

    `form` is ttl, jsonld, nt or rdf.

    >>> import signpost
    >>> catalogue(signpost.open(), "https://signpost.example/").count(b"dcat#Dataset>") > 5
    True
    """
    from signpost.things.catalogue import catalogue as described

    return described(store.current(), root, form)


def glossary() -> tuple[Meaning, ...]:
    """The classes, then the properties of our ontology, each in the order of their names.

    >>> [meaning.label for meaning in glossary() if meaning.name == "Gateway"]
    ['gateway']
    """
    from signpost.things.glossary import glossary as words

    return words()


def ontology() -> bytes:
    """Our ontology in Turtle.

    >>> b"owl:Ontology" in ontology()
    True
    """
    from signpost.things.glossary import ontology as written

    return written()


def context() -> bytes:
    """The context of our JSON-LD.

    >>> b"@context" in context()
    True
    """
    from signpost.things.glossary import context as written

    return written()
