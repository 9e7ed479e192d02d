"""The text of a CSV file in whichever encoding spreadsheets write it, and what was understood of that."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
BROKEN = re.compile("[\udc80-\udcff]")
"""What stands for a byte that belongs to no letter."""
_UNUSED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""Bytes that Windows-1252 has no letter for."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the name of its encoding; in UTF-8, bytes of no letter stay as lone surrogates (`BROKEN`)."""

    text: str
    encoding: str


def decoded(data: bytes) -> Decoded | None:
    """The text of bytes: UTF-16 by its mark, UTF-8, or else Windows-1252; None where they are no text.

    Bytes that are no UTF-8 are taken for Windows-1252 where nothing beyond ASCII is UTF-8; else the file is broken.

    >>> decoded("£5".encode("cp1252")), decoded("é £".encode() + b"\\xa3").encoding
    (Decoded(text='£5', encoding='Windows-1252'), 'UTF-8')
    """
    if data.startswith(_UTF_16):
        try:
            return Decoded(data.decode("utf-16"), "UTF-16")
        except UnicodeDecodeError:
            return None
    if b"\0" in data:
        return None
    text = data.decode("utf-8-sig", "surrogateescape")
    if text.isascii() or not BROKEN.search(text):
        return Decoded(text, "UTF-8")
    if BROKEN.sub("", text).isascii() and not _UNUSED.search(data):
        return Decoded(data.decode("cp1252"), "Windows-1252")
    return Decoded(text, "UTF-8")
