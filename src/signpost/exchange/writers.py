"""The formats that things go out in, each one line of `WRITERS`; its keys are choices of `signpost export --as`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from signpost.model import Node, Written


@dataclass(frozen=True, slots=True)
class Writer:
    """How nodes are written, how a file of it is named, and the sentence that `signpost formats` says of it."""

    write: Callable[[Sequence[Node]], Written]
    """Canonical nodes -> the bytes, and what they leave out; the same nodes give the same bytes."""
    ending: str
    sentence: str


WRITERS: dict[str, Writer] = {}
