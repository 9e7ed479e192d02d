"""What becomes of what a provider sends: published, held, a draft, only checked, or refused with every finding."""

from __future__ import annotations

import io
import json
from pathlib import Path

import httpx
import openpyxl
import pytest
from running import CSV, Enter, course, listed, post, refusals, row

GOOD = listed(row("one", "Growing teams in orchards", "Orchard college"))
BAD = listed(row("one", "Growing teams in orchards", "Orchard college", level="9", mode="by pigeon"))

READ = "Read 1 LearningOutcome, 1 LearningResource, 1 Provider. Rows dropped: 0; other repairs or notes: 0."


def found(client: httpx.Client, text: str) -> list[str]:
    """The IRIs that everybody finds."""
    return [hit["iri"] for hit in client.get("/find", params={"q": text}).json()["hits"]]


def test_what_is_published_is_answered_and_found(enter: Enter, stranger: httpx.Client) -> None:
    college = enter("sub-published")
    answer = post(college, GOOD, name="autumn.csv")
    assert answer.status_code == 201
    said = answer.json()
    assert answer.headers["Location"] == f"/submissions/{said['id']}"
    assert (said["state"], said["source"], said["by"], said["name"]) == (
        "published", "sub-published", "sub-published", "autumn.csv",
    )  # fmt: skip
    assert next((each["severity"], each["message"]) for each in said["findings"]) == ("advice", READ)
    published = said["publication"]
    assert (published["number"], published["nodes"], published["added"]) == (1, 3, 3)
    assert (published["changed"], published["removed"], published["restores"]) == (0, 0, 0)
    assert course("sub-published", "one") in found(stranger, "Growing teams in orchards")
    assert stranger.get("/health").json()["release"] == published["release"]
    assert college.get(f"/submissions/{said['id']}").json() == said


def test_what_is_sent_takes_the_place_of_all_before_it_unless_it_amends(enter: Enter) -> None:
    college = enter("sub-amends")
    post(college, listed(row("one", "First", "A college"), row("two", "Second", "A college")))
    amended = post(college, listed(row("two", "Second renewed", "A college")), amend="true").json()
    assert amended["amends"] is True
    assert amended["publication"]["nodes"] == 5, "a provider, two resources and what each teaches"
    assert amended["publication"]["removed"] == 0
    replaced = post(college, listed(row("two", "Second renewed", "A college"))).json()
    assert (replaced["publication"]["nodes"], replaced["publication"]["removed"]) == (3, 2)


def test_a_dry_run_keeps_nothing(enter: Enter, stranger: httpx.Client) -> None:
    college = enter("sub-dry")
    answer = post(college, listed(row("dry", "Dry orchards alone", "A college")), dry_run="true")
    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert (answer.json()["state"], answer.json()["id"], answer.json()["publication"]) == ("checked", "", None)
    assert refusals(answer) == []
    refused = post(college, BAD, dry_run="true")
    assert refused.status_code == 422
    assert refusals(refused) == refusals(post(college, BAD))
    assert college.get("/submissions").json()["submissions"][0]["state"] == "refused"
    assert len(college.get("/submissions").json()["submissions"]) == 1
    assert course("sub-dry", "dry") not in found(stranger, "Dry orchards alone")


def test_what_is_refused_has_every_finding_at_its_row_and_field(enter: Enter) -> None:
    college = enter("sub-refused")
    answer = post(college, BAD, name="bad.csv")
    assert answer.status_code == 422
    assert answer.json()["state"] == "refused"
    places = {each["place"] for each in answer.json()["findings"] if each["severity"] == "refused"}
    assert places == {"bad.csv:2:level", "bad.csv:2:mode"}
    assert college.get("/sources/sub-refused/publications").status_code == 404
    assert college.get(answer.headers["Location"]).json() == answer.json()


