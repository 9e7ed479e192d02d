"""Words with values, each read as what it should be; each fault is noted at its line and none stops the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from signpost.model import VOCABULARY
from signpost.person.marked import Faults, Field
from signpost.person.vocabulary import slugs_of
from signpost.wellformed import did_you_mean

ANYWHERE = ("@context", "@id", "@type", "id", "type")
"""Words that JSON-LD may have in any place."""

_WHOLE = re.compile(r"-?\d{1,9}")
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,6})?")
_MONEY = re.compile(r"-?£?-?\d{1,3}(,?\d{3}){0,3}(\.\d{1,2})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_YEARS = range(1900, 2201)
_COUNTED_FROM = ("asAt", "deadline")
"""The words for days from which a route counts; 9999-12-31 as the last day of what never ends is lawful."""
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


class Sheet:
    """The words of one field; a word that is not among those allowed is a fault, with the nearest one that is."""

    def __init__(self, field: Field, allowed: Sequence[str], faults: Faults) -> None:
        self.field, self.faults = field, faults
        self._words = field.words or {}
        if field.words is None and field.value is not None:
            self.fault("", f"Words with values were expected here, such as '{allowed[0]}: ...'.")
        for word, given in self._words.items():
            if word not in allowed and word not in ANYWHERE:
                hint = did_you_mean(word, allowed) or f" Words that can stand here: {', '.join(allowed)}."
                faults.add(given, word, f"'{word}' is not a word that is known here.{hint}")

    def fault(self, word: str, message: str, expected: str = "", example: str = "") -> None:
        """Note a fault at a word, or at the whole where the word is not given."""
        self.faults.add(self._words.get(word, self.field), word, message, expected, example)

    def has(self, word: str) -> bool:
        """Whether a word is given with a value."""
        return word in self._words and self._words[word].value is not None

    def get(self, word: str) -> Field:
        """The field of a word; a field of nothing at the place of the whole where it is not given."""
        return self._words.get(word, Field(self.field.place, None))

    def many(self, *words: str) -> Iterator[Field]:
        """The fields of the lists of these words; one value is a list of itself."""
        for word in words:
            yield from self.get(word).items

    def parts(self, allowed: Sequence[str], *words: str) -> Iterator[Sheet]:
        """The lists of these words, each item with words of its own; an item that has none is a fault."""
        for field in self.many(*words):
            part = Sheet(field, allowed, self.faults)
            if field.words is not None:
                yield part

    def text(self, word: str, *, required: bool = False) -> str:
        """A text, or the empty string."""
        if not self.has(word):
            if required:
                self.fault(word, f"'{word}' is missing; write '{word}: ...'.")
            return ""
        text = plain(self._words[word])
        if text is None:
            self.fault(word, f"'{word}' must be one text.")
        elif required and not text:
            self.fault(word, f"'{word}' is empty; write '{word}: ...'.")
        return text or ""

    def whole(self, word: str, low: int, high: int, *, required: bool = False) -> int | None:
        """A whole number from low to high, or None."""
        text = self.text(word, required=required)
        if not text:
            return None
        expected = f"a whole number from {low} to {high}"
        if not _WHOLE.fullmatch(text):
            self.fault(word, f"{word} '{text}' is not a whole number; write {expected}.", expected, str(low))
        elif not low <= int(text) <= high:
            self.fault(word, f"{word} {text} is off its scale; write {expected}.", expected, str(low))
        else:
            return int(text)
        return None

    def number(self, word: str, low: float, high: float) -> float | None:
        """A number above low and up to high, or None."""
        text = self.text(word)
        if not text:
            return None
        if not _NUMBER.fullmatch(text) or not low < float(text) <= high:
            expected = f"a number above {low:g} and up to {high:g}"
            self.fault(word, f"{word} '{text}' cannot be used; write {expected}.", expected, "3")
            return None
        return float(text)

    def share(self, word: str) -> float | None:
        """A number from 0 to 1, both included, or None."""
        text = self.text(word)
        if not text:
            return None
        if not _NUMBER.fullmatch(text) or not 0 <= float(text) <= 1:
            self.fault(
                word, f"{word} '{text}' cannot be used; write a number from 0 to 1.", "a number from 0 to 1", "0.6"
            )
            return None
        return float(text)

    def pence(self, word: str, *, most: int) -> int | None:
        """An amount of pounds from zero to `most` pounds, in pence; or None."""
        text = self.text(word)
        if not text:
            return None
        expected = f"pounds as a number from 0 to {most:,}"
        if not _MONEY.fullmatch(text):
            self.fault(word, f"{word} '{text}' is not an amount of pounds; write {expected}.", expected, "450.00")
            return None
        pence = int(Decimal(text.replace("£", "").replace(",", "")) * 100)
        if pence < 0:
            self.fault(word, f"{word} {text} is below zero; write {expected}.", expected, "450.00")
            return None
        if pence > 100 * most:
            self.fault(word, f"{word} {text} is too much; write {expected}.", expected, "450.00")
            return None
        return pence

    def day(self, word: str, *, required: bool = False) -> date | None:
        """A day of the calendar, or None."""
        text = self.text(word, required=required)
        if not text:
            return None
        try:
            if _DAY.fullmatch(text):
                return self._near(word, date.fromisoformat(text))
        except ValueError:
            self.fault(word, f"{word} '{text}' is not a day of the calendar.", "year-month-day", "2026-03-31")
            return None
        self.fault(word, f"{word} '{text}' is not a date; write year-month-day.", "year-month-day", "2026-03-31")
        return None

    def _near(self, word: str, day: date) -> date | None:
        """The day, where it is none that days are counted on from, or one from which they lead to no end of time."""
        if word not in _COUNTED_FROM or day.year in _YEARS:
            return day
        sentence = f"{word} '{day}' is too far away; write a day from {_YEARS[0]} to {_YEARS[-1]}."
        self.fault(word, sentence, "year-month-day", "2026-03-31")
        return None

    def flag(self, word: str) -> bool:
        """True or false; false where it is not given."""
        text = self.text(word).lower()
        if text and text not in _FLAGS:
            self.fault(word, f"{word} '{text}' must be true or false.", "true or false", "true")
        return _FLAGS.get(text, False)

    def concept(self, word: str, scheme: str, *, required: bool = False) -> str:
        """The IRI of a concept by its short name; an IRI stands for itself; empty where it is not given."""
        text = self.text(word, required=required)
        return self._concept(self.get(word), word, text, scheme) if text else ""

    def concepts(self, word: str, scheme: str) -> tuple[str, ...]:
        """The IRIs of several concepts by their short names, sorted."""
        given = [(field, plain(field) or "") for field in self.many(word)]
        return tuple(sorted({self._concept(field, word, text, scheme) for field, text in given} - {""}))

    def slug(self, word: str, scheme: str) -> str:
        """The short name of a concept of a scheme that is closed, or the empty string."""
        slug = self.concept(word, scheme).rsplit("/", 1)[-1]
        return slug if slug in slugs_of(scheme) else ""

    def _concept(self, field: Field, word: str, text: str, scheme: str) -> str:
        slug, known = re.sub(r"[\s_]+", "-", text.lower()), slugs_of(scheme)
        if slug in known:
            return f"{VOCABULARY}{scheme}/{slug}"
        if "://" in text:
            return text
        expected = f"one of: {', '.join(known)}"
        hint = did_you_mean(slug, known)
        self.faults.add(field, word, f"{word} '{text}' is not known; write {expected}.{hint}", expected, known[0])
        return ""


def plain(field: Field) -> str | None:
    """The text of a field, also where JSON-LD wraps it with its language, its datatype or as a reference."""
    words = field.words or {}
    for wrapper in ("@value", "en"):
        if wrapper in words:
            return words[wrapper].text
    return next(iter(words.values())).text if set(words) in ({"@id"}, {"id"}) else field.text


def texts(fields: Iterable[Field]) -> list[tuple[Field, str]]:
    """The fields that hold a text, with it."""
    return [(field, text) for field in fields if (text := plain(field))]


def embedded(top: Field, root: str, parts: Sequence[str]) -> Field:
    """The node of class `root` in a JSON-LD `graph`, with its parts put where they are referred to, each in one place.

    A file without a `graph`, or without exactly one such node in it, is returned as it is.
    """
    words = top.words or {}
    graph = words.get("graph") or words.get("@graph")
    nodes = [item for item in graph.items if item.words is not None] if graph else []
    roots = [node for node in nodes if root in _values(node, "type", "@type")]
    if len(roots) != 1:
        return top
    by_id = {name: node for node in nodes if node is not roots[0] for name in _values(node, "id", "@id")}
    return _with_parts(roots[0], by_id, parts)


def _values(node: Field, *names: str) -> list[str]:
    words = node.words or {}
    return [text for name in names if name in words for _, text in texts(words[name].items)]


def _with_parts(node: Field, by_id: dict[str, Field], parts: Sequence[str]) -> Field:
    words = dict(node.words or {})
    for word in parts:
        if word in words:
            items = tuple(_part(item, by_id, parts) for item in words[word].items)
            words[word] = items[0] if len(items) == 1 else Field(words[word].place, items)
    return Field(node.place, words)


def _part(item: Field, by_id: dict[str, Field], parts: Sequence[str]) -> Field:
    node = by_id.pop(plain(item) or "", None)
    return item if node is None else _with_parts(node, by_id, parts)
