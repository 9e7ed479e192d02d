"""The suites that standards stand in, and the bodies that develop them, each under the name it is given most often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from signpost.exchange.gathered import Gathered
from signpost.exchange.nos.catalogue import DEVELOPER, NOS, SUITE, Listed, fold, spaced, spellings
from signpost.exchange.nos.standards import Thing
from signpost.exchange.slugs import slug
from signpost.model import THINGS, Source

EDITION = "as listed in 2019"
RIGHTS = "Codes, titles and identifiers are facts; the text of the standards is its publisher's and is not included."
_UNNAMED = "Suite not named by the catalogue"


@dataclass(frozen=True, slots=True)
class Suites:
    """Every suite of the catalogue by `fold` of its name, and who is in it."""

    names: Mapping[str, str]
    members: dict[str, set[str]]
    """`fold` of a name -> the standards that list it."""
    guests: set[str]
    """Suites with a standard that another suite is the home of."""

    def of(self, gathered: Gathered, thing: Thing) -> list[str]:
        """The suites of a standard in the order in which its rows list them, without repeats."""
        found: dict[str, None] = {}
        for row in thing.rows:
            for name in row.suites:
                chosen = self.names[fold(name)]
                if name != chosen:
                    message = f"The suite '{name}' was read as '{chosen}', as it is spelled most often."
                    gathered.tell(message, row.place(SUITE), thing.iri, "suite")
                found[chosen] = None
        return list(found)

    def home(self, gathered: Gathered, thing: Thing, suites: Sequence[str], source: Source) -> str:
        """The one framework that a standard stands in: its edition's, else that of the first suite it lists."""
        home = "" if thing.edition else next(iter(suites), _UNNAMED)
        if home == _UNNAMED:
            message = f"No suite is named: it was put under '{_UNNAMED}'."
            gathered.tell(message, thing.rows[0].place(SUITE), thing.iri, "suite")
        for name in suites:
            self.members.setdefault(name, set()).add(thing.iri)
            if name != home:
                self.guests.add(name)
        if thing.edition:
            gathered.nodes.setdefault(thing.edition.iri, dict(thing.edition.framework))
            gathered.gives_way.add(thing.edition.iri)
            return thing.edition.iri
        return _framework(gathered, home, thing, source)


def read(rows: Iterable[Listed]) -> Suites:
    """The suites that the rows name."""
    return Suites(spellings(name for row in rows for name in row.suites), {}, set())


def _framework(gathered: Gathered, suite: str, thing: Thing, source: Source) -> str:
    iri = f"{THINGS}framework/{NOS}-{slug(suite)}"
    if iri not in gathered.nodes:
        said = {
            "label": {"en": suite},
            "suite": suite,
            "edition": EDITION,
            "status": "unknown",
            "rights": " ".join(filter(None, (RIGHTS, source.rights))),
            "retrieved": source.retrieved,
        }
        node = {"id": iri, "type": "Framework", **{word: value for word, value in said.items() if value}}
        gathered.nodes[iri], gathered.places[iri] = node, thing.rows[0].place(SUITE)
    return iri


def collections(gathered: Gathered, suites: Suites) -> None:
    """A collection of all members for each suite that is not the home of every one of them."""
    for name in sorted(suites.guests):
        iri = f"{THINGS}{NOS}/collection/{slug(name)}"
        gathered.nodes[iri] = {"id": iri, "type": "Collection", "label": {"en": name}, "member": suites.members[name]}


# ------------------------------------------------------------------------------------------------ bodies
@dataclass(frozen=True, slots=True)
class Bodies:
    """Organisations by their names; spellings that differ by capitals, signs or spaces alone are one."""

    gathered: Gathered
    names: Mapping[str, str]

    def named(self, name: str, place: str, kind: str = "Organisation") -> str:
        """The address of a body, which is described the first time that it is met; a source may know it already."""
        chosen = self.names.get(_bare(name), name)
        iri = f"{THINGS}organisation/{slug(chosen)}"
        if name != chosen:
            self.gathered.tell(f"'{name}' was read as '{chosen}', as it is spelled most often.", place, iri)
        node = self.gathered.nodes.setdefault(iri, {"id": iri, "type": "Organisation", "label": {"en": chosen}})
        self.gathered.places.setdefault(iri, place)
        if kind != "Organisation":
            node["type"] = kind
        self.gathered.gives_way.add(iri)
        return iri

    def developers(self, thing: Thing) -> set[str]:
        """The addresses of the bodies that developed a standard, as its rows name them."""
        found = set()
        for row in thing.rows:
            name = spaced(row.row.cells.get(DEVELOPER, ""))
            if len(name) > 1:
                found.add(self.named(name, row.place(DEVELOPER)))
            elif name:
                self.gathered.tell(f"'{name}' names no developer: it was left out.", row.place(DEVELOPER), thing.iri)
        return found


def bodies(gathered: Gathered, rows: Iterable[Listed]) -> Bodies:
    """The developers that the rows name."""
    return Bodies(gathered, spellings((spaced(row.row.cells.get(DEVELOPER, "")) for row in rows), _bare))


def _bare(name: str) -> str:
    return fold(name).replace(" ", "")
