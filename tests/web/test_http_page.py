"""What docs/http.md tells a provider's developer and an operator is run as it stands there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from running import Server, course, listed, row, serving
from test_submissions import FRESH

from signpost.cli import verbs

PAGE = (Path(__file__).parents[2] / "docs" / "http.md").read_text("utf-8")
LINES = [
    line
    for block in re.findall(r"(?:^    .+\n)+", PAGE, re.MULTILINE)
    for line in re.sub(r"\\\n\s+", "", re.sub(r"^    ", "", block, flags=re.MULTILINE)).splitlines()
]
"""The commands of the page, those that are broken into several lines joined."""


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_developers_lines_run(server: Server, tmp_path: Path) -> None:
    asked = [line for line in LINES if line.startswith("curl ")]
    assert len(asked) >= 4
    address = "https://college.example/courses/17"
    (tmp_path / "courses.csv").write_bytes(listed(row("one", "Orchards by curl", "A college")))
    (tmp_path / "course.json").write_text(json.dumps({**FRESH, "@id": address}), "utf-8")
    told = []
    for line in asked:
        run = subprocess.run(
            ["bash", "-c", line.replace("https://HOST", server.url) + " --silent --fail-with-body"],
            env={**os.environ, "TOKEN": server.token("page-college")}, cwd=tmp_path, capture_output=True, text=True,
        )  # fmt: skip
        assert run.returncode == 0, f"{line}: {run.stdout}{run.stderr}"
        told.append(json.loads(run.stdout).get("state", "listed"))
    assert told == ["listed", "checked", "published", "published"]
    with server.client(server.token("page-college")) as client:
        publications = client.get("/sources/page-college/publications").json()["publications"]
    assert [(each["added"], each["removed"]) for each in publications] == [(0, 2), (3, 0)]
    assert course("page-college", "one") not in client.base_url.path


def test_the_operators_lines_run(fresh: Callable[[], Path], tmp_path: Path) -> None:
    store = fresh()
    lines = [line for line in LINES if line.startswith("signpost ")]
    assert [line.split()[1] for line in lines] == ["compile", "tokens", "tokens", "serve"]
    for line in lines[:-1]:
        run = subprocess.run(
            ["bash", "-c", line.replace("/srv/signpost", str(store)).replace("signpost ", "signpost ", 1)],
            cwd=tmp_path, capture_output=True, text=True,
        )  # fmt: skip
        assert run.returncode == 0, f"{line}: {run.stdout}{run.stderr}"
    made = CliRunner().invoke(verbs, ["tokens", "--store", str(store), "--as", "json", "--quiet"])
    assert [each["sources"] for each in json.loads(made.stdout)] == [["a-college"], []]
    with serving(store) as running, running.client() as client:
        assert client.get("/health").status_code == 200
