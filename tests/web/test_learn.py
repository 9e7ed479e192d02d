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
from markupsafe import escape
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


LIMITS = {"limits": "yes", "ownView": "yes", "asAt": "2 March 2026", "post": "Leader", "person": "person-01"}


@pytest.mark.parametrize(
    ("field", "written", "read"),
    [
        ("deadline", "31/3/2036", "2036-03-31"),
        ("deadline", "1st Apr 2036", "2036-04-01"),
        ("deadline", "Monday 31 March 2036", "2036-03-31"),
        ("deadline", "31.12.36", "2036-12-31"),
        ("deadline", "2036-06-01", "2036-06-01"),
        ("budget", "£ 1 500", "1500"),
        ("budget", "£1,500.50", "1500.5"),
        ("budget", "500 pounds", "500"),
        ("budget", "0", "0"),
        ("hoursPerWeek", "2.5 hours a week", "2.5"),
    ],
)  # fmt: skip
def test_days_money_and_hours_are_read_as_people_in_britain_write_them(
    stranger: httpx.Client, leader: PersonSpecification, field: str, written: str, read: str
) -> None:
    page = posted(stranger, "/learn/limits", carried(leader) | LIMITS | {field: written})
    constraints = json.loads(page["specification"])["constraints"]
    assert str(constraints[field]) in (read, f"{read}.0", f"{read}.00", f"{read}0")
    assert page["said"]["asAt"] == "2 March 2026"


@pytest.mark.parametrize("written", ["31/2/2036", "3/31/2036", "soon", "31 Smarch 2036"])
def test_what_is_no_day_is_told_with_one_as_people_write_it(
    stranger: httpx.Client, leader: PersonSpecification, written: str
) -> None:
    page = posted(stranger, "/learn/answer", carried(leader) | LIMITS | {"deadline": written}, 422)
    assert page["wrong"] == {"deadline": f"Deadline '{written}' is not a date; write a day such as 31 March 2027."}
    assert page["said"]["deadline"] == written


def test_a_fault_in_a_limit_keeps_the_answers_when_they_are_to_be_downloaded(
    stranger: httpx.Client, leader: PersonSpecification
) -> None:
    fields = carried(leader) | LIMITS | {"budget": "lots"}
    page = stranger.post("/learn/download/specification.yaml", data=fields, headers=HTML)
    assert (page.status_code, set(looked_at(page.text).invalid)) == (422, {"budget"})
    assert 'name="specification"' in page.text


@pytest.mark.parametrize("path", ["answer", "limits", "resume"])
def test_an_address_without_its_form_leads_to_the_beginning(stranger: httpx.Client, path: str) -> None:
    answer = stranger.get(f"/learn/{path}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/learn")


def test_where_nothing_can_be_closed_it_is_said_once_for_all(
    stranger: httpx.Client, leader: PersonSpecification
) -> None:
    page = posted(stranger, "/learn/answer", carried(leader) | LIMITS | {"deadline": "3 March 2026"})
    assert (page["steps"], page["proof"][0][:30]) == ([], "The whole collection was searc")
    (left,) = page["left"]
    assert left["why"] == "There is no time, at these hours a week, to close these before the deadline."
    assert len(left["told"]) == len(leader.requirements)
    assert page["warnings"][0] == f"No level is known for any of the {len(leader.requirements)} requirements."
    shown = stranger.post("/learn/answer", data=carried(leader) | LIMITS | {"deadline": "3 March 2026"}, headers=HTML)
    assert "Nothing is missing" not in shown.text
    assert "/learn/download/steps.ics" not in shown.text
    assert "/learn/download/form-2.pdf" in shown.text


def test_whoever_can_do_all_of_it_is_told_so_and_nothing_else(
    stranger: httpx.Client, leader: PersonSpecification
) -> None:
    levels = {f"held:{line.competence}": "5" for line in leader.requirements}
    page = stranger.post("/learn/answer", data=carried(leader) | levels, headers=HTML).text
    assert f"You meet all {len(leader.requirements)} requirements. Nothing is missing." in page
    assert "Other ways" not in page
    assert "Choose a role to grow into" in page


