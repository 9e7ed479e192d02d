"""The addresses of O*NET's things, and how its cells are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from signpost.exchange.gathered import Gathered
from signpost.exchange.received import Row
from signpost.model import THINGS

ONET = THINGS + "onet/"
"""Codes of O*NET keep their meaning over its editions, so that the addresses have none."""

CODE = "O*NET-SOC Code"
ELEMENT = "Element ID"


@dataclass(frozen=True, slots=True)
class Release:
    """One edition of O*NET as it is read."""

    gathered: Gathered
    framework: str

    def add(self, row: Row, column: str, iri: str, kind: str, label: str) -> dict[str, Any] | None:
        """The new thing of a row, whose address stands in a column; None, with a finding, where the row is dropped."""
        said = self.gathered.cleaned(row, label, iri, "label")
        fault = self.gathered.fault_of(iri, said)
        if fault:
            self.gathered.tell(f"Row dropped: {fault}.", row.place(column), iri)
            return None
        node: dict[str, Any] = {"id": iri, "type": kind, "label": {"en": said}}
        if kind != "Duty":
            node["inFramework"] = self.framework
        self.gathered.nodes[iri], self.gathered.places[iri] = node, row.place()
        return node

    def describe(self, row: Row, node: dict[str, Any]) -> None:
        """Give a thing the description of its row, where there is one."""
        text = self.gathered.cleaned(row, "Description", node["id"], "description")
        if text:
            node["description"] = {"en": text}

    def known(self, row: Row, column: str, iri: str, kind: str) -> dict[str, Any] | None:
        """The thing that a row names; None, with a finding, where no table describes it."""
        if self.gathered.is_a(iri, kind):
            return self.gathered.nodes[iri]
        self.gathered.tell("Row dropped: what it names is in no table that was read.", row.place(column), iri)
        return None


def occupation(code: str) -> str:
    """The address of an occupation: `occupation("11-1011.00")`."""
    return f"{ONET}occupation/{code}"


def element(code: str) -> str:
    """The address of an element of the content model, or of a work activity below one."""
    return f"{ONET}element/{code}"


def task(code: str) -> str:
    """The address of a task."""
    return f"{ONET}task/{code}"


def commodity(code: str) -> str:
    """The address of a kind of technology."""
    return f"{ONET}commodity/{code}"


def said(row: Row, column: str) -> str:
    """A cell without outer spaces; the tab-separated tables write `n/a` where those of the workbooks are empty."""
    text = row.cells.get(column, "").strip()
    return "" if text == "n/a" else text
