"""Changing what was published: a table of resources and offerings, or last year's dates, becomes a draft."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, cast

from cachetools import LRUCache
from flask import Blueprint, Response, current_app, redirect, request
from signpost_web import answers, guard, session
from signpost_web.pages.desk import who
from signpost_web.pages.revised import (
    OF_NEW_DATES,
    OF_OFFERINGS,
    OF_RESOURCES,
    EditPage,
    RollOverPage,
    edit_page,
    roll_over_page,
)
from signpost_web.views.desk import refusals
from werkzeug.exceptions import BadRequest

from signpost import browsing
from signpost.errors import UnknownName
from signpost.model import Finding, Received

if TYPE_CHECKING:
    from signpost.browsing import Own, Revision

routes = Blueprint("revisions", __name__, url_prefix="/desk")
session.guarded(routes)

_DAYS = ("startDate", "endDate")
_MOST_ROWS = 2000
_LONGEST = 80
"""Characters of a course in the name of a draft."""
_MOST_NODES = 60_000
"""Things of providers that one process keeps between pages: a course with a date and a competence is three."""
_UNCHANGED = Finding("Nothing is changed yet. Change a value, then send the table again.")
_UNCHOSEN = Finding("Nothing is chosen. Tick what runs again.")
_UNTICKED = Finding("Nothing is chosen. Tick the courses that you offer no more.", path="withdraw")
_MEANWHILE = Finding(
    "What you have published has changed since you opened this page, in another tab or by a colleague. "
    "Look at the values here, then send them again."
)


@routes.get("/edit")
def edit() -> Response:
    """A table of what was published, to change."""
    source, own = _own(request.args.get("source"))
    return _edited(edit_page(who(guard.token()), source, own, _said("q"), _number("start"), {}, ()))


@routes.post("/edit")
def change() -> Response:
    """Keep the changed values as a draft; what is wrong is told at its field."""
    source, own = _own(request.form.get("source"))
    typed = _typed({*OF_RESOURCES, *OF_OFFERINGS})
    kept, faults = (
        (None, [_MEANWHILE])
        if _is_other(own)
        else _kept(browsing.revised(own, typed), source, "changes.jsonld", _UNCHANGED)
    )
    if kept:
        return kept
    page = edit_page(who(guard.token()), source, own, _said("q"), _number("start"), typed, faults)
    return _edited(page, 422)


def _edited(page: EditPage, status: int = 200) -> Response:
    return answers.page(page, "desk_edit.html", status=status, private=True)


@routes.get("/roll-over")
def roll_over() -> Response:
    """What ran in a past year, with suggestions for new dates."""
    source, own = _own(request.args.get("source"))
    page = roll_over_page(who(guard.token()), source, own, _number("year"), _weeks(), date.today(), _number("start"))
    return _rolled(page)


@routes.post("/roll-over")
def run_again() -> Response:
    """Keep the new dates as a draft; what is wrong is told at its field."""
    source, own = _own(request.form.get("source"))
    typed = _typed(OF_NEW_DATES, chosen=True)
    kept, faults = (
        (None, [_MEANWHILE])
        if _is_other(own)
        else _kept(browsing.rolled_over(own, typed), source, "new-dates.jsonld", _UNCHOSEN)
    )
    if kept:
        return kept
    page = roll_over_page(who(guard.token()), source, own, _number("year"), _weeks(), date.today(), _number("start"),
                          typed, faults)  # fmt: skip
    return _rolled(page, 422)


def _rolled(page: RollOverPage, status: int = 200) -> Response:
    return answers.page(page, "desk_roll_over.html", status=status, private=True)


@routes.post("/withdrawal")
def withdraw() -> Response:
    """Keep as a draft that some courses are offered no more."""
    source, own = _own(request.form.get("source"))
    chosen, names = request.form.getlist("iri"), {one.iri: one.label for one in own.resources}
    for iri in chosen:
        if iri not in names:
            raise UnknownName("course of this source", iri)
    if not chosen:
        page = edit_page(who(guard.token()), source, own, _said("q"), _number("start"), {}, (_UNTICKED,))
        return _edited(page, 422)
    more = f" and {len(chosen) - 1} more" if len(chosen) > 1 else ""
    name = f"Withdrawal of {names[chosen[0]][:_LONGEST]}{more}"
    received = Received(b"", name, source, amends=True, withdraws=tuple(dict.fromkeys(chosen)))
    return _draft(received)


# ------------------------------------------------------------------------------------------------ what is sent
def _own(said: str | None) -> tuple[str, Own]:
    """The source that is changed, and what it says; raises Forbidden, UnknownName where it has published nothing."""
    source = guard.source(said or None) if said or len(guard.token().sources) < 2 else guard.token().sources[0]
    return source, _described(source)


def _described(source: str) -> Own:
    """What a source says in the current release; it is read once for each, within a bound of memory."""
    known, lock = current_app.extensions.setdefault(
        "own", (LRUCache(_MOST_NODES, getsizeof=lambda own: len(own.nodes) + 1), Lock())
    )
    key = guard.release(), source
    with lock:
        found: Own | None = known.get(key)
    if found is None:
        found = browsing.own(guard.store(), source)
        with lock:
            if len(found.nodes) < _MOST_NODES:
                known[key] = found
    return found


def _is_other(own: Own) -> bool:
    """Whether a source says something else by now than the page showed from which a table was sent."""
    return request.form.get("seen", own.digest) != own.digest


def _typed(words: Collection[str], *, chosen: bool = False) -> Mapping[str, Mapping[str, str]]:
    """What was typed of each row; with `chosen` of those alone that are ticked."""
    form = request.form
    numbers = [name.removeprefix("iri-") for name in form if name.startswith("iri-")]
    if len(numbers) > _MOST_ROWS:
        raise BadRequest(f"A table has at most {_MOST_ROWS} rows.")
    return {
        form[f"iri-{n}"]: {word: form[f"{n}-{word}"].strip() for word in words if f"{n}-{word}" in form}
        for n in numbers
        if not chosen or f"{n}-chosen" in form
    }


def _kept(made: Revision, source: str, name: str, nothing: Finding) -> tuple[Response | None, list[Finding]]:
    """Where the draft of the changes lies, else what is wrong with them, each at the row that was typed."""
    if not made.content:
        return None, list(made.faults) or [nothing]
    received = Received(made.content, name, source, "jsonld", amends=True)
    told = [replace(one, node=made.made.get(one.node, one.node)) for one in _refused(received)]
    undated = {one.node for one in made.faults if one.path in _DAYS}  # the days that stand there were not typed
    faults = [*made.faults, *(one for one in told if one.path not in _DAYS or one.node not in undated)]
    return (None, faults) if faults else (_draft(received), [])


def _refused(received: Received) -> list[Finding]:
    return refusals(guard.door().submit(received, guard.token().name, dry_run=True))


def _draft(received: Received) -> Response:
    draft = guard.door().submit(received, guard.token().name, draft=True)
    return cast(Response, redirect(f"/desk/{draft.id}", 303))


def _said(name: str) -> str:
    return request.values.get(name, "").strip()[:200]


def _number(name: str) -> int:
    said = request.values.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else 0


def _weeks() -> int | None:
    """By how many weeks everything is moved; None for the same weekday a year later."""
    return min(_number("weeks"), 520) or None
