"""ruamel.yaml's only door: the bytes of a YAML or JSON file as fields that know their line and column.

JSON is read by the same parser, since YAML 1.2 contains it. Nothing is constructed from tags, no anchor is followed,
and no more than `MOST_BYTES` bytes are ever read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from signpost.errors import UnreadableInput
from signpost.exchange.person import MOST_BYTES
from signpost.model import Finding


@dataclass(frozen=True, slots=True)
class Field:
    """A value and where it stands: a text, a list of fields, fields by their words, or None for nothing."""

    place: str
    """`file:line:column`."""
    value: str | tuple[Field, ...] | Mapping[str, Field] | None

    @property
    def text(self) -> str | None:
        """The text, without blanks at its ends; None for nothing, a list or words."""
        return self.value.strip() if isinstance(self.value, str) else None

    @property
    def items(self) -> tuple[Field, ...]:
        """The fields of a list; one value is a list of itself, nothing an empty one."""
        if self.value is None:
            return ()
        return self.value if isinstance(self.value, tuple) else (self,)

    @property
    def words(self) -> Mapping[str, Field] | None:
        """The fields by their words; None where it is a text or a list."""
        return self.value if isinstance(self.value, Mapping) else None


@dataclass(slots=True)
class Faults:
    """The findings so far, so that all faults of a file are told at once."""

    found: list[Finding] = field(default_factory=list)

    def add(self, where: Field, word: str, message: str, expected: str = "", example: str = "") -> None:
        """Note one fault at the place of a field."""
        self.found.append(Finding(message, place=where.place, path=word, expected=expected, example=example))


def read_marked(path: Path, faults: Faults) -> Field:
    """The fields of a YAML or JSON file whose top holds words with values.

    Words given twice and anchors are noted as faults; raises UnreadableInput where the file is missing, empty, too
    large, not text, or not YAML.
    """
    return marked(_bytes(path), path, faults)


def marked(content: bytes, path: Path, faults: Faults) -> Field:
    """The fields of the bytes of such a file, which need not lie anywhere: `path` is what it is called."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    text, name = _text(content, path), path.name
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except RecursionError:
        raise UnreadableInput(
            str(path), "it is nested too deeply", "Keep lists within lists to a few levels."
        ) from None
    except YAMLError as fault:
        quote = _open_quote(text, fault)
        if quote:
            raise UnreadableInput(f"{path}:{quote}", "a quote that opens here is not closed", _CLOSE) from None
        raise UnreadableInput(_where(path, fault), _problem(fault), _MEND) from None
    if root is None:
        raise UnreadableInput(str(path), "it is empty", _START)
    top = _field(root, name, faults, set())
    if top.words is None:
        raise UnreadableInput(str(path), "its top holds no words with values, such as 'person: person-01'", _START)
    return top


def valued(value: object, place: str = "") -> Field:
    """Words with values that were read already, as fields whose places are JSON pointers; raises UnreadableInput."""
    if place.count("/") > DEEPEST:
        raise UnreadableInput("specification", "it is nested too deeply", "Keep lists within lists to a few levels.")
    if isinstance(value, Mapping):
        return Field(place, {str(word): valued(one, f"{place}/{word}") for word, one in value.items()})
    if isinstance(value, list | tuple):
        return Field(place, tuple(valued(one, f"{place}/{n}") for n, one in enumerate(value)))
    if value is None or isinstance(value, bool):
        return Field(place, None if value is None else str(value).lower())
    return Field(place, _unbroken(str(value)))


DEEPEST = 30
"""How deep lists and words may lie within each other."""


_START = "Make a starter with 'signpost new ROLE' and fill it in."
_MEND = (
    "Mend that line: each line is 'word: value', with blanks (not tabs) before it, and text with ': ' in it in quotes."
)
_CLOSE = "Put the same quote mark at the end of the text."


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableInput(str(path), "there is no such file", "Check the name and the folder.") from None
    except IsADirectoryError:
        raise UnreadableInput(str(path), "it is a folder, not a file", "Name the file in it.") from None
    except OSError as fault:
        raise UnreadableInput(str(path), f"it cannot be opened ({fault.strerror})", "Check who may read it.") from None


def _text(data: bytes, path: Path) -> str:
    if len(data) > MOST_BYTES:
        raise UnreadableInput(str(path), f"it is larger than {MOST_BYTES // 1_000_000} MB", "Is it the right file?")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UnreadableInput(str(path), "it is not a text file in UTF-8", "Save it as plain text in UTF-8.")
    if not text.strip():
        raise UnreadableInput(str(path), "it is empty", _START)
    return text


def _where(path: Path, fault: Exception) -> str:
    mark = getattr(fault, "problem_mark", None)
    return f"{path}:{mark.line + 1}:{mark.column + 1}" if mark is not None else str(path)


def _open_quote(text: str, fault: Exception) -> str:
    """Where a quote opens that runs over the end of its line up to the fault, as `line:column`; else nothing."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.tokens import ScalarToken

    if not isinstance(fault, MarkedYAMLError):
        return ""
    at = fault.problem_mark.line if fault.problem_mark else -1
    try:
        for token in YAML(typ="safe", pure=True).scan(text):
            begins, ends = token.start_mark, token.end_mark
            quoted = isinstance(token, ScalarToken) and token.style in ("'", '"')
            if quoted and begins.line < ends.line and at - 1 <= ends.line <= at:
                return f"{begins.line + 1}:{begins.column + 1}"
    except MarkedYAMLError as ended:
        if "quoted scalar" in str(ended.context) and ended.context_mark is not None:
            return f"{ended.context_mark.line + 1}:{ended.context_mark.column + 1}"
    return ""


def _problem(fault: Exception) -> str:
    problem = (
        getattr(fault, "problem", None) or getattr(fault, "reason", None) or "it does not follow the rules of YAML"
    )
    return f"it is not readable as YAML ({problem})"


def _field(node: Any, name: str, faults: Faults, open_nodes: set[int]) -> Field:
    """The field of a parsed node; a node met twice is an anchor, which is not followed."""
    place = f"{name}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"
    if id(node) in open_nodes:
        where = Field(place, None)
        faults.add(where, "", "This value is used again with an anchor (& and *); write it out where it is needed.")
        return where
    open_nodes.add(id(node))
    if node.id == "mapping":
        return Field(place, _words(node.value, name, faults, open_nodes))
    if node.id == "sequence":
        return Field(place, tuple(_field(item, name, faults, open_nodes) for item in node.value))
    return Field(place, None if node.tag.endswith(":null") else _unbroken(node.value))


def _words(pairs: Sequence[tuple[Any, Any]], name: str, faults: Faults, open_nodes: set[int]) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for key, value in pairs:
        word = _unbroken(key.value) if key.id == "scalar" else ""
        given = _field(value, name, faults, open_nodes)
        where = Field(f"{name}:{key.start_mark.line + 1}:{key.start_mark.column + 1}", None)
        if given.value is None:
            given = where  # the parser puts nothing where the next word begins
        if not word:
            faults.add(where, "", "A word with a value, such as 'level: 3', was expected here.")
        elif word in found:
            faults.add(where, word, f"'{word}' is given twice here; keep one of them.")
        else:
            found[word] = given
    return found


def _unbroken(text: str) -> str:
    """Text whose halves of JSON surrogate pairs are joined, so that every text can be written as UTF-8."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
