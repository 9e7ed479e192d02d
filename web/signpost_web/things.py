"""Pages about things: one page for each, under its own address, and for what others have named under `/things?iri=`."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from signpost_web import answers, guard, looks
from signpost_web.pages.things import MOST, thing_page
from werkzeug.exceptions import BadRequest

import signpost
from signpost.model import THINGS

routes = Blueprint("things", __name__)

_LONGEST = 2000


@routes.get("/things/<path:slug>")
def ours(slug: str) -> Response:
    """The page about a thing that signpost has named."""
    return _shown(THINGS + slug)


@routes.get("/things")
def any_thing() -> Response:
    """The page about a thing by its IRI, whoever has named it."""
    iri = request.args.get("iri", "")
    if not iri or len(iri) > _LONGEST:
        raise BadRequest("Say which thing: iri=IRI.")
    if iri.startswith(THINGS) and not request.args.get("as"):
        return redirect(looks.address(iri), 301)  # type: ignore[return-value]  # werkzeug's class is what Flask answers
    return _shown(iri)


def _shown(iri: str) -> Response:
    return answers.page(thing_page(signpost.show(iri, guard.store(), most=MOST)), "thing.html")
