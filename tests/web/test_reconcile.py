"""Reconciliation as OpenRefine asks it: honest matches, bounds, and values for a table."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from running import Server

from signpost.model import NAMESPACE, THINGS

BUDGETS = f"{THINGS}standard/ml-2012/cfamlea4"
SAFEGUARDING = f"{THINGS}standard/lmc-2012/scdlmcb1"
COMPETENCE, ROLE, OCCUPATION = (NAMESPACE + name for name in ("Competence", "Role", "Occupation"))


def asked(client: httpx.Client, *queries: dict[str, Any]) -> list[Any]:
    """The answers to a batch of queries, in their order."""
    batch = {f"q{n}": query for n, query in enumerate(queries)}
    answer = client.post("/reconcile", data={"queries": json.dumps(batch)})
    assert answer.status_code == 200, answer.text
    assert list(answer.json()) == list(batch)
    return list(answer.json().values())


def matches(answer: Any) -> list[str]:
    return [one["id"] for one in answer["result"] if one["match"]]


def extended(client: httpx.Client, iris: list[str], *names: str) -> Any:
    said = {"ids": iris, "properties": [{"id": name} for name in names]}
    return client.post("/reconcile", data={"extend": json.dumps(said)}).json()


def test_a_code_or_a_label_that_one_thing_alone_has_is_a_match(stranger: httpx.Client) -> None:
    for text in ("CFAM&LEA4", "cfamlea4", "Manage budgets", " manage  BUDGETS ", BUDGETS):
        answer = asked(stranger, {"query": text})[0]
        assert matches(answer) == [BUDGETS], text
        assert answer["result"][0]["score"] == 100


def test_what_is_only_like_it_is_no_match(stranger: httpx.Client) -> None:
    for text in ("Manage budget", "budgets", "Manage budgets!", "CFAM&LEA5x", "Assistant manager"):
        answer = asked(stranger, {"query": text})[0]
        assert matches(answer) == [], text
    assert asked(stranger, {"query": "budgets"})[0]["result"][0]["score"] < 100


def test_a_name_that_several_things_have_is_a_match_of_the_type_that_is_asked_for(stranger: httpx.Client) -> None:
    whole, role, nothing = asked(
        stranger,
        {"query": "Registered manager"},
        {"query": "Registered manager", "type": ROLE},
        {"query": "Registered manager", "type": "urn:no-such-type"},
    )
    assert len({one["id"] for one in whole["result"] if one["score"] == 100}) > 1
    assert matches(whole) == []
    assert matches(role) == [f"{THINGS}role/registered-manager"]
    assert {kind["id"] for one in role["result"] for kind in one["type"]} == {ROLE}
    assert nothing["result"] == []


def test_types_may_be_several(stranger: httpx.Client) -> None:
    types = [{"id": ROLE}, OCCUPATION]
    either, both = asked(
        stranger,
        {"query": "manager", "type": types, "type_strict": "any"},
        {"query": "manager", "type": types, "type_strict": "all"},
    )
    assert {kind["id"] for one in either["result"] for kind in one["type"]} == {ROLE, OCCUPATION}
    assert both["result"] == []


@pytest.mark.parametrize(
    "framework", ["ml-2012", "Management and Leadership NOS (2012)", {"id": f"{THINGS}framework/ml-2012"}]
)
def test_what_else_a_table_says_tells_editions_apart(stranger: httpx.Client, framework: object) -> None:
    said = {"query": "Manage risk", "type": COMPETENCE}
    alone, told, otherwise = asked(
        stranger, said,
        {**said, "query": "Manage budgets", "properties": [{"pid": "framework", "v": framework}]},
        {**said, "query": "Manage budgets", "properties": [{"pid": "framework", "v": "lmc-2012"}]},
    )  # fmt: skip
    assert len(alone["result"]) > 1
    assert matches(told) == [BUDGETS]
    assert {"id": "framework", "value": True} in told["result"][0]["features"]
    assert matches(otherwise) == []
    assert otherwise["result"][0]["score"] < told["result"][0]["score"]


def test_a_code_alone_is_enough_and_unknown_properties_do_not_matter(stranger: httpx.Client) -> None:
    code, unknown = asked(
        stranger,
        {"properties": [{"pid": "code", "v": ["CFAM&LEA4"]}]},
        {
            "query": "Manage budgets",
            "properties": [{"pid": "urn:nope", "v": {"id": "x"}}, {"pid": "p", "v": [1, True]}],
        },
    )
    assert matches(code) == matches(unknown) == [BUDGETS]


def test_one_bad_query_does_not_sink_the_others(stranger: httpx.Client) -> None:
    bad: list[dict[str, Any]] = [{"query": 1}, {"query": "x", "limit": -1}, {"query": "x", "limit": "all"}, {}]
    answers = asked(
        stranger, *bad, {"query": "\ud800\x00 <b>"}, {"query": "x" * 5000}, {"query": "CFAM&LEA4", "limit": 1e9}
    )
    assert [answer["result"] for answer in answers[:4]] == [[], [], [], []]
    assert ["error" in answer for answer in answers] == [True, True, True, False, False, False, False]
    assert matches(answers[-1]) == [BUDGETS]


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"queries": "{not"}, 400),
        ({"queries": "[1]"}, 400),
        ({"queries": "[" * 20_000}, 400),
        ({"queries": json.dumps({f"q{n}": {"query": "x"} for n in range(51)})}, 413),
        ({"queries": json.dumps({"q0": {"query": "x" * 1_100_000}})}, 413),
        ({"extend": json.dumps({"ids": "x", "properties": []})}, 400),
        ({"extend": json.dumps({"ids": ["x"] * 201, "properties": []})}, 413),
        ({"other": "x"}, 400),
    ],
)
def test_what_is_too_much_or_no_question_is_refused(stranger: httpx.Client, form: dict[str, str], status: int) -> None:
    assert stranger.post("/reconcile", data=form).status_code == status


def test_a_batch_of_fifty_is_answered_and_limits_are_kept(stranger: httpx.Client) -> None:
    answers = asked(stranger, *({"query": "manage", "limit": 2} for _ in range(50)))
    assert {len(answer["result"]) for answer in answers} == {2}


def test_every_origin_may_ask_and_nobody_is_given_a_script(stranger: httpx.Client) -> None:
    asked_before = stranger.options(
        "/reconcile", headers={"Origin": "http://127.0.0.1:3333", "Access-Control-Request-Method": "POST"}
    )
    assert asked_before.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in asked_before.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in asked_before.headers
    assert stranger.get("/reconcile", params={"callback": "steal"}).status_code == 400
    refused = stranger.post("/reconcile", data={"queries": "{not"})
    assert refused.headers["Access-Control-Allow-Origin"] == "*"


def test_things_are_told_in_columns(stranger: httpx.Client) -> None:
    answer = extended(stranger, [BUDGETS, "urn:nope", "no iri at all"], "code", "framework", "edition", "status", "odd")
    assert answer["rows"][BUDGETS] == {
        "code": [{"str": "CFAM&LEA4"}],
        "framework": [{"str": "Management and Leadership NOS (2012)"}],
        "edition": [{"str": "2012"}],
        "status": [{"str": "current"}],
        "odd": [],
    }
    assert (
        answer["rows"]["urn:nope"] == answer["rows"]["no iri at all"] == {name: [] for name in answer["rows"][BUDGETS]}
    )
    assert [column["id"] for column in answer["meta"]] == ["code", "framework", "edition", "status", "odd"]


def test_what_leads_to_things_of_ours_can_be_reconciled_further(stranger: httpx.Client) -> None:
    manager = f"{THINGS}role/registered-manager"
    answer = extended(stranger, [manager], "requires", "level", "definition")
    required = {value["id"] for value in answer["rows"][manager]["requires"]}
    assert SAFEGUARDING in required
    assert answer["meta"][0]["type"]["id"] == COMPETENCE
    assert {value["str"] for value in answer["rows"][manager]["level"]} == {"first-line", "middle"}
    assert "manager" in answer["rows"][manager]["definition"][0]["str"] or answer["rows"][manager]["definition"]


def test_numbers_are_pence_and_minutes(stranger: httpx.Client) -> None:
    award = f"{THINGS}resource/awareness-of-the-mental-capacity-act-2005-ncfe-cache-601-3621-2"
    row = extended(stranger, [award], "minutes", "price", "provider", "teaches", "level")["rows"][award]
    assert row["minutes"] == [{"int": 1800}]
    assert row["price"] == []
    assert row["provider"][0]["str"]
    assert len(row["teaches"]) == 2
    assert row["level"] == [{"int": 2}]


def test_properties_are_proposed_for_a_type(stranger: httpx.Client) -> None:
    every = stranger.get("/reconcile/properties").json()["properties"]
    of_roles = stranger.get("/reconcile/properties", params={"type": ROLE}).json()["properties"]
    assert {one["id"] for one in of_roles} == {"code", "definition", "level", "occupation", "requires"}
    assert len(every) > len(of_roles)
    assert len(stranger.get("/reconcile/properties", params={"limit": "3"}).json()["properties"]) == 3


def test_suggestions_come_while_one_types(stranger: httpx.Client) -> None:
    things = stranger.get("/reconcile/suggest/entity", params={"prefix": "manage bud"}).json()["result"]
    assert things[0]["id"] == BUDGETS
    assert things[0]["notable"][0]["id"] == COMPETENCE
    pages = [stranger.get("/reconcile/suggest/entity", params={"prefix": "man", "cursor": str(n)}).json()["result"]
             for n in (0, 10)]  # fmt: skip
    assert not {one["id"] for one in pages[0]} & {one["id"] for one in pages[1]}
    assert [
        one["id"] for one in stranger.get("/reconcile/suggest/type", params={"prefix": "rol"}).json()["result"]
    ] == [ROLE]
    assert (
        stranger.get("/reconcile/suggest/property", params={"prefix": "fram"}).json()["result"][0]["id"] == "framework"
    )


def test_a_preview_may_be_framed_and_the_page_of_the_thing_is_where_the_manifest_says(stranger: httpx.Client) -> None:
    manifest = stranger.get("/reconcile").json()
    shown = stranger.get(manifest["preview"]["url"].replace("{{id}}", BUDGETS.replace("&", "%26")))
    assert shown.status_code == 200
    assert "frame-ancestors *" in shown.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in shown.headers
    assert "Management and Leadership NOS (2012)" in shown.text
    assert stranger.get("/reconcile/preview", params={"id": "urn:nope"}).status_code == 404
    page = stranger.get(manifest["view"]["url"].replace("{{id}}", BUDGETS), follow_redirects=True)
    assert page.status_code == 200


@pytest.mark.outside
@pytest.mark.parametrize(
    ("label", "more"),
    [
        ("Registered manager", ["--type", ROLE]),
        ("Manage budgets", ["--expect-id", BUDGETS]),
        ("Lead and manage practice that promotes the safeguarding of individuals", ["--expect-id", SAFEGUARDING]),
    ],
)
def test_the_check_from_outside_finds_nothing(server: Server, shared: Path, label: str, more: list[str]) -> None:
    folder = shared / "conformance"
    run = subprocess.run(
        [sys.executable, "recon_check.py", "reconciliation", f"{server.url}/reconcile", "--label", label, *more],
        cwd=folder, capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout
    assert run.stdout.splitlines()[-1].endswith(" 0 failed")
