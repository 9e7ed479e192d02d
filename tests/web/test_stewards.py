"""What is held waits for a steward, who accepts it or sends it back; the provider mends it and sends it on."""

from __future__ import annotations

import httpx
import pytest
from running import CSV, Enter, listed, post, refusals, row

GOOD = listed(row("one", "Held orchards", "A college"))
BAD = listed(row("one", "Held orchards", "A college", level="9"))


def hold(steward: httpx.Client, source: str, held: bool = True) -> None:
    answer = steward.put(f"/sources/{source}/moderation", json={"held": held})
    assert (answer.status_code, answer.json()) == (200, {"source": source, "held": held})


def decide(steward: httpx.Client, at: str, **said: object) -> httpx.Response:
    return steward.post(f"{at}/decision", json=said)


def waiting(steward: httpx.Client, source: str) -> list[str]:
    """The ids of what waits of a source, among all that waits."""
    return [one["id"] for one in steward.get("/queue").json()["submissions"] if one["source"] == source]


def test_whether_a_source_is_held_is_said_and_changed_by_stewards_alone(enter: Enter) -> None:
    college, other, steward = enter("mod-said"), enter("mod-other"), enter(steward=True)
    at = "/sources/mod-said/moderation"
    assert college.get(at).json() == steward.get(at).json() == {"source": "mod-said", "held": False}
    assert other.get(at).status_code == 404
    for client in (college, other):
        assert client.put(at, json={"held": False}).status_code == 403
        assert client.get("/queue").status_code == 403
    hold(steward, "mod-said")
    assert college.get(at).json()["held"] is True
    hold(steward, "mod-said", held=False)
    assert college.get(at).json()["held"] is False


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"held": "yes"}', b"{}"])
def test_what_is_no_decision_upon_a_source_changes_nothing(body: bytes, enter: Enter) -> None:
    steward = enter(steward=True)
    json = {"Content-Type": "application/json"}
    assert steward.put("/sources/mod-body/moderation", content=body, headers=json).status_code == 400
    assert steward.put("/sources/mod-body/moderation", content=body).status_code == 415
    assert steward.put("/sources/No Source/moderation", json={"held": True}).status_code == 400
    assert steward.get("/sources/mod-body/moderation").json()["held"] is False


def test_what_is_held_is_published_when_it_is_accepted(enter: Enter) -> None:
    college, steward = enter("mod-accepted"), enter(steward=True)
    hold(steward, "mod-accepted")
    sent = post(college, GOOD)
    assert (sent.status_code, sent.json()["state"], sent.json()["publication"]) == (202, "held", None)
    at, id = sent.headers["Location"], sent.json()["id"]
    assert college.get("/sources/mod-accepted/publications").status_code == 404
    assert waiting(steward, "mod-accepted") == [id]
    assert steward.get(at).json() == sent.json()
    assert college.post(f"{at}/publication").status_code == 409, "a provider does not pass the queue"
    assert decide(college, at, decision="accept").status_code == 403

    accepted = decide(steward, at, decision="accept")
    assert (accepted.status_code, accepted.json()["state"]) == (201, "published")
    assert accepted.json()["decided_by"] == "steward"
    assert accepted.json()["publication"]["number"] == 1
    assert college.get(at).json() == accepted.json()
    assert waiting(steward, "mod-accepted") == []
    for said in ({"decision": "accept"}, {"decision": "return", "comment": "Too late."}):
        assert decide(steward, at, **said).status_code == 409