def test_each_step_says_in_plain_words_why_it_is_there(
    stranger: httpx.Client, server: Server, leader: PersonSpecification
) -> None:
    page = posted(stranger, "/learn/answer", carried(leader))
    names = signpost.names(signpost.open(f"file:{server.store}"))
    codes = {code for step in page["steps"] for link in step["chain"] if (code := names.code(link["iri"]))}
    assert codes
    for step in page["steps"]:
        assert step["why"].startswith("It raises ")
        assert "“" in step["why"]
        assert "asks for" in step["why"]
        assert not [code for code in codes if code in step["why"]]
    shown = stranger.post("/learn/answer", data=carried(leader), headers=HTML).text
    assert [f'id="{step["id"]}"' in shown for step in page["steps"]] == [True] * len(page["steps"])
    first = shown.index(escape(page["steps"][0]["label"]))
    assert shown.index("Start with") < first < shown.index("Where you stand")


def test_a_file_that_is_not_ours_is_refused_without_a_command(stranger: httpx.Client) -> None:
    for content in (b"hello", b"person: p-1\npost: p\nrole: [team-leader]\nasAt: 2026-03-02\n"
                    b"requirement:\n  - competence: X9\n    level: 3\n    because: it is needed\n"):  # fmt: skip
        page = stranger.post("/learn/resume", files={"file": ("case.yaml", content)}, headers=JSON)
        told = " ".join(fault["sentence"] for fault in page.json()["faults"])
        assert (page.status_code, bool(told)) == (422, True)
        assert "signpost " not in told


def test_a_browser_may_go_back_to_what_a_form_has_led_to_and_no_other_cache_has_it(
    stranger: httpx.Client, leader: PersonSpecification
) -> None:
    page = stranger.post("/learn/held", data=carried(leader), headers=HTML)
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "private, no-cache")
    assert "ETag" not in page.headers


@pytest.mark.parametrize(
    "odd",
    [{"policy": {"judges": 5}}, {"policy": 7}, {"constraints": {"region": 5}}, {"constraints": "x"}, {"attainment": 5},
     {"attainment": ["zz"]}, {"attainment": [{"competence": {"a": 1}}]}, {"asAt": "9999-12-31"}, {"role": 5}],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/learn/held", "/learn/limits", "/learn/answer", "/learn/download/form-2.pdf"])
def test_nothing_that_is_carried_is_too_odd_to_be_told(
    stranger: httpx.Client, leader: PersonSpecification, path: str, odd: dict[str, Any]
) -> None:
    sent = {
        "specification": json.dumps(said(leader) | odd),
        "limits": "1",
        "held:x": "3",
        "change": "regions=x",
        "ownView": "1",
    }
    answer = stranger.post(path, data=sent, headers=JSON)
    assert answer.status_code in (200, 400, 422)


def test_what_was_ticked_is_held_on_a_first_day_that_is_put_back(
    stranger: httpx.Client, leader: PersonSpecification
) -> None:
    need = leader.requirements[0]
    ticked = posted(stranger, "/learn/held", carried(leader) | {f"held:{need.competence}": "5"})
    limited = {"specification": ticked["specification"], "limits": "1", "asAt": "2 March 2020", "post": leader.post,
               "person": leader.person, "ownView": "1"}  # fmt: skip
    told = posted(stranger, "/learn/answer", limited)
    held = json.loads(told["specification"])["attainment"]
    assert [(one["competence"], str(one["level"]), one["since"]) for one in held] == [
        (need.competence, "5", "2020-03-02")
    ]


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
    assert all(re.match(r"(?:\d+ hours?|\d+ minutes|Time not known)", str(event["description"])) for event in events)
    assert ";" not in "".join(str(event["description"]) for event in events)


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
