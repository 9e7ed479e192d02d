"""CASE 1.1 over HTTP: documents page by page, whole packages, and each part by its identifier."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from running import Server

import signpost

BASE = "/ims/case/v1p1"


def got(client: httpx.Client, path: str, **asked: str) -> Any:
    answer = client.get(BASE + path, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def fault(answer: httpx.Response) -> tuple[int, str, str]:
    said = answer.json()
    assert (said["imsx_codeMajor"], said["imsx_severity"]) == ("failure", "error")
    field = said["imsx_codeMinor"]["imsx_codeMinorField"][0]
    return answer.status_code, field["imsx_codeMinorFieldName"], field["imsx_codeMinorFieldValue"]


@pytest.fixture(scope="module")
def packages(server: Server) -> dict[str, Any]:
    """Every package, by the title of its framework."""
    with server.client() as client:
        documents = got(client, "/CFDocuments")["CFDocuments"]
        return {one["title"]: got(client, f"/CFPackages/{one['identifier']}") for one in documents}


def test_a_package_is_what_is_exported(server: Server, packages: dict[str, Any]) -> None:
    assert len(packages) > 8
    for package in packages.values():
        exported = signpost.export(package["CFDocument"]["uri"], f"file:{server.store}", form="case")
        assert package == json.loads(exported)


def test_a_document_stands_alone_as_in_its_package(stranger: httpx.Client, packages: dict[str, Any]) -> None:
    for title, package in packages.items():
        document = got(stranger, f"/CFDocuments/{package['CFDocument']['identifier']}")
        address = document.pop("CFPackageURI")
        assert document == package["CFDocument"]
        assert address["title"] == title
        assert stranger.get(address["uri"]).json() == package


def test_items_and_associations_stand_alone_as_in_their_package(
    stranger: httpx.Client, packages: dict[str, Any]
) -> None:
    for package in packages.values():
        for item in package["CFItems"][::9]:
            alone = got(stranger, f"/CFItems/{item['identifier']}")
            assert alone.pop("CFDocumentURI")["identifier"] == package["CFDocument"]["identifier"]
            assert alone == item
            joined = got(stranger, f"/CFItemAssociations/{item['identifier']}")
            assert joined["CFItem"]["identifier"] == item["identifier"]
            assert sorted(joined["CFAssociations"], key=str) == sorted(touching(package, item), key=str)
        for association in package["CFAssociations"][::7]:
            alone = got(stranger, f"/CFAssociations/{association['identifier']}")
            assert alone.pop("CFDocumentURI")["identifier"] == package["CFDocument"]["identifier"]
            assert alone == association


def touching(package: Any, item: Any) -> list[Any]:
    ends = ("originNodeURI", "destinationNodeURI")
    return [one for one in package["CFAssociations"] if item["identifier"] in (one[end]["identifier"] for end in ends)]


def test_licences_stand_alone(stranger: httpx.Client, packages: dict[str, Any]) -> None:
    licences = [one for package in packages.values() for one in package["CFDefinitions"]["CFLicenses"]]
    assert got(stranger, f"/CFLicenses/{licences[0]['identifier']}") == licences[0]


def test_documents_come_page_by_page(stranger: httpx.Client) -> None:
    every = got(stranger, "/CFDocuments")["CFDocuments"]
    seen: list[str] = []
    address = f"{BASE}/CFDocuments?limit=5&sort=title&orderBy=desc"
    for _ in range(10):
        answer = stranger.get(address)
        assert answer.headers["X-Total-Count"] == str(len(every))
        seen += [document["title"] for document in answer.json()["CFDocuments"]]
        links = dict(map(reversed, re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers["Link"])))  # type: ignore[arg-type]  # pairs
        assert {"first", "last"} <= links.keys()
        if "next" not in links:
            break
        address = links["next"]
    assert "prev" in links
    assert seen == sorted((document["title"] for document in every), key=str.casefold, reverse=True)
    assert got(stranger, "/CFDocuments", offset="1000")["CFDocuments"] == []


def test_documents_come_with_the_fields_that_are_asked_for(stranger: httpx.Client) -> None:
    found = got(stranger, "/CFDocuments", fields="identifier,title", limit="2")["CFDocuments"]
    assert [set(document) for document in found] == [{"identifier", "title"}] * 2


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/CFDocuments?sort=colour", (400, "sort", "invalid_sort_field")),
        ("/CFDocuments?orderBy=up", (400, "orderBy", "invalid_selection_field")),
        ("/CFDocuments?fields=title,colour", (400, "fields", "invalid_selection_field")),
        ("/CFDocuments?limit=0", (400, "limit", "invalid_selection_field")),
        ("/CFDocuments?offset=-1", (400, "offset", "invalid_selection_field")),
        ("/CFDocuments?filter=title", (400, "request", "invalid_selection_field")),
        ("/CFDocuments/1", (404, "sourcedId", "invaliduuid")),
        *((f"/{kind}/00000000-0000-5000-8000-000000000000", (404, "sourcedId", "unknownobject"))
          for kind in ("CFDocuments", "CFPackages", "CFItems", "CFItemAssociations", "CFAssociations", "CFLicenses",
                       "CFRubrics")),
    ],
)  # fmt: skip
def test_faults_are_told_as_1edtech_tells_them(stranger: httpx.Client, path: str, told: tuple[int, str, str]) -> None:
    answer = stranger.get(BASE + path)
    assert fault(answer) == told
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_what_has_not_changed_is_not_sent_again(stranger: httpx.Client, packages: dict[str, Any]) -> None:
    path = f"{BASE}/CFPackages/{next(iter(packages.values()))['CFDocument']['identifier']}"
    first = stranger.get(path)
    assert stranger.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert stranger.head(path).headers["ETag"] == first.headers["ETag"]


def test_what_there_is_can_be_discovered(stranger: httpx.Client) -> None:
    found = got(stranger, "/discovery/imscasev1p1_openapi3_v1p0.json")
    assert found["servers"] == [{"url": f"{str(stranger.base_url).rstrip('/')}{BASE}"}]
    assert {"/CFDocuments", "/CFPackages/{uuid}", "/CFItemAssociations/{uuid}"} <= found["paths"].keys()
    assert all(path.startswith(("/CF", "/discovery/")) for path in found["paths"])


@pytest.mark.outside
def test_packages_pass_the_check_from_outside(packages: dict[str, Any], shared: Path, tmp_path: Path) -> None:
    files = []
    for number, package in enumerate(packages.values()):
        files.append(tmp_path / f"{number}.json")
        files[-1].write_text(json.dumps(package), "utf-8")
    run = subprocess.run(
        [sys.executable, str(shared / "conformance" / "interop_check.py"), "case11", *map(str, files)],
        capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout
    assert run.stdout.splitlines()[-1] == f"{len(files)} passed, 0 failed"
