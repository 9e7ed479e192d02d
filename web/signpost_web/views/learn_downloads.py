"""What a person takes along from the journey: Form 2, the steps as a table and as a calendar, and the file."""

from __future__ import annotations

import hashlib
import io
import re
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from datetime import UTC, datetime, time, timedelta
from functools import cache

from flask import Blueprint, Response
from signpost_web import answers, guard, looks
from signpost_web.turns import in_turn
from signpost_web.views import learn_sent
from signpost_web.views.learn import answered, mend
from werkzeug.exceptions import NotFound

import signpost
from signpost import learning
from signpost.emit import emit
from signpost.model import PersonSpecification, Step
from signpost.pages.route import route_page, things
from signpost.pages.steps import by

routes = Blueprint("learn_downloads", __name__)

SECONDS = 10.0
"""What the making of a PDF may take."""
_BUSY = "The printed form is not ready. Try again in a moment, or take the page for printing."


@routes.post("/learn/download/<name>")
@in_turn
def download(name: str) -> Response:
    """One file about the person whose answers the form carries."""
    make = _MADE.get(name)
    if make is None:
        raise NotFound
    said = learn_sent.sent()
    if said.case is None:
        return mend(said)
    answer = make(said.case)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _file(content: bytes | str, media: str, case: PersonSpecification, ending: str) -> Response:
    answer = Response(content, mimetype=media)
    name = re.sub(r"[^A-Za-z0-9._-]", "-", case.person)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{ending}"'
    return answer


# ------------------------------------------------------------------------------------------------ Form 2
def _page(case: PersonSpecification) -> Response:
    """Form 2 as a page for printing, whose style sheet stands in it and is allowed by its digest."""
    written = signpost.forms(2, "html", answer=answered(case), store=guard.store())
    styles = re.findall(r"<style>(.*?)</style>", written, re.DOTALL)
    digests = " ".join(f"'sha256-{b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in styles)
    answer = Response(written, mimetype="text/html")
    answer.headers.update(looks.policy())
    answer.headers["Content-Security-Policy"] = f"default-src 'none'; style-src {digests}; frame-ancestors 'none'"
    return answer


def _pdf(case: PersonSpecification) -> Response:
    audited, found = answered(case)
    printed = _presses().submit(learning.form_two, guard.store(), audited, found)
    try:
        content = printed.result(SECONDS)
    except TooLate:
        printed.cancel()
        answer = answers.problem(503, _BUSY)
        answer.headers["Retry-After"] = "5"
        return answer
    return _file(content, "application/pdf", case, "form-2.pdf")


@cache
def _presses() -> ThreadPoolExecutor:
    """The threads in which PDFs are made, so that a slow one keeps nobody waiting for ever."""
    return ThreadPoolExecutor(2, "form")


# ------------------------------------------------------------------------------------------------ the steps
def _table(case: PersonSpecification) -> Response:
    audited, found = answered(case)
    names = signpost.names(guard.store())
    out = io.StringIO()
    emit(route_page(audited, found, names, signpost.particulars(things(found), guard.store())), "csv", out)
    return _file(out.getvalue().encode(), "text/csv", case, "route.csv")


def _calendar(case: PersonSpecification) -> Response:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//signpost//learning route//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Learning route: {case.post}")
    for number, step in enumerate(answered(case)[1].steps, 1):
        _add(calendar, step, number, case)
    return _file(calendar.to_ical(), "text/calendar", case, "steps.ics")


def _add(calendar: object, step: Step, number: int, case: PersonSpecification) -> None:
    """An event of whole days for one step; the same step of the same case has the same name in every calendar."""
    from icalendar import Calendar, Event

    assert isinstance(calendar, Calendar)
    names, event = signpost.names(guard.store()), Event()
    unlike = f"{case.person}\n{case.as_at}\n{step.resource}\n{step.start}"
    event.add("uid", f"{hashlib.sha256(unlike.encode()).hexdigest()[:32]}@signpost")
    event.add("dtstamp", datetime.combine(case.as_at, time(), UTC))
    event.add("dtstart", step.start)
    event.add("dtend", step.finish + timedelta(days=1))
    event.add("summary", f"{number}. {by(step, names)}")
    event.add("description", _described(step, names))
    event.add("transp", "TRANSPARENT")
    if step.region:
        event.add("location", names.called(step.region))
    if link := looks.safe_link(step.link):
        event.add("url", link)
    calendar.add_component(event)


def _described(step: Step, names: signpost.Names) -> str:
    """How long it takes, what it costs, how it is learned and with whose help: one sentence for each."""
    ways = [looks.capital(names.called(iri)) for iri in (step.activity, step.mode) if iri]
    needs = [f"Needs a {names.called(step.supporter)}"] if step.supporter else []
    said = (looks.hours(step.minutes or None), looks.money(step.price), *ways, *needs)
    return " ".join(f"{looks.capital(one)}." for one in said)


# ------------------------------------------------------------------------------------------------ the file
def _yaml(case: PersonSpecification) -> Response:
    return _file(learning.written(guard.store(), case, "yaml"), "application/yaml", case, "specification.yaml")


def _jsonld(case: PersonSpecification) -> Response:
    return _file(learning.written(guard.store(), case, "jsonld"), "application/ld+json", case, "specification.jsonld")


_MADE = {
    "form-2": _page,
    "form-2.pdf": _pdf,
    "route.csv": _table,
    "steps.ics": _calendar,
    "specification.yaml": _yaml,
    "specification.jsonld": _jsonld,
}
"""What can be taken along, by the last part of its path."""
