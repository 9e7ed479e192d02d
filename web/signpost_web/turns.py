"""Turns: what keeps a processor busy for seconds is done by few at once, so that everybody else is answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import BoundedSemaphore
from typing import ParamSpec, TypeVar

from flask import Response
from werkzeug.exceptions import ServiceUnavailable

_AT_ONCE = 3
"""How many of the threads of one process may search at once; the others answer pages."""
_WAIT = 3.0
"""Seconds after which whoever waits for a turn is told to come again."""
_TURNS = BoundedSemaphore(_AT_ONCE)
_P = ParamSpec("_P")
_Answer = TypeVar("_Answer", bound=Response)


def in_turn(view: Callable[_P, _Answer]) -> Callable[_P, _Answer]:
    """The same view, which waits for its turn; raises ServiceUnavailable where that does not come soon."""

    @wraps(view)
    def waits(*given: _P.args, **named: _P.kwargs) -> _Answer:
        if not _TURNS.acquire(timeout=_WAIT):
            raise ServiceUnavailable("Others are being answered. Try again in a moment.", retry_after=5)
        try:
            return view(*given, **named)
        finally:
            _TURNS.release()

    return waits
