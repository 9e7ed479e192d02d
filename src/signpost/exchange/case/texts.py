"""The texts of nodes on their way to formats that hold one language and one value; what is left out is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from signpost import words
from signpost.exchange.case import names
from signpost.exchange.changes import Changes
from signpost.exchange.kinds import TYPES, competence_type
from signpost.exchange.labelled import labelled, parted
from signpost.model import Node


class Texts(Changes):
    """Texts in the language of a framework; what is left out for that is told."""

    def __init__(self, framework: Node) -> None:
        super().__init__()
        tags = list(_by_language(framework, "label"))
        self.language = "en" if "en" in tags or not tags else tags[0]

    # -------------------------------------------------------------------------------------------- one language
    def language_of(self, node: Node) -> str:
        """The language in which a node goes out: the framework's, where it has a name in that."""
        tags = list(_by_language(node, "label"))
        return self.language if self.language in tags or not tags else tags[0]

    def all(self, node: Node, word: str, whole: Node | None = None) -> list[str]:
        """The texts of a word in the language of its node, or of what that is a part of; others are told."""
        tag, every = self.language_of(whole or node), _by_language(node, word)
        if set(every) - {tag}:
            self.change("Texts in other languages than the name's were left out", node["id"], word)
        return every.get(tag, [])

    def main(self, node: Node, word: str, whole: Node | None = None) -> str:
        """The first of them, in one piece; others are told."""
        found = self.all(node, word, whole)
        if len(found) > 1:
            self.change("Of several texts the first goes out", node["id"], word)
        text = found[0].strip() if found else ""
        if found and text != found[0]:
            self.change("Spaces around a text were removed", node["id"], word)
        if word == "label" and len(text.splitlines()) > 1:
            self.change("A name goes out on one line", node["id"], word)
            return " ".join(text.splitlines())
        return text

    def first(self, node: Node, word: str) -> str:
        """A text by which a node is called; nothing is told."""
        return words.text(node, word, self.language)

    def plain(self, node: Node, word: str) -> str:
        """The first value of a word that has no language; others are told."""
        found = words.values(node, word)
        if len(found) > 1:
            self.change("Of several values the first goes out", node["id"], word)
        return str(found[0]) if found else ""

    # -------------------------------------------------------------------------------------------- items
    def statement(self, node: Node) -> str:
        """What a competence says beside its name: its definition, else its description."""
        definition, description = self.main(node, "definition"), self.main(node, "description")
        if definition and description:
            self.change("A description beside a definition was left out", node["id"], "description")
        elif description:
            self.change(
                "Descriptions go out as statements, and are definitions when read again", node["id"], "description"
            )
        statement = definition or description
        if statement and statement == self.main(node, "label"):
            self.change("A statement that repeats the name goes out once", node["id"], "definition")
            return ""
        return statement

    def notes(self, node: Node, fields: Mapping[str, str], said: Mapping[str, Any]) -> dict[str, Any]:
        """Notes, and the fields that labelled notes say; where a field is said twice, a note stays a note."""
        found, others = parted(self.all(node, "note"), fields)
        fresh: dict[str, Any] = {}
        for label, values in found.items():
            name = fields[label]
            if name in names.SEVERAL:
                fresh[name] = values
            elif len(values) == 1 and _agrees(name, values[0], str(said.get(name, ""))):
                fresh[name] = values[0]
            else:
                others += [labelled(label, value) for value in values]
        if len(others) > 1:
            self.change("Several notes go out as one", node["id"], "note")
        return {**fresh, "notes": "\n\n".join(others)}


def _agrees(name: str, value: str, said: str) -> bool:
    """Whether the value of a note may stand in its field without hiding what our own word says there."""
    if name == "CFItemType":
        return TYPES.get(competence_type(value), "") == said != value
    if name == "adoptionStatus":
        return names.STATUSES.get(names.status(value), "") == said != value
    return name != "lastChangeDateTime" or value == said


def _by_language(node: Node, word: str) -> dict[str, list[str]]:
    found = node.get(word)
    if not isinstance(found, Mapping):
        return {}
    return {
        tag: [str(text) for text in (texts if isinstance(texts, list) else [texts])] for tag, texts in found.items()
    }
