"""A plain spreadsheet of anyone's own framework, roles, requirements and duties, with every fault at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from signpost.exchange.gathered import Gathered
from signpost.exchange.sheet import tables
from signpost.exchange.sheet.cells import Cells, lines_of
from signpost.exchange.sheet.layout import (
    COMPETENCES,
    DUTIES,
    FRAMEWORK,
    REQUIREMENTS,
    ROLES,
    Column,
    Holds,
    Table,
)
from signpost.exchange.sheet.names import Names
from signpost.exchange.sheet.tables import Line, Lines
from signpost.exchange.slugs import slug
from signpost.model import THINGS, Finding, Severity, Source, Submission
from signpost.wellformed import is_iri

looks_like = tables.looks_like


def read(path: Path, source: Source) -> Submission:
    """A workbook in our layout, a folder of CSV files named as its sheets, or one such file.

    Every fault is a finding that refuses, with its sheet, row and column; what is repaired is told. Raises
    UnreadableInput.
    """
    gathered = Gathered("en")
    found = tables.lines(path, gathered)
    return from_lines(found, source, gathered, path.name)


def from_lines(found: Lines, source: Source, gathered: Gathered, place: str) -> Submission:
    """What the rows of the tables say."""
    _Reading(found, source, gathered, place).read()
    if not any(finding.severity is Severity.REFUSED for finding in gathered.findings):
        if not gathered.nodes:
            message = "Nothing is filled in: there is no row to read."
            gathered.findings.append(Finding(message, place=place, expected="a row below the head of a table"))
        gathered.summarise(place)
    return gathered.submission(source)


class _Reading:
    """Rows on their way to nodes, table after table."""

    def __init__(self, found: Lines, source: Source, gathered: Gathered, place: str) -> None:
        self.found, self.source, self.gathered, self.place = found, source, gathered, place
        self.home = f"{THINGS}{source.id}"
        self.names = {name: Names() for name in ("framework", "competences", "roles")}
        self.frameworks: list[str] = []
        self.rows: dict[str, Line] = {}
        """Thing -> the row that describes it."""
        self.seen: dict[tuple[object, ...], Line] = {}
        """What a row says -> the first that says it."""
        self._language()
        self.cells = Cells(gathered)

    def read(self) -> None:
        """Everything that has a name, then what names it."""
        for line in self._lines(FRAMEWORK):
            self._framework(line)
        competences = [(iri, line) for line in self._lines(COMPETENCES) if (iri := self._named(COMPETENCES, line))]
        for line in self._lines(ROLES):
            self._named(ROLES, line)
        self._made(ROLES, (REQUIREMENTS, "role"), (DUTIES, "role"))
        self._made(COMPETENCES, (REQUIREMENTS, "competence"), (DUTIES, "met by"))
        for iri, line in competences:
            self._link(COMPETENCES, iri, self._links(COMPETENCES, line), line)
            self._in_framework(iri, line)
        for table, start in ((REQUIREMENTS, "requirement"), (DUTIES, "duty")):
            for line in self._lines(table):
                self._part(table, start, line)

    def _lines(self, table: Table) -> list[Line]:
        return self.found.get(table.name, [])

    def _language(self) -> None:
        said = {line.cells["language"].lower(): line for line in self._lines(FRAMEWORK) if "language" in line.cells}
        for language, line in said.items():
            fits = language.replace("-", "").isalnum() and language.isascii() and 2 <= len(language.split("-")[0]) <= 3
            if not fits or len(said) > 1:
                message = f"'{language}' cannot be the language: there is one for all texts, by its code."
                self._fault(message, line, "language", "one code of a language", "cy")
        if len(said) == 1:
            self.gathered.language = next(iter(said))

    def _fault(self, message: str, line: Line, head: str, expected: str, example: str = "") -> None:
        self.gathered.findings.append(
            Finding(message, place=line.at(head), path=head, expected=expected, example=example)
        )

    # ---------------------------------------------------------------------------------------- things with names
    def _framework(self, line: Line) -> None:
        iri = self._named(FRAMEWORK, line)
        if not iri:
            return
        self.frameworks.append(iri)
        node = self.gathered.nodes[iri]
        if "language" in line.cells:
            node["language"] = line.cells["language"].lower()
        name, address = line.cells.get("publisher", ""), line.cells.get("publisher address", "")
        if address and not is_iri(address):
            self._fault(f"'{address}' is not a web address.", line, "publisher address", "a web address",
                        "https://example.org/us")  # fmt: skip
        elif name:
            body = address or f"{self.home}/organisation/{slug(name)}"
            node["publisher"] = body
            label = {self.gathered.language: name}
            self.gathered.nodes.setdefault(body, {"id": body, "type": "Organisation", "label": label})
            self.gathered.places.setdefault(body, line.at("publisher"))
            self.gathered.gives_way.add(body)
        elif address:
            node["publisher"] = address

    def _named(self, table: Table, line: Line) -> str:
        """Describe the thing of a row, and take its names; its IRI, or empty where the row cannot stand."""
        values = self._values(table, line)
        if self._repeats(table, line) or self._missing(table, line):
            return ""
        code = line.cells.get("code", "")
        iri = self._iri(
            table, line, f"{self.home}/{table.kind.lower()}{self._below(line)}/{slug(code or line.cells['name'])}"
        )
        if not iri or self._is_there(iri, line, "code" if code else "name"):
            return ""
        self._describe(table, iri, values, line)
        if table is not ROLES and not iri.startswith(f"{self.home}/"):
            # A workbook that went out has rows for what it names of others, so that a reader knows what it is.
            self.gathered.gives_way.add(iri)
        self.names[table.name.lower()].add(iri, code, line.cells["name"])
        return iri

    def _below(self, line: Line) -> str:
        """Where there are several frameworks, the IRI of a competence has the name of its own in it."""
        said = line.cells.get("framework", "")
        several = len(self._lines(FRAMEWORK)) > 1
        return f"/{slug(said)}" if said and several and not is_iri(said) else ""

    def _iri(self, table: Table, line: Line, made: str) -> str:
        given = line.cells.get("address", "")
        if given and not is_iri(given):
            self._fault(f"'{given}' is not a web address.", line, "address", "a web address, or nothing",
                        "https://example.org/competence/a1")  # fmt: skip
            return ""
        return given or made

    def _is_there(self, iri: str, line: Line, head: str) -> bool:
        """Whether a thing has a row already, which is a fault."""
        before = self.rows.setdefault(iri, line)
        if before is not line:
            said = line.cells.get("address") or line.cells.get(head, "")
            self._fault(f"'{said}' stands in two rows that differ, here and at {before.place}.", line, head,
                        "each thing once, with a code or a name of its own")  # fmt: skip
        return before is not line

    def _missing(self, table: Table, line: Line) -> bool:
        """Whether a needed cell is empty, which is a fault."""
        missing = [column for column in table.columns if column.needed and column.head not in line.cells]
        for column in missing:
            self._fault(f"The cell '{column.head}' is empty.", line, column.head, column.note, column.example)
        return bool(missing)

    def _values(self, table: Table, line: Line) -> dict[str, Any]:
        """Word -> value, of the cells that name no other row."""
        plain = [column for column in table.columns if column.word not in ("", "id")]
        read = {column.word: self.cells.value(column, line) for column in plain
                if column.holds not in (Holds.OTHER, Holds.NAMED)}  # fmt: skip
        return {word: value for word, value in read.items() if value is not None}

    def _describe(self, table: Table, iri: str, values: Mapping[str, Any], line: Line) -> None:
        self.gathered.nodes[iri] = {"id": iri, "type": table.kind, **values}
        self.gathered.places[iri] = line.place

    # ---------------------------------------------------------------------------------------- things made of names
    def _made(self, table: Table, *uses: tuple[Table, str]) -> None:
        """Where a table is not there at all, its things are made of the names that other tables use."""
        if self._lines(table):
            return
        made = 0
        for name, line in self._used(uses):
            iri = f"{self.home}/{table.kind.lower()}/{slug(name)}"
            if not is_iri(name) and not self.names[table.name.lower()].meaning(name):
                self.rows[iri] = line
                self.gathered.nodes[iri] = {"id": iri, "type": table.kind, "label": {self.gathered.language: name}}
                self.gathered.places[iri] = line.place
                self.names[table.name.lower()].add(iri, "", name)
                if table is COMPETENCES:
                    self._in_framework(iri, Line(line.place, {}))
                made += 1
        if made:
            message = (
                f"There is no table '{table.name}': what others name was made from the names. Things made: {made}."
            )
            self.gathered.tell(message, self.place)

    def _used(self, uses: tuple[tuple[Table, str], ...]) -> Iterator[tuple[str, Line]]:
        for table, head in uses:
            for line in self._lines(table):
                for name in lines_of(line.cells.get(head, "")):
                    yield name, line

    def _in_framework(self, iri: str, line: Line) -> None:
        if "framework" in line.cells:
            return
        if len(self.frameworks) > 1:
            self._fault("There are several frameworks: say which one states this competence.", line, "framework",
                        "the code or name of a row of the table 'Framework'")  # fmt: skip
        elif self.frameworks:
            self.gathered.nodes[iri]["inFramework"] = self.frameworks[0]
        elif not self._lines(FRAMEWORK):
            made, name = f"{self.home}/framework", self.source.label or self.source.id
            self.gathered.nodes[made] = {"id": made, "type": "Framework", "label": {self.gathered.language: name}}
            self.gathered.places[made] = self.place
            self.gathered.nodes[iri]["inFramework"] = made
            self.frameworks.append(made)
            self.gathered.tell(
                f"There is no row of a framework: one with the name '{name}' was made.", self.place, made
            )

    # ---------------------------------------------------------------------------------------- what names them
    def _links(self, table: Table, line: Line) -> dict[str, list[str]]:
        """Word -> what the cells of a row name; empty where one names nothing, which is told."""
        found = {}
        for column in table.columns:
            if column.holds is Holds.NAMED and column.head in line.cells:
                found[column.word] = [self._meant(column, name, line) for name in self._asked(column, line)]
        return found

    def _link(self, table: Table, iri: str, links: Mapping[str, list[str]], line: Line) -> None:
        for column in table.columns:
            others = {*links.get(column.word, ())} - {"", iri}
            if iri in links.get(column.word, ()):
                self.gathered.tell("It names itself; that was left out.", line.at(column.head), iri, column.word)
            if others:
                self.gathered.nodes[iri][column.word] = others if column.several else min(others)

    def _asked(self, column: Column, line: Line) -> list[str]:
        """The names in a cell: one on each line, or else with semicolons between them, where that is no name itself."""
        cell = line.cells[column.head]
        if not column.several:
            return [cell]
        known, found = self.names[column.among.lower()], []
        for name in lines_of(cell):
            found += [name] if is_iri(name) or known.meaning(name) else lines_of(name.replace(";", "\n"))
        return found

    def _meant(self, column: Column, name: str, line: Line) -> str:
        # A code such as 'LMC:A1' has the form of an address: what a row is called comes first.
        found = self.names[column.among.lower()].meaning(name) or ([name] if is_iri(name) else [])
        if len(found) == 1:
            return found[0]
        near = self.names[column.among.lower()].near(name)
        if found:
            message = (
                f"'{name}' is the name of {len(found)} rows of the table '{column.among}'. Give its code or address."
            )
        else:
            message = f"No row of the table '{column.among}' is called '{name}'." + (
                f" Did you mean '{near}'?" if near else ""
            )
        self._fault(message, line, column.head, f"a code or name of the table '{column.among}', or an address", near)
        return ""

    def _part(self, table: Table, start: str, line: Line) -> None:
        """A requirement or a duty, as a part of its role."""
        if self._repeats(table, line):
            return
        told = len(self.gathered.findings)
        self._missing(table, line)
        role, links, values = self._role(line), self._links(table, line), self._values(table, line)
        if len(self.gathered.findings) > told:
            return
        iri = self._iri(table, line, self._made_part(role, start, links.get("competence", [""])[0]))
        if not iri or self._is_part_of_another(iri, line, role, start):
            return
        if not self._is_there(iri, line, "competence" if table is REQUIREMENTS else "duty"):
            self._describe(table, iri, values, line)
            self._link(table, iri, links, line)
            self._parts(role, start).add(iri)

    def _repeats(self, table: Table, line: Line) -> bool:
        cells = (table.name, *sorted(line.cells.items()))
        before = self.seen.setdefault(cells, line)
        if before is not line:
            self.gathered.tell(f"Row dropped: it repeats {before.place}.", line.place)
        return before is not line

    def _role(self, line: Line) -> str:
        if "role" not in line.cells:
            return ""
        role = self._meant(Column("role", "", Holds.NAMED, "", among="Roles"), line.cells["role"], line)
        if role and not self.gathered.is_a(role, "Role"):
            self._fault(f"{role} has no row in the table 'Roles'.", line, "role", "a role of the table 'Roles'")
        return role

    def _made_part(self, role: str, start: str, competence: str) -> str:
        """The IRI of a part that has no address: by the end of that of the competence, else by how many there are."""
        first = f"{role}{'-' if '#' in role else '#'}{start}-"
        if not competence:
            return f"{first}{1 + len(self._parts(role, start))}"
        made = first + slug(re.split("[#/]", competence.rstrip("#/"))[-1])
        before = self.gathered.nodes.get(made, {}).get("competence", competence)
        return made if before == competence else first + slug(competence)

    def _parts(self, role: str, word: str) -> set[str]:
        found: set[str] = self.gathered.nodes[role].setdefault(word, set())
        return found

    def _is_part_of_another(self, iri: str, line: Line, role: str, word: str) -> bool:
        """Whether another role has the same part already, by its address, and in the same words; it is then of both."""
        before = self.rows.get(iri)
        same = before is not None and _without_role(before.cells) == _without_role(line.cells)
        if same and before is not None and before.cells != line.cells:
            self._parts(role, word).add(iri)
            return True
        return False


def _without_role(cells: Mapping[str, str]) -> dict[str, str]:
    return {head: cell for head, cell in cells.items() if head != "role"}