def test_what_is_sent_back_has_a_comment_is_mended_and_waits_again(enter: Enter) -> None:
    college, steward = enter("mod-returned"), enter(steward=True)
    hold(steward, "mod-returned")
    at = post(college, GOOD).headers["Location"]
    back = decide(steward, at, decision="return", comment="Please say when it runs.")
    assert (back.status_code, back.json()["state"]) == (200, "returned")
    seen = college.get(at).json()
    assert (seen["comment"], seen["decided_by"]) == ("Please say when it runs.", "steward")

    dated = listed(row("one", "Held orchards", "A college", start="2031-02-03", end="2031-02-04"))
    renewed = college.put(at, content=dated, headers={"Content-Type": CSV})
    assert (renewed.status_code, refusals(renewed)) == (200, [])
    again = college.post(f"{at}/publication")
    assert (again.status_code, again.json()["state"]) == (202, "held")
    assert decide(steward, at, decision="accept").json()["publication"]["nodes"] == 4


def test_what_is_held_is_renewed_and_stays_held(enter: Enter) -> None:
    college, steward = enter("mod-renewed"), enter(steward=True)
    hold(steward, "mod-renewed")
    at = post(college, GOOD).headers["Location"]
    renewed = college.put(at, content=GOOD, headers={"Content-Type": CSV}, params={"name": "again"})
    assert (renewed.json()["state"], renewed.json()["name"]) == ("held", "again.csv")
    assert college.delete(at).status_code == 204
    assert waiting(steward, "mod-renewed") == []


def test_what_has_faults_is_refused_not_held(enter: Enter) -> None:
    college, steward = enter("mod-faulty"), enter(steward=True)
    hold(steward, "mod-faulty")
    assert post(college, BAD).status_code == 422
    assert waiting(steward, "mod-faulty") == []


def test_what_no_longer_passes_goes_back_with_every_finding(enter: Enter) -> None:
    """A withdrawal waits; meanwhile the source is let in, and what should be withdrawn goes by another way."""
    college, steward = enter("mod-late"), enter(steward=True)
    rows = row("one", "Held orchards", "A college"), row("two", "Other orchards", "A college")
    post(college, listed(*rows))
    hold(steward, "mod-late")
    iri = "https://w3id.org/signpost/id/mod-late/resource/two"
    held = college.delete("/resources", params={"iri": iri})
    assert (held.status_code, held.json()["state"]) == (202, "held")
    hold(steward, "mod-late", held=False)
    assert college.delete("/resources", params={"iri": iri}).status_code == 200
    late = decide(steward, held.headers["Location"], decision="accept")
    assert (late.status_code, late.json()["state"]) == (422, "returned")
    assert refusals(late) == [f"{iri} is no learning resource or provider of this source, so it cannot be withdrawn."]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "'decision' is accept or return."),
        ({"decision": "maybe"}, "'decision' is accept or return."),
        ({"decision": "return"}, "Say in 'comment' what the provider should change."),
        ({"decision": "return", "comment": " "}, "Say in 'comment' what the provider should change."),
        ({"decision": "return", "comment": 5}, "'comment' is a text of at most 5000 characters."),
        ({"decision": "return", "comment": "x" * 5001}, "'comment' is a text of at most 5000 characters."),
    ],
)
def test_what_is_no_decision_upon_a_submission_changes_nothing(
    said: dict[str, object], told: str, enter: Enter
) -> None:
    college, steward = enter("mod-undecided"), enter(steward=True)
    hold(steward, "mod-undecided")
    at = post(college, GOOD).headers["Location"]
    answer = decide(steward, at, **said)
    assert (answer.status_code, answer.json()["detail"]) == (400, told)
    assert steward.post(f"{at}/decision", content=b"accept").status_code == 415
    assert college.get(at).json()["state"] == "held"
    assert college.delete(at).status_code == 204


def test_the_queue_begins_with_what_came_first(enter: Enter) -> None:
    steward = enter(steward=True)
    for source in ("mod-first", "mod-second"):
        hold(steward, source)
        post(enter(source), GOOD)
    every = steward.get("/queue").json()["submissions"]
    assert [one["at"] for one in every] == sorted(one["at"] for one in every)
    assert {"mod-first", "mod-second"} <= {one["source"] for one in every}
    assert {one["state"] for one in every} == {"held"}
