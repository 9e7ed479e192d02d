"""What a route leaves open: one sentence for all that stay open for the same reason, and where to look instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signpost.model import OpenRequirement
from signpost.pages.steps import Facts
from signpost.pages.wording import capital, count, listed

if TYPE_CHECKING:
    from signpost import Names

MANY = 3
"""So many that stay open for the same reason are told in one sentence."""


@dataclass(frozen=True, slots=True)
class Left:
    """Requirements that stay open for one cause."""

    cause: str
    why: str
    """The sentence that is the same for all; empty where each has its own."""
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Where to look instead."""

    iri: str
    label: str
    link: str


def left_open(left: Sequence[OpenRequirement], names: Names) -> Iterator[Left]:
    """The requirements that stay open, cause by cause."""
    for cause in dict.fromkeys(one.cause for one in left):
        group = [one for one in left if one.cause is cause]
        called = f"{capital(cause.value)}: {count(len(group), 'requirement')}"
        apart = [_apart(one, names) for one in group]
        sentences = {sentence for sentence, _ in apart}
        if len(group) >= MANY and len(sentences) == 1 and not any(one.missing for one in group):
            yield Left(called, sentences.pop(), tuple(about for _, about in apart))
        else:
            yield Left(called, "", tuple(_told(one, names) for one in group))


def _apart(one: OpenRequirement, names: Names) -> tuple[str, str]:
    """The explanation with "these" in the place of what it is about, and what it is about."""
    found = re.search(rf"{re.escape(one.label)} at level (\d)", one.explanation)
    if found is None:
        return one.explanation, names.called(one.competence)
    return one.explanation.replace(found[0], "these"), f"{names.called(one.competence)}, level {found[1]}"


def _told(one: OpenRequirement, names: Names) -> str:
    said = one.explanation.replace(one.label, names.called(one.competence))
    breaks = [f"{names.called(competence)} at level {level}" for competence, level in one.missing]
    return said + (f" What nothing leads to: {listed(breaks)}." if breaks else "")


def elsewhere(left: Sequence[OpenRequirement], names: Names, facts: Facts) -> Iterator[Look]:
    """The finders of other bodies that may know more."""
    for iri in dict.fromkeys(gateway for one in left for gateway in one.gateways):
        yield Look(iri, names.called(iri), facts[iri].link if iri in facts else "")
