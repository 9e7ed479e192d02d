"""Frameworks, competences, roles, requirements and duties as a workbook in the layout that is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from signpost import words
from signpost.exchange.gathered import Gathered
from signpost.exchange.losses import changed, losses
from signpost.exchange.sheet import workbook
from signpost.exchange.sheet.layout import (
    BY_KIND,
    COMPETENCES,
    DUTIES,
    EXAMPLE,
    FRAMEWORK,
    LONGEST,
    REQUIREMENTS,
    ROLES,
    TABLES,
    Column,
    Holds,
    Table,
)
from signpost.exchange.sheet.reading import from_lines
from signpost.exchange.sheet.tables import Line
from signpost.exchange.slugs import folded
from signpost.model import Node, Source, Written

_BODIES = ("Organisation", "Provider", "AwardingBody")
_BESIDE = {"Framework": {"publisher", "language"}, "Role": {"requirement", "duty"}}
"""Words that are not a column of their own."""
HOLDS: Mapping[str, frozenset[str]] = {
    **{kind: frozenset({c.word for c in table.columns if c.word} | _BESIDE.get(kind, set()))
       for kind, table in BY_KIND.items()},
    "Standard": frozenset({column.word for column in COMPETENCES.columns}),
    **dict.fromkeys(_BODIES, frozenset({"label"})),
}  # fmt: skip
"""What the spreadsheet keeps of each class; a standard comes back as a competence, a body as the publisher it is."""

_FORMAT = "the spreadsheet"

Rows = dict[str, list[dict[str, str]]]
"""Table -> its rows, each with the texts of its cells by their heads."""


def write(nodes: Sequence[Node]) -> Written:
    """Nodes as a workbook. What comes back otherwise when it is read again is told among the losses."""
    going = _Going(nodes)
    rows = going.rows()
    told = [node for node in nodes if node["id"] in going.iris]
    whole = losses((node for node in nodes if node["id"] not in going.iris), {}, _FORMAT)
    otherwise = changed(told, _back(rows), HOLDS, _FORMAT)
    return Written(workbook.written(rows), (*whole, *losses(told, HOLDS, _FORMAT), *otherwise))


def template() -> bytes:
    """The empty workbook, with an example row in each table that is not read."""
    return workbook.written({table.name: [_example(table)] for table in TABLES})


def _example(table: Table) -> dict[str, str]:
    cells = {column.head: column.example for column in table.columns if column.example}
    return {**cells, table.columns[0].head: EXAMPLE}


class _Going:
    """Which of the nodes go out, and how they are named in cells."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = {node["id"]: node for node in sorted(nodes, key=lambda node: str(node["id"]))}
        self.language = self._language()
        self.frameworks, self.roles = self._of("Framework"), self._of("Role")
        self.competences = sorted(self._of("Competence", "Standard"), key=_place)
        self.codes = Counter(folded(code) for node in self.competences for code in _codes(node))
        self.called = Counter(folded(words.text(node, "label", self.language)) for node in self.roles)
        parts = [iri for role in self.roles for word in ("requirement", "duty") for iri in words.values(role, word)]
        bodies = [iri for node in self.frameworks for iri in words.values(node, "publisher")]
        shown = [*self.frameworks, *self.roles, *self.competences]
        self.iris = {node["id"] for node in shown} | {iri for iri in (*parts, *bodies) if iri in self.nodes}

    def _of(self, *kinds: str) -> list[Node]:
        return [node for node in self.nodes.values() if {*words.values(node, "type")} & {*kinds}]

    def _language(self) -> str:
        """That of the framework, else the one that most names are in."""
        stated = [str(code) for node in self._of("Framework") for code in words.values(node, "language")]
        if stated:
            return stated[0].lower()
        tags = Counter(tag for node in self._of(*BY_KIND, "Standard") for tag in node.get("label", {}))
        return min(tags, key=lambda tag: (-tags[tag], tag), default="en")

    def rows(self) -> Rows:
        """Every row of every table."""
        return {
            FRAMEWORK.name: [self._framework(node) for node in self.frameworks],
            COMPETENCES.name: [self._row(COMPETENCES, node) for node in self.competences],
            ROLES.name: [self._row(ROLES, node) for node in self.roles],
            REQUIREMENTS.name: list(self._parts(REQUIREMENTS, "requirement")),
            DUTIES.name: list(self._parts(DUTIES, "duty")),
        }

    def _framework(self, node: Node) -> dict[str, str]:
        row = self._row(FRAMEWORK, node)
        if node is self.frameworks[0] and ("language" in node or self.language != "en"):
            row["language"] = self.language
        for iri in words.values(node, "publisher")[:1]:
            name = words.text(self.nodes.get(iri, {}), "label", self.language)
            row |= {"publisher": _text(name), "publisher address": str(iri)}
        return row

    def _parts(self, table: Table, word: str) -> Iterator[dict[str, str]]:
        for role in self.roles:
            found = [self.nodes[iri] for iri in words.values(role, word) if iri in self.nodes]
            for node in sorted(found, key=_place):
                yield {"role": self._role(role), **self._row(table, node)}

    def _role(self, role: Node) -> str:
        name = words.text(role, "label", self.language)
        return name if self.called[folded(name)] == 1 and "\n" not in name else str(role["id"])

    def _row(self, table: Table, node: Node) -> dict[str, str]:
        cells = {column.head: self._cell(column, node) for column in table.columns if column.word}
        return {head: cell for head, cell in cells.items() if cell}

    def _cell(self, column: Column, node: Node) -> str:
        if column.word == "id":
            return str(node["id"])
        if column.word in ("publisher", "language"):
            return ""
        if column.holds is Holds.TEXT:
            found = node.get(column.word, {})
            values = found.get(self.language, []) if isinstance(found, Mapping) else []
            given = [str(value) for value in (values if isinstance(values, list) else [values])]
        else:
            given = [self._said(column, value) for value in words.values(node, column.word)]
        if column.word == "inFramework" and [node["id"] for node in self.frameworks] == given:
            return ""
        return _text("\n".join(given)) if column.several else _text(next(iter(given), ""))

    def _said(self, column: Column, value: Any) -> str:
        if column.among == COMPETENCES.name:
            codes = _codes(self.nodes.get(value, {}))
            alone = codes and self.codes[folded(codes[0])] == 1 and ";" not in codes[0]
            return codes[0] if alone and codes[0].splitlines() == [codes[0].strip()] else str(value)
        return words.short(column.word, value) if column.holds is Holds.CHOICE else str(value)


def _place(node: Node) -> tuple[Any, ...]:
    order = next((value for value in words.values(node, "order") if isinstance(value, int)), 0)
    return str(node.get("inFramework", "")), order, str(node["id"])


def _codes(node: Node) -> list[str]:
    return [str(code) for code in words.values(node, "notation")[:1]]


def _text(said: str) -> str:
    """A text as a cell of a spreadsheet keeps it."""
    return re.sub(r"\r\n?", "\n", said)[:LONGEST]


# ------------------------------------------------------------------------------------------------ what comes back
def _back(rows: Rows) -> Sequence[Node]:
    lines = {name: [Line(f"{name}:{n}", _stripped(row)) for n, row in enumerate(found, 2)]
             for name, found in rows.items()}  # fmt: skip
    return from_lines(lines, Source("sheet"), Gathered("en"), "sheet").nodes


def _stripped(row: Mapping[str, str]) -> dict[str, str]:
    return {head: cell.strip() for head, cell in row.items() if cell.strip()}
