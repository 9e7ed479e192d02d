"""What is answered: pages as HTML or JSON, records as JSON, and faults as a page or as RFC 9457 writes them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache, lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask import Response, current_app, g, jsonify, make_response, render_template, request, url_for
from signpost_web import guard, looks
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from signpost.model import Finding, PublicationRecord, SubmissionRecord, SubmissionState

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_STATUS = {
    SubmissionState.CHECKED: 200,
    SubmissionState.PUBLISHED: 201,
    SubmissionState.DRAFT: 201,
    SubmissionState.HELD: 202,
    SubmissionState.REFUSED: 422,
    SubmissionState.RETURNED: 200,
}


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """What is wrong, and what to do."""

    title: str
    status: int
    detail: str
    findings: tuple[Finding, ...]


# ------------------------------------------------------------------------------------------------ pages
def page(
    shown: DataclassInstance, template: str, *, status: int = 200, private: bool = False, as_json: bool | None = None
) -> Response:
    """A page as HTML, or as JSON where that is asked for or is to be; what is `private` is in no cache."""
    is_json = wants_json() if as_json is None else as_json
    answer = _as_json(shown) if is_json else make_response(render_template(template, page=shown))
    answer.status_code = status
    answer.headers.update(looks.policy())
    answer.vary.add("Accept")
    if private or status != 200:
        answer.headers["Cache-Control"] = "no-store"
    else:
        answer.headers["Cache-Control"] = "public, no-cache"
        answer.set_etag(tag())
    return answer


def _as_json(shown: DataclassInstance) -> Response:
    return Response(
        json.dumps(asdict(shown), ensure_ascii=False, default=_written, sort_keys=False), mimetype="application/json"
    )


def _written(value: object) -> Any:
    """What JSON has no form for: days as ISO 8601, sets in their order."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def wants_json() -> bool:
    """Whether JSON is asked for, by `as=json` or because it is accepted before HTML."""
    if said := request.args.get("as"):
        return said == "json"
    return _json_first(request.headers.get("Accept", ""))


@lru_cache(maxsize=256)
def _json_first(accept: str) -> bool:
    accepted = parse_accept_header(accept, MIMEAccept)
    return accepted["application/json"] > accepted["text/html"]


def tag() -> str:
    """What marks an answer to a question that changes nothing: it is the same for as long as this is the same.

    The address of the site is a part of the question, since maps and feeds tell it.
    """
    if "tag" not in g:
        # The header whole, since what is chosen may not be liked best.
        accept = request.headers.get("Accept", "")
        site = (request.scheme, request.host, request.root_path)
        said = (guard.release(), *site, request.full_path, accept, date.today().isoformat(), _build())
        g.tag = hashlib.sha256("\n".join(said).encode()).hexdigest()[:20]
    return cast(str, g.tag)


def unchanged() -> Response | None:
    """The answer that nothing has changed since it was asked before, where that is so, else nothing."""
    asked = request.headers.get("If-None-Match", "")
    if request.method not in ("GET", "HEAD") or not asked or tag() not in asked:
        return None
    answer = Response(status=304)
    answer.set_etag(tag())
    answer.vary.add("Accept")
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


@cache
def _build() -> str:
    """What tells one version of the templates and the code of pages from another."""
    files = sorted(path for path in Path(current_app.root_path).rglob("*") if path.suffix in (".py", ".html"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:10]


# ------------------------------------------------------------------------------------------------ faults
_TITLES = {
    400: "That cannot be answered", 401: "Sign in first", 403: "Not allowed", 404: "Not found", 405: "Not this way",
    406: "Not in that form", 409: "Not now", 413: "Too large", 422: "There is something to put right",
    429: "Too many requests", 500: "Something went wrong", 503: "Try again in a moment", 507: "No space left",
}  # fmt: skip
"""What a page about a fault is called, in plain words."""


def problem(status: int, detail: str, findings: Sequence[Finding] = ()) -> Response:
    """A fault in one sentence with its findings: a page for a browser, else as RFC 9457 writes it."""
    if request.accept_mimetypes["text/html"] > request.accept_mimetypes["application/json"]:
        title = _TITLES.get(status, HTTPStatus(status).phrase)
        return page(ProblemPage(title, status, detail, tuple(findings)), "problem.html",
                    status=status)  # fmt: skip
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if findings:
        said["findings"] = [asdict(finding) for finding in findings]
    return Response(json.dumps(said, ensure_ascii=False), status, mimetype="application/problem+json")


# ------------------------------------------------------------------------------------------------ records
def submission(record: SubmissionRecord, status: int | None = None) -> Response:
    """A submission and what became of it; the status says that too, where it has just been decided."""
    answer = jsonify(asdict(record))
    answer.status_code = _STATUS[record.state] if status is None else status
    if record.id and answer.status_code in (201, 202, 422):
        answer.headers["Location"] = url_for("providers.submission", id=record.id)
    return answer


def submissions(records: Sequence[SubmissionRecord]) -> Response:
    """Several submissions, without their findings, of which there may be thousands."""
    rows = [{**asdict(record), "findings": len(record.findings)} for record in records]
    return jsonify({"submissions": rows})


def publications(records: Sequence[PublicationRecord]) -> Response:
    """The history of a source."""
    return jsonify({"publications": [asdict(record) for record in records]})
