"""The elements of an XCRI-CAP feed, read as a stream: a course at a time, with the line where each element begins."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

from signpost.errors import UnreadableInput
from signpost.exchange.languages import tag
from signpost.exchange.markup import plain
from signpost.exchange.xcri.names import KNOWN, PROFILES, XCRI, XML, XSI
from signpost.graph.parse import check_xml
from signpost.model import NAMESPACE

MOST_ELEMENTS = 2_000_000
"""Elements that a feed may have; a course has some fifty."""
ROOTS = ("catalog", "provider")
_AT_ONCE = 1 << 16
_SPACE = " "
"""What expat puts between a namespace and a name."""
_PREFIXES = {XML: "xml:", XSI: "xsi:", NAMESPACE: "sp:"}
_TAG = re.compile(r"[a-z][a-z0-9]*")


@dataclass(slots=True, eq=False)
class Element:
    """One element: `name` is without its namespace where that is one of XCRI's, else with it."""

    name: str
    line: int
    attributes: dict[str, str]
    parent: Element | None
    language: str = ""
    """The tag of the language that is stated for it or around it."""
    content: list[str | Element] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The elements directly in it."""
        return [part for part in self.content if isinstance(part, Element)]

    @property
    def type(self) -> str:
        """What `xsi:type` says it is, without a prefix."""
        return self.attributes.get("xsi:type", "").strip().rpartition(":")[2]

    def text(self) -> str:
        """What it says as plain text, its own line breaks kept; markup in it becomes lines and list items."""
        if any(isinstance(part, Element) for part in self.content):
            return plain("".join(map(_marked, self.content)))
        lines = [" ".join(line.split()) for line in "".join(map(str, self.content)).splitlines()]
        return "\n".join(line for line in lines if line)

    def line_of_text(self) -> str:
        """What it says on one line."""
        return " ".join(self.text().split())


def _marked(part: str | Element) -> str:
    if isinstance(part, str):
        return html.escape(part, quote=False)
    local = part.name.rpartition(_SPACE)[2].lower()
    kind = local if _TAG.fullmatch(local) else "span"
    return f"<{kind}>{''.join(map(_marked, part.content))}</{kind}>"


def elements(data: bytes, name: str) -> Iterator[Element]:
    """Every course of a feed once it is complete, in the order of the file, and last the root without its courses.

    Raises UnreadableInput, with line and column, where it is no XML, declares entities, is too deep or too large, or
    is no catalog of XCRI-CAP 1.2.
    """
    check_xml(data, name)
    reading = _Reading(name)
    for start in range(0, len(data), _AT_ONCE):
        end = start + _AT_ONCE
        reading.parser.Parse(data[start:end], end >= len(data))
        while reading.done:
            yield reading.done.popleft()


class _Reading:
    """What expat has told so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.done: deque[Element] = deque()
        self.parser = expat.ParserCreate(namespace_separator=_SPACE)
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._open: Element | None = None
        self._count = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        self._count += 1
        if self._count > MOST_ELEMENTS:
            reason = f"it has more than {MOST_ELEMENTS:,} elements"
            raise UnreadableInput(f"{self.name}:{line}", reason, "Split it into several files.")
        if self._open is None:
            _check_root(name, f"{self.name}:{line}:{self.parser.CurrentColumnNumber + 1}")
        said = {_attribute(key): value for key, value in attributes.items()}
        around = self._open.language if self._open else ""
        language = tag(said["xml:lang"]) if "xml:lang" in said else around
        element = Element(_local(name), line, said, self._open, language)
        if self._open is not None:
            self._open.content.append(element)
        self._open = element

    def _end(self, name: str) -> None:
        element = self._open
        assert element is not None
        self._open = element.parent
        if element.parent is None:
            self.done.append(element)
        elif element.name == "course" and element.parent.name in ROOTS:
            element.parent.content.pop()
            self.done.append(element)

    def _text(self, text: str) -> None:
        if self._open is not None:
            self._open.content.append(text)


@lru_cache(1024)
def _local(name: str) -> str:
    namespace, space, local = name.rpartition(_SPACE)
    return local if not space or namespace in KNOWN else name


@lru_cache(1024)
def _attribute(name: str) -> str:
    namespace, space, local = name.rpartition(_SPACE)
    return _PREFIXES.get(namespace, "" if namespace in KNOWN else namespace + space) + local


def _check_root(name: str, place: str) -> None:
    namespace, _, local = name.rpartition(_SPACE)
    if namespace == XCRI and local in ROOTS:
        return
    reason = f"its root is the element '{local}'" + (f" of the namespace {namespace}" if namespace else "")
    if namespace.startswith(PROFILES) and namespace != XCRI:
        reason = f"it is of another edition of XCRI-CAP, with the namespace {namespace}"
    raise UnreadableInput(place, reason, f'Send it as XCRI-CAP 1.2, whose root is <catalog xmlns="{XCRI}">.')
