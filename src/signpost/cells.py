"""What a spreadsheet takes for a formula, and how a text is kept from being one."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def neutral(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: an apostrophe goes before what begins like one.

    >>> neutral("=1+1"), neutral("plain")
    ("'=1+1", 'plain')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def meant(cell: str) -> str:
    """The text of a cell that `neutral` wrote; any other as it is.

    >>> meant("'=1+1"), meant("'tis"), meant(neutral("'-"))
    ('=1+1', "'tis", "'-")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
