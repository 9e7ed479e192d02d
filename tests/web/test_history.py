"""Every publication is kept with who, when, what changed and what it said; each can be brought back."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import httpx
from running import Enter, course, listed, post, refusals, row

from signpost.model import GRAPHS, THINGS

FIRST = listed(row("one", "First edition", "A college"))
SECOND = listed(row("one", "Second edition", "A college"), row("two", "Another", "A college"))


def history(client: httpx.Client, source: str) -> list[dict[str, object]]:
    answer = client.get(f"/sources/{source}/publications")
    assert answer.status_code == 200
    publications: list[dict[str, object]] = answer.json()["publications"]
    return publications


def labels(client: httpx.Client, text: str, source: str) -> set[str]:
    """What is found of a source by everybody."""
    hits = client.get("/find", params={"q": text}).json()["hits"]
    return {hit["label"] for hit in hits if hit["iri"].startswith(f"{THINGS}{source}/")}


def test_each_publication_is_kept(enter: Enter) -> None:
    college = enter("his-kept")
    began = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    post(college, FIRST)
    post(college, SECOND)
    second, first = history(college, "his-kept")
    assert (first["number"], second["number"]) == (1, 2)
    assert (second["added"], second["changed"], second["removed"]) == (2, 1, 0)
    assert second["by"] == "his-kept"
    assert began <= str(first["at"]) <= str(second["at"])
    assert first["digest"] != second["digest"]
    assert college.get("/sources/his-kept/publications/1").json() == first
    assert college.get("/sources/his-kept/publications/3").status_code == 404


def test_what_it_said_is_given_as_it_was(enter: Enter) -> None:
    college = enter("his-content")
    post(college, FIRST)
    post(college, SECOND)
    answer = college.get("/sources/his-content/publications/1/content")
    assert answer.headers["Content-Type"].startswith("application/n-triples")
    lines = answer.text.splitlines()
    assert lines == sorted(lines)
    assert (
        f'<{course("his-content", "one")}> <http://www.w3.org/2004/02/skos/core#prefLabel> "First edition"@en .'
        in lines
    )
    assert not [line for line in lines if GRAPHS in line]
    assert hashlib.sha256(answer.content).hexdigest() == history(college, "his-content")[1]["digest"]


def test_the_same_again_is_confirmed_not_published(enter: Enter) -> None:
    college = enter("his-same")
    first = post(college, FIRST).json()
    again = post(college, FIRST)
    assert (again.status_code, again.json()["state"]) == (201, "published")
    (only,) = history(college, "his-same")
    assert only["number"] == again.json()["publication"]["number"] == 1
    assert str(only["confirmed"]) >= str(only["at"]) == first["publication"]["at"]


def test_any_is_brought_back(enter: Enter, stranger: httpx.Client) -> None:
    college = enter("his-back")
    post(college, FIRST)
    post(college, SECOND)
    assert labels(stranger, "edition", "his-back") == {"Second edition"}
    answer = college.post("/sources/his-back/publications/1/restoration")
    assert answer.status_code == 200
    third, second, first = history(college, "his-back")
    assert answer.json() == third | {"findings": answer.json()["findings"]}
    assert (third["number"], third["restores"], third["digest"]) == (3, 1, first["digest"])
    assert (third["added"], third["changed"], third["removed"]) == (0, 1, 2)
    assert second["restores"] == 0
    assert labels(stranger, "edition", "his-back") == {"First edition"}


def test_what_was_withdrawn_whole_is_not_brought_back(enter: Enter) -> None:
    college = enter("his-empty")
    post(college, FIRST)
    for iri in (course("his-empty", "one"), f"{THINGS}his-empty/provider/a-college"):
        assert college.delete("/resources", params={"iri": iri}).status_code == 200
    last = history(college, "his-empty")[0]
    assert (last["number"], last["nodes"]) == (3, 0)
    assert college.get("/sources/his-empty/publications/3/content").text == ""
    assert college.post("/sources/his-empty/publications/3/restoration").status_code == 409
    assert college.post("/sources/his-empty/publications/1/restoration").status_code == 200


def test_what_no_longer_passes_the_gate_is_not_brought_back(enter: Enter) -> None:
    """Its course has come to another source meanwhile."""
    college, heir = enter("his-late"), enter("his-heir")
    iri = "https://orchards.example/id/course"
    turtle = f"""@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <https://w3id.org/signpost/ns#> .
        <{iri}> a :Provider ; skos:prefLabel "An orchard" ."""
    assert post(college, turtle.encode(), "text/turtle").status_code == 201
    assert post(college, FIRST).status_code == 201
    assert post(heir, turtle.encode(), "text/turtle").status_code == 201
    answer = college.post("/sources/his-late/publications/1/restoration")
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert refusals(answer) == [f"{iri} belongs to the source 'his-heir'; another source may not describe it."]
    assert history(college, "his-late")[0]["number"] == 2


def test_a_source_that_is_held_brings_back_through_the_queue(enter: Enter) -> None:
    college, steward = enter("his-held"), enter(steward=True)
    post(college, FIRST)
    post(college, SECOND)
    steward.put("/sources/his-held/moderation", json={"held": True})
    held = college.post("/sources/his-held/publications/1/restoration")
    assert (held.status_code, held.json()["state"], held.json()["name"]) == (202, "held", "his-held-1.nt")
    assert history(college, "his-held")[0]["number"] == 2
    accepted = steward.post(f"{held.headers['Location']}/decision", json={"decision": "accept"})
    assert accepted.status_code == 201
    third, _, first = history(college, "his-held")
    assert third["digest"] == first["digest"]


def test_the_history_is_its_sources_and_the_stewards(enter: Enter) -> None:
    college, other, steward = enter("his-own"), enter("his-nosy"), enter(steward=True)
    post(college, FIRST)
    base = "/sources/his-own/publications"
    for path in (base, f"{base}/1", f"{base}/1/content"):
        assert steward.get(path).status_code == 200
        assert other.get(path).status_code == 404
        there, nowhere = other.get(path).json(), other.get(path.replace("his-own", "no-such")).json()
        assert there | {"detail": there["detail"].replace("his-own", "no-such")} == nowhere
    assert other.post(f"{base}/1/restoration").status_code == 404
    assert steward.post(f"{base}/1/restoration").status_code == 403
    assert college.post(f"{base}/{2**40}/restoration").status_code == 404
    assert college.get(f"{base}/{2**70}/content").status_code == 404
