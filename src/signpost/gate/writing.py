"""Numbers, addresses and names that by their form are not what they seem. Nothing is ever looked up.

The shapes refuse what is no number or address at all; here is what they let pass. Marks that turn the reading direction
of what follows are refused before (`wellformed.BAD_TEXT`), since they change how the rest of a line reads and no name
needs them. What is only unseen has lawful uses in some scripts and in emoji, so that it is advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from unicodedata import bidirectional, name
from urllib.parse import unquote, urlsplit

from signpost import words
from signpost.cells import neutral
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
_UNSEEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060-\u2064\ufeff]|(?<=[!-~])[\u200c\u200d](?=[!-~])"
    "|(?<![\U0001f3f4\U000e0000-\U000e007f])[\U000e0000-\U000e007f]"
)
"""Characters without width; those of the last line but after a black flag, of which they make the flag of a nation."""
_TURNED = ("R", "AL")
"""Directions of letters of Hebrew, Arabic and their kin, beside which marks of direction have their use."""
_ALIKE = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}
"""Scripts with letters that look like those of another."""


def doubts(node: Node) -> Iterator[Doubt]:
    """What is doubtful about the numbers, addresses and names of one thing."""
    yield from _numbers(node)
    yield from _names(node)
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


def _names(node: Node) -> Iterator[Doubt]:
    for text in _labels(node):
        if neutral(text) != text:
            yield Doubt(
                str(node["id"]),
                "label",
                f"The name begins with '{text[:1]}', which spreadsheets take for a formula: tables that are made of it "
                "have an apostrophe before it. Begin it with a letter or a digit.",
                "a name that begins with a letter or a digit",
            )
        found = _UNSEEN.search(text)
        if found and not any(bidirectional(letter) in _TURNED for letter in text):
            yield Doubt(
                str(node["id"]),
                "label",
                f"The name has a character that nobody sees (U+{ord(found[0]):04X}) before "
                f"'{text[found.end() :][:20]}', so that a search for what is seen may not find it. Take it out.",
                "a name without unseen characters",
            )
    for word in ("id", "link", "homepage"):
        for address in texts(node, word):
            scripts = _mixed(address)
            if scripts:
                yield Doubt(
                    str(node["id"]),
                    word,
                    f"The host of '{address[:80]}' has letters of {' and '.join(scripts)} in one name, which look "
                    "alike: it may be another host than it seems. Write it anew.",
                    "an address whose host is in one script",
                )


def _labels(node: Node) -> Iterator[str]:
    for value in words.values(node, "label"):
        for one in value.values() if isinstance(value, dict) else [value]:
            yield from (text for text in (one if isinstance(one, list) else [one]) if isinstance(text, str))


def _mixed(address: str) -> list[str]:
    """The scripts of one part of a host, where there are several of which the letters look alike."""
    if address.isascii():
        return []
    host = address.partition("://")[2].partition("/")[0]
    for part in host.split("."):
        scripts = sorted({name(letter, "").partition(" ")[0] for letter in part} & _ALIKE)
        if len(scripts) > 1:
            return [script.capitalize() for script in scripts]
    return []


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
