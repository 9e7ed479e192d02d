"""How a title or a code becomes the last part of an IRI, as those of the shipped data do, and how names compare."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LONGEST = 80


def slug(text: str) -> str:
    """Lower case, `&` written "and", other runs of signs one hyphen; cut at the end of a word.

    A text without a Latin letter or a digit gets a digest, so that two never meet.
    """
    bare = re.sub("['’‘]", "", text.replace("&", "and"))
    plain = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode().lower()
    whole = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not whole:
        return hashlib.sha256(text.encode()).hexdigest()[:12]
    return whole if len(whole) <= _LONGEST else whole[: _LONGEST + 1].rsplit("-", 1)[0][:_LONGEST]


def folded(name: str) -> str:
    """What a name is known by: neither runs of spaces nor small or capital letters make a difference."""
    return " ".join(name.split()).casefold()
