"""Notes that say what they are about, such as `Education level: 09`.

What a publisher states and we have no word for is kept as such a note, and is found again in it on the way out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

_BETWEEN = ": "


def labelled(label: str, value: str) -> str:
    """A note that says what it is about."""
    return f"{label}{_BETWEEN}{value}"


def parted(notes: Iterable[str], labels: Collection[str]) -> tuple[dict[str, list[str]], list[str]]:
    """What the notes with one of the labels say, by label, and the other notes."""
    found: dict[str, list[str]] = defaultdict(list)
    others = []
    for note in notes:
        label, between, value = note.partition(_BETWEEN)
        if between and label in labels and value.strip():
            found[label].append(value)
        else:
            others.append(note)
    return dict(found), others
