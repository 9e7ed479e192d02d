"""What can be seen of a query before anybody parses it: how long it is, how deep, and whether it chooses its graphs."""

from __future__ import annotations

import re

from signpost.asking.limits import Limits
from signpost.errors import QueryRefused, QueryTooLong

_TOKEN = re.compile(
    r"""(?P<opens>[{(\[])|(?P<closes>[})\]])|(?P<word>[?$@]?[\w:%.-]++)|<[^<>"{}|^`\\\x00-\x20]*+>|\#[^\r\n]*+"""
    r"""|"{3}(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3}|'{3}(?:[^'\\]++|\\.|'{1,2}(?!'))*+'{3}"""
    r"""|"(?:[^"\\\r\n]++|\\.)*+"|'(?:[^'\\\r\n]++|\\.)*+'""",
    re.DOTALL,
)
"""What stands outside of IRIs, comments and texts: brackets and words."""


def check(query: str, limits: Limits) -> bool:
    """Whether a query says itself which graphs it asks (FROM). Raises QueryTooLong, QueryRefused where it is too deep.

    It is a first look, which keeps off what would only bring a process down: the process is what may be relied on.
    """
    if len(query.encode("utf-8", "replace")) > limits.query:
        raise QueryTooLong(f"The query has more than {limits.query:,} bytes. Ask in several smaller queries.")
    depth, chooses = 0, False
    for token in _TOKEN.finditer(query):
        if token["opens"]:
            depth += 1
            if depth > limits.depth:
                raise QueryRefused(f"The query is nested more than {limits.depth} deep. Write it flatter.")
        elif token["closes"]:
            depth -= 1
        elif depth == 0 and token["word"] and token["word"].lower() == "from":
            chooses = True
    return chooses
