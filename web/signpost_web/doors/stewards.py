"""What a steward may do: see what is held, accept it, send it back, and say whose submissions are held."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request
from signpost_web import answers, guard
from werkzeug.exceptions import BadRequest

from signpost.model import SubmissionState

routes = Blueprint("stewards", __name__)

_LONGEST_COMMENT = 5000


@routes.get("/queue")
def queue() -> Response:
    """What waits for a steward, the oldest first."""
    guard.steward()
    return answers.submissions(guard.door().queue())


@routes.post("/submissions/<id>/decision")
def decide(id: str) -> Response:
    """Accept what is held, which publishes it, or send it back with a comment."""
    steward, door, said = guard.steward(), guard.door(), _body()
    comment = said.get("comment", "")
    if not isinstance(comment, str) or len(comment) > _LONGEST_COMMENT:
        raise BadRequest(f"'comment' is a text of at most {_LONGEST_COMMENT} characters.")
    if said.get("decision") == "accept":
        record = door.accept(id, steward.name)
        return answers.submission(record, 422 if record.state is SubmissionState.RETURNED else None)
    if said.get("decision") == "return":
        if not comment.strip():
            raise BadRequest("Say in 'comment' what the provider should change.")
        return answers.submission(door.send_back(id, comment, steward.name))
    raise BadRequest("'decision' is accept or return.")


@routes.get("/sources/<source>/moderation")
def moderation(source: str) -> Response:
    """Whether what a source sends is held."""
    return jsonify({"source": guard.readable(source), "held": guard.door().is_held(source)})


@routes.put("/sources/<source>/moderation")
def moderate(source: str) -> Response:
    """Let what a source sends be held for a steward from now on, or be published at once."""
    guard.steward()
    held = _body().get("held")
    if not isinstance(held, bool):
        raise BadRequest("'held' is true or false.")
    guard.door().hold(source, held)
    return jsonify({"source": source, "held": held})


def _body() -> dict[str, Any]:
    said = request.get_json()
    if not isinstance(said, dict):
        raise BadRequest("Send a JSON object.")
    return said
