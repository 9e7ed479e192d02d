"""Whether a query asks other servers (SERVICE): told from the parsed query, never by its text.

The engine does not show what it has parsed. So rdflib parses the query as well, where the word occurs in it at all.
"""

from __future__ import annotations

import re
import sys

from signpost.errors import QueryRefused

_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_DEEPEST_CALLS = 20_000
"""Calls of the parser inside each other that a query of the deepest nesting needs."""


def check(query: str) -> None:
    """Raises QueryRefused where a query asks other servers, or where that cannot be told."""
    if "service" in query.lower() and _asks_others(query):
        raise QueryRefused("SERVICE is not answered here: this endpoint asks no other server. Leave that part out.")


def _asks_others(query: str) -> bool:
    from rdflib.plugins.sparql.algebra import traverse
    from rdflib.plugins.sparql.parser import parseQuery
    from rdflib.plugins.sparql.parserutils import CompValue

    found = set[str]()

    def note(part: object) -> None:
        if isinstance(part, CompValue):
            found.add(part.name)

    sys.setrecursionlimit(_DEEPEST_CALLS)
    try:
        traverse(parseQuery(_ESCAPE.sub(_harmless, query)), visitPre=note)
    except Exception as fault:  # of whatever kind: what the parser cannot follow may ask another server
        said = " ".join(str(fault).split())[:300]
        raise QueryRefused(
            f"The query has the word 'service', and it cannot be told that it asks no other server: {said}"
        ) from fault
    return "ServiceGraphPattern" in found


def _harmless(escape: re.Match[str]) -> str:
    """A character that ends nothing: rdflib would read an escaped quotation mark as the end of a text."""
    return "x" if escape[0][1] in "uU" else escape[0]
