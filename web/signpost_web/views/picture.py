"""The picture of what lies around a thing: a page, and a file to keep."""

from __future__ import annotations

import re

from flask import Blueprint, Response, make_response, render_template, request
from signpost_web import answers, guard
from signpost_web.pages.picture import PicturePage, picture_page
from werkzeug.exceptions import BadRequest

from signpost import browsing

routes = Blueprint("picture", __name__)

_LONGEST = 2000


@routes.get("/picture")
def picture() -> Response:
    """The picture as a page, with the table that says the same."""
    return answers.page(_asked(), "picture.html")


@routes.get("/picture.svg")
def file() -> Response:
    """The picture as a file; its links are the IRIs of the things, so that they lead somewhere from anywhere."""
    page = _asked()
    answer = make_response(render_template("picture.svg", page=page))
    name = re.sub(r"[^a-z0-9]+", "-", page.label.lower()).strip("-")[:60] or "picture"
    answer.mimetype = "image/svg+xml"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.svg"'
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.set_etag(answers.tag())
    answer.vary.add("Accept")
    return answer


def _asked() -> PicturePage:
    iri = request.args.get("iri", "")
    if not iri or len(iri) > _LONGEST:
        raise BadRequest("Say what the picture is of: iri=IRI.")
    return picture_page(browsing.neighbourhood(guard.store(), iri))
