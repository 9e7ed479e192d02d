"""Scottish Vocational Qualifications: the structure of each, with its units, and the list of all with their levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from signpost.errors import UnreadableInput
from signpost.exchange.gathered import Gathered
from signpost.exchange.nos import rules
from signpost.exchange.nos.catalogue import NOS, fold, identifier, key, spaced
from signpost.exchange.nos.rules import Block, Group, Pathway, Unit, Unreadable
from signpost.exchange.nos.standards import Thing, meant
from signpost.exchange.nos.suites import Bodies
from signpost.exchange.received import grid
from signpost.exchange.slugs import slug
from signpost.model import THINGS

_NOT_NAMED = THINGS + "organisation/awarding-body-not-named"
_SQA = re.compile(r"([A-Z0-9]{4}) ?(\d{2})")
_IN_NAME = re.compile(r"\b([GR][A-Z0-9]{3}) ?(\d{2})\b")
_KIND = re.compile(r"M(?:andatory)?|O(?:ptional)?|A(?:dditional)?")
_CREDITS = re.compile(r"[0-9]{1,9}")
_COLUMNS = {
    "sqa": "accred code",
    "code": "ssc b code|developer code",
    "kind": "mandatory( optional additional)? units?",
    "title": "unit title",
    "level": "scqf level",
    "credit": "scqf credit",
}
"""What the head of each column looks like, folded."""
_TITLE, _CODE, _LEVEL = "qualification title", "group award code", "scqf overall level"
_CREDIT = ("scqf overall credit", "scqf overal credit")
_BODY = ("awarding body", "awarding body name")
_LABELS = frozenset((_TITLE, _CODE, _LEVEL, *_CREDIT, *_BODY))
_OTHER_LABELS = re.compile(r"(?:date|accreditation|certification|qualification|structure|credit|ssc) .*")

Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Structure:
    """One qualification as its table has it."""

    gathered: Gathered
    named: Mapping[str, Sequence[Thing]]
    file: str
    said: Mapping[str, str]
    """What stands beside each label below the units."""
    rule: str
    """What is said below the units of the whole."""
    code: str
    bodies: frozenset[str]
    pathways: list[Pathway] = field(default_factory=list)

    @property
    def iri(self) -> str:
        """The address of the qualification: by its code, else by its title."""
        return f"{THINGS}{NOS}/award/{slug(self.code or self.said[_TITLE])}"


def structure(gathered: Gathered, named: Mapping[str, Sequence[Thing]], bodies: Bodies, path: Path) -> None:
    """The qualification of one table: its awards, its units and how many of them it asks for."""
    lines = list(_lines(path))
    columns = _columns(path, lines[0][1])
    end = next((at for at, (_, cells) in enumerate(lines) if at and _ends_units(cells)), len(lines))
    said, rule = _below(lines[end:])
    if _TITLE not in said:
        gathered.tell("Row dropped: the table names no qualification, and all of it was left out.", path.name)
        return
    code = _code_of(gathered, said, path.name)
    read = Structure(gathered, named, path.name, said, rule, code, _granting(gathered, bodies, said, path.name))
    for line, cells in lines[1:end]:
        _take(read, line, cells, columns)
    _describe(read)


def _lines(path: Path) -> Iterator[Line]:
    """Every row with the number of its first line; raises UnreadableInput as `grid` does."""
    for line, cells in grid(path):
        yield line, [_lined(cell) for cell in cells]


def _lined(cell: str) -> str:
    """A cell with its line breaks, and no other stray spaces."""
    return "\n".join(filter(None, map(spaced, cell.splitlines())))


def _columns(path: Path, head: Sequence[str]) -> dict[str, int]:
    folded = [fold(cell) for cell in head]
    found = {
        name: at for name, shape in _COLUMNS.items() for at, cell in reversed([*enumerate(folded)])
        if re.fullmatch(shape, cell)
    }  # fmt: skip
    missing = [name for name in ("kind", "title", "code") if name not in found]
    if missing:
        raise UnreadableInput(f"{path}:1", f"there is no column for the {missing[0]} of a unit", "Check the table.")
    return found


def _ends_units(cells: Sequence[str]) -> bool:
    return fold(next(filter(None, cells), "")).startswith(("qualification structure", "qualification title"))


def _below(lines: Sequence[Line]) -> tuple[dict[str, str], str]:
    """What is said below the units: values beside labels, and the texts that begin a row."""
    said: dict[str, str] = {}
    rule: list[str] = []
    for _, cells in lines:
        full = [cell for cell in cells if cell]
        rule += full[:1]
        for label, value in pairwise(full):
            if fold(label) in _LABELS and fold(value) not in _LABELS and not _OTHER_LABELS.fullmatch(fold(value)):
                said.setdefault(fold(label), value)
    return said, "\n".join(rule)


def _code_of(gathered: Gathered, said: Mapping[str, str], file: str) -> str:
    given = _SQA.fullmatch(said.get(_CODE, ""))
    if given:
        return f"{given[1]} {given[2]}"
    in_name = _IN_NAME.search(file)
    if in_name:
        gathered.tell(f"The code {in_name[1]} {in_name[2]} was read from the name of the file.", file)
        return f"{in_name[1]} {in_name[2]}"
    gathered.tell("The qualification has no code; its address was made of its title.", file)
    return ""


def _granting(gathered: Gathered, bodies: Bodies, said: Mapping[str, str], file: str) -> frozenset[str]:
    named = next((said[label] for label in _BODY if label in said), "")
    if named:
        return frozenset(bodies.named(name.strip(), file, "AwardingBody") for name in named.split("/"))
    gathered.tell("No awarding body is named.", file)
    return frozenset({_not_named(gathered)})


def _not_named(gathered: Gathered) -> str:
    label = {"en": "Awarding body not named by the source"}
    gathered.nodes[_NOT_NAMED] = {"id": _NOT_NAMED, "type": "AwardingBody", "label": label}
    gathered.gives_way.add(_NOT_NAMED)
    return _NOT_NAMED


# ------------------------------------------------------------------------------------------------ units
def _take(read: Structure, line: int, cells: Sequence[str], columns: Mapping[str, int]) -> None:
    """Take a row: a unit, a heading, or a line that is empty but for notes at its end."""
    if not read.pathways:
        read.pathways.append(Pathway("", "", read.file))
    unit = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
    place = f"{read.file}:{line}"
    if _KIND.fullmatch(unit["kind"]) and unit["title"]:
        _block(read, wanted=False).units.append(Unit(unit["kind"][0], _unit(read, unit, place)))
    elif unit["title"]:
        read.gathered.tell("Row dropped: it does not say whether the unit is mandatory or optional.", place)
    elif cells[0]:
        opens = rules.pathway(cells[0], place)
        if opens:
            read.pathways.append(opens)
        else:
            rules.opened(_block(read, wanted=True), cells[0])


def _block(read: Structure, *, wanted: bool) -> Block:
    """The last block of the last pathway, or a new one where there is none, or a heading wants one after units."""
    blocks = read.pathways[-1].blocks
    if not blocks or (wanted and blocks[-1].units):
        blocks.append(Block([], blocks[-1].section if blocks else ""))
    return blocks[-1]


def _unit(read: Structure, unit: Mapping[str, str], place: str) -> str:
    """The address of the award of a unit, which is described the first time that it is met."""
    code, title = unit["code"].split("\n")[0], " ".join(unit["title"].split())
    is_urn = bool(re.search(r"[A-Za-z]", code))
    name = key(code) if is_urn else f"{slug(read.code or read.said[_TITLE])}-{slug(title)}"
    iri = f"{THINGS}{NOS}/unit/{name}"
    size = _size(unit.get("level", ""), unit.get("credit", ""))
    node: dict[str, Any] = {"id": iri, "type": "Award", "label": {"en": title}} | size
    known = read.gathered.nodes.setdefault(iri, node)
    read.gathered.places.setdefault(iri, place)
    known.setdefault("awardingBody", set()).update(read.bodies)
    if known is not node and any(known.get(word) != node.get(word) for word in ("note", "credit")):
        read.gathered.tell("The unit has another level or credit elsewhere; what was read first stands.", place, iri)
    if known is node:
        known |= {"notation": code} if code else {}
        known["gives"], known["identifier"] = _gives(read, code, title, place, iri), set()
    _sqa(read, known, unit.get("sqa", ""), place)
    return iri


def _gives(read: Structure, code: str, title: str, place: str, iri: str) -> set[str]:
    if not code:
        read.gathered.tell("The unit has no code, so that the standard it shows is not known.", place, iri, "gives")
        return set()
    thing, why = meant(read.named, code, title)
    if thing is None:
        read.gathered.tell(f"The standard that the unit shows is not known: {why}.", place, iri, "gives")
        return set()
    return {thing.iri}


def _sqa(read: Structure, known: dict[str, Any], given: str, place: str) -> None:
    """Give a unit, and the standard that it shows, the code of the Scottish Qualifications Authority beside them."""
    found = _SQA.fullmatch(given)
    if found:
        value = f"{found[1]} {found[2]}"
        iri = identifier(read.gathered, "sqa-code", value, slug(value), place)
        read.gathered.gives_way.add(iri)
        known["identifier"].add(iri)
        for standard in known["gives"]:
            read.gathered.nodes[standard]["identifier"].add(iri)
    elif given:
        read.gathered.tell(f"'{given}' is not a code of the Scottish Qualifications Authority.", place, known["id"])


def _size(level: str, credit: str) -> dict[str, Any]:
    """The credit, and the level on its own scale in a note: no source says which level it is elsewhere."""
    said: dict[str, Any] = {"credit": int(credit)} if _CREDITS.fullmatch(credit) and int(credit) else {}
    number = level.lower().removeprefix("level ")
    return said | ({"note": {"en": f"Level as stated: SCQF {number}."}} if number else {})


# ------------------------------------------------------------------------------------------------ qualifications
def _describe(read: Structure) -> None:
    """Add the award of a qualification; its pathways are awards of their own, of which it asks for one."""
    common, *ways = read.pathways or [Pathway("", "", read.file)]
    level, credit = read.said.get(_LEVEL, ""), next((read.said[word] for word in _CREDIT if word in read.said), "")
    node = _award(read, read.iri, read.said[_TITLE])
    node.update(_size(level, credit))
    if read.code:
        code = identifier(read.gathered, "sqa-code", read.code, slug(read.code), read.file)
        read.gathered.gives_way.add(code)
        node["identifier"] = code
    if ways:
        for n, way in enumerate(ways, 1):
            iri = f"{read.iri}#pathway-{n}"
            way_node = _award(read, iri, f"{read.said[_TITLE]}: {way.name}")
            _ask(read, way_node, common.blocks, way, way.rule)
        choice = Group(tuple(f"{read.iri}#pathway-{n}" for n in range(1, len(ways) + 1)), 1)
        _group(read, node, choice, "pathways")
    else:
        _ask(read, node, (), common, read.rule)


def _award(read: Structure, iri: str, label: str) -> dict[str, Any]:
    node: dict[str, Any] = {"id": iri, "type": "Award", "label": {"en": label}, "awardingBody": set(read.bodies)}
    read.gathered.nodes[iri], read.gathered.places[iri] = node, read.file
    return node


def _ask(read: Structure, node: dict[str, Any], common: Sequence[Block], way: Pathway, rule: str) -> None:
    """Give an award its groups; where a part of its rule cannot be read, it gets none, so that it asks for no less."""
    try:
        found = rules.groups(common, way.blocks, rule)
    except Unreadable as why:
        message = f"Which units it is made of was left out: {why}."
        read.gathered.tell(message, way.place, node["id"], "unitGroup")
        return
    for n, group in enumerate(found, 1):
        _group(read, node, group, f"group-{n}")
    read.gathered.counts["rules of combination"] += 1


def _group(read: Structure, node: dict[str, Any], group: Group, name: str) -> None:
    whole, _, part = str(node["id"]).partition("#")
    iri = f"{whole}#{part}-{name}" if part else f"{whole}#{name}"
    said = {"atLeast": group.at_least, "creditsAtLeast": group.credits}
    asked = {word: number for word, number in said.items() if number}
    read.gathered.nodes[iri] = {"id": iri, "type": "UnitGroup", "unit": set(group.units), **asked}
    node.setdefault("unitGroup", set()).add(iri)


def qualifications(gathered: Gathered, path: Path) -> None:
    """The list of all qualifications: code, title and level of each that no structure has described."""
    for row in gathered.table(path, ("VQ Title", "VQ Ref", "VQ level")):
        code, title = spaced(row.cells["VQ Ref"]), spaced(row.cells["VQ Title"])
        iri = f"{THINGS}{NOS}/award/{slug(code)}"
        if not code or not title:
            gathered.tell("Row dropped: it has no code or no title.", row.place("VQ Ref"))
        elif iri in gathered.nodes:
            _again(gathered, iri, title, row.place("VQ Ref"))
        else:
            sqa = identifier(gathered, "sqa-code", code, slug(code), row.place("VQ Ref"))
            gathered.gives_way.add(sqa)
            gathered.nodes[iri] = {
                "id": iri, "type": "Award", "label": {"en": title}, "awardingBody": _not_named(gathered),
                "identifier": sqa, "note": {"en": f"Level as stated: {spaced(row.cells['VQ level'])}."},
            }  # fmt: skip
            gathered.places[iri] = row.place()


def _again(gathered: Gathered, iri: str, title: str, place: str) -> None:
    known = str(gathered.nodes[iri]["label"]["en"])
    also = "" if fold(known) == fold(title) else f" Its title there is '{known}', which stands."
    gathered.tell(f"Merged with what was read at {gathered.places[iri]}, by its code.{also}", place, iri)
