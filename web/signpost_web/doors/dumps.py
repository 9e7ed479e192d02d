"""What each source states, whole. These are large answers, so that who asks too often waits."""

from __future__ import annotations

from flask import Blueprint, Response
from signpost_web import guard
from signpost_web.doors import documents

import signpost
from signpost import browsing

routes = Blueprint("dumps", __name__)

_MEDIA = {"ttl": "text/turtle", "nt": "application/n-triples"}


@routes.get("/data/sources/<source>.<any(ttl,nt):form>")
def statements(source: str, form: str) -> Response:
    """The statements of a source, one a line: N-Triples, which is Turtle too."""
    store = guard.store()
    mark = f"{browsing.data_set(store, source).digest[:20]}-{form}"
    if known := documents.known_already(mark):
        return known
    answer = documents.document(signpost.export(source, store), _MEDIA[form], mark)
    answer.headers["Content-Disposition"] = f'attachment; filename="{source}.{form}"'
    return answer
