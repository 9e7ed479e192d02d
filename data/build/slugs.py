"""How a title or a code becomes the last part of an IRI."""

from __future__ import annotations

import re
import unicodedata


def of_title(title: str, longest: int = 80) -> str:
    """A title as a slug: lower case, no apostrophes, other runs of signs one hyphen, cut at the end of a word."""
    plain = unicodedata.normalize("NFKD", re.sub(r"['’‘]", "", title)).encode("ascii", "ignore").decode().lower()
    whole = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return whole if len(whole) <= longest else whole[: longest + 1].rsplit("-", 1)[0]


def of_code(code: str) -> str:
    """A code as a slug: lower case letters and digits alone; spelling variants meet (`CFAM&LEA2`, `CFAMLEA2`)."""
    return re.sub(r"[^a-z0-9]", "", code.lower())


def of_value(value: str) -> str:
    """An identifier's value as a slug that keeps spelling variants apart: `cfamandlea2`, `cfam-lea2`, `cfamlea2`."""
    return re.sub(r"[^a-z0-9]+", "-", value.lower().replace("&", "and")).strip("-")
