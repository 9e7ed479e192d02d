"""The application: the door for providers as JSON over HTTP. It knows the face and the glossary of signpost alone."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter
from signpost_web import guard, providers, stewards
from signpost_web.answers import problem
from werkzeug.exceptions import HTTPException, TooManyRequests

import signpost
from signpost.errors import (
    NotAllowed,
    RefusedSubmission,
    SignpostError,
    StoreError,
    StoreFull,
    StoreLocked,
    UnknownName,
)

MOST_BYTES = 32 * 1024 * 1024
"""The largest submission that is taken over the network."""

_OPENAPI = Path(__file__).with_name("openapi.json")


def create_app(
    store: signpost.Where = None, ledger: str = "", *, limits: bool = True, counts: str = "memory://"
) -> Flask:
    """The application for a store; SIGNPOST_STORE, SIGNPOST_LEDGER and SIGNPOST_COUNTS say what is not given.

    `counts` is where the numbers of requests are kept, an address of the library `limits` such as
    `redis://HOST`; each process keeps its own where it is not given. Raises StoreError, LedgerError.
    """
    app = Flask("signpost_web", static_folder=None, root_path=str(Path(__file__).parent))
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of the provider that Flask has by default
    door = signpost.door(store or os.environ.get("SIGNPOST_STORE"), ledger=ledger or _ledger(), apart=True)
    app.extensions["door"] = door
    Limiter(
        guard.who,
        app=app,
        enabled=limits,
        default_limits=["600 per minute"],
        storage_uri=os.environ.get("SIGNPOST_COUNTS", counts),
        headers_enabled=True,
    )
    app.register_blueprint(providers.routes)
    app.register_blueprint(stewards.routes)
    app.add_url_rule("/openapi.json", view_func=_openapi)
    app.add_url_rule("/health", view_func=_health)
    app.after_request(_guarded)
    _tell_faults(app)
    return app


def _ledger() -> str:
    return os.environ.get("SIGNPOST_LEDGER", "")


def _openapi() -> Response:
    """What there is to ask for, as OpenAPI 3.1."""
    said = json.loads(_OPENAPI.read_text("utf-8"))
    return Response(
        json.dumps({**said, "servers": [{"url": request.host_url.rstrip("/")}]}), mimetype="application/json"
    )


def _health() -> dict[str, Any]:
    """Whether the store answers, and with which release."""
    return {"release": guard.door().store.current().digest}


def _guarded(answer: Response) -> Response:
    """Nothing of it runs, is framed or guessed at in a browser, and what needs a token is in no cache."""
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer


# ------------------------------------------------------------------------------------------------ faults
_STATUS: tuple[tuple[type[SignpostError], int], ...] = (
    (UnknownName, 404),
    (NotAllowed, 409),
    (RefusedSubmission, 422),
    (StoreLocked, 503),
    (StoreFull, 507),
    (StoreError, 503),
    (SignpostError, 400),
)


def _tell_faults(app: Flask) -> None:
    @app.errorhandler(SignpostError)
    def used_wrongly(fault: SignpostError) -> Response:
        status = next(status for kind, status in _STATUS if isinstance(fault, kind))
        findings = fault.findings if isinstance(fault, RefusedSubmission) else ()
        # What is wrong with the store is told to those who keep it: its sentence names folders and servers.
        told = str(fault) if not isinstance(fault, StoreError) else _UNAVAILABLE[status]
        if isinstance(fault, StoreError):
            app.logger.error("%s", fault)
        return problem(status, told, findings)

    @app.errorhandler(HTTPException)
    def refused(fault: HTTPException) -> Response:
        status = fault.code or 500
        answer = problem(status, _OWN_WORDS.get(status, fault.description or fault.name))
        for name, value in fault.get_headers(request.environ):
            if name in ("Allow", "WWW-Authenticate", "Retry-After"):
                answer.headers[name] = value
        if isinstance(fault, TooManyRequests):
            answer.headers.setdefault("Retry-After", "60")
        return answer

    @app.errorhandler(Exception)
    def unexpected(fault: Exception) -> Response:
        app.logger.exception("an unexpected fault")
        return problem(500, "An unexpected fault. It was noted; nothing was published.")


_UNAVAILABLE = {
    503: "The store cannot serve just now. Try again in a moment.",
    507: "The store has no space left. Nothing was published.",
}
_OWN_WORDS = {
    404: "There is nothing here.",
    413: f"It is larger than {MOST_BYTES >> 20} MB. Send it in several parts with amend=true.",
    429: "Too many requests. Wait a minute.",
}
