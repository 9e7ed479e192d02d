"""What docs/http.md tells a provider's developer and an operator is run as it stands there."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from running import Server, listed, row, serving

from signpost.cli import verbs

PAGE = (Path(__file__).parents[2] / "docs" / "http.md").read_text("utf-8")
LINES = [
    line
    for block in re.findall(r"(?:^    .+\n)+", PAGE, re.MULTILINE)
    for line in re.sub(r"\\\n\s+", "", re.sub(r"^    ", "", block, flags=re.MULTILINE)).splitlines()
]
"""The commands of the page, those that are broken into several lines joined."""


ADDRESS = "https://college.example/courses/17"
COURSE = {
    "@context": ["https://schema.org", {"signpost": "https://w3id.org/signpost/ns#"}],
    "@type": "Course",
    "@id": ADDRESS,
    "name": "Orchards by address",
    "provider": {"@type": "Organization", "name": "A college"},
    "timeRequired": "PT6H",
    "teaches": {"@type": "DefinedTerm", "termCode": "CFAM&LEA4", "signpost:entryLevel": 1, "signpost:outcomeLevel": 3,
                "signpost:shows": "knowledge"},
}  # fmt: skip


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_developers_lines_run(server: Server, tmp_path: Path) -> None:
    asked = [line for line in LINES if line.startswith("curl ") and "$TOKEN" in line]
    assert len(asked) >= 4
    (tmp_path / "courses.csv").write_bytes(listed(row("one", "Orchards by curl", "A college")))
    (tmp_path / "course.json").write_text(json.dumps(COURSE), "utf-8")
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


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_lines_for_other_tools_run(server: Server, tmp_path: Path) -> None:
    asked = [line for line in LINES if re.match("curl .*https://HOST/(api|reconcile|ims)", line)]
    shutil.copy(Path(__file__).parents[2] / "examples" / "registered-manager.yaml", tmp_path / "case.yaml")
    for line in asked:
        run = subprocess.run(
            ["bash", "-c", line.replace("https://HOST", server.url) + " --silent --fail-with-body"],
            cwd=tmp_path, capture_output=True, text=True,
        )  # fmt: skip
        assert run.returncode == 0, f"{line}: {run.stdout}{run.stderr}"
        assert json.loads(run.stdout), line
    assert {re.split(r"[/?\"]", line.partition("HOST/")[2])[0] for line in asked} == {"api", "reconcile", "ims"}


def test_the_operators_lines_run(fresh: Callable[[], Path]) -> None:
    store = fresh()
    lines = [line for line in LINES if line.startswith("signpost ")]
    assert [line.split()[1] for line in lines] == ["compile", "tokens", "tokens", "serve"]
    for line in lines[:-1]:
        run = CliRunner().invoke(verbs, shlex.split(line.replace("/srv/signpost", str(store)))[1:])
        assert run.exit_code == 0, f"{line}: {run.output}"
    made = CliRunner().invoke(verbs, ["tokens", "--store", str(store), "--as", "json", "--quiet"])
    # Both are made within one second, so that either may come first.
    assert sorted(each["sources"] for each in json.loads(made.stdout)) == [[], ["a-college"]]
    with serving(store) as running, running.client() as client:
        assert client.get("/health").status_code == 200
