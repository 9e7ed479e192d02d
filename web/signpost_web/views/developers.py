"""What developers can use, in plain English, with lines to copy."""

from __future__ import annotations

from flask import Blueprint, Response, request
from signpost_web import answers
from signpost_web.pages.developers import developers_page

routes = Blueprint("developers", __name__)


@routes.get("/api")
def doors() -> Response:
    """The doors for machines."""
    return answers.page(developers_page(request.root_url), "developers.html")
