"""The steward desk: decide upon what waits, look back at every source, say whose submissions are held, end tokens.

New tokens are made at the command line, by whoever runs the server: a steward publishes as nobody.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from flask import Blueprint, Response, redirect, request
from signpost_web import answers, guard, session
from signpost_web.pages.desk import Faults, line, version, who
from signpost_web.pages.steward_desk import DecisionPage, SourcesPage, SourceState, queue_page, tokens_page
from signpost_web.views.desk import download, found_in, history_of, is_other, kept, previewed, publication_of, withdrawn

from signpost.errors import NotAllowed, UnknownName
from signpost.model import PublicationRecord, SubmissionRecord, SubmissionState

routes = Blueprint("steward_desk", __name__, url_prefix="/steward")
session.guarded(routes)


@routes.before_request
def _is_steward() -> None:
    """Raises Forbidden for whoever is signed in as a provider."""
    guard.steward()


_LONGEST_COMMENT = 5000
_MEANWHILE = "The provider has changed it since you opened this page. Look at it again, then decide."
_SOURCES = "/steward/sources"


@routes.get("")
def queue() -> Response:
    """What waits, the oldest first; what readers report; what was decided."""
    door = guard.door()
    page = queue_page(guard.token(), door.queue(), door.submissions(), door.reports())
    return answers.page(page, "steward.html", private=True)


# ------------------------------------------------------------------------------------------------ decisions
@routes.get("/submissions/<id>")
def submission(id: str) -> Response:
    """One submission with what was found in it, to decide upon."""
    return _shown(guard.own(id))


def _shown(record: SubmissionRecord, comment: str = "", faults: Faults = (), status: int = 200) -> Response:
    sent = kept(record)
    page = DecisionPage(f"{record.source}: {record.name}", who(guard.token()), record, line(record),
                        found_in(record, sent), record.state is SubmissionState.HELD,
                        _last(record.source) is not None, version(sent), withdrawn(sent), comment, faults)  # fmt: skip
    return answers.page(page, "steward_submission.html", status=status, private=True)


@routes.get("/submissions/<id>/preview")
def preview(id: str) -> Response:
    """What a submission would come to, and where it would be signposted."""
    return previewed(guard.own(id), f"/steward/submissions/{id}")


@routes.get("/submissions/<id>/content")
def content(id: str) -> Response:
    """What was sent, as it came."""
    sent = guard.door().received(guard.own(id).id)
    return download(sent.content, sent.name)


@routes.post("/submissions/<id>/acceptance")
def accept(id: str) -> Response:
    """Publish what is held; what the gate refuses by now goes back to its provider."""
    before = guard.own(id)
    if is_other(before):
        return _shown(before, faults=(("", _MEANWHILE),), status=409)
    try:
        record = guard.door().accept(id, guard.token().name)
    except NotAllowed:  # it was sent twice, or another steward was quicker: its page says what became of it
        return _to(f"/steward/submissions/{id}")
    return _to("/steward") if record.state is SubmissionState.PUBLISHED else _shown(record, status=422)


@routes.post("/submissions/<id>/return")
def send_back(id: str) -> Response:
    """Send what is held back to its provider, with a comment."""
    comment, record = request.form.get("comment", "").strip(), guard.own(id)
    if not comment or len(comment) > _LONGEST_COMMENT:
        sentence = "Write what the provider should change." if not comment else "Write a shorter comment."
        return _shown(record, comment, (("comment", sentence),), 422)
    if is_other(record):
        return _shown(record, comment, (("comment", _MEANWHILE),), 409)
    guard.door().send_back(id, comment, guard.token().name)
    return _to("/steward")


@routes.post("/reports/<id>/settlement")
def settle(id: str) -> Response:
    """Let go of a report that was seen to."""
    guard.door().settle_report(id)
    return _to("/steward")


# ------------------------------------------------------------------------------------------------ sources
@routes.get("/sources")
def sources() -> Response:
    """Every source: whether what it sends is held, and what it last published."""
    door = guard.door()
    found = (SourceState(one, door.is_held(one), _last(one)) for one in door.sources())
    return answers.page(SourcesPage("Sources", who(guard.token()), tuple(found)), "steward_sources.html", private=True)


def _last(source: str) -> PublicationRecord | None:
    try:
        return guard.door().history(source)[0]
    except UnknownName:
        return None


@routes.post("/sources/<source>/moderation")
def moderate(source: str) -> Response:
    """Let what a source sends be held from now on, or be published at once."""
    if source not in guard.door().sources():
        raise UnknownName("source", source)
    guard.door().hold(source, request.form.get("held") == "yes")
    return _to(_SOURCES)


@routes.get("/sources/<source>")
def history(source: str) -> Response:
    """Every publication of a source, the last one first."""
    return history_of(source, _SOURCES)


@routes.get("/sources/<source>/<int:number>")
def publication(source: str, number: int) -> Response:
    """One publication of a source, with what changed by it."""
    return publication_of(source, number, _SOURCES)


@routes.get("/sources/<source>/<int:number>/content")
def said(source: str, number: int) -> Response:
    """What one publication said, as N-Triples."""
    return download(guard.door().content(source, number), f"{source}-{number}.nt")


# ------------------------------------------------------------------------------------------------ tokens
@routes.get("/tokens")
def tokens() -> Response:
    """Every token that was made, the newest first."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    page = tokens_page(guard.token(), guard.door().tokens(), now)
    return answers.page(page, "steward_tokens.html", private=True)


@routes.post("/tokens/<id>/revocation")
def revoke(id: str) -> Response:
    """End a token at once and for good."""
    guard.door().revoke(id)
    return _to("/steward/tokens")


def _to(path: str) -> Response:
    return cast(Response, redirect(path, 303))
