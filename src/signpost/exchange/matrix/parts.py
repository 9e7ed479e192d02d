"""What matrices of roles and levels are made of: competences and roles by name, and what each role asks for."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from signpost.exchange.gathered import Gathered
from signpost.exchange.slugs import folded, slug
from signpost.model import THINGS, VOCABULARY, Source

SCALE = "digital-level"

_BULLET = re.compile(r"\s*[-*•]\s+")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Matrix:
    """The things of one matrix, each made when its name is met first."""

    gathered: Gathered
    name: str
    """The part of its addresses that is its own: `https://w3id.org/signpost/id/<name>/role/...`."""
    named: dict[tuple[str, ...], str] = field(default_factory=dict)
    """Class and name -> the first address it has; spaces and small or capital letters make no difference."""
    levels: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Role -> what it is a level of, and what the level is called."""

    @property
    def framework(self) -> str:
        """The address of the framework that all of it stands in."""
        return f"{THINGS}framework/{self.name}"

    def begin(self, label: str, edition: str, source: Source, place: str, scale: str = "") -> None:
        """Describe the framework."""
        said = {
            "edition": edition or source.edition,
            "rights": source.rights,
            "retrieved": source.retrieved,
            "levelScale": scale and f"{VOCABULARY}{scale}",
        }
        node: dict[str, Any] = {"id": self.framework, "type": "Framework", "label": {"en": label}}
        self.gathered.nodes[self.framework] = node | {word: value for word, value in said.items() if value}
        self.gathered.places[self.framework] = place

    # ---------------------------------------------------------------------------------------- things with names
    def competence(self, name: str, place: str, address: str = "") -> dict[str, Any]:
        """The competence of a name."""
        return self._in_framework(self._thing("Competence", (name,), place, address))

    def occupation(self, *names: str, place: str) -> dict[str, Any]:
        """The kind of work of a name, which may have levels; what stands before the name is part of its address."""
        return self._in_framework(self._thing("Occupation", names, place))

    def role(self, name: str, level: str, place: str, address: str = "") -> dict[str, Any]:
        """The role of a name, or one of its levels."""
        node = self._thing("Role", (name, level) if level else (name,), place, address)
        if level and node["id"] not in self.levels:
            node["occupation"] = self.occupation(name, place=place)["id"]
            self.levels[node["id"]] = (name, level)
        return node

    def _in_framework(self, node: dict[str, Any]) -> dict[str, Any]:
        node.setdefault("inFramework", self.framework)
        return node

    def _thing(self, kind: str, names: tuple[str, ...], place: str, address: str = "") -> dict[str, Any]:
        gathered, key = self.gathered, (kind, *map(folded, names))
        if address in gathered.nodes and not gathered.is_a(address, kind):
            gathered.tell(f"{address} names something else at {gathered.places[address]}: it is not used.", place)
            address = ""
        iri = address or self.named.get(key) or self._free(kind, names)
        self.named.setdefault(key, iri)
        if iri not in gathered.nodes:
            gathered.nodes[iri] = {"id": iri, "type": kind, "label": {"en": names[-1]}}
            gathered.places[iri] = place
        elif gathered.nodes[iri]["label"]["en"] != names[-1]:
            first = gathered.nodes[iri]["label"]["en"]
            message = f"'{names[-1]}' is read as '{first}', which stands at {gathered.places[iri]}."
            gathered.tell(message, place, iri, "label")
        return gathered.nodes[iri]

    def _free(self, kind: str, names: tuple[str, ...]) -> str:
        """An address that no other name has: two long names may begin alike."""
        iri = f"{THINGS}{self.name}/{kind.lower()}/{'/'.join(map(slug, names))}"
        return f"{iri}-{_digest(*map(folded, names))}" if iri in self.gathered.nodes else iri

    # ---------------------------------------------------------------------------------------- what roles ask for
    def require(
        self, role: dict[str, Any], competence: str, level: int, stated: str, place: str
    ) -> dict[str, Any] | None:
        """What a role asks for; None, with a finding, where it asks for that competence already."""
        gathered, iri = self.gathered, _part(role["id"], competence)
        before = gathered.nodes.get(iri)
        if before and before["competence"] != competence:
            iri = f"{iri}-{_digest(competence)}"
            before = gathered.nodes.get(iri)
        if before:
            same = (before["level"], before.get("statedLevel", "")) == (level, stated)
            what = "it repeats" if same else "another level is asked for, and kept, at"
            gathered.tell(f"Row dropped: {what} {gathered.places[iri]}.", place, iri)
            return None
        node = {"id": iri, "type": "Requirement", "competence": competence, "level": level}
        gathered.nodes[iri] = node | ({"statedLevel": stated} if stated else {})
        gathered.places[iri] = place
        role.setdefault("requirement", set()).add(iri)
        return gathered.nodes[iri]

    def duties(self, role: dict[str, Any], lines: list[str], place: str) -> None:
        """What whoever plays a role does, one line of its description after the other."""
        for line, times in Counter(lines).items():
            if times > 1:
                message = f"The duty '{line}' stands there more than once; it was read once."
                self.gathered.tell(message, place, role["id"], "duty")
            mine = role.setdefault("duty", set())
            iri = f"{role['id']}#duty-{len(mine) + 1}"
            self.gathered.nodes[iri] = {"id": iri, "type": "Duty", "label": {"en": line}}
            self.gathered.places[iri] = place
            mine.add(iri)

    def settle(self) -> None:
        """Give the levels of roles names that say of what they are: `Senior` alone would not."""
        sharing = defaultdict(set)
        for name, level in self.levels.values():
            sharing[folded(level)].add(folded(name))
        for iri, (name, level) in self.levels.items():
            if len(sharing[folded(level)]) > 1 or is_bare(name, level):
                self.gathered.nodes[iri]["label"] = {"en": f"{level} ({name})"}


def is_bare(name: str, level: str) -> bool:
    """Whether what a level is called says nothing of its role: `Senior` of a care worker, `Grade 7`."""
    said = set(_LETTERS.findall(level.casefold()))
    return len(said) < 2 and not said & set(_LETTERS.findall(name.casefold()))


def bullets(text: str) -> list[str]:
    """The lines of a text that begin with a mark, without it."""
    return [line[match.end() :].strip() for line in text.splitlines() if (match := _BULLET.match(line))]


def _part(role: str, competence: str) -> str:
    """The address of what a role asks for, as a part of it."""
    end = slug(competence.rstrip("/#").rpartition("/")[2])
    return f"{role}{'-' if '#' in role else '#'}{end}"


def _digest(*names: str) -> str:
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:8]
