"""What should I learn next: which role, what is held, what learning must keep to, and the answer.

Every step is a form that carries all answers so far: nothing about a person is kept here, or stands in an address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, request
from signpost_web import answers, guard
from signpost_web.pages.learn import held_page, learn_page, limits_page, resume_page
from signpost_web.pages.learn_answer import answer_page
from signpost_web.turns import in_turn
from signpost_web.views import learn_sent
from signpost_web.views.learn_sent import Fault, Sent
from werkzeug.exceptions import BadRequest

import signpost
from signpost import learning, machines
from signpost.errors import UnfitSpecification, UnreadableInput
from signpost.model import Audit, LearningRoute, PersonSpecification, Proof
from signpost.pages.route import things

routes = Blueprint("learn", __name__)

SECONDS = 5.0
"""What a route may take; one that was cut says so."""
SETTLED = Proof.FINISH
"""Routes that close, cost and end the same are as good for a person: which of them is told is not searched for long."""
SPARE = 12
"""Nodes of search for telling such routes apart: where it is easy, the route is that of `signpost route`."""
OTHERS = 3

_RIGHT_FILE = (
    "Choose the file that you have downloaded here. Its name ends with specification.yaml or specification.jsonld."
)
_LONGEST = 2000
_FILE = 1_000_000


# ------------------------------------------------------------------------------------------------ which role
@routes.after_request
def _kept_by_this_browser_alone(answer: Response) -> Response:
    """A browser may go back to a page that a form has led to, which it cannot where nothing may be stored."""
    if request.method == "POST" and answer.mimetype == "text/html" and answer.status_code in (200, 422):
        answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@routes.get("/learn")
def learn() -> Response:
    """Where it begins: a role to choose, or a file to come back with."""
    text = request.args.get("q", "").strip()[:200]
    hits = signpost.find(text, guard.store(), kinds=("role", "occupation"), limit=30) if text else []
    return answers.page(learn_page(learning.roles(guard.store()), text, hits), "learn.html")


@routes.get("/learn/held")
def begin() -> Response:
    """What is held, for a role of which nothing was said yet."""
    role = request.args.get("role", "")
    if not role or len(role) > _LONGEST:
        raise BadRequest("Choose a role first.")
    return _held(learning.begun(guard.store(), role, date.today()), 0)


@routes.post("/learn/resume")
def resume() -> Response:
    """Come back with a file."""
    file = request.files.get("file")
    content = file.read(_FILE + 1) if file else b""
    if not content:
        return _refused((Fault("file", "Choose a file first: the one that you have downloaded here."),))
    try:
        case = machines.specified(content, guard.store())
    except UnfitSpecification as unfit:
        return _refused(tuple(Fault("file", _line(found.place) + _plain(found.message)) for found in unfit.findings))
    except UnreadableInput as fault:
        return _refused((Fault("file", f"The file cannot be read: {fault.reason}."), Fault("file", _RIGHT_FILE)))
    page = resume_page(case, learning.said(case), _names(), learn_sent.carried(case))
    return answers.page(page, "learn_resume.html", private=True)


def _plain(message: str) -> str:
    """A sentence about a file without the commands that help at a terminal."""
    return re.sub(r"\s*Try:? '?signpost [^.]*\.", "", message).replace("year-month-day", "it as in 2026-03-31")


def _line(place: str) -> str:
    """The line of a place such as `specification:12:5`, to lead a sentence."""
    parts = place.split(":")
    return f"Line {parts[-2]}: " if len(parts) > 2 and parts[-2].isdecimal() else ""


def _refused(faults: tuple[Fault, ...]) -> Response:
    page = learn_page(learning.roles(guard.store()), faults=faults)
    return answers.page(page, "learn.html", status=422, private=True)


@routes.get("/learn/resume")
@routes.get("/learn/limits")
@routes.get("/learn/answer")
def again() -> Any:
    """An address that is nothing without a form, as when a browser opens its tabs again: the beginning."""
    return redirect("/learn", 303)


# ------------------------------------------------------------------------------------------------ the questions
@routes.post("/learn/held")
def held() -> Response:
    """What is held of one family, with what was said before."""
    said = learn_sent.sent()
    if said.case is None:
        return mend(said)
    return _held(said.case, _number("show"))


def _held(case: PersonSpecification, number: int, faults: tuple[Fault, ...] = ()) -> Response:
    page = held_page(case, number, _names(), learn_sent.carried(case), faults)
    return answers.page(page, "learn_held.html", status=422 if faults else 200, private=True)


@routes.post("/learn/limits")
def limits() -> Response:
    """What learning must keep to."""
    said = learn_sent.sent()
    if said.case is None:
        return mend(said)
    return _limits(said.case, learning.said(said.case))


def _limits(case: PersonSpecification, values: Mapping[str, Any], faults: tuple[Fault, ...] = ()) -> Response:
    page = limits_page(case, values, _names(), learning.places(guard.store()), learn_sent.carried(case), faults)
    return answers.page(page, "learn_limits.html", status=422 if faults else 200, private=True)


def mend(said: Sent) -> Response:
    """The page whose answers have faults, with these at their fields; else a page that tells them."""
    before = learn_sent.before()
    if before is not None and said.limited:
        return _limits(before, said.values, said.faults)
    if before is not None and any(fault.field.startswith(learn_sent.HELD) for fault in said.faults):
        return _held(before, _number("family"), said.faults)
    return answers.problem(422, " ".join(fault.sentence for fault in said.faults))


def _number(name: str) -> int:
    text = request.form.get(name, "0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


# ------------------------------------------------------------------------------------------------ the answer
@routes.post("/learn/answer")
@in_turn
def answer() -> Response:
    """The audit and the route."""
    said = learn_sent.sent()
    if said.case is None:
        return mend(said)
    case, thorough = said.case, "more" in request.form
    audited, found = answered(case, thorough=thorough)
    facts = signpost.particulars(things(found), guard.store())
    page = answer_page(audited, found, _names(), facts, learn_sent.carried(case), thorough=thorough)
    return answers.page(page, "learn_answer.html", private=True)


def answered(case: PersonSpecification, *, thorough: bool = False) -> tuple[Audit, LearningRoute]:
    """The audit and the route of a specification; other routes and changes only where they are asked for."""
    store = guard.store()
    found = signpost.route(
        case,
        store,
        alternatives=OTHERS if thorough else 0,
        changes=thorough,
        time_limit=SECONDS,
        until=SETTLED,
        spare=SPARE,
    )
    return signpost.audit(case, store), found


def _names() -> signpost.Names:
    return signpost.names(guard.store())
