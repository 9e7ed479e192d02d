"""One object of a CASE package, its fields taken one by one, so that what nobody took can be told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from signpost.exchange.tally import Tally
from signpost.wellformed import BAD_TEXT


class Placed(dict[str, Any]):
    """An object that was read elsewhere than in JSON, with its place there."""

    def __init__(self, said: Mapping[str, Any], place: str) -> None:
        super().__init__(said)
        self.place = place


@dataclass(slots=True)
class Entry:
    """An object and its place: file and JSON pointer, or file, sheet and row."""

    said: Mapping[str, Any]
    place: str
    tally: Tally
    taken: set[str] = field(default_factory=set)

    def text(self, name: str) -> str:
        """A field as text without control characters and outer spaces; empty where it has none."""
        self.taken.add(name)
        return self._clean(name, self.said.get(name))

    def texts(self, name: str) -> list[str]:
        """The texts of a field that may be one or several, each once, in their order."""
        self.taken.add(name)
        value = self.said.get(name)
        each = (self._clean(name, one) for one in (value if isinstance(value, list) else [value]))
        return list(dict.fromkeys(text for text in each if text))

    def number(self, name: str) -> int | None:
        """A whole number, also where it is given as text."""
        text = self.text(name)
        whole, _, part = text.partition(".")
        if whole.lstrip("-").isdecimal() and whole.isascii() and not part.strip("0") and len(whole) < 10:
            return int(whole)
        if text:
            self.note(f"Left out, for it is not a whole number: '{name}'", path=name)
        return None

    def day(self, name: str) -> str:
        """A day as year-month-day; a time of day behind it is left out."""
        text = self.text(name)
        if not text:
            return ""
        try:
            found = date.fromisoformat(text[:10]).isoformat()
        except ValueError:
            found = ""
        if found != text:
            self.note(f"A time was cut to its day: '{name}'" if found else f"Left out, for it is no day: '{name}'")
        return found

    def entry(self, name: str) -> Entry | None:
        """The object in a field."""
        self.taken.add(name)
        value = self.said.get(name)
        if isinstance(value, Mapping):
            return self._inner(value, name)
        if value is not None:
            self.note(f"Left out, for it is not an object: '{name}'")
        return None

    def entries(self, name: str) -> Iterator[Entry]:
        """The objects in a list."""
        self.taken.add(name)
        value = self.said.get(name)
        if value is not None and not isinstance(value, list):
            self.note(f"Left out, for it is not a list: '{name}'")
        for number, one in enumerate(value if isinstance(value, list) else []):
            if isinstance(one, Mapping):
                yield self._inner(one, f"{name}/{number}")
            else:
                self.note(f"Left out, for it is not an object: something in '{name}'")

    def _inner(self, said: Mapping[str, Any], step: str) -> Entry:
        return Entry(said, said.place if isinstance(said, Placed) else f"{self.place}/{step}", self.tally)

    def note(self, message: str, iri: str = "", path: str = "") -> None:
        """Something that was repaired or left out here."""
        self.tally.note(message, self.place, iri, path)

    def left(self, message: str, names: Collection[str]) -> None:
        """Tell of each of some fields that is there that it was left out; they count as taken."""
        for name in names:
            value = self.said.get(name)
            for _ in range(len(value) if isinstance(value, list) else bool(value)):
                self.note(f"{message}: '{name}'")
        self.taken |= {*names}

    def tell_left(self, kind: str) -> None:
        """Tell of the fields that nobody took."""
        for name in sorted(self.said.keys() - self.taken):
            if self.said[name] not in (None, "", [], {}):
                self.note(f"A field of {kind} that signpost does not know was left out: '{name[:80]}'")

    def _clean(self, name: str, value: Any) -> str:
        if value is None or isinstance(value, bool | list | Mapping):
            if value not in (None, [], {}):
                self.note(f"Left out, for it is not text: '{name}'")
            return ""
        text = str(value)
        bare = BAD_TEXT.sub("", text)
        if bare != text:
            self.note(f"Control characters were removed: '{name}'")
        if bare.strip() != bare:
            self.note(f"Spaces around a text were removed: '{name}'")
        return bare.strip()
