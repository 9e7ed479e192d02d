"""The document of what there is to ask for, and that nothing is asked for which it does not have."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, request
from werkzeug.exceptions import BadRequest

import signpost

_DOCUMENT = json.loads(Path(__file__).with_name("openapi.json").read_text("utf-8"))
_METHODS = ("get", "put", "post", "delete")


def openapi() -> Response:
    """What there is to ask for, as OpenAPI 3.1, with the address under which it was asked for."""
    servers = [{"url": request.host_url.rstrip("/")}]
    return Response(json.dumps({**_document(), "servers": servers}), mimetype="application/json")


@cache
def _document() -> dict[str, Any]:
    components = _DOCUMENT["components"]
    known = components["parameters"] | {"format": {**components["parameters"]["format"], "schema": _formats()}}
    return {**_DOCUMENT, "components": components | {"parameters": known}}


def part_of(prefix: str, title: str) -> dict[str, Any]:
    """What of it there is below a path, as a document of its own, whose server is at that path."""
    paths = {path.removeprefix(prefix): item for path, item in _DOCUMENT["paths"].items() if path.startswith(prefix)}
    servers = [{"url": request.host_url.rstrip("/") + prefix}]
    return {**_document(), "info": {**_DOCUMENT["info"], "title": title}, "servers": servers, "paths": paths}


def _formats() -> dict[str, Any]:
    return {"type": "string", "enum": sorted(signpost.formats())}


def check_parameters() -> None:
    """Raises BadRequest for a parameter that nobody reads: a mistyped `dry_run` would else publish."""
    if request.url_rule is None:
        return
    place = re.sub(r"<(?:[^:>]*:)?(\w+)>", r"{\1}", request.url_rule.rule)
    known = _parameters().get((place, request.method.lower()))
    unknown = sorted(request.args.keys() - known) if known is not None else []
    if unknown:
        told = f"Use: {', '.join(sorted(known or ()))}." if known else "There are none."
        raise BadRequest(f"'{unknown[0][:40]}' is no parameter here. {told}")


@cache
def _parameters() -> dict[tuple[str, str], frozenset[str]]:
    """The names of the parameters behind the question mark, by path and method, but where others are passed over."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for path, item in _DOCUMENT["paths"].items():
        for method in _METHODS:
            if method in item and "x-other-parameters" not in item[method]:
                said = map(_resolved, [*item.get("parameters", ()), *item[method].get("parameters", ())])
                found[path, method] = frozenset(one["name"] for one in said if one["in"] == "query")
    return found


def _resolved(parameter: dict[str, Any]) -> dict[str, Any]:
    name = parameter.get("$ref", "").rpartition("/")[2]
    return dict(_DOCUMENT["components"]["parameters"][name]) if name else parameter
