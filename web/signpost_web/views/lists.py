"""Lists of frameworks, and of roles and occupations."""

from __future__ import annotations

from flask import Blueprint, Response, request
from signpost_web import answers, guard
from signpost_web.pages.lists import frameworks_page, roles_page
from signpost_web.views.search import page_start

from signpost import browsing

routes = Blueprint("lists", __name__)

MOST = 50
"""Occupations on a page."""
_LONGEST = 200


@routes.get("/frameworks")
def frameworks() -> Response:
    """Every framework, with its edition, its status and how much is in it."""
    return answers.page(frameworks_page(browsing.frameworks(guard.store())), "frameworks.html")


@routes.get("/roles")
def roles() -> Response:
    """Every role; the occupations, which can be searched; and a form to compare two."""
    store, text, start = guard.store(), request.args.get("q", "").strip()[:_LONGEST], page_start()
    occupations = browsing.occupations(store, text, start=start, most=MOST)
    return answers.page(roles_page(browsing.roles(store), occupations, text, start, MOST), "roles.html")
