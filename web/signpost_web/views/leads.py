"""What a development lead asks: two roles side by side, how roles are mapped, and what a new edition changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from signpost_web import answers, guard, looks
from signpost_web.pages.answer import AnswerPage, Choice, answer_page
from signpost_web.pages.naming import in_audit, in_comparison, in_diff, in_impact
from signpost_web.turns import in_turn
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
_COMPARED = ("role", "occupation")
_SECONDS = 5.0
"""How long a learning route may take in a comparison; what was cut says so."""


@routes.get("/compare")
@in_turn
def compare() -> Response:
    """Two roles or occupations side by side, and the way from one to the other."""
    asked, store = _asked("left", "right"), guard.store()
    if not all(asked.values()):
        known = {side: _known(name, *_COMPARED) if name else "" for side, name in asked.items()}
        return answers.page(
            AnswerPage("Compare two roles", known, _choices("role", known.values()), ()), "compare.html"
        )
    found, names = signpost.compare(asked["left"], asked["right"], store, time_limit=_SECONDS), signpost.names(store)
    known = {"left": found.left.iri, "right": found.right.iri}
    stopped = found.route is not None and bool(found.route.stopped)
    return _told(compare_page(found, names), known, "compare.html", _choices("role", known.values()),
                 in_comparison(found, names), stopped=stopped)  # fmt: skip


@routes.get("/lint")
@in_turn
def lint() -> Response:
    """How roles are mapped to standards: what needs a look."""
    asked, store = _asked("role"), guard.store()
    known = {"role": _known(asked["role"], "role") if asked["role"] else ""}
    found, names = signpost.lint([known["role"]] if known["role"] else (), store), signpost.names(store)
    page = lint_page(found, names)
    titled = replace(page, title=f"Mapping audit: {found.roles[0].label}") if known["role"] else page
    return _told(titled, known, "lint.html", _choices("role"), in_audit(found, names))


@routes.get("/diff")
@in_turn
def diff() -> Response:
    """What changes from one edition of a framework to another."""
    known = _editions()
    if not all(known.values()):
        return answers.page(AnswerPage("Compare two editions", known, _choices("framework"), ()), "diff.html")
    found = signpost.diff(known["old"], known["new"], guard.store())
    return _told(diff_page(found), known, "diff.html", _choices("framework"), in_diff(found))


@routes.get("/impact")
@in_turn
def impact() -> Response:
    """What a new edition would change for all that rests on the old one."""
    known = _editions()
    if not known["new"]:
        return answers.page(AnswerPage("What a new edition changes", known, _choices("framework"), ()), "impact.html")
    found = signpost.impact(known["new"], guard.store(), replaces=known["old"])
    known["old"] = found.diff.old.iri
    return _told(impact_page(found, ""), known, "impact.html", _choices("framework"), in_impact(found))


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


def _known(name: str, *kinds: str) -> str:
    """The IRI of the thing of some kinds that has a name: no file of this machine is ever meant."""
    return browsing.named(guard.store(), name, kinds)


def _editions() -> dict[str, str]:
    """The IRIs of the two frameworks that were asked for; empty for one that was not."""
    return {side: _known(name, "framework") if name else "" for side, name in _asked("old", "new").items()}


def _choices(kind: str, chosen: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Everything of a kind by its name, and what was chosen beside it, such as an occupation among roles."""
    store = guard.store()
    known = dict(browsing.things(store, kind))
    known |= {iri: signpost.names(store).called(iri) for iri in chosen if iri and iri not in known}
    return tuple(Choice(iri, label) for iri, label in sorted(known.items(), key=lambda one: one[1].casefold()))


def _told(
    page: Page,
    asked: dict[str, str],
    template: str,
    choices: tuple[Choice, ...],
    named: Mapping[str, str],
    *,
    stopped: bool = False,
) -> Response:
    """The page, or the table of it where that is asked for; one that time has cut short is kept by nobody."""
    if request.args.get("as") == "csv":
        answer = Response(FORMS["csv"](page), mimetype="text/csv")
        answer.headers["Content-Disposition"] = "attachment; filename=signpost.csv"
        return answer
    told = answer_page(page, asked, choices, looks.with_query(**{"as": "csv"}), named)
    return answers.page(told, template, private=stopped)
