"""Who would be signposted to a resource: the roles and regions where it enters the best route."""

from __future__ import annotations

from flask import Blueprint, Response, request
from signpost_web import answers, guard
from signpost_web.pages.answer import Choice, answer_page
from signpost_web.turns import in_turn
from werkzeug.exceptions import BadRequest

from signpost import browsing
from signpost.pages.preview import signposted_page

routes = Blueprint("signposted", __name__)

SECONDS = 10.0
"""How long is looked for at most; the page says so."""
_LONGEST = 2000


@routes.get("/signposted")
@in_turn
def signposted() -> Response:
    """Where one resource stands in the best routes of all roles."""
    iri = request.args.get("resource", "")
    if not iri or len(iri) > _LONGEST:
        raise BadRequest("Say which resource: resource=IRI.")
    if known := answers.unchanged():
        return known
    found = browsing.signposted(guard.store(), iri, time_limit=SECONDS)
    (one,) = found.resources
    roles = tuple(Choice(role, found.called[role]) for role in one.placed.roles)
    told = answer_page(signposted_page(found, SECONDS), {"resource": one.card.iri, "label": one.card.label}, roles)
    return answers.page(told, "signposted.html")
