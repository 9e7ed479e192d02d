"""Numbers in O*NET's cells: exact, and the same from a workbook as from a tab-separated table."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from signpost.exchange.onet.names import said
from signpost.exchange.received import Row


def number(row: Row, column: str) -> Decimal:
    """The number in a cell; -1, which lies outside every scale, for what is none."""
    try:
        found = Decimal(said(row, column))
    except InvalidOperation:
        return Decimal(-1)
    return found if found.is_finite() else Decimal(-1)


def whole(value: Decimal) -> int:
    """The nearest whole number, a half up."""
    return int(value.to_integral_value(ROUND_HALF_UP))


def plain(value: Decimal) -> str:
    """A number as text without idle zeros."""
    return f"{value.normalize():f}"
