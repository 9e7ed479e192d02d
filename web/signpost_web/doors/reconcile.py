"""Reconciliation (Entity Reconciliation API 0.2, as OpenRefine asks it): tables of others against our things."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Response, render_template, request
from signpost_web import answers, guard, looks
from signpost_web.doors import abroad
from signpost_web.pages.preview import PreviewPage
from werkzeug.exceptions import BadRequest, NotFound, RequestEntityTooLarge

import signpost
from signpost import machines
from signpost.model import NAMESPACE, THINGS, Property, PropertyValue, Reconciled, Sought

routes = Blueprint("reconcile", __name__, url_prefix="/reconcile")
routes.after_request(abroad.open_to_all)

KINDS = {
    "competence": ("Competence", "Competence or standard"),
    "role": ("Role", "Role"),
    "occupation": ("Occupation", "Occupation"),
    "resource": ("LearningResource", "Learning resource"),
}
"""Kind -> the name of its class, and what people call it."""
MOST_BYTES = 1_000_000
MOST_QUERIES = 50
MOST_THINGS = 200
MOST_PROPERTIES = 30
_MOST_CANDIDATES = 100
_USUAL = 10
_LONGEST = 1000
_FRAME = (430, 260)

Said = dict[str, Any]


# ------------------------------------------------------------------------------------------------ the service
@routes.route("", methods=["GET", "POST"])
def service() -> Response:
    """What the service offers; with `queries` the things that are meant, with `extend` what is known of things."""
    request.max_content_length = request.max_form_memory_size = MOST_BYTES
    if "callback" in request.values:
        raise BadRequest("JSONP is not offered: this answers every origin by CORS.")
    if "queries" in request.values:
        return _json(_answered(_object("queries")))
    if "extend" in request.values:
        return _json(_extended(_object("extend")))
    if request.method == "POST":
        raise BadRequest("Send 'queries' or 'extend' as a form.")
    return _json(_manifest())


def _manifest() -> Said:
    at = request.host_url.rstrip("/")
    here = f"{at}/reconcile"
    return {
        "versions": ["0.2"],
        "name": "signpost: competences, roles, occupations and learning",
        "identifierSpace": THINGS,
        "schemaSpace": NAMESPACE,
        "documentation": f"{at}/openapi.json",
        "defaultTypes": [_type(kind) for kind in KINDS],
        "view": {"url": f"{at}/things?iri={{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": _FRAME[0], "height": _FRAME[1]},
        "suggest": {
            kind: {"service_url": here, "service_path": f"/suggest/{kind}"} for kind in ("entity", "type", "property")
        },
        "extend": {"propose_properties": {"service_url": here, "service_path": "/properties"}, "property_settings": []},
        "batchSize": MOST_QUERIES,
    }


@routes.errorhandler(RequestEntityTooLarge)
def _too_much(fault: RequestEntityTooLarge) -> Response:
    sentence = f"At most {MOST_QUERIES} queries or {MOST_THINGS} things are answered at once, in {MOST_BYTES:,} bytes."
    return answers.problem(413, sentence)


# ------------------------------------------------------------------------------------------------ queries
def _answered(queries: Said) -> Said:
    if len(queries) > MOST_QUERIES:
        raise RequestEntityTooLarge
    read = {name: _sought(query) for name, query in queries.items()}
    asked = {name: one for name, one in read.items() if isinstance(one, Sought)}
    found = dict(zip(asked, machines.reconciled(guard.store(), list(asked.values())), strict=True))
    told = {name: {"result": [_candidate(thing) for thing in things]} for name, things in found.items()}
    return {name: told.get(name) or {"result": [], "error": one} for name, one in read.items()}


def _sought(query: object) -> Sought | str:
    """What one query asks for, else why it cannot be answered: the others of a batch still are."""
    if not isinstance(query, Mapping):
        return "A query is an object."
    text, limit = query.get("query", ""), query.get("limit", _USUAL)
    if not isinstance(text, str):
        return "'query' is a text."
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit >= 1:
        return "'limit' is a number from 1."
    kinds = _kinds(query.get("type"), strict=query.get("type_strict") == "all")
    limit = int(min(limit, _MOST_CANDIDATES))
    return Sought(text[:_LONGEST], kinds, limit, _properties(query.get("properties")))


def _kinds(types: object, *, strict: bool = False) -> tuple[str, ...]:
    """The kinds of some types; of a type that there is not, one that nothing has."""
    named = [each for each in (types if isinstance(types, list) else [types]) if each]
    if strict and len({str(each) for each in named}) > 1:
        return ("",)
    known = {NAMESPACE + name: kind for kind, (name, _) in KINDS.items()}
    return tuple(known.get(_id(each), "") for each in named)


def _properties(said: object) -> dict[str, tuple[str, ...]]:
    """Property -> what a table says of it; what is no text, number or thing is passed over."""
    found: dict[str, tuple[str, ...]] = {}
    for one in (said if isinstance(said, list) else [])[:MOST_PROPERTIES]:
        if isinstance(one, Mapping) and isinstance(one.get("pid"), str):
            values = one.get("v") if isinstance(one.get("v"), list) else [one.get("v")]
            texts = [_id(value)[:_LONGEST] for value in values[:MOST_PROPERTIES]]  # type: ignore[index]  # a list, above
            found[one["pid"]] = (*found.get(one["pid"], ()), *filter(None, texts))
    return found


def _id(value: object) -> str:
    """A text or a number as it is, of a thing its identifier, else its name."""
    if isinstance(value, Mapping):
        value = value.get("id") or value.get("name")
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _candidate(thing: Reconciled) -> Said:
    features = [{"id": "exact", "value": thing.exact}]
    features += [{"id": name, "value": agrees} for name, agrees in thing.agrees.items()]
    return {
        "id": thing.iri,
        "name": thing.label,
        "description": thing.detail,
        "score": thing.score,
        "match": thing.match,
        "type": [_type(thing.kind)],
        "features": features,
    }


def _type(kind: str) -> Said:
    name, called = KINDS[kind]
    return {"id": NAMESPACE + name, "name": called}


# ------------------------------------------------------------------------------------------------ what is known
def _extended(asked: Said) -> Said:
    iris, wanted = _texts(asked.get("ids"), MOST_THINGS), asked.get("properties")
    named = _texts([_id(one) for one in wanted] if isinstance(wanted, list) else None, MOST_PROPERTIES)
    known = machines.told(guard.store(), iris, named)
    about = {one.id: one for one in machines.properties()}
    rows = {
        iri: {name: [_value(one, about.get(name)) for one in known.get(iri, {}).get(name, ())] for name in named}
        for iri in iris
    }
    return {"meta": [_meta(name, about.get(name)) for name in named], "rows": rows}


def _texts(given: object, most: int) -> list[str]:
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise BadRequest("'extend' has 'ids', a list of texts, and 'properties', a list of objects with an 'id'.")
    if len(given) > most:
        raise RequestEntityTooLarge
    return list(dict.fromkeys(given))


def _meta(name: str, known: Property | None) -> Said:
    if known is None:
        return {"id": name, "name": name}
    return {"id": name, "name": known.label, **({"type": _type(known.names)} if known.names else {})}


def _value(value: PropertyValue, about: Property | None) -> Said:
    if value.number is not None:
        return {"int": value.number}
    return {"id": value.iri, "name": value.text} if value.iri and about and about.names else {"str": value.text}


@routes.get("/properties")
def properties() -> Response:
    """The properties that can be told of things of a type."""
    kinds = _kinds(request.args.get("type"))
    found = [one for one in machines.properties() if not kinds or set(kinds) & set(one.kinds)]
    limit = _number("limit", len(found))
    said = {"properties": [_property(one) for one in found[:limit]], "limit": limit}
    return _json({**said, **({"type": request.args["type"]} if kinds else {})})


def _property(one: Property) -> Said:
    return {"id": one.id, "name": one.label, "description": one.sentence}


# ------------------------------------------------------------------------------------------------ suggestions
@routes.get("/suggest/entity")
def suggest_entity() -> Response:
    """Things whose name begins with a text, or has it in it."""
    start, kinds = _number("cursor", 0), _kinds(request.args.get("type"))
    found = machines.reconciled(guard.store(), [Sought(_prefix(), kinds, start + _USUAL)])[0]
    return _json({"result": [
        {"id": thing.iri, "name": thing.label, "description": thing.detail, "notable": [_type(thing.kind)]}
        for thing in found[start:]
    ]})  # fmt: skip


@routes.get("/suggest/type")
def suggest_type() -> Response:
    """Types whose name has a text in it."""
    return _json({"result": list(_with(map(_type, KINDS)))})


@routes.get("/suggest/property")
def suggest_property() -> Response:
    """Properties whose name has a text in it."""
    return _json({"result": list(_with(map(_property, machines.properties())))})


def _with(some: Iterable[Said]) -> Iterable[Said]:
    """Those with the prefix in their name; where none has it, all: they are few."""
    every, prefix = list(some), _prefix().casefold()
    return [one for one in every if prefix in one["name"].casefold()] or every


def _prefix() -> str:
    return request.args.get("prefix", "")[:_LONGEST].strip()


def _number(name: str, usual: int) -> int:
    said = request.args.get(name, "")
    return min(int(said), _LONGEST) if said.isascii() and said.isdecimal() and len(said) < 9 else usual


# ------------------------------------------------------------------------------------------------ a look at one thing
@routes.get("/preview")
def preview() -> Response:
    """A small page about one thing, which anybody may frame."""
    iri = request.args.get("id", "")
    known = machines.told(guard.store(), [iri], [one.id for one in machines.properties()]).get(iri)
    if known is None:
        raise NotFound
    shown = PreviewPage(signpost.names(guard.store()).called(iri), iri, machines.properties(), known)
    answer = Response(render_template("preview_of_thing.html", page=shown), mimetype="text/html")
    answer.headers.update(looks.policy(frames="*"))
    answer.headers["Cache-Control"] = "public, max-age=300"
    del answer.headers["Cross-Origin-Opener-Policy"]
    return answer


def _object(name: str) -> Said:
    try:
        read = json.loads(request.values[name])
    except (ValueError, RecursionError):
        raise BadRequest(f"'{name}' is not JSON.") from None
    if not isinstance(read, dict):
        raise BadRequest(f"'{name}' is an object.")
    return read


def _json(said: Said) -> Response:
    return Response(json.dumps(said), mimetype="application/json")
