"""What a reader gathers from tables: nodes by IRI, where each was read, and what was dropped or repaired on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from signpost import words
from signpost.exchange.received import Ragged, Row, table
from signpost.model import Finding, Severity, Source, Submission
from signpost.wellformed import BAD_TEXT, is_iri


@dataclass(slots=True)
class Gathered:
    """Nodes and findings, as the tables are read one after the other; values that may be several are sets."""

    language: str
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    """What was read beside nodes, for the summary."""
    gives_way: set[str] = field(default_factory=set)
    """Things that another source may describe already, and better."""
    drops_dangling: set[str] = field(default_factory=set)
    """Things that are left out at the gate where they point to what nobody describes."""

    def tell(self, message: str, place: str, iri: str = "", path: str = "") -> None:
        """Say what was dropped or repaired; the message of a dropped row begins with `Row dropped`."""
        self.findings.append(Finding(message, Severity.WARNING, place=place, node=iri, path=path))

    def advise(self, message: str, place: str, iri: str = "", path: str = "") -> None:
        """Say how something was read, where nothing is lost."""
        self.findings.append(Finding(message, Severity.ADVICE, place=place, node=iri, path=path))

    def is_a(self, iri: str, kind: str) -> bool:
        """Whether a thing of a class has been read."""
        return iri in self.nodes and self.nodes[iri]["type"] == kind

    def table(
        self, path: Path, needed: tuple[str, ...], *, sheet: str = "", short_rows: bool = False, above: int = 0
    ) -> Iterator[Row]:
        """The rows of a CSV or tab-separated file or of a sheet; ragged ones are dropped with a finding."""
        for row in table(path, needed, sheet=sheet, short_rows=short_rows, above=above):
            if isinstance(row, Ragged):
                message = f"Row dropped: it has {row.cells} cells where the table has {row.expected} columns."
                self.tell(message, f"{row.file}:{row.line}")
            else:
                yield row

    def cleaned(self, row: Row, column: str, iri: str, word: str) -> str:
        """A cell without control characters and outer spaces."""
        raw = row.cells.get(column, "")
        clean = BAD_TEXT.sub("", raw)
        if clean != raw:
            self.tell("Control characters were removed.", row.place(column), iri, word)
        stripped = clean.strip()
        if word == "label" and stripped != clean:
            self.tell("Spaces around the label were removed.", row.place(column), iri, word)
        return stripped

    def fault_of(self, iri: str, label: str) -> str:
        """Why a row cannot become a node, or the empty string."""
        if not is_iri(iri):
            return f"'{iri}' is not an IRI"
        if not label:
            return "it has no preferred label"
        return f"it was already read at {self.places[iri]}" if iri in self.nodes else ""

    def summarise(self, place: str) -> None:
        """Close the findings with what was read, dropped and repaired."""
        kinds = Counter(str(node["type"]) for node in self.nodes.values())
        read = [*sorted(kinds.items()), *sorted(self.counts.items())]
        dropped = sum(finding.message.startswith("Row dropped") for finding in self.findings)
        other = len(self.findings) - dropped
        message = f"Read {', '.join(f'{n} {what}' for what, n in read) or 'nothing'}. "
        message += f"Rows dropped: {dropped}; other repairs or notes: {other}."
        self.findings.append(Finding(message, Severity.ADVICE, place=place))

    def submission(self, source: Source) -> Submission:
        """Everything that was gathered, sorted by IRI."""
        nodes = tuple(_settled(self.nodes[iri]) for iri in sorted(self.nodes))
        way, ends = frozenset(self.gives_way), frozenset(self.drops_dangling)
        return Submission(source, nodes, tuple(self.findings), self.places, way, ends)


def _settled(node: dict[str, Any]) -> dict[str, Any]:
    return {word: words.one_or_list(value) if isinstance(value, set) else value
            for word, value in node.items() if value or not isinstance(value, set)}  # fmt: skip
