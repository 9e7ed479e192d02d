"""What runs in a process apart for one query after another: it looks at the query, and asks the release."""

from __future__ import annotations

import signal

from signpost.asking import elsewhere
from signpost.graph import asked
from signpost.graph.asked import Answer, Question


def answer(question: Question, seconds: int) -> Answer:
    """The whole answer to a query; raises QueryRefused, StoreError.

    After so many seconds the process ends by itself: whoever should end it may be gone.
    """
    _end_after(seconds)
    try:
        elsewhere.check(question.query)
        return asked.answer(question)
    finally:
        _end_after(0)


def _end_after(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)
