"""Frameworks over HTTP as CASE 1.1 (1EdTech) asks for them: documents, packages, items, associations. Reading alone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for
from signpost_web import answers, guard
from signpost_web.doors import abroad, described
from werkzeug.exceptions import HTTPException

from signpost import machines
from signpost.errors import UnknownName

routes = Blueprint("case", __name__, url_prefix="/ims/case/v1p1")
routes.after_request(abroad.open_to_all)
routes.before_request(answers.unchanged)

FIELDS = (
    "identifier", "uri", "frameworkType", "caseVersion", "creator", "title", "lastChangeDateTime", "officialSourceURL",
    "publisher", "description", "subject", "subjectURI", "language", "version", "adoptionStatus", "statusStartDate",
    "statusEndDate", "licenseURI", "notes", "extensions", "CFPackageURI",
)  # fmt: skip
"""What a document may have."""
_USUAL = 100
_MOST = 100_000_000
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")

Said = Mapping[str, Any]


class _Refused(Exception):
    """A request that cannot be answered as it is asked."""

    def __init__(self, field: str, why: str, sentence: str) -> None:
        self.field, self.why, self.sentence = field, why, sentence


# ------------------------------------------------------------------------------------------------ documents
@routes.get("/CFDocuments")
def documents() -> Response:
    """The documents of all frameworks: page by page, sorted, and with some of their fields alone, where so asked."""
    every = [_document(package) for package in machines.frameworks_as_packages(guard.store())]
    fields, limit, offset = _fields(), _whole("limit", _USUAL, 1), _whole("offset", 0, 0)
    found = _sorted(every)[offset : offset + limit]
    answer = _answer({"CFDocuments": [_only(document, fields) for document in found]})
    answer.headers["X-Total-Count"] = str(len(every))
    answer.headers["Link"] = _links(len(every), limit, offset)
    return answer


@routes.get("/CFDocuments/<uuid>")
def document(uuid: str) -> Response:
    """The document of one framework."""
    uuid = _known(uuid)
    for package in machines.frameworks_as_packages(guard.store()):
        if package["CFDocument"]["identifier"] == uuid:
            return _answer(_document(package))
    raise UnknownName("framework", uuid)


def _document(package: Said) -> Said:
    """A document with the address of its package."""
    said: Said = package["CFDocument"]
    return {**said, "CFPackageURI": _link(said, ".package")}


def _link(document: Said, endpoint: str) -> Said:
    address = url_for(endpoint, uuid=document["identifier"], _external=True)
    return {"title": document["title"], "identifier": document["identifier"], "uri": address}


def _sorted(every: list[Said]) -> list[Said]:
    field, order = request.args.get("sort"), request.args.get("orderBy", "asc")
    if order not in ("asc", "desc"):
        raise _Refused("orderBy", "invalid_selection_field", "'orderBy' is asc or desc.")
    if field is None:
        return every
    if field not in FIELDS:
        raise _Refused("sort", "invalid_sort_field", "'sort' is a field of a CFDocument.")
    return sorted(every, key=lambda said: str(said.get(field, "")).casefold(), reverse=order == "desc")


def _fields() -> Sequence[str]:
    asked = [name.strip() for said in request.args.getlist("fields") for name in said.split(",")]
    if any(name not in FIELDS for name in asked):
        raise _Refused("fields", "invalid_selection_field", "'fields' are fields of a CFDocument, with commas between.")
    return asked


def _only(document: Said, fields: Sequence[str]) -> Said:
    return {name: value for name, value in document.items() if not fields or name in fields}


def _whole(name: str, usual: int, least: int) -> int:
    said = request.args.get(name)
    if said is None:
        return usual
    if not re.fullmatch(r"[0-9]{1,9}", said) or not least <= int(said) <= _MOST:
        raise _Refused(name, "invalid_selection_field", f"'{name}' is a whole number from {least} to {_MOST:,}.")
    return int(said)


def _links(total: int, limit: int, offset: int) -> str:
    """Where the first, the last, the next and the previous page are (RFC 8288)."""
    last = max(0, (total - 1) // limit * limit)
    at = {"first": 0, "last": last}
    if offset + limit < total:
        at["next"] = offset + limit
    if offset > 0:
        at["prev"] = max(0, offset - limit)
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in ("limit", "offset")]
    return ", ".join(
        f'<{request.base_url}?{urlencode([*kept, ("limit", limit), ("offset", start)])}>; rel="{name}"'
        for name, start in at.items()
    )


# ------------------------------------------------------------------------------------------------ what is in them
@routes.get("/CFPackages/<uuid>")
def package(uuid: str) -> Response:
    """A framework with everything in it, as `signpost export --as case` writes it."""
    return _written(machines.package(guard.store(), _known(uuid)))


@routes.get("/CFItems/<uuid>")
def item(uuid: str) -> Response:
    """One competence."""
    found = _part("CFItems", uuid)
    return _answer({**found["CFItems"][0], "CFDocumentURI": _link(found["CFDocument"], ".document")})


@routes.get("/CFItemAssociations/<uuid>")
def associations(uuid: str) -> Response:
    """One competence with all that joins it to others, from either end."""
    found = _part("CFItems", uuid)
    shown = {**found["CFItems"][0], "CFDocumentURI": _link(found["CFDocument"], ".document")}
    return _answer({"CFItem": shown, "CFAssociations": found["CFAssociations"]})


@routes.get("/CFAssociations/<uuid>")
def association(uuid: str) -> Response:
    """One association."""
    found = _part("CFAssociations", uuid)
    return _answer({**found["CFAssociations"][0], "CFDocumentURI": _link(found["CFDocument"], ".document")})


@routes.get("/CFLicenses/<uuid>")
def licence(uuid: str) -> Response:
    """One licence."""
    return _answer(_part("CFLicenses", uuid))


@routes.get("/CFRubrics/<uuid>")
def rubric(uuid: str) -> Response:
    """One rubric: what the levels of the competences of a framework look like."""
    return _answer(_part("CFRubrics", uuid))


def _part(kind: str, uuid: str) -> Said:
    return machines.part_of_package(guard.store(), kind, _known(uuid))


def _known(uuid: str) -> str:
    if not _UUID.fullmatch(uuid.lower()):
        raise _Refused("sourcedId", "invaliduuid", "That is no UUID.")
    return uuid.lower()


@routes.get("/discovery/imscasev1p1_openapi3_v1p0.json")
def discovery() -> Response:
    """What of CASE there is to ask for, as OpenAPI."""
    return _answer(described.part_of("/ims/case/v1p1", "CASE 1.1: frameworks of signpost"))


# ------------------------------------------------------------------------------------------------ answers
def _answer(said: Said) -> Response:
    return _written(json.dumps(said, ensure_ascii=False).encode())


def _written(content: bytes) -> Response:
    answer = Response(content, mimetype="application/json")
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.set_etag(answers.tag())
    return answer


_MINOR = {401: "unauthorisedrequest", 403: "forbidden", 404: "unknownobject", 429: "server_busy", 503: "server_busy"}


@routes.errorhandler(_Refused)
def _refused(fault: _Refused) -> Response:
    return _fault(404 if fault.why == "invaliduuid" else 400, fault.field, fault.why, fault.sentence)


@routes.errorhandler(UnknownName)
def _unknown(fault: UnknownName) -> Response:
    return _fault(404, "sourcedId", "unknownobject", f"There is no {fault.kind} with the UUID '{fault.name}'.")


@routes.errorhandler(HTTPException)
def _otherwise(fault: HTTPException) -> Response:
    status = fault.code or 500
    minor = _MINOR.get(status, "invalid_selection_field" if status == 400 else "internal_server_error")
    answer = _fault(status, "request", minor, fault.description or fault.name)
    if status == 429:
        answer.headers["Retry-After"] = "60"
    return answer


def _fault(status: int, field: str, why: str, sentence: str) -> Response:
    """A fault as 1EdTech writes it (imsx_StatusInfo)."""
    said = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": sentence,
        "imsx_codeMinor": {
            "imsx_codeMinorField": [{"imsx_codeMinorFieldName": field, "imsx_codeMinorFieldValue": why}]
        },
    }
    return Response(json.dumps(said), status, mimetype="application/json")
