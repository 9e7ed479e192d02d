"""The addresses of the pathway's things, as the data that come with signpost have them, and how its texts are read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from signpost.exchange.gathered import Gathered
from signpost.exchange.markup import is_marked, plain
from signpost.exchange.slugs import slug
from signpost.model import THINGS
from signpost.wellformed import BAD_TEXT

FRAMEWORK = THINGS + "framework/cwp-2024"

_LONGEST = 60
_BODIES = {"gateway": "gateway-qualifications", "occupational-awards-ltd": "occupational-awards"}
"""Bodies that the shipped data know by another name."""
_SHIPPED_LEVELS = {"603/2877/0": "4"}
"""Qualifications whose level the file leaves out, and which the shipped data call by it all the same."""
OFQUAL = re.compile(r"[0-9]{3}/[0-9]{4}/[0-9X]")


@dataclass(slots=True)
class Pathway:
    """What is gathered, and what training names: role categories by code, competences by title."""

    gathered: Gathered
    roles: dict[str, dict[str, Any]] = field(default_factory=dict)
    competences: dict[str, str] = field(default_factory=dict)
    """The letters and digits of a title -> its competence."""

    def text(self, value: Any, place: str, iri: str = "", word: str = "") -> str:
        """A text without markup, control characters and idle spaces; empty where it is none."""
        if not isinstance(value, str):
            return ""
        clean = plain(value) if is_marked(value) else value
        if clean != value:
            self.gathered.tell("The markup of web pages was taken out.", place, iri, word)
        return BAD_TEXT.sub("", clean).strip()

    def add(self, iri: str, kind: str, label: str, place: str) -> dict[str, Any]:
        """A new thing."""
        self.gathered.nodes[iri] = {"id": iri, "type": kind, "label": {"en": label}}
        self.gathered.places[iri] = place
        return self.gathered.nodes[iri]


def key(title: str) -> str:
    """What a title is known by: stray and lost signs make no difference."""
    return "".join(filter(str.isalnum, title.casefold()))


def several(value: Any) -> list[str]:
    """The texts of a value that is one text or a list of them."""
    found = value if isinstance(value, list) else [value]
    return [text.strip() for text in found if isinstance(text, str) and text.strip()]


def competence(title: str) -> str:
    """The address of a competence category."""
    return f"{THINGS}competence/cwp-2024/{slug(title.replace('&', ' '))}"


def occupation(name: str) -> str:
    """The address of a role category."""
    return f"{THINGS}occupation/cwp-2024/{slug(name)}"


def organisation(name: str) -> str:
    """The address of a body that offers learning."""
    return f"{THINGS}organisation/{_BODIES.get(slug(name), slug(name))}"


def resource(title: str, body: str, code: str, level: str) -> str:
    """The last part of the address of training: its level, title and body and, of a qualification, its number."""
    known = level or _SHIPPED_LEVELS.get(code, "")
    named = slug(title.replace("&", " "))
    if len(named) > _LONGEST:
        named = named[: _LONGEST + 1].rsplit("-", 1)[0]
    number = slug(code) if OFQUAL.fullmatch(code) else ""
    parts = (f"level-{known}" if known else "", named, organisation(body).rpartition("/")[2], number)
    return "-".join(part for part in parts if part)
