"""The JSON API: the same answers as the command line gives, bounded, and nothing kept of a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from running import Server

from signpost.cli import verbs

CHECKOUT = Path(__file__).parents[2]
CASE = CHECKOUT / "examples" / "registered-manager.yaml"
YAML = "application/yaml"


def sent(client: httpx.Client, path: str, content: bytes, type: str = YAML, **asked: Any) -> httpx.Response:
    return client.post(path, content=content, headers={"Content-Type": type}, params=asked)


def told(server: Server, *line: str) -> Any:
    """What the command line says of the same store."""
    run = CliRunner().invoke(verbs, [*line, "--store", f"file:{server.store}", "--as", "json", "--quiet"])
    assert run.exit_code == 0, run.output
    return json.loads(run.stdout)


@pytest.mark.parametrize(
    ("path", "asked", "line"),
    [
        ("/api/find", {"q": "budgets", "limit": "3"}, ["find", "budgets", "--limit", "3"]),
        ("/api/find", {"q": "manage", "kind": ["role", "resource"]},
         ["find", "manage", "--kind", "role", "--kind", "resource"]),
        ("/api/show", {"name": "SCDLMCB1"}, ["show", "SCDLMCB1"]),
        ("/api/compare", {"left": "team-leader", "right": "registered-manager", "seconds": "20"},
         ["compare", "team-leader", "registered-manager"]),
    ],
)  # fmt: skip
def test_what_is_asked_of_the_graph_is_answered_as_at_a_terminal(
    server: Server, stranger: httpx.Client, path: str, asked: dict[str, str | list[str]], line: list[str]
) -> None:
    answer = stranger.get(path, params=asked)
    assert answer.status_code == 200
    assert answer.json() == told(server, *line)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("verb", ["audit", "route", "next"])
def test_what_is_asked_of_a_person_is_answered_as_at_a_terminal(
    server: Server, stranger: httpx.Client, verb: str
) -> None:
    asked = {} if verb == "audit" else {"seconds": "20"}
    answer = sent(stranger, f"/api/{verb}", CASE.read_bytes(), as_at="2026-11-03", **asked)
    assert answer.status_code == 200, answer.text
    assert answer.json() == told(server, verb, str(CASE), "--as-at", "2026-11-03")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_specification_may_be_json(stranger: httpx.Client) -> None:
    said = {"person": "p-7", "post": "Leader", "role": "team-leader", "asAt": "2026-03-02"}
    for type in ("application/json", "application/ld+json; charset=utf-8"):
        answer = sent(stranger, "/api/audit", json.dumps(said).encode(), type)
        assert answer.json()["specification"]["person"] == "p-7"
    assert sent(stranger, "/api/audit", json.dumps(said).encode(), "text/plain").status_code == 415


def test_a_route_that_is_stopped_says_so(stranger: httpx.Client) -> None:
    route = sent(stranger, "/api/route", CASE.read_bytes(), seconds="0.001").json()["route"]
    assert route["stopped"] == "time limit" or "time limit" not in str(route["extras_stopped"])
    assert route["stopped"] or route["extras_stopped"]
    whole = sent(stranger, "/api/route", CASE.read_bytes(), alternatives="0").json()["route"]
    assert (whole["stopped"], whole["alternatives"]) == ("", [])


def test_every_fault_of_a_specification_is_told_at_once(stranger: httpx.Client) -> None:
    answer = sent(stranger, "/api/audit", b"person: Jane Doe\nrole: no-such-role\nlevel: 3\n")
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert {finding["path"] for finding in answer.json()["findings"]} >= {"asAt", "post", "person", "level", "role"}
    assert all(finding["place"].startswith("specification:") for finding in answer.json()["findings"])


def test_what_is_sent_names_no_file_of_the_server(stranger: httpx.Client) -> None:
    case = b"person: p-7\npost: Leader\nrole: team-leader\nasAt: 2026-03-02\npolicy: ../../etc/hostname\n"
    answer = sent(stranger, "/api/audit", case)
    assert answer.status_code == 422
    assert "names no other file" in answer.text
    assert "hostname" not in answer.text


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"\xff\xfe\x00", 422),
        (b"just a text", 422),
        (b"[" * 5000, 422),
        (b"a: " + b"x" * 1_000_001, 413),
        (b'{"attainments": [' + b"1," * 20_000 + b"1]}", 422),
        (b"a: &a [*a]", 422),
    ],
)
def test_what_is_no_specification_is_refused_in_a_sentence(stranger: httpx.Client, content: bytes, status: int) -> None:
    answer = sent(stranger, "/api/route", content)
    assert answer.status_code == status
    assert answer.json()["detail"].endswith((".", "?"))


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/api/find", {"q": " "}),
        ("/api/find", {"q": "a" * 201}),
        ("/api/find", {"q": "a", "limit": "101"}),
        ("/api/find", {"q": "a", "kind": "dragon"}),
        ("/api/find", {"q": "a", "limits": "3"}),
        ("/api/show", {}),
        ("/api/compare", {"left": "team-leader", "right": "registered-manager", "seconds": "21"}),
        ("/api/compare", {"left": "team-leader", "right": "registered-manager", "as_at": "2026-02-30"}),
    ],
)
def test_what_cannot_be_asked_is_refused(stranger: httpx.Client, path: str, asked: dict[str, str]) -> None:
    assert stranger.get(path, params=asked).status_code == 400


def test_a_name_that_nothing_has_and_one_that_several_have(stranger: httpx.Client) -> None:
    assert stranger.get("/api/show", params={"name": "no such thing"}).status_code == 404
    assert stranger.get("/api/show", params={"name": "Level 3 Diploma in Adult Care"}).status_code == 422


def test_what_has_not_changed_is_not_sent_again(stranger: httpx.Client) -> None:
    first = stranger.get("/api/show", params={"name": "SCDLMCB1"})
    again = stranger.get("/api/show", params={"name": "SCDLMCB1"}, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = stranger.get("/api/show", params={"name": "SCDLMCA1"}, headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_nothing_of_a_person_is_kept_or_logged(server: Server, stranger: httpx.Client) -> None:
    case = CASE.read_bytes().replace(b"person-01", b"secret-4711")
    assert sent(stranger, "/api/route", case).status_code == 200
    assert sent(stranger, "/api/audit", case.replace(b"role:", b"roles:")).status_code == 422
    assert "4711" not in server.log.read_text("utf-8")
    kept = [path for path in server.store.parent.rglob("*") if path.is_file() and b"secret-4711" in path.read_bytes()]
    assert kept == []
