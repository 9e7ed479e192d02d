"""What a store answers: terms never leave this wing as objects, a table holds them as N-Triples writes them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT: columns of N-Triples terms, all of one length; the empty string is "not bound"."""

    names: tuple[str, ...]
    columns: tuple[list[str], ...]

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    def column(self, name: str) -> list[str]:
        """One column by the name of its variable."""
        return self.columns[self.names.index(name)]
