"""The running server does what its OpenAPI document says, whatever it is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
from running import listed, post, row, serving

CHECKOUT = Path(__file__).parents[2]


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
