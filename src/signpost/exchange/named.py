"""Competences that a provider names in words instead of by IRI: a placeholder IRI, which the gate resolves."""

from __future__ import annotations

from urllib.parse import quote, unquote

NAMED = "https://w3id.org/signpost/named/"
"""What placeholders begin with; nothing is ever published under them."""


def placeholder(text: str) -> str:
    """The placeholder of a competence that is named by a label or a code.

    >>> placeholder("Lead a team")
    'https://w3id.org/signpost/named/Lead%20a%20team'
    """
    return NAMED + quote(text, safe="", errors="replace")


def asked(iri: str) -> str:
    """The label or code that a placeholder stands for, or the empty string where an IRI is none.

    >>> asked("https://w3id.org/signpost/named/Lead%20a%20team"), asked("https://example.org/lead")
    ('Lead a team', '')
    """
    return unquote(iri.removeprefix(NAMED)) if iri.startswith(NAMED) else ""
