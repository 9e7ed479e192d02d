"""What each source states, whole. These are large answers, so that who asks too often waits."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import IO

from flask import Blueprint, Response, current_app, request
from signpost_web import guard
from signpost_web.doors import documents
from signpost_web.doors.abroad import open_to_all
from signpost_web.doors.files import Files
from werkzeug.wsgi import wrap_file

from signpost import browsing

routes = Blueprint("dumps", __name__)

_MEDIA = {"ttl": "text/turtle", "nt": "application/n-triples"}
_AT_ONCE = 256 * 1024
"""Bytes that are sent at once."""


@routes.get("/data/sources/<source>.<any(ttl,nt):form>")
def statements(source: str, form: str) -> Response:
    """The statements of a source, one a line: N-Triples, which is Turtle too."""
    store = guard.store()
    found = browsing.data_set(store, source)
    mark = f"{found.digest[:20]}-{form}"
    if known := documents.known_already(mark):
        return known
    file, size = _files().get(found.digest, lambda whole: browsing.write_source(store, found, whole))
    answer = _squeezed(file, size) if request.accept_encodings["gzip"] else Response(_plain(file))
    answer.mimetype = _MEDIA[form]
    answer.set_etag(f"{mark}:gzip" if answer.content_encoding else mark)
    answer.headers["Content-Disposition"] = f'attachment; filename="{source}.{form}"'
    answer.headers["Cache-Control"] = "public, no-cache"
    return open_to_all(answer)


def _squeezed(file: IO[bytes], size: int) -> Response:
    """The file as it lies there."""
    answer = Response(wrap_file(request.environ, file, _AT_ONCE), direct_passthrough=True)
    answer.content_encoding, answer.content_length = "gzip", size
    return answer


def _plain(file: IO[bytes]) -> Iterator[bytes]:
    """What the file says, for the few who take it in no other form."""
    with file, gzip.open(file) as whole:
        while some := whole.read(_AT_ONCE):
            yield some


def _files() -> Files:
    known: Files = current_app.extensions.setdefault("files", Files())
    return known
