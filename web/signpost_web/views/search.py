"""Search: what has a text in its name or code, narrowed down by choices, twenty on a page."""

from __future__ import annotations

from flask import Blueprint, Response, request
from signpost_web import answers, guard
from signpost_web.pages.search import FACETS, search_page

from signpost import browsing

routes = Blueprint("search", __name__)

MOST = 20
"""Things on a page."""
_LONGEST = 200
_MOST_CHOSEN = 50
"""Choices of one kind that are read, each of so many letters at most."""


@routes.get("/search")
def search() -> Response:
    """What is found, and how the list can be narrowed down."""
    text = request.args.get("q", "").strip()[:_LONGEST]
    chosen = {name: request.args.getlist(name)[:_MOST_CHOSEN] for name in FACETS}
    kept = {name: [value[:_LONGEST] for value in values if value] for name, values in chosen.items()}
    start = page_start()
    found = browsing.search(guard.store(), text, kept, start=start, most=MOST)
    return answers.page(search_page(text, found, start, MOST), "search.html")


def page_start() -> int:
    """From which thing on a list is shown; 0 where that is no number."""
    return min(max(request.args.get("start", 0, type=int), 0), 10_000_000)
