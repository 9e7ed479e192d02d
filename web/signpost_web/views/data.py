"""Data: downloads, numbers, what nobody teaches, what changed lately, and the description of it all for machines."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]  # of a library without types
from flask import Blueprint, Response, request
from signpost_web import answers, guard
from signpost_web.doors import documents
from signpost_web.pages.data import changes_page, data_page, untaught_page
from signpost_web.views.search import page_start

import signpost
from signpost import browsing, machines

if TYPE_CHECKING:
    from signpost.browsing import Change

routes = Blueprint("data", __name__)

MOST = 50
"""Competences on a page."""
_CHANGES = 100
_LONGEST = 2000
_CATALOGUES = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples",
               "rdf": "application/rdf+xml"}  # fmt: skip


@routes.get("/data")
def data() -> Response:
    """What can be had, and how much there is of it."""
    store = guard.store()
    page = data_page(browsing.data_sets(store), signpost.compile(store), browsing.statistics(store))
    return answers.page(page, "data.html")


@routes.get("/data/untaught")
def untaught() -> Response:
    """The competences that no resource teaches, of one framework where it is named."""
    store, said, start = guard.store(), request.args.get("framework", "")[:_LONGEST], page_start()
    needed = bool(request.args.get("needed"))
    framework = browsing.named(store, said, ("framework",)) if said else ""
    found = browsing.untaught(store, framework, needed=needed, start=start, most=MOST)
    page = untaught_page(found, browsing.things(store, "framework"), framework, needed, start, MOST)
    return answers.page(page, "untaught.html")


@routes.get("/data/changes")
def changes() -> Response:
    """What sources published lately."""
    page = changes_page(browsing.lately(guard.door(), _CHANGES))
    return answers.page(page, "changes.html", private=True)  # of the ledger, which goes on where the release does not


@routes.get("/data/changes.atom")
def feed() -> Response:
    """The same as a feed (Atom)."""
    content = _feed(browsing.lately(guard.door(), _CHANGES))
    return documents.document(content, "application/atom+xml", hashlib.sha256(content).hexdigest()[:20])


@routes.get("/data/catalogue")
@routes.get("/data/catalogue.<any(ttl,jsonld,nt,rdf):form>")
def catalogue(form: str = "") -> Response:
    """The sources as data sets (DCAT), in the form that is asked for, else as Turtle."""
    best = request.accept_mimetypes.best_match(list(_CATALOGUES.values()), "text/turtle")
    chosen = form or next(name for name, media in _CATALOGUES.items() if media == best)
    content = machines.catalogue(guard.store(), request.root_url, chosen)
    answer = documents.document(content, _CATALOGUES[chosen])
    if not form:
        answer.vary.add("Accept")
    return answer


def _feed(changed: tuple[Change, ...]) -> bytes:
    root = request.root_url
    written = FeedGenerator()
    written.id(f"{root}data/changes")
    written.title("What changed lately on signpost")
    written.subtitle("What sources of standards, roles and learning published.")
    written.author(name="signpost")
    written.language("en-GB")
    written.link(href=f"{root}data/changes", rel="alternate", type="text/html")
    written.link(href=f"{root}data/changes.atom", rel="self", type="application/atom+xml")
    written.updated(max((_moment(change.at) for change in changed), default=datetime(2026, 1, 1, tzinfo=UTC)))
    for line in changes_page(changed).changes:
        entry = written.add_entry(order="append")
        entry.id(f"{root}data/changes#{line.id}")
        entry.title(line.title)
        entry.updated(_moment(line.at))
        entry.link(href=f"{root}data#source-{line.source}")
        entry.summary(line.sentence)
    return bytes(written.atom_str(pretty=True))


def _moment(text: str) -> datetime:
    """A moment of the ledger, or the beginning of a day, in UTC."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
