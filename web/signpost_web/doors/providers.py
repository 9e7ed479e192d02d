"""What a provider may do: submit, look at what became of it, change one resource, look back, and bring back."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, request
from signpost_web import answers, guard
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

import signpost
from signpost.errors import UnknownName
from signpost.model import Received, SubmissionState

routes = Blueprint("providers", __name__)

ENDINGS = {
    "application/json": ".json",
    "application/ld+json": ".jsonld",
    "application/n-triples": ".nt",
    "application/rdf+xml": ".rdf",
    "application/trig": ".trig",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/xhtml+xml": ".html",
    "application/xml": ".xml",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/tab-separated-values": ".tsv",
    "text/turtle": ".ttl",
    "text/xml": ".xml",
}
"""Media types of submissions, each with the ending that a file of it has."""

_NAME = re.compile(r"[\w][\w .-]{0,99}")
_FLAGS = {"true": True, "false": False}


@routes.post("/submissions")
def submit() -> Response:
    """Send resources: published at once, held for a steward, kept as a draft, or refused with every finding."""
    token = guard.token()
    source = guard.source(request.args.get("source"))
    draft, dry_run = _flag("draft"), _flag("dry_run")
    if draft and dry_run:
        raise BadRequest("A draft is kept and a dry run is not: ask for one of them.")
    record = guard.door().submit(_received(source, amends=_flag("amend")), token.name, draft=draft, dry_run=dry_run)
    return answers.submission(record)


@routes.get("/submissions")
def submissions() -> Response:
    """The submissions of the token's sources, or to a steward those of all, the newest first."""
    token, state = guard.token(), request.args.get("state")
    if state is not None and state not in list(SubmissionState):
        raise BadRequest(f"'{state[:40]}' is no state. Use one of: {', '.join(SubmissionState)}.")
    sources = None if token.steward else token.sources
    return answers.submissions(
        guard.door().submissions(sources=sources, state=SubmissionState(state) if state else None)
    )


@routes.get("/submissions/<id>")
def submission(id: str) -> Response:
    """One submission: what became of it, and its findings."""
    return answers.submission(guard.own(id), 200)


@routes.put("/submissions/<id>")
def renew(id: str) -> Response:
    """Other content for a draft, a held or a returned submission."""
    before = guard.own(id)
    received = _received(guard.source(before.source), amends=before.amends)
    return answers.submission(guard.door().renew(id, received, guard.token().name), 200)


@routes.delete("/submissions/<id>")
def remove(id: str) -> Response:
    """Forget a submission that was not published."""
    guard.source(guard.own(id).source)
    guard.door().remove(id)
    return Response(status=204)


@routes.post("/submissions/<id>/publication")
def publish(id: str) -> Response:
    """Publish a draft or a returned submission; where the gate refuses it, it stays what it was."""
    guard.source(guard.own(id).source)
    record = guard.door().publish(id, guard.token().name)
    passed = record.state in (SubmissionState.PUBLISHED, SubmissionState.HELD)
    return answers.submission(record, None if passed else 422)


@routes.get("/submissions/<id>/preview")
def preview(id: str) -> Response:
    """What a submission that is not published yet would come to, and where it would be signposted."""
    guard.own(id)
    return jsonify(asdict(signpost.previewed(guard.door(), id, resource=_said("resource"))))


# ------------------------------------------------------------------------------------------------ one resource
@routes.put("/resources")
def put_resource() -> Response:
    """One resource of the token's source, new or in the place of what it was; everything else stays."""
    token, source, iri = guard.token(), guard.source(request.args.get("source")), _iri()
    return _done(guard.door().submit(_received(source, amends=True), token.name, about=iri))


@routes.delete("/resources")
def withdraw() -> Response:
    """One resource of the token's source is described no more; everything else stays."""
    token, source, iri = guard.token(), guard.source(request.args.get("source")), _iri()
    return _done(guard.door().withdraw(source, iri, token.name))


def _done(record: Any) -> Response:
    return answers.submission(record, 200 if record.state is SubmissionState.PUBLISHED else None)


def _iri() -> str:
    said = _said("iri")
    if not re.match(r"https?://[^\s<>\"{}|\\^`]+\Z", said):
        raise BadRequest("Say which resource: iri=IRI, beginning with https://.")
    return said


# ------------------------------------------------------------------------------------------------ history
@routes.get("/sources/<source>/publications")
def publications(source: str) -> Response:
    """Every publication of a source, the last one first."""
    return answers.publications(guard.door().history(guard.readable(source)))


@routes.get("/sources/<source>/publications/<int:number>")
def publication(source: str, number: int) -> Response:
    """One publication of a source."""
    found = [each for each in guard.door().history(guard.readable(source)) if each.number == number]
    if not found:
        raise UnknownName(f"publication {number} of the source", source, remedy=f"signpost history {source}")
    return jsonify(asdict(found[0]))


@routes.get("/sources/<source>/publications/<int:number>/content")
def content(source: str, number: int) -> Response:
    """What one publication said, as N-Triples."""
    return Response(guard.door().content(guard.readable(source), number), mimetype="application/n-triples")


@routes.post("/sources/<source>/publications/<int:number>/restoration")
def restore(source: str, number: int) -> Response:
    """Publish again what a source said in one of its publications; where it is held, as a submission that is held."""
    guard.readable(source)
    door, source = guard.door(), guard.source(source)
    if door.is_held(source):
        again = Received(door.content(source, number), f"{source}-{number}.nt", source, "ntriples")
        return answers.submission(door.submit(again, guard.token().name))
    published = door.restore(source, number, guard.token().name)
    return jsonify(asdict(door.history(source)[0]) | {"findings": [asdict(f) for f in published.findings]})


# ------------------------------------------------------------------------------------------------ what is seen of it
@routes.get("/find")
def find() -> Response:
    """What has a code or a name like a text, best first: the same as everybody sees."""
    text = _said("q")
    if not text.strip() or len(text) > 200:
        raise BadRequest("Say what to look for in 1 to 200 characters: q=TEXT.")
    hits = signpost.find(text, guard.door().store, limit=20)
    return jsonify({"release": guard.door().store.current().digest, "hits": [asdict(hit) for hit in hits]})


# ------------------------------------------------------------------------------------------------ what was sent
def _received(source: str, *, amends: bool) -> Received:
    """The body of this request with a name whose ending says its media type."""
    ending = ENDINGS.get(request.mimetype)
    if ending is None:
        raise UnsupportedMediaType(f"Send one of: {', '.join(ENDINGS)}.")
    name = _said("name").removesuffix(ending)
    name = name if _NAME.fullmatch(name) else "submission"
    return Received(request.get_data(cache=False), name + ending, source, _format(), amends)


def _format() -> str:
    said = request.args.get("format")
    if said is None:
        return ""
    if said not in signpost.formats():
        raise BadRequest(f"'{said[:40]}' is no format. Use one of: {', '.join(signpost.formats())}.")
    return said


def _said(name: str) -> str:
    return request.args.get(name, "")


def _flag(name: str) -> bool:
    said = request.args.get(name, "false")
    if said not in _FLAGS:
        raise BadRequest(f"'{name}' is true or false.")
    return _FLAGS[said]
