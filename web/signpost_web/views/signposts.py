"""Signposts: where to look for each kind of help, at national, regional and local reach."""

from __future__ import annotations

from flask import Blueprint, Response, request
from signpost_web import answers, guard
from signpost_web.pages.signposts import REACHES, kind_page, kinds_page
from signpost_web.views.search import page_start

from signpost import browsing

routes = Blueprint("signposts", __name__)

_LONGEST = 20


@routes.get("/signposts")
def kinds() -> Response:
    """The kinds of help, with how much is known of each."""
    return answers.page(kinds_page(browsing.signpost_kinds(guard.store())), "signposts.html")


@routes.get("/signposts/<kind>")
def kind(kind: str) -> Response:
    """What there is of one kind at each reach, or at one; near a region where one is named."""
    store, region, reach = guard.store(), request.args.get("region", "")[:_LONGEST], request.args.get("reach", "")
    found = browsing.signposts(store, kind, region)
    chosen = reach if reach in REACHES else ""
    page = kind_page(found, browsing.regions(store), region, chosen, page_start() if chosen else 0)
    return answers.page(page, "signposts_of_kind.html")
