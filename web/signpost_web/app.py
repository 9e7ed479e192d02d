"""The application: pages for people, and doors for machines. It knows the face and the glossary of signpost alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter
from signpost_web import answers, guard, looks, remembered, session, settings
from signpost_web.answers import problem
from signpost_web.doors import api, case, crawlers, described, dumps, providers, reconcile, sparql, stewards
from signpost_web.views import (
    data,
    desk,
    developers,
    home,
    leads,
    learn,
    learn_downloads,
    lists,
    ontology,
    picture,
    reports,
    revisions,
    search,
    signposted,
    signposts,
    steward_desk,
    things,
    trees,
)
from werkzeug.exceptions import HTTPException, TooManyRequests
from werkzeug.middleware.proxy_fix import ProxyFix

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


def create_app(store: signpost.Where = None, ledger: str = "", *, limits: bool = True) -> Flask:
    """The application for a store; `settings` says what is read from the environment where it is not given.

    Raises StoreError, LedgerError, and SignpostError where a setting cannot be.
    """
    here = str(Path(__file__).resolve().parent)  # told, since Flask finds it for packages with an __init__ alone
    app = Flask("signpost_web", root_path=here, instance_path=here)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of the provider that Flask has by default
    door = signpost.door(store or settings.store(), ledger=ledger or settings.ledger(), apart=True)
    app.extensions["door"] = door
    app.after_request(_remembered)  # what is registered first comes last
    app.after_request(_guarded)  # before the Limiter, so that it sees what that has added
    looks.furnish(app)
    session.furnish(app, settings.secret(ledger or settings.ledger() or door.store.ledger))
    limiter = Limiter(
        session.who,
        app=app,
        enabled=limits,
        application_limits=[settings.rate()],
        storage_uri=settings.counts(),
        headers_enabled=True,
    )
    limiter.request_filter(_is_reading)
    for door_of in (providers, stewards, desk, revisions, steward_desk, reports):
        app.register_blueprint(door_of.routes)
    reports.limit(app, limiter)
    desk.limit(app, limiter)
    for pages in _PAGES:
        app.register_blueprint(pages.routes)
    app.register_blueprint(sparql.routes)
    app.register_blueprint(signposted.routes)
    for journey in (learn, learn_downloads):
        app.register_blueprint(journey.routes)
    for machines in (api, case, dumps, reconcile):
        app.register_blueprint(machines.routes)
    app.add_url_rule("/openapi.json", view_func=described.openapi)
    app.add_url_rule("/health", view_func=_health)
    app.before_request(described.check_parameters)
    app.before_request(_known_already)
    _tell_faults(app)
    if proxies := settings.proxies():
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]  # as Flask tells to
    return app


_COUNTED = {"leads"}
"""Pages that take long, so that they are counted as what changes something is."""
_PAGES = (home, trees, things, leads, ontology, search, picture, lists, data, crawlers, signposts, developers)
"""What anybody may read; the same question has the same answer for as long as a release is current."""


def _is_reading() -> bool:
    """Whether a request only reads a page or a file of ours, which is not counted."""
    is_quick = _is_page() and request.blueprint not in _COUNTED
    return request.method in ("GET", "HEAD") and (is_quick or (request.endpoint or "").endswith("static"))


def _is_page() -> bool:
    return request.blueprint in {pages.routes.name for pages in _PAGES}


def _known_already() -> Response | None:
    """The answer that nothing has changed, or the one that the same question had before."""
    return (answers.unchanged() or remembered.recalled()) if _is_page() else None


def _remembered(answer: Response) -> Response:
    return remembered.remember(answer) if _is_page() else answer


def _health() -> dict[str, Any]:
    """Whether the store answers, and with which release."""
    return {"release": guard.door().store.current().digest}


def _guarded(answer: Response) -> Response:
    """Nothing of it runs, is framed or guessed at in a browser, and what needs a token is in no cache.

    Only where something cannot be had now is it said when to try again.
    """
    if answer.status_code not in (429, 503):
        answer.headers.pop("Retry-After", None)
    if answer.status_code == 304:  # what it says takes the place of what the page that it stands for said
        return answer
    answer.headers.setdefault("X-Content-Type-Options", "nosniff")
    answer.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    answer.headers.setdefault("Referrer-Policy", "no-referrer")
    answer.headers.setdefault("Cache-Control", "no-store")
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
        if isinstance(fault, StoreError):
            app.logger.error("%s", fault)
            answer = problem(status, _UNAVAILABLE[status])
            answer.headers["Retry-After"] = "5"
            return answer
        return problem(status, _unknown(fault) if isinstance(fault, UnknownName) else str(fault), findings)

    @app.errorhandler(HTTPException)
    def refused(fault: HTTPException) -> Response:
        status = fault.code or 500
        answer = problem(status, _OWN_WORDS.get(status, fault.description or fault.name))
        for name, value in fault.get_headers(request.environ):
            if name in ("Allow", "Retry-After"):
                answer.headers[name] = value
        if status == 401:
            answer.headers["WWW-Authenticate"] = 'Bearer realm="signpost"'
        if isinstance(fault, TooManyRequests):
            answer.headers.setdefault("Retry-After", "60")
        return answer

    @app.errorhandler(Exception)
    def unexpected(fault: Exception) -> Response:
        if request.path.startswith(_PERSONAL):  # the text of a fault may hold what a person has written
            app.logger.error("an unexpected fault: %s at %s", type(fault).__name__, request.path)
        else:
            app.logger.exception("an unexpected fault")
        return problem(500, "An unexpected fault. It was noted; nothing was published.")


def _unknown(fault: UnknownName) -> str:
    """The sentence of the fault without the command that helps at a terminal."""
    hint = f" Did you mean {', '.join(fault.nearest)}?" if fault.nearest else ""
    return f"There is no {fault.kind} '{fault.name}'.{hint}"


_PERSONAL = ("/learn", "/api/")
_UNAVAILABLE = {
    503: "The store cannot serve just now. Try again in a moment.",
    507: "The store has no space left. Nothing was published.",
}
_OWN_WORDS = {
    404: "There is nothing here.",
    413: f"It is larger than {MOST_BYTES >> 20} MB. Send it in several parts with amend=true.",
    429: "Too many requests. Wait a minute.",
}