def test_a_draft_may_have_faults_is_renewed_looked_at_and_published(enter: Enter, stranger: httpx.Client) -> None:
    college = enter("sub-draft")
    kept = post(college, BAD, draft="true")
    assert (kept.status_code, kept.json()["state"]) == (201, "draft")
    at = kept.headers["Location"]
    assert len(refusals(kept)) == 2

    still = college.post(f"{at}/publication")
    assert (still.status_code, still.json()["state"]) == (422, "draft")
    assert refusals(still) == refusals(kept)

    renewed = college.put(at, content=GOOD, headers={"Content-Type": CSV}, params={"name": "mended.csv"})
    assert (renewed.status_code, renewed.json()["state"], renewed.json()["name"]) == (200, "draft", "mended.csv")
    assert refusals(renewed) == []
    seen = college.get(f"{at}/preview").json()
    assert [one["card"]["label"] for one in seen["resources"]] == ["Growing teams in orchards"]
    alone = college.get(f"{at}/preview", params={"resource": course("sub-draft", "one")})
    assert alone.json()["resources"] == seen["resources"]
    missing = college.get(f"{at}/preview", params={"resource": "none of it"})
    assert (missing.status_code, missing.json()["title"]) == (404, "Not Found")
    assert course("sub-draft", "one") not in found(stranger, "Growing teams in orchards")

    published = college.post(f"{at}/publication")
    assert (published.status_code, published.json()["state"]) == (201, "published")
    assert published.json()["publication"]["number"] == 1
    for again in (
        college.post(f"{at}/publication"),
        college.put(at, content=GOOD, headers={"Content-Type": CSV}),
        college.delete(at),
        college.get(f"{at}/preview"),
    ):
        assert again.status_code == 409, again.request.method


def test_a_draft_is_removed(enter: Enter) -> None:
    college = enter("sub-gone")
    at = post(college, GOOD, draft="true").headers["Location"]
    assert college.delete(at).status_code == 204
    assert college.get(at).status_code == college.delete(at).status_code == 404


def test_submissions_are_listed_by_state_the_newest_first(enter: Enter) -> None:
    college = enter("sub-listed")
    draft, refused = post(college, GOOD, draft="true").json(), post(college, BAD).json()
    every = college.get("/submissions").json()["submissions"]
    assert {one["id"] for one in every} == {draft["id"], refused["id"]}
    assert [one["at"] for one in every] == sorted((one["at"] for one in every), reverse=True)
    (one,) = college.get("/submissions", params={"state": "refused"}).json()["submissions"]
    assert (one["id"], one["findings"]) == (refused["id"], len(refused["findings"]))
    assert college.get("/submissions", params={"state": "lost"}).status_code == 400


