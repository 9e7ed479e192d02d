"""Which addresses name a thing for everyone, and what it is called where it has none."""

from __future__ import annotations

import re

from signpost.wellformed import is_iri

_HOST = re.compile(r"https?://(?:[^/?#@]*@)?(?P<host>[^/?#:]+)", re.IGNORECASE)
_NAME = re.compile(r"(?:[^.]+\.)+[a-z][a-z0-9-]*", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def is_public(address: str) -> bool:
    """Whether an address is one of the web with a host that has a name there, or a URN; `localhost` has none."""
    if address.lower().startswith("urn:"):
        return is_iri(address)
    host = _HOST.match(address)
    return host is not None and _NAME.fullmatch(host["host"]) is not None and is_iri(address)


def uuid_in(text: str) -> str:
    """The one UUID that a text is, in lower case, or the empty string."""
    found = text.strip().lower().removeprefix("urn:uuid:")
    return found if _UUID.fullmatch(found) else ""


def named(address: str, identifier: str) -> str:
    """The IRI of a thing: its public address, else its UUID as a URN; empty where it has neither."""
    if is_public(address):
        return address
    uuid = uuid_in(identifier)
    return f"urn:uuid:{uuid}" if uuid else ""
