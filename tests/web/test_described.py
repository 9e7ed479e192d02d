"""The running server does what its OpenAPI document says, whatever it is asked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
from running import listed, post, row, serving
from signpost_web.app import create_app
from signpost_web.doors.providers import ENDINGS

import signpost

CHECKOUT = Path(__file__).parents[2]
DOORS = {"", "api", "case", "providers", "reconcile", "stewards"}
"""The blueprints that are doors for machines; the others are pages, and `/sparql` describes itself."""


def test_schemathesis_finds_no_difference(fresh: Callable[[], Path]) -> None:
    """`schemathesis.toml` says how it asks, with the reason for each exception."""
    with serving(fresh()) as server:
        token = server.token("a-college", steward=True)
        with server.client(token) as client:
            post(client, listed(row("one", "Orchards for all", "A college")))
            post(client, listed(row("two", "Orchards for some", "A college")), draft="true")
        asked = subprocess.run(
            [sys.executable, "-m", "schemathesis.cli", "run", f"{server.url}/openapi.json"],
            cwd=CHECKOUT, env={**os.environ, "SIGNPOST_TOKEN": token, "NO_COLOR": "1"}, capture_output=True, text=True,
        )  # fmt: skip
        assert asked.returncode == 0, asked.stdout[-8000:] + asked.stderr[-2000:]
        assert httpx.get(f"{server.url}/health").status_code == 200


def test_what_is_described_is_what_there_is(tmp_path: Path, stranger: httpx.Client) -> None:
    document = stranger.get("/openapi.json").json()
    methods = {"get", "put", "post", "delete", "patch"}
    described = {(path, method) for path, item in document["paths"].items() for method in item if method in methods}
    there = {
        (re.sub(r"<(?:[^:>]*:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in create_app(f"file:{tmp_path}").url_map.iter_rules()
        if rule.endpoint.rpartition(".")[0] in DOORS and rule.endpoint != "static"
        for method in rule.methods or ()
    }
    assert described == {each for each in there if each[1] in methods}
    assert document["components"]["requestBodies"]["Resources"]["content"].keys() == ENDINGS.keys()
    assert document["components"]["parameters"]["format"]["schema"]["enum"] == sorted(signpost.formats())
    assert document["servers"] == [{"url": str(stranger.base_url).rstrip("/")}]


def test_the_document_points_to_nothing_that_is_missing() -> None:
    text = (CHECKOUT / "web" / "signpost_web" / "doors" / "openapi.json").read_text("utf-8")
    components = json.loads(text)["components"]
    for kind, name in re.findall(r'"#/components/(\w+)/(\w+)"', text):
        assert name in components[kind]
    unused = [
        f"{kind}/{name}"
        for kind in components
        for name in components[kind]
        if kind != "securitySchemes" and f'"#/components/{kind}/{name}"' not in text
    ]
    assert unused == []
