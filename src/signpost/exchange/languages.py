"""How others name a language -> the tag (BCP 47) that our texts bear."""

from __future__ import annotations

import re

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")

_SHORT = {
    "cym": "cy", "deu": "de", "eng": "en", "fra": "fr", "fre": "fr", "ger": "de", "gla": "gd", "gle": "ga",
    "ita": "it", "nld": "nl", "pol": "pl", "por": "pt", "spa": "es", "wel": "cy",
}  # fmt: skip
"""Codes of three letters (ISO 639-2) that have one of two."""


def tag(given: str) -> str:
    """The tag of a language given as a tag, a code of three letters or an address that ends in one; else empty."""
    end = given.strip().rstrip("/").rpartition("/")[2].lower().replace("_", "-")
    return _SHORT.get(end, end) if _TAG.fullmatch(end) else ""
