"""What should I learn next, as somebody goes through it: values in, values out, and every fault at its field."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from shutil import which
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from running import Server

import signpost
from signpost.learning import begun, said, stated
from signpost.model import VOCABULARY, PersonSpecification, Proof
from signpost.person.specification import read_bytes

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
LEADER = "https://w3id.org/signpost/id/role/team-leader"
TEAM = "https://w3id.org/signpost/id/standard/ml-2012/cfamlba3"
HTML, JSON = {"Accept": "text/html"}, {"Accept": "application/json"}


class _Form(HTMLParser):
    """The fields of a page that have a fault, and where its list of faults leads."""

    def __init__(self) -> None:
        super().__init__()
        self.invalid: dict[str, str] = {}
        self.ids: set[str] = set()
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.ids.add(said.get("id", ""))
        if said.get("aria-invalid") == "true":
            self.invalid[said["name"]] = said["aria-describedby"]
        if tag == "a" and said.get("href", "").startswith("#"):
            self.targets.append(said["href"][1:])


def looked_at(text: str) -> _Form:
    form = _Form()
    form.feed(text)
    return form


def carried(case: PersonSpecification) -> dict[str, str]:
    return {"specification": json.dumps(said(case))}


def posted(stranger: httpx.Client, path: str, fields: dict[str, Any], status: int = 200) -> dict[str, Any]:
    answer = stranger.post(path, data=fields, headers=JSON)
    assert answer.status_code == status, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return dict(answer.json())


@pytest.fixture
def leader(server: Server) -> PersonSpecification:
    return begun(signpost.open(f"file:{server.store}"), LEADER, date(2026, 3, 2))


@pytest.fixture
def manager(server: Server) -> PersonSpecification:
    return signpost.specification(EXAMPLES / "registered-manager.yaml", f"file:{server.store}")


def test_all_roles_can_be_chosen_and_a_text_finds_some(stranger: httpx.Client) -> None:
    page = stranger.get("/learn", headers=JSON).json()
    assert [role["label"] for role in page["roles"]][-1] == "Service manager or senior manager"
    found = stranger.get("/learn?q=registered manager", headers=JSON).json()
    assert next(role["label"] for role in found["roles"]) == "Registered manager"
    assert "No role has that name" in stranger.get("/learn?q=astronaut", headers=HTML).text


def test_an_occupation_is_named_with_the_reason_why_it_cannot_be_chosen(stranger: httpx.Client) -> None:
    page = stranger.get("/learn?q=supervisor or leader", headers=HTML).text
    assert "but not at which level" in page
    assert 'value="https://w3id.org/signpost/id/occupation' not in page


def test_a_role_that_is_not_there_is_not_found(stranger: httpx.Client) -> None:
    assert stranger.get("/learn/held?role=https://example.org/none", headers=JSON).status_code == 404
    assert stranger.get("/learn/held", headers=JSON).status_code == 400


def test_what_is_ticked_is_carried_from_page_to_page(stranger: httpx.Client) -> None:
    first = stranger.get(f"/learn/held?role={LEADER}", headers=JSON).json()
    assert [family["label"] for family in first["families"]] == ["generic", "specialist", "partnership"]
    assert "no-store" in stranger.get(f"/learn/held?role={LEADER}", headers=HTML).headers["Cache-Control"]
    field = next(row["field"] for row in first["rows"] if row["iri"] == TEAM)
    second = posted(stranger, "/learn/held", {"specification": first["specification"], field: "3", "show": "1"})
    assert (second["family"], second["families"][0]["hint"]) == ("specialist", "1 of 7 answered")
    back = posted(stranger, "/learn/held", {"specification": second["specification"], "show": "0"})
    assert {row["iri"]: row["level"] for row in back["rows"]}[TEAM] == "3"
    forgotten = posted(stranger, "/learn/held", {"specification": back["specification"], field: "", "show": "0"})
    assert {row["level"] for row in forgotten["rows"]} == {""}


def test_own_view_counts_until_the_tick_is_taken_away(stranger: httpx.Client, leader: PersonSpecification) -> None:
    limits = {"limits": "yes", "asAt": "2026-03-02", "post": "Leader", "person": "person-01"}
    fields = carried(leader) | {f"held:{TEAM}": "4"}
    counted = posted(stranger, "/learn/answer", fields | limits | {"ownView": "yes"})
    other = posted(stranger, "/learn/answer", fields | limits)
    held = [{line["iri"]: line["held"] for family in page["families"] for line in family["lines"]}[TEAM]
            for page in (counted, other)]  # fmt: skip
    assert (held, counted["own_view"], other["own_view"]) == ([4, None], True, False)


def test_holding_nothing_the_route_is_the_one_of_the_library(
    stranger: httpx.Client, server: Server, leader: PersonSpecification
) -> None:
    page = posted(stranger, "/learn/answer", carried(leader))
    found = signpost.route(leader, f"file:{server.store}", alternatives=0, changes=False, until=Proof.FINISH, spare=12)
    assert [step["iri"] for step in page["steps"]] == [step.resource for step in found.steps]
    assert page["finish"] == f"{found.finish:%-d %B %Y}"
    assert len(page["families"]) == 3
    assert sum(len(family["lines"]) for family in page["families"]) == len(leader.requirements)
    assert all(step["why"] and step["chain"] for step in page["steps"])
    assert page["steps"][0]["start"] == 0
    assert max(step["start"] + step["length"] for step in page["steps"]) in (999, 1000, 1001)


def test_a_file_leads_to_the_answer_of_the_command_line(
    stranger: httpx.Client, server: Server, manager: PersonSpecification
) -> None:
    sent = {"file": ("case.yaml", (EXAMPLES / "registered-manager.yaml").read_bytes())}
    resumed = stranger.post("/learn/resume", files=sent, headers=JSON)
    assert (resumed.status_code, resumed.json()["role"]) == (200, "Registered manager")
    assert stated(signpost.open(f"file:{server.store}"), json.loads(resumed.json()["specification"])) == manager
    page = posted(stranger, "/learn/answer", {"specification": resumed.json()["specification"]})
    best = signpost.route(manager, f"file:{server.store}", alternatives=0, changes=False)
    assert [step["iri"] for step in page["steps"]] == [step.resource for step in best.steps]
    assert [(step["begins"], step["ends"]) for step in page["steps"]] == [
        (step.start.isoformat(), step.finish.isoformat()) for step in best.steps
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Choose a file first"),
        (b"\xff\xfe\x00", "The file cannot be read: it is not a text file in UTF-8"),
        (b"person: Jane\npost: p\nrole: [team-leader]\nasAt: 2026-13-01\n", "Line 1: person &#39;Jane&#39; looks like"),
        (b"person: p-1\npost: p\nrole: [team-leader]\nasAt: 2026-01-01\npolicy: ours.yaml\n", "names no other file"),
    ],
)  # fmt: skip
def test_a_file_with_faults_is_told_at_the_field_of_the_file(stranger: httpx.Client, content: bytes, told: str) -> None:
    page = stranger.post("/learn/resume", files={"file": ("case.yaml", content)}, headers=HTML)
    assert page.status_code == 422
    assert told in page.text
    form = looked_at(page.text)
    assert set(form.invalid) == {"file"}
    assert set(form.targets) - {"main"} == {"file"}


def test_every_limit_that_cannot_be_is_told_at_its_field(stranger: httpx.Client, leader: PersonSpecification) -> None:
    wrong = {
        "limits": "yes", "ownView": "yes", "budget": "lots", "hoursPerWeek": "500", "deadline": "2020-01-01",
        "asAt": "2026-03-02", "post": "", "person": "Jane", "region": "https://example.org/nowhere", "mode": "by-post",
    }  # fmt: skip
    page = stranger.post("/learn/answer", data=carried(leader) | wrong, headers=HTML)
    assert page.status_code == 422
    form = looked_at(page.text)
    assert {"budget", "hoursPerWeek", "deadline", "post", "person"} <= set(form.invalid)
    assert {"region-error", "mode-error"} <= form.ids
    assert {described for text in form.invalid.values() for described in text.split()} <= form.ids
    assert set(form.targets) <= form.ids
    assert {"budget", "hoursPerWeek", "deadline", "mode", "region", "post", "person"} <= set(form.targets)
    assert 'value="lots"' in page.text
    assert "Hours a week &#39;500&#39; cannot be used" in page.text


def test_a_level_off_the_scale_is_told_at_its_competence(stranger: httpx.Client, leader: PersonSpecification) -> None:
    page = stranger.post("/learn/held", data=carried(leader) | {f"held:{TEAM}": "9", "family": "0"}, headers=HTML)
    assert (page.status_code, set(looked_at(page.text).invalid)) == (422, {f"held:{TEAM}"})
    assert set(looked_at(page.text).targets) <= looked_at(page.text).ids


@pytest.mark.parametrize("lost", ["", "no json", "[]", "[" * 100_000])
def test_answers_that_were_lost_are_told(stranger: httpx.Client, lost: str) -> None:
    assert stranger.post("/learn/answer", data={"specification": lost}, headers=JSON).status_code in (400, 413)


def test_what_carries_faults_itself_is_told(stranger: httpx.Client, leader: PersonSpecification) -> None:
    broken = said(leader) | {"asAt": "yesterday"}
    answer = stranger.post("/learn/held", data={"specification": json.dumps(broken)}, headers=JSON)
    assert (answer.status_code, "is not a date" in answer.text) == (422, True)


def test_a_change_that_is_told_closes_more(stranger: httpx.Client, leader: PersonSpecification) -> None:
    limits = {
        "limits": "yes",
        "ownView": "yes",
        "asAt": "2026-03-02",
        "post": "p",
        "person": "p-1",
        "deadline": "2026-09-01",
    }
    page = posted(stranger, "/learn/answer", carried(leader) | limits | {"more": "yes"})
    assert page["changes"]
    assert page["left"]
    assert page["others"]
    change = next(one for one in page["changes"] if one["family"] < 0)
    again = posted(stranger, "/learn/answer", {"specification": page["specification"], "change": change["value"]})
    closed = [int(one["closes"].split()[0]) for one in (page, again)]
    assert closed[1] > closed[0]
    assert change["effect"].startswith("It closes ")
    unknown = stranger.post("/learn/answer", data=carried(leader) | {"change": "policy=none"}, headers=JSON)
    assert unknown.status_code == 400


# ------------------------------------------------------------------------------------------------ downloads
def taken(stranger: httpx.Client, name: str, case: PersonSpecification) -> httpx.Response:
    answer = stranger.post(f"/learn/download/{name}", data=carried(case))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    return answer


@pytest.mark.parametrize("form", ["yaml", "jsonld"])
def test_the_file_to_come_back_with_holds_everything(
    stranger: httpx.Client, server: Server, manager: PersonSpecification, form: str
) -> None:
    content = taken(stranger, f"specification.{form}", manager).content
    assert read_bytes(content, signpost.open(f"file:{server.store}").current().index) == manager


def test_the_table_is_that_of_the_command_line(
    stranger: httpx.Client, server: Server, manager: PersonSpecification
) -> None:
    line = [
        "signpost",
        "route",
        str(EXAMPLES / "registered-manager.yaml"),
        "--store",
        f"file:{server.store}",
        "--as",
        "csv",
    ]
    told = subprocess.run(line, check=True, capture_output=True).stdout.decode()
    table = taken(stranger, "route.csv", manager).content.decode()
    assert list(csv.reader(io.StringIO(table))) == list(csv.reader(io.StringIO(told)))


def test_the_calendar_has_whole_days_for_each_step_and_is_the_same_again(
    stranger: httpx.Client, server: Server, manager: PersonSpecification
) -> None:
    content = taken(stranger, "steps.ics", manager).content
    assert content == taken(stranger, "steps.ics", manager).content
    events = Calendar.from_ical(content).walk("VEVENT")
    steps = signpost.route(manager, f"file:{server.store}", alternatives=0, changes=False).steps
    days = [(event["dtstart"].dt, (event["dtend"].dt - event["dtstart"].dt).days) for event in events]
    assert days == [(step.start, (step.finish - step.start).days + 1) for step in steps]
    assert len({str(event["uid"]) for event in events}) == len(steps)
    assert {event["dtstamp"].dt.date() for event in events} == {manager.as_at}


def test_form_two_is_a_tagged_pdf_with_the_text_of_the_page(
    stranger: httpx.Client, manager: PersonSpecification, tmp_path: Path
) -> None:
    content = taken(stranger, "form-2.pdf", manager).content
    assert content == taken(stranger, "form-2.pdf", manager).content
    assert content.startswith(b"%PDF-")
    assert b"/MarkInfo" in content
    page = taken(stranger, "form-2", manager)
    assert "Form 2" in page.text
    assert re.search(r"style-src 'sha256-[^']+'; frame", page.headers["Content-Security-Policy"])
    if which("pdftotext"):
        file = tmp_path / "form-2.pdf"
        file.write_bytes(content)
        text = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True).stdout.decode()
        assert "SMART" in text
        assert manager.person in text
        assert "2 November 2026" in text


def test_markup_in_a_name_is_text_in_every_form(stranger: httpx.Client, leader: PersonSpecification) -> None:
    hostile = 'A "#panic()" *b* <script>alert(1)</script> =1+1 \u202e東京'
    case = {"specification": json.dumps(said(leader) | {"post": hostile, "label": hostile})}
    assert stranger.post("/learn/download/form-2.pdf", data=case).status_code == 200
    for path in ("/learn/download/form-2", "/learn/limits", "/learn/answer"):
        answer = stranger.post(path, data=case, headers=HTML)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
    file = stranger.post("/learn/download/specification.yaml", data=case).content
    assert b"#panic" in file


def test_no_download_has_another_name(stranger: httpx.Client, leader: PersonSpecification) -> None:
    assert stranger.post("/learn/download/../secret", data=carried(leader)).status_code in (404, 405)
    assert stranger.post("/learn/download/all.zip", data=carried(leader)).status_code == 404


def test_nothing_of_a_person_is_logged(stranger: httpx.Client, server: Server, leader: PersonSpecification) -> None:
    marked = said(leader) | {"person": "person-4711", "post": "Very particular post"}
    assert stranger.post("/learn/answer", data={"specification": json.dumps(marked)}).status_code == 200
    written = server.log.read_text("utf-8")
    assert "4711" not in written
    assert "particular" not in written
    assert VOCABULARY not in written
