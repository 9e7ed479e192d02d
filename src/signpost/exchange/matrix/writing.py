"""Roles, what they need and at which level as a plain table, one need in a row."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from signpost import words
from signpost.cells import neutral
from signpost.exchange.gathered import Gathered
from signpost.exchange.losses import changed, losses
from signpost.exchange.matrix.layout import (
    COLUMNS,
    COMPETENCE,
    COMPETENCE_ADDRESS,
    IMPORTANCE,
    OF_ROLE,
    REQUIRED,
    ROLE,
    ROLE_ADDRESS,
    STATED,
)
from signpost.exchange.matrix.parts import is_bare
from signpost.exchange.matrix.reading import from_rows
from signpost.exchange.received import Row
from signpost.model import THINGS, Node, Source, Written

HOLDS: Mapping[str, frozenset[str]] = {
    "Framework": frozenset({"label"}),
    "Competence": frozenset({"label", "inFramework"}),
    "Standard": frozenset({"label", "inFramework"}),
    "Occupation": frozenset({"label", "inFramework"}),
    "Role": frozenset({"label", "occupation", "requirement"}),
    "Requirement": frozenset({"competence", "level", "importance", "statedLevel"}),
}
"""What a matrix keeps of each class."""

_FORMAT = "the matrix"


def write(nodes: Sequence[Node]) -> Written:
    """Roles and what they need as CSV. What comes back otherwise when it is read again is told among the losses."""
    going = _Going(nodes)
    rows = list(going.rows())
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")  # both, or a lone one would not be quoted
    writer.writeheader()
    writer.writerows({column: neutral(cell) for column, cell in row.items()} for row in rows)
    otherwise = changed(nodes, _back(nodes, rows), HOLDS, _FORMAT)
    return Written(out.getvalue().encode(), (*losses(nodes, HOLDS, _FORMAT), *otherwise))


class _Going:
    """Which of the nodes go out, and how they are named in cells."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.nodes = {str(node["id"]): node for node in sorted(nodes, key=lambda node: str(node["id"]))}
        named = (self._names(role) for role in self._of("Role"))
        self.sharing = Counter(level for name, level, whole in named if level != whole)

    def _of(self, *kinds: str) -> list[Node]:
        return [node for node in self.nodes.values() if {*words.values(node, "type")} & {*kinds}]

    def rows(self) -> Iterator[dict[str, str]]:
        """Every role with its needs, then every competence that none needs."""
        needed = set[str]()
        for role in self._of("Role"):
            found = [self.nodes[iri] for iri in words.values(role, "requirement") if iri in self.nodes]
            needed |= {str(iri) for node in found for iri in words.values(node, "competence")}
            for node in sorted(found, key=_place):
                yield self._role(role) | self._need(node)
            if not found:
                yield self._role(role)
        for node in self._of("Competence", "Standard"):
            if node["id"] not in needed:
                yield self._competence(str(node["id"]))

    def _role(self, role: Node) -> dict[str, str]:
        name, level, whole = self._names(role)
        address = {ROLE_ADDRESS: str(role["id"])}
        if not name:
            return {ROLE: whole} | address
        told = is_bare(name, level) or self.sharing[level] > 1
        return {ROLE: name, OF_ROLE: level if told else whole} | address

    def _names(self, role: Node) -> tuple[str, str, str]:
        """What a role is a level of, what the level is called without that in brackets after it, and with it."""
        whole = words.text(role, "label")
        known = [self.nodes[iri] for iri in words.values(role, "occupation") if iri in self.nodes]
        name = words.text(known[0], "label") if known else ""
        return name, whole.removesuffix(f" ({name})"), whole

    def _competence(self, iri: str) -> dict[str, str]:
        name = words.text(self.nodes.get(iri, {}), "label")
        return {COMPETENCE: name, COMPETENCE_ADDRESS: iri} if name else {COMPETENCE: iri}

    def _need(self, node: Node) -> dict[str, str]:
        said = {column: _first(node, word) for column, word in
                ((REQUIRED, "level"), (IMPORTANCE, "importance"), (STATED, "statedLevel"))}  # fmt: skip
        return self._competence(_first(node, "competence")) | {column: cell for column, cell in said.items() if cell}


def _first(node: Node, word: str) -> str:
    return str(next(iter(words.values(node, word)), ""))


def _place(node: Node) -> tuple[int, str]:
    order = next((value for value in words.values(node, "order") if isinstance(value, int)), 0)
    return order, str(node["id"])


# ------------------------------------------------------------------------------------------------ what comes back
def _back(nodes: Sequence[Node], rows: Sequence[Mapping[str, str]]) -> Sequence[Node]:
    lines = [Row("matrix", line, {**dict.fromkeys(COLUMNS, ""), **row}) for line, row in enumerate(rows, 2)]
    return from_rows(lines, Source(_own_name(nodes)), Gathered("en"), "matrix").nodes


def _own_name(nodes: Iterable[Node]) -> str:
    """The source by whose name the framework of the nodes comes back; it is the last part of its address."""
    start = f"{THINGS}framework/"
    found = [str(node["id"]) for node in nodes if "Framework" in words.values(node, "type")]
    return next((iri.removeprefix(start) for iri in sorted(found) if iri.startswith(start)), "matrix")
