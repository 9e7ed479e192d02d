"""The editions that are told apart by the letters of their codes, and what is shipped of each of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from signpost import files, words
from signpost.exchange.nos.catalogue import Listed, fold, key
from signpost.graph.parse import parse
from signpost.model import THINGS, Node

_OF_FRAMEWORK = ("label", "suite", "edition", "issued", "validUntil", "status", "rights", "note")
"""What is said of a known edition itself, besides what it points to."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a suite: what its codes look like, how they are published, and what is known of it."""

    framework: Node
    letters: re.Pattern[str]
    published: str
    dated: str
    titles: Mapping[str, str]
    """`key` of a code -> `fold` of the title that it has in this edition."""

    @property
    def iri(self) -> str:
        """The address of its framework."""
        return str(self.framework["id"])

    def standard(self, code: str) -> str:
        """The address of the standard that has a published code in this edition."""
        return f"{THINGS}standard/{self.iri.rpartition('/')[2]}/{key(code)}"


@cache
def editions() -> tuple[Edition, ...]:
    """Every edition of `data/standards/editions.toml`, in its order."""
    table = tomllib.loads((files.data() / "standards" / "editions.toml").read_text(encoding="utf-8"))
    return tuple(_edition(line) for line in table["edition"])


def _edition(line: Mapping[str, str]) -> Edition:
    path = files.data() / "standards" / line["standards"]
    nodes, _ = words.from_triples(parse(path.read_bytes(), "turtle", path.name))
    iri = f"{THINGS}framework/{line['framework']}"
    framework = next(node for node in nodes if node["id"] == iri)
    titles = {key(str(node["notation"])): fold(words.text(node, "label")) for node in nodes if "notation" in node}
    said = {word: framework[word] for word in _OF_FRAMEWORK if word in framework}
    letters, dated = re.compile(line["letters"]), line.get("dated", "")
    return Edition({"id": iri, "type": "Framework", **said}, letters, line["published"], dated, titles)


def edition_of(listed: Listed) -> tuple[Edition, str, str] | None:
    """The edition whose letters a row's code has, the published code, and why it is not that one after all, or "".

    A title that the edition does not give the code, and a suite that does not date it, speak against the letters.
    """
    for edition in editions():
        found = edition.letters.fullmatch(listed.urn.upper())
        if found:
            code = edition.published.format(found[1])
            return edition, code, _against(edition, code, listed)
    return None


def _against(edition: Edition, code: str, listed: Listed) -> str:
    title = edition.titles.get(key(code), listed.bare)
    if title != listed.bare:
        return "the edition gives it another title"
    if listed.legacy:
        return "it is marked as replaced"
    if edition.dated and not any(edition.dated in suite for suite in listed.suites):
        return f"its suite does not say {edition.dated}"
    return ""
