"""The SPARQL 1.1 endpoint, for reading: queries that callers write, by the protocol and on a page for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, quote

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState
from signpost_web import answers, settings
from signpost_web.pages.sparql import answer_page, empty_page, fault_page
from werkzeug.exceptions import BadRequest, Forbidden, NotAcceptable, UnsupportedMediaType

from signpost import machines
from signpost.errors import Busy, NotOffered, QueryRefused, QueryStopped, QueryTooLong, SignpostError

if TYPE_CHECKING:
    from signpost.machines import Asker

routes = Blueprint("sparql", __name__)

_JSON, _TURTLE, _HTML = "application/sparql-results+json", "text/turtle", "text/html"
_TABLES = {
    _JSON: _JSON,
    "application/json": _JSON,
    "application/sparql-results+xml": "application/sparql-results+xml",
    "application/xml": "application/sparql-results+xml",
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
}
_GRAPHS = {
    _TURTLE: _TURTLE,
    "application/n-triples": "application/n-triples",
    "application/rdf+xml": "application/rdf+xml",
    "application/xml": "application/rdf+xml",
    "application/ld+json": "application/ld+json",
    "application/json": "application/ld+json",
}
"""What may be asked for, and the media type of the answer that is meant."""
_NAMED = {"json": "application/json", "xml": "application/xml", "csv": "text/csv", "tsv": "text/tab-separated-values",
          "ttl": _TURTLE, "nt": "application/n-triples", "rdf": "application/rdf+xml", "jsonld": "application/ld+json",
          "html": _HTML}  # fmt: skip
"""The forms that `as=` names."""

_MOST = 256 * 1024
"""Bytes of a request: a query of the longest, each of its characters written as three."""
_MOST_FIELDS = 1_000
_STATUS: tuple[tuple[type[SignpostError], int], ...] = (
    (QueryTooLong, 413), (QueryRefused, 400), (QueryStopped, 503), (Busy, 503), (NotOffered, 501),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request asks: a query, the graphs that it is asked of, and the form of the answer."""

    query: str | None
    default: tuple[str, ...]
    named: tuple[str, ...]
    form: str
    """The media type that the caller prefers of all."""
    table: str
    graph: str
    """Those that are preferred for rows and for statements."""
    example: str
    shows: bool
    """Whether the answer is a page for people."""

    def again(self) -> Mapping[str, Any]:
        """The parameters that ask the same."""
        return {"query": self.query, "default-graph-uri": self.default, "named-graph-uri": self.named}


@routes.record_once
def _begin(state: BlueprintSetupState) -> None:
    """What answers is made once for each process; it begins processes of its own when it is first asked."""
    store = state.app.extensions["door"].store
    state.app.extensions["asker"] = machines.asker(store, **settings.queries())


