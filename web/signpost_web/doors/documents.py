"""Answers for machines that are no pages: feeds, maps and dumps, with what marks them in caches."""

from __future__ import annotations

from flask import Response, request
from signpost_web import answers
from signpost_web.doors.abroad import open_to_all


def document(content: bytes | str, media: str, mark: str = "") -> Response:
    """A document; `mark` tells it from what it was before, else the release and the question do."""
    answer = Response(content, mimetype=media)
    if mark:
        answer.set_etag(mark)
    else:
        answer.set_etag(answers.tag())
    answer.headers["Cache-Control"] = "public, no-cache"
    return open_to_all(answer)


def known_already(mark: str) -> Response | None:
    """The answer that a document with a mark is the one that was had before, where that is so, else nothing."""
    if mark not in request.headers.get("If-None-Match", ""):  # what was compressed has a mark with an ending
        return None
    answer = Response(status=304)
    answer.set_etag(mark)
    answer.headers["Cache-Control"] = "public, no-cache"
    return open_to_all(answer)
