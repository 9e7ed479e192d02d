"""Registered numbers and web addresses that by their form can be none. Nothing is ever looked up.

The shapes refuse what is no number or address at all; here is what they let pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from signpost.gate.resources import Doubt, concepts, texts
from signpost.model import Node, Severity
from signpost.wellformed import has_credentials

_UNIT = re.compile(r"[A-Z]/[0-9]{3}/[0-9]{4}")
_UKPRN = re.compile(r"1[0-9]{7}")
_EIGHT = re.compile(r"[0-9]{8}")

_NOBODYS = frozenset({"example", "test", "invalid", "localhost", "local", "internal"})
"""Ends of names that the rules of the internet keep from everyone (RFC 2606, RFC 6762), or that only one network
knows."""
_EXAMPLES = frozenset({"example.com", "example.org", "example.net"})
_MADE_UP = frozenset({"www.college.ac.uk", "www.yourcollege.ac.uk", "www.yourwebsite.com", "www.website.com"})
"""Hosts that templates are filled with."""
_TO_DO = re.compile(r"(?<![a-z0-9])(?:todo|tbc|tba|tbd|xxx+|placeholder|your-?(?:link|url|course))(?![a-z0-9])", re.I)


def doubts(node: Node) -> Iterator[Doubt]:
    """What is doubtful about the numbers and addresses of one thing."""
    yield from _numbers(node)
    for word in ("link", "homepage"):
        for address in texts(node, word):
            fault = "" if has_credentials(address) else _fault(address)  # that is refused, and not repeated
            if fault:
                yield Doubt(
                    str(node["id"]),
                    word,
                    f"'{address[:80]}' leads nowhere: {fault}. Give the address that a learner can open, or leave "
                    f"'{word}' out.",
                    "a web address that opens for everyone",
                    "https://www.skillsforcare.org.uk/",
                )


def _numbers(node: Node) -> Iterator[Doubt]:
    schemes = concepts(node, "identifierScheme") if "identifierValue" in node else ()
    for value in texts(node, "identifierValue"):
        if "ofqual-unit" in schemes and not _UNIT.fullmatch(value):
            yield _number(node, value, "an Ofqual unit number", "a letter, three digits and four digits", "M/602/5031")
        if "ukprn" in schemes and _EIGHT.fullmatch(value) and not _UKPRN.fullmatch(value):
            yield _number(node, value, "a UKPRN", "eight digits of which the first is 1", "10001234")


def _number(node: Node, value: str, what: str, form: str, example: str) -> Doubt:
    message = f"'{value[:80]}' is not {what}: that has the form of {form}, such as {example}."
    return Doubt(str(node["id"]), "identifierValue", message, form, example, Severity.WARNING)


def _fault(address: str) -> str:
    """Why a web address cannot be opened by everyone, or the empty string; other schemes are left to the shapes."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "its host is not written as one"
    if parts.scheme.lower() not in ("http", "https"):
        return ""
    place = unquote(f"{parts.path}?{parts.query}#{parts.fragment}")
    return _of_host(host) or ("a part of it is still to be filled in" if _TO_DO.search(place) else "")


def _of_host(host: str) -> str:
    if _is_number(host):
        return "its host is a bare number, which belongs to one machine or network"
    if host.rpartition(".")[2] in _NOBODYS or ".".join(host.split(".")[-2:]) in _EXAMPLES:
        return f"'{host}' is kept for examples and for one's own machine"
    if "." not in host:
        return f"'{host}' is not the whole name of a host"
    return f"'{host}' is the placeholder of a template" if host in _MADE_UP or _TO_DO.search(host) else ""


def _is_number(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False
