"""How long names may be looked for while the specification of somebody who is not known is read."""

from __future__ import annotations

import time
from collections.abc import Sequence

from signpost.errors import UnreadableInput
from signpost.person.naming import Finder
from signpost.search import Hit


def within(find: Finder, seconds: float) -> Finder:
    """The same finder, that raises UnreadableInput when so many seconds have gone by since it was made."""
    until = time.monotonic() + seconds

    def found(text: str, kinds: Sequence[str], limit: int) -> Sequence[Hit]:
        if time.monotonic() > until:
            raise UnreadableInput("specification", "its names took too long to find", "Use codes or IRIs.")
        return find(text, kinds, limit)

    return found
