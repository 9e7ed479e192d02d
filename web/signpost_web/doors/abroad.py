"""What pages and tools of other origins may ask: public facts, without cookies or tokens of ours."""

from __future__ import annotations

from flask import Response, request


def open_to_all(answer: Response) -> Response:
    """The answer for every origin; to the question before a question, what may be sent."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After, X-Total-Count"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
        answer.headers["Access-Control-Allow-Headers"] = "Content-Type, Accept, If-None-Match"
        answer.headers["Access-Control-Max-Age"] = "86400"
    return answer