@routes.after_request
def _open_to_all(answer: Response) -> Response:
    """Pages of every site may ask, since nothing here needs to know who does."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if request.method == "OPTIONS":
        answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
        answer.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
        answer.headers["Access-Control-Max-Age"] = "86400"
    return answer


@routes.route("/sparql", methods=["GET", "POST"])
def endpoint() -> Response:
    """The answer to a query; without one what there is to ask, or the page to ask on."""
    try:
        asked = _asked()
    except QueryTooLong as fault:
        return answers.problem(413, str(fault))
    if asked.query is None:
        if request.method == "POST":
            raise BadRequest("Send a query: query=... in a form, or as application/sparql-query.")
        return _introduced(asked)
    try:
        return _answered(asked, asked.query)
    except (QueryRefused, QueryStopped, Busy, NotOffered) as fault:
        return _refused(asked, asked.query, fault)


# ------------------------------------------------------------------------------------------------ what is asked
def _asked() -> _Asked:
    """What the request asks by the protocol; raises BadRequest, Forbidden for updates, UnsupportedMediaType."""
    said = _fields(request.query_string)
    if request.method == "POST":
        said += _sent()
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in said):
        raise Forbidden("Nothing can be changed here: this endpoint answers queries alone.")
    queries, default, named, forms, examples = (
        [value for name, value in said if name == wanted]
        for wanted in ("query", "default-graph-uri", "named-graph-uri", "as", "example")
    )
    if len(queries) > 1 or len(forms) > 1:
        raise BadRequest("Send one query, and ask for one form.")
    form, table, graph = _forms(forms[0] if forms else "")
    return _Asked(queries[0] if queries else None, tuple(default), tuple(named), form, table, graph,
                  examples[0] if examples else "", form == _HTML)  # fmt: skip


def _sent() -> list[tuple[str, str]]:
    """What the body of a request says, as fields."""
    if (request.content_length or 0) > _MOST:
        raise QueryTooLong(f"The request has more than {_MOST:,} bytes. Ask in several smaller queries.")
    if request.mimetype == "application/sparql-update":
        raise Forbidden("Nothing can be changed here: this endpoint answers queries alone.")
    if request.mimetype == "application/sparql-query":
        return [("query", _text(request.get_data()))]
    if request.mimetype == "application/x-www-form-urlencoded":
        return _fields(request.get_data())
    raise UnsupportedMediaType("Send a query as application/sparql-query, or as application/x-www-form-urlencoded.")


def _fields(written: bytes) -> list[tuple[str, str]]:
    try:
        text = written.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as fault:
        raise BadRequest("The parameters cannot be read. Send them in UTF-8.") from fault


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise BadRequest("The query is not in UTF-8.") from fault


def _forms(named: str) -> tuple[str, str, str]:
    """The media types that are preferred: of all, for rows, and for statements; raises BadRequest, NotAcceptable."""
    if named:
        if named not in _NAMED:
            raise BadRequest(f"'{named[:40]}' is no form. Use one of: {', '.join(_NAMED)}.")
        meant = _NAMED[named]
        return meant, meant if meant in _TABLES else _JSON, meant if meant in _GRAPHS else _TURTLE
    accepted = request.accept_mimetypes
    if not accepted:
        return _JSON, _JSON, _TURTLE
    form = accepted.best_match([*_TABLES, *_GRAPHS, _HTML])
    if form is None:
        raise NotAcceptable(f"There is no such form here. Ask for one of: {', '.join({**_TABLES, **_GRAPHS})}.")
    return form, accepted.best_match(list(_TABLES)) or _JSON, accepted.best_match(list(_GRAPHS)) or _TURTLE


# ------------------------------------------------------------------------------------------------ what is answered
def _asker() -> Asker:
    return cast("Asker", current_app.extensions["asker"])


def _introduced(asked: _Asked) -> Response:
    """The page to ask on, or what the endpoint says of itself as RDF."""
    if asked.shows or asked.example or request.args.get("as") == "json":
        return answers.page(empty_page(machines.examples(), asked.example), "sparql.html")
    address = quote(request.base_url, safe=":/[]%")
    try:
        said = _asker().description(address, _GRAPHS[asked.graph])
    except NotOffered as fault:
        return _refused(asked, "", fault)
    return _written(said.content, said.media, asked)


def _answered(asked: _Asked, query: str) -> Response:
    chosen = bool(asked.default or asked.named)
    sheet = request.args.get("as") == "csv"
    found = _asker().ask(
        query,
        default=asked.default if chosen else None,
        named=asked.named if chosen else None,
        table=_JSON if asked.shows or sheet else _TABLES[asked.table],
        graph=_TURTLE if asked.shows else _GRAPHS[asked.graph],
    )
    if asked.shows:
        page = answer_page(machines.examples(), query, found.content, asked.again())
        return answers.page(page, "sparql.html", private=True)
    if sheet and found.media == _JSON and b'"boolean"' not in found.content[:40]:
        answer = _written(machines.sheet(found.content), "text/csv", asked)
        answer.headers["Content-Disposition"] = 'attachment; filename="answer.csv"'
        return answer
    return _written(found.content, found.media, asked)


def _written(content: bytes, media: str, asked: _Asked) -> Response:
    """An answer under the name by which its form was asked for."""
    called = media
    if _TABLES.get(asked.table) == media:
        called = asked.table
    elif _GRAPHS.get(asked.graph) == media:
        called = asked.graph
    answer = Response(content, mimetype=called)
    answer.vary.add("Accept")
    return answer


def _refused(asked: _Asked, query: str, fault: SignpostError) -> Response:
    status = next(status for kind, status in _STATUS if isinstance(fault, kind))
    if asked.shows:
        page = fault_page(machines.examples(), query, str(fault))
        answer = answers.page(page, "sparql.html", status=status)
    else:
        answer = answers.problem(status, str(fault))
    if status == 503:
        answer.headers["Retry-After"] = "5"
    return answer
