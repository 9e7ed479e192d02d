"""Telling that something is wrong with a thing: what anybody may write to the stewards, and nobody is named in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, request
from flask_limiter import Limiter
from signpost_web import answers, guard
from signpost_web.pages.reports import MOST_LETTERS, ReportPage
from signpost_web.session import address, csrf

import signpost

routes = Blueprint("reports", __name__)

_OFTEN = "20 per hour"
"""How many reports may come from one address, so that nobody fills what stewards have to look at."""


def limit(app: Flask, limiter: Limiter) -> None:
    """Let no address report more often than that."""
    often = limiter.limit(_OFTEN, key_func=address, methods=["POST"])
    view: Callable[..., Any] = app.view_functions["reports.send"]
    app.view_functions["reports.send"] = often(view)


@routes.get("/report")
def form() -> Response:
    """The form to tell what is wrong with a thing."""
    return _shown(request.args.get("iri", "")[:2000])


@routes.post("/report")
def send() -> Response:
    """Keep what somebody tells, for a steward to see to."""
    csrf.protect()
    iri, text = request.form.get("iri", "")[:2000], request.form.get("text", "").strip()
    if not text:
        return _shown(iri, fault="Write what is wrong.", status=422)
    if len(text) > MOST_LETTERS:
        return _shown(iri, text, f"Write it in {MOST_LETTERS:,} characters or fewer.", status=422)
    guard.door().report(iri, text)
    return _shown(iri, sent=True)


def _shown(iri: str, text: str = "", fault: str = "", *, sent: bool = False, status: int = 200) -> Response:
    card = signpost.show(iri, guard.store(), most=0)
    title = "Thank you" if sent else "Report a problem"
    page = ReportPage(title, card.iri, card.label, text, (("text", fault),) if fault else (), sent)
    return answers.page(page, "report.html", status=status, private=True)
