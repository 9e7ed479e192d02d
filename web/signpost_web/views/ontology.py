"""Our words for machines: the ontology, to which the IRIs of its words lead, and the context of our JSON-LD."""

from __future__ import annotations

from flask import Blueprint, Response, request
from signpost_web import answers
from signpost_web.pages.ontology import ontology_page
from signpost_web.views.things import MEDIA, accepted, rdf

from signpost import machines

routes = Blueprint("ontology", __name__)

_FORMS = {form: MEDIA[form] for form in ("html", "ttl", "json")}


@routes.get("/ns")
@routes.get("/ns.<any(ttl,json):form>")
def ontology(form: str = "") -> Response:
    """The ontology as a page, in Turtle, or as JSON."""
    asked = request.args.get("as", "")
    form = form or (asked if asked in _FORMS else accepted(_FORMS))
    if form == "ttl":
        answer = rdf(machines.ontology(), MEDIA["ttl"])
    else:
        answer = answers.page(ontology_page(machines.glossary()), "ontology.html", as_json=form == "json")
    answer.vary.add("Accept")
    answer.headers["Content-Location"] = "/ns" if form == "html" else f"/ns.{form}"
    answer.headers.add("Link", '</ns>; rel="canonical"')
    if form != "ttl":
        answer.headers.add("Link", '</ns.ttl>; rel="alternate"; type="text/turtle"')
    return answer


@routes.get("/context.jsonld")
def context() -> Response:
    """The context of our JSON-LD."""
    return rdf(machines.context(), MEDIA["jsonld"])
