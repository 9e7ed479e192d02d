"""The first page: three doors, and a box to look for anything."""

from __future__ import annotations

from flask import Blueprint, Response
from signpost_web import answers, guard
from signpost_web.pages.home import home_page

import signpost

routes = Blueprint("home", __name__)


@routes.get("/")
def home() -> Response:
    """Where a manager, a development lead and a provider begin."""
    return answers.page(home_page(signpost.compile(guard.store())), "home.html")
