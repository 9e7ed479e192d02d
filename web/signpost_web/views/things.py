"""Things as pages and as linked data: one IRI for each, and for each form of what is said of it an address of its own.

`/id/SLUG` is where the IRI of a thing leads to: it answers 303 See Other, for a thing is no document. The documents are
`/things/SLUG`, which chooses its form by what is accepted, and `/things/SLUG.ttl` and the like; a thing that others
have named is under `/things?iri=IRI&as=FORM`.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from flask import Blueprint, Response, redirect, request
from signpost_web import answers, guard, looks
from signpost_web.pages.sections import AT_ONCE, MOST
from signpost_web.pages.things import thing_page
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import BadRequest, NotAcceptable
from werkzeug.http import parse_accept_header

from signpost import browsing, machines
from signpost.model import THINGS, VOCABULARY

routes = Blueprint("things", __name__)

MEDIA = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "json": "application/json",
}
"""The forms that a thing has, the first for those who take anything; HTML and JSON are pages, the rest is RDF."""
_RDF = ("ttl", "jsonld", "nt", "rdf")
_ENDINGS = "any(ttl,jsonld,nt,rdf,json)"
_LONGEST = 2000


@routes.get("/things/<path:slug>")
@routes.get(f"/things/<path:slug>.<{_ENDINGS}:form>")
def ours(slug: str, form: str = "") -> Response:
    """What is said of a thing that signpost has named."""
    return _shown(THINGS + slug, form or _asked() or accepted(MEDIA))


@routes.get("/things")
def any_thing() -> Response:
    """What is said of a thing by its IRI, whoever has named it."""
    iri, form = request.args.get("iri", ""), _asked()
    if not iri or len(iri) > _LONGEST:
        raise BadRequest("Say which thing: iri=IRI.")
    if iri.startswith(THINGS) and not form:
        return redirect(looks.address(iri), 301)  # type: ignore[return-value]  # werkzeug's class is what Flask answers
    return _shown(iri, form or accepted(MEDIA))


@routes.get("/id/<path:slug>")
def named(slug: str) -> Response:
    """From the IRI of a thing to the document about it that is accepted."""
    return _see_other(THINGS + slug)


@routes.get("/vocabulary/<path:slug>")
def concept(slug: str) -> Response:
    """From the IRI of a concept of ours to the document about it that is accepted."""
    return _see_other(VOCABULARY + slug)


@routes.after_request
def linked(answer: Response) -> Response:
    """Every answer of this room differs by what is accepted."""
    answer.vary.add("Accept")
    return answer


def accepted(media: dict[str, str]) -> str:
    """The form among several that a request likes best, the first where it says nothing; raises NotAcceptable."""
    best = _liked_best(request.headers.get("Accept", ""), tuple(media.items()))
    if not best:
        raise NotAcceptable(f"There is none of these here. Ask for one of: {', '.join(media.values())}.")
    return best


@lru_cache(maxsize=256)
def _liked_best(accept: str, media: tuple[tuple[str, str], ...]) -> str:
    """The form that is liked best, the first where nothing is said; empty where none will do."""
    # Parameters, such as the profile of JSON-LD, say how a form is liked best, and not that no other will do.
    said = parse_accept_header(accept, MIMEAccept)
    likes = MIMEAccept([(kind.partition(";")[0].strip(), quality) for kind, quality in said])
    best = max(media, key=lambda form: likes.quality(form[1])) if likes else media[0]
    return best[0] if not likes or likes.quality(best[1]) else ""


def _asked() -> str:
    """The form that `as` names; empty where it names none."""
    form = request.args.get("as", "")
    if form and form not in MEDIA:
        raise BadRequest(f"Say a form that there is: as={', '.join(MEDIA)}.")
    return form


def _see_other(iri: str) -> Response:
    machines.described(guard.store(), iri, "nt")  # raises UnknownName where nothing is said of it
    form = accepted(MEDIA)
    answer = redirect(looks.address(iri, "" if form == "html" else form), 303)
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer  # type: ignore[return-value]  # as above


def _shown(iri: str, form: str) -> Response:
    answer = rdf(machines.described(guard.store(), iri, form), MEDIA[form]) if form in _RDF else _page(iri, form)
    answer.headers["Content-Location"] = looks.address(iri, "" if form == "html" else form)
    answer.headers.add("Link", f'<{looks.address(iri)}>; rel="canonical"')
    for other in MEDIA:
        if other not in (form, "html"):
            answer.headers.add("Link", f'<{looks.address(iri, other)}>; rel="alternate"; type="{MEDIA[other]}"')
    if form in ("html", "json"):
        answer.headers.add("Link", f'<{looks.address(iri, "ttl")}>; rel="describedby"; type="text/turtle"')
    return answer


def _page(iri: str, form: str) -> Response:
    store, most = guard.store(), min(max(request.args.get("most", MOST, type=int), MOST), AT_ONCE)
    frameworks = {known.rsplit("/", 1)[-1]: known for known, _ in browsing.things(store, "framework")}
    shown = thing_page(*machines.shown(store, iri, most), frameworks, most)
    return answers.page(shown, "thing.html", as_json=form == "json")


def rdf(content: bytes, media: str) -> Response:
    """Statements for whoever asks, from wherever; 304 where they are those that were asked for before."""
    tag = hashlib.sha256(content).hexdigest()[:20]
    known = request.headers.get("If-None-Match", "")
    answer = Response(status=304) if known and (known == "*" or tag in known) else Response(content, mimetype=media)
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Link, Content-Location"
    return answer
