"""Signing in at the desk: a signed cookie with the id of a token, which is looked up at each request.

The token itself is shown once and kept nowhere. A session ends after eight hours, with the browser's sign-out, and at
once with its token. Forms that are sent carry a mark of the session, so that no other site can send them.
"""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import cast
from urllib.parse import urlencode

from flask import Blueprint, Flask, Request, Response, g, redirect, request
from flask import session as cookie
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError, CSRFProtect  # type: ignore[import-untyped]  # the library has no types
from signpost_web import answers, guard

from signpost.model import Token

_HOURS = 8
_TOO_OLD = (
    "You were signed out, or this form is too old. Nothing was sent. Go back and copy what you typed. "
    "Then sign in, load the page again and send it once more."
)
_SIGN_IN = "/desk"
_PAGE = re.compile(r"/(desk|steward)(/[a-z0-9-]+){0,4}")
"""A page of a desk; never an address of another site."""
_MOST_TYPED = 4 * 1024 * 1024
"""Bytes of a form that are no file."""

csrf = CSRFProtect()


class _Cookies(SecureCookieSessionInterface):
    """Cookies that a browser sends over TLS alone, where the request came over that."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a request; an empty one at once where it brings no cookie, as most do."""
        has_one = self.get_cookie_name(app) in request.cookies
        return super().open_session(app, request) if has_one else self.session_class()

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether this request came over TLS."""
        return request.is_secure


def furnish(app: Flask, secret: bytes) -> None:
    """Give an application the sessions of the desk."""
    app.secret_key = secret
    app.session_interface = _Cookies()
    app.config.update(
        SESSION_COOKIE_NAME="signpost",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=_HOURS),
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=_HOURS * 3600,
        MAX_FORM_MEMORY_SIZE=_MOST_TYPED,
    )
    csrf.init_app(app)
    app.register_error_handler(CSRFError, lambda fault: answers.problem(400, _TOO_OLD))


def guarded(routes: Blueprint, *, open: frozenset[str] = frozenset()) -> None:
    """Let pages be had by who is signed in, but for those that are open to all, and no form be sent from elsewhere."""

    @routes.before_request
    def known() -> Response | None:
        csrf.protect()
        g.token = signed_in()
        is_open = (request.endpoint or "").rpartition(".")[2] in open
        return None if g.token or is_open else _asked_to_sign_in()


def _asked_to_sign_in() -> Response:
    if answers.wants_json():
        return answers.problem(401, "Sign in at /desk first. Scripts send a token to the API instead.")
    return cast(Response, redirect(f"{_SIGN_IN}?{urlencode({'to': page()})}" if page() else _SIGN_IN, 303))


def page(said: str = "") -> str:
    """The page of a desk that was asked for, or that is said, to go on with after signing in; else empty."""
    path = said or (request.path if request.method == "GET" else "")
    return path if _PAGE.fullmatch(path) and path not in (_SIGN_IN, f"{_SIGN_IN}/sign-out") else ""


# ------------------------------------------------------------------------------------------------ who
def sign_in(text: str) -> Token | None:
    """Begin a session with a token, where it counts."""
    found = guard.door().token(text.strip())
    if found is not None:
        cookie.clear()
        cookie.permanent = True
        cookie["token"], cookie["until"] = found.id, int(time.time()) + _HOURS * 3600
    return found


def sign_out() -> None:
    """End the session of this browser."""
    cookie.clear()


def signed_in() -> Token | None:
    """The token of this session, where both still count; it is looked up once for each request."""
    if "desk_token" not in g:
        id, until = cookie.get("token", ""), cookie.get("until", 0)
        g.desk_token = guard.door().token_with_id(id) if id and until > time.time() else None
    return cast("Token | None", g.desk_token)


def who() -> str:
    """Whose requests are counted together: at the desk those of one session's token, else as `guard` has it."""
    found = signed_in() if request.path.startswith(("/desk", "/steward")) else None
    return f"token {found.id}" if found else guard.who()


def address() -> str:
    """The address of whoever asks, whichever token they show."""
    return f"tries {get_remote_address()}"
