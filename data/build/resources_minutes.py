"""Learning time as prose -> minutes."""

from __future__ import annotations

import re

UNITS = {"min": 1, "mins": 1, "minutes": 1, "hour": 60, "hours": 60}
AMOUNT = re.compile(r"(\d+)\s*(?:learning\s+)?(mins|minutes|min|hours|hour)\b")


def minutes(prose: str) -> int | None:
    """Whole minutes, or None where the prose gives no time in minutes or hours ("4 modules", "6 days").

    A sum says its result last ("45 mins + 30 mins = 75 mins"); what stands in brackets is a part of the whole
    ("40 learning hours (8 taught)"), and what follows a comma says how it is given.
    """
    whole = re.sub(r"\(.*?\)", "", prose).split("=")[-1].split(",")[0]
    amounts = [int(number) * UNITS[unit] for number, unit in AMOUNT.findall(whole)]
    return sum(amounts) if amounts else None
