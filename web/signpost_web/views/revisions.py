"""Changing what was published: a table of resources and offerings, or last year's dates, becomes a draft."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

from flask import Blueprint, Response, redirect, request
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
from signpost.model import Finding, Received

if TYPE_CHECKING:
    from signpost.browsing import Own, Revision

routes = Blueprint("revisions", __name__, url_prefix="/desk")
session.guarded(routes)

_MOST_ROWS = 2000
_UNCHANGED = Finding("Nothing is changed yet. Change a value, then send the table again.")
_UNCHOSEN = Finding("Nothing is chosen. Tick what runs again.")


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
    made = browsing.revised(own, typed)
    kept, faults = _kept(made, source, "changes.jsonld", _UNCHANGED)
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
    made = browsing.rolled_over(own, typed)
    kept, faults = _kept(made, source, "new-dates.jsonld", _UNCHOSEN)
    if kept:
        return kept
    page = roll_over_page(who(guard.token()), source, own, _number("year"), _weeks(), date.today(), _number("start"),
                          typed, faults)  # fmt: skip
    return _rolled(page, 422)


def _rolled(page: RollOverPage, status: int = 200) -> Response:
    return answers.page(page, "desk_roll_over.html", status=status, private=True)


# ------------------------------------------------------------------------------------------------ what is sent
def _own(said: str | None) -> tuple[str, Own]:
    """The source that is changed, and what it says; raises Forbidden, UnknownName where it has published nothing."""
    source = guard.source(said or None) if said or len(guard.token().sources) < 2 else guard.token().sources[0]
    return source, browsing.own(guard.store(), source)


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
    if made.faults or not made.content:
        return None, list(made.faults) or [nothing]
    door, by = guard.door(), guard.token().name
    received = Received(made.content, name, source, "jsonld", amends=True)
    faults = refusals(door.submit(received, by, dry_run=True))
    if faults:
        return None, [replace(one, node=made.made.get(one.node, one.node)) for one in faults]
    return cast(Response, redirect(f"/desk/{door.submit(received, by, draft=True).id}", 303)), []


def _said(name: str) -> str:
    return request.values.get(name, "").strip()[:200]


def _number(name: str) -> int:
    said = request.values.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else 0


def _weeks() -> int | None:
    """By how many weeks everything is moved; None for the same weekday a year later."""
    return min(_number("weeks"), 520) or None
