"""What a file that came in a form, or a text that was pasted, is called: findings tell their places by it."""

from __future__ import annotations

import re
from pathlib import PurePath

from signpost_web.doors.providers import ENDINGS

_ENDING_OF = {"turtle": ".ttl", "trig": ".trig", "ntriples": ".nt", "courses": ".csv"}


def of_text(content: bytes, format: str) -> str:
    """The name of a text that was pasted, with the ending that a file with it would have."""
    return f"pasted{_ending(content, format)}"


def of_file(said: str) -> str:
    """A name of a file that findings can tell, with its ending."""
    path = PurePath(said.replace("\\", "/"))
    stem = re.sub(r"[^\w .-]", "-", path.stem)[:80].strip(" .") or "courses"
    ending = path.suffix.lower()
    return stem + (ending if ending in {*ENDINGS.values(), ".txt", ".xls", ".ods", ".zip"} else ".txt")


def _ending(content: bytes, format: str) -> str:
    """The ending that a file with a text would have."""
    if format in _ENDING_OF:
        return _ENDING_OF[format]
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start[:1] in (b"{", b"["):
        return ".jsonld"
    if start.startswith((b"<http", b"_:")):
        return ".nt"
    if start.startswith(b"<"):
        return ".html" if b"<html" in start or start.startswith(b"<!doctype html") else ".xml"
    return ".ttl" if start.startswith((b"@prefix", b"@base", b"prefix ")) else ".csv"
