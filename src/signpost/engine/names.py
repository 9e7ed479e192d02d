"""What the things of a release are called, for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from signpost.engine.index import Index

KINDS = ("competence", "resource", "role", "organisation", "award", "framework", "region", "gateway", "occupation")
"""The kinds of things that an index can name."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the things of one release are called, from their IRIs."""

    index: Index

    def called(self, iri: str) -> str:
        """The label, led by the code where there is one."""
        return name(self.index, iri)

    def code(self, iri: str) -> str:
        """The code of a competence; empty where it has none."""
        return code_of(self.index, iri)

    def short(self, iri: str) -> str:
        """The code where there is one, else the label."""
        return code_of(self.index, iri) or name(self.index, iri)

    def framework(self, iri: str) -> str:
        """The framework and edition of a competence; empty where it stands in none."""
        return framework_of(self.index, iri)


def kind_of(index: Index, iri: str) -> tuple[str, int] | None:
    """The kind and the id of a thing, or None where the release does not hold it."""
    for kind in KINDS:
        row = index.find(kind, iri)
        if row >= 0:
            return kind, row
    return None


def name(index: Index, iri: str) -> str:
    """The label of a thing, led by its code where it has one; else the last part of its IRI in words."""
    found = kind_of(index, iri)
    if found is None:
        return _duty(index, iri) or slug_in_words(iri)
    kind, row = found
    label = index.label(kind, row) or slug_in_words(iri)
    code = code_of(index, iri) if kind == "competence" else ""
    return f"{code} {label}" if code else label


def _duty(index: Index, iri: str) -> str:
    """The words of a duty of a role, or the empty string."""
    found = np.flatnonzero(index.duty_iri == index.find_text(iri))
    return index.text(int(index.duty_label[found[0]])) if found.size else ""


def code_of(index: Index, iri: str) -> str:
    """The code that people use for a competence, or the empty string."""
    return code_at(index, index.find("competence", iri))


def code_at(index: Index, row: int) -> str:
    """The code of the competence with an id, or the empty string."""
    return index.text(int(index.competence_code[row])) if row >= 0 else ""


def framework_of(index: Index, iri: str) -> str:
    """The label of the framework that a competence stands in, with its edition; empty where it stands in none."""
    return framework_at(index, index.find("competence", iri))


def framework_at(index: Index, row: int) -> str:
    """The framework of the competence with an id, as `framework_of` has it."""
    framework = int(index.competence_framework[row]) if row >= 0 else -1
    if framework < 0:
        return ""
    label, edition = index.label("framework", framework), index.text(int(index.framework_edition[framework]))
    return label if not edition or edition in label else f"{label} ({edition})"


@lru_cache(maxsize=4096)
def slug_in_words(iri: str) -> str:
    """The last part of an IRI as words: `.../judge/line-manager` is "line manager", `#reviewDate` is "review date"."""
    last = re.split(r"[/#]", iri.rstrip("/#"))[-1]
    if "//" not in iri:
        return iri
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", last).replace("-", " ").lower()
    return _HYPHENED.sub(lambda found: found[0].replace(" ", "-"), words)


_HYPHENED = re.compile(
    r"\b(?:e learning|work related|work based|in house|re audit|first line|step free|organisation specific"
    r"|non qualifying)\b"
)
"""Words of the vocabularies that keep the hyphen within them."""


def things(index: Index, kind: str) -> Iterator[tuple[str, str]]:
    """The IRI and label of everything of a kind, in the order of the IRIs."""
    for row in range(len(getattr(index, f"{kind}_iri"))):
        yield index.iri(kind, row), index.label(kind, row)
