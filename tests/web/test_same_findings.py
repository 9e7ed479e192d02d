"""The gate says the same of a file by the library, the command line and over HTTP."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from click.testing import CliRunner
from running import Enter, Server

import signpost
from signpost.cli import verbs

FIXTURES = Path(__file__).parents[1] / "unit" / "fixtures"
FILES = {
    "courses/college.csv": "text/csv",
    "schemaorg/college.jsonld": "application/ld+json",
    "schemaorg/page.html": "text/html",
    "xcri/college.xml": "application/xml",
    "ctdl-learning/programme.json": "application/json",
    "rdf/course.ttl": "text/turtle",
}
DIRTY = """reference,title,activity type,mode,learning time,price,teaches,level,shows,provider
one,Orchards,Direct training,In person,45 mins + 30 mins,£1 200.00,no such thing,,knowledge,A college
two,,Sitting about,Online,a while,cheap,CFAM&LEA4,9,everything,A college
"""


@pytest.mark.parametrize("name", [*FILES, "dirty.csv"])
def test_the_findings_are_the_same_by_every_way_in(name: str, server: Server, enter: Enter, tmp_path: Path) -> None:
    file, media = FIXTURES / name, FILES.get(name, "text/csv")
    if name not in FILES:
        file = tmp_path / name
        file.write_text(DIRTY, "utf-8")
    library = [asdict(each) for each in signpost.check(file, f"file:{server.store}", source="a-college")]
    told = CliRunner().invoke(
        verbs,
        ["check", str(file), "--source", "a-college", "--store", f"file:{server.store}", "--as", "json", "--quiet"],
    )
    headers, asked = {"Content-Type": media}, {"dry_run": "true", "name": file.name}
    answer = enter("a-college").post("/submissions", content=file.read_bytes(), headers=headers, params=asked)
    assert library, "there is something to say of each"
    assert json.loads(told.stdout) == library
    assert answer.json()["findings"] == library
    faults = [each for each in library if each["severity"] == "refused"]
    assert (answer.status_code, told.exit_code) == ((422, 1) if faults else (200, 0))
