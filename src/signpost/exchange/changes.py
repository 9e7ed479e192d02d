"""What is changed in nodes on their way out, told as losses: once for each kind of change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from signpost.model import Finding, Severity


class Changes:
    """What was changed or left out, and where."""

    def __init__(self) -> None:
        self._changed: dict[tuple[str, str], set[str]] = defaultdict(set)

    def change(self, message: str, iri: str, word: str) -> None:
        """Something that was changed or left out of a node; the message has no full stop."""
        self._changed[message, word].add(iri)

    def told(self) -> Iterator[Finding]:
        """One finding for each kind of change, with how often and where first."""
        for (message, word), iris in sorted(self._changed.items()):
            said = f"{message}: '{word}' of {len(iris):,}, such as {min(iris)}."
            yield Finding(said, Severity.ADVICE, node=min(iris), path=word)
