"""What search engines ask: which pages there are, and which of them they may read."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from signpost_web import guard, looks
from signpost_web.doors import documents
from werkzeug.exceptions import NotFound

import signpost
from signpost import browsing

routes = Blueprint("crawlers", __name__)

MOST = 10_000
"""Addresses in one map."""
_KINDS = ("role", "competence", "resource", "framework", "organisation", "award", "gateway", "occupation")
_PAGES = ("", "learn", "roles", "frameworks", "signposts", "data", "data/untaught", "data/changes", "compare", "api")
_ROBOTS = """User-agent: *
Disallow: /search
Disallow: /sparql
Disallow: /learn/
Disallow: /desk
Disallow: /steward
Disallow: /submissions
Disallow: /data/sources/
Sitemap: {root}sitemap.xml
"""


@routes.get("/sitemap.xml")
def sitemaps() -> Response:
    """The maps that there are, each of so many pages at most."""
    counts, root = signpost.compile(guard.store()), request.root_url
    maps = [f"{root}sitemap-{kind}-{n + 1}.xml" for kind in _KINDS for n in range(-(-counts.get(kind, 0) // MOST))]
    content = render_template("sitemaps.xml", maps=[f"{root}sitemap-page-1.xml", *maps])
    return documents.document(content, "application/xml")


@routes.get("/sitemap-<kind>-<int:number>.xml")
def sitemap(kind: str, number: int) -> Response:
    """The addresses of the pages about things of a kind; `page` are those about several."""
    root = request.root_url
    paths = _pages() if kind == "page" else _paths(kind, number)
    if not paths or (kind == "page" and number != 1):
        raise NotFound
    content = render_template("sitemap.xml", addresses=[root + path.removeprefix("/") for path in paths])
    return documents.document(content, "application/xml")


@routes.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read: every page that is the same for everybody."""
    return documents.document(_ROBOTS.format(root=request.root_url), "text/plain")


def _pages() -> list[str]:
    kinds = browsing.signpost_kinds(guard.store())
    return [*_PAGES, *(f"signposts/{kind.slug}" for kind in kinds)]


def _paths(kind: str, number: int) -> list[str]:
    if kind not in _KINDS or not 0 < number < MOST:
        return []
    start = (number - 1) * MOST
    return [looks.address(iri) for iri, _ in browsing.things(guard.store(), kind)[start : start + MOST]]
