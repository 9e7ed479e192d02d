"""A framework as a tree: level by level, and what is found in it."""

from __future__ import annotations

from flask import Blueprint, Response, request
from signpost_web import answers, guard
from signpost_web.pages.trees import MOST, TreePage, tree_page
from werkzeug.exceptions import BadRequest

from signpost import browsing

routes = Blueprint("trees", __name__)

_LONGEST = 2000
_FOUND = 100


@routes.get("/tree")
def tree() -> Response:
    """What stands right below a thing of a framework, or on its top level; with `q`, what is found in it."""
    framework, at, text = (request.args.get(name, "").strip() for name in ("framework", "at", "q"))
    if not framework or max(len(framework), len(at), len(text)) > _LONGEST:
        raise BadRequest("Say which framework: framework=NAME.")
    start = request.args.get("start", "0")
    if not start.isdecimal() or len(start) > 6:
        raise BadRequest("'start' is a number: start=100.")
    return answers.page(_page(framework, at, int(start), text), "tree.html")


def _page(framework: str, at: str, start: int, text: str) -> TreePage:
    store = guard.store()
    branch = browsing.tree(store, framework, at, start, MOST)
    found = browsing.tree_search(store, framework, text[:200], _FOUND) if text else None
    return tree_page(branch, lambda iri, most: browsing.tree(store, branch.framework, iri, 0, most), text, found)
