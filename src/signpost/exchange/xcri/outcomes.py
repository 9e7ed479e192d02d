"""Competences that a course names by a code or an address in its outcomes, subjects and prerequisites."""

from __future__ import annotations

import re

from signpost.exchange.schemaorg.items import OWN, Item, Value, is_name
from signpost.exchange.xcri.elements import Element
from signpost.exchange.xcri.feed import Record, own_words
from signpost.model import THINGS

_CODE = re.compile(r"(?<![A-Za-z0-9&])[A-Z][A-Z&]{4,8}[0-9]{1,4}(?![A-Za-z0-9])")
"""A code of a National Occupational Standard, such as SCDHSC0042; those of subject classifications are shorter."""
_ADDRESS = re.compile(rf"(?:{re.escape(THINGS)}|http://data\.europa\.eu/esco/skill/)[^\s<>\"'(),;]+")
_LEVELS = (f"{OWN}outcomeLevel", f"{OWN}level")
_LABELS = {"learningOutcome": "Learning outcome", "prerequisite": "Prerequisites", "subject": "Subject"}


def outcomes(record: Record, course: Item) -> None:
    """Read the outcomes, subjects and prerequisites of a course or of one of its runs; their texts become notes.

    A text in words is no name of a competence unless a level stands beside it.
    """
    for word, names in (("teaches", ("learningOutcome", "subject")), ("competencyRequired", ("prerequisite",))):
        for element in record.take(*names):
            own = own_words(element, record.place(element))
            named = _named(element, is_levelled=any(level in own for level in _LEVELS))
            for name in named:
                value = Value(record.place(element), item=_term(record.place(element), name, own))
                course.words.setdefault(word, []).append(value)
            if not named or named != [element.line_of_text()]:
                _keep(record, element)


def _named(element: Element, *, is_levelled: bool) -> list[str]:
    """The codes and addresses of competences that an element holds; with a level its text is a name as well."""
    text, identifier = element.line_of_text(), element.attributes.get("identifier", "").strip()
    if identifier and (is_levelled or _CODE.fullmatch(identifier) or _ADDRESS.fullmatch(identifier)):
        return [identifier]
    found = [*_ADDRESS.findall(text), *_CODE.findall(_ADDRESS.sub(" ", text))]
    return list(dict.fromkeys(found)) or ([text] if is_levelled and text else [])


def _term(place: str, name: str, own: dict[str, list[Value]]) -> Item:
    words = {**own, "name": [Value(place, name)]}
    return Item(place, name if is_name(name) else "", ("DefinedTerm",), words)


def _keep(record: Record, element: Element) -> None:
    label, identifier = _LABELS[element.name], element.attributes.get("identifier", "").strip()
    text = element.line_of_text() if element.name == "subject" else record.text(element)
    if element.type:
        label += f" ({element.type})"
    if identifier and identifier not in text.split():
        text = f"{text} ({identifier})" if text else identifier
    record.keep(label, element, text)
