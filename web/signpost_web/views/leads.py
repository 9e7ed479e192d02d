"""What a development lead asks: two roles side by side, how roles are mapped, and what a new edition changes."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from signpost_web import answers, guard, looks
from signpost_web.pages.answer import AnswerPage, Choice, answer_page
from werkzeug.exceptions import BadRequest

import signpost
from signpost import browsing
from signpost.emit import FORMS, Page
from signpost.errors import AmbiguousName, UnknownName
from signpost.pages.compare import compare_page
from signpost.pages.editions import diff_page, impact_page
from signpost.pages.lint import lint_page

routes = Blueprint("leads", __name__)

_LONGEST = 500
_SECONDS = 5.0
"""How long a learning route may take in a comparison; what was cut says so."""


@routes.get("/compare")
def compare() -> Response:
    """Two roles or occupations side by side, and the way from one to the other."""
    asked = _asked("left", "right")
    roles = tuple(_choices("role"))
    if not all(asked.values()):
        return answers.page(AnswerPage("Compare two roles", asked, roles, ()), "compare.html")
    store = guard.store()
    found = signpost.compare(asked["left"], asked["right"], store, time_limit=_SECONDS)
    return _told(compare_page(found, signpost.names(store)), asked, "compare.html", roles)


@routes.get("/lint")
def lint() -> Response:
    """How roles are mapped to standards: what needs a look."""
    asked = _asked("role")
    store = guard.store()
    found = signpost.lint([asked["role"]] if asked["role"] else (), store)
    return _told(lint_page(found, signpost.names(store)), asked, "lint.html", tuple(_choices("role")))


@routes.get("/diff")
def diff() -> Response:
    """What changes from one edition of a framework to another."""
    asked = _asked("old", "new")
    frameworks = tuple(_choices("framework"))
    if not all(asked.values()):
        return answers.page(AnswerPage("Compare two editions", asked, frameworks, ()), "diff.html")
    return _told(diff_page(signpost.diff(_known(asked["old"]), _known(asked["new"]), guard.store())), asked,
                 "diff.html", frameworks)  # fmt: skip


@routes.get("/impact")
def impact() -> Response:
    """What a new edition would change for all that rests on the old one."""
    asked = _asked("old", "new")
    frameworks = tuple(_choices("framework"))
    if not asked["new"]:
        return answers.page(AnswerPage("What a new edition changes", asked, frameworks, ()), "impact.html")
    old = _known(asked["old"]) if asked["old"] else ""
    found = signpost.impact(_known(asked["new"]), guard.store(), replaces=old)
    return _told(impact_page(found, ""), asked, "impact.html", frameworks)


@routes.get("/go")
def go() -> Response:
    """The page of the thing that has a name, a code or a slug; where none or several have it, what is found by it."""
    name = request.args.get("name", "")[:_LONGEST]
    try:
        found = browsing.named(guard.store(), name)
    except (AmbiguousName, UnknownName):
        return redirect("/search?" + urlencode({"q": name}))  # type: ignore[return-value]  # as Flask answers it
    return redirect(looks.address(found))  # type: ignore[return-value]  # as Flask answers it


def _asked(*names: str) -> dict[str, str]:
    """What was asked in the fields of a form; raises BadRequest for what is too long to be a name."""
    said = {name: request.args.get(name, "").strip() for name in names}
    if any(len(value) > _LONGEST for value in said.values()):
        raise BadRequest(f"A name has at most {_LONGEST} characters.")
    return said


def _known(name: str) -> str:
    """The IRI of the framework that has a name: no file of this machine is ever meant."""
    return browsing.named(guard.store(), name, ("framework",))


def _choices(kind: str) -> Iterator[Choice]:
    for iri, label in sorted(browsing.things(guard.store(), kind), key=lambda thing: thing[1].casefold()):
        yield Choice(iri, label)


def _told(page: Page, asked: dict[str, str], template: str, choices: tuple[Choice, ...]) -> Response:
    """The page, or the table of it where that is asked for."""
    if request.args.get("as") == "csv":
        answer = Response(FORMS["csv"](page), mimetype="text/csv")
        answer.headers["Content-Disposition"] = "attachment; filename=signpost.csv"
        return answer
    return answers.page(answer_page(page, asked, choices, looks.with_query(**{"as": "csv"})), template)
