"""What a course teaches and asks for: competences by code, name or address, each with its level."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from signpost.exchange.coursesheet.choices import split
from signpost.exchange.coursesheet.layout import ENTRY, LEVEL, REQUIRES, SHOWS, TEACHES
from signpost.exchange.coursesheet.tables import Line
from signpost.exchange.coursesheet.telling import Said, Telling
from signpost.exchange.named import placeholder
from signpost.exchange.schemaorg.items import is_name, shown
from signpost.exchange.slugs import slug
from signpost.model import Shows

MOST = 100
"""Competences that one course may teach, or ask for."""

_CODE = re.compile(r"[A-Z][A-Z&]{1,11}[A-Z0-9&/.-]{0,20}[0-9][A-Z0-9]{0,4}", re.IGNORECASE)
_WITH_LEVEL = re.compile(
    r"(?P<name>.+?)\s*(?:\((?:at )?(?:level )?(?P<a>[1-5])\)|(?:at |, )?level (?P<b>[1-5])|[:=] ?(?P<c>[1-5]))",
    re.IGNORECASE | re.DOTALL,
)
_HOW = "one for all of them, or one for each, with semicolons between them"


class Outcomes:
    """Learning outcomes and prerequisites of one course, as parts of it."""

    def __init__(self, telling: Telling, node: dict[str, Any]) -> None:
        self.telling, self.node, self.iri = telling, node, str(node["id"])

    def read(self, found: Mapping[str, Said | None], lines: list[Line]) -> None:
        """Take in what the cells of a course say by their heads; `lines` are its rows."""
        teaches = found[TEACHES]
        if teaches:
            self._taught(teaches, found, lines)
        elif not any(TEACHES in line.faulty for line in lines):
            for head in (LEVEL, ENTRY, SHOWS):
                said = found[head]
                if said:
                    message = f"There is a value, '{shown(said.text)}', and no competence is taught."
                    self.telling.fault(message, said.line, TEACHES, "the code, name or address of a competence",
                                       "SCDLMCA1", self.iri)  # fmt: skip
                    break
        requires = found[REQUIRES]
        if requires:
            self._required(requires)

    # ---------------------------------------------------------------------------------------- teaches
    def _taught(self, teaches: Said, found: Mapping[str, Said | None], lines: list[Line]) -> None:
        names = self._names(teaches)
        levels = self._each(LEVEL, found, names, teaches.line)
        entries = self._each(ENTRY, found, names, teaches.line)
        shows = self._each(SHOWS, found, names, teaches.line)
        if levels is None:
            if found[LEVEL] is None and not self._is_told(LEVEL, lines):
                self._without_level(names, teaches.line)
            return
        if shows is None and not found[SHOWS] and not self._is_told(SHOWS, lines):
            message = "It is not stated what finishing shows: read as 'knowledge', the lesser claim."
            self.telling.gathered.advise(message, teaches.line.at(SHOWS), self.iri, SHOWS)
        seen: set[str] = set()
        for n, name in enumerate(names):
            iri = _competence(name)
            if iri in seen:
                self.telling.gathered.tell(
                    f"'{shown(name)}' is named twice: the first is kept.", teaches.line.at(TEACHES), self.iri, TEACHES
                )
                continue
            seen.add(iri)
            self._outcome(name, levels[n], entries[n] if entries else None, shows[n] if shows else "", found, teaches)

    def _outcome(
        self, name: str, level: int, entry: int | None, shows: str, found: Mapping[str, Said | None], teaches: Said
    ) -> None:
        said: dict[str, Any] = {"id": self._part("teaches", name), "type": "LearningOutcome"}
        said |= {"competence": _competence(name), "outcomeLevel": level, "shows": shows or Shows.KNOWLEDGE.value}
        if entry is not None and entry >= level and (cell := found[ENTRY]):
            self.telling.fault(
                f"'{shown(name)}' begins at level {entry} and ends at level {level}: a course raises what it teaches.",
                cell.line, ENTRY, "a level below that at the end, or an empty cell", str(level - 1), self.iri,
            )  # fmt: skip
        elif entry is not None:
            said["entryLevel"] = entry
        self._add(said, teaches, TEACHES)

    def _names(self, teaches: Said) -> list[str]:
        """The competences that a cell names; codes may have commas between them too."""
        found = self._few(teaches, TEACHES)
        parts = [part.strip() for part in teaches.text.split(",") if part.strip()]
        if len(found) == 1 and len(parts) > 1 and all(map(_CODE.fullmatch, parts)):
            message = f"Read as {len(parts)} competences, for they look like codes with commas between them."
            self.telling.gathered.advise(message, teaches.line.at(TEACHES), self.iri, TEACHES)
            return parts
        return found

    def _few(self, cell: Said, head: str) -> list[str]:
        """The parts of a cell, each on one line; those beyond the most that there may be are refused."""
        found = [" ".join(part.split()) for part in split(cell.text)]
        if len(found) > MOST:
            message = f"There are {len(found):,} competences in one cell. Name the few that it really is about."
            self.telling.fault(message, cell.line, head, f"{MOST} competences at most", iri=self.iri)
        return found[:MOST]

    def _each(
        self, head: str, found: Mapping[str, Said | None], names: list[str], line: Line
    ) -> tuple[Any, ...] | None:
        """The value of each competence; None where none is stated, or their number does not fit, which is told."""
        said = found[head]
        if said is None:
            return None
        given: tuple[Any, ...] = said.value
        if len(given) == 1:
            return given * len(names)
        if len(given) != len(names):
            message = (
                f"There are {len(given)} values, '{shown(said.text)}', for the {len(names)} competences in row "
                f"{line.number}. Give {_HOW}."
            )
            example = "; ".join([str(given[0])] * len(names))
            self.telling.fault(message, said.line, head, _HOW, example, self.iri)
            return None
        return given

    def _is_told(self, head: str, lines: list[Line]) -> bool:
        """Whether a cell of that head is there and was found faulty."""
        return any(head in line.cells or head in line.faulty for line in lines)

    def _without_level(self, names: list[str], line: Line) -> None:
        many = f"'{shown(names[0])}'" + (f" and {len(names) - 1} more" if len(names) > 1 else "")
        self.telling.fault(
            f"No level is stated for what is taught ({many}): without it nobody can tell whether it closes a gap.",
            line, LEVEL, "a level from 1 (aware) to 5 (shapes practice): one for all, or one for each",
            "; ".join(["2"] * len(names)), self.iri,
        )  # fmt: skip

    # ---------------------------------------------------------------------------------------- requires
    def _required(self, requires: Said) -> None:
        for text in self._few(requires, REQUIRES):
            match = _WITH_LEVEL.fullmatch(text)
            if match is None:
                message = f"'{shown(text)}' is required, and no level is stated with it: put it in brackets."
                expected = "a competence with the level that a learner must bring, in brackets"
                self.telling.fault(message, requires.line, REQUIRES, expected, f"{shown(text)} (level 1)", self.iri)
                continue
            name, level = match["name"].strip(), int(match["a"] or match["b"] or match["c"])
            said = {"id": self._part("requires", name), "type": "Prerequisite", "competence": _competence(name)}
            self._add(said | {"level": level}, requires, REQUIRES)

    # ---------------------------------------------------------------------------------------- parts
    def _part(self, kind: str, name: str) -> str:
        """The IRI of a part: by the code or name of its competence, so that it stays where others come and go."""
        end = slug(name.rstrip("/").rpartition("/")[2] if is_name(name) else name)
        made, n = f"{self.iri}#{kind}-{end}", 2
        while made in self.telling.gathered.nodes:
            made, n = f"{self.iri}#{kind}-{end}-{n}", n + 1
        return made

    def _add(self, said: dict[str, Any], cell: Said, head: str) -> None:
        self.telling.gathered.nodes[said["id"]] = said
        self.telling.gathered.places[said["id"]] = cell.line.at(head)
        self.node.setdefault(head, set()).add(said["id"])


def _competence(name: str) -> str:
    return name if is_name(name) else placeholder(name)
