"""What happens to many things alike on their way in, told once with how many and where first."""

from __future__ import annotations

from dataclasses import dataclass, field

from signpost.exchange.gathered import Gathered


@dataclass(slots=True)
class Tally:
    """What was noted, by its message and the word that it is about."""

    gathered: Gathered
    noted: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)

    def note(self, message: str, place: str, iri: str = "", path: str = "") -> None:
        """Something that was repaired or left out; the message has no full stop."""
        self.noted.setdefault((message, path), []).append((place, iri))

    def tell(self) -> None:
        """Every message once, in the order of the alphabet, at the place where it was noted first."""
        for (message, path), found in sorted(self.noted.items()):
            place, iri = found[0]
            self.gathered.tell(f"{message}: {len(found):,}.", place, iri, path)
