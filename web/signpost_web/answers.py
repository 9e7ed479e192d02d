"""What is answered: records as JSON, and faults as RFC 9457 writes them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from flask import Response, jsonify, url_for

from signpost.model import Finding, PublicationRecord, SubmissionRecord, SubmissionState

_STATUS = {
    SubmissionState.CHECKED: 200,
    SubmissionState.PUBLISHED: 201,
    SubmissionState.DRAFT: 201,
    SubmissionState.HELD: 202,
    SubmissionState.REFUSED: 422,
    SubmissionState.RETURNED: 200,
}


def problem(status: int, detail: str, findings: Sequence[Finding] = ()) -> Response:
    """A fault in one sentence, with the findings where there are any (RFC 9457)."""
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if findings:
        said["findings"] = [asdict(finding) for finding in findings]
    return Response(json.dumps(said, ensure_ascii=False), status, mimetype="application/problem+json")


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
