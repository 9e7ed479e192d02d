"""What the rows of a table are called, so that other tables can name them."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches

from signpost.exchange.slugs import folded

_MOST_SUGGESTED = 100
"""Names that are compared with all others; a table may have thousands, and every cell be wrong."""


class Names:
    """Codes and names of the rows of one table; neither case nor runs of spaces matter."""

    def __init__(self) -> None:
        self._codes: dict[str, list[str]] = defaultdict(list)
        self._names: dict[str, list[str]] = defaultdict(list)
        self._shown: dict[str, str] = {}
        self._suggested = 0

    def add(self, iri: str, code: str, name: str) -> None:
        """Take in a row."""
        for said, found in ((code, self._codes), (name, self._names)):
            if said:
                found[folded(said)].append(iri)
                self._shown.setdefault(folded(said), said)

    def meaning(self, name: str) -> list[str]:
        """The IRIs of the rows of that code, else of that name."""
        return self._codes.get(folded(name), []) or self._names.get(folded(name), [])

    def near(self, name: str) -> str:
        """The code or name that is nearest to one that no row has, or the empty string."""
        self._suggested += 1
        if self._suggested > _MOST_SUGGESTED:
            return ""
        close = get_close_matches(folded(name)[:200], self._shown, n=1)
        return self._shown[close[0]] if close else ""
