"""What the command line answers, as JSON over HTTP: find, show, compare, and audit, route and next of a person.

A person's specification is read, answered and forgotten: it is neither kept nor logged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date

from flask import Blueprint, Response, request
from signpost_web import answers, guard
from signpost_web.doors import abroad
from signpost_web.turns import in_turn
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

import signpost
from signpost import machines
from signpost.emit import Page, plain
from signpost.errors import AmbiguousName, UnfitSpecification, UnreadableInput
from signpost.model import Finding, PersonSpecification
from signpost.pages.audit import audit_page
from signpost.pages.compare import compare_page
from signpost.pages.listings import card_page, hits_page
from signpost.pages.route import next_page, route_page

routes = Blueprint("api", __name__, url_prefix="/api")
routes.after_request(abroad.open_to_all)
routes.before_request(answers.unchanged)

TYPES = ("application/json", "application/ld+json", "application/yaml")
"""Media types of a specification."""
MOST_BYTES = 1_000_000
_LONGEST = 200
_LONGEST_NAME = 2000
_MOST_HITS = 100
_SECONDS, _MOST_SECONDS = 5.0, 20.0
_NUMBER = re.compile(r"[0-9]{1,4}(\.[0-9]{1,3})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


# ------------------------------------------------------------------------------------------------ of the graph
@routes.get("/find")
def find() -> Response:
    """What has a code or a name like a text, best first."""
    text, kinds = _text("q", _LONGEST), request.args.getlist("kind")[:20]
    limit = _whole("limit", 10, 1, _MOST_HITS)
    return _public(hits_page(text, signpost.find(text, guard.store(), kinds=kinds, limit=limit), limit))


@routes.get("/show")
def show() -> Response:
    """One thing with everything that is linked to it."""
    return _public(card_page(signpost.show(_text("name", _LONGEST_NAME), guard.store())))


@routes.get("/compare")
@in_turn
def compare() -> Response:
    """Two roles or occupations side by side."""
    left, right, store = _text("left", _LONGEST_NAME), _text("right", _LONGEST_NAME), guard.store()
    found = signpost.compare(left, right, store, as_at=_day(), time_limit=_seconds())
    return _answer(compare_page(found, signpost.names(store)))


# ------------------------------------------------------------------------------------------------ of a person
@routes.post("/audit")
@in_turn
def audit() -> Response:
    """What a post needs against what a person holds."""
    store = guard.store()
    audited = signpost.audit(_specification(), store)
    return _answer(audit_page(audited, signpost.profile(audited), signpost.names(store)))


@routes.post("/route")
@in_turn
def route() -> Response:
    """The best learning route that is found within the time; one that was stopped says so in `stopped`."""
    seconds, alternatives = _seconds(), _whole("alternatives", 3, 0, 3)
    case, store = _specification(), guard.store()
    found = signpost.route(case, store, alternatives=alternatives, time_limit=seconds)
    return _answer(route_page(signpost.audit(case, store), found, signpost.names(store), {}))


@routes.post("/next")
@in_turn
def next_step() -> Response:
    """What to learn next; null where no step helps, or none was found within the time."""
    seconds, case, store = _seconds(), _specification(), guard.store()
    step = signpost.next(case, store, time_limit=seconds)
    return _answer(next_page(step, signpost.audit(case, store), None, signpost.names(store), {}))


def _specification() -> PersonSpecification:
    """What was sent, read for the day that is asked for. Raises UnfitSpecification, UnreadableInput."""
    if request.mimetype not in TYPES:
        raise UnsupportedMediaType(f"Send a person specification as one of: {', '.join(TYPES)}.")
    as_at = _day()
    request.max_content_length = MOST_BYTES
    return machines.specified(request.get_data(cache=False), guard.store(), as_at=as_at)


# ------------------------------------------------------------------------------------------------ answers
def _answer(page: Page) -> Response:
    """What `--as json` prints of a page of the command line; no cache keeps it."""
    return Response(json.dumps(plain(page.value), ensure_ascii=False), mimetype="application/json")


def _public(page: Page) -> Response:
    """The same of what anybody may read, with a mark by which it need not be sent again."""
    answer = _answer(page)
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.set_etag(answers.tag())
    return answer


@routes.errorhandler(UnfitSpecification)
def _unfit(fault: UnfitSpecification) -> Response:
    return _refused(str(fault), fault.findings)


@routes.errorhandler(UnreadableInput)
def _unreadable(fault: UnreadableInput) -> Response:
    return _refused(str(fault))


@routes.errorhandler(RequestEntityTooLarge)
def _too_large(fault: RequestEntityTooLarge) -> Response:
    return answers.problem(413, f"A specification has at most {MOST_BYTES // 1_000_000} MB.")


@routes.errorhandler(AmbiguousName)
def _ambiguous(fault: AmbiguousName) -> Response:
    return _refused(str(fault))


def _refused(sentence: str, findings: Sequence[Finding] = ()) -> Response:
    return answers.problem(422, sentence, findings)


# ------------------------------------------------------------------------------------------------ parameters
def _text(name: str, longest: int) -> str:
    said = request.args.get(name, "")
    if not said.strip() or len(said) > longest:
        raise BadRequest(f"Say '{name}' in 1 to {longest} characters.")
    return said


def _whole(name: str, usual: int, least: int, most: int) -> int:
    said = request.args.get(name)
    if said is None:
        return usual
    if not re.fullmatch(r"[0-9]{1,6}", said) or not least <= int(said) <= most:
        raise BadRequest(f"'{name}' is a whole number from {least} to {most}.")
    return int(said)


def _seconds() -> float:
    said = request.args.get("seconds")
    if said is None:
        return _SECONDS
    if not _NUMBER.fullmatch(said) or not 0 < float(said) <= _MOST_SECONDS:
        raise BadRequest(f"'seconds' is a number above 0 and up to {_MOST_SECONDS:g}.")
    return float(said)


def _day() -> date | None:
    said = request.args.get("as_at")
    try:
        if said is not None and not _DAY.fullmatch(said):
            raise ValueError
        return date.fromisoformat(said) if said is not None else None
    except ValueError:
        raise BadRequest("'as_at' is a day of the calendar, such as 2026-03-02.") from None