# ------------------------------------------------------------------------------------------------ media types
FRESH = {
    "@context": ["https://schema.org", {"signpost": "https://w3id.org/signpost/ns#"}],
    "@type": "Course",
    "@id": "https://www.gov.uk/apples",
    "name": "Apples for managers",
    "url": "https://www.gov.uk/apples",
    "provider": {"@type": "Organization", "name": "Orchard college"},
    "timeRequired": "PT6H",
    "teaches": {"@type": "DefinedTerm", "termCode": "CFAM&LEA4", "signpost:entryLevel": 1, "signpost:outcomeLevel": 3,
                "signpost:shows": "knowledge"},
}  # fmt: skip
OURS = "https://apples.example/id/us"
TURTLE = f'<{OURS}> a <https://w3id.org/signpost/ns#Provider> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "A".'
TRIPLES = (
    f"<{OURS}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/signpost/ns#Provider> .\n"
    f'<{OURS}> <http://www.w3.org/2004/02/skos/core#prefLabel> "A" .\n'
)
RDFXML = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:sp="https://w3id.org/signpost/ns#">
  <sp:Provider rdf:about="{OURS}"><skos:prefLabel>A</skos:prefLabel></sp:Provider></rdf:RDF>"""
XCRI = (Path(__file__).parents[1] / "unit" / "fixtures" / "xcri" / "college.xml").read_bytes()


def workbook() -> bytes:
    book, written = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.title = "Courses"
    for line in GOOD.decode().splitlines():
        sheet.append(line.split(","))
    book.save(written)
    return written.getvalue()


def page(type: str) -> bytes:
    head = '<html xmlns="http://www.w3.org/1999/xhtml">' if "xhtml" in type else "<!doctype html><html>"
    return f'{head}<head><script type="application/ld+json">{json.dumps(FRESH)}</script></head></html>'.encode()


@pytest.mark.parametrize(
    ("type", "content", "things"),
    [
        ("application/json", json.dumps(FRESH).encode(), 3),
        ("application/ld+json", json.dumps({"id": OURS, "type": "Provider", "label": "A"}).encode(), 1),
        ("application/n-triples", TRIPLES.encode(), 1),
        ("application/trig", TURTLE.encode(), 1),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook(), 3),
        ("application/xhtml+xml", page("xhtml"), 3),
        ("text/csv", GOOD, 3),
        ("text/csv; charset=utf-8", GOOD, 3),
        ("text/html", page("html"), 3),
        ("text/tab-separated-values", GOOD.replace(b",", b"\t"), 3),
        ("text/turtle", TURTLE.encode(), 1),
    ],
)
def test_each_media_type_is_read(type: str, content: bytes, things: int, enter: Enter) -> None:
    answer = post(enter("sub-types"), content, type, draft="true")
    assert answer.status_code == 201
    assert refusals(answer) == []
    at = answer.headers["Location"]
    published = enter("sub-types").post(f"{at}/publication")
    assert (published.status_code, published.json()["publication"]["nodes"]) == (201, things)


@pytest.mark.parametrize("type", ["application/xml", "text/xml"])
def test_a_feed_is_read_as_xml(type: str, enter: Enter) -> None:
    answer = post(enter("sub-xml"), XCRI, type, dry_run="true")
    assert "XCRI" not in " ".join(refusals(answer))
    assert any(each["message"].startswith("Read ") for each in answer.json()["findings"])


def test_a_format_is_said_where_it_cannot_be_found_out(enter: Enter) -> None:
    college = enter("sub-format")
    good = post(college, RDFXML.encode(), "application/rdf+xml", dry_run="true")
    assert good.status_code in (200, 422)
    unknown = post(college, GOOD, format="spreadsheet", dry_run="true")
    assert (unknown.status_code, unknown.json()["title"]) == (400, "Bad Request")
    assert "courses" in unknown.json()["detail"]
    named = post(college, GOOD, format="courses", dry_run="true")
    assert (named.status_code, named.json()["format"]) == (200, "courses")
    other = post(college, GOOD, format="turtle", dry_run="true")
    assert other.status_code == 422


def test_another_media_type_is_told_which_there_are(enter: Enter) -> None:
    college = enter("sub-media")
    draft = post(college, GOOD, draft="true").headers["Location"]
    asked = {"iri": course("sub-media", "one")}
    for type in ("application/pdf", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        for method, path, more in (
            ("POST", "/submissions", {}),
            ("PUT", draft, {}),
            ("PUT", "/resources", asked),
        ):
            answer = college.request(method, path, content=b"x", headers={"Content-Type": type}, params=more)
            assert answer.status_code == 415
            assert "text/csv" in answer.json()["detail"]
    assert college.post("/submissions", content=b"x").status_code == 415


# ------------------------------------------------------------------------------------------------ how it is asked
@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"dryrun": "true"}, "'dryrun' is no parameter here. Use: amend, draft, dry_run, format, name, source."),
        ({"dry_run": "yes"}, "'dry_run' is true or false."),
        ({"draft": "true", "dry_run": "true"}, "A draft is kept and a dry run is not: ask for one of them."),
    ],
)
def test_a_mistyped_parameter_publishes_nothing(parameters: dict[str, str], told: str, enter: Enter) -> None:
    college = enter("sub-mistyped")
    answer = post(college, GOOD, **parameters)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.json() == {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": told}
    assert college.get("/submissions").json() == {"submissions": []}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("spring list.csv", "spring list.csv"),
        ("spring", "spring.csv"),
        ("list.exe", "list.exe.csv"),
        ("../../etc/passwd", "submission.csv"),
        ("/etc/passwd", "submission.csv"),
        ("..", "submission.csv"),
        (".csv", "submission.csv"),
        ("C:\\list", "submission.csv"),
        ("a\nb", "submission.csv"),
        ("<b>.csv", "submission.csv"),
        ("x" * 101, "submission.csv"),
        ("", "submission.csv"),
    ],
)
def test_a_name_is_that_of_a_file_or_none(said: str, name: str, enter: Enter) -> None:
    answer = post(enter("sub-names"), BAD, name=said, dry_run="true").json()
    assert answer["name"] == name
    assert {each["place"] for each in answer["findings"] if each["severity"] == "refused"} == {
        f"{name}:2:level", f"{name}:2:mode",
    }  # fmt: skip


def test_nothing_is_answered_to_an_empty_text(stranger: httpx.Client) -> None:
    for text in ("", " ", "-÷", "x" * 201):
        assert stranger.get("/find", params={"q": text}).status_code == 400
    hits = stranger.get("/find", params={"q": "SCDLMCA1"}).json()["hits"]
    assert hits[0]["iri"].endswith("/lmc-2012/scdlmca1")
    assert hits[0]["kind"] == "competence"
