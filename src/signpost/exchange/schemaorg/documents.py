"""What a file publishes as JSON-LD: the one document of a JSON file, or every script of a web page that has one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from signpost.errors import UnreadableInput
from signpost.exchange.gathered import Gathered
from signpost.exchange.received import contents, text
from signpost.graph.parse import DEEPEST, read_json

PAGES = (".html", ".htm", ".xhtml")
MOST_SCRIPTS = 200
"""Scripts of one page that are read."""
SCRIPT = "application/ld+json"
_OPENING = re.compile(r"<!--|<script(?=[\s/>])[^<>]{0,2000}>", re.IGNORECASE)
_CLOSING = re.compile(r"</script(?=[\s/>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Document:
    """One JSON document and where it stands: `file.json#` or `page.html#script-2`."""

    place: str
    content: Any


def documents(path: Path, gathered: Gathered) -> list[Document]:
    """Every document of a file; scripts of a page that cannot be read are dropped with a finding.

    Raises UnreadableInput where there is none that can be read.
    """
    if path.suffix.lower() not in PAGES:
        found = read_json(contents(path), path.name)
        _check_depth(found, path.name)
        return [Document(f"{path.name}#", found)]
    scripts = _scripts(text(path))
    if len(scripts) > MOST_SCRIPTS:
        message = f"Row dropped: of {len(scripts):,} scripts the first {MOST_SCRIPTS} are read."
        gathered.tell(message, f"{path.name}#script-{MOST_SCRIPTS + 1}")
    read = list(_readable(scripts[:MOST_SCRIPTS], path.name, gathered))
    if not read:
        reason = "it has no JSON-LD that can be read" if scripts else f"it has no script of the type {SCRIPT}"
        raise UnreadableInput(str(path), reason, "Send a page that describes its courses in JSON-LD.")
    return read


def _readable(scripts: list[str], name: str, gathered: Gathered) -> Iterator[Document]:
    for number, script in enumerate(scripts, 1):
        place = f"{name}#script-{number}"
        try:
            found = read_json(script.encode("utf-8", "replace"), place)
            _check_depth(found, place)
        except UnreadableInput as fault:
            gathered.tell(f"Row dropped: {fault.reason}.", fault.place)
        else:
            yield Document(place, found)


def _check_depth(document: Any, place: str) -> None:
    level = [document]
    for _ in range(DEEPEST):
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return
    raise UnreadableInput(place, f"it is nested more than {DEEPEST} deep", "Write things beside each other.")


def _inside(item: Any) -> list[Any]:
    inner = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    return [value for value in inner if isinstance(value, dict | list)]


def _scripts(page: str) -> list[str]:
    """The text of every script of JSON-LD; what stands in a comment or inside another script is none.

    The parser of the standard library takes minutes for some hostile pages, so that it sees single tags alone.
    """
    found, at = [], 0
    while opening := _OPENING.search(page, at):
        begins = opening.end()
        end = page.find("-->", begins) if opening[0] == "<!--" else _end_of_script(page, begins)
        if opening[0] != "<!--" and _type_of(opening[0]) == SCRIPT:
            found.append(page[begins:end] if end >= 0 else page[begins:])
        if end < 0:
            break
        at = end
    return found


def _end_of_script(page: str, begins: int) -> int:
    closing = _CLOSING.search(page, begins)
    return closing.start() if closing else -1


def _type_of(tag: str) -> str:
    reading = _Tag()
    reading.feed(tag)
    return reading.type.partition(";")[0].strip().lower()


class _Tag(HTMLParser):
    """The type that one tag gives its script."""

    type = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.type = dict(attrs).get("type") or ""
