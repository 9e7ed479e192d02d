"""Who asks, and what they may: bearer tokens (RFC 6750), checked once for each request and never logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn, cast

from flask import current_app, g, request
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import Forbidden, Unauthorized

from signpost.errors import UnknownName
from signpost.model import SubmissionRecord, Token

if TYPE_CHECKING:
    from signpost import Door, Store


def door() -> Door:
    """The door that this application serves."""
    return cast("Door", current_app.extensions["door"])


def store() -> Store:
    """The store that this application serves."""
    return door().store


def release() -> str:
    """The digest of the release that is current, looked up once for each request."""
    if "release" not in g:
        g.release = store().current().digest
    return cast(str, g.release)


def who() -> str:
    """Whose requests are counted together: those with one token that counts, else those from one address."""
    found = known()
    return f"token {found.id}" if found else get_remote_address()


def token() -> Token:
    """The token of this request; raises Unauthorized where it has none that counts."""
    found = known()
    if found is None:
        raise Unauthorized("Send a token that counts: 'Authorization: Bearer ...'.")
    return found


def known() -> Token | None:
    """The token of this request that counts, looked up once."""
    if "token" not in g:
        said = request.authorization
        g.token = door().token(said.token) if said and said.type == "bearer" and said.token else None
    return cast("Token | None", g.token)


def source(said: str | None) -> str:
    """The source that is published as: the one that is said, else the only one of the token. Raises Forbidden."""
    own = token().sources
    if said in own:
        return said
    if said is not None or len(own) != 1:
        _forbidden(f"This token may publish as: {', '.join(own) or 'no source'}. Say which: source=ID.")
    return own[0]


def readable(said: str) -> str:
    """A source whose history may be looked at; raises UnknownName for another's as for one that is not there."""
    if said not in token().sources and not token().steward:
        raise UnknownName("history of a source", said, remedy=f"signpost publish FILE --source {said}")
    return said


def steward() -> Token:
    """The token of this request, which is a steward's; raises Forbidden."""
    if not token().steward:
        _forbidden("This needs the token of a steward.")
    return token()


def own(id: str) -> SubmissionRecord:
    """A submission of one of the token's sources, or to a steward of any; another's is as one that is not there."""
    asks = token()
    record = door().submission(id)
    if record.source not in asks.sources and not asks.steward:
        raise UnknownName("submission", id, remedy="signpost queue")
    return record


def _forbidden(sentence: str) -> NoReturn:
    raise Forbidden(sentence)
